"""What discovery has to look at next, and what it has seen.

Whatever may change what an IPAM sees is noted here, and the next pass (`discovery_pass.py`) looks at what was noted
and at nothing else: it costs what has changed, not the organization.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from emulator.domain.catalog import Catalog
from emulator.domain.ec2.cidrs import Cidr
from emulator.domain.events import IpamDiscoveryDue, IpamMeteringDue, IpamSpaceReleaseDue
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.discovery.observations import Observed, Sample
    from emulator.domain.ipam.metrics.meters import Meter
    from emulator.domain.ipam.pools.pools import Pool
    from emulator.domain.ipam.views import View

# what is noted, by kind
ORGANIZATION = "organization"
DISCOVERY = "resource discovery"
IPAM = "ipam"
ACCOUNT = "account"
POOL = "pool"
RESOURCE = "resource"


@dataclass(slots=True, eq=False)
class WatchedAccount:
    """An account that some discovery reads. Without IPAM's role in it, what was seen last stays."""

    id: str
    # while the role is missing: when the account was read last; None if it never was
    failing: bool = False
    last_success: datetime | None = None
    # the discoveries that read it
    discovery_ids: dict[str, None] = field(default_factory=dict)
    # by the resource's id
    resources: "dict[str, Observed]" = field(default_factory=dict)


@dataclass(slots=True)
class Watch:
    """The monitoring of a world."""

    # kind -> ids
    noted: dict[str, dict[str, None]] = field(default_factory=dict)
    # spaces of scopes in which allocations without a resource have come or gone
    spaces: dict[tuple[str, Cidr], None] = field(default_factory=dict)
    # space of resources that went while IPAM did not monitor their accounts
    held_back: dict[IpamSpaceReleaseDue, None] = field(default_factory=dict)
    # the pools and resources that are others since resolvers looked, by IPAM
    unresolved: dict[str, dict[str, None]] = field(default_factory=dict)
    is_due: bool = False
    last_pass: datetime | None = None
    accounts: dict[str, WatchedAccount] = field(default_factory=dict)
    # whose a resource is that was seen
    owners: dict[str, str] = field(default_factory=dict)
    # by discovery, in the order in which it met them
    reached: dict[str, Catalog[str, WatchedAccount]] = field(default_factory=dict)
    # what a discovery lists, by its id and Region
    listed: "dict[tuple[str, str], Catalog[str, Sample]]" = field(default_factory=dict)
    # of that, the public addresses
    listed_public: "dict[tuple[str, str], Catalog[str, Sample]]" = field(default_factory=dict)
    # what an IPAM sees, by its id
    views: "dict[str, View]" = field(default_factory=dict)
    # what it publishes, by its id
    meters: "dict[str, Meter]" = field(default_factory=dict)
    # pools whose space is another, and IPAMs that have other scopes, since that was measured
    unmeasured: dict[str, None] = field(default_factory=dict)
    is_metering_due: bool = False


def samples_of(watch: Watch, resource_id: str) -> "Iterator[Sample]":
    """What was seen of a resource."""
    owner_id = watch.owners.get(resource_id)
    if owner_id is not None:
        yield from watch.accounts[owner_id].resources[resource_id].samples.values()


def samples_of_account(watch: Watch, account_id: str) -> "Iterator[Sample]":
    """What was seen of an account's resources."""
    account = watch.accounts.get(account_id)
    for resource in account.resources.values() if account is not None else ():
        yield from resource.samples.values()


def note(world: World, kind: str, noted_id: str) -> None:
    """Something may have changed what IPAM sees: the next pass looks at it."""
    if not len(world.ipam.discoveries) and not world.ipam.watch.reached:
        return
    world.ipam.watch.noted.setdefault(kind, {})[noted_id] = None
    schedule(world)


def note_space(world: World, pool: "Pool", cidr: Cidr) -> None:
    """Space of a pool was reserved, or is free again: what has addresses there is looked at, if there is anything."""
    view = world.ipam.watch.views.get(pool.ipam_id)
    if view is not None and view.scopes.get(pool.scope_id):
        world.ipam.watch.spaces[pool.scope_id, cidr] = None
        schedule(world)


def note_unmeasured(world: World, noted_id: str) -> None:
    """A pool's space is another, or an IPAM's scopes are: the metrics follow, and nothing needs to be looked at."""
    kept = world.ipam.watch
    kept.unmeasured[noted_id] = None
    if not kept.is_metering_due:
        kept.is_metering_due = True
        world.schedule.at(world.now + _delay(world), IpamMeteringDue())


def note_unresolved(world: World, ipam_id: str, source_id: str) -> bool:
    """What prefix list resolvers select of a pool or resource may be another; whether there is any resolver."""
    if not len(world.ipam.resolvers):
        return False
    world.ipam.watch.unresolved.setdefault(ipam_id, {})[source_id] = None
    return True


def schedule(world: World) -> None:
    """See to it that there will be a pass."""
    if not world.ipam.watch.is_due:
        world.ipam.watch.is_due = True
        world.schedule.at(world.now + _delay(world), IpamDiscoveryDue())


def _delay(world: World) -> timedelta:
    return timedelta(seconds=world.options.ipam_discovery_delay_s)
