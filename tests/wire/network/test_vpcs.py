"""VPCs: made, described, changed and deleted."""

from datetime import timedelta
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.network.conftest import AWAY, HOME, OTHER, OWNER


def test_a_vpc_is_pending_then_available(ec2: Any) -> None:
    """The answer shows the passing state, the next call the final one; IPv4 is associated at once, IPv6 is not."""
    made = ec2.create_vpc(CidrBlock="10.1.2.3/16", AmazonProvidedIpv6CidrBlock=True, InstanceTenancy="dedicated")["Vpc"]
    assert (made["State"], made["CidrBlock"], made["OwnerId"]) == ("pending", "10.1.0.0/16", OWNER)
    assert (made["IsDefault"], made["InstanceTenancy"], made["Tags"]) == (False, "dedicated", [])
    [ipv4], [ipv6] = made["CidrBlockAssociationSet"], made["Ipv6CidrBlockAssociationSet"]
    assert (ipv4["CidrBlock"], ipv4["CidrBlockState"]) == ("10.1.0.0/16", {"State": "associated"})
    assert ipv6["Ipv6CidrBlock"].endswith("/56")
    assert ipv6["Ipv6CidrBlockState"] == {"State": "associating"}
    assert (ipv6["Ipv6Pool"], ipv6["IpSource"], ipv6["NetworkBorderGroup"]) == ("Amazon", "amazon", HOME)
    ec2.get_waiter("vpc_available").wait(VpcIds=[made["VpcId"]])
    ipv6["Ipv6CidrBlockState"] = {"State": "associated"}
    assert ec2.describe_vpcs()["Vpcs"] == [{**made, "State": "available"}]


def test_a_vpc_brings_its_group_acl_and_main_table(ec2: Any, vpc: dict[str, Any]) -> None:
    """A default security group and network ACL that let everything out and in, and a table with local routes."""
    within = [{"Name": "vpc-id", "Values": [vpc["VpcId"]]}]
    [group] = ec2.describe_security_groups(Filters=within)["SecurityGroups"]
    assert (group["GroupName"], group["Description"]) == ("default", "default VPC security group")
    assert group["IpPermissions"][0]["UserIdGroupPairs"][0]["GroupId"] == group["GroupId"]
    assert group["IpPermissionsEgress"][0]["IpRanges"] == [{"CidrIp": "0.0.0.0/0"}]
    [acl] = ec2.describe_network_acls(Filters=within)["NetworkAcls"]
    assert acl["IsDefault"]
    rules = {(entry["Egress"], entry["RuleNumber"]): entry["RuleAction"] for entry in acl["Entries"]}
    assert rules[False, 100] == rules[True, 100] == rules[True, 101] == "allow"
    assert rules[False, 32767] == rules[True, 32768] == "deny"
    [table] = ec2.describe_route_tables(Filters=within)["RouteTables"]
    assert [association["Main"] for association in table["Associations"]] == [True]
    destinations = {route.get("DestinationCidrBlock") or route["DestinationIpv6CidrBlock"] for route in table["Routes"]}
    assert destinations == {"10.0.0.0/16", vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"]}
    assert {route["GatewayId"] for route in table["Routes"]} == {"local"}
    ec2.delete_vpc(VpcId=vpc["VpcId"])
    assert ec2.describe_security_groups(Filters=within)["SecurityGroups"] == []
    assert ec2.describe_network_acls()["NetworkAcls"] == []
    assert ec2.describe_route_tables()["RouteTables"] == []


@pytest.mark.parametrize(
    ("asked", "code", "rule"),
    [
        ({}, "MissingParameter", "EC2-100"),
        ({"AmazonProvidedIpv6CidrBlock": True}, "MissingParameter", "EC2-100"),
        ({"CidrBlock": "10.0.0.0/16", "Ipv4NetmaskLength": 20}, "InvalidParameterCombination", "EC2-101"),
        (
            {"CidrBlock": "10.0.0.0/16", "AmazonProvidedIpv6CidrBlock": True, "Ipv6CidrBlock": "fd00::/56"},
            "InvalidParameterCombination",
            "EC2-101",
        ),
        ({"Ipv4NetmaskLength": 20}, "InvalidParameterCombination", "EC2-102"),
        ({"CidrBlock": "10.0.0.0/16", "Ipv6NetmaskLength": 56}, "InvalidParameterCombination", "EC2-102"),
        ({"CidrBlock": "10.0.0.0/16", "Ipv6CidrBlock": "fd00::/56"}, "InvalidParameterCombination", "EC2-102"),
        ({"CidrBlock": "10.0.0.0"}, "InvalidParameterValue", "EC2-103"),
        ({"CidrBlock": "fd00::/56"}, "InvalidParameterValue", "EC2-103"),
        ({"CidrBlock": "10.0.0.0/15"}, "InvalidVpc.Range", "EC2-104"),
        ({"CidrBlock": "10.0.0.0/29"}, "InvalidVpc.Range", "EC2-104"),
        ({"CidrBlock": "127.0.0.0/24"}, "InvalidVpc.Range", "EC2-104"),
        (
            {
                "CidrBlock": "10.0.0.0/16",
                "AmazonProvidedIpv6CidrBlock": True,
                "Ipv6CidrBlockNetworkBorderGroup": "eu-west-1",
            },
            "InvalidParameterValue",
            "EC2-105",
        ),
        ({"CidrBlock": "10.0.0.0/16", "InstanceTenancy": "host"}, "InvalidParameterValue", "EC2-116"),
        ({"CidrBlock": "10.0.0.0/16", "VpcEncryptionControl": {"Mode": "monitor"}}, "UnsupportedOperation", "EC2-117"),
        ({"CidrBlock": "10.0.0.0/16", "Ipv6Pool": "ipv6pool-ec2-0123456789abcdef0"}, "InvalidPoolID.NotFound", None),
        ({"Ipv4IpamPoolId": "ipam-pool-0123456789abcdef0"}, "InvalidIpamPoolId.NotFound", None),
        ({"CidrBlock": "10.0.0.0/16", "DryRun": True}, "DryRunOperation", None),
    ],
)
def test_what_a_vpc_cannot_be_made_of(ec2: Any, asked: dict[str, Any], code: str, rule: str | None) -> None:
    """Each is refused with its code, and nothing is made."""
    with refused(code, rule=rule):
        ec2.create_vpc(**asked)
    assert ec2.describe_vpcs()["Vpcs"] == []


def test_texts_of_refusals(ec2: Any) -> None:
    """AWS's own words, where they are known."""
    with refused("InvalidVpcID.NotFound") as refusal:
        ec2.delete_vpc(VpcId="vpc-0123456789abcdef0")
    assert refusal.message == "The vpc ID 'vpc-0123456789abcdef0' does not exist"
    with refused("InvalidVpc.Range") as refusal:
        ec2.create_vpc(CidrBlock="10.0.0.0/8")
    assert refusal.message == "The CIDR '10.0.0.0/8' is invalid."


def test_ec2_106_and_119_a_region_has_so_many_vpcs(make_aws: Any) -> None:
    """Default VPCs count; and Amazon's IPv6 space ends where its setting says."""
    aws = make_aws(vpcs_per_region=2, amazon_ipv6_space="2001:db8::/56")
    ec2 = aws.client("ec2", OWNER, region=HOME)
    ec2.create_vpc(CidrBlock="10.0.0.0/16", AmazonProvidedIpv6CidrBlock=True)
    with refused("InsufficientAddressCapacity", rule="EC2-119"):
        ec2.create_vpc(CidrBlock="10.0.0.0/16", AmazonProvidedIpv6CidrBlock=True)
    ec2.create_default_vpc()
    with refused("VpcLimitExceeded", rule="EC2-106"):
        ec2.create_vpc(CidrBlock="10.0.0.0/16")
    aws.client("ec2", OWNER, region=AWAY).create_vpc(CidrBlock="10.0.0.0/16")


def test_ec2_107_a_vpc_with_something_in_it_stays(ec2: Any, vpc: dict[str, Any]) -> None:
    """Whatever its owner has made in it keeps it; what it came with does not."""
    vpc_id = vpc["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(VpcId=vpc_id, GroupName="g", Description="d")["GroupId"]
    table = ec2.create_route_table(VpcId=vpc_id)["RouteTable"]["RouteTableId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc_id)
    ends: list[tuple[Any, dict[str, str]]] = [
        (ec2.delete_subnet, {"SubnetId": subnet}),
        (ec2.delete_security_group, {"GroupId": group}),
        (ec2.delete_route_table, {"RouteTableId": table}),
        (ec2.detach_internet_gateway, {"InternetGatewayId": gateway, "VpcId": vpc_id}),
    ]
    for end, named in ends:
        with refused("DependencyViolation", rule="EC2-107") as refusal:
            ec2.delete_vpc(VpcId=vpc_id)
        end(**named)
    assert refusal.message == f"The vpc '{vpc_id}' has dependencies and cannot be deleted."
    ec2.delete_vpc(VpcId=vpc_id)
    assert ec2.describe_vpcs()["Vpcs"] == []


def test_vpcs_are_their_owners_in_their_region(aws: Aws, vpc: dict[str, Any]) -> None:
    """Other accounts and other Regions do not know a VPC."""
    for account, region in ((OTHER, HOME), (OWNER, AWAY)):
        ec2 = aws.client("ec2", account, region=region)
        assert ec2.describe_vpcs()["Vpcs"] == []
        with refused("InvalidVpcID.NotFound"):
            ec2.describe_vpcs(VpcIds=[vpc["VpcId"]])
        with refused("InvalidVpcID.NotFound"):
            ec2.delete_vpc(VpcId=vpc["VpcId"])
        with refused("InvalidVpcID.NotFound"):
            ec2.create_subnet(VpcId=vpc["VpcId"], CidrBlock="10.0.0.0/24")


@pytest.mark.parametrize(
    ("name", "values", "fits"),
    [
        ("cidr", ["10.0.0.0/16"], True),
        ("cidr", ["10.*"], True),
        ("cidr", ["10.1.0.0/16"], False),
        ("cidr-block-association.cidr-block", ["10.0.?.0/16"], True),
        ("cidr-block-association.state", ["associated"], True),
        ("is-default", ["true"], False),
        ("isDefault", ["false"], True),
        ("owner-id", [OWNER], True),
        ("state", ["available", "pending"], True),
        ("ipv6-cidr-block-association.ipv6-pool", ["Amazon"], True),
        ("dhcp-options-id", ["dopt-*"], True),
        ("tag:Name", ["one"], False),
        ("vpc-id", ["vpc-0123456789abcdef0"], False),
    ],
)
def test_filters_of_vpcs(ec2: Any, vpc: dict[str, Any], name: str, values: list[str], fits: bool) -> None:
    """Each compares what it says, with wildcards."""
    found = ec2.describe_vpcs(Filters=[{"Name": name, "Values": values}])["Vpcs"]
    assert [one["VpcId"] for one in found] == ([vpc["VpcId"]] if fits else [])


def test_vpcs_have_pages(make_aws: Any) -> None:
    """In the order in which they were made."""
    ec2 = make_aws(vpcs_per_region=12).client("ec2", OWNER, region=HOME)
    made = [ec2.create_vpc(CidrBlock=f"10.{number}.0.0/16")["Vpc"]["VpcId"] for number in range(12)]
    walk = ec2.get_paginator("describe_vpcs").paginate(PaginationConfig={"PageSize": 5})
    pages = [[vpc["VpcId"] for vpc in page["Vpcs"]] for page in walk]
    assert pages == [made[:5], made[5:10], made[10:]]
    with refused("InvalidParameterCombination", rule="EC2-008"):
        ec2.describe_vpcs(VpcIds=made[:1], MaxResults=5)


def test_ec2_113_to_115_attributes_of_a_vpc(ec2: Any, vpc: dict[str, Any]) -> None:
    """One a call; names need support."""
    vpc_id = vpc["VpcId"]

    def shown(attribute: str) -> bool:
        answer = ec2.describe_vpc_attribute(VpcId=vpc_id, Attribute=attribute)
        found: bool = answer[attribute[0].upper() + attribute[1:]]["Value"]
        return found

    names = ("enableDnsSupport", "enableDnsHostnames", "enableNetworkAddressUsageMetrics")
    assert [shown(name) for name in names] == [True, False, False]
    ec2.modify_vpc_attribute(VpcId=vpc_id, EnableDnsHostnames={"Value": True})
    ec2.modify_vpc_attribute(VpcId=vpc_id, EnableNetworkAddressUsageMetrics={"Value": True})
    assert [shown(name) for name in names] == [True, True, True]
    with refused("InvalidParameterCombination", rule="EC2-113"):
        ec2.modify_vpc_attribute(VpcId=vpc_id, EnableDnsHostnames={"Value": True}, EnableDnsSupport={"Value": True})
    with refused("InvalidParameterCombination", rule="EC2-114"):
        ec2.modify_vpc_attribute(VpcId=vpc_id)
    ec2.modify_vpc_attribute(VpcId=vpc_id, EnableDnsSupport={"Value": False})
    with refused("InvalidParameterValue", rule="EC2-115"):
        ec2.modify_vpc_attribute(VpcId=vpc_id, EnableDnsHostnames={"Value": True})


def test_a_dedicated_vpc_becomes_shared(ec2: Any) -> None:
    """The only way that tenancy goes."""
    vpc_id = ec2.create_vpc(CidrBlock="10.0.0.0/16", InstanceTenancy="dedicated")["Vpc"]["VpcId"]
    assert ec2.modify_vpc_tenancy(VpcId=vpc_id, InstanceTenancy="default")["ReturnValue"] is True
    assert ec2.describe_vpcs()["Vpcs"][0]["InstanceTenancy"] == "default"


def test_ec2_112_133_and_134_the_default_vpc(ec2: Any) -> None:
    """One in a Region, with a public subnet in each zone; its subnets come back one by one."""
    with refused("DefaultVpcDoesNotExist", rule="EC2-134"):
        ec2.create_default_subnet(AvailabilityZone="us-east-1a")
    made = ec2.create_default_vpc()["Vpc"]
    assert (made["CidrBlock"], made["IsDefault"]) == ("172.31.0.0/16", True)
    with refused("DefaultVpcAlreadyExists", rule="EC2-112"):
        ec2.create_default_vpc()
    names = ec2.describe_account_attributes(AttributeNames=["default-vpc"])["AccountAttributes"]
    assert names == [{"AttributeName": "default-vpc", "AttributeValues": [{"AttributeValue": made["VpcId"]}]}]
    zones = [zone["ZoneName"] for zone in ec2.describe_availability_zones()["AvailabilityZones"]]
    subnets = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [made["VpcId"]]}])["Subnets"]
    assert [subnet["AvailabilityZone"] for subnet in subnets] == zones
    assert all(subnet["DefaultForAz"] and subnet["MapPublicIpOnLaunch"] for subnet in subnets)
    with refused("DefaultSubnetAlreadyExistsInAvailabilityZone", rule="EC2-133"):
        ec2.create_default_subnet(AvailabilityZone=zones[0])
    ec2.delete_subnet(SubnetId=subnets[0]["SubnetId"])
    again = ec2.create_default_subnet(AvailabilityZone=zones[0])["Subnet"]
    assert (again["CidrBlock"], again["DefaultForAz"]) == (subnets[0]["CidrBlock"], True)


def test_ec2_108_to_111_and_118_blocks_come_and_go(ec2: Any, vpc: dict[str, Any]) -> None:
    """A second block is associating, then associated; it goes when no subnet is in it, and the first one never."""
    vpc_id = vpc["VpcId"]
    added = ec2.associate_vpc_cidr_block(VpcId=vpc_id, CidrBlock="10.1.0.0/16")["CidrBlockAssociation"]
    assert added["CidrBlockState"] == {"State": "associating"}
    shown = ec2.describe_vpcs()["Vpcs"][0]["CidrBlockAssociationSet"]
    assert [block["CidrBlockState"]["State"] for block in shown] == ["associated", "associated"]
    with refused("InvalidVpc.Range", rule="EC2-110"):
        ec2.associate_vpc_cidr_block(VpcId=vpc_id, CidrBlock="10.1.128.0/24")
    with refused("MissingParameter", rule="EC2-118"):
        ec2.associate_vpc_cidr_block(VpcId=vpc_id)
    with refused("InvalidParameterCombination", rule="EC2-101"):
        ec2.associate_vpc_cidr_block(VpcId=vpc_id, CidrBlock="10.2.0.0/16", AmazonProvidedIpv6CidrBlock=True)
    for number in range(2, 5):
        ec2.associate_vpc_cidr_block(VpcId=vpc_id, CidrBlock=f"10.{number}.0.0/16")
    with refused("CidrLimitExceeded", rule="EC2-109") as refusal:
        ec2.associate_vpc_cidr_block(VpcId=vpc_id, CidrBlock="10.5.0.0/16")
    assert refusal.message == f"This network '{vpc_id}' has met its maximum number of allowed CIDRs: 5"
    subnet = ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]
    with refused("InvalidCidrBlock.InUse", rule="EC2-111"):
        ec2.disassociate_vpc_cidr_block(AssociationId=added["AssociationId"])
    ec2.delete_subnet(SubnetId=subnet)
    gone = ec2.disassociate_vpc_cidr_block(AssociationId=added["AssociationId"])["CidrBlockAssociation"]
    assert gone["CidrBlockState"] == {"State": "disassociating"}
    with refused("InvalidVpcCidrBlockAssociationID.NotFound"):
        ec2.disassociate_vpc_cidr_block(AssociationId=added["AssociationId"])
    primary = vpc["CidrBlockAssociationSet"][0]["AssociationId"]
    with refused("OperationNotPermitted", rule="EC2-108"):
        ec2.disassociate_vpc_cidr_block(AssociationId=primary)


def test_amazons_ipv6_block_comes_and_goes(ec2: Any, vpc: dict[str, Any]) -> None:
    """Local routes and space follow it."""
    old = vpc["Ipv6CidrBlockAssociationSet"][0]
    ec2.disassociate_vpc_cidr_block(AssociationId=old["AssociationId"])
    [shown] = ec2.describe_vpcs()["Vpcs"]
    assert "Ipv6CidrBlockAssociationSet" not in shown
    assert len(ec2.describe_route_tables()["RouteTables"][0]["Routes"]) == 1
    new = ec2.associate_vpc_cidr_block(VpcId=vpc["VpcId"], AmazonProvidedIpv6CidrBlock=True)
    assert new["Ipv6CidrBlockAssociation"]["Ipv6CidrBlock"] == old["Ipv6CidrBlock"]
    assert len(ec2.describe_route_tables()["RouteTables"][0]["Routes"]) == 2


def test_delays_hold_the_states(make_aws: Any) -> None:
    """With a delay, states last until the clock has moved."""
    aws = make_aws(network_transition_delay_s=10)
    ec2 = aws.client("ec2", OWNER, region=HOME)
    vpc_id = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    added = ec2.associate_vpc_cidr_block(VpcId=vpc_id, CidrBlock="10.1.0.0/16")["CidrBlockAssociation"]
    ec2.disassociate_vpc_cidr_block(AssociationId=added["AssociationId"])
    assert ec2.describe_vpcs()["Vpcs"][0]["State"] == "pending"
    with refused("IncorrectState"):
        ec2.disassociate_vpc_cidr_block(AssociationId=added["AssociationId"])
    aws.world.clock.advance(timedelta(seconds=10))
    [shown] = ec2.describe_vpcs()["Vpcs"]
    assert (shown["State"], len(shown["CidrBlockAssociationSet"])) == ("available", 1)
