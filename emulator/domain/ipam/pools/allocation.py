"""How space is handed out: to whoever asks for some, and to the resources of other areas.

For VPCs, subnets, addresses and public pools: `plan` checks everything and changes nothing; `commit` takes what was
planned, in the same call, behind `world.begin_change()`. `release_later` gives it back once the resource is gone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from emulator.domain.ec2.cidrs import BITS, IPV4, Cidr, parse
from emulator.domain.events import IpamSpaceReleaseDue
from emulator.domain.ipam import access, refusals, states
from emulator.domain.ipam.discovery.monitoring import monitored
from emulator.domain.ipam.pools import allocations, ledger, planning
from emulator.domain.ipam.pools import refusals as pool_refusals
from emulator.domain.ipam.pools.ledger import Allocation
from emulator.domain.ipam.pools.pools import NO_LOCALE, Pool
from emulator.domain.ipam.pools.provisioning import holder_with
from emulator.domain.ipam.pools.space import ranges_of
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.pools.cidrs import PoolCidr


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a pool, by whom, from where, and for what.

    Neither `cidr` nor `netmask_length`: the pool's default decides. `family` is what the resource needs, `vpc_id` the
    VPC of a subnet, `tags` what the resource is tagged with, `avoid` what is taken without the pool's knowledge.
    `action` is the call, which who does not own the pool needs a share's permission for.
    """

    account_id: str
    region: str
    pool_id: str
    cidr: str | None = None
    netmask_length: int | None = None
    allowed: Sequence[Cidr] | None = None
    disallowed: Sequence[Cidr] = ()
    avoid: Sequence[Cidr] = ()
    resource_type: str = ledger.CUSTOM
    action: str = "AllocateIpamPoolCidr"
    family: str | None = None
    vpc_id: str | None = None
    # refuses a netmask length that the resource cannot have
    require_length: Callable[[int], None] | None = None
    tags: Mapping[str, str] | None = None
    # a policy that governs the account gives it the pool, which nobody needs to share
    by_policy: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Free space that may be taken now."""

    asked: Asked
    pool: Pool
    holder: "PoolCidr"
    cidr: Cidr


def plan(world: World, asked: Asked) -> Plan:
    """What the pool would hand out, or the first reason why it would not."""
    resource_type = asked.resource_type
    if resource_type == ledger.CUSTOM:
        pool = access.pool_to_use(world, asked.account_id, asked.region, asked.pool_id, asked.action)
    else:
        pool = _pool_for_resource(world, asked)
    states.require_complete(pool)
    ipam = world.ipam.ipams[pool.ipam_id]
    if not monitored(world, asked.account_id, ipam):
        raise pool_refusals.NotMonitored(asked.account_id, ipam.id)
    if ipam.is_free and asked.account_id != ipam.owner_id:
        raise refusals.NotInFreeTier("An allocation to another account")
    _require_consistent(asked)
    _require_family(pool, asked)
    if resource_type in (ledger.VPC, ledger.SUBNET, ledger.EIP, ledger.PUBLIC_IPV4_POOL):
        _require_tags(pool, asked.tags or {})
    cidr = _named(pool, asked.cidr) if asked.cidr is not None else None
    length = _length(pool, cidr, asked.netmask_length)
    _require_length_allowed(pool, length)
    if asked.require_length is not None:
        asked.require_length(length)
    holder, found = _find(pool, asked, cidr, length)
    return Plan(asked, pool, holder, found)


def plan_reservation(world: World, asked: Asked) -> Plan:
    """The same for AllocateIpamPoolCidr: what subnets hold that were made by hand is taken too, though the pool that
    plans their VPC has no allocation for it (IPAM-632)."""
    pool = world.ipam.pools.get(asked.pool_id)
    if pool is not None and pool.source_resource is not None:
        asked = replace(asked, avoid=planning.held_by_subnets(world, pool.source_resource, pool.address_family))
    return plan(world, asked)


def blocks(texts: Sequence[str] | None, parameter: str) -> list[Cidr] | None:
    """A list of CIDRs of a request (IPAM-061); None for one that is not there."""
    if not texts:
        return None
    found = []
    for text in texts:
        cidr = parse(text)
        if cidr is None:
            raise pool_refusals.NotACidr(text, parameter)
        found.append(cidr)
    return found


def commit(
    world: World,
    planned: Plan,
    *,
    resource_id: str | None = None,
    description: str | None = None,
    tags: Mapping[str, str] | None = None,
) -> Allocation:
    """Take what was planned."""
    asked = planned.asked
    return allocations.record(
        world,
        planned.holder,
        planned.cidr,
        asked.account_id,
        asked.resource_type,
        resource_id=resource_id,
        resource_region=asked.region if resource_id is not None else None,
        description=description,
        tags=tags,
    )


def release_later(world: World, resource_id: str, cidr: Cidr | None = None) -> None:
    """A resource, or one of its CIDRs, is gone: IPAM's next discovery gives the space back."""
    if world.ipam.ledger.of_resource(resource_id):
        delay = timedelta(seconds=world.options.ipam_discovery_delay_s)
        world.schedule.at(world.now + delay, IpamSpaceReleaseDue(resource_id, cidr))


def release_discovered(world: World, event: IpamSpaceReleaseDue) -> None:
    """Discovery finds a resource gone. It cannot look into accounts that IPAM does not monitor: what they have given
    up is found when they are monitored again (IPAM-270)."""
    if not _release(world, event):
        world.ipam.watch.held_back[event] = None


def release_held_back(world: World) -> int:
    """Give back what was given up in accounts that were not monitored then and are now; how many resources' space."""
    held_back = world.ipam.watch.held_back
    found = [event for event in held_back if _release(world, event)]
    for event in found:
        del held_back[event]
    return len(found)


def _release(world: World, event: IpamSpaceReleaseDue) -> bool:
    """Drop the allocations of what is gone; whether all of them could be."""
    complete = True
    for allocation in world.ipam.ledger.of_resource(event.resource_id):
        if event.cidr is not None and allocation.cidr != event.cidr:
            continue
        if monitored(world, allocation.owner_id, world.ipam.ipams[allocation.pool.ipam_id]):
            allocations.drop(world, allocation)
        else:
            complete = False
    return complete


def _pool_for_resource(world: World, asked: Asked) -> Pool:
    """The pool, if it serves this kind of resource in this Region (IPAM-101 to IPAM-107)."""
    found = world.ipam.pools.get(asked.pool_id)
    # a pool that is seen but whose locale is another Region is named so
    region = found.region if found is not None and asked.region not in found.regions else asked.region
    reader = found.owner_id if found is not None and asked.by_policy else asked.account_id
    pool = access.pool_to_read(world, reader, region, asked.pool_id, asked.action)
    if asked.family is not None and pool.address_family != asked.family:
        raise pool_refusals.PoolOfAnotherFamily(pool.id, pool.address_family)
    if pool.locale == NO_LOCALE or pool.locale_region != asked.region:
        raise pool_refusals.LocaleDiffersFromRegion(pool.id, pool.locale)
    if asked.resource_type == ledger.SUBNET:
        if pool.source_resource is None:
            raise pool_refusals.NoSourceResource(pool.id)
        if pool.source_resource.resource_id != asked.vpc_id:
            raise pool_refusals.PlansAnotherVpc(pool.id)
    elif pool.source_resource is not None:
        raise pool_refusals.PlanningPool(pool.id)
    for_addresses = pool.is_public and pool.address_family == IPV4 and pool.aws_service == "ec2"
    if asked.resource_type in (ledger.EIP, ledger.PUBLIC_IPV4_POOL) and not for_addresses:
        raise pool_refusals.PoolNotForAddresses(pool.id)
    return pool


def _require_consistent(asked: Asked) -> None:
    if asked.cidr is None:
        return
    if asked.netmask_length is not None:
        raise pool_refusals.CidrAndNetmaskLength
    if asked.allowed or asked.disallowed:
        raise pool_refusals.NotWithCidr("allowedCidr" if asked.allowed else "disallowedCidr")


def _require_family(pool: Pool, asked: Asked) -> None:
    """Space is allowed and disallowed in the pool's own family (EC2-310)."""
    for parameter, named in (("allowedCidr", asked.allowed or ()), ("disallowedCidr", asked.disallowed)):
        for cidr in named:
            if cidr.family != pool.address_family:
                raise pool_refusals.NotACidr(str(cidr), parameter).under("EC2-310")


def _require_tags(pool: Pool, tags: Mapping[str, str]) -> None:
    for key, value in pool.rules.resource_tags:
        if key not in tags or value not in (None, "", tags[key]):
            raise pool_refusals.ResourceTagsMissing


def _named(pool: Pool, text: str) -> Cidr:
    cidr = parse(text)
    if cidr is None or cidr.family != pool.address_family:
        raise pool_refusals.NotACidr(text, "cidr")
    return cidr


def _length(pool: Pool, cidr: Cidr | None, asked: int | None) -> int:
    if cidr is not None:
        return cidr.length
    length = pool.rules.default_length if asked is None else asked
    if length is None:
        raise pool_refusals.NoSizeAsked
    if not 0 <= length <= BITS[pool.address_family]:
        raise pool_refusals.NotACidr(f"/{length}", "netmaskLength")
    return length


def _require_length_allowed(pool: Pool, length: int) -> None:
    low = pool.rules.min_length or 0
    high = BITS[pool.address_family] if pool.rules.max_length is None else pool.rules.max_length
    if not low <= length <= high:
        raise pool_refusals.NetmaskLengthOutsideRules(low, high)


def _find(pool: Pool, asked: Asked, cidr: Cidr | None, length: int) -> "tuple[PoolCidr, Cidr]":
    if cidr is not None:
        holder = holder_with(pool, cidr)
        if holder is None or any(cidr.overlaps(other) for other in asked.avoid):
            open_holders = [each for each in pool.holders if each.is_open]
            if not open_holders:
                raise pool_refusals.PoolExhausted
            if any(each.cidr is not None and each.cidr.contains(cidr) for each in open_holders):
                raise pool_refusals.Overlaps(str(cidr))
            raise pool_refusals.OutsidePool(str(cidr))
        return holder, cidr
    restricted = asked.allowed or asked.disallowed or asked.avoid
    for holder in pool.holders:
        if holder.is_open and holder.cidr is not None:
            ranges = None
            if restricted:
                ranges = ranges_of(holder.cidr, asked.allowed or None, (*asked.disallowed, *asked.avoid))
            found = holder.lowest(length, ranges)
            if found is not None:
                return holder, found
    raise pool_refusals.PoolExhausted
