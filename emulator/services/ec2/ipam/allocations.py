"""Allocations of IPAM's pools."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.cidrs import parse
from emulator.domain.ipam import access
from emulator.domain.ipam.pools import allocation, allocations
from emulator.domain.ipam.pools import refusals as pool_refusals
from emulator.domain.ipam.pools.allocation import Asked
from emulator.domain.ipam.pools.ledger import Allocation
from emulator.domain.ipam.pools.pools import Pool
from emulator.domain.sequence import Sequence
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.client_tokens import IdempotentRequest, once
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import given, tags_view
from emulator.services.operations import Call, Request


def allocation_view(world: World, found: Allocation) -> dict[str, Any]:
    return given(
        {
            "Cidr": str(found.cidr),
            "IpamPoolAllocationId": found.id,
            "Description": found.description,
            "ResourceId": found.resource_id,
            "ResourceType": found.resource_type,
            "ResourceRegion": found.resource_region,
            "ResourceOwner": found.owner_id,
            "Tags": tags_view(world, found.id),
        }
    )


class AllocateIpamPoolCidr(IdempotentRequest):
    ipam_pool_id: str
    cidr: str | None = None
    netmask_length: int | None = None
    description: str | None = None
    preview_next_cidr: bool | None = None
    allowed_cidrs: list[str] | None = None
    disallowed_cidrs: list[str] | None = None
    tag_specifications: list[TagSpecification] | None = None


@ec2.operation
def allocate_ipam_pool_cidr(call: Call, request: AllocateIpamPoolCidr) -> dict[str, Any]:
    """Reserve space of a pool, or show with PreviewNextCidr what would be reserved."""
    world = call.world
    tags = tags_for(world, kinds.IPAM_POOL_ALLOCATION, request.tag_specifications)
    asked = Asked(
        account_id=call.account_id,
        region=call.caller.region,
        pool_id=request.ipam_pool_id,
        cidr=request.cidr,
        netmask_length=request.netmask_length,
        allowed=allocation.blocks(request.allowed_cidrs, "allowedCidr"),
        disallowed=allocation.blocks(request.disallowed_cidrs, "disallowedCidr") or (),
    )
    if request.preview_next_cidr:
        if request.cidr is not None:
            raise pool_refusals.NotWithCidr("previewNextCidr").under("IPAM-093")
        return {"IpamPoolAllocation": {"Cidr": str(allocation.plan_reservation(world, asked).cidr)}}

    def allocate() -> Allocation:
        planned = allocation.plan_reservation(world, asked)
        world.begin_change()
        return allocation.commit(world, planned, description=request.description or None, tags=tags)

    def made_before(allocation_id: str) -> Allocation | None:
        # the pool may be shared with the caller no more (IPAM-592)
        access.pool_to_use(world, call.account_id, call.caller.region, request.ipam_pool_id, asked.action)
        return world.ipam.ledger.get(allocation_id)

    made = once(call, request, made_before, allocate)
    return {"IpamPoolAllocation": allocation_view(world, made)}


class ReleaseIpamPoolAllocation(Request):
    ipam_pool_id: str
    cidr: str
    ipam_pool_allocation_id: str


@ec2.operation
def release_ipam_pool_allocation(call: Call, request: ReleaseIpamPoolAllocation) -> dict[str, bool]:
    """Give a custom allocation's addresses back to its pool."""
    allocations.release(
        call.world,
        call.account_id,
        call.caller.region,
        request.ipam_pool_id,
        request.ipam_pool_allocation_id,
        request.cidr,
    )
    return {"Success": True}


class ModifyIpamPoolAllocation(Request):
    ipam_pool_allocation_id: str
    description: str | None = None


@ec2.operation
def modify_ipam_pool_allocation(call: Call, request: ModifyIpamPoolAllocation) -> dict[str, Any]:
    """Describe an allocation anew; without a description it has none."""
    region, allocation_id = call.caller.region, request.ipam_pool_allocation_id
    found = allocations.modify(call.world, call.account_id, region, allocation_id, request.description)
    return {"IpamPoolAllocation": allocation_view(call.world, found)}


class _Seen:
    """A sequence of allocations, in which one is found by its id without walking it."""

    def __init__(self, listed: Sequence[Allocation], find: Callable[[str], Allocation | None]) -> None:
        self._listed = listed
        self._find = find

    def get(self, key: str, /) -> Allocation | None:
        return self._find(key)

    def page(
        self,
        after: str | None,
        limit: int,
        keep: Callable[[Allocation], bool] | None = None,
        among: Iterable[str] | None = None,
    ) -> tuple[list[Allocation], str | None]:
        if among is None:
            return self._listed.page(after, limit, keep)
        found = (self._find(allocation_id) for allocation_id in set(among))
        kept = (each for each in found if each is not None and (keep is None or keep(each)))
        behind = (each for each in sorted(kept, key=lambda each: each.position) if each.position > int(after or 0))
        page = list(islice(behind, limit + 1))
        return page[:limit], str(page[limit - 1].position) if len(page) > limit else None


_ROWS: dict[str, Callable[[Allocation], str | None]] = {
    "cidr": lambda found: str(found.cidr),
    "ipam-pool-allocation-id": lambda found: found.id,
    # the name that Terraform's provider used at first
    "allocation-id": lambda found: found.id,
    "description": lambda found: found.description,
    "resource-id": lambda found: found.resource_id,
    "resource-type": lambda found: found.resource_type,
    "resource-region": lambda found: found.resource_region,
    "resource-owner": lambda found: found.owner_id,
}


def _itself(call: Call, value: str) -> Iterable[str]:
    return (value,)


def _of_resource(call: Call, value: str) -> Iterable[str]:
    return (found.id for found in call.world.ipam.ledger.of_resource(value))


_INDEXES = {"ipam-pool-allocation-id": _itself, "allocation-id": _itself, "resource-id": _of_resource}


def _filters(pool: Pool | None) -> FilterTable[Allocation]:
    """The filters; in one pool, an allocation is found by its CIDR too."""

    def at(call: Call, value: str) -> Iterable[str]:
        cidr = parse(value)
        if pool is None or cidr is None or not pool.holders:
            return ()
        found = pool.holder_of(cidr.network).taken.get(cidr.network)
        return () if found is None else (found.id,)

    indexes = _INDEXES if pool is None else {**_INDEXES, "cidr": at}
    return FilterTable[Allocation](_ROWS, tags=lambda found: found.id, indexes=indexes, tags_at_home=False)


class GetIpamPoolAllocations(DescribeRequest):
    ipam_pool_id: str
    ipam_pool_allocation_id: str | None = None


@ec2.operation
def get_ipam_pool_allocations(call: Call, request: GetIpamPoolAllocations) -> dict[str, Any]:
    """All of a pool's allocations, whoever holds them."""
    world = call.world
    pool = access.pool_to_read(
        world, call.account_id, call.caller.region, request.ipam_pool_id, "GetIpamPoolAllocations"
    )

    def find(allocation_id: str) -> Allocation | None:
        found = world.ipam.ledger.get(allocation_id)
        return found if found is not None and found.pool is pool else None

    listed = pool.allocations
    asked = request.ipam_pool_allocation_id
    if asked is not None:
        listed = Sequence()
        listed.append(kinds.IPAM_POOL_ALLOCATION.known(asked, find(asked)))
    return describe(
        call,
        request,
        "IpamPoolAllocations",
        _Seen(listed, find),
        filters=_filters(pool if asked is None else None),
        view=lambda found: allocation_view(world, found),
    )


class DescribeIpamPoolAllocations(DescribeRequest):
    ipam_pool_allocation_ids: list[str] | None = None


@ec2.operation
def describe_ipam_pool_allocations(call: Call, request: DescribeIpamPoolAllocations) -> dict[str, Any]:
    """The allocations that the caller holds, in whatever pools."""
    world, region = call.world, call.caller.region
    return describe(
        call,
        request,
        "IpamPoolAllocations",
        _Seen(
            world.ipam.ledger.owned_in(call.account_id, region),
            lambda allocation_id: allocations.find_held(world, call.account_id, region, allocation_id),
        ),
        kind=kinds.IPAM_POOL_ALLOCATION,
        ids="ipam_pool_allocation_ids",
        filters=_filters(None),
        view=lambda found: allocation_view(world, found),
    )
