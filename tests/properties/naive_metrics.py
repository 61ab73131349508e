"""IPAM's metrics as a count over everything that is there gives them: slow, and without memory of a count before."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from emulator.domain.ipam.ipams import Ipam
from emulator.domain.ipam.views import Row
from emulator.domain.world import World

Metrics = dict[tuple[str, tuple[tuple[str, str], ...]], float]
FAMILIES = {"ipv4": "IPv4", "ipv6": "IPv6"}


def _dimensions(**known: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(known.items()))


def of_scopes(ipam: Ipam, rows: Sequence[Row]) -> Metrics:
    found: Metrics = {}
    for scope_id in ipam.scope_ids:
        for family, shown in FAMILIES.items():
            inside = [row for row in rows if row.scope_id == scope_id and row.sample.cidr.family == family]
            manageable = [row for row in inside if row.sample.resource.resource_type in ("vpc", "public-ipv4-pool")]
            counts = {
                "CompliantResourceCidrs": _count(inside, "compliance", "compliant"),
                "NoncompliantResourceCidrs": _count(inside, "compliance", "noncompliant"),
                "OverlappingResourceCidrs": _count(inside, "overlap", "overlapping"),
                "ManagedResourceCidrs": _count(manageable, "management", "managed"),
                "UnmanagedResourceCidrs": _count(manageable, "management", "unmanaged"),
            }
            dimensions = _dimensions(AddressFamily=shown, ScopeID=scope_id)
            found.update({(name, dimensions): number for name, number in counts.items()})
    return found


def _count(rows: Iterable[Row], finding: str, value: str) -> int:
    return sum(getattr(row.findings, finding) == value for row in rows)


def of_pools(world: World, rows: Sequence[Row]) -> Metrics:
    found: Metrics = {}
    for pool in world.ipam.pools.values():
        inside = [row for row in rows if row.findings is not None and row.findings.pool_id == pool.id]
        dimensions = _dimensions(
            AddressFamily=FAMILIES[pool.address_family], Locale=pool.locale, PoolID=pool.id, ScopeID=pool.scope_id
        )
        found["CompliantResourceCidrs", dimensions] = _count(inside, "compliance", "compliant")
        found["NoncompliantResourceCidrs", dimensions] = _count(inside, "compliance", "noncompliant")
        total = sum(held.cidr.size for held in pool.holders if held.cidr is not None)
        sizes: Counter[bool] = Counter()
        for allocation in world.ipam.ledger.by_id.values():
            if allocation.pool is pool:
                sizes[allocation.resource_type == "ipam-pool"] += allocation.cidr.size
        if total:
            found["PercentAllocated", dimensions] = 100 * sizes[True] / total
            found["PercentAssigned", dimensions] = 100 * sizes[False] / total
            found["PercentAvailable", dimensions] = 100 * (total - sizes[True] - sizes[False]) / total
    return found


def of_addresses(ipam: Ipam, rows: Sequence[Row]) -> Metrics:
    """Of a world in which every address is one of Amazon's."""
    names = ("ServiceManagedIPs", "ServiceManagedBringYourOwnIPs", "EC2PublicIPs", "BringYourOwnIPs")
    zeros = (*names, "AssociatedBringYourOwnIPs", "UnassociatedBringYourOwnIPs")
    found: Metrics = {}
    for region in ipam.operating_regions:
        dimensions = _dimensions(IpamId=ipam.id, Region=region)
        uses = [row.sample.resource.public_use for row in rows if row.sample.resource.region == region]
        statuses = [use.status for use in uses if use is not None]
        found.update({(name, dimensions): 0 for name in zeros})
        found["AmazonOwnedElasticIPs", dimensions] = len(statuses)
        found["AssociatedAmazonOwnedElasticIPs", dimensions] = statuses.count("associated")
        found["UnassociatedAmazonOwnedElasticIPs", dimensions] = statuses.count("disassociated")
    return found


def of_usage(rows: Sequence[Row], limit: int) -> Metrics:
    """Of VPCs and subnets of IPv4, each with one CIDR."""
    pooled = {row.sample.resource.vpc_id for row in rows if row.findings and row.findings.management == "managed"}
    found: Metrics = {}
    for kind, name in (("vpc", "VpcIPUsage"), ("subnet", "SubnetIPUsage")):
        own = [row for row in rows if row.sample.resource.resource_type == kind]
        ordered = sorted(own, key=lambda row: (_percent(row), row.sample.resource.id, row.scope_id))
        chosen = [*ordered[:limit], *ordered[-limit:]]
        others = [row for row in own if row not in chosen and row.sample.resource.vpc_id in pooled]
        others.sort(key=lambda row: (-row.sample.cidr.size, row.sample.resource.id))
        found.update({(name, _of_resource(row)): _percent(row) for row in (*chosen, *others[:limit])})
    return found


def _percent(row: Row) -> float:
    assert row.sample.usage is not None
    return round(100 * row.sample.usage, 2)


def _of_resource(row: Row) -> tuple[tuple[str, str], ...]:
    return _dimensions(**dict(_of_usage(row)))


def _of_usage(row: Row) -> Iterator[tuple[str, str]]:
    resource = row.sample.resource
    yield from (("AddressFamily", "IPv4"), ("OwnerID", resource.owner_id), ("Region", resource.region))
    yield from (("ScopeID", row.scope_id), ("VpcID", resource.vpc_id or ""))
    if resource.subnet_id is not None:
        yield "SubnetID", resource.id
