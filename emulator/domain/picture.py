"""A picture of a world: plain nested values that are equal exactly where two worlds are.

It holds everything that can change an answer: every field of every object, the order of collections, and which
object is the same as which. The journal is left out, and so is what comes from outside (the reactions, wall time).
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from types import FunctionType, MethodType
from typing import Any

from emulator.domain.clock import Clock
from emulator.domain.journal import Journal
from emulator.domain.schedule import Schedule
from emulator.domain.world import World

Picture = Any  # a scalar, or a tuple of a kind, a number and the parts

_SCALARS = frozenset(
    {str, int, float, bool, bytes, type(None), datetime, date, timedelta}
    | {IPv4Address, IPv4Network, IPv6Address, IPv6Network}
)
_LEFT_OUT: dict[type, frozenset[str]] = {
    # `changed` and `dry_run` belong to the call that is being answered; `changes` only counts
    World: frozenset({"journal", "reactions", "changed", "changes", "dry_run"}),
    Clock: frozenset({"wall", "held_at"}),
}
_names_of: dict[type, tuple[str, ...]] = {}
_ways: "dict[type, _Way]" = {}


def picture(root: object) -> Picture:
    """The picture of a world, or of any part of one."""
    return _Painter().paint(root)


class _Painter:
    """Numbers the objects that can change in the order in which it meets them, and draws each once."""

    __slots__ = ("_kept", "_numbers")

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        # a number stands for an object only as long as the object lives
        self._kept: list[object] = []

    def paint(self, value: Any) -> Picture:
        kind = type(value)
        if kind in _SCALARS:
            return value
        way = _ways.get(kind) or _ways.setdefault(kind, _way_of(kind))
        if way is _Way.NAMED:
            return kind.__name__, value.name
        if way is _Way.FIXED_MEMBERS:
            return kind.__name__, self._members(value)
        if way is _Way.FIXED_FIELDS:
            return kind.__name__, self._fields(value, kind)
        number = self._numbers.get(id(value))
        if number is not None:
            return "same", number
        number = self._numbers[id(value)] = len(self._numbers)
        self._kept.append(value)
        return kind.__name__, number, self._parts(value, kind, way)

    def _parts(self, value: Any, kind: type, way: "_Way") -> tuple[Picture, ...]:
        if way is _Way.ENTRIES:
            return tuple([(self.paint(key), self.paint(one)) for key, one in value.items()])
        if way is _Way.MEMBERS:
            return self._members(value)
        if way is _Way.PENDING:
            # the heap's inner order is not seen by anybody
            return tuple([(due, self.paint(event)) for due, event in value.pending()])
        if way is _Way.FIELDS:
            return self._fields(value, kind)
        raise TypeError(f"{kind.__qualname__} has no place in a picture")

    def _members(self, values: Any) -> tuple[Picture, ...]:
        painted = [self.paint(one) for one in values]
        return tuple(sorted(painted, key=repr) if isinstance(values, (set, frozenset)) else painted)

    def _fields(self, value: Any, kind: type) -> tuple[Picture, ...]:
        return tuple([(name, self.paint(getattr(value, name))) for name in _names(kind)])


def _names(kind: type) -> tuple[str, ...]:
    found = _names_of.get(kind)
    if found is None:
        names = [one.name for one in fields(kind)] if is_dataclass(kind) else _slots(kind)
        found = _names_of[kind] = tuple(name for name in names if name not in _LEFT_OUT.get(kind, ()))
    return found


def _slots(kind: type) -> list[str]:
    return [name for base in reversed(kind.__mro__) for name in getattr(base, "__slots__", ())]


class _Way(Enum):
    """How the objects of a type are painted: fixed ones by what they hold, others also by which they are."""

    NAMED = auto()
    FIXED_MEMBERS = auto()
    FIXED_FIELDS = auto()
    ENTRIES = auto()
    MEMBERS = auto()
    PENDING = auto()
    FIELDS = auto()
    NOT_AT_ALL = auto()


def _way_of(kind: type) -> _Way:
    if issubclass(kind, Enum):
        return _Way.NAMED
    if issubclass(kind, (tuple, frozenset)):
        return _Way.FIXED_MEMBERS
    parameters = getattr(kind, "__dataclass_params__", None)
    if parameters is not None and parameters.frozen:
        return _Way.FIXED_FIELDS
    if issubclass(kind, dict):
        return _Way.ENTRIES
    if issubclass(kind, (list, set, deque)):
        return _Way.MEMBERS
    if kind is Schedule:
        return _Way.PENDING
    if issubclass(kind, (Journal, FunctionType, MethodType, type)):
        return _Way.NOT_AT_ALL
    has_fields = is_dataclass(kind) or (bool(_slots(kind)) and "__dict__" not in dir(kind))
    return _Way.FIELDS if has_fields else _Way.NOT_AT_ALL


def differences(before: Picture, after: Picture, where: str = "world") -> Iterator[str]:
    """Where two pictures part, for people to read."""
    if before == after:
        return
    if not (isinstance(before, tuple) and isinstance(after, tuple)) or len(before) != len(after):
        yield f"{where}: {_short(before)} became {_short(after)}"
        return
    for index, (one, other) in enumerate(zip(before, after, strict=True)):
        named = isinstance(one, tuple) and one and isinstance(one[0], str)
        yield from differences(one, other, f"{where}.{one[0]}" if named else f"{where}[{index}]")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) < 200 else f"{text[:200]}..."
