"""S7: a unit is left out of discovery, and accounts come, move and go."""

from datetime import timedelta
from typing import Any

import pytest

from tests.aws import refused
from tests.scenarios.conftest import (
    HOME,
    Estate,
    allocations_of,
    create_pool,
    discovered_accounts,
    resource_cidrs,
)
from tests.worlds import MANAGEMENT

ROLE = "AWSServiceRoleForIPAM"
INVALID_PATH = "One or more of the organizations entity paths is invalid"


class Monitored:
    """An estate whose IPAM sees a VPC of dev, from a shared pool, and one of sandbox, made by hand."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        estate.integrate()
        self.ec2 = estate.ec2(estate.network)
        ipam = self.ec2.create_ipam()["Ipam"]
        self.scope: str = ipam["PrivateDefaultScopeId"]
        self.discovery: str = ipam["DefaultResourceDiscoveryId"]
        pool = create_pool(self.ec2, self.scope, "10.0.0.0/16", Locale=HOME)
        self.pool_id: str = pool["IpamPoolId"]
        for unit in (estate.workloads, estate.sandboxes):
            estate.share(unit["Name"], pool["IpamPoolArn"], unit["Arn"], "AWSRAMDefaultPermissionsIpamPool")
        vpc = estate.ec2(estate.dev).create_vpc(Ipv4IpamPoolId=self.pool_id, Ipv4NetmaskLength=24)["Vpc"]
        self.dev_vpc = vpc["VpcId"], vpc["CidrBlock"]
        vpc = estate.ec2(estate.sandbox).create_vpc(CidrBlock="172.16.0.0/16")["Vpc"]
        self.sandbox_vpc = vpc["VpcId"], vpc["CidrBlock"]

    def accounts(self) -> set[str]:
        return set(discovered_accounts(self.ec2, self.discovery))

    def rows(self) -> set[tuple[str, str]]:
        return set(resource_cidrs(self.ec2, self.scope))

    def path(self, *unit_ids: str) -> str:
        return "/".join((self.estate.organization["Id"], self.estate.root, *unit_ids, ""))

    def exclude(self, *paths: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.ec2.modify_ipam_resource_discovery(
            IpamResourceDiscoveryId=self.discovery,
            AddOrganizationalUnitExclusions=[{"OrganizationsEntityPath": path} for path in paths],
        )["IpamResourceDiscovery"]
        return answer


@pytest.fixture
def monitored(estate: Estate) -> Monitored:
    return Monitored(estate)


def test_s7_an_excluded_unit_is_seen_no_more(estate: Estate, monitored: Monitored) -> None:
    """Its accounts' rows vanish, others' stay, paths do not overlap, and the administrator is never left out."""
    everybody = {MANAGEMENT, estate.network, estate.dev, estate.sandbox}
    assert monitored.accounts() == everybody
    assert monitored.rows() == {monitored.dev_vpc, monitored.sandbox_vpc}

    sandboxes = monitored.path(estate.sandboxes["Id"])
    answer = monitored.exclude(f"{sandboxes}*")
    assert answer["State"] == "modify-in-progress"
    assert answer["OrganizationalUnitExclusions"] == [{"OrganizationsEntityPath": f"{sandboxes}*"}]
    [described] = monitored.ec2.describe_ipam_resource_discoveries()["IpamResourceDiscoveries"]
    assert described["State"] == "modify-complete"
    assert described["OrganizationalUnitExclusions"] == answer["OrganizationalUnitExclusions"]
    assert monitored.accounts() == everybody - {estate.sandbox}
    assert monitored.rows() == {monitored.dev_vpc}
    with refused("UnsupportedOperation", rule="INT-071"):
        estate.ec2(estate.sandbox).create_vpc(Ipv4IpamPoolId=monitored.pool_id, Ipv4NetmaskLength=24)

    below = estate.unit("X", estate.sandboxes["Id"])["Id"]
    with refused("InvalidParameterValue", rule="IPAM-207"):
        monitored.exclude(monitored.path(estate.sandboxes["Id"], below))
    with refused("InvalidParameterValue", rule="IPAM-205") as refusal:
        monitored.exclude(monitored.path("ou-abcd-01234567"))
    assert refusal.message.startswith(INVALID_PATH)

    estate.move(estate.network, estate.root, estate.sandboxes["Id"])
    own = estate.ec2(estate.network).create_vpc(CidrBlock="192.168.0.0/16")["Vpc"]
    assert monitored.accounts() == everybody - {estate.sandbox}
    assert monitored.rows() == {monitored.dev_vpc, (own["VpcId"], "192.168.0.0/16")}
    vpc = estate.ec2(estate.network).create_vpc(Ipv4IpamPoolId=monitored.pool_id, Ipv4NetmaskLength=24)["Vpc"]
    assert vpc["CidrBlock"] == "10.0.1.0/24"


def test_s7_an_account_that_moves_is_seen_by_where_it_is(estate: Estate, monitored: Monitored) -> None:
    """Into an excluded unit it vanishes, with its rows; out of it, it comes back."""
    monitored.exclude(monitored.path(estate.sandboxes["Id"]))
    estate.move(estate.dev, estate.workloads_dev["Id"], estate.sandboxes["Id"])
    assert monitored.accounts() == {MANAGEMENT, estate.network}
    assert monitored.rows() == set()
    # its unit has the pool, and monitoring it is another matter
    with refused("UnsupportedOperation", rule="INT-071"):
        estate.ec2(estate.dev).create_vpc(Ipv4IpamPoolId=monitored.pool_id, Ipv4NetmaskLength=24)
    assert [each["ResourceOwner"] for each in allocations_of(monitored.ec2, monitored.pool_id)] == [estate.dev]
    for account_id in (estate.dev, estate.sandbox):
        estate.move(account_id, estate.sandboxes["Id"], estate.workloads_dev["Id"])
    assert monitored.rows() == {monitored.dev_vpc, monitored.sandbox_vpc}
    row = discovered_accounts(monitored.ec2, monitored.discovery)[estate.sandbox]
    assert row["OrganizationalUnitId"] == estate.workloads_dev["Id"]


def test_s7_accounts_come_and_go(estate: Estate, monitored: Monitored) -> None:
    """A new one has the role and a row; one that is removed has none, and what it had stays known."""
    new = estate.account("new", estate.workloads_dev["Id"])
    assert estate.client("iam", new).get_role(RoleName=ROLE)["Role"]["RoleName"] == ROLE
    row = discovered_accounts(monitored.ec2, monitored.discovery)[new]
    assert row["OrganizationalUnitId"] == estate.workloads_dev["Id"]
    assert row["LastSuccessfulDiscoveryTime"] == row["LastAttemptedDiscoveryTime"]
    vpc = estate.ec2(new).create_vpc(Ipv4IpamPoolId=monitored.pool_id, Ipv4NetmaskLength=24)["Vpc"]
    assert (vpc["VpcId"], "10.0.1.0/24") in monitored.rows()

    began = estate.aws.world.now
    estate.aws.world.clock.advance(timedelta(minutes=30))
    estate.client("organizations", MANAGEMENT).remove_account_from_organization(AccountId=estate.dev)
    assert estate.dev not in monitored.accounts()
    assert monitored.dev_vpc not in monitored.rows()
    [kept] = [each for each in allocations_of(monitored.ec2, monitored.pool_id) if each["ResourceOwner"] == estate.dev]
    assert (kept["ResourceId"], kept["Cidr"]) == monitored.dev_vpc
    [record] = monitored.ec2.get_ipam_address_history(
        Cidr=monitored.dev_vpc[1], IpamScopeId=monitored.scope, VpcId=monitored.dev_vpc[0], StartTime=began
    )["HistoryRecords"]
    assert (record["ResourceOwnerId"], record["ResourceType"]) == (estate.dev, "vpc")
    assert record["SampledStartTime"] == began
    assert record["SampledEndTime"] == began + timedelta(minutes=30)

    with refused("InvalidIpamPoolId.NotFound"):
        estate.ec2(estate.dev).create_vpc(Ipv4IpamPoolId=monitored.pool_id, Ipv4NetmaskLength=24)
