"""How RAM pages: 100 by default (AWS does not document it) and 500 at most, in the order of creation."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from emulator.domain.catalog import Catalog
from emulator.domain.ram import refusals
from emulator.services.operations import Call
from emulator.services.ram.requests import RamRequest
from emulator.services.shared import paging

Key = TypeVar("Key")
Value = TypeVar("Value")
PAGE = 100


class PagedRequest(RamRequest):
    next_token: str | None = None
    max_results: int | None = None


class Numbered(paging.Pageable[Value]):
    """Values that have numbers of their own, which stay when others come and go."""

    def __init__(self, values: Iterable[Value], number: Callable[[Value], int]) -> None:
        self.numbered = sorted(((number(value), value) for value in values), key=lambda pair: pair[0])

    def page(
        self, after: str | None, limit: int, keep: Callable[[Value], bool] | None = None
    ) -> tuple[list[Value], str | None]:
        start = -1 if after is None else int(after)
        found: list[Value] = []
        last = start
        for number, value in self.numbered:
            if number > start and (keep is None or keep(value)):
                if len(found) == limit:
                    return found, str(last)
                found.append(value)
                last = number
        return found, None


class Among(paging.Pageable[Value]):
    """Of a catalog, the entries whose keys are named."""

    def __init__(self, catalog: Catalog[Key, Value], keys: Iterable[Key]) -> None:
        self.walk = partial(catalog.page, among=list(keys))

    def page(
        self, after: str | None, limit: int, keep: Callable[[Value], bool] | None = None
    ) -> tuple[list[Value], str | None]:
        return self.walk(after, limit, keep)


class Chain(paging.Pageable[Value]):
    """One collection after another."""

    def __init__(self, *parts: paging.Pageable[Value]) -> None:
        self.parts = parts

    def page(
        self, after: str | None, limit: int, keep: Callable[[Value], bool] | None = None
    ) -> tuple[list[Value], str | None]:
        first, _, position = ("0", "", "") if after is None else after.partition("/")
        found: list[Value] = []
        reached = after
        for index in range(int(first), len(self.parts)):
            if len(found) == limit:
                more, _ = self.parts[index].page(None, 1, keep)
                if more:
                    return found, reached
                continue
            values, last = self.parts[index].page(position or None, limit - len(found), keep)
            position = ""
            found += values
            if last is not None:
                return found, f"{index}/{last}"
            reached = f"{index + 1}/"
        return found, None


class _Bound(paging.Pageable[Value]):
    """Positions that are an account's in a Region."""

    def __init__(self, call: Call, values: paging.Pageable[Value]) -> None:
        self.prefix = f"{call.account_id}/{call.caller.region}/"
        self.values = values

    def page(
        self, after: str | None, limit: int, keep: Callable[[Value], bool] | None = None
    ) -> tuple[list[Value], str | None]:
        if after is not None and not after.startswith(self.prefix):
            raise refusals.InvalidNextToken
        position = None if after is None else after.removeprefix(self.prefix)
        found, last = self.values.page(position, limit, keep)
        return found, None if last is None else self.prefix + last


def page(
    call: Call,
    request: PagedRequest,
    key: str,
    values: paging.Pageable[Value],
    view: Callable[[Value], object],
    keep: Callable[[Value], bool] | None = None,
) -> dict[str, Any]:
    """An answer with one page of views under `key`, and nextToken if there is more."""
    found, token = paging.page(
        request,
        _Bound(call, values),
        token=request.next_token,
        limit=request.max_results or PAGE,
        invalid=refusals.InvalidNextToken,
        keep=keep,
    )
    answer: dict[str, Any] = {key: [view(value) for value in found]}
    if token is not None:
        answer["nextToken"] = token
    return answer
