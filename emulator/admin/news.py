"""Says when a world has changed, to whoever shows one: server-sent events that carry no content of the world."""

import asyncio
import json
from collections.abc import AsyncIterator

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from emulator.admin.shapes import Name
from emulator.admin.views import existing
from emulator.domain.world import World
from emulator.worlds import Worlds

# how often it looks, so that a burst of calls is told in few words
_SECONDS = 0.25
# a line now and then keeps proxies from closing the connection, and shows the server that nobody listens any more
_SILENCE_SECONDS = 15


def router(held: Worlds) -> APIRouter:
    routes = APIRouter(tags=["worlds"])

    @routes.get("/worlds/{name}/news")
    async def follow_world(name: Name) -> StreamingResponse:
        """That something is otherwise than before, as server-sent events: how many calls there were, how many changes,
        and whether the clock stands. At most a few in a second, however many calls come."""
        existing(held, name)

        async def news() -> AsyncIterator[str]:
            told: tuple[object, ...] | None = None
            silent = 0.0
            while (world := held.find(name)) is not None:
                # what falls due is news too, though nobody has called
                world.settle()
                seen = _seen(world, held)
                if seen != told:
                    told, silent = seen, 0.0
                    yield f"data: {_line(world)}\n\n"
                elif silent >= _SILENCE_SECONDS:
                    silent = 0.0
                    yield ": nothing new\n\n"
                await asyncio.sleep(_SECONDS)
                silent += _SECONDS
            yield "event: gone\ndata: {}\n\n"

        return StreamingResponse(news(), media_type="text/event-stream", headers={"cache-control": "no-store"})

    return routes


def _seen(world: World, held: Worlds) -> tuple[object, ...]:
    clock = world.clock
    faults = held.faults.get(world.name)
    hits = tuple((rule.id, rule.matched) for rule in faults.rules) if faults is not None else ()
    return id(world), world.changes, world.journal.last_number, clock.frozen_at, clock.offset, len(held.names()), hits


def _line(world: World) -> str:
    return json.dumps({"calls": world.journal.last_number, "changes": world.changes, "frozen": world.clock.frozen})
