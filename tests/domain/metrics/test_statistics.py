"""Buckets against a naive count of every sample."""

from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.metrics.publishing import sample_of
from emulator.domain.metrics.records import Track
from emulator.domain.metrics.statistics import Span, aligned

NOW = 1_767_225_600
_PERIODS = st.sampled_from((1, 5, 30, 60, 120, 300, 3_600))


@given(
    samples=st.lists(st.tuples(st.integers(-9_000, 600), st.integers(-5, 5))),
    start=st.integers(-9_000, 600),
    length=st.integers(1, 9_000),
    period=_PERIODS,
)
def test_buckets_add_up_to_what_was_put(samples: list[tuple[int, int]], start: int, length: int, period: int) -> None:
    """Every sample from the rounded start on and before the end is in exactly the bucket of its time."""
    track = Track()
    for at, value in samples:
        track.add(NOW + at, sample_of(float(value), high_resolution=True))
    first = aligned(NOW + start, period, NOW)
    reach = Span(first, NOW + start + length, period)

    found = {at: (bucket.count, bucket.total) for at, bucket in reach.buckets(track, NOW)}

    expected: dict[int, tuple[float, float]] = {}
    for at, value in samples:
        if first <= NOW + at < reach.end:
            begins = first + (NOW + at - first) // period * period
            count, total = expected.get(begins, (0.0, 0.0))
            expected[begins] = count + 1, total + value
    assert found == expected
    assert list(found) == sorted(found)
    assert set(found) <= set(reach.grid(NOW))
