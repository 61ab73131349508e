"""Long-term access keys: a user's, or the root's, and whom they select."""

from emulator.domain.callers import Caller, Principal, PrincipalKind
from emulator.domain.credentials import UnknownCredentials, account_of, new_key
from emulator.domain.iam import account_refusals, refusals, users
from emulator.domain.iam.identities import AccessKey, KeyUse, identities_of, keep_identities
from emulator.domain.world import World


def is_long_term(key_id: str) -> bool:
    return key_id.startswith("AKIA")


def of_user(world: World, account_id: str, user_name: str | None) -> list[AccessKey]:
    """The keys of a user, oldest first; `user_name` None means the root."""
    if user_name is not None:
        user_name = users.find(world, account_id, user_name).name
    keys = identities_of(world, account_id).access_keys.values()
    return [key for key in keys if key.user_name == user_name]


def create(world: World, account_id: str, user_name: str | None) -> AccessKey:
    """A new key. Its secret is told this one time."""
    maximum = world.options.access_keys_per_user
    if len(of_user(world, account_id, user_name)) >= maximum:
        raise refusals.QuotaExceeded("AccessKeysPerUser", maximum)
    if user_name is not None:
        user_name = users.find(world, account_id, user_name).name
    world.begin_change()
    key_id = new_key("AKIA", account_id, world.identifiers.octets(4))
    key = AccessKey(key_id, world.identifiers.base64(40), user_name, world.now)
    keep_identities(world, account_id).access_keys[key.id] = key
    return key


def set_active(world: World, account_id: str, user_name: str | None, key_id: str, *, active: bool) -> None:
    key = _find(world, account_id, user_name, key_id)
    world.begin_change()
    key.active = active


def delete(world: World, account_id: str, user_name: str | None, key_id: str) -> None:
    key = _find(world, account_id, user_name, key_id)
    world.begin_change()
    del identities_of(world, account_id).access_keys[key.id]


def of_account(world: World, account_id: str, key_id: str) -> AccessKey:
    """A key of the account, whoever's it is."""
    key = identities_of(world, account_id).access_keys.get(key_id)
    if key is None:
        raise account_refusals.KeyOfAnotherAccount(key_id)
    return key


def principal_of(world: World, key_id: str) -> Principal:
    """Whom an issued key selects. What is deleted or inactive selects nobody."""
    account_id = account_of(key_id)
    key = identities_of(world, account_id).access_keys.get(key_id) if account_id is not None else None
    if account_id is None or key is None or not key.active:
        raise UnknownCredentials
    if key.user_name is None:
        arn = f"arn:{world.account(account_id).partition}:iam::{account_id}:root"
        return Principal(PrincipalKind.ROOT, account_id, arn, account_id)
    user = users.find(world, account_id, key.user_name)
    return Principal(PrincipalKind.USER, account_id, user.arn, user.id)


def note_use(world: World, caller: Caller, service: str) -> None:
    """A long-term key is used when a call is signed with it."""
    if is_long_term(caller.access_key_id):
        key = identities_of(world, caller.account_id).access_keys.get(caller.access_key_id)
        if key is not None:
            key.last_used = KeyUse(world.now, caller.region, service)


def _find(world: World, account_id: str, user_name: str | None, key_id: str) -> AccessKey:
    for key in of_user(world, account_id, user_name):
        if key.id == key_id:
            return key
    raise account_refusals.AccessKeyNotFound(key_id)
