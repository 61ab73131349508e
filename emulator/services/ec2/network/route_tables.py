"""Route tables and their associations."""

from collections.abc import Iterable
from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.network import route_tables, routes
from emulator.domain.network import routing_refusals as refused
from emulator.domain.network.records import Route, RouteTable, RouteTableAssociation
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.network.network_indexes import in_vpc
from emulator.services.ec2.shared.client_tokens import IdempotentRequest, once
from emulator.services.ec2.shared.describe import DescribeRequest
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.seen import describe_seen, owned_by
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import given, tags_view
from emulator.services.operations import Call, Request


def table_view(world: World, table: RouteTable) -> dict[str, Any]:
    return {
        "RouteTableId": table.id,
        "VpcId": table.vpc_id,
        "OwnerId": table.owner_id,
        "Routes": [_route_view(world, table, route) for route in table.routes.values()],
        "Associations": [_association_view(association) for association in table.associations.values()],
        "PropagatingVgws": [],
        "Tags": tags_view(world, table.id),
    }


def _route_view(world: World, table: RouteTable, route: Route) -> dict[str, Any]:
    interface = world.network.interfaces.get(route.target_id)
    instance_id = interface.instance_id if interface is not None else None
    return given(
        {
            _destination_member(route): route.destination,
            route.target: route.target_id,
            "InstanceId": instance_id,
            "InstanceOwnerId": table.owner_id if instance_id is not None else None,
            "Origin": route.origin,
            "State": _state(world, table, route),
        }
    )


def _destination_member(route: Route) -> str:
    if kinds.PREFIX_LIST.fits(route.destination):
        return "DestinationPrefixListId"
    return "DestinationIpv6CidrBlock" if ":" in route.destination else "DestinationCidrBlock"


def _state(world: World, table: RouteTable, route: Route) -> str:
    return "active" if routes.is_active(world, table, route) else "blackhole"


def _association_view(association: RouteTableAssociation) -> dict[str, Any]:
    return given(
        {
            "RouteTableAssociationId": association.id,
            "RouteTableId": association.table_id,
            "Main": association.is_main,
            "SubnetId": association.subnet_id,
            "GatewayId": association.gateway_id,
            "PublicIpv4Pool": association.public_pool_id,
            "AssociationState": {"State": association.state},
        }
    )


class CreateRouteTable(IdempotentRequest):
    vpc_id: str
    tag_specifications: list[TagSpecification] | None = None


@ec2.operation
def create_route_table(call: Call, request: CreateRouteTable) -> dict[str, Any]:
    """Make a table with the VPC's local routes."""
    world = call.world
    tags = tags_for(world, kinds.ROUTE_TABLE, request.tag_specifications)
    table = once(
        call,
        request,
        world.network.route_tables.get,
        lambda: route_tables.create(world, call.account_id, call.caller.region, request.vpc_id, tags),
    )
    return given({"RouteTable": table_view(world, table), "ClientToken": request.client_token})


class DeleteRouteTable(Request):
    route_table_id: str


@ec2.operation
def delete_route_table(call: Call, request: DeleteRouteTable) -> dict[str, Any]:
    """Delete a table that serves nothing."""
    route_tables.delete(call.world, call.account_id, call.caller.region, request.route_table_id)
    return {}


class AssociateRouteTable(Request):
    route_table_id: str
    subnet_id: str | None = None
    gateway_id: str | None = None
    public_ipv4_pool: str | None = None


@ec2.operation
def associate_route_table(call: Call, request: AssociateRouteTable) -> dict[str, Any]:
    """Let a table serve a subnet, or what comes in through a gateway."""
    subnet_id, gateway_id = request.subnet_id, request.gateway_id
    asking = call.world, call.account_id, call.caller.region, request.route_table_id
    if subnet_id and not gateway_id and not request.public_ipv4_pool:
        association = route_tables.associate_subnet(*asking, subnet_id)
    elif gateway_id and not subnet_id:
        association = route_tables.associate_gateway(*asking, gateway_id, request.public_ipv4_pool)
    else:
        raise refused.AssociateWhat
    return {"AssociationId": association.id, "AssociationState": {"State": association.state}}


class DisassociateRouteTable(Request):
    association_id: str


@ec2.operation
def disassociate_route_table(call: Call, request: DisassociateRouteTable) -> dict[str, Any]:
    """Give a subnet back to the main table."""
    route_tables.disassociate(call.world, call.account_id, call.caller.region, request.association_id)
    return {}


class ReplaceRouteTableAssociation(Request):
    association_id: str
    route_table_id: str


@ec2.operation
def replace_route_table_association(call: Call, request: ReplaceRouteTableAssociation) -> dict[str, Any]:
    """Let another table serve a subnet, or be the VPC's main table."""
    association = route_tables.replace_association(
        call.world, call.account_id, call.caller.region, request.association_id, request.route_table_id
    )
    return {"NewAssociationId": association.id, "AssociationState": {"State": association.state}}


class DescribeRouteTables(DescribeRequest):
    route_table_ids: list[str] | None = None


def _destinations(table: RouteTable, member: str) -> list[str]:
    return [route.destination for route in table.routes.values() if _destination_member(route) == member]


def _targets(table: RouteTable, member: str) -> list[str]:
    return [route.target_id for route in table.routes.values() if route.target == member]


def _of_subnet(call: Call, subnet_id: str) -> Iterable[str]:
    subnet = call.world.network.subnets.get(subnet_id)
    return (subnet.table_id,) if subnet is not None and subnet.table_id is not None else ()


def _of_association(call: Call, association_id: str) -> Iterable[str]:
    table_id = call.world.network.table_associations.get(association_id)
    return (table_id,) if table_id is not None else ()


def _filters(world: World) -> FilterTable[RouteTable]:
    """Whether a route is a black hole depends on the world."""
    return FilterTable[RouteTable](
        {
            "association.gateway-id": lambda table: [
                one.gateway_id for one in table.associations.values() if one.gateway_id is not None
            ],
            "association.main": lambda table: [
                "true" if association.is_main else "false" for association in table.associations.values()
            ],
            "association.route-table-association-id": lambda table: list(table.associations),
            "association.route-table-id": lambda table: table.id if table.associations else None,
            "association.subnet-id": lambda table: [
                one.subnet_id for one in table.associations.values() if one.subnet_id is not None
            ],
            "owner-id": lambda table: table.owner_id,
            "route-table-id": lambda table: table.id,
            "route.destination-cidr-block": lambda table: _destinations(table, "DestinationCidrBlock"),
            "route.destination-ipv6-cidr-block": lambda table: _destinations(table, "DestinationIpv6CidrBlock"),
            "route.destination-prefix-list-id": lambda table: _destinations(table, "DestinationPrefixListId"),
            "route.egress-only-internet-gateway-id": lambda table: _targets(table, "EgressOnlyInternetGatewayId"),
            "route.gateway-id": lambda table: _targets(table, "GatewayId"),
            "route.instance-id": lambda table: _targets(table, "InstanceId"),
            "route.nat-gateway-id": lambda table: _targets(table, "NatGatewayId"),
            "route.transit-gateway-id": lambda table: _targets(table, "TransitGatewayId"),
            "route.vpc-peering-connection-id": lambda table: _targets(table, "VpcPeeringConnectionId"),
            "route.origin": lambda table: [route.origin for route in table.routes.values()],
            "route.state": lambda table: [_state(world, table, route) for route in table.routes.values()],
            "vpc-id": lambda table: table.vpc_id,
        },
        tags=lambda table: table.id,
        owner=lambda table: table.owner_id,
        indexes={
            "route-table-id": lambda call, value: (value,),
            "vpc-id": lambda call, value: in_vpc(call, value, lambda vpc: vpc.table_ids),
            "association.subnet-id": _of_subnet,
            "owner-id": owned_by(kinds.ROUTE_TABLE, lambda world: world.network.route_tables),
            "association.route-table-association-id": _of_association,
        },
    )


@ec2.operation
def describe_route_tables(call: Call, request: DescribeRouteTables) -> dict[str, Any]:
    """The caller's tables in this Region, and those that serve subnets shared with it."""
    return describe_seen(
        call,
        request,
        "RouteTables",
        call.world.network.route_tables,
        kind=kinds.ROUTE_TABLE,
        ids="route_table_ids",
        filters=_filters(call.world),
        view=table_view,
    )
