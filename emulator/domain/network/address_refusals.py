"""What Elastic IP addresses and public IPv4 pools refuse."""

from emulator.domain.refusals import Refusal, refusal


@refusal
class InvalidDomain(Refusal):
    """Addresses are for VPCs: the older network has ended."""

    rule = "EC2-150"
    domain: str


@refusal
class PoolsExclude(Refusal):
    """An address comes from one pool."""

    rule = "EC2-151"
    first: str
    second: str


@refusal
class AddressNotFound(Refusal):
    """The account has no such address, or cannot have it."""

    rule = "EC2-152"
    address: str


class TooManyAddresses(Refusal):
    """A Region has at most so many of Amazon's addresses of an account."""

    rule = "EC2-153"


class NoAddressLeft(Refusal):
    """The pool has no free address."""

    rule = "EC2-154"


@refusal
class InvalidAddressText(Refusal):
    """The text is no IPv4 address."""

    rule = "EC2-155"
    parameter: str
    text: str


@refusal
class AddressMissing(Refusal):
    """The request names an address by its identifier or by itself."""

    rule = "EC2-156"
    parameter: str


@refusal
class NamedTwice(Refusal):
    """The request names an address, or what it is associated with, in one way."""

    rule = "EC2-157"
    first: str
    second: str


@refusal
class InstanceNotFound(Refusal):
    """There is no such instance: none can be made here."""

    rule = "EC2-158"
    instance_id: str


@refusal
class VpcHasNoGateway(Refusal):
    """Only what is in a VPC with an internet gateway has an Elastic IP address."""

    rule = "EC2-159"
    vpc_id: str


@refusal
class NotAnAddressOfInterface(Refusal):
    """The private address is not one of the interface's."""

    rule = "EC2-160"
    address: str
    interface_id: str


@refusal
class AlreadyAssociated(Refusal):
    """The address, or the private one, is associated, and the request does not allow to change that."""

    rule = "EC2-161"
    resource_id: str
    association_id: str


@refusal
class ServiceManagesAddress(Refusal):
    """A service has the address, not the account."""

    rule = "IPAM-507"
    public_ip: str
    service: str


@refusal
class AddressInUse(Refusal):
    """An address that is associated cannot be released."""

    rule = "EC2-162"
    address: str


@refusal
class BorderGroupsDiffer(Refusal):
    """An address, its pool and its pool's source are in one network border group."""

    rule = "EC2-163"
    name: str
    pool_id: str


@refusal
class PoolBlockTooLarge(Refusal):
    """A public IPv4 pool gets blocks of at most a /24 at a time."""

    rule = "EC2-170"
    length: int


@refusal
class CidrNotInPool(Refusal):
    """The block is not provisioned to the public IPv4 pool."""

    rule = "EC2-171"
    cidr: str
    pool_id: str


@refusal
class PoolAddressesInUse(Refusal):
    """An Elastic IP address of the block is allocated."""

    rule = "EC2-172"
    cidr: str
    pool_id: str


@refusal
class PoolNotEmpty(Refusal):
    """A public IPv4 pool that has addresses cannot be deleted."""

    rule = "EC2-173"
    pool_id: str
