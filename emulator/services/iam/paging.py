"""How IAM pages: Marker and MaxItems, 100 by default, and IsTruncated in every answer.

AWS may answer fewer entries than asked for; the emulator never does.
"""

from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Generic, TypeVar

from emulator.domain.iam import refusals
from emulator.services.operations import Call, Request
from emulator.services.shared import paging

Value = TypeVar("Value")

PAGE = 100


class PagedRequest(Request):
    marker: str | None = None
    max_items: int | None = None


class Sequenced(Generic[Value]):
    """A short collection in an order of its own, as a page's source. A position is a key and the place that it had."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values

    def page(
        self, after: str | None, limit: int, keep: Callable[[Value], bool] | None = None
    ) -> tuple[list[Value], str | None]:
        start = 0
        if after is not None:
            place, _, mark = after.partition(":")
            # an entry that has gone since then leaves its place to the next one
            start = int(place)
            for index, key in enumerate(self._values):
                if _mark(key) == mark:
                    start = index + 1
        found: list[Value] = []
        last = ""
        for index, (key, value) in enumerate(self._values.items()):
            if index < start or (keep is not None and not keep(value)):
                continue
            if len(found) == limit:
                return found, last
            found.append(value)
            last = f"{index}:{_mark(key)}"
        return found, None


def _mark(key: str) -> str:
    """What stands for a key in a marker, which may not grow over 320 characters."""
    return blake2b(key.encode(), digest_size=8).hexdigest()


class Chained:
    """Several collections, one behind the other. A position is the collection's number and the position in it."""

    def __init__(self, parts: Sequence[tuple[paging.Pageable[Any], Callable[[Any], bool] | None]]) -> None:
        self._parts = parts

    def page(
        self, after: str | None, limit: int, keep: Callable[[Any], bool] | None = None
    ) -> tuple[list[Any], str | None]:
        number, inner = 0, after
        if after is not None:
            text, _, inner = after.partition("/")
            number = int(text)
        found: list[Any] = []
        last: str | None = None
        for index in range(number, len(self._parts)):
            values, chosen = self._parts[index]
            chosen = _both(chosen, keep)
            start = inner or None if index == number else None
            if len(found) == limit:
                # full: is there anything behind it?
                if values.page(start, 1, chosen)[0]:
                    return found, f"{index}/"
                continue
            more, last = values.page(start, limit - len(found), chosen)
            found += more
            if last is not None:
                return found, f"{index}/{last}"
        return found, None


def _both(first: Callable[[Any], bool] | None, second: Callable[[Any], bool] | None) -> Callable[[Any], bool] | None:
    if first is None or second is None:
        return first or second
    return lambda value: first(value) and second(value)


def page(
    call: Call,
    request: PagedRequest,
    key: str,
    values: paging.Pageable[Value],
    view: Callable[[Value], object],
    keep: Callable[[Value], bool] | None = None,
) -> dict[str, Any]:
    """An answer with one page of views under `key`, and Marker if there is more."""
    found, marker = find(call, request, values, keep)
    return {key: [view(value) for value in found], **truncation(marker)}


def find(
    call: Call, request: PagedRequest, values: paging.Pageable[Value], keep: Callable[[Value], bool] | None = None
) -> tuple[list[Value], str | None]:
    return paging.page(
        request,
        values,
        token=request.marker,
        limit=request.max_items or PAGE,
        invalid=refusals.InvalidMarker,
        keep=keep,
        account_id=call.account_id,
    )


def truncation(marker: str | None) -> dict[str, Any]:
    return {"IsTruncated": False} if marker is None else {"IsTruncated": True, "Marker": marker}
