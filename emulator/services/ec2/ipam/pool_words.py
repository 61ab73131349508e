"""What the rules of IPAMs, scopes, pools and allocations refuse, in EC2's words. The register says which are ours."""

from collections.abc import Mapping

from emulator.domain.ipam import refusals as ipams
from emulator.domain.ipam.pools import refusals as pools
from emulator.domain.refusals import Refusal
from emulator.services.operations import Words


def _combination(text: str) -> Words:
    return Words("InvalidParameterCombination", text)


def _value(text: str) -> Words:
    return Words("InvalidParameterValue", text)


def _dependency(text: str) -> Words:
    return Words("DependencyViolation", text)


_NOT_VALID_FOR = "The specified action is not valid for "

WORDS: Mapping[type[Refusal], Words] = {
    pools.ActionNotShared: Words(
        "UnauthorizedOperation",
        "You are not authorized to perform {operation} operation. The permission that shares {r.pool_id} with you does "
        "not include it.",
        403,
    ),
    # IPAMs
    ipams.NoModification: _combination("The request must contain a modification to the {r.noun}"),
    ipams.UnknownOperatingRegion: _value("Value ({r.region}) for parameter operatingRegion is invalid."),
    ipams.DuplicateOperatingRegion: _value("The operating Region {r.region} is specified more than once."),
    ipams.MeteringNotPossible: _value(
        "Value (resource-owner) for parameter meteredAccount is invalid. Cost distribution is for the IPAM delegated "
        "administrator of an organization, in a Region that is enabled by default."
    ),
    ipams.HomeRegionRemoved: _value("The home Region {r.region} cannot be removed from the operating Regions."),
    ipams.RegionIsLocale: _dependency("The Region {r.region} is the locale of one or more pools."),
    ipams.TierBlocked: _dependency(_NOT_VALID_FOR + "{r.ipam_id}. The free tier does not support {r.what}."),
    ipams.NotInFreeTier: Words("UnsupportedOperation", "{r.what} is not supported in the free tier."),
    ipams.MeteringFrozen: Words(
        "IncorrectState", "The metered account of {r.ipam_id} cannot be changed for seven days after the first day."
    ),
    ipams.PrivateGuaInUse: _dependency(
        _NOT_VALID_FOR + "{r.ipam_id}. There are one or more private IPv6 GUA CIDRs provisioned."
    ),
    ipams.IpamHasDependents: _dependency(_NOT_VALID_FOR + "{r.ipam_id}. There are one or more {r.what}."),
    ipams.RegionAddedAndRemoved: _combination("The Region {r.region} cannot be both added and removed."),
    # scopes
    ipams.DefaultScope: _value("The specified scope is a default scope and cannot be deleted"),
    ipams.ScopeHasPools: _dependency(_NOT_VALID_FOR + "{r.scope_id}. The scope has one or more pools attached."),
    ipams.AuthoritySetAndRemoved: _combination(
        "The parameter externalAuthorityConfiguration cannot be used with the parameter "
        "removeExternalAuthorityConfiguration"
    ),
    ipams.AuthorityNotNamed: _value(
        "Value ({r.identifier}) for parameter externalResourceIdentifier is invalid. Specify the type, and an "
        "identifier of the form <version>.identity.account.<entity_realm>.<entity_id>."
    ),
    ipams.PublicScopeHasNoAuthority: _value("An external authority can be configured for private scopes only."),
    # pools
    pools.SourceInAnotherScope: _value("The source pool {r.source_pool_id} is in another scope."),
    pools.SourceOfAnotherFamily: _value("The source pool {r.source_pool_id} has another address family."),
    pools.LocaleNotOperating: _value(
        "Value ({r.locale}) for parameter locale is invalid. It is not an operating Region of the IPAM."
    ),
    pools.LocaleDiffersFromSource: _value(
        "Value ({r.locale}) for parameter locale is invalid. The locale of the source pool is {r.source_locale}."
    ),
    pools.NotAdvertisable: _combination(
        "The request can only contain PubliclyAdvertisable if the AddressFamily is IPv6 and PublicIpSource is byoip."
    ),
    pools.AdvertisableNotSaid: Words("MissingParameter", "The request must contain the parameter PubliclyAdvertisable"),
    pools.PublicScopeOnly: _combination("The request can only contain {r.member} for pools in the public scope."),
    pools.NetmaskLengthsDisagree: _value(
        "The allocation netmask lengths are invalid. Expecting minimum <= default <= maximum in the address family."
    ),
    pools.DuplicateResourceTag: _value("An allocation resource tag key is specified more than once."),
    pools.DefaultSetAndCleared: _combination(
        "The parameter allocationDefaultNetmaskLength cannot be used with the parameter "
        "clearAllocationDefaultNetmaskLength"
    ),
    pools.PoolHasCidrs: _dependency(
        _NOT_VALID_FOR + "{r.pool_id}. There are one or more pool cidrs provisioned in the pool."
    ),
    pools.PoolHasDependents: _dependency(_NOT_VALID_FOR + "{r.pool_id}. There are one or more {r.what}."),
    pools.CascadeNotPossible: _combination(
        "The request can only contain Cascade for pools in a private scope or with a source resource."
    ),
    pools.SourceResourceNotDiscovered: _value(
        "Value ({r.resource_id}) for parameter sourceResource is invalid. IPAM has not discovered the resource."
    ),
    pools.LocaleDiffersFromResource: _value(
        "Value ({r.locale}) for parameter locale is invalid. The source resource is in {r.region}."
    ),
    pools.AnotherSourceResource: _value("The source pool has the source resource {r.resource_id}."),
    # CIDRs of pools
    pools.CidrOrNetmaskLength: _combination(
        "The request must contain exactly one of the parameters cidr and netmaskLength"
    ),
    pools.NotACidr: _value("Value ({r.text}) for parameter {r.parameter} is invalid. This is not a valid CIDR block."),
    pools.NetmaskLengthNotPossible: _combination(
        "Exactly one of cidr and netmaskLength fits this pool: netmaskLength where the pool's source chooses the CIDR, "
        "cidr elsewhere."
    ),
    # what follows "CIDR Auth" is ours: the public report breaks off there
    pools.NoAuthorizationContext: _combination("The request must contain a CIDR Authorization Context."),
    pools.TooSpecific: _value(
        "Value ({r.cidr}) for parameter cidr is invalid. The most specific prefix that can be provisioned is /{r.most}."
    ),
    pools.AmazonBlockSize: _value("Value ({r.length}) for parameter netmaskLength is invalid."),
    pools.AmazonPoolNeedsLocale: _value("Amazon provides CIDRs to pools with a locale only."),
    pools.AmazonIpv4NeedsEc2: _value("Amazon provides IPv4 CIDRs to pools with the AWS service ec2 only."),
    pools.NotPrivateIpv6: _value("Value ({r.cidr}) for parameter cidr is invalid in a private scope."),
    pools.CidrNotProvisioned: _value(
        "Value ({r.cidr}) for parameter cidr is invalid. The CIDR is not provisioned to {r.pool_id}."
    ),
    pools.CidrNotNamed: Words("MissingParameter", "The request must contain the parameter cidr"),
    pools.NotTheResourcesCidr: _value(
        "Value ({r.cidr}) for parameter cidr is invalid. It is not an unplanned CIDR of {r.resource_id}."
    ),
    # allocations
    pools.NotMonitored: Words(
        "UnsupportedOperation",
        "The operation AllocateIpamPoolCidr is not supported. Account {r.account_id} is not monitored by IPAM "
        "{r.ipam_id}.",
    ),
    pools.NoSizeAsked: _combination(
        "The request cannot contain empty CIDR and Netmask Length for a pool with no default allocation netmask length "
        "set. Exactly one of them should be provided."
    ),
    pools.CidrAndNetmaskLength: _combination("The parameter cidr cannot be used with the parameter netmaskLength"),
    pools.NotWithCidr: _combination("The parameter {r.member} cannot be used with the parameter cidr"),
    pools.NetmaskLengthOutsideRules: _value("The allocation netmask length must be between {r.low} and {r.high}"),
    pools.OutsidePool: _value("The CIDR {r.cidr} is not within the pool"),
    pools.Overlaps: _value("The CIDR {r.cidr} overlaps with an existing allocation"),
    pools.PoolExhausted: _value("The allocation size is too big for the pool."),
    pools.ResourceTagsMissing: _value(
        "The resource is missing one or more of the resource tags required by the IPAM pool."
    ),
    pools.CidrOfAnotherAllocation: _value(
        "Value ({r.cidr}) for parameter cidr is invalid. It is not the CIDR of {r.allocation_id}."
    ),
    pools.OnlyCustomAllocations: _value("Only custom allocations can be released"),
    pools.LocaleDiffersFromRegion: _value(
        "The IPAM pool {r.pool_id} with the locale {r.locale} cannot be used in this Region."
    ),
    pools.NoSourceResource: _value("IpamPool '{r.pool_id}' is missing a source resource"),
    pools.PlansAnotherVpc: _value("The source resource of IpamPool '{r.pool_id}' is another VPC"),
    pools.PlanningPool: _value("IpamPool '{r.pool_id}' has a source resource and can be used for its subnets only"),
    pools.PoolOfAnotherFamily: _value("The address family of IpamPool '{r.pool_id}' is {r.family}"),
    pools.PoolNotForAddresses: _value("IpamPool '{r.pool_id}' is not a public IPv4 pool for the AWS service ec2"),
}
