"""What VPCs and their blocks refuse."""

from emulator.domain.refusals import Refusal, refusal


class NoIpv4Block(Refusal):
    """A VPC has an IPv4 block: the request says which, or from which pool."""

    rule = "EC2-100"


@refusal
class ParametersExclude(Refusal):
    """The parameters do not go together."""

    rule = "EC2-101"
    first: str
    second: str


@refusal
class ParameterNeeds(Refusal):
    """The parameter says something about another one that is not there."""

    rule = "EC2-102"
    parameter: str
    needed: str


@refusal
class NotABlock(Refusal):
    """The text is no block of addresses of the family."""

    rule = "EC2-103"
    parameter: str
    text: str


@refusal
class InvalidVpcRange(Refusal):
    """A VPC's IPv4 blocks are /16 to /28, its IPv6 blocks /44 to /60 in steps of four."""

    rule = "EC2-104"
    block: str


@refusal
class UnknownBorderGroup(Refusal):
    """The Region has no network border group of this name."""

    rule = "EC2-105"
    name: str


class TooManyVpcs(Refusal):
    """A Region has at most so many VPCs of an account."""

    rule = "EC2-106"


@refusal
class VpcInUse(Refusal):
    """Something is in the VPC that its owner has made."""

    rule = "EC2-107"
    vpc_id: str


@refusal
class PrimaryBlockStays(Refusal):
    """The block that a VPC was made with stays as long as the VPC."""

    rule = "EC2-108"
    association_id: str


@refusal
class TooManyBlocks(Refusal):
    """A VPC has at most so many blocks of a family."""

    rule = "EC2-109"
    vpc_id: str
    limit: int


@refusal
class BlockOverlaps(Refusal):
    """The block overlaps with one that the VPC has."""

    rule = "EC2-110"
    block: str


@refusal
class BlockInUse(Refusal):
    """A subnet of the VPC is in the block."""

    rule = "EC2-111"
    vpc_id: str
    block: str


class DefaultVpcExists(Refusal):
    """An account has one default VPC in a Region."""

    rule = "EC2-112"


class OneAttributeAtATime(Refusal):
    """ModifyVpcAttribute changes one attribute at a time."""

    rule = "EC2-113"


class NoAttribute(Refusal):
    """ModifyVpcAttribute and ModifySubnetAttribute name an attribute."""

    rule = "EC2-114"


@refusal
class HostnamesNeedSupport(Refusal):
    """Only a VPC with DNS support gives out DNS hostnames."""

    rule = "EC2-115"
    vpc_id: str


@refusal
class InvalidTenancy(Refusal):
    """A VPC's tenancy is default or dedicated."""

    rule = "EC2-116"
    tenancy: str


class NoEncryptionControls(Refusal):
    """VPC encryption controls are not emulated: a VPC that asks for one is not made without it."""

    rule = "EC2-117"


@refusal
class NoBlock(Refusal):
    """The request names no block to associate."""

    rule = "EC2-118"
    parameters: str


@refusal
class NotFreeInIpv6Pool(Refusal):
    """A VPC names a block that the pool does not have, has given away, or that no VPC can have."""

    rule = "IPAM-502"
    cidr: str
    pool_id: str


@refusal
class Ipv6PoolExhausted(Refusal):
    """The pool has no block left of the size that VPCs get."""

    rule = "IPAM-503"
    pool_id: str


class AmazonSpaceExhausted(Refusal):
    """Amazon has no more addresses to provide."""

    rule = "EC2-119"
