"""Which accounts each resource discovery reads: kept by looking at the accounts that something has happened to."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from emulator.domain.catalog import Catalog
from emulator.domain.iam import service_linked_roles
from emulator.domain.ipam.discovery import exclusions, monitoring, watch
from emulator.domain.ipam.discovery.discoveries import Discovery
from emulator.domain.ipam.discovery.pass_report import PassReport
from emulator.domain.ipam.discovery.watch import Watch, WatchedAccount
from emulator.domain.organizations.service_integration import IPAM, ipam_administrator
from emulator.domain.world import World


def refresh(world: World, report: PassReport) -> list[str]:
    """Follow what was noted of organizations, discoveries and accounts; the accounts that were looked at."""
    noted = world.ipam.watch.noted
    found: dict[str, None] = {}
    for organization_id in noted.pop(watch.ORGANIZATION, ()):
        organization = world.organizations.get(organization_id)
        found.update(dict.fromkeys(organization.members if organization is not None else ()))
    discovery_ids = list(noted.pop(watch.DISCOVERY, ()))
    for discovery_id in discovery_ids:
        found.update(dict.fromkeys(_accounts_of(world, discovery_id)))
        # its Regions may be others, or itself gone
        noted.setdefault(watch.IPAM, {}).update(_ipams_of(world, discovery_id))
    found.update(noted.pop(watch.ACCOUNT, {}))
    for account_id in found:
        _refresh_account(world, account_id, report)
        # what is shared with it may be something else now
        ipams = noted.setdefault(watch.IPAM, {})
        ipams.update({ipam.id: None for ipam in world.ipam.ipams.of(account_id)})
        for discovery in world.ipam.discoveries.of(account_id):
            ipams.update(_ipams_of(world, discovery.id))
    for discovery_id in discovery_ids:
        if discovery_id not in world.ipam.discoveries:
            world.ipam.watch.reached.pop(discovery_id, None)
    return list(found)


def _ipams_of(world: World, discovery_id: str) -> dict[str, None]:
    """The IPAMs that a discovery is associated with."""
    associations = world.ipam.associations_of.get(discovery_id, ())
    return {world.ipam.associations[association_id].ipam_id: None for association_id in associations}


def ipams_of_others(world: World, discovery_id: str) -> list[str]:
    """The IPAMs that see through a discovery because it is shared with their owners."""
    owner_id = world.ipam.discoveries[discovery_id].owner_id
    return [one for one in _ipams_of(world, discovery_id) if world.ipam.ipams[one].owner_id != owner_id]


def _accounts_of(world: World, discovery_id: str) -> Iterator[str]:
    """Whom a discovery reads, and whom it may come to read."""
    discovery = world.ipam.discoveries.get(discovery_id)
    if discovery is not None:
        yield discovery.owner_id
        organization = exclusions.administered(world, discovery.owner_id)
        if organization is not None:
            yield from organization.members
    yield from list(world.ipam.watch.reached.get(discovery_id, ()))


def _refresh_account(world: World, account_id: str, report: PassReport) -> None:
    kept = world.ipam.watch
    account = kept.accounts.get(account_id)
    before = account.discovery_ids if account is not None else {}
    now = [each.id for each in _candidates(world, account_id, before) if monitoring.covers(world, each, account_id)]
    if account is None:
        if not now:
            return
        account = kept.accounts[account_id] = WatchedAccount(account_id)
    if now and not before:
        report.reached[account_id] = None
    if before and not now:
        report.lost[account_id] = None
    for discovery_id in now:
        if discovery_id not in before:
            account.discovery_ids[discovery_id] = None
            kept.reached.setdefault(discovery_id, Catalog()).add(account_id, account)
    for discovery_id in [one for one in before if one not in now]:
        del account.discovery_ids[discovery_id]
        kept.reached[discovery_id].remove(account_id)
    failing = not service_linked_roles.present(world, account_id, IPAM)
    if failing and not account.failing:
        account.last_success = kept.last_pass if before else None
    account.failing = failing
    if failing and now:
        report.unreadable[account_id] = None


def _candidates(world: World, account_id: str, before: dict[str, None]) -> list[Discovery]:
    """The discoveries that may read an account: those that do, its own, and its organization's administrator's."""
    found = {one: world.ipam.discoveries.get(one) for one in before}
    owners = [account_id]
    organization = world.organization_of(account_id)
    administrator_id = ipam_administrator(organization) if organization is not None else None
    if administrator_id is not None and administrator_id != account_id:
        owners.append(administrator_id)
    for owner_id in owners:
        found.update({each.id: each for each in world.ipam.discoveries.of(owner_id)})
    return [each for each in found.values() if each is not None]


def last_success(kept: Watch, account: WatchedAccount) -> datetime | None:
    """When discovery has read the account last."""
    return account.last_success if account.failing else kept.last_pass


def oldest_success(kept: Watch, discovery_id: str) -> datetime | None:
    """When the account was read that a discovery has not read for longest, of those that it has ever read."""
    accounts: Iterable[WatchedAccount] = kept.reached.get(discovery_id, Catalog[str, WatchedAccount]()).values()
    times = (last_success(kept, account) for account in accounts)
    return min((time for time in times if time is not None), default=None)


def unit_of(world: World, viewer_id: str, account_id: str) -> str | None:
    """The parent of a discovered account, for who is in the same organization (IPAM-214)."""
    organization = world.organization_of(account_id)
    if organization is None or organization.member(viewer_id) is None:
        return None
    return organization.members[account_id].parent_id
