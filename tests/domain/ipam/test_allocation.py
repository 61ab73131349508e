"""What pools hand out to the resources of other areas: VPCs, subnets and addresses."""

from dataclasses import replace
from datetime import timedelta

import pytest

from emulator.domain.ec2.cidrs import must_parse
from emulator.domain.ipam import integration, ipams
from emulator.domain.ipam.ipams import Ipam
from emulator.domain.ipam.pools import allocation, planning, pools
from emulator.domain.ipam.pools import cidrs as pool_cidrs
from emulator.domain.ipam.pools.allocation import Asked
from emulator.domain.ipam.pools.ledger import EIP, SUBNET, VPC, Allocation
from emulator.domain.ipam.pools.planning import PlannedVpc
from emulator.domain.ipam.pools.pools import AllocationRules, NewPool, Pool
from emulator.domain.ipam.pools.provisioning import Proof
from emulator.domain.options import Options
from emulator.domain.organizations import life
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.refusals import Refusal
from emulator.domain.world import World
from tests.worlds import MANAGEMENT, member, new_world

HOME = "us-east-1"
AWAY = "us-west-2"
OWNER = "222222222222"
VPC_ID = "vpc-0123456789abcdef0"


class Setting:
    """An IPAM with a pool in AWAY, and a request for a VPC that it would grant."""

    def __init__(self, world: World, owner_id: str = OWNER) -> None:
        self.world = world
        self.owner_id = owner_id
        self.ipam: Ipam = ipams.create(
            world,
            owner_id,
            HOME,
            description=None,
            operating_regions=[AWAY],
            tier="advanced",
            enable_private_gua=False,
            metered_account="ipam-owner",
            tags={},
        )
        world.settle()
        self.pool = self.make_pool("10.0.0.0/16", rules=AllocationRules(resource_tags=(("env", "dev"), ("any", None))))
        self.asked = Asked(
            account_id=owner_id,
            region=AWAY,
            pool_id=self.pool.id,
            netmask_length=24,
            resource_type=VPC,
            family="ipv4",
            tags={"env": "dev", "any": "thing"},
        )

    def make_pool(self, cidr: str | None, locale: str | None = AWAY, **asked: object) -> Pool:
        new = NewPool(scope_id=self.ipam.private_scope_id, address_family="ipv4", locale=locale)
        pool = pools.create(self.world, self.owner_id, HOME, replace(new, **asked), {})  # type: ignore[arg-type]
        self.world.settle()
        if cidr is not None:
            pool_cidrs.provision(self.world, self.owner_id, HOME, pool.id, cidr, None, Proof())
            self.world.settle()
        return pool

    def take(self, resource_id: str, **changes: object) -> Allocation:
        planned = allocation.plan(self.world, replace(self.asked, **changes))  # type: ignore[arg-type]
        return allocation.commit(self.world, planned, resource_id=resource_id)

    def later(self, **time: float) -> None:
        self.world.clock.advance(timedelta(**time))
        self.world.settle()


@pytest.fixture
def setting(world: World) -> Setting:
    return Setting(world)


def test_a_vpc_takes_space(setting: Setting) -> None:
    """The allocation shows the VPC, its owner and its Region."""
    made = setting.take(VPC_ID)
    assert (made.resource_type, made.resource_id, made.resource_region, made.owner_id) == (VPC, VPC_ID, AWAY, OWNER)
    assert str(made.cidr) == "10.0.0.0/24"
    assert setting.world.ipam.ledger.of_resource(VPC_ID) == [made]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"tags": {"env": "dev"}}, "IPAM-098"),
        ({"tags": {"env": "prod", "any": ""}}, "IPAM-098"),
        ({"tags": None}, "IPAM-098"),
        ({"region": HOME}, "IPAM-101"),
        ({"family": "ipv6"}, "IPAM-105"),
        ({"resource_type": SUBNET, "vpc_id": VPC_ID}, "IPAM-102"),
        ({"resource_type": EIP}, "IPAM-107"),
        ({"netmask_length": 8}, "IPAM-097"),
        ({"account_id": "333333333333"}, "EC2-004"),
    ],
)
def test_what_a_pool_does_not_grant(setting: Setting, changes: dict[str, object], rule: str) -> None:
    """Tags, Region, family and kind have to fit; nothing has changed then."""
    with pytest.raises(Refusal) as refused:
        setting.take(VPC_ID, **changes)
    assert refused.value.rule_id == rule
    assert not setting.world.ipam.ledger.by_id


def test_ipam_101_without_a_locale_no_resource_is_served(setting: Setting) -> None:
    """A pool without locale serves custom allocations alone."""
    pool = setting.make_pool("10.1.0.0/16", locale=None)
    with pytest.raises(Refusal) as refused:
        setting.take(VPC_ID, pool_id=pool.id, region=HOME)
    assert refused.value.rule_id == "IPAM-101"
    setting.take("", pool_id=pool.id, region=HOME, resource_type="custom")


def test_a_subnet_takes_from_its_vpcs_plan(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Around the subnets that are there already; another VPC (IPAM-103), and a VPC (IPAM-104), get nothing."""
    vpc = PlannedVpc(VPC_ID, OWNER, AWAY, (must_parse("172.20.0.0/20"),))
    monkeypatch.setattr(planning, "find_vpc", lambda world, vpc_id: vpc)
    pool = setting.make_pool("172.20.0.0/20", source_resource_id=VPC_ID)
    subnet = {"pool_id": pool.id, "resource_type": SUBNET, "vpc_id": VPC_ID, "netmask_length": 28}
    present = [must_parse("172.20.0.0/27")]
    assert str(setting.take("subnet-1", **subnet, avoid=present).cidr) == "172.20.0.32/28"
    with pytest.raises(Refusal) as refused:
        setting.take("subnet-2", **{**subnet, "netmask_length": None, "cidr": "172.20.0.0/28"}, avoid=present)
    assert refused.value.rule_id == "IPAM-096"
    with pytest.raises(Refusal) as refused:
        setting.take("subnet-2", **{**subnet, "vpc_id": "vpc-0123456789abcdef1"})
    assert refused.value.rule_id == "IPAM-103"
    with pytest.raises(Refusal) as refused:
        setting.take("vpc-2", pool_id=pool.id)
    assert refused.value.rule_id == "IPAM-104"


def test_a_deleted_vpcs_space_comes_back_with_the_discovery() -> None:
    """Until then it is taken and still names the VPC; one CIDR can go without the others."""
    setting = Setting(new_world(Options(ipam_discovery_delay_s=600)))
    first, second = setting.take(VPC_ID), setting.take(VPC_ID)
    allocation.release_later(setting.world, VPC_ID, second.cidr)
    setting.later(seconds=599)
    assert setting.world.ipam.ledger.of_resource(VPC_ID) == [first, second]
    setting.later(seconds=1)
    assert setting.world.ipam.ledger.of_resource(VPC_ID) == [first]
    allocation.release_later(setting.world, VPC_ID)
    setting.later(seconds=600)
    assert setting.world.ipam.ledger.of_resource(VPC_ID) == []
    assert setting.take("vpc-2").cidr == first.cidr


def test_discovery_does_not_reach_an_account_that_is_not_monitored(world: World) -> None:
    """A member that has left keeps its allocations on the books, though its VPC is gone."""
    life.create(world, MANAGEMENT, FeatureSet.ALL)
    owner_id, consumer = member(world, "network"), member(world, "consumer")
    integration.designate(world, MANAGEMENT, owner_id)
    setting = Setting(world, owner_id)
    planned = allocation.plan(world, setting.asked)
    made = allocation.commit(
        world, replace(planned, asked=replace(setting.asked, account_id=consumer)), resource_id="v"
    )
    integration.remove_designation(world, MANAGEMENT, owner_id)
    allocation.release_later(world, "v")
    world.settle()
    assert world.ipam.ledger.of_resource("v") == [made]
    integration.designate(world, MANAGEMENT, owner_id)
    allocation.release_later(world, "v")
    world.settle()
    assert world.ipam.ledger.of_resource("v") == []
