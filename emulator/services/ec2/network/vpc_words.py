"""What the rules of VPCs and subnets refuse, in EC2's words. The register says which are ours."""

from collections.abc import Mapping

from emulator.domain.network import subnet_refusals as subnets
from emulator.domain.network import vpc_refusals as vpcs
from emulator.domain.refusals import Refusal
from emulator.services.operations import Words


def _combination(text: str) -> Words:
    return Words("InvalidParameterCombination", text)


def _value(text: str) -> Words:
    return Words("InvalidParameterValue", text)


WORDS: Mapping[type[Refusal], Words] = {
    # VPCs
    vpcs.NoIpv4Block: Words("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided."),
    vpcs.ParametersExclude: _combination("The parameter {r.first} cannot be used with the parameter {r.second}"),
    vpcs.ParameterNeeds: _combination("The parameter {r.parameter} requires the parameter {r.needed}"),
    vpcs.NotABlock: _value("Value ({r.text}) for parameter {r.parameter} is invalid. This is not a valid CIDR block."),
    vpcs.InvalidVpcRange: Words("InvalidVpc.Range", "The CIDR '{r.block}' is invalid."),
    vpcs.UnknownBorderGroup: _value("Value ({r.name}) for parameter networkBorderGroup is invalid."),
    vpcs.TooManyVpcs: Words("VpcLimitExceeded", "The maximum number of VPCs has been reached."),
    vpcs.VpcInUse: Words("DependencyViolation", "The vpc '{r.vpc_id}' has dependencies and cannot be deleted."),
    vpcs.PrimaryBlockStays: Words(
        "OperationNotPermitted",
        "The vpc CIDR block with association ID {r.association_id} may not be disassociated. It is the primary IPv4 "
        "CIDR block of the VPC",
    ),
    vpcs.TooManyBlocks: Words(
        "CidrLimitExceeded", "This network '{r.vpc_id}' has met its maximum number of allowed CIDRs: {r.limit}"
    ),
    vpcs.BlockOverlaps: Words("InvalidVpc.Range", "The CIDR '{r.block}' conflicts with another CIDR of the VPC."),
    vpcs.BlockInUse: Words(
        "InvalidCidrBlock.InUse", "The vpc {r.vpc_id} currently has a subnet within CIDR block {r.block}"
    ),
    vpcs.DefaultVpcExists: Words(
        "DefaultVpcAlreadyExists", "A Default VPC already exists for this account in this region."
    ),
    vpcs.OneAttributeAtATime: _combination("Fields for multiple attribute types specified"),
    vpcs.NoAttribute: _combination("No attributes specified."),
    vpcs.HostnamesNeedSupport: _value("DNS hostnames cannot be enabled for {r.vpc_id}: DNS support is disabled."),
    vpcs.InvalidTenancy: _value("Value ({r.tenancy}) for parameter instanceTenancy is invalid."),
    vpcs.NoEncryptionControls: Words("UnsupportedOperation", "VPC encryption controls are not available here."),
    vpcs.NoBlock: Words("MissingParameter", "The request must contain one of the parameters {r.parameters}"),
    vpcs.NotFreeInIpv6Pool: Words(
        "InvalidParameterValue",
        "Value ({r.cidr}) for parameter ipv6CidrBlock is invalid. It is not available in the pool {r.pool_id}.",
    ),
    vpcs.Ipv6PoolExhausted: Words(
        "InvalidParameterValue",
        "Value ({r.pool_id}) for parameter ipv6Pool is invalid. The pool has no available CIDR block.",
    ),
    vpcs.AmazonSpaceExhausted: Words("InsufficientAddressCapacity", "Not enough addresses are available."),
    # subnets
    subnets.SharedByAnother: Words(
        "UnauthorizedOperation",
        "You are not authorized to perform {operation} operation. A subnet in this vpc is shared but the provided "
        "object is not owned by you",
        403,
    ),
    subnets.NoSubnetBlock: Words("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided."),
    subnets.NoIpv6Block: Words("MissingParameter", "Either 'ipv6CidrBlock' or 'ipv6IpamPoolId' should be provided."),
    subnets.InvalidSubnetRange: Words("InvalidSubnet.Range", "The CIDR '{r.block}' is invalid."),
    subnets.SubnetConflict: Words("InvalidSubnet.Conflict", "The CIDR '{r.block}' conflicts with another subnet"),
    subnets.TooManySubnets: Words(
        "SubnetLimitExceeded", "You have reached the limit on the number of subnets that you can create."
    ),
    subnets.SubnetInUse: Words(
        "DependencyViolation", "The subnet '{r.subnet_id}' has dependencies and cannot be deleted."
    ),
    subnets.ZonesDisagree: _combination(
        "The availability zone {r.zone} and the availability zone ID {r.zone_id} are not the same zone."
    ),
    subnets.OneSubnetAttributeAtATime: _combination("Fields for multiple attribute types specified"),
    subnets.HasIpv6Block: _value("The subnet {r.subnet_id} already has an IPv6 CIDR block."),
    subnets.NeedsIpv6Block: _value("The subnet {r.subnet_id} does not have an IPv6 CIDR block."),
    subnets.Ipv6AddressesInUse: Words(
        "DependencyViolation", "The IPv6 CIDR block of subnet '{r.subnet_id}' is in use and cannot be disassociated."
    ),
    subnets.NoOutposts: _value("Value ({r.arn}) for parameter outpostArn is invalid."),
    subnets.NotInIpv6Native: _combination("The parameter {r.member} is not valid for an IPv6-only subnet."),
    subnets.DefaultSubnetExists: Words(
        "DefaultSubnetAlreadyExistsInAvailabilityZone",
        "'{r.subnet_id}' is already the default subnet in {r.zone}.",
    ),
    subnets.DefaultVpcMissing: Words(
        "DefaultVpcDoesNotExist", "No default VPC exists for this account in this region."
    ),
    subnets.NoCustomerOwnedPool: Words(
        "InvalidCustomerOwnedIpv4PoolId.NotFound", "The customer-owned IPv4 pool ID '{r.pool_id}' does not exist"
    ),
    subnets.ZoneMissing: Words("MissingParameter", "The request must contain the parameter availabilityZone"),
}
