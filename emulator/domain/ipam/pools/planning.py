"""Resource planning: a pool may plan the inside of a VPC, for its subnets."""

from dataclasses import dataclass

from emulator.domain import questions
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


def find_vpc(world: World, vpc_id: str) -> PlannedVpc | None:
    return questions.planned_vpc(world, vpc_id)


def held_by_subnets(world: World, planned: SourceResource, family: str) -> list[Cidr]:
    """What the subnets of a planned resource hold: those made by hand without the pool's knowledge."""
    return questions.subnet_blocks(world, planned.resource_id, family)
