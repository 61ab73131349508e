"""Users and their tags."""

from typing import Any

from emulator.domain.iam import users
from emulator.domain.iam.identities import User, identities_of
from emulator.services.iam import iam
from emulator.services.iam.documents import boundary_view
from emulator.services.iam.paging import PagedRequest, page
from emulator.services.iam.tags import Tag, pairs, tag_page, tag_views
from emulator.services.operations import Call, Request


def listed_user_view(user: User) -> dict[str, Any]:
    """A user in a list, where AWS leaves out its tags and its boundary."""
    return {
        "Path": user.path,
        "UserName": user.name,
        "UserId": user.id,
        "Arn": user.arn,
        "CreateDate": user.created_at,
    }


def user_view(user: User) -> dict[str, Any]:
    return {**listed_user_view(user), **boundary_view(user.boundary_arn), **tag_views(user.tags)}


class CreateUser(Request):
    user_name: str
    path: str = "/"
    permissions_boundary: str | None = None
    tags: list[Tag] | None = None


@iam.operation
def create_user(call: Call, request: CreateUser) -> dict[str, Any]:
    """Make a user."""
    user = users.create(
        call.world,
        call.account_id,
        request.user_name,
        path=request.path,
        boundary_arn=request.permissions_boundary,
        given_tags=pairs(request.tags),
    )
    return {"User": user_view(user)}


class GetUser(Request):
    user_name: str | None = None


@iam.operation
def get_user(call: Call, request: GetUser) -> dict[str, Any]:
    """A user, or without a name the caller itself."""
    name = request.user_name or users.name_of(call.caller.principal)
    if name is None:
        return {"User": _root_view(call)}
    return {"User": user_view(users.find(call.world, call.account_id, name))}


def _root_view(call: Call) -> dict[str, Any]:
    """The account's root, which is shown like a user without a name, to a session of AssumeRoot too."""
    created_at = users.find(call.world, call.account_id, users.ADMINISTRATOR).created_at
    arn = f"arn:{call.world.account(call.account_id).partition}:iam::{call.account_id}:root"
    return {"Path": "/", "UserId": call.account_id, "Arn": arn, "CreateDate": created_at}


class ListUsers(PagedRequest):
    path_prefix: str = "/"


@iam.operation
def list_users(call: Call, request: ListUsers) -> dict[str, Any]:
    """The account's users under a path, by name."""
    return page(
        call,
        request,
        "Users",
        identities_of(call.world, call.account_id).users,
        listed_user_view,
        lambda user: user.path.startswith(request.path_prefix),
    )


class DeleteUser(Request):
    user_name: str


@iam.operation
def delete_user(call: Call, request: DeleteUser) -> dict[str, Any]:
    """Delete a user that has no access keys."""
    users.delete(call.world, call.account_id, request.user_name)
    return {}


class TagUser(Request):
    user_name: str
    tags: list[Tag]


@iam.operation
def tag_user(call: Call, request: TagUser) -> dict[str, Any]:
    """Add tags or replace their values."""
    users.tag(call.world, call.account_id, request.user_name, pairs(request.tags))
    return {}


class UntagUser(Request):
    user_name: str
    tag_keys: list[str]


@iam.operation
def untag_user(call: Call, request: UntagUser) -> dict[str, Any]:
    """Remove tags, there or not."""
    users.untag(call.world, call.account_id, request.user_name, request.tag_keys)
    return {}


class ListUserTags(PagedRequest):
    user_name: str


@iam.operation
def list_user_tags(call: Call, request: ListUserTags) -> dict[str, Any]:
    """The user's tags."""
    return tag_page(call, request, users.find(call.world, call.account_id, request.user_name).tags)
