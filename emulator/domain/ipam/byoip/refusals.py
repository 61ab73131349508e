"""What is refused around addresses and AS numbers that their owner brings."""

from emulator.domain.refusals import Refusal, refusal


@refusal
class MalformedProof(Refusal):
    """An authorization message has seven fields in their order, and a signature in Base64."""

    rule = "IPAM-400"
    part: str


@refusal
class ProofOfSomethingElse(Refusal):
    """An authorization message names the caller and what it is shown for."""

    rule = "IPAM-401"
    named: str
    wanted: str


@refusal
class ProofExpired(Refusal):
    """The day of an authorization message is over."""

    rule = "IPAM-402"
    day: str


class ProofMissing(Refusal):
    """Space that is advertised is proven."""

    rule = "IPAM-405"


@refusal
class TokenNotValid(Refusal):
    """The verification token has expired, or belongs to another IPAM than the pool."""

    rule = "IPAM-403"
    token_id: str


@refusal
class InvalidByoipCidr(Refusal):
    """The text is no public CIDR block that can be brought."""

    rule = "IPAM-410"
    text: str


@refusal
class ByoipTooSpecific(Refusal):
    """What is brought has a most specific prefix."""

    rule = "IPAM-411"
    cidr: str
    most: int


@refusal
class ByoipOverlaps(Refusal):
    """A range is brought once, to one Region."""

    rule = "IPAM-412"
    cidr: str


class AdvertisableForIpv6(Refusal):
    """Whether a range is advertised at all is said of IPv6."""

    rule = "IPAM-413"


@refusal
class ByoipQuotaReached(Refusal):
    """An account brings a number of ranges."""

    rule = "IPAM-414"
    limit: int


@refusal
class UnknownByoipCidr(Refusal):
    """The caller has brought no such range to this Region."""

    rule = "IPAM-415"
    cidr: str


@refusal
class ByoipStateForbids(Refusal):
    """The range's state does not allow the call."""

    rule = "IPAM-416"
    cidr: str
    state: str


@refusal
class ManagedByIpam(Refusal):
    """A range in an IPAM pool is deprovisioned from the pool."""

    rule = "IPAM-417"
    cidr: str


@refusal
class AsnNotAssociated(Refusal):
    """A range is advertised by an AS number that is associated with it."""

    rule = "IPAM-418"
    asn: str
    cidr: str


class AsnSwitchedLately(Refusal):
    """The AS number of an advertisement changes at most once an hour."""

    rule = "IPAM-419"


class AdvertisedTooOften(Refusal):
    """Advertisements change at most once in a time."""

    rule = "IPAM-420"


@refusal
class AsnsStillAssociated(Refusal):
    """AS numbers are disassociated before a range goes."""

    rule = "IPAM-421"
    cidr: str


@refusal
class BorderGroupNotPossible(Refusal):
    """A network border group of the Region goes with IPv4 ranges."""

    rule = "IPAM-422"
    group: str


@refusal
class PoolCannotImport(Refusal):
    """A range moves to a top-level public IPv4 pool of its Region for EC2, whose owner is the one that is named."""

    rule = "IPAM-423"
    pool_id: str


class Ipv6CannotMove(Refusal):
    """IPv4 ranges move to IPAM, no others."""

    rule = "IPAM-424"


@refusal
class ImportNotPermitted(Refusal):
    """The share of the pool does not let the caller import ranges."""

    rule = "IPAM-425"
    pool_id: str


@refusal
class InvalidAsn(Refusal):
    """A public AS number of two or four bytes is brought."""

    rule = "IPAM-430"
    asn: str


@refusal
class AsnProvisioned(Refusal):
    """An AS number is provisioned once."""

    rule = "IPAM-431"
    asn: str


@refusal
class UnknownAsn(Refusal):
    """The caller has not provisioned this AS number to the IPAM, or not in reach of this Region."""

    rule = "IPAM-432"
    asn: str


@refusal
class AsnStateForbids(Refusal):
    """The AS number, or its association, is not in a state for this."""

    rule = "IPAM-433"
    asn: str
    state: str


@refusal
class AsnHasAssociations(Refusal):
    """An AS number goes when nothing is associated with it."""

    rule = "IPAM-434"
    asn: str


@refusal
class CidrNotForAsn(Refusal):
    """AS numbers are associated with ranges that are in a pool with a locale."""

    rule = "IPAM-435"
    cidr: str


@refusal
class AsnAssociationPresent(Refusal):
    """An AS number is associated with a range once."""

    rule = "IPAM-436"
    asn: str
    cidr: str


@refusal
class AsnAdvertises(Refusal):
    """The range is being advertised by this AS number."""

    rule = "IPAM-437"
    asn: str
    cidr: str
