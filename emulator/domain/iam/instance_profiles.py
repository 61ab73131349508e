"""Instance profiles: each holds one role at most, and a role in one cannot be deleted."""

from collections.abc import Iterable

from emulator.domain.iam import refusals, tags
from emulator.domain.iam.identities import InstanceProfile, arn_of, identities_of, keep_identities
from emulator.domain.iam.roles import find_modifiable
from emulator.domain.world import World


def find(world: World, account_id: str, name: str) -> InstanceProfile:
    profile = identities_of(world, account_id).instance_profiles.get(name)
    if profile is None:
        raise refusals.InstanceProfileNotFound(name)
    return profile


def create(
    world: World, account_id: str, name: str, path: str, given_tags: Iterable[tuple[str, str]]
) -> InstanceProfile:
    identities = identities_of(world, account_id)
    kept = tags.merged({}, given_tags, world.options.tags_per_iam_resource)
    if name in identities.instance_profiles:
        raise refusals.InstanceProfileAlreadyExists(name)
    maximum = world.options.instance_profiles_per_account
    if len(identities.instance_profiles) >= maximum:
        raise refusals.QuotaExceeded("InstanceProfilesPerAccount", maximum)
    world.begin_change()
    profile_id = world.identifiers.under("AIPA", world.identifiers.upper(17))
    arn = arn_of(world, account_id, "instance-profile", path, name)
    profile = InstanceProfile(name, path, profile_id, arn, world.now, tags=kept)
    keep_identities(world, account_id).instance_profiles.add(name, profile)
    return profile


def delete(world: World, account_id: str, name: str) -> None:
    profile = find(world, account_id, name)
    if profile.role_name is not None:
        raise refusals.MustRemoveFromInstanceProfiles().under("IAM-027")
    world.begin_change()
    keep_identities(world, account_id).instance_profiles.remove(name)


def add_role(world: World, account_id: str, profile_name: str, role_name: str) -> None:
    profile = find(world, account_id, profile_name)
    role = find_modifiable(world, account_id, role_name)
    if profile.role_name is not None:
        raise refusals.InstanceProfileHasRole
    world.begin_change()
    profile.role_name = role.name


def remove_role(world: World, account_id: str, profile_name: str, role_name: str) -> None:
    profile = find(world, account_id, profile_name)
    role = find_modifiable(world, account_id, role_name)
    if profile.role_name != role.name:
        raise refusals.RoleNotFound(role_name).under("IAM-030")
    world.begin_change()
    profile.role_name = None


def tag(world: World, account_id: str, name: str, given_tags: Iterable[tuple[str, str]]) -> None:
    tags.add(world, find(world, account_id, name), given_tags)


def untag(world: World, account_id: str, name: str, keys: Iterable[str]) -> None:
    tags.remove(world, find(world, account_id, name), keys)
