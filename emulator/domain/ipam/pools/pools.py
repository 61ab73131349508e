"""Pools: who may make which, where, and under which pool."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar

from emulator.domain.catalog import Catalog
from emulator.domain.ec2 import kinds, regions
from emulator.domain.ec2.cidrs import BITS, IPV4, IPV6
from emulator.domain.ec2.refusals import QuotaReached
from emulator.domain.ec2.tags import checked, require_room
from emulator.domain.ipam import refusals, scopes, states
from emulator.domain.ipam.discovery import watch
from emulator.domain.ipam.discovery.monitoring import monitored
from emulator.domain.ipam.pools import planning
from emulator.domain.ipam.pools import refusals as pool_refusals
from emulator.domain.ipam.pools.planning import SourceResource
from emulator.domain.ipam.scopes import Scope
from emulator.domain.ipam.states import State, Trigger
from emulator.domain.refusals import Refusal
from emulator.domain.sequence import Sequence as Listed
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.ipams import Ipam
    from emulator.domain.ipam.pools.cidrs import PoolCidr
    from emulator.domain.ipam.pools.ledger import Allocation

# What a pool without a locale shows.
NO_LOCALE = "None"
AMAZON = "amazon"
BYOIP = "byoip"
_start = attrgetter("start")

ResourceTag = tuple[str, str | None]
"""A tag that a resource must carry to be allocated from a pool; without a value, any will do."""


@dataclass(frozen=True, slots=True)
class AllocationRules:
    """What a pool asks of the resources that are allocated directly from it. Pools under it have their own."""

    min_length: int | None = None
    max_length: int | None = None
    default_length: int | None = None
    resource_tags: tuple[ResourceTag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPool:
    """What CreateIpamPool asks for."""

    scope_id: str
    address_family: str
    locale: str | None = None
    source_pool_id: str | None = None
    description: str | None = None
    auto_import: bool = False
    publicly_advertisable: bool | None = None
    rules: AllocationRules = AllocationRules()
    aws_service: str | None = None
    public_ip_source: str | None = None
    source_resource_id: str | None = None
    source_resource_region: str | None = None
    source_resource_owner_id: str | None = None


@dataclass(slots=True)
class Pool:
    KIND: ClassVar[kinds.Kind] = kinds.IPAM_POOL

    id: str
    owner_id: str
    region: str
    ipam_id: str
    scope_id: str
    scope_type: str
    address_family: str
    locale: str
    depth: int
    source_pool_id: str | None
    rules: AllocationRules
    description: str | None = None
    auto_import: bool = False
    publicly_advertisable: bool | None = None
    aws_service: str | None = None
    public_ip_source: str | None = None
    source_resource: SourceResource | None = None
    state: State = State.CREATE_IN_PROGRESS
    child_ids: dict[str, None] = field(default_factory=dict)
    # in the order in which they were provisioned, failed ones too
    cidrs: "Catalog[str, PoolCidr]" = field(default_factory=Catalog)
    # those that hold space, by address
    holders: "list[PoolCidr]" = field(default_factory=list)
    allocations: "Listed[Allocation]" = field(default_factory=Listed)

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2::{self.owner_id}:ipam-pool/{self.id}"

    @property
    def scope_arn(self) -> str:
        return f"arn:aws:ec2::{self.owner_id}:ipam-scope/{self.scope_id}"

    @property
    def ipam_arn(self) -> str:
        return f"arn:aws:ec2::{self.owner_id}:ipam/{self.ipam_id}"

    @property
    def is_public(self) -> bool:
        return self.scope_type == scopes.PUBLIC

    @property
    def locale_region(self) -> str | None:
        """The Region of the locale: a Local Zone's is its parent."""
        if self.locale == NO_LOCALE:
            return None
        return regions.region_of_border_group(self.locale) or self.locale

    @property
    def use_region(self) -> str:
        """The Region in which the pool is allocated from."""
        return self.locale_region or self.region

    @property
    def regions(self) -> tuple[str, ...]:
        """Where the pool is seen: at home, and where it is used."""
        use_region = self.use_region
        return (self.region,) if use_region == self.region else (self.region, use_region)

    def holder_of(self, network: int) -> "PoolCidr":
        """The CIDR that an address of the pool is in."""
        return self.holders[bisect_right(self.holders, network, key=_start) - 1]


def owned(world: World, caller_id: str, region: str, pool_id: str) -> Pool:
    """The caller's pool in its home Region."""
    return Pool.KIND.known(pool_id, world.ipam.pools.owned(caller_id, region, pool_id))


def create(world: World, caller_id: str, region: str, new: NewPool, tags: Mapping[str, str]) -> Pool:
    """CreateIpamPool (IPAM-030 to IPAM-048)."""
    scope = scopes.owned(world, caller_id, region, new.scope_id)
    states.require_present(scope)
    ipam = world.ipam.ipams[scope.ipam_id]
    states.require_present(ipam)
    source = _source(world, caller_id, region, scope, new)
    resource = _source_resource(world, ipam, source, new)
    locale = _locale(ipam, scope, source, resource, new)
    if ipam.is_free and not scope.is_public:
        raise refusals.NotInFreeTier("A pool in a private scope")
    if ipam.is_free and locale not in (NO_LOCALE, ipam.region):
        raise refusals.NotInFreeTier("A pool whose locale is not the home Region")
    public_ip_source = _public_ip_source(scope, source, new)
    _require_advertisable_fits(scope, source, resource, public_ip_source, new)
    require_rules(new.address_family, new.rules, world.options.tags_per_ec2_resource)
    options = world.options
    if len(scope.pool_ids) >= options.pools_per_scope:
        raise QuotaReached("pools", len(scope.pool_ids), options.pools_per_scope).under("IPAM-030")
    depth = source.depth + 1 if source is not None else 1
    if depth > options.pool_depth:
        raise QuotaReached("pool levels", depth - 1, options.pool_depth).under("IPAM-031")
    world.begin_change()
    pool = Pool(
        Pool.KIND.new(world.identifiers),
        caller_id,
        region,
        ipam.id,
        scope.id,
        scope.scope_type,
        new.address_family,
        locale,
        depth,
        new.source_pool_id,
        new.rules,
        description=new.description,
        auto_import=new.auto_import,
        publicly_advertisable=new.publicly_advertisable,
        aws_service=new.aws_service,
        public_ip_source=public_ip_source,
        source_resource=resource,
    )
    world.ipam.pools.add(pool)
    scope.pool_ids[pool.id] = None
    if source is not None:
        source.child_ids[pool.id] = None
    world.ec2.tags.put((caller_id, region), Pool.KIND.resource_type, pool.id, tags)
    states.complete_later(world, pool.id)
    watch.note_unmeasured(world, pool.id)
    return pool


def _source(world: World, caller_id: str, region: str, scope: Scope, new: NewPool) -> Pool | None:
    if new.source_pool_id is None:
        return None
    source = owned(world, caller_id, region, new.source_pool_id)
    if source.scope_id != scope.id:
        raise pool_refusals.SourceInAnotherScope(source.id)
    if source.address_family != new.address_family:
        raise pool_refusals.SourceOfAnotherFamily(source.id)
    states.require_complete(source)
    return source


def _source_resource(world: World, ipam: "Ipam", source: Pool | None, new: NewPool) -> SourceResource | None:
    inherited = source.source_resource if source is not None else None
    if new.source_resource_id is None:
        return inherited
    if inherited is not None:
        if inherited.resource_id != new.source_resource_id:
            raise pool_refusals.AnotherSourceResource(inherited.resource_id)
        _require_named_rightly(inherited, new)
        return inherited
    vpc = planning.find_vpc(world, new.source_resource_id)
    if vpc is None or vpc.region not in ipam.operating_regions or not monitored(world, vpc.owner_id, ipam):
        raise pool_refusals.SourceResourceNotDiscovered(new.source_resource_id)
    resource = SourceResource(vpc.id, planning.VPC, vpc.region, vpc.owner_id)
    _require_named_rightly(resource, new)
    return resource


def _require_named_rightly(resource: SourceResource, new: NewPool) -> None:
    """In another Region, or of another owner, no such resource was discovered (IPAM-591)."""
    is_there = new.source_resource_region in (None, resource.region)
    if not is_there or new.source_resource_owner_id not in (None, resource.owner_id):
        raise pool_refusals.SourceResourceNotDiscovered(resource.resource_id).under("IPAM-591")


def _locale(ipam: "Ipam", scope: Scope, source: Pool | None, resource: SourceResource | None, new: NewPool) -> str:
    inherited = source.locale if source is not None else NO_LOCALE
    if new.locale is None and resource is not None and inherited == NO_LOCALE:
        return resource.region
    locale = inherited if new.locale is None else new.locale
    if inherited not in (NO_LOCALE, locale):
        raise pool_refusals.LocaleDiffersFromSource(locale, inherited)
    if resource is not None and locale != resource.region:
        raise pool_refusals.LocaleDiffersFromResource(locale, resource.region)
    if locale == NO_LOCALE:
        return locale
    region = regions.region_of_border_group(locale) or locale
    # a Local Zone's border group serves public IPv4 alone
    if region not in ipam.operating_regions or (
        region != locale and not (scope.is_public and new.address_family == IPV4)
    ):
        raise pool_refusals.LocaleNotOperating(locale)
    return locale


def _public_ip_source(scope: Scope, source: Pool | None, new: NewPool) -> str | None:
    if not scope.is_public:
        if new.aws_service is not None or new.public_ip_source is not None:
            name = "AwsService" if new.aws_service is not None else "PublicIpSource"
            raise pool_refusals.PublicScopeOnly(name)
        return None
    return new.public_ip_source or (source.public_ip_source if source is not None else BYOIP)


def _require_advertisable_fits(
    scope: Scope, source: Pool | None, resource: SourceResource | None, public_ip_source: str | None, new: NewPool
) -> None:
    fits = scope.is_public and new.address_family == IPV6 and public_ip_source == BYOIP
    if new.publicly_advertisable is not None:
        if not fits:
            raise pool_refusals.NotAdvertisable
    elif fits and source is None and resource is None:
        raise pool_refusals.AdvertisableNotSaid


def require_rules(address_family: str, rules: AllocationRules, most_tags: int) -> None:
    """Lengths fit the family and each other, and no tag is asked for twice (IPAM-039, IPAM-040). What is asked for can
    be a resource's tags (EC2-311)."""
    lengths = [length for length in (rules.min_length, rules.default_length, rules.max_length) if length is not None]
    if any(length > BITS[address_family] for length in lengths) or lengths != sorted(lengths):
        raise pool_refusals.NetmaskLengthsDisagree
    keys = [key for key, _ in rules.resource_tags]
    if len(set(keys)) != len(keys):
        raise pool_refusals.DuplicateResourceTag
    try:
        require_room({}, checked((key, value or "") for key, value in rules.resource_tags), most_tags)
    except Refusal as refused:
        raise refused.under("EC2-311") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolChanges:
    """What ModifyIpamPool asks for. None leaves a value as it is."""

    description: str | None = None
    auto_import: bool | None = None
    min_length: int | None = None
    max_length: int | None = None
    default_length: int | None = None
    clear_default_length: bool = False
    add_resource_tags: Sequence[ResourceTag] = ()
    remove_resource_tags: Sequence[ResourceTag] = ()

    @property
    def is_empty(self) -> bool:
        values = (self.description, self.auto_import, self.min_length, self.max_length, self.default_length)
        tags = (*self.add_resource_tags, *self.remove_resource_tags)
        return all(value is None for value in values) and not self.clear_default_length and not tags


def modify(world: World, caller_id: str, region: str, pool_id: str, changes: PoolChanges) -> Pool:
    """ModifyIpamPool: what is allocated already is never refused for it (IPAM-041, IPAM-042)."""
    pool = owned(world, caller_id, region, pool_id)
    if changes.is_empty:
        raise refusals.NoModification("ipam pool").under("IPAM-041")
    if changes.clear_default_length and changes.default_length is not None:
        raise pool_refusals.DefaultSetAndCleared
    states.require(pool, Trigger.MODIFY)
    rules = _changed(pool.rules, changes)
    require_rules(pool.address_family, rules, world.options.tags_per_ec2_resource)
    world.begin_change()
    pool.rules = rules
    if changes.description is not None:
        pool.description = changes.description
    if changes.auto_import is not None:
        pool.auto_import = changes.auto_import
    states.take(world, pool, Trigger.MODIFY)
    watch.note(world, watch.POOL, pool.id)
    return pool


def _changed(rules: AllocationRules, changes: PoolChanges) -> AllocationRules:
    default = None if changes.clear_default_length else rules.default_length
    # what is added again has the new value (IPAM-631)
    added = {key for key, _ in changes.add_resource_tags}
    kept = [tag for tag in rules.resource_tags if tag[0] not in added and not _is_removed(tag, changes)]
    return AllocationRules(
        rules.min_length if changes.min_length is None else changes.min_length,
        rules.max_length if changes.max_length is None else changes.max_length,
        default if changes.default_length is None else changes.default_length,
        (*kept, *changes.add_resource_tags),
    )


def _is_removed(tag: ResourceTag, changes: PoolChanges) -> bool:
    """A key alone removes the tag whatever its value, a value only the tag that has it (IPAM-630)."""
    key, value = tag
    return any(key == other and wanted in (None, value or "") for other, wanted in changes.remove_resource_tags)
