"""What a request of a pool may look like: blocks, families, and the tags that a pool requires."""

from typing import Any

import pytest

from tests.aws import refused
from tests.wire.ipam.conftest import Ipam


@pytest.mark.parametrize("member", ["AllowedCidrs", "DisallowedCidrs"])
def test_ec2_310_allowed_and_disallowed_blocks_are_of_the_pools_family(ipam: Ipam, member: str) -> None:
    """A block of the other family is refused, not passed over."""
    pool = ipam.pool("10.0.0.0/8")
    with refused("InvalidParameterValue", rule="EC2-310"):
        ipam.allocate(pool, NetmaskLength=24, **{member: ["10.0.0.0/16", "fd00::/16"]})
    assert ipam.allocations(pool) == []


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ([{"Key": "", "Value": "v"}], "InvalidParameterValue"),
        ([{"Key": "aws:team"}], "InvalidParameterValue"),
        ([{"Key": "k" * 129}], "InvalidParameterValue"),
        ([{"Key": "k", "Value": "v" * 257}], "InvalidParameterValue"),
        ([{"Key": f"k{number}"} for number in range(51)], "TagLimitExceeded"),
    ],
    ids=["no key", "aws:", "long key", "long value", "too many"],
)
def test_ec2_311_required_tags_are_such_as_a_resource_can_carry(ipam: Ipam, tags: list[Any], code: str) -> None:
    """CreateIpamPool and ModifyIpamPool refuse what no resource could fulfil, and change nothing."""
    with refused(code, rule="EC2-311"):
        ipam.pool(AllocationResourceTags=tags)
    pool = ipam.pool()
    with refused(code, rule="EC2-311"):
        ipam.ec2.modify_ipam_pool(IpamPoolId=pool, AddAllocationResourceTags=tags)
    (found,) = ipam.ec2.describe_ipam_pools()["IpamPools"]
    assert found["AllocationResourceTags"] == []


def test_ec2_312_a_prefix_length_has_no_leading_zeros(ipam: Ipam) -> None:
    """Neither a pool nor a VPC takes 10.0.0.0/08."""
    pool = ipam.pool()
    with refused("InvalidParameterValue"):
        ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=pool, Cidr="10.0.0.0/08")
    with refused("InvalidParameterValue"):
        ipam.ec2.create_vpc(CidrBlock="10.0.0.0/016")
    assert ipam.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["CidrBlock"] == "10.0.0.0/16"
