"""What IPAM's monitoring costs as the organization grows: `python -m benchmarks.monitoring [ACCOUNTS]`.

Accounts with ten VPCs of four subnets each, all of them seen by the administrator's IPAM and imported into its pool.
A discovery pass after one change is to cost at most twice what it costs with ten accounts, whatever the change is, and
so is a page of GetIpamResourceCidrs, wherever it begins. Only the pass is timed, not the change that it looks at.
"""

import gc
import statistics
import sys
from collections.abc import Callable, Iterator
from itertools import count
from time import perf_counter
from typing import Any

from emulator.domain.callers import Caller, administrator
from emulator.domain.ec2 import tagging
from emulator.domain.ec2.cidrs import IPV4, Cidr, must_parse
from emulator.domain.events import ServiceLinkedRoleChanged
from emulator.domain.iam import service_linked_roles
from emulator.domain.ipam import integration, ipams
from emulator.domain.ipam.discovery import discoveries, resource_cidrs
from emulator.domain.ipam.discovery.discoveries import DiscoveryChanges
from emulator.domain.ipam.ipams import Ipam
from emulator.domain.ipam.pools import allocation, allocations, pools
from emulator.domain.ipam.pools import cidrs as pool_cidrs
from emulator.domain.ipam.pools.allocation import Asked
from emulator.domain.ipam.pools.pools import NewPool, Pool
from emulator.domain.ipam.pools.provisioning import Proof
from emulator.domain.network import subnets, vpcs
from emulator.domain.network.blocks import AskedBlocks
from emulator.domain.network.records import Vpc
from emulator.domain.network.subnets import NewSubnet
from emulator.domain.options import Options
from emulator.domain.organizations import accounts, life, units
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.organizations.service_integration import IPAM
from emulator.services.ec2.ipam.resource_cidrs import GetIpamResourceCidrs, get_ipam_resource_cidrs
from emulator.services.operations import Call
from emulator.worlds import new_world

MANAGEMENT = "111111111111"
HOME = "us-east-1"
ROLE = "AWSServiceRoleForIPAM"
SMALL, LARGE = 10, 1_000
VPCS, SUBNETS = 10, 4
VPC_LENGTH, SUBNET_LENGTH = 22, 26
SPACE = must_parse("10.0.0.0/8")
# behind the space of a thousand accounts, for what comes and goes while it is measured
SPARE = must_parse("10.240.0.0/12")
ROUNDS = 60
PAGE = 100
GOAL = 2.0


class Estate:
    """An organization whose IPAM sees every account, and the changes after which it looks again."""

    def __init__(self, size: int) -> None:
        options = Options(vpcs_per_region=1_000, account_creations_in_flight=size + ROUNDS, journal_capacity=100)
        self.world = new_world("benchmark", options=options, default_account_id=MANAGEMENT)
        self.organization = life.create(self.world, MANAGEMENT, FeatureSet.ALL)
        self.unit = units.create(self.world, MANAGEMENT, self.organization.root.id, "unit")
        self.left_out = units.create(self.world, MANAGEMENT, self.organization.root.id, "left out").id
        self.network = self.account("network")
        integration.designate(self.world, MANAGEMENT, self.network)
        self.ipam = self._ipam()
        self.pool = self._pool()
        blocks = count(SPACE.network, 1 << (32 - VPC_LENGTH))
        owners = [self.account(f"a{number}") for number in range(size)]
        self.vpcs = [self.vpc(owner_id, next(blocks)) for owner_id in owners for _ in range(VPCS)]
        units.move(self.world, MANAGEMENT, owners[0], self.organization.root.id, self.left_out)
        self.world.settle()
        self.numbers = count()

    def account(self, name: str) -> str:
        creation = accounts.create(self.world, MANAGEMENT, f"{name}@example.com", name, None)
        self.world.settle()
        assert creation.account_id is not None
        return creation.account_id

    def _ipam(self) -> Ipam:
        made = ipams.create(
            self.world,
            self.network,
            HOME,
            description=None,
            operating_regions=[],
            tier="advanced",
            enable_private_gua=False,
            metered_account="ipam-owner",
            tags={},
        )
        self.world.settle()
        return made

    def _pool(self) -> Pool:
        new = NewPool(scope_id=self.ipam.private_scope_id, address_family=IPV4, locale=HOME, auto_import=True)
        made = pools.create(self.world, self.network, HOME, new, {})
        self.world.settle()
        pool_cidrs.provision(self.world, self.network, HOME, made.id, str(SPACE), None, Proof())
        self.world.settle()
        return made

    def vpc(self, owner_id: str, network: int, parts: int = SUBNETS) -> Vpc:
        asked = AskedBlocks(cidr=str(Cidr(IPV4, network, VPC_LENGTH)))
        made = vpcs.create(self.world, owner_id, HOME, asked, None, {"env": "dev"})
        for number in range(parts):
            self.subnet(made, number)
        return made

    def subnet(self, vpc: Vpc, number: int) -> str:
        cidr = Cidr(IPV4, vpc.cidr.network + (number << (32 - SUBNET_LENGTH)), SUBNET_LENGTH)
        new = NewSubnet(vpc_id=vpc.id, cidr=str(cidr))
        return subnets.create(self.world, vpc.owner_id, HOME, new, {}).id

    def changes(self) -> Iterator[tuple[str, Callable[[], Callable[[], object] | None]]]:
        """Each change, and what takes it back: that is looked at too, and not timed."""
        world, one = self.world, self.vpcs[len(self.vpcs) // 2]
        spare = SPARE.network
        scope = world.ipam.scopes[self.ipam.private_scope_id]

        def tag() -> None:
            tagging.put(world, one.owner_id, HOME, [one.id], {"Name": f"name {next(self.numbers)}"})

        def make_vpc(network: int) -> Callable[[], object]:
            made = self.vpc(one.owner_id, network, 0)
            return lambda: vpcs.delete(world, made.owner_id, HOME, made.id)

        def make_subnet() -> Callable[[], object]:
            made = self.subnet(one, 8)
            return lambda: subnets.delete(world, one.owner_id, HOME, made)

        def reserve() -> Callable[[], object]:
            cidr = str(Cidr(IPV4, SPARE.network, 24))
            asked = Asked(account_id=self.network, region=HOME, pool_id=self.pool.id, cidr=cidr)
            planned = allocation.plan(world, asked)
            world.begin_change()
            made = allocation.commit(world, planned)
            return lambda: allocations.drop(world, made)

        def ignore() -> Callable[[], object]:
            said = (one.id, str(one.cidr), HOME, None)
            resource_cidrs.modify(world, scope, *said, monitored=False)
            return lambda: resource_cidrs.modify(world, scope, *said, monitored=True)

        def join() -> None:
            creation = accounts.create(world, MANAGEMENT, f"late{next(self.numbers)}@example.com", "late", None)
            assert creation.account_id is None

        def move() -> Callable[[], object]:
            root, unit = self.organization.root.id, self.unit.id
            units.move(world, MANAGEMENT, one.owner_id, root, unit)
            return lambda: units.move(world, MANAGEMENT, one.owner_id, unit, root)

        def exclude() -> Callable[[], object]:
            path = self.organization.path_of(self.left_out)

            def modify(changes: DiscoveryChanges) -> None:
                discoveries.modify(world, self.network, HOME, self.ipam.discovery_id, changes)

            modify(DiscoveryChanges(add_exclusions=[path]))
            return lambda: modify(DiscoveryChanges(remove_exclusions=[path]))

        def lose_role() -> Callable[[], object]:
            owner_id = self.vpcs[0].owner_id
            world.identities[owner_id].roles.remove(ROLE)
            world.announce(ServiceLinkedRoleChanged(owner_id, IPAM))
            return lambda: service_linked_roles.ensure(world, owner_id, IPAM)

        yield "a VPC is tagged", tag
        yield "a VPC is made", lambda: make_vpc(spare)
        yield "a VPC is made that overlaps another", lambda: make_vpc(one.cidr.network)
        yield "a subnet is made", make_subnet
        yield "space is reserved", reserve
        yield "a VPC is ignored", ignore
        yield "an account is moved", move
        yield "a unit with an account is left out", exclude
        yield "an account loses the role", lose_role
        yield "an account joins", join

    def page(self, token: str | None) -> dict[str, Any]:
        call = Call(self.world, Caller(self.network, HOME, administrator(self.network), self.network), "request")
        asked = GetIpamResourceCidrs(ipam_scope_id=self.ipam.private_scope_id, max_results=PAGE, next_token=token)
        return dict(get_ipam_resource_cidrs(call, asked))


def typical(act: Callable[[], object], between: Callable[[], object] = lambda: None) -> float:
    """Microseconds that an act takes, in the middle of many."""
    found = []
    gc.collect()
    gc.disable()
    for _ in range(ROUNDS):
        between()
        start = perf_counter()
        act()
        found.append(perf_counter() - start)
    gc.enable()
    return statistics.median(found) * 1e6


def figures(size: int) -> dict[str, float]:
    """What each pass and each page costs with so many accounts."""
    start = perf_counter()
    estate = Estate(size)
    world = estate.world
    seen = len(world.ipam.watch.views[estate.ipam.id].scopes[estate.ipam.private_scope_id])
    print(f"{size:,} accounts, {seen:,} CIDRs: {perf_counter() - start:.1f} s to build")
    found = {}
    for name, change in estate.changes():
        undo: list[Callable[[], object]] = []

        def prepare(change: Callable[[], Any] = change, undo: list[Callable[[], object]] = undo) -> None:
            while undo:
                undo.pop()()
            world.settle()
            undone = change()
            if undone is not None:
                undo.append(undone)

        found[f"a pass after {name}"] = typical(world.settle, prepare)
        while undo:
            undo.pop()()
        world.settle()
    first = estate.page(None)
    found["the first page"] = typical(lambda: estate.page(None))
    found["the page behind it"] = typical(lambda: estate.page(first["NextToken"]))
    return found


def main() -> None:
    large = int(sys.argv[1]) if len(sys.argv) > 1 else LARGE
    few, many = figures(SMALL), figures(large)
    for name, figure in many.items():
        ratio = figure / few[name]
        print(f"{name:48} {few[name]:9.1f} us {figure:9.1f} us {ratio:6.2f} times (at most {GOAL:.1f})")


if __name__ == "__main__":
    main()
