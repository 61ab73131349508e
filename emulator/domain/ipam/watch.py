"""What discovery has to look at next, and what it has seen.

Whatever may change what an IPAM sees is noted here, and the next pass (`discovery_pass.py`) looks at what was noted
and at nothing else: it costs what has changed, not the organization.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from emulator.domain.catalog import Catalog
from emulator.domain.ec2.cidrs import Cidr
from emulator.domain.events import IpamDiscoveryDue
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.observations import Observed, Sample
    from emulator.domain.ipam.pools import Pool
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
    is_due: bool = False
    last_pass: datetime | None = None
    accounts: dict[str, WatchedAccount] = field(default_factory=dict)
    # whose a resource is that was seen
    owners: dict[str, str] = field(default_factory=dict)
    # by discovery, in the order in which it met them
    reached: dict[str, Catalog[str, WatchedAccount]] = field(default_factory=dict)
    # what a discovery lists, by its id and Region
    listed: "dict[tuple[str, str], Catalog[str, Sample]]" = field(default_factory=dict)
    # what an IPAM sees, by its id
    views: "dict[str, View]" = field(default_factory=dict)


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


def schedule(world: World) -> None:
    """See to it that there will be a pass."""
    if not world.ipam.watch.is_due:
        world.ipam.watch.is_due = True
        delay = timedelta(seconds=world.options.ipam_discovery_delay_s)
        world.schedule.at(world.now + delay, IpamDiscoveryDue())
