"""CIDRs of pools: provisioned and deprovisioned. Whether there is room is told afterwards, in the CIDR's state."""

from bisect import insort
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from operator import attrgetter
from typing import ClassVar

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.cidrs import Cidr, parse
from emulator.domain.ec2.refusals import IncorrectState, QuotaReached
from emulator.domain.events import IpamPoolCidrProvisioned, IpamPoolCidrReleased, IpamTransitionDue
from emulator.domain.ipam import states
from emulator.domain.ipam.byoip import byoip, ownership
from emulator.domain.ipam.discovery import watch
from emulator.domain.ipam.pools import allocations, pools, provisioning
from emulator.domain.ipam.pools import refusals as pool_refusals
from emulator.domain.ipam.pools.ledger import IPAM_POOL, Allocation
from emulator.domain.ipam.pools.pools import Pool
from emulator.domain.ipam.pools.provisioning import Proof
from emulator.domain.ipam.pools.space import Range, Space
from emulator.domain.lifecycle import Lifecycle, Row
from emulator.domain.world import World

HAS_ALLOCATIONS = "The CIDR has one or more allocations."


class CidrState(StrEnum):
    PENDING_PROVISION = "pending-provision"
    PROVISIONED = "provisioned"
    FAILED_PROVISION = "failed-provision"
    PENDING_DEPROVISION = "pending-deprovision"
    DEPROVISIONED = "deprovisioned"
    FAILED_DEPROVISION = "failed-deprovision"
    PENDING_IMPORT = "pending-import"
    FAILED_IMPORT = "failed-import"


class CidrTrigger(StrEnum):
    SUCCEED = "transition over"
    FAIL = "transition failed"
    DEPROVISION = "DeprovisionIpamPoolCidr"


POOL_CIDR = Lifecycle(
    "CIDR of a pool",
    start=CidrState.PENDING_PROVISION,
    rows=[
        Row(CidrState.PENDING_PROVISION, CidrTrigger.SUCCEED, CidrState.PROVISIONED),
        Row(CidrState.PENDING_PROVISION, CidrTrigger.FAIL, CidrState.FAILED_PROVISION),
        # MoveByoipCidrToIpam begins there
        Row(CidrState.PENDING_IMPORT, CidrTrigger.SUCCEED, CidrState.PROVISIONED),
        Row(CidrState.PENDING_IMPORT, CidrTrigger.FAIL, CidrState.FAILED_IMPORT),
        Row(CidrState.FAILED_IMPORT, CidrTrigger.DEPROVISION, CidrState.PENDING_DEPROVISION),
        Row(CidrState.PROVISIONED, CidrTrigger.DEPROVISION, CidrState.PENDING_DEPROVISION),
        Row(CidrState.FAILED_PROVISION, CidrTrigger.DEPROVISION, CidrState.PENDING_DEPROVISION),
        Row(CidrState.FAILED_DEPROVISION, CidrTrigger.DEPROVISION, CidrState.PENDING_DEPROVISION),
        Row(CidrState.PENDING_DEPROVISION, CidrTrigger.SUCCEED, CidrState.DEPROVISIONED),
        Row(CidrState.PENDING_DEPROVISION, CidrTrigger.FAIL, CidrState.FAILED_DEPROVISION),
    ],
)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a transition failed; a deprovisioning has a message without a code."""

    code: str | None
    message: str


@dataclass(slots=True, eq=False)
class PoolCidr:
    """A CIDR of a pool. Its space is held from the call on; a failure is known then too, and shown once it is due."""

    KIND: ClassVar[kinds.Kind] = kinds.IPAM_POOL_CIDR

    id: str
    pool: Pool
    cidr: Cidr | None
    netmask_length: int
    # the caller has named it; otherwise it is shown once it is provisioned
    is_named: bool
    state: CidrState = CidrState.PENDING_PROVISION
    failure: Failure | None = None
    space: Space | None = None
    taken: dict[int, Allocation] = field(default_factory=dict)
    # in the source pool
    source_allocation: Allocation | None = None

    @property
    def start(self) -> int:
        assert self.cidr is not None
        return self.cidr.network

    @property
    def holds_space(self) -> bool:
        return self.space is not None

    @property
    def is_open(self) -> bool:
        """Whether it may be allocated from."""
        return self.state in (CidrState.PROVISIONED, CidrState.FAILED_DEPROVISION)

    @property
    def is_gone(self) -> bool:
        """Whether it no longer stands in the way of the pool's deletion."""
        return self.state in (CidrState.FAILED_PROVISION, CidrState.FAILED_IMPORT, CidrState.DEPROVISIONED)

    @property
    def shown_cidr(self) -> Cidr | None:
        hidden = self.state is CidrState.PENDING_PROVISION and not self.is_named
        return None if hidden else self.cidr

    @property
    def shown_failure(self) -> Failure | None:
        failed = self.state in (CidrState.FAILED_PROVISION, CidrState.FAILED_DEPROVISION)
        return self.failure if failed else None

    def lowest(self, length: int, ranges: list[Range] | None) -> Cidr | None:
        assert self.space is not None
        return self.space.lowest(length) if ranges is None else self.space.lowest_within(length, ranges)

    def take(self, allocation: Allocation) -> None:
        assert self.space is not None
        self.space.take(allocation.cidr)
        self.taken[allocation.network] = allocation

    def give_back(self, allocation: Allocation) -> None:
        assert self.space is not None
        del self.taken[allocation.network]
        self.space.give_back(allocation.cidr)


def provision(
    world: World,
    caller_id: str,
    region: str,
    pool_id: str,
    cidr: str | None,
    netmask_length: int | None,
    proof: Proof,
) -> PoolCidr:
    """ProvisionIpamPoolCidr (IPAM-060 to IPAM-077)."""
    pool = pools.owned(world, caller_id, region, pool_id)
    if (cidr is None) == (netmask_length is None):
        raise pool_refusals.CidrOrNetmaskLength
    states.require_complete(pool)
    asked = provisioning.named_cidr(pool, cidr) if cidr is not None else None
    provisioning.require_possible(world, pool, asked, netmask_length, proof)
    present = sum(not each.is_gone for each in pool.cidrs.values())
    if present >= world.options.cidrs_per_pool:
        raise QuotaReached("pool cidrs", present, world.options.cidrs_per_pool).under("IPAM-077")
    world.begin_change()
    found = provisioning.find(world, pool, asked, netmask_length)
    message = provisioning.FAILURES.get(str(found))
    if asked is not None and provisioning.needs_proof(pool):
        convinced = ownership.convinces(world, caller_id, asked)
        ownership.note(world, caller_id, asked, convinced=convinced)
        if not convinced:
            found, message = provisioning.NOT_AVAILABLE, ownership.NOT_CONVINCING
    length = asked.length if asked is not None else netmask_length
    assert length is not None
    pool_cidr = PoolCidr(PoolCidr.KIND.new(world.identifiers), pool, asked, length, is_named=asked is not None)
    if isinstance(found, str):
        pool_cidr.failure = Failure(found, message or "")
    else:
        _hold(world, pool_cidr, found)
    _forget_deprovisioned(world, pool, pool_cidr.cidr)
    pool.cidrs.add(pool_cidr.id, pool_cidr)
    world.ipam.pool_cidrs[pool_cidr.id] = pool_cidr
    states.complete_later(world, pool_cidr.id)
    return pool_cidr


def _hold(world: World, pool_cidr: PoolCidr, cidr: Cidr) -> None:
    pool = pool_cidr.pool
    pool_cidr.cidr = cidr
    pool_cidr.space = Space(cidr)
    insort(pool.holders, pool_cidr, key=attrgetter("start"))
    watch.note_unmeasured(world, pool.id)
    source = provisioning.source_of_space(world, pool)
    if source is not None:
        holder = provisioning.holder_with(source, cidr)
        assert holder is not None
        pool_cidr.source_allocation = allocations.record(
            world, holder, cidr, pool.owner_id, IPAM_POOL, resource_id=pool.id
        )
    else:
        provisioning.take_from_amazon(world, pool, cidr)


def deprovision(world: World, caller_id: str, region: str, pool_id: str, cidr: str | None) -> PoolCidr:
    """DeprovisionIpamPoolCidr: whether it is in use is told afterwards (IPAM-072 to IPAM-074)."""
    pool = pools.owned(world, caller_id, region, pool_id)
    if cidr is None:
        raise pool_refusals.CidrNotNamed
    asked = parse(cidr)
    found = [each for each in pool.cidrs.values() if asked is not None and each.shown_cidr == asked]
    if not found:
        raise pool_refusals.CidrNotProvisioned(pool.id, cidr)
    pool_cidr = next((each for each in found if each.holds_space), found[-1])
    if not POOL_CIDR.allows(pool_cidr.state, CidrTrigger.DEPROVISION):
        raise IncorrectState(pool_cidr.id, pool_cidr.state).under("IPAM-073")
    byoip.require_idle(world, pool_cidr)
    world.begin_change()
    pool_cidr.state = POOL_CIDR.take(pool_cidr.state, CidrTrigger.DEPROVISION).to
    states.complete_later(world, pool_cidr.id)
    return pool_cidr


def complete(world: World, pool_cidr: PoolCidr) -> None:
    """What was under way is over, and its outcome shows."""
    if pool_cidr.state is CidrState.DEPROVISIONED:
        forget(world, pool_cidr)
        return
    if pool_cidr.state is CidrState.PENDING_PROVISION:
        outcome = CidrTrigger.SUCCEED if pool_cidr.holds_space else CidrTrigger.FAIL
    elif pool_cidr.taken:
        outcome = CidrTrigger.FAIL
        pool_cidr.failure = Failure(None, HAS_ALLOCATIONS)
    else:
        outcome = CidrTrigger.SUCCEED
        let_go(world, pool_cidr)
        visible = timedelta(seconds=world.options.ipam_deprovisioned_visible_s)
        world.schedule.at(world.now + visible, IpamTransitionDue(pool_cidr.id))
    pool_cidr.state = POOL_CIDR.take(pool_cidr.state, outcome).to
    if pool_cidr.state is CidrState.PROVISIONED:
        world.announce(IpamPoolCidrProvisioned(pool_cidr.id))


def begin_import(world: World, pool: Pool, cidr: Cidr) -> PoolCidr:
    """A range of EC2's is on its way to a pool (behind `begin_change`)."""
    pool_cidr = PoolCidr(PoolCidr.KIND.new(world.identifiers), pool, cidr, cidr.length, is_named=True)
    pool_cidr.state = CidrState.PENDING_IMPORT
    _hold(world, pool_cidr, cidr)
    _forget_deprovisioned(world, pool, cidr)
    pool.cidrs.add(pool_cidr.id, pool_cidr)
    world.ipam.pool_cidrs[pool_cidr.id] = pool_cidr
    return pool_cidr


def complete_import(world: World, pool_cidr: PoolCidr) -> None:
    pool_cidr.state = POOL_CIDR.take(pool_cidr.state, CidrTrigger.SUCCEED).to
    world.announce(IpamPoolCidrProvisioned(pool_cidr.id))


def fail_import(world: World, pool_cidr: PoolCidr) -> None:
    """The range stays where it was."""
    let_go(world, pool_cidr)
    pool_cidr.state = POOL_CIDR.take(pool_cidr.state, CidrTrigger.FAIL).to


def let_go(world: World, pool_cidr: PoolCidr) -> None:
    """Hold no space any more; what came from a source pool or from Amazon goes back there."""
    if pool_cidr.space is None:
        return
    pool = pool_cidr.pool
    pool.holders.remove(pool_cidr)
    watch.note_unmeasured(world, pool.id)
    pool_cidr.space = None
    world.announce(IpamPoolCidrReleased(pool_cidr.id, pool.owner_id, pool.use_region))
    if pool_cidr.source_allocation is not None:
        allocations.drop(world, pool_cidr.source_allocation)
        pool_cidr.source_allocation = None
    elif pool_cidr.cidr is not None:
        provisioning.give_back_to_amazon(world, pool_cidr.pool, pool_cidr.cidr)


def forget(world: World, pool_cidr: PoolCidr) -> None:
    pool_cidr.pool.cidrs.remove(pool_cidr.id)
    del world.ipam.pool_cidrs[pool_cidr.id]


def _forget_deprovisioned(world: World, pool: Pool, cidr: Cidr | None) -> None:
    """A CIDR that comes back replaces the memory of its deprovisioning."""
    for each in list(pool.cidrs.values()):
        if each.state is CidrState.DEPROVISIONED and each.cidr == cidr:
            forget(world, each)
