"""Init hooks: a folder of fixtures and scripts that a server has behind it before it says that it is ready.

And the paths by which those who come from LocalStack ask for that.
"""

import asyncio
import signal
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from emulator.hooks import _run
from tests.cli.process import PATIENCE, Process, run, serving


def readiness(server: Process) -> dict[str, Any]:
    """What the server says when its hooks have run, or one has failed."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        answer: dict[str, Any] = httpx.get(f"{server.url}/_emulator/ready").json()
        if answer["status"] != "starting":
            return answer
    raise AssertionError("the hooks have not ended")


def test_fixtures_are_loaded_and_scripts_run_in_order(tmp_path: Path) -> None:
    """A script finds the emulator, and what came before it; health does not wait for it, readiness does."""
    (tmp_path / "10-shop.yaml").write_text('accounts: [{name: shop, id: "222222222222"}]')
    (tmp_path / "20-fork.sh").write_text("ipam-emulator world create fork --from shop\n")
    (tmp_path / "30-more.py").write_text(
        "import os, urllib.request as web\n"
        "assert os.environ['AWS_ACCESS_KEY_ID'] == '111111111111'\n"
        "url = os.environ['AWS_ENDPOINT_URL'] + '/_emulator/'\n"
        "assert web.urlopen(url + 'health').status == 200\n"
        "web.urlopen(web.Request(url + 'worlds/made-by-python', method='POST'))\n"
    )
    (tmp_path / "README").write_text("not a hook")
    with serving("--init", str(tmp_path), "--default-account", "111111111111") as server:
        assert readiness(server)["hooks"] == [
            {"name": name, "state": "SUCCESSFUL", "problem": None}
            for name in ("10-shop.yaml", "20-fork.sh", "30-more.py")
        ]
        assert httpx.get(f"{server.url}/_emulator/ready").status_code == 200
        worlds = httpx.get(f"{server.url}/_emulator/worlds").json()["worlds"]
        assert [(one["name"], one["accounts"]) for one in worlds] == [
            ("default", 0),
            ("shop", 1),
            ("fork", 1),
            ("made-by-python", 0),
        ]
        told = httpx.get(f"{server.url}/_localstack/init").json()
        assert told["completed"] == {"BOOT": True, "START": True, "READY": True, "SHUTDOWN": False}
        assert told["scripts"][1] == {"stage": "READY", "name": "20-fork.sh", "state": "SUCCESSFUL"}
        assert httpx.get(f"{server.url}/_localstack/init/ready").json()["completed"] is True
        status, rest = server.end(signal.SIGTERM)
    assert status == 0
    assert "ready: 3 init hooks have run" in rest


def test_a_hook_that_fails_is_told_and_the_server_never_ready(tmp_path: Path) -> None:
    """What comes after it is left; the server answers all the same, and ends while a script runs."""
    (tmp_path / "1.sh").write_text("exit 3\n")
    (tmp_path / "2.sh").write_text("sleep 60\n")
    with serving("--init", str(tmp_path)) as server:
        answer = readiness(server)
        assert (answer["status"], answer["message"]) == ("failed", "not ready: the init hook 1.sh has failed")
        assert [one["state"] for one in answer["hooks"]] == ["ERROR", "UNKNOWN"]
        assert httpx.get(f"{server.url}/_emulator/ready").status_code == 503
        late = run("health", "--ready", AWS_ENDPOINT_URL=server.url)
        assert late.returncode == 2
        assert late.stderr == "ipam-emulator: not ready: the init hook 1.sh has failed\n"
        _, rest = server.end(signal.SIGTERM)
    assert "init hook 1.sh failed: exit status 3. The server will not say that it is ready." in rest

    (tmp_path / "1.sh").unlink()
    with serving("--init", str(tmp_path)) as server:
        assert httpx.get(f"{server.url}/_emulator/ready").json()["status"] == "starting"
        assert server.end(signal.SIGTERM)[0] == 0


def test_what_cannot_be_a_hook_is_told_before_anything_runs(tmp_path: Path) -> None:
    """A folder that is not there, a fixture that will not do, a file whose name is no world's."""
    assert "no folder of init hooks" in run("serve", "--port", "0", "--init", str(tmp_path / "none")).stderr
    (tmp_path / "1-shop.yaml").write_text("acounts: []")
    assert "acounts" in run("serve", "--port", "0", "--init", str(tmp_path)).stderr
    (tmp_path / "1-shop.yaml").rename(tmp_path / "1-a shop.yaml")
    assert "'a shop' is no name of a world" in run("serve", "--port", "0", "--init", str(tmp_path)).stderr


def test_a_world_that_the_state_file_brings_is_not_begun_anew(tmp_path: Path) -> None:
    """Fixtures are for worlds that are not there yet."""
    state, hooks = tmp_path / "state.json", tmp_path / "init"
    hooks.mkdir()
    (hooks / "shop.yaml").write_text('accounts: [{name: shop, id: "222222222222"}]')
    with serving("--init", str(hooks), "--state-file", str(state)) as server:
        readiness(server)
        httpx.post(f"{server.url}/_emulator/worlds/shop/seed", json={"accounts": []}).raise_for_status()
        server.end(signal.SIGTERM)
    with serving("--init", str(hooks), "--state-file", str(state)) as server:
        readiness(server)
        assert httpx.get(f"{server.url}/_emulator/worlds/shop").json()["accounts"] == 0


def test_paths_of_localstack_and_moto_are_answered() -> None:
    """Health, init, reset, of the default world or one in the path; pages in a browser do not reach the reset."""
    with serving("--fixture", "seeded") as server:
        health = httpx.get(f"{server.url}/_localstack/health").json()
        assert health["services"]["organizations"] == "running"
        assert httpx.head(f"{server.url}/_localstack/health").status_code == 200
        assert httpx.get(f"{server.url}/_localstack/init").json()["completed"]["READY"] is True
        for path, name in (
            ("/moto-api/reset", "default"),
            ("/_localstack/state/reset", "default"),
            ("/worlds/one/moto-api/reset", "one"),
        ):
            httpx.post(f"{server.url}/_emulator/worlds/{name}/seed", json={"accounts": []}).raise_for_status()
            httpx.put(f"{server.url}/_emulator/worlds/{name}/clock", json={"frozen": True}).raise_for_status()
            assert httpx.post(f"{server.url}{path}").json() == {"status": "ok"}
            assert httpx.get(f"{server.url}/_emulator/worlds/{name}/clock").json()["frozen"] is False, path
        page = {"Origin": "https://elsewhere.example"}
        assert httpx.post(f"{server.url}/moto-api/reset", headers=page).status_code == 403
        assert httpx.get(f"{server.url}/moto-api/reset").status_code == 403  # as any call that nobody has signed


def test_a_script_is_run_from_where_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the folder was named as `.`: a bare name would be looked for on the PATH."""
    (tmp_path / "10-here.sh").write_text("#!/bin/sh\nexit 3\n")
    (tmp_path / "10-here.sh").chmod(0o700)
    monkeypatch.chdir(tmp_path)
    [path] = Path().iterdir()
    assert asyncio.run(_run(path, {"PATH": "/bin"})) == "exit status 3"
