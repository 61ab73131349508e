"""Tags of EC2's resources: one store for all of them, so that CreateTags and DescribeTags need to know none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from emulator.domain.catalog import Catalog
from emulator.domain.ec2 import refusals
from emulator.domain.ec2.places import Place

LARGEST_KEY = 128
LARGEST_VALUE = 256
_NO_TAGS: Mapping[str, str] = MappingProxyType({})


@dataclass(slots=True)
class Tag:
    """A tag as DescribeTags lists it."""

    resource_id: str
    resource_type: str
    key: str
    value: str


class Tags:
    """Every tag of a world: by resource, and by place in the order in which they were made."""

    __slots__ = ("_by_resource", "_by_value", "_places")

    def __init__(self) -> None:
        self._by_resource: dict[str, dict[str, str]] = {}
        self._places: dict[Place, Catalog[tuple[str, str], Tag]] = {}
        # the ids that carry a key and value, of one place
        self._by_value: dict[tuple[Place, str, str], dict[str, None]] = {}

    def of(self, resource_id: str) -> Mapping[str, str]:
        return self._by_resource.get(resource_id, _NO_TAGS)

    def put(self, place: Place, resource_type: str, resource_id: str, tags: Mapping[str, str]) -> None:
        """Set tags; those with other keys stay."""
        if not tags:
            return
        own = self._by_resource.setdefault(resource_id, {})
        listed = self._places.setdefault(place, Catalog())
        for key, value in tags.items():
            entry = listed.get((resource_id, key))
            if entry is None:
                listed.add((resource_id, key), Tag(resource_id, resource_type, key, value))
            else:
                self._drop_value(place, entry)
                entry.value = value
            own[key] = value
            self._by_value.setdefault((place, key, value), {})[resource_id] = None

    def remove(self, place: Place, resource_id: str, keys: Iterable[str]) -> None:
        """Take tags away; keys that are not there are passed over."""
        own = self._by_resource.get(resource_id)
        if own is None:
            return
        listed = self._places[place]
        for key in list(keys):
            if own.pop(key, None) is not None:
                self._drop_value(place, listed.remove((resource_id, key)))

    def forget(self, place: Place, resource_id: str) -> None:
        """The resource is gone, and its tags with it."""
        own = self._by_resource.get(resource_id)
        if own is not None:
            self.remove(place, resource_id, list(own))
            del self._by_resource[resource_id]

    def had_any(self, resource_id: str) -> bool:
        """Whether the resource has tags, or had some once: the tagging API goes on to list it."""
        return resource_id in self._by_resource

    def at(self, place: Place) -> Catalog[tuple[str, str], Tag]:
        """The tags of a place, to read."""
        return self._places.get(place) or Catalog()

    def carriers(self, place: Place, key: str, value: str) -> Iterable[str]:
        """The ids of the resources of a place that carry this key and value."""
        return self._by_value.get((place, key, value), ())

    def _drop_value(self, place: Place, entry: Tag) -> None:
        index = (place, entry.key, entry.value)
        carriers = self._by_value[index]
        del carriers[entry.resource_id]
        if not carriers:
            del self._by_value[index]


def checked(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Tags that may be put on a resource (EC2-013 to EC2-016)."""
    tags: dict[str, str] = {}
    for key, value in pairs:
        if not key:
            raise refusals.EmptyTagKey
        if key.lower().startswith("aws:"):
            raise refusals.ReservedTagKey
        if len(key) > LARGEST_KEY:
            raise refusals.TagTooLong("key", LARGEST_KEY)
        if len(value) > LARGEST_VALUE:
            raise refusals.TagTooLong("value", LARGEST_VALUE)
        if key in tags:
            raise refusals.DuplicateTagKey(key)
        tags[key] = value
    return tags


def require_room(present: Mapping[str, str], added: Mapping[str, str], limit: int) -> None:
    """A resource has at most `limit` tags (EC2-017)."""
    if len(present) + sum(1 for key in added if key not in present) > limit:
        raise refusals.TooManyTags
