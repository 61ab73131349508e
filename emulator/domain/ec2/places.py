"""Where resources live: an account and a Region of it."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeAlias, TypeVar

from emulator.domain.catalog import Catalog

Place: TypeAlias = tuple[str, str]
"""An account's id and a Region."""


class Resident(Protocol):
    """A resource of an account in a Region."""

    @property
    def id(self) -> str: ...
    @property
    def owner_id(self) -> str: ...
    @property
    def region(self) -> str: ...


Resource = TypeVar("Resource", bound=Resident)

_NOTHING: Catalog[str, object] = Catalog()


class Residents(Generic[Resource]):
    """All resources of one kind: found by id wherever they are, listed by place in the order of creation."""

    __slots__ = ("_all", "_places")

    def __init__(self) -> None:
        self._all: dict[str, Resource] = {}
        self._places: dict[Place, Catalog[str, Resource]] = {}

    def add(self, resource: Resource) -> None:
        self._all[resource.id] = resource
        self._places.setdefault((resource.owner_id, resource.region), Catalog()).add(resource.id, resource)

    def remove(self, resource_id: str) -> Resource:
        resource = self._all.pop(resource_id)
        place = (resource.owner_id, resource.region)
        self._places[place].remove(resource_id)
        if not self._places[place]:
            del self._places[place]
        return resource

    def get(self, resource_id: str) -> Resource | None:
        return self._all.get(resource_id)

    def owned(self, owner_id: str, region: str, resource_id: str) -> Resource | None:
        """The resource, if it is this account's and in this Region: others do not see it."""
        resource = self._all.get(resource_id)
        if resource is None or resource.owner_id != owner_id or resource.region != region:
            return None
        return resource

    def at(self, owner_id: str, region: str) -> Catalog[str, Resource]:
        """An account's resources in a Region, to read."""
        return self._places.get((owner_id, region)) or _NOTHING  # type: ignore[return-value] # it is empty

    def of(self, owner_id: str) -> Iterator[Resource]:
        """An account's resources in all Regions."""
        for place, catalog in self._places.items():
            if place[0] == owner_id:
                yield from catalog.values()

    def values(self) -> Iterator[Resource]:
        return iter(self._all.values())

    def __getitem__(self, resource_id: str) -> Resource:
        return self._all[resource_id]

    def __contains__(self, resource_id: object) -> bool:
        return resource_id in self._all

    def __len__(self) -> int:
        return len(self._all)
