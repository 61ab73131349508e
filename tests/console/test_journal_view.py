"""The journal: live, filtered, and one call with everything about it."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from emulator.testing import Emulator, OwnWorld
from tests.console.conftest import Open, barriers, client_of, loaded
from tests.console.scenes import MANAGEMENT, NETWORK, SECURITY

ENABLE = "EnableIpamOrganizationAdminAccount"


def entries(page: Page) -> Any:
    return page.locator(".entry-call")


def test_a_call_appears_as_it_is_made(ipam_emulator: Emulator, show: Open) -> None:
    """From an empty journal, by itself."""
    world = ipam_emulator.world("seeded")
    page = show(world, "journal")
    expect(page.get_by_text("Nobody has called yet")).to_be_visible()
    client_of(world)("organizations").describe_organization()
    expect(entries(page)).to_have_count(1)
    expect(entries(page)).to_contain_text("DescribeOrganization")


def test_filters_leave_what_was_asked_for(prepared: OwnWorld, show: Open) -> None:
    """By outcome, caller, service and rule; the address holds them, so that it can be kept."""
    page = show(prepared, "journal", outcome="refused")
    expect(entries(page)).to_have_count(2)
    page.get_by_role("textbox", name="Rule").fill("INT-025")
    page.keyboard.press("Enter")
    expect(entries(page)).to_have_count(1)
    assert "rule=INT-025" in page.url
    page.get_by_role("link", name="Show all").click()
    loaded(page)
    page.get_by_label("Caller's account").fill(SECURITY)
    page.get_by_role("combobox", name="Service").select_option("ec2")
    expect(page.locator(".entry-call", has_text=NETWORK)).to_have_count(0)
    expect(page.locator(".entry-call", has_text=SECURITY).first).to_be_visible()
    page.get_by_label("Operation").fill("NoSuchOperation")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No call matches")).to_be_visible()


def test_a_refusal_opens_to_its_rule_source_and_facts(prepared: OwnWorld, show: Open) -> None:
    """Why it was refused, who says so, and what the rule found."""
    page = show(prepared, "journal", rule="INT-025")
    entries(page).click()
    details = page.get_by_role("region", name=re.compile(f"Call .*{ENABLE}"))
    expect(details).to_contain_text("An IPAM delegated administrator already exists for this organization.")
    expect(details).to_contain_text("observed by others")
    expect(details).to_contain_text("Source:")
    expect(details).to_contain_text("What the rule found")
    expect(details).to_contain_text("state of affairs")
    expect(details).to_contain_text(f'"DelegatedAdminAccountId": "{SECURITY}"')
    expect(details).to_contain_text("enable-ipam-organization-admin-account")
    assert barriers(page) == []
    page.keyboard.press("Enter")
    expect(details).to_have_count(0)


def test_an_answered_call_shows_what_it_changed(prepared: OwnWorld, show: Open) -> None:
    """Its answer, what the services did because of it, and every place in the world that is another since."""
    page = show(prepared, "journal", operation=ENABLE, outcome="answered")
    entries(page).click()
    details = page.locator(".details")
    expect(details).to_contain_text('"Success": true')
    expect(details).to_contain_text("created AWSServiceRoleForIPAM")
    details.get_by_role("button", name="Show what it changed").click()
    changes = details.get_by_role("region", name="State changes")
    expect(changes).to_contain_text("trusts › ipam.amazonaws.com")
    expect(changes).to_contain_text(f"identities › {MANAGEMENT} › roles › awsserviceroleforipam")
    assert barriers(page) == []


def test_secrets_are_not_shown(ipam_emulator: Emulator, show: Open) -> None:
    """Credentials that STS has issued stay with who asked for them."""
    world = ipam_emulator.world("seeded")
    role = f"arn:aws:iam::{SECURITY}:role/OrganizationAccountAccessRole"
    issued = client_of(world)("sts").assume_role(RoleArn=role, RoleSessionName="me")["Credentials"]
    page = show(world, "journal")
    entries(page).click()
    expect(page.locator(".details")).to_contain_text(issued["AccessKeyId"])
    expect(page.locator(".details")).to_contain_text("(not shown)")
    content = page.content()
    assert issued["SecretAccessKey"] not in content
    assert issued["SessionToken"] not in content
