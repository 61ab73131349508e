"""IPAM's own calls make and end the integration: the rules INT-001 to INT-070 without HTTP."""

import pytest

from emulator.domain.iam import service_linked_roles
from emulator.domain.ipam import integration, refusals
from emulator.domain.options import Options
from emulator.domain.organizations import handshakes, membership, trusted_access
from emulator.domain.organizations.organization import FeatureSet, Organization
from emulator.domain.organizations.service_integration import IPAM, Integration, ipam_administrator, state_of
from emulator.domain.refusals import DryRunSucceeded, Refusal
from emulator.domain.world import World
from tests.worlds import MANAGEMENT, OUTSIDER, member, new_world


def test_int_001_designating_integrates(world: World, organization: Organization) -> None:
    """Trusted access, administrator, and the role in the management account and every member, in one call."""
    first, second = member(world, "one"), member(world, "two")
    integration.designate(world, MANAGEMENT, first)
    assert state_of(organization.trust(IPAM)) is Integration.INTEGRATED
    assert ipam_administrator(organization) == first
    assert all(service_linked_roles.present(world, account, IPAM) for account in (MANAGEMENT, first, second))


@pytest.mark.parametrize(
    ("caller", "target", "expected", "rule"),
    [
        ("member", "other", refusals.NotTheManagementAccount, "INT-020"),
        ("outsider", "other", refusals.NotTheManagementAccount, "INT-021"),
        ("management", "management", refusals.ManagementAccountCannotBeAdministrator, "INT-022"),
        ("management", "outsider", refusals.AccountNotInOrganization, "INT-023"),
        ("management", "other", refusals.AnotherAdministratorExists, "INT-025"),
    ],
)
def test_wrong_designations_change_nothing(
    world: World, organization: Organization, caller: str, target: str, expected: type[Refusal], rule: str
) -> None:
    """Wrong callers and wrong targets are refused by their rule, also while an administrator exists."""
    names = {"management": MANAGEMENT, "outsider": OUTSIDER, "member": member(world, "one")}
    names["other"] = member(world, "two")
    integration.designate(world, MANAGEMENT, names["member"])
    world.changed = False
    with pytest.raises(expected) as caught:
        integration.designate(world, names[caller], names[target])
    assert caught.value.rule_id == rule
    assert not world.changed
    assert ipam_administrator(organization) == names["member"]


def test_int_024_a_closed_member_is_refused(world: World, organization: Organization) -> None:
    """A member that is not active cannot be designated."""
    account_id = member(world, "one")
    membership.close(world, MANAGEMENT, account_id)
    with pytest.raises(refusals.AccountNotActive):
        integration.designate(world, MANAGEMENT, account_id)


def test_int_026_designating_again_keeps_the_dates(world: World, organization: Organization) -> None:
    """The same account again: success, and only roles that are missing are made."""
    account_id = member(world, "one")
    integration.designate(world, MANAGEMENT, account_id)
    before = organization.trusts[IPAM].administrators[account_id]
    integration.designate(world, MANAGEMENT, account_id)
    assert organization.trusts[IPAM].administrators[account_id] == before


def test_int_030_a_dry_run_changes_nothing(world: World, organization: Organization) -> None:
    """A dry run of a call that would succeed says so and leaves no trace."""
    account_id = member(world, "one")
    world.dry_run = True
    with pytest.raises(DryRunSucceeded):
        integration.designate(world, MANAGEMENT, account_id)
    assert organization.trust(IPAM) is None


def test_int_061_removal_leaves_trust_and_roles(world: World, organization: Organization) -> None:
    """Removing the designation leaves trusted access on and the roles where they are."""
    account_id = member(world, "one")
    integration.designate(world, MANAGEMENT, account_id)
    integration.remove_designation(world, MANAGEMENT, account_id)
    assert state_of(organization.trust(IPAM)) is Integration.TRUSTED
    assert service_linked_roles.present(world, account_id, IPAM)


def test_int_067_removing_what_is_not_registered(world: World, organization: Organization) -> None:
    """Any well-formed id that is not the administrator is refused alike."""
    with pytest.raises(refusals.NotIpamAdministrator):
        integration.remove_designation(world, MANAGEMENT, OUTSIDER)


def test_int_093_a_created_account_gets_the_role(world: World, organization: Organization) -> None:
    """An account created while IPAM is integrated has the role."""
    integration.designate(world, MANAGEMENT, member(world, "one"))
    assert service_linked_roles.present(world, member(world, "two"), IPAM)


def test_int_094_an_invited_account_gets_the_role(world: World, organization: Organization) -> None:
    """An account that accepts an invitation while IPAM is integrated has the role, and keeps it when it leaves."""
    integration.designate(world, MANAGEMENT, member(world, "one"))
    handshakes.accept(world, OUTSIDER, handshakes.invite(world, MANAGEMENT, "ACCOUNT", OUTSIDER, None).id)
    assert service_linked_roles.present(world, OUTSIDER, IPAM)
    membership.leave(world, OUTSIDER)
    assert service_linked_roles.present(world, OUTSIDER, IPAM)


def test_int_099_without_integration_no_role() -> None:
    """TRUSTED and REGISTERED give a new account no role."""
    from emulator.domain.organizations import life

    world = new_world(Options(ipam_service_access="observed"))
    life.create(world, MANAGEMENT, FeatureSet.ALL)
    trusted_access.enable_access(world, MANAGEMENT, IPAM)
    first = member(world, "one")
    trusted_access.register_administrator(world, MANAGEMENT, first, IPAM)
    assert not any(service_linked_roles.present(world, account, IPAM) for account in (first, member(world, "two")))
