"""Worlds over HTTP: make, look at, reset and drop them; their journals and clocks."""

from dataclasses import fields
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Body, Path, Query

from emulator.admin.problems import Refused
from emulator.admin.shapes import (
    ActView,
    CallView,
    ClockAdvance,
    ClockSet,
    ClockView,
    JournalPage,
    PendingView,
    WorldsView,
    WorldView,
)
from emulator.domain.events import Event
from emulator.domain.journal import Act, CallEntry
from emulator.domain.world import World
from emulator.fixtures.builder import Recipe
from emulator.fixtures.problems import Problem
from emulator.fixtures.schema import Fixture
from emulator.settings import Settings
from emulator.worlds import DEFAULT, Worlds

Name = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,64}$", description="1 to 64 letters, digits and . _ -")]
_PENDING_SHOWN = 100


def router(held: Worlds, settings: Settings) -> APIRouter:
    routes = APIRouter()

    def existing(name: str) -> World:
        world = held.find(name)
        if world is None:
            raise Refused(404, f"no world {name!r} has been used yet", f"one of {', '.join(held.names())}")
        world.settle()
        return world

    @routes.post("/reset", tags=["worlds"])
    async def reset_default_world() -> WorldView:
        """The default world back to its beginning: fixture, clock, identifiers and journal."""
        return _world_view(held.reset(DEFAULT))

    @routes.get("/worlds", tags=["worlds"])
    async def list_worlds() -> WorldsView:
        """The worlds that have been used, in the order of first use."""
        return WorldsView(worlds=[_world_view(existing(name)) for name in held.names()])

    @routes.get("/worlds/{name}", tags=["worlds"])
    async def describe_world(name: Name) -> WorldView:
        """One world in numbers."""
        return _world_view(existing(name))

    @routes.post("/worlds/{name}", status_code=201, tags=["worlds"])
    async def make_world(name: Name, fixture: Annotated[Fixture | None, Body()] = None) -> WorldView:
        """A new world: as the server's fixture says, or as the body says, which has the form of a fixture file."""
        if held.find(name) is not None:
            raise Refused(409, f"there is a world {name!r} already", f"POST /_emulator/worlds/{name}/reset")
        if fixture is None:
            return _world_view(held.get(name))
        server = settings.server
        recipe = Recipe(fixture, settings.options, server.default_account, server.seed)
        try:
            return _world_view(held.make(name, recipe.world))
        except Problem as problem:
            raise Refused(422, f"{'.'.join(map(str, problem.where))}: {problem.text}", "a fixture") from None

    @routes.delete("/worlds/{name}", status_code=204, tags=["worlds"])
    async def drop_world(name: Name) -> None:
        """Forget a world. It begins anew, as the server's fixture says, if it is used again."""
        existing(name)
        held.drop(name)
        # the default world is always there
        held.get(DEFAULT)

    @routes.post("/worlds/{name}/reset", tags=["worlds"])
    async def reset_world(name: Name) -> WorldView:
        """The whole world back to its beginning; one that was not there begins."""
        return _world_view(held.reset(name))

    @routes.get("/worlds/{name}/journal", tags=["journal"])
    async def read_journal(
        name: Name,
        after: Annotated[int, Query(ge=0, description="the number of the last entry that you have")] = 0,
        limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
    ) -> JournalPage:
        """What was asked and what followed, in order: calls, and acts of the services themselves."""
        rest = [entry for entry in existing(name).journal.entries() if entry.number > after]
        shown = rest[:limit]
        last = shown[-1].number if shown else after
        return JournalPage(entries=[_entry_view(entry) for entry in shown], last=last, more=len(rest) > limit)

    @routes.get("/worlds/{name}/clock", tags=["clock"])
    async def read_clock(name: Name) -> ClockView:
        """What time it is in the world, and what will happen later."""
        return _clock_view(existing(name))

    @routes.put("/worlds/{name}/clock", tags=["clock"])
    async def set_clock(name: Name, wanted: ClockSet) -> ClockView:
        """Hold the clock or let it run. A `now` in the world's past is refused: time does not run backwards."""
        world = held.get(name)
        world.settle()
        if wanted.now is not None:
            if wanted.now < world.now:
                raise Refused(422, f"now: {wanted.now.isoformat()} is past", f"{world.now.isoformat()} or later")
            world.advance(wanted.now - world.now)
        if wanted.frozen:
            world.clock.freeze(wanted.now or world.now)
        else:
            world.clock.resume()
        return _clock_view(world)

    @routes.post("/worlds/{name}/clock", tags=["clock"])
    async def advance_clock(name: Name, wanted: ClockAdvance) -> ClockView:
        """Move time by some seconds, frozen or not; what falls due on the way happens at its own time."""
        world = held.get(name)
        world.settle()
        world.advance(timedelta(seconds=wanted.advance_seconds))
        return _clock_view(world)

    return routes


def _world_view(world: World) -> WorldView:
    return WorldView(
        name=world.name,
        endpoint="/" if world.name == DEFAULT else f"/worlds/{world.name}",
        default_account=world.default_account_id,
        now=world.now,
        accounts=len(world.accounts),
        organizations=list(world.organizations),
        calls_and_acts=world.journal.last_number,
    )


def _entry_view(entry: CallEntry | Act) -> CallView | ActView:
    members = {one.name: getattr(entry, one.name) for one in fields(entry)}
    if isinstance(entry, Act):
        return ActView(**members)
    return CallView(**{**members, "parameters": _plain(entry.parameters)})


def _plain(value: object) -> object:
    """A parameter as JSON can say it: octets as text, where they are text."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return value


def _clock_view(world: World) -> ClockView:
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
