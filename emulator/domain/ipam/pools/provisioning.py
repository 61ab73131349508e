"""Where a pool's space comes from: its owner, a source pool, the VPC that it plans, or Amazon."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from emulator.domain.ec2.cidrs import BITS, IPV4, IPV6, Cidr, must_parse, parse
from emulator.domain.ipam import authorities
from emulator.domain.ipam.byoip import ownership, verification_tokens
from emulator.domain.ipam.byoip.ownership import Authorization
from emulator.domain.ipam.pools import planning
from emulator.domain.ipam.pools import refusals as pool_refusals
from emulator.domain.ipam.pools.pools import AMAZON, BYOIP, Pool
from emulator.domain.ipam.pools.space import Space
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.pools.cidrs import PoolCidr

NOT_AVAILABLE = "cidr-not-available"
LIMIT_EXCEEDED = "limit-exceeded"
FAILURES = {
    NOT_AVAILABLE: "The CIDR is not available.",
    LIMIT_EXCEEDED: "You have reached the limit for this kind of CIDR.",
}

UNIQUE_LOCAL = must_parse("fd00::/8")
AMAZON_UNIQUE_LOCAL = must_parse("fd00::/16")
# From where a unique local CIDR is chosen for who names none.
CHOSEN_UNIQUE_LOCAL = must_parse("fd80::/9")
GLOBAL_UNICAST = must_parse("2000::/3")
_NOT_PUBLIC = "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16 224.0.0.0/3"
_PRIVATE = tuple(must_parse(text) for text in _NOT_PUBLIC.split())

MOST_SPECIFIC_IPV4 = 24
MOST_SPECIFIC_ADVERTISED_IPV6 = 48
MOST_SPECIFIC_IPV6 = 60


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that space is the caller's to bring."""

    has_authorization_context: bool = False
    verification_method: str | None = None
    verification_token_id: str | None = None
    authorization: Authorization | None = None


def named_cidr(pool: Pool, text: str) -> Cidr:
    cidr = parse(text)
    if cidr is None or cidr.family != pool.address_family:
        raise pool_refusals.NotACidr(text, "cidr")
    return cidr


def plans_a_vpc(world: World, pool: Pool) -> bool:
    """Whether the pool holds a VPC's own CIDRs; pools under it take theirs from it."""
    if pool.source_resource is None:
        return False
    source = world.ipam.pools.get(pool.source_pool_id) if pool.source_pool_id is not None else None
    return source is None or source.source_resource is None


def source_of_space(world: World, pool: Pool) -> Pool | None:
    """The pool in which a pool's CIDRs are allocations. The space of a VPC is allocated already, by the VPC."""
    if pool.source_pool_id is None or plans_a_vpc(world, pool):
        return None
    return world.ipam.pools[pool.source_pool_id]


def is_from_amazon(pool: Pool) -> bool:
    return pool.public_ip_source == AMAZON and pool.source_pool_id is None and pool.source_resource is None


def require_possible(world: World, pool: Pool, cidr: Cidr | None, length: int | None, proof: Proof) -> None:
    """What can be told at once: form and authority; whether there is room is not (IPAM-062 to IPAM-068, IPAM-076)."""
    if length is not None and not 0 <= length <= BITS[pool.address_family]:
        raise pool_refusals.NotACidr(f"/{length}", "netmaskLength")
    if plans_a_vpc(world, pool):
        _require_cidr_of_vpc(world, pool, cidr)
    elif pool.source_pool_id is not None:
        source = world.ipam.pools[pool.source_pool_id]
        brought = pool.is_public and pool.address_family == IPV4 and source.source_pool_id is None
        if brought and source.public_ip_source != AMAZON:
            _require_length_at_most(cidr, length, MOST_SPECIFIC_IPV4)
    elif is_from_amazon(pool):
        _require_amazon_block(world, pool, cidr, length)
    elif pool.is_public:
        _require_brought(world, pool, cidr, proof)
    elif pool.address_family == IPV6:
        _require_private_ipv6(world, pool, cidr, length)
    elif cidr is None and world.ipam.scopes[pool.scope_id].external_authority is None:
        raise pool_refusals.NetmaskLengthNotPossible


def _require_cidr_of_vpc(world: World, pool: Pool, cidr: Cidr | None) -> None:
    resource = pool.source_resource
    assert resource is not None
    if cidr is None:
        raise pool_refusals.NetmaskLengthNotPossible
    vpc = planning.find_vpc(world, resource.resource_id)
    if vpc is None or cidr not in vpc.cidrs:
        raise pool_refusals.NotTheResourcesCidr(str(cidr), resource.resource_id)
    scope = world.ipam.scopes[pool.scope_id]
    for pool_id in scope.pool_ids:
        other = world.ipam.pools[pool_id]
        planned = other.holders if other.source_resource == resource and plans_a_vpc(world, other) else ()
        if any(held.cidr == cidr for held in planned):
            raise pool_refusals.NotTheResourcesCidr(str(cidr), resource.resource_id)


def _require_length_at_most(cidr: Cidr | None, length: int | None, most: int) -> None:
    asked = cidr.length if cidr is not None else length
    if asked is not None and asked > most:
        raise pool_refusals.TooSpecific(str(cidr) if cidr is not None else f"/{asked}", most)


def _require_amazon_block(world: World, pool: Pool, cidr: Cidr | None, length: int | None) -> None:
    if cidr is not None or length is None:
        raise pool_refusals.NetmaskLengthNotPossible
    if pool.locale_region is None:
        raise pool_refusals.AmazonPoolNeedsLocale
    if pool.address_family == IPV4:
        if pool.aws_service != "ec2":
            raise pool_refusals.AmazonIpv4NeedsEc2
        if length not in (29, 30):
            raise pool_refusals.AmazonBlockSize(length)
    elif not world.options.largest_amazon_ipv6_block <= length <= 60 or length % 4:
        raise pool_refusals.AmazonBlockSize(length)


def needs_proof(pool: Pool) -> bool:
    """Whether a pool's space is the owner's to show: it comes from nowhere else."""
    return pool.is_public and pool.depth == 1 and pool.public_ip_source == BYOIP and pool.source_resource is None


def is_public_space(cidr: Cidr) -> bool:
    """Whether a block is of the addresses that the internet routes."""
    if cidr.family == IPV6:
        return GLOBAL_UNICAST.contains(cidr)
    return not any(cidr.overlaps(block) for block in _PRIVATE)


def is_brought(world: World, cidr: Cidr) -> bool:
    """Whether somebody has brought addresses of a block already: to EC2, or to an IPAM."""
    return any(each.is_live and each.cidr.overlaps(cidr) for each in world.ipam.byoip_cidrs.values()) or any(
        each.holds_space and needs_proof(each.pool) and each.cidr is not None and each.cidr.overlaps(cidr)
        for each in world.ipam.pool_cidrs.values()
    )


def _require_brought(world: World, pool: Pool, cidr: Cidr | None, proof: Proof) -> None:
    if cidr is None:
        raise pool_refusals.NetmaskLengthNotPossible
    if not is_public_space(cidr):
        raise pool_refusals.NotACidr(str(cidr), "cidr").under("IPAM-571")
    if pool.address_family == IPV4:
        most = MOST_SPECIFIC_IPV4
    else:
        most = MOST_SPECIFIC_ADVERTISED_IPV6 if pool.publicly_advertisable else MOST_SPECIFIC_IPV6
    _require_length_at_most(cidr, None, most)
    if proof.verification_method == "dns-token":
        if proof.verification_token_id is None:
            raise pool_refusals.NoAuthorizationContext
        token_id = proof.verification_token_id
        verification_tokens.require_valid(world, pool.owner_id, pool.region, token_id, pool.ipam_id)
    elif not proof.has_authorization_context:
        raise pool_refusals.NoAuthorizationContext
    elif proof.authorization is not None:
        ownership.require_form(world, pool.owner_id, cidr, proof.authorization)


def _require_private_ipv6(world: World, pool: Pool, cidr: Cidr | None, length: int | None) -> None:
    if cidr is None:
        has_authority = world.ipam.scopes[pool.scope_id].external_authority is not None
        if length is not None and not has_authority and not 9 <= length <= 60:
            raise pool_refusals.NotPrivateIpv6(f"/{length}")
        return
    if UNIQUE_LOCAL.contains(cidr):
        if AMAZON_UNIQUE_LOCAL.overlaps(cidr):
            raise pool_refusals.NotPrivateIpv6(str(cidr))
    elif not (GLOBAL_UNICAST.contains(cidr) and world.ipam.ipams[pool.ipam_id].enable_private_gua):
        raise pool_refusals.NotPrivateIpv6(str(cidr)).under("IPAM-069")


def find(world: World, pool: Pool, cidr: Cidr | None, length: int | None) -> Cidr | str:
    """The CIDR that the pool gets, or the code of the reason why it gets none."""
    source = source_of_space(world, pool)
    if source is not None:
        return _find_in_source(source, cidr, length) or NOT_AVAILABLE
    if is_from_amazon(pool):
        return _find_at_amazon(world, pool, length)
    if plans_a_vpc(world, pool) and pool.source_pool_id is not None:
        # the VPC's CIDR is an allocation of the source pool: nobody else can hold it
        return cidr or NOT_AVAILABLE
    held = [each.cidr for each in _top_level(world, pool) if each.cidr is not None]
    authority = world.ipam.scopes[pool.scope_id].external_authority
    if authority is not None and not plans_a_vpc(world, pool):
        return authorities.ask(world, authority, pool, cidr, length, held) or NOT_AVAILABLE
    if cidr is None and length is not None:
        return _choose_unique_local(held, length) or NOT_AVAILABLE
    if cidr is None or any(cidr.overlaps(other) for other in held):
        return NOT_AVAILABLE
    if needs_proof(pool) and is_brought(world, cidr):
        return NOT_AVAILABLE
    return cidr


def _top_level(world: World, pool: Pool) -> "list[PoolCidr]":
    """What the top-level pools of the scope hold."""
    every = (world.ipam.pools[pool_id] for pool_id in world.ipam.scopes[pool.scope_id].pool_ids)
    return [held for each in every if each.depth == 1 for held in each.holders]


def _find_in_source(source: Pool, cidr: Cidr | None, length: int | None) -> Cidr | None:
    if cidr is not None:
        return cidr if holder_with(source, cidr) is not None else None
    assert length is not None
    for holder in source.holders:
        if holder.is_open:
            found = holder.lowest(length, None)
            if found is not None:
                return found
    return None


def holder_with(pool: Pool, cidr: Cidr) -> "PoolCidr | None":
    """The CIDR of a pool in which a block is free."""
    if not pool.holders:
        return None
    holder = pool.holder_of(cidr.network)
    if not holder.is_open or holder.space is None or not holder.space.cidr.contains(cidr):
        return None
    return holder if holder.space.is_free(cidr) else None


def _choose_unique_local(held: list[Cidr], length: int) -> Cidr | None:
    space = Space(CHOSEN_UNIQUE_LOCAL)
    for cidr in held:
        if cidr.contains(CHOSEN_UNIQUE_LOCAL):
            return None
        if CHOSEN_UNIQUE_LOCAL.contains(cidr):
            space.take(cidr)
    return space.lowest(length)


def _find_at_amazon(world: World, pool: Pool, length: int | None) -> Cidr | str:
    assert length is not None
    options = world.options
    if pool.address_family == IPV6:
        count, limit = len(pool.holders), options.amazon_ipv6_blocks_per_pool
    else:
        owned = world.ipam.pools.of(pool.owner_id)
        count = sum(len(each.holders) for each in owned if is_from_amazon(each) and each.address_family == IPV4)
        limit = options.amazon_ipv4_blocks_per_account
    if count >= limit:
        return LIMIT_EXCEEDED
    return amazon_space(world, pool.address_family).lowest(length) or NOT_AVAILABLE


def amazon_space(world: World, family: str) -> Space:
    """What Amazon provides addresses of a family from."""
    space = world.ipam.amazon_space.get(family)
    if space is None:
        text = world.options.amazon_ipv4_space if family == IPV4 else world.options.amazon_ipv6_space
        space = Space(must_parse(text))
    return space


def take_of_amazon(world: World, cidr: Cidr) -> None:
    """Take a free block of what Amazon provides."""
    space = amazon_space(world, cidr.family)
    world.ipam.amazon_space[cidr.family] = space
    space.take(cidr)


def take_from_amazon(world: World, pool: Pool, cidr: Cidr) -> None:
    if is_from_amazon(pool):
        take_of_amazon(world, cidr)


def give_back_to_amazon(world: World, pool: Pool, cidr: Cidr) -> None:
    if is_from_amazon(pool):
        amazon_space(world, pool.address_family).give_back(cidr)
