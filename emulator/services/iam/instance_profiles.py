"""Instance profiles and their tags."""

from typing import Any

from emulator.domain.iam import instance_profiles, roles
from emulator.domain.iam.identities import InstanceProfile, identities_of
from emulator.domain.world import World
from emulator.services.iam import iam
from emulator.services.iam.paging import PagedRequest, page
from emulator.services.iam.roles import listed_role_view
from emulator.services.iam.tags import Tag, pairs, tag_page, tag_views
from emulator.services.operations import Call, Request


def listed_profile_view(world: World, account_id: str, profile: InstanceProfile) -> dict[str, Any]:
    """An instance profile in a list: with its role in full, without its tags."""
    held = [] if profile.role_name is None else [roles.find(world, account_id, profile.role_name)]
    return {
        "Path": profile.path,
        "InstanceProfileName": profile.name,
        "InstanceProfileId": profile.id,
        "Arn": profile.arn,
        "CreateDate": profile.created_at,
        "Roles": [listed_role_view(world, role) for role in held],
    }


def profile_view(world: World, account_id: str, profile: InstanceProfile) -> dict[str, Any]:
    return {**listed_profile_view(world, account_id, profile), **tag_views(profile.tags)}


class CreateInstanceProfile(Request):
    instance_profile_name: str
    path: str = "/"
    tags: list[Tag] | None = None


@iam.operation
def create_instance_profile(call: Call, request: CreateInstanceProfile) -> dict[str, Any]:
    """Make a profile that holds no role yet."""
    profile = instance_profiles.create(
        call.world, call.account_id, request.instance_profile_name, request.path, pairs(request.tags)
    )
    return {"InstanceProfile": profile_view(call.world, call.account_id, profile)}


class GetInstanceProfile(Request):
    instance_profile_name: str


@iam.operation
def get_instance_profile(call: Call, request: GetInstanceProfile) -> dict[str, Any]:
    """A profile with its role."""
    profile = instance_profiles.find(call.world, call.account_id, request.instance_profile_name)
    return {"InstanceProfile": profile_view(call.world, call.account_id, profile)}


class ListInstanceProfiles(PagedRequest):
    path_prefix: str = "/"


@iam.operation
def list_instance_profiles(call: Call, request: ListInstanceProfiles) -> dict[str, Any]:
    """The account's profiles under a path, by name."""
    return page(
        call,
        request,
        "InstanceProfiles",
        identities_of(call.world, call.account_id).instance_profiles,
        lambda profile: listed_profile_view(call.world, call.account_id, profile),
        lambda profile: profile.path.startswith(request.path_prefix),
    )


class ListInstanceProfilesForRole(PagedRequest):
    role_name: str


@iam.operation
def list_instance_profiles_for_role(call: Call, request: ListInstanceProfilesForRole) -> dict[str, Any]:
    """The profiles that hold a role."""
    role = roles.find(call.world, call.account_id, request.role_name)
    return page(
        call,
        request,
        "InstanceProfiles",
        identities_of(call.world, call.account_id).instance_profiles,
        lambda profile: listed_profile_view(call.world, call.account_id, profile),
        lambda profile: profile.role_name == role.name,
    )


class AddRoleToInstanceProfile(Request):
    instance_profile_name: str
    role_name: str


@iam.operation
def add_role_to_instance_profile(call: Call, request: AddRoleToInstanceProfile) -> dict[str, Any]:
    """Put a role into a profile that holds none."""
    instance_profiles.add_role(call.world, call.account_id, request.instance_profile_name, request.role_name)
    return {}


class RemoveRoleFromInstanceProfile(Request):
    instance_profile_name: str
    role_name: str


@iam.operation
def remove_role_from_instance_profile(call: Call, request: RemoveRoleFromInstanceProfile) -> dict[str, Any]:
    """Take the role out of a profile."""
    instance_profiles.remove_role(call.world, call.account_id, request.instance_profile_name, request.role_name)
    return {}


class DeleteInstanceProfile(Request):
    instance_profile_name: str


@iam.operation
def delete_instance_profile(call: Call, request: DeleteInstanceProfile) -> dict[str, Any]:
    """Delete a profile that holds no role."""
    instance_profiles.delete(call.world, call.account_id, request.instance_profile_name)
    return {}


class TagInstanceProfile(Request):
    instance_profile_name: str
    tags: list[Tag]


@iam.operation
def tag_instance_profile(call: Call, request: TagInstanceProfile) -> dict[str, Any]:
    """Add tags or replace their values."""
    instance_profiles.tag(call.world, call.account_id, request.instance_profile_name, pairs(request.tags))
    return {}


class UntagInstanceProfile(Request):
    instance_profile_name: str
    tag_keys: list[str]


@iam.operation
def untag_instance_profile(call: Call, request: UntagInstanceProfile) -> dict[str, Any]:
    """Remove tags, there or not."""
    instance_profiles.untag(call.world, call.account_id, request.instance_profile_name, request.tag_keys)
    return {}


class ListInstanceProfileTags(PagedRequest):
    instance_profile_name: str


@iam.operation
def list_instance_profile_tags(call: Call, request: ListInstanceProfileTags) -> dict[str, Any]:
    """The profile's tags."""
    return tag_page(
        call, request, instance_profiles.find(call.world, call.account_id, request.instance_profile_name).tags
    )
