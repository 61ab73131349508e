"""What happens when a transition of an IPAM resource is over: it is complete, or gone."""

from emulator.domain.ec2.kinds import (
    IPAM,
    IPAM_POOL,
    IPAM_POOL_CIDR,
    IPAM_RESOURCE_DISCOVERY,
    IPAM_RESOURCE_DISCOVERY_ASSOCIATION,
    IPAM_SCOPE,
    kind_of,
)
from emulator.domain.events import IpamTransitionDue
from emulator.domain.ipam import (
    cascade,
    discoveries,
    discovery_associations,
    ipams,
    pool_cidrs,
    scopes,
)
from emulator.domain.ipam.states import RESOURCE, State, Stateful, Trigger
from emulator.domain.world import World


def complete(world: World, event: IpamTransitionDue) -> None:
    """Carry a transition to its end; what is gone already needs none."""
    resource_id, ipam = event.resource_id, world.ipam
    kind = kind_of(resource_id)
    if kind is IPAM and (own := ipam.ipams.get(resource_id)) is not None:
        if not _goes_on(own):
            ipams.remove(world, own)
    elif kind is IPAM_SCOPE and (scope := ipam.scopes.get(resource_id)) is not None:
        if not _goes_on(scope):
            scopes.remove(world, scope)
    elif kind is IPAM_POOL and (pool := ipam.pools.get(resource_id)) is not None:
        if not _goes_on(pool):
            cascade.remove_pool(world, pool)
    elif kind is IPAM_POOL_CIDR and (pool_cidr := ipam.pool_cidrs.get(resource_id)) is not None:
        pool_cidrs.complete(world, pool_cidr)
    elif kind is IPAM_RESOURCE_DISCOVERY and (discovery := ipam.discoveries.get(resource_id)) is not None:
        if not _goes_on(discovery):
            discoveries.remove(world, discovery)
    elif kind is IPAM_RESOURCE_DISCOVERY_ASSOCIATION:
        association = ipam.associations.get(resource_id)
        if association is not None:
            discovery_associations.complete(world, association)


def _goes_on(resource: Stateful) -> bool:
    resource.state = RESOURCE.take(resource.state, Trigger.COMPLETE).to
    return resource.state is not State.DELETE_COMPLETE
