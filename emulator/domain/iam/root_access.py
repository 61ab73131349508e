"""Root access of member accounts, managed centrally: features that the organization turns on for its members."""

from enum import StrEnum

from emulator.domain.iam import account_refusals
from emulator.domain.organizations.organization import FeatureSet, Organization
from emulator.domain.world import World

IAM = "iam.amazonaws.com"


class Feature(StrEnum):
    CREDENTIALS_MANAGEMENT = "RootCredentialsManagement"
    SESSIONS = "RootSessions"


def organization_of(world: World, account_id: str) -> Organization:
    """The organization whose features the caller may see: those of its management account and administrators."""
    return _require(world, account_id, enabling=False)


def enable(world: World, account_id: str, feature: Feature) -> Organization:
    """Turn a feature on; one that is on stays so."""
    organization = _require(world, account_id, enabling=True)
    world.begin_change()
    if feature not in organization.root_features:
        organization.root_features.append(feature)
    return organization


def disable(world: World, account_id: str, feature: Feature) -> Organization:
    """Turn a feature off, on or not."""
    organization = _require(world, account_id, enabling=False)
    world.begin_change()
    if feature in organization.root_features:
        organization.root_features.remove(feature)
    return organization


def is_on(organization: Organization, feature: Feature) -> bool:
    """Whether a feature works: not while the organization does not trust IAM."""
    return organization.trust(IAM) is not None and feature in organization.root_features


def _require(world: World, account_id: str, *, enabling: bool) -> Organization:
    organization = world.organization_of(account_id)
    if organization is None:
        raise account_refusals.OrganizationNotFound
    trust = organization.trust(IAM)
    if account_id != organization.management_account_id:
        if trust is None or account_id not in trust.administrators:
            raise account_refusals.NotManagementOrAdministrator
        if enabling:
            raise account_refusals.NotTheManagementAccount
    if organization.feature_set is not FeatureSet.ALL:
        raise account_refusals.NotInAllFeaturesMode
    if trust is None:
        raise account_refusals.ServiceAccessNotEnabled(account_id)
    return organization
