"""What the commands share: their options, how they answer, and whom they ask."""

import json
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from emulator.client import Client

USAGE_ERROR = 2

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Endpoint = Annotated[
    str | None,
    typer.Option(help="The server's URL; without it AWS_ENDPOINT_URL, or http://127.0.0.1:4566."),
]
FixtureFile = Annotated[str, typer.Argument(metavar="FILE", help="A fixture, or the name of one that is shipped.")]
World = Annotated[str | None, typer.Option(help="The world; without it the one that the endpoint names.")]


def group() -> typer.Typer:
    return typer.Typer(no_args_is_help=True, rich_markup_mode=None)


def fail(text: str) -> NoReturn:
    """One line for people, and the exit status for programs."""
    print(f"ipam-emulator: {text}", file=sys.stderr)
    raise typer.Exit(USAGE_ERROR)


def write(file: "Path", text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as problem:
        fail(f"{file}: cannot be written ({problem.strerror})")


def show(answer: Mapping[str, Any], as_json: bool, text: str) -> None:
    print(json.dumps(answer, indent=2) if as_json else text)


def fixture_of(file: str) -> dict[str, Any]:
    """A fixture file as the admin API takes it."""
    from pathlib import Path

    from emulator.fixtures.loader import FixtureFile as Loaded
    from emulator.fixtures.loader import FixtureProblem, find

    try:
        return Loaded(find(Path(file))).fixture.model_dump(mode="json", exclude_unset=True)
    except FixtureProblem as problem:
        fail(str(problem))


def client_of(endpoint: str | None, world: str | None = None) -> "Client":
    from emulator.client import Client

    return Client(endpoint or os.environ.get("AWS_ENDPOINT_URL"), world, fail)
