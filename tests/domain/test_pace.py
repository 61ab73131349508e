"""The pace of worlds, and the clock that moves until nothing is pending."""

from dataclasses import fields
from datetime import timedelta

import pytest

from emulator.domain.options import Options
from emulator.domain.organizations import accounts, life
from emulator.domain.organizations.organization import CreationState, FeatureSet
from emulator.domain.pace import REALISTIC, options_of
from emulator.worlds import new_world as begin
from tests.worlds import MANAGEMENT, new_world


def test_nothing_waits_by_default() -> None:
    """The instant pace is what Options say without one."""
    assert options_of({}, 7) == Options()


def test_a_realistic_pace_is_drawn_from_the_seed() -> None:
    """Near the table, the same for one seed, others for another; what is given stands, an explicit 0 too."""
    one, same, other = (options_of({"pace": "realistic", "ram_association_delay_s": 0}, seed) for seed in (1, 1, 2))
    assert one == same != other
    assert one.ram_association_delay_s == 0
    assert 24 <= one.account_creation_delay_s <= 36
    assert one.slr_deletion_polls == 2


def test_every_delay_has_a_realistic_length() -> None:
    """A new delay comes with one, or the reason why it is here."""
    without = {"organizations_propagation_delay_s"}
    delays = {one.name for one in fields(Options) if one.name.endswith(("_delay_s", "_polls"))}
    assert delays - without == set(REALISTIC)


@pytest.mark.parametrize(("pace", "frozen"), [("instant", False), ("realistic", False), ("manual", True)])
def test_the_clock_of_a_manual_world_stands(pace: str, frozen: bool) -> None:
    """Nothing happens in it until somebody moves it."""
    assert begin("w", options=options_of({"pace": pace}, 0)).clock.frozen == frozen


def test_time_moves_until_nothing_is_pending_and_no_further() -> None:
    """What falls due within the given time happens, with what that causes; the rest is left."""
    world = new_world(options_of({"pace": "manual"}, 1))
    life.create(world, MANAGEMENT, FeatureSet.ALL)
    creation = accounts.create(world, MANAGEMENT, "new@example.com", "new", None)
    began = world.now

    world.advance_until_idle(timedelta(seconds=1))
    assert (creation.state, world.now) == (CreationState.IN_PROGRESS, began)

    world.advance_until_idle(timedelta(hours=1))
    assert creation.state is CreationState.SUCCEEDED
    assert timedelta(seconds=24) <= world.now - began <= timedelta(hours=1)
    assert all(due > began + timedelta(hours=1) for due, _ in world.schedule.pending())
