"""Runs the tools in an environment of their own, which `make test` makes inside ours, on a test's world."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.aws import Aws
from tests.worlds import MANAGEMENT

PROGRAMS = Path(sys.prefix) / "tools" / "bin"

Tool = Callable[..., str]


@pytest.fixture
def tool(aws: Aws, tmp_path: Path) -> Tool:
    """Runs a program of the environment; answers what it prints. It knows the emulator from its variables alone."""

    def run(program: str, *arguments: str | Path) -> str:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "AWS_ENDPOINT_URL": aws.endpoint,
            "AWS_DEFAULT_REGION": "eu-west-1",
            "AWS_ACCESS_KEY_ID": MANAGEMENT,
            "AWS_SECRET_ACCESS_KEY": "any",
        }
        ran = subprocess.run(
            [PROGRAMS / program, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    return run
