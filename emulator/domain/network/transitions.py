"""What happens when a VPC, a subnet or the association of a block has passed through its state."""

from emulator.domain.ec2.kinds import SUBNET, SUBNET_CIDR_ASSOCIATION, VPC, VPC_CIDR_ASSOCIATION, kind_of
from emulator.domain.events import NetworkTransitionDue
from emulator.domain.network import subnets, vpc_blocks
from emulator.domain.network.records import AVAILABLE
from emulator.domain.world import World


def complete(world: World, event: NetworkTransitionDue) -> None:
    """Carry a transition to its end; what is gone already needs none."""
    resource_id, network = event.resource_id, world.network
    kind = kind_of(resource_id)
    if kind is VPC and (vpc := network.vpcs.get(resource_id)) is not None:
        vpc.state = AVAILABLE
    elif kind is SUBNET and (subnet := network.subnets.get(resource_id)) is not None:
        subnet.state = AVAILABLE
    elif kind is VPC_CIDR_ASSOCIATION and (owner := network.vpcs.get(network.block_owners.get(resource_id, ""))):
        vpc_blocks.complete(world, next(block for block in owner.blocks if block.id == resource_id), owner)
    elif kind is SUBNET_CIDR_ASSOCIATION and (holder := network.subnets.get(network.block_owners.get(resource_id, ""))):
        subnets.complete_ipv6(world, next(one for one in holder.ipv6_blocks if one.id == resource_id), holder)
