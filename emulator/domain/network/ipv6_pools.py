"""IPv6 pools: the ranges that their owner has brought to EC2, from which VPCs take blocks."""

from collections.abc import Sequence

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.cidrs import Cidr
from emulator.domain.ipam.pools.space import Space, ranges_of
from emulator.domain.network import vpc_refusals as refused
from emulator.domain.network.records import Ipv6Pool
from emulator.domain.world import World

# What a VPC gets that names no block.
DEFAULT_LENGTH = 56


def owned(world: World, caller_id: str, region: str, pool_id: str) -> Ipv6Pool:
    """The caller's pool in this Region."""
    return Ipv6Pool.KIND.known(pool_id, world.network.ipv6_pools.owned(caller_id, region, pool_id))


def make(world: World, owner_id: str, region: str, cidr: Cidr, description: str | None) -> Ipv6Pool:
    """A range has arrived."""
    pool = Ipv6Pool(kinds.PUBLIC_IPV6_POOL.new(world.identifiers), owner_id, region, Space(cidr), description)
    world.network.ipv6_pools.add(pool)
    return pool


def choose(pool: Ipv6Pool, named: Cidr | None, avoid: Sequence[Cidr]) -> Cidr:
    """The block that is asked for, or the lowest free one (IPAM-502, IPAM-503)."""
    if named is None:
        found = pool.space.lowest_within(DEFAULT_LENGTH, ranges_of(pool.space.cidr, None, avoid))
        if found is None:
            raise refused.Ipv6PoolExhausted(pool.id)
        return found
    fits = 44 <= named.length <= 60 and named.length % 4 == 0
    if not fits or not pool.space.cidr.contains(named) or not pool.space.is_free(named):
        raise refused.NotFreeInIpv6Pool(str(named), pool.id)
    return named


def give_back(world: World, pool_id: str, cidr: Cidr) -> None:
    """A VPC has no use for its block any more."""
    pool = world.network.ipv6_pools.get(pool_id)
    if pool is not None:
        pool.space.give_back(cidr)
