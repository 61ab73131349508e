"""A world, and an organization in it, for tests that begin with one; and worlds behind real boto3 clients, on one
server for all tests of a process."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from emulator.domain.options import Options
from emulator.domain.organizations import life
from emulator.domain.organizations.organization import FeatureSet, Organization
from emulator.domain.world import World
from emulator.testing import Emulator
from emulator.worlds import Worlds
from tests.aws import Aws
from tests.worlds import MANAGEMENT, new_world

_numbers = count(1)


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def organization(world: World) -> Organization:
    return life.create(world, MANAGEMENT, FeatureSet.ALL)


@pytest.fixture(scope="session")
def server(ipam_emulator: Emulator) -> tuple[str, Worlds]:
    """The base URL and the worlds of the pytest plugin's server."""
    return ipam_emulator.url, ipam_emulator.worlds


@pytest.fixture
def make_aws(server: tuple[str, Worlds]) -> Iterator[Callable[..., Aws]]:
    """Makes worlds of the test's own, with the given options."""
    base, worlds = server
    made: dict[str, Aws] = {}

    def make(**knobs: Any) -> Aws:
        name = f"w{next(_numbers)}"
        options = Options(**knobs)
        worlds.make(name, lambda name: new_world(options))
        made[name] = Aws(base, worlds, name)
        return made[name]

    yield make
    for name, aws in made.items():
        aws.close()
        worlds.drop(name)


@pytest.fixture
def aws(make_aws: Callable[..., Aws]) -> Aws:
    """A world of the test's own without any organization; its clock stands at the start of 2026."""
    return make_aws()
