"""What the rules of IPAM refuse, as states of affairs."""

from emulator.domain.refusals import Refusal, refusal


class NotTheManagementAccount(Refusal):
    """Only an organization's management account configures IPAM's delegated administrator."""

    rule = "INT-020"


class ConsolidatedBillingOnly(Refusal):
    """The organization does not have all features."""

    rule = "INT-032"


@refusal
class ManagementAccountCannotBeAdministrator(Refusal):
    """The management account cannot be IPAM's delegated administrator."""

    rule = "INT-022"
    account_id: str


@refusal
class AccountNotInOrganization(Refusal):
    """The account is not a member of the caller's organization."""

    rule = "INT-023"
    account_id: str


@refusal
class AccountNotActive(Refusal):
    """The member is not active."""

    rule = "INT-024"
    account_id: str


class AnotherAdministratorExists(Refusal):
    """Another account is IPAM's delegated administrator; there is one."""

    rule = "INT-025"


@refusal
class NotIpamAdministrator(Refusal):
    """The account is not IPAM's delegated administrator."""

    rule = "INT-067"
    account_id: str


@refusal
class MalformedAccountId(Refusal):
    """An account id has twelve digits."""

    rule = "INT-029"
    account_id: str


@refusal
class NoModification(Refusal):
    """A Modify call changes something. `noun` is what it would modify."""

    rule = "IPAM-006"
    noun: str


@refusal
class UnknownOperatingRegion(Refusal):
    """An operating Region is one that the account may use."""

    rule = "IPAM-002"
    region: str


@refusal
class DuplicateOperatingRegion(Refusal):
    """An operating Region is named once."""

    rule = "IPAM-003"
    region: str


class MeteringNotPossible(Refusal):
    """Only the organization's IPAM administrator lets resource owners pay, in a Region that needs no opt-in."""

    rule = "IPAM-004"


@refusal
class HomeRegionRemoved(Refusal):
    """The home Region is always an operating Region."""

    rule = "IPAM-007"
    region: str


@refusal
class RegionIsLocale(Refusal):
    """A pool has this Region as its locale."""

    rule = "IPAM-008"
    region: str


@refusal
class TierBlocked(Refusal):
    """The IPAM holds what the free tier does not have."""

    rule = "IPAM-009"
    ipam_id: str
    what: str


@refusal
class NotInFreeTier(Refusal):
    """The free tier does not have this."""

    rule = "IPAM-010"
    what: str


@refusal
class MeteringFrozen(Refusal):
    """Cost distribution was enabled more than a day and less than eight days ago."""

    rule = "IPAM-011"
    ipam_id: str


@refusal
class PrivateGuaInUse(Refusal):
    """A private scope holds global IPv6 addresses."""

    rule = "IPAM-012"
    ipam_id: str


@refusal
class IpamHasDependents(Refusal):
    """The IPAM is not empty."""

    rule = "IPAM-013"
    ipam_id: str
    what: str


@refusal
class RegionAddedAndRemoved(Refusal):
    """A Region is either added or removed."""

    rule = "IPAM-015"
    region: str


class DefaultScope(Refusal):
    """Default scopes go with their IPAM only."""

    rule = "IPAM-021"


@refusal
class ScopeHasPools(Refusal):
    """The scope is not empty."""

    rule = "IPAM-022"
    scope_id: str


class AuthoritySetAndRemoved(Refusal):
    """An external authority is either set or removed."""

    rule = "IPAM-023"


@refusal
class AuthorityNotNamed(Refusal):
    """The authority's type is missing, or its identifier has not the documented form."""

    rule = "IPAM-505"
    identifier: str


class PublicScopeHasNoAuthority(Refusal):
    """External authorities are for private scopes."""

    rule = "IPAM-025"
