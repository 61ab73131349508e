"""IPAM's prefix list resolvers."""

from typing import Any

from emulator.domain.catalog import Catalog
from emulator.domain.ec2 import kinds
from emulator.domain.ipam.resolvers import refusals as resolver_refusals
from emulator.domain.ipam.resolvers import resolvers
from emulator.domain.ipam.resolvers import rules as resolver_rules
from emulator.domain.ipam.resolvers.resolvers import Resolver, Version
from emulator.domain.ipam.resolvers.rules import Condition, Rule
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.among import Among
from emulator.services.ec2.shared.client_tokens import IdempotentRequest, once
from emulator.services.ec2.shared.describe import DescribeRequest, PagedRequest, describe, paged
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import given, tags_view
from emulator.services.operations import Call, Request


class ConditionTag(Request):
    key: str | None = None
    value: str | None = None


class ConditionRequest(Request):
    operation: str
    ipam_pool_id: str | None = None
    resource_id: str | None = None
    resource_owner: str | None = None
    resource_region: str | None = None
    resource_tag: ConditionTag | None = None
    cidr: str | None = None


class RuleRequest(Request):
    rule_type: str
    static_cidr: str | None = None
    ipam_scope_id: str | None = None
    resource_type: str | None = None
    conditions: list[ConditionRequest] | None = None


def _condition(rule_type: str, asked: ConditionRequest) -> Condition:
    named = {
        "IpamPoolId": asked.ipam_pool_id,
        "ResourceId": asked.resource_id,
        "ResourceOwner": asked.resource_owner,
        "ResourceRegion": asked.resource_region,
        "Cidr": asked.cidr,
    }
    present = [(name, value) for name, value in named.items() if value is not None]
    tag = asked.resource_tag
    if len(present) + (tag is not None) != 1 or (tag is not None and not tag.key):
        raise resolver_refusals.ConditionNotPossible(rule_type)
    if tag is not None:
        return Condition(asked.operation, resolver_rules.TAG, tag.value, tag.key)
    return Condition(asked.operation, *present[0])


def _rules(asked: list[RuleRequest] | None) -> list[Rule] | None:
    """The rules of a request. An empty list cannot be said on this protocol, so it says nothing."""
    if not asked:
        return None
    return [
        Rule(
            rule.rule_type,
            rule.static_cidr,
            rule.ipam_scope_id,
            rule.resource_type,
            tuple(_condition(rule.rule_type, condition) for condition in rule.conditions or ()),
        )
        for rule in asked
    ]


def resolver_view(world: World, resolver: Resolver) -> dict[str, Any]:
    return given(
        {
            "OwnerId": resolver.owner_id,
            "IpamPrefixListResolverId": resolver.id,
            "IpamPrefixListResolverArn": resolver.arn,
            "IpamArn": resolver.ipam_arn,
            "IpamRegion": resolver.region,
            "Description": resolver.description,
            "AddressFamily": resolver.family,
            "State": resolver.state,
            "Tags": tags_view(world, resolver.id),
            "LastVersionCreationStatus": resolver.last_status,
            "LastVersionCreationStatusMessage": resolver.last_message,
        }
    )


class CreateIpamPrefixListResolver(IdempotentRequest):
    ipam_id: str
    description: str | None = None
    address_family: str
    rules: list[RuleRequest] | None = None
    tag_specifications: list[TagSpecification] | None = None


@ec2.operation
def create_ipam_prefix_list_resolver(call: Call, request: CreateIpamPrefixListResolver) -> dict[str, Any]:
    """Make a resolver; its first version follows."""
    world = call.world
    tags = tags_for(world, kinds.IPAM_PREFIX_LIST_RESOLVER, request.tag_specifications)
    rules = _rules(request.rules) or []
    resolver = once(
        call,
        request,
        world.ipam.resolvers.get,
        lambda: resolvers.create(
            world,
            call.account_id,
            call.caller.region,
            request.ipam_id,
            family=request.address_family,
            rules=rules,
            description=request.description,
            tags=tags,
        ),
    )
    return {"IpamPrefixListResolver": resolver_view(world, resolver)}


class ModifyIpamPrefixListResolver(Request):
    ipam_prefix_list_resolver_id: str
    description: str | None = None
    rules: list[RuleRequest] | None = None


@ec2.operation
def modify_ipam_prefix_list_resolver(call: Call, request: ModifyIpamPrefixListResolver) -> dict[str, Any]:
    """Change a resolver; rules replace all that it has."""
    resolver = resolvers.modify(
        call.world,
        call.account_id,
        call.caller.region,
        request.ipam_prefix_list_resolver_id,
        _rules(request.rules),
        request.description,
    )
    return {"IpamPrefixListResolver": resolver_view(call.world, resolver)}


class DeleteIpamPrefixListResolver(Request):
    ipam_prefix_list_resolver_id: str


@ec2.operation
def delete_ipam_prefix_list_resolver(call: Call, request: DeleteIpamPrefixListResolver) -> dict[str, Any]:
    """Delete a resolver without targets."""
    resolver = resolvers.delete(call.world, call.account_id, call.caller.region, request.ipam_prefix_list_resolver_id)
    return {"IpamPrefixListResolver": resolver_view(call.world, resolver)}


class DescribeIpamPrefixListResolvers(DescribeRequest):
    ipam_prefix_list_resolver_ids: list[str] | None = None


_FILTERS = FilterTable[Resolver](
    {
        "owner-id": lambda resolver: resolver.owner_id,
        "ipam-prefix-list-resolver-id": lambda resolver: resolver.id,
        "ipam-prefix-list-resolver-arn": lambda resolver: resolver.arn,
        "ipam-id": lambda resolver: resolver.ipam_id,
        "ipam-arn": lambda resolver: resolver.ipam_arn,
        "ipam-region": lambda resolver: resolver.region,
        "description": lambda resolver: resolver.description,
        "address-family": lambda resolver: resolver.family,
        "state": lambda resolver: resolver.state,
        "last-version-creation-status": lambda resolver: resolver.last_status,
    },
    tags=lambda resolver: resolver.id,
)


@ec2.operation
def describe_ipam_prefix_list_resolvers(call: Call, request: DescribeIpamPrefixListResolvers) -> dict[str, Any]:
    """The caller's resolvers at home in this Region."""
    return describe(
        call,
        request,
        "IpamPrefixListResolvers",
        call.world.ipam.resolvers.at(call.account_id, call.caller.region),
        kind=kinds.IPAM_PREFIX_LIST_RESOLVER,
        ids="ipam_prefix_list_resolver_ids",
        filters=_FILTERS,
        view=lambda resolver: resolver_view(call.world, resolver),
    )


def _owned(call: Call, resolver_id: str) -> Resolver:
    return resolvers.owned(call.world, call.account_id, call.caller.region, resolver_id)


def _condition_view(condition: Condition) -> dict[str, Any]:
    compared: Any = condition.value
    if condition.property == resolver_rules.TAG:
        compared = given({"Key": condition.tag_key, "Value": condition.value})
    return {"Operation": condition.operation, condition.property: compared}


def rule_view(rule: Rule) -> dict[str, Any]:
    return given(
        {
            "RuleType": rule.rule_type,
            "StaticCidr": rule.static_cidr,
            "IpamScopeId": rule.scope_id,
            "ResourceType": rule.resource_type,
            "Conditions": [_condition_view(condition) for condition in rule.conditions] or None,
        }
    )


class GetIpamPrefixListResolverRules(DescribeRequest):
    ipam_prefix_list_resolver_id: str


_RULE_FILTERS = FilterTable[Rule](
    {
        "rule-type": lambda rule: rule.rule_type,
        "static-cidr": lambda rule: rule.static_cidr,
        "ipam-scope-id": lambda rule: rule.scope_id,
        "resource-type": lambda rule: rule.resource_type,
    }
)


@ec2.operation
def get_ipam_prefix_list_resolver_rules(call: Call, request: GetIpamPrefixListResolverRules) -> dict[str, Any]:
    """A resolver's rules, in the order in which they were given."""
    found: Catalog[str, Rule] = Catalog()
    for number, rule in enumerate(_owned(call, request.ipam_prefix_list_resolver_id).rules):
        found.add(str(number), rule)
    return describe(call, request, "Rules", found, filters=_RULE_FILTERS, view=rule_view)


class GetIpamPrefixListResolverVersions(DescribeRequest):
    ipam_prefix_list_resolver_id: str
    ipam_prefix_list_resolver_versions: list[int] | None = None


_VERSION_FILTERS = FilterTable[Version]({"version": lambda version: version.number})


@ec2.operation
def get_ipam_prefix_list_resolver_versions(call: Call, request: GetIpamPrefixListResolverVersions) -> dict[str, Any]:
    """The versions that a resolver has; of those that are named, the ones that it does not have are left out."""
    resolver = _owned(call, request.ipam_prefix_list_resolver_id)
    asked = request.ipam_prefix_list_resolver_versions
    among = Among(resolver.versions, lambda version: not asked or version.number in asked)
    return describe(
        call,
        request,
        "IpamPrefixListResolverVersions",
        among,
        filters=_VERSION_FILTERS,
        view=lambda version: {"Version": version.number},
    )


class GetIpamPrefixListResolverVersionEntries(PagedRequest):
    ipam_prefix_list_resolver_id: str
    ipam_prefix_list_resolver_version: int


@ec2.operation
def get_ipam_prefix_list_resolver_version_entries(
    call: Call, request: GetIpamPrefixListResolverVersionEntries
) -> dict[str, Any]:
    """The CIDRs of a version, in the order of addresses."""
    resolver = _owned(call, request.ipam_prefix_list_resolver_id)
    version = resolvers.version(resolver, request.ipam_prefix_list_resolver_version)
    return paged(request, "Entries", version.entries, lambda cidr: {"Cidr": str(cidr)})
