"""CIDR blocks as plain numbers: a family, a network and a prefix length."""

from ipaddress import IPv6Address, ip_network
from typing import NamedTuple

IPV4 = "ipv4"
IPV6 = "ipv6"
BITS = {IPV4: 32, IPV6: 128}


class Cidr(NamedTuple):
    """A block of addresses; its host bits are zero."""

    family: str
    network: int
    length: int

    def __str__(self) -> str:
        network = self.network
        if self.family == IPV4:
            return f"{network >> 24}.{network >> 16 & 255}.{network >> 8 & 255}.{network & 255}/{self.length}"
        return f"{IPv6Address(network)}/{self.length}"

    @property
    def bits(self) -> int:
        return BITS[self.family]

    @property
    def size(self) -> int:
        """How many addresses it holds."""
        return 1 << (self.bits - self.length)

    @property
    def end(self) -> int:
        """The number behind its last address."""
        return self.network + self.size

    def contains(self, other: "Cidr") -> bool:
        return (
            self.family == other.family
            and self.length <= other.length
            and other.network >> (self.bits - self.length) == self.network >> (self.bits - self.length)
        )

    def overlaps(self, other: "Cidr") -> bool:
        return self.contains(other) or other.contains(self)


def parse(text: str) -> Cidr | None:
    """The block that a text names, host bits cleared; None for what is none. A prefix length has to be there."""
    address, slash, length = text.partition("/")
    if not slash or not (length.isascii() and length.isdigit()) or "%" in address:
        return None
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        return None
    return Cidr(IPV4 if network.version == 4 else IPV6, int(network.network_address), network.prefixlen)


def must_parse(text: str) -> Cidr:
    """The block that a text of our own names."""
    cidr = parse(text)
    if cidr is None:
        raise ValueError(text)
    return cidr
