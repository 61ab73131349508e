"""Address space over HTTP: scopes, pools and what is in them, as lists and as a picture of bounded size."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from operator import attrgetter
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from emulator.admin.asking import Answered, look
from emulator.admin.panorama import Item, Lane, Painter, cover
from emulator.admin.problems import Refused
from emulator.admin.shapes import Name
from emulator.admin.views import existing
from emulator.domain.ec2.cidrs import BITS, IPV4, IPV6, Cidr, must_parse, parse
from emulator.domain.ipam.pools.ledger import IPAM_POOL, Allocation
from emulator.domain.ipam.pools.pools import Pool
from emulator.domain.ipam.scopes import Scope
from emulator.domain.ipam.views import OVERLAPPING, Row, View
from emulator.domain.world import World
from emulator.worlds import Worlds

_IPAMS_SHOWN = 100
_POOLS_SHOWN = 500
_CIDRS_SHOWN = 20
_LEVELS_SHOWN = 10
_length, _kind, _owner = attrgetter("length"), attrgetter("resource_type"), attrgetter("owner_id")
# what is shown where nothing is provisioned yet
_NOTHING_YET = {
    ("private", IPV4): must_parse("10.0.0.0/8"),
    ("private", IPV6): must_parse("fd00::/8"),
    ("public", IPV4): must_parse("0.0.0.0/0"),
    ("public", IPV6): must_parse("2000::/3"),
}
_LANES_OF_RESOURCES = {
    "vpc": "VPCs that IPAM sees",
    "subnet": "Subnets that IPAM sees",
    "public-ipv4-pool": "Public IPv4 pools that IPAM sees",
    "eip": "Elastic IP addresses that IPAM sees",
}


class ScopeView(BaseModel):
    id: str
    scope_type: str
    is_default: bool
    description: str | None
    pools: int
    families: list[str]


class IpamView(BaseModel):
    id: str
    owner_id: str
    region: str
    state: str
    description: str | None
    tier: str
    scopes: list[ScopeView]


class AddressSpaceView(BaseModel):
    """Every IPAM of the world with its scopes."""

    ipams: list[IpamView]
    more: bool


class PoolCidrView(BaseModel):
    cidr: str
    state: str
    used: float = Field(description="how much of it is taken, from 0 to 1")


class PoolView(BaseModel):
    id: str
    name: str | None
    parent_id: str | None
    depth: int
    family: str
    locale: str
    state: str
    owner_id: str
    cidrs: list[PoolCidrView]
    addresses: str = Field(description="how many it has; IPv6 pools have more than JSON can count")
    used: float
    allocations: int
    children: int
    min_length: int | None
    max_length: int | None
    default_length: int | None


class PoolsView(BaseModel):
    """The pools of a scope, each behind the one that it is under."""

    pools: list[PoolView]
    more: bool


class PictureView(BaseModel):
    """The addresses of a scope in a viewport, lane by lane."""

    scope_id: str
    family: str
    viewport: str
    whole: str = Field(description="the smallest CIDR that holds everything of this family")
    wider: str | None = Field(description="one step out")
    before: str | None
    after: str | None
    pieces: int = Field(description="how many pieces the picture has; what is smaller than one is counted")
    inside: list[str] = Field(description="the pools that the viewport lies in, from the outside in")
    lanes: list[Lane]


def router(held: Worlds) -> APIRouter:
    routes = APIRouter(tags=["address space"])

    @routes.get("/worlds/{name}/address-space")
    async def list_scopes(name: Name) -> AddressSpaceView:
        """Every IPAM of the world, with its scopes."""
        world = existing(held, name)
        ipams = world.ipam.ipams
        return AddressSpaceView(
            ipams=[
                IpamView(
                    id=ipam.id,
                    owner_id=ipam.owner_id,
                    region=ipam.region,
                    state=ipam.state,
                    description=ipam.description,
                    tier=ipam.tier,
                    scopes=[_scope_view(world, world.ipam.scopes[scope_id]) for scope_id in ipam.scope_ids],
                )
                for ipam in islice(ipams.values(), _IPAMS_SHOWN)
            ],
            more=len(ipams) > _IPAMS_SHOWN,
        )

    @routes.get("/worlds/{name}/scopes/{scope_id}/pools")
    async def list_pools(name: Name, scope_id: str) -> PoolsView:
        """The pools of a scope as a tree, with how much of each is taken."""
        world = existing(held, name)
        scope = _scope(world, scope_id)
        pools = list(islice(_tree(world, scope), _POOLS_SHOWN + 1))
        return PoolsView(
            pools=[_pool_view(world, pool) for pool in pools[:_POOLS_SHOWN]], more=len(pools) > _POOLS_SHOWN
        )

    @routes.get("/worlds/{name}/scopes/{scope_id}/picture")
    async def paint(
        name: Name,
        scope_id: str,
        family: Literal["ipv4", "ipv6"] = "ipv4",
        cidr: Annotated[str | None, Query(max_length=64, description="the viewport; without it everything")] = None,
    ) -> PictureView:
        """The addresses of a scope as a picture: the pools level by level, what is allocated, and what IPAM sees.
        What is too small to be seen is counted."""
        world = existing(held, name)
        scope = _scope(world, scope_id)
        whole = _whole(world, scope, family)
        viewport = whole
        if cidr is not None:
            named = parse(cidr)
            if named is None:
                raise Refused(422, f"cidr: {cidr!r} is none", "a CIDR, such as 10.0.0.0/8")
            viewport = named
        return _picture(world, scope, viewport, whole if viewport.family == family else viewport)

    @routes.get("/worlds/{name}/pools/{pool_id}/next")
    async def preview(name: Name, pool_id: str, netmask_length: Annotated[int, Query(ge=0, le=128)]) -> Answered:
        """What the pool's owner would be given if it asked for an allocation of this size now, or which rule refuses
        it; as AllocateIpamPoolCidr with PreviewNextCidr answers."""
        world = existing(held, name)
        pool = world.ipam.pools.get(pool_id)
        if pool is None:
            raise Refused(404, f"no pool {pool_id!r}", "the id of a pool in this world")
        asked = {"IpamPoolId": pool.id, "NetmaskLength": netmask_length, "PreviewNextCidr": True}
        return look(world, pool.owner_id, pool.use_region, "ec2", "AllocateIpamPoolCidr", asked)

    return routes


def _scope(world: World, scope_id: str) -> Scope:
    scope = world.ipam.scopes.get(scope_id)
    if scope is None:
        raise Refused(404, f"no scope {scope_id!r}", "the id of a scope in this world")
    return scope


def _pools_of(world: World, scope: Scope) -> Iterator[Pool]:
    return (world.ipam.pools[pool_id] for pool_id in scope.pool_ids)


def _scope_view(world: World, scope: Scope) -> ScopeView:
    families = {pool.address_family for pool in _pools_of(world, scope)}
    view = world.ipam.watch.views.get(scope.ipam_id)
    if view is not None:
        families |= {row.sample.cidr.family for row in islice(_rows(view, scope), 1_000)}
    return ScopeView(
        id=scope.id,
        scope_type=scope.scope_type,
        is_default=scope.is_default,
        description=scope.description,
        pools=len(scope.pool_ids),
        families=sorted(families) or [IPV4],
    )


def _tree(world: World, scope: Scope) -> Iterator[Pool]:
    """The pools, each behind its parent."""

    def under(pool: Pool) -> Iterator[Pool]:
        yield pool
        for child_id in pool.child_ids:
            yield from under(world.ipam.pools[child_id])

    for pool in _pools_of(world, scope):
        if pool.source_pool_id is None:
            yield from under(pool)


def _name(world: World, pool: Pool) -> str | None:
    return world.ec2.tags.of(pool.id).get("Name") or pool.description


def _pool_view(world: World, pool: Pool) -> PoolView:
    size = sum(holder.cidr.size for holder in pool.holders if holder.cidr is not None)
    free = sum(holder.space.free_size for holder in pool.holders if holder.space is not None)
    return PoolView(
        id=pool.id,
        name=_name(world, pool),
        parent_id=pool.source_pool_id,
        depth=pool.depth,
        family=pool.address_family,
        locale=pool.locale,
        state=pool.state,
        owner_id=pool.owner_id,
        cidrs=[
            PoolCidrView(
                cidr=str(each.cidr) if each.cidr is not None else f"/{each.netmask_length}",
                state=each.state,
                used=1 - each.space.free_size / each.space.cidr.size if each.space is not None else 0,
            )
            for each in islice(pool.cidrs.values(), _CIDRS_SHOWN)
        ],
        addresses=str(size),
        used=1 - free / size if size else 0,
        allocations=len(pool.allocations),
        children=len(pool.child_ids),
        min_length=pool.rules.min_length,
        max_length=pool.rules.max_length,
        default_length=pool.rules.default_length,
    )


def _rows(view: View, scope: Scope) -> Iterator[Row]:
    listed = view.scopes.get(scope.id)
    return iter(()) if listed is None else listed.values()


def _whole(world: World, scope: Scope, family: str) -> Cidr:
    """What holds everything of a family in a scope."""
    held = [holder.cidr for pool in _pools_of(world, scope) for holder in pool.holders if holder.cidr is not None]
    view = world.ipam.watch.views.get(scope.ipam_id)
    if view is not None:
        held += [row.sample.cidr for row in _rows(view, scope)]
    found = cover(cidr for cidr in held if cidr.family == family)
    return found or _NOTHING_YET[scope.scope_type, family]


def _picture(world: World, scope: Scope, viewport: Cidr, whole: Cidr) -> PictureView:
    pools = [pool for pool in _pools_of(world, scope) if pool.address_family == viewport.family]
    step = 1 << (viewport.bits - viewport.length)
    inside = sorted((pool for pool in pools if _contains(pool, viewport)), key=lambda pool: pool.depth)
    return PictureView(
        scope_id=scope.id,
        family=viewport.family,
        viewport=str(viewport),
        whole=str(whole),
        wider=str(_around(viewport, max(viewport.length - 2, 0))) if viewport.length else None,
        before=str(viewport._replace(network=viewport.network - step)) if viewport.network else None,
        after=(str(viewport._replace(network=viewport.end)) if viewport.end < 1 << BITS[viewport.family] else None),
        pieces=1 << Painter(viewport).piece_length - viewport.length,
        inside=[pool.id for pool in inside],
        lanes=[lane for lane in _lanes(world, scope, pools, viewport) if lane.blocks],
    )


def _around(cidr: Cidr, length: int) -> Cidr:
    shift = cidr.bits - length
    return Cidr(cidr.family, cidr.network >> shift << shift, length)


def _contains(pool: Pool, viewport: Cidr) -> bool:
    return any(holder.cidr is not None and holder.cidr.contains(viewport) for holder in pool.holders)


def _lanes(world: World, scope: Scope, pools: list[Pool], viewport: Cidr) -> Iterator[Lane]:
    for depth in range(1, _LEVELS_SHOWN + 1):
        level = [pool for pool in pools if pool.depth == depth]
        if not level:
            break
        painter = Painter(viewport)
        for pool in level:
            painter.add(_holdings(world, pool))
        yield painter.lane("Top-level pools" if depth == 1 else f"Pools, level {depth}")
    painter = Painter(viewport)
    for pool in pools:
        _allocations(pool, painter)
    yield painter.lane("Allocations")
    view = world.ipam.watch.views.get(scope.ipam_id)
    if view is not None:
        for kind, name in _LANES_OF_RESOURCES.items():
            painter = Painter(viewport)
            painter.add(_resources(view, scope, kind, viewport))
            yield painter.lane(name)


def _holdings(world: World, pool: Pool) -> Iterator[Item]:
    name = _name(world, pool) or pool.id
    for holder in pool.holders:
        if holder.cidr is not None and holder.space is not None:
            used = 1 - holder.space.free_size / holder.cidr.size
            yield Item(holder.cidr, "pool", pool.id, name, pool.owner_id, pool.id, holder.state, used=used)


def _allocations(pool: Pool, painter: Painter) -> None:
    """What is allocated from a pool, but for what pools under it have: they have lanes of their own."""
    viewport = painter.viewport
    for holder in pool.holders:
        if holder.cidr is None or not holder.cidr.overlaps(viewport):
            continue
        taken = holder.taken
        networks = sorted(taken)
        at = bisect_left(networks, viewport.network)
        if at:
            # what begins before the viewport may contain it
            painter.add(_own(taken[networks[at - 1]]))
        end = bisect_left(networks, viewport.end)
        while at < end:
            piece = networks[at] >> painter.shift
            behind = bisect_left(networks, (piece + 1) << painter.shift, at, end)
            _of_piece(painter, piece, [taken[network] for network in networks[at:behind]])
            at = behind


def _of_piece(painter: Painter, piece: int, held: list[Allocation]) -> None:
    """The allocations that begin in a piece. There may be a hundred thousand, so those that are only counted are
    counted together."""
    lengths = Counter(map(_length, held))
    kinds = set(map(_kind, held))
    if min(lengths) <= painter.piece_length or IPAM_POOL in kinds:
        painter.add(item for one in held for item in _own(one))
        return
    size = sum(count << (painter.viewport.bits - length) for length, count in lengths.items())
    painter.count(piece, len(held), size, kinds, set(map(_owner, held)))


def _own(allocation: Allocation) -> Iterator[Item]:
    """An allocation of the pool's own, as the picture shows it; a pool under it has its addresses elsewhere."""
    if allocation.resource_type == IPAM_POOL:
        return
    label = allocation.resource_id or allocation.description or allocation.id
    yield Item(allocation.cidr, allocation.resource_type, allocation.id, label, allocation.owner_id, allocation.pool.id)


def _resources(view: View, scope: Scope, kind: str, viewport: Cidr) -> Iterator[Item]:
    for row in view.neighbours(scope.id, kind, viewport):
        resource, findings = row.sample.resource, row.findings
        yield Item(
            row.sample.cidr,
            kind,
            resource.id,
            resource.name or resource.id,
            resource.owner_id,
            findings.pool_id if findings is not None else None,
            findings.management if findings is not None else None,
            findings.compliance if findings is not None else None,
            findings is not None and findings.overlap == OVERLAPPING,
            row.sample.usage,
        )
