"""Rules of security groups: what is let in and out."""

from collections.abc import Iterable, Mapping, Sequence

from emulator.domain.ec2 import kinds
from emulator.domain.network import group_rules, security_groups
from emulator.domain.network import security_refusals as refused
from emulator.domain.network.permissions import ANY, Described, Peer, Permission
from emulator.domain.network.prefix_lists import seen_by
from emulator.domain.network.records import SecurityGroup, SecurityGroupRule
from emulator.domain.world import World


def peer_group(
    world: World, group: SecurityGroup, group_id: str | None, name: str | None, owner_id: str | None = None
) -> str:
    """The id of the group that a rule names: one of the same VPC (EC2-214), of the group's own account or, in a VPC
    that is shared, of the one that is said (EC2-380)."""
    owner_id = owner_id or group.owner_id
    if group_id is not None:
        peer = world.network.security_groups.owned(owner_id, group.region, group_id)
        is_elsewhere = peer is not None and peer.vpc_id != group.vpc_id
        if is_elsewhere and owner_id == group.owner_id:
            raise refused.DifferentNetworks
        # where others have their groups is not told
        return kinds.SECURITY_GROUP.known(group_id, None if is_elsewhere else peer).id
    if name is None:
        raise refused.GroupMissing
    # a name means a group of the same VPC, unlike where a group is called
    found = security_groups.find_by_name(world, world.network.vpcs[group.vpc_id], owner_id, name)
    if found is None:
        raise refused.GroupNameNotFound(name, None)
    return found.id


def peer_prefix_list(world: World, group: SecurityGroup, list_id: str) -> str:
    """The id of the prefix list that a rule names."""
    return kinds.PREFIX_LIST.known(list_id, seen_by(world, group.owner_id, group.region, list_id)).id


def authorize(
    world: World, group: SecurityGroup, asked: Sequence[Described], tags: Mapping[str, str], *, egress: bool
) -> list[SecurityGroupRule]:
    """Add rules, all or none (EC2-205, EC2-211, EC2-212)."""
    _require_each_once(asked)
    for described in asked:
        if (egress, described.permission) in group.rules_by_content:
            raise _exists(described.permission)
    _require_room(world, group, asked, egress)
    world.begin_change()
    return [group_rules.add(world, group, described, tags, egress=egress) for described in asked]


def _require_each_once(asked: Sequence[Described]) -> None:
    if len({described.permission for described in asked}) < len(asked):
        raise refused.RuleGivenTwice


def _exists(permission: Permission) -> refused.RuleExists:
    if permission.protocol == ANY:
        return refused.RuleExists(permission.peer, "ALL", "")
    first, last = permission.from_port, permission.to_port
    if first is None:
        ports = ""
    elif permission.protocol in ("icmp", "icmpv6"):
        ports = f", type: {first}, code: {last}"
    else:
        ports = f", from port: {first}, to port: {last}"
    return refused.RuleExists(permission.peer, permission.protocol.upper(), ports)


def _require_room(world: World, group: SecurityGroup, asked: Sequence[Described], egress: bool) -> None:
    """Blocks count in their own family; a prefix list counts as the entries that it is made for."""
    present = [rule.permission for rule in group.rules.values() if rule.is_egress is egress]
    wanted = present + [described.permission for described in asked]
    for other_family in (Peer.IPV6, Peer.IPV4):
        weight = sum(_weight(world, permission) for permission in wanted if permission.peer_type is not other_family)
        if weight > world.options.rules_per_security_group:
            raise refused.TooManyRules


def _weight(world: World, permission: Permission) -> int:
    if permission.peer_type is not Peer.PREFIX_LIST:
        return 1
    prefix_list = world.network.prefix_lists.get(permission.peer)
    return prefix_list.max_entries if prefix_list is not None else 1


def by_ids(group: SecurityGroup, rule_ids: Sequence[str], *, egress: bool) -> list[SecurityGroupRule]:
    """The rules of a group and direction with these identifiers (EC2-218)."""
    found: dict[str, SecurityGroupRule] = {}
    for rule_id in rule_ids:
        rule = group.rules.get(rule_id)
        if rule is None or rule.is_egress is not egress:
            if not kinds.SECURITY_GROUP_RULE.fits(rule_id):
                kinds.SECURITY_GROUP_RULE.known(rule_id, None)
            raise refused.RuleOfAnotherGroup(rule_id, group.id)
        found[rule_id] = rule
    return list(found.values())


def by_content(group: SecurityGroup, asked: Sequence[Described], *, egress: bool) -> list[SecurityGroupRule]:
    """The rules of a group and direction that permit exactly this (EC2-206)."""
    _require_each_once(asked)
    found = []
    for described in asked:
        rule = group.rules_by_content.get((egress, described.permission))
        if rule is None:
            raise refused.RuleNotFound
        found.append(rule)
    return found


def revoke(world: World, group: SecurityGroup, rules: Sequence[SecurityGroupRule]) -> None:
    world.begin_change()
    for rule in rules:
        group_rules.remove(world, group, rule)


def ids_of(world: World, group_id: str) -> Iterable[str]:
    """The ids of a group's rules."""
    group = world.network.security_groups.get(group_id)
    return group.rules if group is not None else ()
