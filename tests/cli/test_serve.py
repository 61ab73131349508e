"""`ipam-emulator serve` as a process: what it says, what it refuses, how it ends."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import httpx
import pytest

from tests.cli.process import run, serving


def test_it_serves_the_seeded_world_and_says_what_to_try() -> None:
    """The banner names the endpoint, the accounts and a command; an SDK is answered."""
    with serving("--fixture", "seeded") as server:
        assert "222222222222  network" in server.banner
        assert "111111111111  management" in server.banner
        assert f"export AWS_ENDPOINT_URL={server.url} " in server.banner
        assert "aws ec2 enable-ipam-organization-admin-account --delegated-admin-account-id 222222" in server.banner
        client = boto3.client(
            "sts",
            endpoint_url=server.url,
            region_name="eu-west-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        assert client.get_caller_identity()["Account"] == "111111111111"
        status, rest = server.end(signal.SIGINT)

    assert (status, rest) == (0, "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_at_once_while_a_client_holds_its_connection(number: int) -> None:
    """Neither an idle connection nor half a request keeps it; the status is 0 and nothing is complained of."""
    with serving() as server:
        place = urlsplit(server.url)
        idle = http.client.HTTPConnection(place.netloc)
        idle.request("GET", "/_emulator/health")
        idle.getresponse().read()
        half = socket.create_connection((str(place.hostname), place.port or 0))
        half.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf")
        began = time.monotonic()
        status, rest = server.end(number)
        seconds = time.monotonic() - began

    assert status == 0
    assert "Traceback" not in rest
    assert seconds < 5  # a hang, not a speed: it takes about a second


def test_settings_come_from_the_environment_too() -> None:
    """And the default world is empty without a fixture."""
    with serving(IPAM_EMULATOR_DEFAULT_ACCOUNT="123456789012", IPAM_EMULATOR_UNIT_DEPTH="3") as server:
        found = httpx.get(f"{server.url}/_emulator/settings").json()["settings"]
        values = {one["name"]: one["value"] for one in found}
        assert (values["default_account"], values["unit_depth"]) == ("123456789012", 3)
        world = httpx.get(f"{server.url}/_emulator/worlds/default").json()
        assert (world["organizations"], world["default_account"]) == ([], "123456789012")


def test_a_call_does_not_wait_for_fastapi() -> None:
    """FastAPI is imported by the first admin call, typer's rich by nobody."""
    code = (
        "import sys; from emulator.cli import cli; import emulator.server;"
        "print([name for name in ('fastapi', 'rich', 'httpx', 'yaml', 'boto3') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("arguments", "variables", "says"),
    [
        (["--port", "x"], {}, "--port: 'x' will not do; expected a whole number"),
        (["--fixture", "absent.yaml"], {}, "absent.yaml: no such fixture"),
        (["--host", "host.invalid"], {}, "cannot listen on host.invalid:4566"),
        ([], {"IPAM_EMULATOR_NONE": "1"}, "IPAM_EMULATOR_NONE: no such setting"),
    ],
)
def test_what_cannot_start_says_why_in_one_line(arguments: list[str], variables: dict[str, str], says: str) -> None:
    """The exit status is 2."""
    done = run("serve", *arguments, **variables)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"ipam-emulator: {says}")
    assert done.stderr.count("\n") == 1


def test_a_port_in_use_is_one_line() -> None:
    """It names the address."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port))

    assert done.returncode == 2
    assert done.stderr == f"ipam-emulator: cannot listen on 127.0.0.1:{port}: Address already in use\n"


def test_a_bad_fixture_is_one_line(tmp_path: Path) -> None:
    """File, line, and what was expected."""
    path = tmp_path / "bad.yaml"
    path.write_text("options:\n  unit_depth: deep\n")

    done = run("serve", "--fixture", str(path))

    assert done.returncode == 2
    assert done.stderr == (f"ipam-emulator: {path}:2: options.unit_depth: expected a whole number, found 'deep'\n")


def test_the_state_file_carries_the_worlds_to_the_next_run(tmp_path: Path) -> None:
    """Written at the end and on demand, read at the start; a file that cannot be read is said before anything runs."""
    file = tmp_path / "state.json"
    with serving("--fixture", "seeded", "--state-file", str(file)) as server:
        httpx.post(f"{server.url}/_emulator/worlds/mine", json={"accounts": [{"name": "a"}]}).raise_for_status()
        assert httpx.post(f"{server.url}/_emulator/state").json() == {"path": str(file), "worlds": 2}
        httpx.post(f"{server.url}/_emulator/worlds/late").raise_for_status()
        snapshot = httpx.get(f"{server.url}/_emulator/worlds/mine/snapshot").json()
        assert server.end(signal.SIGTERM)[0] == 0

    with serving("--state-file", str(file)) as server:
        listed = httpx.get(f"{server.url}/_emulator/worlds").json()["worlds"]
        assert [(one["name"], one["accounts"]) for one in listed] == [("default", 5), ("mine", 1), ("late", 5)]
        loaded = httpx.put(f"{server.url}/_emulator/worlds/copy/snapshot", json=snapshot)
        assert (loaded.json()["name"], loaded.json()["accounts"]) == ("copy", 1)
        assert httpx.put(f"{server.url}/_emulator/worlds/copy/snapshot", json={}).status_code == 422
        server.end(signal.SIGINT)

    file.write_text("{")
    refused = run("serve", "--port", "0", "--state-file", str(file))
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert str(file) in refused.stderr
