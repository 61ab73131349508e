"""Which resources' usage is published: of many the fullest, the emptiest, and the largest that pools have filled."""

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from itertools import islice

from emulator.domain.metrics.records import Dimensions

Measure = tuple[str, Dimensions]
"""A metric's name and dimensions."""
Key = tuple[str, str]
"""A resource and a scope: of one resource, CIDRs may be in several."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How full a resource's CIDRs of one family are in a scope."""

    measure: Measure
    percent: float
    size: int
    # whether a pool has allocated one of them, or one of the VPC that it is in
    is_pooled: bool


@dataclass(slots=True)
class Ranking:
    """The usages of one type of resource and one address family, in order."""

    usages: dict[Key, Usage] = field(default_factory=dict)
    by_percent: list[tuple[float, Key]] = field(default_factory=list)
    # of those that pools have filled: the largest first
    by_size: list[tuple[int, Key]] = field(default_factory=list)
    shown: dict[Measure, float] = field(default_factory=dict)

    def put(self, key: Key, usage: Usage | None) -> None:
        """What a resource has come to be; None: it is not there any more."""
        before = self.usages.pop(key, None)
        if before is not None:
            _take(self.by_percent, (before.percent, key))
            if before.is_pooled:
                _take(self.by_size, (-before.size, key))
        if usage is not None:
            self.usages[key] = usage
            insort(self.by_percent, (usage.percent, key))
            if usage.is_pooled:
                insort(self.by_size, (-usage.size, key))

    def selected(self, limit: int) -> dict[Measure, float]:
        """What is to be published: so many of the highest, of the lowest, and of the others (IPAM-241)."""
        chosen = dict.fromkeys(key for _, key in islice(reversed(self.by_percent), limit))
        chosen.update(dict.fromkeys(key for _, key in self.by_percent[:limit]))
        others = (key for _, key in self.by_size if key not in chosen)
        found = [self.usages[key] for key in (*chosen, *list(islice(others, limit)))]
        return {usage.measure: usage.percent for usage in found}


def _take(ordered: list[tuple[float, Key]] | list[tuple[int, Key]], one: tuple[int | float, Key]) -> None:
    del ordered[bisect_left(ordered, one)]
