"""The command line: `ipam-emulator serve`, and the commands that ask a running server.

Everything but typer is imported by the command that needs it: `serve` alone needs the server, the others need httpx.
"""

import json
import os
import signal
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from emulator.client import Client

USAGE_ERROR = 2

cli = typer.Typer(
    help="A local emulator of Amazon VPC IPAM and AWS Organizations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
world_commands = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
clock_commands = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
cli.add_typer(world_commands, name="world", help="List, make and drop the worlds of a running server.")
cli.add_typer(clock_commands, name="clock", help="Read, hold and move the clock of a world.")

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Endpoint = Annotated[
    str | None,
    typer.Option(help="The server's URL; without it AWS_ENDPOINT_URL, or http://127.0.0.1:4566."),
]
World = Annotated[str | None, typer.Option(help="The world; without it the one that the endpoint names.")]


def main() -> None:
    """The command `ipam-emulator`."""
    cli()


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on; 127.0.0.1.")] = None,
    port: Annotated[str | None, typer.Option(help="The port; 4566. 0 takes any free one.")] = None,
    fixture: Annotated[str | None, typer.Option(metavar="FILE", help="How worlds begin; without it empty.")] = None,
    default_account: Annotated[str | None, typer.Option(metavar="ID", help="Who calls with any other key.")] = None,
    seed: Annotated[str | None, typer.Option(help="What identifiers are drawn from; 0.")] = None,
) -> None:
    """Answer AWS calls until Ctrl-C. Every setting is also read from IPAM_EMULATOR_NAME; see docs/settings.md."""
    # from here on a signal is an order to stop, also while the imports are under way
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    from emulator.server import serve as run
    from emulator.settings import CannotStart, read_settings

    flags = {"host": host, "port": port, "fixture": fixture, "default_account": default_account, "seed": seed}
    try:
        run(read_settings(flags, os.environ), _say)
    except CannotStart as problem:
        fail(str(problem))


def _stop(number: int, frame: object) -> NoReturn:
    raise SystemExit(0)


def _say(text: str) -> None:
    print(text, flush=True)


def fail(text: str) -> NoReturn:
    """One line for people, and the exit status for programs."""
    print(f"ipam-emulator: {text}", file=sys.stderr)
    raise typer.Exit(USAGE_ERROR)


def show(answer: Mapping[str, Any], as_json: bool, text: str) -> None:
    print(json.dumps(answer, indent=2) if as_json else text)


@cli.command()
def coverage(as_json: AsJson = False) -> None:
    """What is implemented, by service."""
    from emulator.contract.coverage import coverage as cover
    from emulator.services.registry import implemented

    rows = cover(implemented()).rows
    answer = {row.title: {"implemented": row.implemented, "absent": row.absent} for row in rows}
    width = max(len(row.title) for row in rows)
    lines = [f"{'service':{width}}  implemented  absent"]
    lines += [f"{row.title:{width}}  {len(row.implemented):11}  {len(row.absent):6}" for row in rows]
    show(answer, as_json, "\n".join(lines))


@cli.command()
def rules(
    rule_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="As x-emulator-rule names it.")] = None,
    as_json: AsJson = False,
) -> None:
    """The rules of the emulator, or one with its source."""
    from dataclasses import asdict

    from emulator.rules import register

    found = register()
    if rule_id is None:
        lines = [f"{rule.id:8}  {rule.rule}" for rule in found.values()]
        show({"rules": [asdict(rule) for rule in found.values()]}, as_json, "\n".join(lines))
        return
    rule = found.get(rule_id.upper())
    if rule is None:
        fail(f"no rule {rule_id!r}; `ipam-emulator rules` lists them")
    text = f"{rule.id}  {rule.rule}\n\nSource: {rule.source}\nConfidence: {rule.confidence}"
    show(asdict(rule), as_json, text + (f"\nNot tested: {rule.untested}" if rule.untested else ""))


@cli.command()
def settings(as_json: AsJson = False) -> None:
    """Every setting with its default and its reason."""
    from emulator.settings import all_settings

    found = all_settings()
    answer = {one.variable: {"default": str(one.default), "reason": one.reason} for one in found}
    lines = [f"{one.variable} = {one.default}\n    {one.reason}" for one in found]
    show(answer, as_json, "\n".join(lines))


@cli.command("fixture-schema")
def fixture_schema() -> None:
    """The JSON Schema of fixture files, for editors."""
    from emulator.fixtures.schema import json_schema

    print(json.dumps(json_schema(), indent=2))


@cli.command()
def health(endpoint: Endpoint = None) -> None:
    """Whether a server answers; exit status 2 if not."""
    print(_client(endpoint).get("/health")["status"])


@cli.command()
def reset(endpoint: Endpoint = None, world: World = None, as_json: AsJson = False) -> None:
    """A world back to its beginning: fixture, clock, identifiers and journal."""
    client = _client(endpoint, world)
    answer = client.post(f"/worlds/{client.world}/reset")
    show(answer, as_json, f"{answer['name']} is as it was at its beginning: {answer['accounts']} accounts")


@world_commands.command("list")
def world_list(endpoint: Endpoint = None, as_json: AsJson = False) -> None:
    """The worlds that have been used."""
    answer = _client(endpoint).get("/worlds")
    lines = [f"{'world':20}  accounts  organizations  {'now':19}  endpoint"]
    for one in answer["worlds"]:
        numbers = f"{one['accounts']:8}  {len(one['organizations']):13}"
        lines.append(f"{one['name']:20}  {numbers}  {one['now'][:19]:19}  {one['endpoint']}")
    show(answer, as_json, "\n".join(lines))


@world_commands.command("create")
def world_create(
    name: str,
    fixture: Annotated[str | None, typer.Option(metavar="FILE", help="Its own beginning.")] = None,
    endpoint: Endpoint = None,
    as_json: AsJson = False,
) -> None:
    """A new world, as the server's fixture says or as a file does."""
    body = None
    if fixture is not None:
        from pathlib import Path

        from emulator.fixtures.loader import FixtureFile, FixtureProblem, find

        try:
            body = FixtureFile(find(Path(fixture))).fixture.model_dump(mode="json", exclude_unset=True)
        except FixtureProblem as problem:
            fail(str(problem))
    client = _client(endpoint)
    answer = client.post(f"/worlds/{name}", body)
    show(answer, as_json, f"{client.base}{answer['endpoint']}")


@world_commands.command("drop")
def world_drop(name: str, endpoint: Endpoint = None) -> None:
    """Forget a world."""
    _client(endpoint).delete(f"/worlds/{name}")


@clock_commands.command("show")
def clock_show(endpoint: Endpoint = None, world: World = None, as_json: AsJson = False) -> None:
    """What time it is in a world, and what will happen later."""
    client = _client(endpoint, world)
    _show_clock(client.get(f"/worlds/{client.world}/clock"), as_json)


@clock_commands.command("freeze")
def clock_freeze(
    at: Annotated[str | None, typer.Option(help="A later moment, as 2026-01-01T00:00:00Z.")] = None,
    endpoint: Endpoint = None,
    world: World = None,
    as_json: AsJson = False,
) -> None:
    """Hold the clock, here or at a later moment."""
    client = _client(endpoint, world)
    _show_clock(client.put(f"/worlds/{client.world}/clock", {"frozen": True, "now": at}), as_json)


@clock_commands.command("resume")
def clock_resume(endpoint: Endpoint = None, world: World = None, as_json: AsJson = False) -> None:
    """Let the clock run again, from where it stands."""
    client = _client(endpoint, world)
    _show_clock(client.put(f"/worlds/{client.world}/clock", {"frozen": False}), as_json)


@clock_commands.command("advance")
def clock_advance(
    seconds: Annotated[float, typer.Argument(help="How far.")],
    endpoint: Endpoint = None,
    world: World = None,
    as_json: AsJson = False,
) -> None:
    """Move the clock; what falls due on the way happens."""
    client = _client(endpoint, world)
    _show_clock(client.post(f"/worlds/{client.world}/clock", {"advance_seconds": seconds}), as_json)


def _show_clock(answer: Mapping[str, Any], as_json: bool) -> None:
    lines = [f"{answer['now']} ({'frozen' if answer['frozen'] else 'running'})"]
    lines += [
        f"  {one['due']}  {one['event']} {' '.join(f'{key}={value}' for key, value in one['about'].items())}"
        for one in answer["pending"]
    ]
    show(answer, as_json, "\n".join(lines))


def _client(endpoint: str | None, world: str | None = None) -> "Client":
    from emulator.client import Client

    return Client(endpoint or os.environ.get("AWS_ENDPOINT_URL"), world, fail)
