"""Temporary credentials that STS has issued, and whom they select."""

from dataclasses import dataclass
from datetime import datetime

from emulator.domain.callers import Principal
from emulator.domain.credentials import ExpiredCredentials, UnknownCredentials
from emulator.domain.world import World


@dataclass(frozen=True, slots=True)
class Session:
    access_key_id: str
    secret_access_key: str
    token: str
    principal: Principal
    expires_at: datetime


def principal_of(world: World, access_key_id: str, token: str | None) -> Principal:
    """Whom a key that was issued here selects; both parts must be the session's own."""
    session = world.sessions.get(access_key_id)
    if session is None or session.token != token:
        raise UnknownCredentials
    if session.expires_at <= world.now:
        raise ExpiredCredentials
    return session.principal
