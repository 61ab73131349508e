"""`ipam-emulator world`: list, make and drop the worlds of a running server."""

from typing import Annotated
from urllib.parse import quote

import typer

from emulator.commands.common import AsJson, Endpoint, client_of, fixture_of, group, show

commands = group()


@commands.command("list")
def world_list(endpoint: Endpoint = None, as_json: AsJson = False) -> None:
    """The worlds that have been used."""
    answer = client_of(endpoint).get("/worlds")
    lines = [f"{'world':20}  accounts  organizations  {'now':19}  endpoint"]
    for one in answer["worlds"]:
        numbers = f"{one['accounts']:8}  {len(one['organizations']):13}"
        lines.append(f"{one['name']:20}  {numbers}  {one['now'][:19]:19}  {one['endpoint']}")
    show(answer, as_json, "\n".join(lines))


@commands.command("show")
def world_show(name: str, endpoint: Endpoint = None, as_json: AsJson = False) -> None:
    """One world in numbers."""
    client = client_of(endpoint, name)
    answer = client.get(f"/worlds/{client.world}")
    lines = [
        f"{name} at {client.base}{answer['endpoint']}",
        f"  time             {answer['now']}",
        f"  default account  {answer['default_account']}",
        f"  accounts         {answer['accounts']}",
        f"  organizations    {', '.join(answer['organizations']) or 'none'}",
        f"  calls and acts   {answer['calls_and_acts']}",
    ]
    show(answer, as_json, "\n".join(lines))


@commands.command("create")
def world_create(
    name: str,
    fixture: Annotated[str | None, typer.Option(metavar="FILE", help="Its own beginning.")] = None,
    source: Annotated[str | None, typer.Option("--from", metavar="WORLD", help="Begin as this world is now.")] = None,
    endpoint: Endpoint = None,
    as_json: AsJson = False,
) -> None:
    """A new world: as the server's fixture says, as a file does, or as another world is now."""
    body = fixture_of(fixture) if fixture is not None else None
    client = client_of(endpoint, name)
    answer = client.post(
        f"/worlds/{client.world}" + (f"?from={quote(source, safe='')}" if source is not None else ""), body
    )
    show(answer, as_json, f"{client.base}{answer['endpoint']}")


@commands.command("drop")
def world_drop(name: str, endpoint: Endpoint = None, as_json: AsJson = False) -> None:
    """Forget a world."""
    client = client_of(endpoint, name)
    client.delete(f"/worlds/{client.world}")
    show({"dropped": name}, as_json, f"{name} is forgotten")
