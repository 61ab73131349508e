"""Secondary addresses of network interfaces: given, moved and taken back."""

from collections.abc import Sequence

from emulator.domain.ec2 import cidrs
from emulator.domain.ec2.cidrs import IPV4, IPV6, Cidr
from emulator.domain.events import NetworkResourceChanged
from emulator.domain.network import addresses, interfaces, subnet_addresses
from emulator.domain.network import interface_refusals as refused
from emulator.domain.network.interfaces import AskedAddresses
from emulator.domain.network.records import NetworkInterface, Subnet
from emulator.domain.network.subnet_addresses import Choice, Chosen
from emulator.domain.world import World


def assign_ipv4(
    world: World, caller_id: str, region: str, interface_id: str, asked: AskedAddresses, *, may_move: bool
) -> Chosen:
    """AssignPrivateIpAddresses (EC2-260 to EC2-265, EC2-272). With `may_move`, secondary addresses of other
    interfaces of the subnet come over."""
    interface = interfaces.owned(world, caller_id, region, interface_id)
    if asked.named and asked.count:
        raise refused.ParametersExclude("privateIpAddresses", "secondaryPrivateIpAddressCount")
    _require_asked(asked, "secondaryPrivateIpAddressCount or privateIpAddresses")
    subnet = world.network.subnets[interface.subnet_id]
    moved = _movable(world, subnet, interface, asked) if may_move else []
    here = {number for number, _ in moved}
    choice = Choice(subnet)
    # an address that the interface has already is no mistake where addresses may move
    stays = [given for given in asked.named if may_move and subnet_addresses.read(IPV4, given) in interface.ipv4]
    rest = tuple(
        given for given in asked.named if given not in stays and subnet_addresses.read(IPV4, given) not in here
    )
    interfaces.choose(choice, IPV4, AskedAddresses(rest, asked.count, asked.named_prefixes, asked.prefix_count))
    world.begin_change()
    for number, former in moved:
        _detach(world, former, number)
        subnet_addresses.take_back(subnet, former, Chosen(ipv4=[number]))
    chosen = choice.chosen
    chosen.ipv4 += [number for number, _ in moved]
    subnet_addresses.give(subnet, interface, chosen)
    _announce(world, interface, *(former for _, former in moved))
    return chosen


def assign_ipv6(world: World, caller_id: str, region: str, interface_id: str, asked: AskedAddresses) -> Chosen:
    """AssignIpv6Addresses (EC2-260 to EC2-265, EC2-268, EC2-272)."""
    interface = interfaces.owned(world, caller_id, region, interface_id)
    _require_asked(asked, "ipv6AddressCount or ipv6Addresses")
    subnet = world.network.subnets[interface.subnet_id]
    choice = Choice(subnet)
    interfaces.choose(choice, IPV6, asked)
    world.begin_change()
    subnet_addresses.give(subnet, interface, choice.chosen)
    _announce(world, interface)
    return choice.chosen


def unassign(
    world: World,
    caller_id: str,
    region: str,
    interface_id: str,
    family: str,
    named: Sequence[str],
    prefixes: Sequence[str],
) -> Chosen:
    """Take addresses and prefixes back (EC2-260, EC2-270 to EC2-272)."""
    interface = interfaces.owned(world, caller_id, region, interface_id)
    if not named and not prefixes:
        raise refused.NothingAsked("privateIpAddresses" if family == IPV4 else "ipv6Addresses")
    chosen = Chosen()
    own, wanted = (interface.ipv4, chosen.ipv4) if family == IPV4 else (interface.ipv6, chosen.ipv6)
    for given in named:
        number = subnet_addresses.read(family, given)
        if number not in own or number in wanted:
            raise refused.AddressNotAssigned(interface_id, given)
        if family == IPV4 and number == interface.ipv4[0]:
            raise refused.PrimaryAddressStays(interface_id)
        wanted.append(number)
    blocks = interface.ipv4_prefixes if family == IPV4 else interface.ipv6_prefixes
    leaving = _prefixes(interface_id, blocks, prefixes)
    if family == IPV4:
        chosen.ipv4_prefixes = leaving
    else:
        chosen.ipv6_prefixes = leaving
    world.begin_change()
    for number in chosen.ipv4:
        _detach(world, interface, number)
    subnet_addresses.take_back(world.network.subnets[interface.subnet_id], interface, chosen)
    _announce(world, interface)
    return chosen


def _prefixes(interface_id: str, own: Sequence[Cidr], named: Sequence[str]) -> list[Cidr]:
    found = []
    for given in dict.fromkeys(named):
        prefix = cidrs.parse(given)
        if prefix is None or prefix not in own:
            raise refused.AddressNotAssigned(interface_id, given)
        found.append(prefix)
    return found


def _require_asked(asked: AskedAddresses, parameters: str) -> None:
    if not (asked.named or asked.count or asked.named_prefixes or asked.prefix_count):
        raise refused.NothingAsked(parameters)


def _movable(
    world: World, subnet: Subnet, interface: NetworkInterface, asked: AskedAddresses
) -> list[tuple[int, NetworkInterface]]:
    """The named addresses that other interfaces have as secondary ones, and these interfaces."""
    found: dict[int, NetworkInterface] = {}
    for given in asked.named:
        number = subnet_addresses.read(IPV4, given)
        holder_id = subnet.taken_ipv4.get(number)
        if holder_id is not None and holder_id != interface.id:
            holder = world.network.interfaces[holder_id]
            if number in holder.ipv4[1:]:
                found[number] = holder
    return list(found.items())


def _detach(world: World, interface: NetworkInterface, private: int) -> None:
    """The Elastic IP address of a private one that goes is free."""
    address_id = interface.address_ids.get(private)
    if address_id is not None:
        addresses.detach(world, world.network.addresses[address_id])


def _announce(world: World, *interfaces: NetworkInterface) -> None:
    """The addresses of interfaces, and with them of their subnet, are others."""
    for resource_id in dict.fromkeys((interfaces[0].subnet_id, *(one.id for one in interfaces))):
        world.announce(NetworkResourceChanged(resource_id))
