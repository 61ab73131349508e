"""Elastic IP addresses: of Amazon's space and of pools, associated and released."""

from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.ipam.conftest import Ipam, proof
from tests.wire.network.conftest import AWAY, HOME, OTHER, OWNER


def public_pool(ipam: Ipam, cidr: str = "203.0.113.0/24", **asked: Any) -> str:
    """A pool for addresses in the home Region, filled from one that its owner has brought."""
    top = ipam.pool(IpamScopeId=ipam.public)
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=top, Cidr=cidr, CidrAuthorizationContext=proof(cidr))
    asked = {"Locale": HOME, "AwsService": "ec2", **asked}
    return ipam.pool(cidr, IpamScopeId=ipam.public, SourceIpamPoolId=top, **asked)


def test_an_address_of_amazons(ec2: Any) -> None:
    """With its allocation, Amazon's pool, and the Region as border group; gone when it is released."""
    made = ec2.allocate_address(
        Domain="vpc", TagSpecifications=[{"ResourceType": "elastic-ip", "Tags": [{"Key": "a", "Value": "b"}]}]
    )
    assert (made["Domain"], made["PublicIpv4Pool"], made["NetworkBorderGroup"]) == ("vpc", "amazon", HOME)
    [shown] = ec2.describe_addresses()["Addresses"]
    members = ("AllocationId", "PublicIp", "Domain", "PublicIpv4Pool", "NetworkBorderGroup")
    assert shown == {**{name: made[name] for name in members}, "Tags": [{"Key": "a", "Value": "b"}]}
    ec2.release_address(AllocationId=made["AllocationId"])
    assert ec2.describe_addresses()["Addresses"] == []
    with refused("InvalidAllocationID.NotFound") as refusal:
        ec2.release_address(AllocationId=made["AllocationId"])
    assert refusal.message == f"The allocation ID '{made['AllocationId']}' does not exist"


def test_ec2_152_a_released_address_may_come_back(aws: Aws, ec2: Any) -> None:
    """To the account that released it, until somebody else has it."""
    ip = ec2.allocate_address()["PublicIp"]
    other = aws.client("ec2", OTHER, region=HOME)
    with refused("InvalidAddress.NotFound", rule="EC2-152"):
        ec2.allocate_address(Address=ip)
    ec2.release_address(PublicIp=ip)
    with refused("InvalidAddress.NotFound", rule="EC2-152"):
        other.allocate_address(Address=ip)
    assert ec2.allocate_address(Address=ip)["PublicIp"] == ip
    ec2.release_address(PublicIp=ip)
    assert other.allocate_address()["PublicIp"] == ip
    with refused("InvalidAddress.NotFound", rule="EC2-152"):
        ec2.allocate_address(Address=ip)


@pytest.mark.parametrize(
    ("asked", "code", "rule"),
    [
        ({"Domain": "standard"}, "InvalidParameterValue", "EC2-150"),
        (
            {"IpamPoolId": "ipam-pool-0123456789abcdef0", "PublicIpv4Pool": "ipv4pool-ec2-0123456789abcdef0"},
            "InvalidParameterCombination",
            "EC2-151",
        ),
        (
            {"IpamPoolId": "ipam-pool-0123456789abcdef0", "CustomerOwnedIpv4Pool": "ipv4pool-coip-1"},
            "InvalidParameterCombination",
            "EC2-151",
        ),
        ({"CustomerOwnedIpv4Pool": "ipv4pool-coip-1"}, "InvalidCustomerOwnedIpv4PoolId.NotFound", "EC2-135"),
        ({"PublicIpv4Pool": "ipv4pool-ec2-0123456789abcdef0"}, "InvalidPublicIpv4PoolID.NotFound", "EC2-004"),
        ({"IpamPoolId": "ipam-pool-0123456789abcdef0"}, "InvalidIpamPoolId.NotFound", "EC2-004"),
        ({"NetworkBorderGroup": "eu-west-1"}, "InvalidParameterValue", "EC2-105"),
        ({"Address": "1.2.3"}, "InvalidParameterValue", "EC2-155"),
        ({"Address": "1.2.3.4"}, "InvalidAddress.NotFound", "EC2-152"),
        ({"DryRun": True}, "DryRunOperation", None),
    ],
)
def test_what_cannot_be_allocated(ec2: Any, asked: dict[str, Any], code: str, rule: str | None) -> None:
    """Each is refused with its code, and nothing is allocated."""
    with refused(code, rule=rule):
        ec2.allocate_address(**asked)
    assert ec2.describe_addresses()["Addresses"] == []


def test_ec2_153_a_region_has_so_many_of_amazons_addresses(ec2: Any, ipam: Ipam) -> None:
    """Five by default; those of IPAM's pools do not count."""
    pool = public_pool(ipam)
    for _ in range(6):
        ec2.allocate_address(IpamPoolId=pool)
    for _ in range(5):
        ec2.allocate_address()
    with refused("AddressLimitExceeded", rule="EC2-153"):
        ec2.allocate_address()


def test_an_address_of_an_ipam_pool_is_an_allocation(ec2: Any, ipam: Ipam) -> None:
    """A /32 of type eip, with the pool's id as its public pool; free again when it is released."""
    pool = public_pool(ipam)
    made = ec2.allocate_address(IpamPoolId=pool)
    assert (made["PublicIp"], made["PublicIpv4Pool"], made["NetworkBorderGroup"]) == ("203.0.113.0", pool, HOME)
    [allocation] = ipam.allocations(pool)
    assert (allocation["Cidr"], allocation["ResourceType"]) == ("203.0.113.0/32", "eip")
    assert (allocation["ResourceId"], allocation["ResourceRegion"]) == (made["AllocationId"], HOME)
    assert allocation["ResourceOwner"] == OWNER
    assert ec2.allocate_address(IpamPoolId=pool, Address="203.0.113.9")["PublicIp"] == "203.0.113.9"
    with refused("InvalidParameterValue"):
        ec2.allocate_address(IpamPoolId=pool, Address="203.0.113.9")
    with refused("InvalidParameterValue"):
        ec2.allocate_address(IpamPoolId=pool, Address="198.51.100.1")
    with refused("InvalidParameterValue", rule="EC2-163"):
        ec2.allocate_address(IpamPoolId=pool, NetworkBorderGroup="us-east-1-bos-1")
    ec2.release_address(AllocationId=made["AllocationId"])
    ec2.describe_addresses()
    assert [one["Cidr"] for one in ipam.allocations(pool)] == ["203.0.113.9/32"]


def test_ec2_154_a_pool_runs_out(ec2: Any, ipam: Ipam) -> None:
    """Of addresses: in the words of addresses."""
    top = ipam.pool(IpamScopeId=ipam.public, Locale=HOME, AwsService="ec2", PublicIpSource="amazon")
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=top, NetmaskLength=30)
    ipam.cidrs(top)
    for _ in range(4):
        ec2.allocate_address(IpamPoolId=top)
    with refused("InsufficientAddressCapacity", rule="EC2-154"):
        ec2.allocate_address(IpamPoolId=top)


def test_only_pools_for_addresses_give_addresses(aws: Aws, ec2: Any, ipam: Ipam) -> None:
    """Not private ones, and only in their locale's Region."""
    with refused("InvalidParameterValue"):
        ec2.allocate_address(IpamPoolId=ipam.pool("10.0.0.0/8", Locale=HOME))
    with refused("InvalidParameterValue"):
        ec2.allocate_address(IpamPoolId=public_pool(ipam, Locale=AWAY))


def test_an_address_is_associated_moved_and_taken_away(ec2: Any, interface: dict[str, Any]) -> None:
    """With an interface's private address; it cannot be released meanwhile."""
    one, two = ec2.allocate_address()["AllocationId"], ec2.allocate_address()["AllocationId"]
    eni = interface["NetworkInterfaceId"]
    first = ec2.associate_address(AllocationId=one, NetworkInterfaceId=eni)["AssociationId"]
    [shown] = ec2.describe_addresses(AllocationIds=[one])["Addresses"]
    assert (shown["AssociationId"], shown["NetworkInterfaceId"]) == (first, eni)
    assert (shown["PrivateIpAddress"], shown["NetworkInterfaceOwnerId"]) == (interface["PrivateIpAddress"], OWNER)
    assert shown["SubnetId"] == interface["SubnetId"]
    assert ec2.associate_address(AllocationId=one, NetworkInterfaceId=eni)["AssociationId"] == first
    with refused("InvalidIPAddress.InUse", rule="EC2-162"):
        ec2.release_address(AllocationId=one)
    with refused("Resource.AlreadyAssociated", rule="EC2-161"):
        ec2.associate_address(AllocationId=two, NetworkInterfaceId=eni, AllowReassociation=False)
    second = ec2.associate_address(AllocationId=two, NetworkInterfaceId=eni)["AssociationId"]
    assert "AssociationId" not in ec2.describe_addresses(AllocationIds=[one])["Addresses"][0]
    with refused("InvalidAssociationID.NotFound"):
        ec2.disassociate_address(AssociationId=first)
    ec2.disassociate_address(AssociationId=second)
    ec2.disassociate_address(PublicIp=shown["PublicIp"])
    for allocation_id in (one, two):
        ec2.release_address(AllocationId=allocation_id)


def test_ec2_161_an_associated_address_stays_where_it_is_told_to(ec2: Any, interface: dict[str, Any]) -> None:
    """Moving it to another interface needs leave."""
    address = ec2.allocate_address()["AllocationId"]
    ec2.associate_address(AllocationId=address, NetworkInterfaceId=interface["NetworkInterfaceId"])
    other = ec2.create_network_interface(SubnetId=interface["SubnetId"])["NetworkInterface"]["NetworkInterfaceId"]
    with refused("Resource.AlreadyAssociated", rule="EC2-161"):
        ec2.associate_address(AllocationId=address, NetworkInterfaceId=other, AllowReassociation=False)
    ec2.associate_address(AllocationId=address, NetworkInterfaceId=other)
    [shown] = ec2.describe_addresses()["Addresses"]
    assert shown["NetworkInterfaceId"] == other


@pytest.mark.parametrize(
    ("asked", "code", "rule"),
    [
        ({}, "MissingParameter", "EC2-156"),
        ({"AllocationId": "known"}, "MissingParameter", "EC2-156"),
        ({"AllocationId": "known", "PublicIp": "1.2.3.4"}, "InvalidParameterCombination", "EC2-157"),
        ({"PublicIp": "1.2.3.4"}, "InvalidAddress.NotFound", "EC2-152"),
        ({"AllocationId": "known", "InstanceId": "i-0123456789abcdef0"}, "InvalidInstanceID.NotFound", "EC2-158"),
        (
            {"AllocationId": "known", "NetworkInterfaceId": "eni-0123456789abcdef0"},
            "InvalidNetworkInterfaceID.NotFound",
            "EC2-004",
        ),
        (
            {"AllocationId": "known", "NetworkInterfaceId": "known", "PrivateIpAddress": "10.0.0.200"},
            "InvalidParameterValue",
            "EC2-160",
        ),
        (
            {"AllocationId": "known", "NetworkInterfaceId": "known", "PrivateIpAddress": "here"},
            "InvalidParameterValue",
            "EC2-155",
        ),
    ],
)
def test_what_cannot_be_associated(
    ec2: Any, interface: dict[str, Any], asked: dict[str, Any], code: str, rule: str
) -> None:
    """Each is refused with its code."""
    known = {
        "AllocationId": ec2.allocate_address()["AllocationId"],
        "NetworkInterfaceId": interface["NetworkInterfaceId"],
    }
    with refused(code, rule=rule):
        ec2.associate_address(**{name: known[name] if value == "known" else value for name, value in asked.items()})
    assert "AssociationId" not in ec2.describe_addresses()["Addresses"][0]


def test_ec2_159_a_vpc_without_a_gateway_has_no_addresses(ec2: Any, vpc: dict[str, Any]) -> None:
    """The internet gateway comes first."""
    subnet = ec2.create_subnet(VpcId=vpc["VpcId"], CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    eni = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
    with refused("Gateway.NotAttached", rule="EC2-159"):
        ec2.associate_address(AllocationId=ec2.allocate_address()["AllocationId"], NetworkInterfaceId=eni)


def test_ec2_156_and_157_taking_away_names_one_thing(ec2: Any) -> None:
    """An association or an address."""
    with refused("MissingParameter", rule="EC2-156"):
        ec2.disassociate_address()
    with refused("InvalidParameterCombination", rule="EC2-157"):
        ec2.disassociate_address(AssociationId="eipassoc-0123456789abcdef0", PublicIp="1.2.3.4")
    with refused("MissingParameter", rule="EC2-156"):
        ec2.release_address()
    with refused("InvalidAddress.NotFound", rule="EC2-152"):
        ec2.release_address(AllocationId=ec2.allocate_address()["AllocationId"], NetworkBorderGroup="eu-west-1")


def test_filters_of_addresses(ec2: Any, interface: dict[str, Any]) -> None:
    """By id, address, interface and tag; named addresses must exist."""
    one, two = ec2.allocate_address(), ec2.allocate_address()
    ec2.associate_address(AllocationId=two["AllocationId"], NetworkInterfaceId=interface["NetworkInterfaceId"])
    ec2.create_tags(Resources=[one["AllocationId"]], Tags=[{"Key": "a", "Value": "b"}])

    def found(**asked: Any) -> list[str]:
        return [address["AllocationId"] for address in ec2.describe_addresses(**asked)["Addresses"]]

    def filtered(name: str, value: str) -> list[str]:
        return found(Filters=[{"Name": name, "Values": [value]}])

    first, second = one["AllocationId"], two["AllocationId"]
    assert (
        filtered("allocation-id", first) == filtered("public-ip", one["PublicIp"]) == filtered("tag:a", "b") == [first]
    )
    assert filtered("network-interface-id", "eni-*") == filtered("private-ip-address", "10.*") == [second]
    assert filtered("domain", "vpc") == [first, second]
    assert found(PublicIps=[two["PublicIp"]]) == [second]
    assert found(AllocationIds=[first], PublicIps=[two["PublicIp"]]) == []
    with refused("InvalidAddress.NotFound", rule="EC2-152") as refusal:
        found(PublicIps=["1.2.3.4"])
    assert refusal.message == "Address '1.2.3.4' not found."
    shown = ec2.describe_addresses_attribute(Attribute="domain-name", AllocationIds=[first])["Addresses"]
    assert shown == [{"PublicIp": one["PublicIp"], "AllocationId": first}]
    page = ec2.describe_addresses_attribute(Attribute="domain-name", MaxResults=1)
    rest = ec2.describe_addresses_attribute(Attribute="domain-name", NextToken=page["NextToken"])
    assert [row["AllocationId"] for row in page["Addresses"] + rest["Addresses"]] == [first, second]


def test_attributes_of_an_account(ec2: Any) -> None:
    """All of them, or those that are named."""
    every = {
        row["AttributeName"]: [value["AttributeValue"] for value in row["AttributeValues"]]
        for row in ec2.describe_account_attributes()["AccountAttributes"]
    }
    assert every["supported-platforms"] == ["VPC"]
    assert every["default-vpc"] == ["none"]
    assert every["max-elastic-ips"] == ["5"]
