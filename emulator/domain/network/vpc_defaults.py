"""What every VPC brings with it: its default security group, its default network ACL and its main route table; and
how they follow what happens to the VPC and its subnets.

These functions change; whoever calls them has checked.
"""

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.cidrs import IPV4, IPV6, Cidr
from emulator.domain.network import group_rules
from emulator.domain.network.permissions import ANY, Described, Peer, Permission
from emulator.domain.network.records import (
    NetworkAcl,
    NetworkAclEntry,
    Route,
    RouteTable,
    RouteTableAssociation,
    SecurityGroup,
    Subnet,
    Vpc,
)
from emulator.domain.world import World

DEFAULT_GROUP = "default"
EVERYWHERE = {IPV4: Cidr(IPV4, 0, 0), IPV6: Cidr(IPV6, 0, 0)}
LOCAL = "local"
ALLOW = "allow"
DENY = "deny"
# The numbers of the entries that allow everything, and of those that deny the rest.
ALLOWING = {IPV4: 100, IPV6: 101}
DENYING = {IPV4: 32_767, IPV6: 32_768}


def add_security_group(world: World, vpc: Vpc) -> SecurityGroup:
    """The default group: its members reach each other, and everything outside."""
    group = new_group(world, vpc, vpc.owner_id, DEFAULT_GROUP, "default VPC security group")
    among_themselves = Permission(ANY, None, None, Peer.GROUP, group.id)
    group_rules.add(world, group, Described(among_themselves, None), {}, egress=False)
    vpc.default_group_id = group.id
    return group


def new_group(world: World, vpc: Vpc, owner_id: str, name: str, description: str) -> SecurityGroup:
    """A group that lets everything out, by every family that the VPC has."""
    group_id = kinds.SECURITY_GROUP.new(world.identifiers)
    group = SecurityGroup(group_id, owner_id, vpc.region, vpc.id, name, description)
    world.network.security_groups.add(group)
    vpc.group_ids[group_id] = None
    for family in _families(vpc):
        _let_everything_out(world, group, family)
    return group


def _let_everything_out(world: World, group: SecurityGroup, family: str) -> None:
    peer_type = Peer.IPV4 if family == IPV4 else Peer.IPV6
    everywhere = Permission(ANY, None, None, peer_type, str(EVERYWHERE[family]))
    if (True, everywhere) not in group.rules_by_content:
        group_rules.add(world, group, Described(everywhere, None), {}, egress=True)


def add_network_acl(world: World, vpc: Vpc) -> NetworkAcl:
    """The default ACL: it lets everything in and out, and serves every subnet that has no other."""
    acl = new_acl(world, vpc)
    acl.is_default = True
    for family in _families(vpc):
        _allow_everything(acl, family)
    vpc.default_acl_id = acl.id
    return acl


def new_acl(world: World, vpc: Vpc) -> NetworkAcl:
    """An ACL that denies everything."""
    acl_id = kinds.NETWORK_ACL.new(world.identifiers)
    acl = NetworkAcl(acl_id, vpc.owner_id, vpc.region, vpc.id)
    world.network.network_acls.add(acl)
    vpc.acl_ids[acl_id] = None
    for family in _families(vpc):
        _deny_the_rest(acl, family)
    return acl


def _allow_everything(acl: NetworkAcl, family: str) -> None:
    number = ALLOWING[family]
    for egress in (True, False):
        if (egress, number) not in acl.entries:
            acl.entries[egress, number] = NetworkAclEntry(number, egress, ANY, ALLOW, EVERYWHERE[family])


def _deny_the_rest(acl: NetworkAcl, family: str) -> None:
    number = DENYING[family]
    for egress in (True, False):
        acl.entries[egress, number] = NetworkAclEntry(number, egress, ANY, DENY, EVERYWHERE[family])


def add_route_table(world: World, vpc: Vpc) -> RouteTable:
    """The main table: it serves every subnet that is associated with no other."""
    table = new_table(world, vpc)
    association_id = kinds.ROUTE_TABLE_ASSOCIATION.new(world.identifiers)
    table.associations[association_id] = RouteTableAssociation(association_id, table.id, is_main=True)
    world.network.table_associations[association_id] = table.id
    vpc.main_table_id = table.id
    return table


def new_table(world: World, vpc: Vpc) -> RouteTable:
    """A table with the VPC's local routes."""
    table_id = kinds.ROUTE_TABLE.new(world.identifiers)
    table = RouteTable(table_id, vpc.owner_id, vpc.region, vpc.id)
    world.network.route_tables.add(table)
    vpc.table_ids[table_id] = None
    for block in vpc.blocks:
        if block.holds:
            _route_locally(table, block.cidr)
    return table


def _route_locally(table: RouteTable, cidr: Cidr) -> None:
    destination = str(cidr)
    table.routes[destination] = Route(destination, "GatewayId", LOCAL, "CreateRouteTable")


def block_added(world: World, vpc: Vpc, cidr: Cidr) -> None:
    """A VPC has a new block: every table leads to it. The first IPv6 block opens the default group and ACL to IPv6."""
    for table_id in vpc.table_ids:
        _route_locally(world.network.route_tables[table_id], cidr)
    if cidr.family == IPV6 and len(vpc.blocks_of(IPV6)) == 1:
        for acl_id in vpc.acl_ids:
            _deny_the_rest(world.network.network_acls[acl_id], IPV6)
        _allow_everything(world.network.network_acls[vpc.default_acl_id], IPV6)
        _let_everything_out(world, world.network.security_groups[vpc.default_group_id], IPV6)


def block_removed(world: World, vpc: Vpc, cidr: Cidr) -> None:
    """A block of a VPC is gone, and the routes to it."""
    for table_id in vpc.table_ids:
        world.network.route_tables[table_id].routes.pop(str(cidr), None)


def subnet_added(world: World, subnet: Subnet) -> None:
    """A new subnet is under the default ACL; the main route table serves it without an association."""
    vpc = world.network.vpcs[subnet.vpc_id]
    associate_acl(world, world.network.network_acls[vpc.default_acl_id], subnet)


def associate_acl(world: World, acl: NetworkAcl, subnet: Subnet) -> str:
    """Put a subnet under an ACL instead of the one that it is under; answers the new association's id."""
    _leave_acl(world, subnet)
    association_id = kinds.NETWORK_ACL_ASSOCIATION.new(world.identifiers)
    acl.associations[association_id] = subnet.id
    world.network.acl_associations[association_id] = acl.id
    subnet.acl_id, subnet.acl_association_id = acl.id, association_id
    return association_id


def _leave_acl(world: World, subnet: Subnet) -> None:
    if subnet.acl_association_id:
        del world.network.network_acls[subnet.acl_id].associations[subnet.acl_association_id]
        del world.network.acl_associations[subnet.acl_association_id]
        subnet.acl_id = subnet.acl_association_id = ""


def subnet_removed(world: World, subnet: Subnet) -> None:
    """A subnet is gone, and with it its associations with an ACL and a route table."""
    _leave_acl(world, subnet)
    if subnet.table_association_id is not None and subnet.table_id is not None:
        del world.network.route_tables[subnet.table_id].associations[subnet.table_association_id]
        del world.network.table_associations[subnet.table_association_id]
        subnet.table_id = subnet.table_association_id = None


def remove_all(world: World, vpc: Vpc) -> None:
    """What the VPC brought with it goes with it."""
    for group_id in list(vpc.group_ids):
        remove_group(world, vpc, world.network.security_groups[group_id])
    for acl_id in list(vpc.acl_ids):
        remove_acl(world, vpc, acl_id)
    for table_id in list(vpc.table_ids):
        remove_table(world, vpc, world.network.route_tables[table_id])


def remove_group(world: World, vpc: Vpc, group: SecurityGroup) -> None:
    for rule in list(group.rules.values()):
        group_rules.remove(world, group, rule)
    world.network.security_groups.remove(group.id)
    del vpc.group_ids[group.id]
    world.ec2.tags.forget((group.owner_id, group.region), group.id)


def remove_acl(world: World, vpc: Vpc, acl_id: str) -> None:
    world.network.network_acls.remove(acl_id)
    del vpc.acl_ids[acl_id]
    world.ec2.tags.forget((vpc.owner_id, vpc.region), acl_id)


def remove_table(world: World, vpc: Vpc, table: RouteTable) -> None:
    for association_id in table.associations:
        del world.network.table_associations[association_id]
    for destination in table.routes:
        unrefer(world, table, destination)
    world.network.route_tables.remove(table.id)
    del vpc.table_ids[table.id]
    world.ec2.tags.forget((table.owner_id, table.region), table.id)


def unrefer(world: World, table: RouteTable, destination: str) -> None:
    """A route is gone: if it led to a prefix list, the table refers to that no longer."""
    referring = world.network.referring_tables.get(destination)
    if referring is not None:
        referring.pop(table.id, None)
        if not referring:
            del world.network.referring_tables[destination]


def _families(vpc: Vpc) -> tuple[str, ...]:
    return (IPV4, IPV6) if vpc.blocks_of(IPV6) else (IPV4,)
