"""A world, and an organization in it, for tests that begin with one."""

import pytest

from emulator.domain.organizations import life
from emulator.domain.organizations.organization import FeatureSet, Organization
from emulator.domain.world import World
from tests.worlds import MANAGEMENT, new_world


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def organization(world: World) -> Organization:
    return life.create(world, MANAGEMENT, FeatureSet.ALL)
