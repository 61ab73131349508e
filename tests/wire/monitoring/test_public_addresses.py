"""The public addresses that a discovery has found, and the interfaces that have them."""

from typing import Any

import pytest

from emulator.domain.network import addresses
from tests.aws import refused
from tests.wire.ipam.conftest import AWAY, HOME, Ipam, proof
from tests.wire.monitoring.conftest import Estate, discovery_of
from tests.worlds import MANAGEMENT


def public(ipam: Ipam, region: str = HOME, **asked: Any) -> dict[str, dict[str, Any]]:
    """What GetIpamDiscoveredPublicAddresses lists, by address."""
    answer = ipam.ec2.get_ipam_discovered_public_addresses(
        IpamResourceDiscoveryId=discovery_of(ipam), AddressRegion=region, **asked
    )
    return {one["Address"]: one for one in answer["IpamDiscoveredPublicAddresses"]}


def interface_in_a_vpc(ec2: Any, cidr: str = "10.1.0.0/16") -> dict[str, Any]:
    """A network interface of a VPC that has an internet gateway."""
    vpc = ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=cidr.replace("/16", "/24"))["Subnet"]["SubnetId"]
    made: dict[str, Any] = ec2.create_network_interface(SubnetId=subnet, Description="front")["NetworkInterface"]
    return made


def test_ipam_232_an_address_with_all_that_is_known_of_it(integrated: Estate) -> None:
    """An Elastic IP address shows its owner, tags and interface with security groups, or that nothing has it."""
    ipam, ec2 = integrated.create_ipam(), integrated.ec2()
    tags = [{"ResourceType": "elastic-ip", "Tags": [{"Key": "env", "Value": "dev"}]}]
    address = ec2.allocate_address(TagSpecifications=tags)
    found = public(ipam)[address["PublicIp"]]
    sampled = found.pop("SampleTime")
    assert found == {
        "IpamResourceDiscoveryId": discovery_of(ipam),
        "AddressRegion": HOME,
        "Address": address["PublicIp"],
        "AddressOwnerId": integrated.dev,
        "AddressAllocationId": address["AllocationId"],
        "AssociationStatus": "disassociated",
        "AddressType": "amazon-owned-eip",
        "Tags": {"EipTags": [{"Key": "env", "Value": "dev"}]},
        "NetworkBorderGroup": HOME,
        "SecurityGroups": [],
    }
    interface = interface_in_a_vpc(ec2)
    association = ec2.associate_address(
        AllocationId=address["AllocationId"], NetworkInterfaceId=interface["NetworkInterfaceId"]
    )
    found = public(ipam)[address["PublicIp"]]
    assert found["SampleTime"] >= sampled
    assert found["AssociationStatus"] == "associated"
    assert (found["VpcId"], found["SubnetId"]) == (interface["VpcId"], interface["SubnetId"])
    assert found["NetworkInterfaceDescription"] == "front"
    assert found["NetworkInterfaceId"] == interface["NetworkInterfaceId"]
    assert found["SecurityGroups"] == [
        {"GroupName": one["GroupName"], "GroupId": one["GroupId"]} for one in interface["Groups"]
    ]
    ec2.modify_network_interface_attribute(
        NetworkInterfaceId=interface["NetworkInterfaceId"], Description={"Value": "back"}
    )
    assert public(ipam)[address["PublicIp"]]["NetworkInterfaceDescription"] == "back"
    ec2.disassociate_address(AssociationId=association["AssociationId"])
    assert public(ipam)[address["PublicIp"]]["AssociationStatus"] == "disassociated"
    ec2.associate_address(AllocationId=address["AllocationId"], NetworkInterfaceId=interface["NetworkInterfaceId"])
    ec2.delete_network_interface(NetworkInterfaceId=interface["NetworkInterfaceId"])
    assert "NetworkInterfaceId" not in public(ipam)[address["PublicIp"]]
    ec2.release_address(AllocationId=address["AllocationId"])
    assert public(ipam) == {}


def amazon_pool(ipam: Ipam) -> str:
    asked = {"AddressFamily": "ipv4", "AwsService": "ec2", "PublicIpSource": "amazon", "Locale": HOME}
    made = ipam.ec2.create_ipam_pool(IpamScopeId=ipam.public, **asked)["IpamPool"]["IpamPoolId"]
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=made, NetmaskLength=30)
    return str(made)


def test_ipam_233_an_addresss_type_says_where_it_comes_from(integrated: Estate) -> None:
    """Amazon's, Amazon's contiguous, one's own, and those that a service manages; by way of a public pool too."""
    ipam = integrated.create_ipam()
    asked = {"AddressFamily": "ipv4", "AwsService": "ec2", "Locale": HOME}
    own = ipam.ec2.create_ipam_pool(IpamScopeId=ipam.public, **asked)["IpamPool"]["IpamPoolId"]
    ipam.ec2.provision_ipam_pool_cidr(
        IpamPoolId=own,
        Cidr="203.0.113.0/24",
        CidrAuthorizationContext=proof("203.0.113.0/24", integrated.network),
    )
    contiguous = amazon_pool(ipam)
    ec2 = ipam.ec2
    pool = ec2.create_public_ipv4_pool()["PoolId"]
    ec2.provision_public_ipv4_pool_cidr(IpamPoolId=own, PoolId=pool, NetmaskLength=30)
    expected = {
        ec2.allocate_address()["PublicIp"]: ("amazon-owned-eip", None, None),
        ec2.allocate_address(IpamPoolId=contiguous)["PublicIp"]: ("amazon-owned-contig", None, None),
        ec2.allocate_address(IpamPoolId=own)["PublicIp"]: ("byoip", None, None),
        ec2.allocate_address(PublicIpv4Pool=pool)["PublicIp"]: ("byoip", None, pool),
    }
    for service, named in (("alb", "load-balancer"), ("rds", "relational-database-service"), ("rnat", "nat-gateway")):
        made = addresses.allocate_for_service(integrated.world, integrated.network, HOME, service)
        expected[addresses.text_of(made.public_ip)] = ("service-managed-ip", named, None)
    found = public(ipam)
    assert {
        address: (one["AddressType"], one.get("Service"), one.get("PublicIpv4PoolId")) for address, one in found.items()
    } == expected
    assert {one["AssociationStatus"] for one in found.values() if "Service" in one} == {"associated"}


@pytest.mark.parametrize("name", ["address", "address-owner-id", "address-allocation-id", "address-type", "vpc-id"])
def test_ipam_234_public_addresses_are_filtered(integrated: Estate, name: str) -> None:
    """By what they are, whose, and what has them."""
    ipam, ec2 = integrated.create_ipam(), integrated.ec2()
    interface = interface_in_a_vpc(ec2)
    address = ec2.allocate_address()
    ec2.associate_address(AllocationId=address["AllocationId"], NetworkInterfaceId=interface["NetworkInterfaceId"])
    other = addresses.allocate_for_service(integrated.world, integrated.network, HOME, "nlb")
    value = {
        "address": address["PublicIp"],
        "address-owner-id": integrated.dev,
        "address-allocation-id": address["AllocationId"],
        "address-type": "amazon-owned-eip",
        "vpc-id": interface["VpcId"],
    }[name]
    assert set(public(ipam, Filters=[{"Name": name, "Values": [value]}])) == {address["PublicIp"]}
    assert set(public(ipam)) == {address["PublicIp"], addresses.text_of(other.public_ip)}


def test_ipam_235_who_may_ask_and_where(integrated: Estate) -> None:
    """The discovery's owner and whom it is shared with, at its home, for its operating Regions; in pages."""
    ipam = integrated.create_ipam()
    for account_id in [integrated.dev] * 5 + [integrated.network]:
        integrated.ec2(account_id, AWAY).allocate_address()
    asked = {"IpamResourceDiscoveryId": discovery_of(ipam), "AddressRegion": AWAY}
    assert public(ipam) == {}
    first = ipam.ec2.get_ipam_discovered_public_addresses(MaxResults=5, **asked)
    rest = ipam.ec2.get_ipam_discovered_public_addresses(MaxResults=5, NextToken=first["NextToken"], **asked)
    assert [len(one["IpamDiscoveredPublicAddresses"]) for one in (first, rest)] == [5, 1]
    assert "NextToken" not in rest
    with refused("InvalidParameterValue", rule="IPAM-212"):
        public(ipam, "eu-north-1")
    stranger = integrated.ec2()
    with refused("InvalidIpamResourceDiscoveryId.NotFound"):
        stranger.get_ipam_discovered_public_addresses(**asked)
    with refused("InvalidIpamResourceDiscoveryId.NotFound"):
        integrated.ec2(integrated.network, AWAY).get_ipam_discovered_public_addresses(**asked)
    integrated.aws.client("ram", integrated.network, region=HOME).create_resource_share(
        name="discovery",
        resourceArns=[f"arn:aws:ec2::{integrated.network}:ipam-resource-discovery/{discovery_of(ipam)}"],
        principals=[integrated.dev],
    )
    assert len(stranger.get_ipam_discovered_public_addresses(**asked)["IpamDiscoveredPublicAddresses"]) == 6


def test_int_076_public_addresses_of_accounts_that_cannot_be_read(integrated: Estate) -> None:
    """Without the role they stay as they were, the oldest sample says since when; of a closed account none are left."""
    ipam = integrated.create_ipam()
    address = integrated.ec2().allocate_address()
    asked = {"IpamResourceDiscoveryId": discovery_of(ipam), "AddressRegion": HOME}

    def oldest() -> Any:
        return ipam.ec2.get_ipam_discovered_public_addresses(**asked)["OldestSampleTime"]

    read_last = oldest()
    integrated.drop_role(integrated.dev)
    integrated.ec2().release_address(AllocationId=address["AllocationId"])
    found = public(ipam)
    assert found[address["PublicIp"]]["SampleTime"] == oldest() == read_last
    integrated.aws.client("organizations", MANAGEMENT).close_account(AccountId=integrated.dev)
    assert public(ipam) == {}


def test_ipam_236_interfaces_are_seen_with_their_addresses(integrated: Estate) -> None:
    """Each address and prefix of an interface is a row in its VPC's scope, without findings; its history is kept."""
    ipam, ec2 = integrated.create_ipam(), integrated.ec2()
    interface = interface_in_a_vpc(ec2)
    own, primary = interface["NetworkInterfaceId"], interface["PrivateIpAddress"]
    ec2.assign_private_ip_addresses(NetworkInterfaceId=own, PrivateIpAddresses=["10.1.0.9"])
    asked = {"IpamResourceDiscoveryId": discovery_of(ipam), "ResourceRegion": HOME}
    only = [{"Name": "resource-type", "Values": ["eni"]}]
    listed = ipam.ec2.get_ipam_discovered_resource_cidrs(Filters=only, **asked)["IpamDiscoveredResourceCidrs"]
    assert {(one["ResourceId"], one["ResourceCidr"], one["NetworkInterfaceAttachmentStatus"]) for one in listed} == {
        (own, f"{primary}/32", "available"),
        (own, "10.1.0.9/32", "available"),
    }
    assert {(one["VpcId"], one["SubnetId"]) for one in listed} == {(interface["VpcId"], interface["SubnetId"])}

    rows = ipam.ec2.get_ipam_resource_cidrs(IpamScopeId=ipam.private, ResourceType="eni")["IpamResourceCidrs"]
    assert len(rows) == 2
    assert not {"ManagementState", "ComplianceStatus", "OverlapStatus"} & rows[0].keys()

    def history() -> list[dict[str, Any]]:
        since = {"StartTime": integrated.world.now.replace(year=2000)}
        answer = ipam.ec2.get_ipam_address_history(Cidr="10.1.0.9/32", IpamScopeId=ipam.private, **since)
        return list(answer["HistoryRecords"])

    [record] = history()
    assert (record["ResourceType"], record["ResourceId"], record["VpcId"]) == (
        "network-interface",
        own,
        interface["VpcId"],
    )
    ec2.unassign_private_ip_addresses(NetworkInterfaceId=own, PrivateIpAddresses=["10.1.0.9"])
    assert "SampledEndTime" in history()[0]
    integrated.ec2().delete_network_interface(NetworkInterfaceId=own)
    assert ipam.ec2.get_ipam_resource_cidrs(IpamScopeId=ipam.private, ResourceType="eni")["IpamResourceCidrs"] == []


def test_ipam_247_what_cannot_be_read_is_not_imported(integrated: Estate) -> None:
    """A VPC of an account without the role stays as it was seen, unmanaged, until IPAM can look again."""
    ipam = integrated.create_ipam()
    vpc = integrated.ec2().create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    ipam.describe()
    integrated.drop_role(integrated.dev)
    pool = ipam.pool("10.0.0.0/8", Locale=HOME, AutoImport=True)
    asked = {"IpamScopeId": ipam.private, "ResourceId": vpc}
    assert ipam.ec2.get_ipam_resource_cidrs(**asked)["IpamResourceCidrs"][0]["ManagementState"] == "unmanaged"
    integrated.aws.client("iam", integrated.dev).create_service_linked_role(AWSServiceName="ipam.amazonaws.com")
    assert ipam.ec2.get_ipam_resource_cidrs(**asked)["IpamResourceCidrs"][0]["IpamPoolId"] == pool


def test_ipam_248_brought_ranges_are_seen_as_pools(integrated: Estate) -> None:
    """From their arrival until they leave, in the public scope; an address of one counts in its usage."""
    ipam, ec2 = integrated.create_ipam(), integrated.ec2()
    ranges = ("203.0.113.0/24", "2a05:d000:1::/48")
    for cidr in ranges:
        ec2.provision_byoip_cidr(Cidr=cidr, CidrAuthorizationContext=proof(cidr, integrated.dev))

    def seen() -> dict[str, tuple[Any, ...]]:
        rows = ipam.ec2.get_ipam_resource_cidrs(IpamScopeId=ipam.public)["IpamResourceCidrs"]
        return {
            one["ResourceCidr"]: (one["ResourceType"], one.get("ManagementState"), one.get("IpUsage")) for one in rows
        }

    brought = {one["Cidr"]: one["StatusMessage"] for one in ec2.describe_byoip_cidrs(MaxResults=9)["ByoipCidrs"]}
    assert seen() == {ranges[0]: ("public-ipv4-pool", "unmanaged", 0), ranges[1]: ("ipv6-pool", None, None)}
    address = ec2.allocate_address(PublicIpv4Pool=brought[ranges[0]])
    assert seen()[ranges[0]] == ("public-ipv4-pool", "unmanaged", pytest.approx(1 / 256, abs=0.0001))
    assert public(ipam)[address["PublicIp"]]["AddressType"] == "byoip"
    ec2.release_address(AllocationId=address["AllocationId"])
    for cidr in ranges:
        ec2.deprovision_byoip_cidr(Cidr=cidr)
    integrated.world.settle()
    assert seen() == {}
