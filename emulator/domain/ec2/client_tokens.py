"""Client tokens: a call that is repeated with its token gets its first result, and nothing is made twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from emulator.domain.ec2 import refusals

LIFETIME = timedelta(hours=24)
LONGEST = 64


@dataclass(slots=True)
class _Result:
    parameters: bytes
    resource_id: str
    until: datetime


class ClientTokens:
    """The results of calls with tokens, for 24 hours of the world's time, whatever that time is."""

    __slots__ = ("_results",)

    def __init__(self) -> None:
        # in the order in which they expire
        self._results: dict[bytes, _Result] = {}

    def recall(self, scope: tuple[str, ...], token: str, parameters: bytes, now: datetime) -> str | None:
        """The id of what a call with this token has made; None if there was none (EC2-009)."""
        result = self._results.get(_key(scope, token))
        if result is None or result.until <= now:
            return None
        if result.parameters != parameters:
            raise refusals.ClientTokenReused(token)
        return result.resource_id

    def remember(self, scope: tuple[str, ...], token: str, parameters: bytes, resource_id: str, now: datetime) -> None:
        key = _key(scope, token)
        self._results.pop(key, None)
        self._results[key] = _Result(parameters, resource_id, now + LIFETIME)
        while True:
            oldest = next(iter(self._results))
            if self._results[oldest].until > now:
                break
            del self._results[oldest]

    def __len__(self) -> int:
        return len(self._results)


def require_token(token: str) -> None:
    """A token has at most 64 ASCII characters (EC2-010)."""
    if len(token) > LONGEST or not token.isascii():
        raise refusals.InvalidClientToken(token)


def _key(scope: tuple[str, ...], token: str) -> bytes:
    return blake2b("\0".join((*scope, token)).encode("utf-8", "surrogatepass"), digest_size=16).digest()
