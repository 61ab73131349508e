"""Who sees and uses which pool: its owner, and whoever it is shared with through RAM."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.sharing import Shared
from emulator.domain.ipam.pools import refusals as pool_refusals
from emulator.domain.ipam.states import State
from emulator.domain.ram import access as ram
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.pools.pools import Pool

# A pool is shared from its home Region, whatever its locale.
POOLS: "Shared[Pool]" = Shared(
    "ec2:IpamPool",
    lambda world: world.ipam.pools,
    regions=lambda pool: pool.regions,
    is_going=lambda pool: pool.state is State.DELETE_IN_PROGRESS,
)


def seen_pool(world: World, caller_id: str, region: str, pool_id: str) -> "Pool":
    """A pool of the caller's or shared with it, in the pool's home or locale Region."""
    return kinds.IPAM_POOL.known(pool_id, find_pool(world, caller_id, region, pool_id))


def pool_to_read(world: World, caller_id: str, region: str, pool_id: str, action: str) -> "Pool":
    """The same for a call that needs the action of its name in the permission of a share."""
    return _permitted(world, caller_id, seen_pool(world, caller_id, region, pool_id), action)


def pool_to_use(world: World, caller_id: str, region: str, pool_id: str, action: str) -> "Pool":
    """The same where it is allocated from: the locale, or home if it has none."""
    pool = find_pool(world, caller_id, region, pool_id)
    found = kinds.IPAM_POOL.known(pool_id, pool if pool is not None and region == pool.use_region else None)
    return _permitted(world, caller_id, found, action)


def _permitted(world: World, caller_id: str, pool: "Pool", action: str) -> "Pool":
    """Any share shows a pool; what is done with it, a share's permission says (RAM-140)."""
    if caller_id != pool.owner_id and not ram.may_act(world, caller_id, pool.arn, f"ec2:{action}"):
        raise pool_refusals.ActionNotShared(pool.id)
    return pool


def find_pool(world: World, caller_id: str, region: str, pool_id: str) -> "Pool | None":
    return POOLS.find(world, caller_id, region, pool_id)


def shared_pools(world: World, caller_id: str, region: str) -> "Iterator[Pool]":
    """The pools that others share with the caller and that it sees in a Region."""
    return POOLS.of_others(world, caller_id, region)
