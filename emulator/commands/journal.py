"""`ipam-emulator journal`: what was asked of a world and what followed."""

import json
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

import typer

from emulator.commands.common import AsJson, Endpoint, World, client_of, fail, group, show

commands = group()

Service = Annotated[str | None, typer.Option(help="Calls of this service.")]
Operation = Annotated[str | None, typer.Option(help="Calls of this operation.")]
Account = Annotated[str | None, typer.Option(metavar="ID", help="Calls of this account.")]
Outcome = Annotated[str | None, typer.Option(help="answered or refused.")]
Rule = Annotated[str | None, typer.Option(metavar="ID", help="Calls that this rule refused.")]


@commands.command("show")
def show_journal(
    service: Service = None,
    operation: Operation = None,
    account: Account = None,
    outcome: Outcome = None,
    rule: Rule = None,
    endpoint: Endpoint = None,
    world: World = None,
    as_json: AsJson = False,
) -> None:
    """The calls and acts that the journal keeps, or the calls that match."""
    client = client_of(endpoint, world)
    asked = {"service": service, "operation": operation, "account": account, "outcome": outcome, "rule": rule}
    wanted = {name: value for name, value in asked.items() if value is not None}
    entries: list[Any] = []
    page: dict[str, Any] = {"more": True, "last": 0}
    while page["more"]:
        query = urlencode({**wanted, "after": page["last"], "limit": 1_000})
        page = client.get(f"/worlds/{client.world}/journal?{query}")
        entries += page["entries"]
    show({"entries": entries}, as_json, "\n".join(map(_line, entries)) or "no entries")


@commands.command("tail")
def tail(endpoint: Endpoint = None, world: World = None, as_json: AsJson = False) -> None:
    """Follow the journal until Ctrl-C."""
    client = client_of(endpoint, world)
    for entry in client.follow(f"/worlds/{client.world}/journal/tail"):
        print(json.dumps(entry) if as_json else _line(entry), flush=True)


@commands.command("save")
def save(file: Annotated[Path, typer.Argument(metavar="FILE")], endpoint: Endpoint = None, world: World = None) -> None:
    """Write the world's beginning and every call since to a file, for `ipam-emulator replay`."""
    client = client_of(endpoint, world)
    text = client.text(f"/worlds/{client.world}/journal/file")
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as problem:
        fail(f"{file}: cannot be written ({problem.strerror})")


@commands.command("cloudtrail")
def cloudtrail(endpoint: Endpoint = None, world: World = None) -> None:
    """The journal as a CloudTrail log file, in JSON."""
    client = client_of(endpoint, world)
    print(json.dumps(client.get(f"/worlds/{client.world}/journal/cloudtrail"), indent=2))


def _line(entry: dict[str, Any]) -> str:
    head = f"{entry['number']:5}  {entry['time'][:19]}  "
    if entry["kind"] == "act":
        return f"{head}{entry['actor']}: {entry['what']} in {', '.join(entry['accounts'])}, because {entry['because']}"
    outcome = "ok" if entry["error"] is None else " ".join(filter(None, (entry["error"], entry["rule"])))
    return f"{head}{entry['account_id'] or '-':12}  {entry['service']}.{entry['operation']}  {outcome}"
