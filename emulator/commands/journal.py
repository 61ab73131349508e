"""`ipam-emulator journal`: what was asked of a world and what followed."""

import json
from itertools import islice
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

import typer

from emulator.commands.common import AsJson, Endpoint, World, client_of, fail, group, show, write

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
def tail(
    after: Annotated[int | None, typer.Option(metavar="N", help="Begin behind this entry; without it, now.")] = None,
    count: Annotated[int | None, typer.Option(metavar="N", min=1, help="End after so many entries.")] = None,
    endpoint: Endpoint = None,
    world: World = None,
    as_json: AsJson = False,
) -> None:
    """Follow the journal until Ctrl-C, or until so many entries have come."""
    client = client_of(endpoint, world)
    begin = f"?after={after}" if after is not None else ""
    for entry in islice(client.follow(f"/worlds/{client.world}/journal/tail{begin}"), count):
        print(json.dumps(entry) if as_json else _line(entry), flush=True)


@commands.command("verify")
def verify(
    operation: Annotated[str, typer.Argument(help="As AWS names it.")],
    times: Annotated[int | None, typer.Option(min=0, help="Exactly so often; without it once or more.")] = None,
    parameter: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="A member of the request; VALUE is JSON, or text.")
    ] = None,
    service: Service = None,
    account: Account = None,
    region: Annotated[str | None, typer.Option(help="Calls in this Region.")] = None,
    outcome: Outcome = None,
    error: Annotated[str | None, typer.Option(help="Calls that were refused with this code.")] = None,
    rule: Rule = None,
    endpoint: Endpoint = None,
    world: World = None,
    as_json: AsJson = False,
) -> None:
    """Whether a call was made, or made so often; exit status 1 and the nearest calls where it was not."""
    client = client_of(endpoint, world)
    asked = {
        "operation": operation,
        "service": service,
        "account": account,
        "region": region,
        "outcome": outcome,
        "error": error,
        "rule": rule,
        "parameters": dict(map(_parameter, parameter or ())),
    }
    wanted = {name: value for name, value in asked.items() if value is not None}
    answer = client.post(f"/worlds/{client.world}/journal/count", wanted)
    as_wanted = answer["count"] == times if times is not None else answer["count"] > 0
    lines = [f"{operation} was called {_often(answer['count'])}" + ("" if as_wanted else f", not {_often(times)}")]
    lines += [f"  {one['number']:5}  {one['operation']}: {'; '.join(one['differs'])}" for one in answer["near_misses"]]
    show({**answer, "as_wanted": as_wanted}, as_json, "\n".join(lines if not as_wanted else lines[:1]))
    if not as_wanted:
        raise typer.Exit(1)


@commands.command("save")
def save(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    endpoint: Endpoint = None,
    world: World = None,
    as_json: AsJson = False,
) -> None:
    """Write the world's beginning and every call since to a file, for `ipam-emulator replay`."""
    client = client_of(endpoint, world)
    text = client.text(f"/worlds/{client.world}/journal/file")
    write(file, text)
    calls = text.count("\n") - 1
    told = f"{file} holds the beginning of {client.world} and {calls} calls"
    show({"path": str(file), "calls": calls}, as_json, told)


@commands.command("cloudtrail")
def cloudtrail(endpoint: Endpoint = None, world: World = None, as_json: AsJson = False) -> None:
    """The journal as CloudTrail has it; with --json as CloudTrail writes its log files."""
    client = client_of(endpoint, world)
    answer = client.get(f"/worlds/{client.world}/journal/cloudtrail")
    show(answer, as_json, "\n".join(map(_record_line, answer["Records"])) or "no records")


def _parameter(text: str) -> tuple[str, Any]:
    name, given, value = text.partition("=")
    if not given:
        fail(f"--parameter: {text!r} will not do; expected NAME=VALUE")
    # an account id is made of digits, and no number
    if value.isdigit():
        return name, value
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _often(times: int | None) -> str:
    return "once or more" if times is None else {0: "never", 1: "once"}.get(times, f"{times} times")


def _record_line(record: dict[str, Any]) -> str:
    head = f"{record['eventTime']}  {record['recipientAccountId']}  {record['awsRegion']:12}"
    outcome = record.get("errorCode", "ok")
    return f"{head}  {record['eventSource'].removesuffix('.amazonaws.com')}.{record['eventName']}  {outcome}"


def _line(entry: dict[str, Any]) -> str:
    head = f"{entry['number']:5}  {entry['time'][:19]}  "
    if entry["kind"] == "act":
        return f"{head}{entry['actor']}: {entry['what']} in {', '.join(entry['accounts'])}, because {entry['because']}"
    outcome = "ok" if entry["error"] is None else " ".join(filter(None, (entry["error"], entry["rule"])))
    outcome += f"  from {entry['upstream']}" if entry["upstream"] else ""
    return f"{head}{entry['account_id'] or '-':12}  {entry['service']}.{entry['operation']}  {outcome}"
