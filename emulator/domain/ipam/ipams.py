"""IPAMs: each is born with two scopes, a resource discovery and its association, which live and die with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from emulator.domain.ec2 import kinds, regions
from emulator.domain.ec2.refusals import QuotaReached
from emulator.domain.iam import service_linked_roles
from emulator.domain.ipam import cascade, discoveries, refusals, scopes, states, tiers
from emulator.domain.ipam.states import ASSOCIATION, State, Trigger
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
    _require_regions(world, region, operating_regions)
    present, limit = len(world.ipam.ipams.at(caller_id, region)), world.options.ipams_per_region
    if present >= limit:
        raise QuotaReached("ipams", present, limit).under("IPAM-001")
    found, limit = len(world.ipam.discoveries.at(caller_id, region)), world.options.resource_discoveries_per_region
    if found >= limit:
        raise QuotaReached("resource discoveries", found, limit).under("IPAM-005")
    if metered_account == RESOURCE_OWNER:
        _require_metering(world, caller_id, region)
    world.begin_change()
    if service_linked_roles.ensure(world, caller_id, IPAM):
        world.record(IPAM, "created AWSServiceRoleForIPAM", f"{caller_id} created an IPAM", [caller_id])
    ipam = Ipam(Ipam.KIND.new(world.identifiers), caller_id, region, _with_home(region, operating_regions))
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
    association = discoveries.make_default_association(world, caller_id, region, ipam.id, ipam.arn, discovery.id)
    ipam.discovery_id, ipam.association_id = discovery.id, association.id
    ipam.association_ids[association.id] = None
    states.complete_later(world, ipam.id)
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
    _require_regions(world, region, add_regions)
    _require_removable(world, ipam, add_regions, remove_regions)
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
    ipam.operating_regions = [name for name in ipam.operating_regions if name not in remove_regions]
    ipam.operating_regions += [name for name in add_regions if name not in ipam.operating_regions]
    world.ipam.discoveries[ipam.discovery_id].operating_regions = list(ipam.operating_regions)
    states.take(world, ipam, Trigger.MODIFY)
    return ipam


def delete(world: World, caller_id: str, region: str, ipam_id: str, *, cascading: bool) -> Ipam:
    """DeleteIpam: an empty one, or with Cascade all that is private in it (IPAM-013, IPAM-014)."""
    ipam = owned(world, caller_id, region, ipam_id)
    states.require(ipam, Trigger.DELETE)
    if len(ipam.association_ids) > 1:
        raise refusals.IpamHasDependents(ipam.id, "resource discovery associations")
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
    discovery.state = states.RESOURCE.take(discovery.state, Trigger.DELETE).to
    association = world.ipam.associations[ipam.association_id]
    association.state = ASSOCIATION.take(association.state, Trigger.DELETE).to
    states.take(world, ipam, Trigger.DELETE)
    return ipam


def remove(world: World, ipam: Ipam) -> None:
    """The deletion is over: the IPAM is gone, and with it all that it was born with."""
    for scope_id in list(ipam.scope_ids):
        scopes.remove(world, world.ipam.scopes[scope_id])
    discoveries.remove_association(world, world.ipam.associations[ipam.association_id])
    discoveries.remove(world, world.ipam.discoveries[ipam.discovery_id])
    world.ipam.ipams.remove(ipam.id)
    world.ec2.tags.forget((ipam.owner_id, ipam.region), ipam.id)


def _with_home(region: str, operating_regions: Sequence[str]) -> list[str]:
    """The Regions in the order of the request; the home Region comes last if it was not named."""
    return [*operating_regions, *([] if region in operating_regions else [region])]


def _require_regions(world: World, home: str, names: Sequence[str]) -> None:
    for position, name in enumerate(names):
        if name in names[:position]:
            raise refusals.DuplicateOperatingRegion(name)
        # the Region that answers is one, whatever its name
        if name != home and not regions.is_enabled(world, name):
            raise refusals.UnknownOperatingRegion(name)


def _require_removable(world: World, ipam: Ipam, added: Sequence[str], removed: Sequence[str]) -> None:
    for name in removed:
        if name == ipam.region:
            raise refusals.HomeRegionRemoved(name)
        if name in added:
            raise refusals.RegionAddedAndRemoved(name)
        if name in cascade.locale_regions(world, ipam):
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
