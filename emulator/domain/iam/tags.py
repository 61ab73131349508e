"""Tags of IAM's resources: keys are compared without regard to case and keep the spelling that they had first."""

from collections.abc import Iterable
from typing import Protocol

from emulator.domain.iam import refusals
from emulator.domain.world import World

# Lower-case key -> (key, value), in the order of first setting.
Tags = dict[str, tuple[str, str]]


def merged(tags: Tags, added: Iterable[tuple[str, str]], maximum: int) -> Tags:
    """Tags with others added or replaced; refused as a whole if one of them cannot be."""
    result = dict(tags)
    seen: set[str] = set()
    for key, value in added:
        lower = key.lower()
        if lower in seen:
            raise refusals.DuplicateTagKeys
        if lower.startswith("aws:"):
            raise refusals.ReservedTagKey
        seen.add(lower)
        result[lower] = (result[lower][0] if lower in result else key, value)
    if len(result) > maximum:
        raise refusals.TooManyTags
    return result


def without(tags: Tags, keys: Iterable[str]) -> Tags:
    """Tags without some keys, there or not."""
    gone = {key.lower() for key in keys}
    return {lower: tag for lower, tag in tags.items() if lower not in gone}


class Tagged(Protocol):
    """Whatever of IAM's has tags. That it lost some is kept: the tagging API goes on to list it."""

    tags: Tags
    once_tagged: bool


def add(world: World, resource: Tagged, given: Iterable[tuple[str, str]]) -> None:
    """Add tags to a resource or replace their values."""
    result = merged(resource.tags, given, world.options.tags_per_iam_resource)
    world.begin_change()
    resource.tags = result


def remove(world: World, resource: Tagged, keys: Iterable[str]) -> None:
    """Take tags away from a resource, there or not."""
    world.begin_change()
    resource.once_tagged = resource.once_tagged or bool(resource.tags)
    resource.tags = without(resource.tags, keys)
