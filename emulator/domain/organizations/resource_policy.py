"""The organization's resource policy: what it may say, and what it lets delegates do."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from emulator.domain.callers import Caller
from emulator.domain.iam import evaluation
from emulator.domain.iam.evaluation import Decision, Question
from emulator.domain.iam.request_facts import facts_of, request_tag_facts, requester_of
from emulator.domain.iam.wildcards import matches_text
from emulator.domain.organizations import policy_documents, tags
from emulator.domain.organizations.organization import Organization, organization_of
from emulator.domain.organizations.policy_records import PolicyType
from emulator.domain.organizations.policy_refusals import (
    ResourcePolicyNotFound,
    ResourcePolicyRefused,
    ResourcePolicyTagsOnUpdate,
)
from emulator.domain.world import World

# What every delegated administrator of any service may read, and a resource policy may grant (ORG-129, ORG-147).
READS = frozenset(
    (
        "DescribeAccount",
        "DescribeCreateAccountStatus",
        "DescribeEffectivePolicy",
        "DescribeHandshake",
        "DescribeOrganization",
        "DescribeOrganizationalUnit",
        "DescribePolicy",
        "DescribeResourcePolicy",
        "ListAWSServiceAccessForOrganization",
        "ListAccounts",
        "ListAccountsForParent",
        "ListChildren",
        "ListCreateAccountStatus",
        "ListDelegatedAdministrators",
        "ListDelegatedServicesForAccount",
        "ListHandshakesForAccount",
        "ListHandshakesForOrganization",
        "ListOrganizationalUnitsForParent",
        "ListParents",
        "ListPolicies",
        "ListPoliciesForTarget",
        "ListRoots",
        "ListTagsForResource",
        "ListTargetsForPolicy",
    )
)
# The further actions that a resource policy, and nothing else, lets a member do.
WRITES = frozenset(
    (
        "AttachPolicy",
        "CreatePolicy",
        "DeletePolicy",
        "DetachPolicy",
        "DisablePolicyType",
        "EnablePolicyType",
        "TagResource",
        "UntagResource",
        "UpdatePolicy",
    )
)
GRANTABLE = READS | WRITES

_ELEMENTS = {
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
}
_PRINCIPAL = re.compile(r"(\d{12})|arn:aws:iam::(\d{12}):(?:root|(?:user|role)/.+)|arn:aws:sts::(\d{12}):.+/.+")
_RESOURCE = re.compile(
    r"arn:aws:organizations::(\d{12}|\*):"
    r"(\*|(organization|root|ou|account|policy|handshake|resourcepolicy)(/.+|\*))"
)
_POLICY_TYPE = "organizations:policytype"


@dataclass(slots=True)
class ResourcePolicy:
    id: str
    content: str


def put(world: World, caller_id: str, content: str, given_tags: Iterable[tuple[str, str]]) -> ResourcePolicy:
    """Make or replace the policy; it keeps its id, and is given tags only when it is made."""
    organization = organization_of(world, caller_id)
    organization.require_all_features()
    existing = organization.resource_policy
    given = tags.merge(world, {}, given_tags)
    if existing is not None and given:
        raise ResourcePolicyTagsOnUpdate
    _check(organization, content)
    world.begin_change()
    if existing is None:
        existing = organization.resource_policy = ResourcePolicy(f"rp-{world.identifiers.lower(8)}", content)
        tags.begin(organization, existing.id, given)
    existing.content = content
    return existing


def find(world: World, caller_id: str) -> ResourcePolicy:
    organization = organization_of(world, caller_id)
    organization.require_all_features()
    if organization.resource_policy is None:
        raise ResourcePolicyNotFound
    return organization.resource_policy


def delete(world: World, caller_id: str) -> None:
    """What it granted ends at once."""
    organization = organization_of(world, caller_id)
    found = find(world, caller_id)
    world.begin_change()
    organization.resource_policy = None
    tags.end(organization, found.id)


def names_delegate(organization: Organization, account_id: str, operation: str) -> bool:
    """Whether the policy may let somebody of the account do this to something: all that is known before the request
    is looked at."""
    policy = organization.resource_policy
    if policy is None or operation not in GRANTABLE:
        return False
    action = f"organizations:{operation}".lower()
    return any(
        not statement.denies
        and any(matches_text(pattern, action) for pattern in statement.actions)
        and any(_account_of(name) == account_id for _, name in statement.principals or ())
        for statement in evaluation.read(policy.content)
    )


def decide(
    world: World, organization: Organization, caller: Caller, operation: str, values: Mapping[str, Any]
) -> Decision:
    """What the policy says to a caller about an action with a request's values.

    An action on several resources needs all of them; one that names none, or nothing that exists, needs `*`.
    """
    policy = organization.resource_policy
    if policy is None or operation not in GRANTABLE:
        return Decision.IMPLICIT_DENY
    statements = evaluation.read(policy.content)
    facts = facts_of(world, caller) | _facts(organization, operation, values)
    decisions = [
        evaluation.evaluate(
            statements,
            Question(
                f"organizations:{operation}",
                resource,
                facts | _tag_facts(organization, resource_id),
                requester_of(caller),
            ),
        ).decision
        for resource_id, resource in _resources(organization, operation, values)
    ]
    for worst in (Decision.EXPLICIT_DENY, Decision.IMPLICIT_DENY):
        if worst in decisions:
            return worst
    return Decision.ALLOW


def _resources(organization: Organization, operation: str, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Id and ARN of everything that a request names and the organization has."""
    if operation == "CreatePolicy":
        # the policy has no id yet, only a type
        return [("", organization.arn("policy", str(values["Type"]).lower(), "*"))]
    found: list[tuple[str, str]] = []
    for member, value in values.items():
        if member.endswith("Id") and isinstance(value, str):
            arn = _arn(organization, value)
            if arn is not None:
                found.append((value, arn))
    return found or [("", "*")]


def _arn(organization: Organization, resource_id: str) -> str | None:
    """The ARN of something in the organization."""
    policy = organization.policies.policies.get(resource_id)
    if policy is not None:
        return policy_arn(organization, policy.id)
    if resource_id == organization.root.id:
        return organization.arn("root", resource_id)
    if resource_id in organization.nodes:
        return organization.arn("ou", resource_id)
    if organization.member(resource_id) is not None:
        return organization.arn("account", resource_id)
    handshake = organization.handshakes.get(resource_id)
    if handshake is not None:
        return handshake.arn
    own = organization.resource_policy
    return organization.arn("resourcepolicy", resource_id) if own is not None and own.id == resource_id else None


def policy_arn(organization: Organization, policy_id: str) -> str:
    """AWS's own policies are in no account and no organization."""
    policy = organization.policies.policies[policy_id]
    kind = policy.type.lower()
    if policy.aws_managed:
        return f"arn:aws:organizations::aws:policy/{kind}/{policy.id}"
    return organization.arn("policy", kind, policy.id)


def _facts(organization: Organization, operation: str, values: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The condition keys that AWS documents for these actions, beside the global ones."""
    facts = dict(request_tag_facts((tag["Key"], tag["Value"]) for tag in values.get("Tags") or ()))
    if operation == "UntagResource":
        facts["aws:tagkeys"] = tuple(values["TagKeys"])
    policy = organization.policies.policies.get(str(values.get("PolicyId")))
    kind = policy.type if policy is not None else values.get("PolicyType") or values.get("Filter") or values.get("Type")
    service = values.get("ServicePrincipal")
    return facts | {
        _POLICY_TYPE: (str(kind),) if kind else (),
        "organizations:serviceprincipal": (service,) if service else (),
    }


def _tag_facts(organization: Organization, resource_id: str) -> dict[str, tuple[str, ...]]:
    existing = organization.tags.get(resource_id, {})
    return {"aws:resourcetag/": (), **{f"aws:resourcetag/{key.lower()}": (value,) for key, value in existing.items()}}


def _check(organization: Organization, content: str) -> None:
    document = policy_documents.load(content)
    statements = policy_documents.statements(document) if document is not None else None
    if document is None or statements is None or not document.keys() <= {"Version", "Id", "Statement"}:
        raise _invalid("it is not one JSON object with statements")
    if document.get("Version") not in ("2012-10-17", "2008-10-17"):
        raise _invalid("its Version is unknown")
    for statement in statements:
        if not statement.keys() <= _ELEMENTS or statement.get("Effect") not in ("Allow", "Deny"):
            raise _invalid("a statement has Effect, Principal, Action and Resource")
        if not isinstance(statement.get("Sid", ""), str):
            raise _invalid("Sid is a text")
        if not policy_documents.is_condition(statement.get("Condition", {})):
            raise _invalid("Condition has operators, keys and values")
        _check_principals(organization, statement)
        _check_actions(statement)
        _check_resources(organization, statement)
        _check_policy_types(statement)


def _invalid(problem: str) -> ResourcePolicyRefused:
    return ResourcePolicyRefused("INVALID_RESOURCE_POLICY_JSON", problem)


def _check_principals(organization: Organization, statement: Mapping[str, Any]) -> None:
    """Members of the organization, each by account id or ARN; the management account needs no leave."""
    principal = None if "NotPrincipal" in statement else statement.get("Principal")
    named = (
        policy_documents.texts(principal["AWS"]) if isinstance(principal, dict) and set(principal) == {"AWS"} else None
    )
    accounts = {_account_of(name) for name in named or ()}
    if not accounts or None in accounts or organization.management_account_id in accounts:
        raise ResourcePolicyRefused("INVALID_PRINCIPAL", "Principal names member accounts").under("ORG-124")
    if any(account is None or organization.member(account) is None for account in accounts):
        raise ResourcePolicyRefused("INVALID_PRINCIPAL", "an account is not in the organization").under("ORG-124")


def _account_of(name: str) -> str | None:
    match = _PRINCIPAL.fullmatch(name)
    return None if match is None else match[1] or match[2] or match[3]


def _check_actions(statement: Mapping[str, Any]) -> None:
    actions = None if "NotAction" in statement else policy_documents.texts(statement.get("Action"))
    grantable = [f"organizations:{name}".lower() for name in GRANTABLE]
    if actions is None or not all(
        any(matches_text(action.lower(), name) for name in grantable) and action != "*" for action in actions
    ):
        problem = "Action names actions of Organizations that can be delegated"
        raise ResourcePolicyRefused("UNSUPPORTED_ACTION_IN_RESOURCE_POLICY", problem).under("ORG-125")


def _check_resources(organization: Organization, statement: Mapping[str, Any]) -> None:
    resources = None if "NotResource" in statement else policy_documents.texts(statement.get("Resource"))
    for resource in resources or [""]:
        match = _RESOURCE.fullmatch(resource)
        if resource == "*" or resource.startswith("arn:aws:organizations::aws:policy/"):
            continue
        if match is None or match[1] not in ("*", organization.management_account_id):
            problem = "Resource names resources of this organization"
            raise ResourcePolicyRefused("UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY", problem).under("ORG-127")


def _check_policy_types(statement: Mapping[str, Any]) -> None:
    for operator, tests in statement.get("Condition", {}).items():
        for key, expected in tests.items():
            if key.lower() != _POLICY_TYPE or operator.lower() == "null":
                continue
            for value in policy_documents.texts(expected) or [""]:
                if not any(matches_text(value, kind) for kind in PolicyType):
                    problem = "organizations:PolicyType is a type of policy"
                    raise ResourcePolicyRefused("UNSUPPORTED_POLICY_TYPE_IN_RESOURCE_POLICY", problem).under("ORG-126")
