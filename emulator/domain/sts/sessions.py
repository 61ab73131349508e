"""Temporary credentials that STS has issued, and whom they select."""

from dataclasses import dataclass
from datetime import datetime

from emulator.domain.callers import Principal


@dataclass(frozen=True, slots=True)
class Session:
    access_key_id: str
    secret_access_key: str
    token: str
    principal: Principal
    expires_at: datetime
