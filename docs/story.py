"""The story of the README, told to a running server: `python -m docs.story URL` writes what it answers into the page.

A test tells it to a new server with the seeded world and compares, so the page shows what the commands really print.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
PROGRAMS = Path(sys.executable).parent
_BLOCK = re.compile(r"```console\n(.*?)```", re.S)
_PATIENCE_SECONDS = 120
_COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", re.M)


def told(text: str, endpoint: str, programs: Iterable[Path] = ()) -> str:
    """The page with the real output under each command of its `console` blocks, which go on from one another.

    Programs are looked for in the folders `programs` first.
    """
    variables = environment(endpoint, programs)

    def tell(block: re.Match[str]) -> str:
        commands = [command for command, _ in shown(block[0])]
        told = "".join(f"$ {command}\n{run(command, variables).stdout}" for command in commands)
        return f"```console\n{told}```"

    return _BLOCK.sub(tell, text)


def shown(text: str) -> list[tuple[str, str]]:
    """The commands of the `console` blocks of a page, each with what the page says that it prints."""
    blocks: list[str] = _BLOCK.findall(text)
    return [(command, output) for block in blocks for command, output in _COMMAND.findall(block)]


def environment(endpoint: str, programs: Iterable[Path] = (), key: str = "test") -> dict[str, str]:
    """What a shell has in which the story is told."""
    return {
        "PATH": os.pathsep.join([*map(str, programs), str(PROGRAMS), os.environ["PATH"]]),
        "HOME": "/nonexistent",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": key,
        "AWS_SECRET_ACCESS_KEY": "test",
    }


def run(command: str, variables: dict[str, str], cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    ran = subprocess.run(
        ["bash", "-c", command],
        env=variables,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=_PATIENCE_SECONDS,
    )
    # the AWS CLI sets errors off with an empty line
    ran.stdout = ran.stdout.lstrip("\n")
    return ran


if __name__ == "__main__":
    README.write_text(told(README.read_text(encoding="utf-8"), sys.argv[1]), encoding="utf-8")
