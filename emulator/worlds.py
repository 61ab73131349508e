"""The worlds of one server: made when first used, each by the same recipe, sharing nothing."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from emulator.domain.clock import Clock
from emulator.domain.identifiers import Identifiers
from emulator.domain.journal import Journal
from emulator.domain.options import Options
from emulator.domain.reactions import reactions
from emulator.domain.world import World

DEFAULT = "default"
DEFAULT_ACCOUNT_ID = "000000000000"
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")


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
    return World(
        name,
        options,
        Clock(wall),
        Identifiers(seed),
        reactions(),
        default_account_id,
        Journal(options.journal_capacity),
    )


class Worlds:
    """Worlds by name. `begin` makes a world as the server's fixture describes it."""

    def __init__(self, begin: Callable[[str], World]) -> None:
        self._begin = begin
        self._worlds: dict[str, World] = {}
        # worlds that were made with a fixture of their own begin with it again
        self._begins: dict[str, Callable[[str], World]] = {}

    @staticmethod
    def is_name(name: str) -> bool:
        return _NAME.fullmatch(name) is not None

    def get(self, name: str) -> World:
        """The world of this name; one that is first used begins now."""
        world = self._worlds.get(name)
        return self.reset(name) if world is None else world

    def make(self, name: str, begin: Callable[[str], World]) -> World:
        """A world with a beginning of its own, in the place of one that may have been there."""
        world = self._worlds[name] = begin(name)
        self._begins[name] = begin
        return world

    def reset(self, name: str) -> World:
        """The whole world back to its beginning: the fixture, the clock and the identifiers too."""
        world = self._worlds[name] = self._begins.get(name, self._begin)(name)
        return world

    def drop(self, name: str) -> None:
        """Forget a world. It begins anew, with the server's fixture, if it is used again."""
        self._worlds.pop(name, None)
        self._begins.pop(name, None)

    def find(self, name: str) -> World | None:
        return self._worlds.get(name)

    def names(self) -> list[str]:
        """The worlds that have been used, in the order of first use."""
        return list(self._worlds)
