"""The worlds of a server: forks, late beginnings, and the end of those that nobody calls."""

from emulator.domain.picture import differences, picture
from emulator.worlds import Worlds
from tests.properties.requests import begun
from tests.worlds import MANAGEMENT, member, new_world


def test_a_fork_goes_its_own_way_and_resets_to_where_it_began() -> None:
    """Later changes of the source do not reach it, and its own are gone after a reset."""
    worlds = Worlds(lambda name: begun())
    source = worlds.get("source")
    before = picture(source)
    worlds.fork("fork", "source")
    member(source, "later")

    fork = worlds.get("fork")
    assert fork.name == "fork"
    fork.name = source.name
    assert list(differences(before, picture(fork))) == []

    member(fork, "own")
    worlds.drop("source")
    again = worlds.reset("fork")
    again.name = source.name
    assert list(differences(before, picture(again))) == []


def test_a_fork_is_made_when_it_is_first_used() -> None:
    """Until then it costs a name: many forks of one world are made of one image."""
    worlds = Worlds(lambda name: begun())
    worlds.get("source")
    for number in range(1_000):
        worlds.fork(f"f{number}", "source")
    assert len(worlds.names()) == 1_001
    assert sum(world is not None for world in worlds._worlds.values()) == 1
    assert worlds.get("f999").organizations


def test_idle_worlds_expire() -> None:
    """A world that has had no call for the given time is forgotten when another begins; the default one stays."""
    now = [0.0]
    worlds = Worlds(lambda name: new_world(), idle_s=80, seconds=lambda: now[0])
    for name in ("default", "busy", "idle"):
        worlds.get(name)
    for step in range(1, 12):
        now[0] = step * 10
        worlds.get("busy").record(MANAGEMENT, "called", "test", [])
        worlds.names()
    assert worlds.names() == ["default", "busy"]


def test_without_a_limit_worlds_stay() -> None:
    """Nothing expires by default."""
    now = [0.0]
    worlds = Worlds(lambda name: new_world(), seconds=lambda: now[0])
    worlds.get("one")
    now[0] = 1e9
    assert worlds.names() == ["one"]
