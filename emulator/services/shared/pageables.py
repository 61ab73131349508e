"""What can be paged besides the collections of `domain/catalog.py`: parts of one, several in a row, made-up ones."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Generic, TypeVar

from emulator.domain.catalog import Catalog
from emulator.services.shared.paging import Pageable

Key = TypeVar("Key")
Value = TypeVar("Value")

Keep = Callable[[Value], bool] | None


@dataclass(frozen=True, slots=True)
class Among(Pageable[Value], Generic[Key, Value]):
    """The entries of a catalog that an index names: a page of them costs no more than the named ones."""

    catalog: Catalog[Key, Value]
    keys: Iterable[Key]

    def page(self, after: str | None, limit: int, keep: Keep[Value] = None) -> tuple[list[Value], str | None]:
        return self.catalog.page(after, limit, keep, self.keys)


class Numbered(Pageable[Value]):
    """Values that have numbers of their own, which stay when others come and go."""

    def __init__(self, values: Iterable[Value], number: Callable[[Value], int]) -> None:
        self._numbered = sorted(((number(value), value) for value in values), key=lambda pair: pair[0])

    def page(self, after: str | None, limit: int, keep: Keep[Value] = None) -> tuple[list[Value], str | None]:
        start = -1 if after is None else int(after)
        found: list[Value] = []
        last = start
        for number, value in self._numbered:
            if number > start and (keep is None or keep(value)):
                if len(found) == limit:
                    return found, str(last)
                found.append(value)
                last = number
        return found, None


class Sequenced(Pageable[Value]):
    """A short collection in an order of its own. A position is a key and the place that it had."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values

    def page(self, after: str | None, limit: int, keep: Keep[Value] = None) -> tuple[list[Value], str | None]:
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
    """What stands for a key in a token, which may not grow without bound (IAM's end at 320 characters)."""
    return blake2b(key.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Kept(Pageable[Value]):
    """The values of a collection that pass a test of their own, besides the one that a page is asked with."""

    values: Pageable[Value]
    keep: Callable[[Value], bool]

    def page(self, after: str | None, limit: int, keep: Keep[Value] = None) -> tuple[list[Value], str | None]:
        if keep is None:
            return self.values.page(after, limit, self.keep)
        also = keep
        return self.values.page(after, limit, lambda value: self.keep(value) and also(value))


class Chain(Pageable[Value]):
    """One collection behind another. A position is the collection's number and the position in it."""

    def __init__(self, *parts: Pageable[Value]) -> None:
        self._parts = parts

    def page(self, after: str | None, limit: int, keep: Keep[Value] = None) -> tuple[list[Value], str | None]:
        first, _, position = ("0", "", "") if after is None else after.partition("/")
        found: list[Value] = []
        for index in range(int(first), len(self._parts)):
            part, start = self._parts[index], position or None
            position = ""
            if len(found) == limit:
                # full: is there anything behind it?
                if part.page(start, 1, keep)[0]:
                    return found, f"{index}/"
                continue
            values, last = part.page(start, limit - len(found), keep)
            found += values
            if last is not None:
                return found, f"{index}/{last}"
        return found, None
