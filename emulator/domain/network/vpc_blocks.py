"""Blocks of a VPC that come and go after it was made."""

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.cidrs import IPV4
from emulator.domain.ec2.refusals import IncorrectState
from emulator.domain.events import NetworkResourceChanged
from emulator.domain.network import blocks, sharing, vpc_defaults, vpc_refusals, vpcs
from emulator.domain.network.blocks import AskedBlocks, For
from emulator.domain.network.records import ASSOCIATED, ASSOCIATING, DISASSOCIATED, DISASSOCIATING, Vpc
from emulator.domain.network.records import CidrBlockAssociation as Association
from emulator.domain.world import World


def associate(world: World, caller_id: str, region: str, vpc_id: str, asked: AskedBlocks) -> tuple[Vpc, Association]:
    """AssociateVpcCidrBlock: one block more (EC2-101 to EC2-105, EC2-109, EC2-110, EC2-118)."""
    vpc = vpcs.owned(world, caller_id, region, vpc_id)
    blocks.require_consistent(asked)
    if asked.asks_ipv4 and asked.asks_ipv6:
        raise vpc_refusals.ParametersExclude(
            "cidrBlock" if asked.cidr is not None else "ipv4IpamPoolId",
            "amazonProvidedIpv6CidrBlock" if asked.amazon_ipv6 else "ipv6IpamPoolId",
        )
    if not asked.asks_ipv4 and not asked.asks_ipv6:
        raise vpc_refusals.NoBlock("cidrBlock, ipv4IpamPoolId, ipv6IpamPoolId or amazonProvidedIpv6CidrBlock")
    # what is going still has its addresses
    has = tuple(block.cidr for block in vpc.blocks if block.state != DISASSOCIATED)
    target = For(caller_id, region, "AssociateVpcCidrBlock", world.ec2.tags.of(vpc_id), has)
    planned = blocks.plan_ipv4(world, asked, target) if asked.asks_ipv4 else blocks.plan_ipv6(world, asked, target)
    assert planned is not None
    family = planned.cidr.family
    limit = world.options.ipv4_blocks_per_vpc if family == IPV4 else world.options.ipv6_blocks_per_vpc
    if len(vpc.blocks_of(family)) >= limit:
        raise vpc_refusals.TooManyBlocks(vpc_id, limit)
    world.begin_change()
    association = blocks.take(world, planned, vpc_id, kinds.VPC_CIDR_ASSOCIATION, ASSOCIATING)
    vpc.blocks.append(association)
    vpc_defaults.block_added(world, vpc, association.cidr)
    world.announce(NetworkResourceChanged(vpc.id))
    vpcs.complete_later(world, association.id)
    return vpc, association


def disassociate(world: World, caller_id: str, region: str, association_id: str) -> tuple[Vpc, Association]:
    """DisassociateVpcCidrBlock: a block that is not the primary one, with no subnet in it (EC2-108, EC2-111)."""
    network = world.network
    vpc = sharing.holder(world, caller_id, region, kinds.VPC, network.vpcs, network.block_owners.get(association_id))
    found = None if vpc is None else next(block for block in vpc.blocks if block.id == association_id)
    association = kinds.VPC_CIDR_ASSOCIATION.known(association_id, found)
    assert vpc is not None
    if association is vpc.blocks[0]:
        raise vpc_refusals.PrimaryBlockStays(association_id)
    if not association.holds:
        raise IncorrectState(association_id, association.state)
    for subnet in world.network.subnets_of(vpc):
        own = [block.cidr for block in subnet.ipv6_blocks if block.holds]
        if subnet.cidr is not None:
            own.append(subnet.cidr)
        if any(association.cidr.contains(cidr) for cidr in own):
            raise vpc_refusals.BlockInUse(vpc.id, str(association.cidr))
    world.begin_change()
    association.state = DISASSOCIATING
    world.announce(NetworkResourceChanged(vpc.id))
    vpcs.complete_later(world, association.id)
    return vpc, association


def complete(world: World, association: Association, vpc: Vpc) -> None:
    """The block is associated now, or gone."""
    if association.state == ASSOCIATING:
        association.state = ASSOCIATED
    elif association.state == DISASSOCIATING:
        association.state = DISASSOCIATED
        vpc.blocks.remove(association)
        vpc_defaults.block_removed(world, vpc, association.cidr)
        blocks.give_back(world, association, vpc.id)
