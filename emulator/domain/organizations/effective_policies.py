"""What the policies from the root down to an account add up to, and whether that is valid.

Accounts to which nothing is attached directly share what the unit above them has, so the work is in proportion to
what is attached, not to the accounts.
"""

import json
from collections.abc import Iterator, Mapping, Sized
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from emulator.domain.organizations.organization import Member, Organization, organization_of
from emulator.domain.organizations.policy_merge import merge
from emulator.domain.organizations.policy_records import Attachments, Document, PolicyType
from emulator.domain.organizations.policy_refusals import (
    EffectivePolicyNotFound,
    OnlyAccountsHaveEffectivePolicies,
    PolicyTargetNotFound,
)
from emulator.domain.organizations.refusals import AccountNotInOrganization
from emulator.domain.world import World

# AWS's limits on what policies may add up to (ORG-146).
BACKUP_RULES_PER_PLAN = 10
TAG_POLICY_CHARACTERS = 395_000


@dataclass(frozen=True, slots=True)
class ValidationError:
    code: str
    message: str
    path: str
    policy_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EffectivePolicy:
    content: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Validation:
    member: Member
    path: str
    evaluated_at: datetime
    errors: tuple[ValidationError, ...]


def describe(world: World, caller_id: str, policy_type: PolicyType, target_id: str) -> EffectivePolicy:
    """The effective policy of an account; of one whose policies do not fit together, the last one that did."""
    organization = organization_of(world, caller_id)
    organization.require_all_features()
    if not target_id.isdigit():
        raise OnlyAccountsHaveEffectivePolicies
    member = organization.member(target_id)
    if member is None:
        raise PolicyTargetNotFound
    attachments = _attachments(organization, policy_type)
    document = _merged(organization, policy_type, target_id)
    updated_at = _updated_at(organization, policy_type, member)
    if _errors(organization, policy_type, target_id, document):
        scope = _scope(organization, attachments, target_id)
        document, updated_at = attachments.last_valid.get(scope, (None, updated_at))
    if document is None:
        raise EffectivePolicyNotFound
    return EffectivePolicy(_text(document), updated_at)


def invalid_accounts(world: World, caller_id: str, policy_type: PolicyType) -> "InvalidAccounts":
    """Tells which members have policies of the type that do not fit together."""
    organization = organization_of(world, caller_id)
    organization.require_all_features()
    return InvalidAccounts(organization, policy_type, _attachments(organization, policy_type))


class InvalidAccounts:
    """Each unit, and each account with policies of its own, is evaluated once."""

    def __init__(self, organization: Organization, policy_type: PolicyType, attachments: Attachments) -> None:
        self._organization = organization
        self._type = policy_type
        self._attachments = attachments
        self._known: dict[str, bool] = {}

    def __call__(self, member: Member) -> bool:
        scope = _scope(self._organization, self._attachments, member.account.id)
        if scope not in self._known:
            document = _merged(self._organization, self._type, scope)
            self._known[scope] = bool(_errors(self._organization, self._type, scope, document))
        return self._known[scope]


def validate(world: World, caller_id: str, policy_type: PolicyType, account_id: str) -> Validation:
    """What is wrong with an account's policies of a type, taken together."""
    organization = organization_of(world, caller_id)
    organization.require_all_features()
    member = organization.member(account_id)
    if member is None:
        raise AccountNotInOrganization
    _attachments(organization, policy_type)
    document = _merged(organization, policy_type, account_id)
    return Validation(
        member,
        organization.path_to(member),
        _updated_at(organization, policy_type, member),
        tuple(_errors(organization, policy_type, account_id, document)),
    )


def remember(organization: Organization, policy_type: PolicyType, target_id: str) -> None:
    """Before something changes at a target: keep what is valid there and below, in case it no longer is behind it."""
    if policy_type not in _CHECKS:
        return
    attachments = organization.policies.attachments[policy_type]
    # below an account there is nothing
    touched = attachments.by_target if target_id in organization.nodes else ()
    below = (one for one in touched if target_id in _chain(organization, one))
    for scope in {target_id, *below}:
        document = _merged(organization, policy_type, scope)
        if not _errors(organization, policy_type, scope, document):
            attachments.last_valid[scope] = (document, _changed_at(organization, policy_type, scope))


def _attachments(organization: Organization, policy_type: PolicyType) -> Attachments:
    attachments = organization.policies.attachments.get(policy_type)
    if attachments is None:
        raise EffectivePolicyNotFound
    return attachments


def _chain(organization: Organization, target_id: str) -> list[str]:
    """The ids from the root down to a target."""
    member = organization.member(target_id)
    chain = [target_id] if member is not None else []
    node_id: str | None = member.parent_id if member is not None else target_id
    while node_id is not None:
        chain.append(node_id)
        node_id = organization.nodes[node_id].parent_id
    return chain[::-1]


def _scope(organization: Organization, attachments: Attachments, account_id: str) -> str:
    """The lowest place on the way to an account at which something is or was attached; the root if there is none."""
    chain = _chain(organization, account_id)
    return next((one for one in reversed(chain) if one in attachments.by_target), chain[0])


def _merged(organization: Organization, policy_type: PolicyType, target_id: str) -> Document | None:
    attached = organization.policies.attached
    return merge(
        [policy.document for policy in attached(policy_type, node_id)] for node_id in _chain(organization, target_id)
    )


def _updated_at(organization: Organization, policy_type: PolicyType, member: Member) -> datetime:
    """When what the account has from its policies last may have changed."""
    account_id = member.account.id
    moved_at = organization.policies.moved_at.get(account_id, member.joined_at)
    return max(moved_at, _changed_at(organization, policy_type, account_id))


def _changed_at(organization: Organization, policy_type: PolicyType, target_id: str) -> datetime:
    """When a policy that reaches the target was last changed, attached or detached."""
    register = organization.policies
    attachments = register.attachments[policy_type]
    moments = [attachments.since]
    for node_id in _chain(organization, target_id):
        moments.append(attachments.changed_at.get(node_id, attachments.since))
        moments += [one.updated_at for one in register.attached(policy_type, node_id) if one.updated_at is not None]
    return max(moments)


def _text(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _errors(
    organization: Organization, policy_type: PolicyType, target_id: str, document: Document | None
) -> list[ValidationError]:
    check = _CHECKS.get(policy_type)
    if check is None or document is None:
        return []
    return [
        ValidationError(code, message, "/".join(path), _contributing(organization, policy_type, target_id, path))
        for code, message, path in check(document)
    ]


def _contributing(
    organization: Organization, policy_type: PolicyType, target_id: str, path: tuple[str, ...]
) -> tuple[str, ...]:
    """The policies that say something at a path or above a missing one."""
    found: dict[str, None] = {}
    for node_id in _chain(organization, target_id):
        for policy in organization.policies.attached(policy_type, node_id):
            if _reaches(policy.document, path) or _reaches(policy.document, path[:-1]):
                found[policy.id] = None
    return tuple(found)


def _reaches(document: Document, path: tuple[str, ...]) -> bool:
    inner: Any = document
    for step in path:
        if not isinstance(inner, dict) or step not in inner:
            return False
        inner = inner[step]
    return True


_Found = Iterator[tuple[str, str, tuple[str, ...]]]
_BACKUP_PARTS: Mapping[str, type[Sized]] = {"rules": dict, "regions": list}


def _check_backup(document: Document) -> _Found:
    plans = document.get("plans", {})
    for name, plan in plans.items() if isinstance(plans, dict) else ():
        if not isinstance(plan, dict):
            continue
        # something else in their place holds no rules and no Regions
        counts = {key: _size(plan[key], kind) for key, kind in _BACKUP_PARTS.items() if key in plan}
        for key in _BACKUP_PARTS:
            if key not in counts:
                yield "KEY_REQUIRED", f"'{key}' is required", ("plans", name, key)
            elif not counts[key]:
                yield "ELEMENTS_TOO_FEW", f"'{key}' needs at least 1", ("plans", name, key)
        if counts.get("rules", 0) > BACKUP_RULES_PER_PLAN:
            message = f"'rules' exceeds the allowed maximum limit {BACKUP_RULES_PER_PLAN}"
            yield "ELEMENTS_TOO_MANY", message, ("plans", name, "rules")


def _size(value: Any, kind: type[Sized]) -> int:
    return len(value) if isinstance(value, kind) else 0


def _check_tags(document: Document) -> _Found:
    if len(_text(document)) > TAG_POLICY_CHARACTERS:
        yield "ELEMENTS_TOO_MANY", f"'tags' exceeds the allowed maximum limit {TAG_POLICY_CHARACTERS}", ("tags",)


_CHECKS = {PolicyType.BACKUP_POLICY: _check_backup, PolicyType.TAG_POLICY: _check_tags}
