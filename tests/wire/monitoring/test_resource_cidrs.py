"""What an IPAM sees of resources: placement, management, compliance, overlap and usage, at the next discovery."""

from datetime import timedelta
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.ipam.conftest import AWAY, HOME, Ipam
from tests.wire.monitoring.conftest import ROLE, Estate, discovery_of
from tests.worlds import MANAGEMENT


def rows(ipam: Ipam, scope_id: str | None = None, **asked: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """What GetIpamResourceCidrs lists, by resource and CIDR."""
    answer = ipam.ec2.get_ipam_resource_cidrs(IpamScopeId=scope_id or ipam.private, **asked)
    return {(one["ResourceId"], one["ResourceCidr"]): one for one in answer["IpamResourceCidrs"]}


def states(ipam: Ipam, resource_id: str, cidr: str) -> tuple[Any, Any, Any]:
    row = rows(ipam)[resource_id, cidr]
    return row.get("ManagementState"), row.get("ComplianceStatus"), row.get("OverlapStatus")


def make_vpc(ec2: Any, cidr: str, **asked: Any) -> str:
    return str(ec2.create_vpc(CidrBlock=cidr, **asked)["Vpc"]["VpcId"])


def _tags(kind: str, **tags: str) -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}]


def share(estate: Estate, pool_id: str, principal: str | None = None) -> str:
    answer = estate.aws.client("ram", estate.network, region=HOME).create_resource_share(
        name="pools",
        resourceArns=[f"arn:aws:ec2::{estate.network}:ipam-pool/{pool_id}"],
        principals=[principal or estate.organization.arn("organization")],
    )
    return str(answer["resourceShare"]["resourceShareArn"])


def test_a_members_resources_are_seen(integrated: Estate) -> None:
    """VPCs and subnets of all operating Regions, unmanaged, with names, tags and usage; of other Regions none."""
    ipam = integrated.create_ipam()
    ec2 = integrated.ec2(region=AWAY)
    vpc = make_vpc(ec2, "10.1.0.0/16", TagSpecifications=_tags("vpc", Name="one", env="dev"))
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/20")["Subnet"]
    make_vpc(integrated.ec2(region="eu-north-1"), "10.9.0.0/16")
    found = rows(ipam)
    assert set(found) == {(vpc, "10.1.0.0/16"), (subnet["SubnetId"], "10.1.0.0/20")}
    assert found[vpc, "10.1.0.0/16"] == {
        "IpamId": ipam.id,
        "IpamScopeId": ipam.private,
        "ResourceRegion": AWAY,
        "ResourceOwnerId": integrated.dev,
        "ResourceId": vpc,
        "ResourceName": "one",
        "ResourceCidr": "10.1.0.0/16",
        "ResourceType": "vpc",
        "ResourceTags": [{"Key": "Name", "Value": "one"}, {"Key": "env", "Value": "dev"}],
        "IpUsage": 0.0625,
        "ComplianceStatus": "unmanaged",
        "ManagementState": "unmanaged",
        "OverlapStatus": "nonoverlapping",
        "VpcId": vpc,
    }
    row = found[subnet["SubnetId"], "10.1.0.0/20"]
    assert (row["IpUsage"], row["AvailabilityZoneId"], row["VpcId"]) == (0.0012, subnet["AvailabilityZoneId"], vpc)
    assert "ManagementState" not in row
    interface = ec2.create_network_interface(SubnetId=subnet["SubnetId"])["NetworkInterface"]
    assert rows(ipam)[subnet["SubnetId"], "10.1.0.0/20"]["IpUsage"] == 0.0015
    ec2.delete_network_interface(NetworkInterfaceId=interface["NetworkInterfaceId"])
    ec2.delete_subnet(SubnetId=subnet["SubnetId"])
    assert rows(ipam)[vpc, "10.1.0.0/16"]["IpUsage"] == 0
    ec2.delete_vpc(VpcId=vpc)
    assert rows(ipam) == {}


def test_a_discovery_lists_what_it_has_found(integrated: Estate) -> None:
    """By Region, with the time of the sample and the source of the addresses."""
    ipam = integrated.create_ipam()
    vpc = make_vpc(integrated.ec2(), "10.1.0.0/16", TagSpecifications=_tags("vpc", env="dev"))
    address = integrated.ec2().allocate_address()
    ask = {"IpamResourceDiscoveryId": discovery_of(ipam)}
    answer = ipam.ec2.get_ipam_discovered_resource_cidrs(ResourceRegion=HOME, **ask)["IpamDiscoveredResourceCidrs"]
    assert answer[0] == {
        "IpamResourceDiscoveryId": discovery_of(ipam),
        "ResourceRegion": HOME,
        "ResourceId": vpc,
        "ResourceOwnerId": integrated.dev,
        "ResourceCidr": "10.1.0.0/16",
        "IpSource": "none",
        "ResourceType": "vpc",
        "ResourceTags": [{"Key": "env", "Value": "dev"}],
        "IpUsage": 0.0,
        "VpcId": vpc,
        "SampleTime": integrated.world.now,
    }
    assert answer[1]["ResourceCidr"] == f"{address['PublicIp']}/32"
    assert (answer[1]["ResourceType"], answer[1]["IpSource"]) == ("eip", "amazon")
    assert ipam.ec2.get_ipam_discovered_resource_cidrs(ResourceRegion=AWAY, **ask)["IpamDiscoveredResourceCidrs"] == []
    with refused("InvalidParameterValue", rule="IPAM-212"):
        ipam.ec2.get_ipam_discovered_resource_cidrs(ResourceRegion="eu-north-1", **ask)


def test_ipam_212_routes_are_of_an_operating_region(integrated: Estate) -> None:
    """Routes are not asked of a Region that the discovery does not look into, either."""
    ipam = integrated.create_ipam()
    ask = {"IpamResourceDiscoveryId": discovery_of(ipam)}
    assert ipam.ec2.get_ipam_discovered_routes(ResourceRegion=AWAY, **ask)["IpamDiscoveredRoutes"] == []
    with refused("InvalidParameterValue", rule="IPAM-212"):
        ipam.ec2.get_ipam_discovered_routes(ResourceRegion="eu-north-1", **ask)


def test_ipam_220_public_addresses_are_in_the_public_scope(integrated: Estate) -> None:
    """Elastic IP addresses and Amazon's IPv6 blocks; a VPC's IPv4 blocks are private whatever they are."""
    ipam = integrated.create_ipam()
    ec2 = integrated.ec2()
    vpc = make_vpc(ec2, "10.1.0.0/16", AmazonProvidedIpv6CidrBlock=True)
    address = ec2.allocate_address()
    assert set(rows(ipam)) == {(vpc, "10.1.0.0/16")}
    public = rows(ipam, ipam.public)
    assert {one["ResourceType"] for one in public.values()} == {"vpc", "eip"}
    assert (address["AllocationId"], f"{address['PublicIp']}/32") in public


def test_s4_compliance_follows_rules_tags_and_shares(integrated: Estate) -> None:
    """Managed and compliant at first; a tag, a rule or a share that goes makes it noncompliant, and back."""
    ipam = integrated.create_ipam()
    pool = ipam.pool("10.0.0.0/16", Locale=AWAY, AllocationResourceTags=[{"Key": "env", "Value": "dev"}])
    arn = share(integrated, pool)
    ec2 = integrated.ec2(region=AWAY)
    vpc = ec2.create_vpc(Ipv4IpamPoolId=pool, Ipv4NetmaskLength=24, TagSpecifications=_tags("vpc", env="dev"))["Vpc"]
    one = vpc["VpcId"], vpc["CidrBlock"]
    assert rows(ipam)[one]["IpamPoolId"] == pool
    assert states(ipam, *one) == ("managed", "compliant", "nonoverlapping")
    ec2.delete_tags(Resources=[one[0]], Tags=[{"Key": "env"}])
    assert states(ipam, *one)[1] == "noncompliant"
    ec2.create_tags(Resources=[one[0]], Tags=[{"Key": "env", "Value": "dev"}])
    assert states(ipam, *one)[1] == "compliant"
    ipam.ec2.modify_ipam_pool(IpamPoolId=pool, AllocationMaxNetmaskLength=22)
    assert states(ipam, *one)[1] == "noncompliant"
    ipam.ec2.modify_ipam_pool(IpamPoolId=pool, AllocationMaxNetmaskLength=26)
    assert states(ipam, *one)[1] == "compliant"
    share(integrated, pool, MANAGEMENT)
    integrated.aws.client("ram", integrated.network, region=HOME).delete_resource_share(resourceShareArn=arn)
    assert states(ipam, *one)[1] == "noncompliant"


def test_s5_overlap_is_seen_on_both_sides(integrated: Estate) -> None:
    """Of VPCs of any account and of reservations by hand; not of a VPC with its own subnets."""
    ipam = integrated.create_ipam()
    one = make_vpc(integrated.ec2(), "10.1.0.0/16")
    integrated.ec2().create_subnet(VpcId=one, CidrBlock="10.1.0.0/24")
    assert {row["OverlapStatus"] for row in rows(ipam).values()} == {"nonoverlapping"}
    other = make_vpc(integrated.ec2(MANAGEMENT, AWAY), "10.1.128.0/17")
    assert states(ipam, one, "10.1.0.0/16")[2] == states(ipam, other, "10.1.128.0/17")[2] == "overlapping"
    integrated.ec2(MANAGEMENT, AWAY).delete_vpc(VpcId=other)
    assert states(ipam, one, "10.1.0.0/16")[2] == "nonoverlapping"
    pool = ipam.pool("10.0.0.0/14")
    made = ipam.allocate(pool, Cidr="10.1.0.0/24")
    assert states(ipam, one, "10.1.0.0/16") == ("unmanaged", "unmanaged", "overlapping")
    ipam.ec2.release_ipam_pool_allocation(
        IpamPoolId=pool, Cidr=made["Cidr"], IpamPoolAllocationId=made["IpamPoolAllocationId"]
    )
    assert states(ipam, one, "10.1.0.0/16")[2] == "nonoverlapping"


def test_ipam_221_and_s5_auto_import(integrated: Estate) -> None:
    """What is inside a pool's free space is imported, the largest of what overlaps; a reservation keeps it out."""
    ipam = integrated.create_ipam()
    poisoned = make_vpc(integrated.ec2(), "10.1.0.0/16")
    pool = ipam.pool("10.0.0.0/14", Locale=HOME)
    rows(ipam)
    assert ipam.allocations(pool) == []
    reserved = ipam.allocate(pool, NetmaskLength=24, DisallowedCidrs=["10.0.0.0/16"])
    assert reserved["Cidr"] == "10.1.0.0/24"
    ipam.ec2.modify_ipam_pool(IpamPoolId=pool, AutoImport=True)
    assert states(ipam, poisoned, "10.1.0.0/16") == ("unmanaged", "unmanaged", "overlapping")
    ipam.ec2.release_ipam_pool_allocation(
        IpamPoolId=pool, Cidr=reserved["Cidr"], IpamPoolAllocationId=reserved["IpamPoolAllocationId"]
    )
    (imported,) = ipam.allocations(pool)
    assert (imported["ResourceId"], imported["ResourceOwner"]) == (poisoned, integrated.dev)
    assert (imported["ResourceType"], imported["ResourceRegion"]) == ("vpc", HOME)
    assert states(ipam, poisoned, "10.1.0.0/16")[0] == "managed"
    small = make_vpc(integrated.ec2(MANAGEMENT), "10.2.0.0/20")
    assert states(ipam, small, "10.2.0.0/20")[0] == "managed"
    large = make_vpc(integrated.ec2(), "10.2.0.0/16")
    elsewhere = make_vpc(integrated.ec2(region=AWAY), "10.3.0.0/16")
    assert states(ipam, large, "10.2.0.0/16")[0] == "unmanaged"
    assert states(ipam, elsewhere, "10.3.0.0/16")[0] == "unmanaged"
    # turning it off takes nothing away
    ipam.ec2.modify_ipam_pool(IpamPoolId=pool, AutoImport=False)
    assert states(ipam, small, "10.2.0.0/20")[0] == "managed"


def test_ipam_221_of_what_overlaps_the_largest_is_imported(integrated: Estate) -> None:
    """And of equal ones that of the lowest resource id, when the pool comes after them."""
    ipam = integrated.create_ipam()
    small = make_vpc(integrated.ec2(), "10.2.0.0/20")
    large = sorted(make_vpc(integrated.ec2(owner), "10.2.0.0/16") for owner in (MANAGEMENT, integrated.network))
    pool = ipam.pool("10.0.0.0/14", Locale=HOME, AutoImport=True)
    rows(ipam)
    assert [one["ResourceId"] for one in ipam.allocations(pool)] == [large[0]]
    assert states(ipam, small, "10.2.0.0/20") == ("unmanaged", "unmanaged", "overlapping")


def _ask(vpc: str, scope_id: str, **asked: Any) -> dict[str, Any]:
    return {
        "ResourceId": vpc,
        "ResourceCidr": "10.1.0.0/16",
        "ResourceRegion": HOME,
        "CurrentIpamScopeId": scope_id,
        "Monitored": True,
        **asked,
    }


def test_an_ignored_cidr_is_out_of_everything(integrated: Estate) -> None:
    """It gives its allocation back, is not imported again and overlaps nothing; monitored again, it is as before."""
    ipam = integrated.create_ipam()
    vpc = make_vpc(integrated.ec2(), "10.1.0.0/16")
    other = make_vpc(integrated.ec2(MANAGEMENT), "10.1.0.0/16")
    pool = ipam.pool("10.0.0.0/14", Locale=HOME, AutoImport=True)
    rows(ipam)
    (held,) = ipam.allocations(pool)
    first, second = (vpc, other) if held["ResourceId"] == vpc else (other, vpc)
    row = ipam.ec2.modify_ipam_resource_cidr(**_ask(first, ipam.private, Monitored=False))["IpamResourceCidr"]
    assert (row["ManagementState"], row["ComplianceStatus"], row["OverlapStatus"]) == ("ignored",) * 3
    assert states(ipam, first, "10.1.0.0/16") == ("ignored",) * 3
    # the other one is alone now, and imported in its place
    assert states(ipam, second, "10.1.0.0/16") == ("managed", "compliant", "nonoverlapping")
    ipam.ec2.modify_ipam_resource_cidr(**_ask(first, ipam.private))
    assert states(ipam, first, "10.1.0.0/16") == ("unmanaged", "unmanaged", "overlapping")


def test_a_cidr_moves_between_private_scopes(integrated: Estate) -> None:
    """Its subnets go with it, and in its new scope it overlaps nothing of the old one."""
    ipam = integrated.create_ipam()
    vpc = make_vpc(integrated.ec2(), "10.1.0.0/16")
    subnet = integrated.ec2().create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]
    other = make_vpc(integrated.ec2(MANAGEMENT), "10.1.0.0/16")
    second = ipam.ec2.create_ipam_scope(IpamId=ipam.id)["IpamScope"]["IpamScopeId"]
    ask = _ask(vpc, ipam.private, DestinationIpamScopeId=second)
    row = ipam.ec2.modify_ipam_resource_cidr(**ask)["IpamResourceCidr"]
    assert row["IpamScopeId"] == second
    moved = rows(ipam, second)
    assert set(moved) == {(vpc, "10.1.0.0/16"), (subnet, "10.1.0.0/24")}
    assert moved[vpc, "10.1.0.0/16"]["OverlapStatus"] == "nonoverlapping"
    assert set(rows(ipam)) == {(other, "10.1.0.0/16")}
    assert states(ipam, other, "10.1.0.0/16")[2] == "nonoverlapping"


def test_ipam_226_an_allocated_cidr_moves_once_it_is_let_go(integrated: Estate) -> None:
    """Until then it stays with its pool."""
    ipam = integrated.create_ipam()
    vpc = make_vpc(integrated.ec2(), "10.1.0.0/16")
    pool = ipam.pool("10.0.0.0/14", Locale=HOME, AutoImport=True)
    second = ipam.ec2.create_ipam_scope(IpamId=ipam.id)["IpamScope"]["IpamScopeId"]
    assert states(ipam, vpc, "10.1.0.0/16")[0] == "managed"
    ask = _ask(vpc, ipam.private, DestinationIpamScopeId=second)
    assert ipam.ec2.modify_ipam_resource_cidr(**ask)["IpamResourceCidr"]["IpamScopeId"] == ipam.private
    assert (vpc, "10.1.0.0/16") in rows(ipam)
    ipam.ec2.delete_ipam_pool(IpamPoolId=pool, Cascade=True)
    assert rows(ipam) == {}
    assert (vpc, "10.1.0.0/16") in rows(ipam, second)


def test_ipam_222_ipam_223_ipam_224_ipam_225_what_modify_refuses(integrated: Estate) -> None:
    """A CIDR that is not there, a resource that is no VPC, the public scope in either direction."""
    ipam = integrated.create_ipam()
    ec2 = integrated.ec2()
    vpc = make_vpc(ec2, "10.1.0.0/16", AmazonProvidedIpv6CidrBlock=True)
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]
    rows(ipam)
    (ipv6,) = [cidr for _, cidr in rows(ipam, ipam.public)]
    for wrong in (
        {"ResourceId": "vpc-0123456789abcdef0"},
        {"ResourceCidr": "10.1.0.0/17"},
        {"ResourceCidr": "x"},
        {"ResourceRegion": AWAY},
        {"CurrentIpamScopeId": ipam.public},
    ):
        with refused("InvalidParameterValue", rule="IPAM-222"):
            ipam.ec2.modify_ipam_resource_cidr(**_ask(vpc, ipam.private, **wrong))
    with refused("InvalidParameterValue", rule="IPAM-223"):
        ipam.ec2.modify_ipam_resource_cidr(**_ask(subnet, ipam.private, ResourceCidr="10.1.0.0/24"))
    with refused("InvalidParameterValue", rule="IPAM-224"):
        ipam.ec2.modify_ipam_resource_cidr(**_ask(vpc, ipam.public, ResourceCidr=ipv6, Monitored=False))
    with refused("InvalidParameterValue", rule="IPAM-225"):
        ipam.ec2.modify_ipam_resource_cidr(**_ask(vpc, ipam.private, DestinationIpamScopeId=ipam.public))
    with refused("InvalidIpamScopeId.NotFound"):
        ec2.get_ipam_resource_cidrs(IpamScopeId=ipam.private)


def test_s7_and_int_064_rows_follow_the_integration(integrated: Estate) -> None:
    """They vanish with an exclusion, a departure and the designation's end, and come back as they were."""
    ipam = integrated.create_ipam()
    vpc = make_vpc(integrated.ec2(), "10.1.0.0/16")
    own = make_vpc(integrated.ec2(integrated.network), "10.2.0.0/16")
    before = rows(ipam)
    assert set(before) == {(vpc, "10.1.0.0/16"), (own, "10.2.0.0/16")}
    one = [{"OrganizationsEntityPath": integrated.path(integrated.unit)}]
    ask = {"IpamResourceDiscoveryId": discovery_of(ipam)}
    ipam.ec2.modify_ipam_resource_discovery(AddOrganizationalUnitExclusions=one, **ask)
    assert set(rows(ipam)) == {(own, "10.2.0.0/16")}
    ipam.ec2.modify_ipam_resource_discovery(RemoveOrganizationalUnitExclusions=one, **ask)
    assert rows(ipam) == before
    integrated.withdraw()
    assert set(rows(ipam)) == {(own, "10.2.0.0/16")}
    integrated.designate()
    assert rows(ipam) == before
    integrated.organizations.remove_account_from_organization(AccountId=integrated.dev)
    assert set(rows(ipam)) == {(own, "10.2.0.0/16")}


def test_int_065_allocations_outlive_the_designation(integrated: Estate) -> None:
    """A member is refused more, and what it has allocated stays in the pool."""
    ipam = integrated.create_ipam()
    pool = ipam.pool("10.0.0.0/16", Locale=HOME)
    share(integrated, pool)
    integrated.ec2().create_vpc(Ipv4IpamPoolId=pool, Ipv4NetmaskLength=24)
    before = ipam.allocations(pool)
    integrated.withdraw()
    with refused("UnsupportedOperation", rule="INT-071"):
        integrated.ec2().create_vpc(Ipv4IpamPoolId=pool, Ipv4NetmaskLength=24)
    assert ipam.allocations(pool) == before
    assert len(before) == 1


def test_f_16_without_the_role_nothing_new_is_seen(integrated: Estate) -> None:
    """What was seen stays as it was at the last sample; the role's return brings it up to date."""
    ipam = integrated.create_ipam()
    vpc = make_vpc(integrated.ec2(), "10.1.0.0/16")
    assert set(rows(ipam)) == {(vpc, "10.1.0.0/16")}
    integrated.drop_role(integrated.dev)
    late = make_vpc(integrated.ec2(), "10.2.0.0/16")
    integrated.ec2().delete_vpc(VpcId=vpc)
    assert set(rows(ipam)) == {(vpc, "10.1.0.0/16")}
    integrated.aws.client("iam", integrated.dev).create_service_linked_role(AWSServiceName="ipam.amazonaws.com")
    integrated.aws.client("iam", integrated.dev).get_role(RoleName=ROLE)
    assert set(rows(ipam)) == {(late, "10.2.0.0/16")}


@pytest.mark.parametrize(
    ("asked", "resources"),
    [
        ({"ResourceType": "vpc"}, {"one", "two"}),
        ({"ResourceTag": {"Key": "env", "Value": "dev"}}, {"one"}),
        ({"ResourceTag": {"Key": "Name"}}, {"one", "two"}),
        ({"ResourceOwner": MANAGEMENT}, {"two"}),
        ({"Filters": [{"Name": "resource-name", "Values": ["o*"]}]}, {"one"}),
        ({"Filters": [{"Name": "management-state", "Values": ["managed"]}]}, set()),
        ({"Filters": [{"Name": "resource-cidr", "Values": ["10.2.*"]}], "ResourceType": "vpc"}, {"two"}),
    ],
)
def test_resource_cidrs_are_filtered(integrated: Estate, asked: dict[str, Any], resources: set[str]) -> None:
    """By the request's own members and by filters, all of which must fit."""
    ipam = integrated.create_ipam()
    vpc = make_vpc(integrated.ec2(), "10.1.0.0/16", TagSpecifications=_tags("vpc", Name="one", env="dev"))
    integrated.ec2().create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/24")
    make_vpc(integrated.ec2(MANAGEMENT), "10.2.0.0/16", TagSpecifications=_tags("vpc", Name="two"))
    assert {one["ResourceName"] for one in rows(ipam, **asked).values()} == resources
    assert {one for one, _ in rows(ipam, ResourceId=vpc)} == {vpc}


def test_resource_cidrs_are_paged(integrated: Estate) -> None:
    """Pages add up."""
    ipam = integrated.create_ipam()
    ec2 = integrated.ec2()
    vpc = make_vpc(ec2, "10.1.0.0/16")
    for number in range(6):
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.1.{number}.0/24")
    walk = ipam.ec2.get_paginator("get_ipam_resource_cidrs")
    pages = walk.paginate(PaginationConfig={"PageSize": 5}, IpamScopeId=ipam.private)
    found = [[one["ResourceId"] for one in page["IpamResourceCidrs"]] for page in pages]
    assert [len(page) for page in found] == [5, 2]
    assert {one for page in found for one in page} == {one for one, _ in rows(ipam)}


def test_a_pass_waits_for_its_time(make_aws: Any) -> None:
    """With a delay, what has changed is seen at the next discovery, and the journal tells what that has found."""
    aws: Aws = make_aws(ipam_discovery_delay_s=600)
    ipam = Ipam(aws)
    vpc = make_vpc(ipam.ec2, "10.1.0.0/16")
    assert rows(ipam) == {}
    aws.world.clock.advance(timedelta(minutes=10))
    assert set(rows(ipam)) == {(vpc, "10.1.0.0/16")}
    acts = [entry for entry in aws.world.journal.entries() if getattr(entry, "what", "").startswith("discovered")]
    assert [act.accounts for act in acts] == [[ipam.owner]]  # type: ignore[union-attr] # they are acts
