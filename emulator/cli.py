"""The command line: `ipam-emulator serve`, and the commands that ask a running server.

Everything but typer is imported by the command that needs it: `serve` alone needs the server, the others need httpx.
"""

import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from emulator import serving
from emulator.commands import clock, faults, journal, snapshots, worlds
from emulator.commands.common import AsJson, Endpoint, FixtureFile, World, client_of, fail, fixture_of, show

cli = typer.Typer(
    help="A local emulator of Amazon VPC IPAM and AWS Organizations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
cli.add_typer(worlds.commands, name="world", help="List, make and drop the worlds of a running server.")
cli.add_typer(clock.commands, name="clock", help="Read, hold and move the clock of a world.")
cli.add_typer(faults.commands, name="fault", help="Have calls throttled, failed, delayed, dropped or read stale.")
cli.add_typer(journal.commands, name="journal", help="What was asked of a world and what followed.")
cli.add_typer(snapshots.commands, name="snapshot", help="Keep complete worlds as files, and load them.")


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on; 127.0.0.1.")] = None,
    port: Annotated[str | None, typer.Option(help="The port; 4566. 0 takes any free one.")] = None,
    fixture: Annotated[str | None, typer.Option(metavar="FILE", help="How worlds begin; without it empty.")] = None,
    default_account: Annotated[str | None, typer.Option(metavar="ID", help="Who calls with any other key.")] = None,
    seed: Annotated[str | None, typer.Option(help="What identifiers are drawn from; 0.")] = None,
    state_file: Annotated[
        str | None, typer.Option(metavar="FILE", help="Where the worlds come from at the start and go at the end.")
    ] = None,
    upstream: Annotated[
        str | None, typer.Option(metavar="URL", help="Who is asked what we do not have: moto, LocalStack, ...")
    ] = None,
    init: Annotated[
        str | None, typer.Option(metavar="FOLDER", help="Fixtures to load and scripts to run at the start.")
    ] = None,
) -> None:
    """Answer AWS calls until Ctrl-C. Every setting is also read from IPAM_EMULATOR_NAME; see docs/settings.md."""
    given = (host, port, fixture, default_account, seed, state_file, upstream, init)
    raise typer.Exit(serving.serve(dict(zip(serving.FLAGS, given, strict=True))))


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
    world: Annotated[str | None, typer.Option(help="And the calls of this world that it refused, with why.")] = None,
    endpoint: Endpoint = None,
    as_json: AsJson = False,
) -> None:
    """The rules of the emulator, or one with its source, and what of a running server's world broke it."""
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
    text += f"\nNot tested: {rule.untested}" if rule.untested else ""
    if world is None:
        show(asdict(rule), as_json, text)
        return
    explained = client_of(endpoint, world).get(f"/worlds/{world}/rules/{rule.id}")
    show(explained, as_json, "\n".join([text, *map(_refused_call, explained["refused"])]))


def _refused_call(refused: dict[str, Any]) -> str:
    call = refused["call"]
    facts = "".join(f"\n    {name}: {value}" for name, value in refused["facts"].items())
    where = f"call {call['number']}: {call['operation']} by {call['account_id']} in {call['region']}"
    return f"\n{where}, with {json.dumps(call['parameters'])}\n  {call['error']}: {call['message']}{facts}"


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
def health(
    ready: Annotated[bool, typer.Option("--ready", help="Whether its init hooks have run, too.")] = False,
    endpoint: Endpoint = None,
    as_json: AsJson = False,
) -> None:
    """Whether a server answers; exit status 2 if not."""
    answer = client_of(endpoint).get("/ready" if ready else "/health")
    show(answer, as_json, answer["status"])


@cli.command()
def doctor(endpoint: Endpoint = None, as_json: AsJson = False) -> None:
    """Whether AWS clients that are started here reach an emulator, and as which account; exit status 1 if not."""
    from emulator.doctor import examine

    findings = examine(os.environ, endpoint)
    show({"findings": [one.answer for one in findings]}, as_json, "\n".join(one.text for one in findings))
    if any(one.is_wrong for one in findings):
        raise typer.Exit(1)


@cli.command()
def seed(file: FixtureFile, endpoint: Endpoint = None, world: World = None, as_json: AsJson = False) -> None:
    """Have a world begin as a fixture says; what it was is lost, and reset brings it back to here."""
    client = client_of(endpoint, world)
    answer = client.post(f"/worlds/{client.world}/seed", fixture_of(file))
    show(answer, as_json, f"{answer['name']} begins as {file} says: {answer['accounts']} accounts")


@cli.command()
def reset(endpoint: Endpoint = None, world: World = None, as_json: AsJson = False) -> None:
    """A world back to its beginning: fixture, clock, identifiers and journal."""
    client = client_of(endpoint, world)
    answer = client.post(f"/worlds/{client.world}/reset")
    show(answer, as_json, f"{answer['name']} is as it was at its beginning: {answer['accounts']} accounts")


@cli.command()
def export(endpoint: Endpoint = None, world: World = None, as_json: AsJson = False) -> None:
    """The world as a fixture file; what a fixture has no words for is named in comments."""
    import yaml

    client = client_of(endpoint, world)
    answer = client.get(f"/worlds/{client.world}/export")
    comments = [f"# not in this file: {one}" for one in answer["left_out"]]
    text = yaml.safe_dump(answer["fixture"], sort_keys=False, allow_unicode=True, width=120).rstrip()
    show(answer, as_json, "\n".join([*comments, text]))


@cli.command()
def replay(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="As `journal save` writes it.")],
    snapshot: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the world to this file.")] = None,
    endpoint: Endpoint = None,
    world: Annotated[str | None, typer.Option(help="Put it into this world of a running server.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make every call of a journal again: the same world, to the identifier."""
    from emulator.replay import load
    from emulator.settings import CannotStart
    from emulator.snapshots.files import document, save

    try:
        made = load(file)
        if snapshot is not None:
            save(snapshot, [made])
    except CannotStart as problem:
        fail(str(problem))
    except OSError as problem:
        fail(f"{snapshot}: cannot be written ({problem.strerror})")
    if world is not None:
        client = client_of(endpoint, world)
        client.put(f"/worlds/{client.world}/snapshot", document([made]))
    answer = {"calls_and_acts": made.journal.last_number, "now": made.now.isoformat(), "accounts": len(made.accounts)}
    show(answer, as_json, f"{made.journal.last_number} calls and acts, {len(made.accounts)} accounts, at {made.now}")
