"""What every EC2 operation shares, seen through IPAM's: filters, pages, tags, client tokens, dry runs, Regions."""

from datetime import timedelta
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.ipam.conftest import AWAY, HOME, OWNER, Ipam


@pytest.fixture
def pools(ipam: Ipam) -> list[str]:
    """Seven pools with descriptions net-0 to net-6, the even ones tagged."""
    found = []
    for number in range(7):
        tags = [{"Key": "env", "Value": "prod" if number % 4 else "a*b"}] if number % 2 == 0 else []
        specifications = [{"ResourceType": "ipam-pool", "Tags": tags}] if tags else []
        found.append(ipam.pool(Description=f"net-{number}", TagSpecifications=specifications))
    return found


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ([], [0, 1, 2, 3, 4, 5, 6]),
        ([("description", ["net-1", "net-5"])], [1, 5]),
        ([("description", ["net-*"])], [0, 1, 2, 3, 4, 5, 6]),
        ([("description", ["NET-*"])], []),
        ([("description", ["net-?"]), ("tag:env", ["prod"])], [2, 6]),
        ([("description", ["net-1?"])], [1]),
        ([("tag:env", ["a\\*b"])], [0, 4]),
        ([("tag:env", ["a*b"])], [0, 4]),
        ([("tag:env", ["*"])], [0, 2, 4, 6]),
        ([("tag-key", ["env"])], [0, 2, 4, 6]),
        ([("tag-key", ["en"])], []),
        ([("auto-import", ["false"]), ("pool-depth", ["1"]), ("description", ["net-3"])], [3]),
        ([("locale", ["None"]), ("description", ["net-0"])], [0]),
        ([("description", ["[n]et-0"])], []),
    ],
)
def test_filters(ipam: Ipam, pools: list[str], filters: list[tuple[str, list[str]]], expected: list[int]) -> None:
    """Values are OR-ed, filters AND-ed, wildcards match, and a backslash takes their meaning away."""
    asked = [{"Name": name, "Values": values} for name, values in filters]
    found = [pool["IpamPoolId"] for pool in ipam.ec2.describe_ipam_pools(Filters=asked)["IpamPools"]]
    assert found == [pools[number] for number in expected]


def test_ec2_005_and_006_filters_are_refused(ipam: Ipam) -> None:
    """An unknown name and more than 200 values."""
    with refused("InvalidParameterValue", rule="EC2-005") as refusal:
        ipam.ec2.describe_ipams(Filters=[{"Name": "colour", "Values": ["red"]}])
    assert refusal.message == "The filter 'colour' is invalid"
    with refused("FilterLimitExceeded", rule="EC2-006"):
        ipam.ec2.describe_ipams(Filters=[{"Name": "state", "Values": [str(number) for number in range(201)]}])


def test_pages_are_the_list(ipam: Ipam, pools: list[str]) -> None:
    """Pages follow each other, filtered by an index or not, and their tokens are bound to the request."""
    walk = ipam.ec2.get_paginator("describe_ipam_pools")
    pages = [page["IpamPools"] for page in walk.paginate(PaginationConfig={"PageSize": 5})]
    assert [len(page) for page in pages] == [5, 2]
    assert [pool["IpamPoolId"] for page in pages for pool in page] == pools
    token = ipam.ec2.describe_ipam_pools(MaxResults=5)["NextToken"]
    filters = [{"Name": "description", "Values": ["net-*"]}]
    with refused("InvalidNextToken", rule="EC2-007"):
        ipam.ec2.describe_ipam_pools(MaxResults=5, NextToken=token, Filters=filters)
    with refused("InvalidParameterCombination", rule="EC2-008") as refusal:
        ipam.ec2.describe_ipam_pools(MaxResults=5, IpamPoolIds=pools)
    assert refusal.message == "The parameter ipamPoolIds cannot be used with the parameter maxResults"


def test_ec2_002_what_the_contract_does_not_allow(loose: Any) -> None:
    """A page is neither too small nor too large, and a tier is one that there is."""
    for size, bound in ((4, "at least 5"), (1001, "at most 1000")):
        with refused("InvalidParameterValue", rule="EC2-002") as refusal:
            loose.describe_ipam_pools(MaxResults=size)
        text = f"Value ( {size} ) for parameter maxResults is invalid. Expecting a value of {bound}."
        assert refusal.message == text
    with refused("InvalidParameterValue", rule="EC2-002") as refusal:
        loose.create_ipam(Tier="gold")
    assert refusal.message == "Value (gold) for parameter tier is invalid."


def test_unknown_ids_are_named_together(ipam: Ipam, pools: list[str]) -> None:
    """All unknown identifiers are in the message; a known one twice is shown once."""
    unknown = ["ipam-pool-00000000000000001", "ipam-pool-00000000000000002"]
    with refused("InvalidIpamPoolId.NotFound", rule="EC2-004") as refusal:
        ipam.ec2.describe_ipam_pools(IpamPoolIds=[pools[0], *unknown])
    assert refusal.message == f"The ipam-pool IDs '{unknown[0]}, {unknown[1]}' do not exist"
    found = ipam.ec2.describe_ipam_pools(IpamPoolIds=[pools[0], pools[0]])["IpamPools"]
    assert [pool["IpamPoolId"] for pool in found] == [pools[0]]


def _tagged(*tags: tuple[str, str], kind: str = "ipam-scope") -> list[dict[str, Any]]:
    return [{"ResourceType": kind, "Tags": [{"Key": key, "Value": value} for key, value in tags]}]


@pytest.mark.parametrize(
    ("specifications", "code", "rule"),
    [
        (_tagged(("a", "b"), kind="vpc"), "InvalidParameterValue", "EC2-011"),
        ([{"ResourceType": "ipam-scope", "Tags": []}], "InvalidParameterValue", "EC2-012"),
        (_tagged(("a", "b"), ("a", "c")), "InvalidParameterValue", "EC2-013"),
        (_tagged(("aws:a", "b")), "InvalidParameterValue", "EC2-014"),
        (_tagged(("", "b")), "InvalidParameterValue", "EC2-015"),
        (_tagged(("k" * 129, "b")), "InvalidParameterValue", "EC2-016"),
        (_tagged(("a", "v" * 257)), "InvalidParameterValue", "EC2-016"),
        (_tagged(*((f"k{number}", "") for number in range(51))), "TagLimitExceeded", "EC2-017"),
    ],
)
def test_tags_that_are_refused(ipam: Ipam, specifications: list[dict[str, Any]], code: str, rule: str) -> None:
    """Each wrong tag specification has its code, and nothing is made."""
    with refused(code, rule=rule):
        ipam.ec2.create_ipam_scope(IpamId=ipam.id, TagSpecifications=specifications)
    assert ipam.describe()["ScopeCount"] == 2


def test_tags_come_with_the_resource(ipam: Ipam) -> None:
    """Tags of the creation are in its answer and in every later one."""
    tags = [{"Key": "env", "Value": "prod"}, {"Key": "empty", "Value": ""}]
    specifications = [{"ResourceType": "ipam-scope", "Tags": tags}]
    created = ipam.ec2.create_ipam_scope(IpamId=ipam.id, TagSpecifications=specifications)["IpamScope"]
    (found,) = ipam.ec2.describe_ipam_scopes(IpamScopeIds=[created["IpamScopeId"]])["IpamScopes"]
    assert created["Tags"] == found["Tags"] == tags


def test_ec2_009_a_client_token_makes_a_call_once(aws: Aws, ipam: Ipam) -> None:
    """The same call again answers the first result as it is now; other parameters are refused, until a day later."""
    create = ipam.ec2.create_ipam_scope
    first = create(IpamId=ipam.id, Description="one", ClientToken="token")["IpamScope"]
    again = create(IpamId=ipam.id, Description="one", ClientToken="token")["IpamScope"]
    assert again == {**first, "State": "create-complete"}
    with refused("IdempotentParameterMismatch", rule="EC2-009"):
        create(IpamId=ipam.id, Description="two", ClientToken="token")
    ipam.ec2.create_ipam_pool(IpamScopeId=ipam.private, AddressFamily="ipv4", ClientToken="token")
    assert ipam.describe()["ScopeCount"] == 3
    aws.world.clock.advance(timedelta(hours=24))
    assert create(IpamId=ipam.id, Description="two", ClientToken="token")["IpamScope"]["Description"] == "two"
    with refused("InvalidParameterValue", rule="EC2-010"):
        create(IpamId=ipam.id, ClientToken="x" * 65)


def test_a_repeated_create_is_not_over_the_quota(aws: Aws) -> None:
    """CreateIpam with its token answers the IPAM that it has made, though there may be only one."""
    ec2 = aws.client("ec2", OWNER, region=HOME)
    made = {ec2.create_ipam(ClientToken="again")["Ipam"]["IpamId"] for _ in range(2)}
    assert len(made) == 1


def test_int_030_a_dry_run_changes_nothing(ipam: Ipam) -> None:
    """DryRun answers 412 where the call would succeed, the same refusal where not, and makes nothing."""
    with refused("DryRunOperation", status=412):
        ipam.ec2.create_ipam_scope(IpamId=ipam.id, DryRun=True)
    with refused("DryRunOperation", status=412):
        ipam.ec2.describe_ipams(DryRun=True)
    with refused("InvalidParameterValue", rule="IPAM-021"):
        ipam.ec2.delete_ipam_scope(IpamScopeId=ipam.private, DryRun=True)
    assert ipam.describe()["ScopeCount"] == 2


def test_ec2_001_a_required_parameter(loose: Any) -> None:
    """A missing member is named."""
    with refused("MissingParameter", rule="EC2-001") as refusal:
        loose.delete_ipam()
    assert refusal.message == "The request must contain the parameter IpamId"


def test_regions_and_zones(aws: Aws) -> None:
    """Regions that need no opt-in are listed; zones have names, ids and border groups."""
    ec2 = aws.client("ec2", OWNER, region=HOME)
    regions = {region["RegionName"]: region for region in ec2.describe_regions()["Regions"]}
    assert regions[AWAY] == {
        "RegionName": AWAY,
        "Endpoint": f"ec2.{AWAY}.amazonaws.com",
        "OptInStatus": "opt-in-not-required",
    }
    assert "me-south-1" not in regions
    every = {region["RegionName"]: region for region in ec2.describe_regions(AllRegions=True)["Regions"]}
    assert every["me-south-1"]["OptInStatus"] == "not-opted-in"
    zones = ec2.describe_availability_zones()["AvailabilityZones"]
    assert [zone["ZoneName"] for zone in zones] == [f"{HOME}{letter}" for letter in "abcdef"]
    assert zones[0]["ZoneId"] == "use1-az1"
    assert {zone["NetworkBorderGroup"] for zone in zones} == {HOME}
    local = ec2.describe_availability_zones(
        AllAvailabilityZones=True, Filters=[{"Name": "zone-type", "Values": ["local-zone"]}]
    )["AvailabilityZones"]
    assert "us-east-1-scl-1" in {zone["NetworkBorderGroup"] for zone in local}
    with refused("InvalidParameterValue", rule="EC2-020"):
        ec2.describe_regions(RegionNames=["xx-north-9"])
    with refused("InvalidParameterValue", rule="EC2-021"):
        ec2.describe_availability_zones(ZoneNames=["us-west-2a"])
