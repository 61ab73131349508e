"""Ranges that their owner brings: to EC2, or to a pool of IPAM's that is used in a Region. Both are advertised here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from emulator.domain.ec2 import kinds, regions
from emulator.domain.ec2.cidrs import IPV4, IPV6, Cidr, parse
from emulator.domain.events import (
    ByoipTransitionDue,
    IpamPoolCidrProvisioned,
    IpamPoolCidrReleased,
    NetworkResourceChanged,
)
from emulator.domain.ipam import states
from emulator.domain.ipam.byoip import ownership
from emulator.domain.ipam.byoip import refusals as refused
from emulator.domain.ipam.byoip.ownership import Authorization
from emulator.domain.ipam.byoip.states import BYOIP, AsnAssociationState, ByoipState, ByoipTrigger
from emulator.domain.ipam.pools import provisioning
from emulator.domain.ipam.pools.pools import BYOIP as BROUGHT
from emulator.domain.ipam.pools.pools import NO_LOCALE
from emulator.domain.network import ipv6_pools
from emulator.domain.network.records import AddressRange, PublicIpv4Pool
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.pools.cidrs import PoolCidr

AMAZON_ASN = "16509"
# What AdvertiseByoipCidr calls Amazon's own AS number.
AMAZON = "AWS"
MOST_SPECIFIC_IPV4 = 24
MOST_SPECIFIC_IPV6 = 56
MOST_SPECIFIC_ADVERTISED_IPV6 = 48
ADDRESSES_IN_USE = "One or more addresses of the CIDR are allocated."
SUCCESS_IN_IPAM = "Cidr successfully provisioned"
# The Local Zones to which ranges can be brought.
_LOCAL_ZONES = frozenset({"us-east-1-dfw-2", "us-west-2-lax-1", "us-west-2-phx-2"})
_ADVERTISING = (ByoipState.PENDING_ADVERTISING, ByoipState.ADVERTISED, ByoipState.PENDING_WITHDRAWAL)
_GONE = (ByoipState.DEPROVISIONED, ByoipState.FAILED_PROVISION, ByoipState.COMPLETE_TRANSFER)


@dataclass(slots=True)
class AsnAssociation:
    asn: str
    cidr: Cidr
    state: AsnAssociationState = AsnAssociationState.PENDING_ASSOCIATION


@dataclass(slots=True)
class ByoipCidr:
    """A range in the Region in which it is used. One that is in an IPAM pool knows the pool and its CIDR there."""

    id: str
    owner_id: str
    region: str
    cidr: Cidr
    border_group: str
    state: ByoipState = ByoipState.PENDING_PROVISION
    description: str | None = None
    status_message: str | None = None
    advertisable: bool = True
    pool_id: str | None = None
    pool_tags: dict[str, str] = field(default_factory=dict)
    ipam_pool_id: str | None = None
    pool_cidr_id: str | None = None
    is_global: bool = False
    convinced: bool = True
    # when what is under way is over, or the memory of what is gone
    due_at: datetime | None = None
    associations: dict[str, AsnAssociation] = field(default_factory=dict)
    # while it is advertised; None is Amazon's own
    asn: str | None = None
    asn_switched_at: datetime | None = None
    # where a transfer goes
    transfer_pool_id: str | None = None
    was_advertised: bool = False

    @property
    def is_live(self) -> bool:
        return self.state not in _GONE

    @property
    def is_advertised(self) -> bool:
        return self.state in _ADVERTISING


def _key(owner_id: str, region: str, cidr: Cidr) -> str:
    return f"{owner_id}/{region}/{cidr}"


def provision(
    world: World,
    caller_id: str,
    region: str,
    text: str,
    proof: Authorization | None,
    *,
    advertisable: bool | None,
    description: str | None,
    border_group: str | None,
    pool_tags: Mapping[str, str],
) -> ByoipCidr:
    """ProvisionByoipCidr: whether the proof convinces is told afterwards (IPAM-400 to 402, 410 to 414, 422)."""
    cidr = _brought(text)
    if advertisable is not None and cidr.family != IPV6:
        raise refused.AdvertisableForIpv6
    if cidr.family == IPV4:
        most = MOST_SPECIFIC_IPV4
    else:
        most = MOST_SPECIFIC_IPV6 if advertisable is False else MOST_SPECIFIC_ADVERTISED_IPV6
    if cidr.length > most:
        raise refused.ByoipTooSpecific(str(cidr), most)
    if border_group is not None and (cidr.family != IPV4 or not _has_border_group(region, border_group)):
        raise refused.BorderGroupNotPossible(border_group)
    if proof is not None:
        ownership.require_form(world, caller_id, cidr, proof)
    elif advertisable is not False:
        raise refused.ProofMissing
    if provisioning.is_brought(world, cidr):
        raise refused.ByoipOverlaps(str(cidr))
    limit = world.options.byoip_cidrs_per_region
    own = world.ipam.byoip_cidrs.at(caller_id, region).values()
    if sum(each.is_live and each.ipam_pool_id is None for each in own) >= limit:
        raise refused.ByoipQuotaReached(limit)
    world.begin_change()
    made = ByoipCidr(_key(caller_id, region, cidr), caller_id, region, cidr, border_group or region)
    made.description = description
    made.advertisable = advertisable is not False
    made.pool_tags = dict(pool_tags)
    made.convinced = ownership.convinces(world, caller_id, cidr)
    ownership.note(world, caller_id, cidr, convinced=made.convinced)
    _keep(world, made)
    complete_later(world, made)
    return made


def _brought(text: str) -> Cidr:
    cidr = parse(text)
    if cidr is None or not provisioning.is_public_space(cidr):
        raise refused.InvalidByoipCidr(text)
    return cidr


def _has_border_group(region: str, border_group: str) -> bool:
    is_local = border_group in _LOCAL_ZONES and regions.region_of_border_group(border_group) == region
    return is_local or border_group == region


def _keep(world: World, byoip_cidr: ByoipCidr) -> None:
    """What comes back replaces the memory of its end."""
    if byoip_cidr.id in world.ipam.byoip_cidrs:
        world.ipam.byoip_cidrs.remove(byoip_cidr.id)
    world.ipam.byoip_cidrs.add(byoip_cidr)


def known(world: World, caller_id: str, region: str, text: str) -> ByoipCidr:
    """The caller's range in this Region, named exactly (IPAM-415)."""
    found = held_by(world, caller_id, region, text)
    if found is None:
        raise refused.UnknownByoipCidr(text)
    return found


def held_by(world: World, owner_id: str, region: str, text: str) -> ByoipCidr | None:
    """The range that an account has in a Region, if it has it there."""
    cidr = parse(text)
    return world.ipam.byoip_cidrs.get(_key(owner_id, region, cidr)) if cidr is not None else None


def advertise(
    world: World, caller_id: str, region: str, text: str, asn: str | None, border_group: str | None
) -> ByoipCidr:
    """AdvertiseByoipCidr: by Amazon's AS number, or by one of the owner's (IPAM-415, 416, 418 to 420, 422)."""
    found = known(world, caller_id, region, text)
    if border_group not in (None, found.border_group):
        raise refused.BorderGroupNotPossible(border_group or "")
    own = asn.upper().removeprefix("AS") if asn is not None and asn != AMAZON else None
    if own is not None:
        association = found.associations.get(own)
        if association is None or association.state is not AsnAssociationState.ASSOCIATED:
            raise refused.AsnNotAssociated(own, str(found.cidr))
    if not BYOIP.allows(found.state, ByoipTrigger.ADVERTISE):
        raise refused.ByoipStateForbids(str(found.cidr), found.state)
    switches = own is not None and own != found.asn
    wait = timedelta(seconds=world.options.byoip_asn_switch_interval_s)
    if switches and found.asn_switched_at is not None and world.now < found.asn_switched_at + wait:
        raise refused.AsnSwitchedLately
    _require_pause(world, caller_id)
    world.begin_change()
    _begin(world, found, ByoipTrigger.ADVERTISE)
    world.ipam.advertised_at[caller_id] = world.now
    if switches:
        found.asn_switched_at = world.now
    found.asn = own
    return found


def withdraw(world: World, caller_id: str, region: str, text: str) -> ByoipCidr:
    """WithdrawByoipCidr (IPAM-415, IPAM-416, IPAM-420)."""
    found = known(world, caller_id, region, text)
    if not BYOIP.allows(found.state, ByoipTrigger.WITHDRAW):
        raise refused.ByoipStateForbids(str(found.cidr), found.state)
    _require_pause(world, caller_id)
    world.begin_change()
    _begin(world, found, ByoipTrigger.WITHDRAW)
    world.ipam.advertised_at[caller_id] = world.now
    return found


def _require_pause(world: World, caller_id: str) -> None:
    last, pause = world.ipam.advertised_at.get(caller_id), timedelta(seconds=world.options.byoip_advertise_interval_s)
    if last is not None and world.now < last + pause:
        raise refused.AdvertisedTooOften


def deprovision(world: World, caller_id: str, region: str, text: str) -> ByoipCidr:
    """DeprovisionByoipCidr: whether addresses are in use is told afterwards (IPAM-415 to 417, IPAM-421)."""
    found = known(world, caller_id, region, text)
    if found.ipam_pool_id is not None:
        raise refused.ManagedByIpam(str(found.cidr))
    if not BYOIP.allows(found.state, ByoipTrigger.DEPROVISION):
        raise refused.ByoipStateForbids(str(found.cidr), found.state)
    if found.associations:
        raise refused.AsnsStillAssociated(str(found.cidr))
    world.begin_change()
    _begin(world, found, ByoipTrigger.DEPROVISION)
    return found


def require_idle(world: World, pool_cidr: "PoolCidr") -> None:
    """What leaves an IPAM pool is neither advertised nor bound to an AS number (IPAM-416, IPAM-421)."""
    found = _of_pool_cidr(world, pool_cidr)
    if found is None:
        return
    if found.is_advertised:
        raise refused.ByoipStateForbids(str(found.cidr), found.state)
    if found.associations:
        raise refused.AsnsStillAssociated(str(found.cidr))


def _of_pool_cidr(world: World, pool_cidr: "PoolCidr") -> ByoipCidr | None:
    pool, cidr = pool_cidr.pool, pool_cidr.cidr
    if cidr is None:
        return None
    found = world.ipam.byoip_cidrs.get(_key(pool.owner_id, pool.use_region, cidr))
    return found if found is not None and found.pool_cidr_id == pool_cidr.id else None


def _begin(world: World, byoip_cidr: ByoipCidr, trigger: ByoipTrigger) -> None:
    byoip_cidr.state = BYOIP.take(byoip_cidr.state, trigger).to
    complete_later(world, byoip_cidr)


def complete_later(world: World, byoip_cidr: ByoipCidr, delay: timedelta | None = None) -> None:
    byoip_cidr.due_at = world.now + (states.transition_delay(world) if delay is None else delay)
    world.schedule.at(byoip_cidr.due_at, ByoipTransitionDue(byoip_cidr.id))


def complete(world: World, event: ByoipTransitionDue) -> None:
    """What was under way is over. A range that is gone stays visible for a while."""
    found = world.ipam.byoip_cidrs.get(event.byoip_cidr_id)
    # what comes back has the id of what it replaces, whose end may still be due
    if found is None or (found.due_at is not None and world.now < found.due_at):
        return
    if found.state in _GONE:
        world.ipam.byoip_cidrs.remove(found.id)
        return
    outcome = ByoipTrigger.SUCCEED
    if found.state is ByoipState.PENDING_PROVISION:
        outcome = _provisioned(world, found)
    elif found.state is ByoipState.PENDING_DEPROVISION:
        outcome = _deprovisioned(world, found)
    elif found.state is ByoipState.PENDING_WITHDRAWAL:
        found.asn = None
    if not BYOIP.allows(found.state, outcome):
        return
    found.state = BYOIP.take(found.state, outcome).to
    if found.state in _GONE:
        complete_later(world, found, timedelta(seconds=world.options.ipam_deprovisioned_visible_s))


def _provisioned(world: World, found: ByoipCidr) -> ByoipTrigger:
    if not found.convinced:
        found.status_message = ownership.NOT_CONVINCING
        return ByoipTrigger.FAIL
    if found.cidr.family == IPV4:
        pool = PublicIpv4Pool(
            kinds.PUBLIC_IPV4_POOL.new(world.identifiers), found.owner_id, found.region, found.border_group
        )
        pool.description = found.description
        pool.ranges.append(AddressRange(found.cidr.network, found.cidr.end - 1, found.cidr))
        world.network.public_ipv4_pools.add(pool)
        place = (found.owner_id, found.region)
        world.ec2.tags.put(place, kinds.PUBLIC_IPV4_POOL.resource_type, pool.id, found.pool_tags)
        found.pool_id = pool.id
    else:
        made = ipv6_pools.make(world, found.owner_id, found.region, found.cidr, found.description)
        place = (found.owner_id, found.region)
        world.ec2.tags.put(place, kinds.PUBLIC_IPV6_POOL.resource_type, made.id, found.pool_tags)
        found.pool_id = made.id
    world.announce(NetworkResourceChanged(found.pool_id))
    found.status_message = found.pool_id
    return ByoipTrigger.SUCCEED if found.advertisable else ByoipTrigger.SUCCEED_UNADVERTISABLE


def _deprovisioned(world: World, found: ByoipCidr) -> ByoipTrigger:
    network, pool_id = world.network, found.pool_id or ""
    pool, ipv6_pool = network.public_ipv4_pools.get(pool_id), network.ipv6_pools.get(pool_id)
    if (pool is not None and pool.taken) or (ipv6_pool is not None and not ipv6_pool.space.is_whole):
        found.status_message = ADDRESSES_IN_USE
        return ByoipTrigger.FAIL
    if pool is not None:
        network.public_ipv4_pools.remove(pool_id)
    if ipv6_pool is not None:
        network.ipv6_pools.remove(pool_id)
    world.ec2.tags.forget((found.owner_id, found.region), pool_id)
    world.announce(NetworkResourceChanged(pool_id))
    found.status_message = None
    return ByoipTrigger.SUCCEED


def follow_provisioned(world: World, event: IpamPoolCidrProvisioned) -> None:
    """A brought CIDR is in a pool that is used in a Region: it can be advertised there by the IPAM's owner."""
    pool_cidr = world.ipam.pool_cidrs[event.pool_cidr_id]
    pool, cidr = pool_cidr.pool, pool_cidr.cidr
    if cidr is None or not pool.is_public or pool.source_resource is not None or pool.public_ip_source != BROUGHT:
        return
    source = world.ipam.pools.get(pool.source_pool_id) if pool.source_pool_id is not None else None
    is_global = pool.locale == NO_LOCALE and pool.aws_service == "global-services"
    # under a pool with a locale, the range is usable there already
    if (pool.locale == NO_LOCALE and not is_global) or (source is not None and source.locale != NO_LOCALE):
        return
    made = ByoipCidr(
        _key(pool.owner_id, pool.use_region, cidr),
        pool.owner_id,
        pool.use_region,
        cidr,
        pool.locale,
        is_global=is_global,
    )
    top = source or pool
    while top.source_pool_id is not None:
        top = world.ipam.pools[top.source_pool_id]
    made.advertisable = top.publicly_advertisable is not False
    made.ipam_pool_id, made.pool_cidr_id = pool.id, pool_cidr.id
    made.status_message = SUCCESS_IN_IPAM
    outcome = ByoipTrigger.SUCCEED if made.advertisable else ByoipTrigger.SUCCEED_UNADVERTISABLE
    made.state = BYOIP.take(made.state, outcome).to
    _keep(world, made)


def follow_released(world: World, event: IpamPoolCidrReleased) -> None:
    """The pool has given the CIDR up."""
    for found in list(world.ipam.byoip_cidrs.at(event.owner_id, event.region).values()):
        if found.pool_cidr_id == event.pool_cidr_id:
            world.ipam.byoip_cidrs.remove(found.id)
