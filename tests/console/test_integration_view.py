"""Integration: what is wrong, which call mends it, and why there is no switch."""

import re
import subprocess
import sys
from typing import Any

from playwright.sync_api import Page, expect

from emulator.domain.organizations.service_integration import Integration
from emulator.testing import Emulator, OwnWorld
from tests.console.conftest import Open, barriers, client_of

ADMINISTRATOR = "222222222222"


def state(page: Page) -> str:
    return page.locator(".state.is-present text").first.text_content() or ""


def test_the_half_integrated_world_says_what_is_wrong_and_what_mends_it(ipam_emulator: Emulator, show: Open) -> None:
    """Somebody with only the page does what it says, and sees it mended without a press more."""
    world = ipam_emulator.world("half-integrated")
    page = show(world)
    wrong = page.locator("article.finding-wrong")
    expect(wrong).to_contain_text("registered with Organizations, not designated with IPAM")
    expect(wrong).to_contain_text("AWSServiceRoleForIPAM is missing in 3 of 3 accounts")
    expect(wrong).to_contain_text("EnableIpamOrganizationAdminAccount")
    expect(wrong).to_contain_text("would succeed now")
    assert state(page) == "REGISTERED"
    assert barriers(page) == []

    wrong.get_by_role("button", name="boto3", exact=True).click()
    wrong.get_by_role("button", name="Copy for boto3").click()
    script: str = page.evaluate("() => navigator.clipboard.readText()")
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, timeout=60)

    expect(page.locator(".state.is-present")).to_contain_text("INTEGRATED")
    expect(page.locator("article.finding")).to_contain_text("The administrator has no IPAM yet")
    expect(page.get_by_text("role present")).to_have_count(3)


def test_f_8_no_control_enables_trusted_access(ipam_emulator: Emulator, show: Open) -> None:
    """Where one would look for the switch stands why there is none, and what to call instead."""
    page = show(ipam_emulator.world("seeded"))
    card = page.get_by_role("region", name="Trusted access for IPAM")
    expect(card).to_contain_text("off")
    expect(card).to_contain_text("can be enabled only with IPAM's own call")
    expect(card).to_contain_text("EnableIpamOrganizationAdminAccount instead")
    assert card.locator("input, select, [role=switch], form").count() == 0
    names = card.get_by_role("button").all_inner_texts()
    assert set(names) == {"F-6", "F-7", "F-8", "AWS CLI", "boto3", "Copy"}


def test_each_arrow_says_what_would_become_of_its_call(ipam_emulator: Emulator, show: Open) -> None:
    """Before the integration Organizations' calls are refused by their rules, and IPAM's leads to the end."""
    page = show(ipam_emulator.world("seeded"))
    calls = page.get_by_role("list", name=re.compile("Calls of the management account")).locator("li")
    outcomes = {
        (name, outcome)
        for row in calls.all()
        for name, outcome in [(row.locator(".call-name .mono").inner_text(), row.locator(".call-outcome").inner_text())]
    }
    assert ("EnableIpamOrganizationAdminAccount", "leads to INTEGRATED") in outcomes
    assert ("EnableAWSServiceAccess", "refused now INT-014") in outcomes
    assert ("RegisterDelegatedAdministrator", "refused now INT-040") in outcomes
    assert ("DisableIpamOrganizationAdminAccount", "refused now INT-067") in outcomes
    # nothing was asked of the world: it stands as it did
    assert state(page) == Integration.NONE


def test_the_page_follows_the_calls(ipam_emulator: Emulator, show: Open) -> None:
    """An account that is created appears by itself."""
    world = ipam_emulator.world("seeded")
    page = show(world)
    created: Any = client_of(world)("organizations").create_account(AccountName="newcomer", Email="new@example.com")
    assert created["CreateAccountStatus"]["State"] == "IN_PROGRESS"
    expect(page.get_by_text("newcomer")).to_be_visible()


def test_a_role_that_is_missing_is_found(prepared: OwnWorld, show: Open) -> None:
    """The administrator who cannot look into an account is told which call makes the role again."""
    world = prepared.fork()
    # an account without IPAM resources may lose its role only when the integration has ended
    client_of(world)("ec2").disable_ipam_organization_admin_account(DelegatedAdminAccountId=ADMINISTRATOR)
    page = show(world)
    expect(page.locator("article.finding")).to_contain_text("Trusted access is on, and nobody administers IPAM")
    assert state(page) == "TRUSTED"
