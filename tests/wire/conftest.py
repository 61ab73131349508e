"""What the tests of rules begin with: an organization behind real boto3 clients."""

import pytest

from emulator.domain.organizations import life
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.world import World
from tests.aws import Aws
from tests.worlds import MANAGEMENT


@pytest.fixture
def organization_world(aws: Aws) -> World:
    """`aws`, where MANAGEMENT has an organization with all features."""
    life.create(aws.world, MANAGEMENT, FeatureSet.ALL)
    return aws.world
