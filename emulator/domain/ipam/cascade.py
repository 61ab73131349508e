"""Deletions of pools, and of all that is in an IPAM. VPCs, subnets and addresses are never touched."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from emulator.domain.events import ShareableResourceDeleted
from emulator.domain.ipam import refusals, states
from emulator.domain.ipam.discovery import watch
from emulator.domain.ipam.pools import allocations, pools
from emulator.domain.ipam.pools import cidrs as pool_cidrs
from emulator.domain.ipam.pools import refusals as pool_refusals
from emulator.domain.ipam.pools.pools import Pool
from emulator.domain.ipam.pools.provisioning import GLOBAL_UNICAST
from emulator.domain.ipam.states import RESOURCE, Trigger
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.ipams import Ipam


def delete_pool(world: World, caller_id: str, region: str, pool_id: str, *, cascading: bool) -> Pool:
    """DeleteIpamPool: an empty one, or with Cascade all that is in it (IPAM-043 to IPAM-045)."""
    pool = pools.owned(world, caller_id, region, pool_id)
    states.require(pool, Trigger.DELETE)
    if cascading:
        if pool.is_public and pool.source_resource is None:
            raise pool_refusals.CascadeNotPossible(pool.id)
        for each in _with_children(world, pool):
            states.require(each, Trigger.DELETE)
    else:
        if any(not each.is_gone for each in pool.cidrs.values()):
            raise pool_refusals.PoolHasCidrs(pool.id)
        if len(pool.allocations):
            raise pool_refusals.PoolHasDependents(pool.id, "allocations in the pool")
        if pool.child_ids:
            raise pool_refusals.PoolHasDependents(pool.id, "pools that have the pool as their source")
    world.begin_change()
    _begin_deletion(world, pool)
    return pool


def _begin_deletion(world: World, pool: Pool) -> None:
    """The pool and those under it begin to go; the lowest are gone first."""
    for each in _with_children(world, pool):
        states.take(world, each, Trigger.DELETE)


def _with_children(world: World, pool: Pool) -> Iterator[Pool]:
    """The pools under a pool, the lowest first, and the pool itself last."""
    for child_id in pool.child_ids:
        yield from _with_children(world, world.ipam.pools[child_id])
    yield pool


def remove_pool(world: World, pool: Pool) -> None:
    """The deletion is over: space goes back, and nothing of the pool is left."""
    for allocation in list(pool.allocations):
        allocations.drop(world, allocation)
    for pool_cidr in list(pool.cidrs.values()):
        pool_cidrs.let_go(world, pool_cidr)
        pool_cidrs.forget(world, pool_cidr)
    world.ipam.pools.remove(pool.id)
    watch.note_unmeasured(world, pool.id)
    world.ec2.tags.forget((pool.owner_id, pool.region), pool.id)
    scope = world.ipam.scopes.get(pool.scope_id)
    if scope is not None:
        scope.pool_ids.pop(pool.id, None)
    source = world.ipam.pools.get(pool.source_pool_id) if pool.source_pool_id is not None else None
    if source is not None:
        source.child_ids.pop(pool.id, None)
    world.announce(ShareableResourceDeleted(pool.arn))


def pools_of(world: World, ipam: "Ipam") -> Iterator[Pool]:
    for scope_id in ipam.scope_ids:
        for pool_id in world.ipam.scopes[scope_id].pool_ids:
            yield world.ipam.pools[pool_id]


def locale_regions(world: World, ipam: "Ipam") -> set[str]:
    """The Regions that are the locale of a pool."""
    return {pool.locale_region for pool in pools_of(world, ipam) if pool.locale_region is not None}


def has_private_gua(world: World, ipam: "Ipam") -> bool:
    """Whether a private scope holds global IPv6 space."""
    return any(
        held.cidr is not None and GLOBAL_UNICAST.contains(held.cidr)
        for pool in pools_of(world, ipam)
        if not pool.is_public
        for held in pool.holders
    )


def require_ipam(world: World, ipam: "Ipam") -> None:
    """An IPAM goes with all that is private in it; public pools go first (IPAM-014)."""
    if world.ipam.scopes[ipam.public_scope_id].pool_ids:
        raise refusals.IpamHasDependents(ipam.id, "pools in its public scope").under("IPAM-014")
    for pool in pools_of(world, ipam):
        states.require(pool, Trigger.DELETE)


def empty_ipam(world: World, ipam: "Ipam") -> None:
    """The IPAM's pools and scopes begin to go; its default scopes go with the IPAM itself."""
    for pool in list(pools_of(world, ipam)):
        if pool.depth == 1:
            _begin_deletion(world, pool)
    for scope_id in ipam.scope_ids:
        scope = world.ipam.scopes[scope_id]
        if scope.is_default:
            scope.state = RESOURCE.take(scope.state, Trigger.DELETE).to
        else:
            states.take(world, scope, Trigger.DELETE)
