"""nginx.conf with a real nginx before two emulators: `make test-proxy`."""

import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from botocore.config import Config

from tests.cli.process import PATIENCE, Process, serving

CONFIGURATION = Path(__file__).with_name("nginx.conf")
WORLDS = [f"world-{number}" for number in range(40)]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


@pytest.fixture(scope="module")
def emulators() -> Iterator[list[Process]]:
    with serving("--fixture", "seeded") as one, serving("--fixture", "seeded") as two:
        yield [one, two]


@pytest.fixture(scope="module")
def proxy(emulators: list[Process], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an nginx that runs the configuration as it stands, but for its ports and its folder."""
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    folder = tmp_path_factory.mktemp("nginx")
    port = free_port()
    text = CONFIGURATION.read_text(encoding="utf-8")
    for written, used in (
        ("127.0.0.1:4567", emulators[0].url.removeprefix("http://")),
        ("127.0.0.1:4568", emulators[1].url.removeprefix("http://")),
        ("127.0.0.1:4566", f"127.0.0.1:{port}"),
        ("/tmp/ipam-proxy.pid", str(folder / "pid")),
    ):
        assert text.count(written) == 1
        text = text.replace(written, used)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    process = subprocess.Popen(
        [nginx, "-p", folder, "-e", "stderr", "-c", folder / "nginx.conf", "-g", "daemon off;"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            assert process.poll() is None, process.communicate()[0]
            try:
                httpx.get(f"{url}/_emulator/health").raise_for_status()
                break
            except httpx.HTTPError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.communicate()


def client(url: str, service: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=url,
        region_name="eu-west-1",
        aws_access_key_id="111111111111",
        aws_secret_access_key="any",
        config=Config(retries={"max_attempts": 0}),
    )


def worlds_of(process: Process) -> set[str]:
    return {one["name"] for one in httpx.get(f"{process.url}/_emulator/worlds").json()["worlds"]} - {"default"}


def test_each_world_is_in_one_emulator_and_every_emulator_has_some(proxy: str, emulators: list[Process]) -> None:
    """Whatever calls it: the calls of AWS and those of the admin API."""
    for name in WORLDS:
        client(f"{proxy}/worlds/{name}", "iam").create_user(UserName=name)
    for name in WORLDS:
        users = client(f"{proxy}/worlds/{name}", "iam").list_users()["Users"]
        assert [one["UserName"] for one in users] == [name]
        calls = httpx.get(f"{proxy}/_emulator/worlds/{name}/journal").json()["entries"]
        assert [one["operation"] for one in calls if one["kind"] == "call"] == ["CreateUser", "ListUsers"]

    one, two = (worlds_of(process) for process in emulators)
    assert one & two == set()
    assert one | two == set(WORLDS)
    assert min(len(one), len(two)) > 5


def test_a_fork_is_where_its_source_is(proxy: str) -> None:
    """By the name before the first dot."""
    for name in ("shop", "warehouse", "office"):
        client(f"{proxy}/worlds/{name}", "iam").create_user(UserName="before")
        for number in range(3):
            fork = f"{name}.{number}"
            httpx.post(f"{proxy}/_emulator/worlds/{fork}?from={name}").raise_for_status()
            assert len(client(f"{proxy}/worlds/{fork}", "iam").list_users()["Users"]) == 1


def test_what_names_no_world_is_the_default_world(proxy: str) -> None:
    """In one place, under both of its paths."""
    client(proxy, "iam").create_user(UserName="one")
    assert len(client(f"{proxy}/worlds/default", "iam").list_users()["Users"]) == 1
    httpx.post(f"{proxy}/_emulator/worlds/default/reset").raise_for_status()
    assert client(proxy, "iam").list_users()["Users"] == []


def test_events_come_through_as_they_happen(proxy: str) -> None:
    """Nothing is held back in a buffer."""
    client(f"{proxy}/worlds/tailed", "sts").get_caller_identity()
    with httpx.stream("GET", f"{proxy}/_emulator/worlds/tailed/journal/tail?after=0", timeout=PATIENCE) as stream:
        line = next(line for line in stream.iter_lines() if line.startswith("data: "))
    assert json.loads(line.removeprefix("data: "))["operation"] == "GetCallerIdentity"


def test_the_names_of_worlds_are_those_of_the_emulator() -> None:
    """The pattern takes every character that a name may have, but the dot."""
    [pattern] = re.findall(r"\(\?<name>\[(.*?)\]\+\)", CONFIGURATION.read_text(encoding="utf-8"))
    assert pattern == "A-Za-z0-9_-"
