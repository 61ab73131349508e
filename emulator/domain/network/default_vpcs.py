"""The default VPC of an account in a Region, and its default subnets: one /20 in every zone."""

from emulator.domain.ec2 import regions
from emulator.domain.ec2.cidrs import IPV4, Cidr
from emulator.domain.network import subnet_refusals as refused
from emulator.domain.network import subnets, vpcs
from emulator.domain.network.blocks import PlannedBlock
from emulator.domain.network.records import Subnet, Vpc
from emulator.domain.world import World

SUBNET_LENGTH = 20


def create(world: World, caller_id: str, region: str) -> Vpc:
    """CreateDefaultVpc (EC2-112)."""
    vpc = vpcs.create_default(world, caller_id, region)
    for zone in regions.zones_of(region):
        cidr = _free_block(world, vpc)
        assert cidr is not None
        subnets.record(world, vpc, zone, PlannedBlock(cidr), None, {}, is_default=True)
    return vpc


def create_subnet(
    world: World, caller_id: str, region: str, zone_name: str | None, zone_id: str | None, *, ipv6_native: bool
) -> Subnet:
    """CreateDefaultSubnet: for a zone of the default VPC that has none (EC2-126, EC2-132 to EC2-134)."""
    zone = subnets.find_zone(region, zone_name, zone_id)
    if zone is None:
        raise refused.ZoneMissing
    vpc_id = world.network.default_vpcs.get((caller_id, region))
    if vpc_id is None:
        raise refused.DefaultVpcMissing
    vpc = world.network.vpcs[vpc_id]
    for subnet in world.network.subnets_of(vpc):
        if subnet.is_default and subnet.zone == zone.name:
            raise refused.DefaultSubnetExists(subnet.id, zone.name)
    if ipv6_native:
        # the default VPC has no IPv6 block to make it of
        raise refused.NoIpv6Block
    cidr = _free_block(world, vpc)
    if cidr is None:
        raise refused.SubnetConflict(str(vpc.cidr))
    world.begin_change()
    return subnets.record(world, vpc, zone, PlannedBlock(cidr), None, {}, is_default=True)


def _free_block(world: World, vpc: Vpc) -> Cidr | None:
    taken = [subnet.cidr for subnet in world.network.subnets_of(vpc) if subnet.cidr is not None]
    step = 1 << (32 - SUBNET_LENGTH)
    for network in range(vpc.cidr.network, vpc.cidr.end, step):
        cidr = Cidr(IPV4, network, SUBNET_LENGTH)
        if not any(cidr.overlaps(other) for other in taken):
            return cidr
    return None
