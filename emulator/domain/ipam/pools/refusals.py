"""What the rules of pools, their CIDRs and their allocations refuse."""

from emulator.domain.refusals import Refusal, refusal


@refusal
class SourceInAnotherScope(Refusal):
    """A pool and its source pool are in one scope."""

    rule = "IPAM-032"
    source_pool_id: str


@refusal
class SourceOfAnotherFamily(Refusal):
    """A pool has its source pool's address family."""

    rule = "IPAM-033"
    source_pool_id: str


@refusal
class LocaleNotOperating(Refusal):
    """A locale is an operating Region of the IPAM, or a network border group of one."""

    rule = "IPAM-034"
    locale: str


@refusal
class LocaleDiffersFromSource(Refusal):
    """Under a pool with a locale, every pool has that locale."""

    rule = "IPAM-035"
    locale: str
    source_locale: str


class NotAdvertisable(Refusal):
    """Whether space is advertised is said of IPv6 space that the owner brings."""

    rule = "IPAM-036"


class AdvertisableNotSaid(Refusal):
    """A top-level pool for IPv6 space that the owner brings says whether it is advertised."""

    rule = "IPAM-037"


@refusal
class PublicScopeOnly(Refusal):
    """The member is for pools in the public scope."""

    rule = "IPAM-038"
    member: str


@refusal
class ActionNotShared(Refusal):
    """The permission of the share through which the caller sees the pool does not hold what it asks for."""

    rule = "RAM-140"
    pool_id: str


class NetmaskLengthsDisagree(Refusal):
    """Minimum, default and maximum netmask length are in order, and fit the address family."""

    rule = "IPAM-039"


class DuplicateResourceTag(Refusal):
    """A resource tag is asked for once."""

    rule = "IPAM-040"


class DefaultSetAndCleared(Refusal):
    """The default netmask length is either set or cleared."""

    rule = "IPAM-042"


@refusal
class PoolHasCidrs(Refusal):
    """The pool has provisioned CIDRs."""

    rule = "IPAM-043"
    pool_id: str


@refusal
class PoolHasDependents(Refusal):
    """The pool has allocations, or pools under it."""

    rule = "IPAM-044"
    pool_id: str
    what: str


@refusal
class CascadeNotPossible(Refusal):
    """Pools in the public scope are deleted one by one, unless they plan a resource."""

    rule = "IPAM-045"
    pool_id: str


@refusal
class SourceResourceNotDiscovered(Refusal):
    """A pool plans a VPC that its IPAM has discovered."""

    rule = "IPAM-046"
    resource_id: str


@refusal
class LocaleDiffersFromResource(Refusal):
    """A planning pool's locale is the Region of what it plans."""

    rule = "IPAM-047"
    locale: str
    region: str


@refusal
class AnotherSourceResource(Refusal):
    """Pools under a planning pool plan the same resource."""

    rule = "IPAM-048"
    resource_id: str


# CIDRs of pools


class CidrOrNetmaskLength(Refusal):
    """Space is provisioned by CIDR or by netmask length."""

    rule = "IPAM-060"


@refusal
class NotACidr(Refusal):
    """The text is no CIDR block, or one of the other address family."""

    rule = "IPAM-061"
    text: str
    parameter: str


class NetmaskLengthNotPossible(Refusal):
    """No one chooses the CIDR of a top-level pool but where Amazon, ULA or a source pool has space to choose from."""

    rule = "IPAM-062"


class NoAuthorizationContext(Refusal):
    """Space that the owner brings is proven."""

    rule = "IPAM-063"


@refusal
class TooSpecific(Refusal):
    """Space that the owner brings has a largest netmask length."""

    rule = "IPAM-064"
    cidr: str
    most: int


@refusal
class AmazonBlockSize(Refusal):
    """Amazon provides blocks of some sizes."""

    rule = "IPAM-065"
    length: int


class AmazonPoolNeedsLocale(Refusal):
    """Amazon provides space in a Region: the pool has a locale."""

    rule = "IPAM-066"


class AmazonIpv4NeedsEc2(Refusal):
    """Amazon provides IPv4 space for EC2: the pool says so."""

    rule = "IPAM-067"


@refusal
class NotPrivateIpv6(Refusal):
    """Private IPv6 space is unique local, outside what Amazon keeps for itself, or global where the IPAM allows it."""

    rule = "IPAM-068"
    cidr: str


@refusal
class CidrNotProvisioned(Refusal):
    """The pool has no such CIDR."""

    rule = "IPAM-072"
    pool_id: str
    cidr: str


class CidrNotNamed(Refusal):
    """A deprovisioning names the CIDR."""

    rule = "IPAM-074"


@refusal
class NotTheResourcesCidr(Refusal):
    """A planning pool holds the CIDRs of what it plans, each in one pool."""

    rule = "IPAM-076"
    cidr: str
    resource_id: str


# Allocations


@refusal
class NotMonitored(Refusal):
    """IPAM does not monitor the account, so it allocates nothing."""

    rule = "INT-071"
    account_id: str
    ipam_id: str


class NoSizeAsked(Refusal):
    """Without CIDR, netmask length and default there is no size to allocate."""

    rule = "IPAM-090"


class CidrAndNetmaskLength(Refusal):
    """An allocation is asked for by CIDR or by netmask length."""

    rule = "IPAM-091"


@refusal
class NotWithCidr(Refusal):
    """The member goes with a netmask length only."""

    rule = "IPAM-092"
    member: str


@refusal
class NetmaskLengthOutsideRules(Refusal):
    """The pool allocates between its minimum and maximum netmask length."""

    rule = "IPAM-094"
    low: int
    high: int


@refusal
class OutsidePool(Refusal):
    """The block is not inside a provisioned CIDR of the pool."""

    rule = "IPAM-095"
    cidr: str


@refusal
class Overlaps(Refusal):
    """The block overlaps an allocation."""

    rule = "IPAM-096"
    cidr: str


class PoolExhausted(Refusal):
    """No free block of this size is left in the pool."""

    rule = "IPAM-097"


class ResourceTagsMissing(Refusal):
    """The resource does not carry the tags that the pool asks for."""

    rule = "IPAM-098"


@refusal
class CidrOfAnotherAllocation(Refusal):
    """The allocation holds another CIDR."""

    rule = "IPAM-099"
    cidr: str
    allocation_id: str


class OnlyCustomAllocations(Refusal):
    """Allocations of resources go with their resources."""

    rule = "IPAM-100"


@refusal
class LocaleDiffersFromRegion(Refusal):
    """A resource allocates from a pool whose locale is its Region."""

    rule = "IPAM-101"
    pool_id: str
    locale: str


@refusal
class NoSourceResource(Refusal):
    """A subnet allocates from a pool that plans its VPC."""

    rule = "IPAM-102"
    pool_id: str


@refusal
class PlansAnotherVpc(Refusal):
    """The pool plans another VPC than the subnet's."""

    rule = "IPAM-103"
    pool_id: str


@refusal
class PlanningPool(Refusal):
    """What plans a VPC serves its subnets only."""

    rule = "IPAM-104"
    pool_id: str


@refusal
class PoolOfAnotherFamily(Refusal):
    """The pool holds the other address family."""

    rule = "IPAM-105"
    pool_id: str
    family: str


@refusal
class PoolNotForAddresses(Refusal):
    """Public addresses come from a public IPv4 pool for EC2."""

    rule = "IPAM-107"
    pool_id: str
