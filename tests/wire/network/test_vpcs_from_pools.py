"""VPCs and their blocks from IPAM's pools."""

from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.organizations import life
from emulator.domain.organizations.organization import FeatureSet
from tests.aws import Aws, refused
from tests.wire.ipam.conftest import Ipam
from tests.wire.network.conftest import AWAY, HOME, OTHER, OWNER, Sharing
from tests.worlds import MANAGEMENT


def test_a_vpc_is_an_allocation_of_its_pool(ec2: Any, ipam: Ipam) -> None:
    """Its owner sees it at once, with type, id, Region and owner."""
    pool = ipam.pool("10.0.0.0/8", Locale=HOME)
    vpc = ec2.create_vpc(Ipv4IpamPoolId=pool, Ipv4NetmaskLength=20)["Vpc"]
    assert vpc["CidrBlock"] == "10.0.0.0/20"
    [allocation] = ipam.allocations(pool)
    expected = ("10.0.0.0/20", vpc["VpcId"], "vpc", HOME, OWNER)
    shown = tuple(
        allocation[name] for name in ("Cidr", "ResourceId", "ResourceType", "ResourceRegion", "ResourceOwner")
    )
    assert shown == expected
    named = ec2.create_vpc(Ipv4IpamPoolId=pool, CidrBlock="10.9.0.0/16")["Vpc"]
    assert named["CidrBlock"] == "10.9.0.0/16"


def test_the_pools_default_length_decides(ec2: Any, ipam: Ipam) -> None:
    """Without block and length; without a default the request is refused in AWS's words."""
    pool = ipam.pool("10.0.0.0/8", Locale=HOME, AllocationDefaultNetmaskLength=22)
    assert ec2.create_vpc(Ipv4IpamPoolId=pool)["Vpc"]["CidrBlock"] == "10.0.0.0/22"
    plain = ipam.pool("11.0.0.0/8", Locale=HOME)
    with refused("InvalidParameterCombination") as refusal:
        ec2.create_vpc(Ipv4IpamPoolId=plain)
    assert refusal.message == (
        "The request cannot contain empty CIDR and Netmask Length for a pool with no default allocation netmask length "
        "set. Exactly one of them should be provided."
    )


def test_checks_go_in_order_and_leave_no_trace(ec2: Any, ipam: Ipam) -> None:
    """Family, locale, tags, length of the pool, length of a VPC, room: each where the ones before are met."""
    tagged = {"AllocationResourceTags": [{"Key": "env", "Value": "prod"}]}
    rules = {"AllocationMinNetmaskLength": 12, "AllocationMaxNetmaskLength": 26}
    pool = ipam.pool("10.0.0.0/15", Locale=HOME, **tagged, **rules)
    away = ipam.pool("10.4.0.0/16", Locale=AWAY)
    nowhere = ipam.pool("10.5.0.0/16")
    six = ipam.pool("fd80::/48", Locale=HOME, AddressFamily="ipv6")
    prod = {"TagSpecifications": [{"ResourceType": "vpc", "Tags": [{"Key": "env", "Value": "prod"}]}]}
    table: list[tuple[dict[str, Any], str, str]] = [
        ({"Ipv4IpamPoolId": six, "Ipv4NetmaskLength": 16}, "InvalidParameterValue", "address family"),
        ({"Ipv4IpamPoolId": away, "Ipv4NetmaskLength": 16}, "InvalidParameterValue", "locale"),
        ({"Ipv4IpamPoolId": nowhere, "Ipv4NetmaskLength": 16}, "InvalidParameterValue", "locale"),
        ({"Ipv4IpamPoolId": pool, "Ipv4NetmaskLength": 8}, "InvalidParameterValue", "missing one or more"),
        ({"Ipv4IpamPoolId": pool, "Ipv4NetmaskLength": 8, **prod}, "InvalidParameterValue", "between 12 and 26"),
        ({"Ipv4IpamPoolId": pool, "Ipv4NetmaskLength": 14, **prod}, "InvalidVpc.Range", "The CIDR '/14' is invalid."),
        ({"Ipv4IpamPoolId": pool, "CidrBlock": "10.8.0.0/16", **prod}, "InvalidParameterValue", "not within"),
    ]
    for asked, code, text in table:
        with refused(code) as refusal:
            ec2.create_vpc(**asked)
        assert text in refusal.message
    for asked in ({"Ipv4IpamPoolId": pool, "Ipv4NetmaskLength": 16, **prod},) * 2:
        ec2.create_vpc(**asked)
    with refused("InvalidParameterValue") as refusal:
        ec2.create_vpc(Ipv4IpamPoolId=pool, Ipv4NetmaskLength=16, **prod)
    assert refusal.message == "The allocation size is too big for the pool."
    assert len(ec2.describe_vpcs()["Vpcs"]) == 2
    assert len(ipam.allocations(pool)) == 2


def test_a_vpc_and_its_allocations_appear_together(ec2: Any, ipam: Ipam) -> None:
    """Where the IPv6 pool refuses, nothing is taken of the IPv4 pool."""
    pool = ipam.pool("10.0.0.0/16", Locale=HOME)
    six = ipam.pool("fd80::/52", Locale=HOME, AddressFamily="ipv6")
    with refused("InvalidParameterValue"):
        ec2.create_vpc(Ipv4IpamPoolId=pool, Ipv4NetmaskLength=20, Ipv6IpamPoolId=six, Ipv6NetmaskLength=48)
    with refused("InvalidVpc.Range", rule="EC2-104"):
        ec2.create_vpc(Ipv4IpamPoolId=pool, Ipv4NetmaskLength=20, Ipv6IpamPoolId=six, Ipv6NetmaskLength=57)
    assert ipam.allocations(pool) == []
    vpc = ec2.create_vpc(Ipv4IpamPoolId=pool, Ipv4NetmaskLength=20, Ipv6IpamPoolId=six, Ipv6NetmaskLength=56)["Vpc"]
    [block] = vpc["Ipv6CidrBlockAssociationSet"]
    assert (block["Ipv6Pool"], block["Ipv6AddressAttribute"], block["IpSource"]) == (six, "private", "none")
    assert (block["Ipv6CidrBlock"], block["Ipv6CidrBlockState"]["State"]) == ("fd80::/56", "associating")
    assert [len(ipam.allocations(each)) for each in (pool, six)] == [1, 1]
    ec2.delete_vpc(VpcId=vpc["VpcId"])
    assert [ipam.allocations(each) for each in (pool, six)] == [[], []]


def test_the_space_of_a_vpc_is_free_after_discovery(make_aws: Any) -> None:
    """The dead VPC's allocation stays listed until IPAM's discovery has run."""
    aws = make_aws(ipam_discovery_delay_s=1_200)
    ipam = Ipam(aws)
    pool = ipam.pool("10.0.0.0/16", Locale=HOME)
    vpc_id = ipam.ec2.create_vpc(Ipv4IpamPoolId=pool, Ipv4NetmaskLength=16)["Vpc"]["VpcId"]
    ipam.ec2.delete_vpc(VpcId=vpc_id)
    assert [one["ResourceId"] for one in ipam.allocations(pool)] == [vpc_id]
    with refused("InvalidParameterValue"):
        ipam.ec2.create_vpc(Ipv4IpamPoolId=pool, Ipv4NetmaskLength=16)
    aws.world.clock.advance(timedelta(seconds=1_200))
    assert ipam.allocations(pool) == []
    ipam.ec2.create_vpc(Ipv4IpamPoolId=pool, Ipv4NetmaskLength=16)


def test_blocks_of_pools_are_associated_and_given_back(ec2: Any, ipam: Ipam, vpc: dict[str, Any]) -> None:
    """A pool's block goes around those that the VPC has; its required tags are the VPC's own."""
    pool = ipam.pool("10.0.0.0/15", Locale=HOME, AllocationResourceTags=[{"Key": "env", "Value": "prod"}])
    ask = {"VpcId": vpc["VpcId"], "Ipv4IpamPoolId": pool, "Ipv4NetmaskLength": 16}
    with refused("InvalidParameterValue") as refusal:
        ec2.associate_vpc_cidr_block(**ask)
    assert refusal.message == "The resource is missing one or more of the resource tags required by the IPAM pool."
    ec2.create_tags(Resources=[vpc["VpcId"]], Tags=[{"Key": "env", "Value": "prod"}])
    added = ec2.associate_vpc_cidr_block(**ask)["CidrBlockAssociation"]
    assert added["CidrBlock"] == "10.1.0.0/16"
    assert [one["ResourceId"] for one in ipam.allocations(pool)] == [vpc["VpcId"]]
    ec2.disassociate_vpc_cidr_block(AssociationId=added["AssociationId"])
    ec2.describe_vpcs()
    assert ipam.allocations(pool) == []


def test_ec2_110_a_named_block_of_a_pool_is_apart_from_the_vpcs(ec2: Any, ipam: Ipam, vpc: dict[str, Any]) -> None:
    """A block that the pool would give is refused where the VPC has some of it."""
    pool = ipam.pool("10.0.0.0/15", Locale=HOME)
    with refused("InvalidVpc.Range", rule="EC2-110"):
        ec2.associate_vpc_cidr_block(VpcId=vpc["VpcId"], Ipv4IpamPoolId=pool, CidrBlock="10.0.0.0/20")
    assert ipam.allocations(pool) == []


def test_int_071_the_gate_stands_before_vpcs(sharing: Sharing) -> None:
    """A member that IPAM does not monitor sees the shared pool and makes no VPC of it; designation clears it."""
    ask = {"Ipv4IpamPoolId": sharing.pool, "Ipv4NetmaskLength": 20}
    assert [pool["IpamPoolId"] for pool in sharing.ec2.describe_ipam_pools()["IpamPools"]] == [sharing.pool]
    text = (
        f"The operation AllocateIpamPoolCidr is not supported. Account {sharing.consumer} is not monitored by IPAM "
        f"{sharing.ipam.id}."
    )
    vpc_id = sharing.ec2.create_vpc(CidrBlock="172.16.0.0/16")["Vpc"]["VpcId"]
    calls: list[tuple[Any, dict[str, Any]]] = [
        (sharing.ec2.create_vpc, ask),
        (sharing.ec2.associate_vpc_cidr_block, {"VpcId": vpc_id, **ask}),
    ]
    for call, asked in calls:
        with refused("UnsupportedOperation", rule="INT-071") as refusal:
            call(**asked)
        assert refusal.message == text
    assert [vpc["VpcId"] for vpc in sharing.ec2.describe_vpcs()["Vpcs"]] == [vpc_id]
    sharing.designate()
    vpc = sharing.ec2.create_vpc(**ask)["Vpc"]
    sharing.ec2.associate_vpc_cidr_block(VpcId=vpc_id, **ask)
    held = sharing.ipam.allocations(sharing.pool)
    assert [(one["ResourceId"], one["ResourceOwner"]) for one in held] == [
        (vpc["VpcId"], sharing.consumer),
        (vpc_id, sharing.consumer),
    ]


def test_int_012_trusted_access_alone_opens_nothing(make_aws: Any) -> None:
    """Where trusted access is enabled through Organizations only, a member is refused until IPAM is designated."""
    aws = make_aws(ipam_service_access="observed")
    life.create(aws.world, MANAGEMENT, FeatureSet.ALL)
    sharing = Sharing(aws, aws.world)
    aws.client("organizations", MANAGEMENT).enable_aws_service_access(ServicePrincipal="ipam.amazonaws.com")
    ask = {"Ipv4IpamPoolId": sharing.pool, "Ipv4NetmaskLength": 20}
    with refused("UnsupportedOperation", rule="INT-071"):
        sharing.ec2.create_vpc(**ask)
    with refused("UnsupportedOperation", rule="INT-071"):
        sharing.ec2.allocate_ipam_pool_cidr(IpamPoolId=sharing.pool, NetmaskLength=20)
    sharing.designate()
    sharing.ec2.create_vpc(**ask)


def test_int_065_what_was_allocated_outlives_the_designation(sharing: Sharing) -> None:
    """Without an administrator a member makes no more VPCs of the shared pool; those that it has stay."""
    sharing.designate()
    ask = {"Ipv4IpamPoolId": sharing.pool, "Ipv4NetmaskLength": 20}
    vpc = sharing.ec2.create_vpc(**ask)["Vpc"]
    sharing.aws.client("ec2", MANAGEMENT).disable_ipam_organization_admin_account(
        DelegatedAdminAccountId=sharing.network
    )
    with refused("UnsupportedOperation", rule="INT-071"):
        sharing.ec2.create_vpc(**ask)
    assert [one["ResourceId"] for one in sharing.ipam.allocations(sharing.pool)] == [vpc["VpcId"]]


def test_who_may_not_use_a_pool_does_not_know_it(aws: Aws, ipam: Ipam) -> None:
    """A pool that is not shared with an account is unknown to it."""
    pool = ipam.pool("10.0.0.0/8", Locale=HOME)
    with refused("InvalidIpamPoolId.NotFound"):
        aws.client("ec2", OTHER, region=HOME).create_vpc(Ipv4IpamPoolId=pool, Ipv4NetmaskLength=20)


def _planning_pool(ipam: Ipam, vpc_id: str, top: str, cidr: str, **asked: Any) -> str:
    resource = {"ResourceId": vpc_id, "ResourceType": "vpc", "ResourceRegion": HOME, "ResourceOwner": OWNER}
    return ipam.pool(cidr, SourceResource=resource, SourceIpamPoolId=top, **asked)


def test_subnets_come_from_the_pool_that_plans_their_vpc(ec2: Any, ipam: Ipam) -> None:
    """The pool hands out what is free in it and in the VPC, and lists the subnets; other pools are refused."""
    top = ipam.pool("10.0.0.0/8", Locale=HOME)
    vpc_id = ec2.create_vpc(Ipv4IpamPoolId=top, Ipv4NetmaskLength=20)["Vpc"]["VpcId"]
    other = ec2.create_vpc(CidrBlock="10.99.0.0/16")["Vpc"]["VpcId"]
    ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.0.0.0/24")
    plan = _planning_pool(ipam, vpc_id, top, "10.0.0.0/20")
    made = ec2.create_subnet(VpcId=vpc_id, Ipv4IpamPoolId=plan, Ipv4NetmaskLength=24)["Subnet"]
    assert made["CidrBlock"] == "10.0.1.0/24"
    [allocation] = ipam.allocations(plan)
    assert (allocation["ResourceType"], allocation["ResourceId"]) == ("subnet", made["SubnetId"])
    with refused("InvalidParameterValue") as refusal:
        ec2.create_subnet(VpcId=vpc_id, Ipv4IpamPoolId=top, Ipv4NetmaskLength=24)
    assert refusal.message == f"IpamPool '{top}' is missing a source resource"
    with refused("InvalidParameterValue"):
        ec2.create_subnet(VpcId=other, Ipv4IpamPoolId=plan, Ipv4NetmaskLength=24)
    with refused("InvalidParameterValue"):
        ec2.create_vpc(Ipv4IpamPoolId=plan, Ipv4NetmaskLength=24)
    with refused("InvalidSubnet.Range", rule="EC2-122"):
        ec2.create_subnet(VpcId=vpc_id, Ipv4IpamPoolId=plan, Ipv4NetmaskLength=29)
    with refused("InvalidSubnet.Conflict", rule="EC2-123"):
        ec2.create_subnet(VpcId=vpc_id, Ipv4IpamPoolId=plan, CidrBlock="10.0.0.0/25")
    ec2.delete_subnet(SubnetId=made["SubnetId"])
    assert ipam.allocations(plan) == []


def test_ipam_632_what_subnets_hold_is_not_reserved(ec2: Any, ipam: Ipam) -> None:
    """A planning pool, and one under it, pass over subnets made by hand; what another VPC holds is nothing to them."""
    top = ipam.pool("10.0.0.0/8", Locale=HOME)
    vpc_id = ec2.create_vpc(Ipv4IpamPoolId=top, Ipv4NetmaskLength=20)["Vpc"]["VpcId"]
    ec2.create_subnet(VpcId=ec2.create_vpc(CidrBlock="10.0.0.0/20")["Vpc"]["VpcId"], CidrBlock="10.0.2.0/24")
    by_hand = ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    plan = _planning_pool(ipam, vpc_id, top, "10.0.0.0/20")
    allocate = ec2.allocate_ipam_pool_cidr
    preview = allocate(IpamPoolId=plan, NetmaskLength=24, PreviewNextCidr=True)["IpamPoolAllocation"]
    assert preview["Cidr"] == "10.0.1.0/24"
    assert allocate(IpamPoolId=plan, NetmaskLength=24)["IpamPoolAllocation"]["Cidr"] == "10.0.1.0/24"
    with refused("InvalidParameterValue") as refusal:
        allocate(IpamPoolId=plan, Cidr="10.0.0.128/25")
    assert "10.0.0.128/25" in refusal.message
    assert allocate(IpamPoolId=plan, Cidr="10.0.2.0/24")["IpamPoolAllocation"]["Cidr"] == "10.0.2.0/24"
    under = ipam.pool("10.0.4.0/24", SourceIpamPoolId=plan)
    ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.0.4.0/26")
    assert allocate(IpamPoolId=under, NetmaskLength=26)["IpamPoolAllocation"]["Cidr"] == "10.0.4.64/26"
    ec2.delete_subnet(SubnetId=by_hand)
    assert allocate(IpamPoolId=plan, NetmaskLength=24)["IpamPoolAllocation"]["Cidr"] == "10.0.0.0/24"


@pytest.mark.parametrize("how", ["create", "associate"])
def test_ipv6_blocks_of_subnets_come_from_a_planning_pool(ec2: Any, ipam: Ipam, how: str) -> None:
    """At creation and afterwards."""
    top = ipam.pool("fd80::/44", Locale=HOME, AddressFamily="ipv6")
    vpc_id = ec2.create_vpc(CidrBlock="10.0.0.0/16", Ipv6IpamPoolId=top, Ipv6NetmaskLength=56)["Vpc"]["VpcId"]
    plan = _planning_pool(ipam, vpc_id, top, "fd80::/56", AddressFamily="ipv6")
    asked = {"Ipv6IpamPoolId": plan, "Ipv6NetmaskLength": 64}
    if how == "create":
        subnet = ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.0.0.0/24", **asked)["Subnet"]
        [block] = subnet["Ipv6CidrBlockAssociationSet"]
    else:
        subnet = ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.0.0.0/24")["Subnet"]
        block = ec2.associate_subnet_cidr_block(SubnetId=subnet["SubnetId"], **asked)["Ipv6CidrBlockAssociation"]
    assert (block["Ipv6CidrBlock"], block["IpSource"], block["Ipv6AddressAttribute"]) == (
        "fd80::/64",
        "none",
        "private",
    )
    assert [one["ResourceId"] for one in ipam.allocations(plan)] == [subnet["SubnetId"]]
    ec2.disassociate_subnet_cidr_block(AssociationId=block["AssociationId"])
    ec2.describe_subnets()
    assert ipam.allocations(plan) == []
