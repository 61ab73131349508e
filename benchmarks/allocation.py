"""The allocation engine at a thousand and at a million live allocations: `python -m benchmarks.allocation [LARGE]`.

Dense: the pool is filled from its beginning. Fragmented: then half of it, at random, is given back. Allocating and
releasing at the large size is to cost at most 1.5 times what it costs at the small one. Then the memory of a custom
allocation, which is to be at most 400 bytes beyond its own strings: its id is the only one that it has alone.
"""

import gc
import random
import sys
import tracemalloc
from time import process_time

from emulator.domain.ipam import ipams
from emulator.domain.ipam.pools import allocation, allocations, pools
from emulator.domain.ipam.pools import cidrs as pool_cidrs
from emulator.domain.ipam.pools.allocation import Asked
from emulator.domain.ipam.pools.ledger import Allocation
from emulator.domain.ipam.pools.pools import NewPool, Pool
from emulator.domain.ipam.pools.provisioning import Proof
from emulator.domain.world import World
from emulator.worlds import new_world

OWNER = "222222222222"
HOME = "us-east-1"
SMALL, LARGE, SAMPLE = 1_000, 1_000_000, 500
MEASURED = 100_000
FAMILIES = {"ipv4": ("10.0.0.0/8", 31), "ipv6": ("fd80::/40", 64)}


def _pool(world: World, family: str, cidr: str) -> Pool:
    ipam = ipams.create(
        world,
        OWNER,
        HOME,
        description=None,
        operating_regions=[],
        tier="advanced",
        enable_private_gua=False,
        metered_account="ipam-owner",
        tags={},
    )
    world.settle()
    pool = pools.create(world, OWNER, HOME, NewPool(scope_id=ipam.private_scope_id, address_family=family), {})
    world.settle()
    pool_cidrs.provision(world, OWNER, HOME, pool.id, cidr, None, Proof())
    world.settle()
    return pool


def _allocate(world: World, pool: Pool, length: int) -> Allocation:
    asked = Asked(account_id=OWNER, region=HOME, pool_id=pool.id, netmask_length=length)
    return allocation.commit(world, allocation.plan(world, asked))


def measure(family: str, count: int, *, fragmented: bool) -> float:
    """Microseconds of CPU for one release and one allocation in a pool with this many live allocations."""
    cidr, length = FAMILIES[family]
    world, chance = new_world("benchmark"), random.Random(1)
    pool = _pool(world, family, cidr)
    live = [_allocate(world, pool, length) for _ in range(count * (2 if fragmented else 1))]
    if fragmented:
        chance.shuffle(live)
        for each in live[count:]:
            allocations.drop(world, each)
        del live[count:]
    gc.collect()
    gc.disable()
    best = float("inf")
    for _ in range(5):
        chosen = chance.sample(range(count), SAMPLE)
        start = process_time()
        for index in chosen:
            allocations.drop(world, live[index])
        for index in chosen:
            live[index] = _allocate(world, pool, length)
        best = min(best, (process_time() - start) / SAMPLE)
    gc.enable()
    return best * 1e6


def memory(family: str, count: int) -> float:
    """Bytes of a live allocation beyond the string of its id, of so many in a pool."""
    cidr, length = FAMILIES[family]
    world = new_world("benchmark")
    pool = _pool(world, family, cidr)
    _allocate(world, pool, length)
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in range(count):
        _allocate(world, pool, length)
    gc.collect()
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return used / count - sys.getsizeof(next(iter(world.ipam.ledger.by_id)))


def main() -> None:
    large = int(sys.argv[1]) if len(sys.argv) > 1 else LARGE
    for family in FAMILIES:
        for fragmented in (False, True):
            few = measure(family, SMALL, fragmented=fragmented)
            many = measure(family, large, fragmented=fragmented)
            shape = "fragmented" if fragmented else "dense"
            print(f"{family} {shape}: {few:.1f} us at {SMALL}, {many:.1f} us at {large}, {many / few:.2f} times")
    for family in FAMILIES:
        print(f"{family} memory: {memory(family, MEASURED):.0f} bytes an allocation beyond its id")


if __name__ == "__main__":
    main()
