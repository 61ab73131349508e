"""Internet gateways: one a VPC at a time."""

from collections.abc import Mapping

from emulator.domain.ec2 import kinds
from emulator.domain.network import route_tables, sharing, vpcs
from emulator.domain.network import routing_refusals as refused
from emulator.domain.network.records import InternetGateway
from emulator.domain.world import World


def _owned(world: World, caller_id: str, region: str, gateway_id: str) -> InternetGateway:
    gateways = world.network.internet_gateways
    return sharing.owned(world, caller_id, region, kinds.INTERNET_GATEWAY, gateways, gateway_id)


def create(world: World, caller_id: str, region: str, tags: Mapping[str, str]) -> InternetGateway:
    """A gateway that is attached to nothing (EC2-255)."""
    gateways = world.network.internet_gateways
    if len(gateways.at(caller_id, region)) >= world.options.internet_gateways_per_region:
        raise refused.TooManyGateways
    world.begin_change()
    gateway = InternetGateway(kinds.INTERNET_GATEWAY.new(world.identifiers), caller_id, region)
    gateways.add(gateway)
    world.ec2.tags.put((caller_id, region), kinds.INTERNET_GATEWAY.resource_type, gateway.id, tags)
    return gateway


def attach(world: World, caller_id: str, region: str, gateway_id: str, vpc_id: str) -> None:
    """AttachInternetGateway (EC2-250, EC2-251)."""
    gateway = _owned(world, caller_id, region, gateway_id)
    vpc = vpcs.owned(world, caller_id, region, vpc_id)
    if gateway.vpc_id is not None:
        raise refused.GatewayAttachedElsewhere(gateway_id, gateway.vpc_id)
    if vpc.gateway_ids:
        raise refused.VpcHasGateway(vpc_id)
    world.begin_change()
    gateway.vpc_id = vpc_id
    vpc.gateway_ids[gateway_id] = None


def detach(world: World, caller_id: str, region: str, gateway_id: str, vpc_id: str) -> None:
    """DetachInternetGateway (EC2-252, EC2-253). Routes to the gateway stay, and lead nowhere."""
    gateway = _owned(world, caller_id, region, gateway_id)
    vpc = vpcs.owned(world, caller_id, region, vpc_id)
    if gateway.vpc_id != vpc_id:
        raise refused.GatewayNotAttached(gateway_id, vpc_id)
    if any(world.network.interfaces[interface_id].address_ids for interface_id in vpc.interface_ids):
        raise refused.PublicAddressesMapped(vpc_id)
    world.begin_change()
    route_tables.forget_gateway(world, vpc_id, gateway_id)
    gateway.vpc_id = None
    del vpc.gateway_ids[gateway_id]


def delete(world: World, caller_id: str, region: str, gateway_id: str) -> None:
    """DeleteInternetGateway (EC2-254)."""
    gateway = _owned(world, caller_id, region, gateway_id)
    if gateway.vpc_id is not None:
        raise refused.GatewayInUse(gateway_id)
    world.begin_change()
    world.network.internet_gateways.remove(gateway_id)
    world.ec2.tags.forget((caller_id, region), gateway_id)
