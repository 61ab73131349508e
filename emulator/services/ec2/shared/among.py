"""A part of a collection: what its request's own members leave of it, before any filter."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from emulator.services.ec2.shared.describe import Described

Resource = TypeVar("Resource")


class Among(Generic[Resource]):
    """What of a collection passes a test."""

    def __init__(self, seen: Described[Resource], test: Callable[[Resource], bool]) -> None:
        self._seen = seen
        self._test = test

    def get(self, key: str, /) -> Resource | None:
        found = self._seen.get(key)
        return found if found is not None and self._test(found) else None

    def page(
        self,
        after: str | None,
        limit: int,
        keep: Callable[[Resource], bool] | None = None,
        among: Iterable[str] | None = None,
    ) -> tuple[list[Resource], str | None]:
        test = self._test
        both = test if keep is None else lambda resource: test(resource) and keep(resource)
        return self._seen.page(after, limit, both, among)
