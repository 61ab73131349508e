"""What route tables, their routes and internet gateways refuse."""

from emulator.domain.refusals import Refusal, refusal


@refusal
class RouteExists(Refusal):
    """A table has one route to a destination."""

    rule = "EC2-230"
    destination: str


@refusal
class RouteNotFound(Refusal):
    """The table has no route to the destination."""

    rule = "EC2-231"
    member: str
    destination: str
    table_id: str


@refusal
class NoRouteToReplace(Refusal):
    """Only a route that there is can be replaced."""

    rule = "EC2-231"
    destination: str


@refusal
class LocalRouteStays(Refusal):
    """The local route of a VPC's block stays as long as the block."""

    rule = "EC2-232"
    destination: str
    table_id: str


class DestinationMissing(Refusal):
    """A route has exactly one destination."""

    rule = "EC2-233"


class DestinationsExclude(Refusal):
    """A route has exactly one destination."""

    rule = "EC2-233"


class TargetMissing(Refusal):
    """A route has exactly one target."""

    rule = "EC2-234"


class TargetsExclude(Refusal):
    """A route has exactly one target."""

    rule = "EC2-234"


@refusal
class TargetNotInVpc(Refusal):
    """A route's gateway is attached to the table's VPC, a route's network interface is in it."""

    rule = "EC2-235"
    table_id: str
    target: str
    target_id: str


@refusal
class NoSubnetMatches(Refusal):
    """A route inside the VPC's own blocks leads to a subnet's whole block, through a network interface."""

    rule = "EC2-236"
    destination: str


@refusal
class TargetNotFound(Refusal):
    """There is no such target: nothing of this type can be made here."""

    rule = "EC2-237"
    member: str
    target_id: str


@refusal
class AlreadyAssociated(Refusal):
    """A subnet or gateway is associated with one table at a time, and explicitly once."""

    rule = "EC2-238"
    table_id: str


@refusal
class TableOfAnotherVpc(Refusal):
    """A table serves subnets and gateways of its own VPC."""

    rule = "EC2-239"
    table_id: str
    resource: str
    resource_id: str


@refusal
class MainAssociationStays(Refusal):
    """The association of the main table is replaced, never removed."""

    rule = "EC2-240"
    association_id: str


@refusal
class TableInUse(Refusal):
    """The table is its VPC's main table, or serves subnets or gateways."""

    rule = "EC2-241"
    table_id: str


class TooManyRoutes(Refusal):
    """A table has at most so many routes of a family."""

    rule = "EC2-242"


class TooManyTables(Refusal):
    """A VPC has at most so many route tables."""

    rule = "EC2-243"


class AssociateWhat(Refusal):
    """A table is associated with exactly one subnet or gateway."""

    rule = "EC2-244"


@refusal
class InvalidDestination(Refusal):
    """The destination is no block of addresses, or has bits behind its prefix."""

    rule = "EC2-245"
    destination: str


@refusal
class NotLocal(Refusal):
    """Only the route of a VPC's own block can lead to the VPC itself."""

    rule = "EC2-246"
    destination: str


@refusal
class GatewayAttachedElsewhere(Refusal):
    """A gateway is attached to one VPC at a time."""

    rule = "EC2-250"
    gateway_id: str
    vpc_id: str


@refusal
class VpcHasGateway(Refusal):
    """A VPC has one internet gateway at a time."""

    rule = "EC2-251"
    vpc_id: str


@refusal
class GatewayNotAttached(Refusal):
    """The gateway is not attached to this VPC."""

    rule = "EC2-252"
    gateway_id: str
    vpc_id: str


@refusal
class PublicAddressesMapped(Refusal):
    """A gateway stays as long as public addresses of the VPC are in use."""

    rule = "EC2-253"
    vpc_id: str


@refusal
class GatewayInUse(Refusal):
    """An attached gateway cannot be deleted."""

    rule = "EC2-254"
    gateway_id: str


class TooManyGateways(Refusal):
    """A Region has at most so many internet gateways."""

    rule = "EC2-255"
