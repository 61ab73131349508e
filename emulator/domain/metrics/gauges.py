"""Metrics of a service that looks regularly: one data point for each minute, kept as the moments at which it changed.

What was found last holds until something else is found, so that a metric that does not change costs nothing
(docs/decisions/0007-metrics-that-hold.md).
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from emulator.domain.metrics.records import MINUTE, Sample


@dataclass(slots=True)
class Gauge:
    """A value for each minute from the first of `times` on; where it is None, there is none."""

    # whole minutes, rising
    times: list[int] = field(default_factory=list)
    values: list[float | None] = field(default_factory=list)

    @property
    def present(self) -> float | None:
        return self.values[-1] if self.values else None

    def hold(self, at: int, value: float | None) -> None:
        """From the minute of this moment on the value is another. What was said before of the same minute is void."""
        minute = at - at % MINUTE
        while self.times and self.times[-1] >= minute:
            self.times.pop()
            self.values.pop()
        if self.present != value:
            self.times.append(minute)
            self.values.append(value)

    def forget(self, before: int) -> None:
        """Keep nothing of what ended before."""
        index = bisect_right(self.times, before) - 1
        if index > 0:
            del self.times[:index], self.values[:index]

    def within(self, start: int, end: int, now: int, origin: int, period: int) -> Iterator[tuple[int, Sample]]:
        """What holds in a range of time, up to now: for each bucket and value one sample of all its minutes."""
        end = min(end, now + 1)
        at = -(-start // MINUTE) * MINUTE
        if self.times:
            at = max(at, self.times[0])
        while at < end:
            index = bisect_right(self.times, at) - 1
            if index < 0:
                return
            following = self.times[index + 1] if index + 1 < len(self.times) else end
            value = self.values[index]
            if value is None:
                at = -(-following // MINUTE) * MINUTE
                continue
            behind = min(end, following, origin + ((at - origin) // period + 1) * period)
            count = -(-(behind - at) // MINUTE)
            yield at, Sample(count, count * value, value, value, ((value, count),))
            at += count * MINUTE

    def last(self, now: int) -> int | None:
        """The last minute that has a value."""
        if self.present is not None:
            return now
        # two that follow each other differ, so that before a None stands a value
        return self.times[-1] - MINUTE if len(self.times) > 1 else None
