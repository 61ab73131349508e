"""Ordered collections whose pages cost a page: by creation, or by name without regard to case."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Catalog(Generic[Key, Value]):
    """A mapping in the order of creation. Every entry has a position that stays its own when others come and go,
    so that a page can begin after any position, deleted ones included."""

    __slots__ = ("_entries", "_keys", "_last", "_positions")

    def __init__(self) -> None:
        self._entries: dict[Key, tuple[int, Value]] = {}
        self._positions: list[int] = []
        self._keys: list[Key] = []
        self._last = 0

    def add(self, key: Key, value: Value) -> None:
        if key in self._entries:
            raise KeyError(key)
        self._last += 1
        self._entries[key] = (self._last, value)
        self._positions.append(self._last)
        self._keys.append(key)

    def remove(self, key: Key) -> Value:
        position, value = self._entries.pop(key)
        index = bisect_left(self._positions, position)
        del self._positions[index]
        del self._keys[index]
        return value

    def get(self, key: Key) -> Value | None:
        entry = self._entries.get(key)
        return None if entry is None else entry[1]

    def page(
        self,
        after: str | None,
        limit: int,
        keep: Callable[[Value], bool] | None = None,
        among: Iterable[Key] | None = None,
    ) -> tuple[list[Value], str | None]:
        """Up to `limit` values behind a position, and the position to go on from if there are more.

        `among` names the keys that can be meant (an index knows them): then no other entry is looked at.
        """
        start = 0 if after is None else int(after)
        if among is not None:
            named = sorted((self._entries[key] for key in set(among) if key in self._entries), key=itemgetter(0))
            return _page((pair for pair in named if pair[0] > start), limit, keep)
        first = bisect_right(self._positions, start)
        pairs = ((self._positions[index], self._entries[self._keys[index]][1]) for index in range(first, len(self)))
        return _page(pairs, limit, keep)

    def values(self) -> Iterator[Value]:
        return (value for _, value in self._entries.values())

    def __getitem__(self, key: Key) -> Value:
        return self._entries[key][1]

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[Key]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


class Directory(Generic[Value]):
    """A mapping by name, unique and sorted without regard to case, as IAM keeps its entities."""

    __slots__ = ("_entries", "_names")

    def __init__(self) -> None:
        self._entries: dict[str, Value] = {}
        self._names: list[str] = []

    def add(self, name: str, value: Value) -> None:
        key = name.lower()
        if key in self._entries:
            raise KeyError(name)
        self._entries[key] = value
        insort(self._names, key)

    def remove(self, name: str) -> Value:
        key = name.lower()
        value = self._entries.pop(key)
        del self._names[bisect_left(self._names, key)]
        return value

    def get(self, name: str) -> Value | None:
        return self._entries.get(name.lower())

    def page(
        self, after: str | None, limit: int, keep: Callable[[Value], bool] | None = None
    ) -> tuple[list[Value], str | None]:
        """Up to `limit` values in order of name behind a name, and the name to go on from if there are more."""
        start = 0 if after is None else bisect_right(self._names, after)
        pairs = ((self._names[index], self._entries[self._names[index]]) for index in range(start, len(self)))
        return _page(pairs, limit, keep)

    def values(self) -> Iterator[Value]:
        return (self._entries[key] for key in self._names)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def __len__(self) -> int:
        return len(self._entries)


def _page(
    pairs: Iterable[tuple[object, Value]], limit: int, keep: Callable[[Value], bool] | None
) -> tuple[list[Value], str | None]:
    values: list[Value] = []
    last: object = None
    for position, value in pairs:
        if keep is not None and not keep(value):
            continue
        if len(values) == limit:
            return values, str(last)
        values.append(value)
        last = position
    return values, None
