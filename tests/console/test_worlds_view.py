"""Worlds, clock and faults: everything that a test does to a world can be done by hand."""

from itertools import count

import pytest
from botocore.exceptions import ClientError
from playwright.sync_api import expect

from emulator.testing import Emulator
from tests.console.conftest import Open, client_of

_numbers = count(1)


def test_worlds_are_made_forked_reset_and_dropped(ipam_emulator: Emulator, show: Open) -> None:
    """Each is asked about once more before it is gone."""
    world = ipam_emulator.world("seeded")
    page = show(world, "worlds")
    name = f"by-hand-{next(_numbers)}"
    form = page.get_by_role("form", name="Make a world")
    form.get_by_label("Name").fill(name)
    form.get_by_label("Which begins").select_option("fork:")
    form.get_by_role("button", name="Make").click()
    row = page.get_by_role("row", name=name)
    expect(row).to_contain_text("shown")
    assert len(ipam_emulator.worlds.get(name).accounts) == 5
    ipam_emulator.do(lambda: ipam_emulator.worlds.get(name).keep_account("123456789012"))
    page.get_by_role("button", name=f"Reset {name}").click()
    page.get_by_role("dialog").get_by_role("button", name="Reset").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(row).to_contain_text("5")
    page.get_by_role("button", name=f"Drop {name}").click()
    page.get_by_role("dialog").get_by_role("button", name="Drop").click()
    expect(row).to_have_count(0)
    assert not ipam_emulator.worlds.has(name)


def test_a_fixture_that_comes_with_the_package_makes_a_world(ipam_emulator: Emulator, show: Open) -> None:
    """And a name that is taken is refused in words."""
    page = show(ipam_emulator.world("empty"), "worlds")
    name = f"by-hand-{next(_numbers)}"
    form = page.get_by_role("form", name="Make a world")
    for _ in range(2):
        form.get_by_label("Name").fill(name)
        form.get_by_label("Which begins").select_option("fixture:half-integrated")
        form.get_by_role("button", name="Make").click()
        expect(page.get_by_role("row", name=name)).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text(f"there is a world '{name}' already")
    ipam_emulator.do(lambda: ipam_emulator.worlds.drop(name))


def test_the_clock_is_frozen_stepped_and_made_to_jump(ipam_emulator: Emulator, show: Open) -> None:
    """And runs again afterwards."""
    world = ipam_emulator.world("seeded", pace="realistic")
    client_of(world)("organizations").create_account(AccountName="slow", Email="slow@example.com")
    page = show(world, "worlds")
    expect(page.get_by_role("region", name="Pending")).to_contain_text("account creation due")
    page.get_by_role("button", name="Freeze").click()
    expect(page.get_by_role("button", name="Let it run")).to_be_visible()
    before = world.clock.now
    page.get_by_role("button", name="+ 1 hour").click()
    expect(page.get_by_text("Nothing is pending.")).to_be_visible()
    assert (world.clock.now - before).total_seconds() == 3600
    page.get_by_label("Jump to (UTC)").fill("2031-02-03T04:05:06")
    page.get_by_role("button", name="Jump").click()
    expect(page.get_by_text("3 Feb 2031, 04:05:06 UTC").first).to_be_visible()
    page.get_by_role("button", name="Let it run").click()
    expect(page.get_by_role("button", name="Freeze")).to_be_visible()


def test_faults_are_added_and_taken_back(ipam_emulator: Emulator, show: Open) -> None:
    """The call that is hit is counted as it happens."""
    world = ipam_emulator.world("seeded")
    page = show(world, "worlds")
    form = page.get_by_role("form", name="Add a fault")
    form.get_by_label("Effect").select_option("error")
    form.get_by_role("textbox", name="Code").fill("Nonsense")
    form.locator("select[name=service]").select_option("sts")
    form.get_by_role("button", name="Add").click()
    row = page.get_by_role("region", name="Faults").locator("tbody tr")
    expect(row).to_contain_text("error Nonsense")
    with pytest.raises(ClientError, match="Nonsense"):
        client_of(world)("sts").get_caller_identity()
    expect(row).to_contain_text("1 of 1")
    row.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("There are none: every call is answered as AWS would.")).to_be_visible()
    client_of(world)("sts").get_caller_identity()
