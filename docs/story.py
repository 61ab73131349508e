"""The story of the README, told to a running server: `python -m docs.story URL` writes what it answers into the page.

A test tells it to a new server with the seeded world and compares, so the page shows what the commands really print.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
_BLOCK = re.compile(r"```console\n(.*?)```", re.S)


def told(text: str, endpoint: str) -> str:
    """The page with the real output under each command of its `console` blocks, which go on from one another."""
    variables = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": "/nonexistent",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }

    def tell(block: re.Match[str]) -> str:
        commands = re.findall(r"^\$ ((?:.*\\\n)*.*)$", block[1], re.M)
        return "```console\n" + "".join(f"$ {command}\n{_output(command, variables)}" for command in commands) + "```"

    return _BLOCK.sub(tell, text)


def _output(command: str, variables: dict[str, str]) -> str:
    ran = subprocess.run(
        ["bash", "-c", command], env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    # the AWS CLI sets errors off with an empty line
    return ran.stdout.lstrip("\n")


if __name__ == "__main__":
    README.write_text(told(README.read_text(encoding="utf-8"), sys.argv[1]), encoding="utf-8")
