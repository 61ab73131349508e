"""Accounts: found by what one knows of them, and one with all that it may, has, and is seen with."""

import re

from playwright.sync_api import expect

from emulator.testing import OwnWorld
from tests.console.conftest import Open, barriers, loaded
from tests.console.scenes import NETWORK, SHOP


def test_accounts_are_found(prepared: OwnWorld, show: Open) -> None:
    """By a part of the name; the one that is found leads to itself."""
    page = show(prepared, "accounts")
    expect(page.locator("tbody tr")).to_have_count(5)
    page.get_by_label("Name, id or address").fill("SHOP-dev")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="shop-development").click()
    expect(page.get_by_role("heading", name=re.compile("shop-development"))).to_be_visible()


def test_one_account_with_all_that_it_has(prepared: OwnWorld, show: Open) -> None:
    """Roles, VPCs, shares, and what IPAM sees of it; and what its place lets it call."""
    page = show(prepared, "accounts", account=SHOP)
    expect(page.get_by_role("region", name="Roles").first).to_contain_text("AWSServiceRoleForIPAM")
    expect(page.get_by_role("region", name="VPCs").first).to_contain_text("shop-mail")
    expect(page.get_by_role("region", name="Shared with it").first).to_contain_text("planned addresses")
    expect(page.get_by_role("region", name="What IPAM sees").first).to_contain_text("compliant")
    card = page.get_by_role("region", name=re.compile("May call in Organizations"))
    expect(card).to_contain_text("It is a member and administers no service.")
    card.get_by_text("refused by INT-015").click()
    expect(card).to_contain_text("EnableAWSServiceAccess")
    assert barriers(page) == []


def test_a_delegated_administrator_may_read(prepared: OwnWorld, show: Open) -> None:
    """What it gains by its registration is said."""
    page = show(prepared, "accounts", account=NETWORK)
    expect(page.get_by_text("ipam.amazonaws.com, since")).to_be_visible()
    expect(page.get_by_text("it may read what the organization is")).to_be_visible()
    loaded(page)
