"""A real moto server, one per test session, behind an emulator in this process."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from botocore.config import Config

from emulator.settings import ServerSettings, Settings
from emulator.testing import Emulator, OwnWorld

MOTO = Path(sys.prefix) / "tools" / "bin" / "moto_server"
PATIENCE = 60

Client = Callable[..., Any]


@pytest.fixture(scope="session")
def moto() -> Iterator[str]:
    """Its URL. It comes from an environment of its own, which `make test` makes."""
    process = subprocess.Popen(
        [MOTO, "-H", "127.0.0.1", "-p", "0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert process.stdout is not None
        url = next(line.split()[-1] for line in process.stdout if "Running on" in line)
        # what it says of each request is read by nobody, and small enough for the pipe
        httpx.get(f"{url}/moto-api/data.json", timeout=PATIENCE).raise_for_status()
        yield url
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="session")
def emulator(moto: str) -> Iterator[Emulator]:
    with Emulator(Settings(ServerSettings(upstream=moto))) as emulator:
        yield emulator


@pytest.fixture
def world(emulator: Emulator) -> Iterator[OwnWorld]:
    """A world of the test's own; moto begins anew."""
    world = emulator.world()
    httpx.post(f"{emulator.url}/worlds/{world.name}/moto-api/reset").raise_for_status()
    yield world
    world.drop()


@pytest.fixture
def client(world: OwnWorld) -> Client:
    """Clients that do not try again; of S3 with the bucket in the path."""

    def make(service: str, key: str = "123456789012", **config: Any) -> Any:
        return boto3.client(
            service,
            endpoint_url=world.endpoint,
            region_name="eu-west-1",
            aws_access_key_id=key,
            aws_secret_access_key="any",
            config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}, **config),
        )

    return make
