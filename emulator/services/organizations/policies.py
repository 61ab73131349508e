"""Policies and their attachments."""

from typing import Any

from emulator.domain.organizations import policies
from emulator.domain.organizations.organization import Organization, organization_of
from emulator.domain.organizations.policy_records import Policy, PolicyType
from emulator.domain.organizations.resource_policy import policy_arn
from emulator.services.operations import Call, Request
from emulator.services.organizations import organizations
from emulator.services.organizations.paging import PagedRequest, page
from emulator.services.organizations.tags import Tag, pairs


def summary_view(organization: Organization, policy: Policy) -> dict[str, Any]:
    """A policy as lists show it."""
    return {
        "Id": policy.id,
        "Arn": policy_arn(organization, policy.id),
        "Name": policy.name,
        "Description": policy.description,
        "Type": policy.type,
        "AwsManaged": policy.aws_managed,
    }


def target_view(organization: Organization, target_id: str) -> dict[str, Any]:
    """A root, unit or account to which a policy is attached."""
    member = organization.member(target_id)
    if member is not None:
        arn, name, kind = organization.arn("account", target_id), member.account.name, "ACCOUNT"
    else:
        node = organization.nodes[target_id]
        is_root = node.parent_id is None
        arn, name = organization.arn("root" if is_root else "ou", target_id), node.name
        kind = "ROOT" if is_root else "ORGANIZATIONAL_UNIT"
    return {"TargetId": target_id, "Arn": arn, "Name": name, "Type": kind}


class CreatePolicy(Request):
    content: str
    description: str
    name: str
    type: PolicyType
    tags: tuple[Tag, ...] = ()


@organizations.operation
def create_policy(call: Call, request: CreatePolicy) -> dict[str, object]:
    """A policy that is attached to nothing yet."""
    policy = policies.create(
        call.world,
        call.account_id,
        request.type,
        request.name,
        request.description,
        request.content,
        given_tags=pairs(request.tags),
    )
    return _answer(call, policy)


class DescribePolicy(Request):
    policy_id: str


@organizations.operation
def describe_policy(call: Call, request: DescribePolicy) -> dict[str, object]:
    """A policy with its content, byte for byte as it was sent."""
    return _answer(call, policies.find(call.world, call.account_id, request.policy_id))


class UpdatePolicy(Request):
    policy_id: str
    name: str | None = None
    description: str | None = None
    content: str | None = None


@organizations.operation
def update_policy(call: Call, request: UpdatePolicy) -> dict[str, object]:
    """Change a policy's name, description or content."""
    policy = policies.update(
        call.world,
        call.account_id,
        request.policy_id,
        name=request.name,
        description=request.description,
        content=request.content,
    )
    return _answer(call, policy)


class DeletePolicy(Request):
    policy_id: str


@organizations.operation
def delete_policy(call: Call, request: DeletePolicy) -> dict[str, object]:
    """Remove a policy that is attached to nothing."""
    policies.delete(call.world, call.account_id, request.policy_id)
    return {}


class ListPolicies(PagedRequest):
    filter: PolicyType


@organizations.operation
def list_policies(call: Call, request: ListPolicies) -> dict[str, object]:
    """The policies of a type."""
    organization = organization_of(call.world, call.account_id)
    found = policies.of_type(call.world, call.account_id, request.filter)
    return page(request, "Policies", found, lambda policy: summary_view(organization, policy))


class ListPoliciesForTarget(PagedRequest):
    target_id: str
    filter: PolicyType


@organizations.operation
def list_policies_for_target(call: Call, request: ListPoliciesForTarget) -> dict[str, object]:
    """The policies of a type that are attached to a target directly."""
    organization = organization_of(call.world, call.account_id)
    found = policies.attached_to(call.world, call.account_id, request.target_id, request.filter)
    return page(request, "Policies", found, lambda policy: summary_view(organization, policy))


class ListTargetsForPolicy(PagedRequest):
    policy_id: str


@organizations.operation
def list_targets_for_policy(call: Call, request: ListTargetsForPolicy) -> dict[str, object]:
    """The roots, units and accounts that a policy is attached to directly."""
    organization = organization_of(call.world, call.account_id)
    found, keep = policies.targets_of(call.world, call.account_id, request.policy_id)
    return page(request, "Targets", found, lambda target_id: target_view(organization, target_id), keep)


class AttachPolicy(Request):
    policy_id: str
    target_id: str


@organizations.operation
def attach_policy(call: Call, request: AttachPolicy) -> dict[str, object]:
    """Attach a policy to a root, unit or account."""
    policies.attach(call.world, call.account_id, request.policy_id, request.target_id)
    return {}


class DetachPolicy(Request):
    policy_id: str
    target_id: str


@organizations.operation
def detach_policy(call: Call, request: DetachPolicy) -> dict[str, object]:
    """Detach a policy from a root, unit or account."""
    policies.detach(call.world, call.account_id, request.policy_id, request.target_id)
    return {}


def _answer(call: Call, policy: Policy) -> dict[str, object]:
    summary = summary_view(organization_of(call.world, call.account_id), policy)
    return {"Policy": {"PolicySummary": summary, "Content": policy.content}}
