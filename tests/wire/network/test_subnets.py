"""Subnets: made, described, changed and deleted."""

from typing import Any

import pytest

from tests.aws import refused
from tests.wire.network.conftest import HOME, OWNER


def _subnet(ec2: Any, vpc: dict[str, Any], cidr: str = "10.0.0.0/24", **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = ec2.create_subnet(VpcId=vpc["VpcId"], CidrBlock=cidr, **asked)["Subnet"]
    return found


def _ipv6(vpc: dict[str, Any], length: int = 64) -> str:
    block: str = vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"]
    return f"{block.partition('/')[0]}/{length}"


def test_a_subnet_is_pending_then_available(ec2: Any, vpc: dict[str, Any]) -> None:
    """With AWS's five addresses taken, the zone's name and id, and an ARN."""
    made = _subnet(ec2, vpc, AvailabilityZone="us-east-1b", Ipv6CidrBlock=_ipv6(vpc))
    assert (made["State"], made["AvailableIpAddressCount"]) == ("pending", 251)
    assert made["SubnetArn"] == f"arn:aws:ec2:{HOME}:{OWNER}:subnet/{made['SubnetId']}"
    assert made["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlockState"] == {"State": "associating"}
    zones = {zone["ZoneName"]: zone["ZoneId"] for zone in ec2.describe_availability_zones()["AvailabilityZones"]}
    assert made["AvailabilityZoneId"] == zones["us-east-1b"]
    ec2.get_waiter("subnet_available").wait(SubnetIds=[made["SubnetId"]])
    [shown] = ec2.describe_subnets()["Subnets"]
    assert (shown["State"], shown["CidrBlock"]) == ("available", "10.0.0.0/24")
    assert shown["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlockState"] == {"State": "associated"}


def test_a_subnet_begins_with_its_vpcs_acl(ec2: Any, vpc: dict[str, Any]) -> None:
    """And leaves it when it is deleted."""
    made = _subnet(ec2, vpc)
    [acl] = ec2.describe_network_acls(Filters=[{"Name": "association.subnet-id", "Values": [made["SubnetId"]]}])[
        "NetworkAcls"
    ]
    assert [association["SubnetId"] for association in acl["Associations"]] == [made["SubnetId"]]
    ec2.delete_subnet(SubnetId=made["SubnetId"])
    assert ec2.describe_network_acls()["NetworkAcls"][0]["Associations"] == []
    with refused("InvalidSubnetID.NotFound") as refusal:
        ec2.describe_subnets(SubnetIds=[made["SubnetId"]])
    assert refusal.message == f"The subnet ID '{made['SubnetId']}' does not exist"


@pytest.mark.parametrize(
    ("asked", "code", "rule"),
    [
        ({}, "MissingParameter", "EC2-120"),
        ({"CidrBlock": "10.0.1.0/24", "Ipv4NetmaskLength": 24}, "InvalidParameterCombination", "EC2-120"),
        ({"Ipv4NetmaskLength": 24}, "InvalidParameterCombination", "EC2-120"),
        ({"Ipv6Native": True}, "MissingParameter", "EC2-121"),
        ({"CidrBlock": "10.0.1.0/24", "Ipv6NetmaskLength": 64}, "InvalidParameterCombination", "EC2-121"),
        ({"CidrBlock": "10.0.1.0"}, "InvalidParameterValue", "EC2-103"),
        ({"CidrBlock": "10.1.0.0/24"}, "InvalidSubnet.Range", "EC2-122"),
        ({"CidrBlock": "10.0.1.0/29"}, "InvalidSubnet.Range", "EC2-122"),
        ({"CidrBlock": "10.0.0.0/15"}, "InvalidSubnet.Range", "EC2-122"),
        ({"CidrBlock": "10.0.1.0/24", "Ipv6CidrBlock": "fd00::/64"}, "InvalidSubnet.Range", "EC2-122"),
        ({"CidrBlock": "10.0.0.128/25"}, "InvalidSubnet.Conflict", "EC2-123"),
        ({"CidrBlock": "10.0.0.0/16"}, "InvalidSubnet.Conflict", "EC2-123"),
        ({"CidrBlock": "10.0.1.0/24", "AvailabilityZone": "eu-west-1a"}, "InvalidParameterValue", "EC2-021"),
        (
            {"CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-east-1a", "AvailabilityZoneId": "use1-az2"},
            "InvalidParameterCombination",
            "EC2-126",
        ),
        (
            {"CidrBlock": "10.0.1.0/24", "OutpostArn": f"arn:aws:outposts:{HOME}:{OWNER}:outpost/op-1"},
            "InvalidParameterValue",
            "EC2-131",
        ),
        ({"CidrBlock": "10.0.1.0/24", "Ipv6Native": True}, "InvalidParameterCombination", "EC2-132"),
        ({"CidrBlock": "10.0.1.0/24", "DryRun": True}, "DryRunOperation", None),
    ],
)
def test_what_a_subnet_cannot_be(
    ec2: Any, vpc: dict[str, Any], asked: dict[str, Any], code: str, rule: str | None
) -> None:
    """Each is refused with its code, and nothing is made."""
    _subnet(ec2, vpc)
    with refused(code, rule=rule):
        ec2.create_subnet(VpcId=vpc["VpcId"], **asked)
    assert len(ec2.describe_subnets()["Subnets"]) == 1


def test_texts_of_refusals(ec2: Any, vpc: dict[str, Any]) -> None:
    """AWS's own words."""
    _subnet(ec2, vpc)
    with refused("InvalidSubnet.Conflict") as refusal:
        _subnet(ec2, vpc)
    assert refusal.message == "The CIDR '10.0.0.0/24' conflicts with another subnet"
    with refused("InvalidSubnet.Range") as refusal:
        _subnet(ec2, vpc, "10.1.0.0/24")
    assert refusal.message == "The CIDR '10.1.0.0/24' is invalid."


def test_ec2_124_a_vpc_has_so_many_subnets(make_aws: Any) -> None:
    """As the setting says."""
    ec2 = make_aws(subnets_per_vpc=1).client("ec2", OWNER, region=HOME)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]
    _subnet(ec2, vpc)
    with refused("SubnetLimitExceeded", rule="EC2-124"):
        _subnet(ec2, vpc, "10.0.1.0/24")


def test_ec2_125_a_subnet_with_an_interface_stays(ec2: Any, interface: dict[str, Any]) -> None:
    """And the interface takes one of its addresses."""
    [shown] = ec2.describe_subnets()["Subnets"]
    assert shown["AvailableIpAddressCount"] == 250
    with refused("DependencyViolation", rule="EC2-125"):
        ec2.delete_subnet(SubnetId=interface["SubnetId"])
    ec2.delete_network_interface(NetworkInterfaceId=interface["NetworkInterfaceId"])
    ec2.delete_subnet(SubnetId=interface["SubnetId"])
    assert ec2.describe_subnets()["Subnets"] == []


def test_filters_and_pages_of_subnets(ec2: Any, vpc: dict[str, Any]) -> None:
    """By VPC, block, zone and tag; in the order in which they were made."""
    tag = {"TagSpecifications": [{"ResourceType": "subnet", "Tags": [{"Key": "tier", "Value": "web"}]}]}
    zones = ("us-east-1a", "us-east-1b")
    made = [
        _subnet(ec2, vpc, f"10.0.{number}.0/24", AvailabilityZone=zones[number % 2], **(tag if number < 2 else {}))
        for number in range(12)
    ]
    ids = [subnet["SubnetId"] for subnet in made]

    def found(name: str, *values: str) -> list[str]:
        answer = ec2.describe_subnets(Filters=[{"Name": name, "Values": list(values)}])
        return [subnet["SubnetId"] for subnet in answer["Subnets"]]

    assert found("vpc-id", vpc["VpcId"]) == found("state", "available") == ids
    assert found("vpc-id", "vpc-0123456789abcdef0") == []
    assert found("availability-zone", "us-east-1b") == ids[1::2]
    assert found("cidr-block", "10.0.1?.0/24") == [ids[1], ids[10], ids[11]]
    assert found("tag:tier", "web") == found("tag-key", "tier") == ids[:2]
    assert found("subnet-id", ids[3], ids[2]) == [ids[2], ids[3]]
    assert found("available-ip-address-count", "251") == ids
    with refused("InvalidParameterValue", rule="EC2-005"):
        found("colour", "red")
    pages = [
        [subnet["SubnetId"] for subnet in page["Subnets"]]
        for page in ec2.get_paginator("describe_subnets").paginate(PaginationConfig={"PageSize": 5})
    ]
    assert pages == [ids[:5], ids[5:10], ids[10:]]


def test_attributes_of_a_subnet(ec2: Any, vpc: dict[str, Any]) -> None:
    """Each is changed by a call of its own."""
    subnet_id = _subnet(ec2, vpc, Ipv6CidrBlock=_ipv6(vpc))["SubnetId"]
    on = {"Value": True}
    for asked in (
        {"MapPublicIpOnLaunch": on},
        {"AssignIpv6AddressOnCreation": on},
        {"EnableDns64": on},
        {"PrivateDnsHostnameTypeOnLaunch": "resource-name"},
        {"EnableResourceNameDnsARecordOnLaunch": on},
        {"EnableResourceNameDnsAAAARecordOnLaunch": on},
        {"EnableLniAtDeviceIndex": 1},
    ):
        ec2.modify_subnet_attribute(SubnetId=subnet_id, **asked)
    [shown] = ec2.describe_subnets()["Subnets"]
    assert [shown[name] for name in ("MapPublicIpOnLaunch", "AssignIpv6AddressOnCreation", "EnableDns64")] == [True] * 3
    assert shown["EnableLniAtDeviceIndex"] == 1
    assert shown["PrivateDnsNameOptionsOnLaunch"] == {
        "HostnameType": "resource-name",
        "EnableResourceNameDnsARecord": True,
        "EnableResourceNameDnsAAAARecord": True,
    }
    ec2.modify_subnet_attribute(SubnetId=subnet_id, DisableLniAtDeviceIndex=on)
    assert "EnableLniAtDeviceIndex" not in ec2.describe_subnets()["Subnets"][0]


@pytest.mark.parametrize(
    ("asked", "code", "rule"),
    [
        ({}, "InvalidParameterCombination", "EC2-114"),
        (
            {"MapPublicIpOnLaunch": {"Value": True}, "EnableDns64": {"Value": True}},
            "InvalidParameterCombination",
            "EC2-127",
        ),
        ({"AssignIpv6AddressOnCreation": {"Value": True}}, "InvalidParameterValue", "EC2-129"),
        ({"EnableDns64": {"Value": True}}, "InvalidParameterValue", "EC2-129"),
        ({"MapCustomerOwnedIpOnLaunch": {"Value": True}}, "InvalidParameterCombination", "EC2-135"),
        ({"CustomerOwnedIpv4Pool": "ipv4pool-coip-1"}, "InvalidCustomerOwnedIpv4PoolId.NotFound", "EC2-135"),
    ],
)
def test_what_an_attribute_cannot_be(
    ec2: Any, vpc: dict[str, Any], asked: dict[str, Any], code: str, rule: str
) -> None:
    """In a subnet without IPv6."""
    with refused(code, rule=rule):
        ec2.modify_subnet_attribute(SubnetId=_subnet(ec2, vpc)["SubnetId"], **asked)


def test_ec2_128_and_130_the_ipv6_block_of_a_subnet(ec2: Any, vpc: dict[str, Any]) -> None:
    """One at a time; it goes when nothing uses it, and what needed it with it."""
    subnet_id = _subnet(ec2, vpc)["SubnetId"]
    with refused("MissingParameter", rule="EC2-121"):
        ec2.associate_subnet_cidr_block(SubnetId=subnet_id)
    block = ec2.associate_subnet_cidr_block(SubnetId=subnet_id, Ipv6CidrBlock=_ipv6(vpc))["Ipv6CidrBlockAssociation"]
    with refused("InvalidParameterValue", rule="EC2-128"):
        ec2.associate_subnet_cidr_block(SubnetId=subnet_id, Ipv6CidrBlock=_ipv6(vpc))
    with refused("InvalidCidrBlock.InUse", rule="EC2-111"):
        ec2.disassociate_vpc_cidr_block(AssociationId=vpc["Ipv6CidrBlockAssociationSet"][0]["AssociationId"])
    ec2.modify_subnet_attribute(SubnetId=subnet_id, AssignIpv6AddressOnCreation={"Value": True})
    made = ec2.create_network_interface(SubnetId=subnet_id, Ipv6AddressCount=1)["NetworkInterface"]
    with refused("DependencyViolation", rule="EC2-130"):
        ec2.disassociate_subnet_cidr_block(AssociationId=block["AssociationId"])
    ec2.delete_network_interface(NetworkInterfaceId=made["NetworkInterfaceId"])
    gone = ec2.disassociate_subnet_cidr_block(AssociationId=block["AssociationId"])["Ipv6CidrBlockAssociation"]
    assert gone["Ipv6CidrBlockState"] == {"State": "disassociating"}
    [shown] = ec2.describe_subnets()["Subnets"]
    assert (shown["Ipv6CidrBlockAssociationSet"], shown["AssignIpv6AddressOnCreation"]) == ([], False)
    with refused("InvalidSubnetCidrBlockAssociationID.NotFound"):
        ec2.disassociate_subnet_cidr_block(AssociationId=block["AssociationId"])


def test_a_subnet_for_ipv6_alone(ec2: Any, vpc: dict[str, Any]) -> None:
    """It has no IPv4 block, no IPv4 addresses and no attributes of IPv4, and keeps its block."""
    made = ec2.create_subnet(VpcId=vpc["VpcId"], Ipv6Native=True, Ipv6CidrBlock=_ipv6(vpc))["Subnet"]
    assert "CidrBlock" not in made
    assert (made["Ipv6Native"], made["AvailableIpAddressCount"]) == (True, 0)
    with refused("InvalidParameterCombination", rule="EC2-132"):
        ec2.modify_subnet_attribute(SubnetId=made["SubnetId"], MapPublicIpOnLaunch={"Value": True})
    with refused("DependencyViolation", rule="EC2-130"):
        ec2.disassociate_subnet_cidr_block(
            AssociationId=made["Ipv6CidrBlockAssociationSet"][0]["AssociationId"],
        )


def test_ec2_126_a_default_subnet_names_its_zone(ec2: Any) -> None:
    """By name or by id."""
    with refused("MissingParameter", rule="EC2-126"):
        ec2.create_default_subnet()
    with refused("InvalidParameterValue", rule="EC2-021"):
        ec2.create_default_subnet(AvailabilityZone="eu-west-1a")


def test_a_subnet_has_no_reservations(ec2: Any, vpc: dict[str, Any]) -> None:
    """None can be made here."""
    subnet_id = _subnet(ec2, vpc)["SubnetId"]
    answer = ec2.get_subnet_cidr_reservations(SubnetId=subnet_id)
    assert (answer["SubnetIpv4CidrReservations"], answer["SubnetIpv6CidrReservations"]) == ([], [])
    with refused("InvalidSubnetID.NotFound"):
        ec2.get_subnet_cidr_reservations(SubnetId="subnet-0123456789abcdef0")
