"""Network interfaces and the addresses of subnets through real boto3."""

from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.network.parts import Parts

NOBODY = "eni-0123456789abcdef0"


@pytest.fixture
def parts(aws: Aws) -> Parts:
    return Parts(aws)


@pytest.fixture
def dual(parts: Parts) -> Parts:
    """The same, where the subnet has an IPv6 block."""
    parts.ec2.associate_vpc_cidr_block(VpcId=parts.vpc_id, AmazonProvidedIpv6CidrBlock=True)
    (vpc,) = parts.ec2.describe_vpcs(VpcIds=[parts.vpc_id])["Vpcs"]
    block = vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"].replace("/56", "/64")
    parts.ec2.associate_subnet_cidr_block(SubnetId=parts.subnet_id, Ipv6CidrBlock=block)
    return parts


def _free(parts: Parts) -> int:
    (subnet,) = parts.ec2.describe_subnets(SubnetIds=[parts.subnet_id])["Subnets"]
    count: int = subnet["AvailableIpAddressCount"]
    return count


def _describe(parts: Parts, interface_id: str) -> dict[str, Any]:
    answer = parts.ec2.describe_network_interfaces(NetworkInterfaceIds=[interface_id])
    return dict(answer["NetworkInterfaces"][0])


def _addresses(parts: Parts, interface_id: str) -> list[str]:
    return [row["PrivateIpAddress"] for row in _describe(parts, interface_id)["PrivateIpAddresses"]]


def test_an_interface_takes_addresses_of_its_subnet(parts: Parts) -> None:
    """Its first four addresses and the last are AWS's; each interface takes one of the others."""
    assert _free(parts) == 251
    first = parts.interface(Description="first", TagSpecifications=[_tags("network-interface")])
    second = parts.interface(SecondaryPrivateIpAddressCount=2)
    assert (first["PrivateIpAddress"], first["Status"], first["Description"]) == ("10.0.1.4", "available", "first")
    assert first["TagSet"] == [{"Key": "team", "Value": "web"}]
    assert (first["VpcId"], first["AvailabilityZone"]) == (parts.vpc_id, "eu-west-1a")
    assert [group["GroupName"] for group in first["Groups"]] == ["default"]
    assert [(row["PrivateIpAddress"], row["Primary"]) for row in second["PrivateIpAddresses"]] == [
        ("10.0.1.5", True),
        ("10.0.1.6", False),
        ("10.0.1.7", False),
    ]
    assert _free(parts) == 247
    parts.ec2.delete_network_interface(NetworkInterfaceId=second["NetworkInterfaceId"])
    assert _free(parts) == 250
    with refused("DependencyViolation"):
        parts.ec2.delete_subnet(SubnetId=parts.subnet_id)
    parts.ec2.delete_network_interface(NetworkInterfaceId=first["NetworkInterfaceId"])
    parts.ec2.delete_subnet(SubnetId=parts.subnet_id)


def _tags(resource_type: str) -> dict[str, Any]:
    return {"ResourceType": resource_type, "Tags": [{"Key": "team", "Value": "web"}]}


def test_addresses_are_named(parts: Parts) -> None:
    """The primary one, and secondary ones, in either way of the request."""
    first = parts.interface(PrivateIpAddress="10.0.1.50")
    second = parts.interface(
        PrivateIpAddresses=[
            {"PrivateIpAddress": "10.0.1.60"},
            {"PrivateIpAddress": "10.0.1.61", "Primary": True},
        ]
    )
    assert first["PrivateIpAddress"] == "10.0.1.50"
    assert [row["PrivateIpAddress"] for row in second["PrivateIpAddresses"]] == ["10.0.1.61", "10.0.1.60"]
    found = parts.the("describe_network_interfaces", "NetworkInterfaces", addresses__private_ip_address="10.0.1.60")
    assert found["NetworkInterfaceId"] == second["NetworkInterfaceId"]


CREATIONS = [
    pytest.param({"PrivateIpAddress": "10.0.1"}, "InvalidParameterValue", "EC2-260", id="EC2-260"),
    pytest.param({"PrivateIpAddress": "10.0.2.9"}, "InvalidParameterValue", "EC2-261", id="EC2-261"),
    pytest.param({"PrivateIpAddress": "10.0.1.3"}, "InvalidParameterValue", "EC2-262", id="EC2-262: the fourth"),
    pytest.param({"PrivateIpAddress": "10.0.1.255"}, "InvalidParameterValue", "EC2-262", id="EC2-262: the last"),
    pytest.param({"PrivateIpAddress": "10.0.1.4"}, "InvalidIPAddress.InUse", "EC2-263", id="EC2-263"),
    pytest.param({"SecondaryPrivateIpAddressCount": 250}, "InsufficientFreeAddressesInSubnet", "EC2-264", id="EC2-264"),
    pytest.param(
        {
            "PrivateIpAddresses": [
                {"PrivateIpAddress": "10.0.1.8", "Primary": True},
                {"PrivateIpAddress": "10.0.1.9"},
            ],
            "SecondaryPrivateIpAddressCount": 1,
        },
        "InvalidParameterCombination",
        "EC2-265",
        id="EC2-265",
    ),
    pytest.param(
        {
            "PrivateIpAddress": "10.0.1.7",
            "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.8", "Primary": True}],
        },
        "InvalidParameterCombination",
        "EC2-266",
        id="EC2-266",
    ),
    pytest.param({"Ipv6AddressCount": 1}, "InvalidParameterValue", "EC2-268", id="EC2-268"),
    pytest.param({"SubnetId": "subnet-0123456789abcdef0"}, "InvalidSubnetID.NotFound", "EC2-004", id="EC2-004: subnet"),
    pytest.param({"Groups": ["sg-0123456789abcdef0"]}, "InvalidGroup.NotFound", "EC2-004", id="EC2-004: group"),
]


@pytest.mark.parametrize(("asked", "code", "rule"), CREATIONS)
def test_interfaces_that_are_refused(parts: Parts, asked: dict[str, Any], code: str, rule: str) -> None:
    """A refused interface takes no address (EC2-260 to EC2-266, EC2-268)."""
    parts.interface()
    with refused(code, rule=rule):
        parts.interface(**asked)
    assert _free(parts) == 250


def test_a_full_subnet(parts: Parts) -> None:
    """The smallest subnet has 11 addresses, and a freed one is given again."""
    subnet_id = parts.subnet("10.0.9.0/28")
    first = parts.interface(SubnetId=subnet_id)
    parts.interface(SubnetId=subnet_id, SecondaryPrivateIpAddressCount=9)
    with refused("InsufficientFreeAddressesInSubnet", rule="EC2-264"):
        parts.interface(SubnetId=subnet_id)
    parts.ec2.delete_network_interface(NetworkInterfaceId=first["NetworkInterfaceId"])
    assert parts.interface(SubnetId=subnet_id)["PrivateIpAddress"] == first["PrivateIpAddress"]


def test_secondary_addresses_come_and_go(parts: Parts) -> None:
    """Named or counted ones are assigned; the primary one stays (EC2-271), others have to be there (EC2-270)."""
    interface_id, ec2 = parts.interface()["NetworkInterfaceId"], parts.ec2
    asked = {"NetworkInterfaceId": interface_id}
    named = ec2.assign_private_ip_addresses(**asked, PrivateIpAddresses=["10.0.1.77"])
    assert named["AssignedPrivateIpAddresses"] == [{"PrivateIpAddress": "10.0.1.77"}]
    counted = ec2.assign_private_ip_addresses(**asked, SecondaryPrivateIpAddressCount=2)
    assert len(counted["AssignedPrivateIpAddresses"]) == 2
    assert _free(parts) == 247
    with refused("InvalidParameterValue", rule="EC2-271"):
        ec2.unassign_private_ip_addresses(**asked, PrivateIpAddresses=["10.0.1.4"])
    with refused("InvalidParameterValue", rule="EC2-270"):
        ec2.unassign_private_ip_addresses(**asked, PrivateIpAddresses=["10.0.1.77", "10.0.1.99"])
    with refused("MissingParameter", rule="EC2-272"):
        ec2.unassign_private_ip_addresses(**asked)
    with refused("MissingParameter", rule="EC2-272"):
        ec2.assign_private_ip_addresses(**asked)
    ec2.unassign_private_ip_addresses(**asked, PrivateIpAddresses=["10.0.1.77"])
    assert "10.0.1.77" not in _addresses(parts, interface_id)
    assert _free(parts) == 248


def test_secondary_addresses_move(parts: Parts) -> None:
    """AllowReassignment takes a secondary address from another interface; without it, it is in use (EC2-263)."""
    first, second = (parts.interface()["NetworkInterfaceId"] for _ in range(2))
    assign = parts.ec2.assign_private_ip_addresses
    assign(NetworkInterfaceId=first, PrivateIpAddresses=["10.0.1.77"])
    with refused("InvalidIPAddress.InUse", rule="EC2-263"):
        assign(NetworkInterfaceId=second, PrivateIpAddresses=["10.0.1.77"])
    for _ in range(2):
        assign(NetworkInterfaceId=second, PrivateIpAddresses=["10.0.1.77"], AllowReassignment=True)
        assert _addresses(parts, first) == ["10.0.1.4"]
        assert _addresses(parts, second) == ["10.0.1.5", "10.0.1.77"]
    with refused("InvalidIPAddress.InUse", rule="EC2-263"):
        assign(NetworkInterfaceId=second, PrivateIpAddresses=["10.0.1.4"], AllowReassignment=True)
    assert _free(parts) == 248


def test_ipv6_addresses(dual: Parts) -> None:
    """By number or name, at creation or later; a subnet may give one by itself."""
    ec2 = dual.ec2
    first = dual.interface(Ipv6AddressCount=2)
    assert len(first["Ipv6Addresses"]) == 2
    assert first["Ipv6Address"] == first["Ipv6Addresses"][0]["Ipv6Address"]
    asked = {"NetworkInterfaceId": first["NetworkInterfaceId"]}
    address = first["Ipv6Address"][:-1] + "77"
    assert ec2.assign_ipv6_addresses(**asked, Ipv6Addresses=[address])["AssignedIpv6Addresses"] == [address]
    with refused("InvalidIPAddress.InUse", rule="EC2-263"):
        ec2.assign_ipv6_addresses(**asked, Ipv6Addresses=[address])
    with refused("InvalidParameterCombination", rule="EC2-265"):
        ec2.assign_ipv6_addresses(**asked, Ipv6Addresses=[address], Ipv6AddressCount=1)
    assert ec2.unassign_ipv6_addresses(**asked, Ipv6Addresses=[address])["UnassignedIpv6Addresses"] == [address]
    ec2.modify_subnet_attribute(SubnetId=dual.subnet_id, AssignIpv6AddressOnCreation={"Value": True})
    assert len(dual.interface()["Ipv6Addresses"]) == 1


def test_prefixes(dual: Parts) -> None:
    """A /28 takes sixteen addresses of the subnet; a /80 is of the IPv6 block. Both come and go."""
    made = dual.interface(Ipv4PrefixCount=1, Ipv6PrefixCount=1)
    assert made["Ipv4Prefixes"] == [{"Ipv4Prefix": "10.0.1.16/28"}]
    assert made["Ipv6Prefixes"][0]["Ipv6Prefix"].endswith("/80")
    assert _free(dual) == 251 - 1 - 16
    asked = {"NetworkInterfaceId": made["NetworkInterfaceId"]}
    with refused("InvalidIPAddress.InUse", rule="EC2-263"):
        dual.ec2.assign_private_ip_addresses(**asked, PrivateIpAddresses=["10.0.1.20"])
    with refused("InvalidParameterCombination", rule="EC2-265"):
        dual.ec2.assign_private_ip_addresses(**asked, Ipv4PrefixCount=1, SecondaryPrivateIpAddressCount=1)
    dual.ec2.unassign_private_ip_addresses(**asked, Ipv4Prefixes=["10.0.1.16/28"])
    assert _free(dual) == 250
    prefix = made["Ipv6Prefixes"][0]["Ipv6Prefix"]
    gone = dual.ec2.unassign_ipv6_addresses(**asked, Ipv6Prefixes=[prefix])
    assert gone["UnassignedIpv6Prefixes"] == [prefix]


def test_ec2_273_one_attribute_at_a_time(parts: Parts) -> None:
    """Each attribute is changed by a call of its own and shown by a call of its own."""
    interface_id, ec2 = parts.interface()["NetworkInterfaceId"], parts.ec2
    asked, modify = {"NetworkInterfaceId": interface_id}, ec2.modify_network_interface_attribute
    group_id = parts.group("web")
    modify(**asked, Description={"Value": "front"})
    modify(**asked, SourceDestCheck={"Value": False})
    modify(**asked, Groups=[group_id])
    found = _describe(parts, interface_id)
    assert (found["Description"], found["SourceDestCheck"]) == ("front", False)
    assert found["Groups"] == [{"GroupId": group_id, "GroupName": "web"}]
    assert parts.the("describe_network_interfaces", "NetworkInterfaces", group_id=group_id) == found
    shown = ec2.describe_network_interface_attribute
    assert shown(**asked, Attribute="description")["Description"] == {"Value": "front"}
    assert shown(**asked, Attribute="groupSet")["Groups"] == found["Groups"]
    assert shown(**asked, Attribute="sourceDestCheck")["SourceDestCheck"] == {"Value": False}
    assert "Attachment" not in shown(**asked, Attribute="attachment")
    with refused("MissingParameter", rule="EC2-272"):
        shown(**asked)
    with refused("InvalidParameterCombination", rule="EC2-273"):
        modify(**asked, Description={"Value": "x"}, SourceDestCheck={"Value": True})
    with refused("MissingParameter", rule="EC2-272"):
        modify(**asked)
    with refused("InvalidAttachmentID.NotFound", rule="EC2-274"):
        modify(**asked, Attachment={"AttachmentId": "eni-attach-1", "DeleteOnTermination": True})
    modify(**asked, ConnectionTrackingSpecification={"UdpTimeout": 40})
    assert _describe(parts, interface_id)["ConnectionTrackingConfiguration"] == {"UdpTimeout": 40}


def test_ec2_214_groups_of_the_interfaces_vpc(parts: Parts) -> None:
    """A group of another VPC is refused; so are more than five groups (EC2-269)."""
    far = parts.group("far", VpcId=parts.vpc("10.1.0.0/16"))
    with refused("InvalidGroup.NotFound", rule="EC2-214"):
        parts.interface(Groups=[far])
    many = [parts.group(f"g{number}") for number in range(6)]
    with refused("SecurityGroupsPerInterfaceLimitExceeded", rule="EC2-269"):
        parts.interface(Groups=many)


def test_ec2_275_so_many_interfaces_a_region(make_aws: Any) -> None:
    """Who has as many as allowed gets no more."""
    parts = Parts(make_aws(network_interfaces_per_region=1))
    parts.interface()
    with refused("NetworkInterfaceLimitExceeded", rule="EC2-275"):
        parts.interface()


def test_ec2_267_an_interface_of_an_instance_stays(parts: Parts) -> None:
    """What is attached cannot be deleted."""
    interface_id = parts.interface()["NetworkInterfaceId"]
    interface = parts.aws.world.network.interfaces[interface_id]
    interface.attachment_id, interface.instance_id = "eni-attach-0123456789abcdef0", "i-0123456789abcdef0"
    assert _describe(parts, interface_id)["Status"] == "in-use"
    with refused("InvalidParameterValue", rule="EC2-267"):
        parts.ec2.delete_network_interface(NetworkInterfaceId=interface_id)


def test_a_public_address_shows_on_its_interface(parts: Parts) -> None:
    """And is free again when the private address or the interface goes."""
    ec2 = parts.ec2
    ec2.attach_internet_gateway(InternetGatewayId=parts.gateway(), VpcId=parts.vpc_id)
    interface_id = parts.interface()["NetworkInterfaceId"]
    ec2.assign_private_ip_addresses(NetworkInterfaceId=interface_id, PrivateIpAddresses=["10.0.1.77"])
    address = ec2.allocate_address(Domain="vpc")
    asked = {"AllocationId": address["AllocationId"], "NetworkInterfaceId": interface_id}
    made = ec2.associate_address(**asked, PrivateIpAddress="10.0.1.77")
    association = _describe(parts, interface_id)["PrivateIpAddresses"][1]["Association"]
    assert association == {
        "AllocationId": address["AllocationId"],
        "AssociationId": made["AssociationId"],
        "IpOwnerId": "222222222222",
        "PublicIp": address["PublicIp"],
    }
    ec2.unassign_private_ip_addresses(NetworkInterfaceId=interface_id, PrivateIpAddresses=["10.0.1.77"])
    (found,) = ec2.describe_addresses()["Addresses"]
    assert "AssociationId" not in found


def test_interfaces_that_are_unknown(parts: Parts) -> None:
    """Every call names what it does not find."""
    for call in ("delete_network_interface", "assign_private_ip_addresses", "unassign_ipv6_addresses"):
        with refused("InvalidNetworkInterfaceID.NotFound", rule="EC2-004") as refusal:
            getattr(parts.ec2, call)(NetworkInterfaceId=NOBODY)
        assert refusal.message == f"The networkInterface ID '{NOBODY}' does not exist"
