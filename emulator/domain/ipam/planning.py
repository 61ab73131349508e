"""Resource planning: a pool may plan the inside of a VPC, for its subnets."""

from collections.abc import Callable
from dataclasses import dataclass

from emulator.domain.ec2.cidrs import Cidr
from emulator.domain.world import World

VPC = "vpc"


@dataclass(frozen=True, slots=True)
class SourceResource:
    """The resource whose space a planning pool holds."""

    resource_id: str
    resource_type: str
    region: str
    owner_id: str


@dataclass(frozen=True, slots=True)
class PlannedVpc:
    """What planning needs to know of a VPC."""

    id: str
    owner_id: str
    region: str
    cidrs: tuple[Cidr, ...]


_finders: list[Callable[[World, str], PlannedVpc | None]] = []


def register(find: Callable[[World, str], PlannedVpc | None]) -> None:
    """Let planning ask the area that owns VPCs; until somebody registers there are none."""
    _finders[:] = [find]


def find_vpc(world: World, vpc_id: str) -> PlannedVpc | None:
    return _finders[0](world, vpc_id) if _finders else None
