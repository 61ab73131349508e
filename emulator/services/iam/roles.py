"""Roles, their trust policies and their tags."""

from typing import Any

from emulator.domain.iam import roles, trust_documents
from emulator.domain.iam.identities import Role, identities_of, is_visible
from emulator.domain.world import World
from emulator.services.iam import iam
from emulator.services.iam.documents import boundary_view, encoded
from emulator.services.iam.paging import PagedRequest, page
from emulator.services.iam.tags import Tag, pairs, tag_page, tag_views
from emulator.services.operations import Call, Request


def bare_role_view(world: World, role: Role) -> dict[str, Any]:
    """What every shape of a role has."""
    return {
        "Path": role.path,
        "RoleName": role.name,
        "RoleId": role.id,
        "Arn": role.arn,
        "CreateDate": role.created_at,
        "AssumeRolePolicyDocument": encoded(trust_documents.trust_as_shown(world, role)),
    }


def plain_role_view(world: World, role: Role) -> dict[str, Any]:
    """What every operation on roles shows of one."""
    view = bare_role_view(world, role)
    return view if role.description is None else {**view, "Description": role.description}


def created_role_view(world: World, role: Role) -> dict[str, Any]:
    """A role in the answer to its creation, where AWS does not tell the duration of its sessions."""
    return {**plain_role_view(world, role), **boundary_view(role.boundary_arn), **tag_views(role.tags)}


def listed_role_view(world: World, role: Role) -> dict[str, Any]:
    """A role in a list, where AWS leaves out its tags, its boundary and its last use."""
    return {**plain_role_view(world, role), "MaxSessionDuration": role.max_session_s}


def updated_role_view(world: World, role: Role) -> dict[str, Any]:
    return {**created_role_view(world, role), "MaxSessionDuration": role.max_session_s}


def role_view(world: World, role: Role) -> dict[str, Any]:
    return {**updated_role_view(world, role), "RoleLastUsed": last_used_view(role)}


def last_used_view(role: Role) -> dict[str, Any]:
    """Empty, not absent, for a role that was never used."""
    if role.last_used_at is None:
        return {}
    return {"LastUsedDate": role.last_used_at, "Region": role.last_used_region}


class CreateRole(Request):
    role_name: str
    assume_role_policy_document: str
    path: str = "/"
    description: str | None = None
    max_session_duration: int = 3600
    permissions_boundary: str | None = None
    tags: list[Tag] | None = None


@iam.operation
def create_role(call: Call, request: CreateRole) -> dict[str, Any]:
    """Make a role that the principals of its trust policy may assume."""
    role = roles.create(
        call.world,
        call.account_id,
        request.role_name,
        request.assume_role_policy_document,
        path=request.path,
        description=request.description,
        max_session_s=request.max_session_duration,
        boundary_arn=request.permissions_boundary,
        given_tags=pairs(request.tags),
    )
    return {"Role": created_role_view(call.world, role)}


class GetRole(Request):
    role_name: str


@iam.operation
def get_role(call: Call, request: GetRole) -> dict[str, Any]:
    """A role with everything that IAM tells about it."""
    return {"Role": role_view(call.world, roles.find_visible(call.world, call.account_id, request.role_name))}


class ListRoles(PagedRequest):
    path_prefix: str = "/"


@iam.operation
def list_roles(call: Call, request: ListRoles) -> dict[str, Any]:
    """The account's roles under a path, by name; those of services are among them."""
    return page(
        call,
        request,
        "Roles",
        identities_of(call.world, call.account_id).roles,
        lambda role: listed_role_view(call.world, role),
        lambda role: is_visible(call.world, role) and role.path.startswith(request.path_prefix),
    )


class UpdateRole(Request):
    role_name: str
    description: str | None = None
    max_session_duration: int | None = None


@iam.operation
def update_role(call: Call, request: UpdateRole) -> dict[str, Any]:
    """Change the description or the longest session; what is not given stays."""
    roles.update(call.world, call.account_id, request.role_name, request.description, request.max_session_duration)
    return {}


class UpdateRoleDescription(Request):
    role_name: str
    description: str


@iam.operation
def update_role_description(call: Call, request: UpdateRoleDescription) -> dict[str, Any]:
    """Change the description alone; service-linked roles take it too."""
    role = roles.update(call.world, call.account_id, request.role_name, request.description, None)
    return {"Role": updated_role_view(call.world, role)}


class DeleteRole(Request):
    role_name: str


@iam.operation
def delete_role(call: Call, request: DeleteRole) -> dict[str, Any]:
    """Delete a role that nothing holds on to."""
    roles.delete(call.world, call.account_id, request.role_name)
    return {}


class UpdateAssumeRolePolicy(Request):
    role_name: str
    policy_document: str


@iam.operation
def update_assume_role_policy(call: Call, request: UpdateAssumeRolePolicy) -> dict[str, Any]:
    """Replace the trust policy; sessions that run go on."""
    roles.update_trust(call.world, call.account_id, request.role_name, request.policy_document)
    return {}


class TagRole(Request):
    role_name: str
    tags: list[Tag]


@iam.operation
def tag_role(call: Call, request: TagRole) -> dict[str, Any]:
    """Add tags or replace their values."""
    roles.tag(call.world, call.account_id, request.role_name, pairs(request.tags))
    return {}


class UntagRole(Request):
    role_name: str
    tag_keys: list[str]


@iam.operation
def untag_role(call: Call, request: UntagRole) -> dict[str, Any]:
    """Remove tags, there or not."""
    roles.untag(call.world, call.account_id, request.role_name, request.tag_keys)
    return {}


class ListRoleTags(PagedRequest):
    role_name: str


@iam.operation
def list_role_tags(call: Call, request: ListRoleTags) -> dict[str, Any]:
    """The role's tags."""
    return tag_page(call, request, roles.find(call.world, call.account_id, request.role_name).tags)
