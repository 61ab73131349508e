"""The usage of resources that IPAM publishes: how it is computed, and of which of many resources."""

from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.metrics.records import seconds_of
from tests.wire.ipam.conftest import AWAY, HOME, Ipam, proof
from tests.wire.monitoring.conftest import Estate
from tests.wire.monitoring.metrics import NAMESPACE, Metrics


def test_ipam_240_usage_of_resources(integrated: Estate) -> None:
    """Of VPCs by family and over all their CIDRs, of subnets and public pools: a percentage, by owner and Region."""
    ipam, metrics, ec2 = integrated.create_ipam(), Metrics(integrated), integrated.ec2(region=AWAY)
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]["VpcId"]
    ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="10.2.0.0/16")
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]
    place = {"OwnerID": integrated.dev, "Region": AWAY, "ScopeID": ipam.private}
    of_vpc = {"AddressFamily": "IPv4", **place, "VpcID": vpc}
    assert metrics.value("VpcIPUsage", **of_vpc) == pytest.approx(100 / 512, abs=0.01)
    ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.128.0/17")
    assert metrics.value("VpcIPUsage", **of_vpc) == pytest.approx(25 + 100 / 512, abs=0.01)
    assert metrics.value("VpcIPUsage", **{**of_vpc, "AddressFamily": "IPv6", "ScopeID": ipam.public}) == 0
    of_subnet = {"AddressFamily": "IPv4", **place, "SubnetID": subnet, "VpcID": vpc}
    assert metrics.value("SubnetIPUsage", **of_subnet) == pytest.approx(100 * 5 / 256, abs=0.01)
    assert metrics.data("SubnetIPUsage", **of_subnet)[0]["Unit"] == "None"
    ec2.delete_subnet(SubnetId=subnet)
    assert metrics.value("SubnetIPUsage", **of_subnet) is None
    assert metrics.value("VpcIPUsage", **of_vpc) == 25

    asked = {"AddressFamily": "ipv4", "AwsService": "ec2", "Locale": HOME}
    pool = ipam.ec2.create_ipam_pool(IpamScopeId=ipam.public, **asked)["IpamPool"]["IpamPoolId"]
    cidr = "203.0.113.0/24"
    context = proof(cidr, integrated.network)
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=pool, Cidr=cidr, CidrAuthorizationContext=context)
    public = ipam.ec2.create_public_ipv4_pool()["PoolId"]
    ipam.ec2.provision_public_ipv4_pool_cidr(IpamPoolId=pool, PoolId=public, NetmaskLength=30)
    ipam.ec2.allocate_address(PublicIpv4Pool=public)
    of_pool = {"OwnerID": integrated.network, "PublicIPv4PoolID": public, "Region": HOME, "ScopeID": ipam.public}
    assert metrics.value("PublicIPv4PoolIPUsage", **of_pool) == 25
    assert metrics.values(("BringYourOwnIPs", "UnassociatedBringYourOwnIPs"), IpamId=ipam.id, Region=HOME) == [1, 1]


def test_ipam_241_of_many_resources_some_are_published(make_aws: Any, organization_world: Any) -> None:
    """The fullest, the emptiest, and of the others the largest that a pool has filled."""
    aws = make_aws(published_usages_per_rule=1)
    ipam = Ipam(aws)
    pool = ipam.pool("10.0.0.0/8", Locale=HOME)
    made: dict[str, str] = {}

    def vpc(name: str, length: int, part: int | None, pooled: bool, base: int) -> None:
        asked = (
            {"Ipv4IpamPoolId": pool, "Ipv4NetmaskLength": length}
            if pooled
            else {"CidrBlock": f"172.{16 + base}.0.0/{length}"}
        )
        one = ipam.ec2.create_vpc(**asked)["Vpc"]
        made[one["VpcId"]] = name
        if part is not None:
            first = one["CidrBlock"].partition("/")[0]
            ipam.ec2.create_subnet(VpcId=one["VpcId"], CidrBlock=f"{first}/{part}")

    vpc("empty", 20, None, False, 1)
    vpc("quarter", 20, 22, False, 2)
    vpc("small and pooled", 24, 25, True, 3)
    vpc("large and pooled", 20, 21, True, 4)
    vpc("full", 24, 24, False, 5)

    def published() -> set[str]:
        client = aws.client("cloudwatch", ipam.owner, region=HOME)
        found = set()
        for metric in client.list_metrics(Namespace=NAMESPACE, MetricName="VpcIPUsage")["Metrics"]:
            now = aws.world.now
            answer = client.get_metric_statistics(
                **metric, StartTime=now, EndTime=now + timedelta(minutes=1), Period=60, Statistics=["Maximum"]
            )
            if answer["Datapoints"]:
                found.add(made[{one["Name"]: one["Value"] for one in metric["Dimensions"]}["VpcID"]])
        return found

    assert published() == {"empty", "full", "large and pooled"}
    empty = next(vpc_id for vpc_id, name in made.items() if name == "empty")
    ipam.ec2.delete_vpc(VpcId=empty)
    assert published() == {"quarter", "full", "large and pooled"}


def test_ipam_241_subnets_are_the_others_while_a_pool_has_their_vpc(make_aws: Any, organization_world: Any) -> None:
    """A subnet between the fullest and the emptiest is published once its VPC is imported, until it is ignored."""
    aws = make_aws(published_usages_per_rule=1)
    ipam = Ipam(aws)
    vpc = ipam.ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    # what the pool imports is not the CIDR that the subnets are in
    ipam.ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="10.200.0.0/16")
    made = {}
    for cidr in ("10.200.0.0/28", "10.200.1.0/24", "10.200.128.0/20"):
        made[ipam.ec2.create_subnet(VpcId=vpc, CidrBlock=cidr)["Subnet"]["SubnetId"]] = cidr

    def published() -> set[str]:
        present = {}
        for series in aws.world.metrics.of(ipam.owner, HOME).series.values():
            if series.name == "SubnetIPUsage":
                present[made[dict(series.dimensions)["SubnetID"]]] = series.tracks["None"]
        return {cidr for cidr, gauge in present.items() if gauge.last(seconds_of(now)) == seconds_of(now)}

    now = aws.world.now
    ipam.describe()
    assert published() == {"10.200.0.0/28", "10.200.128.0/20"}
    ipam.pool("10.0.0.0/12", Locale=HOME, AutoImport=True)
    ipam.describe()
    assert published() == {"10.200.0.0/28", "10.200.1.0/24", "10.200.128.0/20"}
    asked = {"ResourceId": vpc, "ResourceCidr": "10.1.0.0/16", "ResourceRegion": HOME, "Monitored": False}
    ipam.ec2.modify_ipam_resource_cidr(CurrentIpamScopeId=ipam.private, **asked)
    ipam.describe()
    assert published() == {"10.200.0.0/28", "10.200.128.0/20"}
