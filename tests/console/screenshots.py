"""`make screenshots`: the pictures of the console in docs/images, taken from the worlds that the tests look at."""

from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from emulator.fixtures.loader import load
from emulator.testing import Emulator, OwnWorld
from tests.console import scenes
from tests.console.conftest import FLAGS, THEMES, chromium, client_of, loaded

FOLDER = Path(__file__).parents[2] / "docs" / "images"
SIZE = {"width": 1280, "height": 860}


def take() -> None:
    """Every picture, in both themes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with Emulator() as emulator, sync_playwright() as playwright:
        half = _world(emulator, "half-integrated", "half-integrated")
        planned = _world(emulator, "landing-zone", "seeded")
        scenes.landing_zone(client_of(planned))
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for theme in THEMES:
            context = browser.new_context(
                viewport=SIZE, color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce"
            )
            page = context.new_page()
            _view(page, half, "integration")
            _shoot(page, f"integration-{theme}")
            page.locator("section.card", has=page.locator(".machine")).evaluate("(card) => card.scrollIntoView()")
            _shoot(page, f"state-machine-{theme}")
            _view(page, planned, "addresses", "&cidr=10.0.0.0/10")
            page.locator('.block[aria-label^="2 × 10.9.0.0/16"]').click()
            page.mouse.move(0, 0)
            _shoot(page, f"address-space-{theme}")
            _view(page, planned, "journal", "&outcome=refused")
            page.locator(".entry-call").last.click()
            page.locator(".details pre").first.wait_for()
            _shoot(page, f"journal-{theme}")
            context.close()
        browser.close()


def _world(emulator: Emulator, name: str, fixture: str) -> OwnWorld:
    """A world with a name that says what it is."""
    emulator.do(lambda: emulator.worlds.make(name, load(Path(fixture)).world))
    return OwnWorld(emulator, name)


def _view(page: Page, world: OwnWorld, view: str, more: str = "") -> None:
    page.goto(f"{world.emulator.url}/_emulator/#/{view}?world={world.name}{more}")
    page.get_by_text("Live", exact=True).wait_for()
    loaded(page)


def _shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(150)
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    take()
