"""Allocations and where they are found. A pool may have a million, so each is kept small."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.cidrs import Cidr
from emulator.domain.ipam.discovery.intervals import Blocks
from emulator.domain.sequence import Sequence

if TYPE_CHECKING:
    from emulator.domain.ipam.pools.pools import Pool

CUSTOM = "custom"
IPAM_POOL = "ipam-pool"
VPC = "vpc"
SUBNET = "subnet"
EIP = "eip"
PUBLIC_IPV4_POOL = "ec2-public-ipv4-pool"


@dataclass(slots=True, eq=False)
class Allocation:
    """Space of a pool that somebody holds."""

    KIND: ClassVar[kinds.Kind] = kinds.IPAM_POOL_ALLOCATION

    id: str
    pool: "Pool"
    network: int
    length: int
    position: int
    owner_id: str
    resource_type: str = CUSTOM
    description: str | None = None
    resource_id: str | None = None
    resource_region: str | None = None

    @property
    def cidr(self) -> Cidr:
        return Cidr(self.pool.address_family, self.network, self.length)

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2::{self.owner_id}:ipam-pool-allocation/{self.id}"

    @property
    def region(self) -> str:
        return self.pool.region


_NOTHING: Sequence[Allocation] = Sequence()
_NONE: Mapping[str, Allocation] = MappingProxyType({})


@dataclass(slots=True)
class Ledger:
    """Every allocation of a world."""

    by_id: dict[str, Allocation] = field(default_factory=dict)
    # by owner, in each Region in which the pool is at home or used
    by_owner: dict[tuple[str, str], Sequence[Allocation]] = field(default_factory=dict)
    by_resource: dict[str, dict[str, Allocation]] = field(default_factory=dict)
    # how many allocations of a pool others than its owner hold
    foreign: dict[str, int] = field(default_factory=dict)
    # what is held without a resource, by scope and (in planning pools) VPC
    reserved: dict[tuple[str, str], Blocks] = field(default_factory=dict)
    last: int = 0

    def next_position(self) -> int:
        self.last += 1
        return self.last

    def add(self, allocation: Allocation) -> None:
        pool = allocation.pool
        pool.allocations.append(allocation)
        self.by_id[allocation.id] = allocation
        for region in pool.regions:
            place = (allocation.owner_id, region)
            held = self.by_owner.get(place)
            if held is None:
                held = self.by_owner[place] = Sequence()
            held.append(allocation)
        if allocation.resource_id is not None:
            self.by_resource.setdefault(allocation.resource_id, {})[allocation.id] = allocation
        if allocation.owner_id != pool.owner_id:
            self.foreign[pool.id] = self.foreign.get(pool.id, 0) + 1
        if allocation.resource_type == CUSTOM:
            place = _reserving(pool)
            if place not in self.reserved:
                self.reserved[place] = Blocks()
            self.reserved[place].add(allocation.cidr)

    def remove(self, allocation: Allocation) -> None:
        pool = allocation.pool
        pool.allocations.remove(allocation)
        del self.by_id[allocation.id]
        for region in pool.regions:
            self.by_owner[allocation.owner_id, region].remove(allocation)
        if allocation.resource_id is not None:
            held = self.by_resource[allocation.resource_id]
            del held[allocation.id]
            if not held:
                del self.by_resource[allocation.resource_id]
        if allocation.owner_id != pool.owner_id:
            self.foreign[pool.id] -= 1
            if not self.foreign[pool.id]:
                del self.foreign[pool.id]
        if allocation.resource_type == CUSTOM:
            self.reserved[_reserving(pool)].discard(allocation.cidr)

    def has_foreign(self, pool: "Pool") -> bool:
        """Whether accounts other than the pool's owner hold space of it."""
        return pool.id in self.foreign

    def get(self, allocation_id: str) -> Allocation | None:
        return self.by_id.get(allocation_id)

    def of_resource(self, resource_id: str) -> list[Allocation]:
        return list(self.by_resource.get(resource_id, _NONE).values())

    def owned_in(self, owner_id: str, region: str) -> Sequence[Allocation]:
        """An account's allocations from pools that are at home or used in a Region, to read."""
        return self.by_owner.get((owner_id, region), _NOTHING)


def _reserving(pool: "Pool") -> tuple[str, str]:
    return pool.scope_id, pool.source_resource.resource_id if pool.source_resource is not None else ""
