"""The console in a real browser: one Chromium for all tests of a process, and for each test a page of its own."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from emulator.testing import Emulator, OwnWorld
from tests.console import scenes

PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
# one session, because reading its models costs more than many calls
_session = boto3.Session()
# Chromium for a test: no sandbox for root, and nothing that it asks of its maker
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--disable-gpu",
]
THEMES = ("light", "dark")
Open = Callable[..., Page]


def client_of(world: OwnWorld) -> scenes.Client:
    """Makes boto3 clients for accounts of a world, each once."""

    @cache
    def client(service: str, account_id: str = scenes.MANAGEMENT, *, region: str = "us-east-1") -> Any:
        return _session.client(
            service,
            endpoint_url=world.endpoint,
            region_name=region,
            aws_access_key_id=account_id,
            aws_secret_access_key="any",
        )

    return client


def chromium() -> str:
    found = shutil.which("chromium")
    if found is None:
        pytest.fail("no chromium on the path; `make test` installs it")
    return found


# A package's, not the session's: while Playwright runs, nothing else in this thread may run an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="package")
def contexts(browser: Browser) -> Callable[[str], BrowserContext]:
    """A browser's profile for each theme. Tests share it, because one that has the page's files compiled opens it in
    half the time."""

    @cache
    def context(theme: str) -> BrowserContext:
        return browser.new_context(
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            service_workers="block",
            permissions=["clipboard-read", "clipboard-write"],
        )

    return context


@pytest.fixture
def show(contexts: Callable[[str], BrowserContext], ipam_emulator: Emulator) -> Iterator[Open]:
    """Opens a view of a world: `show(world, "journal", outcome="refused", theme="dark", width=360)`.

    A page may log no error: neither our own, nor that its policy has kept something from running or being fetched.
    """
    complaints: list[str] = []
    pages: list[Page] = []

    def note(message: ConsoleMessage) -> None:
        # what a test provokes from the server is the test's to judge
        if message.type == "error" and "status of 4" not in message.text:
            complaints.append(message.text)

    def open_view(
        world: OwnWorld | str, view: str = "integration", *, theme: str = "light", width: int = 1280, **query: str
    ) -> Page:
        page = contexts(theme).new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        name = world if isinstance(world, str) else world.name
        search = "".join(f"&{key}={value}" for key, value in query.items())
        page.goto(f"{ipam_emulator.url}/_emulator/#/{view}?world={name}{search}")
        page.get_by_text("Live", exact=True).wait_for()
        loaded(page)
        return page

    yield open_view
    for page in pages:
        # what the page keeps is the next test's no more
        page.evaluate("() => window.localStorage.clear()")
        page.close()
    assert complaints == []


def loaded(page: Page) -> None:
    """Nothing of the view is on its way any more."""
    page.wait_for_function("() => document.querySelector('main h1') && !document.querySelector('main .loading')")


@pytest.fixture(scope="session")
def prepared(ipam_emulator: Emulator) -> OwnWorld:
    """A landing zone with addresses planned, for tests that only look; those that change something fork it."""
    world = ipam_emulator.world("seeded")
    scenes.landing_zone(client_of(world))
    return world


@cache
def _axe() -> str:
    path = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
    if not path.exists():
        pytest.fail("axe-core is not installed; `make test` installs it")
    return path.read_text(encoding="utf-8")


def barriers(page: Page) -> list[str]:
    """What axe finds of what keeps people out, serious or worse."""
    page.evaluate(_axe())
    found: dict[str, Any] = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{violation['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
