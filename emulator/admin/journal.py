"""Journals over HTTP: query, tail, count, and take away as a file or as CloudTrail records."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse, StreamingResponse

from emulator.admin.problems import Refused
from emulator.admin.shapes import CountView, JournalPage, Name
from emulator.admin.views import entry_view, existing
from emulator.domain.cloudtrail.records import newest_first
from emulator.domain.journal import CallEntry
from emulator.matching import WantedCall, WantedPage, near_misses
from emulator.replay import CannotReplay, lines_of
from emulator.worlds import Worlds

# how often a tail looks for news
_TAIL_SECONDS = 0.1


def router(held: Worlds) -> APIRouter:
    routes = APIRouter(tags=["journal"])

    @routes.get("/worlds/{name}/journal")
    async def read_journal(
        name: Name,
        wanted: Annotated[WantedPage, Query()],
    ) -> JournalPage:
        """What was asked and what followed, in order: calls, and acts of the services themselves.

        With a filter by service, operation, account, outcome or rule: the calls that match it.
        """
        entries = existing(held, name).journal.entries()
        rest = [entry for entry in entries if entry.number > wanted.after and wanted.matches(entry)]
        shown = rest[: wanted.limit]
        last = shown[-1].number if shown else wanted.after
        return JournalPage(entries=[entry_view(entry) for entry in shown], last=last, more=len(rest) > wanted.limit)

    @routes.post("/worlds/{name}/journal/count")
    async def count_calls(name: Name, wanted: WantedCall) -> CountView:
        """How many calls match, for assertions; where none does, those that nearly do and what they differ in."""
        calls = [entry for entry in existing(held, name).journal.entries() if isinstance(entry, CallEntry)]
        found = [entry.number for entry in calls if wanted.matches(entry)]
        return CountView(count=len(found), numbers=found, near_misses=[] if found else near_misses(wanted, calls))

    @routes.get("/worlds/{name}/journal/tail")
    async def tail_journal(
        name: Name, after: Annotated[int | None, Query(ge=0, description="without it what comes from now on")] = None
    ) -> StreamingResponse:
        """Entries as they come, as server-sent events."""
        world = existing(held, name)
        begin = world.journal.last_number if after is None else after

        async def news() -> AsyncIterator[str]:
            last = begin
            yield ": the journal follows\n\n"
            while (current := held.find(name)) is not None:
                if current.journal.last_number < last:
                    last = 0  # the world was reset
                for entry in current.journal.entries():
                    if entry.number > last:
                        last = entry.number
                        yield f"id: {last}\ndata: {entry_view(entry).model_dump_json()}\n\n"
                await asyncio.sleep(_TAIL_SECONDS)

        return StreamingResponse(news(), media_type="text/event-stream")

    @routes.get("/worlds/{name}/journal/file", response_class=PlainTextResponse)
    async def export_journal(name: Name) -> str:
        """The world's beginning and every call since, a line each: `ipam-emulator replay` makes the world of it."""
        try:
            return "".join(f"{line}\n" for line in lines_of(existing(held, name), held.beginning(name)))
        except CannotReplay as problem:
            raise Refused(409, str(problem), "a shorter run, or a larger journal_capacity") from None

    @routes.get("/worlds/{name}/journal/cloudtrail")
    async def export_records(name: Name) -> dict[str, Any]:
        """The journal as CloudTrail writes its log files: the records of every account, oldest first."""
        return {"Records": [event.record for event in reversed(list(newest_first(existing(held, name))))]}

    return routes
