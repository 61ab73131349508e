"""How the admin API shows what a world holds."""

from dataclasses import fields

from emulator.admin.problems import Refused
from emulator.admin.secrets import shown
from emulator.admin.shapes import ActView, CallView, ClockView, PendingView, WorldView
from emulator.domain.event import Event
from emulator.domain.journal import Act, CallEntry
from emulator.domain.world import World
from emulator.worlds import DEFAULT, Worlds

_PENDING_SHOWN = 100


def existing(held: Worlds, name: str) -> World:
    """A world that has been used, with what was due done; refused where there is none."""
    world = held.find(name)
    if world is None:
        raise Refused(404, f"no world {name!r} has been used yet", f"one of {', '.join(held.names())}")
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
    if isinstance(entry, Act):
        return ActView(**{one.name: getattr(entry, one.name) for one in fields(entry)})
    return call_view(entry)


def call_view(entry: CallEntry) -> CallView:
    members = {name: getattr(entry, name) for name in CallView.model_fields if name != "kind"}
    return CallView(**{**members, "parameters": shown(entry.parameters), "answer": shown(entry.answer)})


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
