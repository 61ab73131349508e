"""Which constraints of the model a request breaks; the services put the answer into words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeAlias

from emulator.contract.patterns import matcher
from emulator.contract.service_model import Shape

Kind: TypeAlias = Literal["required", "min_length", "max_length", "min_value", "max_value", "pattern", "enum"]


@dataclass(slots=True, frozen=True)
class Violation:
    """One broken constraint: where, by which value, which constraint and what it demands.

    The limit is a number for lengths and values, the pattern as the model writes it, the tuple of the
    enumeration, and None for a required member, whose value is None too.
    """

    path: tuple[str | int, ...]
    value: Any
    kind: Kind
    limit: Any


Checker: TypeAlias = Callable[[Mapping[str, Any]], list[Violation]]

# A check answers nothing when all is well, so that the common case builds neither lists nor paths; the
# levels above put their step in front of what they are told.
_Check: TypeAlias = Callable[[Any], list[Violation] | None]

_MEASURED: Final = frozenset({"string", "blob", "list", "map"})
_NUMERIC: Final = frozenset({"integer", "long", "float", "double"})
_LONGEST_MATCHED: Final = 4_096


def checker(shape: Shape) -> Checker:
    """What lists the violations of values of this shape, in the order of the model; compiled once."""
    check = _compile(shape, {})
    if check is None:
        return lambda _values: []
    return lambda values: check(values) or []


# Models are loaded once and kept, and so are their checks.
_CHECKS: dict[Shape, _Check | None] = {}


def _compile(shape: Shape, open_shapes: dict[Shape, list[_Check | None]]) -> _Check | None:
    if shape in _CHECKS:
        return _CHECKS[shape]
    if shape in open_shapes:
        # The shape contains itself: its check is known once the outer level is done.
        cell = open_shapes[shape]

        def later(value: Any) -> list[Violation] | None:
            check = cell[0]
            return check(value) if check else None

        return later
    cell = open_shapes[shape] = [None]
    check: _Check | None
    if shape.type == "structure":
        check = _structure(shape, open_shapes)
    elif shape.type == "list":
        check = _both(_own(shape), _elements(_compile(shape.element.shape, open_shapes)))
    elif shape.type == "map":
        keys = _compile(shape.key.shape, open_shapes)
        check = _both(_own(shape), _entries(keys, _compile(shape.value.shape, open_shapes)))
    else:
        check = _own(shape)
    cell[0] = check
    del open_shapes[shape]
    _CHECKS[shape] = check
    return check


def _structure(shape: Shape, open_shapes: dict[Shape, list[_Check | None]]) -> _Check | None:
    required = frozenset(shape.required)
    plan: list[tuple[str, bool, _Check | None]] = []
    for name, member in shape.members.items():
        check = _compile(member.shape, open_shapes)
        if check is not None or name in required:
            plan.append((name, name in required, check))
    if not plan:
        return None
    rows = tuple(plan)

    def structure(values: Any) -> list[Violation] | None:
        found: list[Violation] | None = None
        for name, is_required, check in rows:
            value = values.get(name)
            if value is None:
                if is_required:
                    (found := found or []).append(Violation((name,), None, "required", None))
            elif check is not None and (inner := check(value)):
                found = (found or []) + _inside(name, inner)
        return found

    return structure


def _elements(check: _Check | None) -> _Check | None:
    if check is None:
        return None

    def elements(values: Any) -> list[Violation] | None:
        found: list[Violation] | None = None
        for position, value in enumerate(values):
            if inner := check(value):
                found = (found or []) + _inside(position, inner)
        return found

    return elements


def _entries(check_key: _Check | None, check_value: _Check | None) -> _Check | None:
    if check_key is None and check_value is None:
        return None

    def entries(values: Any) -> list[Violation] | None:
        found: list[Violation] = []
        for key, value in values.items():
            for check, part in ((check_key, key), (check_value, value)):
                if check is not None and (inner := check(part)):
                    found += _inside(key, inner)
        return found or None

    return entries


def _own(shape: Shape) -> _Check | None:
    """The constraints of the value itself, whatever it contains."""
    checks: list[_Check] = []
    if shape.type in _MEASURED and (shape.min is not None or shape.max is not None):
        checks.append(_length(shape.min, shape.max))
    if shape.type in _NUMERIC and (shape.min is not None or shape.max is not None):
        checks.append(_range(shape.min, shape.max))
    if shape.type == "string" and shape.pattern is not None:
        matches = matcher(shape.pattern)
        if matches is not None:
            checks.append(_pattern(shape.pattern, matches, shape.max))
    if shape.type == "string" and shape.enum:
        checks.append(_enum(shape.enum))
    check: _Check | None = None
    for each in checks:
        check = _both(check, each)
    return check


def _length(lowest: float | None, highest: float | None) -> _Check:
    low, high = lowest or 0, float("inf") if highest is None else highest

    def length(value: Any) -> list[Violation] | None:
        if low <= len(value) <= high:
            return None
        if len(value) < low:
            return [Violation((), value, "min_length", low)]
        return [Violation((), value, "max_length", high)]

    return length


def _range(lowest: float | None, highest: float | None) -> _Check:
    low = float("-inf") if lowest is None else lowest
    high = float("inf") if highest is None else highest

    def bounds(value: Any) -> list[Violation] | None:
        if low <= value <= high:
            return None
        # Not a number is below every limit.
        if value > high:
            return [Violation((), value, "max_value", high)]
        return [Violation((), value, "min_value", low)] if lowest is not None else None

    return bounds


def _pattern(pattern: str, matches: Callable[[str], object], longest: float | None) -> _Check:
    # A value that is far too long is refused for that; some patterns take the square of its length to match.
    limit = float("inf") if longest is None else max(longest, _LONGEST_MATCHED)

    def matching(value: Any) -> list[Violation] | None:
        return None if len(value) > limit or matches(value) else [Violation((), value, "pattern", pattern)]

    return matching


def _enum(names: tuple[str, ...]) -> _Check:
    allowed = frozenset(names)

    def listed(value: Any) -> list[Violation] | None:
        return None if value in allowed else [Violation((), value, "enum", names)]

    return listed


def _both(first: _Check | None, second: _Check | None) -> _Check | None:
    if first is None or second is None:
        return first or second

    def both(value: Any) -> list[Violation] | None:
        one, other = first(value), second(value)
        return (one or []) + other if other else one

    return both


def _inside(step: str | int, violations: list[Violation]) -> list[Violation]:
    return [replace(violation, path=(step, *violation.path)) for violation in violations]
