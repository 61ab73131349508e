"""What is refused around internet registries and the routes that are registered with them."""

from emulator.domain.refusals import Refusal, refusal


@refusal
class RegistryAssociated(Refusal):
    """An organization of a registry is associated with an IPAM once."""

    rule = "IPAM-490"
    handle: str


@refusal
class InvalidParentResponse(Refusal):
    """What the registry answered has a member that cannot be."""

    rule = "IPAM-491"
    member: str


@refusal
class RegistryStateForbids(Refusal):
    """The association's state does not allow the call."""

    rule = "IPAM-492"
    association_id: str
    state: str


@refusal
class RegistryHasRegistrations(Refusal):
    """Registrations go before their association."""

    rule = "IPAM-493"
    association_id: str


@refusal
class NotCertified(Refusal):
    """The registry has certified no such range to the association."""

    rule = "IPAM-494"
    cidr: str


@refusal
class InvalidOrigin(Refusal):
    """A route begins at an AS number."""

    rule = "IPAM-495"
    asn: str


@refusal
class RegistrationExists(Refusal):
    """A range is registered once."""

    rule = "IPAM-496"
    cidr: str


@refusal
class UnknownRegistration(Refusal):
    """The range is not registered."""

    rule = "IPAM-497"
    cidr: str


@refusal
class InvalidMaxLength(Refusal):
    """The longest prefix is between the range's own and the family's longest."""

    rule = "IPAM-498"
    max_length: int


class LongerNotPermitted(Refusal):
    """More specific announcements are permitted before they have a longest prefix."""

    rule = "IPAM-499"


@refusal
class WouldInvalidate(Refusal):
    """A route that is announced now would become invalid."""

    rule = "IPAM-500"
    cidr: str


@refusal
class MalformedDelta(Refusal):
    """The delta is no JSON of the form that is understood."""

    rule = "IPAM-501"
    why: str
