"""IPv6 blocks that a subnet gets and loses after it was made."""

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.refusals import IncorrectState
from emulator.domain.events import NetworkResourceChanged
from emulator.domain.network import sharing, subnets, vpcs
from emulator.domain.network import subnet_refusals as refused
from emulator.domain.network.records import DISASSOCIATING, Subnet
from emulator.domain.network.records import CidrBlockAssociation as Association
from emulator.domain.world import World


def associate(
    world: World,
    caller_id: str,
    region: str,
    subnet_id: str,
    cidr: str | None,
    pool_id: str | None,
    length: int | None,
) -> tuple[Subnet, Association]:
    """AssociateSubnetCidrBlock: an IPv6 block for a subnet that has none (EC2-121 to EC2-123, EC2-128)."""
    subnet = subnets.owned(world, caller_id, region, subnet_id)
    if subnet.ipv6_blocks:
        raise refused.HasIpv6Block(subnet_id)
    vpc = world.network.vpcs[subnet.vpc_id]
    planned = subnets.plan_ipv6(
        world, vpc, cidr, pool_id, length, world.ec2.tags.of(subnet_id), "AssociateSubnetCidrBlock"
    )
    world.begin_change()
    return subnet, subnets.add_ipv6(world, subnet, planned)


def disassociate(world: World, caller_id: str, region: str, association_id: str) -> tuple[Subnet, Association]:
    """DisassociateSubnetCidrBlock: nothing in the subnet has an IPv6 address (EC2-130)."""
    network = world.network
    subnet = sharing.holder(
        world, caller_id, region, kinds.SUBNET, network.subnets, network.block_owners.get(association_id)
    )
    found = None if subnet is None else next(block for block in subnet.ipv6_blocks if block.id == association_id)
    association = kinds.SUBNET_CIDR_ASSOCIATION.known(association_id, found)
    assert subnet is not None
    if not association.holds:
        raise IncorrectState(association_id, association.state)
    if subnet.taken_ipv6 or subnet.ipv6_native:
        raise refused.Ipv6AddressesInUse(subnet.id)
    world.begin_change()
    association.state = DISASSOCIATING
    world.announce(NetworkResourceChanged(subnet.id))
    subnet.assign_ipv6 = subnet.dns64 = subnet.resource_name_aaaa = False
    vpcs.complete_later(world, association.id)
    return subnet, association
