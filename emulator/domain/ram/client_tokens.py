"""Client tokens: a call that is repeated with its token gets its first answer, and nothing is done twice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from emulator.domain.ram import refusals

LIFETIME = timedelta(hours=24)
LONGEST = 64

Answer = Mapping[str, object]


@dataclass(slots=True)
class _Result:
    parameters: bytes
    answer: Answer
    until: datetime


@dataclass(slots=True)
class ClientTokens:
    """The answers of calls with tokens, for 24 hours, in the order in which they are forgotten."""

    _results: dict[tuple[str, ...], _Result] = field(default_factory=dict)

    def recall(self, key: tuple[str, ...], parameters: bytes, now: datetime, *, modelled: bool) -> Answer | None:
        """The first answer; None if there was none. Other parameters are refused (RAM-036, RAM-037)."""
        result = self._results.get(key)
        if result is None or result.until <= now:
            return None
        if result.parameters != parameters:
            raise refusals.ClientTokenReused if modelled else refusals.ClientTokenReusedUnmodelled
        return result.answer

    def remember(self, key: tuple[str, ...], parameters: bytes, answer: Answer, now: datetime) -> None:
        self._results.pop(key, None)
        self._results[key] = _Result(parameters, answer, now + LIFETIME)
        while self._results[oldest := next(iter(self._results))].until <= now:
            del self._results[oldest]


def require_token(token: str) -> None:
    if not 1 <= len(token) <= LONGEST:
        raise refusals.InvalidClientToken
