"""`ipam-emulator snapshot`: keep complete worlds as files, and load them."""

import json
from pathlib import Path
from typing import Annotated

import typer

from emulator.commands.common import AsJson, Endpoint, World, client_of, fail, group, show, write

commands = group()


File = Annotated[Path, typer.Argument(metavar="FILE")]


@commands.command("save")
def save(file: File, endpoint: Endpoint = None, world: World = None, as_json: AsJson = False) -> None:
    """Write the complete world to a file."""
    client = client_of(endpoint, world)
    snapshot = client.get(f"/worlds/{client.world}/snapshot")
    write(file, json.dumps(snapshot) + "\n")
    show({"path": str(file), "world": client.world}, as_json, f"{file} holds {client.world}")


@commands.command("load")
def load(file: File, endpoint: Endpoint = None, world: World = None, as_json: AsJson = False) -> None:
    """Put a world in the state that a file has; what it was is lost."""
    client = client_of(endpoint, world)
    try:
        snapshot = json.loads(file.read_bytes())
    except OSError as problem:
        fail(f"{file}: cannot be read ({problem.strerror})")
    except ValueError as problem:
        fail(f"{file}: expected JSON; {problem}")
    answer = client.put(f"/worlds/{client.world}/snapshot", snapshot)
    show(answer, as_json, f"{answer['name']} is as {file} has it: {answer['accounts']} accounts")


@commands.command("state")
def state(endpoint: Endpoint = None, as_json: AsJson = False) -> None:
    """Have the server write its state file now; without this it does so when it stops."""
    answer = client_of(endpoint).post("/state")
    show(answer, as_json, f"{answer['path']}: {answer['worlds']} worlds")
