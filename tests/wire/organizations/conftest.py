"""What the tests of Organizations arrange: units, members by invitation, and clients."""

from typing import Any

import pytest

from emulator.domain.world import World
from tests.aws import Aws
from tests.worlds import MANAGEMENT, OUTSIDER


@pytest.fixture
def management(aws: Aws, organization_world: World) -> Any:
    """The client of the management account of an organization with all features."""
    return aws.client("organizations", MANAGEMENT)


@pytest.fixture
def outsider(aws: Aws) -> Any:
    """The client of an account in no organization."""
    return aws.client("organizations", OUTSIDER)


def root_of(client: Any) -> str:
    root_id: str = client.list_roots()["Roots"][0]["Id"]
    return root_id


def invite(client: Any, account_id: str = OUTSIDER, **more: Any) -> str:
    handshake = client.invite_account_to_organization(Target={"Id": account_id, "Type": "ACCOUNT"}, **more)
    handshake_id: str = handshake["Handshake"]["Id"]
    return handshake_id


def unit(client: Any, name: str, parent_id: str | None = None) -> str:
    made = client.create_organizational_unit(ParentId=parent_id or root_of(client), Name=name)
    unit_id: str = made["OrganizationalUnit"]["Id"]
    return unit_id
