"""Keeping rules of security groups: with them goes the knowledge of who refers to whom."""

from collections.abc import Mapping

from emulator.domain.ec2 import kinds
from emulator.domain.network.permissions import Described, Peer
from emulator.domain.network.records import SecurityGroup, SecurityGroupRule
from emulator.domain.world import World

_REFERENCES = (Peer.GROUP, Peer.PREFIX_LIST)


def add(
    world: World, group: SecurityGroup, described: Described, tags: Mapping[str, str], *, egress: bool
) -> SecurityGroupRule:
    network, permission = world.network, described.permission
    rule_id = kinds.SECURITY_GROUP_RULE.new(world.identifiers)
    rule = SecurityGroupRule(rule_id, group.owner_id, group.region, group.id, egress, permission, described.description)
    group.rules[rule_id] = rule
    group.rules_by_content[egress, permission] = rule
    network.security_group_rules.add(rule)
    if permission.peer_type in _REFERENCES:
        network.referring_rules.setdefault(permission.peer, {})[rule_id] = None
    place = group.owner_id, group.region
    world.ec2.tags.put(place, kinds.SECURITY_GROUP_RULE.resource_type, rule_id, tags)
    return rule


def remove(world: World, group: SecurityGroup, rule: SecurityGroupRule) -> None:
    network, permission = world.network, rule.permission
    del group.rules[rule.id]
    del group.rules_by_content[rule.is_egress, permission]
    network.security_group_rules.remove(rule.id)
    if permission.peer_type in _REFERENCES:
        referring = network.referring_rules[permission.peer]
        del referring[rule.id]
        if not referring:
            del network.referring_rules[permission.peer]
    world.ec2.tags.forget((rule.owner_id, rule.region), rule.id)
