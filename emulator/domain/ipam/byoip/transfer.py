"""MoveByoipCidrToIpam: a range that EC2 has becomes a pool's, and its addresses stay as they are."""

from emulator.domain.ec2.cidrs import IPV4, parse
from emulator.domain.events import ByoipTransferDue
from emulator.domain.ipam import access, states
from emulator.domain.ipam.byoip import byoip
from emulator.domain.ipam.byoip import refusals as refused
from emulator.domain.ipam.byoip.byoip import ByoipCidr
from emulator.domain.ipam.byoip.states import BYOIP, ByoipState, ByoipTrigger
from emulator.domain.ipam.pools import allocations, pools
from emulator.domain.ipam.pools import cidrs as pool_cidrs
from emulator.domain.ipam.pools.ledger import PUBLIC_IPV4_POOL
from emulator.domain.ipam.pools.pools import Pool
from emulator.domain.ram import access as ram
from emulator.domain.world import World

IMPORT = "ec2:ImportByoipCidrToIpam"


def move(world: World, caller_id: str, region: str, text: str, pool_id: str, pool_owner_id: str) -> ByoipCidr:
    """The first call begins the transfer; the same one again tells how far it is (IPAM-415 to 416, 423 to 425)."""
    moved = _transferred(world, caller_id, region, text, pool_id)
    if moved is not None:
        return moved
    found = byoip.known(world, caller_id, region, text)
    if found.cidr.family != IPV4:
        raise refused.Ipv6CannotMove
    pool = access.seen_pool(world, caller_id, region, pool_id)
    if (
        pool.owner_id != pool_owner_id
        or pool.depth != 1
        or not pool.is_public
        or pool.address_family != IPV4
        or pool.locale != found.border_group
        or pool.aws_service != "ec2"
        or pool.public_ip_source != pools.BYOIP
    ):
        raise refused.PoolCannotImport(pool_id)
    if pool.owner_id != caller_id and not ram.may_act(world, caller_id, pool.arn, IMPORT):
        raise refused.ImportNotPermitted(pool_id)
    if found.state is ByoipState.PENDING_TRANSFER and found.transfer_pool_id == pool_id:
        return found
    if found.ipam_pool_id is not None or not BYOIP.allows(found.state, ByoipTrigger.MOVE):
        raise refused.ByoipStateForbids(str(found.cidr), found.state)
    states.require_complete(pool)
    world.begin_change()
    found.was_advertised = found.state is ByoipState.ADVERTISED
    found.transfer_pool_id = pool.id
    found.state = BYOIP.take(found.state, ByoipTrigger.MOVE).to
    pool_cidr = pool_cidrs.begin_import(world, pool, found.cidr)
    delay = states.transition_delay(world)
    world.schedule.at(world.now + delay, ByoipTransferDue(found.id, pool_cidr.id))
    return found


def _transferred(world: World, caller_id: str, region: str, text: str, pool_id: str) -> ByoipCidr | None:
    """The transfer to this pool that is complete, unless the caller has brought the range to EC2 again since."""
    again = byoip.held_by(world, caller_id, region, text)
    if again is not None and again.ipam_pool_id is None:
        return None
    cidr = parse(text)
    for each in world.ipam.byoip_transfers:
        if (each.owner_id, each.region, each.transfer_pool_id, each.cidr) == (caller_id, region, pool_id, cidr):
            return each
    return None


def complete(world: World, event: ByoipTransferDue) -> None:
    """The pool has the range: what EC2's own pool holds of it is an allocation, and IPAM's owner advertises it."""
    found = world.ipam.byoip_cidrs.get(event.byoip_cidr_id)
    pool_cidr = world.ipam.pool_cidrs.get(event.pool_cidr_id)
    if found is None or pool_cidr is None or found.state is not ByoipState.PENDING_TRANSFER:
        return
    if states.fails(world, pool_cidr.KIND.resource_type, pool_cidr.state):
        pool_cidrs.fail_import(world, pool_cidr)
        outcome = ByoipTrigger.FAIL_ADVERTISED if found.was_advertised else ByoipTrigger.FAIL
        found.state, found.transfer_pool_id = BYOIP.take(found.state, outcome).to, None
        return
    world.ipam.byoip_cidrs.remove(found.id)
    found.state = BYOIP.take(found.state, ByoipTrigger.SUCCEED).to
    world.ipam.byoip_transfers.append(found)
    pool_cidrs.complete_import(world, pool_cidr)
    allocations.record(
        world,
        pool_cidr,
        found.cidr,
        found.owner_id,
        PUBLIC_IPV4_POOL,
        resource_id=found.pool_id,
        resource_region=found.region,
    )
    _continue_in(world, found, pool_cidr.pool)


def _continue_in(world: World, found: ByoipCidr, pool: Pool) -> None:
    """The range goes on under the pool's owner, advertised if it was."""
    after = byoip.known(world, pool.owner_id, pool.use_region, str(found.cidr))
    after.description, after.pool_id = found.description, found.pool_id
    if found.was_advertised:
        after.state, after.asn, after.asn_switched_at = ByoipState.ADVERTISED, found.asn, found.asn_switched_at
    after.associations = found.associations
