"""The managed policies that an account keeps itself, their versions, tags, and who uses them."""

from typing import Any

from emulator.domain.iam import customer_policies, policies
from emulator.domain.iam.identities import Role, User, identities_of
from emulator.services.iam import iam
from emulator.services.iam.managed_policies import listed_policy_view, listed_version_view
from emulator.services.iam.paging import PagedRequest, find, truncation
from emulator.services.iam.tags import Tag, pairs, tag_page, tag_views
from emulator.services.operations import Call, Request
from emulator.services.shared.pageables import Chain
from emulator.services.shared.paging import Pageable


class CreatePolicy(Request):
    policy_name: str
    policy_document: str
    path: str = "/"
    description: str | None = None
    tags: list[Tag] | None = None


@iam.operation
def create_policy(call: Call, request: CreatePolicy) -> dict[str, Any]:
    """Make a policy, whose first version is the default."""
    policy = customer_policies.create(
        call.world,
        call.account_id,
        request.policy_name,
        request.policy_document,
        path=request.path,
        description=request.description,
        given_tags=pairs(request.tags),
    )
    return {"Policy": {**listed_policy_view(call.world, call.account_id, policy), **tag_views(policy.tags)}}


class DeletePolicy(Request):
    policy_arn: str


@iam.operation
def delete_policy(call: Call, request: DeletePolicy) -> dict[str, Any]:
    """Delete a policy that nobody uses, with its default version."""
    customer_policies.delete(call.world, call.account_id, request.policy_arn)
    return {}


class CreatePolicyVersion(Request):
    policy_arn: str
    policy_document: str
    set_as_default: bool = False


@iam.operation
def create_policy_version(call: Call, request: CreatePolicyVersion) -> dict[str, Any]:
    """Add a version, as the default if it is asked for."""
    version = customer_policies.create_version(
        call.world, call.account_id, request.policy_arn, request.policy_document, as_default=request.set_as_default
    )
    policy = policies.find(call.world, call.account_id, request.policy_arn)
    return {"PolicyVersion": listed_version_view(policy, version)}


class SetDefaultPolicyVersion(Request):
    policy_arn: str
    version_id: str


@iam.operation
def set_default_policy_version(call: Call, request: SetDefaultPolicyVersion) -> dict[str, Any]:
    """Make a version count wherever the policy is attached."""
    customer_policies.set_default_version(call.world, call.account_id, request.policy_arn, request.version_id)
    return {}


class DeletePolicyVersion(Request):
    policy_arn: str
    version_id: str


@iam.operation
def delete_policy_version(call: Call, request: DeletePolicyVersion) -> dict[str, Any]:
    """Delete a version that is not the default."""
    customer_policies.delete_version(call.world, call.account_id, request.policy_arn, request.version_id)
    return {}


class ListEntitiesForPolicy(PagedRequest):
    policy_arn: str
    entity_filter: str | None = None
    path_prefix: str = "/"
    policy_usage_filter: str | None = None


@iam.operation
def list_entities_for_policy(call: Call, request: ListEntitiesForPolicy) -> dict[str, Any]:
    """Who the policy is attached to and whom it bounds: users, then roles."""
    policy = policies.find(call.world, call.account_id, request.policy_arn)
    identities = identities_of(call.world, call.account_id)

    def uses(entity: User | Role) -> bool:
        attached = isinstance(entity, Role) and policy.arn in entity.attached
        bounded = entity.boundary_arn == policy.arn
        counted = {"PermissionsPolicy": attached, "PermissionsBoundary": bounded, None: attached or bounded}
        return counted[request.policy_usage_filter] and entity.path.startswith(request.path_prefix)

    sources: dict[str, Pageable[Any]] = {"User": identities.users, "Role": identities.roles}
    chosen = [source for kind, source in sources.items() if request.entity_filter in (None, kind)]
    found, marker = find(call, request, Chain(*chosen), uses)
    return {
        "PolicyUsers": [{"UserName": each.name, "UserId": each.id} for each in found if isinstance(each, User)],
        "PolicyGroups": [],
        "PolicyRoles": [{"RoleName": each.name, "RoleId": each.id} for each in found if isinstance(each, Role)],
        **truncation(marker),
    }


class TagPolicy(Request):
    policy_arn: str
    tags: list[Tag]


@iam.operation
def tag_policy(call: Call, request: TagPolicy) -> dict[str, Any]:
    """Add tags or replace their values."""
    customer_policies.tag(call.world, call.account_id, request.policy_arn, pairs(request.tags))
    return {}


class UntagPolicy(Request):
    policy_arn: str
    tag_keys: list[str]


@iam.operation
def untag_policy(call: Call, request: UntagPolicy) -> dict[str, Any]:
    """Remove tags, there or not."""
    customer_policies.untag(call.world, call.account_id, request.policy_arn, request.tag_keys)
    return {}


class ListPolicyTags(PagedRequest):
    policy_arn: str


@iam.operation
def list_policy_tags(call: Call, request: ListPolicyTags) -> dict[str, Any]:
    """The policy's tags."""
    return tag_page(
        call, request, customer_policies.find_taggable(call.world, call.account_id, request.policy_arn).tags
    )
