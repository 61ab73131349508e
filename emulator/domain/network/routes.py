"""Routes of route tables: a destination, and what leads there."""

from collections.abc import Mapping

from emulator.domain.ec2 import cidrs, kinds
from emulator.domain.ec2.cidrs import Cidr
from emulator.domain.network import route_tables, vpc_defaults
from emulator.domain.network import routing_refusals as refused
from emulator.domain.network.prefix_lists import seen_by
from emulator.domain.network.records import Route, RouteTable, Vpc
from emulator.domain.world import World

_GATEWAY = "GatewayId"
_INTERFACE = "NetworkInterfaceId"
_INTERNET_GATEWAY = "igw-"
_OWN_ORIGIN = "CreateRouteTable"

# By the wire's member: what the request gives as a destination or a target.
Given = Mapping[str, str | None]


def create(world: World, caller_id: str, region: str, table_id: str, destinations: Given, targets: Given) -> Route:
    """CreateRoute (EC2-230, EC2-233 to EC2-237, EC2-242, EC2-245)."""
    table = route_tables.owned(world, caller_id, region, table_id)
    destination, block = _destination(world, table, destinations)
    target, target_id = _target(world, table, targets)
    if destination in table.routes:
        raise refused.RouteExists(destination)
    _require_subnet_inside(world, table, block, target)
    _require_room(world, table, destination, block)
    world.begin_change()
    route = table.routes[destination] = Route(destination, target, target_id)
    if block is None:
        world.network.referring_tables.setdefault(destination, {})[table_id] = None
    return route


def replace(
    world: World,
    caller_id: str,
    region: str,
    table_id: str,
    destinations: Given,
    targets: Given,
    *,
    to_local: bool,
) -> None:
    """ReplaceRoute (EC2-231, EC2-233 to EC2-237, EC2-245, EC2-246)."""
    table = route_tables.owned(world, caller_id, region, table_id)
    destination, _ = _destination(world, table, destinations)
    if to_local:
        if any(targets.values()):
            raise refused.TargetsExclude
        target, target_id = _GATEWAY, vpc_defaults.LOCAL
    else:
        target, target_id = _target(world, table, targets)
    route = table.routes.get(destination)
    if route is None:
        raise refused.NoRouteToReplace(destination)
    if to_local and not is_own(route):
        raise refused.NotLocal(destination)
    world.begin_change()
    route.target, route.target_id = target, target_id


def delete(world: World, caller_id: str, region: str, table_id: str, destinations: Given) -> None:
    """DeleteRoute (EC2-231 to EC2-233, EC2-245)."""
    table = route_tables.owned(world, caller_id, region, table_id)
    destination, block = _destination(world, table, destinations)
    route = table.routes.get(destination)
    if route is None:
        member = "destination-prefix-list-id"
        if block is not None:
            member = "destination-cidr-block" if block.family == cidrs.IPV4 else "destination-ipv6-cidr-block"
        raise refused.RouteNotFound(member, destination, table_id)
    if is_own(route):
        raise refused.LocalRouteStays(destination, table_id)
    world.begin_change()
    del table.routes[destination]
    vpc_defaults.unrefer(world, table, destination)


def is_own(route: Route) -> bool:
    """Whether the route is the one of a VPC's block, which a table has by itself."""
    return route.origin == _OWN_ORIGIN


def is_active(world: World, table: RouteTable, route: Route) -> bool:
    """Whether what the route leads to is there; otherwise it is a black hole."""
    if route.target == _INTERFACE:
        interface = world.network.interfaces.get(route.target_id)
        return interface is not None and interface.instance_id is not None
    if route.target_id == vpc_defaults.LOCAL:
        return True
    gateway = world.network.internet_gateways.get(route.target_id)
    return gateway is not None and gateway.vpc_id == table.vpc_id


def _destination(world: World, table: RouteTable, destinations: Given) -> tuple[str, Cidr | None]:
    """The destination as a table keeps it, and its block unless it is a prefix list."""
    named = {member: text for member, text in destinations.items() if text}
    if not named:
        raise refused.DestinationMissing
    if len(named) > 1:
        raise refused.DestinationsExclude
    ((member, text),) = named.items()
    if member == "DestinationPrefixListId":
        if text in table.routes:
            # it may have been shared with the table's owner and be so no more (EC2-350)
            return text, None
        found = seen_by(world, table.owner_id, table.region, text)
        return kinds.PREFIX_LIST.known(text, found).id, None
    block = cidrs.parse(text)
    if block is None or block.family != (cidrs.IPV4 if member == "DestinationCidrBlock" else cidrs.IPV6):
        raise refused.InvalidDestination(text)
    return str(block), block


def _target(world: World, table: RouteTable, targets: Given) -> tuple[str, str]:
    named = {member: target_id for member, target_id in targets.items() if target_id}
    if not named:
        raise refused.TargetMissing
    if len(named) > 1:
        raise refused.TargetsExclude
    ((member, target_id),) = named.items()
    network, place = world.network, (table.owner_id, table.region)
    if member == _INTERFACE:
        interface = kinds.NETWORK_INTERFACE.known(target_id, network.interfaces.owned(*place, target_id))
        if interface.vpc_id != table.vpc_id:
            raise refused.TargetNotInVpc(table.id, "interface", target_id)
    elif member == _GATEWAY and (gateway := network.internet_gateways.owned(*place, target_id)) is not None:
        if gateway.vpc_id != table.vpc_id:
            raise refused.TargetNotInVpc(table.id, "network gateway", target_id)
    else:
        # of all other types of targets, no operation here makes any
        raise refused.TargetNotFound(member, target_id)
    return member, target_id


def _require_subnet_inside(world: World, table: RouteTable, block: Cidr | None, target: str) -> None:
    """Inside the VPC, a route leads to exactly a subnet, through an interface (EC2-236)."""
    vpc = world.network.vpcs[table.vpc_id]
    if block is None or not any(own.cidr.contains(block) for own in vpc.blocks if own.holds):
        return
    if target != _INTERFACE or not _is_subnet(world, vpc, block):
        raise refused.NoSubnetMatches(str(block))


def _is_subnet(world: World, vpc: Vpc, block: Cidr) -> bool:
    return any(
        block == subnet.cidr or any(block == own.cidr for own in subnet.ipv6_blocks)
        for subnet in world.network.subnets_of(vpc)
    )


def _require_room(world: World, table: RouteTable, destination: str, block: Cidr | None) -> None:
    """Local routes do not count, and a prefix list counts as the entries that it is made for (EC2-242)."""
    wanted = [route.destination for route in table.routes.values() if not is_own(route)] + [destination]
    for other_family in (cidrs.IPV6, cidrs.IPV4):
        weight = sum(_weight(world, text, other_family) for text in wanted)
        if weight > world.options.routes_per_route_table:
            raise refused.TooManyRoutes


def _weight(world: World, destination: str, other_family: str) -> int:
    found = world.network.prefix_lists.get(destination)
    if found is not None:
        return found.max_entries
    is_ipv6 = ":" in destination
    return 0 if is_ipv6 is (other_family == cidrs.IPV6) else 1
