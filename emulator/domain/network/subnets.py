"""Subnets: parts of a VPC's blocks, each in one zone."""

from collections.abc import Mapping
from dataclasses import dataclass

from emulator.domain.ec2 import kinds, regions
from emulator.domain.ec2.cidrs import IPV4, IPV6, Cidr
from emulator.domain.ec2.refusals import UnknownZone
from emulator.domain.events import NetworkResourceChanged, ShareableResourceDeleted
from emulator.domain.ipam.pools import allocation, ledger
from emulator.domain.ipam.pools.allocation import Asked
from emulator.domain.network import blocks, sharing, vpc_defaults, vpcs
from emulator.domain.network import subnet_refusals as refused
from emulator.domain.network.blocks import PlannedBlock
from emulator.domain.network.records import ASSOCIATED, ASSOCIATING, CidrBlockAssociation, Subnet, Vpc
from emulator.domain.network.vpc_refusals import NoAttribute, ParameterNeeds, ParametersExclude
from emulator.domain.world import World

_CREATE = "CreateSubnet"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubnet:
    """What CreateSubnet asks for."""

    vpc_id: str
    zone: str | None = None
    zone_id: str | None = None
    cidr: str | None = None
    ipv4_ipam_pool_id: str | None = None
    ipv4_length: int | None = None
    ipv6_cidr: str | None = None
    ipv6_ipam_pool_id: str | None = None
    ipv6_length: int | None = None
    ipv6_native: bool = False
    outpost_arn: str | None = None


def owned(world: World, caller_id: str, region: str, subnet_id: str) -> Subnet:
    """The caller's subnet in this Region."""
    return sharing.owned(world, caller_id, region, Subnet.KIND, world.network.subnets, subnet_id)


def create(world: World, caller_id: str, region: str, new: NewSubnet, tags: Mapping[str, str]) -> Subnet:
    """CreateSubnet (EC2-120 to EC2-124, EC2-126, EC2-131, EC2-132)."""
    vpc = vpcs.owned(world, caller_id, region, new.vpc_id)
    _require_consistent(new)
    if new.outpost_arn is not None:
        raise refused.NoOutposts(new.outpost_arn)
    zone = find_zone(region, new.zone, new.zone_id) or regions.zones_of(region)[0]
    ipv4 = None if new.ipv6_native else plan_ipv4(world, vpc, new, tags)
    ipv6 = None
    if new.ipv6_native or new.ipv6_cidr is not None or new.ipv6_ipam_pool_id is not None:
        ipv6 = plan_ipv6(world, vpc, new.ipv6_cidr, new.ipv6_ipam_pool_id, new.ipv6_length, tags, _CREATE)
    if len(vpc.subnet_ids) >= world.options.subnets_per_vpc:
        raise refused.TooManySubnets
    world.begin_change()
    return record(world, vpc, zone, ipv4, ipv6, tags, ipv6_native=new.ipv6_native)


def _require_consistent(new: NewSubnet) -> None:
    if new.ipv6_native:
        for member, value in (
            ("cidrBlock", new.cidr),
            ("ipv4IpamPoolId", new.ipv4_ipam_pool_id),
            ("ipv4NetmaskLength", new.ipv4_length),
        ):
            if value is not None:
                raise refused.NotInIpv6Native(member)
    elif new.cidr is None and new.ipv4_ipam_pool_id is None and new.ipv4_length is None:
        raise refused.NoSubnetBlock
    if new.cidr is not None and new.ipv4_length is not None:
        raise ParametersExclude("cidrBlock", "ipv4NetmaskLength").under("EC2-120")
    if new.ipv4_length is not None and new.ipv4_ipam_pool_id is None:
        raise ParameterNeeds("ipv4NetmaskLength", "ipv4IpamPoolId").under("EC2-120")
    _require_ipv6_consistent(new.ipv6_cidr, new.ipv6_ipam_pool_id, new.ipv6_length)
    if new.ipv6_native and new.ipv6_cidr is None and new.ipv6_ipam_pool_id is None:
        raise refused.NoIpv6Block


def _require_ipv6_consistent(cidr: str | None, pool_id: str | None, length: int | None) -> None:
    if cidr is not None and length is not None:
        raise ParametersExclude("ipv6CidrBlock", "ipv6NetmaskLength").under("EC2-121")
    if length is not None and pool_id is None:
        raise ParameterNeeds("ipv6NetmaskLength", "ipv6IpamPoolId").under("EC2-121")


def find_zone(region: str, name: str | None, zone_id: str | None) -> regions.Zone | None:
    """The zone that a request names by name, by id, or by both (EC2-021, EC2-126)."""
    found = None
    for text in (name, zone_id):
        if text is None:
            continue
        zone = regions.find_zone(region, text)
        if zone is None:
            raise UnknownZone(text)
        if found is not None and zone != found:
            raise refused.ZonesDisagree(name or "", zone_id or "")
        found = zone
    return found


def plan_ipv4(world: World, vpc: Vpc, new: NewSubnet, tags: Mapping[str, str]) -> PlannedBlock:
    """The IPv4 block that the request names, or that its planning pool hands out."""
    named = blocks.parse_block(new.cidr, IPV4, "cidrBlock") if new.cidr is not None else None
    return _plan(world, vpc, IPV4, named, new.ipv4_ipam_pool_id, new.ipv4_length, tags, _CREATE)


def plan_ipv6(
    world: World,
    vpc: Vpc,
    text: str | None,
    pool_id: str | None,
    length: int | None,
    tags: Mapping[str, str],
    action: str,
) -> PlannedBlock:
    """The IPv6 block that the request names, or that its planning pool hands out."""
    _require_ipv6_consistent(text, pool_id, length)
    if text is None and pool_id is None:
        raise refused.NoIpv6Block
    named = blocks.parse_block(text, IPV6, "ipv6CidrBlock") if text is not None else None
    return _plan(world, vpc, IPV6, named, pool_id, length, tags, action)


def _plan(
    world: World,
    vpc: Vpc,
    family: str,
    named: Cidr | None,
    pool_id: str | None,
    length: int | None,
    tags: Mapping[str, str],
    action: str,
) -> PlannedBlock:
    held = taken(world, vpc, family)
    require_length = blocks.length_check(family, named, 16, 28, 44, 64, refused.InvalidSubnetRange)
    plan = None
    if pool_id is not None:
        plan = allocation.plan(
            world,
            Asked(
                account_id=vpc.owner_id,
                region=vpc.region,
                pool_id=pool_id,
                cidr=str(named) if named is not None else None,
                netmask_length=length,
                # subnets made by hand are inside the pool's space without its knowledge
                avoid=() if named is not None else held,
                resource_type=ledger.SUBNET,
                action=action,
                family=family,
                vpc_id=vpc.id,
                tags=tags,
                require_length=require_length,
            ),
        )
        cidr = plan.cidr
    else:
        assert named is not None
        cidr = named
        require_length(cidr.length)
    within = next((block for block in vpc.blocks_of(family) if block.cidr.contains(cidr)), None)
    if within is None:
        raise refused.InvalidSubnetRange(str(cidr))
    if any(cidr.overlaps(other) for other in held):
        raise refused.SubnetConflict(str(cidr))
    return PlannedBlock(cidr, plan, ip_source=within.ip_source, attribute=within.attribute)


def taken(world: World, vpc: Vpc, family: str) -> list[Cidr]:
    """What the subnets of a VPC hold, however they were made."""
    found = []
    for subnet in world.network.subnets_of(vpc):
        if family == IPV6:
            found += [block.cidr for block in subnet.ipv6_blocks]
        elif subnet.cidr is not None:
            found.append(subnet.cidr)
    return found


def record(
    world: World,
    vpc: Vpc,
    zone: regions.Zone,
    ipv4: PlannedBlock | None,
    ipv6: PlannedBlock | None,
    tags: Mapping[str, str],
    *,
    ipv6_native: bool = False,
    is_default: bool = False,
) -> Subnet:
    """Make a subnet of what was planned; it begins with its VPC's default network ACL."""
    network = world.network
    subnet = Subnet(
        Subnet.KIND.new(world.identifiers),
        vpc.owner_id,
        vpc.region,
        vpc.id,
        zone.name,
        zone.id,
        ipv4.cidr if ipv4 is not None else None,
        is_default=is_default,
        map_public_ip=is_default,
        ipv6_native=ipv6_native,
        assign_ipv6=ipv6_native,
        hostname_type="resource-name" if ipv6_native else "ip-name",
    )
    if ipv4 is not None and ipv4.plan is not None:
        allocation.commit(world, ipv4.plan, resource_id=subnet.id)
    if ipv6 is not None:
        add_ipv6(world, subnet, ipv6)
    network.subnets.add(subnet)
    vpc.subnet_ids[subnet.id] = None
    vpc_defaults.subnet_added(world, subnet)
    world.ec2.tags.put((vpc.owner_id, vpc.region), Subnet.KIND.resource_type, subnet.id, tags)
    world.announce(NetworkResourceChanged(subnet.id))
    vpcs.complete_later(world, subnet.id)
    return subnet


def add_ipv6(world: World, subnet: Subnet, planned: PlannedBlock) -> CidrBlockAssociation:
    """Give a subnet an IPv6 block."""
    association = blocks.take(world, planned, subnet.id, kinds.SUBNET_CIDR_ASSOCIATION, ASSOCIATING)
    subnet.ipv6_blocks.append(association)
    world.announce(NetworkResourceChanged(subnet.id))
    vpcs.complete_later(world, association.id)
    return association


def delete(world: World, caller_id: str, region: str, subnet_id: str) -> None:
    """DeleteSubnet: no network interface is in it (EC2-125). Its space is free after IPAM's discovery."""
    subnet = owned(world, caller_id, region, subnet_id)
    if subnet.interface_ids:
        raise refused.SubnetInUse(subnet_id)
    world.begin_change()
    network = world.network
    for association in list(subnet.ipv6_blocks):
        blocks.give_back(world, association, subnet_id)
    allocation.release_later(world, subnet_id, subnet.cidr)
    vpc_defaults.subnet_removed(world, subnet)
    network.subnets.remove(subnet_id)
    del network.vpcs[subnet.vpc_id].subnet_ids[subnet_id]
    world.ec2.tags.forget((caller_id, region), subnet_id)
    world.announce(NetworkResourceChanged(subnet_id))
    world.announce(ShareableResourceDeleted(subnet.arn))


@dataclass(frozen=True, slots=True, kw_only=True)
class SubnetAttributes:
    """What ModifySubnetAttribute may change. None leaves a value as it is."""

    assign_ipv6: bool | None = None
    map_public_ip: bool | None = None
    map_customer_owned_ip: bool | None = None
    customer_owned_pool_id: str | None = None
    dns64: bool | None = None
    hostname_type: str | None = None
    resource_name_a: bool | None = None
    resource_name_aaaa: bool | None = None
    lni_device_index: int | None = None
    disable_lni: bool | None = None


# Attributes that say something about IPv6 addresses, and those that do about IPv4 addresses.
_FOR_IPV6 = ("assign_ipv6", "dns64", "resource_name_aaaa")
_FOR_IPV4 = {"map_public_ip": "mapPublicIpOnLaunch", "resource_name_a": "enableResourceNameDnsARecordOnLaunch"}


def modify_attribute(world: World, caller_id: str, region: str, subnet_id: str, changes: SubnetAttributes) -> None:
    """ModifySubnetAttribute: one attribute a call (EC2-114, EC2-127, EC2-129, EC2-132, EC2-135)."""
    subnet = owned(world, caller_id, region, subnet_id)
    given = [name for name in SubnetAttributes.__slots__ if getattr(changes, name) is not None]
    if not given:
        raise NoAttribute
    if changes.customer_owned_pool_id is not None:
        raise refused.NoCustomerOwnedPool(changes.customer_owned_pool_id)
    if len(given) > 1:
        raise refused.OneSubnetAttributeAtATime
    name, value = given[0], getattr(changes, given[0])
    if name in _FOR_IPV6 and value and not any(block.holds for block in subnet.ipv6_blocks):
        raise refused.NeedsIpv6Block(subnet_id)
    if name in _FOR_IPV4 and value and subnet.ipv6_native:
        raise refused.NotInIpv6Native(_FOR_IPV4[name])
    if name == "map_customer_owned_ip" and value:
        # it goes with a pool, and there are none
        raise ParameterNeeds("mapCustomerOwnedIpOnLaunch", "customerOwnedIpv4Pool").under("EC2-135")
    world.begin_change()
    if name == "disable_lni":
        subnet.lni_device_index = None if value else subnet.lni_device_index
    else:
        setattr(subnet, name, value)


def complete_ipv6(world: World, association: CidrBlockAssociation, subnet: Subnet) -> None:
    """The IPv6 block is associated now, or gone."""
    if association.state == ASSOCIATING:
        association.state = ASSOCIATED
    elif not association.holds:
        subnet.ipv6_blocks.remove(association)
        blocks.give_back(world, association, subnet.id)
