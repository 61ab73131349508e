"""What will happen later: events with the time at which they fall due.

Due events are announced before the next call is answered, in the order of their due times.
"""

import heapq
from datetime import datetime

from emulator.domain.event import Event


class Schedule:
    """A queue of timed events; equal times keep the order in which they were asked for."""

    __slots__ = ("_heap", "_sequence")

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Event]] = []
        self._sequence = 0

    def at(self, due: datetime, event: Event) -> None:
        self._sequence += 1
        heapq.heappush(self._heap, (due, self._sequence, event))

    def next_due(self, now: datetime) -> Event | None:
        """Take the next event whose time has come."""
        if self._heap and self._heap[0][0] <= now:
            return heapq.heappop(self._heap)[2]
        return None

    @property
    def next_at(self) -> datetime | None:
        """When the next event falls due."""
        return self._heap[0][0] if self._heap else None

    def pending(self) -> list[tuple[datetime, Event]]:
        return [(due, event) for due, _, event in sorted(self._heap)]

    def __len__(self) -> int:
        return len(self._heap)
