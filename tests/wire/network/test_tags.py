"""Tags on every kind of EC2 resource."""

from dataclasses import replace
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.ipam.conftest import Ipam
from tests.wire.network.conftest import AWAY, HOME, OTHER, OWNER


def _shown(ec2: Any, **asked: Any) -> list[tuple[str, str, str, str]]:
    found = ec2.describe_tags(**asked)["Tags"]
    return [(tag["ResourceType"], tag["ResourceId"], tag["Key"], tag["Value"]) for tag in found]


def _filter(name: str, *values: str) -> list[dict[str, Any]]:
    return [{"Name": name, "Values": list(values)}]


def test_every_kind_can_be_tagged(ec2: Any, ipam: Ipam, interface: dict[str, Any]) -> None:
    """IPAM's resources, and all of the network; each under the name of its kind."""
    pool = ipam.pool("10.0.0.0/8")
    vpc_id = interface["VpcId"]
    groups = ec2.describe_security_groups()["SecurityGroups"]
    listed = ec2.create_managed_prefix_list(PrefixListName="list", MaxEntries=1, AddressFamily="IPv4")["PrefixList"]
    ids = {
        "ipam": ipam.id,
        "ipam-scope": ipam.private,
        "ipam-pool": pool,
        "ipam-pool-allocation": ipam.allocate(pool, NetmaskLength=24)["IpamPoolAllocationId"],
        "ipam-resource-discovery": ipam.created["DefaultResourceDiscoveryId"],
        "ipam-resource-discovery-association": ipam.created["DefaultResourceDiscoveryAssociationId"],
        "vpc": vpc_id,
        "subnet": interface["SubnetId"],
        "security-group": groups[0]["GroupId"],
        "security-group-rule": ec2.describe_security_group_rules()["SecurityGroupRules"][0]["SecurityGroupRuleId"],
        "network-acl": ec2.describe_network_acls()["NetworkAcls"][0]["NetworkAclId"],
        "route-table": ec2.describe_route_tables()["RouteTables"][0]["RouteTableId"],
        "internet-gateway": ec2.describe_internet_gateways()["InternetGateways"][0]["InternetGatewayId"],
        "network-interface": interface["NetworkInterfaceId"],
        "elastic-ip": ec2.allocate_address()["AllocationId"],
        "ipv4pool-ec2": ec2.create_public_ipv4_pool()["PoolId"],
        "prefix-list": listed["PrefixListId"],
    }
    ec2.create_tags(Resources=list(ids.values()), Tags=[{"Key": "team", "Value": "net"}])
    assert _shown(ec2) == [(kind, resource_id, "team", "net") for kind, resource_id in ids.items()]
    ec2.delete_tags(Resources=list(ids.values()), Tags=[{"Key": "team"}])
    assert _shown(ec2) == []


def test_tags_are_overwritten_and_deleted(ec2: Any, vpc: dict[str, Any]) -> None:
    """By key, by key and value, or all of them."""
    ids = {"Resources": [vpc["VpcId"]]}
    ec2.create_tags(**ids, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}, {"Key": "c", "Value": "3"}])
    ec2.create_tags(**ids, Tags=[{"Key": "a", "Value": "2"}])

    def left() -> dict[str, str]:
        return {tag["Key"]: tag["Value"] for tag in ec2.describe_vpcs()["Vpcs"][0]["Tags"]}

    assert left() == {"a": "2", "b": "", "c": "3"}
    ec2.delete_tags(**ids, Tags=[{"Key": "a", "Value": "1"}, {"Key": "c", "Value": ""}, {"Key": "none"}])
    assert left() == {"a": "2", "b": "", "c": "3"}
    ec2.delete_tags(**ids, Tags=[{"Key": "a", "Value": "2"}, {"Key": "b", "Value": ""}])
    assert left() == {"c": "3"}
    ec2.delete_tags(**ids)
    assert left() == {}


def test_filters_of_tags(ec2: Any, vpc: dict[str, Any]) -> None:
    """By resource, type, key, value, and by key with value."""
    one = vpc["VpcId"]
    two = ec2.describe_network_acls()["NetworkAcls"][0]["NetworkAclId"]
    ec2.create_tags(Resources=[one, two], Tags=[{"Key": "Name", "Value": "one"}, {"Key": "k*", "Value": "v"}])
    ec2.create_tags(Resources=[two], Tags=[{"Key": "kx", "Value": "v"}])

    def found(name: str, *values: str) -> list[tuple[str, str]]:
        return [(row[1], row[2]) for row in _shown(ec2, Filters=_filter(name, *values))]

    assert found("resource-id", one) == [(one, "Name"), (one, "k*")]
    assert found("resource-id", "vpc-*") == found("resource-type", "vpc") == [(one, "Name"), (one, "k*")]
    assert found("key", "Name") == found("value", "one") == found("tag:Name", "o*") == [(one, "Name"), (two, "Name")]
    assert found("tag:k*", "v") == [(one, "k*"), (two, "k*")]
    assert found("tag:Name", "two") == []
    with refused("InvalidParameterValue", rule="EC2-005"):
        found("colour", "red")


def test_tags_have_pages(ec2: Any, vpc: dict[str, Any]) -> None:
    """In the order in which they were made."""
    keys = [f"key{number}" for number in range(12)]
    ec2.create_tags(Resources=[vpc["VpcId"]], Tags=[{"Key": key, "Value": "v"} for key in keys])
    walk = ec2.get_paginator("describe_tags").paginate(PaginationConfig={"PageSize": 5})
    assert [[tag["Key"] for tag in page["Tags"]] for page in walk] == [keys[:5], keys[5:10], keys[10:]]


@pytest.mark.parametrize(
    ("ids", "tags", "code", "rule"),
    [
        (["thing"], [("a", "b")], "InvalidID", "EC2-180"),
        (["vpc-zzz"], [("a", "b")], "InvalidID", "EC2-180"),
        (["vpc-cidr-assoc-0123456789abcdef0"], [("a", "b")], "InvalidID", "EC2-180"),
        (["vpc-0123456789abcdef0"], [("a", "b")], "InvalidVpcID.NotFound", "EC2-004"),
        (["eipalloc-0123456789abcdef0"], [("a", "b")], "InvalidAllocationID.NotFound", "EC2-004"),
        ([], [("aws:a", "b")], "InvalidParameterValue", "EC2-014"),
        ([], [("AWS:a", "b")], "InvalidParameterValue", "EC2-014"),
        ([], [("k" * 129, "b")], "InvalidParameterValue", "EC2-016"),
        ([], [("a", "v" * 257)], "InvalidParameterValue", "EC2-016"),
        ([], [(f"key{number}", "v") for number in range(51)], "TagLimitExceeded", "EC2-017"),
    ],
)
def test_what_cannot_be_tagged(
    ec2: Any, vpc: dict[str, Any], ids: list[str], tags: list[tuple[str, str]], code: str, rule: str
) -> None:
    """Then no resource of the call is tagged."""
    with refused(code, rule=rule):
        ec2.create_tags(Resources=[vpc["VpcId"], *ids], Tags=[{"Key": key, "Value": value} for key, value in tags])
    assert _shown(ec2) == []


def test_ec2_181_a_call_tags_at_most_a_thousand(aws: Aws, ec2: Any, vpc: dict[str, Any]) -> None:
    """One more is refused, whether or not they exist, and with both calls."""
    table = aws.world.network.route_tables[ec2.describe_route_tables()["RouteTables"][0]["RouteTableId"]]
    ids = [f"rtb-{number:017x}" for number in range(1_001)]
    for table_id in ids:
        aws.world.network.route_tables.add(replace(table, id=table_id))
    unknown = [f"rtb-{number:017x}" for number in range(2_000, 3_001)]
    for many in (ids, unknown, ids[:1] * 1_001):
        with refused("ResourceCountExceeded", rule="EC2-181"):
            ec2.create_tags(Resources=many, Tags=[{"Key": "a", "Value": "b"}])
    with refused("ResourceCountExceeded", rule="EC2-181"):
        ec2.delete_tags(Resources=ids)
    ec2.create_tags(Resources=ids[:-1], Tags=[{"Key": "a", "Value": "b"}])


def test_others_do_not_tag(aws: Aws, vpc: dict[str, Any]) -> None:
    """Neither other accounts nor the owner from another Region."""
    for account, region in ((OTHER, HOME), (OWNER, AWAY)):
        with refused("InvalidVpcID.NotFound"):
            aws.client("ec2", account, region=region).create_tags(
                Resources=[vpc["VpcId"]], Tags=[{"Key": "a", "Value": "b"}]
            )


def test_tags_go_with_their_resource(ec2: Any, vpc: dict[str, Any]) -> None:
    """What is deleted has no tags."""
    table = ec2.describe_route_tables()["RouteTables"][0]["RouteTableId"]
    ec2.create_tags(Resources=[vpc["VpcId"], table], Tags=[{"Key": "a", "Value": "b"}])
    ec2.delete_vpc(VpcId=vpc["VpcId"])
    assert _shown(ec2) == []
