"""Policies of an organization, and what they are attached to."""

from collections.abc import Callable, Iterable

from emulator.domain import events
from emulator.domain.catalog import Catalog
from emulator.domain.organizations import policy_documents, tags
from emulator.domain.organizations.effective_policies import remember
from emulator.domain.organizations.organization import FeatureSet, Organization, organization_of
from emulator.domain.organizations.policy_limits import limits
from emulator.domain.organizations.policy_records import DEFAULTS, RCP_FULL_ACCESS, Document, Policy, PolicyType
from emulator.domain.organizations.policy_refusals import (
    DuplicateAttachment,
    DuplicatePolicy,
    ImmutablePolicy,
    LastAttachedPolicy,
    PolicyContentTooLong,
    PolicyInUse,
    PolicyNotAttached,
    PolicyNotDetachable,
    PolicyNotFound,
    PolicyTargetNotFound,
    PolicyTypeNotAvailable,
    PolicyTypeNotEnabled,
    TooManyAttached,
    TooManyPolicies,
)
from emulator.domain.organizations.policy_types import require_settled
from emulator.domain.world import World


def create(
    world: World,
    caller_id: str,
    policy_type: PolicyType,
    name: str,
    description: str,
    content: str,
    *,
    given_tags: Iterable[tuple[str, str]] = (),
) -> Policy:
    """A policy that is attached nowhere; its type may be off."""
    organization = organization_of(world, caller_id)
    register = organization.policies
    given = tags.merge(world, {}, given_tags)
    if organization.feature_set is not FeatureSet.ALL:
        raise PolicyTypeNotAvailable
    document = policy_documents.parse(policy_type, content)
    if (policy_type, name) in register.names:
        raise DuplicatePolicy
    own = len(register.of_type(policy_type)) - (policy_type in DEFAULTS)
    if own >= limits(world.options, policy_type).policies:
        raise TooManyPolicies
    _require_size(world, policy_type, content)
    world.begin_change()
    policy_id = world.identifiers.under("p-", world.identifiers.lower(10))
    policy = Policy(policy_id, name, description, policy_type, content, document, world.now)
    register.add(policy)
    tags.begin(organization, policy_id, given)
    return policy


def find(world: World, caller_id: str, policy_id: str) -> Policy:
    policy = organization_of(world, caller_id).policies.policies.get(policy_id)
    if policy is None:
        raise PolicyNotFound
    return policy


def update(
    world: World, caller_id: str, policy_id: str, *, name: str | None, description: str | None, content: str | None
) -> Policy:
    """Change what is given; whatever the policy is attached to feels it at once."""
    organization = organization_of(world, caller_id)
    register = organization.policies
    policy = _own(find(world, caller_id, policy_id))
    require_settled(organization, policy.type)
    document: Document | None = None
    if content is not None:
        document = policy_documents.parse(policy.type, content)
    if name is not None and name != policy.name and (policy.type, name) in register.names:
        raise DuplicatePolicy
    if content is not None:
        _require_size(world, policy.type, content)
    world.begin_change()
    if name is not None:
        register.names.remove((policy.type, policy.name))
        register.names.add((policy.type, name))
        policy.name = name
    if description is not None:
        policy.description = description
    if content is not None and document is not None:
        attachments = register.attachments.get(policy.type)
        for target_id in attachments.by_policy.get(policy_id, ()) if attachments is not None else ():
            remember(organization, policy.type, target_id)
        policy.content, policy.document, policy.updated_at = content, document, world.now
    return policy


def delete(world: World, caller_id: str, policy_id: str) -> None:
    """A policy goes when it is attached nowhere."""
    organization = organization_of(world, caller_id)
    policy = _own(find(world, caller_id, policy_id))
    if organization.policies.is_attached(policy):
        raise PolicyInUse
    world.begin_change()
    organization.policies.remove(policy)
    tags.end(organization, policy_id)


def of_type(world: World, caller_id: str, policy_type: PolicyType) -> Catalog[str, Policy]:
    """All policies of a type, AWS's own first, whether the type is on or off."""
    return organization_of(world, caller_id).policies.of_type(policy_type)


def attach(world: World, caller_id: str, policy_id: str, target_id: str) -> None:
    """The policy applies to the target, and to everything below it."""
    organization = organization_of(world, caller_id)
    policy = find(world, caller_id, policy_id)
    _require_target(organization, target_id)
    require_settled(organization, policy.type)
    attachments = organization.policies.attachments.get(policy.type)
    if attachments is None:
        raise PolicyTypeNotEnabled(policy.type)
    attached = attachments.of(target_id)
    if policy_id in attached:
        raise DuplicateAttachment
    if len(attached) >= limits(world.options, policy.type).attached:
        raise TooManyAttached
    world.begin_change()
    remember(organization, policy.type, target_id)
    attachments.attach(policy_id, target_id, world.now)


def detach(world: World, caller_id: str, policy_id: str, target_id: str) -> None:
    """The policy applies to the target no longer, unless it is attached above it too."""
    organization = organization_of(world, caller_id)
    policy = find(world, caller_id, policy_id)
    _require_target(organization, target_id)
    require_settled(organization, policy.type)
    attachments = organization.policies.attachments.get(policy.type)
    if attachments is None or policy_id not in attachments.of(target_id):
        raise PolicyNotAttached
    # a world that was forked or loaded has AWS's policies as copies
    if policy.id == RCP_FULL_ACCESS.id:
        raise PolicyNotDetachable
    if policy.type is PolicyType.SERVICE_CONTROL_POLICY and len(attachments.of(target_id)) == 1:
        raise LastAttachedPolicy
    world.begin_change()
    remember(organization, policy.type, target_id)
    attachments.detach(policy_id, target_id, world.now)


def attached_to(world: World, caller_id: str, target_id: str, policy_type: PolicyType) -> Catalog[str, Policy]:
    """What is attached to a target directly, in the order of attachment."""
    organization = organization_of(world, caller_id)
    _require_target(organization, target_id)
    found: Catalog[str, Policy] = Catalog()
    for policy in organization.policies.attached(policy_type, target_id):
        found.add(policy.id, policy)
    return found


def targets_of(world: World, caller_id: str, policy_id: str) -> tuple[Catalog[str, str], Callable[[str], bool] | None]:
    """The ids of the targets that a policy is attached to, and which of them to keep (None for all)."""
    register = organization_of(world, caller_id).policies
    policy = find(world, caller_id, policy_id)
    attachments = register.attachments.get(policy.type)
    if attachments is None:
        return Catalog(), None
    if policy_id in attachments.default:
        return register.targets, lambda target_id: policy_id in attachments.of(target_id)
    return attachments.by_policy.get(policy_id, Catalog()), None


def add_root(world: World, event: events.OrganizationCreated) -> None:
    organization = world.organizations[event.organization_id]
    organization.policies.targets.add(organization.root.id, organization.root.id)


def add_unit(world: World, event: events.UnitCreated) -> None:
    """From now on the default policies are attached to the unit too (ORG-145)."""
    world.organizations[event.organization_id].policies.targets.add(event.unit_id, event.unit_id)


def add_account(world: World, event: events.AccountJoined) -> None:
    """From now on the default policies are attached to the account too (ORG-145)."""
    world.organizations[event.organization_id].policies.targets.add(event.account_id, event.account_id)


def note_move(world: World, event: events.AccountMoved) -> None:
    """What is attached stays; what the account inherits is another from now on."""
    world.organizations[event.organization_id].policies.moved_at[event.account_id] = world.now


def forget_unit(world: World, event: events.UnitDeleted) -> None:
    _forget(world.organizations[event.organization_id], event.unit_id)


def forget_account(world: World, event: events.AccountDeparted) -> None:
    _forget(world.organizations[event.organization_id], event.account_id)


def _forget(organization: Organization, target_id: str) -> None:
    """With a target go its attachments."""
    register = organization.policies
    register.targets.remove(target_id)
    register.moved_at.pop(target_id, None)
    for attachments in register.attachments.values():
        attachments.forget(target_id)


def _own(policy: Policy) -> Policy:
    if policy.aws_managed:
        raise ImmutablePolicy
    return policy


def _require_size(world: World, policy_type: PolicyType, content: str) -> None:
    """Characters as they were sent; only AWS's console takes white space away first."""
    maximum = limits(world.options, policy_type).characters
    if len(content) > maximum:
        raise PolicyContentTooLong(maximum)


def _require_target(organization: Organization, target_id: str) -> None:
    if target_id not in organization.policies.targets:
        raise PolicyTargetNotFound
