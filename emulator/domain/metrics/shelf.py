"""A mapping in the order of its keys, whose pages cost a page."""

import json
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")
# texts, and tuples of them
Key = tuple[Any, ...]


class Shelf(Generic[Value]):
    """Values by key, sorted. A position is a key, so it outlives the value that stood there."""

    __slots__ = ("_keys", "_values")

    def __init__(self) -> None:
        self._values: dict[Key, Value] = {}
        self._keys: list[Key] = []

    def add(self, key: Key, value: Value) -> None:
        if key in self._values:
            raise KeyError(key)
        self._values[key] = value
        insort(self._keys, key)

    def remove(self, key: Key) -> Value:
        value = self._values.pop(key)
        del self._keys[bisect_left(self._keys, key)]
        return value

    def get(self, key: Key) -> Value | None:
        return self._values.get(key)

    def walk(self, prefix: Key = (), after: Key | None = None) -> Iterator[tuple[Key, Value]]:
        """The keys that begin with these parts, behind another key."""
        start = bisect_left(self._keys, prefix)
        if after is not None:
            start = max(start, bisect_right(self._keys, after))
        for index in range(start, len(self._keys)):
            key = self._keys[index]
            if key[: len(prefix)] != prefix:
                return
            yield key, self._values[key]

    def page(
        self, after: str | None, limit: int, keep: Callable[[Value], bool] | None = None, prefix: Key = ()
    ) -> tuple[list[Value], str | None]:
        """Up to `limit` values behind a position, and the position to go on from if there are more."""
        values: list[Value] = []
        last: Key = ()
        for key, value in self.walk(prefix, None if after is None else _key(json.loads(after))):
            if keep is not None and not keep(value):
                continue
            if len(values) == limit:
                return values, json.dumps(last)
            values.append(value)
            last = key
        return values, None

    def values(self) -> Iterator[Value]:
        return (self._values[key] for key in self._keys)

    def __getitem__(self, key: Key) -> Value:
        return self._values[key]

    def __contains__(self, key: object) -> bool:
        return key in self._values

    def __len__(self) -> int:
        return len(self._keys)


def _key(parts: list[Any]) -> Key:
    return tuple(_key(part) if isinstance(part, list) else part for part in parts)
