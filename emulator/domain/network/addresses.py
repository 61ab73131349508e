"""Elastic IP addresses: of Amazon's space, of an IPAM pool, or of a public IPv4 pool."""

from collections.abc import Mapping
from dataclasses import dataclass

from emulator.domain.ec2 import kinds, regions
from emulator.domain.ec2.cidrs import IPV4, Cidr, parse
from emulator.domain.events import NetworkResourceChanged
from emulator.domain.ipam.policies import allocation as policy_allocation
from emulator.domain.ipam.policies import policies
from emulator.domain.ipam.pools import allocation, ledger, provisioning
from emulator.domain.ipam.pools.allocation import Asked, Plan
from emulator.domain.ipam.pools.refusals import PoolExhausted
from emulator.domain.network import address_refusals as refused
from emulator.domain.network import public_ipv4_pools
from emulator.domain.network.records import Address, NetworkInterface, PublicIpv4Pool
from emulator.domain.network.subnet_refusals import NoCustomerOwnedPool
from emulator.domain.network.vpc_refusals import UnknownBorderGroup
from emulator.domain.world import World

# What addresses of Amazon's own space show as their pool.
AMAZON_POOL = "amazon"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAddress:
    """What AllocateAddress asks for."""

    domain: str | None = None
    address: str | None = None
    public_ipv4_pool: str | None = None
    ipam_pool_id: str | None = None
    customer_owned_pool: str | None = None
    border_group: str | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """A free address, and where it comes from."""

    number: int
    pool_id: str
    border_group: str
    plan: Plan | None = None
    pool: PublicIpv4Pool | None = None


def owned(world: World, caller_id: str, region: str, allocation_id: str) -> Address:
    """The caller's address in this Region, by its allocation's id."""
    return Address.KIND.known(allocation_id, world.network.addresses.owned(caller_id, region, allocation_id))


def by_public_ip(world: World, caller_id: str, region: str, text: str) -> Address:
    """The caller's address in this Region, by itself (EC2-152)."""
    number = number_of(text, "publicIp")
    address_id = world.network.address_ids.get(((caller_id, region), number))
    if address_id is None:
        raise refused.AddressNotFound(text)
    return world.network.addresses[address_id]


def number_of(text: str, parameter: str) -> int:
    """An IPv4 address as a number (EC2-155)."""
    cidr = parse(f"{text}/32")
    if cidr is None or cidr.family != IPV4:
        raise refused.InvalidAddressText(parameter, text)
    return cidr.network


def text_of(number: int) -> str:
    return str(Cidr(IPV4, number, 32)).removesuffix("/32")


def allocate(world: World, caller_id: str, region: str, new: NewAddress, tags: Mapping[str, str]) -> Address:
    """AllocateAddress (EC2-105, EC2-135, EC2-150 to EC2-155, EC2-163)."""
    if new.domain not in (None, "vpc"):
        raise refused.InvalidDomain(new.domain)
    _require_one_pool(new)
    if new.border_group is not None and regions.region_of_border_group(new.border_group) != region != new.border_group:
        raise UnknownBorderGroup(new.border_group)
    wanted = number_of(new.address, "address") if new.address is not None else None
    source = _source(world, caller_id, region, new, wanted, tags)
    if new.border_group not in (None, source.border_group):
        raise refused.BorderGroupsDiffer(new.border_group, source.pool_id)
    world.begin_change()
    return _take(world, caller_id, region, source, tags)


def allocate_for_service(
    world: World, account_id: str, region: str, service: str, border_group: str | None = None
) -> Address:
    """An address that a service (alb, nlb, rds, rnat) gets for a resource of the account's (IPAM-508).

    No operation here makes such a resource: this stands for the service that does.
    """
    group = border_group or region
    plan = policy_allocation.plan_address(world, account_id, region, group, service, {})
    if plan is not None:
        source = _Source(plan.cidr.network, plan.pool.id, plan.pool.locale, plan)
    else:
        free = provisioning.amazon_space(world, IPV4).lowest(32)
        if free is None:
            raise refused.NoAddressLeft
        source = _Source(free.network, AMAZON_POOL, group)
    world.begin_change()
    address = _take(world, account_id, region, source, {})
    address.service_managed = service
    return address


def _take(world: World, owner_id: str, region: str, source: _Source, tags: Mapping[str, str]) -> Address:
    """The address is the account's (behind `begin_change`)."""
    network, place = world.network, (owner_id, region)
    address = Address(
        Address.KIND.new(world.identifiers), owner_id, region, source.number, source.pool_id, source.border_group
    )
    if source.plan is not None:
        allocation.commit(world, source.plan, resource_id=address.id)
    elif source.pool is not None:
        source.pool.taken[source.number] = address.id
        world.announce(NetworkResourceChanged(source.pool.id))
    else:
        provisioning.take_of_amazon(world, address.cidr)
        network.released_addresses.pop(source.number, None)
    network.addresses.add(address)
    network.address_ids[place, source.number] = address.id
    world.ec2.tags.put(place, Address.KIND.resource_type, address.id, tags)
    world.announce(NetworkResourceChanged(address.id))
    return address


def _require_one_pool(new: NewAddress) -> None:
    named = [
        name
        for name, value in (
            ("ipamPoolId", new.ipam_pool_id),
            ("publicIpv4Pool", new.public_ipv4_pool),
            ("customerOwnedIpv4Pool", new.customer_owned_pool),
        )
        if value is not None
    ]
    if len(named) > 1:
        raise refused.PoolsExclude(named[0], named[1])
    if new.customer_owned_pool is not None:
        raise NoCustomerOwnedPool(new.customer_owned_pool)


def _source(
    world: World, caller_id: str, region: str, new: NewAddress, wanted: int | None, tags: Mapping[str, str]
) -> _Source:
    if new.ipam_pool_id is not None:
        return _from_ipam(world, caller_id, region, new.ipam_pool_id, wanted, tags)
    if new.public_ipv4_pool not in (None, AMAZON_POOL):
        pool = public_ipv4_pools.owned(world, caller_id, region, new.public_ipv4_pool)
        number = public_ipv4_pools.find_free(pool, wanted)
        if number is None:
            raise refused.NoAddressLeft if wanted is None else refused.AddressNotFound(text_of(wanted))
        return _Source(number, pool.id, pool.border_group, pool=pool)
    if wanted is None and new.public_ipv4_pool is None:
        group = new.border_group or region
        plan = policy_allocation.plan_address(world, caller_id, region, group, policies.EIP, tags)
        if plan is not None:
            return _Source(plan.cidr.network, plan.pool.id, plan.pool.locale, plan)
    return _from_amazon(world, caller_id, region, new, wanted)


def _from_ipam(
    world: World, caller_id: str, region: str, pool_id: str, wanted: int | None, tags: Mapping[str, str]
) -> _Source:
    asked = Asked(
        account_id=caller_id,
        region=region,
        pool_id=pool_id,
        cidr=f"{text_of(wanted)}/32" if wanted is not None else None,
        netmask_length=None if wanted is not None else 32,
        resource_type=ledger.EIP,
        action="AllocateAddress",
        family=IPV4,
        tags=tags,
    )
    try:
        plan = allocation.plan(world, asked)
    except PoolExhausted:
        raise refused.NoAddressLeft from None
    return _Source(plan.cidr.network, plan.pool.id, plan.pool.locale, plan)


def _from_amazon(world: World, caller_id: str, region: str, new: NewAddress, wanted: int | None) -> _Source:
    network, place = world.network, (caller_id, region)
    held = network.addresses.at(caller_id, region)
    limit = world.options.addresses_per_region
    # space that the account brings, or has of IPAM, does not count
    counted = (address for address in held.values() if address.service_managed is None)
    if len(held) >= limit and sum(address.pool_id == AMAZON_POOL for address in counted) >= limit:
        raise refused.TooManyAddresses
    space = provisioning.amazon_space(world, IPV4)
    if wanted is not None:
        # an account may have back what it released, if nobody else has it
        if network.released_addresses.get(wanted) != place or not space.is_free(Cidr(IPV4, wanted, 32)):
            raise refused.AddressNotFound(text_of(wanted))
        number = wanted
    else:
        found = space.lowest(32)
        if found is None:
            raise refused.NoAddressLeft
        number = found.network
    return _Source(number, AMAZON_POOL, new.border_group or region)


def release(
    world: World,
    caller_id: str,
    region: str,
    allocation_id: str | None,
    public_ip: str | None,
    border_group: str | None,
) -> None:
    """ReleaseAddress: an address that nothing has (EC2-152, EC2-156, EC2-157, EC2-162)."""
    address = named(world, caller_id, region, allocation_id, public_ip)
    text = text_of(address.public_ip)
    if border_group not in (None, address.border_group):
        raise refused.AddressNotFound(text)
    if address.association_id is not None:
        raise refused.AddressInUse(text)
    _require_own(address)
    world.begin_change()
    network, place = world.network, (caller_id, region)
    network.addresses.remove(address.id)
    del network.address_ids[place, address.public_ip]
    world.ec2.tags.forget(place, address.id)
    world.announce(NetworkResourceChanged(address.id))
    pool = network.public_ipv4_pools.get(address.pool_id)
    if pool is not None:
        del pool.taken[address.public_ip]
        world.announce(NetworkResourceChanged(pool.id))
    elif address.pool_id == AMAZON_POOL:
        provisioning.amazon_space(world, IPV4).give_back(address.cidr)
        network.released_addresses[address.public_ip] = place
    else:
        allocation.release_later(world, address.id, address.cidr)


def _require_own(address: Address) -> None:
    if address.service_managed is not None:
        raise refused.ServiceManagesAddress(text_of(address.public_ip), address.service_managed)


def named(world: World, caller_id: str, region: str, allocation_id: str | None, public_ip: str | None) -> Address:
    """The address that a request names in one of two ways (EC2-156, EC2-157)."""
    if allocation_id is not None and public_ip is not None:
        raise refused.NamedTwice("allocationId", "publicIp")
    if allocation_id is not None:
        return owned(world, caller_id, region, allocation_id)
    if public_ip is None:
        raise refused.AddressMissing("allocationId")
    return by_public_ip(world, caller_id, region, public_ip)


def associate(
    world: World,
    caller_id: str,
    region: str,
    address: Address,
    instance_id: str | None,
    interface_id: str | None,
    private_ip: str | None,
    *,
    may_reassociate: bool,
) -> Address:
    """AssociateAddress: with a private address of a network interface (EC2-156 to EC2-161)."""
    if instance_id is not None:
        raise refused.InstanceNotFound(instance_id)
    if interface_id is None:
        raise refused.AddressMissing("networkInterfaceId")
    found = world.network.interfaces.owned(caller_id, region, interface_id)
    interface = kinds.NETWORK_INTERFACE.known(interface_id, found)
    private = number_of(private_ip, "privateIpAddress") if private_ip is not None else interface.ipv4[0]
    if private not in interface.ipv4:
        raise refused.NotAnAddressOfInterface(text_of(private), interface_id)
    vpc = world.network.vpcs[interface.vpc_id]
    if not vpc.gateway_ids:
        raise refused.VpcHasNoGateway(vpc.id)
    _require_own(address)
    _require_reassociation(world, address, interface, private, may_reassociate)
    world.begin_change()
    if address.interface_id == interface.id and address.private_ip == private:
        return address
    before = interface.address_ids.get(private)
    for other in (address, world.network.addresses[before] if before is not None else address):
        detach(world, other)
    address.association_id = kinds.ELASTIC_IP_ASSOCIATION.new(world.identifiers)
    address.interface_id = interface.id
    address.private_ip = private
    address.instance_id = interface.instance_id
    interface.address_ids[private] = address.id
    world.network.address_associations[address.association_id] = address.id
    world.announce(NetworkResourceChanged(address.id))
    return address


def _require_reassociation(
    world: World, address: Address, interface: NetworkInterface, private: int, may_reassociate: bool
) -> None:
    if may_reassociate or (address.interface_id == interface.id and address.private_ip == private):
        return
    if address.association_id is not None:
        raise refused.AlreadyAssociated(address.id, address.association_id)
    before = interface.address_ids.get(private)
    if before is not None:
        raise refused.AlreadyAssociated(interface.id, world.network.addresses[before].association_id or "")


def disassociate(world: World, caller_id: str, region: str, association_id: str | None, public_ip: str | None) -> None:
    """DisassociateAddress: by association or by address; an address that nothing has stays so."""
    if association_id is not None and public_ip is not None:
        raise refused.NamedTwice("associationId", "publicIp")
    if association_id is not None:
        address_id = world.network.address_associations.get(association_id, "")
        found = world.network.addresses.owned(caller_id, region, address_id)
        address = kinds.ELASTIC_IP_ASSOCIATION.known(association_id, found)
    elif public_ip is not None:
        address = by_public_ip(world, caller_id, region, public_ip)
    else:
        raise refused.AddressMissing("associationId")
    _require_own(address)
    world.begin_change()
    detach(world, address)


def detach(world: World, address: Address) -> None:
    """Nothing has the address any more."""
    if address.association_id is None:
        return
    del world.network.address_associations[address.association_id]
    if address.interface_id is not None and address.private_ip is not None:
        interface = world.network.interfaces.get(address.interface_id)
        if interface is not None:
            interface.address_ids.pop(address.private_ip, None)
    address.association_id = address.interface_id = address.private_ip = address.instance_id = None
    world.announce(NetworkResourceChanged(address.id))
