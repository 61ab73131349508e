"""How data points come to be: a service publishes its own, an account's users put theirs."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from emulator.domain.metrics import refusals
from emulator.domain.metrics.gauges import Gauge
from emulator.domain.metrics.records import (
    DAY,
    HOUR,
    LONGEST_RETENTION,
    Dimensions,
    Sample,
    Series,
    Store,
    Track,
    key_of,
    seconds_of,
)
from emulator.domain.world import World

LARGEST = 2.0**360
LONGEST_PUT = 1_000
MOST_VALUES = 150
_OLDEST = 14 * DAY
_EARLIEST = 2 * HOUR


@dataclass(frozen=True, slots=True)
class Point:
    """A sample of a metric, and when it was taken (None: now)."""

    name: str
    dimensions: Dimensions
    sample: Sample
    at: int | None = None
    unit: str = "None"


@dataclass(frozen=True, slots=True)
class Datum:
    """A point as a user gives it: one of value, values or statistics. `where` is its name in refusals."""

    name: str
    where: str
    dimensions: Dimensions = ()
    at: int | None = None
    unit: str = "None"
    value: float | None = None
    values: Sequence[float] | None = None
    counts: Sequence[float] | None = None
    # SampleCount, Sum, Minimum, Maximum
    statistics: tuple[float, float, float, float] | None = None
    storage_resolution: int = field(default=60)


def sample_of(value: float, *, high_resolution: bool = False) -> Sample:
    """The sample of one value."""
    return Sample(1.0, value, value, value, ((value, 1.0),), high_resolution)


def publish(world: World, account_id: str, region: str, namespace: str, points: Iterable[Point]) -> None:
    """Add points to an account's metrics in a Region. Nothing is checked: users' own come through `put`."""
    store = world.metrics.keep(account_id, region)
    now = seconds_of(world.now)
    for point in points:
        _add(store, namespace, point, now)
    store.publications += 1


@dataclass(frozen=True, slots=True)
class Level:
    """What a metric is from now on; None: it has no data any more."""

    name: str
    dimensions: Dimensions
    value: float | None
    unit: str = "None"


def hold(world: World, account_id: str, region: str, namespace: str, levels: Iterable[Level]) -> None:
    """Metrics of a service that looks regularly: each has one data point a minute until it is something else (CW-060).

    What did not change need not be said again.
    """
    store = world.metrics.keep(account_id, region)
    now = seconds_of(world.now)
    for level in levels:
        key = key_of(namespace, level.name, level.dimensions)
        series = store.series.get(key)
        if series is None:
            if level.value is None:
                continue
            series = Series(namespace, level.name, level.dimensions)
            store.series.add(key, series)
        gauge = series.tracks.setdefault(level.unit, Gauge())
        assert isinstance(gauge, Gauge)
        gauge.hold(now, level.value)
        gauge.forget(now - LONGEST_RETENTION)
    store.publications += 1


def put(world: World, account_id: str, region: str, namespace: str, data: Sequence[Datum]) -> None:
    """Take a user's data, all of it or none."""
    if namespace.startswith("AWS/"):
        raise refusals.ReservedNamespace
    if len(data) > LONGEST_PUT:
        raise refusals.TooManyData(LONGEST_PUT)
    now = seconds_of(world.now)
    points = [_judged(datum, now) for datum in data]
    world.begin_change()
    publish(world, account_id, region, namespace, points)


def _add(store: Store, namespace: str, point: Point, now: int) -> None:
    at = now if point.at is None else point.at
    key = key_of(namespace, point.name, point.dimensions)
    series = store.series.get(key)
    if series is None:
        series = Series(namespace, point.name, point.dimensions)
        store.series.add(key, series)
    track = series.tracks.setdefault(point.unit, Track())
    assert isinstance(track, Track)
    track.add(at, point.sample)
    track.forget(now - LONGEST_RETENTION)


def _judged(datum: Datum, now: int) -> Point:
    where = datum.where
    if datum.value is not None and datum.values is not None:
        raise refusals.ExclusiveValues(f"{where}.Value", f"{where}.Values")
    if datum.statistics is not None:
        for given, name in ((datum.value, "Value"), (datum.values, "Values")):
            if given is not None:
                raise refusals.ExclusiveValues(f"{where}.{name}", f"{where}.StatisticValues")
    names = [name for name, _ in datum.dimensions]
    if len(set(names)) != len(names):
        raise refusals.RepeatedDimension(where)
    if datum.at is not None and not now - _OLDEST <= datum.at <= now + _EARLIEST:
        raise refusals.TimestampOutOfRange(where)
    if datum.storage_resolution not in (1, 60):
        raise refusals.WrongStorageResolution(where, datum.storage_resolution)
    return Point(datum.name, datum.dimensions, _sample(datum), datum.at, datum.unit)


def _sample(datum: Datum) -> Sample:
    where, sharp = datum.where, datum.storage_resolution == 1
    if datum.value is not None:
        _require_number(datum.value, f"{where}.Value")
        return sample_of(datum.value, high_resolution=sharp)
    if datum.statistics is not None:
        names = ("SampleCount", "Sum", "Minimum", "Maximum")
        for number, name in zip(datum.statistics, names, strict=True):
            _require_number(number, f"{where}.StatisticValues.{name}")
        count, total, minimum, maximum = datum.statistics
        if count <= 0:
            raise refusals.WrongNumber(f"{where}.StatisticValues.SampleCount", count)
        if minimum > maximum:
            raise refusals.WrongNumber(f"{where}.StatisticValues.Minimum", minimum)
        known = ((minimum, count),) if minimum == maximum else ()
        return Sample(count, total, minimum, maximum, known, sharp)
    if not datum.values:
        raise refusals.NoValue(where)
    counts = datum.counts if datum.counts is not None else [1.0] * len(datum.values)
    if len(counts) != len(datum.values):
        raise refusals.UnequalCounts(where)
    if len(counts) > MOST_VALUES:
        raise refusals.TooManyValues(where, MOST_VALUES)
    for index, (number, count) in enumerate(zip(datum.values, counts, strict=True), 1):
        _require_number(number, f"{where}.Values.member.{index}")
        _require_number(count, f"{where}.Counts.member.{index}")
        if count <= 0:
            raise refusals.WrongNumber(f"{where}.Counts.member.{index}", count)
    pairs = tuple(zip(datum.values, counts, strict=True))
    total = math.fsum(number * count for number, count in pairs)
    return Sample(math.fsum(counts), total, min(datum.values), max(datum.values), pairs, sharp)


def _require_number(number: float, where: str) -> None:
    if not math.isfinite(number) or abs(number) > LARGEST:
        raise refusals.WrongNumber(where, number)
