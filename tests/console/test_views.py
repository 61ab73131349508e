"""Every view, with a world in it and with an empty one, for everybody: what axe says, in both themes and widths."""

import pytest
from playwright.sync_api import Page, expect

from emulator.testing import Emulator, OwnWorld
from tests.console.conftest import THEMES, Open, barriers, loaded

# what each view shows of the landing zone, and what an empty world is told to do next
SHOWN = {
    "integration": ("IPAM is integrated with the organization", "This world has no organization"),
    "addresses": ("Europe production", "This world has no IPAM"),
    "accounts": ("shop-development", "No account is known yet"),
    "journal": ("CreateVpc", "Nobody has called yet"),
    "worlds": ("Until idle", "There are none: every call is answered as AWS would."),
}


def is_wider_than_its_window(page: Page) -> bool:
    wide: bool = page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth")
    return wide


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("view", SHOWN)
def test_a_view_shows_the_world_to_everybody(prepared: OwnWorld, show: Open, view: str, theme: str) -> None:
    """What the world holds is there, axe finds nothing serious, and nothing runs out of the window."""
    page = show(prepared, view, theme=theme, width=1600 if theme == "light" else 360)
    expect(page.get_by_text(SHOWN[view][0]).and_(page.locator("main :not(option)")).first).to_be_visible()
    assert barriers(page) == []
    assert not is_wider_than_its_window(page)


@pytest.mark.parametrize("view", SHOWN)
def test_an_empty_world_says_what_to_do_next(ipam_emulator: Emulator, show: Open, view: str) -> None:
    """Nobody is left with a blank page."""
    page = show(ipam_emulator.world("empty"), view, theme="dark")
    expect(page.get_by_text(SHOWN[view][1])).to_be_visible()
    assert barriers(page) == []


def test_the_theme_can_be_chosen(prepared: OwnWorld, show: Open) -> None:
    """The choice stands over the system's and is kept."""
    page = show(prepared, "worlds", theme="light")
    background = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.get_by_role("button", name="Theme: system").click()
    page.get_by_role("button", name="Theme: light").click()
    assert page.evaluate(background) != light
    page.reload()
    expect(page.get_by_role("button", name="Theme: dark")).to_be_visible()


def test_the_keyboard_is_enough(prepared: OwnWorld, show: Open) -> None:
    """From the first tab to a rule's dialog and back, without a pointer."""
    page = show(prepared, "worlds")
    page.keyboard.press("Tab")
    expect(page.get_by_text("To the content")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Integration", level=1)).to_be_visible()
    loaded(page)
    expect(page.locator("main")).to_be_focused()
    rule = page.get_by_role("button", name="F-8")
    rule.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Rule F-8")).to_be_visible()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(rule).to_be_focused()
