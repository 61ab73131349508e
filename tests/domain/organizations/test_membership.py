"""How accounts come and go, without HTTP: what only a clock or a test hook reaches."""

from emulator.domain.accounts import AccountTrigger
from emulator.domain.options import Options
from emulator.domain.organizations import life, membership, units
from emulator.domain.organizations.membership import CLOSED_ACCOUNT_KEPT
from emulator.domain.organizations.organization import FeatureSet, Organization
from emulator.domain.world import World
from tests.worlds import MANAGEMENT, member, new_world


def test_a_reinstated_account_is_not_purged(world: World, organization: Organization) -> None:
    """An account that AWS Support reinstates within 90 days stays in the organization."""
    account_id = member(world, "one")
    membership.close(world, MANAGEMENT, account_id)
    world.settle()
    world.accounts[account_id].take(AccountTrigger.REINSTATE)
    world.clock.advance(CLOSED_ACCOUNT_KEPT)
    world.settle()
    assert account_id in organization.members


def test_an_account_that_leaves_while_it_is_closed_ends_closed() -> None:
    """A closure that is under way completes wherever the account is by then, and frees its place in flight."""
    world = new_world(Options(account_closure_delay_s=60))
    organization = life.create(world, MANAGEMENT, FeatureSet.ALL)
    account_id = member(world, "one")
    membership.close(world, MANAGEMENT, account_id)
    membership.remove(world, MANAGEMENT, account_id)
    world.clock.advance(CLOSED_ACCOUNT_KEPT)
    world.settle()
    assert world.is_closed(account_id)
    assert organization.closures_in_flight == 0


def test_units_and_accounts_leave_no_trace(world: World, organization: Organization) -> None:
    """When units are deleted and accounts removed, the tree, the names and the tags are as before."""
    before = (set(organization.nodes), set(organization.tags))
    unit = units.create(world, MANAGEMENT, organization.root.id, "unit")
    account_id = member(world, "one")
    units.move(world, MANAGEMENT, account_id, organization.root.id, unit.id)
    membership.remove(world, MANAGEMENT, account_id)
    units.delete(world, MANAGEMENT, unit.id)
    assert (set(organization.nodes), set(organization.tags)) == before
    assert organization.root.unit_names == set()
    assert len(organization.root.accounts) == 1
