"""VPCs: made with their blocks and what comes with every VPC, changed, and deleted when nothing is in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.cidrs import must_parse
from emulator.domain.events import NetworkResourceChanged, NetworkTransitionDue
from emulator.domain.ipam.pools.planning import PlannedVpc
from emulator.domain.network import blocks, sharing, vpc_defaults, vpc_refusals
from emulator.domain.network.blocks import AskedBlocks, For, PlannedBlock
from emulator.domain.network.records import ASSOCIATED, ASSOCIATING, InternetGateway, Route, Vpc
from emulator.domain.world import World

DEFAULT_CIDR = must_parse("172.31.0.0/16")


def owned(world: World, caller_id: str, region: str, vpc_id: str) -> Vpc:
    """The caller's VPC in this Region."""
    return sharing.owned(world, caller_id, region, Vpc.KIND, world.network.vpcs, vpc_id)


def seen(world: World, caller_id: str, region: str, vpc_id: str) -> Vpc:
    """The caller's VPC in this Region, or one of which a subnet is shared with it."""
    return Vpc.KIND.known(vpc_id, sharing.find(world, caller_id, region, Vpc.KIND, world.network.vpcs, vpc_id))


def planned_vpc(world: World, vpc_id: str) -> PlannedVpc | None:
    """What resource planning asks of a VPC."""
    vpc = world.network.vpcs.get(vpc_id)
    if vpc is None:
        return None
    return PlannedVpc(vpc.id, vpc.owner_id, vpc.region, tuple(block.cidr for block in vpc.blocks if block.holds))


def complete_later(world: World, resource_id: str) -> None:
    """Reach the next state after its time."""
    delay = timedelta(seconds=world.options.network_transition_delay_s)
    world.schedule.at(world.now + delay, NetworkTransitionDue(resource_id))


def create(
    world: World,
    caller_id: str,
    region: str,
    asked: AskedBlocks,
    tenancy: str | None,
    tags: Mapping[str, str],
    *,
    with_encryption_control: bool = False,
) -> Vpc:
    """CreateVpc (EC2-100 to EC2-106, EC2-116, EC2-117): the VPC and its allocations appear together, or not at all."""
    if not asked.asks_ipv4 and asked.ipv4_length is None:
        raise vpc_refusals.NoIpv4Block
    blocks.require_consistent(asked)
    if tenancy == "host":
        raise vpc_refusals.InvalidTenancy(tenancy)
    if with_encryption_control:
        raise vpc_refusals.NoEncryptionControls
    target = For(caller_id, region, "CreateVpc", tags)
    ipv4 = blocks.plan_ipv4(world, asked, target)
    ipv6 = blocks.plan_ipv6(world, asked, target)
    _require_room(world, caller_id, region)
    world.begin_change()
    return _record(world, caller_id, region, ipv4, ipv6, tenancy or "default", tags)


def _require_room(world: World, caller_id: str, region: str) -> None:
    if len(world.network.vpcs.at(caller_id, region)) >= world.options.vpcs_per_region:
        raise vpc_refusals.TooManyVpcs


def _record(
    world: World,
    caller_id: str,
    region: str,
    ipv4: PlannedBlock,
    ipv6: PlannedBlock | None,
    tenancy: str,
    tags: Mapping[str, str],
    is_default: bool = False,
) -> Vpc:
    network, place = world.network, (caller_id, region)
    vpc_id = Vpc.KIND.new(world.identifiers)
    held = [blocks.take(world, ipv4, vpc_id, kinds.VPC_CIDR_ASSOCIATION, ASSOCIATED)]
    if ipv6 is not None:
        held.append(blocks.take(world, ipv6, vpc_id, kinds.VPC_CIDR_ASSOCIATION, ASSOCIATING))
        complete_later(world, held[-1].id)
    if place not in network.dhcp_options:
        network.dhcp_options[place] = kinds.DHCP_OPTIONS.new(world.identifiers)
    vpc = Vpc(vpc_id, caller_id, region, held, tenancy, is_default, dhcp_options_id=network.dhcp_options[place])
    network.vpcs.add(vpc)
    network.vpcs_by_cidr.setdefault((place, str(vpc.cidr)), {})[vpc.id] = None
    world.ec2.tags.put(place, Vpc.KIND.resource_type, vpc.id, tags)
    vpc_defaults.add_security_group(world, vpc)
    vpc_defaults.add_network_acl(world, vpc)
    vpc_defaults.add_route_table(world, vpc)
    world.announce(NetworkResourceChanged(vpc.id))
    complete_later(world, vpc.id)
    return vpc


def create_default(world: World, caller_id: str, region: str) -> Vpc:
    """CreateDefaultVpc, without its subnets: 172.31.0.0/16 behind an internet gateway (EC2-112)."""
    network, place = world.network, (caller_id, region)
    if place in network.default_vpcs:
        raise vpc_refusals.DefaultVpcExists
    _require_room(world, caller_id, region)
    world.begin_change()
    vpc = _record(world, caller_id, region, PlannedBlock(DEFAULT_CIDR), None, "default", {}, is_default=True)
    vpc.dns_hostnames = True
    network.default_vpcs[place] = vpc.id
    gateway = InternetGateway(InternetGateway.KIND.new(world.identifiers), caller_id, region, vpc.id)
    network.internet_gateways.add(gateway)
    vpc.gateway_ids[gateway.id] = None
    routes = network.route_tables[vpc.main_table_id].routes
    routes["0.0.0.0/0"] = Route("0.0.0.0/0", "GatewayId", gateway.id)
    return vpc


def delete(world: World, caller_id: str, region: str, vpc_id: str) -> None:
    """DeleteVpc: nothing is in it that its owner has made (EC2-107). Its space is free after IPAM's discovery."""
    vpc = owned(world, caller_id, region, vpc_id)
    in_use = vpc.subnet_ids or vpc.interface_ids or vpc.gateway_ids
    if in_use or len(vpc.group_ids) > 1 or len(vpc.acl_ids) > 1 or len(vpc.table_ids) > 1:
        raise vpc_refusals.VpcInUse(vpc_id)
    world.begin_change()
    network, place = world.network, (caller_id, region)
    vpc_defaults.remove_all(world, vpc)
    for block in vpc.blocks:
        if block.id in network.block_owners:
            blocks.give_back(world, block, vpc_id)
    network.vpcs.remove(vpc_id)
    same = network.vpcs_by_cidr[place, str(vpc.cidr)]
    del same[vpc_id]
    if not same:
        del network.vpcs_by_cidr[place, str(vpc.cidr)]
    if network.default_vpcs.get(place) == vpc_id:
        del network.default_vpcs[place]
    world.ec2.tags.forget(place, vpc_id)
    world.announce(NetworkResourceChanged(vpc_id))


@dataclass(frozen=True, slots=True)
class VpcAttributes:
    """What ModifyVpcAttribute may change. None leaves a value as it is."""

    dns_support: bool | None = None
    dns_hostnames: bool | None = None
    usage_metrics: bool | None = None


def modify_attribute(world: World, caller_id: str, region: str, vpc_id: str, changes: VpcAttributes) -> None:
    """ModifyVpcAttribute: one attribute a call (EC2-113 to EC2-115)."""
    vpc = owned(world, caller_id, region, vpc_id)
    given = [
        value for value in (changes.dns_support, changes.dns_hostnames, changes.usage_metrics) if value is not None
    ]
    if not given:
        raise vpc_refusals.NoAttribute
    if len(given) > 1:
        raise vpc_refusals.OneAttributeAtATime
    if changes.dns_hostnames and not vpc.dns_support:
        raise vpc_refusals.HostnamesNeedSupport(vpc_id)
    world.begin_change()
    if changes.dns_support is not None:
        vpc.dns_support = changes.dns_support
    if changes.dns_hostnames is not None:
        vpc.dns_hostnames = changes.dns_hostnames
    if changes.usage_metrics is not None:
        vpc.usage_metrics = changes.usage_metrics


def modify_tenancy(world: World, caller_id: str, region: str, vpc_id: str, tenancy: str) -> None:
    """ModifyVpcTenancy: from dedicated to default; there is no way back."""
    vpc = owned(world, caller_id, region, vpc_id)
    world.begin_change()
    vpc.tenancy = tenancy
