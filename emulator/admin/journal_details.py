"""The journal for who reads it: the newest first, and one call with everything about it."""

from asyncio import Lock
from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from emulator.admin.problems import Refused
from emulator.admin.replayed import CannotTell, Changes, changes_of
from emulator.admin.secrets import HIDDEN
from emulator.admin.shapes import ActView, CallRow, CallView, Name, RuleView
from emulator.admin.snippets import CallCode, code_of
from emulator.admin.views import act_view, call_view, endpoint_of, existing, row_view
from emulator.domain.callers import PrincipalKind
from emulator.domain.journal import Act, CallEntry
from emulator.domain.world import World
from emulator.matching import Wanted
from emulator.rules import register
from emulator.worlds import Worlds

_ACTS_SHOWN = 100


class WantedNewest(Wanted):
    """Which entries, and how many of them, from the newest back."""

    before: int | None = Field(default=None, ge=1, description="the number of the oldest entry that you have")
    limit: int = Field(default=100, ge=1, le=500)


class NewestPage(BaseModel):
    """Entries, the newest first. Ask again with before=the last one's number for those that come before."""

    entries: list[CallRow | ActView]
    more: bool
    total: int = Field(description="how many entries the journal has had, forgotten ones too")
    services: list[str] = Field(description="the services of the calls that the journal holds")


class CallDetails(BaseModel):
    """A call with everything that the journal knows of it."""

    call: CallView
    facts: dict[str, str] = Field(description="what the rule that refused it found")
    rule: RuleView | None
    followed: list[ActView] = Field(description="what the services did until the next call")
    user_agent: str | None
    code: CallCode | None
    hint: str | None = Field(description="what the code cannot say")


def router(held: Worlds) -> APIRouter:
    routes = APIRouter(tags=["journal"])
    # each takes a world of its own and a processor
    one_at_a_time = Lock()

    @routes.get("/worlds/{name}/journal/newest")
    async def read_newest(name: Name, wanted: Annotated[WantedNewest, Query()]) -> NewestPage:
        """Calls and acts, the newest first; with a filter the calls that match it."""
        journal = existing(held, name).journal
        entries = journal.entries()
        found = list(islice(_back(entries, wanted), wanted.limit + 1))
        return NewestPage(
            entries=[row_view(entry) for entry in found[: wanted.limit]],
            more=len(found) > wanted.limit,
            total=journal.last_number,
            services=sorted({entry.service for entry in entries if isinstance(entry, CallEntry)}),
        )

    @routes.get("/worlds/{name}/journal/{number}")
    async def describe_call(request: Request, name: Name, number: int) -> CallDetails:
        """One call: its parameters and answer, the rule that refused it and what it found, what followed, and how to
        make it again."""
        world = existing(held, name)
        entries = world.journal.entries()
        entry, rest = _find(entries, number)
        rule = register().get(entry.rule or "")
        code, hint = _code(world, entry, str(request.base_url))
        return CallDetails(
            call=call_view(entry),
            facts=entry.facts,
            rule=RuleView.model_validate(rule, from_attributes=True) if rule is not None else None,
            followed=list(islice(_followed(rest), _ACTS_SHOWN)),
            user_agent=entry.user_agent,
            code=code,
            hint=hint,
        )

    @routes.get("/worlds/{name}/journal/{number}/changes")
    async def tell_changes(name: Name, number: int) -> Changes:
        """What a call changed in the world. Found out by making the world again, so it takes its time."""
        try:
            async with one_at_a_time:
                return await changes_of(existing(held, name), held.beginning(name), number)
        except CannotTell as problem:
            raise Refused(409, str(problem), "a call of a shorter run") from None

    return routes


def _back(entries: list[CallEntry | Act], wanted: WantedNewest) -> Iterator[CallEntry | Act]:
    for entry in reversed(entries):
        if (wanted.before is None or entry.number < wanted.before) and wanted.matches(entry):
            yield entry


def _find(entries: list[CallEntry | Act], number: int) -> tuple[CallEntry, list[CallEntry | Act]]:
    """A call, and the entries behind it."""
    for index, entry in enumerate(entries):
        if entry.number == number and isinstance(entry, CallEntry):
            return entry, entries[index + 1 :]
    raise Refused(404, f"the journal has no call {number}", "the number of a call that it still holds")


def _followed(rest: list[CallEntry | Act]) -> Iterator[ActView]:
    """What the services did until the next call."""
    for each in rest:
        if not isinstance(each, Act):
            return
        yield act_view(each)


def _code(world: World, entry: CallEntry, base_url: str) -> tuple[CallCode | None, str | None]:
    if entry.account_id is None or not entry.operation:
        return None, "The request did not get as far as an operation and a caller."
    shown: Any = call_view(entry).parameters
    code = code_of(
        base_url,
        endpoint_of(world.name),
        entry.account_id,
        entry.region or "us-east-1",
        entry.service,
        entry.operation,
        shown,
    )
    hints = []
    if entry.caller is not None and entry.caller.principal.kind is PrincipalKind.ROLE_SESSION:
        hints.append(f"It was made by {entry.principal}: as written it is made by the account's administrator.")
    if HIDDEN in str(shown):
        hints.append("What is secret is left out of it.")
    return code, " ".join(hints) or None
