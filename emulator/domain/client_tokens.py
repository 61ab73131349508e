"""Client tokens: a call that is repeated with its token gets its first result, and nothing is done twice."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Generic, TypeVar

from emulator.domain.refusals import Refusal

LIFETIME = timedelta(hours=24)
LONGEST = 64

Result = TypeVar("Result")
Scope = tuple[str, ...]
"""Whose token it is and for what: an account, a Region, an operation."""


@dataclass(slots=True)
class Kept(Generic[Result]):
    parameters: bytes
    result: Result
    until: datetime


@dataclass(slots=True)
class ClientTokens(Generic[Result]):
    """The results of calls with tokens, for 24 hours of the world's time, in the order in which they are forgotten."""

    kept: dict[bytes, Kept[Result]] = field(default_factory=dict)

    def recall(
        self, scope: Scope, token: str, parameters: bytes, now: datetime, reused: Callable[[], Refusal]
    ) -> Result | None:
        """What a call with this token came to; None if there was none. With other parameters it is `reused`."""
        kept = self.kept.get(_key(scope, token))
        if kept is None or kept.until <= now:
            return None
        if kept.parameters != parameters:
            raise reused()
        return kept.result

    def remember(self, scope: Scope, token: str, parameters: bytes, result: Result, now: datetime) -> None:
        key = _key(scope, token)
        self.kept.pop(key, None)
        self.kept[key] = Kept(parameters, result, now + LIFETIME)
        while self.kept[oldest := next(iter(self.kept))].until <= now:
            del self.kept[oldest]


def _key(scope: Scope, token: str) -> bytes:
    return blake2b("\0".join((*scope, token)).encode("utf-8", "surrogatepass"), digest_size=16).digest()
