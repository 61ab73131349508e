"""Resource discoveries: through them an IPAM sees accounts, its owner's own or a whole organization's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.refusals import QuotaReached
from emulator.domain.ec2.sharing import Shared
from emulator.domain.events import ShareableResourceDeleted
from emulator.domain.iam import service_linked_roles
from emulator.domain.ipam import operating_regions as operating
from emulator.domain.ipam import refusals, states
from emulator.domain.ipam.discovery import exclusions, watch
from emulator.domain.ipam.discovery import refusals as discovery_refusals
from emulator.domain.ipam.states import State, Trigger
from emulator.domain.organizations.service_integration import IPAM
from emulator.domain.world import World


@dataclass(slots=True)
class Discovery:
    """A resource discovery. `exclusions` are paths of organizational units that it leaves out."""

    KIND: ClassVar[kinds.Kind] = kinds.IPAM_RESOURCE_DISCOVERY

    id: str
    owner_id: str
    region: str
    operating_regions: list[str]
    is_default: bool = False
    description: str | None = None
    exclusions: list[str] = field(default_factory=list)
    state: State = State.CREATE_IN_PROGRESS

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2::{self.owner_id}:ipam-resource-discovery/{self.id}"


DISCOVERIES: Shared[Discovery] = Shared(
    "ec2:IpamResourceDiscovery",
    lambda world: world.ipam.discoveries,
    is_going=lambda discovery: discovery.state is State.DELETE_IN_PROGRESS,
)


def owned(world: World, caller_id: str, region: str, discovery_id: str) -> Discovery:
    """The caller's discovery in its home Region."""
    return Discovery.KIND.known(discovery_id, world.ipam.discoveries.owned(caller_id, region, discovery_id))


def find(world: World, caller_id: str, region: str, discovery_id: str) -> Discovery | None:
    """A discovery of the caller's or shared with it, in its home Region."""
    return DISCOVERIES.find(world, caller_id, region, discovery_id)


def to_use(world: World, caller_id: str, region: str, discovery_id: str, action: str) -> Discovery:
    """A discovery for a call: its owner's, or that of whom a share's permission allows the call."""
    return Discovery.KIND.known(discovery_id, DISCOVERIES.to_use(world, caller_id, region, discovery_id, action))


def require_region(discovery: Discovery, parameter: str, region: str) -> None:
    """What a discovery has found is asked for one of its operating Regions (IPAM-212)."""
    if region not in discovery.operating_regions:
        raise discovery_refusals.NotAnOperatingRegion(parameter, region)


def shared(world: World, caller_id: str, region: str) -> Iterator[Discovery]:
    """The discoveries that others share with the caller and that are at home in a Region."""
    return DISCOVERIES.of_others(world, caller_id, region)


def require_room(world: World, owner_id: str, region: str) -> None:
    """An account has one discovery in a Region, the default one of its IPAM or another (IPAM-005)."""
    found, limit = len(world.ipam.discoveries.at(owner_id, region)), world.options.resource_discoveries_per_region
    if found >= limit:
        raise QuotaReached("resource discoveries", found, limit).under("IPAM-005")


def create(
    world: World,
    caller_id: str,
    region: str,
    *,
    description: str | None,
    operating_regions: Sequence[str],
    tags: Mapping[str, str],
) -> Discovery:
    """CreateIpamResourceDiscovery: for IPAMs of others to look through (IPAM-002, IPAM-003, IPAM-005)."""
    operating.require(world, region, operating_regions)
    require_room(world, caller_id, region)
    world.begin_change()
    if service_linked_roles.ensure(world, caller_id, IPAM):
        because = f"{caller_id} created a resource discovery"
        world.record(IPAM, "created AWSServiceRoleForIPAM", because, [caller_id])
    discovery = make(world, caller_id, region, operating.with_home(region, operating_regions))
    discovery.description = description
    world.ec2.tags.put((caller_id, region), Discovery.KIND.resource_type, discovery.id, tags)
    return discovery


def make(
    world: World, owner_id: str, region: str, operating_regions: list[str], *, is_default: bool = False
) -> Discovery:
    discovery_id = Discovery.KIND.new(world.identifiers)
    discovery = Discovery(discovery_id, owner_id, region, list(operating_regions), is_default)
    world.ipam.discoveries.add(discovery)
    states.complete_later(world, discovery.id)
    watch.note(world, watch.DISCOVERY, discovery.id)
    return discovery


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoveryChanges:
    """What ModifyIpamResourceDiscovery asks for."""

    description: str | None = None
    add_regions: Sequence[str] = ()
    remove_regions: Sequence[str] = ()
    add_exclusions: Sequence[str] = ()
    remove_exclusions: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        lists = (*self.add_regions, *self.remove_regions, *self.add_exclusions, *self.remove_exclusions)
        return self.description is None and not lists


def modify(world: World, caller_id: str, region: str, discovery_id: str, changes: DiscoveryChanges) -> Discovery:
    """ModifyIpamResourceDiscovery: what it says, where it looks, whom it leaves out (IPAM-201 to IPAM-208)."""
    discovery = owned(world, caller_id, region, discovery_id)
    if changes.is_empty:
        raise refusals.NoModification("ipam resource discovery").under("IPAM-201")
    states.require(discovery, Trigger.MODIFY)
    if discovery.is_default and (changes.add_regions or changes.remove_regions):
        raise discovery_refusals.DefaultDiscoveryRegions(discovery.id)
    operating.require(world, region, changes.add_regions)
    operating.require_removable(region, changes.add_regions, changes.remove_regions)
    left_out = exclusions.changed(
        world, caller_id, discovery.exclusions, changes.add_exclusions, changes.remove_exclusions
    )
    world.begin_change()
    if changes.description is not None:
        discovery.description = changes.description
    changed_paths = set(discovery.exclusions) ^ set(left_out)
    discovery.operating_regions = operating.changed(
        discovery.operating_regions, changes.add_regions, changes.remove_regions
    )
    discovery.exclusions = left_out
    states.take(world, discovery, Trigger.MODIFY)
    if changes.add_regions or changes.remove_regions:
        watch.note(world, watch.DISCOVERY, discovery.id)
    for account_id in exclusions.accounts_of(world, caller_id, sorted(changed_paths)):
        watch.note(world, watch.ACCOUNT, account_id)
    return discovery


def delete(world: World, caller_id: str, region: str, discovery_id: str) -> Discovery:
    """DeleteIpamResourceDiscovery: not a default one (IPAM-203)."""
    discovery = owned(world, caller_id, region, discovery_id)
    if discovery.is_default:
        raise discovery_refusals.DefaultDiscovery("resource discovery", discovery.id)
    states.require(discovery, Trigger.DELETE)
    world.begin_change()
    states.take(world, discovery, Trigger.DELETE)
    return discovery


def remove(world: World, discovery: Discovery) -> None:
    """The deletion is over; associations of others with it find it no more."""
    world.ipam.discoveries.remove(discovery.id)
    world.ec2.tags.forget((discovery.owner_id, discovery.region), discovery.id)
    watch.note(world, watch.DISCOVERY, discovery.id)
    world.announce(ShareableResourceDeleted(discovery.arn))
