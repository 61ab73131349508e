"""Public IPv4 pools: filled from IPAM, used for addresses, emptied and deleted."""

from typing import Any

from tests.aws import Aws, refused
from tests.wire.ipam.conftest import Ipam
from tests.wire.network.conftest import AWAY, HOME, OTHER, OWNER
from tests.wire.network.test_addresses import public_pool


def test_a_pool_is_filled_and_used(ec2: Any, ipam: Ipam) -> None:
    """All addresses of a block can be used; IPAM holds the block as the pool's."""
    source = public_pool(ipam)
    pool = ec2.create_public_ipv4_pool()["PoolId"]
    assert pool.startswith("ipv4pool-ec2-")
    filled = ec2.provision_public_ipv4_pool_cidr(IpamPoolId=source, PoolId=pool, NetmaskLength=24)
    assert filled["PoolAddressRange"] == {
        "FirstAddress": "203.0.113.0",
        "LastAddress": "203.0.113.255",
        "AddressCount": 256,
        "AvailableAddressCount": 256,
    }
    [allocation] = ipam.allocations(source)
    assert (allocation["ResourceType"], allocation["ResourceId"]) == ("ec2-public-ipv4-pool", pool)
    made = ec2.allocate_address(PublicIpv4Pool=pool)
    assert (made["PublicIp"], made["PublicIpv4Pool"]) == ("203.0.113.0", pool)
    assert ec2.allocate_address(PublicIpv4Pool=pool, Address="203.0.113.7")["PublicIp"] == "203.0.113.7"
    with refused("InvalidAddress.NotFound", rule="EC2-152"):
        ec2.allocate_address(PublicIpv4Pool=pool, Address="203.0.113.7")
    [shown] = ec2.describe_public_ipv4_pools(PoolIds=[pool])["PublicIpv4Pools"]
    assert (shown["TotalAddressCount"], shown["TotalAvailableAddressCount"]) == (256, 254)
    assert shown["PoolAddressRanges"][0]["AvailableAddressCount"] == 254
    assert shown["NetworkBorderGroup"] == HOME


def test_ec2_171_to_173_a_pool_is_emptied_in_parts(ec2: Any, ipam: Ipam) -> None:
    """What is in use stays; IPAM has its block back after the last part; then the pool can be deleted."""
    source = public_pool(ipam)
    pool = ec2.create_public_ipv4_pool()["PoolId"]
    ec2.provision_public_ipv4_pool_cidr(IpamPoolId=source, PoolId=pool, NetmaskLength=29)
    address = ec2.allocate_address(PublicIpv4Pool=pool, Address="203.0.113.3")["AllocationId"]
    with refused("IncorrectState", rule="EC2-172"):
        ec2.deprovision_public_ipv4_pool_cidr(PoolId=pool, Cidr="203.0.113.0/29")
    gone = ec2.deprovision_public_ipv4_pool_cidr(PoolId=pool, Cidr="203.0.113.4/31")["DeprovisionedAddresses"]
    assert gone == ["203.0.113.4", "203.0.113.5"]
    [shown] = ec2.describe_public_ipv4_pools()["PublicIpv4Pools"]
    ranges = [(each["FirstAddress"], each["LastAddress"]) for each in shown["PoolAddressRanges"]]
    assert ranges == [("203.0.113.0", "203.0.113.3"), ("203.0.113.6", "203.0.113.7")]
    with refused("InvalidParameterValue", rule="EC2-171"):
        ec2.deprovision_public_ipv4_pool_cidr(PoolId=pool, Cidr="203.0.113.4/31")
    with refused("IncorrectState", rule="EC2-173"):
        ec2.delete_public_ipv4_pool(PoolId=pool)
    ec2.release_address(AllocationId=address)
    for cidr in ("203.0.113.0/30", "203.0.113.6/31"):
        assert len(ipam.allocations(source)) == 1
        ec2.deprovision_public_ipv4_pool_cidr(PoolId=pool, Cidr=cidr)
    ec2.describe_addresses()
    assert ipam.allocations(source) == []
    assert ec2.delete_public_ipv4_pool(PoolId=pool)["ReturnValue"] is True
    with refused("InvalidPublicIpv4PoolID.NotFound"):
        ec2.delete_public_ipv4_pool(PoolId=pool)


def test_ec2_163_and_170_what_a_pool_does_not_take(ec2: Any, ipam: Ipam) -> None:
    """Larger blocks than a /24, blocks of another border group, and blocks of private pools."""
    source = public_pool(ipam)
    pool = ec2.create_public_ipv4_pool()["PoolId"]
    local = ec2.create_public_ipv4_pool(NetworkBorderGroup="us-east-1-bos-1")["PoolId"]
    with refused("InvalidParameterValue", rule="EC2-170"):
        ec2.provision_public_ipv4_pool_cidr(IpamPoolId=source, PoolId=pool, NetmaskLength=23)
    for named in ({"PoolId": local}, {"PoolId": pool, "NetworkBorderGroup": "us-east-1-bos-1"}):
        with refused("InvalidParameterValue", rule="EC2-163"):
            ec2.provision_public_ipv4_pool_cidr(IpamPoolId=source, NetmaskLength=24, **named)
    private = ipam.pool("10.0.0.0/8", Locale=HOME)
    with refused("InvalidParameterValue"):
        ec2.provision_public_ipv4_pool_cidr(IpamPoolId=private, PoolId=pool, NetmaskLength=24)
    with refused("InvalidParameterValue", rule="EC2-105"):
        ec2.create_public_ipv4_pool(NetworkBorderGroup="eu-west-1")
    with refused("InvalidParameterValue", rule="EC2-163"):
        ec2.delete_public_ipv4_pool(PoolId=pool, NetworkBorderGroup="us-east-1-bos-1")
    assert ipam.allocations(source) == []


def test_pools_are_their_owners_and_have_pages(aws: Aws, ec2: Any) -> None:
    """Ten at most in a page; tags find them."""
    tags = [{"ResourceType": "ipv4pool-ec2", "Tags": [{"Key": "a", "Value": "b"}]}]
    made = [ec2.create_public_ipv4_pool()["PoolId"] for _ in range(3)]
    made.append(ec2.create_public_ipv4_pool(TagSpecifications=tags)["PoolId"])
    first = ec2.describe_public_ipv4_pools(MaxResults=3)
    rest = ec2.describe_public_ipv4_pools(MaxResults=3, NextToken=first["NextToken"])
    assert [pool["PoolId"] for pool in first["PublicIpv4Pools"] + rest["PublicIpv4Pools"]] == made
    found = ec2.describe_public_ipv4_pools(Filters=[{"Name": "tag:a", "Values": ["b"]}])["PublicIpv4Pools"]
    assert [pool["PoolId"] for pool in found] == made[3:]
    for account, region in ((OTHER, HOME), (OWNER, AWAY)):
        other = aws.client("ec2", account, region=region)
        assert other.describe_public_ipv4_pools()["PublicIpv4Pools"] == []
        with refused("InvalidPublicIpv4PoolID.NotFound"):
            other.delete_public_ipv4_pool(PoolId=made[0])


def test_there_are_no_ipv6_pools(ec2: Any) -> None:
    """Until somebody brings addresses."""
    assert ec2.describe_ipv6_pools()["Ipv6Pools"] == []
    with refused("InvalidPoolID.NotFound"):
        ec2.describe_ipv6_pools(PoolIds=["ipv6pool-ec2-0123456789abcdef0"])
