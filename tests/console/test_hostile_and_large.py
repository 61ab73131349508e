"""Names that mean ill are text, and a world of any size is drawn in part."""

import pytest
from playwright.sync_api import Page, expect

from emulator.domain.ec2.cidrs import IPV4, Cidr
from emulator.domain.ipam.pools import allocations
from emulator.domain.journal import CallEntry
from emulator.domain.world import World
from emulator.fixtures.builder import Recipe
from emulator.fixtures.loader import parse
from emulator.testing import Emulator, OwnWorld
from tests.console import scenes
from tests.console.conftest import Open, client_of, loaded

ACCOUNTS = 10_000
ALLOCATIONS = 100_000
ADMINISTRATOR = "222222222222"
# what any page may have, whatever the world holds
MOST_ELEMENTS = 2_500
# whether an element's first character stands before its last one
LEFT_TO_RIGHT = """(element) => {
  const at = (index) => {
    const range = document.createRange();
    range.setStart(element.firstChild, index);
    range.setEnd(element.firstChild, index + 1);
    return range.getBoundingClientRect().left;
  };
  return at(0) < at(element.firstChild.length - 1);
}"""


@pytest.fixture(scope="module")
def hostile(ipam_emulator: Emulator) -> OwnWorld:
    world = ipam_emulator.world("empty")
    scenes.hostile_names(client_of(world))
    return world


@pytest.mark.parametrize("view", ["integration", "addresses", "accounts", "journal"])
def test_names_are_text_wherever_they_stand(hostile: OwnWorld, show: Open, view: str) -> None:
    """No script of theirs runs, no element of theirs is made; what they are is shown to the letter."""
    page = show(hostile, view, **({"account": scenes.MANAGEMENT} if view == "accounts" else {}))
    if view == "journal":
        page.locator(".entry-call", has_text="CreateOrganizationalUnit").last.click()
        page.locator(".details pre").first.wait_for()
    page.wait_for_timeout(50)
    assert page.title().endswith("ipam-emulator")
    assert page.evaluate("() => document.querySelectorAll('main script, main img, main svg[onload]').length") == 0
    assert page.evaluate("() => [...document.querySelectorAll('a')].every((a) => a.protocol.startsWith('http'))")
    shown: str = page.locator("main").inner_text() + " ".join(page.locator("main option").all_text_contents())
    assert "<script>" in shown
    assert view == "journal" or "onerror" in shown


@pytest.mark.parametrize("view", ["constructor", "__proto__", "integration%2F..%2F"])
def test_an_address_that_is_none_shows_the_first_view(hostile: OwnWorld, show: Open, view: str) -> None:
    """Whatever stands in it, names that JavaScript gives a meaning too."""
    page = show(hostile, view)
    expect(page.get_by_role("heading", name="Integration", level=1)).to_be_visible()
    expect(page.get_by_text("This view has failed.")).to_have_count(0)


def test_a_name_turns_no_other_text_around(ipam_emulator: Emulator, show: Open) -> None:
    """The direction of writing that a name leaves behind ends with it: what stands beside it reads as it is."""
    world = ipam_emulator.world("empty")
    ec2 = client_of(world)("ec2")
    tags = [{"ResourceType": "vpc", "Tags": [{"Key": "Name", "Value": "\u202egnp.exe"}]}]
    vpc_id = ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tags)["Vpc"]["VpcId"]
    page = show(world, "accounts", account=scenes.MANAGEMENT)
    identifier = page.get_by_role("region", name="VPCs").first.locator("td .mono").first
    expect(identifier).to_have_text(vpc_id)
    assert identifier.evaluate(LEFT_TO_RIGHT)


@pytest.fixture(scope="module")
def large(ipam_emulator: Emulator) -> OwnWorld:
    """An organization of 10,000 accounts, none of which has IPAM's role, and a pool with 100,000 allocations."""
    members = [{"name": f"account-{n:05}", "id": f"{300_000_000_000 + n}"} for n in range(ACCOUNTS - 2)]
    administrator = {"name": "network", "id": ADMINISTRATOR}
    fixture = parse(
        {
            "organization": {
                "management": {"name": "management", "id": "111111111111"},
                "accounts": [administrator],
                "units": {"Workloads": {"accounts": members}},
                "ipam": {"state": "registered", "administrator": ADMINISTRATOR},
            },
            "options": {"ipam_service_access": "observed"},
            "default_account": "management",
        }
    )
    recipe = Recipe(fixture, {})
    world = OwnWorld(ipam_emulator, "large")
    ipam_emulator.do(lambda: ipam_emulator.worlds.make("large", recipe.world))
    ec2 = client_of(world)("ec2", ADMINISTRATOR)
    scope = ec2.create_ipam(OperatingRegions=[{"RegionName": "us-east-1"}])["Ipam"]["PrivateDefaultScopeId"]
    pool = ec2.create_ipam_pool(IpamScopeId=scope, AddressFamily="ipv4", Locale="us-east-1")["IpamPool"]["IpamPoolId"]
    ec2.provision_ipam_pool_cidr(IpamPoolId=pool, Cidr="10.0.0.0/8")
    ec2.describe_ipam_pools()
    ipam_emulator.do(lambda: _fill(world.state, pool))
    return world


def _fill(world: World, pool_id: str) -> None:
    world.begin_change()
    [holder] = world.ipam.pools[pool_id].holders
    for number in range(ALLOCATIONS):
        allocations.record(world, holder, Cidr(IPV4, holder.start + (number << 6), 26), ADMINISTRATOR)


def elements(page: Page) -> int:
    found: int = page.evaluate("() => document.querySelectorAll('*').length")
    return found


def test_ten_thousand_accounts_are_drawn_in_part(large: OwnWorld, show: Open) -> None:
    """The tree scrolls to its end, fetches what is seen, and never draws more than that."""
    page = show(large)
    expect(page.locator("article.finding-wrong")).to_contain_text("missing in 9,999 of 10,000 accounts")
    page.get_by_role("button", name="Workloads").click()
    expect(page.get_by_text("account-00000")).to_be_visible()
    assert elements(page) < MOST_ELEMENTS
    tree = page.locator(".tree")
    tree.evaluate("(box) => box.scrollTo(0, box.scrollHeight / 2)")
    expect(page.get_by_text("account-05000")).to_be_visible()
    tree.evaluate("(box) => box.scrollTo(0, box.scrollHeight)")
    expect(page.get_by_text("management").last).to_be_visible()
    assert elements(page) < MOST_ELEMENTS


def test_a_hundred_thousand_allocations_are_drawn_in_part(large: OwnWorld, show: Open) -> None:
    """Counted where they are small, one by one where they are seen, at every depth of the zoom."""
    page = show(large, "addresses")
    lane = page.get_by_role("group", name="Allocations")
    first = "10.0.0.0/15, 2,048 smaller blocks, 100 % taken, owner 222222222222"
    expect(lane.get_by_role("button").first).to_have_accessible_name(first)
    assert elements(page) < MOST_ELEMENTS
    lane.get_by_role("button").nth(3).click()
    expect(page.get_by_role("textbox", name="Viewport")).to_have_value("10.6.0.0/15")
    expect(lane.get_by_role("button")).to_have_count(128)
    lane.get_by_role("button").first.click()
    expect(page.get_by_role("textbox", name="Viewport")).to_have_value("10.6.0.0/22")
    expect(lane.get_by_role("button")).to_have_count(16)
    expect(page.get_by_text("100,000").first).to_be_visible()
    assert elements(page) < MOST_ELEMENTS


@pytest.mark.parametrize("view", ["accounts", "journal"])
def test_lists_of_the_large_world_are_bounded(large: OwnWorld, show: Open, view: str) -> None:
    """A few hundred rows at most, and how to find the others."""
    page = show(large, view)
    loaded(page)
    assert elements(page) < MOST_ELEMENTS * 2
    if view == "accounts":
        expect(page.get_by_text("of 10,000; find the others by name, id or address")).to_be_visible()


def test_a_burst_of_calls_leaves_the_page_bounded(ipam_emulator: Emulator, show: Open) -> None:
    """Hundreds of calls in a moment are one look, and a hundred rows."""
    world = ipam_emulator.world("seeded")
    page = show(world, "journal")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    ipam_emulator.do(lambda: _call_often(world.state, 300))
    expect(page.locator(".entry-call")).to_have_count(100)
    page.get_by_role("button", name="Show older").click()
    expect(page.locator(".entry-call")).to_have_count(200)
    assert len(asked) < 12


def _call_often(world: World, times: int) -> None:
    for _ in range(times):
        number = world.journal.next_number()
        world.journal.record(CallEntry(number, world.now, f"request-{number}", "sts", "GetCallerIdentity", status=200))
