"""An organization: its root, its units, its accounts, and the services that it trusts."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from emulator.domain.accounts import Account
from emulator.domain.catalog import Catalog
from emulator.domain.lifecycle import Lifecycle, Row
from emulator.domain.organizations import refusals
from emulator.domain.organizations.policy_records import PolicyRegister
from emulator.domain.world import World

if TYPE_CHECKING:
    from emulator.domain.organizations.handshake import Handshake
    from emulator.domain.organizations.resource_policy import ResourcePolicy
    from emulator.domain.organizations.transfers import Transfer


class FeatureSet(StrEnum):
    ALL = "ALL"
    CONSOLIDATED_BILLING = "CONSOLIDATED_BILLING"


class JoinedMethod(StrEnum):
    INVITED = "INVITED"
    CREATED = "CREATED"


@dataclass(slots=True)
class Node:
    """The root, or an organizational unit. `parent_id` is None for the root; the root's depth is 0."""

    id: str
    name: str
    parent_id: str | None
    depth: int
    units: Catalog[str, "Node"] = field(default_factory=Catalog)
    accounts: Catalog[str, "Member"] = field(default_factory=Catalog)
    unit_names: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Member:
    """An account's place in an organization; the management account has one too."""

    account: Account
    joined_method: JoinedMethod
    joined_at: datetime
    parent_id: str


@dataclass(slots=True)
class Trust:
    """Trusted access of one service principal, and who administers the service (account id -> since when)."""

    service_principal: str
    enabled_at: datetime
    administrators: dict[str, datetime] = field(default_factory=dict)
    # True once the service's own designation call has been made (for IPAM: EnableIpamOrganizationAdminAccount)
    integrated: bool = False


@dataclass(slots=True)
class Organization:
    id: str
    management_account_id: str
    feature_set: FeatureSet
    root: Node
    created_at: datetime
    # policy type -> ENABLED, PENDING_ENABLE or PENDING_DISABLE; types that are off are absent
    policy_types: dict[str, str] = field(default_factory=dict)
    members: Catalog[str, Member] = field(default_factory=Catalog)
    nodes: dict[str, Node] = field(default_factory=dict)
    trusts: Catalog[str, Trust] = field(default_factory=Catalog)
    # account id -> the services it administers, so that "is it an administrator of anything" costs nothing
    administered: dict[str, dict[str, datetime]] = field(default_factory=dict)
    creations: "Catalog[str, AccountCreation]" = field(default_factory=Catalog)
    # requests to create an account that are not yet completed
    creations_in_flight: "dict[str, AccountCreation]" = field(default_factory=dict)
    closures: list[datetime] = field(default_factory=list)
    closures_in_flight: int = 0
    # handshakes that the organization sent, and of those the invitations of the last day (and older ones, until
    # the quota makes somebody look)
    handshakes: "Catalog[str, Handshake]" = field(default_factory=Catalog)
    recent_invitations: "list[Handshake]" = field(default_factory=list)
    open_invitations: int = 0
    # the handshake that switches to all features, while it is under way
    migration: "Handshake | None" = None
    # responsibility transfers: in which this organization pays, and in which another pays for it
    inbound_transfers: "Catalog[str, Transfer]" = field(default_factory=Catalog)
    outbound_transfers: "Catalog[str, Transfer]" = field(default_factory=Catalog)
    # resource id -> tags; whatever can be tagged has an entry, an empty one too (see tags.py)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    # the ids of those that lost tags: the tagging API goes on to list them
    once_tagged: dict[str, None] = field(default_factory=dict)
    policies: PolicyRegister = field(default_factory=PolicyRegister)
    resource_policy: "ResourcePolicy | None" = None
    # central root access: the features that IAM was told to turn on (see iam/root_access.py)
    root_features: list[str] = field(default_factory=list)

    def member(self, account_id: str) -> Member | None:
        return self.members.get(account_id)

    def trust(self, service_principal: str) -> Trust | None:
        return self.trusts.get(service_principal)

    def is_administrator(self, account_id: str) -> bool:
        """Whether the account is the delegated administrator of any service."""
        return account_id in self.administered

    def require_all_features(self) -> None:
        if self.feature_set is not FeatureSet.ALL:
            raise refusals.NotInAllFeaturesMode

    def arn(self, kind: str, *path: str) -> str:
        """The ARN of something in the organization; the account in it is always the management account."""
        tail = "/".join((kind, self.id, *path))
        return f"arn:aws:organizations::{self.management_account_id}:{tail}"

    def path_of(self, node_id: str) -> str:
        """The path from the organization down to a root or unit, with a slash at its end."""
        parts: list[str] = []
        node: Node | None = self.nodes[node_id]
        while node is not None:
            parts.append(node.id)
            node = self.nodes[node.parent_id] if node.parent_id is not None else None
        return "/".join((self.id, *reversed(parts))) + "/"

    def path_to(self, member: Member) -> str:
        return f"{self.path_of(member.parent_id)}{member.account.id}/"

    def place(self, member: Member) -> None:
        self.members.add(member.account.id, member)
        self.nodes[member.parent_id].accounts.add(member.account.id, member)


class CreationState(StrEnum):
    IN_PROGRESS = "IN_PROGRESS"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


class CreationTrigger(StrEnum):
    SUCCEED = "account created"
    FAIL = "account cannot be created"


ACCOUNT_CREATION = Lifecycle(
    "Account creation",
    start=CreationState.IN_PROGRESS,
    rows=[
        Row(CreationState.IN_PROGRESS, CreationTrigger.SUCCEED, CreationState.SUCCEEDED),
        Row(CreationState.IN_PROGRESS, CreationTrigger.FAIL, CreationState.FAILED),
    ],
)


@dataclass(slots=True)
class AccountCreation:
    """A CreateAccount request and what became of it."""

    id: str
    email: str
    account_name: str
    role_name: str
    tags: dict[str, str]
    requested_at: datetime
    # CreateGovCloudAccount: a stand-alone account in the other partition comes with it
    govcloud: bool = False
    # what the request will fail with, where that was known when it was made
    doom: str | None = None
    state: CreationState = ACCOUNT_CREATION.start
    completed_at: datetime | None = None
    account_id: str | None = None
    govcloud_account_id: str | None = None
    failure_reason: str | None = None

    def take(self, trigger: CreationTrigger) -> None:
        self.state = ACCOUNT_CREATION.take(self.state, trigger).to


def organization_of(world: World, account_id: str) -> Organization:
    """The organization that an account is in; refused for an outsider (INT-016)."""
    organization = world.organization_of(account_id)
    if organization is None:
        raise refusals.NotInAnOrganization
    return organization
