"""Sets of blocks that find what overlaps a block without looking at the others.

Two blocks overlap only if one contains the other: so it is enough to look, for each prefix length that occurs, at the
one block that may contain the given one, and at those that begin inside it.
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

from emulator.domain.ec2.cidrs import Cidr
from emulator.domain.ipam.pools.space import SortedNumbers

Value = TypeVar("Value")


class Blocks:
    """Blocks, each once."""

    __slots__ = ("_networks",)

    def __init__(self) -> None:
        # family and prefix length -> networks
        self._networks: dict[tuple[str, int], SortedNumbers] = {}

    def add(self, cidr: Cidr) -> None:
        key = (cidr.family, cidr.length)
        networks = self._networks.get(key)
        if networks is None:
            networks = self._networks[key] = SortedNumbers()
        networks.add(cidr.network)

    def discard(self, cidr: Cidr) -> None:
        key = (cidr.family, cidr.length)
        networks = self._networks.get(key)
        if networks is not None and networks.discard(cidr.network) and not networks:
            del self._networks[key]

    def overlapping(self, cidr: Cidr) -> Iterator[Cidr]:
        """The blocks that overlap a block."""
        family, network, end, bits = cidr.family, cidr.network, cidr.end, cidr.bits
        for (other_family, length), networks in self._networks.items():
            if other_family != family:
                continue
            if length <= cidr.length:
                around = network >> (bits - length) << (bits - length)
                if around in networks:
                    yield Cidr(family, around, length)
            else:
                found = networks.first_from(network)
                while found is not None and found < end:
                    yield Cidr(family, found, length)
                    found = networks.first_from(found + 1)

    def overlaps(self, cidr: Cidr) -> bool:
        return next(self.overlapping(cidr), None) is not None

    def __bool__(self) -> bool:
        return bool(self._networks)


class BlockIndex(Generic[Value]):
    """Values by their blocks; several may have the same block."""

    __slots__ = ("_blocks", "_values")

    def __init__(self) -> None:
        self._blocks = Blocks()
        self._values: dict[Cidr, dict[str, Value]] = {}

    def add(self, cidr: Cidr, key: str, value: Value) -> None:
        held = self._values.get(cidr)
        if held is None:
            held = self._values[cidr] = {}
            self._blocks.add(cidr)
        held[key] = value

    def discard(self, cidr: Cidr, key: str) -> None:
        held = self._values.get(cidr)
        if held is not None and held.pop(key, None) is not None and not held:
            del self._values[cidr]
            self._blocks.discard(cidr)

    def overlapping(self, cidr: Cidr) -> Iterator[Value]:
        """The values whose block overlaps a block."""
        for found in self._blocks.overlapping(cidr):
            yield from self._values[found].values()
