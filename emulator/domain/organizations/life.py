"""The beginning and the end of an organization."""

from emulator.domain import events
from emulator.domain.organizations import handshakes, membership, refusals, transfers
from emulator.domain.organizations.organization import (
    FeatureSet,
    JoinedMethod,
    Node,
    Organization,
    organization_of,
)
from emulator.domain.world import World


def create(world: World, account_id: str, feature_set: FeatureSet) -> Organization:
    """An account that is in no organization becomes the management account of a new one."""
    if world.organization_of(account_id) is not None:
        raise refusals.AlreadyInOrganization
    world.begin_change()
    account = world.keep_account(account_id)
    root = Node(world.identifiers.under("r-", world.identifiers.lower(4)), "Root", None, 0)
    organization_id = world.identifiers.under("o-", world.identifiers.lower(10))
    organization = Organization(organization_id, account_id, feature_set, root, world.now)
    organization.nodes[root.id] = root
    organization.tags[root.id] = {}
    world.organizations[organization.id] = organization
    world.announce(events.OrganizationCreated(organization.id))
    membership.join(world, organization, account, JoinedMethod.INVITED)
    return organization


def delete(world: World, account_id: str) -> None:
    """An organization without members ends; roles and IPAM resources in its last account stay (INT-158)."""
    organization = organization_of(world, account_id)
    if len(organization.members) > 1:
        raise refusals.OrganizationNotEmpty
    transfers.require_none(organization, world.now)
    world.begin_change()
    handshakes.cancel_all(world, organization.id)
    membership.depart(world, organization, account_id)
    del world.organizations[organization.id]
