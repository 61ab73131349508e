"""Ways to have a world again: export and load, snapshot and load, fork, replay. Each gives the world that there was."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulator.domain.image import Image
from emulator.domain.picture import differences, picture
from emulator.domain.world import World
from emulator.fixtures.builder import Recipe
from emulator.fixtures.exporter import export
from emulator.fixtures.loader import FixtureFile
from emulator.replay import lines_of, replay
from emulator.snapshots.files import document, worlds_of
from tests.properties.answers import answers
from tests.properties.lives import Steps, live, lived, steps_of
from tests.properties.requests import begun

# a shorter life of the same seed has the same beginning
LIVES = st.builds(steps_of, st.integers(0, 2**32), st.integers(40, 80))
PROPERTY = settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def through_a_file(fixture: dict[str, Any], path: Path, world: World) -> World:
    path.write_text(yaml.dump(fixture, Dumper=_Dumper, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return Recipe(FixtureFile(path).fixture, wall=world.clock.wall).world(world.name)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fixtures") / "exported.yaml"


@PROPERTY
@given(steps=LIVES)
def test_export_and_load_is_identity(path: Path, steps: Steps) -> None:
    """The loaded world exports the same fixture; and where nothing had to be taken out of the export, whatever
    its accounts may read of what a fixture can say is answered the same, to the identifier."""
    world = lived(steps)
    exported = export(world)
    loaded = through_a_file(exported.fixture, path, world)

    assert export(loaded).fixture == exported.fixture
    assert picture(loaded.identifiers) == picture(world.identifiers)
    # what is taken out is named by its place in the fixture; the rest is counted
    if all("): " not in one for one in exported.left_out):
        accounts = sorted({*world.accounts, *world.identities})
        before, after = answers(world, accounts), answers(loaded, accounts)
        assert {key: after[key] for key in before if after[key] != before[key]} == {
            key: before[key] for key in before if after[key] != before[key]
        }


@PROPERTY
@given(steps=LIVES)
def test_snapshot_and_load_is_identity(steps: Steps) -> None:
    """The same picture, the same journal, the same document again, and the same future."""
    world = lived(steps)
    text = json.dumps(document([world]))
    [loaded] = worlds_of(json.loads(text), world.clock.wall)

    assert list(differences(picture(world), picture(loaded))) == []
    assert json.dumps(document([loaded])) == text
    live(world, steps[:20])
    live(loaded, steps[:20])
    assert list(differences(picture(world), picture(loaded))) == []


@PROPERTY
@given(steps=LIVES)
def test_a_fork_is_identity(steps: Steps) -> None:
    """The fork is equal, and what happens in it does not happen in the world that it was made of."""
    world = lived(steps)
    before = picture(world)
    fork = Image(world).world(world.name)
    assert list(differences(before, picture(fork))) == []

    live(fork, steps[:20])
    assert picture(world) == before
    live(world, steps[:20])
    assert list(differences(picture(world), picture(fork))) == []


@PROPERTY
@given(steps=LIVES)
def test_a_replay_is_identity(steps: Steps) -> None:
    """The file of the journal, from the world's beginning on, leads to the same world, with the same journal."""
    world = begun()
    beginning = Image(world).world(world.name)
    live(world, steps)
    again = replay(lines_of(world, beginning))
    again.settle()
    again.clock.frozen_at = world.clock.frozen_at

    assert list(differences(picture(world), picture(again))) == []
    assert again.journal.entries() == world.journal.entries()
