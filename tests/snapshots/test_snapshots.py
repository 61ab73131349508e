"""Snapshots: what is loaded is what was saved, and nothing that is not a world is loaded."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from emulator.domain.picture import differences, picture
from emulator.domain.world import World
from emulator.snapshots import files
from emulator.snapshots.files import SnapshotProblem, document, load, save, worlds_of
from emulator.snapshots.reading import Unloadable
from emulator.snapshots.state import keep, restore
from emulator.worlds import Worlds
from tests.properties.requests import begun
from tests.properties.test_operations import history


def lived(seed: str) -> World:
    world = begun()
    history(world, seed, 200)
    world.record("somebody", "acted", "because", ["111111111111"])
    return world


@pytest.mark.parametrize("seed", ["six", "seven", "eight"])
def test_saving_and_loading_is_identity(seed: str, tmp_path: Path) -> None:
    """After a random life: the same picture, the same journal, the same future."""
    world = lived(seed)
    save(tmp_path / "w.json", [world])
    [loaded] = load(tmp_path / "w.json", world.clock.wall)

    assert list(differences(picture(world), picture(loaded))) == []
    assert loaded.journal.entries() == world.journal.entries()
    assert loaded.journal.next_number() == world.journal.next_number()

    history(world, "on", 100)
    history(loaded, "on", 100)
    assert list(differences(picture(world), picture(loaded))) == []


def test_the_file_of_a_loaded_world_is_the_same_file() -> None:
    """To the byte, so that snapshots can be compared."""
    first = json.dumps(document([lived("nine")]))
    assert json.dumps(document(worlds_of(json.loads(first)))) == first


Damage = Callable[[dict[str, Any], dict[str, Any]], object]


def _time(at: str) -> dict[str, str]:
    return {"$": "time", "at": at}


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda file, world: file.update(format="?"), "expected a document with the format"),
        (lambda file, world: file.update(version=99), "99 cannot be read; expected 1 to"),
        (lambda file, world: file.update(version=None), "None cannot be read"),
        (lambda file, world: file.update(worlds={"test": 1}), "expected World, found int"),
        (lambda file, world: world.update(extra=1), "World has no such member"),
        (lambda file, world: world["identifiers"].pop("seed"), "seed: is missing"),
        (lambda file, world: world.update(default_account_id=1), "default_account_id: a int has no place here"),
        (lambda file, world: world.update(accounts=[]), "accounts: a list has no place here"),
        (lambda file, world: world.update(clock={"$": "same", "as": 10_000}), "not a same"),
        (lambda file, world: world.update(clock={"$": "os:system"}), "os:system is nothing that a world is made of"),
        (lambda file, world: world.update(clock={"$": "clock:datetime"}), "clock:datetime is nothing"),
        (lambda file, world: world.update(clock={"$": "..x:y"}), "nothing that a world is made of"),
        (lambda file, world: world.update(clock={}), "an object without a class"),
        (lambda file, world: world.update(clock={"$": "time", "at": "yesterday"}), "not a time"),
        (lambda file, world: world["options"].update(account_creation="?"), "account_creation: a str has no place"),
        (lambda file, world: world.update(default_account_id="\ud800"), "default_account_id: a text with half a char"),
        (lambda file, world: world["clock"].update(frozen_at=_time("9999-12-31T23:59:59Z")), "clock: is led too far"),
        (
            lambda file, world: world["clock"].update(frozen_at=None, offset={"$": "period", "us": 8 * 10**17}),
            "clock: is led too far",
        ),
    ],
)
def test_what_is_not_a_world_is_not_loaded(damage: Damage, says: str) -> None:
    """Each is told by its place."""
    values = json.loads(json.dumps(document([begun()])))
    damage(values, values["worlds"]["test"])
    with pytest.raises(Unloadable) as problem:
        worlds_of(values)
    assert says in str(problem.value)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": "ipam-emulator snapshot"}', "[" * 100_000])
def test_a_file_that_is_no_snapshot_is_a_problem_of_one_line(tmp_path: Path, text: str) -> None:
    """With the file's name in it."""
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(SnapshotProblem, match=r"x\.json") as problem:
        load(tmp_path / "x.json")
    assert "\n" not in str(problem.value)


def test_members_that_are_younger_than_the_file_have_their_defaults() -> None:
    """A new field with a default needs no migration."""
    values = document([begun()])
    del values["worlds"]["test"]["options"]["unit_depth"]
    del values["worlds"]["test"]["sessions"]
    [world] = worlds_of(values)
    assert (world.options.unit_depth, world.sessions) == (5, {})


def test_an_older_version_is_migrated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Step by step up to this one."""
    values = {**document([begun()]), "version": 1}
    values["worlds"]["test"]["name_of_old"] = values["worlds"]["test"].pop("default_account_id")

    def renamed(old: dict[str, Any]) -> dict[str, Any]:
        for world in old["worlds"].values():
            world["default_account_id"] = world.pop("name_of_old")
        return old

    monkeypatch.setattr(files, "VERSION", 3)
    monkeypatch.setattr(files, "MIGRATIONS", {1: renamed, 2: lambda old: old})
    assert worlds_of(values)[0].default_account_id == begun().default_account_id


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_crash_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Whatever fails on the way, the file is what it was and nothing else is left behind."""
    path = tmp_path / "state.json"
    save(path, [begun()])
    before = path.read_bytes()

    def crash(*given: object) -> None:
        raise OSError("the power is gone")

    monkeypatch.setattr(os, step, crash)
    with pytest.raises(OSError, match="power"):
        save(path, [lived("ten")])
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_state_of_a_server_comes_back(tmp_path: Path) -> None:
    """Every world that was used, forks too, under its name."""
    path = tmp_path / "state.json"
    worlds = Worlds(lambda name: begun())
    before = picture(worlds.get("test"))
    worlds.fork("fork", "test")
    assert keep(path, worlds) == 2

    other = Worlds(lambda name: begun())
    restore(path, other)
    assert other.names() == ["test", "fork"]
    assert list(differences(before, picture(other.get("test")))) == []

    with pytest.raises(SnapshotProblem, match="folder is not there"):
        restore(tmp_path / "none" / "state.json", other)
