"""Prefix list resolvers: rules that select CIDRs, and numbered versions of what they have selected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from emulator.domain.catalog import Catalog
from emulator.domain.ec2 import kinds
from emulator.domain.ec2.cidrs import Cidr
from emulator.domain.ec2.refusals import QuotaReached
from emulator.domain.event import Event
from emulator.domain.events import (
    IpamPoolCidrProvisioned,
    IpamPoolCidrReleased,
    IpamResolverVersionMade,
    IpamResolverVersionsAgedDue,
)
from emulator.domain.ipam import ipams, refusals, states
from emulator.domain.ipam.discovery import watch
from emulator.domain.ipam.metrics import measures
from emulator.domain.ipam.resolvers import refusals as refused
from emulator.domain.ipam.resolvers import rules as resolver_rules
from emulator.domain.ipam.resolvers import selection as resolver_selection
from emulator.domain.ipam.resolvers.rules import Rule
from emulator.domain.ipam.resolvers.selection import Selection
from emulator.domain.ipam.states import State, Trigger
from emulator.domain.metrics import publishing
from emulator.domain.metrics.publishing import Point, sample_of
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.resolvers.targets import Target

PENDING = "pending"
SUCCESS = "success"
FAILURE = "failure"
# The latest versions stay; older ones that no target needs are kept for a while.
KEPT_VERSIONS = 10
KEPT_FOR = timedelta(days=7)


@dataclass(slots=True)
class Version:
    """What the rules selected at a time."""

    number: int
    made_at: datetime
    entries: Catalog[str, Cidr]


@dataclass(slots=True)
class Resolver:
    KIND: ClassVar[kinds.Kind] = kinds.IPAM_PREFIX_LIST_RESOLVER

    id: str
    owner_id: str
    region: str
    ipam_id: str
    family: str
    rules: tuple[Rule, ...]
    description: str | None = None
    state: State = State.CREATE_IN_PROGRESS
    versions: Catalog[str, Version] = field(default_factory=Catalog)
    last_version: int = 0
    last_status: str = PENDING
    last_message: str | None = None
    # None until everything has been looked at
    selection: Selection | None = None
    targets: "Catalog[str, Target]" = field(default_factory=Catalog)

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2::{self.owner_id}:ipam-prefix-list-resolver/{self.id}"

    @property
    def ipam_arn(self) -> str:
        return f"arn:aws:ec2::{self.owner_id}:ipam/{self.ipam_id}"


def owned(world: World, caller_id: str, region: str, resolver_id: str) -> Resolver:
    """The caller's resolver in its home Region."""
    return Resolver.KIND.known(resolver_id, world.ipam.resolvers.owned(caller_id, region, resolver_id))


def create(
    world: World,
    caller_id: str,
    region: str,
    ipam_id: str,
    *,
    family: str,
    rules: Sequence[Rule],
    description: str | None,
    tags: Mapping[str, str],
) -> Resolver:
    """CreateIpamPrefixListResolver: its first version follows at once (IPAM-010, IPAM-470 to IPAM-474)."""
    ipam = ipams.owned(world, caller_id, region, ipam_id)
    states.require_present(ipam)
    if ipam.is_free:
        raise refusals.NotInFreeTier("A prefix list resolver")
    resolver_rules.require(world, ipam, family, rules)
    present = sum(each.ipam_id == ipam.id for each in world.ipam.resolvers.at(caller_id, region).values())
    if present >= world.options.resolvers_per_ipam:
        limit = world.options.resolvers_per_ipam
        raise QuotaReached("ipam prefix list resolvers", present, limit).under("IPAM-470")
    world.begin_change()
    resolver_id = Resolver.KIND.new(world.identifiers)
    resolver = Resolver(resolver_id, caller_id, region, ipam.id, family, tuple(rules), description)
    world.ipam.resolvers.add(resolver)
    world.ec2.tags.put((caller_id, region), Resolver.KIND.resource_type, resolver.id, tags)
    states.complete_later(world, resolver.id)
    return resolver


def modify(
    world: World, caller_id: str, region: str, resolver_id: str, rules: Sequence[Rule] | None, description: str | None
) -> Resolver:
    """ModifyIpamPrefixListResolver: rules that are given replace all (IPAM-471 to IPAM-474, IPAM-477)."""
    resolver = owned(world, caller_id, region, resolver_id)
    if rules is None and description is None:
        raise refusals.NoModification("ipam prefix list resolver").under("IPAM-477")
    states.require(resolver, Trigger.MODIFY)
    if rules is not None:
        resolver_rules.require(world, world.ipam.ipams[resolver.ipam_id], resolver.family, rules)
    world.begin_change()
    if description is not None:
        resolver.description = description
    if rules is not None:
        resolver.rules = tuple(rules)
        resolver.last_status, resolver.last_message = PENDING, None
    states.take(world, resolver, Trigger.MODIFY)
    return resolver


def delete(world: World, caller_id: str, region: str, resolver_id: str) -> Resolver:
    """DeleteIpamPrefixListResolver: one without targets (IPAM-475)."""
    resolver = owned(world, caller_id, region, resolver_id)
    if len(resolver.targets):
        raise refused.ResolverHasTargets(resolver_id)
    states.require(resolver, Trigger.DELETE)
    world.begin_change()
    states.take(world, resolver, Trigger.DELETE)
    return resolver


def remove(world: World, resolver: Resolver) -> None:
    """The deletion is over."""
    world.ipam.resolvers.remove(resolver.id)
    world.ec2.tags.forget((resolver.owner_id, resolver.region), resolver.id)


def version(resolver: Resolver, number: int) -> Version:
    """A version that the resolver still has (IPAM-476)."""
    found = resolver.versions.get(str(number))
    if found is None:
        raise refused.UnknownVersion(number)
    return found


def evaluate(world: World, resolver: Resolver) -> None:
    """See what the rules select now, of everything."""
    before = resolver.selection
    now = resolver.selection = resolver_selection.whole(world, resolver.ipam_id, resolver.family, resolver.rules)
    if before is None or now.counts.keys() != before.counts.keys() or resolver.last_status == PENDING:
        _make_version(world, resolver, now)


def _make_version(world: World, resolver: Resolver, selection: Selection) -> None:
    """A set that is another than the latest version's is a new version, one that is too large a failure."""
    limit = world.options.entries_per_resolver_version
    if len(selection.counts) > limit:
        resolver.last_status = FAILURE
        resolver.last_message = f"The version would have {len(selection.counts)} entries and is limited to {limit}."
        publish(world, resolver, "IpamPrefixListResolverVersionCreationFailure")
        return
    resolver.last_status, resolver.last_message = SUCCESS, None
    cidrs = sorted(selection.counts)
    latest = resolver.versions.get(str(resolver.last_version))
    if latest is not None and list(latest.entries.values()) == cidrs:
        return
    resolver.last_version += 1
    entries: Catalog[str, Cidr] = Catalog()
    for cidr in cidrs:
        entries.add(str(cidr), cidr)
    resolver.versions.add(str(resolver.last_version), Version(resolver.last_version, world.now, entries))
    _forget_old(world, resolver)
    world.schedule.at(world.now + KEPT_FOR, IpamResolverVersionsAgedDue(resolver.id))
    publish(world, resolver, "IpamPrefixListResolverVersionCreationSuccess")
    world.announce(IpamResolverVersionMade(resolver.id))


def publish(world: World, resolver: Resolver, name: str, *dimensions: tuple[str, str]) -> None:
    """Count an event of the resolver in its owner's metrics (IPAM-245)."""
    known = (("IpamPrefixListResolverId", resolver.id), *dimensions)
    point = Point(name, known, sample_of(1.0), unit="Count")
    publishing.publish(world, resolver.owner_id, resolver.region, measures.NAMESPACE, [point])


def _forget_old(world: World, resolver: Resolver) -> None:
    needed = {number for target in resolver.targets.values() for number in (target.wanted, target.last_synced)}
    for each in list(resolver.versions.values()):
        if each.number > resolver.last_version - KEPT_VERSIONS:
            return
        if each.number not in needed and world.now >= each.made_at + KEPT_FOR:
            resolver.versions.remove(str(each.number))


def forget_aged(world: World, event: IpamResolverVersionsAgedDue) -> None:
    """A version has reached the age at which only the latest and those that targets need are kept."""
    resolver = world.ipam.resolvers.get(event.resolver_id)
    if resolver is not None:
        _forget_old(world, resolver)


def follow_discovery(world: World, event: Event) -> None:
    """Discovery has looked: what the rules select of the news may be another."""
    unresolved = world.ipam.watch.unresolved
    for resolver in world.ipam.resolvers.values() if unresolved else ():
        if resolver.state not in (State.CREATE_COMPLETE, State.MODIFY_COMPLETE):
            # when what is under way is over, everything is looked at
            continue
        if resolver.selection is None:
            evaluate(world, resolver)
            continue
        changes = [
            resolver.selection.put(
                source_id,
                resolver_rules.select(world, resolver.ipam_id, resolver.family, resolver.rules, source_id),
            )
            for source_id in unresolved.get(resolver.ipam_id, ())
        ]
        if any(changes):
            _make_version(world, resolver, resolver.selection)
    unresolved.clear()


def note_pool_cidr(world: World, event: IpamPoolCidrProvisioned | IpamPoolCidrReleased) -> None:
    """A pool has a CIDR more or less: the next pass of discovery has its resolvers look."""
    pool = world.ipam.pool_cidrs[event.pool_cidr_id].pool
    if watch.note_unresolved(world, pool.ipam_id, pool.id):
        watch.schedule(world)
