"""Metrics cost what has changed: a pass counts the resources that it looked at, and measures the pools that changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.ec2 import tagging
from emulator.domain.ec2.cidrs import Cidr
from emulator.domain.ipam import ipams
from emulator.domain.ipam.metrics import measures
from emulator.domain.ipam.pools import allocation, pools
from emulator.domain.ipam.pools import cidrs as pool_cidrs
from emulator.domain.ipam.pools.allocation import Asked
from emulator.domain.ipam.pools.pools import NewPool
from emulator.domain.ipam.pools.provisioning import Proof
from emulator.domain.network import subnets, vpcs
from emulator.domain.network.blocks import AskedBlocks
from emulator.domain.network.subnets import NewSubnet
from emulator.domain.options import Options
from tests.worlds import MANAGEMENT, new_world

HOME = "us-east-1"


class Estate:
    """An IPAM with so many pools, and VPCs of one subnet each."""

    def __init__(self, size: int) -> None:
        self.world = world = new_world(Options(vpcs_per_region=size))
        self.ipam = ipams.create(
            world,
            MANAGEMENT,
            HOME,
            description=None,
            operating_regions=[],
            tier="advanced",
            enable_private_gua=False,
            metered_account="ipam-owner",
            tags={},
        )
        world.settle()
        self.pools = [self._pool(number) for number in range(size)]
        self.vpcs = [self._vpc(number) for number in range(size)]
        world.advance(timedelta(minutes=2))

    def _pool(self, number: int) -> str:
        new = NewPool(scope_id=self.ipam.private_scope_id, address_family="ipv4", locale=HOME)
        made = pools.create(self.world, MANAGEMENT, HOME, new, {})
        self.world.settle()
        cidr = str(Cidr("ipv4", (10 << 24) + (number << 16), 16))
        pool_cidrs.provision(self.world, MANAGEMENT, HOME, made.id, cidr, None, Proof())
        return made.id

    def _vpc(self, number: int) -> Any:
        cidr = str(Cidr("ipv4", (172 << 24) + (16 << 16) + (number << 8), 24))
        made = vpcs.create(self.world, MANAGEMENT, HOME, AskedBlocks(cidr=cidr), None, {})
        subnets.create(self.world, MANAGEMENT, HOME, NewSubnet(vpc_id=made.id, cidr=cidr), {})
        return made

    def allocate(self) -> None:
        asked = Asked(account_id=MANAGEMENT, region=HOME, pool_id=self.pools[0], netmask_length=24)
        planned = allocation.plan(self.world, asked)
        self.world.begin_change()
        allocation.commit(self.world, planned)


class Calls:
    """Calls a function and counts how often."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.number = 0

    def __call__(self, *given: object) -> Any:
        self.number += 1
        return self.function(*given)


@pytest.mark.parametrize("size", [2, 20])
def test_ipam_238_a_change_costs_a_change(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """A VPC with another tag is counted anew with its subnet; an allocation has one pool measured."""
    estate = Estate(size)
    world = estate.world
    counted, measured = Calls(measures.counted), Calls(measures.space_of_pool)
    monkeypatch.setattr(measures, "counted", counted)
    monkeypatch.setattr(measures, "space_of_pool", measured)
    tagging.put(world, MANAGEMENT, HOME, [estate.vpcs[0].id], {"Name": "one"})
    world.settle()
    assert (counted.number, measured.number) == (2, 0)
    estate.allocate()
    world.settle()
    assert (counted.number, measured.number) == (2, 1)
