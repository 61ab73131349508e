"""Network interfaces: they take addresses of a subnet, and carry security groups."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.cidrs import IPV4, IPV6
from emulator.domain.events import NetworkResourceChanged
from emulator.domain.network import addresses, security_groups, sharing, subnet_addresses
from emulator.domain.network import interface_refusals as refused
from emulator.domain.network.records import NetworkInterface, SecurityGroup, Subnet
from emulator.domain.network.subnet_addresses import Choice, Chosen
from emulator.domain.world import World


@dataclass(frozen=True, slots=True)
class AskedAddresses:
    """Addresses and prefixes of a family by name, or how many."""

    named: tuple[str, ...] = ()
    count: int | None = None
    named_prefixes: tuple[str, ...] = ()
    prefix_count: int | None = None


@dataclass(frozen=True, slots=True)
class NewInterface:
    subnet_id: str
    # the primary address first, if the request names one
    ipv4: AskedAddresses
    ipv6: AskedAddresses
    primary_ipv4: tuple[str, ...] = ()
    primary_ipv6: bool = False
    group_ids: tuple[str, ...] | None = None
    description: str = ""
    interface_type: str = "interface"
    connection_tracking: Mapping[str, int] | None = None


def owned(world: World, caller_id: str, region: str, interface_id: str) -> NetworkInterface:
    return sharing.owned(world, caller_id, region, kinds.NETWORK_INTERFACE, world.network.interfaces, interface_id)


def create(world: World, caller_id: str, region: str, new: NewInterface, tags: Mapping[str, str]) -> NetworkInterface:
    """An interface with its addresses (EC2-214, EC2-260 to EC2-266, EC2-268, EC2-269, EC2-275), in a
    subnet of the caller's or one that is shared with it."""
    found = sharing.SUBNETS.to_use(world, caller_id, region, new.subnet_id, "CreateNetworkInterface")
    subnet = kinds.SUBNET.known(new.subnet_id, found)
    vpc = world.network.vpcs[subnet.vpc_id]
    groups = security_groups.for_interface(world, caller_id, vpc, new.group_ids)
    _require_group_count(world, groups)
    if len(world.network.interfaces.at(caller_id, region)) >= world.options.network_interfaces_per_region:
        raise refused.TooManyInterfaces
    chosen = _choose(subnet, new)
    world.begin_change()
    interface = NetworkInterface(
        kinds.NETWORK_INTERFACE.new(world.identifiers),
        caller_id,
        region,
        subnet.vpc_id,
        subnet.id,
        _mac_address(world),
        description=new.description,
        interface_type=new.interface_type,
        primary_ipv6=new.primary_ipv6,
        connection_tracking=dict(new.connection_tracking or {}),
    )
    subnet_addresses.give(subnet, interface, chosen)
    world.announce(NetworkResourceChanged(subnet.id))
    world.network.interfaces.add(interface)
    world.announce(NetworkResourceChanged(interface.id))
    sharing.arrive(world, vpc, interface)
    subnet.interface_ids[interface.id] = None
    vpc.interface_ids[interface.id] = None
    _carry(interface, groups)
    world.ec2.tags.put((caller_id, region), kinds.NETWORK_INTERFACE.resource_type, interface.id, tags)
    return interface


def _choose(subnet: Subnet, new: NewInterface) -> Chosen:
    choice = Choice(subnet)
    ipv4 = new.ipv4
    if ipv4.count and len(ipv4.named) + len(new.primary_ipv4) > 1:
        raise refused.ParametersExclude("privateIpAddresses", "secondaryPrivateIpAddressCount")
    if len(new.primary_ipv4) > 1:
        raise refused.NotOnePrimary
    if not subnet.ipv6_native:
        if new.primary_ipv4:
            choice.named(IPV4, new.primary_ipv4)
        else:
            # those named besides are not free for the primary address
            named = {subnet_addresses.read(IPV4, given) for given in ipv4.named}
            choice.free(IPV4, 1, avoid=named)
    choose(choice, IPV4, ipv4)
    ipv6 = new.ipv6
    asked_ipv6 = ipv6.named or ipv6.count or ipv6.named_prefixes or ipv6.prefix_count
    if not asked_ipv6 and subnet.assign_ipv6:
        ipv6 = AskedAddresses(count=1)
    choose(choice, IPV6, ipv6)
    return choice.chosen


def choose(choice: Choice, family: str, asked: AskedAddresses) -> None:
    """Choose what is asked for, by name or number but not by both (EC2-265)."""
    word = "private" if family == IPV4 else family
    if asked.named and asked.count and family == IPV6:
        raise refused.ParametersExclude("ipv6Addresses", "ipv6AddressCount")
    if asked.named_prefixes and asked.prefix_count:
        raise refused.ParametersExclude(f"{family}Prefixes", f"{family}PrefixCount")
    if (asked.named_prefixes or asked.prefix_count) and asked.count:
        raise refused.ParametersExclude(f"{family}Prefixes", f"{word}AddressCount")
    choice.named(family, asked.named)
    choice.free(family, asked.count or 0)
    choice.named_prefixes(family, asked.named_prefixes)
    choice.free_prefixes(family, asked.prefix_count or 0)


def _mac_address(world: World) -> str:
    digits = world.identifiers.hex(10)
    return ":".join(["02", *(digits[index : index + 2] for index in range(0, 10, 2))])


def _require_group_count(world: World, groups: Sequence[SecurityGroup]) -> None:
    if len(groups) > world.options.security_groups_per_interface:
        raise refused.TooManyGroups


def _carry(interface: NetworkInterface, groups: Iterable[SecurityGroup]) -> None:
    for group in groups:
        interface.group_ids.append(group.id)
        group.interface_ids[interface.id] = None


def delete(world: World, caller_id: str, region: str, interface_id: str) -> None:
    """An interface goes when nothing uses it (EC2-267); its addresses are free again."""
    interface = owned(world, caller_id, region, interface_id)
    if interface.attachment_id is not None or interface.requester_managed:
        raise refused.InterfaceInUse(interface_id)
    world.begin_change()
    network = world.network
    for address_id in list(interface.address_ids.values()):
        addresses.detach(world, network.addresses[address_id])
    subnet = network.subnets[interface.subnet_id]
    subnet_addresses.take_back(subnet, interface, subnet_addresses.all_of(interface))
    world.announce(NetworkResourceChanged(subnet.id))
    vpc = network.vpcs[interface.vpc_id]
    sharing.depart(world, vpc, interface)
    del subnet.interface_ids[interface_id]
    del vpc.interface_ids[interface_id]
    for group_id in interface.group_ids:
        del network.security_groups[group_id].interface_ids[interface_id]
    network.interfaces.remove(interface_id)
    world.announce(NetworkResourceChanged(interface_id))
    world.ec2.tags.forget((caller_id, region), interface_id)


@dataclass(frozen=True, slots=True)
class InterfaceChanges:
    """What ModifyNetworkInterfaceAttribute asks for; None is what it leaves."""

    description: str | None = None
    source_dest_check: bool | None = None
    group_ids: tuple[str, ...] | None = None
    primary_ipv6: bool | None = None
    public_ip_on_attachment: bool | None = None
    connection_tracking: Mapping[str, int] | None = None
    associated_subnet_ids: tuple[str, ...] | None = None
    # something that only an attached interface has
    of_attachment: bool | None = None


def modify(world: World, caller_id: str, region: str, interface_id: str, changes: InterfaceChanges) -> None:
    """Change one attribute (EC2-214, EC2-269, EC2-272 to EC2-274)."""
    interface = owned(world, caller_id, region, interface_id)
    asked = [name for name in InterfaceChanges.__slots__ if getattr(changes, name) is not None]
    if not asked:
        raise refused.NothingAsked("attribute")
    if len(asked) > 1:
        raise refused.OneAttributeAtATime
    if changes.of_attachment:
        raise refused.InterfaceNotAttached(interface_id)
    groups = None
    if changes.group_ids is not None:
        groups = security_groups.for_interface(
            world, caller_id, world.network.vpcs[interface.vpc_id], changes.group_ids
        )
        _require_group_count(world, groups)
    for subnet_id in changes.associated_subnet_ids or ():
        kinds.SUBNET.known(subnet_id, sharing.SUBNETS.find(world, caller_id, region, subnet_id))
    if changes.primary_ipv6 and not interface.ipv6:
        raise refused.NoIpv6InSubnet(interface.subnet_id)
    world.begin_change()
    if groups is not None:
        for group_id in interface.group_ids:
            del world.network.security_groups[group_id].interface_ids[interface_id]
        interface.group_ids.clear()
        _carry(interface, groups)
    if changes.description is not None:
        interface.description = changes.description
    if changes.source_dest_check is not None:
        interface.source_dest_check = changes.source_dest_check
    if changes.primary_ipv6 is not None:
        interface.primary_ipv6 = changes.primary_ipv6
    if changes.public_ip_on_attachment is not None:
        interface.public_ip_on_attachment = changes.public_ip_on_attachment
    if changes.connection_tracking is not None:
        interface.connection_tracking.update(changes.connection_tracking)
    if changes.associated_subnet_ids is not None:
        interface.associated_subnet_ids = list(changes.associated_subnet_ids)
    world.announce(NetworkResourceChanged(interface.id))
