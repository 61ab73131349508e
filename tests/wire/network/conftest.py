"""An account's networks at home in us-east-1, and pools of an IPAM that it owns."""

from typing import Any

import pytest

from emulator.domain.world import World
from tests.aws import Aws
from tests.wire.ipam.conftest import AWAY, HOME, OTHER, OWNER, Ipam
from tests.worlds import MANAGEMENT, member

__all__ = ["AWAY", "HOME", "OTHER", "OWNER"]


@pytest.fixture
def ec2(aws: Aws) -> Any:
    return aws.client("ec2", OWNER, region=HOME)


@pytest.fixture
def ipam(aws: Aws) -> Ipam:
    return Ipam(aws)


@pytest.fixture
def vpc(ec2: Any) -> dict[str, Any]:
    """10.0.0.0/16, and an IPv6 block of Amazon's."""
    made = ec2.create_vpc(CidrBlock="10.0.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]
    found: dict[str, Any] = ec2.describe_vpcs(VpcIds=[made["VpcId"]])["Vpcs"][0]
    return found


@pytest.fixture
def interface(ec2: Any, vpc: dict[str, Any], aws: Aws) -> dict[str, Any]:
    """A network interface in a subnet of `vpc`, which has an internet gateway."""
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc["VpcId"])
    subnet = ec2.create_subnet(VpcId=vpc["VpcId"], CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    found: dict[str, Any] = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]
    return found


class Sharing:
    """An organization whose member `network` has an IPAM and a pool shared with everybody, and a member `consumer`."""

    def __init__(self, aws: Aws, world: World) -> None:
        self.aws = aws
        self.network, self.consumer = member(world, "network"), member(world, "consumer")
        aws.client("ram", MANAGEMENT).enable_sharing_with_aws_organization()
        self.ipam = Ipam(aws, self.network)
        self.pool = self.ipam.pool("10.0.0.0/8", Locale=AWAY)
        organization = world.organization_of(MANAGEMENT)
        assert organization is not None
        aws.client("ram", self.network, region=HOME).create_resource_share(
            name="pools",
            resourceArns=[f"arn:aws:ec2::{self.network}:ipam-pool/{self.pool}"],
            principals=[organization.arn("organization")],
        )
        self.ec2 = aws.client("ec2", self.consumer, region=AWAY)

    def designate(self) -> None:
        ec2 = self.aws.client("ec2", MANAGEMENT)
        ec2.enable_ipam_organization_admin_account(DelegatedAdminAccountId=self.network)


@pytest.fixture
def sharing(aws: Aws, organization_world: World) -> Sharing:
    return Sharing(aws, organization_world)
