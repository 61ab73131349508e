"""Trusted access and delegated administrators. The calls that change them have no output."""

from emulator.domain.organizations import trusted_access
from emulator.domain.organizations.organization import Trust, organization_of
from emulator.services.operations import Call, Request
from emulator.services.organizations import organizations
from emulator.services.organizations.accounts import member_view
from emulator.services.organizations.paging import PagedRequest, page
from emulator.services.shared.pageables import Among


class EnableAWSServiceAccess(Request):
    service_principal: str


@organizations.operation
def enable_aws_service_access(call: Call, request: EnableAWSServiceAccess) -> dict[str, object]:
    """Trust a service with the organization's accounts."""
    trusted_access.enable_access(call.world, call.account_id, request.service_principal)
    return {}


class DisableAWSServiceAccess(Request):
    service_principal: str


@organizations.operation
def disable_aws_service_access(call: Call, request: DisableAWSServiceAccess) -> dict[str, object]:
    """Trust a service no longer."""
    trusted_access.disable_access(call.world, call.account_id, request.service_principal)
    return {}


class RegisterDelegatedAdministrator(Request):
    account_id: str
    service_principal: str


@organizations.operation
def register_delegated_administrator(call: Call, request: RegisterDelegatedAdministrator) -> dict[str, object]:
    """Make a member the administrator of a trusted service."""
    trusted_access.register_administrator(call.world, call.account_id, request.account_id, request.service_principal)
    return {}


class DeregisterDelegatedAdministrator(Request):
    account_id: str
    service_principal: str


@organizations.operation
def deregister_delegated_administrator(call: Call, request: DeregisterDelegatedAdministrator) -> dict[str, object]:
    """Take a service's administration from a member."""
    trusted_access.deregister_administrator(call.world, call.account_id, request.account_id, request.service_principal)
    return {}


class ListAWSServiceAccessForOrganization(PagedRequest):
    pass


@organizations.operation
def list_aws_service_access_for_organization(
    call: Call, request: ListAWSServiceAccessForOrganization
) -> dict[str, object]:
    """The services that the organization trusts."""
    trusts = trusted_access.trusts(call.world, call.account_id)
    return page(request, "EnabledServicePrincipals", trusts, enabled_service_view)


def enabled_service_view(trust: Trust) -> dict[str, object]:
    return {"ServicePrincipal": trust.service_principal, "DateEnabled": trust.enabled_at}


class ListDelegatedAdministrators(PagedRequest):
    service_principal: str | None = None


@organizations.operation
def list_delegated_administrators(call: Call, request: ListDelegatedAdministrators) -> dict[str, object]:
    """The accounts that administer a service, or any; each once."""
    organization = organization_of(call.world, call.account_id)
    since = trusted_access.administrators(call.world, call.account_id, request.service_principal)
    return page(
        request,
        "DelegatedAdministrators",
        Among(organization.members, since),
        lambda member: {
            **member_view(call.world, organization, member),
            "DelegationEnabledDate": since[member.account.id],
        },
    )


class ListDelegatedServicesForAccount(PagedRequest):
    account_id: str


@organizations.operation
def list_delegated_services_for_account(call: Call, request: ListDelegatedServicesForAccount) -> dict[str, object]:
    """The services that an account administers."""
    since = trusted_access.services_administered(call.world, call.account_id, request.account_id)
    return page(
        request,
        "DelegatedServices",
        Among(organization_of(call.world, call.account_id).trusts, since),
        lambda trust: {
            "ServicePrincipal": trust.service_principal,
            "DelegationEnabledDate": since[trust.service_principal],
        },
    )
