"""How accounts come and go, without HTTP: what only a clock or a test hook reaches."""

from datetime import timedelta

import pytest

from emulator.domain.options import Options
from emulator.domain.organizations import handshakes, life, membership, refusals, units
from emulator.domain.organizations.membership import CLOSED_ACCOUNT_KEPT
from emulator.domain.organizations.organization import FeatureSet, Organization
from emulator.domain.world import World
from tests.worlds import MANAGEMENT, OUTSIDER, member, new_world


def test_a_reinstated_account_is_not_purged(world: World, organization: Organization) -> None:
    """An account that AWS Support reinstates within 90 days stays in the organization."""
    account_id = member(world, "one")
    membership.close(world, MANAGEMENT, account_id)
    world.settle()
    membership.reinstate(world, account_id)
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


@pytest.mark.rule("INT-152")
def test_int_152_the_90_days_count_from_the_closure_itself() -> None:
    """A clock that jumps over the closure purges the account 90 days after it was due, not after it was noticed."""
    world = new_world(Options(account_closure_delay_s=60))
    organization = life.create(world, MANAGEMENT, FeatureSet.ALL)
    account_id = member(world, "one")
    membership.close(world, MANAGEMENT, account_id)
    world.clock.advance(CLOSED_ACCOUNT_KEPT)
    world.settle()
    assert account_id in organization.members
    world.clock.advance(timedelta(seconds=60))
    world.settle()
    assert account_id not in organization.members


@pytest.mark.rule("INT-152")
def test_int_152_an_account_that_is_closed_again_has_another_date(world: World, organization: Organization) -> None:
    """The date of the first closure means nothing to an account that was reinstated and closed once more."""
    account_id = member(world, "one")
    membership.close(world, MANAGEMENT, account_id)
    world.advance(timedelta(days=80))
    membership.reinstate(world, account_id)
    membership.close(world, MANAGEMENT, account_id)
    world.advance(timedelta(days=89))
    assert account_id in organization.members
    world.advance(timedelta(days=1))
    assert account_id not in organization.members


@pytest.mark.rule("INT-152")
def test_int_152_an_account_that_moved_while_closing_is_purged_where_it_is() -> None:
    """An account that joins another organization before its closure completes leaves that one after 90 days."""
    world = new_world(Options(account_closure_delay_s=60))
    life.create(world, MANAGEMENT, FeatureSet.ALL)
    other = life.create(world, OUTSIDER, FeatureSet.ALL)
    account_id = member(world, "one")
    invitation = handshakes.invite(world, OUTSIDER, "ACCOUNT", account_id, None)
    membership.close(world, MANAGEMENT, account_id)
    handshakes.accept(world, account_id, invitation.id)
    assert account_id in other.members
    world.advance(CLOSED_ACCOUNT_KEPT + timedelta(seconds=60))
    assert account_id not in other.members


@pytest.mark.rule("ORG-006")
def test_org_006_a_higher_setting_is_a_higher_quota() -> None:
    """The ceiling of 1,000 is on the share of the members; whoever sets more gets more."""
    world = new_world(Options(account_closures_per_30_days=1_001))
    organization = life.create(world, MANAGEMENT, FeatureSet.ALL)
    organization.closures = [world.now] * 1_000
    membership.close(world, MANAGEMENT, member(world, "one"))
    with pytest.raises(refusals.ClosureQuotaExceeded):
        membership.close(world, MANAGEMENT, member(world, "two"))


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
