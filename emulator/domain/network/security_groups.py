"""Security groups."""

from collections.abc import Mapping, Sequence

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.refusals import NotFound, QuotaReached
from emulator.domain.network import security_refusals as refused
from emulator.domain.network import sharing, vpc_defaults, vpcs
from emulator.domain.network.permissions import is_group_text
from emulator.domain.network.records import SecurityGroup, Vpc
from emulator.domain.world import World

_LONGEST = 255


def create(
    world: World,
    caller_id: str,
    region: str,
    name: str,
    description: str,
    vpc_id: str | None,
    tags: Mapping[str, str],
) -> SecurityGroup:
    """A group of a VPC, or of the default VPC (EC2-200 to EC2-202, EC2-215)."""
    _require_text("GroupName", name)
    _require_text("GroupDescription", description)
    if name == vpc_defaults.DEFAULT_GROUP or name.startswith("sg-"):
        raise refused.ReservedGroupName(name)
    vpc = _vpc(world, caller_id, region, vpc_id)
    if find_by_name(world, vpc, caller_id, name) is not None:
        raise refused.GroupNameTaken(name, vpc.id)
    count, limit = len(world.network.security_groups.at(caller_id, region)), world.options.security_groups_per_region
    if count >= limit:
        raise QuotaReached("security groups", count, limit)
    world.begin_change()
    group = vpc_defaults.new_group(world, vpc, caller_id, name, description)
    sharing.arrive(world, vpc, group)
    world.ec2.tags.put((caller_id, region), kinds.SECURITY_GROUP.resource_type, group.id, tags)
    return group


def _require_text(parameter: str, text: str) -> None:
    if not 1 <= len(text) <= _LONGEST or not is_group_text(text):
        raise refused.InvalidGroupText(parameter, text)


def _vpc(world: World, caller_id: str, region: str, vpc_id: str | None) -> Vpc:
    if vpc_id is not None:
        return vpcs.seen(world, caller_id, region, vpc_id)
    default = _default_vpc(world, caller_id, region)
    if default is None:
        raise refused.NoDefaultVpc
    return default


def _default_vpc(world: World, caller_id: str, region: str) -> Vpc | None:
    vpc_id = world.network.default_vpcs.get((caller_id, region))
    return world.network.vpcs.get(vpc_id) if vpc_id is not None else None


def find_by_name(world: World, vpc: Vpc, owner_id: str, name: str) -> SecurityGroup | None:
    """An account's group of this name in a VPC."""
    groups = (world.network.security_groups[group_id] for group_id in vpc.group_ids)
    return next((group for group in groups if group.name == name and group.owner_id == owner_id), None)


def named(world: World, caller_id: str, region: str, group_id: str | None, name: str | None) -> SecurityGroup:
    """The group of an identifier, or of a name in the default VPC (EC2-216, EC2-217)."""
    if group_id is not None:
        return sharing.owned(world, caller_id, region, kinds.SECURITY_GROUP, world.network.security_groups, group_id)
    if name is None:
        raise refused.GroupMissing
    return in_default_vpc(world, caller_id, region, name)


def in_default_vpc(world: World, caller_id: str, region: str, name: str) -> SecurityGroup:
    vpc = _default_vpc(world, caller_id, region)
    group = find_by_name(world, vpc, caller_id, name) if vpc is not None else None
    if group is None:
        raise refused.GroupNameNotFound(name, vpc.id if vpc is not None else None)
    return group


def for_interface(world: World, caller_id: str, vpc: Vpc, group_ids: Sequence[str] | None) -> list[SecurityGroup]:
    """The groups that an interface in a VPC gets: those asked for, or the default one (EC2-214). All of them are its
    owner's, so who uses another's VPC has to name its own (EC2-302)."""
    groups = world.network.security_groups
    if group_ids is None:
        if vpc.owner_id != caller_id:
            raise NotFound(kinds.SECURITY_GROUP, (vpc.default_group_id,)).under("EC2-302")
        return [groups[vpc.default_group_id]]
    found: dict[str, SecurityGroup] = {}
    for group_id in group_ids:
        group = kinds.SECURITY_GROUP.known(group_id, groups.owned(caller_id, vpc.region, group_id))
        if group.vpc_id != vpc.id:
            raise refused.DifferentNetworks
        found[group_id] = group
    return list(found.values())


def delete(world: World, group: SecurityGroup) -> None:
    """A group goes when nothing refers to it (EC2-203, EC2-204)."""
    vpc = world.network.vpcs[group.vpc_id]
    if group.id == vpc.default_group_id:
        raise refused.DefaultGroupStays(group.id)
    rules = world.network.security_group_rules
    referring = world.network.referring_rules.get(group.id, ())
    if group.interface_ids or any(rules[rule_id].group_id != group.id for rule_id in referring):
        raise refused.GroupInUse(group.id)
    world.begin_change()
    sharing.depart(world, vpc, group)
    vpc_defaults.remove_group(world, vpc, group)
