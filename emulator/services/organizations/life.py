"""The organization as a whole: its beginning, its features, its end."""

from typing import Any

from emulator.domain.organizations import all_features, life
from emulator.domain.organizations.organization import FeatureSet, Organization, organization_of
from emulator.domain.world import World
from emulator.services.operations import Call, Request
from emulator.services.organizations import organizations
from emulator.services.organizations.handshakes import handshake_view


def organization_view(world: World, organization: Organization) -> dict[str, Any]:
    """The same for every account in it. AvailablePolicyTypes is a relic that shows nothing of the root."""
    management_account_id = organization.management_account_id
    has_policies = organization.feature_set is FeatureSet.ALL
    return {
        "Id": organization.id,
        "Arn": organization.arn("organization"),
        "FeatureSet": organization.feature_set,
        "MasterAccountArn": organization.arn("account", management_account_id),
        "MasterAccountId": management_account_id,
        "MasterAccountEmail": world.account(management_account_id).email,
        "AvailablePolicyTypes": [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}] if has_policies else [],
    }


class CreateOrganization(Request):
    feature_set: FeatureSet = FeatureSet.ALL


@organizations.operation
def create_organization(call: Call, request: CreateOrganization) -> dict[str, object]:
    """The calling account becomes the management account of a new organization."""
    return {
        "Organization": organization_view(call.world, life.create(call.world, call.account_id, request.feature_set))
    }


class DescribeOrganization(Request):
    pass


@organizations.operation
def describe_organization(call: Call, request: DescribeOrganization) -> dict[str, object]:
    """The caller's organization."""
    return {"Organization": organization_view(call.world, organization_of(call.world, call.account_id))}


class DeleteOrganization(Request):
    pass


@organizations.operation
def delete_organization(call: Call, request: DeleteOrganization) -> dict[str, object]:
    """End an organization that has no members."""
    life.delete(call.world, call.account_id)
    return {}


class EnableAllFeatures(Request):
    pass


@organizations.operation
def enable_all_features(call: Call, request: EnableAllFeatures) -> dict[str, object]:
    """Begin the switch from consolidated billing to all features."""
    return {"Handshake": handshake_view(all_features.begin(call.world, call.account_id))}
