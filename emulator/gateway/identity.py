"""Who is asking: the account, the Region and the principal behind a signature.

What issued credentials need is imported when the first of them calls: it brings in most of IAM and STS.
"""

from functools import lru_cache

from emulator.domain.callers import ANONYMOUS, Caller, Principal, administrator
from emulator.domain.credentials import is_account_id, is_issued
from emulator.domain.world import World
from emulator.gateway.signatures import Signature

DEFAULT_REGION = "us-east-1"


def identify(world: World, signature: Signature | None, source_ip: str | None = None) -> Caller:
    """A twelve-digit key is that account's administrator; a key that this world has issued is its own principal.

    A key that looks issued but is unknown here is refused, never taken for somebody else. Any other key is the
    world's default account. Raises `UnknownCredentials` and `ExpiredCredentials`.
    """
    if signature is None:
        return Caller("", DEFAULT_REGION, ANONYMOUS, "", source_ip)
    key, region = signature.access_key_id, signature.region
    if is_account_id(key):
        return _administrator(key, region, key, source_ip)
    if is_issued(key):
        principal = _issued(world, key, signature.token)
        return Caller(principal.account_id, region, principal, key, source_ip)
    return _administrator(world.default_account_id, region, key, source_ip)


@lru_cache(maxsize=4_096)
def _administrator(account_id: str, region: str, key: str, source_ip: str | None) -> Caller:
    return Caller(account_id, region, administrator(account_id), key, source_ip)


def _issued(world: World, key: str, token: str | None) -> Principal:
    from emulator.domain.iam import access_keys
    from emulator.domain.sts import sessions

    if access_keys.is_long_term(key):
        return access_keys.principal_of(world, key)
    return sessions.principal_of(world, key, token)


def note_use(world: World, caller: Caller, service: str) -> None:
    """Note that an identity has made a call."""
    if not is_issued(caller.access_key_id):
        return
    from emulator.domain.iam import access_keys
    from emulator.domain.sts import sessions

    sessions.note_use(world, caller)
    access_keys.note_use(world, caller, service)
