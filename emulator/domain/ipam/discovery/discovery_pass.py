"""The discovery pass: one act of the clock, in which IPAM looks at what has changed since it looked last."""

from collections.abc import Iterable

from emulator.domain import events
from emulator.domain.ipam.discovery import importing, observations, reach, sightings, watch
from emulator.domain.ipam.discovery.pass_report import PassReport
from emulator.domain.ipam.discovery.sightings import Touched
from emulator.domain.ipam.metrics import meters
from emulator.domain.ipam.pools import allocation
from emulator.domain.ipam.registries import findings
from emulator.domain.organizations.service_integration import IPAM
from emulator.domain.world import World


def run(world: World, event: events.IpamDiscoveryDue) -> None:
    """Look at everything that was noted, and find out about whatever it touches."""
    kept = world.ipam.watch
    touched: Touched = {}
    report = PassReport({kind: len(ids) for kind, ids in kept.noted.items()})
    accounts = reach.refresh(world, report)
    if accounts or watch.IPAM in kept.noted:
        report.released = allocation.release_held_back(world)
    for resource_id in _resources(world, accounts):
        sightings.look(world, resource_id, touched, report)
    _touch_spaces(world, touched)
    report.news = _judge(world, touched)
    imported = importing.import_free(world, touched)
    for row in imported:
        report.news += _judge(world, {row: touched[row]})
    report.imported = len(imported)
    for row, ipam_id in touched.items():
        watch.note_unresolved(world, ipam_id, row.sample.resource.id)
    report.owners.update(dict.fromkeys(row.sample.resource.owner_id for row in touched))
    kept.last_pass = world.now
    meters.follow(world, kept.noted.get(watch.IPAM, {}))
    # what the pass itself has done it has looked at
    kept.noted.clear()
    kept.spaces.clear()
    kept.is_due = False
    world.record(IPAM, report.what, report.because, report.accounts)


def _resources(world: World, accounts: Iterable[str]) -> list[str]:
    """The resources to look at; VPCs come first, because their subnets are placed with them."""
    kept = world.ipam.watch
    found = dict(kept.noted.get(watch.RESOURCE, {}))
    for resource_id in list(found):
        found.update(dict.fromkeys(observations.related(world, resource_id)))
        parent = _seen_vpc(world, resource_id)
        if parent is not None:
            found[parent] = None
    everything = dict.fromkeys(accounts)
    for ipam_id in kept.noted.get(watch.IPAM, ()):
        view = kept.views.get(ipam_id)
        if view is not None:
            everything.update(dict.fromkeys(kept.owners[one] for one in view.rows))
        if ipam_id not in world.ipam.ipams:
            kept.views.pop(ipam_id, None)
            continue
        for association_id in world.ipam.ipams[ipam_id].association_ids:
            discovery_id = world.ipam.associations[association_id].discovery_id
            everything.update(dict.fromkeys(kept.reached.get(discovery_id, ())))
    for account_id in everything:
        _add_account(world, account_id, found)
    return sorted(found, key=lambda one: not observations.is_vpc(one))


def _seen_vpc(world: World, resource_id: str) -> str | None:
    """The VPC of a subnet as it was seen: the subnet itself may be gone."""
    owner_id = world.ipam.watch.owners.get(resource_id)
    if owner_id is None:
        return None
    vpc_id = world.ipam.watch.accounts[owner_id].resources[resource_id].vpc_id
    return vpc_id if vpc_id != resource_id else None


def _add_account(world: World, account_id: str, found: dict[str, None]) -> None:
    """All that an account has, and all that was seen of it."""
    account = world.ipam.watch.accounts.get(account_id)
    if account is None:
        return
    found.update(dict.fromkeys(account.resources))
    regions: dict[str, None] = {}
    for discovery_id in account.discovery_ids:
        discovery = world.ipam.discoveries.get(discovery_id)
        regions.update(dict.fromkeys(discovery.operating_regions if discovery is not None else ()))
    for region in regions:
        found.update(dict.fromkeys(observations.of_account(world, account_id, region)))


def _touch_spaces(world: World, touched: Touched) -> None:
    """What has addresses in space that was reserved or became free, or in a pool whose rules are others."""
    kept = world.ipam.watch
    spaces = dict(kept.spaces)
    for pool_id in kept.noted.get(watch.POOL, ()):
        pool = world.ipam.pools.get(pool_id)
        for holder in pool.holders if pool is not None else ():
            if pool is not None and holder.cidr is not None:
                spaces[pool.scope_id, holder.cidr] = None
    for scope_id, cidr in spaces:
        scope = world.ipam.scopes.get(scope_id)
        view = kept.views.get(scope.ipam_id) if scope is not None else None
        if scope is not None and view is not None:
            touched.update(dict.fromkeys(view.touching(scope_id, cidr), scope.ipam_id))


def _judge(world: World, touched: Touched) -> int:
    """Find out about rows; how many have news."""
    changed = 0
    for row, ipam_id in touched.items():
        view = world.ipam.watch.views[ipam_id]
        found = findings.find_out(world, world.ipam.ipams[ipam_id], view, row)
        if found != row.findings:
            row.findings = found
            changed += 1
        view.write_down(row, world.now)
    return changed


def note_organization(world: World, event: events.ServiceEvent) -> None:
    """The integration is another: every account of the organization may be seen, or no more."""
    if event.service_principal == IPAM:
        watch.note(world, watch.ORGANIZATION, event.organization_id)


def note_account(world: World, event: events.MembershipEvent) -> None:
    """An account has come, moved or gone."""
    watch.note(world, watch.ACCOUNT, event.account_id)


def note_role(world: World, event: events.ServiceLinkedRoleChanged) -> None:
    """IPAM's role has come or gone: the account can be read, or no more."""
    if event.service_principal == IPAM:
        watch.note(world, watch.ACCOUNT, event.account_id)


def note_shares(world: World, event: events.SharedAccessChanged) -> None:
    """Others use a pool than before, or see through a discovery."""
    for arn in event.resource_arns:
        shared_id = arn.rpartition("/")[2]
        if shared_id in world.ipam.pools:
            watch.note(world, watch.POOL, shared_id)
        elif shared_id in world.ipam.discoveries:
            for ipam_id in reach.ipams_of_others(world, shared_id):
                watch.note(world, watch.IPAM, ipam_id)


def note_resource(world: World, event: events.NetworkResourceChanged) -> None:
    """A resource that has CIDRs is another."""
    watch.note(world, watch.RESOURCE, event.resource_id)


def note_provisioned(world: World, event: events.IpamPoolCidrProvisioned) -> None:
    """A pool has a CIDR more, into which something may be imported."""
    watch.note(world, watch.POOL, world.ipam.pool_cidrs[event.pool_cidr_id].pool.id)
