"""Temporary credentials that STS has issued, and whom they select."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import shake_256

from emulator.domain.callers import Caller, Principal, PrincipalKind, administrator
from emulator.domain.credentials import ExpiredCredentials, UnknownCredentials, new_key
from emulator.domain.iam.identities import Role, identities_of
from emulator.domain.world import World

# AWS asks clients not to rely on a length; these are in the range of its own.
SHORTEST_TOKEN = 356
LONGEST_SESSION = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Session:
    access_key_id: str
    secret_access_key: str
    token: str
    principal: Principal
    expires_at: datetime


def issue(world: World, principal: Principal, minimum_token_size: int | None = None) -> Session:
    """Credentials for a principal, as long as its session lasts."""
    if principal.session is None:
        raise ValueError(f"{principal.arn} has no session")
    _forget_old(world)
    session = Session(
        new_key("ASIA", principal.account_id, world.identifiers.octets(4)),
        world.identifiers.base64(40),
        _token(world.identifiers.octets(32), minimum_token_size or 0),
        principal,
        principal.session.expires_at,
    )
    world.sessions[session.access_key_id] = session
    return session


def principal_of(world: World, access_key_id: str, token: str | None) -> Principal:
    """Whom a key that was issued here selects; both parts must be the session's own, and its identity still there."""
    session = world.sessions.get(access_key_id)
    if session is None or session.token != token or not _stands(world, session.principal):
        raise UnknownCredentials
    if session.expires_at <= world.now:
        raise ExpiredCredentials
    return session.principal


def note_use(world: World, caller: Caller) -> None:
    """A role is used when one of its sessions makes a call."""
    role = role_of(world, caller.principal)
    if role is not None:
        role.last_used_at, role.last_used_region = world.now, caller.region


def role_of(world: World, principal: Principal) -> Role | None:
    """The role behind a session, while it exists: a role of the same name that came later is another one."""
    if principal.role_arn is None:
        return None
    role = identities_of(world, principal.account_id).roles.get(principal.role_arn.rpartition("/")[2])
    return role if role is not None and role.id == principal.role_id else None


def _stands(world: World, principal: Principal) -> bool:
    """Whether what the session acts as still exists: a session ends with its role or its user."""
    if principal.kind is PrincipalKind.ROLE_SESSION:
        return role_of(world, principal) is not None
    if principal.kind is PrincipalKind.USER and principal.unique_id != administrator(principal.account_id).unique_id:
        user = identities_of(world, principal.account_id).users.get(principal.name)
        return user is not None and user.id == principal.unique_id
    return True


def _token(entropy: bytes, minimum_size: int) -> str:
    size = max(SHORTEST_TOKEN, minimum_size)
    return b64encode(shake_256(entropy).digest(-(-size // 4) * 3)).decode("ascii")


def _forget_old(world: World) -> None:
    """Sessions that no session of their time can outlive are forgotten, oldest first, so that a long run does not
    grow without end."""
    while world.sessions:
        key, oldest = next(iter(world.sessions.items()))
        if oldest.expires_at + LONGEST_SESSION > world.now:
            return
        del world.sessions[key]
