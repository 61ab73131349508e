"""The addresses of a subnet: which are free, and to whom they go."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address

from emulator.domain.ec2 import cidrs
from emulator.domain.ec2.cidrs import IPV4, IPV6, Cidr
from emulator.domain.network import interface_refusals as refused
from emulator.domain.network.records import NetworkInterface, Subnet

# AWS keeps the first four addresses of every block and its last one.
_FIRST_FREE = 4
_KEPT_AT_END = 1
PREFIX_LENGTH = {IPV4: 28, IPV6: 80}
_PREFIX_SHIFT = 48


def text(family: str, number: int) -> str:
    return str(IPv4Address(number) if family == IPV4 else IPv6Address(number))


def read(family: str, given: str) -> int:
    """An address of a request as a number (EC2-260)."""
    try:
        address = ip_address(given)
    except ValueError:
        raise refused.InvalidAddress(given) from None
    if address.version != (4 if family == IPV4 else 6):
        raise refused.InvalidAddress(given)
    return int(address)


@dataclass(slots=True)
class Chosen:
    """What an interface is to get: nothing is taken yet."""

    ipv4: list[int] = field(default_factory=list)
    ipv6: list[int] = field(default_factory=list)
    ipv4_prefixes: list[Cidr] = field(default_factory=list)
    ipv6_prefixes: list[Cidr] = field(default_factory=list)


class Choice:
    """Chooses free addresses of a subnet, each once (EC2-261 to EC2-264, EC2-268)."""

    def __init__(self, subnet: Subnet) -> None:
        self._subnet = subnet
        self._pending: set[int] = set()
        self._pending_prefixes: set[int] = set()
        self.chosen = Chosen()

    def blocks(self, family: str) -> list[Cidr]:
        """The subnet's blocks of a family (EC2-268)."""
        if family == IPV4:
            return [self._subnet.cidr] if self._subnet.cidr is not None else []
        found = [block.cidr for block in self._subnet.ipv6_blocks if block.holds]
        if not found:
            raise refused.NoIpv6InSubnet(self._subnet.id)
        return found

    def named(self, family: str, addresses: Iterable[str]) -> None:
        """These addresses, which have to be free."""
        for given in addresses:
            number = read(family, given)
            block = next((block for block in self.blocks(family) if block.network <= number < block.end), None)
            if block is None:
                raise refused.OutsideSubnet(given)
            if not block.network + _FIRST_FREE <= number < block.end - _KEPT_AT_END:
                raise refused.ReservedAddress(given)
            if not self._is_free(family, number):
                raise refused.AddressInUse(given)
            self._take(family, number)

    def free(self, family: str, count: int, avoid: Container[int] = ()) -> None:
        """So many addresses, whichever are free but for some (EC2-264)."""
        if count <= 0:
            return
        candidates = self._candidates(family)
        for _ in range(count):
            number = next(
                (number for number in candidates if number not in avoid and self._is_free(family, number)), None
            )
            if number is None:
                raise refused.SubnetFull
            self._take(family, number)

    def _candidates(self, family: str) -> Iterator[int]:
        """Every address that can be given, beginning where the first free one is most often."""
        taken = self._subnet.taken_ipv4 if family == IPV4 else self._subnet.taken_ipv6
        for block in self.blocks(family):
            first, end = block.network + _FIRST_FREE, block.end - _KEPT_AT_END
            start = first + len(taken) % (end - first)
            yield from range(start, end)
            yield from range(first, start)

    def named_prefixes(self, family: str, prefixes: Iterable[str]) -> None:
        """These blocks as a whole, which have to be free."""
        for given in prefixes:
            prefix = cidrs.parse(given)
            if prefix is None or prefix.family != family or prefix.length != PREFIX_LENGTH[family]:
                raise refused.InvalidAddress(given)
            if not any(block.contains(prefix) for block in self.blocks(family)):
                raise refused.OutsideSubnet(given)
            if not self._is_free_prefix(prefix):
                raise refused.AddressInUse(given)
            self._take_prefix(prefix)

    def free_prefixes(self, family: str, count: int) -> None:
        """So many blocks, whichever are free (EC2-264)."""
        length = PREFIX_LENGTH[family]
        for _ in range(count):
            candidates = (
                Cidr(family, network, length)
                for block in self.blocks(family)
                for network in range(block.network, block.end, 1 << (block.bits - length))
            )
            prefix = next((prefix for prefix in candidates if self._is_free_prefix(prefix)), None)
            if prefix is None:
                raise refused.SubnetFull
            self._take_prefix(prefix)

    def _is_free(self, family: str, number: int) -> bool:
        if family == IPV4:
            return number not in self._subnet.taken_ipv4 and number not in self._pending
        prefix = number >> _PREFIX_SHIFT
        return (
            number not in self._subnet.taken_ipv6
            and number not in self._pending
            and prefix not in self._subnet.taken_prefixes
            and prefix not in self._pending_prefixes
        )

    def _is_free_prefix(self, prefix: Cidr) -> bool:
        for block in self.blocks(prefix.family):
            kept = range(block.network, block.network + _FIRST_FREE), range(block.end - _KEPT_AT_END, block.end)
            if any(prefix.network < part.stop and part.start < prefix.end for part in kept):
                return False
        if prefix.family == IPV4:
            return all(self._is_free(IPV4, number) for number in range(prefix.network, prefix.end))
        inside = (
            number for number in (*self._subnet.taken_ipv6, *self._pending) if prefix.network <= number < prefix.end
        )
        return self._is_free(IPV6, prefix.network) and not any(inside)

    def _take(self, family: str, number: int) -> None:
        self._pending.add(number)
        (self.chosen.ipv4 if family == IPV4 else self.chosen.ipv6).append(number)

    def _take_prefix(self, prefix: Cidr) -> None:
        if prefix.family == IPV4:
            self._pending.update(range(prefix.network, prefix.end))
            self.chosen.ipv4_prefixes.append(prefix)
        else:
            self._pending_prefixes.add(prefix.network >> _PREFIX_SHIFT)
            self.chosen.ipv6_prefixes.append(prefix)


def give(subnet: Subnet, interface: NetworkInterface, chosen: Chosen) -> None:
    """The chosen addresses are the interface's."""
    interface.ipv4 += chosen.ipv4
    interface.ipv6 += chosen.ipv6
    interface.ipv4_prefixes += chosen.ipv4_prefixes
    interface.ipv6_prefixes += chosen.ipv6_prefixes
    subnet.taken_ipv4.update(dict.fromkeys(chosen.ipv4, interface.id))
    subnet.taken_ipv6.update(dict.fromkeys(chosen.ipv6, interface.id))
    for prefix in chosen.ipv4_prefixes:
        subnet.taken_ipv4.update(dict.fromkeys(range(prefix.network, prefix.end), interface.id))
    for prefix in chosen.ipv6_prefixes:
        # its first address stands for the block, so that nobody takes the subnet for empty
        subnet.taken_ipv6[prefix.network] = interface.id
        subnet.taken_prefixes[prefix.network >> _PREFIX_SHIFT] = interface.id


def take_back(subnet: Subnet, interface: NetworkInterface, chosen: Chosen) -> None:
    """These of the interface's addresses are free again."""
    for number in chosen.ipv4:
        interface.ipv4.remove(number)
        del subnet.taken_ipv4[number]
    for number in chosen.ipv6:
        interface.ipv6.remove(number)
        del subnet.taken_ipv6[number]
    for prefix in chosen.ipv4_prefixes:
        interface.ipv4_prefixes.remove(prefix)
        for number in range(prefix.network, prefix.end):
            del subnet.taken_ipv4[number]
    for prefix in chosen.ipv6_prefixes:
        interface.ipv6_prefixes.remove(prefix)
        del subnet.taken_ipv6[prefix.network]
        del subnet.taken_prefixes[prefix.network >> _PREFIX_SHIFT]


def all_of(interface: NetworkInterface) -> Chosen:
    return Chosen(
        list(interface.ipv4), list(interface.ipv6), list(interface.ipv4_prefixes), list(interface.ipv6_prefixes)
    )
