"""Snapshot files: worlds, with the version of their form, written so that a crash leaves a whole file."""

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from emulator import __version__
from emulator.domain.clock import LATEST, Clock
from emulator.domain.world import REACTIONS, World
from emulator.settings import CannotStart
from emulator.snapshots.reading import Unloadable, read
from emulator.snapshots.writing import write
from emulator.worlds import wall_time

FORMAT = "ipam-emulator snapshot"
VERSION = 1
# From each older version to the next: what turns a document of that version into one of the following.
MIGRATIONS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


class SnapshotProblem(CannotStart):
    """The file is no snapshot that this version can load. The text is one line."""


def document(worlds: Iterable[World]) -> dict[str, Any]:
    """The worlds as a snapshot's document."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "written_by": __version__,
        "worlds": {world.name: write(world) for world in worlds},
    }


def worlds_of(values: object, wall: Callable[[], datetime] = wall_time) -> list[World]:
    """The worlds of a document of this version or an older one; Unloadable says where it has none."""
    if not isinstance(values, dict) or values.get("format") != FORMAT or not isinstance(values.get("worlds"), dict):
        raise Unloadable((), f"expected a document with the format {FORMAT!r} and worlds")
    version = values.get("version")
    if type(version) is not int or not 1 <= version <= VERSION:
        raise Unloadable(("version",), f"{version!r} cannot be read; expected 1 to {VERSION}")
    for step in range(version, VERSION):
        values = MIGRATIONS[step](values)
    given: Mapping[type, Mapping[str, object]] = {World: {"reactions": REACTIONS}, Clock: {"wall": wall}}
    try:
        return [_world(name, node, given) for name, node in values["worlds"].items()]
    except RecursionError:
        raise Unloadable((), "is nested too deeply") from None


def _world(name: str, node: object, given: Mapping[type, Mapping[str, object]]) -> World:
    world: World = read(node, World, given)
    world.name = name
    # a clock may have run on from the latest time that it can be set to, but not for long
    try:
        late = world.now.year > LATEST.year
    except OverflowError:
        late = True
    if late:
        raise Unloadable(("world", "clock"), f"is led too far; expected a time in the year {LATEST.year} or earlier")
    return world


def save(path: Path, worlds: Iterable[World]) -> None:
    """Write a snapshot. At any moment the file is the whole old one or the whole new one."""
    text = json.dumps(document(worlds), separators=(",", ":"))
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # renaming takes the place of the old file in one step; the folder's entry is made durable too
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def load(path: Path, wall: Callable[[], datetime] = wall_time) -> list[World]:
    """The worlds of a file, or a SnapshotProblem."""
    try:
        return worlds_of(json.loads(path.read_bytes()), wall)
    except Unloadable as problem:
        raise SnapshotProblem(f"{path}: {problem}") from None
    except OSError as problem:
        raise SnapshotProblem(f"{path}: cannot be read ({problem.strerror})") from None
    except (ValueError, RecursionError) as problem:
        raise SnapshotProblem(f"{path}: expected JSON; {problem}") from None
