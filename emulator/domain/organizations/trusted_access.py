"""Trusted access and delegated administrators, as the calls of Organizations see them (INT-010 to INT-054)."""

from collections.abc import Mapping
from datetime import datetime

from emulator.domain.accounts import AccountState
from emulator.domain.catalog import Catalog
from emulator.domain.organizations import policy_types, refusals, service_principals
from emulator.domain.organizations.organization import Member, Organization, Trust, organization_of
from emulator.domain.organizations.service_integration import IPAM, Call, Integration, state_of, take
from emulator.domain.world import World


def enable_access(world: World, account_id: str, service_principal: str) -> None:
    """Trust a service; trusting it again changes nothing (INT-011). IPAM is refused by default (INT-014)."""
    organization = organization_of(world, account_id)
    organization.require_all_features()
    service_principals.require_known(service_principal)
    if (
        service_principal == IPAM
        and world.options.ipam_service_access == "documented"
        and organization.trust(IPAM) is None
    ):
        raise refusals.OnlyIpamEnablesItsAccess
    world.begin_change()
    take(world, organization, service_principal, Call.ENABLE_ACCESS)


def disable_access(world: World, account_id: str, service_principal: str) -> None:
    """Trust a service no longer. Its roles and resources stay (INT-019); not while it is administered (INT-035)."""
    organization = organization_of(world, account_id)
    organization.require_all_features()
    service_principals.require_known(service_principal)
    trust = organization.trust(service_principal)
    if trust is not None and trust.administrators:
        raise refusals.AdministratorsRemain
    policy_types.require_none_of_service(organization, service_principal)
    world.begin_change()
    take(world, organization, service_principal, Call.DISABLE_ACCESS)


def register_administrator(world: World, caller_id: str, account_id: str, service_principal: str) -> None:
    """Make a member the administrator of a trusted service. For IPAM this creates no roles (INT-041)."""
    organization = organization_of(world, caller_id)
    organization.require_all_features()
    service_principals.require_administrable(service_principal)
    member = _member_to_administer(organization, account_id)
    if member.account.state is not AccountState.ACTIVE:
        raise refusals.SuspendedAccountCannotAdminister
    trust = organization.trust(service_principal)
    if trust is None:
        raise refusals.ServiceAccessNotEnabled
    if account_id in trust.administrators:
        raise refusals.AlreadyAdministrator
    maximum = service_principals.maximum_administrators(service_principal)
    if maximum is not None and len(trust.administrators) >= maximum:
        raise refusals.TooManyAdministrators
    world.begin_change()
    first = state_of(trust) is Integration.TRUSTED
    call = Call.REGISTER if first else Call.REGISTER_ANOTHER
    take(world, organization, service_principal, call, account_id)


def deregister_administrator(world: World, caller_id: str, account_id: str, service_principal: str) -> None:
    """Take a service's administration from a member, whatever the member has built with it (INT-049)."""
    organization = organization_of(world, caller_id)
    organization.require_all_features()
    service_principals.require_administrable(service_principal)
    _member_to_administer(organization, account_id)
    trust = organization.trust(service_principal)
    if trust is None or account_id not in trust.administrators:
        raise refusals.NotAdministrator
    world.begin_change()
    last = len(trust.administrators) == 1
    take(
        world,
        organization,
        service_principal,
        Call.DEREGISTER if last else Call.DEREGISTER_ONE_OF_SEVERAL,
        account_id,
    )


def trusts(world: World, caller_id: str) -> Catalog[str, Trust]:
    """The services that the organization trusts."""
    organization = organization_of(world, caller_id)
    organization.require_all_features()
    return organization.trusts


def administrators(world: World, caller_id: str, service_principal: str | None) -> Mapping[str, datetime]:
    """The delegated administrators of a service, or of any, each with the time of its (first) registration."""
    organization = organization_of(world, caller_id)
    organization.require_all_features()
    if service_principal is None:
        return {account_id: min(services.values()) for account_id, services in organization.administered.items()}
    service_principals.require_known(service_principal)
    trust = organization.trust(service_principal)
    return trust.administrators if trust is not None else {}


def services_administered(world: World, caller_id: str, account_id: str) -> Mapping[str, datetime]:
    """The services that a member administers, each with the time of its registration (INT-052)."""
    organization = organization_of(world, caller_id)
    organization.require_all_features()
    if account_id not in organization.members:
        raise refusals.AccountNotInOrganization().under("INT-052")
    found = organization.administered.get(account_id)
    if found is None:
        raise refusals.NotAdministrator().under("INT-052")
    return found


def _member_to_administer(organization: Organization, account_id: str) -> Member:
    if account_id == organization.management_account_id:
        raise refusals.ManagementAccountCannotAdminister
    member = organization.member(account_id)
    if member is None:
        raise refusals.AccountNotInOrganization
    return member
