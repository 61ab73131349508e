"""Tags after creation, on whatever of EC2's resources an identifier names."""

from collections.abc import Callable, Mapping, Sequence

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.kinds import Kind
from emulator.domain.ec2.places import Place, Resident
from emulator.domain.ec2.refusals import NotFound, TooManyResources, UnknownId
from emulator.domain.ec2.tags import checked, require_room
from emulator.domain.events import NetworkResourceChanged
from emulator.domain.world import World

MOST_RESOURCES = 1_000
# kinds whose tags IPAM's monitoring reads
_WATCHED = (
    kinds.VPC,
    kinds.SUBNET,
    kinds.ELASTIC_IP,
    kinds.PUBLIC_IPV4_POOL,
    kinds.PUBLIC_IPV6_POOL,
    kinds.NETWORK_INTERFACE,
)

Find = Callable[[str], Resident | None]

# How the resources of each kind that can be tagged are found.
_FINDERS: Mapping[Kind, Callable[[World], Find]] = {
    kinds.IPAM: lambda world: world.ipam.ipams.get,
    kinds.IPAM_SCOPE: lambda world: world.ipam.scopes.get,
    kinds.IPAM_POOL: lambda world: world.ipam.pools.get,
    kinds.IPAM_POOL_ALLOCATION: lambda world: world.ipam.ledger.get,
    kinds.IPAM_RESOURCE_DISCOVERY: lambda world: world.ipam.discoveries.get,
    kinds.IPAM_RESOURCE_DISCOVERY_ASSOCIATION: lambda world: world.ipam.associations.get,
    kinds.IPAM_VERIFICATION_TOKEN: lambda world: world.ipam.tokens.get,
    kinds.IPAM_POLICY: lambda world: world.ipam.policies.get,
    kinds.IPAM_INTERNET_REGISTRY_ASSOCIATION: lambda world: world.ipam.registries.get,
    kinds.IPAM_PREFIX_LIST_RESOLVER: lambda world: world.ipam.resolvers.get,
    kinds.IPAM_PREFIX_LIST_RESOLVER_TARGET: lambda world: world.ipam.resolver_targets.get,
    kinds.VPC: lambda world: world.network.vpcs.get,
    kinds.SUBNET: lambda world: world.network.subnets.get,
    kinds.SECURITY_GROUP: lambda world: world.network.security_groups.get,
    kinds.SECURITY_GROUP_RULE: lambda world: world.network.security_group_rules.get,
    kinds.NETWORK_ACL: lambda world: world.network.network_acls.get,
    kinds.ROUTE_TABLE: lambda world: world.network.route_tables.get,
    kinds.INTERNET_GATEWAY: lambda world: world.network.internet_gateways.get,
    kinds.NETWORK_INTERFACE: lambda world: world.network.interfaces.get,
    kinds.ELASTIC_IP: lambda world: world.network.addresses.get,
    kinds.PUBLIC_IPV4_POOL: lambda world: world.network.public_ipv4_pools.get,
    kinds.PUBLIC_IPV6_POOL: lambda world: world.network.ipv6_pools.get,
    kinds.PREFIX_LIST: lambda world: world.network.prefix_lists.get,
}


def put(world: World, caller_id: str, region: str, resource_ids: Sequence[str], tags: Mapping[str, str]) -> None:
    """CreateTags: on every resource or on none (EC2-013 to EC2-017, EC2-180, EC2-181)."""
    found = _resources(world, caller_id, region, resource_ids)
    for resource_id in found:
        require_room(world.ec2.tags.of(resource_id), tags, world.options.tags_per_ec2_resource)
    world.begin_change()
    for resource_id, kind in found.items():
        world.ec2.tags.put((caller_id, region), kind.resource_type, resource_id, tags)
        _announce(world, kind, resource_id)


def remove(
    world: World,
    caller_id: str,
    region: str,
    resource_ids: Sequence[str],
    tags: Sequence[tuple[str, str | None]] | None,
) -> None:
    """DeleteTags: those with these keys, and with these values where they are said; all where none is said."""
    found = _resources(world, caller_id, region, resource_ids)
    if tags is not None:
        checked((key, value or "") for key, value in tags)
    world.begin_change()
    for resource_id in found:
        own = world.ec2.tags.of(resource_id)
        keys = list(own) if tags is None else [key for key, value in tags if value is None or own.get(key) == value]
        world.ec2.tags.remove((caller_id, region), resource_id, keys)
        _announce(world, found[resource_id], resource_id)


def _announce(world: World, kind: Kind, resource_id: str) -> None:
    if kind in _WATCHED:
        world.announce(NetworkResourceChanged(resource_id))


def _resources(world: World, caller_id: str, region: str, resource_ids: Sequence[str]) -> dict[str, Kind]:
    """The caller's resources in this Region that have these identifiers, if these are not too many (EC2-181)."""
    if len(resource_ids) > MOST_RESOURCES:
        raise TooManyResources
    found: dict[str, Kind] = {}
    for resource_id in resource_ids:
        kind = kinds.kind_of(resource_id)
        if kind is None or kind not in _FINDERS:
            raise UnknownId(resource_id)
        resource = _FINDERS[kind](world)(resource_id)
        if resource is None or _place_of(world, kind, resource) != (caller_id, region):
            raise NotFound(kind, (resource_id,))
        found[resource_id] = kind
    return found


def _place_of(world: World, kind: Kind, resource: Resident) -> Place:
    """Where a resource is tagged: where it is at home, but allocations where their pool is used."""
    if kind is kinds.IPAM_POOL_ALLOCATION:
        return resource.owner_id, world.ipam.ledger.by_id[resource.id].pool.use_region
    return resource.owner_id, resource.region
