"""CIDR blocks as plain numbers: a family, a network and a prefix length."""

from functools import lru_cache
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
        return _text(self)

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


@lru_cache(8_192)
def _text(cidr: Cidr) -> str:
    # every answer spells the blocks of what it shows anew
    network = cidr.network
    if cidr.family == IPV4:
        return f"{network >> 24}.{network >> 16 & 255}.{network >> 8 & 255}.{network & 255}/{cidr.length}"
    return f"{IPv6Address(network)}/{cidr.length}"


def parse(text: str) -> Cidr | None:
    """The block that a text names, host bits cleared; None for what is none. A prefix length has to be there, without
    zeros in front (EC2-312)."""
    address, slash, length = text.partition("/")
    if not slash or not (length.isascii() and length.isdigit()) or "%" in address:
        return None
    if length[0] == "0" and length != "0":
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
