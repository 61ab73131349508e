"""IPAMs: each is born with two scopes, a resource discovery and its association, which live and die with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from emulator.domain.ec2 import kinds, regions
from emulator.domain.ec2.refusals import QuotaReached
from emulator.domain.iam import service_linked_roles
from emulator.domain.ipam import cascade, dependents, refusals, scopes, states, tiers
from emulator.domain.ipam import operating_regions as operating
from emulator.domain.ipam.discovery import associations as discovery_associations
from emulator.domain.ipam.discovery import discoveries, watch
from emulator.domain.ipam.states import ASSOCIATION, RESOURCE, State, Trigger
from emulator.domain.organizations.service_integration import INTEGRATED, IPAM, ipam_administrator, state_of
from emulator.domain.world import World

RESOURCE_OWNER = "resource-owner"
IPAM_OWNER = "ipam-owner"
# Cost distribution may be taken back for a day; what is not is kept for a week.
METERING_GRACE = timedelta(hours=24)
METERING_FREEZE = timedelta(days=7)


@dataclass(slots=True)
class Ipam:
    """An IPAM. Its `region` is its home; ARNs of the IPAM family name none."""

    KIND: ClassVar[kinds.Kind] = kinds.IPAM

    id: str
    owner_id: str
    region: str
    operating_regions: list[str]
    description: str | None = None
    tier: str = tiers.ADVANCED
    enable_private_gua: bool = False
    metered_account: str = IPAM_OWNER
    # since when resource owners pay
    metered_since: datetime | None = None
    state: State = State.CREATE_IN_PROGRESS
    public_scope_id: str = ""
    private_scope_id: str = ""
    discovery_id: str = ""
    association_id: str = ""
    scope_ids: dict[str, None] = field(default_factory=dict)
    association_ids: dict[str, None] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2::{self.owner_id}:ipam/{self.id}"

    @property
    def is_free(self) -> bool:
        return self.tier == tiers.FREE


def owned(world: World, caller_id: str, region: str, ipam_id: str) -> Ipam:
    """The caller's IPAM in its home Region; others do not see it."""
    return Ipam.KIND.known(ipam_id, world.ipam.ipams.owned(caller_id, region, ipam_id))


def create(
    world: World,
    caller_id: str,
    region: str,
    *,
    description: str | None,
    operating_regions: Sequence[str],
    tier: str,
    enable_private_gua: bool,
    metered_account: str,
    tags: Mapping[str, str],
) -> Ipam:
    """CreateIpam: any account may (INT-078, INT-079); its role of IPAM's comes with it (INT-090, IPAM-001 to 005)."""
    operating.require(world, region, operating_regions)
    present, limit = len(world.ipam.ipams.at(caller_id, region)), world.options.ipams_per_region
    if present >= limit:
        raise QuotaReached("ipams", present, limit).under("IPAM-001")
    discoveries.require_room(world, caller_id, region)
    if metered_account == RESOURCE_OWNER:
        _require_metering(world, caller_id, region)
    world.begin_change()
    if service_linked_roles.ensure(world, caller_id, IPAM):
        world.record(IPAM, "created AWSServiceRoleForIPAM", f"{caller_id} created an IPAM", [caller_id])
    ipam = Ipam(Ipam.KIND.new(world.identifiers), caller_id, region, operating.with_home(region, operating_regions))
    ipam.description = description
    ipam.tier = tier
    ipam.enable_private_gua = enable_private_gua
    _meter(world, ipam, metered_account)
    world.ipam.ipams.add(ipam)
    world.ec2.tags.put((caller_id, region), Ipam.KIND.resource_type, ipam.id, tags)
    for scope_type in (scopes.PUBLIC, scopes.PRIVATE):
        scope = scopes.make(world, caller_id, region, ipam.id, scope_type, is_default=True)
        ipam.scope_ids[scope.id] = None
    ipam.public_scope_id, ipam.private_scope_id = ipam.scope_ids
    discovery = discoveries.make(world, caller_id, region, ipam.operating_regions, is_default=True)
    association = discovery_associations.make_default(world, ipam, discovery)
    ipam.discovery_id, ipam.association_id = discovery.id, association.id
    states.complete_later(world, ipam.id)
    watch.note(world, watch.IPAM, ipam.id)
    return ipam


def modify(
    world: World,
    caller_id: str,
    region: str,
    ipam_id: str,
    *,
    description: str | None,
    add_regions: Sequence[str],
    remove_regions: Sequence[str],
    tier: str | None,
    enable_private_gua: bool | None,
    metered_account: str | None,
) -> Ipam:
    """ModifyIpam: the default discovery follows the operating Regions (IPAM-006 to IPAM-012, IPAM-015)."""
    ipam = owned(world, caller_id, region, ipam_id)
    values = (description, tier, enable_private_gua, metered_account)
    if all(value is None for value in values) and not add_regions and not remove_regions:
        raise refusals.NoModification("ipam").under("IPAM-006")
    states.require(ipam, Trigger.MODIFY)
    operating.require(world, region, add_regions)
    operating.require_removable(ipam.region, add_regions, remove_regions)
    _require_no_locale(world, ipam, remove_regions)
    if tier == tiers.FREE and not ipam.is_free:
        tiers.require_free_possible(world, ipam)
    if enable_private_gua is False and ipam.enable_private_gua and cascade.has_private_gua(world, ipam):
        raise refusals.PrivateGuaInUse(ipam.id)
    if metered_account is not None and metered_account != ipam.metered_account:
        _require_metering_change(world, ipam, metered_account)
    world.begin_change()
    if description is not None:
        ipam.description = description
    if tier is not None:
        ipam.tier = tier
    if enable_private_gua is not None:
        ipam.enable_private_gua = enable_private_gua
    if metered_account is not None and metered_account != ipam.metered_account:
        _meter(world, ipam, metered_account)
    ipam.operating_regions = operating.changed(ipam.operating_regions, add_regions, remove_regions)
    world.ipam.discoveries[ipam.discovery_id].operating_regions = list(ipam.operating_regions)
    states.take(world, ipam, Trigger.MODIFY)
    watch.note(world, watch.IPAM, ipam.id)
    return ipam


def delete(world: World, caller_id: str, region: str, ipam_id: str, *, cascading: bool) -> Ipam:
    """DeleteIpam: an empty one, or with Cascade all that is private in it (IPAM-013, IPAM-014)."""
    ipam = owned(world, caller_id, region, ipam_id)
    states.require(ipam, Trigger.DELETE)
    if len(ipam.association_ids) > 1:
        raise refusals.IpamHasDependents(ipam.id, "resource discovery associations")
    dependents.require_none(world, ipam)
    if cascading:
        cascade.require_ipam(world, ipam)
    else:
        if any(world.ipam.scopes[scope_id].pool_ids for scope_id in ipam.scope_ids):
            raise refusals.IpamHasDependents(ipam.id, "pools in its scopes")
        if len(ipam.scope_ids) > 2:
            raise refusals.IpamHasDependents(ipam.id, "scopes that are not default scopes")
    discovery = world.ipam.discoveries[ipam.discovery_id]
    for scope_id in ipam.scope_ids:
        states.require(world.ipam.scopes[scope_id], Trigger.DELETE)
    states.require(discovery, Trigger.DELETE)
    world.begin_change()
    cascade.empty_ipam(world, ipam)
    discovery.state = RESOURCE.take(discovery.state, Trigger.DELETE).to
    association = world.ipam.associations[ipam.association_id]
    association.state = ASSOCIATION.take(association.state, Trigger.DELETE).to
    states.take(world, ipam, Trigger.DELETE)
    return ipam


def remove(world: World, ipam: Ipam) -> None:
    """The deletion is over: the IPAM is gone, and with it all that it was born with."""
    dependents.forget(world, ipam)
    for scope_id in list(ipam.scope_ids):
        scopes.remove(world, world.ipam.scopes[scope_id])
    discovery_associations.remove(world, world.ipam.associations[ipam.association_id])
    discoveries.remove(world, world.ipam.discoveries[ipam.discovery_id])
    world.ipam.ipams.remove(ipam.id)
    watch.note(world, watch.IPAM, ipam.id)
    world.ec2.tags.forget((ipam.owner_id, ipam.region), ipam.id)


def keep_parts(world: World, ipam: Ipam) -> None:
    """The IPAM could not be deleted, and what it was born with stays with it."""
    for scope_id in (ipam.public_scope_id, ipam.private_scope_id):
        scope = world.ipam.scopes[scope_id]
        scope.state = RESOURCE.take(scope.state, Trigger.FAIL).to
    discovery, association = world.ipam.discoveries[ipam.discovery_id], world.ipam.associations[ipam.association_id]
    discovery.state = RESOURCE.take(discovery.state, Trigger.FAIL).to
    association.state = ASSOCIATION.take(association.state, Trigger.FAIL).to


def _require_no_locale(world: World, ipam: Ipam, removed: Sequence[str]) -> None:
    locales = cascade.locale_regions(world, ipam) if removed else ()
    for name in removed:
        if name in locales:
            raise refusals.RegionIsLocale(name)


def _require_metering(world: World, owner_id: str, region: str) -> None:
    if not world.options.ipam_metering_requires_organization:
        return
    organization = world.organization_of(owner_id)
    known = regions.regions().get(region)
    if (
        organization is None
        or state_of(organization.trust(IPAM)) is not INTEGRATED
        or ipam_administrator(organization) != owner_id
        or (known is not None and known.needs_opt_in)
    ):
        raise refusals.MeteringNotPossible


def _require_metering_change(world: World, ipam: Ipam, metered_account: str) -> None:
    if metered_account == RESOURCE_OWNER:
        _require_metering(world, ipam.owner_id, ipam.region)
    elif ipam.metered_since is not None:
        age = world.now - ipam.metered_since
        if METERING_GRACE < age < METERING_GRACE + METERING_FREEZE:
            raise refusals.MeteringFrozen(ipam.id)


def _meter(world: World, ipam: Ipam, metered_account: str) -> None:
    ipam.metered_account = metered_account
    ipam.metered_since = world.now if metered_account == RESOURCE_OWNER else None
