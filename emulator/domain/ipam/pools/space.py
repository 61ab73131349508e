"""Free space inside one CIDR, exact to the address.

What is free is kept as the largest aligned blocks that hold nothing, sorted by address for each prefix length. The
lowest free block of a size is then the lowest of the first blocks of all sizes that hold it; a block that is taken is
cut out of its free block, and one that is given back merges with its free neighbours. No call walks what is taken.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence

from emulator.domain.ec2.cidrs import Cidr

_CHUNK = 512

Range = tuple[int, int]
"""Addresses from the first number up to, not including, the second."""


class SortedNumbers:
    """A set of numbers in order; adding, removing and searching cost next to nothing at any size."""

    __slots__ = ("_chunks", "firsts")

    def __init__(self) -> None:
        self._chunks: list[list[int]] = []
        # the lowest number of each chunk; the first of them is the lowest of all
        self.firsts: list[int] = []

    def add(self, number: int) -> None:
        chunks = self._chunks
        if not chunks:
            chunks.append([number])
            self.firsts.append(number)
            return
        index = max(bisect_right(self.firsts, number) - 1, 0)
        chunk = chunks[index]
        insort(chunk, number)
        self.firsts[index] = chunk[0]
        if len(chunk) > 2 * _CHUNK:
            chunks[index : index + 1] = [chunk[:_CHUNK], chunk[_CHUNK:]]
            self.firsts.insert(index + 1, chunk[_CHUNK])

    def discard(self, number: int) -> bool:
        """Take a number away; False if it was not there."""
        index = bisect_right(self.firsts, number) - 1
        if index < 0:
            return False
        chunk = self._chunks[index]
        at = bisect_left(chunk, number)
        if at == len(chunk) or chunk[at] != number:
            return False
        del chunk[at]
        if not chunk:
            del self._chunks[index]
            del self.firsts[index]
        elif at == 0:
            self.firsts[index] = chunk[0]
        return True

    def first_from(self, number: int) -> int | None:
        """The lowest number that is not below this one."""
        index = bisect_right(self.firsts, number) - 1
        if index >= 0:
            chunk = self._chunks[index]
            at = bisect_left(chunk, number)
            if at < len(chunk):
                return chunk[at]
        index += 1
        return self.firsts[index] if index < len(self.firsts) else None

    def __contains__(self, number: int) -> bool:
        index = bisect_right(self.firsts, number) - 1
        if index < 0:
            return False
        chunk = self._chunks[index]
        at = bisect_left(chunk, number)
        return at < len(chunk) and chunk[at] == number

    def __iter__(self) -> Iterator[int]:
        for chunk in self._chunks:
            yield from chunk

    def __bool__(self) -> bool:
        return bool(self._chunks)

    def __len__(self) -> int:
        return sum(map(len, self._chunks))


class Space:
    """The addresses of one CIDR, some of them taken."""

    __slots__ = ("_free", "cidr")

    def __init__(self, cidr: Cidr) -> None:
        self.cidr = cidr
        # prefix length -> networks of the free blocks that are not part of a larger one
        self._free: dict[int, SortedNumbers] = {}
        self._add(cidr.length, cidr.network)

    def lowest(self, length: int) -> Cidr | None:
        """The lowest free block of a prefix length."""
        found: int | None = None
        for free_length, networks in self._free.items():
            if free_length <= length:
                first = networks.firsts[0]
                if found is None or first < found:
                    found = first
        return None if found is None else Cidr(self.cidr.family, found, length)

    def lowest_within(self, length: int, ranges: Sequence[Range]) -> Cidr | None:
        """The lowest free block of a prefix length that lies inside one of these ranges; they are sorted and apart."""
        for start, end in ranges:
            inside = max(start, self.cidr.network), min(end, self.cidr.end)
            for network, block_length in _aligned(*inside, self.cidr.bits):
                if block_length <= length:
                    found = self._lowest_in_block(network, block_length, length)
                    if found is not None:
                        return Cidr(self.cidr.family, found, length)
        return None

    def is_free(self, cidr: Cidr) -> bool:
        return self._holder(cidr.network, cidr.length) is not None

    def take(self, cidr: Cidr) -> None:
        """Take a block that is free."""
        holder = self._holder(cidr.network, cidr.length)
        if holder is None:
            raise ValueError(f"{cidr} is not free in {self.cidr}")
        bits = self.cidr.bits
        self._discard(holder, _prefix(cidr.network, holder, bits))
        for length in range(holder + 1, cidr.length + 1):
            step = 1 << (bits - length)
            self._add(length, _prefix(cidr.network, length, bits) ^ step)

    def give_back(self, cidr: Cidr) -> None:
        """Give back a block that was taken as it is."""
        network, length, bits = cidr.network, cidr.length, self.cidr.bits
        while length > self.cidr.length:
            step = 1 << (bits - length)
            if not self._discard(length, network ^ step):
                break
            network &= ~step
            length -= 1
        self._add(length, network)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is taken."""
        return self.cidr.length in self._free

    @property
    def free_size(self) -> int:
        """How many addresses are free."""
        bits = self.cidr.bits
        return sum(len(networks) << (bits - length) for length, networks in self._free.items())

    def _holder(self, network: int, length: int) -> int | None:
        """The prefix length of the free block that contains a block."""
        bits = self.cidr.bits
        for free_length, networks in self._free.items():
            # most sizes begin behind the block, which costs one comparison
            if free_length <= length and networks.firsts[0] <= network:
                shift = bits - free_length
                if network >> shift << shift in networks:
                    return free_length
        return None

    def _lowest_in_block(self, network: int, block_length: int, length: int) -> int | None:
        if self._holder(network, block_length) is not None:
            return network
        end = network + (1 << (self.cidr.bits - block_length))
        found: int | None = None
        for free_length, networks in self._free.items():
            if block_length < free_length <= length:
                first = networks.first_from(network)
                if first is not None and first < end and (found is None or first < found):
                    found = first
        return found

    def _add(self, length: int, network: int) -> None:
        networks = self._free.get(length)
        if networks is None:
            networks = self._free[length] = SortedNumbers()
        networks.add(network)

    def _discard(self, length: int, network: int) -> bool:
        networks = self._free.get(length)
        if networks is None or not networks.discard(network):
            return False
        if not networks:
            del self._free[length]
        return True


def ranges_of(whole: Cidr, allowed: Iterable[Cidr] | None, disallowed: Iterable[Cidr]) -> list[Range]:
    """What is inside one of the allowed blocks (None: all of `whole`) and outside all of the disallowed ones."""
    blocks = [whole] if allowed is None else [block for block in allowed if block.family == whole.family]
    merged: list[Range] = []
    for start, end in sorted((block.network, block.end) for block in blocks):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    gaps = sorted((block.network, block.end) for block in disallowed if block.family == whole.family)
    left: list[Range] = []
    for start, end in merged:
        for gap_start, gap_end in gaps:
            if gap_end <= start or gap_start >= end:
                continue
            if gap_start > start:
                left.append((start, gap_start))
            start = max(start, gap_end)
        if start < end:
            left.append((start, end))
    return left


def _prefix(network: int, length: int, bits: int) -> int:
    shift = bits - length
    return network >> shift << shift


def _aligned(start: int, end: int, bits: int) -> Iterator[tuple[int, int]]:
    """The largest aligned blocks that a range falls into, as network and prefix length."""
    while start < end:
        size = end - start
        shift = min((start & -start).bit_length() - 1 if start else bits, size.bit_length() - 1)
        yield start, bits - shift
        start += 1 << shift
