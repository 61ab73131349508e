"""Where the blocks of VPCs come from: the request itself, an IPAM pool, or Amazon.

A block is planned with everything checked and nothing changed, and taken behind `world.begin_change()`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from emulator.domain.ec2 import kinds, regions
from emulator.domain.ec2.cidrs import IPV4, IPV6, Cidr, must_parse, parse
from emulator.domain.ipam.pools import allocation, ledger, provisioning
from emulator.domain.ipam.pools.allocation import Asked, Plan
from emulator.domain.network import ipv6_pools
from emulator.domain.network import vpc_refusals as refused
from emulator.domain.network.records import CidrBlockAssociation
from emulator.domain.world import World

# What the blocks that Amazon provides show as their pool.
AMAZON_POOL = "Amazon"
# What Amazon gives a VPC that asks for IPv6.
AMAZON_LENGTH = 56
# Blocks that no VPC can have: this host, loopback, link-local, multicast.
_RESERVED = tuple(map(must_parse, ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4")))


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBlocks:
    """The blocks that a request asks for, in the words of CreateVpc and AssociateVpcCidrBlock."""

    cidr: str | None = None
    ipv4_ipam_pool_id: str | None = None
    ipv4_length: int | None = None
    amazon_ipv6: bool = False
    ipv6_pool: str | None = None
    ipv6_cidr: str | None = None
    ipv6_ipam_pool_id: str | None = None
    ipv6_length: int | None = None
    border_group: str | None = None

    @property
    def asks_ipv4(self) -> bool:
        return self.cidr is not None or self.ipv4_ipam_pool_id is not None

    @property
    def asks_ipv6(self) -> bool:
        return self.amazon_ipv6 or self.ipv6_pool is not None or self.ipv6_ipam_pool_id is not None


@dataclass(frozen=True, slots=True)
class For:
    """For whom and what a block is: the account, the Region, the call, the tags of the resource, the blocks it has."""

    account_id: str
    region: str
    action: str
    tags: Mapping[str, str]
    has: Sequence[Cidr] = ()


@dataclass(frozen=True, slots=True)
class PlannedBlock:
    """A block that may be taken now."""

    cidr: Cidr
    plan: Plan | None = None
    pool_id: str | None = None
    ip_source: str | None = None
    attribute: str | None = None
    border_group: str | None = None
    from_amazon: bool = False


def require_consistent(asked: AskedBlocks) -> None:
    """Each family comes from one source, and what is said of a pool needs a pool (EC2-101, EC2-102)."""
    if asked.cidr is not None and asked.ipv4_length is not None:
        raise refused.ParametersExclude("cidrBlock", "ipv4NetmaskLength")
    if asked.ipv4_length is not None and asked.ipv4_ipam_pool_id is None:
        raise refused.ParameterNeeds("ipv4NetmaskLength", "ipv4IpamPoolId")
    sources = [
        name
        for name, given in (
            ("amazonProvidedIpv6CidrBlock", asked.amazon_ipv6),
            ("ipv6Pool", asked.ipv6_pool is not None),
            ("ipv6IpamPoolId", asked.ipv6_ipam_pool_id is not None),
        )
        if given
    ]
    if len(sources) > 1:
        raise refused.ParametersExclude(sources[0], sources[1])
    if asked.ipv6_cidr is not None:
        if asked.amazon_ipv6:
            raise refused.ParametersExclude("ipv6CidrBlock", "amazonProvidedIpv6CidrBlock")
        if not sources:
            raise refused.ParameterNeeds("ipv6CidrBlock", "ipv6IpamPoolId")
        if asked.ipv6_length is not None:
            raise refused.ParametersExclude("ipv6CidrBlock", "ipv6NetmaskLength")
    if asked.ipv6_length is not None and asked.ipv6_ipam_pool_id is None:
        raise refused.ParameterNeeds("ipv6NetmaskLength", "ipv6IpamPoolId")
    if asked.border_group is not None and not asked.amazon_ipv6:
        raise refused.ParameterNeeds("ipv6CidrBlockNetworkBorderGroup", "amazonProvidedIpv6CidrBlock")


def plan_ipv4(world: World, asked: AskedBlocks, target: For) -> PlannedBlock:
    """The IPv4 block that the request names, or that its pool hands out."""
    named = parse_block(asked.cidr, IPV4, "cidrBlock") if asked.cidr is not None else None
    if asked.ipv4_ipam_pool_id is None:
        if named is None:
            raise refused.NoIpv4Block
        _require_vpc_range(named)
        _require_apart(named, target)
        return PlannedBlock(named)
    planned = _plan_from_pool(world, asked.ipv4_ipam_pool_id, IPV4, named, asked.ipv4_length, target)
    _require_vpc_range(planned.cidr)
    return PlannedBlock(planned.cidr, planned, planned.pool.id)


def plan_ipv6(world: World, asked: AskedBlocks, target: For) -> PlannedBlock | None:
    """The IPv6 block that the request asks for, if it does."""
    named = parse_block(asked.ipv6_cidr, IPV6, "ipv6CidrBlock") if asked.ipv6_cidr is not None else None
    if asked.ipv6_ipam_pool_id is not None:
        planned = _plan_from_pool(world, asked.ipv6_ipam_pool_id, IPV6, named, asked.ipv6_length, target)
        pool = planned.pool
        return PlannedBlock(
            planned.cidr,
            planned,
            pool.id,
            (pool.public_ip_source or "byoip") if pool.is_public else "none",
            "public" if pool.is_public else "private",
            target.region,
        )
    if asked.ipv6_pool is not None:
        brought = ipv6_pools.owned(world, target.account_id, target.region, asked.ipv6_pool)
        found = ipv6_pools.choose(brought, named, target.has)
        _require_apart(found, target)
        return PlannedBlock(found, None, brought.id, "byoip", "public", target.region)
    if not asked.amazon_ipv6:
        return None
    border_group = asked.border_group or target.region
    if regions.region_of_border_group(border_group) != target.region and border_group != target.region:
        raise refused.UnknownBorderGroup(border_group)
    cidr = provisioning.amazon_space(world, IPV6).lowest(AMAZON_LENGTH)
    if cidr is None:
        raise refused.AmazonSpaceExhausted
    return PlannedBlock(cidr, None, AMAZON_POOL, "amazon", "public", border_group, from_amazon=True)


def _plan_from_pool(
    world: World, pool_id: str, family: str, named: Cidr | None, length: int | None, target: For
) -> Plan:
    planned = allocation.plan(
        world,
        Asked(
            account_id=target.account_id,
            region=target.region,
            pool_id=pool_id,
            cidr=str(named) if named is not None else None,
            netmask_length=length,
            avoid=() if named is not None else target.has,
            resource_type=ledger.VPC,
            action=target.action,
            family=family,
            tags=target.tags,
            require_length=length_check(family, named, 16, 28, 44, 60, refused.InvalidVpcRange),
        ),
    )
    _require_apart(planned.cidr, target)
    return planned


def length_check(
    family: str,
    named: Cidr | None,
    low: int,
    high: int,
    low_ipv6: int,
    high_ipv6: int,
    refusal: Callable[[str], Exception],
) -> Callable[[int], None]:
    """A test of what a pool is asked for: IPv4 between two lengths, IPv6 between two others in steps of four."""

    def require(length: int) -> None:
        fits = low <= length <= high if family == IPV4 else low_ipv6 <= length <= high_ipv6 and length % 4 == 0
        if not fits:
            raise refusal(str(named) if named is not None else f"/{length}")

    return require


def take(
    world: World, planned: PlannedBlock, resource_id: str, association_kind: kinds.Kind, state: str
) -> CidrBlockAssociation:
    """Take a planned block for a resource."""
    if planned.plan is not None:
        allocation.commit(world, planned.plan, resource_id=resource_id)
    elif planned.from_amazon:
        provisioning.take_of_amazon(world, planned.cidr)
    elif planned.pool_id is not None:
        world.network.ipv6_pools[planned.pool_id].space.take(planned.cidr)
    association = CidrBlockAssociation(
        association_kind.new(world.identifiers),
        planned.cidr,
        state,
        planned.pool_id,
        planned.ip_source,
        planned.attribute,
        planned.border_group,
    )
    world.network.block_owners[association.id] = resource_id
    return association


def give_back(world: World, association: CidrBlockAssociation, resource_id: str) -> None:
    """A block is a resource's no longer."""
    del world.network.block_owners[association.id]
    if association.pool_id == AMAZON_POOL:
        provisioning.amazon_space(world, IPV6).give_back(association.cidr)
    elif association.pool_id is not None and kinds.kind_of(association.pool_id) is kinds.PUBLIC_IPV6_POOL:
        ipv6_pools.give_back(world, association.pool_id, association.cidr)
    else:
        allocation.release_later(world, resource_id, association.cidr)


def parse_block(text: str, family: str, parameter: str) -> Cidr:
    """The block that a request names, host bits cleared as AWS does (EC2-103)."""
    cidr = parse(text)
    if cidr is None or cidr.family != family:
        raise refused.NotABlock(parameter, text)
    return cidr


def _require_vpc_range(cidr: Cidr) -> None:
    if not 16 <= cidr.length <= 28 or any(reserved.overlaps(cidr) for reserved in _RESERVED):
        raise refused.InvalidVpcRange(str(cidr))


def _require_apart(cidr: Cidr, target: For) -> None:
    if any(cidr.overlaps(other) for other in target.has):
        raise refused.BlockOverlaps(str(cidr))
