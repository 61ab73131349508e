"""What IAM holds in one account."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from emulator.domain.catalog import Directory
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
    tags: dict[str, tuple[str, str]] = field(default_factory=dict)  # lower-case key -> (key, value)
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
    tags: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Identities:
    """The roles and instance profiles of one account, and the deletion tasks that it has seen."""

    roles: Directory[Role] = field(default_factory=Directory)
    customer_roles: int = 0
    instance_profiles: Directory[InstanceProfile] = field(default_factory=Directory)
    deletion_tasks: dict[str, DeletionTask] = field(default_factory=dict)
    # managed policy ARN -> number of attachments, kept so that GetPolicy need not count
    attachments: dict[str, int] = field(default_factory=dict)

    def attach(self, role: Role, policy_arn: str) -> None:
        if policy_arn not in role.attached:
            role.attached[policy_arn] = None
            self.attachments[policy_arn] = self.attachments.get(policy_arn, 0) + 1

    def detach(self, role: Role, policy_arn: str) -> None:
        del role.attached[policy_arn]
        self.attachments[policy_arn] -= 1
        if not self.attachments[policy_arn]:
            del self.attachments[policy_arn]


def identities_of(world: World, account_id: str) -> Identities:
    """What IAM holds in an account, to read; an account that was never written to has nothing."""
    return world.identities.get(account_id) or Identities()


def keep_identities(world: World, account_id: str) -> Identities:
    """What IAM holds in an account, to change."""
    identities = world.identities.get(account_id)
    if identities is None:
        identities = world.identities[account_id] = Identities()
    return identities
