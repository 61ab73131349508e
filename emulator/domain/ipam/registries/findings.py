"""What IPAM finds out about a resource's CIDR: managed or not, compliant or not, overlapping or not.

Pure functions of what was seen, the pools' rules, the allocations and the shares.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from emulator.domain.ec2.cidrs import BITS, IPV6
from emulator.domain.ipam.discovery.observations import (
    EIP,
    INTERFACE,
    ONLY_SEEN,
    PUBLIC_IPV4_POOL,
    SUBNET,
    VPC,
    Observed,
    Sample,
)
from emulator.domain.ipam.pools.ledger import Allocation
from emulator.domain.ipam.pools.pools import Pool
from emulator.domain.ipam.pools.provisioning import UNIQUE_LOCAL
from emulator.domain.ipam.views import (
    COMPLIANT,
    IGNORED,
    MANAGED,
    NONCOMPLIANT,
    NONOVERLAPPING,
    OVERLAPPING,
    UNMANAGED,
    Findings,
    Row,
    View,
)
from emulator.domain.ram import access as ram
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.ipams import Ipam


def find_out(world: World, ipam: "Ipam", view: View, row: Row) -> Findings:
    """Everything about a row."""
    if row.sample.resource.resource_type in ONLY_SEEN:
        return Findings(None, None, None, None)
    if view.is_ignored(row):
        return Findings(IGNORED, None, IGNORED, IGNORED)
    allocation = allocation_of(world, ipam, row.sample)
    overlap = OVERLAPPING if overlaps(world, view, row) else NONOVERLAPPING
    if allocation is None:
        # a subnet that no pool plans cannot be managed
        state = None if row.sample.resource.resource_type == SUBNET else UNMANAGED
        return Findings(state, None, state, overlap)
    compliance = COMPLIANT if _complies(world, row.sample.resource, allocation) else NONCOMPLIANT
    return Findings(MANAGED, allocation.pool.id, compliance, overlap)


def allocation_of(world: World, ipam: "Ipam", sample: Sample) -> Allocation | None:
    """The allocation of a resource's CIDR in one of the IPAM's pools."""
    for allocation in world.ipam.ledger.of_resource(sample.resource.id):
        if allocation.pool.ipam_id == ipam.id and allocation.cidr == sample.cidr:
            return allocation
    return None


def scope_of(world: World, ipam: "Ipam", view: View, sample: Sample) -> str:
    """Where a CIDR is placed: with its allocation, else where its owner has moved it, else by its kind (IPAM-220)."""
    allocation = allocation_of(world, ipam, sample)
    if allocation is not None:
        return allocation.pool.scope_id
    resource, cidr = sample.resource, sample.cidr
    if resource.resource_type in (SUBNET, INTERFACE) and resource.vpc_id is not None:
        around = next((row for own, row in view.rows.get(resource.vpc_id, {}).items() if own.contains(cidr)), None)
        if around is not None:
            return around.scope_id
    moved = view.moved.get((resource.id, cidr))
    if moved is not None and moved in world.ipam.scopes:
        return moved
    if resource.resource_type in (EIP, PUBLIC_IPV4_POOL) or (cidr.family == IPV6 and not UNIQUE_LOCAL.contains(cidr)):
        return ipam.public_scope_id
    return ipam.private_scope_id


def _complies(world: World, resource: Observed, allocation: Allocation) -> bool:
    pool = allocation.pool
    low = pool.rules.min_length or 0
    high = BITS[pool.address_family] if pool.rules.max_length is None else pool.rules.max_length
    return (
        low <= allocation.length <= high
        and all(
            key in resource.tags and value in (None, "", resource.tags[key]) for key, value in pool.rules.resource_tags
        )
        and pool.locale_region in (None, resource.region)
        and _may_hold(world, resource.owner_id, pool)
    )


def _may_hold(world: World, owner_id: str, pool: Pool) -> bool:
    """A pool that is shared holds what those have whom it is shared with; one that is not asks nobody."""
    is_shared = bool(world.ram.by_resource.get(pool.arn))
    return owner_id == pool.owner_id or not is_shared or ram.may_use(world, owner_id, pool.arn)


def overlaps(world: World, view: View, row: Row) -> bool:
    """Whether another resource of the same level has addresses of the row's, or somebody has reserved some by hand."""
    return next(rivals(view, row), None) is not None or _is_reserved(world, row)


def rivals(view: View, row: Row) -> Iterator[Row]:
    """The rows that overlap a row: of the same type, and of another VPC."""
    resource = row.sample.resource
    for other in view.neighbours(row.scope_id, resource.resource_type, row.sample.cidr):
        if other is not row and (resource.vpc_id is None or other.sample.resource.vpc_id != resource.vpc_id):
            yield other


def _is_reserved(world: World, row: Row) -> bool:
    resource, cidr = row.sample.resource, row.sample.cidr
    # inside a VPC, its planning pools reserve; outside, all others do
    planned = resource.vpc_id or "" if resource.resource_type == SUBNET else ""
    reserved = world.ipam.ledger.reserved.get((row.scope_id, planned))
    return reserved is not None and reserved.overlaps(cidr)


def may_be_imported(row: Row) -> bool:
    """Whether a pool with auto-import takes the row's CIDR if it can."""
    findings = row.findings
    importable = row.sample.resource.resource_type in (VPC, PUBLIC_IPV4_POOL)
    return importable and findings is not None and findings.management == UNMANAGED
