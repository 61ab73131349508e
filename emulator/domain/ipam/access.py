"""Who sees and uses which pool: its owner, and whoever it is shared with through RAM."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from emulator.domain.ec2 import kinds
from emulator.domain.ram import access as ram
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.pools import Pool

RESOURCE_TYPE = "ec2:IpamPool"


def pool_to_read(world: World, caller_id: str, region: str, pool_id: str) -> "Pool":
    """A pool of the caller's or shared with it, in the pool's home or locale Region."""
    return kinds.IPAM_POOL.known(pool_id, find_pool(world, caller_id, region, pool_id))


def pool_to_use(world: World, caller_id: str, region: str, pool_id: str) -> "Pool":
    """A pool of the caller's or shared with it, where it is allocated from: the locale, or home if it has none."""
    pool = find_pool(world, caller_id, region, pool_id)
    return kinds.IPAM_POOL.known(pool_id, pool if pool is not None and region == pool.use_region else None)


def find_pool(world: World, caller_id: str, region: str, pool_id: str) -> "Pool | None":
    pool = world.ipam.pools.get(pool_id)
    if pool is None or region not in pool.regions:
        return None
    if caller_id != pool.owner_id and not ram.may_use(world, caller_id, pool.arn):
        return None
    return pool


def shared_pools(world: World, caller_id: str, region: str) -> "Iterator[Pool]":
    """The pools that others share with the caller and that it sees in a Region."""
    for arn in ram.shared_with(world, caller_id, RESOURCE_TYPE):
        pool = world.ipam.pools.get(arn.rpartition("/")[2])
        if pool is not None and region in pool.regions:
            yield pool
