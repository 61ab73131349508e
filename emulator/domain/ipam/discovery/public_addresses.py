"""What discovery finds out about a public address: where it comes from, who has it, and what for."""

from collections.abc import Mapping
from dataclasses import dataclass

from emulator.domain.ipam.pools.pools import AMAZON, Pool
from emulator.domain.network.records import Address, NetworkInterface
from emulator.domain.world import World

ASSOCIATED, DISASSOCIATED = "associated", "disassociated"
AMAZON_OWNED, CONTIGUOUS, BROUGHT = "amazon-owned-eip", "amazon-owned-contig", "byoip"
OF_SERVICE, BROUGHT_OF_SERVICE = "service-managed-ip", "service-managed-byoip"
# What an address shows as its manager, and what IPAM calls that service.
_SERVICES: Mapping[str, str] = {
    "alb": "load-balancer",
    "nlb": "load-balancer",
    "rds": "relational-database-service",
    "rnat": "nat-gateway",
}
OTHER_SERVICE = "other"


@dataclass(frozen=True, slots=True)
class Holder:
    """The network interface that has a public address."""

    id: str
    description: str
    vpc_id: str
    subnet_id: str
    instance_id: str | None
    # ids and names
    groups: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PublicUse:
    """A public address as it was when discovery looked."""

    address: str
    address_type: str
    status: str
    border_group: str
    service: str | None
    # the IPAM pool and the public IPv4 pool that it is of
    ipam_pool_id: str | None
    public_pool_id: str | None
    holder: Holder | None

    @property
    def is_associated(self) -> bool:
        return self.status == ASSOCIATED


def is_amazons(address: Address, pool: Pool | None) -> bool:
    """Whether the address is Amazon's: of its own space, or of a pool that it has given."""
    return address.pool_id == AMAZON if pool is None else pool.public_ip_source == AMAZON


def pool_of(world: World, address: Address) -> Pool | None:
    """The IPAM pool that an address is of, at once or by way of a public IPv4 pool."""
    public = world.network.public_ipv4_pools.get(address.pool_id)
    if public is None:
        return world.ipam.pools.get(address.pool_id)
    held = world.ipam.ledger.of_resource(public.id)
    return next((one.pool for one in held if one.cidr.contains(address.cidr)), None)


def use_of(world: World, address: Address) -> PublicUse:
    network, pool = world.network, pool_of(world, address)
    amazons, manager = is_amazons(address, pool), address.service_managed
    if manager is not None:
        address_type = OF_SERVICE if amazons else BROUGHT_OF_SERVICE
    elif amazons:
        address_type = AMAZON_OWNED if pool is None else CONTIGUOUS
    else:
        address_type = BROUGHT
    # what a service manages it has for a resource
    is_associated = address.association_id is not None or manager is not None
    interface = network.interfaces.get(address.interface_id) if address.interface_id is not None else None
    return PublicUse(
        str(address.cidr).removesuffix("/32"),
        address_type,
        ASSOCIATED if is_associated else DISASSOCIATED,
        address.border_group,
        None if manager is None else _SERVICES.get(manager, OTHER_SERVICE),
        None if pool is None else pool.id,
        address.pool_id if address.pool_id in network.public_ipv4_pools else None,
        None if interface is None else _held_by(world, interface),
    )


def _held_by(world: World, interface: NetworkInterface) -> Holder:
    groups = world.network.security_groups
    return Holder(
        interface.id,
        interface.description,
        interface.vpc_id,
        interface.subnet_id,
        interface.instance_id,
        tuple((one, groups[one].name) for one in interface.group_ids),
    )
