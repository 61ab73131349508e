"""Worlds for tests: frozen in wall time, seeded, with every reaction."""

from datetime import UTC, datetime

from emulator.domain.options import Options
from emulator.domain.organizations import accounts
from emulator.domain.world import World
from emulator.worlds import new_world as begin

MANAGEMENT = "111111111111"
OUTSIDER = "999999999999"


def new_world(options: Options | None = None) -> World:
    """A frozen world with the reactions that these tests follow."""
    return begin(
        "test",
        options=options,
        seed=1,
        default_account_id=MANAGEMENT,
        wall=lambda: datetime(2026, 1, 1, tzinfo=UTC),
    )


def member(world: World, name: str) -> str:
    creation = accounts.create(world, MANAGEMENT, f"{name}@example.com", name, None)
    world.settle()
    assert creation.account_id is not None
    return creation.account_id
