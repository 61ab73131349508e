"""Metrics that hold: a data point for each minute, at the cost of the changes."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.metrics import publishing
from emulator.domain.metrics.gauges import Gauge
from emulator.domain.metrics.publishing import Level
from emulator.domain.metrics.records import DAY, HOUR, MINUTE, seconds_of
from emulator.domain.metrics.statistics import Span
from tests.worlds import MANAGEMENT, new_world

NOW = 100 * DAY


def _gauge(*changes: tuple[int, float | None]) -> Gauge:
    gauge = Gauge()
    for at, value in changes:
        gauge.hold(at, value)
    return gauge


def _naive(changes: list[tuple[int, float | None]], span: Span) -> list[tuple[int, float, float]]:
    """Minute by minute, what was said last before its end: count and sum of each bucket."""
    found: dict[int, tuple[float, float]] = {}
    for minute in range(-(-span.start // MINUTE) * MINUTE, min(span.end, NOW + 1), MINUTE):
        value = next((value for at, value in reversed(changes) if at < minute + MINUTE), None)
        if value is not None:
            at = minute - (minute - span.start) % span.period
            count, total = found.get(at, (0, 0))
            found[at] = count + 1, total + value
    return [(at, *sums) for at, sums in found.items()]


CHANGES = st.lists(st.tuples(st.integers(NOW - 2 * HOUR, NOW), st.sampled_from([None, 1.0, 2.0])), max_size=8).map(
    lambda changes: sorted(changes, key=lambda change: change[0])
)


@given(CHANGES, st.integers(0, 150), st.integers(1, 200), st.sampled_from([60, 120, 300, 3600]))
def test_cw_060_a_minute_has_what_was_said_last_until_its_end(
    changes: list[tuple[int, float | None]], back: int, length: int, period: int
) -> None:
    """Whatever the period and range of time: counts and sums are those of a look at each minute, none in the future."""
    start = NOW - back * MINUTE
    span = Span(start, start + length * MINUTE, period)
    found = [(at, bucket.count, bucket.total) for at, bucket in span.buckets(_gauge(*changes), NOW)]
    assert found == _naive(changes, span)


def test_a_metric_that_does_not_change_costs_nothing() -> None:
    """A month of one value is one change, and each bucket of a day one sample."""
    gauge = _gauge((NOW - 30 * DAY, 5.0), (NOW - DAY, 5.0), (NOW, 5.0))
    assert len(gauge.times) == 1
    span = Span(NOW - 30 * DAY, NOW, DAY)
    samples = list(gauge.within(span.start, span.end, NOW, span.start, span.period))
    assert [sample.count for _, sample in samples] == [DAY // MINUTE] * 30


def test_a_value_that_ends_in_its_minute_was_never_there() -> None:
    """The later word of a minute is the one that stands."""
    assert _gauge((NOW, 1.0), (NOW + 59, None)).times == []
    assert _gauge((NOW, 1.0), (NOW + 59, 2.0)).values == [2.0]
    assert _gauge((NOW - MINUTE, 1.0), (NOW, 2.0), (NOW + 1, 1.0)).values == [1.0]


def test_old_changes_are_forgotten() -> None:
    """After fifteen months, those that ended before."""
    world = new_world()
    for value in range(3):
        publishing.hold(world, MANAGEMENT, "eu-west-1", "n", [Level("m", (), float(value))])
        world.clock.advance(timedelta(days=500))
    [series] = world.metrics.of(MANAGEMENT, "eu-west-1").series.values()
    gauge = series.tracks["None"]
    assert isinstance(gauge, Gauge)
    assert gauge.values == [1.0, 2.0]
    assert series.latest(seconds_of(world.now)) == seconds_of(world.now)
