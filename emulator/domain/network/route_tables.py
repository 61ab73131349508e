"""Route tables, and the subnets and gateways that they serve."""

from collections.abc import Mapping

from emulator.domain.ec2 import kinds
from emulator.domain.network import routing_refusals as refused
from emulator.domain.network import sharing, subnets, vpc_defaults, vpcs
from emulator.domain.network.records import RouteTable, RouteTableAssociation
from emulator.domain.world import World


def owned(world: World, caller_id: str, region: str, table_id: str) -> RouteTable:
    return sharing.owned(world, caller_id, region, kinds.ROUTE_TABLE, world.network.route_tables, table_id)


def create(world: World, caller_id: str, region: str, vpc_id: str, tags: Mapping[str, str]) -> RouteTable:
    """A table with the local routes of its VPC (EC2-243)."""
    vpc = vpcs.owned(world, caller_id, region, vpc_id)
    if len(vpc.table_ids) >= world.options.route_tables_per_vpc:
        raise refused.TooManyTables
    world.begin_change()
    table = vpc_defaults.new_table(world, vpc)
    world.ec2.tags.put((caller_id, region), kinds.ROUTE_TABLE.resource_type, table.id, tags)
    return table


def delete(world: World, caller_id: str, region: str, table_id: str) -> None:
    """A table goes when it serves nothing (EC2-241)."""
    table = owned(world, caller_id, region, table_id)
    if table.associations:
        raise refused.TableInUse(table_id)
    world.begin_change()
    vpc_defaults.remove_table(world, world.network.vpcs[table.vpc_id], table)


def associate_subnet(world: World, caller_id: str, region: str, table_id: str, subnet_id: str) -> RouteTableAssociation:
    """Let a table serve a subnet (EC2-238, EC2-239); one that it serves already keeps its association."""
    table = owned(world, caller_id, region, table_id)
    subnet = subnets.owned(world, caller_id, region, subnet_id)
    if subnet.vpc_id != table.vpc_id:
        raise refused.TableOfAnotherVpc(table_id, "subnet", subnet_id)
    if subnet.table_association_id is not None:
        if subnet.table_id != table_id:
            raise refused.AlreadyAssociated(table_id)
        world.begin_change()
        return table.associations[subnet.table_association_id]
    world.begin_change()
    return _add(world, table, RouteTableAssociation(_new_id(world), table_id, subnet_id=subnet_id))


def associate_gateway(
    world: World, caller_id: str, region: str, table_id: str, gateway_id: str, public_pool_id: str | None
) -> RouteTableAssociation:
    """Let a table serve what comes in through a gateway, for all addresses or those of a pool (EC2-238, EC2-239)."""
    table = owned(world, caller_id, region, table_id)
    gateway = world.network.internet_gateways.owned(caller_id, region, gateway_id)
    if gateway is None:
        raise refused.TargetNotFound("GatewayId", gateway_id)
    if public_pool_id is not None:
        pools = world.network.public_ipv4_pools
        kinds.PUBLIC_IPV4_POOL.known(public_pool_id, pools.owned(caller_id, region, public_pool_id))
    if gateway.vpc_id != table.vpc_id:
        raise refused.TableOfAnotherVpc(table_id, "network gateway", gateway_id)
    for other_id in world.network.vpcs[table.vpc_id].table_ids:
        for association in world.network.route_tables[other_id].associations.values():
            if (association.gateway_id, association.public_pool_id) == (gateway_id, public_pool_id):
                raise refused.AlreadyAssociated(table_id)
    world.begin_change()
    association = RouteTableAssociation(_new_id(world), table_id, gateway_id=gateway_id, public_pool_id=public_pool_id)
    return _add(world, table, association)


def disassociate(world: World, caller_id: str, region: str, association_id: str) -> None:
    """The main table serves a subnet again, nothing a gateway (EC2-240)."""
    table, association = _association(world, caller_id, region, association_id)
    if association.is_main:
        raise refused.MainAssociationStays(association_id)
    world.begin_change()
    _remove(world, table, association)


def replace_association(
    world: World, caller_id: str, region: str, association_id: str, table_id: str
) -> RouteTableAssociation:
    """Let another table of the VPC serve what an association is about (EC2-239). Of the main table's association,
    this makes another table the main one."""
    table = owned(world, caller_id, region, table_id)
    former, association = _association(world, caller_id, region, association_id)
    if former.vpc_id != table.vpc_id:
        raise refused.TableOfAnotherVpc(table_id, "route table", former.id)
    world.begin_change()
    _remove(world, former, association)
    if association.is_main:
        world.network.vpcs[table.vpc_id].main_table_id = table_id
    replaced = RouteTableAssociation(
        _new_id(world),
        table_id,
        association.is_main,
        association.subnet_id,
        association.gateway_id,
        association.public_pool_id,
    )
    return _add(world, table, replaced)


def forget_gateway(world: World, vpc_id: str, gateway_id: str) -> None:
    """A gateway is detached: no table serves it any more."""
    for table_id in world.network.vpcs[vpc_id].table_ids:
        table = world.network.route_tables[table_id]
        for association in list(table.associations.values()):
            if association.gateway_id == gateway_id:
                _remove(world, table, association)


def _association(
    world: World, caller_id: str, region: str, association_id: str
) -> tuple[RouteTable, RouteTableAssociation]:
    network = world.network
    table_id = network.table_associations.get(association_id)
    found = sharing.holder(world, caller_id, region, kinds.ROUTE_TABLE, network.route_tables, table_id)
    table = kinds.ROUTE_TABLE_ASSOCIATION.known(association_id, found)
    return table, table.associations[association_id]


def _new_id(world: World) -> str:
    return kinds.ROUTE_TABLE_ASSOCIATION.new(world.identifiers)


def _add(world: World, table: RouteTable, association: RouteTableAssociation) -> RouteTableAssociation:
    table.associations[association.id] = association
    world.network.table_associations[association.id] = table.id
    if association.subnet_id is not None:
        subnet = world.network.subnets[association.subnet_id]
        subnet.table_id, subnet.table_association_id = table.id, association.id
    return association


def _remove(world: World, table: RouteTable, association: RouteTableAssociation) -> None:
    del table.associations[association.id]
    del world.network.table_associations[association.id]
    if association.subnet_id is not None:
        subnet = world.network.subnets[association.subnet_id]
        subnet.table_id = subnet.table_association_id = None
