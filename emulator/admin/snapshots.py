"""Snapshots over HTTP: a world as a document, to keep and to load; and the server's state file."""

from typing import Annotated, Any

from fastapi import APIRouter, Body

from emulator.admin.problems import Refused
from emulator.admin.shapes import Name, StateView, WorldView
from emulator.admin.views import existing, world_view
from emulator.settings import Settings
from emulator.snapshots.files import SnapshotProblem, document, worlds_of
from emulator.snapshots.reading import Unloadable
from emulator.snapshots.state import keep
from emulator.worlds import Worlds


def router(held: Worlds, settings: Settings) -> APIRouter:
    routes = APIRouter(tags=["snapshots"])

    @routes.get("/worlds/{name}/snapshot")
    async def take_snapshot(name: Name) -> dict[str, Any]:
        """The complete world: resources, clock, what is pending, identifiers and journal."""
        return document([existing(held, name)])

    @routes.put("/worlds/{name}/snapshot")
    async def load_snapshot(name: Name, snapshot: Annotated[dict[str, Any], Body()]) -> WorldView:
        """The world as a snapshot has it, in the place of what it was. The snapshot is of one world."""
        try:
            loaded = worlds_of(snapshot)
        except Unloadable as problem:
            raise Refused(422, str(problem), "what GET answered, in this version or an older one") from None
        if len(loaded) != 1:
            raise Refused(422, f"the snapshot has {len(loaded)} worlds", "a snapshot of one world")
        loaded[0].name = name
        held.put(loaded[0])
        return world_view(loaded[0])

    @routes.post("/state")
    async def keep_state() -> StateView:
        """Write every world to the server's state file now."""
        path = settings.server.state_file
        if path is None:
            raise Refused(409, "the server keeps no state", "a server that was started with --state-file")
        try:
            return StateView(path=str(path), worlds=keep(path, held))
        except SnapshotProblem as problem:
            raise Refused(409, str(problem), "a file that the server may write") from None

    return routes
