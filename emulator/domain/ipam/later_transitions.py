"""What happens when a transition of a token, a policy, a resolver or a registry association is over."""

from collections.abc import Callable, Mapping

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.kinds import Kind
from emulator.domain.events import IpamTransitionDue
from emulator.domain.ipam import policies, registries, resolver_targets, resolvers, verification_tokens
from emulator.domain.ipam.states import RESOURCE, State, Stateful, Trigger
from emulator.domain.world import World


def _goes_on(resource: Stateful) -> bool:
    resource.state = RESOURCE.take(resource.state, Trigger.COMPLETE).to
    return resource.state is not State.DELETE_COMPLETE


def _token(world: World, token_id: str) -> None:
    token = world.ipam.tokens.get(token_id)
    if token is not None and not _goes_on(token):
        verification_tokens.remove(world, token)


def _policy(world: World, policy_id: str) -> None:
    policy = world.ipam.policies.get(policy_id)
    if policy is not None and not _goes_on(policy):
        policies.remove(world, policy)


def _resolver(world: World, resolver_id: str) -> None:
    resolver = world.ipam.resolvers.get(resolver_id)
    if resolver is None:
        return
    if _goes_on(resolver):
        resolvers.evaluate(world, resolver)
    else:
        resolvers.remove(world, resolver)


def _target(world: World, target_id: str) -> None:
    target = world.ipam.resolver_targets.get(target_id)
    if target is not None:
        resolver_targets.complete(world, target)


def _registry(world: World, association_id: str) -> None:
    association = world.ipam.registries.get(association_id)
    if association is not None:
        registries.complete(world, association)


_COMPLETIONS: Mapping[Kind, Callable[[World, str], None]] = {
    kinds.IPAM_VERIFICATION_TOKEN: _token,
    kinds.IPAM_POLICY: _policy,
    kinds.IPAM_INTERNET_REGISTRY_ASSOCIATION: _registry,
    kinds.IPAM_PREFIX_LIST_RESOLVER: _resolver,
    kinds.IPAM_PREFIX_LIST_RESOLVER_TARGET: _target,
}


def complete(world: World, event: IpamTransitionDue) -> None:
    """Carry a transition to its end; what is gone already needs none."""
    kind = kinds.kind_of(event.resource_id)
    completion = _COMPLETIONS.get(kind) if kind is not None else None
    if completion is not None:
        completion(world, event.resource_id)
