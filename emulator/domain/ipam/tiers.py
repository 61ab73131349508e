"""IPAM's tiers: what the free one does not have."""

from typing import TYPE_CHECKING

from emulator.domain.ipam import dependents, refusals
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.ipams import Ipam

FREE = "free"
ADVANCED = "advanced"


def require_free_possible(world: World, ipam: "Ipam") -> None:
    """An IPAM may become free once it holds nothing that the free tier does not have (IPAM-009)."""
    if len(ipam.association_ids) > 1:
        raise refusals.TierBlocked(ipam.id, "resource discovery associations that are not the default one")
    dependents.require_free_possible(world, ipam)
    for scope_id in ipam.scope_ids:
        scope = world.ipam.scopes[scope_id]
        if not scope.is_default:
            raise refusals.TierBlocked(ipam.id, "scopes that are not default scopes")
        if scope.pool_ids and not scope.is_public:
            raise refusals.TierBlocked(ipam.id, "pools in private scopes")
        for pool_id in scope.pool_ids:
            pool = world.ipam.pools[pool_id]
            if pool.locale_region not in (None, ipam.region):
                raise refusals.TierBlocked(ipam.id, "pools whose locale is not the home Region")
            if world.ipam.ledger.has_foreign(pool):
                raise refusals.TierBlocked(ipam.id, "allocations of other accounts")
