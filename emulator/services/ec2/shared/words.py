"""What the shared rules refuse, in EC2's words, and what EC2 calls each kind of resource in its errors."""

from collections.abc import Callable, Mapping
from typing import Any

from emulator.contract.constraints import Violation
from emulator.domain.ec2 import kinds, refusals
from emulator.domain.ec2.kinds import Kind
from emulator.domain.refusals import Refusal
from emulator.protocols import WireError
from emulator.services.operations import Words

# The first part of the error codes, and the noun of "The ... ID '...' does not exist".
_NAMES: Mapping[Kind, tuple[str, str]] = {
    kinds.IPAM: ("InvalidIpamId", "ipam"),
    kinds.IPAM_SCOPE: ("InvalidIpamScopeId", "ipam-scope"),
    kinds.IPAM_POOL: ("InvalidIpamPoolId", "ipam-pool"),
    kinds.IPAM_POOL_CIDR: ("InvalidIpamPoolCidrId", "ipam-pool-cidr"),
    kinds.IPAM_POOL_ALLOCATION: ("InvalidIpamPoolAllocationId", "ipam-pool-allocation"),
    kinds.IPAM_RESOURCE_DISCOVERY: ("InvalidIpamResourceDiscoveryId", "ipam-resource-discovery"),
    kinds.IPAM_RESOURCE_DISCOVERY_ASSOCIATION: (
        "InvalidIpamResourceDiscoveryAssociationId",
        "ipam-resource-discovery-association",
    ),
    kinds.IPAM_VERIFICATION_TOKEN: (
        "InvalidIpamExternalResourceVerificationTokenId",
        "ipam-external-resource-verification-token",
    ),
    kinds.IPAM_POLICY: ("InvalidIpamPolicyId", "ipam-policy"),
    kinds.IPAM_PREFIX_LIST_RESOLVER: ("InvalidIpamPrefixListResolverId", "ipam-prefix-list-resolver"),
    kinds.IPAM_PREFIX_LIST_RESOLVER_TARGET: (
        "InvalidIpamPrefixListResolverTargetId",
        "ipam-prefix-list-resolver-target",
    ),
    kinds.IPAM_INTERNET_REGISTRY_ASSOCIATION: (
        "InvalidIpamInternetRegistryAssociationId",
        "ipam-internet-registry-association",
    ),
    kinds.VPC: ("InvalidVpcID", "vpc"),
    kinds.VPC_CIDR_ASSOCIATION: ("InvalidVpcCidrBlockAssociationID", "vpc-cidr-block-association"),
    kinds.SUBNET: ("InvalidSubnetID", "subnet"),
    kinds.SUBNET_CIDR_ASSOCIATION: ("InvalidSubnetCidrBlockAssociationID", "subnet-cidr-block-association"),
    kinds.SECURITY_GROUP: ("InvalidGroup", "security group"),
    kinds.SECURITY_GROUP_RULE: ("InvalidSecurityGroupRuleId", "security group rule"),
    kinds.NETWORK_ACL: ("InvalidNetworkAclID", "networkAcl"),
    kinds.NETWORK_ACL_ASSOCIATION: ("InvalidAssociationID", "association"),
    kinds.ROUTE_TABLE: ("InvalidRouteTableID", "routeTable"),
    kinds.ROUTE_TABLE_ASSOCIATION: ("InvalidAssociationID", "association"),
    kinds.INTERNET_GATEWAY: ("InvalidInternetGatewayID", "internetGateway"),
    kinds.DHCP_OPTIONS: ("InvalidDhcpOptionID", "dhcpOptions"),
    kinds.NETWORK_INTERFACE: ("InvalidNetworkInterfaceID", "networkInterface"),
    kinds.ELASTIC_IP: ("InvalidAllocationID", "allocation"),
    kinds.ELASTIC_IP_ASSOCIATION: ("InvalidAssociationID", "association"),
    kinds.PUBLIC_IPV4_POOL: ("InvalidPublicIpv4PoolID", "public ipv4 pool"),
    kinds.PUBLIC_IPV6_POOL: ("InvalidPoolID", "pool"),
    kinds.PREFIX_LIST: ("InvalidPrefixListID", "prefix list"),
}

# Kinds whose sentence AWS builds in its own way.
_NOT_FOUND_TEXTS: Mapping[Kind, str] = {
    kinds.IPAM_POOL_ALLOCATION: "The IPAM pool allocation ({ids}) does not exist.",
    kinds.SECURITY_GROUP: "The security group '{ids}' does not exist",
}


def _not_found(refusal: refusals.NotFound) -> Words:
    code, noun = _NAMES[refusal.kind]
    ids = ", ".join(refusal.resource_ids)
    if refusal.kind in _NOT_FOUND_TEXTS:
        text = _NOT_FOUND_TEXTS[refusal.kind].format(ids=ids)
    elif len(refusal.resource_ids) == 1:
        text = f"The {noun} ID '{ids}' does not exist"
    else:
        text = f"The {noun} IDs '{ids}' do not exist"
    return Words(f"{code}.NotFound", literal(text))


def _malformed(refusal: refusals.MalformedId) -> Words:
    code, _ = _NAMES[refusal.kind]
    code = "InvalidGroupId" if code == "InvalidGroup" else code
    return Words(f"{code}.Malformed", literal(f'Invalid id: "{refusal.resource_id}"'))


def literal(text: str) -> str:
    """A text that names no fields, whatever braces its user's values bring."""
    return text.replace("{", "{{").replace("}", "}}")


WORDS: Mapping[type[Refusal], Words | Callable[[Any], Words]] = {
    refusals.MalformedId: _malformed,
    refusals.NotFound: _not_found,
    refusals.InvalidFilter: Words("InvalidParameterValue", "The filter '{r.name}' is invalid"),
    refusals.TooManyFilterValues: Words(
        "FilterLimitExceeded", "The maximum number of filter values specified on a single call is 200"
    ),
    refusals.InvalidNextToken: Words("InvalidNextToken", "The specified NextToken is not valid."),
    refusals.IdsExcludePaging: Words(
        "InvalidParameterCombination", "The parameter {r.member} cannot be used with the parameter maxResults"
    ),
    refusals.ClientTokenReused: Words(
        "IdempotentParameterMismatch",
        "The client token has already been used with different parameters.",
    ),
    refusals.InvalidClientToken: Words(
        "InvalidParameterValue",
        "Invalid value '{r.token}' for clientToken: must be no more than 64 ASCII characters.",
    ),
    refusals.NotTaggableHere: Words(
        "InvalidParameterValue", "'{r.resource_type}' is not a valid taggable resource type for this operation."
    ),
    refusals.EmptyTagSpecification: Words(
        "InvalidParameterValue", "Tag specification must have a resource type and at least one tag"
    ),
    refusals.DuplicateTagKey: Words("InvalidParameterValue", "Duplicate tag key '{r.key}' specified."),
    refusals.ReservedTagKey: Words(
        "InvalidParameterValue",
        "Tag keys starting with 'aws:' are reserved for internal use",
    ),
    refusals.EmptyTagKey: Words("InvalidParameterValue", "Tag key cannot be empty."),
    refusals.TagTooLong: Words(
        "InvalidParameterValue", "Tag {r.part} exceeds the maximum length of {r.limit} characters"
    ),
    refusals.TooManyTags: Words("TagLimitExceeded", "The maximum number of Tags for a resource has been reached."),
    refusals.IncorrectState: Words(
        "IncorrectState",
        "The specified action is not valid for {r.resource_id} in its current state ({r.state}).",
    ),
    refusals.UnknownId: Words("InvalidID", "The ID '{r.resource_id}' is not valid"),
    refusals.TooManyResources: Words(
        "ResourceCountExceeded", "You have exceeded the number of resources allowed in a single call of this type"
    ),
    refusals.UnknownRegion: Words("InvalidParameterValue", "Invalid region name: '{r.name}'"),
    refusals.UnknownZone: Words("InvalidParameterValue", "Invalid availability zone: [{r.name}]"),
    refusals.QuotaReached: Words(
        "ResourceLimitExceeded",
        "You've reached the limit for {r.noun}. You have created {r.count} {r.noun} and you are limited to {r.limit}.",
    ),
}

_BOUNDS = {"min_value": "at least", "max_value": "at most"}
_LENGTHS = {"min_length": "at least", "max_length": "at most"}


def word_violations(violations: list[Violation]) -> tuple[WireError, str]:
    """EC2 names the first thing that is wrong; with it goes the rule's id (INT-028, or the general EC2-001)."""
    first = violations[0]
    name = ".".join(str(step + 1) if isinstance(step, int) else step for step in first.path)
    if first.kind == "required":
        rule = "INT-028" if name == "DelegatedAdminAccountId" else "EC2-001"
        return WireError("MissingParameter", 400, f"The request must contain the parameter {name}"), rule
    parameter = name[0].lower() + name[1:]
    if first.kind in _BOUNDS:
        bound = f"Expecting a value of {_BOUNDS[first.kind]} {first.limit}."
        text = f"Value ( {first.value} ) for parameter {parameter} is invalid. {bound}"
    elif first.kind in _LENGTHS:
        text = f"The length of parameter {parameter} is invalid. Expecting {_LENGTHS[first.kind]} {first.limit}."
    else:
        text = f"Value ({first.value}) for parameter {parameter} is invalid."
    return WireError("InvalidParameterValue", 400, text), "EC2-002"
