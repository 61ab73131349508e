"""The organization's resource policy, by which the management account lets members do some of its work."""

from emulator.domain.organizations import resource_policy
from emulator.domain.organizations.organization import organization_of
from emulator.domain.organizations.resource_policy import ResourcePolicy
from emulator.services.operations import Call, Request
from emulator.services.organizations import organizations
from emulator.services.organizations.tags import Tag, pairs


class PutResourcePolicy(Request):
    content: str
    tags: tuple[Tag, ...] = ()


@organizations.operation
def put_resource_policy(call: Call, request: PutResourcePolicy) -> dict[str, object]:
    """Make or replace the resource policy."""
    return _answer(call, resource_policy.put(call.world, call.account_id, request.content, pairs(request.tags)))


class DescribeResourcePolicy(Request):
    pass


@organizations.operation
def describe_resource_policy(call: Call, request: DescribeResourcePolicy) -> dict[str, object]:
    """The resource policy, as it was sent."""
    return _answer(call, resource_policy.find(call.world, call.account_id))


class DeleteResourcePolicy(Request):
    pass


@organizations.operation
def delete_resource_policy(call: Call, request: DeleteResourcePolicy) -> dict[str, object]:
    """End everything that the resource policy grants."""
    resource_policy.delete(call.world, call.account_id)
    return {}


def _answer(call: Call, policy: ResourcePolicy) -> dict[str, object]:
    arn = organization_of(call.world, call.account_id).arn("resourcepolicy", policy.id)
    summary = {"Id": policy.id, "Arn": arn}
    return {"ResourcePolicy": {"ResourcePolicySummary": summary, "Content": policy.content}}
