"""LookupEvents: what has happened in an account and Region, newest first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from emulator.domain.cloudtrail import refusals
from emulator.domain.cloudtrail.records import TrailEvent, newest_first
from emulator.domain.world import World

# CloudTrail's event history goes back so far.
HISTORY = timedelta(days=90)

_ATTRIBUTES: Mapping[str, Callable[[TrailEvent, str], bool]] = {
    "EventId": lambda event, value: event.id == value,
    "EventName": lambda event, value: event.name == value,
    # only what changes something is recorded
    "ReadOnly": lambda event, value: value == "false",
    "Username": lambda event, value: event.username == value,
    "ResourceType": lambda event, value: any(kind == value for kind, _ in event.resources),
    "ResourceName": lambda event, value: any(name == value for _, name in event.resources),
    "EventSource": lambda event, value: event.source == value,
    "AccessKeyId": lambda event, value: event.access_key_id == value,
}


@dataclass(frozen=True, slots=True)
class History:
    """The events of an account and Region as a collection with pages."""

    events: tuple[TrailEvent, ...]

    def page(
        self, after: str | None, limit: int, keep: Callable[[TrailEvent], bool] | None = None
    ) -> tuple[list[TrailEvent], str | None]:
        """Up to `limit` events that are older than a place, and the place to go on from if there are more."""
        before = tuple(map(int, after.split("."))) if after is not None else None
        found: list[TrailEvent] = []
        for event in self.events:
            if (before is not None and event.place >= before) or (keep is not None and not keep(event)):
                continue
            if len(found) == limit:
                return found, ".".join(map(str, found[-1].place))
            found.append(event)
        return found, None


def lookup(
    world: World,
    account_id: str,
    region: str,
    attributes: list[tuple[str, str]],
    start: datetime | None,
    end: datetime | None,
) -> History:
    """The events that one attribute, if any, and a range of time select. Both ends are in the range."""
    if len(attributes) > 1:
        raise refusals.TooManyAttributes
    if start is not None and end is not None and start > end:
        raise refusals.TimesReversed
    oldest = world.now - HISTORY
    return History(
        tuple(
            event
            for event in newest_first(world)
            if event.account_id == account_id
            and event.region == region
            and event.time >= oldest
            and (start is None or event.time >= start)
            and (end is None or event.time <= end)
            and all(_ATTRIBUTES[key](event, value) for key, value in attributes)
        )
    )
