"""What route tables, routes and internet gateways refuse, in EC2's words."""

from collections.abc import Callable, Mapping
from typing import Any

from emulator.domain.network import routing_refusals as refused
from emulator.domain.refusals import Refusal
from emulator.services.ec2.shared.words import literal
from emulator.services.operations import Words

# Targets by the member that names them: the code, and the noun of "The ... ID '...' does not exist".
_TARGETS: Mapping[str, tuple[str, str]] = {
    "GatewayId": ("InvalidGatewayID.NotFound", "gateway"),
    "NatGatewayId": ("InvalidNatGatewayID.NotFound", "natGateway"),
    "InstanceId": ("InvalidInstanceID.NotFound", "instance"),
    "VpcPeeringConnectionId": ("InvalidVpcPeeringConnectionID.NotFound", "vpcPeeringConnection"),
    "EgressOnlyInternetGatewayId": ("InvalidGatewayID.NotFound", "eigw"),
    "TransitGatewayId": ("InvalidTransitGatewayID.NotFound", "transitGateway"),
    "LocalGatewayId": ("InvalidLocalGatewayID.NotFound", "localGateway"),
    "CarrierGatewayId": ("InvalidCarrierGatewayID.NotFound", "carrierGateway"),
    "VpcEndpointId": ("InvalidVpcEndpointId.NotFound", "vpcEndpoint"),
    "CoreNetworkArn": ("InvalidCoreNetworkArn.NotFound", "coreNetwork"),
    "OdbNetworkArn": ("InvalidOdbNetworkArn.NotFound", "odbNetwork"),
}


# Gateways of other types are told by their identifiers.
_GATEWAYS: Mapping[str, tuple[str, str]] = {
    "igw": ("InvalidInternetGatewayID.NotFound", "internetGateway"),
    "vgw": ("InvalidVpnGatewayID.NotFound", "vpnGateway"),
    "vpce": ("InvalidVpcEndpointId.NotFound", "vpcEndpoint"),
}


def _target_not_found(refusal: refused.TargetNotFound) -> Words:
    code, noun = _TARGETS[refusal.member]
    if refusal.member == "GatewayId":
        code, noun = _GATEWAYS.get(refusal.target_id.partition("-")[0], (code, noun))
    what = "ARN" if refusal.member.endswith("Arn") else "ID"
    return Words(code, literal(f"The {noun} {what} '{refusal.target_id}' does not exist"))


WORDS: Mapping[type[Refusal], Words | Callable[[Any], Words]] = {
    refused.RouteExists: Words("RouteAlreadyExists", "The route identified by {r.destination} already exists."),
    refused.RouteNotFound: Words(
        "InvalidRoute.NotFound", "no route with {r.member} {r.destination} in route table {r.table_id}"
    ),
    refused.NoRouteToReplace: Words(
        "InvalidParameterValue",
        "There is no route defined for '{r.destination}' in the route table. Use CreateRoute instead.",
    ),
    refused.LocalRouteStays: Words(
        "InvalidParameterValue", "cannot remove local route {r.destination} in route table {r.table_id}"
    ),
    refused.DestinationMissing: Words(
        "MissingParameter",
        "The request must contain the parameter destinationCidrBlock, destinationIpv6CidrBlock or "
        "destinationPrefixListId",
    ),
    refused.DestinationsExclude: Words(
        "InvalidParameterCombination", "The request must contain exactly one route destination"
    ),
    refused.TargetMissing: Words(
        "MissingParameter",
        "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, "
        "vpcPeeringConnectionId or another target",
    ),
    refused.TargetsExclude: Words("InvalidParameterCombination", "The request must contain exactly one route target"),
    refused.TargetNotInVpc: Words(
        "InvalidParameterValue",
        "route table {r.table_id} and {r.target} {r.target_id} belong to different networks",
    ),
    refused.NoSubnetMatches: Words(
        "InvalidParameterValue", "Route destination {r.destination} doesn't match any subnet CIDR blocks"
    ),
    refused.TargetNotFound: _target_not_found,
    refused.AlreadyAssociated: Words(
        "Resource.AlreadyAssociated",
        "the specified association for route table {r.table_id} conflicts with an existing association",
    ),
    refused.TableOfAnotherVpc: Words(
        "InvalidParameterValue",
        "route table {r.table_id} and {r.resource} {r.resource_id} belong to different networks",
    ),
    refused.MainAssociationStays: Words(
        "InvalidParameterValue", "cannot disassociate the main route table association {r.association_id}"
    ),
    refused.TableInUse: Words(
        "DependencyViolation", "The routeTable '{r.table_id}' has dependencies and cannot be deleted."
    ),
    refused.TooManyRoutes: Words("RouteLimitExceeded", "The maximum number of routes has been reached."),
    refused.TooManyTables: Words("RouteTableLimitExceeded", "The maximum number of route tables has been reached."),
    refused.AssociateWhat: Words(
        "MissingParameter", "The request must contain exactly one of the parameters subnetId and gatewayId"
    ),
    refused.InvalidDestination: Words(
        "InvalidParameterValue", "Value ({r.destination}) for the route's destination is not a valid CIDR block."
    ),
    refused.NotLocal: Words(
        "InvalidParameterValue", "The route to {r.destination} is not the local route of a VPC and cannot be local"
    ),
    refused.GatewayAttachedElsewhere: Words(
        "Resource.AlreadyAssociated", "resource {r.gateway_id} is already attached to network {r.vpc_id}"
    ),
    refused.VpcHasGateway: Words(
        "InvalidParameterValue", "Network {r.vpc_id} already has an internet gateway attached"
    ),
    refused.GatewayNotAttached: Words(
        "Gateway.NotAttached", "resource {r.gateway_id} is not attached to network {r.vpc_id}"
    ),
    refused.PublicAddressesMapped: Words(
        "DependencyViolation",
        "Network {r.vpc_id} has some mapped public address(es). Please unmap those public address(es) before "
        "detaching the gateway.",
    ),
    refused.GatewayInUse: Words(
        "DependencyViolation", "The internetGateway '{r.gateway_id}' has dependencies and cannot be deleted."
    ),
    refused.TooManyGateways: Words(
        "InternetGatewayLimitExceeded", "The maximum number of internet gateways has been reached."
    ),
}
