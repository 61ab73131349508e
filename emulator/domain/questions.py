"""What one area asks of another that it does not import: each question, and who answers it.

`reactions.py` says who acts on whose news; here is who is asked. The area that answers is imported with the first
question, so that nobody pays for an area that is not used.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ec2.cidrs import Cidr
    from emulator.domain.ipam.pools.planning import PlannedVpc

# Where the resource of an ARN is at home; None if it does not exist, or is being deleted.
Home = Callable[[World, str], str | None]


@cache
def homes() -> Mapping[str, Home]:
    """RAM asks the area that owns a type of resources where one of them is at home."""
    from emulator.domain.ipam import access
    from emulator.domain.ipam.discovery import discoveries
    from emulator.domain.network import sharing

    kinds = (access.POOLS, discoveries.DISCOVERIES, sharing.SUBNETS, sharing.PREFIX_LISTS)
    return {kind.resource_type: kind.home for kind in kinds}


def planned_vpc(world: World, vpc_id: str) -> "PlannedVpc | None":
    """Resource planning asks the area that owns VPCs."""
    from emulator.domain.network import vpcs

    return vpcs.planned_vpc(world, vpc_id)


def subnet_blocks(world: World, vpc_id: str, family: str) -> "list[Cidr]":
    """Resource planning asks which blocks the subnets of a VPC hold."""
    from emulator.domain.network import subnets

    vpc = world.network.vpcs.get(vpc_id)
    return subnets.taken(world, vpc, family) if vpc is not None else []
