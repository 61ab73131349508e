"""The address space: the picture, zoomed into and out of, what is next, and what overlaps."""

from ipaddress import IPv6Address

import pytest
from playwright.sync_api import Locator, Page, expect

from emulator.testing import OwnWorld
from tests.console.conftest import Open, barriers, loaded
from tests.console.scenes import NETWORK, SHOP_DEVELOPMENT


def _block(page: Page, begins: str) -> Locator:
    return page.locator(f'.block[aria-label^="{begins}"]').first


def test_blocks_are_chosen_and_zoomed_into(prepared: OwnWorld, show: Open) -> None:
    """A press says what a block is, another one zooms in, and one step leads out again."""
    page = show(prepared, "addresses")
    viewport = page.get_by_role("textbox", name="Viewport")
    expect(viewport).to_have_value("10.0.0.0/8")
    block = _block(page, "10.0.0.0/10, Europe,")
    block.click()
    chosen = page.get_by_label("The block that is chosen")
    expect(chosen).to_contain_text(NETWORK)
    expect(chosen).to_contain_text("75 % used")
    block.click()
    expect(viewport).to_have_value("10.0.0.0/10")
    expect(_block(page, "10.8.0.0/16, shop-web, owner 444444444444")).to_be_visible()
    page.get_by_role("button", name="Zoom out").click()
    expect(viewport).to_have_value("10.0.0.0/8")
    page.get_by_role("textbox", name="Viewport").fill("10.8.64.7/32")
    page.get_by_role("button", name="Go").click()
    expect(viewport).to_have_value("10.8.64.7/32")
    expect(_block(page, "10.8.64.0/18, shop-web-1")).to_be_visible()


def test_overlaps_are_marked(prepared: OwnWorld, show: Open) -> None:
    """A VPC that was made by hand has addresses of another, and both say so."""
    page = show(prepared, "addresses", cidr="10.8.0.0/13", by="compliance")
    overlapping = page.get_by_role("group", name="VPCs that IPAM sees").locator(".block-overlaps")
    expect(overlapping).to_have_count(1)
    expect(overlapping).to_contain_text("2 × 10.9.0.0/16")
    overlapping.click()
    chosen = page.get_by_label("The block that is chosen")
    expect(chosen).to_contain_text("handmade")
    expect(chosen).to_contain_text(SHOP_DEVELOPMENT)
    expect(chosen).to_contain_text("shop-data")
    assert barriers(page) == []


@pytest.mark.parametrize(("length", "said"), [("16", "10.14.0.0/16"), ("18", "10.14.0.0/18"), ("8", "No free")])
def test_the_next_allocation_of_a_size(prepared: OwnWorld, show: Open, length: str, said: str) -> None:
    """As the pool itself would give it, without taking it; or why it would not."""
    page = show(prepared, "addresses", cidr="10.0.0.0/12")
    card = page.get_by_role("region", name="The next allocation")
    card.get_by_label("From").select_option(label="Europe production")
    card.get_by_label("Netmask length").fill(length)
    if said.startswith("10."):
        expect(card).to_contain_text(f"would be {said}")
        expect(page.locator(".ghost")).to_have_attribute("title", f"Next: {said}")
    else:
        expect(card.locator(".badge-wrong")).to_be_visible()
        expect(page.locator(".ghost")).to_have_count(0)


def test_keys_move_the_viewport(prepared: OwnWorld, show: Open) -> None:
    """Along a lane with the arrows; in, out and to the neighbours with keys of their own."""
    page = show(prepared, "addresses", cidr="10.0.0.0/10")
    lane = page.get_by_role("group", name="Pools, level 3")
    lane.get_by_role("button").first.focus()
    page.keyboard.press("ArrowRight")
    expect(lane.get_by_role("button").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("+")
    expect(page.get_by_role("textbox", name="Viewport")).to_have_value("10.16.0.0/12")
    loaded(page)
    page.get_by_role("group", name="Pools, level 3").get_by_role("button").first.focus()
    page.keyboard.press("]")
    expect(page.get_by_role("textbox", name="Viewport")).to_have_value("10.32.0.0/12")


def test_ipv6_has_its_picture(prepared: OwnWorld, show: Open) -> None:
    """Unique local addresses, down to a single one."""
    page = show(prepared, "addresses", family="ipv6", by="kind")
    expect(page.get_by_role("textbox", name="Viewport")).to_have_value("fd80::/32")
    expect(page.locator(".ruler")).to_contain_text("fd80:0:4000::")
    page.get_by_role("textbox", name="Viewport").fill("fd80::1/128")
    page.get_by_role("button", name="Go").click()
    expect(page.locator(".ruler")).to_contain_text("fd80::1")
    expect(page.get_by_role("group", name="Top-level pools")).to_contain_text("Unique local")
    page.get_by_role("textbox", name="Viewport").fill("nonsense")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_role("alert")).to_contain_text("a CIDR, such as 10.0.0.0/8")


def test_addresses_are_written_as_everybody_writes_them(prepared: OwnWorld, show: Open) -> None:
    """Of the page's own arithmetic: to a number and back, in both families."""
    page = show(prepared, "addresses")
    texts = ["0.0.0.0", "10.255.0.1", "255.255.255.255", "::", "::1", "1::", "fd00:0:0:1::", "1:0:0:2::3"]
    texts += [str(IPv6Address(2**number - 1)) for number in range(40, 129, 7)]
    again = page.evaluate(
        """async (texts) => {
            const { addressOf, numberOf } = await import("/_emulator/console/lib/addresses.js");
            return texts.map((text) => addressOf(numberOf(text), text.includes(":") ? 128 : 32));
        }""",
        texts,
    )
    assert again == texts
