"""Whom an IPAM monitors: the gate in front of every allocation (INT-071), and what discovery reads."""

from typing import TYPE_CHECKING

from emulator.domain.accounts import AccountState
from emulator.domain.iam import service_linked_roles
from emulator.domain.ipam.discovery import associations as discovery_associations
from emulator.domain.ipam.discovery import exclusions
from emulator.domain.ipam.discovery.discoveries import Discovery
from emulator.domain.organizations.service_integration import IPAM
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.ipam.ipams import Ipam


def monitored(world: World, account_id: str, ipam: "Ipam") -> bool:
    """Whether an account is monitored by an IPAM: its owner, or one that an associated discovery reaches."""
    if account_id == ipam.owner_id:
        return True
    return any(reaches(world, source, account_id) for source in discovery_associations.sources_of(world, ipam))


def reaches(world: World, discovery: Discovery, account_id: str) -> bool:
    """Whether a discovery reads an account: it covers it, and has IPAM's role there."""
    if account_id == discovery.owner_id:
        return True
    return covers(world, discovery, account_id) and service_linked_roles.present(world, account_id, IPAM)


def covers(world: World, discovery: Discovery, account_id: str) -> bool:
    """Whether an account is a discovery's to read: its owner's own, or one of the organization that its owner
    administers, in no unit that is left out. The role is another matter."""
    if account_id == discovery.owner_id:
        return not world.is_closed(account_id)
    organization = exclusions.administered(world, discovery.owner_id)
    member = organization.member(account_id) if organization is not None else None
    if organization is None or member is None or member.account.state is not AccountState.ACTIVE:
        return False
    return not exclusions.leaves_out(discovery.exclusions, organization.path_of(member.parent_id))
