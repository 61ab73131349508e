"""The state file: the worlds of a server, from its last run to its next."""

from pathlib import Path

from emulator.snapshots.files import SnapshotProblem, load, save
from emulator.worlds import Worlds


def restore(path: Path, worlds: Worlds) -> None:
    """Take up the worlds that the file has; no file is no worlds. A file that cannot be read or written is a problem
    at the start, not at the end."""
    if path.exists():
        for world in load(path):
            worlds.put(world)
    elif not path.parent.is_dir():
        raise SnapshotProblem(f"{path}: the folder is not there; expected a path in one that is")


def keep(path: Path, worlds: Worlds) -> int:
    """Write every world that has been used, and say how many."""
    found = [world for name in worlds.names() if (world := worlds.find(name)) is not None]
    try:
        save(path, found)
    except OSError as problem:
        raise SnapshotProblem(f"{path}: cannot be written ({problem.strerror or problem})") from None
    return len(found)
