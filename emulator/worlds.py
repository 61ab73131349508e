"""The worlds of one server: made when first used, each by the same recipe, sharing nothing."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic

from emulator.domain.clock import Clock
from emulator.domain.identifiers import Identifiers
from emulator.domain.image import Image, Images
from emulator.domain.journal import Journal
from emulator.domain.options import Options
from emulator.domain.world import REACTIONS, World
from emulator.faults import Faults

DEFAULT = "default"
DEFAULT_ACCOUNT_ID = "000000000000"
# not "." and "..": in a path, clients and browsers take them for something else
_NAME = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._-]{1,64}")


def wall_time() -> datetime:
    return datetime.now(UTC)


def new_world(
    name: str,
    *,
    options: Options | None = None,
    seed: int = 0,
    default_account_id: str = DEFAULT_ACCOUNT_ID,
    wall: Callable[[], datetime] = wall_time,
) -> World:
    """A world without any organization, in which every twelve-digit account exists when first used."""
    options = options or Options()
    clock = Clock(wall)
    if options.pace == "manual":
        clock.freeze()
    return World(
        name,
        options,
        clock,
        Identifiers(seed),
        REACTIONS,
        default_account_id,
        Journal(options.journal_capacity, options.journal_bytes),
    )


class Worlds:
    """Worlds by name. `begin` makes a world as the server's fixture describes it.

    A world that nobody has asked yet is only a beginning: it is made when it is first used, so that forks and resets
    cost next to nothing. Worlds that are idle for `idle_s` are forgotten (0: never); the default world stays.
    """

    def __init__(
        self,
        begin: Callable[[str], World],
        *,
        idle_s: float = 0,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._begin = begin
        # in the order of first use; None stands for a world that is yet to be made
        self._worlds: dict[str, World | None] = {}
        # worlds that were made with a fixture of their own, or forked, begin with it again
        self._begins: dict[str, Callable[[str], World]] = {}
        # the faults that were asked for, by world
        self.faults: dict[str, Faults] = {}
        self._images = Images()
        self._loaded: dict[str, Image] = {}
        self._idle_s = idle_s
        self._seconds = seconds
        self._swept_at = seconds()
        # how many entries each world's journal had when it was last seen to have more, and when that was
        self._seen: dict[str, tuple[int, float]] = {}

    @staticmethod
    def is_name(name: str) -> bool:
        return _NAME.fullmatch(name) is not None

    def get(self, name: str) -> World:
        """The world of this name; one that is first used begins now."""
        world = self._worlds.get(name)
        return self._start(name) if world is None else world

    def make(self, name: str, begin: Callable[[str], World]) -> World:
        """A world with a beginning of its own, in the place of one that may have been there."""
        world = self._worlds[name] = begin(name)
        self._begins[name] = begin
        self._loaded.pop(name, None)
        self.faults.pop(name, None)
        return world

    def put(self, world: World) -> None:
        """A world that was made elsewhere (loaded from a snapshot). Reset takes it to the server's fixture."""
        self._worlds[world.name] = world
        self._loaded[world.name] = Image(world)
        self.faults.pop(world.name, None)
        self._begins.pop(world.name, None)

    def fork(self, name: str, source: str) -> None:
        """A world that begins as another one is now, and goes its own way from there. Reset brings it back to here."""
        self._expire()
        self._begins[name] = self._images.of(self.get(source)).world
        self._worlds[name] = None

    def reset(self, name: str) -> World:
        """The whole world back to its beginning: the fixture, the clock and the identifiers too; faults end."""
        self.faults.pop(name, None)
        self._loaded.pop(name, None)
        self._worlds[name] = None
        return self._start(name)

    def beginning(self, name: str) -> World:
        """The world as it began, or as it was when it was loaded: what its journal leads on from."""
        loaded = self._loaded.get(name)
        return loaded.world(name) if loaded is not None else self._begins.get(name, self._begin)(name)

    def drop(self, name: str) -> None:
        """Forget a world. It begins anew, with the server's fixture, if it is used again."""
        self._worlds.pop(name, None)
        self._begins.pop(name, None)
        self._seen.pop(name, None)
        self._loaded.pop(name, None)
        self.faults.pop(name, None)
        self._images.forget(name)

    def find(self, name: str) -> World | None:
        return self.get(name) if name in self._worlds else None

    def has(self, name: str) -> bool:
        return name in self._worlds

    def names(self) -> list[str]:
        """The worlds that have been used, in the order of first use."""
        self._expire()
        return list(self._worlds)

    def _start(self, name: str) -> World:
        self._expire()
        world = self._worlds[name] = self._begins.get(name, self._begin)(name)
        return world

    def _expire(self) -> None:
        """Forget the worlds that have had no call for long. Looked at when a world is made or listed, and not often:
        no call pays for it."""
        now = self._seconds()
        if not self._idle_s or now - self._swept_at < self._idle_s / 8:
            return
        self._swept_at = now
        for name, world in list(self._worlds.items()):
            number = 0 if world is None else world.journal.last_number
            seen, since = self._seen.get(name, (-1, now))
            if number != seen:
                self._seen[name] = number, now
            elif now - since >= self._idle_s and name != DEFAULT:
                self.drop(name)
