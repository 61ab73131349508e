"""IPAM policies: from which pools an account's public IPv4 addresses come when nobody says from where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from emulator.domain.catalog import Catalog
from emulator.domain.ec2 import kinds, regions
from emulator.domain.ec2.cidrs import IPV4
from emulator.domain.ec2.refusals import QuotaReached
from emulator.domain.ipam import ipams, refusals, states
from emulator.domain.ipam.policies import refusals as refused
from emulator.domain.ipam.pools import pools
from emulator.domain.ipam.states import State, Trigger
from emulator.domain.organizations.organization import Organization
from emulator.domain.organizations.service_integration import INTEGRATED, IPAM, ipam_administrator, state_of
from emulator.domain.world import World

BY_ACCOUNT = "account"
BY_ADMINISTRATOR = "delegated-administrator-for-ipam"
EIP = "eip"


@dataclass(slots=True)
class Document:
    """The pools that serve a type of resource in a locale, in their order."""

    policy_id: str
    locale: str
    resource_type: str
    pool_ids: tuple[str, ...]


@dataclass(slots=True)
class Policy:
    KIND: ClassVar[kinds.Kind] = kinds.IPAM_POLICY

    id: str
    owner_id: str
    region: str
    ipam_id: str
    state: State = State.CREATE_IN_PROGRESS
    documents: Catalog[str, Document] = field(default_factory=Catalog)
    # in the organization
    targets: Catalog[str, str] = field(default_factory=Catalog)

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2::{self.owner_id}:ipam-policy/{self.id}"


def owned(world: World, caller_id: str, region: str, policy_id: str) -> Policy:
    """The caller's policy in its home Region; those that it governs see GetEnabledIpamPolicy alone."""
    return Policy.KIND.known(policy_id, world.ipam.policies.owned(caller_id, region, policy_id))


def create(world: World, caller_id: str, region: str, ipam_id: str, tags: Mapping[str, str]) -> Policy:
    """CreateIpamPolicy: without rules, enabled nowhere (IPAM-010, IPAM-450)."""
    ipam = ipams.owned(world, caller_id, region, ipam_id)
    states.require_present(ipam)
    if ipam.is_free:
        raise refusals.NotInFreeTier("An IPAM policy")
    present = sum(policy.ipam_id == ipam.id for policy in world.ipam.policies.at(caller_id, region).values())
    if present >= world.options.policies_per_ipam:
        raise QuotaReached("ipam policies", present, world.options.policies_per_ipam).under("IPAM-450")
    world.begin_change()
    policy = Policy(Policy.KIND.new(world.identifiers), caller_id, region, ipam.id)
    world.ipam.policies.add(policy)
    world.ec2.tags.put((caller_id, region), Policy.KIND.resource_type, policy.id, tags)
    states.complete_later(world, policy.id)
    return policy


def set_rules(
    world: World, caller_id: str, region: str, policy_id: str, locale: str, resource_type: str, pool_ids: Sequence[str]
) -> Document:
    """ModifyIpamPolicyAllocationRules: what it says replaces what was said (IPAM-451 to IPAM-453)."""
    policy = owned(world, caller_id, region, policy_id)
    states.require(policy, Trigger.MODIFY)
    ipam = world.ipam.ipams[policy.ipam_id]
    if (regions.region_of_border_group(locale) or locale) not in ipam.operating_regions:
        raise refused.LocaleOfPolicy(locale)
    if len(pool_ids) > world.options.rules_per_policy_document:
        raise refused.TooManyRules(world.options.rules_per_policy_document)
    for position, pool_id in enumerate(pool_ids):
        pool = pools.owned(world, caller_id, region, pool_id)
        fits = pool.ipam_id == ipam.id and pool.is_public and pool.address_family == IPV4 and pool.locale == locale
        if not fits or pool_id in pool_ids[:position]:
            raise refused.PoolNotForPolicy(pool_id)
    world.begin_change()
    key = f"{locale}/{resource_type}"
    document = policy.documents.get(key)
    if document is None:
        document = Document(policy.id, locale, resource_type, ())
        policy.documents.add(key, document)
    document.pool_ids = tuple(pool_ids)
    if not pool_ids:
        policy.documents.remove(key)
    states.take(world, policy, Trigger.MODIFY)
    return document


def enable(world: World, caller_id: str, region: str, policy_id: str, target_id: str | None) -> Policy:
    """EnableIpamPolicy: on a target it takes the place of another policy (IPAM-454 to IPAM-456, IPAM-459)."""
    policy = owned(world, caller_id, region, policy_id)
    target = _target(world, caller_id, target_id)
    states.require_complete(policy)
    limit = world.options.targets_per_policy
    if target is not None and target not in policy.targets and len(policy.targets) >= limit:
        raise QuotaReached("ipam policy targets", len(policy.targets), limit).under("IPAM-459")
    world.begin_change()
    if target is None:
        world.ipam.own_policies[caller_id] = policy.id
        return policy
    before = world.ipam.policies.get(world.ipam.target_policies.get(target, ""))
    if before is not None and before is not policy:
        before.targets.remove(target)
    world.ipam.target_policies[target] = policy.id
    if target not in policy.targets:
        policy.targets.add(target, target)
    return policy


def disable(world: World, caller_id: str, region: str, policy_id: str, target_id: str | None) -> None:
    """DisableIpamPolicy (IPAM-454, IPAM-455, IPAM-457). A target that is gone can be taken away too."""
    policy = owned(world, caller_id, region, policy_id)
    if target_id is not None and target_id in policy.targets:
        world.begin_change()
        policy.targets.remove(target_id)
        del world.ipam.target_policies[target_id]
        return
    if target_id is None and world.ipam.own_policies.get(caller_id) == policy.id:
        world.begin_change()
        del world.ipam.own_policies[caller_id]
        return
    _target(world, caller_id, target_id)
    raise refused.NotEnabledThere(policy_id)


def _target(world: World, caller_id: str, target_id: str | None) -> str | None:
    """What a policy is enabled for: an account, unit, root or organization, or (None) the caller itself."""
    organization = world.organization_of(caller_id)
    if organization is None or not _administers(organization, caller_id):
        if target_id is not None:
            raise refused.TargetForbidden
        return None
    if target_id is None:
        raise refused.TargetMissing
    if target_id != organization.id and target_id not in organization.nodes and organization.member(target_id) is None:
        raise refused.UnknownTarget(target_id)
    return target_id


def _administers(organization: Organization, account_id: str) -> bool:
    integrated = state_of(organization.trust(IPAM)) is INTEGRATED
    return integrated and ipam_administrator(organization) == account_id


def in_force(world: World, account_id: str) -> tuple[Policy, str] | None:
    """The policy that governs an account, and by whose wish: what is nearest to the account stands.

    Between its own wish and the administrator's for this very account, the administrator's.
    """
    own = world.ipam.policies.get(world.ipam.own_policies.get(account_id, ""))
    for target in _targets_of(world, account_id):
        policy = world.ipam.policies.get(world.ipam.target_policies.get(target, ""))
        organization = world.organization_of(account_id)
        if (
            policy is not None
            and organization is not None
            and _administers(organization, policy.owner_id)
            and not world.is_closed(policy.owner_id)
        ):
            return policy, BY_ADMINISTRATOR
        if own is not None:
            break
    return (own, BY_ACCOUNT) if own is not None else None


def _targets_of(world: World, account_id: str) -> Iterator[str]:
    """What a policy for an account may be enabled for, from the account up to its organization."""
    organization = world.organization_of(account_id)
    if organization is None:
        return
    yield account_id
    member = organization.member(account_id)
    node = organization.nodes[member.parent_id] if member is not None else None
    while node is not None:
        yield node.id
        node = organization.nodes[node.parent_id] if node.parent_id is not None else None
    yield organization.id


def pools_for(world: World, account_id: str, locale: str, resource_type: str) -> tuple[str, ...]:
    """The pools that the policy in force has for a type of resource in a locale."""
    found = in_force(world, account_id)
    document = found[0].documents.get(f"{locale}/{resource_type}") if found is not None else None
    return document.pool_ids if document is not None else ()


def delete(world: World, caller_id: str, region: str, policy_id: str) -> Policy:
    """DeleteIpamPolicy: one that is enabled nowhere (IPAM-458)."""
    policy = owned(world, caller_id, region, policy_id)
    if len(policy.targets) or policy.id in world.ipam.own_policies.values():
        raise refused.PolicyEnabled(policy_id)
    states.require(policy, Trigger.DELETE)
    world.begin_change()
    states.take(world, policy, Trigger.DELETE)
    return policy


def remove(world: World, policy: Policy) -> None:
    """The deletion is over."""
    world.ipam.policies.remove(policy.id)
    world.ec2.tags.forget((policy.owner_id, policy.region), policy.id)
