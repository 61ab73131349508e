"""Accounts that are closed: what they hold of pools stays, and what they own nobody reaches any more."""

import pytest

from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.wire.ipam.conftest import AWAY, HOME, Ipam
from tests.wire.ipam.test_organization import Integration
from tests.worlds import MANAGEMENT


@pytest.fixture
def integration(aws: Aws, organization_world: World) -> Integration:
    made = Integration(aws, organization_world)
    made.designate()
    return made


def _close(integration: Integration, account_id: str) -> None:
    integration.aws.client("organizations").close_account(AccountId=account_id)


def test_a_closed_members_vpc_keeps_its_allocation(integration: Integration) -> None:
    """IPAM sees the account no more, so the space stays taken: for a pool that is deleted with all that is in it."""
    ipam = Ipam(integration.aws, integration.network)
    pool_id = ipam.pool("10.0.0.0/16", Locale=AWAY)
    integration.share(pool_id)
    vpc = integration.consume().create_vpc(Ipv4IpamPoolId=pool_id, Ipv4NetmaskLength=24)["Vpc"]["VpcId"]
    asked = {"IpamScopeId": ipam.private, "ResourceId": vpc}
    assert ipam.ec2.get_ipam_resource_cidrs(**asked)["IpamResourceCidrs"][0]["ManagementState"] == "managed"

    _close(integration, integration.consumer)
    assert ipam.ec2.get_ipam_resource_cidrs(**asked)["IpamResourceCidrs"] == []
    [kept] = ipam.allocations(pool_id)
    assert (kept["ResourceId"], kept["ResourceOwner"]) == (vpc, integration.consumer)
    ipam.ec2.deprovision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr="10.0.0.0/16")
    assert ipam.cidrs(pool_id)[0]["State"] == "failed-deprovision"
    with refused("InvalidParameterValue", rule="IPAM-100"):
        integration.aws.client("ec2", integration.network, region=AWAY).release_ipam_pool_allocation(
            IpamPoolId=pool_id, Cidr=kept["Cidr"], IpamPoolAllocationId=kept["IpamPoolAllocationId"]
        )
    ipam.ec2.delete_ipam_pool(IpamPoolId=pool_id, Cascade=True)
    with refused("InvalidIpamPoolId.NotFound"):
        ipam.ec2.describe_ipam_pools(IpamPoolIds=[pool_id])


def test_a_closed_administrators_pools_serve_nobody(integration: Integration) -> None:
    """Its shares end, its policy governs nobody, and resources that were allocated before go on as they are."""
    ipam = Ipam(integration.aws, integration.network)
    pool_id = ipam.pool("10.0.0.0/16", Locale=AWAY)
    integration.share(pool_id)
    policy_id = ipam.ec2.create_ipam_policy(IpamId=ipam.id)["IpamPolicy"]["IpamPolicyId"]
    ipam.ec2.enable_ipam_policy(IpamPolicyId=policy_id, OrganizationTargetId=integration.consumer)
    consumer = integration.consume()
    vpc = consumer.create_vpc(Ipv4IpamPoolId=pool_id, Ipv4NetmaskLength=24)["Vpc"]["VpcId"]
    assert consumer.get_enabled_ipam_policy()["IpamPolicyEnabled"] is True

    _close(integration, integration.network)
    with refused("InvalidIpamPoolId.NotFound"):
        consumer.create_vpc(Ipv4IpamPoolId=pool_id, Ipv4NetmaskLength=24)
    assert consumer.describe_ipam_pools()["IpamPools"] == []
    assert consumer.get_enabled_ipam_policy()["IpamPolicyEnabled"] is False
    assert consumer.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["State"] == "available"
    consumer.delete_vpc(VpcId=vpc)
    with refused("Blocked"):
        ipam.describe()


def test_a_closed_accounts_discovery_is_not_found(integration: Integration) -> None:
    """An IPAM that saw through it sees its accounts no more, and can let the association go."""
    ipam = Ipam(integration.aws, MANAGEMENT)
    other = integration.aws.client("ec2", integration.consumer, region=HOME)
    made = other.create_ipam_resource_discovery()["IpamResourceDiscovery"]
    integration.aws.client("ram", integration.consumer, region=HOME).create_resource_share(
        name="discovery", resourceArns=[made["IpamResourceDiscoveryArn"]], principals=[MANAGEMENT]
    )
    other.create_vpc(CidrBlock="10.0.0.0/16")
    asked = {"IpamId": ipam.id, "IpamResourceDiscoveryId": made["IpamResourceDiscoveryId"]}
    association = ipam.ec2.associate_ipam_resource_discovery(**asked)["IpamResourceDiscoveryAssociation"]
    found = {"IpamResourceDiscoveryAssociationIds": [association["IpamResourceDiscoveryAssociationId"]]}

    def status() -> str:
        answer = ipam.ec2.describe_ipam_resource_discovery_associations(**found)
        text: str = answer["IpamResourceDiscoveryAssociations"][0]["ResourceDiscoveryStatus"]
        return text

    assert status() == "active"
    assert len(ipam.ec2.get_ipam_resource_cidrs(IpamScopeId=ipam.private)["IpamResourceCidrs"]) == 1
    _close(integration, integration.consumer)
    assert status() == "not-found"
    assert ipam.ec2.get_ipam_resource_cidrs(IpamScopeId=ipam.private)["IpamResourceCidrs"] == []
    ipam.ec2.disassociate_ipam_resource_discovery(
        IpamResourceDiscoveryAssociationId=association["IpamResourceDiscoveryAssociationId"]
    )
    assert ipam.describe()["ResourceDiscoveryAssociationCount"] == 1
