"""What discovery keeps by looking at what has changed is what a look at the whole world would find.

Overlap, found by an index, is what comparing every pair says.
"""

from contextlib import suppress
from datetime import timedelta
from itertools import combinations, pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from emulator.domain.ec2 import tagging
from emulator.domain.ec2.cidrs import Cidr
from emulator.domain.events import ServiceLinkedRoleChanged
from emulator.domain.iam import service_linked_roles
from emulator.domain.ipam import cascade, integration, ipams
from emulator.domain.ipam.discovery import discoveries, monitoring, observations, resource_cidrs
from emulator.domain.ipam.discovery.discoveries import DiscoveryChanges
from emulator.domain.ipam.discovery.intervals import BlockIndex
from emulator.domain.ipam.discovery.observations import Sample
from emulator.domain.ipam.pools import allocation, allocations, pools
from emulator.domain.ipam.pools import cidrs as pool_cidrs
from emulator.domain.ipam.pools.allocation import Asked
from emulator.domain.ipam.pools.ledger import CUSTOM, VPC
from emulator.domain.ipam.pools.pools import NewPool, PoolChanges
from emulator.domain.ipam.pools.provisioning import Proof
from emulator.domain.ipam.registries import findings
from emulator.domain.network import addresses, interfaces, internet_gateways, subnets, vpcs
from emulator.domain.network.addresses import NewAddress
from emulator.domain.network.blocks import AskedBlocks
from emulator.domain.network.interfaces import AskedAddresses, NewInterface
from emulator.domain.network.subnets import NewSubnet
from emulator.domain.options import Options
from emulator.domain.organizations import life, membership, units
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.organizations.service_integration import IPAM
from emulator.domain.refusals import Refusal
from tests.properties import naive_metrics
from tests.worlds import MANAGEMENT, member, new_world

HOME, AWAY = "us-east-1", "us-west-2"
ROLE = "AWSServiceRoleForIPAM"
CIDRS = ["10.0.0.0/16", "10.0.0.0/20", "10.0.0.0/24", "10.1.0.0/16", "10.1.128.0/17", "10.0.16.0/20"]
NUMBERS = st.integers(0, 20)
_BLOCKS = st.builds(
    lambda length, number: Cidr("ipv4", (number << (32 - length)) & 0xFFFFFFFF, length),
    st.integers(4, 12),
    st.integers(0, 4095),
)


@given(st.lists(_BLOCKS, max_size=30), st.lists(st.integers(0, 29)), _BLOCKS)
def test_the_index_finds_what_comparing_finds(blocks: list[Cidr], gone: list[int], asked: Cidr) -> None:
    """Whatever was added and taken away before."""
    index: BlockIndex[int] = BlockIndex()
    present = dict(enumerate(blocks))
    for number, block in present.items():
        index.add(block, str(number), number)
    for number in gone:
        if number in present:
            index.discard(present.pop(number), str(number))
    assert sorted(index.overlapping(asked)) == [number for number, block in present.items() if block.overlaps(asked)]


class Monitoring(RuleBasedStateMachine):
    """An organization whose IPAM sees accounts, while all that it looks at changes."""

    @initialize()
    def begin(self) -> None:
        # few enough that not all resources' usage is published
        self.world = world = new_world(Options(published_usages_per_rule=1))
        self.organization = life.create(world, MANAGEMENT, FeatureSet.ALL)
        self.unit = units.create(world, MANAGEMENT, self.organization.root.id, "unit").id
        self.units = [self.unit, units.create(world, MANAGEMENT, self.unit, "below").id]
        self.network = member(world, "network")
        self.accounts = [MANAGEMENT, self.network, member(world, "a"), member(world, "b")]
        integration.designate(world, MANAGEMENT, self.network)
        self.ipam = ipams.create(
            world,
            self.network,
            HOME,
            description=None,
            operating_regions=[AWAY],
            tier="advanced",
            enable_private_gua=False,
            metered_account="ipam-owner",
            tags={},
        )
        world.settle()
        new = NewPool(scope_id=self.ipam.private_scope_id, address_family="ipv4", locale=HOME, auto_import=True)
        self.pool = pools.create(world, self.network, HOME, new, {})
        world.settle()
        pool_cidrs.provision(world, self.network, HOME, self.pool.id, "10.0.0.0/15", None, Proof())
        self._after()

    def _after(self) -> None:
        self.world.settle()
        self.world.clock.advance(timedelta(minutes=1))

    def _try(self, call: object, *arguments: object, **named: object) -> None:
        with suppress(Refusal):
            call(*arguments, **named)  # type: ignore[operator] # it is a function of the domain
        self._after()

    @rule(who=NUMBERS, cidr=st.sampled_from(CIDRS), region=st.sampled_from([HOME, AWAY]), pooled=st.booleans())
    def make_vpc(self, who: int, cidr: str, region: str, pooled: bool) -> None:
        asked = AskedBlocks(cidr=cidr, ipv4_ipam_pool_id=self.pool.id if pooled else None)
        owner = self.network if pooled else self.accounts[who % len(self.accounts)]
        self._try(vpcs.create, self.world, owner, region, asked, None, {"env": "dev"} if who % 2 else {})

    @rule(which=NUMBERS)
    def delete_vpc(self, which: int) -> None:
        for vpc in _pick(self.world.network.vpcs.values(), which):
            self._try(vpcs.delete, self.world, vpc.owner_id, vpc.region, vpc.id)

    @rule(which=NUMBERS, offset=st.integers(0, 3))
    def make_subnet(self, which: int, offset: int) -> None:
        for vpc in _pick(self.world.network.vpcs.values(), which):
            cidr = str(Cidr("ipv4", vpc.cidr.network + (offset << 6), 26))
            new = NewSubnet(vpc_id=vpc.id, cidr=cidr)
            self._try(subnets.create, self.world, vpc.owner_id, vpc.region, new, {})

    @rule(which=NUMBERS)
    def delete_subnet(self, which: int) -> None:
        for subnet in _pick(self.world.network.subnets.values(), which):
            self._try(subnets.delete, self.world, subnet.owner_id, subnet.region, subnet.id)

    @rule(which=NUMBERS, name=st.sampled_from(["one", "two"]))
    def tag(self, which: int, name: str) -> None:
        for vpc in _pick(self.world.network.vpcs.values(), which):
            tags = {"Name": name, "env": name}
            self._try(tagging.put, self.world, vpc.owner_id, vpc.region, [vpc.id], tags)

    @rule(cidr=st.sampled_from(["10.0.0.0/24", "10.1.0.0/24", "10.0.128.0/24"]))
    def reserve(self, cidr: str) -> None:
        asked = Asked(account_id=self.network, region=HOME, pool_id=self.pool.id, cidr=cidr)

        def take() -> None:
            planned = allocation.plan(self.world, asked)
            self.world.begin_change()
            allocation.commit(self.world, planned)

        self._try(take)

    @rule(which=NUMBERS)
    def release(self, which: int) -> None:
        custom = [one for one in self.world.ipam.ledger.by_id.values() if one.resource_type == CUSTOM]
        for one in _pick(custom, which):
            owner = (self.network, HOME, self.pool.id)
            self._try(allocations.release, self.world, *owner, one.id, str(one.cidr))

    @rule(imports=st.booleans(), most=st.sampled_from([16, 20, 32]), tagged=st.booleans())
    def change_rules(self, imports: bool, most: int, tagged: bool) -> None:
        tags = (("env", None),)
        changes = PoolChanges(
            auto_import=imports,
            max_length=most,
            add_resource_tags=tags if tagged else (),
            remove_resource_tags=() if tagged else tags,
        )
        self._try(pools.modify, self.world, self.network, HOME, self.pool.id, changes)

    @rule(designated=st.booleans())
    def integrate(self, designated: bool) -> None:
        call = integration.designate if designated else integration.remove_designation
        self._try(call, self.world, MANAGEMENT, self.network)

    @rule(excluded=st.booleans(), unit=st.booleans(), below=st.booleans())
    def exclude(self, excluded: bool, unit: bool, below: bool) -> None:
        node = self.unit if unit else self.organization.root.id
        paths = [self.organization.path_of(node) + ("*" if below else "")]
        changes = DiscoveryChanges(
            add_exclusions=paths if excluded else (), remove_exclusions=() if excluded else paths
        )
        self._try(discoveries.modify, self.world, self.network, HOME, self.ipam.discovery_id, changes)

    @rule(who=NUMBERS, deep=st.booleans())
    def move(self, who: int, deep: bool) -> None:
        account_id = self.accounts[who % len(self.accounts)]
        source = self.organization.members[account_id].parent_id
        self._try(units.move, self.world, MANAGEMENT, account_id, source, self.units[deep])

    @rule(who=NUMBERS, closed=st.booleans())
    def close(self, who: int, closed: bool) -> None:
        account_id = self.accounts[2:][who % 2]
        if closed:
            self._try(membership.close, self.world, MANAGEMENT, account_id)
        elif self.world.is_closed(account_id):
            self._try(membership.reinstate, self.world, account_id)

    @rule(who=NUMBERS, present=st.booleans())
    def change_role(self, who: int, present: bool) -> None:
        account_id = self.accounts[who % len(self.accounts)]
        roles = self.world.identities[account_id].roles
        if present:
            service_linked_roles.ensure(self.world, account_id, IPAM)
        elif ROLE in roles:
            roles.remove(ROLE)
            self.world.announce(ServiceLinkedRoleChanged(account_id, IPAM))
        self._after()

    @rule(which=NUMBERS, monitored=st.booleans())
    def ignore(self, which: int, monitored: bool) -> None:
        for vpc in _pick(self.world.network.vpcs.values(), which):
            scope = self.world.ipam.scopes[self.ipam.private_scope_id]
            said = (vpc.id, str(vpc.cidr), vpc.region, None)
            self._try(resource_cidrs.modify, self.world, scope, *said, monitored=monitored)

    @rule(who=NUMBERS, region=st.sampled_from([HOME, AWAY]))
    def allocate_address(self, who: int, region: str) -> None:
        owner = self.accounts[who % len(self.accounts)]
        self._try(addresses.allocate, self.world, owner, region, NewAddress(), {})

    @rule(which=NUMBERS)
    def release_address(self, which: int) -> None:
        for address in _pick(self.world.network.addresses.values(), which):
            place = (address.owner_id, address.region)
            self._try(addresses.release, self.world, *place, address.id, None, None)

    @rule(which=NUMBERS, attached=st.booleans())
    def make_interface(self, which: int, attached: bool) -> None:
        """With an address, where there is one."""
        for subnet in _pick(self.world.network.subnets.values(), which):
            place = (subnet.owner_id, subnet.region)
            new = NewInterface(subnet.id, AskedAddresses(count=1), AskedAddresses())
            if not self.world.network.vpcs[subnet.vpc_id].gateway_ids:
                gateway = internet_gateways.create(self.world, *place, {})
                self._try(internet_gateways.attach, self.world, *place, gateway.id, subnet.vpc_id)
            self._try(interfaces.create, self.world, *place, new, {})
            for address in _pick(self.world.network.addresses.at(*place).values() if attached else (), which):
                interface = next(reversed(subnet.interface_ids))
                asked = (address, None, interface, None)
                self._try(addresses.associate, self.world, *place, *asked, may_reassociate=True)

    @rule(which=NUMBERS)
    def delete_interface(self, which: int) -> None:
        for interface in _pick(self.world.network.interfaces.values(), which):
            self._try(interfaces.delete, self.world, interface.owner_id, interface.region, interface.id)

    @rule(length=st.integers(17, 24))
    def make_child(self, length: int) -> None:
        new = NewPool(
            scope_id=self.ipam.private_scope_id, address_family="ipv4", locale=HOME, source_pool_id=self.pool.id
        )
        child = pools.create(self.world, self.network, HOME, new, {})
        self.world.settle()
        self._try(pool_cidrs.provision, self.world, self.network, HOME, child.id, None, length, Proof())

    @rule(which=NUMBERS)
    def delete_child(self, which: int) -> None:
        for child_id in _pick(self.pool.child_ids, which):
            self._try(cascade.delete_pool, self.world, self.network, HOME, child_id, cascading=True)

    @invariant()
    def rows_are_those_of_the_whole_world(self) -> None:
        """Which CIDRs are seen, with what usage and tags; what cannot be read is as it was."""
        world, view = self.world, self.world.ipam.watch.views.get(self.ipam.id)
        seen = {row.key: row.sample for rows in (view.rows if view else {}).values() for row in rows.values()}
        discovery = world.ipam.discoveries[self.ipam.discovery_id]
        expected: dict[str, Sample] = {}
        for account_id in self.accounts:
            if not monitoring.covers(world, discovery, account_id):
                continue
            if not service_linked_roles.present(world, account_id, IPAM):
                expected.update({key: one for key, one in seen.items() if one.resource.owner_id == account_id})
                continue
            for region in (HOME, AWAY):
                for resource_id in observations.of_account(world, account_id, region):
                    found = observations.observe(world, resource_id, None)
                    assert found is not None
                    expected.update({sample.key: sample for sample in found.samples.values()})
        assert {key: _facts(one) for key, one in seen.items()} == {key: _facts(one) for key, one in expected.items()}
        listed = world.ipam.watch.listed
        for region in (HOME, AWAY):
            catalog = listed.get((discovery.id, region), ())
            assert set(catalog) == {key for key, one in seen.items() if one.resource.region == region}

    @invariant()
    def findings_are_those_of_a_new_look(self) -> None:
        """Management, compliance and overlap, the latter by comparing every pair."""
        world, view = self.world, self.world.ipam.watch.views.get(self.ipam.id)
        rows = [row for rows in (view.rows if view else {}).values() for row in rows.values()]
        overlapping = set()
        compared = [row for row in rows if row.sample.resource.resource_type != "eni"]
        for one, other in combinations([row for row in compared if view and not view.is_ignored(row)], 2):
            same = one.sample.resource.resource_type == other.sample.resource.resource_type
            # addresses are in none
            vpc_ids = (one.sample.resource.vpc_id, other.sample.resource.vpc_id)
            apart = vpc_ids[0] != vpc_ids[1] or vpc_ids == (None, None)
            if same and apart and one.scope_id == other.scope_id and one.sample.cidr.overlaps(other.sample.cidr):
                overlapping.update((one.key, other.key))
        reserved = [one.cidr for one in world.ipam.ledger.by_id.values() if one.resource_type == CUSTOM]
        for row in rows:
            assert view is not None
            assert row.findings == findings.find_out(world, self.ipam, view, row)
            assert row.scope_id == findings.scope_of(world, self.ipam, view, row.sample)
            if view.is_ignored(row):
                continue
            by_hand = row.sample.resource.resource_type == "vpc" and any(map(row.sample.cidr.overlaps, reserved))
            assert (row.findings.overlap == "overlapping") == (row.key in overlapping or by_hand)
            held = any(one.cidr == row.sample.cidr for one in world.ipam.ledger.of_resource(row.sample.resource.id))
            assert (row.findings.management == "managed") == held

    @invariant()
    def metrics_are_those_of_a_new_count(self) -> None:
        """Every metric has the value that a count of all rows, allocations and addresses gives it; no other has one."""
        world, view = self.world, self.world.ipam.watch.views.get(self.ipam.id)
        rows = [row for rows in (view.rows if view else {}).values() for row in rows.values()]
        expected = {
            **naive_metrics.of_scopes(self.ipam, rows),
            **naive_metrics.of_pools(world, rows),
            **naive_metrics.of_addresses(self.ipam, rows),
            **naive_metrics.of_usage(rows, world.options.published_usages_per_rule),
        }
        store = world.metrics.of(self.network, HOME)
        published = {
            (series.name, tuple(sorted(series.dimensions))): gauge.present
            for series in store.series.values()
            for gauge in series.tracks.values()
        }
        present = {measure: value for measure, value in published.items() if value is not None}
        assert present.keys() == expected.keys()
        assert all(abs(present[measure] - value) < 1e-6 for measure, value in expected.items())

    @invariant()
    def history_has_no_overlaps(self) -> None:
        """Records of one resource follow each other; one is open where the CIDR is seen, and no other."""
        view = self.world.ipam.watch.views.get(self.ipam.id)
        for (scope_id, cidr), records in (view.history if view else {}).items():
            assert view is not None
            for resource_id in {record.resource_id for record in records}:
                own = [record for record in records if record.resource_id == resource_id]
                assert all(a.end is not None and a.end <= b.start for a, b in pairwise(own))
                row = view.row(resource_id, cidr)
                assert (own[-1].end is None) == (row is not None and row.scope_id == scope_id)

    @invariant()
    def space_of_what_is_gone_is_free_where_ipam_looks(self) -> None:
        """An allocation outlives its VPC in accounts that are not monitored, and nowhere else."""
        for one in self.world.ipam.ledger.by_id.values():
            if one.resource_type == VPC and one.resource_id not in self.world.network.vpcs:
                assert not monitoring.monitored(self.world, one.owner_id, self.ipam)

    @invariant()
    def what_can_be_imported_is(self) -> None:
        """With auto-import, no seen VPC of the Region is left that is free in the pool, but where IPAM cannot look."""
        view = self.world.ipam.watch.views.get(self.ipam.id)
        for rows in (view.rows if view and self.pool.auto_import else {}).values():
            for row in rows.values():
                readable = service_linked_roles.present(self.world, row.sample.resource.owner_id, IPAM)
                if findings.may_be_imported(row) and row.sample.resource.region == HOME and readable:
                    assert pool_cidrs.provisioning.holder_with(self.pool, row.sample.cidr) is None


def _facts(sample: Sample) -> object:
    return sample.cidr, sample.usage, sample.ip_source, sample.resource.tags, sample.resource.vpc_id


def _pick(values: object, number: int) -> list[object]:
    present = list(values)  # type: ignore[call-overload] # it is a collection
    return present[number % len(present) :][:1] if present else []


Monitoring.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestMonitoring = Monitoring.TestCase
