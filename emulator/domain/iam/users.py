"""Users. The administrator behind a twelve-digit access key is one too, but not of the account's making: it answers
for itself and its name is taken, lists and counts leave it out, and nobody changes it."""

from collections.abc import Iterable
from datetime import UTC, datetime

from emulator.domain.callers import Principal, PrincipalKind, administrator
from emulator.domain.iam import account_refusals, policies, refusals, tags
from emulator.domain.iam.identities import User, arn_of, identities_of, keep_identities
from emulator.domain.world import World

ADMINISTRATOR = "administrator"
# when an account that exists because it was used came to be, nobody has noted
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def find(world: World, account_id: str, name: str) -> User:
    user = identities_of(world, account_id).users.get(name)
    if user is not None:
        return user
    if name.lower() == ADMINISTRATOR:
        principal = administrator(account_id)
        created_at = world.account(account_id).created_at or _LONG_AGO
        return User(ADMINISTRATOR, "/", principal.unique_id, principal.arn, created_at)
    raise account_refusals.UserNotFound(name)


def find_modifiable(world: World, account_id: str, name: str) -> User:
    user = find(world, account_id, name)
    if user.name == ADMINISTRATOR:
        raise account_refusals.BuiltInAdministrator
    return user


def name_of(principal: Principal) -> str | None:
    """The user behind a principal; None for the account's root. Refused for the session of a role."""
    if principal.kind is PrincipalKind.ROOT:
        return None
    if principal.kind is not PrincipalKind.USER:
        raise account_refusals.UserNameNeeded
    return principal.name


def create(
    world: World,
    account_id: str,
    name: str,
    *,
    path: str,
    boundary_arn: str | None,
    given_tags: Iterable[tuple[str, str]],
) -> User:
    kept = tags.merged({}, given_tags, world.options.tags_per_iam_resource)
    if boundary_arn is not None:
        policies.require_boundary_arn(boundary_arn)
        policies.require_boundary(world, account_id, boundary_arn)
    identities = identities_of(world, account_id)
    if name in identities.users or name.lower() == ADMINISTRATOR:
        raise account_refusals.UserAlreadyExists(name)
    maximum = world.options.users_per_account
    if len(identities.users) >= maximum:
        raise refusals.QuotaExceeded("UsersPerAccount", maximum)
    world.begin_change()
    user_id = world.identifiers.under("AIDA", world.identifiers.upper(17))
    user = User(name, path, user_id, arn_of(world, account_id, "user", path, name), world.now, tags=kept)
    identities = keep_identities(world, account_id)
    identities.users.add(name, user)
    identities.set_boundary(user, boundary_arn)
    return user


def delete(world: World, account_id: str, name: str) -> None:
    user = find_modifiable(world, account_id, name)
    identities = identities_of(world, account_id)
    if any(key.user_name == user.name for key in identities.access_keys.values()):
        raise account_refusals.MustDeleteAccessKeys
    world.begin_change()
    identities.set_boundary(user, None)
    identities.users.remove(user.name)


def tag(world: World, account_id: str, name: str, given_tags: Iterable[tuple[str, str]]) -> None:
    tags.add(world, find_modifiable(world, account_id, name), given_tags)


def untag(world: World, account_id: str, name: str, keys: Iterable[str]) -> None:
    tags.remove(world, find_modifiable(world, account_id, name), keys)
