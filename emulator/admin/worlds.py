"""Worlds over HTTP: make, look at, reset and drop them; their journals and clocks."""

from datetime import UTC, timedelta
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Body, Query

from emulator.admin.problems import Refused
from emulator.admin.shapes import (
    ClockAdvance,
    ClockSet,
    ClockView,
    ExportView,
    FixturesView,
    Name,
    WorldNames,
    WorldsView,
    WorldView,
)
from emulator.admin.views import clock_view, endpoint_of, existing, world_view
from emulator.domain.clock import LATEST
from emulator.domain.image import Mold
from emulator.fixtures.builder import Recipe
from emulator.fixtures.exporter import export
from emulator.fixtures.loader import FixtureFile, find, shipped
from emulator.fixtures.problems import Problem
from emulator.fixtures.schema import Fixture
from emulator.settings import Settings
from emulator.worlds import DEFAULT, Worlds

_NAMES_SHOWN = 1_000


def router(held: Worlds, settings: Settings) -> APIRouter:
    routes = APIRouter()

    def begun(name: str, fixture: Fixture) -> WorldView:
        server = settings.server
        recipe = Recipe(fixture, settings.options, server.default_account, server.seed)
        try:
            world = held.make(name, Mold(recipe.world))
        except Problem as problem:
            raise Refused(422, f"{'.'.join(map(str, problem.where))}: {problem.text}", "a fixture") from None
        return world_view(world)

    @routes.post("/reset", tags=["worlds"])
    async def reset_default_world() -> WorldView:
        """The default world back to its beginning: fixture, clock, identifiers and journal."""
        return world_view(held.reset(DEFAULT))

    @routes.get("/worlds", tags=["worlds"])
    async def list_worlds(
        limit: Annotated[int | None, Query(ge=1, description="how many of them at most")] = None,
    ) -> WorldsView:
        """The worlds that have been used, in the order of first use."""
        return WorldsView(worlds=[world_view(existing(held, name)) for name in held.names()[:limit]])

    @routes.get("/world-names", tags=["worlds"])
    async def list_names() -> WorldNames:
        """The names of the worlds, the first thousand. A fork that nobody has used yet is not made for it."""
        names = held.names()
        return WorldNames(names=names[:_NAMES_SHOWN], total=len(names))

    @routes.get("/worlds/{name}", tags=["worlds"])
    async def describe_world(name: Name) -> WorldView:
        """One world in numbers."""
        return world_view(existing(held, name))

    @routes.post("/worlds/{name}", status_code=201, tags=["worlds"])
    async def make_world(
        name: Name,
        fixture: Annotated[Fixture | None, Body()] = None,
        source: Annotated[str | None, Query(alias="from", description="the world to fork")] = None,
        shipped_fixture: Annotated[
            str | None, Query(alias="fixture", description="the name of a fixture that comes with the package")
        ] = None,
    ) -> WorldView:
        """A new world: as the server's fixture says; as the body says, which has the form of a fixture file; with
        `fixture` as one of the shipped ones says; or with `from` as another world is now, sharing nothing with it from
        here on. Reset brings it back to here."""
        if held.has(name):
            raise Refused(409, f"there is a world {name!r} already", f"POST /_emulator/worlds/{name}/reset")
        if sum(given is not None for given in (source, fixture, shipped_fixture)) > 1:
            raise Refused(422, "there are several ways in which the world could begin", "a body, fixture, or from")
        if shipped_fixture is not None:
            fixture = _shipped(shipped_fixture)
        if source is not None:
            # the fork itself is made when it is first used
            view = world_view(existing(held, source))
            held.fork(name, source)
            return view.model_copy(update={"name": name, "endpoint": endpoint_of(name)})
        if fixture is None:
            return world_view(held.get(name))
        return begun(name, fixture)

    @routes.post("/worlds/{name}/seed", tags=["worlds"])
    async def seed_world(name: Name, fixture: Fixture) -> WorldView:
        """The world as a fixture says, in the place of what was there; reset brings it back to here."""
        return begun(name, fixture)

    @routes.get("/fixtures", tags=["worlds"])
    async def list_fixtures() -> FixturesView:
        """The names of the fixtures that come with the package."""
        return FixturesView(fixtures=shipped())

    @routes.delete("/worlds/{name}", status_code=204, tags=["worlds"])
    async def drop_world(name: Name) -> None:
        """Forget a world. It begins anew, as the server's fixture says, if it is used again."""
        existing(held, name)
        held.drop(name)
        # the default world is always there
        held.get(DEFAULT)

    @routes.post("/worlds/{name}/reset", tags=["worlds"])
    async def reset_world(name: Name) -> WorldView:
        """The whole world back to its beginning; one that was not there begins."""
        return world_view(held.reset(name))

    @routes.get("/worlds/{name}/export", tags=["worlds"])
    async def export_world(name: Name) -> ExportView:
        """The fixture from which a world like this begins, and what of the world it has no words for."""
        found = export(existing(held, name))
        return ExportView(fixture=found.fixture, left_out=found.left_out)

    @routes.get("/worlds/{name}/clock", tags=["clock"])
    async def read_clock(name: Name) -> ClockView:
        """What time it is in the world, and what will happen later."""
        return clock_view(existing(held, name))

    @routes.put("/worlds/{name}/clock", tags=["clock"])
    async def set_clock(name: Name, wanted: ClockSet) -> ClockView:
        """Hold the clock or let it run. A `now` in the world's past is refused: time does not run backwards."""
        world = held.get(name)
        world.settle()
        now = world.now
        if wanted.now is not None:
            if wanted.now < now:
                raise Refused(422, f"now: {wanted.now.isoformat()} is past", f"{now.isoformat()} or later")
            if wanted.now > LATEST:
                raise Refused(422, f"now: {wanted.now.isoformat()} is too late", f"{LATEST.isoformat()} or earlier")
            # times are in UTC everywhere else
            now = wanted.now.astimezone(UTC)
            world.advance(now - world.now)
        if wanted.frozen:
            world.clock.freeze(now)
        elif wanted.frozen is not None:
            world.clock.resume()
        return clock_view(world)

    @routes.post("/worlds/{name}/clock", tags=["clock"])
    async def advance_clock(name: Name, wanted: ClockAdvance) -> ClockView:
        """Move time, frozen or not; what falls due on the way happens at its own time.

        Either by some seconds, or until nothing is pending: to the last of what falls due within some seconds.
        """
        world = held.get(name)
        world.settle()
        given = wanted.advance_seconds
        step = timedelta(seconds=given if given is not None else wanted.until_idle_within_seconds or 0)
        if step > LATEST - world.now:
            raise Refused(422, "the clock would be led too far", f"a time until {LATEST.isoformat()}")
        if given is not None:
            world.advance(step)
        else:
            world.advance_until_idle(step)
        return clock_view(world)

    return routes


def _shipped(name: str) -> Fixture:
    if name not in shipped():
        raise Refused(422, f"fixture: no fixture {name!r}", f"one of {', '.join(shipped())}")
    return FixtureFile(find(Path(name))).fixture
