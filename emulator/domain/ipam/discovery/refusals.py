"""What the rules of resource discoveries and of monitoring refuse."""

from emulator.domain.refusals import Refusal, refusal


@refusal
class DefaultDiscovery(Refusal):
    """A default discovery, or its association, lives and dies with its IPAM."""

    rule = "IPAM-203"
    noun: str
    resource_id: str


@refusal
class DefaultDiscoveryRegions(Refusal):
    """A default discovery's operating Regions are its IPAM's."""

    rule = "IPAM-202"
    discovery_id: str


class NotIpamsAdministrator(Refusal):
    """Only the IPAM administrator of an integrated organization leaves units out."""

    rule = "IPAM-204"


@refusal
class InvalidUnitPath(Refusal):
    """The path leads to no unit of the organization."""

    rule = "IPAM-205"
    path: str


@refusal
class DuplicateUnitPath(Refusal):
    """A path is named once in a list."""

    rule = "IPAM-206"
    path: str


@refusal
class UnitPathsOverlap(Refusal):
    """A unit is left out by one path only."""

    rule = "IPAM-207"
    path: str
    other: str


@refusal
class AlreadyAssociated(Refusal):
    """The discovery is associated with this IPAM."""

    rule = "IPAM-209"
    discovery_id: str
    ipam_id: str


@refusal
class NotAnOperatingRegion(Refusal):
    """The discovery does not look into this Region."""

    rule = "IPAM-212"
    parameter: str
    region: str


@refusal
class NoSuchResourceCidr(Refusal):
    """The IPAM sees no such CIDR in this scope."""

    rule = "IPAM-222"
    resource_id: str
    cidr: str
    region: str
    scope_id: str


@refusal
class OnlyVpcCidrs(Refusal):
    """Only a VPC's CIDRs are ignored or moved; subnets follow."""

    rule = "IPAM-223"
    resource_id: str


@refusal
class PublicScopeStays(Refusal):
    """What is in the public scope is neither ignored nor moved."""

    rule = "IPAM-224"
    scope_id: str


@refusal
class DestinationNotPossible(Refusal):
    """A CIDR moves to a private scope of the same IPAM."""

    rule = "IPAM-225"
    scope_id: str


class TimesReversed(Refusal):
    """A time begins before it ends."""

    rule = "IPAM-231"
