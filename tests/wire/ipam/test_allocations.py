"""Allocations through real boto3: which space is handed out, what is refused, and how it comes back."""

from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.ipam.conftest import AWAY, HOME, OTHER, OWNER, Ipam


def test_the_lowest_free_block(ipam: Ipam) -> None:
    """By length, aligned, lowest first, in the order of the CIDRs; what is released is used again."""
    pool_id = ipam.pool("10.1.0.0/24", "10.0.0.0/24")
    cidrs = [ipam.allocate(pool_id, NetmaskLength=length)["Cidr"] for length in (26, 25, 28, 27, 25, 25)]
    assert cidrs == ["10.0.0.0/26", "10.0.0.128/25", "10.0.0.64/28", "10.0.0.96/27", "10.1.0.0/25", "10.1.0.128/25"]
    with refused("InvalidParameterValue", rule="IPAM-097") as refusal:
        ipam.allocate(pool_id, NetmaskLength=25)
    assert refusal.message == "The allocation size is too big for the pool."
    (row,) = [row for row in ipam.allocations(pool_id) if row["Cidr"] == "10.0.0.0/26"]
    answer = ipam.ec2.release_ipam_pool_allocation(
        IpamPoolId=pool_id, Cidr=row["Cidr"], IpamPoolAllocationId=row["IpamPoolAllocationId"]
    )
    assert answer["Success"] is True
    assert ipam.allocate(pool_id, NetmaskLength=27)["Cidr"] == "10.0.0.0/27"


def test_what_an_allocation_shows(ipam: Ipam) -> None:
    """A custom allocation is complete at once, with its owner, description and tags and without a resource."""
    pool_id = ipam.pool("10.0.0.0/8")
    tags = [{"Key": "team", "Value": "net"}]
    specifications = [{"ResourceType": "ipam-pool-allocation", "Tags": tags}]
    made = ipam.allocate(pool_id, NetmaskLength=24, Description="legacy", TagSpecifications=specifications)
    allocation_id = made["IpamPoolAllocationId"]
    assert allocation_id.startswith("ipam-pool-alloc-")
    assert len(allocation_id) == len("ipam-pool-alloc-") + 33
    assert made == {
        "Cidr": "10.0.0.0/24",
        "IpamPoolAllocationId": allocation_id,
        "Description": "legacy",
        "ResourceType": "custom",
        "ResourceOwner": OWNER,
        "Tags": tags,
    }
    assert ipam.allocations(pool_id) == [made]
    assert ipam.allocations(pool_id, IpamPoolAllocationId=allocation_id) == [made]
    described = ipam.ec2.describe_ipam_pool_allocations(IpamPoolAllocationIds=[allocation_id])
    assert described["IpamPoolAllocations"] == [made]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"NetmaskLength": 28, "DisallowedCidrs": ["172.2.0.0/28"]}, "172.2.0.16/28"),
        ({"NetmaskLength": 28, "DisallowedCidrs": ["172.2.0.0/25", "172.2.0.128/26"]}, "172.2.0.192/28"),
        ({"NetmaskLength": 26, "AllowedCidrs": ["172.2.0.128/25"]}, "172.2.0.128/26"),
        # two neighbours are one range
        ({"NetmaskLength": 26, "AllowedCidrs": ["172.2.0.160/27", "172.2.0.128/27"]}, "172.2.0.128/26"),
        (
            {"NetmaskLength": 28, "AllowedCidrs": ["172.2.0.64/26"], "DisallowedCidrs": ["172.2.0.64/27"]},
            "172.2.0.96/28",
        ),
        ({"NetmaskLength": 24, "AllowedCidrs": ["172.0.0.0/8"]}, "172.2.0.0/24"),
        ({"Cidr": "172.2.0.77/30"}, "172.2.0.76/30"),
        ({}, "172.2.0.0/27"),
    ],
)
def test_allow_and_deny_lists(ipam: Ipam, asked: dict[str, Any], expected: str) -> None:
    """The block lies inside what is allowed and outside what is not; a preview shows the same and takes nothing."""
    pool_id = ipam.pool("172.2.0.0/24", AllocationDefaultNetmaskLength=27)
    if "Cidr" not in asked:
        for _ in range(2):
            assert ipam.allocate(pool_id, **asked, PreviewNextCidr=True) == {"Cidr": expected}
        assert ipam.allocations(pool_id) == []
    assert ipam.allocate(pool_id, **asked)["Cidr"] == expected


@pytest.mark.parametrize(
    ("asked", "code", "rule"),
    [
        ({}, "InvalidParameterCombination", "IPAM-090"),
        ({"Cidr": "10.0.1.0/24", "NetmaskLength": 24}, "InvalidParameterCombination", "IPAM-091"),
        ({"Cidr": "10.0.1.0/24", "AllowedCidrs": ["10.0.0.0/8"]}, "InvalidParameterCombination", "IPAM-092"),
        ({"Cidr": "10.0.1.0/24", "PreviewNextCidr": True}, "InvalidParameterCombination", "IPAM-093"),
        ({"NetmaskLength": 19}, "InvalidParameterValue", "IPAM-094"),
        ({"Cidr": "10.0.1.0/29"}, "InvalidParameterValue", "IPAM-094"),
        ({"Cidr": "10.1.0.0/24"}, "InvalidParameterValue", "IPAM-095"),
        ({"Cidr": "10.0.0.0/25"}, "InvalidParameterValue", "IPAM-096"),
        ({"Cidr": "10.0.0.0/23"}, "InvalidParameterValue", "IPAM-096"),
        ({"Cidr": "10.0.0.0"}, "InvalidParameterValue", "IPAM-061"),
        ({"Cidr": "2001:db8::/24"}, "InvalidParameterValue", "IPAM-061"),
        ({"NetmaskLength": 24, "DisallowedCidrs": ["nonsense"]}, "InvalidParameterValue", "IPAM-061"),
        ({"NetmaskLength": 24, "AllowedCidrs": ["11.0.0.0/8"]}, "InvalidParameterValue", "IPAM-097"),
    ],
)
def test_allocations_that_are_refused(ipam: Ipam, asked: dict[str, Any], code: str, rule: str) -> None:
    """Each wrong request has its code, and takes nothing."""
    pool_id = ipam.pool("10.0.0.0/16", AllocationMinNetmaskLength=20, AllocationMaxNetmaskLength=28)
    first = ipam.allocate(pool_id, Cidr="10.0.0.0/24")
    with refused(code, rule=rule):
        ipam.allocate(pool_id, **asked)
    assert ipam.allocations(pool_id) == [first]


def test_ipam_097_a_pool_without_cidr(ipam: Ipam) -> None:
    """A pool that has no space yet is too small for everything."""
    with refused("InvalidParameterValue", rule="IPAM-097"):
        ipam.allocate(ipam.pool(), NetmaskLength=32)


def test_releases_that_are_refused(ipam: Ipam) -> None:
    """The id, the CIDR and the pool agree, and what a pool under it holds is no custom allocation."""
    top = ipam.pool("10.0.0.0/8")
    other = ipam.pool("11.0.0.0/8")
    child = ipam.pool("10.0.0.0/16", SourceIpamPoolId=top)
    (of_child,) = ipam.allocations(top)
    custom = ipam.allocate(top, NetmaskLength=24)
    release = ipam.ec2.release_ipam_pool_allocation
    unknown = "ipam-pool-alloc-" + "0" * 33
    with refused("InvalidIpamPoolAllocationId.NotFound", rule="EC2-004") as refusal:
        release(IpamPoolId=top, Cidr="10.1.0.0/24", IpamPoolAllocationId=unknown)
    assert refusal.message == f"The IPAM pool allocation ({unknown}) does not exist."
    with refused("InvalidIpamPoolAllocationId.NotFound"):
        release(IpamPoolId=other, Cidr=custom["Cidr"], IpamPoolAllocationId=custom["IpamPoolAllocationId"])
    with refused("InvalidParameterValue", rule="IPAM-099"):
        release(IpamPoolId=top, Cidr="10.2.0.0/24", IpamPoolAllocationId=custom["IpamPoolAllocationId"])
    with refused("InvalidParameterValue", rule="IPAM-100"):
        release(IpamPoolId=top, Cidr="10.0.0.0/16", IpamPoolAllocationId=of_child["IpamPoolAllocationId"])
    assert [row["ResourceId"] for row in ipam.allocations(top) if "ResourceId" in row] == [child]


def test_a_description_comes_and_goes(ipam: Ipam) -> None:
    """ModifyIpamPoolAllocation sets it; without one it is removed."""
    pool_id = ipam.pool("10.0.0.0/8")
    allocation_id = ipam.allocate(pool_id, NetmaskLength=24)["IpamPoolAllocationId"]
    modify = ipam.ec2.modify_ipam_pool_allocation
    answer = modify(IpamPoolAllocationId=allocation_id, Description="new")
    assert answer["IpamPoolAllocation"]["Description"] == "new"
    assert "Description" not in modify(IpamPoolAllocationId=allocation_id)["IpamPoolAllocation"]


def test_allocating_happens_in_the_locale(aws: Aws, ipam: Ipam) -> None:
    """A pool with a locale is allocated from there, one without at home; both are read in both places."""
    pool_id = ipam.pool("10.0.0.0/8", Locale=AWAY)
    with refused("InvalidIpamPoolId.NotFound"):
        ipam.allocate(pool_id, NetmaskLength=24)
    away = aws.client("ec2", OWNER, region=AWAY)
    made = away.allocate_ipam_pool_cidr(IpamPoolId=pool_id, NetmaskLength=24)["IpamPoolAllocation"]
    for region in (HOME, AWAY):
        ec2 = aws.client("ec2", OWNER, region=region)
        assert ec2.get_ipam_pool_allocations(IpamPoolId=pool_id)["IpamPoolAllocations"] == [made]
        assert ec2.describe_ipam_pool_allocations()["IpamPoolAllocations"] == [made]
    assert aws.client("ec2", OWNER, region="eu-west-1").describe_ipam_pool_allocations()["IpamPoolAllocations"] == []
    assert aws.client("ec2", OTHER, region=AWAY).describe_ipam_pool_allocations()["IpamPoolAllocations"] == []


def test_a_repeated_allocation_is_one(ipam: Ipam) -> None:
    """With its client token an allocation is made once; a preview never uses the token up."""
    pool_id = ipam.pool("10.0.0.0/8")
    ipam.allocate(pool_id, NetmaskLength=24, ClientToken="t", PreviewNextCidr=True)
    made = [ipam.allocate(pool_id, NetmaskLength=24, ClientToken="t") for _ in range(2)]
    assert made[0] == made[1]
    assert len(ipam.allocations(pool_id)) == 1


def test_pages_and_filters_of_allocations(ipam: Ipam) -> None:
    """Pages of at least a thousand follow each other; filters find by CIDR, id, type, owner, tag and description."""
    pool_id = ipam.pool("10.0.0.0/8")
    pool = ipam.aws.world.ipam.pools[pool_id]
    for number in range(2001):
        specifications = [{"ResourceType": "ipam-pool-allocation", "Tags": [{"Key": "n", "Value": str(number)}]}]
        if number < 3:
            ipam.allocate(pool_id, NetmaskLength=28, Description=f"d{number}", TagSpecifications=specifications)
        else:
            _allocate_in_the_domain(ipam, pool_id)
    assert len(pool.allocations) == 2001
    for name, asked in (("get_ipam_pool_allocations", {"IpamPoolId": pool_id}), ("describe_ipam_pool_allocations", {})):
        walk = ipam.ec2.get_paginator(name)
        pages = [page["IpamPoolAllocations"] for page in walk.paginate(**asked, PaginationConfig={"PageSize": 1000})]
        assert [len(page) for page in pages] == [1000, 1000, 1]
        assert len({row["IpamPoolAllocationId"] for page in pages for row in page}) == 2001
    first = ipam.allocations(pool_id, Filters=[{"Name": "cidr", "Values": ["10.0.0.0/28"]}])
    assert [row["Description"] for row in first] == ["d0"]
    for filters in (
        [("ipam-pool-allocation-id", first[0]["IpamPoolAllocationId"])],
        [("description", "d0")],
        [("tag:n", "0"), ("resource-type", "custom"), ("resource-owner", OWNER)],
        [("cidr", "10.0.0.0/2?"), ("tag-key", "n")],
    ):
        asked = [{"Name": name, "Values": [value]} for name, value in filters]
        assert ipam.allocations(pool_id, Filters=asked) == first
    assert ipam.allocations(pool_id, Filters=[{"Name": "cidr", "Values": ["10.0.0.0/27", "10.0.0.1/28"]}]) == []


def _allocate_in_the_domain(ipam: Ipam, pool_id: str) -> None:
    from emulator.domain.ipam.pools.allocation import Asked, commit, plan

    world = ipam.aws.world
    commit(world, plan(world, Asked(account_id=OWNER, region=HOME, pool_id=pool_id, netmask_length=28)))
