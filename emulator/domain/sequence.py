"""Values in the order of their positions, at eight bytes each: the list that a large collection pages through."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Generic, Protocol, TypeVar

_CHUNK = 512


class Placed(Protocol):
    """A value with its place in the order; new values come last."""

    @property
    def position(self) -> int: ...


Value = TypeVar("Value", bound=Placed)
_position = attrgetter("position")


class Sequence(Generic[Value]):
    """Adding, removing and turning to a page cost next to nothing at any size."""

    __slots__ = ("_chunks", "_size", "_starts")

    def __init__(self) -> None:
        self._chunks: list[list[Value]] = []
        # the position that each chunk began with; its first value may be gone since
        self._starts: list[int] = []
        self._size = 0

    def append(self, value: Value) -> None:
        if self._chunks and len(self._chunks[-1]) < _CHUNK:
            self._chunks[-1].append(value)
        else:
            self._chunks.append([value])
            self._starts.append(value.position)
        self._size += 1

    def remove(self, value: Value) -> None:
        index = bisect_right(self._starts, value.position) - 1
        chunk = self._chunks[index]
        at = bisect_left(chunk, value.position, key=_position)
        if chunk[at] is not value:
            raise KeyError(value.position)
        del chunk[at]
        if not chunk:
            del self._chunks[index]
            del self._starts[index]
        self._size -= 1

    def page(
        self, after: str | None, limit: int, keep: Callable[[Value], bool] | None = None
    ) -> tuple[list[Value], str | None]:
        """Up to `limit` values behind a position, and the position to go on from if there are more."""
        values: list[Value] = []
        for value in self._behind(int(after or 0)):
            if keep is not None and not keep(value):
                continue
            if len(values) == limit:
                return values, str(values[-1].position) if values else after
            values.append(value)
        return values, None

    def _behind(self, position: int) -> Iterator[Value]:
        index = max(bisect_right(self._starts, position) - 1, 0)
        at = bisect_right(self._chunks[index], position, key=_position) if self._chunks else 0
        while index < len(self._chunks):
            yield from self._chunks[index][at:]
            index, at = index + 1, 0

    def __iter__(self) -> Iterator[Value]:
        for chunk in self._chunks:
            yield from chunk

    def __len__(self) -> int:
        return self._size
