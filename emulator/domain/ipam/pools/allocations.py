"""Allocations: recorded and dropped, released and described by whoever holds them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from emulator.domain.ec2.cidrs import Cidr, parse
from emulator.domain.ipam import access
from emulator.domain.ipam.discovery import watch
from emulator.domain.ipam.pools import refusals as pool_refusals
from emulator.domain.ipam.pools.ledger import CUSTOM, IPAM_POOL, Allocation
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.pools.cidrs import PoolCidr


def record(
    world: World,
    holder: "PoolCidr",
    cidr: Cidr,
    owner_id: str,
    resource_type: str = CUSTOM,
    *,
    resource_id: str | None = None,
    resource_region: str | None = None,
    description: str | None = None,
    tags: Mapping[str, str] | None = None,
) -> Allocation:
    """Take free space and remember who holds it."""
    ledger, pool = world.ipam.ledger, holder.pool
    allocation = Allocation(
        Allocation.KIND.new(world.identifiers),
        pool,
        cidr.network,
        cidr.length,
        ledger.next_position(),
        owner_id,
        resource_type,
        description,
        resource_id,
        resource_region,
    )
    holder.take(allocation)
    ledger.add(allocation)
    _note(world, allocation, is_reserved=resource_type == CUSTOM)
    if tags:
        world.ec2.tags.put((owner_id, pool.use_region), Allocation.KIND.resource_type, allocation.id, tags)
    return allocation


def drop(world: World, allocation: Allocation) -> None:
    """Give an allocation's space back to its pool."""
    allocation.pool.holder_of(allocation.network).give_back(allocation)
    world.ipam.ledger.remove(allocation)
    world.ec2.tags.forget((allocation.owner_id, allocation.pool.use_region), allocation.id)
    _note(world, allocation, is_reserved=True)


def _note(world: World, allocation: Allocation, *, is_reserved: bool) -> None:
    """Tell monitoring: a resource is managed or no more, or its addresses are reserved or free."""
    watch.note_unmeasured(world, allocation.pool.id)
    if allocation.resource_id is not None and allocation.resource_type != IPAM_POOL:
        watch.note(world, watch.RESOURCE, allocation.resource_id)
    if is_reserved:
        watch.note_space(world, allocation.pool, allocation.cidr)


def release(world: World, caller_id: str, region: str, pool_id: str, allocation_id: str, cidr: str) -> None:
    """ReleaseIpamPoolAllocation: custom ones, by whoever holds them or the pool's owner (IPAM-099, IPAM-100)."""
    pool = access.pool_to_use(world, caller_id, region, pool_id, "ReleaseIpamPoolAllocation")
    found = world.ipam.ledger.get(allocation_id)
    if found is not None and (found.pool is not pool or caller_id not in (found.owner_id, pool.owner_id)):
        found = None
    allocation = Allocation.KIND.known(allocation_id, found)
    if parse(cidr) != allocation.cidr:
        raise pool_refusals.CidrOfAnotherAllocation(cidr, allocation_id)
    if allocation.resource_type != CUSTOM:
        raise pool_refusals.OnlyCustomAllocations
    world.begin_change()
    drop(world, allocation)


def modify(world: World, caller_id: str, region: str, allocation_id: str, description: str | None) -> Allocation:
    """ModifyIpamPoolAllocation: the description, of an allocation that the caller holds; none removes it."""
    allocation = Allocation.KIND.known(allocation_id, find_held(world, caller_id, region, allocation_id))
    world.begin_change()
    allocation.description = description or None
    return allocation


def find_held(world: World, caller_id: str, region: str, allocation_id: str) -> Allocation | None:
    """The allocation, if the caller holds it and the pool is at home or used in this Region."""
    allocation = world.ipam.ledger.get(allocation_id)
    if allocation is None or allocation.owner_id != caller_id or region not in allocation.pool.regions:
        return None
    return allocation
