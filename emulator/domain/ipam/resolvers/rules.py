"""Which CIDRs the rules of a prefix list resolver select."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.cidrs import Cidr, parse
from emulator.domain.ec2.refusals import QuotaReached
from emulator.domain.ipam.pools.cidrs import CidrState
from emulator.domain.ipam.resolvers import refusals as refused
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.ipams import Ipam

STATIC = "static-cidr"
POOL_CIDRS = "ipam-pool-cidr"
RESOURCE_CIDRS = "ipam-resource-cidr"
EQUALS = "equals"
NOT_EQUALS = "not-equals"
SUBNET_OF = "subnet-of"
CIDR = "Cidr"
POOL = "IpamPoolId"
TAG = "ResourceTag"
# Where static CIDRs come from, beside pools and resources.
_RULES_THEMSELVES = ""
_PROPERTIES = {
    STATIC: (),
    POOL_CIDRS: (POOL, CIDR),
    RESOURCE_CIDRS: ("ResourceId", "ResourceOwner", "ResourceRegion", TAG, CIDR),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A property and what it is compared with. A tag's key is beside its value."""

    operation: str
    property: str
    value: str | None
    tag_key: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    rule_type: str
    static_cidr: str | None = None
    scope_id: str | None = None
    resource_type: str | None = None
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A CIDR that a rule may select, with the properties that conditions compare."""

    cidr: Cidr
    properties: Mapping[str, str]
    tags: Mapping[str, str]


def require(world: World, ipam: "Ipam", family: str, rules: Sequence[Rule]) -> None:
    """Every rule is complete and consistent (IPAM-471 to IPAM-474)."""
    limit = world.options.rules_per_resolver
    if len(rules) > limit:
        raise QuotaReached("ipam prefix list resolver rules", len(rules), limit).under("IPAM-474")
    for rule in rules:
        _require_members(rule)
        for condition in rule.conditions:
            if condition.property not in _PROPERTIES[rule.rule_type] or (
                condition.operation == SUBNET_OF and condition.property != CIDR
            ):
                raise refused.ConditionNotPossible(rule.rule_type)
            if condition.property == CIDR:
                _block(condition.value or "", family)
        if rule.static_cidr is not None:
            _block(rule.static_cidr, family)
        if rule.scope_id is not None:
            found = world.ipam.scopes.owned(ipam.owner_id, ipam.region, rule.scope_id)
            kinds.IPAM_SCOPE.known(rule.scope_id, found if found is not None and found.ipam_id == ipam.id else None)


def _require_members(rule: Rule) -> None:
    has = {
        "staticCidr": rule.static_cidr is not None,
        "ipamScopeId": rule.scope_id is not None,
        "resourceType": rule.resource_type is not None,
        "condition": bool(rule.conditions),
    }
    needed = {
        STATIC: ("staticCidr",),
        POOL_CIDRS: ("ipamScopeId",),
        RESOURCE_CIDRS: ("ipamScopeId", "resourceType"),
    }[rule.rule_type]
    possible = needed if rule.rule_type == STATIC else (*needed, "condition")
    for member, given in has.items():
        if given and member not in possible:
            raise refused.RuleIncomplete(rule.rule_type, member)
        if not given and member in needed:
            raise refused.RuleIncomplete(rule.rule_type, member)


def _block(text: str, family: str) -> Cidr:
    cidr = parse(text)
    if cidr is None or cidr.family != family:
        raise refused.InvalidRuleCidr(text)
    return cidr


def sources(world: World, ipam_id: str, rules: Sequence[Rule]) -> dict[str, None]:
    """The ids of the pools and resources that may have CIDRs for rules, and what stands for the rules themselves."""
    found = {_RULES_THEMSELVES: None}
    view = world.ipam.watch.views.get(ipam_id)
    for rule in rules:
        if rule.rule_type == POOL_CIDRS:
            scope = world.ipam.scopes.get(rule.scope_id or "")
            found.update(dict.fromkeys(scope.pool_ids if scope is not None else ()))
        elif rule.rule_type == RESOURCE_CIDRS:
            rows = view.scopes.get(rule.scope_id or "") if view is not None else None
            found.update(dict.fromkeys(row.sample.resource.id for row in rows.values()) if rows is not None else {})
    return found


def select(world: World, ipam_id: str, family: str, rules: Sequence[Rule], source_id: str) -> dict[Cidr, None]:
    """The CIDRs of the family that any rule selects from a source."""
    found: dict[Cidr, None] = {}
    for rule in rules:
        fitting = (one.cidr for one in _candidates(world, ipam_id, rule, source_id) if _fits(rule, one))
        found.update(dict.fromkeys(cidr for cidr in fitting if cidr.family == family))
    return found


def _candidates(world: World, ipam_id: str, rule: Rule, source_id: str) -> Iterator[_Candidate]:
    if rule.static_cidr is not None:
        static = parse(rule.static_cidr)
        if static is not None and source_id == _RULES_THEMSELVES:
            yield _Candidate(static, {}, {})
        return
    if rule.rule_type == POOL_CIDRS:
        pool = world.ipam.pools.get(source_id)
        for held in pool.holders if pool is not None and pool.scope_id == rule.scope_id else ():
            if held.cidr is not None and held.state not in (CidrState.PENDING_PROVISION, CidrState.PENDING_IMPORT):
                yield _Candidate(held.cidr, {POOL: source_id}, {})
        return
    # what discovery has seen
    view = world.ipam.watch.views.get(ipam_id)
    for row in view.rows.get(source_id, {}).values() if view is not None else ():
        resource = row.sample.resource
        if resource.resource_type == rule.resource_type and row.scope_id == rule.scope_id:
            properties = {
                "ResourceId": resource.id,
                "ResourceOwner": resource.owner_id,
                "ResourceRegion": resource.region,
            }
            yield _Candidate(row.sample.cidr, properties, resource.tags)


def _fits(rule: Rule, one: _Candidate) -> bool:
    return all(_holds(condition, one) for condition in rule.conditions)


def _holds(condition: Condition, one: _Candidate) -> bool:
    if condition.property == CIDR:
        block = parse(condition.value or "")
        if condition.operation == SUBNET_OF:
            return block is not None and block.contains(one.cidr)
        is_equal = block == one.cidr
    elif condition.property == TAG:
        key, value = condition.tag_key or "", condition.value
        is_equal = key in one.tags and value in (None, one.tags[key])
    else:
        is_equal = one.properties.get(condition.property) == condition.value
    return is_equal == (condition.operation == EQUALS)
