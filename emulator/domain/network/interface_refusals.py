"""What network interfaces refuse."""

from emulator.domain.refusals import Refusal, refusal


@refusal
class InvalidAddress(Refusal):
    """The text is no address of this family."""

    rule = "EC2-260"
    address: str


@refusal
class OutsideSubnet(Refusal):
    """An interface's addresses are of its subnet's blocks."""

    rule = "EC2-261"
    address: str


@refusal
class ReservedAddress(Refusal):
    """The first four addresses and the last one of a subnet's IPv4 block are AWS's own."""

    rule = "EC2-262"
    address: str


@refusal
class AddressInUse(Refusal):
    """An interface of the subnet has the address."""

    rule = "EC2-263"
    address: str


class SubnetFull(Refusal):
    """The subnet has not as many free addresses as the request asks for."""

    rule = "EC2-264"


@refusal
class ParametersExclude(Refusal):
    """Addresses are given, or a number of them, not both."""

    rule = "EC2-265"
    first: str
    second: str


class NotOnePrimary(Refusal):
    """Of the addresses that a request gives, exactly one is the primary one."""

    rule = "EC2-266"


@refusal
class InterfaceInUse(Refusal):
    """The interface is attached."""

    rule = "EC2-267"
    interface_id: str


@refusal
class NoIpv6InSubnet(Refusal):
    """The subnet has no IPv6 block to take addresses from."""

    rule = "EC2-268"
    subnet_id: str


class TooManyGroups(Refusal):
    """An interface has at most so many security groups."""

    rule = "EC2-269"


@refusal
class AddressNotAssigned(Refusal):
    """The interface has no such address."""

    rule = "EC2-270"
    interface_id: str
    address: str


@refusal
class PrimaryAddressStays(Refusal):
    """The primary address stays as long as its interface."""

    rule = "EC2-271"
    interface_id: str


@refusal
class NothingAsked(Refusal):
    """The request names neither addresses nor how many; it needs one of these parameters."""

    rule = "EC2-272"
    parameters: str


class OneAttributeAtATime(Refusal):
    """A call changes one attribute of an interface."""

    rule = "EC2-273"


@refusal
class InterfaceNotAttached(Refusal):
    """What belongs to an attachment is changed on an attached interface only."""

    rule = "EC2-274"
    interface_id: str


class TooManyInterfaces(Refusal):
    """A Region has at most so many network interfaces."""

    rule = "EC2-275"
