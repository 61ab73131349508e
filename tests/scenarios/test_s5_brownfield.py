"""S5: networks that were there before the IPAM, and reservations that keep them out of it."""

from datetime import timedelta
from typing import Any

from tests.aws import refused
from tests.scenarios.conftest import HOME, Estate, allocations_of, create_pool, resource_cidrs
from tests.worlds import MANAGEMENT

DISCOVERY_DELAY = 300


class Brownfield:
    """An estate where the next discovery is five minutes away whenever something changes."""

    def __init__(self, make_aws: Any) -> None:
        self.aws = make_aws(ipam_discovery_delay_s=DISCOVERY_DELAY)
        self.estate = estate = Estate(self.aws)
        estate.integrate()
        self.network, self.dev = estate.ec2(estate.network), estate.ec2(estate.dev)
        self.scope: str = self.network.create_ipam()["Ipam"]["PrivateDefaultScopeId"]

    def discover(self) -> None:
        self.aws.world.clock.advance(timedelta(seconds=DISCOVERY_DELAY))

    def pool(self, **asked: Any) -> str:
        pool = create_pool(self.network, self.scope, "10.0.0.0/14", Locale=HOME, **asked)
        pool_id: str = pool["IpamPoolId"]
        return pool_id

    def states(self, vpc_id: str, cidr: str) -> tuple[str, str, str]:
        row = resource_cidrs(self.network, self.scope)[vpc_id, cidr]
        return row["ManagementState"], row["ComplianceStatus"], row["OverlapStatus"]


def test_s5_a_reservation_keeps_a_network_out(make_aws: Any) -> None:
    """What discovery has not seen does not block an allocation; the overlap shows, and the import waits for space."""
    field = Brownfield(make_aws)
    estate, network = field.estate, field.network
    vpc_id = field.dev.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    pool_id = field.pool(AutoImport=True)

    reserved = network.allocate_ipam_pool_cidr(IpamPoolId=pool_id, NetmaskLength=24, DisallowedCidrs=["10.0.0.0/16"])[
        "IpamPoolAllocation"
    ]
    assert (reserved["Cidr"], reserved["ResourceType"]) == ("10.1.0.0/24", "custom")
    assert resource_cidrs(network, field.scope) == {}

    field.discover()
    assert field.states(vpc_id, "10.1.0.0/16") == ("unmanaged", "unmanaged", "overlapping")
    assert [each["ResourceType"] for each in allocations_of(network, pool_id)] == ["custom"]

    network.release_ipam_pool_allocation(
        IpamPoolId=pool_id, Cidr="10.1.0.0/24", IpamPoolAllocationId=reserved["IpamPoolAllocationId"]
    )
    assert allocations_of(network, pool_id) == []
    field.discover()
    [imported] = allocations_of(network, pool_id)
    assert (imported["Cidr"], imported["ResourceType"]) == ("10.1.0.0/16", "vpc")
    assert (imported["ResourceId"], imported["ResourceOwner"]) == (vpc_id, estate.dev)
    assert imported["ResourceRegion"] == HOME
    assert field.states(vpc_id, "10.1.0.0/16") == ("managed", "compliant", "nonoverlapping")
    assert resource_cidrs(network, field.scope)[vpc_id, "10.1.0.0/16"]["IpamPoolId"] == pool_id


def test_s5_of_two_overlapping_networks_the_larger_is_imported(make_aws: Any) -> None:
    """The other stays unmanaged; both overlap."""
    field = Brownfield(make_aws)
    small = field.estate.ec2(MANAGEMENT).create_vpc(CidrBlock="10.2.0.0/20")["Vpc"]["VpcId"]
    large = field.dev.create_vpc(CidrBlock="10.2.0.0/16")["Vpc"]["VpcId"]
    pool_id = field.pool(AutoImport=True)
    field.discover()
    assert [each["ResourceId"] for each in allocations_of(field.network, pool_id)] == [large]
    assert field.states(large, "10.2.0.0/16") == ("managed", "compliant", "overlapping")
    assert field.states(small, "10.2.0.0/20") == ("unmanaged", "unmanaged", "overlapping")


def test_s5_a_reserved_legacy_block_is_never_handed_out(make_aws: Any) -> None:
    """Neither when it is asked for nor when the pool chooses."""
    field = Brownfield(make_aws)
    network, pool_id = field.network, field.pool()
    network.allocate_ipam_pool_cidr(IpamPoolId=pool_id, Cidr="10.0.0.0/16", Description="data centre")
    field.estate.share(
        "dev",
        f"arn:aws:ec2::{field.estate.network}:ipam-pool/{pool_id}",
        field.estate.dev,
        "AWSRAMDefaultPermissionsIpamPool",
    )
    with refused("InvalidParameterValue"):
        network.allocate_ipam_pool_cidr(IpamPoolId=pool_id, Cidr="10.0.8.0/24")
    with refused("InvalidParameterValue"):
        field.dev.create_vpc(Ipv4IpamPoolId=pool_id, CidrBlock="10.0.8.0/24")
    for expected in ("10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"):
        vpc = field.dev.create_vpc(Ipv4IpamPoolId=pool_id, Ipv4NetmaskLength=16)["Vpc"]
        assert vpc["CidrBlock"] == expected
    with refused("InvalidParameterValue") as refusal:
        field.dev.create_vpc(Ipv4IpamPoolId=pool_id, Ipv4NetmaskLength=16)
    assert refusal.message == "The allocation size is too big for the pool."
