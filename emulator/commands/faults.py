"""`ipam-emulator fault`: calls that fail on order."""

from typing import Annotated, Any
from urllib.parse import quote

import typer

from emulator.commands.common import AsJson, Endpoint, World, client_of, group, show

commands = group()


@commands.command("add")
def add(
    effect: Annotated[str, typer.Argument(help="throttle, error, delay, drop, stale or eventual")],
    service: Annotated[str | None, typer.Option(help="Calls of this service.")] = None,
    operation: Annotated[str | None, typer.Option(help="Calls of this operation.")] = None,
    account: Annotated[str | None, typer.Option(metavar="ID", help="Calls of this account.")] = None,
    region: Annotated[str | None, typer.Option(help="Calls in this Region.")] = None,
    skip: Annotated[int | None, typer.Option(help="So many are let through first.")] = None,
    count: Annotated[int | None, typer.Option(help="So many are hit; without it all.")] = None,
    probability: Annotated[float | None, typer.Option(help="Each with this probability; 1.")] = None,
    code: Annotated[str | None, typer.Option(help="The code of an error.")] = None,
    message: Annotated[str | None, typer.Option(help="Its text.")] = None,
    status: Annotated[int | None, typer.Option(help="Its HTTP status; 400.")] = None,
    seconds: Annotated[float | None, typer.Option(help="How long a delay is, or how old a stale answer.")] = None,
    performed: Annotated[bool, typer.Option("--performed", help="Carry the call out, and lose its answer.")] = False,
    endpoint: Endpoint = None,
    world: World = None,
    as_json: AsJson = False,
) -> None:
    """Hit calls from now on."""
    given = {
        "effect": effect,
        "service": service,
        "operation": operation,
        "account_id": account,
        "region": region,
        "skip": skip,
        "count": count,
        "probability": probability,
        "code": code,
        "message": message,
        "status": status,
        "seconds": seconds,
        "performed": performed or None,
    }
    client = client_of(endpoint, world)
    wanted = {name: value for name, value in given.items() if value is not None}
    answer = client.post(f"/worlds/{client.world}/faults", wanted)
    show(answer, as_json, _line(answer))


@commands.command("list")
def list_faults(endpoint: Endpoint = None, world: World = None, as_json: AsJson = False) -> None:
    """The faults of a world, and how often they have hit."""
    client = client_of(endpoint, world)
    answer = client.get(f"/worlds/{client.world}/faults")
    show(answer, as_json, "\n".join(_line(one) for one in answer["faults"]) or "no faults")


@commands.command("clear")
def clear(
    fault_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="One; without it all.")] = None,
    endpoint: Endpoint = None,
    world: World = None,
    as_json: AsJson = False,
) -> None:
    """Take faults back."""
    client = client_of(endpoint, world)
    client.delete(f"/worlds/{client.world}/faults" + (f"/{quote(fault_id, safe='')}" if fault_id is not None else ""))
    show({"cleared": fault_id or "all"}, as_json, f"{fault_id} is taken back" if fault_id else "no faults any more")


def _line(fault: dict[str, Any]) -> str:
    names = ("service", "operation", "account_id", "region", "code", "seconds", "count", "skip")
    about = " ".join(f"{name}={fault[name]}" for name in names if fault[name])
    return f"{fault['id']}  {fault['effect']}  {about or 'every call'}  hits {fault['hits']} of {fault['matched']}"
