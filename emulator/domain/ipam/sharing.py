"""What IPAM tells RAM about the pools that may be shared."""

from emulator.domain.ipam.states import State
from emulator.domain.world import World


def home_of_pool(world: World, arn: str) -> str | None:
    """A pool is shared from its home Region, whatever its locale; one that is going is not shared at all."""
    pool = world.ipam.pools.get(arn.rpartition("/")[2])
    if pool is None or pool.arn != arn or pool.state is State.DELETE_IN_PROGRESS:
        return None
    return pool.region
