"""`ipam-emulator clock`: read, hold and move the clock of a world."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from emulator.commands.common import AsJson, Endpoint, World, client_of, group, show

commands = group()


@commands.command("show")
def clock_show(endpoint: Endpoint = None, world: World = None, as_json: AsJson = False) -> None:
    """What time it is in a world, and what will happen later."""
    client = client_of(endpoint, world)
    _show_clock(client.get(f"/worlds/{client.world}/clock"), as_json)


@commands.command("freeze")
def clock_freeze(
    at: Annotated[str | None, typer.Option(help="A later moment, as 2026-01-01T00:00:00Z.")] = None,
    endpoint: Endpoint = None,
    world: World = None,
    as_json: AsJson = False,
) -> None:
    """Hold the clock, here or at a later moment."""
    client = client_of(endpoint, world)
    _show_clock(client.put(f"/worlds/{client.world}/clock", {"frozen": True, "now": at}), as_json)


@commands.command("resume")
def clock_resume(endpoint: Endpoint = None, world: World = None, as_json: AsJson = False) -> None:
    """Let the clock run again, from where it stands."""
    client = client_of(endpoint, world)
    _show_clock(client.put(f"/worlds/{client.world}/clock", {"frozen": False}), as_json)


@commands.command("advance")
def clock_advance(
    seconds: Annotated[float, typer.Argument(help="How far.")],
    endpoint: Endpoint = None,
    world: World = None,
    as_json: AsJson = False,
) -> None:
    """Move the clock; what falls due on the way happens."""
    client = client_of(endpoint, world)
    _show_clock(client.post(f"/worlds/{client.world}/clock", {"advance_seconds": seconds}), as_json)


@commands.command("jump")
def clock_jump(
    to: Annotated[str, typer.Argument(metavar="TIME", help="A later moment, as 2026-01-01T00:00:00Z.")],
    endpoint: Endpoint = None,
    world: World = None,
    as_json: AsJson = False,
) -> None:
    """Lead the clock to a later moment, and let it stand or run as before; what falls due on the way happens."""
    client = client_of(endpoint, world)
    _show_clock(client.put(f"/worlds/{client.world}/clock", {"now": to}), as_json)


@commands.command("settle")
def clock_settle(
    within: Annotated[float, typer.Option(help="What falls due later than in so many seconds is left.")] = 3_600,
    endpoint: Endpoint = None,
    world: World = None,
    as_json: AsJson = False,
) -> None:
    """Move the clock until nothing is pending; the time that an invitation has to be answered is left alone."""
    client = client_of(endpoint, world)
    _show_clock(client.post(f"/worlds/{client.world}/clock", {"until_idle_within_seconds": within}), as_json)


def _show_clock(answer: Mapping[str, Any], as_json: bool) -> None:
    lines = [f"{answer['now']} ({'frozen' if answer['frozen'] else 'running'})"]
    lines += [
        f"  {one['due']}  {one['event']} {' '.join(f'{key}={value}' for key, value in one['about'].items())}"
        for one in answer["pending"]
    ]
    show(answer, as_json, "\n".join(lines))
