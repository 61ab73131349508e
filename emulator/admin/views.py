"""How the admin API shows what a world holds."""

from dataclasses import fields
from typing import Any

from emulator.admin.problems import Refused
from emulator.admin.secrets import shown
from emulator.admin.shapes import ActView, CallRow, CallView, ClockView, PendingView, WorldView
from emulator.domain.event import Event
from emulator.domain.journal import Act, CallEntry
from emulator.domain.world import World
from emulator.worlds import DEFAULT, Worlds

_PENDING_SHOWN = 100
_NAMES_SHOWN = 10


def existing(held: Worlds, name: str) -> World:
    """A world that has been used, with what was due done; refused where there is none."""
    world = held.find(name)
    if world is None:
        names = held.names()
        rest = f" or {len(names) - _NAMES_SHOWN:,} others" if len(names) > _NAMES_SHOWN else ""
        raise Refused(404, f"no world {name!r} has been used yet", f"one of {', '.join(names[:_NAMES_SHOWN])}{rest}")
    world.settle()
    return world


def endpoint_of(name: str) -> str:
    return "/" if name == DEFAULT else f"/worlds/{name}"


def world_view(world: World) -> WorldView:
    return WorldView(
        name=world.name,
        endpoint=endpoint_of(world.name),
        default_account=world.default_account_id,
        now=world.now,
        accounts=len(world.accounts),
        organizations=list(world.organizations),
        calls_and_acts=world.journal.last_number,
    )


def entry_view(entry: CallEntry | Act) -> CallView | ActView:
    return act_view(entry) if isinstance(entry, Act) else call_view(entry)


def act_view(act: Act) -> ActView:
    return ActView.model_validate(act, from_attributes=True)


def call_view(entry: CallEntry) -> CallView:
    return CallView(**_members(entry), parameters=shown(entry.parameters), answer=shown(entry.answer))


def row_view(entry: CallEntry | Act) -> CallRow | ActView:
    """An entry without what was said, which may be large."""
    return act_view(entry) if isinstance(entry, Act) else CallRow(**_members(entry))


def _members(entry: CallEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in CallRow.model_fields if name != "kind"}


def clock_view(world: World) -> ClockView:
    return ClockView(
        now=world.now,
        frozen=world.clock.frozen,
        offset_seconds=world.clock.offset.total_seconds(),
        pending=[
            PendingView(due=due, event=type(event).__name__, about=_about(event))
            for due, event in world.schedule.pending()[:_PENDING_SHOWN]
        ],
    )


def _about(event: Event) -> dict[str, str]:
    return {one.name: str(getattr(event, one.name)) for one in fields(event)}
