"""Journal files: a world's beginning and every call since, a line each, from which the same world can be made again."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from emulator.domain.journal import CallEntry
from emulator.domain.world import World
from emulator.gateway.dispatch import Refused, perform
from emulator.gateway.identity import note_use
from emulator.services.registry import service as find_service
from emulator.settings import CannotStart
from emulator.snapshots.files import document, worlds_of
from emulator.snapshots.reading import Unloadable, read
from emulator.snapshots.writing import write


class CannotReplay(CannotStart):
    """The file does not lead to a world. The text is one line."""


def lines_of(world: World, beginning: World) -> Iterator[str]:
    """The journal file of a world: its beginning, then its calls. CannotReplay where some are forgotten."""
    calls = [entry for entry in world.journal.entries() if entry.number > beginning.journal.last_number]
    expected = beginning.journal.last_number + 1
    if world.journal.last_number >= expected and (not calls or calls[0].number != expected):
        raise CannotReplay(
            f"the journal has forgotten the first calls; it keeps {world.options.journal_capacity} (journal_capacity)"
        )
    made = [entry for entry in calls if isinstance(entry, CallEntry)]
    yield json.dumps({**document([beginning]), "calls": len(made)}, separators=(",", ":"))
    for entry in made:
        yield json.dumps(write(entry), separators=(",", ":"))


def replay(lines: Iterable[str]) -> World:
    """The world that the calls of a journal file lead to. Its clock stands at the last of them."""
    world: World | None = None
    number, expected = 0, None
    for number, line in enumerate(lines, 1):
        try:
            values: Any = json.loads(line)
            if world is None:
                [world] = worlds_of(values)
                # files of older versions do not say how many calls follow
                expected = values.get("calls")
            else:
                entry = read(values, CallEntry, {})
                _require_next(world, entry)
                repeat(world, entry)
        except RecursionError:
            raise CannotReplay(f"line {number}: is nested too deeply") from None
        except (Unloadable, ValueError) as problem:
            raise CannotReplay(f"line {number}: {problem}") from None
    if world is None:
        raise CannotReplay("the file is empty")
    if expected not in (None, number - 1):
        raise CannotReplay(f"the file has {number - 1} calls; expected {expected}, as its first line says")
    return world


def _require_next(world: World, entry: CallEntry) -> None:
    """Calls stand in the order in which they were made."""
    last = world.journal.last_number
    if entry.number <= last:
        raise ValueError(f"call {entry.number} comes too late; expected one after {last}")


def repeat(world: World, entry: CallEntry) -> None:
    """Make a call once more, at its time, by its caller. What was refused left no trace, so it is not asked again."""
    world.clock.freeze(entry.time)
    world.settle()
    world.journal.record(entry)
    world.journal.skip_to(entry.number)
    service = find_service(entry.service)
    operation = service.operations.get(entry.operation) if service is not None else None
    if service is None or operation is None or entry.caller is None or not entry.performed:
        return
    # what read a former world left no trace in this one
    if not entry.stale:
        try:
            perform(world, service, operation, entry.parameters, entry.caller, entry.request_id)
        except Refused:
            return
    note_use(world, entry.caller, entry.service)


def load(path: Path) -> World:
    try:
        with path.open(encoding="utf-8") as file:
            return replay(file)
    except UnicodeDecodeError as problem:
        raise CannotReplay(f"{path}: expected UTF-8 ({problem.reason})") from None
    except OSError as problem:
        raise CannotReplay(f"{path}: cannot be read ({problem.strerror})") from None
    except CannotReplay as problem:
        raise CannotReplay(f"{path}: {problem}") from None
