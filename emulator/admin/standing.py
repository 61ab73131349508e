"""How an account stands with IPAM: whether it has IPAM's role, and whether an IPAM monitors it or why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from emulator.domain.accounts import AccountState
from emulator.domain.iam.identities import RoleState
from emulator.domain.iam.service_linked_roles import register
from emulator.domain.ipam.discovery import exclusions
from emulator.domain.ipam.discovery.monitoring import monitored
from emulator.domain.ipam.ipams import Ipam
from emulator.domain.organizations.organization import Organization
from emulator.domain.organizations.service_integration import INTEGRATED, IPAM, ipam_administrator, state_of
from emulator.domain.world import World

Monitoring = Literal["monitored", "own-ipam-only", "not-monitored"]
ROLE_NAME = register()[IPAM].role_name


@dataclass(frozen=True, slots=True)
class Standing:
    role: RoleState
    monitoring: Monitoring
    # why it is not monitored by the organization's IPAM
    reason: str | None
    rule: str | None = None


def role_state(world: World, account_id: str) -> RoleState:
    """The state of IPAM's service-linked role in an account."""
    # an account that was never written to has nothing, and many thousands are asked
    identities = world.identities.get(account_id)
    role = identities.roles.get(ROLE_NAME) if identities is not None else None
    return role.state if role is not None else RoleState.ABSENT


class Observer:
    """Looks at many accounts of an organization: what does not differ between them is found out once."""

    def __init__(self, world: World, organization: Organization | None) -> None:
        self._world = world
        self._organization = organization
        self.administrator = ipam_administrator(organization) if organization is not None else None
        self._integrated = organization is not None and state_of(organization.trust(IPAM)) is INTEGRATED
        self.ipams: list[Ipam] = list(world.ipam.ipams.of(self.administrator)) if self.administrator else []
        self._own = {ipam.owner_id for ipam in world.ipam.ipams.values()}
        self._left_out = [path for ipam in self.ipams for path in world.ipam.discoveries[ipam.discovery_id].exclusions]

    def look(self, account_id: str) -> Standing:
        """How an account stands."""
        world = self._world
        role = role_state(world, account_id)
        if any(monitored(world, account_id, ipam) for ipam in self.ipams):
            return Standing(role, "monitored", None)
        own = account_id in self._own
        return Standing(role, "own-ipam-only" if own else "not-monitored", *self._why_not(account_id, role))

    def _why_not(self, account_id: str, role: RoleState) -> tuple[str, str | None]:
        if self._organization is None:
            return "It is in no organization.", None
        if self.administrator is None:
            return "The organization has no IPAM administrator.", "INT-064"
        if not self._integrated:
            return "IPAM is not integrated with the organization, so it monitors its administrator alone.", "INT-041"
        if self._world.account(account_id).state is not AccountState.ACTIVE:
            return "The account is not active.", "INT-098"
        if not self.ipams:
            return "The administrator has no IPAM yet.", "INT-079"
        if role not in (RoleState.PRESENT, RoleState.DELETING):
            return f"IPAM cannot look into it: {ROLE_NAME} is {role.lower()}.", "INT-142"
        member = self._organization.member(account_id)
        if member is not None and exclusions.leaves_out(self._left_out, self._organization.path_of(member.parent_id)):
            return "Its unit is left out by the resource discovery.", "INT-076"
        return "No discovery reaches it.", None


def count_roles(world: World, account_ids: Iterable[str]) -> dict[RoleState, int]:
    """In how many accounts the role is in which state."""
    counts = dict.fromkeys(RoleState, 0)
    for account_id in account_ids:
        counts[role_state(world, account_id)] += 1
    return counts
