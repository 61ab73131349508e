"""Worlds for tests: frozen in wall time, seeded, with every reaction."""

from datetime import UTC, datetime

from emulator.domain.clock import Clock
from emulator.domain.identifiers import Identifiers
from emulator.domain.ipam.ipams import IpamResources
from emulator.domain.journal import Journal
from emulator.domain.options import Options
from emulator.domain.organizations import accounts
from emulator.domain.reactions import reactions
from emulator.domain.world import World

MANAGEMENT = "111111111111"
OUTSIDER = "999999999999"


def new_world(options: Options | None = None) -> World:
    """A frozen world with the reactions that these tests follow."""
    return World(
        "test",
        options or Options(),
        Clock(lambda: datetime(2026, 1, 1, tzinfo=UTC)),
        Identifiers(1),
        reactions(),
        MANAGEMENT,
        Journal(10),
        IpamResources(),
    )


def member(world: World, name: str) -> str:
    creation = accounts.create(world, MANAGEMENT, f"{name}@example.com", name, None)
    world.settle()
    assert creation.account_id is not None
    return creation.account_id
