"""S4: a member makes its VPCs from a pool that the network account shares with its unit."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.aws import refused
from tests.scenarios.conftest import HOME, WEST, Estate, allocations_of, create_pool
from tests.worlds import MANAGEMENT

ENV_DEV = [{"ResourceType": "vpc", "Tags": [{"Key": "env", "Value": "dev"}]}]


class Landing:
    """An IPAM with a pool for development in us-west-2, shared with the unit Workloads from us-east-1."""

    def __init__(self, estate: Estate) -> None:
        estate.integrate()
        self.ec2 = estate.ec2(estate.network)
        self.ipam = self.ec2.create_ipam(OperatingRegions=[{"RegionName": WEST}])["Ipam"]
        scope = self.ipam["PrivateDefaultScopeId"]
        top = create_pool(self.ec2, scope, "10.0.0.0/8")
        self.pool = create_pool(
            self.ec2,
            scope,
            "10.0.0.0/12",
            Locale=WEST,
            SourceIpamPoolId=top["IpamPoolId"],
            AllocationMinNetmaskLength=20,
            AllocationMaxNetmaskLength=26,
            AllocationDefaultNetmaskLength=24,
            AllocationResourceTags=[{"Key": "env", "Value": "dev"}],
        )
        self.pool_id: str = self.pool["IpamPoolId"]
        self.share = estate.share(
            "dev", self.pool["IpamPoolArn"], estate.workloads["Arn"], "AWSRAMDefaultPermissionsIpamPool"
        )

    def resource_cidrs(self, vpc_id: str) -> list[dict[str, Any]]:
        answer = self.ec2.get_ipam_resource_cidrs(
            IpamScopeId=self.ipam["PrivateDefaultScopeId"], ResourceType="vpc", ResourceId=vpc_id
        )
        found: list[dict[str, Any]] = answer["IpamResourceCidrs"]
        return found


@pytest.fixture
def landing(estate: Estate) -> Landing:
    return Landing(estate)


def test_s4_member_self_service(estate: Estate, landing: Landing) -> None:
    """The member sees the pool, its VPCs follow the pool's rules, and who has no share sees nothing."""
    dev, pool_id = estate.ec2(estate.dev, WEST), landing.pool_id

    [seen] = dev.describe_ipam_pools()["IpamPools"]
    assert (seen["IpamPoolId"], seen["OwnerId"]) == (pool_id, estate.network)

    with refused("InvalidParameterValue") as refusal:
        dev.create_vpc(Ipv4IpamPoolId=pool_id)
    assert refusal.message == ("The resource is missing one or more of the resource tags required by the IPAM pool.")
    vpc = dev.create_vpc(Ipv4IpamPoolId=pool_id, TagSpecifications=ENV_DEV)["Vpc"]
    assert (vpc["CidrBlock"], vpc["State"]) == ("10.0.0.0/24", "pending")
    assert dev.describe_vpcs(VpcIds=[vpc["VpcId"]])["Vpcs"][0]["State"] == "available"
    with refused("InvalidParameterValue"):
        dev.create_vpc(Ipv4IpamPoolId=pool_id, Ipv4NetmaskLength=16, TagSpecifications=ENV_DEV)
    with refused("InvalidParameterValue"):
        estate.ec2(estate.dev, HOME).create_vpc(Ipv4IpamPoolId=pool_id, TagSpecifications=ENV_DEV)

    sandbox = estate.ec2(estate.sandbox, WEST)
    assert sandbox.describe_ipam_pools()["IpamPools"] == []
    with refused("InvalidIpamPoolId.NotFound"):
        sandbox.create_vpc(Ipv4IpamPoolId=pool_id, TagSpecifications=ENV_DEV)

    network = estate.ec2(estate.network, WEST)
    [allocation] = allocations_of(network, pool_id)
    assert (allocation["Cidr"], allocation["ResourceType"]) == ("10.0.0.0/24", "vpc")
    assert (allocation["ResourceId"], allocation["ResourceOwner"]) == (vpc["VpcId"], estate.dev)


def test_s4_what_monitoring_says_of_the_vpc(estate: Estate, landing: Landing) -> None:
    """It is managed, compliant and alone on its addresses, and no longer compliant once its tag is gone."""
    dev = estate.ec2(estate.dev, WEST)
    vpc_id = dev.create_vpc(Ipv4IpamPoolId=landing.pool_id, TagSpecifications=ENV_DEV)["Vpc"]["VpcId"]

    [row] = landing.resource_cidrs(vpc_id)
    states = (row["ManagementState"], row["ComplianceStatus"], row["OverlapStatus"])
    assert states == ("managed", "compliant", "nonoverlapping")
    assert (row["ResourceOwnerId"], row["ResourceRegion"], row["IpamPoolId"]) == (estate.dev, WEST, landing.pool_id)

    dev.delete_tags(Resources=[vpc_id], Tags=[{"Key": "env"}])
    [row] = landing.resource_cidrs(vpc_id)
    assert (row["ManagementState"], row["ComplianceStatus"]) == ("managed", "noncompliant")


@pytest.mark.parametrize("way", ["moved", "left", "unshared", "disassociated"])
def test_s4_a_member_that_loses_the_share_loses_the_pool(estate: Estate, landing: Landing, way: str) -> None:
    """Whether it is moved out of the unit, leaves, or the share ends: no pool any more, and its VPC stays allocated."""
    dev, organizations = estate.ec2(estate.dev, WEST), estate.client("organizations", MANAGEMENT)
    ram = estate.client("ram", estate.network)
    dev.create_vpc(Ipv4IpamPoolId=landing.pool_id, TagSpecifications=ENV_DEV)

    if way == "moved":
        organizations.move_account(
            AccountId=estate.dev,
            SourceParentId=estate.workloads_dev["Id"],
            DestinationParentId=estate.sandboxes["Id"],
        )
    elif way == "left":
        estate.client("organizations", estate.dev).leave_organization()
    elif way == "unshared":
        ram.delete_resource_share(resourceShareArn=landing.share)
    else:
        ram.disassociate_resource_share(resourceShareArn=landing.share, principals=[estate.workloads["Arn"]])

    assert dev.describe_ipam_pools()["IpamPools"] == []
    with refused("InvalidIpamPoolId.NotFound"):
        dev.create_vpc(Ipv4IpamPoolId=landing.pool_id, TagSpecifications=ENV_DEV)
    with refused("InvalidIpamPoolId.NotFound"):
        dev.get_ipam_pool_allocations(IpamPoolId=landing.pool_id)
    [kept] = allocations_of(landing.ec2, landing.pool_id)
    assert kept["ResourceOwner"] == estate.dev
    # whoever is in the unit has the pool, and nobody else
    back = estate.account("back", estate.workloads_dev["Id"])
    seen = estate.ec2(back, WEST).describe_ipam_pools()["IpamPools"]
    assert bool(seen) is (way in ("moved", "left"))


def test_int_071_the_gate_clears_by_itself(estate: Estate, landing: Landing) -> None:
    """While IPAM does not administer the organization its members see the pool and cannot use it, whatever the call."""
    management, dev = estate.ec2(MANAGEMENT), estate.ec2(estate.dev, WEST)
    management.disable_ipam_organization_admin_account(DelegatedAdminAccountId=estate.network)
    said = (
        f"The operation AllocateIpamPoolCidr is not supported. Account {estate.dev} is not monitored by IPAM "
        f"{landing.ipam['IpamId']}."
    )
    assert len(dev.describe_ipam_pools()["IpamPools"]) == 1
    vpc_id = dev.create_vpc(CidrBlock="172.16.0.0/24")["Vpc"]["VpcId"]
    calls: tuple[Callable[[], Any], ...] = (
        lambda: dev.allocate_ipam_pool_cidr(IpamPoolId=landing.pool_id, NetmaskLength=24),
        lambda: dev.create_vpc(Ipv4IpamPoolId=landing.pool_id, TagSpecifications=ENV_DEV),
        lambda: dev.associate_vpc_cidr_block(VpcId=vpc_id, Ipv4IpamPoolId=landing.pool_id, Ipv4NetmaskLength=24),
    )
    for call in calls:
        with refused("UnsupportedOperation", rule="INT-071") as refusal:
            call()
        assert refusal.message == said
    assert allocations_of(landing.ec2, landing.pool_id) == []
    management.enable_ipam_organization_admin_account(DelegatedAdminAccountId=estate.network)
    vpc = dev.create_vpc(Ipv4IpamPoolId=landing.pool_id, TagSpecifications=ENV_DEV)["Vpc"]
    assert vpc["CidrBlock"] == "10.0.0.0/24"
