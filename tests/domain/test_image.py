"""Images: worlds made of one are equal to the world that it was taken of, and share nothing with it."""

import pickle
from datetime import UTC, datetime, timedelta

import pytest

from emulator.domain.image import Image, Images, Mold
from emulator.domain.organizations import policies, policy_types
from emulator.domain.organizations.policy_records import RCP_FULL_ACCESS, PolicyType
from emulator.domain.organizations.policy_refusals import PolicyNotDetachable
from emulator.domain.picture import differences, picture
from emulator.domain.ram.permissions import default_of
from emulator.domain.world import World
from emulator.worlds import new_world as begin
from tests.properties.requests import begun
from tests.properties.test_operations import history
from tests.worlds import MANAGEMENT, member


@pytest.mark.parametrize("seed", ["four", "five"])
def test_a_copy_is_equal_and_shares_nothing(seed: str) -> None:
    """After a random life the copy is equal; what happens to one does not happen to the other, both ways."""
    world = begun()
    history(world, seed, 150)
    before = picture(world)
    copy = Image(world).world(world.name)
    assert list(differences(before, picture(copy))) == []

    history(copy, "on", 100)
    assert picture(world) == before

    history(world, "on", 100)
    assert list(differences(picture(world), picture(copy))) == []


def test_a_copy_has_the_past_and_its_own_future() -> None:
    """The journal goes on separately."""
    world = begun()
    world.record("somebody", "acted", "because", [])
    copy = Image(world).world("copy")
    copy.record("somebody", "acted again", "because", [])

    assert copy.journal.last_number == world.journal.last_number + 1
    assert copy.journal.entries()[:-1] == world.journal.entries()


@pytest.mark.parametrize(
    "change",
    [
        lambda world: member(world, "new"),
        lambda world: world.clock.advance(timedelta(seconds=1)),
        lambda world: world.clock.freeze(),
        lambda world: world.identifiers.hex(8),
        lambda world: world.record("somebody", "acted", "because", []),
    ],
)
def test_an_image_is_kept_until_the_world_changes(change: object) -> None:
    """The same image for the same state, another one after any change."""
    images, world = Images(), begun()
    first = images.of(world)
    assert images.of(world) is first
    assert callable(change)
    change(world)
    assert images.of(world) is not first
    assert list(differences(picture(world), picture(images.of(world).world(world.name)))) == []


def test_a_mold_builds_once() -> None:
    """Worlds of one recipe are equal, and begin at the recipe's time whenever they are made."""
    wall = [datetime(2026, 1, 1, tzinfo=UTC)]
    built: list[str] = []

    def build(name: str) -> World:
        built.append(name)
        world = begin(name, default_account_id=MANAGEMENT, wall=lambda: wall[0])
        world.clock.offset = timedelta(days=-365)
        return world

    mold = Mold(build)
    first = mold("a")
    wall[0] += timedelta(hours=1)
    second = mold("b")

    assert built == ["a"]
    assert second.now == datetime(2025, 1, 1, tzinfo=UTC)
    assert first.now == second.now + timedelta(hours=1)


def test_rules_about_what_is_aws_s_own_hold_in_a_fork() -> None:
    """AWS's policies and permissions are known by what they are called, not by being the same objects."""
    world = begun()
    root_id = next(iter(world.organizations.values())).root.id
    policy_types.enable(world, MANAGEMENT, root_id, PolicyType.RESOURCE_CONTROL_POLICY)
    fork = Image(world).world("fork")
    with pytest.raises(PolicyNotDetachable):
        policies.detach(fork, MANAGEMENT, RCP_FULL_ACCESS.id, root_id)

    permission = default_of("ec2:IpamPool")
    assert pickle.loads(pickle.dumps(permission)) is permission
