"""The integration's table, and the domain behind it, without HTTP."""

from collections import deque

import pytest

from emulator.domain.iam import refusals as iam_refusals
from emulator.domain.iam import roles, service_linked_roles
from emulator.domain.options import Options
from emulator.domain.organizations import (
    accounts,
    handshakes,
    life,
    membership,
    refusals,
    trusted_access,
    units,
)
from emulator.domain.organizations.handshake import INVITATION_LIFETIME
from emulator.domain.organizations.organization import CreationState, FeatureSet, Organization
from emulator.domain.organizations.service_integration import (
    IPAM,
    SERVICE_INTEGRATION,
    Call,
    Integration,
    state_of,
    take,
)
from emulator.domain.world import World
from tests.worlds import MANAGEMENT, OUTSIDER, member, new_world

GUARDDUTY = "guardduty.amazonaws.com"


def test_the_table_reaches_every_state() -> None:
    """Every state of the integration can be reached from NONE by legal moves."""
    reached, queue = {Integration.NONE}, deque([Integration.NONE])
    while queue:
        state = queue.popleft()
        for row in SERVICE_INTEGRATION.rows:
            if row.state is state and row.to not in reached:
                reached.add(row.to)
                queue.append(row.to)
    assert reached == set(Integration)


def test_int_014_organizations_cannot_enable_access_for_ipam(world: World, organization: Organization) -> None:
    """EnableAWSServiceAccess for IPAM is refused and trusted access stays off."""
    with pytest.raises(refusals.OnlyIpamEnablesItsAccess):
        trusted_access.enable_access(world, MANAGEMENT, IPAM)
    assert organization.trust(IPAM) is None


def test_int_010_with_observed_it_is_accepted() -> None:
    """The setting `observed` accepts the call: TRUSTED, and nothing else."""
    world = new_world(Options(ipam_service_access="observed"))
    organization = life.create(world, MANAGEMENT, FeatureSet.ALL)
    trusted_access.enable_access(world, MANAGEMENT, IPAM)
    assert state_of(organization.trust(IPAM)) is Integration.TRUSTED


def test_int_040_registering_needs_trusted_access(world: World, organization: Organization) -> None:
    """RegisterDelegatedAdministrator is refused while the service is not trusted."""
    account_id = member(world, "one")
    with pytest.raises(refusals.ServiceAccessNotEnabled):
        trusted_access.register_administrator(world, MANAGEMENT, account_id, IPAM)


def test_int_035_access_stays_while_it_is_administered(world: World, organization: Organization) -> None:
    """DisableAWSServiceAccess is refused while the service has a delegated administrator."""
    account_id = member(world, "one")
    trusted_access.enable_access(world, MANAGEMENT, GUARDDUTY)
    trusted_access.register_administrator(world, MANAGEMENT, account_id, GUARDDUTY)
    with pytest.raises(refusals.AdministratorsRemain):
        trusted_access.disable_access(world, MANAGEMENT, GUARDDUTY)
    trusted_access.deregister_administrator(world, MANAGEMENT, account_id, GUARDDUTY)
    trusted_access.disable_access(world, MANAGEMENT, GUARDDUTY)
    assert organization.trust(GUARDDUTY) is None


def test_int_043_one_administrator(world: World, organization: Organization) -> None:
    """A second account is refused where a service may have one administrator."""
    first, second = member(world, "one"), member(world, "two")
    take(world, organization, IPAM, Call.DESIGNATE, first)
    with pytest.raises(refusals.TooManyAdministrators):
        trusted_access.register_administrator(world, MANAGEMENT, second, IPAM)


def test_int_150_an_administrator_stays(world: World, organization: Organization) -> None:
    """A delegated administrator can neither be removed nor leave."""
    account_id = member(world, "one")
    take(world, organization, IPAM, Call.DESIGNATE, account_id)
    with pytest.raises(refusals.AdministratorCannotDepart):
        membership.remove(world, MANAGEMENT, account_id)
    with pytest.raises(refusals.AdministratorCannotDepart):
        membership.leave(world, account_id)


def test_int_152_a_purged_administrator_ends_the_integration(world: World, organization: Organization) -> None:
    """A closed administrator stays registered for 90 days; its purge leaves TRUSTED."""
    account_id = member(world, "one")
    take(world, organization, IPAM, Call.DESIGNATE, account_id)
    membership.close(world, MANAGEMENT, account_id)
    world.settle()
    assert state_of(organization.trust(IPAM)) is Integration.INTEGRATED
    world.clock.advance(membership.CLOSED_ACCOUNT_KEPT)
    world.settle()
    assert state_of(organization.trust(IPAM)) is Integration.TRUSTED
    assert account_id not in organization.members


def test_a_created_account_trusts_its_management_account(world: World, organization: Organization) -> None:
    """OrganizationAccountAccessRole is in every account that CreateAccount makes."""
    role = roles.find(world, member(world, "one"), "OrganizationAccountAccessRole")
    assert MANAGEMENT in role.trust_document
    assert list(role.attached) == [roles.ADMINISTRATOR_ACCESS]


def test_a_duplicate_email_fails_later(world: World, organization: Organization) -> None:
    """CreateAccount accepts an address in use; the request then fails with a reason."""
    member(world, "one")
    creation = accounts.create(world, MANAGEMENT, "ONE@example.com", "again", None)
    assert creation.state is CreationState.IN_PROGRESS
    world.settle()
    assert (creation.state, creation.failure_reason) == (CreationState.FAILED, "EMAIL_ALREADY_EXISTS")


def test_an_invitation_expires(world: World, organization: Organization) -> None:
    """An INVITE handshake that nobody answers is EXPIRED after 15 days and cannot be accepted."""
    handshake = handshakes.invite(world, MANAGEMENT, "ACCOUNT", OUTSIDER, None)
    world.clock.advance(INVITATION_LIFETIME)
    world.settle()
    with pytest.raises(refusals.HandshakeTransitionNotAllowed):
        handshakes.accept(world, OUTSIDER, handshake.id)
    assert organization.open_invitations == 0


def test_an_accepted_invitation_joins_under_the_root(world: World, organization: Organization) -> None:
    """The invited account is a member under the root."""
    handshake = handshakes.invite(world, MANAGEMENT, "ACCOUNT", OUTSIDER, None)
    handshakes.accept(world, OUTSIDER, handshake.id)
    assert units.parent_of(world, MANAGEMENT, OUTSIDER) is organization.root


def test_int_103_a_service_linked_role_is_made_once(world: World) -> None:
    """CreateServiceLinkedRole is refused where the role is."""
    service_linked_roles.create(world, OUTSIDER, IPAM, None, None)
    with pytest.raises(iam_refusals.RoleNameTaken):
        service_linked_roles.create(world, OUTSIDER, IPAM, None, None)


def test_int_136_the_role_stays_while_integrated(world: World, organization: Organization) -> None:
    """Deleting IPAM's role fails while IPAM is integrated, and succeeds after."""
    account_id = member(world, "one")
    take(world, organization, IPAM, Call.DESIGNATE, account_id)
    task = service_linked_roles.delete(world, account_id, "AWSServiceRoleForIPAM")
    world.settle()
    assert (task.state, task.usage) == ("FAILED", [])
    take(world, organization, IPAM, Call.REMOVE_DESIGNATION, account_id)
    task = service_linked_roles.delete(world, account_id, "AWSServiceRoleForIPAM")
    world.settle()
    assert task.state == "SUCCEEDED"
    assert not service_linked_roles.present(world, account_id, IPAM)


def test_int_124_a_service_linked_role_is_protected(world: World) -> None:
    """DeleteRole is refused on a service-linked role."""
    service_linked_roles.create(world, OUTSIDER, IPAM, None, None)
    with pytest.raises(iam_refusals.ProtectedRole):
        roles.delete(world, OUTSIDER, "AWSServiceRoleForIPAM")


def test_the_register_holds_every_principal() -> None:
    """The register names 232 service-linked roles, and every managed policy that they attach is known."""
    from emulator.domain.iam.managed_policies import catalog

    templates = service_linked_roles.register().values()
    assert len(templates) == 232
    assert all(arn in catalog() for template in templates for arn in template.policy_arns)
