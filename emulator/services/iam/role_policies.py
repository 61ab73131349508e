"""The policies of a role: inline, attached, and its permissions boundary."""

from typing import Any

from emulator.domain.iam import policies, role_policies, roles
from emulator.services.iam import iam
from emulator.services.iam.documents import encoded
from emulator.services.iam.paging import PagedRequest, page
from emulator.services.operations import Call, Request
from emulator.services.shared.pageables import Sequenced


class PutRolePolicy(Request):
    role_name: str
    policy_name: str
    policy_document: str


@iam.operation
def put_role_policy(call: Call, request: PutRolePolicy) -> dict[str, Any]:
    """Add an inline policy or replace it."""
    role_policies.put_inline(
        call.world, call.account_id, request.role_name, request.policy_name, request.policy_document
    )
    return {}


class GetRolePolicy(Request):
    role_name: str
    policy_name: str


@iam.operation
def get_role_policy(call: Call, request: GetRolePolicy) -> dict[str, Any]:
    """An inline policy's document."""
    role = roles.find(call.world, call.account_id, request.role_name)
    document = role_policies.inline(role, request.policy_name)
    return {"RoleName": role.name, "PolicyName": request.policy_name, "PolicyDocument": encoded(document)}


class DeleteRolePolicy(Request):
    role_name: str
    policy_name: str


@iam.operation
def delete_role_policy(call: Call, request: DeleteRolePolicy) -> dict[str, Any]:
    """Delete an inline policy."""
    role_policies.delete_inline(call.world, call.account_id, request.role_name, request.policy_name)
    return {}


class ListRolePolicies(PagedRequest):
    role_name: str


@iam.operation
def list_role_policies(call: Call, request: ListRolePolicies) -> dict[str, Any]:
    """The names of the inline policies."""
    role = roles.find(call.world, call.account_id, request.role_name)
    return page(call, request, "PolicyNames", Sequenced({name: name for name in sorted(role.inline_policies)}), str)


class AttachRolePolicy(Request):
    role_name: str
    policy_arn: str


@iam.operation
def attach_role_policy(call: Call, request: AttachRolePolicy) -> dict[str, Any]:
    """Attach a managed policy; one that is attached stays so."""
    role_policies.attach(call.world, call.account_id, request.role_name, request.policy_arn)
    return {}


class DetachRolePolicy(Request):
    role_name: str
    policy_arn: str


@iam.operation
def detach_role_policy(call: Call, request: DetachRolePolicy) -> dict[str, Any]:
    """Detach a managed policy."""
    role_policies.detach(call.world, call.account_id, request.role_name, request.policy_arn)
    return {}


class ListAttachedRolePolicies(PagedRequest):
    role_name: str
    path_prefix: str = "/"


@iam.operation
def list_attached_role_policies(call: Call, request: ListAttachedRolePolicies) -> dict[str, Any]:
    """The attached policies under a path, in the order of attachment."""
    role = roles.find(call.world, call.account_id, request.role_name)
    attached = {arn: policies.find(call.world, call.account_id, arn) for arn in role.attached}
    return page(
        call,
        request,
        "AttachedPolicies",
        Sequenced(attached),
        lambda policy: {"PolicyName": policy.name, "PolicyArn": policy.arn},
        lambda policy: policy.path.startswith(request.path_prefix),
    )


class PutRolePermissionsBoundary(Request):
    role_name: str
    permissions_boundary: str


@iam.operation
def put_role_permissions_boundary(call: Call, request: PutRolePermissionsBoundary) -> dict[str, Any]:
    """Bound what the role may do by a managed policy."""
    role_policies.set_boundary(call.world, call.account_id, request.role_name, request.permissions_boundary)
    return {}


class DeleteRolePermissionsBoundary(Request):
    role_name: str


@iam.operation
def delete_role_permissions_boundary(call: Call, request: DeleteRolePermissionsBoundary) -> dict[str, Any]:
    """Take the boundary away, there or not."""
    role_policies.delete_boundary(call.world, call.account_id, request.role_name)
    return {}
