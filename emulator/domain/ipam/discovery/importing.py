"""Auto-import: a pool takes what discovery finds inside its free space as allocations of its own."""

from collections.abc import Iterable

from emulator.domain.ipam.discovery.observations import VPC
from emulator.domain.ipam.pools import allocations, ledger
from emulator.domain.ipam.pools.cidrs import PoolCidr
from emulator.domain.ipam.pools.provisioning import holder_with
from emulator.domain.ipam.registries.findings import may_be_imported
from emulator.domain.ipam.views import Row
from emulator.domain.world import World


def import_free(world: World, rows: Iterable[Row]) -> list[Row]:
    """Import what can be, whether it complies or not: the largest first, of equal ones that of the lowest resource id.

    What has an allocation inside it, or around it, is not imported (IPAM-221), nor what may be gone: a resource of an
    account that cannot be read (IPAM-247).
    """
    imported = []
    accounts = world.ipam.watch.accounts
    candidates = [row for row in rows if may_be_imported(row) and not accounts[row.sample.resource.owner_id].failing]
    for row in sorted(candidates, key=_turn):
        holder = _holder(world, row)
        if holder is not None:
            resource = row.sample.resource
            is_vpc = resource.resource_type == VPC
            allocations.record(
                world,
                holder,
                row.sample.cidr,
                resource.owner_id,
                ledger.VPC if is_vpc else ledger.PUBLIC_IPV4_POOL,
                resource_id=resource.id,
                resource_region=resource.region,
            )
            imported.append(row)
    return imported


def _turn(row: Row) -> tuple[int, int, str]:
    return row.sample.cidr.length, row.sample.cidr.network, row.sample.resource.id


def _holder(world: World, row: Row) -> PoolCidr | None:
    """The CIDR of a pool with auto-import in which the row's CIDR is free."""
    scope, cidr = world.ipam.scopes.get(row.scope_id), row.sample.cidr
    for pool_id in scope.pool_ids if scope is not None else ():
        pool = world.ipam.pools[pool_id]
        if (
            pool.auto_import
            and pool.source_resource is None
            and pool.address_family == cidr.family
            and pool.locale_region == row.sample.resource.region
        ):
            holder = holder_with(pool, cidr)
            if holder is not None:
                return holder
    return None
