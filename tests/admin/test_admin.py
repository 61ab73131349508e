"""The admin API, in process."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from emulator.app import App
from emulator.domain.callers import Caller, administrator
from emulator.domain.journal import CallEntry
from emulator.domain.organizations import accounts
from emulator.domain.world import World
from emulator.fixtures.loader import load
from emulator.settings import ServerSettings, Settings
from emulator.worlds import Worlds

Ask = Callable[..., httpx.Response]


@pytest.fixture
def app() -> App:
    recipe = load(Path("seeded"), wall=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    worlds = Worlds(recipe.world)
    worlds.get("default")
    return App(worlds, Settings(ServerSettings(allowed_hosts=("emulator.test",))))


@pytest.fixture
def ask(app: App) -> Ask:
    """Asks the admin API: ask("GET", "/worlds")."""

    async def call(method: str, path: str, **parts: Any) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost:4566") as client:
            return await client.request(method, f"/_emulator{path}", **parts)

    return lambda *given, **parts: asyncio.run(partial(call, *given, **parts)())


@pytest.fixture
def world(app: App) -> World:
    return app.worlds.get("default")


def test_health_is_answered_with_and_without_fastapi(app: App, ask: Ask) -> None:
    """The quick answer and the documented route say the same."""
    assert ask("GET", "/health").json() == {"status": "ok"}
    assert ask("HEAD", "/health").status_code == 405


def test_reset_brings_the_whole_world_back(app: App, ask: Ask, world: World) -> None:
    """Accounts, clock, identifiers and journal."""
    accounts.create(world, "111111111111", "new@example.com", "new", None)
    world.advance(timedelta(days=1))
    world.record("somebody", "acted", "because", [])

    answer = ask("POST", "/reset").json()

    assert (answer["accounts"], answer["calls_and_acts"], answer["now"]) == (5, 0, "2026-01-01T00:00:00Z")
    assert app.worlds.get("default") is not world


def test_worlds_are_made_described_and_dropped(ask: Ask) -> None:
    """A world with a fixture of its own is reset to it."""
    body = {"accounts": [{"name": "alone", "id": "999999999999"}], "default_account": "alone"}
    assert ask("POST", "/worlds/mine", json=body).status_code == 201
    assert ask("POST", "/worlds/plain").json()["accounts"] == 5
    assert ask("POST", "/worlds/mine/reset").json()["default_account"] == "999999999999"
    assert [one["name"] for one in ask("GET", "/worlds").json()["worlds"]] == ["default", "mine", "plain"]
    assert ask("GET", "/worlds/mine").json()["endpoint"] == "/worlds/mine"
    assert ask("DELETE", "/worlds/mine").status_code == 204
    assert ask("GET", "/worlds/mine").status_code == 404
    assert ask("POST", "/worlds/mine/reset").json()["accounts"] == 5


def test_a_world_is_forked_from_another(app: App, ask: Ask, world: World) -> None:
    """It begins as the other is now, and says so before it is used; a second beginning is refused."""
    accounts.create(world, "111111111111", "new@example.com", "new", None)
    answer = ask("POST", "/worlds/fork?from=default").json()
    assert (answer["name"], answer["endpoint"], answer["accounts"]) == ("fork", "/worlds/fork", 6)
    ask("POST", "/reset")
    assert ask("GET", "/worlds/fork").json()["accounts"] == 6
    assert ask("POST", "/worlds/fork/reset").json()["accounts"] == 6
    assert ask("POST", "/worlds/other?from=nobody").status_code == 404
    assert ask("POST", "/worlds/other?from=default", json={}).status_code == 422


def test_the_default_world_is_always_there(ask: Ask) -> None:
    """Dropping it begins it anew."""
    assert ask("DELETE", "/worlds/default").status_code == 204
    assert ask("GET", "/worlds/default").json()["accounts"] == 5


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "says"),
    [
        ("GET", "/worlds/none", None, 404, "no world 'none' has been used yet"),
        ("GET", "/worlds/none/journal", None, 404, "no world 'none' has been used yet"),
        ("POST", "/worlds/default", None, 409, "there is a world 'default' already"),
        ("POST", "/worlds/a%20b", None, 422, "path.name"),
        ("POST", "/worlds/new", {"acounts": []}, 422, "body.acounts"),
        ("POST", "/worlds/new", {"default_account": "x"}, 422, "default_account: expected the id or the name"),
        ("PUT", "/worlds/default/clock", {"frozen": True, "now": "2025-01-01T00:00:00Z"}, 422, "is past"),
        ("PUT", "/worlds/default/clock", {"frozen": False, "now": "9999-12-31T23:59:59-14:00"}, 422, "is too late"),
        ("PUT", "/worlds/default/clock", {}, 422, "frozen, or now, or both"),
        ("POST", "/worlds/default/clock", {"advance_seconds": -1}, 422, "body.advance_seconds"),
        ("POST", "/worlds/default/clock", {}, 422, "either advance_seconds or until_idle_within_seconds"),
        ("GET", "/worlds/default/journal?limit=0", None, 422, "query.limit"),
        ("GET", "/rules/NO-1", None, 404, "no rule 'NO-1'"),
        ("GET", "/nowhere", None, 404, "GET /_emulator/nowhere: Not Found"),
        ("PATCH", "/worlds", None, 405, "PATCH /_emulator/worlds: Method Not Allowed"),
    ],
)
def test_an_error_says_what_was_expected(
    ask: Ask, method: str, path: str, body: object, status: int, says: str
) -> None:
    """As JSON, whatever went wrong, and nothing has changed."""
    response = ask(method, path, json=body)

    assert response.status_code == status, response.text
    assert says in response.json()["message"]
    assert response.json()["expected"]
    assert [one["name"] for one in ask("GET", "/worlds").json()["worlds"]] == ["default"]


def test_the_journal_is_read_in_pages(ask: Ask, app: App) -> None:
    """Calls and acts in order; `last` leads on."""
    headers = {"Authorization": "AWS4-HMAC-SHA256 Credential=1/20260101/eu-west-1/sts/aws4_request, Signature=0"}

    async def call() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            for action in ("GetCallerIdentity", "GetCallerIdentity", "AssumeRole"):
                await client.post("/", headers=headers, data={"Action": action, "Version": "2011-06-15"})

    asyncio.run(call())
    app.worlds.get("default").record("ipam", "made a role", "of a test", ["111111111111"])

    first = ask("GET", "/worlds/default/journal?limit=3").json()
    assert (first["last"], first["more"]) == (3, True)
    assert [one["operation"] for one in first["entries"]] == ["GetCallerIdentity", "GetCallerIdentity", "AssumeRole"]
    assert first["entries"][0]["account_id"] == "111111111111"
    assert first["entries"][2]["status"] >= 400
    rest = ask("GET", "/worlds/default/journal", params={"after": first["last"]}).json()
    assert [one["kind"] for one in rest["entries"]] == ["act"]
    assert rest["more"] is False


def test_advancing_the_clock_settles_what_falls_due_on_the_way(ask: Ask, world: World) -> None:
    """A created account exists once its time has come, created at that time and not at the end of the step."""
    accounts.create(world, "111111111111", "new@example.com", "new", None)
    clock = ask("GET", "/worlds/default/clock").json()
    assert clock["pending"] == []  # reading settles what is due: the creation takes no time
    assert len(world.accounts) == 6

    accounts.create(world, "111111111111", "later@example.com", "later", None)
    moved = ask("POST", "/worlds/default/clock", json={"advance_seconds": 90}).json()
    assert moved["now"] == "2026-01-01T00:01:30Z"
    assert world.accounts[world.accounts_by_email["later@example.com"]].created_at == datetime(2026, 1, 1, tzinfo=UTC)


def test_the_clock_is_held_and_let_go(ask: Ask) -> None:
    """Here, or at a later moment."""
    frozen = ask("PUT", "/worlds/default/clock", json={"frozen": True, "now": "2026-02-01T00:00:00Z"}).json()
    assert (frozen["now"], frozen["frozen"]) == ("2026-02-01T00:00:00Z", True)
    running = ask("PUT", "/worlds/default/clock", json={"frozen": False}).json()
    assert (running["now"], running["frozen"], running["offset_seconds"]) == ("2026-02-01T00:00:00Z", False, 2678400)


def test_the_clock_ends_before_dates_do(ask: Ask) -> None:
    """A century at a time until nothing later is taken; calls are still answered."""
    century = {"advance_seconds": 100 * 366 * 86_400}
    answers = [ask("POST", "/worlds/default/clock", json=century).status_code for _ in range(72)]

    assert answers.index(422) == 69
    assert set(answers[69:]) == {422}
    assert ask("GET", "/worlds/default").json()["now"].startswith("89")


def test_a_moment_of_another_zone_is_told_in_utc(ask: Ask) -> None:
    """Whatever the zone in which it was given."""
    frozen = ask("PUT", "/worlds/default/clock", json={"frozen": True, "now": "2026-02-01T05:00:00+05:00"}).json()

    assert frozen["now"] == "2026-02-01T00:00:00Z"


def test_a_body_that_is_not_json_is_refused(ask: Ask) -> None:
    """It says what was expected, however deep it is nested."""
    for body in ("{", "[" * 100_000, '{"frozen": "\\ud800"}'):
        answer = ask("PUT", "/worlds/default/clock", content=body, headers={"content-type": "application/json"})
        assert answer.status_code in (400, 422)
        assert "routes" not in answer.json()["expected"]


def test_rules_settings_and_coverage_are_told(ask: Ask) -> None:
    """What the emulator knows about itself."""
    rules = ask("GET", "/rules").json()["rules"]
    for rule in rules[:1]:
        assert ask("GET", f"/rules/{rule['id'].lower()}").json() == rule
        assert rule in ask("GET", "/rules", params={"area": rule["area"]}).json()["rules"]
    settings = {one["name"]: one for one in ask("GET", "/settings").json()["settings"]}
    assert settings["allowed_hosts"]["value"] == ["emulator.test"]
    assert settings["ipam_service_access"]["value"] == "documented"
    coverage = {one["title"]: one for one in ask("GET", "/coverage").json()["services"]}
    assert "GetCallerIdentity" in coverage["sts"]["implemented"]


def test_the_page_loads_nothing_and_names_every_route(ask: Ask) -> None:
    """It is of the document that machines read."""
    page = ask("GET", "/docs").text
    document = ask("GET", "/openapi.json").json()

    assert ask("GET", "").headers["location"] == "/_emulator/"
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert all(path.replace("&", "&amp;") in page for path in document["paths"])
    assert "advance_seconds" in page


@pytest.mark.parametrize(
    ("method", "headers", "allowed"),
    [
        ("POST", {}, True),
        ("POST", {"Host": "127.0.0.1:4566"}, True),
        ("POST", {"Host": "[::1]:4566"}, True),
        ("POST", {"Host": "world.localhost:4566"}, True),
        ("POST", {"Host": "172.17.0.2:4566"}, True),
        ("POST", {"Host": "EMULATOR.test:4566"}, True),
        ("POST", {"Host": "evil.example:4566"}, False),
        ("POST", {"Host": "localhost.evil.example"}, False),
        ("POST", {"Host": ""}, False),
        ("GET", {"Host": "evil.example"}, False),
        ("GET", {"Origin": "http://evil.example"}, True),
        ("POST", {"Origin": "http://evil.example"}, False),
        ("POST", {"Origin": "http://6.6.6.6"}, False),
        ("POST", {"Origin": "null"}, False),
        ("POST", {"Origin": "http://["}, False),
        ("POST", {"Origin": "http://localhost:4566"}, True),
        ("POST", {"Origin": "http://emulator.test"}, True),
        ("POST", {"Host": "10.0.0.1:4566", "Origin": "http://10.0.0.1:4566"}, True),
    ],
)
def test_web_pages_are_kept_out(ask: Ask, method: str, headers: dict[str, str], allowed: bool) -> None:
    """Neither another origin nor a rebound host name reaches what changes a world, or the journal."""
    path = "/reset" if method == "POST" else "/worlds/default/journal"
    response = ask(method, path, headers=headers)

    assert response.status_code == (200 if allowed else 403), response.text
    if not allowed:
        assert response.json()["expected"]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/worlds", {}),
        ("/docs", {}),
        ("/nothing", {}),
        ("/rules/%3Cscript%3E", {}),
        ("/worlds/default/journal/file", {}),
        ("/worlds", {"Host": "evil.example"}),
    ],
)
def test_every_answer_says_what_a_browser_may_do_with_it(ask: Ask, path: str, headers: dict[str, str]) -> None:
    """Run nothing, show it in no frame, guess no other type: whatever stands in it comes from requests."""
    answer = ask("GET", path, headers=headers).headers
    assert answer["content-security-policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in answer["content-security-policy"]
    assert "unsafe" not in answer["content-security-policy"]
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["cross-origin-resource-policy"] == "same-origin"


def test_of_many_worlds_a_few_are_named(ask: Ask, app: App) -> None:
    """Who asks for a world that is not there reads no thousand names."""
    for number in range(300):
        app.worlds.fork(f"w{number}", "default")

    expected = ask("GET", "/worlds/nowhere").json()["expected"]

    assert expected.startswith("one of default, w0, w1")
    assert expected.endswith(" or 291 others")


@pytest.mark.parametrize(("name", "status"), [("%2E", 422), ("%2E%2E", 422), ("...", 201), (".a", 201), ("..-", 201)])
def test_what_paths_mean_otherwise_names_no_world(ask: Ask, app: App, name: str, status: int) -> None:
    """A browser takes `.` and `..` for other paths: a page about such a world would act on something else."""
    assert ask("POST", f"/worlds/{name}").status_code == status
    assert Worlds.is_name(name.replace("%2E", ".")) == (status == 201)


def test_a_mistake_of_ours_is_heard(
    app: App, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log has it whole; the answer says no more than that."""
    monkeypatch.setattr(app.worlds, "names", lambda: 1 / 0)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:4566") as client:
            return await client.get("/_emulator/worlds")

    answer = asyncio.run(ask())

    assert (answer.status_code, "division" in answer.text) == (500, False)
    assert "ZeroDivisionError" in caplog.text


def test_others_are_answered_while_a_world_is_made_again(app: App, world: World) -> None:
    """What a call changed takes as long as all calls before it; nobody waits for that."""
    caller = Caller("111111111111", "us-east-1", administrator("111111111111"), "111111111111")
    for number in range(1, 301):
        call = CallEntry(world.journal.next_number(), world.now, f"request-{number}", "sts", "GetCallerIdentity")
        call.caller, call.parameters = caller, {}
        world.journal.record(call)

    async def ask() -> tuple[bool, httpx.Response, httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost:4566") as client:
            slow = asyncio.create_task(client.get("/_emulator/worlds/default/journal/300/changes"))
            await asyncio.sleep(0)  # the slow call begins
            quick = await client.get("/_emulator/worlds/default/journal/1")
            return slow.done(), quick, await slow

    overtaken, quick, slow = asyncio.run(ask())

    assert (overtaken, quick.status_code, slow.status_code) == (False, 200, 200)
    assert slow.json() == {"changes": [], "more": False}


def test_a_state_file_that_cannot_be_written_is_told(app: App, ask: Ask) -> None:
    """Its folder may have gone since the start."""
    app.settings = Settings(ServerSettings(state_file=Path("/nowhere/state.json")))
    response = ask("POST", "/state")
    assert (response.status_code, "cannot be written" in response.json()["message"]) == (409, True), response.text
