"""What always holds of pools, their CIDRs and their allocations, whatever is called in whatever order.

The numbers are those of the invariants that the tests hold: no overlap, all inside, what a child has its source shows.
"""

from itertools import combinations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from emulator.domain.ec2.cidrs import Cidr, must_parse
from emulator.domain.ipam import cascade, ipams
from emulator.domain.ipam.ipams import Ipam
from emulator.domain.ipam.pools import allocation, allocations, pools
from emulator.domain.ipam.pools import cidrs as pool_cidrs
from emulator.domain.ipam.pools.allocation import Asked
from emulator.domain.ipam.pools.cidrs import CidrState
from emulator.domain.ipam.pools.ledger import CUSTOM, IPAM_POOL
from emulator.domain.ipam.pools.pools import NewPool
from emulator.domain.ipam.pools.provisioning import Proof
from emulator.domain.refusals import Refusal
from emulator.domain.world import World
from tests.worlds import MANAGEMENT, new_world

HOME = "us-east-1"
CIDRS = ["10.0.0.0/24", "10.0.0.0/26", "10.0.0.64/26", "10.0.0.128/25", "10.0.0.0/28", "10.0.1.0/24", "10.0.0.240/28"]
NUMBERS = st.integers(0, 50)


def _snapshot(world: World) -> object:
    """What a refused call must leave as it is."""
    store = world.ipam
    return (
        [(pool.id, pool.state, pool.rules, list(pool.child_ids)) for pool in store.pools.values()],
        [(each.id, each.state, each.cidr) for each in store.pool_cidrs.values()],
        [(each.id, each.network, each.length) for each in store.ledger.by_id.values()],
        world.identifiers.drawn,
    )


class Pools(RuleBasedStateMachine):
    """A world with one IPAM, in which pools come and go."""

    @initialize()
    def begin(self) -> None:
        self.world = new_world()
        self.ipam: Ipam = ipams.create(
            self.world,
            MANAGEMENT,
            HOME,
            description=None,
            operating_regions=[],
            tier="advanced",
            enable_private_gua=False,
            metered_account="ipam-owner",
            tags={},
        )
        self._settle()
        self._create(None, "10.0.0.0/24")

    def _create(self, source: str | None, cidr: str | None) -> None:
        """A pool, and a CIDR for it at once, so that there is something to allocate from."""
        new = NewPool(scope_id=self.ipam.private_scope_id, address_family="ipv4", source_pool_id=source)
        made = self._attempt(pools.create, self.world, MANAGEMENT, HOME, new, {})
        if isinstance(made, pools.Pool) and cidr is not None:
            self.provision(made.id, cidr)

    def _pick(self, number: int) -> str:
        """One of the pools that there are; an id that is none where there is none."""
        present = self._pools()
        return present[number % len(present)].id if present else "ipam-pool-0123456789abcdef0"

    def _settle(self) -> None:
        self.world.settle()
        self.world.changed = False

    def _attempt(self, call: object, *arguments: object, **named: object) -> object:
        """Make a call; one that is refused has changed nothing."""
        before = _snapshot(self.world)
        try:
            return call(*arguments, **named)  # type: ignore[operator]
        except Refusal:
            assert not self.world.changed
            assert _snapshot(self.world) == before
            return None
        finally:
            self._settle()

    @rule(number=NUMBERS, top=st.booleans(), cidr=st.sampled_from([None, *CIDRS]))
    def create(self, number: int, top: bool, cidr: str | None) -> None:
        self._create(None if top else self._pick(number), cidr)

    @rule(number=NUMBERS, cidr=st.sampled_from(CIDRS))
    def provision_one(self, number: int, cidr: str) -> None:
        self.provision(self._pick(number), cidr)

    def provision(self, pool_id: str, cidr: str) -> None:
        self._attempt(pool_cidrs.provision, self.world, MANAGEMENT, HOME, pool_id, cidr, None, Proof())

    @rule(number=NUMBERS, length=st.integers(24, 30))
    def provision_by_length(self, number: int, length: int) -> None:
        self._attempt(pool_cidrs.provision, self.world, MANAGEMENT, HOME, self._pick(number), None, length, Proof())

    @rule(number=NUMBERS, cidr=st.sampled_from(CIDRS))
    def deprovision(self, number: int, cidr: str) -> None:
        self._attempt(pool_cidrs.deprovision, self.world, MANAGEMENT, HOME, self._pick(number), cidr)

    def _allocate(self, asked: Asked) -> object:
        planned = allocation.plan(self.world, asked)
        # a plan is a preview: it changes nothing, and the next one is the same
        assert allocation.plan(self.world, asked).cidr == planned.cidr
        self.world.begin_change()
        made = allocation.commit(self.world, planned)
        assert made.cidr == planned.cidr
        return made

    @rule(number=NUMBERS, cidr=st.sampled_from(CIDRS))
    def allocate(self, number: int, cidr: str) -> None:
        asked = Asked(account_id=MANAGEMENT, region=HOME, pool_id=self._pick(number), cidr=cidr)
        self._attempt(self._allocate, asked)

    @rule(
        number=NUMBERS,
        length=st.integers(24, 32),
        allowed=st.lists(st.sampled_from(CIDRS), max_size=2),
        disallowed=st.lists(st.sampled_from(CIDRS), max_size=2),
    )
    def allocate_by_length(self, number: int, length: int, allowed: list[str], disallowed: list[str]) -> None:
        pool_id = self._pick(number)
        pool = self.world.ipam.pools.get(pool_id)
        yes, no = [must_parse(each) for each in allowed], [must_parse(each) for each in disallowed]
        expected = None if pool is None else self._brute_force(pool, length, yes, no)
        asked = Asked(
            account_id=MANAGEMENT,
            region=HOME,
            pool_id=pool_id,
            netmask_length=length,
            allowed=yes or None,
            disallowed=no,
        )
        made = self._attempt(self._allocate, asked)
        # a request succeeds if and only if a block is free, and it gets the lowest
        assert (None if made is None else made.cidr) == expected  # type: ignore[attr-defined]

    @staticmethod
    def _brute_force(pool: pools.Pool, length: int, allowed: list[Cidr], disallowed: list[Cidr]) -> Cidr | None:
        taken = [each.cidr for each in pool.allocations]
        addresses = {address for block in allowed for address in range(block.network, block.end)}
        for holder in sorted((each for each in pool.holders if each.is_open), key=lambda each: each.start):
            assert holder.cidr is not None
            size = 1 << (32 - length)
            for network in range(holder.cidr.network, holder.cidr.end, size):
                block = Cidr("ipv4", network, length)
                free = holder.cidr.contains(block) and not any(block.overlaps(other) for other in (*taken, *disallowed))
                if free and (not allowed or addresses.issuperset(range(block.network, block.end))):
                    return block
        return None

    @rule(number=NUMBERS, which=NUMBERS)
    def release(self, number: int, which: int) -> None:
        pool_id = self._pick(number)
        pool = self.world.ipam.pools.get(pool_id)
        held = [each for each in pool.allocations if each.resource_type == CUSTOM] if pool is not None else []
        if held:
            chosen = held[which % len(held)]
            cidr = str(chosen.cidr)
            self._attempt(allocations.release, self.world, MANAGEMENT, HOME, pool_id, chosen.id, cidr)
            again = Asked(account_id=MANAGEMENT, region=HOME, pool_id=pool_id, cidr=cidr)
            assert str(allocation.plan(self.world, again).cidr) == cidr

    @rule(number=NUMBERS, cascading=st.sampled_from([False, False, False, True]))
    def delete(self, number: int, cascading: bool) -> None:
        pool_id = self._pick(number)
        pool = self.world.ipam.pools.get(pool_id)
        empty = pool is not None and not (
            pool.child_ids or len(pool.allocations) or any(not each.is_gone for each in pool.cidrs.values())
        )
        gone = self._attempt(cascade.delete_pool, self.world, MANAGEMENT, HOME, pool_id, cascading=cascading)
        assert (gone is not None) == (pool is not None and (cascading or empty))

    @invariant()
    def blocks_do_not_overlap_and_lie_inside(self) -> None:
        """1 to 4: allocations are apart, aligned, and each inside one CIDR that holds space; CIDRs are apart."""
        for pool in self._pools():
            blocks = [each.cidr for each in pool.allocations]
            assert not any(one.overlaps(other) for one, other in combinations(blocks, 2))
            held = [each.cidr for each in pool.holders if each.cidr is not None]
            assert not any(one.overlaps(other) for one, other in combinations(held, 2))
            for block in blocks:
                assert block.network % block.size == 0
                assert sum(cidr.contains(block) for cidr in held) == 1
            for holder in pool.holders:
                assert holder.space is not None
                assert holder.cidr is not None
                used = sum(each.cidr.size for each in holder.taken.values())
                assert holder.space.free_size + used == holder.cidr.size
        tops = [
            each.cidr for pool in self._pools() if pool.depth == 1 for each in pool.holders if each.cidr is not None
        ]
        assert not any(one.overlaps(other) for one, other in combinations(tops, 2))

    @invariant()
    def a_childs_cidr_is_its_sources_allocation(self) -> None:
        """5 to 7: one allocation in the source for each CIDR of a child, and none besides; depth and locale fit."""
        for pool in self._pools():
            of_children = [each for each in pool.allocations if each.resource_type == IPAM_POOL]
            children = [self.world.ipam.pools[child_id] for child_id in pool.child_ids]
            expected = {(child.id, holder.cidr) for child in children for holder in child.holders}
            assert {(each.resource_id, each.cidr) for each in of_children} == expected
            assert len(of_children) == len(expected)
            for child in children:
                assert (child.scope_id, child.address_family, child.depth) == (
                    pool.scope_id,
                    pool.address_family,
                    pool.depth + 1,
                )
                for holder in child.holders:
                    assert holder.cidr is not None
                    assert any(above.cidr.contains(holder.cidr) for above in pool.holders if above.cidr is not None)

    @invariant()
    def counts_and_indexes_agree(self) -> None:
        """13 and 15: counts are what is there, and nothing that is gone is left anywhere."""
        store = self.world.ipam
        pool_ids = {pool.id for pool in self._pools()}
        assert set(store.scopes[self.ipam.private_scope_id].pool_ids) == pool_ids
        assert {each.id for pool in self._pools() for each in pool.cidrs.values()} == set(store.pool_cidrs)
        listed = {each.id for pool in self._pools() for each in pool.allocations}
        assert listed == set(store.ledger.by_id)
        assert listed == {each.id for each in store.ledger.owned_in(MANAGEMENT, HOME)}
        for pool in self._pools():
            assert all(child_id in pool_ids for child_id in pool.child_ids)
            assert {each.id for each in pool.holders} == {
                each.id
                for each in pool.cidrs.values()
                if each.state in (CidrState.PROVISIONED, CidrState.FAILED_DEPROVISION)
            }

    def _pools(self) -> list[pools.Pool]:
        world = getattr(self, "world", None)
        return list(world.ipam.pools.values()) if world is not None else []


Pools.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestPools = Pools.TestCase
