"""What subnets refuse."""

from emulator.domain.refusals import Refusal, refusal


@refusal
class SharedByAnother(Refusal):
    """The caller sees a VPC's resource because a subnet is shared with it, or as the VPC's owner; another owns it."""

    rule = "EC2-300"
    resource_id: str


class NoSubnetBlock(Refusal):
    """A subnet that is not for IPv6 alone has an IPv4 block."""

    rule = "EC2-120"


class NoIpv6Block(Refusal):
    """The request needs an IPv6 block and names none."""

    rule = "EC2-121"


@refusal
class InvalidSubnetRange(Refusal):
    """A subnet's block is inside one of its VPC's: IPv4 /16 to /28, IPv6 /44 to /64 in steps of four."""

    rule = "EC2-122"
    block: str


@refusal
class SubnetConflict(Refusal):
    """Another subnet of the VPC has addresses of the block."""

    rule = "EC2-123"
    block: str


class TooManySubnets(Refusal):
    """A VPC has at most so many subnets."""

    rule = "EC2-124"


@refusal
class SubnetInUse(Refusal):
    """A network interface is in the subnet."""

    rule = "EC2-125"
    subnet_id: str


@refusal
class ZonesDisagree(Refusal):
    """The zone's name and the zone's id name two zones."""

    rule = "EC2-126"
    zone: str
    zone_id: str


class ZoneMissing(Refusal):
    """A default subnet is made for a zone that the request names."""

    rule = "EC2-126"


class OneSubnetAttributeAtATime(Refusal):
    """ModifySubnetAttribute changes one attribute at a time."""

    rule = "EC2-127"


@refusal
class HasIpv6Block(Refusal):
    """A subnet has one IPv6 block at a time."""

    rule = "EC2-128"
    subnet_id: str


@refusal
class NeedsIpv6Block(Refusal):
    """The attribute is for subnets with an IPv6 block."""

    rule = "EC2-129"
    subnet_id: str


@refusal
class Ipv6AddressesInUse(Refusal):
    """A network interface has an address of the IPv6 block, or the subnet has no other."""

    rule = "EC2-130"
    subnet_id: str


@refusal
class NoOutposts(Refusal):
    """There is no such Outpost: none can be made here."""

    rule = "EC2-131"
    arn: str


@refusal
class NotInIpv6Native(Refusal):
    """A subnet for IPv6 alone has nothing of IPv4."""

    rule = "EC2-132"
    member: str


@refusal
class DefaultSubnetExists(Refusal):
    """The zone has a default subnet."""

    rule = "EC2-133"
    subnet_id: str
    zone: str


class DefaultVpcMissing(Refusal):
    """Default subnets are in the default VPC, and the Region has none."""

    rule = "EC2-134"


@refusal
class NoCustomerOwnedPool(Refusal):
    """There is no such customer-owned pool: none can be made here."""

    rule = "EC2-135"
    pool_id: str
