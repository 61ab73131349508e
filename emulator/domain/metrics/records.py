"""What a world keeps of metrics: for each account and Region its series, and the alarms on them.

A series is one metric: namespace, name and the exact set of dimensions. Its samples stay apart by unit.
Moments are whole seconds since 1970, because buckets are counted in seconds.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from emulator.domain.ec2.places import Place
from emulator.domain.metrics.shelf import Shelf

if TYPE_CHECKING:
    from emulator.domain.metrics.alarms import Alarm
    from emulator.domain.metrics.gauges import Gauge

Dimensions = tuple[tuple[str, str], ...]
MetricKey = tuple[str, str, Dimensions]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE, HOUR, DAY = 60, 3_600, 86_400
# How long data can be read in buckets of at least so many seconds, and in no finer ones.
RETENTION: tuple[tuple[int, int], ...] = ((1, 3 * HOUR), (MINUTE, 15 * DAY), (5 * MINUTE, 63 * DAY), (HOUR, 455 * DAY))
LONGEST_RETENTION = RETENTION[-1][1]


def seconds_of(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(seconds=1)


def moment_of(seconds: int) -> datetime:
    return _EPOCH + timedelta(seconds=seconds)


def kept_since(now: int, period: int) -> int:
    """The first moment of which buckets of this length can still be read."""
    kept = RETENTION[0][1]
    for finest, age in RETENTION[1:]:
        if period % finest == 0:
            kept = age
    return now - kept


@dataclass(frozen=True, slots=True)
class Sample:
    """One value, several, or a set of statistics. Of a set of statistics the values are not known."""

    count: float
    total: float
    minimum: float
    maximum: float
    # each value and how often it occurred
    values: tuple[tuple[float, float], ...] = ()
    high_resolution: bool = False


@dataclass(slots=True)
class Track:
    """The samples of one unit, by time; those of one moment in the order of their arrival."""

    times: list[int] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)

    def add(self, at: int, sample: Sample) -> None:
        index = bisect_right(self.times, at)
        self.times.insert(index, at)
        self.samples.insert(index, sample)

    def forget(self, before: int) -> None:
        index = bisect_left(self.times, before)
        del self.times[:index]
        del self.samples[:index]

    def within(self, start: int, end: int, now: int, origin: int, period: int) -> Iterator[tuple[int, Sample]]:
        """The samples from `start` on and before `end`."""
        for index in range(bisect_left(self.times, start), bisect_left(self.times, end)):
            yield self.times[index], self.samples[index]

    def last(self, now: int) -> int | None:
        """When there was a sample last."""
        return self.times[-1] if self.times else None


@dataclass(slots=True)
class Series:
    namespace: str
    name: str
    # in the order in which they were first published
    dimensions: Dimensions
    tracks: "dict[str, Track | Gauge]" = field(default_factory=dict)

    def latest(self, now: int) -> int:
        """When it had data last."""
        return max((track.last(now) or 0 for track in self.tracks.values()), default=0)


def key_of(namespace: str, name: str, dimensions: Dimensions) -> MetricKey:
    return namespace, name, tuple(sorted(dimensions))


@dataclass(slots=True)
class Store:
    """What an account has in a Region."""

    series: Shelf[Series] = field(default_factory=Shelf)
    # how often something was published: an alarm need not look again while this and the time stand still
    publications: int = 0
    alarms: "Shelf[Alarm]" = field(default_factory=Shelf)
    # metric -> the names of the alarms that watch it
    watchers: dict[MetricKey, dict[str, None]] = field(default_factory=dict)


_NOTHING = Store()


@dataclass(slots=True)
class MetricRecords:
    stores: dict[Place, Store] = field(default_factory=dict)

    def of(self, account_id: str, region: str) -> Store:
        """What an account has in a Region, to read."""
        return self.stores.get((account_id, region), _NOTHING)

    def keep(self, account_id: str, region: str) -> Store:
        """What an account has in a Region, to change."""
        return self.stores.setdefault((account_id, region), Store())
