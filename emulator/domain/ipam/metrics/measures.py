"""What is measured of an IPAM: the names and dimensions of its metrics, and for which of them a resource counts."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from emulator.domain.ec2.cidrs import IPV4, IPV6
from emulator.domain.ipam.discovery.observations import EIP, INTERFACE, PUBLIC_IPV4_POOL, SUBNET, VPC, Observed
from emulator.domain.ipam.discovery.public_addresses import (
    AMAZON_OWNED,
    BROUGHT,
    BROUGHT_OF_SERVICE,
    OF_SERVICE,
    PublicUse,
)
from emulator.domain.ipam.metrics.rankings import Measure, Usage
from emulator.domain.ipam.pools.pools import AMAZON, Pool
from emulator.domain.ipam.views import COMPLIANT, MANAGED, NONCOMPLIANT, OVERLAPPING, UNMANAGED, Row
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.ipams import Ipam

NAMESPACE = "AWS/IPAM"
FAMILIES = {IPV4: "IPv4", IPV6: "IPv6"}
_COMPLIANCE = {COMPLIANT: "CompliantResourceCidrs", NONCOMPLIANT: "NoncompliantResourceCidrs"}
_MANAGEMENT = {MANAGED: "ManagedResourceCidrs", UNMANAGED: "UnmanagedResourceCidrs"}
_OVERLAPPING = "OverlappingResourceCidrs"
_MANAGEABLE = (VPC, PUBLIC_IPV4_POOL)
# type of a public address -> the metric of all, and those of the associated and of the others
_INSIGHTS = {
    AMAZON_OWNED: ("AmazonOwnedElasticIPs", "AssociatedAmazonOwnedElasticIPs", "UnassociatedAmazonOwnedElasticIPs"),
    BROUGHT: ("BringYourOwnIPs", "AssociatedBringYourOwnIPs", "UnassociatedBringYourOwnIPs"),
    OF_SERVICE: ("ServiceManagedIPs",),
    BROUGHT_OF_SERVICE: ("ServiceManagedBringYourOwnIPs",),
    # no instance is emulated that could have one
    "ec2-public-ip": ("EC2PublicIPs",),
}
_ASSOCIATED_CONTIGUOUS = ("UnassociatedAmazonOwnedContigIPs", "AssociatedAmazonOwnedContigIPs")
_ACTIVE = "TotalActiveIpCount"
_UNITS = {"VpcIPUsage": "None", "SubnetIPUsage": "None", "PublicIPv4PoolIPUsage": "None"}


def unit_of(name: str) -> str:
    return "Percent" if name.startswith("Percent") else _UNITS.get(name, "Count")


def standing(ipam: "Ipam") -> Iterator[Measure]:
    """What an IPAM counts even where there is nothing: by scope, by Region, and in the free tier for all."""
    for scope_id in ipam.scope_ids:
        for family in FAMILIES:
            for name in (*_COMPLIANCE.values(), *_MANAGEMENT.values(), _OVERLAPPING):
                yield name, _of_scope(scope_id, family)
    for region in ipam.operating_regions:
        for names in _INSIGHTS.values():
            yield from ((name, _of_region(ipam, region)) for name in names)
    if ipam.is_free:
        yield _ACTIVE, _of_ipam(ipam)


def standing_of_pool(pool: Pool) -> Iterator[Measure]:
    """What a pool counts even where there is nothing."""
    names = [*_COMPLIANCE.values(), *(_ASSOCIATED_CONTIGUOUS if _is_contiguous(pool) else ())]
    yield from ((name, _of_pool(pool)) for name in names)


def space_of_pool(world: World, pool: Pool) -> dict[Measure, float | None]:
    """How a pool's space is divided: between other pools, resources, and nobody (IPAM-242). One without space has no
    such metrics."""
    total = sum(held.space.cidr.size for held in pool.holders if held.space is not None)
    free = sum(held.space.free_size for held in pool.holders if held.space is not None)
    children = [world.ipam.pools[child_id] for child_id in pool.child_ids]
    sources = [held.source_allocation for child in children for held in child.holders]
    to_pools = sum(one.cidr.size for one in sources if one is not None and one.pool is pool)
    values: dict[str, float | None] = dict.fromkeys(("PercentAllocated", "PercentAssigned", "PercentAvailable"))
    if total:
        values["PercentAllocated"] = 100 * to_pools / total
        values["PercentAssigned"] = 100 * (total - free - to_pools) / total
        values["PercentAvailable"] = 100 * free / total
    if _is_contiguous(pool):
        values["AmazonOwnedContigIPs"] = float(total)
        values["AllocatedAmazonOwnedContigIPs"] = float(total - free)
        values["UnallocatedAmazonOwnedContigIPs"] = float(free)
    return {(name, _of_pool(pool)): value for name, value in values.items()}


def counted(world: World, ipam: "Ipam", rows: Iterable[Row]) -> Iterator[Measure]:
    """The metrics in which a resource's CIDRs count, each CIDR for one."""
    for row in rows:
        resource, findings = row.sample.resource, row.findings
        if findings is None:
            continue
        scope = _of_scope(row.scope_id, row.sample.cidr.family)
        if findings.compliance in _COMPLIANCE:
            name = _COMPLIANCE[findings.compliance]
            yield name, scope
            pool = world.ipam.pools.get(findings.pool_id or "")
            if pool is not None:
                yield name, _of_pool(pool)
        if findings.management in _MANAGEMENT and resource.resource_type in _MANAGEABLE:
            yield _MANAGEMENT[findings.management], scope
        if findings.overlap == OVERLAPPING:
            yield _OVERLAPPING, scope
        if resource.resource_type == EIP and resource.public_use is not None:
            yield from _of_address(world, ipam, resource.region, resource.public_use)
        if resource.resource_type == INTERFACE and ipam.is_free and resource.attachment == "in-use":
            yield _ACTIVE, _of_ipam(ipam)


def usages(rows: Iterable[Row], *, is_pooled: bool) -> Iterator[tuple[str, str, Usage]]:
    """A resource's usage over all of its CIDRs of a family in a scope: with the scope and family."""
    sums: dict[tuple[str, str], tuple[Observed, float, int]] = {}
    for row in rows:
        if row.sample.usage is None:
            continue
        place, size = (row.scope_id, row.sample.cidr.family), row.sample.cidr.size
        _, used, total = sums.get(place, (None, 0.0, 0))
        sums[place] = row.sample.resource, used + row.sample.usage * size, total + size
    for (scope_id, family), (resource, used, total) in sums.items():
        measure = _of_usage(resource, scope_id, family)
        yield scope_id, family, Usage(measure, round(100 * used / total, 2), total, is_pooled)


def _of_usage(resource: Observed, scope_id: str, family: str) -> Measure:
    known = {
        "AddressFamily": FAMILIES[family],
        "OwnerID": resource.owner_id,
        "Region": resource.region,
        "ScopeID": scope_id,
    }
    if resource.resource_type == VPC:
        return "VpcIPUsage", tuple({**known, "VpcID": resource.id}.items())
    if resource.resource_type == SUBNET:
        return "SubnetIPUsage", tuple({**known, "SubnetID": resource.id, "VpcID": resource.vpc_id or ""}.items())
    del known["AddressFamily"]
    return "PublicIPv4PoolIPUsage", tuple(sorted({**known, "PublicIPv4PoolID": resource.id}.items()))


def _of_address(world: World, ipam: "Ipam", region: str, use: PublicUse) -> Iterator[Measure]:
    names = _INSIGHTS.get(use.address_type, ())
    if names:
        yield names[0], _of_region(ipam, region)
    if len(names) > 1:
        yield names[1 if use.is_associated else 2], _of_region(ipam, region)
    pool = world.ipam.pools.get(use.ipam_pool_id or "")
    if pool is not None and pool.ipam_id == ipam.id and _is_contiguous(pool):
        yield _ASSOCIATED_CONTIGUOUS[use.is_associated], _of_pool(pool)


def _is_contiguous(pool: Pool) -> bool:
    return pool.is_public and pool.address_family == IPV4 and pool.public_ip_source == AMAZON


def _of_scope(scope_id: str, family: str) -> tuple[tuple[str, str], ...]:
    return ("AddressFamily", FAMILIES[family]), ("ScopeID", scope_id)


def _of_pool(pool: Pool) -> tuple[tuple[str, str], ...]:
    family = FAMILIES[pool.address_family]
    return ("AddressFamily", family), ("Locale", pool.locale), ("PoolID", pool.id), ("ScopeID", pool.scope_id)


def _of_region(ipam: "Ipam", region: str) -> tuple[tuple[str, str], ...]:
    return ("IpamId", ipam.id), ("Region", region)


def _of_ipam(ipam: "Ipam") -> tuple[tuple[str, str], ...]:
    return (("IpamId", ipam.id),)
