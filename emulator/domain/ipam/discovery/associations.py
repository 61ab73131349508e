"""Associations of resource discoveries with IPAMs: what an IPAM sees comes through them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.refusals import IncorrectState, QuotaReached
from emulator.domain.ipam import refusals, states
from emulator.domain.ipam.discovery import discoveries, watch
from emulator.domain.ipam.discovery import refusals as discovery_refusals
from emulator.domain.ipam.discovery.discoveries import Discovery
from emulator.domain.ipam.states import ASSOCIATION, AssociationState, Trigger
from emulator.domain.ram import access as ram
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.ipams import Ipam

ACTIVE = "active"
NOT_FOUND = "not-found"


@dataclass(slots=True)
class Association:
    """A discovery's association with an IPAM. It is the IPAM owner's, whoever owns the discovery."""

    KIND: ClassVar[kinds.Kind] = kinds.IPAM_RESOURCE_DISCOVERY_ASSOCIATION

    id: str
    owner_id: str
    region: str
    ipam_id: str
    ipam_arn: str
    discovery_id: str
    is_default: bool = False
    state: AssociationState = AssociationState.ASSOCIATE_IN_PROGRESS

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2::{self.owner_id}:ipam-resource-discovery-association/{self.id}"


def status_of(world: World, association: Association) -> str:
    """Whether the IPAM still finds the discovery: it exists, its owner is there, and shares it (IPAM-213)."""
    return ACTIVE if _found(world, association) is not None else NOT_FOUND


def _found(world: World, association: Association) -> Discovery | None:
    discovery = world.ipam.discoveries.get(association.discovery_id)
    if discovery is None or world.is_closed(discovery.owner_id):
        return None
    own = discovery.owner_id == association.owner_id
    return discovery if own or ram.may_use(world, association.owner_id, discovery.arn) else None


def sources_of(world: World, ipam: "Ipam") -> Iterator[Discovery]:
    """The discoveries through which an IPAM sees now."""
    for association_id in ipam.association_ids:
        discovery = source_of(world, world.ipam.associations[association_id])
        if discovery is not None:
            yield discovery


def source_of(world: World, association: Association) -> Discovery | None:
    """The discovery, if its IPAM sees through the association now."""
    is_complete = association.state is AssociationState.ASSOCIATE_COMPLETE
    return _found(world, association) if is_complete else None


def make_default(world: World, ipam: "Ipam", discovery: Discovery) -> Association:
    """The association that an IPAM is born with: it is complete at once."""
    association = _make(world, ipam, discovery, is_default=True)
    association.state = ASSOCIATION.take(association.state, Trigger.COMPLETE).to
    return association


def _make(world: World, ipam: "Ipam", discovery: Discovery, *, is_default: bool = False) -> Association:
    association_id = Association.KIND.new(world.identifiers)
    association = Association(
        association_id, ipam.owner_id, ipam.region, ipam.id, ipam.arn, discovery.id, is_default=is_default
    )
    world.ipam.associations.add(association)
    world.ipam.associations_of.setdefault(discovery.id, {})[association.id] = None
    ipam.association_ids[association.id] = None
    return association


def associate(
    world: World, caller_id: str, region: str, ipam_id: str, discovery_id: str, tags: Mapping[str, str]
) -> Association:
    """AssociateIpamResourceDiscovery: of the caller's own or of one shared with it, at home in the same Region
    (IPAM-209, IPAM-210)."""
    ipam = kinds.IPAM.known(ipam_id, world.ipam.ipams.owned(caller_id, region, ipam_id))
    states.require_present(ipam)
    discovery = discoveries.to_use(world, caller_id, region, discovery_id, "AssociateIpamResourceDiscovery")
    states.require_present(discovery)
    if ipam.is_free:
        raise refusals.NotInFreeTier("AssociateIpamResourceDiscovery")
    present = [world.ipam.associations[association_id] for association_id in ipam.association_ids]
    if any(association.discovery_id == discovery.id for association in present):
        raise discovery_refusals.AlreadyAssociated(discovery.id, ipam.id)
    limit = world.options.resource_discovery_associations_per_ipam
    if len(present) >= limit:
        raise QuotaReached("resource discovery associations", len(present), limit).under("IPAM-210")
    world.begin_change()
    association = _make(world, ipam, discovery)
    place = (caller_id, region)
    world.ec2.tags.put(place, Association.KIND.resource_type, association.id, tags)
    states.complete_later(world, association.id)
    return association


def disassociate(world: World, caller_id: str, region: str, association_id: str) -> Association:
    """DisassociateIpamResourceDiscovery: not the default one (IPAM-203). What came through it is seen no more."""
    found = world.ipam.associations.owned(caller_id, region, association_id)
    association = Association.KIND.known(association_id, found)
    if association.is_default:
        raise discovery_refusals.DefaultDiscovery("resource discovery association", association.id).under("IPAM-211")
    if not ASSOCIATION.allows(association.state, Trigger.DELETE):
        raise IncorrectState(association.id, association.state)
    world.begin_change()
    association.state = ASSOCIATION.take(association.state, Trigger.DELETE).to
    states.complete_later(world, association.id)
    watch.note(world, watch.IPAM, association.ipam_id)
    return association


def complete(world: World, association: Association) -> None:
    """A transition is over: the IPAM sees through the association, or it is gone."""
    failed = states.fails(world, Association.KIND.resource_type, association.state)
    association.state = ASSOCIATION.take(association.state, Trigger.FAIL if failed else Trigger.COMPLETE).to
    if association.state is AssociationState.DISASSOCIATE_COMPLETE:
        remove(world, association)
    watch.note(world, watch.IPAM, association.ipam_id)


def remove(world: World, association: Association) -> None:
    """The disassociation is over."""
    world.ipam.associations.remove(association.id)
    of_discovery = world.ipam.associations_of[association.discovery_id]
    del of_discovery[association.id]
    if not of_discovery:
        del world.ipam.associations_of[association.discovery_id]
    world.ec2.tags.forget((association.owner_id, association.region), association.id)
    ipam = world.ipam.ipams.get(association.ipam_id)
    if ipam is not None:
        ipam.association_ids.pop(association.id, None)


def find(world: World, caller_id: str, region: str, association_id: str) -> Association | None:
    """An association of the caller's IPAM, or of another's with the caller's discovery."""
    association = world.ipam.associations.get(association_id)
    if association is None or association.region != region:
        return None
    discovery = world.ipam.discoveries.get(association.discovery_id)
    owners = (association.owner_id, discovery.owner_id if discovery is not None else "")
    return association if caller_id in owners else None


def of_others(world: World, caller_id: str, region: str) -> Iterator[Association]:
    """The associations of others' IPAMs with the caller's discoveries."""
    for discovery in world.ipam.discoveries.at(caller_id, region).values():
        for association_id in world.ipam.associations_of.get(discovery.id, ()):
            association = world.ipam.associations[association_id]
            if association.owner_id != caller_id:
                yield association
