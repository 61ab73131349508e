"""Trusted access and delegated administrators. None of these calls has an output."""

from emulator.domain.organizations import trusted_access
from emulator.services.operations import Call, Request
from emulator.services.organizations import organizations


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
