"""Who sees and uses which pool: its owner, and whoever it is shared with through RAM."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.sharing import Shared
from emulator.domain.ipam.states import State
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.pools import Pool

# A pool is shared from its home Region, whatever its locale.
POOLS: "Shared[Pool]" = Shared(
    "ec2:IpamPool",
    lambda world: world.ipam.pools,
    regions=lambda pool: pool.regions,
    is_going=lambda pool: pool.state is State.DELETE_IN_PROGRESS,
)


def pool_to_read(world: World, caller_id: str, region: str, pool_id: str) -> "Pool":
    """A pool of the caller's or shared with it, in the pool's home or locale Region."""
    return kinds.IPAM_POOL.known(pool_id, find_pool(world, caller_id, region, pool_id))


def pool_to_use(world: World, caller_id: str, region: str, pool_id: str) -> "Pool":
    """A pool of the caller's or shared with it, where it is allocated from: the locale, or home if it has none."""
    pool = find_pool(world, caller_id, region, pool_id)
    return kinds.IPAM_POOL.known(pool_id, pool if pool is not None and region == pool.use_region else None)


def find_pool(world: World, caller_id: str, region: str, pool_id: str) -> "Pool | None":
    return POOLS.find(world, caller_id, region, pool_id)


def shared_pools(world: World, caller_id: str, region: str) -> "Iterator[Pool]":
    """The pools that others share with the caller and that it sees in a Region."""
    return POOLS.of_others(world, caller_id, region)
