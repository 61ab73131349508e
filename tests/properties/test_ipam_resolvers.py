"""A resolver's entries are what its rules say when they are read again, naively, from the network itself."""

from collections.abc import Iterator
from ipaddress import ip_network
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.domain.ec2 import tagging
from emulator.domain.ipam import ipams
from emulator.domain.ipam.ipams import Ipam
from emulator.domain.ipam.pools import cidrs as pool_cidrs
from emulator.domain.ipam.pools import pools
from emulator.domain.ipam.pools.pools import NewPool
from emulator.domain.ipam.pools.provisioning import Proof
from emulator.domain.ipam.resolvers import resolvers
from emulator.domain.ipam.resolvers import selection as resolver_selection
from emulator.domain.ipam.resolvers.rules import Condition, Rule
from emulator.domain.network import vpcs
from emulator.domain.network.blocks import AskedBlocks
from emulator.domain.refusals import Refusal
from emulator.domain.world import World
from tests.worlds import MANAGEMENT, OUTSIDER, new_world

HOME = "us-east-1"
BLOCKS = ["10.0.0.0/16", "10.1.0.0/16", "10.1.0.0/24", "10.2.0.0/20", "172.16.0.0/16"]
AWAY = "us-west-2"
ELSEWHERE = "eu-west-1"
PLACES = [(MANAGEMENT, HOME), (MANAGEMENT, AWAY), (MANAGEMENT, ELSEWHERE)]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["vpc", "delete", "tag", "untag", "provision", "deprovision"]),
        st.integers(0, 9),
        st.sampled_from(PLACES),
    ),
    max_size=12,
)
CIDR_CONDITIONS = st.builds(
    Condition, st.sampled_from(["equals", "not-equals", "subnet-of"]), st.just("Cidr"), st.sampled_from(BLOCKS)
)
TAG_CONDITIONS = st.builds(
    Condition,
    st.sampled_from(["equals", "not-equals"]),
    st.just("ResourceTag"),
    st.sampled_from([None, "prod", "test"]),
    st.just("env"),
)


PLACE_CONDITIONS = st.one_of(
    st.builds(
        Condition,
        st.sampled_from(["equals", "not-equals"]),
        st.just("ResourceRegion"),
        st.sampled_from([HOME, AWAY, ELSEWHERE]),
    ),
    st.builds(
        Condition,
        st.sampled_from(["equals", "not-equals"]),
        st.just("ResourceOwner"),
        st.sampled_from([MANAGEMENT, OUTSIDER]),
    ),
)


def _rules(scope_id: str, pool_ids: list[str]) -> st.SearchStrategy[list[Rule]]:
    of_a_pool = st.builds(
        Condition, st.sampled_from(["equals", "not-equals"]), st.just("IpamPoolId"), st.sampled_from(pool_ids)
    )
    static = st.builds(Rule, st.just("static-cidr"), st.sampled_from(BLOCKS))
    of_pools = st.builds(
        Rule,
        st.just("ipam-pool-cidr"),
        scope_id=st.just(scope_id),
        conditions=st.lists(st.one_of(CIDR_CONDITIONS, of_a_pool), max_size=2).map(tuple),
    )
    of_vpcs = st.builds(
        Rule,
        st.just("ipam-resource-cidr"),
        scope_id=st.just(scope_id),
        resource_type=st.just("vpc"),
        conditions=st.lists(st.one_of(CIDR_CONDITIONS, TAG_CONDITIONS, PLACE_CONDITIONS), max_size=3).map(tuple),
    )
    return st.lists(st.one_of(static, of_pools, of_vpcs), min_size=1, max_size=3)


def _naive(world: World, ipam: Ipam, rule: Rule) -> Iterator[str]:
    """What one rule selects, from the pools and VPCs themselves, compared by the standard library."""
    if rule.static_cidr is not None:
        yield rule.static_cidr
    elif rule.rule_type == "ipam-pool-cidr":
        for pool in world.ipam.pools.values():
            for each in pool.cidrs.values():
                properties = {"IpamPoolId": pool.id}
                if (
                    each.holds_space
                    and each.state != "pending-provision"
                    and _fits(rule, str(each.cidr), {}, properties)
                ):
                    yield str(each.cidr)
    else:
        for vpc in world.network.vpcs.values():
            tags = dict(world.ec2.tags.of(vpc.id))
            properties = {"ResourceRegion": vpc.region, "ResourceOwner": vpc.owner_id}
            for block in vpc.blocks:
                if (
                    block.holds
                    and vpc.region in ipam.operating_regions
                    and _fits(rule, str(block.cidr), tags, properties)
                ):
                    yield str(block.cidr)


def _fits(rule: Rule, cidr: str, tags: dict[str, str], properties: dict[str, str]) -> bool:
    for condition in rule.conditions:
        if condition.property == "ResourceTag":
            equal = "env" in tags if condition.value is None else tags.get("env") == condition.value
            holds = equal if condition.operation == "equals" else not equal
        elif condition.property in properties:
            holds = (properties[condition.property] == condition.value) == (condition.operation == "equals")
        else:
            mine, other = ip_network(cidr), ip_network(condition.value or "")
            inside = mine.subnet_of(other)  # type: ignore[arg-type] # all are IPv4
            holds = {"equals": mine == other, "not-equals": mine != other, "subnet-of": inside}[condition.operation]
        if not holds:
            return False
    return True


@settings(max_examples=40, deadline=None)
@given(st.data(), ACTS)
def test_entries_equal_a_recomputation(data: st.DataObject, acts: list[tuple[str, int, tuple[str, str]]]) -> None:
    """Whatever comes, goes and is tagged; and a version is never the set of the one before."""
    world = new_world()
    ipam = ipams.create(
        world,
        MANAGEMENT,
        HOME,
        description=None,
        operating_regions=[AWAY],
        tier="advanced",
        enable_private_gua=False,
        metered_account="ipam-owner",
        tags={},
    )
    world.settle()
    new = NewPool(scope_id=ipam.private_scope_id, address_family="ipv4")
    pool_ids = [pools.create(world, MANAGEMENT, HOME, new, {}).id for _ in range(2)]
    rules = data.draw(_rules(ipam.private_scope_id, pool_ids))
    resolver = resolvers.create(world, MANAGEMENT, HOME, ipam.id, family="ipv4", rules=rules, description=None, tags={})
    world.settle()
    for act, number, (owner_id, region) in acts:
        present = list(world.network.vpcs.at(owner_id, region))
        pool_id = pool_ids[number % 2]
        try:
            if act == "vpc":
                vpcs.create(world, owner_id, region, AskedBlocks(cidr=BLOCKS[number % 5]), None, {})
            elif act == "provision":
                pool_cidrs.provision(world, MANAGEMENT, HOME, pool_id, BLOCKS[number % 5], None, Proof())
            elif act == "deprovision":
                pool_cidrs.deprovision(world, MANAGEMENT, HOME, pool_id, BLOCKS[number % 5])
            elif present and act == "tag":
                tags = {"env": ("prod", "test")[number % 2]}
                tagging.put(world, owner_id, region, [present[number % len(present)]], tags)
            elif present and act == "untag":
                tagging.remove(world, owner_id, region, [present[number % len(present)]], None)
            elif present and act == "delete":
                vpcs.delete(world, owner_id, region, present[number % len(present)])
        except Refusal:
            pass
        world.settle()
        expected = {cidr for rule in rules for cidr in _naive(world, ipam, rule)}
        assert set(resolver.versions[str(resolver.last_version)].entries) == expected
    sets = [set(version.entries) for version in resolver.versions.values()]
    assert all(one != after for one, after in pairwise(sets))
    # what the passes have kept is what a look at everything finds
    fresh = resolver_selection.whole(world, ipam.id, "ipv4", tuple(rules))
    assert resolver.selection == fresh
