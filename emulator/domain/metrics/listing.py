"""Which metrics an account has."""

from collections.abc import Sequence
from dataclasses import dataclass

from emulator.domain.metrics.records import DAY, HOUR, Series, Store

# A metric is listed for two weeks after its last data.
LISTED_FOR = 14 * DAY
RECENT = 3 * HOUR


@dataclass(frozen=True, slots=True)
class Listing:
    """The metrics that a request asks for; a dimension without a value may have any."""

    store: Store
    now: int
    namespace: str | None = None
    name: str | None = None
    dimensions: Sequence[tuple[str, str | None]] = ()
    recently_active: bool = False

    def page(self, after: str | None, limit: int, keep: object = None) -> tuple[list[Series], str | None]:
        """By namespace, name and dimensions. What lies before or behind a namespace that is named is not looked at."""
        prefix: tuple[str, ...] = ()
        if self.namespace is not None:
            prefix = (self.namespace,) if self.name is None else (self.namespace, self.name)
        return self.store.series.page(after, limit, self._fits, prefix)

    def _fits(self, series: Series) -> bool:
        if self.name is not None and series.name != self.name:
            return False
        if series.latest(self.now) <= self.now - (RECENT if self.recently_active else LISTED_FOR):
            return False
        known = dict(series.dimensions)
        return all(name in known and value in (None, known[name]) for name, value in self.dimensions)
