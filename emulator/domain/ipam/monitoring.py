"""Whom an IPAM monitors: the gate in front of every allocation (INT-071)."""

from typing import TYPE_CHECKING

from emulator.domain.accounts import AccountState
from emulator.domain.iam import service_linked_roles
from emulator.domain.ipam.discoveries import ACTIVE, Discovery
from emulator.domain.ipam.states import AssociationState
from emulator.domain.organizations.service_integration import INTEGRATED, IPAM, ipam_administrator, state_of
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.ipams import Ipam


def monitored(world: World, account_id: str, ipam: "Ipam") -> bool:
    """Whether an account is monitored by an IPAM: its owner, or one that an associated discovery reaches."""
    if account_id == ipam.owner_id:
        return True
    for association_id in ipam.association_ids:
        association = world.ipam.associations[association_id]
        if association.status != ACTIVE or association.state is not AssociationState.ASSOCIATE_COMPLETE:
            continue
        discovery = world.ipam.discoveries.get(association.discovery_id)
        if discovery is not None and reaches(world, discovery, account_id):
            return True
    return False


def reaches(world: World, discovery: Discovery, account_id: str) -> bool:
    """Whether a discovery reads an account: its owner's own, or one of the organization that its owner administers."""
    administrator_id = discovery.owner_id
    if account_id == administrator_id:
        return True
    organization = world.organization_of(administrator_id)
    if (
        organization is None
        or state_of(organization.trust(IPAM)) is not INTEGRATED
        or ipam_administrator(organization) != administrator_id
    ):
        return False
    member = organization.member(account_id)
    if member is None or member.account.state is not AccountState.ACTIVE:
        return False
    if not service_linked_roles.present(world, account_id, IPAM):
        return False
    return not is_excluded(discovery, organization.path_of(member.parent_id))


def is_excluded(discovery: Discovery, unit_path: str) -> bool:
    """Whether a discovery leaves out the accounts directly in a unit; a path ending in /* means those below too."""
    for excluded in discovery.exclusions:
        if excluded.endswith("/*"):
            if unit_path.startswith(excluded[:-1]):
                return True
        elif unit_path == f"{excluded.rstrip('/')}/":
            return True
    return False
