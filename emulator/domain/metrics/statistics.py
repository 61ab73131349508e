"""Statistics over periods: a range of time cut into buckets, and what is in them."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from emulator.domain.metrics import refusals
from emulator.domain.metrics.gauges import Gauge
from emulator.domain.metrics.records import DAY, HOUR, MINUTE, Sample, Series, Store, Track, kept_since, key_of

_SHORT_PERIODS = (1, 5, 10, 20, 30)
_PERCENTILE = re.compile(r"p(\d{1,3}(?:\.\d{1,10})?)")
# The age of a start from which only coarser periods are answered, and what they are multiples of.
_COARSER: tuple[tuple[int, int], ...] = ((3 * HOUR, MINUTE), (15 * DAY, 5 * MINUTE), (63 * DAY, HOUR))


@dataclass(slots=True)
class Bucket:
    """What the samples of a period add up to."""

    count: float = 0.0
    total: float = 0.0
    minimum: float = math.inf
    maximum: float = -math.inf
    # None once a sample is among them whose values are not known
    values: list[tuple[float, float]] | None = field(default_factory=list)

    def add(self, sample: Sample) -> None:
        self.count += sample.count
        self.total += sample.total
        self.minimum = min(self.minimum, sample.minimum)
        self.maximum = max(self.maximum, sample.maximum)
        if not sample.values:
            self.values = None
        elif self.values is not None:
            self.values += sample.values


_SIMPLE: Mapping[str, Callable[[Bucket], float]] = {
    "SampleCount": lambda bucket: bucket.count,
    "Average": lambda bucket: bucket.total / bucket.count,
    "Sum": lambda bucket: bucket.total,
    "Minimum": lambda bucket: bucket.minimum,
    "Maximum": lambda bucket: bucket.maximum,
}


def statistic(name: str) -> Callable[[Bucket], float | None]:
    """What computes a statistic of a bucket; None where the samples do not tell it."""
    simple = _SIMPLE.get(name)
    if simple is not None:
        return simple
    found = _PERCENTILE.fullmatch(name)
    share = float(found[1]) / 100 if found else 2.0
    if share > 1:
        raise refusals.UnsupportedStatistic(name)
    return lambda bucket: _percentile(bucket, share)


def _percentile(bucket: Bucket, share: float) -> float | None:
    """The smallest value that so large a share of all values does not exceed."""
    if bucket.values is None:
        return None
    reached, wanted = 0.0, share * bucket.count
    for value, count in sorted(bucket.values):
        reached += count
        if reached >= wanted:
            return value
    return bucket.maximum


def require_period(period: int) -> None:
    """CloudWatch counts in 1, 5, 10, 20 and 30 seconds and in minutes (CW-017)."""
    if period not in _SHORT_PERIODS and period % MINUTE:
        raise refusals.WrongPeriod(period)


def require_kept(period: int, start: int, now: int) -> None:
    """Old data is kept in coarser periods alone (CW-017)."""
    for age, multiple in _COARSER:
        if start < now - age and period % multiple:
            raise refusals.WrongPeriod(period)


def aligned(start: int, period: int, now: int) -> int:
    """Where the first bucket begins: the start, rounded down by its age."""
    step = HOUR if start < now - 63 * DAY else 5 * MINUTE if start < now - 15 * DAY else min(period, MINUTE)
    return start - start % step


@dataclass(frozen=True, slots=True)
class Span:
    """A range of time, its end outside of it, in buckets of a period."""

    start: int
    end: int
    period: int

    def buckets(self, track: Track | Gauge, now: int) -> Iterator[tuple[int, Bucket]]:
        """The buckets that have samples, by the time at which they begin. Looks at nothing outside the range."""
        start = max(self.start, kept_since(now, self.period))
        current, bucket = -1, Bucket()
        for at, sample in track.within(start, self.end, now, self.start, self.period):
            if self.period < MINUTE and not sample.high_resolution:
                continue
            number = (at - self.start) // self.period
            if number != current:
                if current >= 0:
                    yield self.start + current * self.period, bucket
                current, bucket = number, Bucket()
            bucket.add(sample)
        if current >= 0:
            yield self.start + current * self.period, bucket

    def grid(self, now: int) -> range:
        """Every bucket's beginning, as far as data can be in it."""
        first = max(0, -(-(kept_since(now, self.period) - self.start) // self.period))
        last = min(self.end, now + 2 * HOUR)
        return range(self.start + first * self.period, last, self.period)


def span(start: int, end: int, period: int, now: int) -> Span:
    """The range that a request asks for; refused where it is none (CW-015, CW-017)."""
    if start >= end:
        raise refusals.StartNotBeforeEnd
    require_period(period)
    return Span(aligned(start, period, now), end, period)


def find(store: Store, namespace: str, name: str, dimensions: Iterable[tuple[str, str]]) -> Series | None:
    """The series with exactly these dimensions."""
    return store.series.get(key_of(namespace, name, tuple(dimensions)))
