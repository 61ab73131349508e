"""A stretch of addresses as a picture of bounded size: what is large enough to be seen stands by itself, what is
smaller is counted by the piece of the picture that it lies in.

The picture shows one CIDR, the viewport, and has 128 pieces. A block that fills at least one of them is drawn; so
there are never more than 255 different blocks and 128 counts in a lane, whatever the world holds.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pydantic import BaseModel, Field

from emulator.domain.ec2.cidrs import Cidr

PIECE_BITS = 7
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Item:
    """Something that has addresses."""

    cidr: Cidr
    kind: str
    id: str
    label: str
    owner: str
    pool_id: str | None = None
    state: str | None = None
    compliance: str | None = None
    overlaps: bool = False
    used: float | None = None


class ItemView(BaseModel):
    id: str
    kind: str
    label: str
    owner: str
    pool_id: str | None
    state: str | None
    compliance: str | None
    overlaps: bool
    used: float | None = Field(description="how much of it is used, from 0 to 1")


class Block(BaseModel):
    """A CIDR of the picture and what has it, several things where they overlap; or a piece of the picture, and how
    many smaller things lie in it."""

    cidr: str
    start: float = Field(description="where it begins, from 0 to 1 of the viewport")
    width: float
    count: int
    is_piece: bool
    share: float = Field(description="how much of a piece is taken, from 0 to 1; 1 for a block")
    # what all of them have in common; None where they differ
    kind: str | None
    owner: str | None
    compliance: str | None
    overlaps: bool
    items: list[ItemView] = Field(description="the first five of a block")


class Lane(BaseModel):
    name: str
    blocks: list[Block]


@dataclass(slots=True)
class _Heap:
    """What lies in a block or a piece."""

    count: int = 0
    size: int = 0
    kind: str | None = None
    owner: str | None = None
    compliance: str | None = None
    overlaps: bool = False

    def add(self, other: "_Heap") -> None:
        if self.count == 0:
            self.kind, self.owner, self.compliance = other.kind, other.owner, other.compliance
        else:
            self.kind = self.kind if other.kind == self.kind else None
            self.owner = self.owner if other.owner == self.owner else None
            self.compliance = self.compliance if other.compliance == self.compliance else None
        self.count += other.count
        self.size += other.size
        self.overlaps = self.overlaps or other.overlaps


class Painter:
    """Paints one lane of a viewport."""

    def __init__(self, viewport: Cidr) -> None:
        self.viewport = viewport
        self.piece_length = min(viewport.length + PIECE_BITS, viewport.bits)
        self.shift = viewport.bits - self.piece_length
        self._blocks: dict[Cidr, tuple[_Heap, list[Item]]] = {}
        self._pieces: dict[int, _Heap] = {}

    def add(self, items: Iterable[Item]) -> None:
        """Things that may be drawn by themselves."""
        for item in items:
            cidr = item.cidr
            if not cidr.overlaps(self.viewport):
                continue
            one = _Heap(1, cidr.size, item.kind, item.owner, item.compliance, item.overlaps)
            if cidr.length > self.piece_length:
                self._pieces.setdefault(cidr.network >> self.shift, _Heap()).add(one)
                continue
            heap, named = self._blocks.setdefault(cidr, (_Heap(), []))
            heap.add(one)
            if len(named) < _NAMED:
                named.append(item)

    def count(self, piece: int, count: int, size: int, kinds: Collection[str], owners: Collection[str]) -> None:
        """Things that are smaller than a piece and lie in the one of this number."""
        heap = _Heap(count, size, _only(kinds), _only(owners))
        self._pieces.setdefault(piece, _Heap()).add(heap)

    def lane(self, name: str) -> Lane:
        blocks = [self._block(cidr, heap, items, False) for cidr, (heap, items) in self._blocks.items()]
        for piece, heap in self._pieces.items():
            cidr = Cidr(self.viewport.family, piece << self.shift, self.piece_length)
            blocks.append(self._block(cidr, heap, [], True))
        return Lane(name=name, blocks=sorted(blocks, key=lambda block: (block.start, -block.width)))

    def _block(self, cidr: Cidr, heap: _Heap, items: list[Item], is_piece: bool) -> Block:
        view = self.viewport
        start = max(cidr.network, view.network)
        end = min(cidr.end, view.end)
        return Block(
            cidr=str(cidr),
            start=(start - view.network) / view.size,
            width=(end - start) / view.size,
            count=heap.count,
            is_piece=is_piece,
            share=min(1.0, heap.size / cidr.size),
            kind=heap.kind,
            owner=heap.owner,
            compliance=heap.compliance,
            # several things with the same addresses overlap, whatever IPAM has found out
            overlaps=heap.overlaps or (heap.count > 1 and not is_piece),
            items=[
                ItemView(
                    id=item.id,
                    kind=item.kind,
                    label=item.label,
                    owner=item.owner,
                    pool_id=item.pool_id,
                    state=item.state,
                    compliance=item.compliance,
                    overlaps=item.overlaps,
                    used=item.used,
                )
                for item in items
            ],
        )


def _only(values: Collection[str]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None


def cover(cidrs: Iterable[Cidr]) -> Cidr | None:
    """The smallest block that contains all of these, of one family."""
    low: int | None = None
    high = 0
    family, bits = "", 0
    for cidr in cidrs:
        family, bits = cidr.family, cidr.bits
        low = cidr.network if low is None else min(low, cidr.network)
        high = max(high, cidr.end - 1)
    if low is None:
        return None
    length = bits - (low ^ high).bit_length()
    return Cidr(family, low >> (bits - length) << (bits - length), length)
