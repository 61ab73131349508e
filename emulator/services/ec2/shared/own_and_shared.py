"""What a caller sees of a kind that is shared through RAM: its own, in the order of creation, and behind it others'."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from emulator.services.ec2.shared.describe import Described


class Identified(Protocol):
    @property
    def id(self) -> str: ...


Resource = TypeVar("Resource", bound=Identified)

# Positions behind the caller's own resources begin so.
_OTHERS = "shared/"


class OwnAndShared(Generic[Resource]):
    """The caller's own and what others let it see, the latter by identifier.

    `find` answers for both. `others` is asked only where no index says which of them can be meant.
    """

    def __init__(
        self,
        own: Described[Resource],
        others: Callable[[], Iterable[Resource]],
        find: Callable[[str], Resource | None],
    ) -> None:
        self._own = own
        self._list_others = others
        self._find = find

    @cached_property
    def _others(self) -> list[Resource]:
        return sorted(self._list_others(), key=lambda resource: resource.id)

    def _named_others(self, named: Iterable[str]) -> list[Resource]:
        found = (self._find(resource_id) for resource_id in sorted(named) if self._own.get(resource_id) is None)
        return [resource for resource in found if resource is not None]

    def get(self, key: str, /) -> Resource | None:
        return self._find(key)

    def page(
        self,
        after: str | None,
        limit: int,
        keep: Callable[[Resource], bool] | None = None,
        among: Iterable[str] | None = None,
    ) -> tuple[list[Resource], str | None]:
        found: list[Resource] = []
        last = ""
        named = None if among is None else set(among)
        if after is None or not after.startswith(_OTHERS):
            found, own_last = self._own.page(after, limit, keep, named)
            if own_last is not None:
                return found, own_last
        else:
            last = after.removeprefix(_OTHERS)
        for resource in self._others if named is None else self._named_others(named):
            if resource.id > last and (keep is None or keep(resource)):
                if len(found) == limit:
                    return found, _OTHERS + last
                found.append(resource)
                last = resource.id
        return found, None
