"""Looking at one resource: it is sampled, listed by the discoveries that read it, and seen by their IPAMs."""

from emulator.domain.catalog import Catalog
from emulator.domain.ipam.discovery import associations as discovery_associations
from emulator.domain.ipam.discovery import observations, watch
from emulator.domain.ipam.discovery.discoveries import Discovery
from emulator.domain.ipam.discovery.observations import Observed
from emulator.domain.ipam.discovery.pass_report import PassReport
from emulator.domain.ipam.discovery.watch import WatchedAccount
from emulator.domain.ipam.ipams import Ipam
from emulator.domain.ipam.registries import findings
from emulator.domain.ipam.views import Row, View
from emulator.domain.world import World

# Rows about which something is to be found out anew, and the IPAMs that they are of.
Touched = dict[Row, str]


def look(world: World, resource_id: str, touched: Touched, report: PassReport) -> None:
    """Look at a resource that is seen or was. What cannot be read stays as it was seen last."""
    kept = world.ipam.watch
    account_id = kept.owners.get(resource_id) or observations.owner_of(world, resource_id)
    account = kept.accounts.get(account_id) if account_id is not None else None
    if account is None:
        return
    before = account.resources.get(resource_id)
    if not account.discovery_ids:
        now = None
    elif account.failing:
        now = before
    else:
        now = observations.observe(world, resource_id, before)
    if now is None:
        if before is None:
            return
        report.gone += 1
        before.samples.clear()
        del account.resources[resource_id], kept.owners[resource_id]
    else:
        report.new += before is None
        report.again += before is not None and not account.failing
        account.resources[resource_id] = now
        kept.owners[resource_id] = account.id
    report.owners[account.id] = None
    resource = now or before
    assert resource is not None
    readers = _readers(world, account, resource) if now is not None else {}
    _list(world, resource, readers)
    _see(world, resource, readers, touched)


def _readers(world: World, account: WatchedAccount, resource: Observed) -> dict[str, Discovery]:
    """The discoveries that read a resource now."""
    found = {one: world.ipam.discoveries.get(one) for one in account.discovery_ids}
    return {
        one: discovery
        for one, discovery in found.items()
        if discovery is not None and resource.region in discovery.operating_regions
    }


def _list(world: World, resource: Observed, readers: dict[str, Discovery]) -> None:
    kept = world.ipam.watch
    shelves = [kept.listed] if resource.resource_type != observations.EIP else [kept.listed, kept.listed_public]
    samples = {sample.key: sample for sample in resource.samples.values()}
    for discovery_id in {**resource.listed_by, **readers}:
        place = (discovery_id, resource.region)
        before = resource.listed_by.pop(discovery_id, [])
        now = samples if discovery_id in readers else {}
        for listed in shelves:
            catalog = listed.setdefault(place, Catalog())
            for key in before:
                if key not in now:
                    catalog.remove(key)
            for key, sample in now.items():
                if key not in before:
                    catalog.add(key, sample)
            if not catalog:
                del listed[place]
        if now:
            resource.listed_by[discovery_id] = list(now)


def _see(world: World, resource: Observed, readers: dict[str, Discovery], touched: Touched) -> None:
    store = world.ipam
    watching: dict[str, Ipam] = {}
    for discovery_id in readers:
        for association_id in store.associations_of.get(discovery_id, ()):
            association = store.associations[association_id]
            ipam = store.ipams.get(association.ipam_id)
            sees = ipam is not None and resource.region in ipam.operating_regions
            if sees and discovery_associations.source_of(world, association) is not None:
                watching[association.ipam_id] = store.ipams[association.ipam_id]
    for ipam_id in [one for one in resource.seen_by if one not in watching]:
        del resource.seen_by[ipam_id]
        if ipam_id in store.watch.views:
            _drop(world, ipam_id, list(store.watch.views[ipam_id].rows.get(resource.id, {}).values()), touched)
    for ipam_id, ipam in watching.items():
        resource.seen_by[ipam_id] = None
        if ipam_id not in store.watch.views:
            store.watch.views[ipam_id] = View()
        _place(world, ipam, store.watch.views[ipam_id], resource, touched)


def _place(world: World, ipam: Ipam, view: View, resource: Observed, touched: Touched) -> None:
    places = {cidr: findings.scope_of(world, ipam, view, sample) for cidr, sample in resource.samples.items()}
    rows = list(view.rows.get(resource.id, {}).values())
    _drop(world, ipam.id, [row for row in rows if places.get(row.sample.cidr) != row.scope_id], touched)
    for cidr, sample in resource.samples.items():
        row = view.row(resource.id, cidr) or view.add(sample, places[cidr])
        touched[row] = ipam.id
        if resource.resource_type not in observations.ONLY_SEEN and row.is_indexed == view.is_ignored(row):
            if row.is_indexed:
                view.unindex(row)
            else:
                view.index(row)
            _touch_rivals(view, row, ipam.id, touched)


def _drop(world: World, ipam_id: str, rows: list[Row], touched: Touched) -> None:
    view = world.ipam.watch.views[ipam_id]
    for row in rows:
        view.remove(row, world.now)
        touched.pop(row, None)
        watch.note_unresolved(world, ipam_id, row.sample.resource.id)
        _touch_rivals(view, row, ipam_id, touched)


def _touch_rivals(view: View, row: Row, ipam_id: str, touched: Touched) -> None:
    touched.update(dict.fromkeys(findings.rivals(view, row), ipam_id))
