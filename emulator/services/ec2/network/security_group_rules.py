"""Rules of security groups."""

from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.network import security_group_rules, security_groups
from emulator.domain.network import security_refusals as refused
from emulator.domain.network.records import SecurityGroup, SecurityGroupRule
from emulator.services.ec2 import ec2
from emulator.services.ec2.network.security_group_permissions import OnePermission, read, revoked_view, rule_view
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.operations import Call


class AuthorizeSecurityGroupIngress(OnePermission):
    group_id: str | None = None
    group_name: str | None = None
    tag_specifications: list[TagSpecification] | None = None


class AuthorizeSecurityGroupEgress(OnePermission):
    group_id: str
    tag_specifications: list[TagSpecification] | None = None


@ec2.operation
def authorize_security_group_ingress(call: Call, request: AuthorizeSecurityGroupIngress) -> dict[str, Any]:
    """Let traffic in."""
    group = _group(call, request.group_id, request.group_name)
    return _authorize(call, group, request, request.tag_specifications, egress=False)


@ec2.operation
def authorize_security_group_egress(call: Call, request: AuthorizeSecurityGroupEgress) -> dict[str, Any]:
    """Let traffic out."""
    group = _group(call, request.group_id, None)
    return _authorize(call, group, request, request.tag_specifications, egress=True)


def _group(call: Call, group_id: str | None, name: str | None) -> SecurityGroup:
    return security_groups.named(call.world, call.account_id, call.caller.region, group_id, name)


def _authorize(
    call: Call,
    group: SecurityGroup,
    request: OnePermission,
    specifications: list[TagSpecification] | None,
    *,
    egress: bool,
) -> dict[str, Any]:
    tags = tags_for(call.world, kinds.SECURITY_GROUP_RULE, specifications)
    asked = read(call, group, request)
    rules = security_group_rules.authorize(call.world, group, asked, tags, egress=egress)
    return {"Return": True, "SecurityGroupRules": [rule_view(call.world, rule) for rule in rules]}


class RevokeSecurityGroupIngress(OnePermission):
    group_id: str | None = None
    group_name: str | None = None
    security_group_rule_ids: list[str] | None = None


class RevokeSecurityGroupEgress(OnePermission):
    group_id: str
    security_group_rule_ids: list[str] | None = None


@ec2.operation
def revoke_security_group_ingress(call: Call, request: RevokeSecurityGroupIngress) -> dict[str, Any]:
    """Take rules that let traffic in away."""
    group = _group(call, request.group_id, request.group_name)
    return _revoke(call, group, request, request.security_group_rule_ids, egress=False)


@ec2.operation
def revoke_security_group_egress(call: Call, request: RevokeSecurityGroupEgress) -> dict[str, Any]:
    """Take rules that let traffic out away."""
    group = _group(call, request.group_id, None)
    return _revoke(call, group, request, request.security_group_rule_ids, egress=True)


def _revoke(
    call: Call, group: SecurityGroup, request: OnePermission, rule_ids: list[str] | None, *, egress: bool
) -> dict[str, Any]:
    if rule_ids:
        if request.ip_permissions:
            raise refused.RulesAndIdsGiven
        rules = security_group_rules.by_ids(group, rule_ids, egress=egress)
    else:
        held = {rule.permission.peer for rule in group.rules.values()}
        rules = security_group_rules.by_content(group, read(call, group, request, held), egress=egress)
    security_group_rules.revoke(call.world, group, rules)
    return {"Return": True, "RevokedSecurityGroupRules": [revoked_view(rule) for rule in rules]}


class DescribeSecurityGroupRules(DescribeRequest):
    security_group_rule_ids: list[str] | None = None


_FILTERS = FilterTable[SecurityGroupRule](
    {
        "group-id": lambda rule: rule.group_id,
        "security-group-rule-id": lambda rule: rule.id,
    },
    tags=lambda rule: rule.id,
    indexes={
        "group-id": lambda call, value: security_group_rules.ids_of(call.world, value),
        "security-group-rule-id": lambda call, value: (value,),
    },
)


@ec2.operation
def describe_security_group_rules(call: Call, request: DescribeSecurityGroupRules) -> dict[str, Any]:
    """The rules of the caller's groups in this Region."""
    return describe(
        call,
        request,
        "SecurityGroupRules",
        call.world.network.security_group_rules.at(call.account_id, call.caller.region),
        kind=kinds.SECURITY_GROUP_RULE,
        ids="security_group_rule_ids",
        filters=_FILTERS,
        view=lambda rule: rule_view(call.world, rule),
    )
