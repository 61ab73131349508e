"""Fixtures for tests against the emulator; pytest finds them as soon as the package is installed.

    @pytest.mark.ipam_world("seeded")
    def test_designation(aws, journal):
        aws.client("ec2").enable_ipam_organization_admin_account(DelegatedAdminAccountId="222222222222")
        journal.assert_called("EnableIpamOrganizationAdminAccount", times=1)

Nothing of the emulator is imported before a test asks for one of them.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from emulator.testing import ClockOfWorld, Emulator, FaultsOfWorld, JournalOfWorld, OwnWorld

_MARK = "ipam_world"
_OPTION = "ipam_emulator_fixture"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini(
        _OPTION, "how the worlds of tests begin: a fixture file, or the name of a shipped one", default="empty"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{_MARK}(fixture, **options): how the world of this test begins")


@pytest.fixture(scope="session")
def ipam_emulator() -> "Iterator[Emulator]":
    """A server in this process, on a free port, for the whole session."""
    from emulator.testing import Emulator

    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def aws(request: pytest.FixtureRequest, ipam_emulator: "Emulator") -> "Iterator[OwnWorld]":
    """A world of the test's own, with boto3 clients for every account of it."""
    mark = request.node.get_closest_marker(_MARK)
    arguments = mark.args if mark is not None else ()
    options = mark.kwargs if mark is not None else {}
    fixture = arguments[0] if arguments else request.config.getini(_OPTION)
    world = ipam_emulator.world(fixture, **options)
    yield world
    world.drop()


@pytest.fixture
def world(aws: "OwnWorld") -> "OwnWorld":
    """The same as `aws`, under the name of what it is."""
    return aws


@pytest.fixture
def clock(aws: "OwnWorld") -> "ClockOfWorld":
    """The time of the test's world."""
    return aws.clock


@pytest.fixture
def faults(aws: "OwnWorld") -> "FaultsOfWorld":
    """Calls that go wrong on order, in the test's world."""
    return aws.faults


@pytest.fixture
def journal(aws: "OwnWorld") -> "JournalOfWorld":
    """What was asked of the test's world, and what followed."""
    return aws.journal
