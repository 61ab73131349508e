"""Resources by their tags, and tags on resources by their ARNs."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from emulator.domain.callers import Caller
from emulator.domain.tagging import refusals
from emulator.domain.tagging.sources import Arn, Source, require_source, source_of, sources
from emulator.domain.world import World

_ARN = re.compile(r"arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|):([a-z0-9-]+)[/:](.+)", re.DOTALL)
# AWS's API takes no ARNs of these (it calls them "not a valid AmazonResourceName").
_NOT_TAKEN = {("iam", "role"), ("iam", "user"), ("iam", "group")}


@dataclass(frozen=True, slots=True)
class Tagged:
    """A resource that has tags, or had some."""

    arn: str
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is to hold: all tag filters, any of the types. A filter without values takes any value."""

    filters: Sequence[tuple[str, Collection[str]]] = ()
    types: Collection[str] = ()

    def takes_type(self, source: Source) -> bool:
        return not self.types or any(source.type == one or source.type.startswith(f"{one}:") for one in self.types)

    def takes(self, tags: Mapping[str, str]) -> bool:
        return all(key in tags and (not values or tags[key] in values) for key, values in self.filters)


def read_arn(text: str) -> Arn:
    """The parts of an ARN (TAG-007)."""
    found = _ARN.fullmatch(text)
    if found is None or (found[2], found[5]) in _NOT_TAKEN:
        raise refusals.MalformedArn(text)
    return Arn(text, found[2], found[3], found[4], found[5], found[6])


def walk(world: World, caller: Caller, wanted: Wanted, after: str | None = None) -> Iterator[tuple[Tagged, str]]:
    """The resources behind a position, each with the position to go on from. Looks no further than is asked."""
    first, _, place = (after or "0:").partition(":")
    inner: str | None = place or None
    for index in range(int(first), len(sources())):
        source = sources()[index]
        if wanted.takes_type(source):
            pages = source.listed(world, caller.account_id, caller.region)
            keep = _keep(world, source, wanted)
            while True:
                found, last = pages.page(inner, 1, keep)
                for resource in found:
                    tagged = Tagged(source.arn(world, resource), source.tags(world, resource))
                    yield tagged, f"{index + 1}:" if last is None else f"{index}:{last}"
                if last is None:
                    break
                inner = last
        inner = None


def _keep(world: World, source: Source, wanted: Wanted) -> Callable[[Any], bool]:
    def keep(resource: object) -> bool:
        return wanted.takes(source.tags(world, resource)) and source.had_tags(world, resource)

    return keep


def look_up(world: World, caller: Caller, arns: Iterable[str]) -> list[Tagged]:
    """The resources with these ARNs that have or had tags; what is unknown is passed over."""
    found = []
    for arn in map(read_arn, dict.fromkeys(arns)):
        source = source_of(arn.service, arn.kind)
        resource = None if source is None else _found(world, caller, source, arn)
        if source is not None and resource is not None and _keep(world, source, Wanted())(resource):
            found.append(Tagged(arn.text, source.tags(world, resource)))
    return found


def _found(world: World, caller: Caller, source: Source, arn: Arn) -> Any | None:
    resource = source.find(world, caller, arn)
    return resource if resource is not None and source.arn(world, resource) == arn.text else None


def _required(world: World, caller: Caller, arn: Arn) -> tuple[Source, Any]:
    """The caller's resource that an ARN names (TAG-009 to TAG-011)."""
    source = require_source(arn)
    if arn.account_id != caller.account_id:
        raise refusals.ForeignResource(arn.text)
    resource = _found(world, caller, source, arn)
    if resource is None:
        if source.missing is not None and arn.region in ("", caller.region):
            source.missing(arn)
        raise refusals.NoSuchResource(arn.text)
    return source, resource


def require_own_keys(keys: Iterable[str]) -> None:
    """Nobody sets or takes AWS's own tags (TAG-008)."""
    if any(key.lower().startswith("aws:") for key in keys):
        raise refusals.ReservedTagKey


def tag(world: World, caller: Caller, arn: Arn, tags: Mapping[str, str]) -> None:
    """Put tags on the real resource, by its own service's rules."""
    source, resource = _required(world, caller, arn)
    source.tag(world, caller, resource, tags)


def untag(world: World, caller: Caller, arn: Arn, keys: Iterable[str]) -> None:
    """Take tags from the real resource; keys that are not there are passed over."""
    source, resource = _required(world, caller, arn)
    source.untag(world, caller, resource, keys)


def keys_in_use(world: World, caller: Caller) -> list[str]:
    return sorted({key for tagged, _ in walk(world, caller, Wanted()) for key in tagged.tags})


def values_in_use(world: World, caller: Caller, key: str) -> list[str]:
    return sorted({tagged.tags[key] for tagged, _ in walk(world, caller, Wanted([(key, ())]))})
