"""What happens when a transition of an IPAM resource is over: it is complete, has failed, or is gone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.kinds import Kind
from emulator.domain.events import IpamTransitionDue
from emulator.domain.ipam import cascade, ipams, scopes, states
from emulator.domain.ipam.byoip import verification_tokens
from emulator.domain.ipam.discovery import associations as discovery_associations
from emulator.domain.ipam.discovery import discoveries
from emulator.domain.ipam.discovery.resources import IpamResources
from emulator.domain.ipam.policies import policies
from emulator.domain.ipam.pools import cidrs as pool_cidrs
from emulator.domain.ipam.registries import registries
from emulator.domain.ipam.resolvers import resolvers
from emulator.domain.ipam.resolvers import targets as resolver_targets
from emulator.domain.ipam.states import RESOURCE, State, Trigger
from emulator.domain.world import World


class Kept(Protocol):
    """Resources by id."""

    def get(self, resource_id: str, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Life:
    """A kind of resource with the life of `states.RESOURCE`: where it is kept, how it goes when it is deleted, and what
    follows when it is complete or could not be deleted."""

    kept: Callable[[IpamResources], Kept]
    remove: Callable[[World, Any], None]
    completed: Callable[[World, Any], None] | None = None
    stays: Callable[[World, Any], None] | None = None


_LIVES: Mapping[Kind, Life] = {
    kinds.IPAM: Life(lambda ipam: ipam.ipams, ipams.remove, stays=ipams.keep_parts),
    kinds.IPAM_SCOPE: Life(lambda ipam: ipam.scopes, scopes.remove),
    kinds.IPAM_POOL: Life(lambda ipam: ipam.pools, cascade.remove_pool),
    kinds.IPAM_RESOURCE_DISCOVERY: Life(lambda ipam: ipam.discoveries, discoveries.remove),
    kinds.IPAM_VERIFICATION_TOKEN: Life(lambda ipam: ipam.tokens, verification_tokens.remove),
    kinds.IPAM_POLICY: Life(lambda ipam: ipam.policies, policies.remove),
    kinds.IPAM_PREFIX_LIST_RESOLVER: Life(lambda ipam: ipam.resolvers, resolvers.remove, resolvers.evaluate),
}
# Kinds with states of their own.
_OWN_LIVES: Mapping[Kind, tuple[Callable[[IpamResources], Kept], Callable[[World, Any], None]]] = {
    kinds.IPAM_POOL_CIDR: (lambda ipam: ipam.pool_cidrs, pool_cidrs.complete),
    kinds.IPAM_RESOURCE_DISCOVERY_ASSOCIATION: (lambda ipam: ipam.associations, discovery_associations.complete),
    kinds.IPAM_PREFIX_LIST_RESOLVER_TARGET: (lambda ipam: ipam.resolver_targets, resolver_targets.complete),
    kinds.IPAM_INTERNET_REGISTRY_ASSOCIATION: (lambda ipam: ipam.registries, registries.complete),
}


def complete(world: World, event: IpamTransitionDue) -> None:
    """Carry a transition to its end; what is gone already needs none."""
    kind = kinds.kind_of(event.resource_id)
    assert kind is not None
    if kind in _OWN_LIVES:
        kept, finish = _OWN_LIVES[kind]
        resource = kept(world.ipam).get(event.resource_id)
        if resource is not None:
            finish(world, resource)
        return
    life = _LIVES[kind]
    resource = life.kept(world.ipam).get(event.resource_id)
    if resource is not None:
        _finish(world, kind, life, resource)


def _finish(world: World, kind: Kind, life: Life, resource: Any) -> None:
    failed = states.fails(world, kind.resource_type, resource.state)
    resource.state = RESOURCE.take(resource.state, Trigger.FAIL if failed else Trigger.COMPLETE).to
    if resource.state is State.DELETE_COMPLETE:
        life.remove(world, resource)
    elif resource.state is State.DELETE_FAILED:
        if life.stays is not None:
            life.stays(world, resource)
    elif not failed and life.completed is not None:
        life.completed(world, resource)
