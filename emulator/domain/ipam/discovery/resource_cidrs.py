"""What an IPAM's owner says of a resource's CIDR: that it is ignored, or in which scope it belongs."""

from emulator.domain.ec2.cidrs import parse
from emulator.domain.ipam.discovery import refusals as refused
from emulator.domain.ipam.discovery import watch
from emulator.domain.ipam.discovery.observations import VPC
from emulator.domain.ipam.pools import allocations
from emulator.domain.ipam.registries import findings
from emulator.domain.ipam.scopes import Scope
from emulator.domain.ipam.views import Findings, Row, View
from emulator.domain.world import World


def modify(
    world: World,
    scope: Scope,
    resource_id: str,
    cidr_text: str,
    region: str,
    destination_id: str | None,
    *,
    monitored: bool,
) -> tuple[Row, str, Findings]:
    """ModifyIpamResourceCidr: the row, and the scope and findings that the next discovery gives it (IPAM-222 to 226).

    An ignored CIDR gives its allocation back and is not imported again; one that a pool holds moves when the pool has
    let it go.
    """
    view = world.ipam.watch.views.get(scope.ipam_id)
    row = _row(view, scope, resource_id, cidr_text, region)
    if view is None or row is None:
        raise refused.NoSuchResourceCidr(resource_id, cidr_text, region, scope.id)
    resource, cidr = row.sample.resource, row.sample.cidr
    if resource.resource_type != VPC:
        raise refused.OnlyVpcCidrs(resource_id)
    if scope.is_public:
        raise refused.PublicScopeStays(scope.id)
    if destination_id is not None:
        _require_destination(world, scope, destination_id)
    ipam = world.ipam.ipams[scope.ipam_id]
    allocation = findings.allocation_of(world, ipam, row.sample)
    world.begin_change()
    if monitored:
        view.ignored.get(resource.id, {}).pop(cidr, None)
    else:
        view.ignored.setdefault(resource.id, {})[cidr] = None
        if allocation is not None:
            allocations.drop(world, allocation)
    if destination_id is not None:
        view.moved[resource.id, cidr] = destination_id
    watch.note(world, watch.RESOURCE, resource.id)
    next_row = Row(row.sample, findings.scope_of(world, ipam, view, row.sample))
    return row, next_row.scope_id, findings.find_out(world, ipam, view, next_row)


def _row(view: View | None, scope: Scope, resource_id: str, cidr_text: str, region: str) -> Row | None:
    cidr = parse(cidr_text)
    row = view.row(resource_id, cidr) if view is not None and cidr is not None else None
    fits = row is not None and row.scope_id == scope.id and row.sample.resource.region == region
    return row if fits else None


def _require_destination(world: World, scope: Scope, destination_id: str) -> None:
    destination = Scope.KIND.known(
        destination_id, world.ipam.scopes.owned(scope.owner_id, scope.region, destination_id)
    )
    if destination.ipam_id != scope.ipam_id or destination.is_public:
        raise refused.DestinationNotPossible(destination_id)
