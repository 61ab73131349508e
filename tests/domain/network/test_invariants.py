"""What always holds of VPCs, subnets and the pools that they come from, whatever is called in whatever order."""

from itertools import combinations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from emulator.domain.ec2.cidrs import IPV4, Cidr
from emulator.domain.ipam import ipams
from emulator.domain.ipam.pools import cidrs as pool_cidrs
from emulator.domain.ipam.pools import pools
from emulator.domain.ipam.pools.pools import NewPool
from emulator.domain.ipam.pools.provisioning import Proof
from emulator.domain.network import addresses, subnets, vpc_blocks, vpcs
from emulator.domain.network.addresses import NewAddress
from emulator.domain.network.blocks import AskedBlocks
from emulator.domain.network.subnets import NewSubnet
from emulator.domain.options import Options
from emulator.domain.picture import picture
from emulator.domain.refusals import Refusal
from tests.worlds import MANAGEMENT, new_world

HOME = "us-east-1"
PLACE = (MANAGEMENT, HOME)
CIDRS = ("10.0.0.0/24", "10.0.0.0/25", "10.0.1.0/26", "10.0.1.64/26", "10.0.0.0/23", "10.0.0.0/15", "10.9.0.0/24", "x")
NUMBERS = st.integers(0, 50)


class Networks(RuleBasedStateMachine):
    """A world with a pool of a /22, in which VPCs and subnets come and go."""

    @initialize()
    def begin(self) -> None:
        self.world = world = new_world(Options(vpcs_per_region=6, subnets_per_vpc=6, addresses_per_region=3))
        ipam = ipams.create(
            world,
            *PLACE,
            description=None,
            operating_regions=[],
            tier="advanced",
            enable_private_gua=False,
            metered_account="ipam-owner",
            tags={},
        )
        world.settle()
        pool = NewPool(scope_id=ipam.private_scope_id, address_family=IPV4, locale=HOME)
        self.pool = pools.create(world, *PLACE, pool, {})
        world.settle()
        pool_cidrs.provision(world, *PLACE, self.pool.id, "10.0.0.0/22", None, Proof())
        world.settle()
        self.create_vpc("10.0.0.0/23", False)

    def _attempt(self, call: object, *arguments: object, **named: object) -> None:
        """Make a call; one that is refused has changed nothing. Then time goes on."""
        before = picture(self.world)
        try:
            call(self.world, *PLACE, *arguments, **named)  # type: ignore[operator]
        except Refusal:
            assert picture(self.world) == before
        self.world.settle()
        self.world.changed = False

    def _vpc(self, number: int) -> str:
        present = list(self.world.network.vpcs.values())
        return present[number % len(present)].id if present else "vpc-0123456789abcdef0"

    def _subnet(self, number: int) -> str:
        present = list(self.world.network.subnets.values())
        return present[number % len(present)].id if present else "subnet-0123456789abcdef0"

    @rule(cidr=st.sampled_from(CIDRS), amazon=st.booleans())
    def create_vpc(self, cidr: str, amazon: bool) -> None:
        self._attempt(vpcs.create, AskedBlocks(cidr=cidr, amazon_ipv6=amazon), None, {"a": "b"})

    @rule(length=st.integers(21, 29))
    def create_vpc_from_pool(self, length: int) -> None:
        self._attempt(vpcs.create, AskedBlocks(ipv4_ipam_pool_id=self.pool.id, ipv4_length=length), None, {})

    @rule(number=NUMBERS, length=st.integers(22, 28))
    def associate_from_pool(self, number: int, length: int) -> None:
        asked = AskedBlocks(ipv4_ipam_pool_id=self.pool.id, ipv4_length=length)
        self._attempt(vpc_blocks.associate, self._vpc(number), asked)

    @rule(number=NUMBERS, cidr=st.sampled_from(CIDRS), amazon=st.booleans())
    def associate(self, number: int, cidr: str, amazon: bool) -> None:
        asked = AskedBlocks(amazon_ipv6=True) if amazon else AskedBlocks(cidr=cidr)
        self._attempt(vpc_blocks.associate, self._vpc(number), asked)

    @rule(number=NUMBERS)
    def disassociate(self, number: int) -> None:
        present = list(self.world.network.block_owners)
        if present:
            self._attempt(vpc_blocks.disassociate, present[number % len(present)])

    @rule(number=NUMBERS)
    def delete_vpc(self, number: int) -> None:
        self._attempt(vpcs.delete, self._vpc(number))

    @rule(number=NUMBERS, cidr=st.sampled_from(CIDRS))
    def create_subnet(self, number: int, cidr: str) -> None:
        self._attempt(subnets.create, NewSubnet(vpc_id=self._vpc(number), cidr=cidr), {})

    @rule(number=NUMBERS)
    def delete_subnet(self, number: int) -> None:
        self._attempt(subnets.delete, self._subnet(number))

    @rule()
    def allocate_address(self) -> None:
        self._attempt(addresses.allocate, NewAddress(), {})

    @rule(number=NUMBERS)
    def release_address(self, number: int) -> None:
        present = list(self.world.network.addresses.values())
        if present:
            self._attempt(addresses.release, present[number % len(present)].id, None, None)

    @invariant()
    def the_pool_holds_what_vpcs_have_of_it(self) -> None:
        held = {(one.resource_id, one.cidr) for one in self.world.ipam.ledger.by_id.values()}
        every = self.world.network.vpcs.values()
        assert held == {(vpc.id, block.cidr) for vpc in every for block in vpc.blocks if block.pool_id == self.pool.id}

    @invariant()
    def blocks_of_a_vpc_are_apart(self) -> None:
        for vpc in self.world.network.vpcs.values():
            _require_apart([block.cidr for block in vpc.blocks])

    @invariant()
    def subnets_are_apart_and_inside(self) -> None:
        network = self.world.network
        for vpc in network.vpcs.values():
            cidrs = [subnet.cidr for subnet in network.subnets_of(vpc) if subnet.cidr is not None]
            _require_apart(cidrs)
            assert all(any(block.cidr.contains(cidr) for block in vpc.blocks) for cidr in cidrs)

    @invariant()
    def amazons_addresses_are_had_once(self) -> None:
        numbers = [address.public_ip for address in self.world.network.addresses.values()]
        assert len(set(numbers)) == len(numbers)
        _require_apart(
            [block.cidr for vpc in self.world.network.vpcs.values() for block in vpc.blocks if block.ip_source]
        )

    @invariant()
    def every_vpc_has_its_own_and_nothing_is_left_over(self) -> None:
        network, found = self.world.network, list(self.world.network.vpcs.values())
        assert [group.id for group in network.security_groups.values()] == [vpc.default_group_id for vpc in found]
        assert [acl.id for acl in network.network_acls.values()] == [vpc.default_acl_id for vpc in found]
        assert [table.id for table in network.route_tables.values()] == [vpc.main_table_id for vpc in found]
        for vpc in found:
            routes = network.route_tables[vpc.main_table_id].routes
            assert set(routes) == {str(block.cidr) for block in vpc.blocks}
            associated = network.network_acls[vpc.default_acl_id].associations.values()
            assert set(associated) == set(vpc.subnet_ids)
        blocks = {block.id for vpc in found for block in vpc.blocks}
        assert set(network.block_owners) == blocks
        tagged = {tag.resource_id for tag in self.world.ec2.tags.at(PLACE).values()}
        assert tagged <= {vpc.id for vpc in found}


def _require_apart(cidrs: list[Cidr]) -> None:
    assert not any(one.overlaps(other) for one, other in combinations(cidrs, 2))


TestNetworks = Networks.TestCase
TestNetworks.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
