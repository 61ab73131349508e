"""An image of a world: what forks and resets are made of, in a small part of the time that building takes.

An image lives in this process alone; what is kept on disk is a snapshot (`emulator/snapshots`).
"""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from emulator.domain.world import World


class Image:
    """A world at one moment. Worlds made of it share nothing that changes.

    The journal's entries are shared: nobody changes one after its call.
    """

    __slots__ = ("_journal", "_octets", "_options", "_reactions", "_wall")

    def __init__(self, world: World) -> None:
        self._options, self._reactions, self._wall = world.options, world.reactions, world.clock.wall
        self._journal = world.journal.copy()
        with _bare(world):
            self._octets = pickle.dumps(world, protocol=pickle.HIGHEST_PROTOCOL)

    def world(self, name: str) -> World:
        """A world of its own that is equal to the one in the image, but for the name."""
        world: World = pickle.loads(self._octets)
        world.name = name
        world.options, world.reactions, world.clock.wall = self._options, self._reactions, self._wall
        world.journal = self._journal.copy()
        return world


@contextmanager
def _bare(world: World) -> Iterator[None]:
    """The world without what it was given and what does not change, for as long as its octets are written.

    (Telling the pickler to leave things out costs three times as much: it asks about every object.)
    """
    kept: Any = world.options, world.reactions, world.journal, world.clock.wall
    nothing: Any = None
    world.options = world.reactions = world.journal = world.clock.wall = nothing
    try:
        yield
    finally:
        world.options, world.reactions, world.journal, world.clock.wall = kept


class Images:
    """The image of a world, kept as long as the world stays as it is."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[World, tuple[object, ...], Image]] = {}

    def of(self, world: World) -> Image:
        state = _state(world)
        kept = self._kept.get(world.name)
        if kept is not None and kept[0] is world and kept[1] == state:
            return kept[2]
        image = Image(world)
        self._kept[world.name] = (world, state, image)
        return image

    def forget(self, name: str) -> None:
        self._kept.pop(name, None)


class Mold:
    """Makes worlds by a recipe that is followed once: every world after the first is a copy of the same image.

    So worlds of one fixture are equal to the second. A world whose beginning is set on the clock begins there.
    """

    def __init__(self, build: Callable[[str], World]) -> None:
        self._build = build
        self._image: Image | None = None
        self._begins_at: datetime | None = None

    def __call__(self, name: str) -> World:
        if self._image is None:
            world = self._build(name)
            self._image = Image(world)
            self._begins_at = world.now if world.clock.offset else None
            return world
        world = self._image.world(name)
        if self._begins_at is not None and not world.clock.frozen:
            world.clock.offset = self._begins_at - world.clock.wall()
        return world


def _state(world: World) -> tuple[object, ...]:
    """What differs wherever two moments of one world do: every call and act has a number, every change is counted."""
    clock = world.clock
    return world.changes, world.journal.last_number, world.identifiers.drawn, clock.offset, clock.frozen_at
