"""Pictures of worlds: equal where the worlds are, different where anything is."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from emulator.domain.ipam import integration
from emulator.domain.organizations import life
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.picture import differences, picture
from emulator.domain.world import World
from tests.worlds import MANAGEMENT, member, new_world


def begun() -> tuple[World, str]:
    world = new_world()
    life.create(world, MANAGEMENT, FeatureSet.ALL)
    return world, member(world, "one")


def test_the_same_calls_make_the_same_picture() -> None:
    """Two worlds with one seed and one history are equal, to the identifier."""
    assert picture(begun()[0]) == picture(begun()[0])


@pytest.mark.parametrize(
    "change",
    [
        lambda world, one: integration.designate(world, MANAGEMENT, one),
        lambda world, one: world.clock.advance(timedelta(seconds=1)),
        lambda world, one: world.identifiers.hex(8),
        lambda world, one: world.keep_account("123456789012"),
        lambda world, one: world.accounts.update({one: world.accounts.pop(MANAGEMENT)}),
    ],
)
def test_every_change_shows(change: Callable[[World, str], object]) -> None:
    """Resources, the clock, the drawn identifiers and the order of things are all in the picture."""
    world, one = begun()
    before = picture(world)
    change(world, one)
    assert picture(world) != before
    assert list(differences(before, picture(world)))


def test_what_is_the_same_object_is_told_from_its_copy() -> None:
    """Two references to one object differ from references to two equal ones."""
    one: list[int] = []
    assert picture([one, one]) != picture([[], []])


def test_the_journal_is_not_in_it() -> None:
    """What was asked does not change what is."""
    world, _ = begun()
    before = picture(world)
    world.record("ipam", "did nothing", "test", [])
    assert picture(world) == before


def test_nothing_is_passed_over_in_silence() -> None:
    """An object that the picture cannot hold is an error."""
    with pytest.raises(TypeError, match="function"):
        picture([begun])
