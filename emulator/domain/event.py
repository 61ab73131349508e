"""What all events have in common. The events themselves are in `events.py`, which loads with the areas."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """A past fact, or (names ending in Due) the time of something that was scheduled."""
