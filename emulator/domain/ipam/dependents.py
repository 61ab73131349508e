"""What hangs on an IPAM beside its scopes and discoveries: it goes first, or goes with it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from emulator.domain.ipam import refusals
from emulator.domain.ipam.byoip import verification_tokens
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.ipams import Ipam


def _of(world: World, ipam: "Ipam") -> Iterator[str]:
    """What an IPAM without resources in pools may still have, as nouns."""
    own = world.ipam
    if any(policy.ipam_id == ipam.id for policy in own.policies.of(ipam.owner_id)):
        yield "IPAM policies"
    if any(resolver.ipam_id == ipam.id for resolver in own.resolvers.of(ipam.owner_id)):
        yield "prefix list resolvers"
    if any(registry.ipam_id == ipam.id for registry in own.registries.of(ipam.owner_id)):
        yield "internet registry associations"


def require_none(world: World, ipam: "Ipam") -> None:
    """Policies and resolvers are deleted before their IPAM (IPAM-013)."""
    for noun in _of(world, ipam):
        raise refusals.IpamHasDependents(ipam.id, noun)
    if any(byoasn.is_live and byoasn.ipam_id == ipam.id for byoasn in world.ipam.byoasns.of(ipam.owner_id)):
        raise refusals.IpamHasDependents(ipam.id, "ASNs")


def require_free_possible(world: World, ipam: "Ipam") -> None:
    """The free tier has neither policies nor resolvers (IPAM-009)."""
    for noun in _of(world, ipam):
        raise refusals.TierBlocked(ipam.id, noun)


def forget(world: World, ipam: "Ipam") -> None:
    """The IPAM is gone, and its tokens with it."""
    for token in list(world.ipam.tokens.of(ipam.owner_id)):
        if token.ipam_id == ipam.id:
            verification_tokens.remove(world, token)
