"""Resource discoveries, and their associations with IPAMs: what an IPAM sees comes through them."""

from dataclasses import dataclass, field
from typing import ClassVar

from emulator.domain.ec2 import kinds
from emulator.domain.ipam import states
from emulator.domain.ipam.states import ASSOCIATION, AssociationState, State, Trigger
from emulator.domain.world import World

ACTIVE = "active"
NOT_FOUND = "not-found"


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
    status: str = ACTIVE
    state: AssociationState = AssociationState.ASSOCIATE_IN_PROGRESS

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2::{self.owner_id}:ipam-resource-discovery-association/{self.id}"


def make(
    world: World, owner_id: str, region: str, operating_regions: list[str], *, is_default: bool = False
) -> Discovery:
    discovery_id = Discovery.KIND.new(world.identifiers)
    discovery = Discovery(discovery_id, owner_id, region, list(operating_regions), is_default)
    world.ipam.discoveries.add(discovery)
    states.complete_later(world, discovery.id)
    return discovery


def make_default_association(
    world: World, owner_id: str, region: str, ipam_id: str, ipam_arn: str, discovery_id: str
) -> Association:
    """The association that an IPAM is born with: it is complete at once."""
    association_id = Association.KIND.new(world.identifiers)
    association = Association(association_id, owner_id, region, ipam_id, ipam_arn, discovery_id, is_default=True)
    association.state = ASSOCIATION.take(association.state, Trigger.COMPLETE).to
    world.ipam.associations.add(association)
    return association


def remove(world: World, discovery: Discovery) -> None:
    """The deletion is over; associations of others with it find it no more."""
    world.ipam.discoveries.remove(discovery.id)
    world.ec2.tags.forget((discovery.owner_id, discovery.region), discovery.id)
    for association in world.ipam.associations.values():
        if association.discovery_id == discovery.id:
            association.status = NOT_FOUND


def remove_association(world: World, association: Association) -> None:
    """The disassociation is over."""
    world.ipam.associations.remove(association.id)
    world.ec2.tags.forget((association.owner_id, association.region), association.id)
    ipam = world.ipam.ipams.get(association.ipam_id)
    if ipam is not None:
        ipam.association_ids.pop(association.id, None)
