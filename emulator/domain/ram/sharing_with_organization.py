"""Sharing with an organization: trusted access for RAM together with its service-linked role (INT-170 to INT-174)."""

from emulator.domain.iam import service_linked_roles
from emulator.domain.organizations.organization import FeatureSet, Organization
from emulator.domain.organizations.service_integration import Call, take
from emulator.domain.ram import refusals
from emulator.domain.world import World

RAM = "ram.amazonaws.com"


def enable(world: World, account_id: str) -> None:
    """The management account lets RAM share within its organization, in every Region. Repeating changes nothing."""
    organization = world.organization_of(account_id)
    if organization is None or organization.management_account_id != account_id:
        raise refusals.MayNotEnableSharing
    if organization.feature_set is not FeatureSet.ALL:
        raise refusals.SharingNeedsAllFeatures
    world.begin_change()
    take(world, organization, RAM, Call.ENABLE_ACCESS)
    service_linked_roles.ensure(world, account_id, RAM)


def is_enabled(world: World, organization: Organization | None) -> bool:
    """Trusted access alone is not enough (INT-173), and without it the role is of no use."""
    return (
        organization is not None
        and organization.trust(RAM) is not None
        and service_linked_roles.present(world, organization.management_account_id, RAM)
    )


def sharing_organization(world: World, account_id: str) -> Organization | None:
    """The organization of an account, if sharing with it is enabled."""
    organization = world.organization_of(account_id)
    return organization if is_enabled(world, organization) else None
