"""Routes of route tables."""

from typing import Any

from emulator.domain.network import routes
from emulator.services.ec2 import ec2
from emulator.services.operations import Call, Request

_DESTINATIONS = {
    "DestinationCidrBlock": "destination_cidr_block",
    "DestinationIpv6CidrBlock": "destination_ipv6_cidr_block",
    "DestinationPrefixListId": "destination_prefix_list_id",
}
_TARGETS = {
    "GatewayId": "gateway_id",
    "NatGatewayId": "nat_gateway_id",
    "NetworkInterfaceId": "network_interface_id",
    "InstanceId": "instance_id",
    "VpcPeeringConnectionId": "vpc_peering_connection_id",
    "EgressOnlyInternetGatewayId": "egress_only_internet_gateway_id",
    "TransitGatewayId": "transit_gateway_id",
    "LocalGatewayId": "local_gateway_id",
    "CarrierGatewayId": "carrier_gateway_id",
    "VpcEndpointId": "vpc_endpoint_id",
    "CoreNetworkArn": "core_network_arn",
    "OdbNetworkArn": "odb_network_arn",
}


class DestinationRequest(Request):
    route_table_id: str
    destination_cidr_block: str | None = None
    destination_ipv6_cidr_block: str | None = None
    destination_prefix_list_id: str | None = None

    def destinations(self) -> dict[str, str | None]:
        return {member: getattr(self, name) for member, name in _DESTINATIONS.items()}


class RouteRequest(DestinationRequest):
    gateway_id: str | None = None
    nat_gateway_id: str | None = None
    network_interface_id: str | None = None
    instance_id: str | None = None
    vpc_peering_connection_id: str | None = None
    egress_only_internet_gateway_id: str | None = None
    transit_gateway_id: str | None = None
    local_gateway_id: str | None = None
    carrier_gateway_id: str | None = None
    vpc_endpoint_id: str | None = None
    core_network_arn: str | None = None
    odb_network_arn: str | None = None

    def targets(self) -> dict[str, str | None]:
        return {member: getattr(self, name) for member, name in _TARGETS.items()}


class CreateRoute(RouteRequest):
    pass


@ec2.operation
def create_route(call: Call, request: CreateRoute) -> dict[str, Any]:
    """Lead a destination somewhere."""
    routes.create(
        call.world,
        call.account_id,
        call.caller.region,
        request.route_table_id,
        request.destinations(),
        request.targets(),
    )
    return {"Return": True}


class ReplaceRoute(RouteRequest):
    local_target: bool | None = None


@ec2.operation
def replace_route(call: Call, request: ReplaceRoute) -> dict[str, Any]:
    """Lead a destination elsewhere."""
    routes.replace(
        call.world,
        call.account_id,
        call.caller.region,
        request.route_table_id,
        request.destinations(),
        request.targets(),
        to_local=request.local_target or False,
    )
    return {}


class DeleteRoute(DestinationRequest):
    pass


@ec2.operation
def delete_route(call: Call, request: DeleteRoute) -> dict[str, Any]:
    """Lead a destination nowhere."""
    routes.delete(call.world, call.account_id, call.caller.region, request.route_table_id, request.destinations())
    return {}
