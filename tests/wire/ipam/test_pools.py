"""Pools through real boto3: hierarchy, locale, what they refuse, how they go."""

from typing import Any

import pytest

from emulator.domain.ec2.cidrs import must_parse
from emulator.domain.ipam.pools import planning
from emulator.domain.ipam.pools.planning import PlannedVpc
from tests.aws import Aws, refused
from tests.wire.ipam.conftest import AWAY, HOME, OTHER, OWNER, Ipam

VPC = "vpc-0123456789abcdef0"


@pytest.fixture
def vpcs(monkeypatch: pytest.MonkeyPatch) -> dict[str, PlannedVpc]:
    """The VPCs that planning knows; one is there, in the pools' away Region."""
    known = {VPC: PlannedVpc(VPC, OWNER, AWAY, (must_parse("172.20.0.0/20"), must_parse("172.21.0.0/20")))}
    monkeypatch.setattr(planning, "find_vpc", lambda world, vpc_id: known.get(vpc_id))
    return known


def test_s3_a_hierarchy(ipam: Ipam) -> None:
    """Scenario S3: a top pool without locale, a pool of a Region under it, and what its space becomes above."""
    asked = {"IpamScopeId": ipam.private, "AddressFamily": "ipv4"}
    top = ipam.ec2.create_ipam_pool(**asked)["IpamPool"]
    assert (top["State"], top["Locale"], top["PoolDepth"]) == ("create-in-progress", "None", 1)
    assert top["IpamPoolArn"] == f"arn:aws:ec2::{OWNER}:ipam-pool/{top['IpamPoolId']}"
    assert top["AutoImport"] is False
    assert "AllocationMinNetmaskLength" not in top
    assert "PublicIpSource" not in top
    provisioned = ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=top["IpamPoolId"], Cidr="10.0.0.0/8")["IpamPoolCidr"]
    assert (provisioned["State"], provisioned["Cidr"]) == ("pending-provision", "10.0.0.0/8")
    assert ipam.cidrs(top["IpamPoolId"]) == [{**provisioned, "State": "provisioned", "NetmaskLength": 8}]
    child = ipam.pool(SourceIpamPoolId=top["IpamPoolId"], Locale=AWAY)
    pending = ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=child, NetmaskLength=12)["IpamPoolCidr"]
    assert pending["NetmaskLength"] == 12
    assert "Cidr" not in pending
    assert ipam.cidrs(child) == [{**pending, "Cidr": "10.0.0.0/12", "State": "provisioned"}]
    (allocation,) = ipam.allocations(top["IpamPoolId"])
    assert {key: value for key, value in allocation.items() if key != "IpamPoolAllocationId"} == {
        "Cidr": "10.0.0.0/12",
        "ResourceId": child,
        "ResourceType": "ipam-pool",
        "ResourceOwner": OWNER,
        "Tags": [],
    }
    (found,) = ipam.ec2.describe_ipam_pools(IpamPoolIds=[child])["IpamPools"]
    assert (found["PoolDepth"], found["Locale"], found["State"]) == (2, AWAY, "create-complete")
    assert found["SourceIpamPoolId"] == top["IpamPoolId"]
    (scope,) = ipam.ec2.describe_ipam_scopes(IpamScopeIds=[ipam.private])["IpamScopes"]
    assert scope["PoolCount"] == 2


def test_a_child_has_its_sources_locale(ipam: Ipam) -> None:
    """Under a pool with a locale, a pool has that locale, said or not."""
    parent = ipam.pool(Locale=AWAY)
    child = ipam.pool(SourceIpamPoolId=parent)
    (found,) = ipam.ec2.describe_ipam_pools(IpamPoolIds=[child])["IpamPools"]
    assert found["Locale"] == AWAY
    with refused("InvalidParameterValue", rule="IPAM-035"):
        ipam.pool(SourceIpamPoolId=parent, Locale="eu-west-1")


@pytest.mark.parametrize(
    ("asked", "code", "rule"),
    [
        ({"Locale": "ap-south-1"}, "InvalidParameterValue", "IPAM-034"),
        ({"Locale": "us-east-1-scl-1"}, "InvalidParameterValue", "IPAM-034"),
        ({"PubliclyAdvertisable": False}, "InvalidParameterCombination", "IPAM-036"),
        ({"AwsService": "ec2"}, "InvalidParameterCombination", "IPAM-038"),
        ({"PublicIpSource": "amazon"}, "InvalidParameterCombination", "IPAM-038"),
        ({"AllocationMinNetmaskLength": 25, "AllocationMaxNetmaskLength": 24}, "InvalidParameterValue", "IPAM-039"),
        ({"AllocationDefaultNetmaskLength": 33}, "InvalidParameterValue", "IPAM-039"),
        ({"AllocationResourceTags": [{"Key": "a", "Value": "b"}] * 2}, "InvalidParameterValue", "IPAM-040"),
        ({"SourceResource": {"ResourceId": VPC, "ResourceType": "vpc"}}, "InvalidParameterValue", "IPAM-046"),
        ({"SourceIpamPoolId": "ipam-pool-0123456789abcdef0"}, "InvalidIpamPoolId.NotFound", "EC2-004"),
        ({"IpamScopeId": "ipam-scope-nothing"}, "InvalidIpamScopeId.Malformed", "EC2-003"),
    ],
)
def test_pools_that_are_refused(ipam: Ipam, asked: dict[str, Any], code: str, rule: str) -> None:
    """Each wrong request has its code, and no pool is made."""
    with refused(code, rule=rule):
        ipam.pool(**asked)
    assert ipam.ec2.describe_ipam_pools()["IpamPools"] == []


def test_a_source_is_of_the_same_scope_and_family(ipam: Ipam) -> None:
    """IPAM-032 and IPAM-033."""
    scope_id = ipam.ec2.create_ipam_scope(IpamId=ipam.id)["IpamScope"]["IpamScopeId"]
    source = ipam.pool(IpamScopeId=scope_id)
    with refused("InvalidParameterValue", rule="IPAM-032"):
        ipam.pool(SourceIpamPoolId=source)
    with refused("InvalidParameterValue", rule="IPAM-033"):
        ipam.pool(IpamScopeId=scope_id, SourceIpamPoolId=source, AddressFamily="ipv6")


def test_public_pools(ipam: Ipam) -> None:
    """A public pool brings its own addresses unless said otherwise, and a Local Zone may be its locale."""
    ec2, asked = ipam.ec2, {"IpamScopeId": ipam.public, "AddressFamily": "ipv6"}
    with refused("MissingParameter", rule="IPAM-037"):
        ec2.create_ipam_pool(**asked)
    with refused("InvalidParameterCombination", rule="IPAM-036") as refusal:
        ec2.create_ipam_pool(**asked, PubliclyAdvertisable=True, PublicIpSource="amazon")
    assert refusal.message == (
        "The request can only contain PubliclyAdvertisable if the AddressFamily is IPv6 and PublicIpSource is byoip."
    )
    pool = ec2.create_ipam_pool(**asked, PubliclyAdvertisable=True)["IpamPool"]
    assert (pool["PublicIpSource"], pool["PubliclyAdvertisable"]) == ("byoip", True)
    local = ec2.create_ipam_pool(
        IpamScopeId=ipam.public, AddressFamily="ipv4", Locale="us-east-1-scl-1", AwsService="ec2"
    )["IpamPool"]
    assert local["Locale"] == "us-east-1-scl-1"


def test_quotas(make_aws: Any) -> None:
    """Pools in a scope (IPAM-030), levels (IPAM-031), and CIDRs in a pool (IPAM-077) have limits."""
    ipam = Ipam(make_aws(pools_per_scope=3, pool_depth=2, cidrs_per_pool=1))
    top = ipam.pool("10.0.0.0/8")
    with refused("ResourceLimitExceeded", rule="IPAM-077"):
        ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=top, Cidr="172.16.0.0/12")
    child = ipam.pool(SourceIpamPoolId=top)
    with refused("ResourceLimitExceeded", rule="IPAM-031"):
        ipam.pool(SourceIpamPoolId=child)
    ipam.pool()
    with refused("ResourceLimitExceeded", rule="IPAM-030"):
        ipam.pool()


def test_modify(ipam: Ipam) -> None:
    """Rules, tags, import and description change; a default is cleared; nothing else needs asking."""
    pool_id = ipam.pool(
        AllocationMinNetmaskLength=20,
        AllocationMaxNetmaskLength=26,
        AllocationDefaultNetmaskLength=24,
        AllocationResourceTags=[{"Key": "env", "Value": "dev"}],
    )
    modify = ipam.ec2.modify_ipam_pool
    answer = modify(
        IpamPoolId=pool_id,
        Description="dev",
        AutoImport=True,
        AllocationMinNetmaskLength=21,
        ClearAllocationDefaultNetmaskLength=True,
        AddAllocationResourceTags=[{"Key": "team", "Value": "net"}],
        RemoveAllocationResourceTags=[{"Key": "env", "Value": "dev"}],
    )["IpamPool"]
    assert answer["State"] == "modify-in-progress"
    (found,) = ipam.ec2.describe_ipam_pools(IpamPoolIds=[pool_id])["IpamPools"]
    assert found == {**answer, "State": "modify-complete"}
    assert (found["AllocationMinNetmaskLength"], found["AllocationMaxNetmaskLength"]) == (21, 26)
    assert "AllocationDefaultNetmaskLength" not in found
    assert found["AllocationResourceTags"] == [{"Key": "team", "Value": "net"}]
    with refused("InvalidParameterCombination", rule="IPAM-041") as refusal:
        modify(IpamPoolId=pool_id)
    assert refusal.message == "The request must contain a modification to the ipam pool"
    with refused("InvalidParameterCombination", rule="IPAM-042"):
        modify(IpamPoolId=pool_id, AllocationDefaultNetmaskLength=24, ClearAllocationDefaultNetmaskLength=True)
    with refused("InvalidParameterValue", rule="IPAM-039"):
        modify(IpamPoolId=pool_id, AllocationDefaultNetmaskLength=20)


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({"RemoveAllocationResourceTags": [{"Key": "env"}]}, {"team": "net", "free": ""}),
        ({"RemoveAllocationResourceTags": [{"Key": "env", "Value": "dev"}]}, {"team": "net", "free": ""}),
        (
            {"RemoveAllocationResourceTags": [{"Key": "env", "Value": "x"}, {"Key": "team", "Value": ""}]},
            {"env": "dev", "team": "net", "free": ""},
        ),
        ({"RemoveAllocationResourceTags": [{"Key": "free", "Value": ""}]}, {"env": "dev", "team": "net"}),
        ({"RemoveAllocationResourceTags": [{"Key": "none"}]}, {"env": "dev", "team": "net", "free": ""}),
        ({"AddAllocationResourceTags": [{"Key": "env", "Value": "x"}]}, {"env": "x", "team": "net", "free": ""}),
        (
            {
                "AddAllocationResourceTags": [{"Key": "env", "Value": "x"}],
                "RemoveAllocationResourceTags": [{"Key": "env"}, {"Key": "team"}],
            },
            {"env": "x", "free": ""},
        ),
    ],
)
def test_ipam_630_ipam_631_tags_that_a_pool_asks_for_change(
    ipam: Ipam, asked: dict[str, Any], left: dict[str, str]
) -> None:
    """A key alone removes any value, a value only its own; what is added again has the new value."""
    tags = {"env": "dev", "team": "net", "free": ""}
    pool_id = ipam.pool(AllocationResourceTags=[{"Key": key, "Value": value} for key, value in tags.items()])
    answer = ipam.ec2.modify_ipam_pool(IpamPoolId=pool_id, **asked)["IpamPool"]
    assert {tag["Key"]: tag["Value"] for tag in answer["AllocationResourceTags"]} == left


def test_deleting_waits_for_what_is_in_the_pool(ipam: Ipam) -> None:
    """CIDRs (IPAM-043) and pools under it (IPAM-044) keep a pool; an empty one is gone at the next call."""
    top = ipam.pool("10.0.0.0/8")
    child = ipam.pool(SourceIpamPoolId=top)
    with refused("DependencyViolation", rule="IPAM-043") as refusal:
        ipam.ec2.delete_ipam_pool(IpamPoolId=top)
    assert refusal.message == (
        f"The specified action is not valid for {top}. There are one or more pool cidrs provisioned in the pool."
    )
    ipam.ec2.deprovision_ipam_pool_cidr(IpamPoolId=top, Cidr="10.0.0.0/8")
    with refused("DependencyViolation", rule="IPAM-044"):
        ipam.ec2.delete_ipam_pool(IpamPoolId=top)
    for pool_id in (child, top):
        assert ipam.ec2.delete_ipam_pool(IpamPoolId=pool_id)["IpamPool"]["State"] == "delete-in-progress"
        with refused("InvalidIpamPoolId.NotFound") as refusal:
            ipam.ec2.describe_ipam_pools(IpamPoolIds=[pool_id])
        assert refusal.message == f"The ipam-pool ID '{pool_id}' does not exist"


def test_ipam_045_cascade(ipam: Ipam) -> None:
    """Cascade takes what is under a private pool and gives its space back; public pools go one by one."""
    top = ipam.pool("10.0.0.0/8")
    middle = ipam.pool("10.0.0.0/12", SourceIpamPoolId=top)
    leaf = ipam.pool("10.0.0.0/16", SourceIpamPoolId=middle)
    ipam.allocate(leaf, NetmaskLength=24)
    ipam.ec2.delete_ipam_pool(IpamPoolId=middle, Cascade=True)
    assert [pool["IpamPoolId"] for pool in ipam.ec2.describe_ipam_pools()["IpamPools"]] == [top]
    assert ipam.allocations(top) == []
    public = ipam.pool(IpamScopeId=ipam.public)
    with refused("InvalidParameterCombination", rule="IPAM-045"):
        ipam.ec2.delete_ipam_pool(IpamPoolId=public, Cascade=True)


def test_s9_a_vpc_is_planned(ipam: Ipam, vpcs: dict[str, PlannedVpc]) -> None:
    """A planning pool takes the VPC's Region and CIDRs, each once; pools under it take their space from it."""
    source = {"ResourceId": VPC, "ResourceType": "vpc", "ResourceRegion": AWAY, "ResourceOwner": OWNER}
    planning_pool = ipam.pool(SourceResource=source)
    (found,) = ipam.ec2.describe_ipam_pools(IpamPoolIds=[planning_pool])["IpamPools"]
    assert (found["SourceResource"], found["Locale"]) == (source, AWAY)
    with refused("InvalidParameterValue", rule="IPAM-076"):
        ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=planning_pool, Cidr="172.20.0.0/21")
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=planning_pool, Cidr="172.20.0.0/20")
    second = ipam.pool("172.21.0.0/20", SourceResource=source)
    with refused("InvalidParameterValue", rule="IPAM-076"):
        ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=second, Cidr="172.20.0.0/20")
    subnets = ipam.pool("172.20.0.0/24", SourceIpamPoolId=planning_pool)
    (child,) = ipam.ec2.describe_ipam_pools(IpamPoolIds=[subnets])["IpamPools"]
    assert child["SourceResource"] == source
    assert [row["Cidr"] for row in ipam.allocations(planning_pool)] == ["172.20.0.0/24"]
    ipam.ec2.delete_ipam_pool(IpamPoolId=planning_pool, Cascade=True)
    assert [pool["IpamPoolId"] for pool in ipam.ec2.describe_ipam_pools()["IpamPools"]] == [second]


def test_planning_under_the_pool_that_the_vpc_came_from(ipam: Ipam, vpcs: dict[str, PlannedVpc]) -> None:
    """The VPC's CIDR is an allocation there already, so the planning pool's CIDR makes none."""
    parent = ipam.pool("172.20.0.0/14", Locale=AWAY)
    source = {"ResourceId": VPC, "ResourceType": "vpc"}
    pool_id = ipam.pool("172.20.0.0/20", SourceIpamPoolId=parent, SourceResource=source)
    assert [cidr["State"] for cidr in ipam.cidrs(pool_id)] == ["provisioned"]
    assert ipam.allocations(parent) == []
    ipam.ec2.deprovision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr="172.20.0.0/20")
    assert [cidr["State"] for cidr in ipam.cidrs(pool_id)] == ["deprovisioned"]


def test_planning_that_is_refused(ipam: Ipam, vpcs: dict[str, PlannedVpc]) -> None:
    """The locale is the VPC's Region (IPAM-047), one tree plans one VPC (IPAM-048), and the VPC is monitored."""
    source = {"ResourceId": VPC, "ResourceType": "vpc"}
    with refused("InvalidParameterValue", rule="IPAM-047"):
        ipam.pool(SourceResource=source, Locale=HOME)
    other = "vpc-0123456789abcdef1"
    vpcs[other] = PlannedVpc(other, OTHER, AWAY, ())
    with refused("InvalidParameterValue", rule="IPAM-046"):
        ipam.pool(SourceResource={"ResourceId": other, "ResourceType": "vpc"})
    pool_id = ipam.pool(SourceResource=source)
    with refused("InvalidParameterValue", rule="IPAM-048"):
        ipam.pool(SourceIpamPoolId=pool_id, SourceResource={"ResourceId": other, "ResourceType": "vpc"})


@pytest.mark.parametrize("wrong", [{"ResourceOwner": OTHER}, {"ResourceRegion": "ap-south-1"}])
def test_ipam_591_the_source_resource_is_as_it_is_named(
    ipam: Ipam, vpcs: dict[str, PlannedVpc], wrong: dict[str, str]
) -> None:
    """Of another owner, or in another Region, there is no such VPC, at the top of the tree or under it."""
    source = {"ResourceId": VPC, "ResourceType": "vpc"}
    top = ipam.pool(SourceResource=source)
    for under in ({}, {"SourceIpamPoolId": top}):
        with refused("InvalidParameterValue", rule="IPAM-591"):
            ipam.pool(SourceResource=source | wrong, **under)
    assert ipam.pool(SourceIpamPoolId=top, SourceResource=source)


def test_the_home_region_administers(aws: Aws, ipam: Ipam) -> None:
    """Calls on a pool elsewhere find nothing, but for reading where its locale is."""
    pool_id = ipam.pool("10.0.0.0/8", Locale=AWAY)
    away = aws.client("ec2", OWNER, region=AWAY)
    with refused("InvalidIpamPoolId.NotFound"):
        away.modify_ipam_pool(IpamPoolId=pool_id, Description="x")
    with refused("InvalidIpamPoolId.NotFound"):
        away.provision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr="10.0.0.0/8")
    assert away.get_ipam_pool_cidrs(IpamPoolId=pool_id)["IpamPoolCidrs"][0]["Cidr"] == "10.0.0.0/8"
    assert away.get_ipam_pool_allocations(IpamPoolId=pool_id)["IpamPoolAllocations"] == []
    elsewhere = aws.client("ec2", OWNER, region="eu-west-1")
    with refused("InvalidIpamPoolId.NotFound"):
        elsewhere.get_ipam_pool_cidrs(IpamPoolId=pool_id)
