"""Tags on everything in an organization that takes them: accounts, roots, units, policies, the resource policy and
responsibility transfers. One register per organization, by resource id: what has an entry can be tagged."""

from collections.abc import Iterable, Mapping

from emulator.domain.organizations import refusals
from emulator.domain.organizations.organization import Organization, organization_of
from emulator.domain.world import World

RESERVED_PREFIX = "aws:"


def merge(world: World, existing: Mapping[str, str], added: Iterable[tuple[str, str]]) -> dict[str, str]:
    """`existing` with `added` set over it. Refused as a whole where one of them cannot be set; changes nothing."""
    merged = dict(existing)
    seen: set[str] = set()
    for key, value in added:
        if key in seen:
            raise refusals.DuplicateTagKey
        if is_reserved(key):
            raise refusals.ReservedTagKey
        seen.add(key)
        merged[key] = value
    # tags that AWS sets do not count
    if sum(not is_reserved(key) for key in merged) > world.options.tags_per_organizations_resource:
        raise refusals.TooManyTags
    return merged


def is_reserved(key: str) -> bool:
    return key.lower().startswith(RESERVED_PREFIX)


def begin(organization: Organization, resource_id: str, given: Mapping[str, str]) -> None:
    """The resource exists from now on, with the tags that it was made with."""
    organization.tags[resource_id] = dict(given)


def end(organization: Organization, resource_id: str) -> None:
    """The resource is gone, and its tags with it."""
    organization.tags.pop(resource_id, None)
    organization.once_tagged.pop(resource_id, None)


def tags_of(world: World, caller_id: str, resource_id: str) -> Mapping[str, str]:
    found = organization_of(world, caller_id).tags.get(resource_id)
    if found is None:
        raise refusals.TagTargetNotFound
    return found


def tag(world: World, caller_id: str, resource_id: str, added: Iterable[tuple[str, str]]) -> None:
    """Set tags, all of them or none."""
    merged = merge(world, tags_of(world, caller_id, resource_id), added)
    world.begin_change()
    organization_of(world, caller_id).tags[resource_id] = merged


def untag(world: World, caller_id: str, resource_id: str, keys: Iterable[str]) -> None:
    """Take tags away; keys that the resource does not have are passed over."""
    existing = tags_of(world, caller_id, resource_id)
    unwanted = set(keys)
    if any(is_reserved(key) for key in unwanted):
        raise refusals.ReservedTagKey
    world.begin_change()
    kept = {key: value for key, value in existing.items() if key not in unwanted}
    organization = organization_of(world, caller_id)
    organization.tags[resource_id] = kept
    if existing:
        organization.once_tagged[resource_id] = None
