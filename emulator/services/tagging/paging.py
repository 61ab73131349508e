"""Pages of the tagging API: its tokens expire after 15 minutes, and the last page's is an empty string."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from pydantic import BaseModel

from emulator.domain.tagging import refusals
from emulator.services.shared.paging import page

Value = TypeVar("Value")
TOKEN_LIFE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class _Walk(Generic[Value]):
    """What a walk meets, cut into pages. A position holds the time at which it was given."""

    start: Callable[[str | None], Iterator[tuple[Value, str]]]
    now: datetime
    weigh: Callable[[Value], int]
    most_weight: int | None

    def page(
        self, after: str | None, limit: int, keep: Callable[[Value], bool] | None = None
    ) -> tuple[list[Value], str | None]:
        position: str | None = None
        if after is not None:
            given_at, _, position = after.partition(" ")
            if self.now - datetime.fromisoformat(given_at) > TOKEN_LIFE:
                raise refusals.PaginationTokenExpired
        found: list[Value] = []
        weight = 0
        for value, behind in self.start(position):
            weight += self.weigh(value)
            full = self.most_weight is not None and weight > self.most_weight and bool(found)
            if full or len(found) == limit:
                return found, f"{self.now.isoformat()} {position or ''}"
            found.append(value)
            position = behind
        return found, None


def walked(
    request: BaseModel,
    token: str | None,
    now: datetime,
    start: Callable[[str | None], Iterator[tuple[Value, str]]],
    *,
    limit: int,
    weigh: Callable[[Value], int] = lambda value: 1,
    most_weight: int | None = None,
) -> tuple[list[Value], str]:
    """A page of what a walk from a position meets, and the token for the rest."""
    walk = _Walk(start, now, weigh, most_weight)
    found, following = page(request, walk, token=token or None, limit=limit, invalid=refusals.InvalidPaginationToken)
    return found, following or ""


def listed(values: Sequence[str]) -> Callable[[str | None], Iterator[tuple[str, str]]]:
    """A walk through sorted texts."""
    return lambda after: ((value, value) for value in values if after is None or value > after)
