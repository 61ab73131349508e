"""Public IPv4 pools, and the IPv6 pools of ranges that their owner has brought."""

from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.network import public_ipv4_pools as pools
from emulator.domain.network.addresses import text_of
from emulator.domain.network.records import AddressRange, Ipv6Pool, PublicIpv4Pool
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import given, tags_view
from emulator.services.operations import Call, Request


def _range_view(pool: PublicIpv4Pool, shown: AddressRange) -> dict[str, Any]:
    return {
        "FirstAddress": text_of(shown.first),
        "LastAddress": text_of(shown.last),
        "AddressCount": shown.size,
        "AvailableAddressCount": pools.available(pool, shown),
    }


def pool_view(world: World, pool: PublicIpv4Pool) -> dict[str, Any]:
    total = sum(each.size for each in pool.ranges)
    return given(
        {
            "PoolId": pool.id,
            "Description": pool.description,
            "PoolAddressRanges": [_range_view(pool, each) for each in pool.ranges],
            "TotalAddressCount": total,
            "TotalAvailableAddressCount": total - len(pool.taken),
            "NetworkBorderGroup": pool.border_group,
            "Tags": tags_view(world, pool.id),
        }
    )


class CreatePublicIpv4Pool(Request):
    tag_specifications: list[TagSpecification] | None = None
    network_border_group: str | None = None


@ec2.operation
def create_public_ipv4_pool(call: Call, request: CreatePublicIpv4Pool) -> dict[str, Any]:
    """Make an empty pool."""
    world = call.world
    tags = tags_for(world, kinds.PUBLIC_IPV4_POOL, request.tag_specifications)
    pool = pools.create(world, call.account_id, call.caller.region, request.network_border_group, tags)
    return {"PoolId": pool.id}


class ProvisionPublicIpv4PoolCidr(Request):
    ipam_pool_id: str
    pool_id: str
    netmask_length: int
    network_border_group: str | None = None


@ec2.operation
def provision_public_ipv4_pool_cidr(call: Call, request: ProvisionPublicIpv4PoolCidr) -> dict[str, Any]:
    """Give a pool a block of an IPAM pool."""
    pool, added = pools.provision(
        call.world,
        call.account_id,
        call.caller.region,
        request.pool_id,
        request.ipam_pool_id,
        request.netmask_length,
        request.network_border_group,
    )
    return {"PoolId": pool.id, "PoolAddressRange": _range_view(pool, added)}


class DeprovisionPublicIpv4PoolCidr(Request):
    pool_id: str
    cidr: str


@ec2.operation
def deprovision_public_ipv4_pool_cidr(call: Call, request: DeprovisionPublicIpv4PoolCidr) -> dict[str, Any]:
    """Take a block of which nothing is in use from a pool."""
    gone = pools.deprovision(call.world, call.account_id, call.caller.region, request.pool_id, request.cidr)
    return {"PoolId": request.pool_id, "DeprovisionedAddresses": [text_of(number) for number in gone]}


class DeletePublicIpv4Pool(Request):
    pool_id: str
    network_border_group: str | None = None


@ec2.operation
def delete_public_ipv4_pool(call: Call, request: DeletePublicIpv4Pool) -> dict[str, Any]:
    """Delete an empty pool."""
    pools.delete(call.world, call.account_id, call.caller.region, request.pool_id, request.network_border_group)
    return {"ReturnValue": True}


class DescribePublicIpv4Pools(DescribeRequest):
    pool_ids: list[str] | None = None


_FILTERS = FilterTable[PublicIpv4Pool]({}, tags=lambda pool: pool.id)


@ec2.operation
def describe_public_ipv4_pools(call: Call, request: DescribePublicIpv4Pools) -> dict[str, Any]:
    """The caller's public IPv4 pools in this Region."""
    return describe(
        call,
        request,
        "PublicIpv4Pools",
        call.world.network.public_ipv4_pools.at(call.account_id, call.caller.region),
        kind=kinds.PUBLIC_IPV4_POOL,
        ids="pool_ids",
        filters=_FILTERS,
        view=lambda pool: pool_view(call.world, pool),
    )


class DescribeIpv6Pools(DescribeRequest):
    pool_ids: list[str] | None = None


_IPV6_FILTERS = FilterTable[Ipv6Pool]({}, tags=lambda pool: pool.id)


def ipv6_pool_view(world: World, pool: Ipv6Pool) -> dict[str, Any]:
    return given(
        {
            "PoolId": pool.id,
            "Description": pool.description,
            "PoolCidrBlocks": [{"Cidr": str(pool.space.cidr)}],
            "Tags": tags_view(world, pool.id),
        }
    )


@ec2.operation
def describe_ipv6_pools(call: Call, request: DescribeIpv6Pools) -> dict[str, Any]:
    """The caller's IPv6 pools in this Region."""
    return describe(
        call,
        request,
        "Ipv6Pools",
        call.world.network.ipv6_pools.at(call.account_id, call.caller.region),
        kind=kinds.PUBLIC_IPV6_POOL,
        ids="pool_ids",
        filters=_IPV6_FILTERS,
        view=lambda pool: ipv6_pool_view(call.world, pool),
    )
