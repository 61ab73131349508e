"""Root access of member accounts, managed for the whole organization."""

from typing import Any

from emulator.domain.iam import root_access
from emulator.domain.iam.root_access import Feature
from emulator.domain.organizations.organization import Organization
from emulator.services.iam import iam
from emulator.services.operations import Call, Request


def features_view(organization: Organization) -> dict[str, Any]:
    return {"OrganizationId": organization.id, "EnabledFeatures": organization.root_features}


class ListOrganizationsFeatures(Request):
    pass


@iam.operation
def list_organizations_features(call: Call, request: ListOrganizationsFeatures) -> dict[str, Any]:
    """The features that are on."""
    return features_view(root_access.organization_of(call.world, call.account_id))


class EnableOrganizationsRootCredentialsManagement(Request):
    pass


@iam.operation
def enable_organizations_root_credentials_management(
    call: Call, request: EnableOrganizationsRootCredentialsManagement
) -> dict[str, Any]:
    """Let the management account manage the root credentials of members."""
    return features_view(root_access.enable(call.world, call.account_id, Feature.CREDENTIALS_MANAGEMENT))


class DisableOrganizationsRootCredentialsManagement(Request):
    pass


@iam.operation
def disable_organizations_root_credentials_management(
    call: Call, request: DisableOrganizationsRootCredentialsManagement
) -> dict[str, Any]:
    """Manage the root credentials of members no longer."""
    return features_view(root_access.disable(call.world, call.account_id, Feature.CREDENTIALS_MANAGEMENT))


class EnableOrganizationsRootSessions(Request):
    pass


@iam.operation
def enable_organizations_root_sessions(call: Call, request: EnableOrganizationsRootSessions) -> dict[str, Any]:
    """Let STS make root sessions in members."""
    return features_view(root_access.enable(call.world, call.account_id, Feature.SESSIONS))


class DisableOrganizationsRootSessions(Request):
    pass


@iam.operation
def disable_organizations_root_sessions(call: Call, request: DisableOrganizationsRootSessions) -> dict[str, Any]:
    """Let STS make no more root sessions."""
    return features_view(root_access.disable(call.world, call.account_id, Feature.SESSIONS))
