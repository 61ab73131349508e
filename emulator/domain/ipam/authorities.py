"""External authorities: systems outside AWS that have the say about the top-level CIDRs of a scope.

None is asked: what each would answer stands in the world's options, and the journal names every answer.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from emulator.domain.ec2.cidrs import Cidr, parse
from emulator.domain.ipam.pools.pools import Pool
from emulator.domain.ipam.pools.space import Space, ranges_of
from emulator.domain.ipam.scopes import ExternalAuthority
from emulator.domain.world import World

# What is asked for (a block, or a prefix length), and what the scope has already: the block to be had, or none.
Answer = Callable[[World, ExternalAuthority, Pool, Cidr | None, int | None, Iterable[Cidr]], Cidr | None]


def _infoblox(
    world: World,
    authority: ExternalAuthority,
    pool: Pool,
    cidr: Cidr | None,
    length: int | None,
    held: Iterable[Cidr],
) -> Cidr | None:
    """What the options say that Infoblox manages: all, what is listed for the account, or nothing."""
    answers = world.options.external_authority
    if answers == "refuse":
        return None
    spaces = list(_spaces(world, authority, pool.address_family))
    taken = tuple(held)
    if cidr is not None:
        managed = answers == "accept" or any(space.contains(cidr) for space in spaces)
        return cidr if managed and not any(cidr.overlaps(other) for other in taken) else None
    assert length is not None
    found = (Space(space).lowest_within(length, ranges_of(space, None, taken)) for space in spaces)
    return next((one for one in found if one is not None), None)


def _spaces(world: World, authority: ExternalAuthority, family: str) -> Iterator[Cidr]:
    """What an authority hands out of, as the options list it."""
    for row in world.options.external_authority_space:
        identifier, _, text = row.rpartition(" ")
        block = parse(text)
        if identifier == authority.identifier and block is not None and block.family == family:
            yield block


# By the type of a scope's configuration: a further authority is a further row.
AUTHORITIES: Mapping[str | None, Answer] = {"infoblox": _infoblox}


def ask(
    world: World,
    authority: ExternalAuthority,
    pool: Pool,
    cidr: Cidr | None,
    length: int | None,
    held: Iterable[Cidr],
) -> Cidr | None:
    """The CIDR that the authority gives the pool; None if it rejects the request."""
    found = AUTHORITIES[authority.kind](world, authority, pool, cidr, length, held)
    asked = str(cidr) if cidr is not None else f"a /{length}"
    what = f"rejected {asked} for {pool.id}" if found is None else f"gave {found} to {pool.id}"
    because = f"external_authority is {world.options.external_authority}; {authority.identifier} was not asked"
    world.record(authority.kind or "", what, because, [pool.owner_id])
    return found
