"""Who is asking: the account, the Region and the principal behind a signature."""

from emulator.domain.callers import ANONYMOUS, Caller, administrator
from emulator.domain.credentials import is_account_id, is_issued
from emulator.domain.iam import access_keys
from emulator.domain.sts import sessions
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
    key = signature.access_key_id
    if is_account_id(key):
        principal = administrator(key)
    elif is_issued(key) and access_keys.is_long_term(key):
        principal = access_keys.principal_of(world, key)
    elif is_issued(key):
        principal = sessions.principal_of(world, key, signature.token)
    else:
        principal = administrator(world.default_account_id)
    return Caller(principal.account_id, signature.region, principal, key, source_ip)


def note_use(world: World, caller: Caller, service: str) -> None:
    """Note that an identity has made a call."""
    sessions.note_use(world, caller)
    access_keys.note_use(world, caller, service)
