"""What IAM holds in one account."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from emulator.domain.catalog import Directory
from emulator.domain.iam.access_jobs import AccessJob
from emulator.domain.iam.managed_policies import ManagedPolicy
from emulator.domain.iam.tags import Tags
from emulator.domain.lifecycle import Lifecycle, Row
from emulator.domain.world import World

SERVICE_ROLE_PATH = "/aws-service-role/"


class RoleState(StrEnum):
    ABSENT = "ABSENT"
    CREATING = "CREATING"
    PRESENT = "PRESENT"
    DELETING = "DELETING"


class RoleTrigger(StrEnum):
    CREATE = "CreateServiceLinkedRole, or the account's own call that needs it"
    PROVISION = "the service provisions it, after a delay"
    COMPLETE_PROVISIONING = "provisioning delay over"
    DELETE = "DeleteServiceLinkedRole"
    DELETION_SUCCEEDS = "task SUCCEEDED"
    DELETION_FAILS = "task FAILED"


SERVICE_LINKED_ROLE = Lifecycle(
    "Service-linked role",
    start=RoleState.ABSENT,
    rows=[
        Row(RoleState.ABSENT, RoleTrigger.CREATE, RoleState.PRESENT),
        Row(RoleState.ABSENT, RoleTrigger.PROVISION, RoleState.CREATING),
        Row(RoleState.CREATING, RoleTrigger.COMPLETE_PROVISIONING, RoleState.PRESENT),
        # the account's own call does not wait for the service
        Row(RoleState.CREATING, RoleTrigger.CREATE, RoleState.PRESENT),
        Row(RoleState.PRESENT, RoleTrigger.DELETE, RoleState.DELETING),
        Row(RoleState.DELETING, RoleTrigger.DELETION_SUCCEEDS, RoleState.ABSENT),
        Row(RoleState.DELETING, RoleTrigger.DELETION_FAILS, RoleState.PRESENT),
    ],
)


@dataclass(slots=True)
class Role:
    """A role; `service_principal` is set on service-linked roles alone."""

    name: str
    path: str
    id: str
    arn: str
    trust_document: str
    created_at: datetime
    description: str | None = None
    max_session_s: int = 3600
    boundary_arn: str | None = None
    tags: Tags = field(default_factory=dict)
    once_tagged: bool = False
    inline_policies: dict[str, str] = field(default_factory=dict)
    attached: dict[str, None] = field(default_factory=dict)  # policy ARNs, in the order of attachment
    service_principal: str | None = None
    state: RoleState = RoleState.PRESENT
    # principal ARNs of the trust document -> unique ids, as they were when it was set
    trusted_ids: dict[str, str] = field(default_factory=dict)
    last_used_at: datetime | None = None
    last_used_region: str | None = None


class TaskState(StrEnum):
    IN_PROGRESS = "IN_PROGRESS"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


@dataclass(slots=True)
class DeletionTask:
    """The deletion of a service-linked role. `usage` is (Region, ARNs) of what blocked it."""

    id: str
    role_name: str
    state: TaskState = TaskState.IN_PROGRESS
    polls_left: int = 0
    reason: str | None = None
    usage: list[tuple[str, list[str]]] = field(default_factory=list)


@dataclass(slots=True)
class InstanceProfile:
    name: str
    path: str
    id: str
    arn: str
    created_at: datetime
    role_name: str | None = None
    tags: Tags = field(default_factory=dict)
    once_tagged: bool = False


@dataclass(slots=True)
class AccessKey:
    """A long-term key of a user, or with `user_name` None of the account's root."""

    id: str
    secret: str
    user_name: str | None
    created_at: datetime
    active: bool = True
    last_used: "KeyUse | None" = None


@dataclass(frozen=True, slots=True)
class KeyUse:
    at: datetime
    region: str
    service: str


@dataclass(slots=True)
class User:
    name: str
    path: str
    id: str
    arn: str
    created_at: datetime
    boundary_arn: str | None = None
    tags: Tags = field(default_factory=dict)
    once_tagged: bool = False


@dataclass(slots=True)
class Identities:
    """What IAM holds in one account, and the deletion tasks that it has seen."""

    roles: Directory[Role] = field(default_factory=Directory)
    customer_roles: int = 0
    instance_profiles: Directory[InstanceProfile] = field(default_factory=Directory)
    users: Directory[User] = field(default_factory=Directory)
    policies: Directory[ManagedPolicy] = field(default_factory=Directory)
    access_keys: dict[str, AccessKey] = field(default_factory=dict)
    deletion_tasks: dict[str, DeletionTask] = field(default_factory=dict)
    # reports on the services that accounts of the organization used, oldest first
    access_jobs: dict[str, AccessJob] = field(default_factory=dict)
    alias: str | None = None
    # the version of the tokens that STS's global endpoint issues
    token_version: int = 1
    # outbound web identity federation: the account's issuer, once it has had one, and whether it issues tokens
    issuer: str | None = None
    issues_tokens: bool = False
    # managed policy ARN -> how often it is attached, and how often it is a permissions boundary: kept so that
    # GetPolicy need not count
    attachments: Counter[str] = field(default_factory=Counter)
    boundaries: Counter[str] = field(default_factory=Counter)

    def attach(self, role: Role, policy_arn: str) -> None:
        if policy_arn not in role.attached:
            role.attached[policy_arn] = None
            self.attachments[policy_arn] += 1

    def detach(self, role: Role, policy_arn: str) -> None:
        del role.attached[policy_arn]
        self.attachments[policy_arn] -= 1

    def set_boundary(self, entity: Role | User, policy_arn: str | None) -> None:
        """Give an entity a permissions boundary in place of the one that it has; None takes it away."""
        if entity.boundary_arn is not None:
            self.boundaries[entity.boundary_arn] -= 1
        if policy_arn is not None:
            self.boundaries[policy_arn] += 1
        entity.boundary_arn = policy_arn


def identities_of(world: World, account_id: str) -> Identities:
    """What IAM holds in an account, to read; an account that was never written to has nothing."""
    return world.identities.get(account_id) or Identities()


def keep_identities(world: World, account_id: str) -> Identities:
    """What IAM holds in an account, to change."""
    identities = world.identities.get(account_id)
    if identities is None:
        identities = world.identities[account_id] = Identities()
    return identities


def is_visible(world: World, role: Role) -> bool:
    """Whether those who look for the role from outside find it: it is provisioned, and news of it has spread."""
    if role.service_principal is not None:
        return role.state is not RoleState.CREATING
    delay = world.options.iam_propagation_delay_s
    return not delay or world.now >= role.created_at + timedelta(seconds=delay)


def arn_of(world: World, account_id: str, kind: str, path: str, name: str) -> str:
    """The ARN of an account's role, user, policy or instance profile."""
    return f"arn:{world.account(account_id).partition}:iam::{account_id}:{kind}{path}{name}"
