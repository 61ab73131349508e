"""IpPermissions: what rules of security groups look like in requests and answers."""

from collections.abc import Container, Iterable, Iterator
from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.network import permissions, security_group_rules
from emulator.domain.network import security_refusals as refused
from emulator.domain.network.permissions import Described, Peer
from emulator.domain.network.records import SecurityGroup, SecurityGroupRule
from emulator.domain.world import World
from emulator.services.ec2.shared.views import given, tags_view
from emulator.services.operations import Call, Request


class UserIdGroupPair(Request):
    description: str | None = None
    user_id: str | None = None
    group_name: str | None = None
    group_id: str | None = None
    vpc_id: str | None = None
    vpc_peering_connection_id: str | None = None
    peering_status: str | None = None


class IpRange(Request):
    description: str | None = None
    cidr_ip: str | None = None


class Ipv6Range(Request):
    description: str | None = None
    cidr_ipv6: str | None = None


class PrefixListId(Request):
    description: str | None = None
    prefix_list_id: str | None = None


class IpPermission(Request):
    ip_protocol: str | None = None
    from_port: int | None = None
    to_port: int | None = None
    user_id_group_pairs: list[UserIdGroupPair] | None = None
    ip_ranges: list[IpRange] | None = None
    ipv6_ranges: list[Ipv6Range] | None = None
    prefix_list_ids: list[PrefixListId] | None = None


class OnePermission(Request):
    """The members with which a request names one permission instead of a list."""

    ip_protocol: str | None = None
    from_port: int | None = None
    to_port: int | None = None
    cidr_ip: str | None = None
    source_security_group_name: str | None = None
    source_security_group_owner_id: str | None = None
    ip_permissions: list[IpPermission] | None = None


def read(
    call: Call, group: SecurityGroup, request: OnePermission, held: Container[str] = frozenset()
) -> list[Described]:
    """The permissions of a request, each of one peer (EC2-213, EC2-214).

    `held` are prefix lists that may be named without being seen: their owners may share them no more (EC2-350).
    """
    found = list(_read(call, group, _asked(request), held))
    if not found:
        raise refused.RulesMissing("ipPermissions")
    return found


def _asked(request: OnePermission) -> list[IpPermission]:
    if request.ip_permissions:
        return request.ip_permissions
    if request.ip_protocol is None and request.source_security_group_name is None:
        return []
    ranges = [IpRange(cidr_ip=request.cidr_ip)] if request.cidr_ip is not None else None
    pairs = None
    if request.source_security_group_name is not None:
        pairs = [
            UserIdGroupPair(
                group_name=request.source_security_group_name, user_id=request.source_security_group_owner_id
            )
        ]
    return [
        IpPermission(
            # a source group without a protocol means all of its traffic
            ip_protocol=request.ip_protocol or permissions.ANY,
            from_port=request.from_port,
            to_port=request.to_port,
            ip_ranges=ranges,
            user_id_group_pairs=pairs,
        )
    ]


def _read(call: Call, group: SecurityGroup, asked: Iterable[IpPermission], held: Container[str]) -> Iterator[Described]:
    for permission in asked:
        if permission.ip_protocol is None:
            raise refused.RulesMissing("ipProtocol")
        peers = list(_peers(call, group, permission, held))
        if not peers:
            raise refused.RulesMissing("cidrIp")
        for peer_type, peer, description in peers:
            yield permissions.read(
                permission.ip_protocol, permission.from_port, permission.to_port, peer_type, peer, description
            )


def _peers(
    call: Call, group: SecurityGroup, permission: IpPermission, held: Container[str]
) -> Iterator[tuple[Peer, str, str | None]]:
    for ipv4 in permission.ip_ranges or ():
        yield Peer.IPV4, ipv4.cidr_ip or "", ipv4.description
    for ipv6 in permission.ipv6_ranges or ():
        yield Peer.IPV6, ipv6.cidr_ipv6 or "", ipv6.description
    for pair in permission.user_id_group_pairs or ():
        peer = security_group_rules.peer_group(call.world, group, pair.group_id, pair.group_name, pair.user_id)
        yield Peer.GROUP, peer, pair.description
    for prefix_list in permission.prefix_list_ids or ():
        peer = prefix_list.prefix_list_id or ""
        if peer not in held:
            peer = security_group_rules.peer_prefix_list(call.world, group, peer)
        yield Peer.PREFIX_LIST, peer, prefix_list.description


def permission_views(world: World, rules: Iterable[SecurityGroupRule]) -> list[dict[str, Any]]:
    """Rules as DescribeSecurityGroups shows them: one entry for each protocol and range of ports."""
    entries: dict[tuple[str, int | None, int | None], dict[str, Any]] = {}
    for rule in rules:
        key = (rule.permission.protocol, rule.permission.from_port, rule.permission.to_port)
        entry = entries.get(key)
        if entry is None:
            entry = entries[key] = {
                **given({"IpProtocol": key[0], "FromPort": key[1], "ToPort": key[2]}),
                "UserIdGroupPairs": [],
                "IpRanges": [],
                "Ipv6Ranges": [],
                "PrefixListIds": [],
            }
        list_name, peer = _peer_view(world, rule)
        entry[list_name].append(given({**peer, "Description": rule.description}))
    return list(entries.values())


def _peer_view(world: World, rule: SecurityGroupRule) -> tuple[str, dict[str, Any]]:
    peer = rule.permission.peer
    match rule.permission.peer_type:
        case Peer.IPV4:
            return "IpRanges", {"CidrIp": peer}
        case Peer.IPV6:
            return "Ipv6Ranges", {"CidrIpv6": peer}
        case Peer.PREFIX_LIST:
            return "PrefixListIds", {"PrefixListId": peer}
        case Peer.GROUP:
            other = world.network.security_groups.get(peer)
            return "UserIdGroupPairs", {
                "GroupId": peer,
                "UserId": other.owner_id if other is not None else rule.owner_id,
            }


def rule_view(world: World, rule: SecurityGroupRule) -> dict[str, Any]:
    """A rule as DescribeSecurityGroupRules shows it."""
    peer = rule.permission.peer
    referenced = None
    if rule.permission.peer_type is Peer.GROUP:
        other = world.network.security_groups.get(peer)
        referenced = {"GroupId": peer, "UserId": other.owner_id if other is not None else rule.owner_id}
    arn = f"arn:aws:ec2:{rule.region}:{rule.owner_id}:{kinds.SECURITY_GROUP_RULE.resource_type}/{rule.id}"
    return given(
        {
            "SecurityGroupRuleId": rule.id,
            "GroupId": rule.group_id,
            "GroupOwnerId": rule.owner_id,
            **_match(rule),
            "ReferencedGroupInfo": referenced,
            "Tags": tags_view(world, rule.id),
            "SecurityGroupRuleArn": arn,
        }
    )


def revoked_view(rule: SecurityGroupRule) -> dict[str, Any]:
    """A rule as the answer to its revocation shows it."""
    group = rule.permission.peer if rule.permission.peer_type is Peer.GROUP else None
    return given(
        {
            "SecurityGroupRuleId": rule.id,
            "GroupId": rule.group_id,
            **_match(rule),
            "ReferencedGroupId": group,
        }
    )


def _match(rule: SecurityGroupRule) -> dict[str, Any]:
    permission = rule.permission
    of_type = {permission.peer_type: permission.peer}
    return {
        "IsEgress": rule.is_egress,
        "IpProtocol": permission.protocol,
        # rules that have no ports show -1 here, unlike in IpPermissions
        "FromPort": -1 if permission.from_port is None else permission.from_port,
        "ToPort": -1 if permission.to_port is None else permission.to_port,
        "CidrIpv4": of_type.get(Peer.IPV4),
        "CidrIpv6": of_type.get(Peer.IPV6),
        "PrefixListId": of_type.get(Peer.PREFIX_LIST),
        "Description": rule.description,
    }
