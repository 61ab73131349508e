"""A discovery pass costs what has changed, and a page of what it found a page, however many accounts there are."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.ec2 import tagging
from emulator.domain.ec2.cidrs import Cidr
from emulator.domain.events import IpamSpaceReleaseDue
from emulator.domain.ipam import integration, ipams
from emulator.domain.ipam.discovery import discoveries, sightings
from emulator.domain.ipam.discovery.discoveries import DiscoveryChanges
from emulator.domain.ipam.registries import findings
from emulator.domain.network import subnets, vpcs
from emulator.domain.network.blocks import AskedBlocks
from emulator.domain.network.subnets import NewSubnet
from emulator.domain.options import Options
from emulator.domain.organizations import life, membership, units
from emulator.domain.organizations.organization import FeatureSet
from emulator.snapshots.files import document, worlds_of
from tests.worlds import MANAGEMENT, member, new_world

HOME = "us-east-1"
VPCS = 2


class Estate:
    """Accounts with two VPCs of one subnet each, the first account in a unit of its own."""

    def __init__(self, size: int) -> None:
        self.world = world = new_world(Options(account_creations_in_flight=size))
        self.organization = life.create(world, MANAGEMENT, FeatureSet.ALL)
        self.network = member(world, "network")
        integration.designate(world, MANAGEMENT, self.network)
        self.ipam = ipams.create(
            world,
            self.network,
            HOME,
            description=None,
            operating_regions=[],
            tier="advanced",
            enable_private_gua=False,
            metered_account="ipam-owner",
            tags={},
        )
        world.settle()
        self.members = [member(world, f"a{number}") for number in range(size)]
        self.vpcs = [
            self.vpc(owner_id, number * VPCS + which)
            for number, owner_id in enumerate(self.members)
            for which in range(VPCS)
        ]
        root = self.organization.root.id
        self.unit = units.create(world, MANAGEMENT, root, "unit").id
        units.move(world, MANAGEMENT, self.members[0], root, self.unit)
        world.settle()

    def vpc(self, owner_id: str, number: int) -> Any:
        asked = AskedBlocks(cidr=str(Cidr("ipv4", (10 << 24) + (number << 8), 24)))
        made = vpcs.create(self.world, owner_id, HOME, asked, None, {})
        subnets.create(self.world, owner_id, HOME, NewSubnet(vpc_id=made.id, cidr=str(made.cidr)), {})
        return made

    def leave_out(self) -> None:
        changes = DiscoveryChanges(add_exclusions=[self.organization.path_of(self.unit)])
        discoveries.modify(self.world, self.network, HOME, self.ipam.discovery_id, changes)


class Calls:
    """Calls a function and counts how often."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.number = 0

    def __call__(self, *given: object) -> Any:
        self.number += 1
        return self.function(*given)


CHANGES: dict[str, tuple[Callable[[Estate], object], int]] = {
    "a tag": (lambda on: tagging.put(on.world, on.members[0], HOME, [on.vpcs[0].id], {"a": "1"}), 2),
    "a VPC": (lambda on: on.vpc(on.members[0], 1_000), 2),
    "an overlap": (lambda on: on.vpc(on.members[1], 0), 2),
    "an account that leaves": (lambda on: membership.remove(on.world, MANAGEMENT, on.members[0]), 4),
    "a unit that is left out": (Estate.leave_out, 4),
    "a new account": (lambda on: member(on.world, "late"), 0),
    "a description": (
        lambda on: discoveries.modify(
            on.world, on.network, HOME, on.ipam.discovery_id, DiscoveryChanges(description="x")
        ),
        0,
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_ipam_275_a_pass_looks_at_what_has_changed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same number of resources is looked at, and as much is found out, among 3 accounts and among 30."""
    change, expected = CHANGES[name]
    costs = []
    for size in (3, 30):
        estate = Estate(size)
        calls = [Calls(sightings.look), Calls(findings.find_out)]
        with monkeypatch.context() as patch:
            patch.setattr(sightings, "look", calls[0])
            patch.setattr(findings, "find_out", calls[1])
            change(estate)
            estate.world.settle()
        costs.append([each.number for each in calls])
    assert costs[0] == costs[1]
    assert costs[0][0] == expected


def test_ipam_275_a_page_costs_a_page() -> None:
    """No more rows are looked at than the page has, wherever it begins."""
    estate = Estate(20)
    rows = estate.world.ipam.watch.views[estate.ipam.id].scopes[estate.ipam.private_scope_id]

    class Counted(list[Any]):
        looked_at = 0

        def __getitem__(self, index: Any) -> Any:
            self.looked_at += 1
            return super().__getitem__(index)

    rows._keys = keys = Counted(rows._keys)
    page, token = rows.page(None, 10)
    page, _ = rows.page(token, 10)
    assert len(page) == 10
    assert keys.looked_at <= 22


def test_what_monitoring_keeps_is_saved_and_loaded() -> None:
    """With space that waits for its account to be monitored again, and what an owner has said of CIDRs."""
    estate = Estate(1)
    world = estate.world
    estate.leave_out()
    world.settle()
    view = world.ipam.watch.views[estate.ipam.id]
    view.ignored[estate.vpcs[0].id] = {estate.vpcs[0].cidr: None}
    world.ipam.watch.held_back[IpamSpaceReleaseDue(estate.vpcs[0].id, estate.vpcs[0].cidr)] = None
    [again] = worlds_of(document([world]))
    assert again.ipam.watch.held_back == world.ipam.watch.held_back
    assert again.ipam.watch.views[estate.ipam.id].ignored == view.ignored
