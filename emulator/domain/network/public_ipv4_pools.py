"""Public IPv4 pools: an account's own pools of addresses in a Region, filled from IPAM's."""

from collections.abc import Iterator, Mapping

from emulator.domain.ec2 import regions
from emulator.domain.ec2.cidrs import IPV4
from emulator.domain.events import NetworkResourceChanged
from emulator.domain.ipam.pools import allocation, ledger
from emulator.domain.ipam.pools.allocation import Asked
from emulator.domain.network import address_refusals as refused
from emulator.domain.network.blocks import parse_block
from emulator.domain.network.records import AddressRange, PublicIpv4Pool
from emulator.domain.network.vpc_refusals import UnknownBorderGroup
from emulator.domain.world import World

# The largest block that a pool gets at a time.
LARGEST_BLOCK = 24


def owned(world: World, caller_id: str, region: str, pool_id: str) -> PublicIpv4Pool:
    """The caller's pool in this Region."""
    return PublicIpv4Pool.KIND.known(pool_id, world.network.public_ipv4_pools.owned(caller_id, region, pool_id))


def create(
    world: World, caller_id: str, region: str, border_group: str | None, tags: Mapping[str, str]
) -> PublicIpv4Pool:
    """CreatePublicIpv4Pool: an empty one (EC2-105)."""
    group = border_group or region
    if regions.region_of_border_group(group) != region != group:
        raise UnknownBorderGroup(group)
    world.begin_change()
    pool = PublicIpv4Pool(PublicIpv4Pool.KIND.new(world.identifiers), caller_id, region, group)
    world.network.public_ipv4_pools.add(pool)
    world.ec2.tags.put((caller_id, region), PublicIpv4Pool.KIND.resource_type, pool.id, tags)
    return pool


def provision(
    world: World,
    caller_id: str,
    region: str,
    pool_id: str,
    ipam_pool_id: str,
    length: int,
    border_group: str | None,
) -> tuple[PublicIpv4Pool, AddressRange]:
    """ProvisionPublicIpv4PoolCidr: a block of an IPAM pool (EC2-163, EC2-170)."""
    pool = owned(world, caller_id, region, pool_id)
    if border_group not in (None, pool.border_group):
        raise refused.BorderGroupsDiffer(border_group or "", pool_id)
    plan = allocation.plan(
        world,
        Asked(
            account_id=caller_id,
            region=region,
            pool_id=ipam_pool_id,
            netmask_length=length,
            resource_type=ledger.PUBLIC_IPV4_POOL,
            action="ProvisionPublicIpv4PoolCidr",
            family=IPV4,
            tags=world.ec2.tags.of(pool_id),
            require_length=_require_length,
        ),
    )
    if plan.pool.locale != pool.border_group:
        raise refused.BorderGroupsDiffer(plan.pool.locale, pool_id)
    world.begin_change()
    allocation.commit(world, plan, resource_id=pool.id)
    added = AddressRange(plan.cidr.network, plan.cidr.end - 1, plan.cidr)
    pool.ranges.append(added)
    world.announce(NetworkResourceChanged(pool.id))
    return pool, added


def _require_length(length: int) -> None:
    if length < LARGEST_BLOCK:
        raise refused.PoolBlockTooLarge(length)


def deprovision(world: World, caller_id: str, region: str, pool_id: str, text: str) -> list[int]:
    """DeprovisionPublicIpv4PoolCidr: a block of a pool, of which no address is in use (EC2-171, EC2-172).

    IPAM gets the block back when nothing of what it handed out at once is left.
    """
    pool = owned(world, caller_id, region, pool_id)
    cidr = parse_block(text, IPV4, "cidr")
    first, last = cidr.network, cidr.end - 1
    held = next((each for each in pool.ranges if each.first <= first and last <= each.last), None)
    if held is None:
        raise refused.CidrNotInPool(str(cidr), pool_id)
    if any(number in pool.taken for number in range(first, last + 1)):
        raise refused.PoolAddressesInUse(str(cidr), pool_id)
    world.begin_change()
    index = pool.ranges.index(held)
    left = [(held.first, first - 1), (last + 1, held.last)]
    pool.ranges[index : index + 1] = [AddressRange(low, high, held.allocated) for low, high in left if low <= high]
    world.announce(NetworkResourceChanged(pool.id))
    if all(each.allocated != held.allocated for each in pool.ranges):
        allocation.release_later(world, pool.id, held.allocated)
    return list(range(first, last + 1))


def delete(world: World, caller_id: str, region: str, pool_id: str, border_group: str | None) -> None:
    """DeletePublicIpv4Pool: an empty one (EC2-173)."""
    pool = owned(world, caller_id, region, pool_id)
    if border_group not in (None, pool.border_group):
        raise refused.BorderGroupsDiffer(border_group or "", pool_id)
    if pool.ranges:
        raise refused.PoolNotEmpty(pool_id)
    world.begin_change()
    world.network.public_ipv4_pools.remove(pool_id)
    world.ec2.tags.forget((caller_id, region), pool_id)
    world.announce(NetworkResourceChanged(pool_id))


def find_free(pool: PublicIpv4Pool, wanted: int | None) -> int | None:
    """The lowest free address of a pool, or the wanted one if it is free."""
    if wanted is not None:
        held = any(each.first <= wanted <= each.last for each in pool.ranges)
        return wanted if held and wanted not in pool.taken else None
    return next(_free(pool), None)


def _free(pool: PublicIpv4Pool) -> Iterator[int]:
    for each in pool.ranges:
        yield from (number for number in range(each.first, each.last + 1) if number not in pool.taken)


def available(pool: PublicIpv4Pool, within: AddressRange) -> int:
    """How many addresses of a range are free."""
    return within.size - sum(within.first <= number <= within.last for number in pool.taken)
