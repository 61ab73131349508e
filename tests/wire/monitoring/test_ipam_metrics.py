"""What IPAM publishes in CloudWatch: its owner's account, its home Region, and what each pass has found."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from botocore.awsrequest import HeadersDict
from botocore.parsers import create_parser
from botocore.serialize import create_serializer

from emulator.domain.network import addresses
from tests.wire.ipam.conftest import AWAY, HOME
from tests.wire.monitoring.conftest import Estate
from tests.wire.monitoring.metrics import NAMESPACE, Metrics
from tests.wire.monitoring.test_public_addresses import amazon_pool, interface_in_a_vpc

SCOPE = (
    "CompliantResourceCidrs",
    "ManagedResourceCidrs",
    "NoncompliantResourceCidrs",
    "OverlappingResourceCidrs",
    "UnmanagedResourceCidrs",
)
POOL = ("PercentAllocated", "PercentAssigned", "PercentAvailable")


def test_ipam_237_the_owner_reads_them_at_home(integrated: Estate) -> None:
    """A member sees none of them, nor does the owner in another Region; nobody else may publish them."""
    ipam = integrated.create_ipam()
    integrated.ec2().create_vpc(CidrBlock="10.1.0.0/16")
    assert set(SCOPE) < Metrics(integrated).names()
    assert Metrics(integrated, integrated.dev).listed() == []
    assert Metrics(integrated, region=AWAY).listed() == []
    found = Metrics(integrated).listed(MetricName="UnmanagedResourceCidrs", Dimensions=[{"Name": "ScopeID"}])
    assert found[0]["Dimensions"] == [
        {"Name": "AddressFamily", "Value": "IPv4"},
        {"Name": "ScopeID", "Value": min(ipam.private, ipam.public)},
    ]


def test_ipam_238_a_scope_counts_its_cidrs(integrated: Estate) -> None:
    """Managed, compliant and overlapping ones, each family for itself; what nothing is in counts nothing."""
    ipam, metrics, ec2 = integrated.create_ipam(), Metrics(integrated), integrated.ec2()
    place = {"AddressFamily": "IPv4", "ScopeID": ipam.private}
    assert metrics.values(SCOPE, **place) == [0, 0, 0, 0, 0]
    one = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    ec2.create_vpc(CidrBlock="10.1.0.0/20")
    # neither subnets nor addresses can be managed
    ec2.create_subnet(VpcId=one, CidrBlock="10.1.1.0/24")
    ec2.allocate_address()
    assert metrics.values(SCOPE, **place) == [0, 0, 0, 2, 2]
    pool = ipam.pool("10.0.0.0/8", Locale=HOME, AutoImport=True, AllocationMaxNetmaskLength=12)
    assert metrics.values(SCOPE, **place) == [0, 1, 1, 2, 1]
    of_pool = {"AddressFamily": "IPv4", "Locale": HOME, "PoolID": pool, "ScopeID": ipam.private}
    assert metrics.values(("CompliantResourceCidrs", "NoncompliantResourceCidrs"), **of_pool) == [0, 1]
    ipam.ec2.modify_ipam_pool(IpamPoolId=pool, AllocationMaxNetmaskLength=24)
    assert metrics.values(("CompliantResourceCidrs", "NoncompliantResourceCidrs"), **of_pool) == [1, 0]
    asked = {"ResourceId": one, "ResourceCidr": "10.1.0.0/16", "ResourceRegion": HOME}
    ipam.ec2.modify_ipam_resource_cidr(CurrentIpamScopeId=ipam.private, Monitored=False, **asked)
    assert metrics.values(SCOPE, **place) == [1, 1, 0, 0, 0]
    assert metrics.values(SCOPE, **{**place, "AddressFamily": "IPv6"}) == [0, 0, 0, 0, 0]
    assert metrics.values(SCOPE, **{**place, "ScopeID": ipam.public}) == [0, 0, 0, 0, 0]


def test_ipam_239_scopes_come_and_go(integrated: Estate) -> None:
    """A new scope counts from the next pass on; one that is gone has no data any more, and keeps what it had."""
    ipam, metrics = integrated.create_ipam(), Metrics(integrated)
    scope = ipam.ec2.create_ipam_scope(IpamId=ipam.id)["IpamScope"]["IpamScopeId"]
    place = {"AddressFamily": "IPv4", "ScopeID": scope}
    vpc = integrated.ec2().create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    asked = {"ResourceId": vpc, "ResourceCidr": "10.1.0.0/16", "ResourceRegion": HOME, "Monitored": True}
    ipam.ec2.modify_ipam_resource_cidr(CurrentIpamScopeId=ipam.private, DestinationIpamScopeId=scope, **asked)
    assert metrics.value("UnmanagedResourceCidrs", **place) == 1
    integrated.world.advance(timedelta(minutes=5))
    ipam.ec2.delete_ipam_scope(IpamScopeId=scope)
    assert metrics.value("UnmanagedResourceCidrs", **place) is None
    assert len(metrics.data("UnmanagedResourceCidrs", timedelta(minutes=3), **place)) == 3
    assert metrics.value("UnmanagedResourceCidrs", **{**place, "ScopeID": ipam.private}) == 1


def test_ipam_242_a_pools_percentages(integrated: Estate) -> None:
    """What other pools, resources and nobody have of it: a hundred in all; none while it has no space."""
    ipam, metrics = integrated.create_ipam(), Metrics(integrated)
    pool = ipam.pool()
    place = {"AddressFamily": "IPv4", "Locale": "None", "PoolID": pool, "ScopeID": ipam.private}
    assert metrics.values(POOL, **place) == [None, None, None]
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=pool, Cidr="10.0.0.0/16")
    assert metrics.values(POOL, **place) == [0, 0, 100]
    child = ipam.pool("10.0.0.0/18", SourceIpamPoolId=pool, Locale=HOME)
    manual = ipam.allocate(pool, Cidr="10.0.64.0/18")
    assert metrics.values(POOL, **place) == [25, 25, 50]
    vpc = ipam.ec2.create_vpc(Ipv4IpamPoolId=child, Ipv4NetmaskLength=20)["Vpc"]["VpcId"]
    assert metrics.values(POOL, **{**place, "PoolID": child, "Locale": HOME}) == [0, 25, 75]
    assert metrics.data("PercentAssigned", **place)[0]["Unit"] == "Percent"
    ipam.ec2.release_ipam_pool_allocation(
        IpamPoolId=pool, Cidr=manual["Cidr"], IpamPoolAllocationId=manual["IpamPoolAllocationId"]
    )
    assert metrics.values(POOL, **place) == [25, 0, 75]
    ipam.ec2.delete_vpc(VpcId=vpc)
    assert metrics.values(POOL, **{**place, "PoolID": child, "Locale": HOME}) == [0, 0, 100]
    integrated.world.advance(timedelta(minutes=2))
    ipam.ec2.delete_ipam_pool(IpamPoolId=child, Cascade=True)
    assert metrics.values(POOL, **place) == [0, 0, 100]
    assert metrics.values(POOL, **{**place, "PoolID": child, "Locale": HOME}) == [None, None, None]


INSIGHTS = (
    "AmazonOwnedElasticIPs",
    "AssociatedAmazonOwnedElasticIPs",
    "UnassociatedAmazonOwnedElasticIPs",
    "BringYourOwnIPs",
    "ServiceManagedIPs",
    "ServiceManagedBringYourOwnIPs",
    "EC2PublicIPs",
)


def test_ipam_243_public_ip_insights(integrated: Estate) -> None:
    """By Region, of all accounts: what Amazon owns, what is one's own, what services manage, with zeros."""
    ipam, metrics, ec2 = integrated.create_ipam(), Metrics(integrated), integrated.ec2()
    place = {"IpamId": ipam.id, "Region": HOME}
    assert metrics.values(INSIGHTS, **place) == [0] * 7
    interface = interface_in_a_vpc(ec2)
    address = ec2.allocate_address()
    ipam.ec2.allocate_address()
    ec2.associate_address(AllocationId=address["AllocationId"], NetworkInterfaceId=interface["NetworkInterfaceId"])
    addresses.allocate_for_service(integrated.world, integrated.dev, HOME, "alb")
    assert metrics.values(INSIGHTS, **place) == [2, 1, 1, 0, 1, 0, 0]
    assert metrics.values(INSIGHTS, IpamId=ipam.id, Region=AWAY) == [0] * 7
    integrated.world.advance(timedelta(minutes=1))
    ipam.ec2.modify_ipam(IpamId=ipam.id, RemoveOperatingRegions=[{"RegionName": AWAY}])
    assert metrics.values(INSIGHTS, IpamId=ipam.id, Region=AWAY) == [None] * 7


CONTIGUOUS = (
    "AmazonOwnedContigIPs",
    "AllocatedAmazonOwnedContigIPs",
    "UnallocatedAmazonOwnedContigIPs",
    "AssociatedAmazonOwnedContigIPs",
    "UnassociatedAmazonOwnedContigIPs",
)


def test_ipam_244_contiguous_addresses(integrated: Estate) -> None:
    """Of a pool with Amazon's addresses: how many it has, how many are allocated, and what has those."""
    ipam, metrics = integrated.create_ipam(), Metrics(integrated)
    pool = amazon_pool(ipam)
    place = {"AddressFamily": "IPv4", "Locale": HOME, "PoolID": pool, "ScopeID": ipam.public}
    assert metrics.values(CONTIGUOUS, **place) == [4, 0, 4, 0, 0]
    address = ipam.ec2.allocate_address(IpamPoolId=pool)
    assert metrics.values(CONTIGUOUS, **place) == [4, 1, 3, 0, 1]
    interface = interface_in_a_vpc(ipam.ec2)
    asked = {"AllocationId": address["AllocationId"], "NetworkInterfaceId": interface["NetworkInterfaceId"]}
    ipam.ec2.associate_address(**asked)
    assert metrics.values(CONTIGUOUS, **place) == [4, 1, 3, 1, 0]
    assert metrics.value("AmazonOwnedElasticIPs", IpamId=ipam.id, Region=HOME) == 0


def test_ipam_246_the_free_tier_tells_what_the_other_would_cost(integrated: Estate) -> None:
    """TotalActiveIpCount counts the addresses of interfaces that something has, in the free tier alone."""
    ipam, metrics = integrated.create_ipam(Tier="free"), Metrics(integrated)
    assert metrics.value("TotalActiveIpCount", IpamId=ipam.id) == 0
    made = interface_in_a_vpc(integrated.ec2())
    assert metrics.value("TotalActiveIpCount", IpamId=ipam.id) == 0
    # no instance is emulated that could have it
    interface = integrated.world.network.interfaces[made["NetworkInterfaceId"]]
    interface.attachment_id = "eni-attach-00000000000000001"
    integrated.ec2().assign_private_ip_addresses(NetworkInterfaceId=interface.id, SecondaryPrivateIpAddressCount=2)
    assert metrics.value("TotalActiveIpCount", IpamId=ipam.id) == 3
    integrated.world.advance(timedelta(minutes=1))
    ipam.ec2.modify_ipam(IpamId=ipam.id, Tier="advanced")
    assert metrics.value("TotalActiveIpCount", IpamId=ipam.id) is None


def test_ipam_245_a_resolver_counts_its_versions_and_writings(integrated: Estate) -> None:
    """A version that is made, and whether each target's list was written, is one data point each."""
    ipam, metrics = integrated.create_ipam(), Metrics(integrated)
    conditions = [{"Operation": "subnet-of", "Cidr": "10.0.0.0/8"}]
    rule = {"RuleType": "ipam-resource-cidr", "IpamScopeId": ipam.private, "Conditions": conditions}
    rule["ResourceType"] = "vpc"
    resolver = ipam.ec2.create_ipam_prefix_list_resolver(IpamId=ipam.id, AddressFamily="ipv4", Rules=[rule])[
        "IpamPrefixListResolver"
    ]["IpamPrefixListResolverId"]
    place = {"IpamPrefixListResolverId": resolver}
    assert metrics.value("IpamPrefixListResolverVersionCreationSuccess", **place) == 1
    listed = ipam.ec2.create_managed_prefix_list(PrefixListName="p", MaxEntries=1, AddressFamily="IPv4")["PrefixList"]
    target = ipam.ec2.create_ipam_prefix_list_resolver_target(
        IpamPrefixListResolverId=resolver,
        PrefixListId=listed["PrefixListId"],
        PrefixListRegion=HOME,
        TrackLatestVersion=True,
    )["IpamPrefixListResolverTarget"]["IpamPrefixListResolverTargetId"]
    of_target = {**place, "IpamPrefixListResolverTargetId": target}
    assert metrics.value("IpamPrefixListResolverSyncSuccess", **of_target) == 1
    ec2 = integrated.ec2()
    ec2.create_vpc(CidrBlock="10.1.0.0/16")
    ec2.create_vpc(CidrBlock="10.2.0.0/16")
    assert metrics.value("IpamPrefixListResolverSyncFailure", **of_target) == 1


def test_cw_060_a_value_holds_until_another_is_found(integrated: Estate) -> None:
    """Each minute has one data point: what the last pass of that minute has found, or what held before."""
    ipam, metrics, ec2 = integrated.create_ipam(), Metrics(integrated), integrated.ec2()
    place = {"AddressFamily": "IPv4", "ScopeID": ipam.private}
    ec2.create_vpc(CidrBlock="10.1.0.0/16")
    ec2.create_vpc(CidrBlock="10.2.0.0/16")
    assert metrics.data("UnmanagedResourceCidrs", **place)[0]["SampleCount"] == 1
    integrated.world.advance(timedelta(minutes=3))
    ec2.create_vpc(CidrBlock="10.3.0.0/16")
    points = metrics.data("UnmanagedResourceCidrs", timedelta(minutes=3), **place)
    assert [one["Average"] for one in points] == [2, 2, 2, 3]
    integrated.world.advance(timedelta(days=20))
    assert metrics.value("UnmanagedResourceCidrs", **place) == 3
    assert "UnmanagedResourceCidrs" in metrics.names()
    ipam.ec2.delete_ipam(IpamId=ipam.id, Cascade=True)
    assert metrics.value("UnmanagedResourceCidrs", **place) is None
    assert "UnmanagedResourceCidrs" in metrics.names()
    integrated.world.advance(timedelta(days=15))
    assert metrics.listed() == []


def test_cw_060_an_alarm_watches_a_pool(integrated: Estate) -> None:
    """It is in ALARM once the pool is filled, and OK when it is empty again, however long nothing happens."""
    ipam, metrics = integrated.create_ipam(), Metrics(integrated)
    pool = ipam.pool("10.0.0.0/24")
    place = {"AddressFamily": "IPv4", "Locale": "None", "PoolID": pool, "ScopeID": ipam.private}
    metrics.client.put_metric_alarm(
        AlarmName="full",
        Namespace=NAMESPACE,
        MetricName="PercentAssigned",
        Dimensions=[{"Name": key, "Value": value} for key, value in place.items()],
        Statistic="Average",
        Period=300,
        EvaluationPeriods=1,
        Threshold=80,
        ComparisonOperator="GreaterThanThreshold",
    )

    def state() -> Any:
        return metrics.client.describe_alarms(AlarmNames=["full"])["MetricAlarms"][0]["StateValue"]

    assert state() == "OK"
    held = ipam.allocate(pool, Cidr="10.0.0.0/24")
    integrated.world.advance(timedelta(hours=7))
    assert state() == "ALARM"
    asked = {"Cidr": held["Cidr"], "IpamPoolAllocationId": held["IpamPoolAllocationId"]}
    ipam.ec2.release_ipam_pool_allocation(IpamPoolId=pool, **asked)
    integrated.world.advance(timedelta(hours=7))
    assert state() == "OK"


def test_int_152_a_closed_owners_metrics_end(integrated: Estate) -> None:
    """Nobody publishes for an IPAM whose owner's account is closed; what members have is counted no more, too."""
    ipam, metrics = integrated.create_ipam(), Metrics(integrated)
    integrated.ec2().create_vpc(CidrBlock="10.1.0.0/16")
    place = {"AddressFamily": "IPv4", "ScopeID": ipam.private}
    integrated.organizations.close_account(AccountId=integrated.dev)
    assert metrics.value("UnmanagedResourceCidrs", **place) == 0
    assert integrated.world.ipam.watch.meters.keys() == {ipam.id}
    integrated.organizations.close_account(AccountId=integrated.network)
    integrated.world.settle()
    assert integrated.world.ipam.watch.meters == {}


@pytest.mark.parametrize("protocol", ["query", "json", "smithy-rpc-v2-cbor"])
def test_ipam_237_every_protocol_reads_them(integrated: Estate, protocol: str) -> None:
    """The list, the statistics and the data, with botocore's own serializer and parser."""
    ipam = integrated.create_ipam()
    client = integrated.aws.client("cloudwatch", integrated.network)

    def call(operation: str, **members: Any) -> dict[str, Any]:
        model = client.meta.service_model.operation_model(operation)
        request = create_serializer(protocol, include_validation=False).serialize_to_request(members, model)
        credential = f"{integrated.network}/20260101/{HOME}/monitoring/aws4_request"
        sent = {"data": request["body"]} if isinstance(request["body"], dict) else {"content": request["body"]}
        response = httpx.post(
            integrated.aws.endpoint + request["url_path"],
            headers={**request["headers"], "Authorization": f"AWS4-HMAC-SHA256 Credential={credential}"},
            **sent,
        )
        answer = {"status_code": response.status_code, "headers": HeadersDict(response.headers)}
        parsed: dict[str, Any] = create_parser(protocol).parse({**answer, "body": response.content}, model.output_shape)
        return parsed

    integrated.ec2().create_vpc(CidrBlock="10.1.0.0/16")
    wanted = [{"Name": "ScopeID", "Value": ipam.private}, {"Name": "AddressFamily", "Value": "IPv4"}]
    listed = call("ListMetrics", Namespace=NAMESPACE, MetricName="UnmanagedResourceCidrs", Dimensions=wanted)
    [metric] = listed["Metrics"]
    now = integrated.world.now.replace(microsecond=0)
    span = {"StartTime": now, "EndTime": now + timedelta(minutes=1)}
    statistics = call("GetMetricStatistics", **metric, **span, Period=60, Statistics=["Maximum"], Unit="Count")
    assert [(one["Maximum"], one["Unit"]) for one in statistics["Datapoints"]] == [(1, "Count")]
    query = {"Id": "m", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Average"}}
    [result] = call("GetMetricData", MetricDataQueries=[query], **span)["MetricDataResults"]
    assert result["Values"] == [1]
