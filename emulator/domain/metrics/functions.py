"""What metric math computes: numbers, series of points, and arrays of series.

Points that one side lacks drop out, and so does every result that is no finite number: a number alone may be none
until a series meets it.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Reading:
    """Values by the time at which their period begins, in ascending order."""

    values: dict[int, float]
    # the units that were present, where the request named none and there were several
    units: tuple[str, ...] = ()


@dataclass
class Points:
    """A series of values, read when somebody looks at it, and all beginnings of periods that there can be."""

    label: str
    period: int
    grid: range
    read: Callable[[], Reading]

    @cached_property
    def reading(self) -> Reading:
        return self.read()

    @property
    def values(self) -> dict[int, float]:
        return self.reading.values

    def like(self, values: dict[int, float]) -> "Points":
        return Points(self.label, self.period, self.grid, lambda: Reading(values))


Value: TypeAlias = float | Points | list[Points]


class Unfit(Exception):
    """A function cannot take these arguments."""


def _divide(one: float, other: float) -> float:
    return one / other if other else math.nan


OPERATORS: Mapping[str, Callable[[float, float], float]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": _divide,
    "^": math.pow,
    "==": lambda one, other: float(one == other),
    "!=": lambda one, other: float(one != other),
    "<": lambda one, other: float(one < other),
    ">": lambda one, other: float(one > other),
    "<=": lambda one, other: float(one <= other),
    ">=": lambda one, other: float(one >= other),
}


def _attempt(operation: Callable[..., float], *arguments: object) -> float:
    try:
        return operation(*arguments)
    except (ValueError, OverflowError):
        return math.nan


def combine(sign: str, one: Value, other: Value) -> Value:
    """An operator between any two kinds of values."""
    operation = OPERATORS[sign]
    if isinstance(one, list):
        if isinstance(other, list):
            raise Unfit("Two arrays cannot be combined")
        return [_merge(operation, each, other) for each in one]
    if isinstance(other, list):
        return [_merge(operation, one, each) for each in other]
    if isinstance(one, float) and isinstance(other, float):
        return _attempt(operation, one, other)
    return _merge(operation, one, other)


def _merge(operation: Callable[[float, float], float], one: float | Points, other: float | Points) -> Points:
    if isinstance(one, Points):
        if isinstance(other, Points):
            pairs = {at: (value, other.values[at]) for at, value in one.values.items() if at in other.values}
        else:
            pairs = {at: (value, other) for at, value in one.values.items()}
        shape = one
    else:
        assert isinstance(other, Points)
        pairs = {at: (one, value) for at, value in other.values.items()}
        shape = other
    return shape.like(_kept({at: _attempt(operation, *pair) for at, pair in pairs.items()}))


def _kept(values: Mapping[int, float]) -> dict[int, float]:
    return {at: value for at, value in values.items() if math.isfinite(value)}


def _spread(numbers: Sequence[float]) -> float:
    middle = math.fsum(numbers) / len(numbers)
    return math.sqrt(math.fsum((number - middle) ** 2 for number in numbers) / len(numbers))


_SUMMARIES: Mapping[str, Callable[[Sequence[float]], float]] = {
    "SUM": math.fsum,
    "AVG": lambda numbers: math.fsum(numbers) / len(numbers),
    "MIN": min,
    "MAX": max,
    "STDDEV": _spread,
}


def _summarize(name: str) -> Callable[..., Value]:
    """Of one series a number; of several a series of what they have at each time."""
    summary = _SUMMARIES[name]

    def compute(*arguments: Value) -> Value:
        if len(arguments) == 1 and isinstance(arguments[0], Points):
            values = list(arguments[0].values.values())
            # nothing is known of a series without points, and so of what is made with it
            return _attempt(summary, values) if values else arguments[0].like({})
        several = [one for argument in arguments for one in (argument if isinstance(argument, list) else [argument])]
        if not several:
            return []
        series = [one for one in several if isinstance(one, Points)]
        if len(series) != len(several):
            raise Unfit(f"{name} takes series")
        gathered: dict[int, list[float]] = {}
        for one in series:
            for at, value in one.values.items():
                gathered.setdefault(at, []).append(value)
        return series[0].like(_kept({at: _attempt(summary, gathered[at]) for at in sorted(gathered)}))

    return compute


def _each(function: Callable[[Points], Points]) -> Callable[[Value], Value]:
    """A function of one series, of each in an array."""

    def compute(value: Value) -> Value:
        if isinstance(value, list):
            return [function(one) for one in value]
        if isinstance(value, Points):
            return function(value)
        raise Unfit("The argument is a series")

    return compute


def _by_value(function: Callable[[float], float]) -> Callable[[Value], Value]:
    def of_series(points: Points) -> Points:
        return points.like({at: function(value) for at, value in points.values.items()})

    several = _each(of_series)
    return lambda value: _attempt(function, value) if isinstance(value, float) else several(value)


def _changes(points: Points, *, rate: bool) -> Points:
    found: dict[int, float] = {}
    before: tuple[int, float] | None = None
    for at, value in points.values.items():
        if before is not None:
            found[at] = (value - before[1]) / (at - before[0] if rate else 1)
        before = at, value
    return points.like(_kept(found))


def _running_sum(points: Points) -> Points:
    found: dict[int, float] = {}
    total = 0.0
    for at, value in points.values.items():
        total += value
        found[at] = total
    return points.like(_kept(found))


def _period(value: Value) -> Value:
    if not isinstance(value, Points):
        raise Unfit("PERIOD takes a series")
    return float(value.period)


def fill(value: Value, how: float | str) -> Value:
    """A value at every time: a number, the one before, or a line between its neighbours."""
    return _each(lambda points: points.like(_kept(_filled(points, how))))(value)


def _filled(points: Points, how: float | str) -> dict[int, float]:
    found = dict(points.values)
    if isinstance(how, float):
        return {at: found.get(at, how) for at in sorted({*points.grid, *found})}
    known = list(found)
    last: int | None = None
    index = 0
    for at in sorted({*points.grid, *found}):
        if at in points.values:
            last = at
            index += 1
        elif last is not None and how == "REPEAT":
            found[at] = found[last]
        elif last is not None and index < len(known):
            following = known[index]
            slope = (points.values[following] - points.values[last]) / (following - last)
            found[at] = points.values[last] + slope * (at - last)
    return dict(sorted(found.items()))


def choose(condition: Value, yes: Value, no: Value | None) -> Value:
    """IF: one or the other, at each time of the condition."""
    if isinstance(condition, float):
        chosen = yes if condition else no
        if chosen is None:
            raise Unfit("IF of a number needs three arguments")
        return chosen
    if not isinstance(condition, Points) or isinstance(yes, list) or isinstance(no, list):
        raise Unfit("IF takes series and numbers")
    found: dict[int, float] = {}
    for at, value in condition.values.items():
        chosen = yes if value else no
        result = chosen.values.get(at) if isinstance(chosen, Points) else chosen
        if isinstance(result, float):
            found[at] = result
    return condition.like(_kept(found))


# by name: how many arguments at least and at most, and what it does
FUNCTIONS: Mapping[str, tuple[int, int, Callable[..., Value]]] = {
    **{name: (1, 500, _summarize(name)) for name in _SUMMARIES},
    "ABS": (1, 1, _by_value(abs)),
    "CEIL": (1, 1, _by_value(lambda value: float(math.ceil(value)))),
    "FLOOR": (1, 1, _by_value(lambda value: float(math.floor(value)))),
    "RATE": (1, 1, _each(lambda points: _changes(points, rate=True))),
    "DIFF": (1, 1, _each(lambda points: _changes(points, rate=False))),
    "RUNNING_SUM": (1, 1, _each(_running_sum)),
    "PERIOD": (1, 1, _period),
}
