"""What is asked costs what is asked for, however much there is beside it."""

from typing import Any

from emulator.domain.callers import Caller, administrator
from emulator.domain.metrics import alarm_states, alarms, publishing
from emulator.domain.metrics.listing import Listing
from emulator.domain.metrics.publishing import Point, sample_of
from emulator.domain.metrics.queries import MetricStat
from emulator.domain.metrics.records import seconds_of
from emulator.domain.metrics.statistics import span
from emulator.domain.world import World
from tests.worlds import MANAGEMENT, new_world

REGION = "eu-west-1"


class Counted(list[Any]):
    """A list that counts how many of its items are looked at."""

    looked_at = 0

    def __getitem__(self, index: Any) -> Any:
        self.looked_at += 1
        return super().__getitem__(index)


def published(world: World, names: list[str], times: range) -> None:
    points = [Point(name, (), sample_of(1.0), at) for name in names for at in times]
    publishing.publish(world, MANAGEMENT, REGION, "n", points)


def test_a_range_costs_its_samples() -> None:
    """Ten minutes of a day are ten samples."""
    world = new_world()
    now = seconds_of(world.now)
    published(world, ["m"], range(now - 86_400, now, 60))
    track = world.metrics.of(MANAGEMENT, REGION).series[("n", "m", ())].tracks["None"]
    track.samples = Counted(track.samples)
    assert len(list(span(now - 600, now, 60, now).buckets(track, now))) == 10
    assert track.samples.looked_at == 10


def test_a_page_of_metrics_costs_a_page() -> None:
    """Named metrics are found by their name, not by looking at all."""
    world = new_world()
    now = seconds_of(world.now)
    published(world, [f"m{number:04}" for number in range(1_000)], range(now, now + 1))
    store = world.metrics.of(MANAGEMENT, REGION)
    store.series._keys = Counted(store.series._keys)
    found, position = Listing(store, now, "n").page(None, 10)
    assert (len(found), store.series._keys.looked_at <= 60) == (10, True)
    found, _ = Listing(store, now, "n").page(position, 10)
    assert [series.name for series in found] == [f"m{number:04}" for number in range(10, 20)]
    store.series._keys.looked_at = 0
    Listing(store, now, "n", "m0500").page(None, 500)
    assert store.series._keys.looked_at <= 60


def test_old_samples_are_forgotten() -> None:
    """What nobody can read any more, 455 days, goes with the next sample."""
    world = new_world()
    now = seconds_of(world.now)
    published(world, ["m"], range(now - 456 * 86_400, now - 454 * 86_400, 43_200))
    track = world.metrics.of(MANAGEMENT, REGION).series[("n", "m", ())].tracks["None"]
    assert min(track.times) >= now - 455 * 86_400


def test_an_alarm_is_not_judged_twice_for_nothing(monkeypatch: Any) -> None:
    """While neither time nor data has moved, reading an alarm costs nothing."""
    world = new_world()
    caller = Caller(MANAGEMENT, REGION, administrator(MANAGEMENT), MANAGEMENT)
    stat = MetricStat("n", "m", (), 60, "Sum")
    alarms.put(world, caller, alarms.Terms(name="a", stat=stat, comparison="GreaterThanThreshold"), ())
    store = world.metrics.of(MANAGEMENT, REGION)
    judgements: list[str] = []
    monkeypatch.setattr(alarm_states, "_judge", lambda store, alarm, now: judgements.append(alarm.name))
    for _ in range(3):
        alarm_states.judged(world, store, alarms.find(store, "a"))
    assert judgements == ["a"]
    published(world, ["m"], range(1))
    alarm_states.judged(world, store, alarms.find(store, "a"))
    assert judgements == ["a", "a"]
