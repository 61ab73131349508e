"""What a call changed: the world is made again from its beginning, and looked at before the call and after it.

So no call pays for it, and the answer is exact: what a journal leads to is the same world.
"""

import asyncio
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, Field

from emulator.admin.secrets import HIDDEN, is_secret
from emulator.domain.journal import CallEntry
from emulator.domain.world import World
from emulator.replay import repeat
from emulator.snapshots.writing import write

# Making the world again takes about a millisecond a call and, at the end, one for each account.
MOST_CALLS = 1_000
MOST_ACCOUNTS = 2_000
_SHOWN = 200
_LONGEST = 400
# how a world keeps its things, and what counts calls: nobody who looks for a change means them
_LEFT_OUT = frozenset(
    {"#", "journal", "schedule", "identifiers", "clock", "options", "metrics", "watch", "client_tokens", "sessions"}
    | {"_positions", "_keys", "_last", "_places", "_names", "_by_value", "_networks", "_free", "_chunks", "_starts"}
    | {"holders", "accounts_by_email", "memberships", "last", "last_number", "changed", "changes", "dry_run"}
)
_WRAPPERS = frozenset({"of", "_entries", "_all", "_by_resource"})


class Change(BaseModel):
    """A place in the world and what stood there before and after; None where there was nothing."""

    where: list[str]
    before: str | None
    after: str | None


class Changes(BaseModel):
    """What a call changed, in the order in which a snapshot has it."""

    changes: list[Change]
    more: bool = Field(description="whether there are more than these")


class CannotTell(Exception):
    """Why what a call changed cannot be told; the text is for people."""


async def changes_of(world: World, beginning: World, number: int) -> Changes:
    """What call `number` changed. `beginning` is the world as it began; it is led on from there.

    Nobody else has that world, so others are answered in between.
    """
    begun = beginning.journal.last_number
    entries = [entry for entry in world.journal.entries() if entry.number > begun]
    calls = [entry for entry in entries if isinstance(entry, CallEntry) and entry.number <= number]
    if not calls or calls[-1].number != number:
        raise CannotTell("The journal has no such call, or it lies before the world's beginning.")
    if entries[0].number != begun + 1:
        raise CannotTell("The journal has forgotten the first calls, so the world cannot be made again.")
    if len(calls) > MOST_CALLS or len(world.accounts) > MOST_ACCOUNTS:
        raise CannotTell(
            f"It would take too long here: worlds of up to {MOST_ACCOUNTS} accounts are made again, and up to"
            f" {MOST_CALLS} calls. `ipam-emulator journal save` and `replay` have no such limit."
        )
    for entry in calls[:-1]:
        repeat(beginning, entry)
        await asyncio.sleep(0)
    # what falls due before the call is not its doing
    beginning.clock.freeze(calls[-1].time)
    beginning.settle()
    before = await asyncio.to_thread(write, beginning)
    repeat(beginning, calls[-1])
    beginning.settle()
    found: list[Change] = []
    after = await asyncio.to_thread(write, beginning)
    for change in _differences(before, after, []):
        if len(found) == _SHOWN:
            return Changes(changes=found, more=True)
        found.append(change)
    return Changes(changes=found, more=False)


def _differences(before: Any, after: Any, where: list[str]) -> Iterator[Change]:
    if before == after or _is_same(before) or _is_same(after):
        return
    if isinstance(before, dict) and isinstance(after, dict) and before.get("$") == after.get("$"):
        for name in {**before, **after}:
            if name not in _LEFT_OUT and name != "$":
                there = where if name in _WRAPPERS else [*where, name]
                yield from _differences(before.get(name), after.get(name), there)
        return
    if isinstance(before, list) and isinstance(after, list):
        yield from _in_lists(before, after, where)
        return
    one, other = _short(before, where), _short(after, where)
    if one != other:
        yield Change(where=where, before=one, after=other)


def _in_lists(before: list[Any], after: list[Any], where: list[str]) -> Iterator[Change]:
    if len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _differences(one, other, [*where, str(index + 1)])
        return
    for index, one in enumerate(one for one in before if one not in after):
        yield Change(where=[*where, str(index + 1)], before=_short(one, where), after=None)
    for index, one in enumerate(one for one in after if one not in before):
        yield Change(where=[*where, str(len(before) + index + 1)], before=None, after=_short(one, where))


def _is_same(node: Any) -> bool:
    """A place that only points to where something else is written: the change is told there."""
    return isinstance(node, dict) and node.get("$") == "same"


def _short(node: Any, where: list[str]) -> str | None:
    if node is None:
        return None
    if where and is_secret(where[-1].replace("_", "")):
        return HIDDEN
    text = _words(node)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _words(node: Any) -> str:
    """A part of a snapshot for people to read."""
    if isinstance(node, list):
        return ", ".join(_words(one) for one in node)
    if not isinstance(node, dict):
        return "none" if node is None else str(node)
    plain = node.get("at", node.get("is", node.get("base64")))
    if plain is not None:
        return str(plain)
    if "us" in node:
        return f"{node['us'] / 1e6:g} s"
    if node.get("$") == "same":
        return "(as above)"
    parts = [
        f"{name.strip('_')}: {HIDDEN if is_secret(name.replace('_', '')) else _words(value)}"
        for name, value in node.items()
        if name not in _LEFT_OUT and name not in ("$", "of", "_entries") and value not in (None, [], {})
    ]
    inner = node.get("of", node.get("_entries"))
    if inner:
        parts.append(_words(inner))
    return "{ " + ", ".join(part for part in parts if part) + " }" if parts else ""
