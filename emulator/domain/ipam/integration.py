"""IPAM's own calls: they make and end the integration with an organization (INT-001 to INT-070)."""

import re

from emulator.domain.accounts import AccountState
from emulator.domain.ipam import refusals
from emulator.domain.organizations.organization import FeatureSet, Organization
from emulator.domain.organizations.service_integration import IPAM, Call, ipam_administrator, take
from emulator.domain.world import World


def designate(world: World, caller_id: str, account_id: str) -> None:
    """Trusted access, delegated administrator and roles, in this order, in one call; or nothing at all (INT-008).

    The order of the checks is observed where a public test shows it and ours elsewhere: an account outside the
    organization is named before another administrator is.
    """
    _require_account_id(account_id)
    organization = _managed_by(world, caller_id)
    if organization.feature_set is not FeatureSet.ALL:
        raise refusals.ConsolidatedBillingOnly
    if account_id == organization.management_account_id:
        raise refusals.ManagementAccountCannotBeAdministrator(account_id)
    member = organization.member(account_id)
    if member is None:
        raise refusals.AccountNotInOrganization(account_id)
    if member.account.state is not AccountState.ACTIVE:
        raise refusals.AccountNotActive(account_id)
    administrator = ipam_administrator(organization)
    if administrator is not None and administrator != account_id:
        raise refusals.AnotherAdministratorExists
    world.begin_change()
    take(world, organization, IPAM, Call.DESIGNATE, account_id)


def remove_designation(world: World, caller_id: str, account_id: str) -> None:
    """The administrator goes; trusted access, roles and what it built in IPAM stay (INT-060 to INT-063)."""
    _require_account_id(account_id)
    organization = _managed_by(world, caller_id)
    if ipam_administrator(organization) != account_id:
        raise refusals.NotIpamAdministrator(account_id)
    world.begin_change()
    take(world, organization, IPAM, Call.REMOVE_DESIGNATION, account_id)


def _managed_by(world: World, caller_id: str) -> Organization:
    organization = world.organization_of(caller_id)
    if organization is None:
        raise refusals.NotTheManagementAccount().under("INT-021")
    if organization.management_account_id != caller_id:
        raise refusals.NotTheManagementAccount
    return organization


def _require_account_id(account_id: str) -> None:
    # the model puts no pattern on the member, so SDKs send whatever they are given
    if re.fullmatch(r"[0-9]{12}", account_id) is None:
        raise refusals.MalformedAccountId(account_id)
