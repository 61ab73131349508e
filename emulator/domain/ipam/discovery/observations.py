"""What discovery has seen of resources: as they were when it looked last."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.cidrs import IPV4, IPV6, Cidr
from emulator.domain.ipam.discovery import public_addresses
from emulator.domain.ipam.discovery.public_addresses import PublicUse
from emulator.domain.network.records import (
    Address,
    CidrBlockAssociation,
    Ipv6Pool,
    NetworkInterface,
    PublicIpv4Pool,
    Subnet,
    Vpc,
)
from emulator.domain.world import World

VPC = "vpc"
SUBNET = "subnet"
EIP = "eip"
PUBLIC_IPV4_POOL = "public-ipv4-pool"
INTERFACE = "eni"
IPV6_POOL = "ipv6-pool"
# Nothing is found out about these: neither management, nor compliance, nor overlap (IPAM-236, IPAM-248).
ONLY_SEEN = frozenset({INTERFACE, IPV6_POOL})
AMAZON, BYOIP, NO_SOURCE = "amazon", "byoip", "none"
# AWS keeps five addresses of every subnet for itself; they count as used.
_KEPT_BY_AWS = 5
_DIGITS = 4


@dataclass(slots=True, eq=False)
class Observed:
    """A resource."""

    id: str
    resource_type: str
    owner_id: str
    region: str
    vpc_id: str | None
    zone_id: str | None
    tags: dict[str, str]
    # of a network interface: where it is, and whether something has it
    subnet_id: str | None = None
    attachment: str | None = None
    # of an Elastic IP address
    public_use: PublicUse | None = None
    samples: "dict[Cidr, Sample]" = field(default_factory=dict)
    # the discoveries that list it, each with the keys of what it lists, and the IPAMs that see it
    listed_by: dict[str, list[str]] = field(default_factory=dict)
    seen_by: dict[str, None] = field(default_factory=dict)

    @property
    def name(self) -> str | None:
        return self.tags.get("Name")


@dataclass(slots=True, eq=False)
class Sample:
    """One CIDR of a resource."""

    resource: Observed
    cidr: Cidr
    ip_source: str
    usage: float | None

    @property
    def key(self) -> str:
        return f"{self.resource.id} {self.cidr}"


@dataclass(frozen=True, slots=True)
class _Now:
    """What a resource is now."""

    resource_type: str
    owner_id: str
    region: str
    vpc_id: str | None
    zone_id: str | None
    # block -> where it comes from, and how much of it is used
    cidrs: Mapping[Cidr, tuple[str, float | None]]
    subnet_id: str | None = None
    attachment: str | None = None
    public_use: PublicUse | None = None


def observe(world: World, resource_id: str, before: Observed | None) -> Observed | None:
    """Look at a resource; None if it is gone. What was seen before is brought up to date."""
    now = _look(world, resource_id)
    if now is None:
        return None
    tags = dict(world.ec2.tags.of(resource_id))
    found = before or Observed(resource_id, now.resource_type, now.owner_id, now.region, now.vpc_id, now.zone_id, tags)
    found.tags, found.subnet_id = tags, now.subnet_id
    found.attachment, found.public_use = now.attachment, now.public_use
    for cidr in [one for one in found.samples if one not in now.cidrs]:
        del found.samples[cidr]
    for cidr, (ip_source, usage) in now.cidrs.items():
        sample = found.samples.get(cidr)
        if sample is None:
            sample = found.samples[cidr] = Sample(found, cidr, ip_source, usage)
        sample.ip_source, sample.usage = ip_source, usage
    return found


def owner_of(world: World, resource_id: str) -> str | None:
    """Whose a resource is; None if it is none that discovery looks at, or gone."""
    resource = _find(world, resource_id)
    return resource.owner_id if resource is not None else None


def of_account(world: World, account_id: str, region: str) -> Iterator[str]:
    """The resources of an account in a Region."""
    network = world.network
    pools = (network.public_ipv4_pools, network.ipv6_pools)
    for residents in (network.vpcs, network.subnets, network.addresses, *pools, network.interfaces):
        yield from residents.at(account_id, region)


def related(world: World, resource_id: str) -> list[str]:
    """What is another when a resource is: what is in a VPC is placed with it, a subnet is a part of its VPC, and an
    interface has the addresses that are associated with it."""
    resource = _find(world, resource_id)
    if isinstance(resource, Vpc):
        return [*resource.subnet_ids, *resource.interface_ids]
    if isinstance(resource, NetworkInterface):
        return list(resource.address_ids.values())
    return [resource.vpc_id] if isinstance(resource, Subnet) else []


def is_vpc(resource_id: str) -> bool:
    return kinds.kind_of(resource_id) is kinds.VPC


_Resource = Vpc | Subnet | Address | PublicIpv4Pool | Ipv6Pool | NetworkInterface


def _find(world: World, resource_id: str) -> _Resource | None:
    kind, network = kinds.kind_of(resource_id), world.network
    if kind is kinds.VPC:
        return network.vpcs.get(resource_id)
    if kind is kinds.SUBNET:
        return network.subnets.get(resource_id)
    if kind is kinds.ELASTIC_IP:
        return network.addresses.get(resource_id)
    if kind is kinds.PUBLIC_IPV6_POOL:
        return network.ipv6_pools.get(resource_id)
    if kind is kinds.NETWORK_INTERFACE:
        return network.interfaces.get(resource_id)
    return network.public_ipv4_pools.get(resource_id) if kind is kinds.PUBLIC_IPV4_POOL else None


def _look(world: World, resource_id: str) -> _Now | None:
    resource = _find(world, resource_id)
    if resource is None:
        return None
    owner_id, region = resource.owner_id, resource.region
    if isinstance(resource, Vpc):
        return _Now(VPC, owner_id, region, resource.id, None, _of_vpc(world, resource))
    if isinstance(resource, Subnet):
        place = (resource.vpc_id, resource.zone_id, _of_subnet(resource), resource.id)
        return _Now(SUBNET, owner_id, region, *place)
    if isinstance(resource, NetworkInterface):
        subnet = world.network.subnets[resource.subnet_id]
        status = "available" if resource.attachment_id is None else "in-use"
        cidrs = _of_interface(resource, subnet)
        return _Now(INTERFACE, owner_id, region, resource.vpc_id, subnet.zone_id, cidrs, subnet.id, status)
    if isinstance(resource, Address):
        use = public_addresses.use_of(world, resource)
        source = AMAZON if public_addresses.is_amazons(resource, public_addresses.pool_of(world, resource)) else BYOIP
        return _Now(EIP, owner_id, region, None, None, {resource.cidr: (source, None)}, public_use=use)
    if isinstance(resource, Ipv6Pool):
        return _Now(IPV6_POOL, owner_id, region, None, None, {resource.space.cidr: (BYOIP, None)})
    return _Now(PUBLIC_IPV4_POOL, owner_id, region, None, None, _of_pool(world, resource))


def _of_vpc(world: World, vpc: Vpc) -> dict[Cidr, tuple[str, float | None]]:
    parts = [part for subnet in world.network.subnets_of(vpc) for part in _blocks(subnet)]
    return {
        block.cidr: (
            block.ip_source or NO_SOURCE,
            round(sum(part.size for part in parts if block.cidr.contains(part)) / block.cidr.size, _DIGITS),
        )
        for block in vpc.blocks
        if block.holds
    }


def _blocks(subnet: Subnet) -> Iterator[Cidr]:
    if subnet.cidr is not None:
        yield subnet.cidr
    yield from (block.cidr for block in subnet.ipv6_blocks if block.holds)


def _of_subnet(subnet: Subnet) -> dict[Cidr, tuple[str, float | None]]:
    found: dict[Cidr, tuple[str, float | None]] = {}
    if subnet.cidr is not None:
        used = (_KEPT_BY_AWS + len(subnet.taken_ipv4)) / subnet.cidr.size
        found[subnet.cidr] = (NO_SOURCE, round(used, _DIGITS))
    held: list[CidrBlockAssociation] = [block for block in subnet.ipv6_blocks if block.holds]
    found.update({block.cidr: (block.ip_source or NO_SOURCE, None) for block in held})
    return found


def _of_interface(interface: NetworkInterface, subnet: Subnet) -> dict[Cidr, tuple[str, float | None]]:
    """Each of its addresses and prefixes; those of IPv6 come from where the subnet's block does."""
    private = [*(Cidr(IPV4, number, 32) for number in interface.ipv4), *interface.ipv4_prefixes]
    found: dict[Cidr, tuple[str, float | None]] = dict.fromkeys(private, (NO_SOURCE, None))
    for cidr in (*(Cidr(IPV6, number, 128) for number in interface.ipv6), *interface.ipv6_prefixes):
        around = next((block for block in subnet.ipv6_blocks if block.cidr.contains(cidr)), None)
        found[cidr] = (around.ip_source if around is not None else None) or NO_SOURCE, None
    return found


def _of_pool(world: World, pool: PublicIpv4Pool) -> dict[Cidr, tuple[str, float | None]]:
    found: dict[Cidr, tuple[str, float | None]] = {}
    for held in pool.ranges:
        block = held.allocated
        used = sum(block.network <= number < block.end for number in pool.taken)
        origin = next((one.pool for one in world.ipam.ledger.of_resource(pool.id) if one.cidr == block), None)
        source = AMAZON if origin is not None and origin.public_ip_source == AMAZON else BYOIP
        found[block] = (source, round(used / block.size, _DIGITS))
    return found
