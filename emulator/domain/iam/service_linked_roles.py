"""Roles that belong to a service: created by it or on its behalf, and only modifiable by AWS.

The register of principals, role names and policies is `service_linked_roles.json`: a name is never derived from a
principal.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from emulator.domain.accounts import AccountState
from emulator.domain.events import RoleDeletionDue, RoleProvisioningDue, ServiceLinkedRoleChanged
from emulator.domain.iam import refusals
from emulator.domain.iam.identities import (
    SERVICE_LINKED_ROLE,
    SERVICE_ROLE_PATH,
    DeletionTask,
    Identities,
    Role,
    RoleState,
    RoleTrigger,
    TaskState,
    arn_of,
    identities_of,
    keep_identities,
)
from emulator.domain.organizations.organization import Organization
from emulator.domain.organizations.service_integration import IPAM
from emulator.domain.world import World

LONGEST_ROLE_NAME = 64
ORGANIZATIONS = "organizations.amazonaws.com"
RAM = "ram.amazonaws.com"


@dataclass(frozen=True, slots=True)
class Template:
    """A service's role as the register gives it."""

    service_principal: str
    role_name: str
    path: str
    policy_arns: tuple[str, ...]
    takes_suffix: bool
    trust_document: str


@cache
def register() -> dict[str, Template]:
    source = Path(__file__).with_name("service_linked_roles.json").read_text(encoding="utf-8")
    return {
        row["principal"]: Template(
            row["principal"],
            row["role"],
            f"{SERVICE_ROLE_PATH}{row['principal']}/",
            tuple(f"arn:aws:iam::aws:policy{SERVICE_ROLE_PATH}{name}" for name in row["policies"]),
            row["custom_suffix"],
            '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"'
            + row["principal"]
            + '"},"Action":"sts:AssumeRole"}]}',
        )
        for row in json.loads(source)["roles"]
    }


def create(world: World, account_id: str, service_principal: str, description: str | None, suffix: str | None) -> Role:
    """CreateServiceLinkedRole: in any account, integrated or not (INT-102 to INT-105)."""
    template = register().get(service_principal)
    if template is None:
        raise refusals.NoServiceLinkedRole(service_principal)
    if suffix is not None and not template.takes_suffix:
        raise refusals.SuffixNotAllowed(service_principal)
    name = template.role_name if suffix is None else f"{template.role_name}_{suffix}"
    if len(name) > LONGEST_ROLE_NAME:
        raise refusals.SuffixTooLong(name)
    existing = identities_of(world, account_id).roles.get(name)
    if existing is not None and existing.state is not RoleState.CREATING:
        raise refusals.RoleNameTaken(name)
    world.begin_change()
    role = _make(world, account_id, template, name)
    role.description = description
    return role


def ensure(world: World, account_id: str, service_principal: str) -> bool:
    """The role, at once, because the account's own call needs it. An existing one is kept as it is (INT-091)."""
    template = register()[service_principal]
    role = identities_of(world, account_id).roles.get(template.role_name)
    if role is not None and role.state is not RoleState.CREATING:
        return False
    _make(world, account_id, template, template.role_name)
    return True


def provision(world: World, account_id: str, service_principal: str) -> bool:
    """The role, after the provisioning delay, because the service acts in the account (INT-092, INT-093)."""
    delay = world.options.slr_provisioning_delay_s
    if not delay:
        return ensure(world, account_id, service_principal)
    template = register()[service_principal]
    identities = keep_identities(world, account_id)
    if template.role_name in identities.roles:
        return False
    state = SERVICE_LINKED_ROLE.take(RoleState.ABSENT, RoleTrigger.PROVISION).to
    identities.roles.add(template.role_name, _role(world, account_id, template, template.role_name, state))
    due = RoleProvisioningDue(account_id, service_principal)
    world.schedule.at(world.now + timedelta(seconds=delay), due)
    return True


def complete_provisioning(world: World, event: RoleProvisioningDue) -> None:
    template = register()[event.service_principal]
    role = identities_of(world, event.account_id).roles.get(template.role_name)
    if role is not None and role.state is RoleState.CREATING:
        _make(world, event.account_id, template, template.role_name)


def _make(world: World, account_id: str, template: Template, name: str) -> Role:
    identities = keep_identities(world, account_id)
    waiting = identities.roles.get(name)
    before = RoleState.ABSENT
    if waiting is not None:
        before = waiting.state
        identities.roles.remove(name)
    state = SERVICE_LINKED_ROLE.take(before, RoleTrigger.CREATE).to
    role = _role(world, account_id, template, name, state)
    identities.roles.add(name, role)
    for policy_arn in template.policy_arns:
        identities.attach(role, policy_arn)
    world.announce(ServiceLinkedRoleChanged(account_id, template.service_principal))
    return role


def _role(world: World, account_id: str, template: Template, name: str, state: RoleState) -> Role:
    return Role(
        name,
        template.path,
        f"AROA{world.identifiers.upper(17)}",
        arn_of(world, account_id, "role", template.path, name),
        template.trust_document,
        world.now,
        service_principal=template.service_principal,
        state=state,
    )


def present(world: World, account_id: str, service_principal: str) -> bool:
    """Whether the service's role is there and usable."""
    role = identities_of(world, account_id).roles.get(register()[service_principal].role_name)
    return role is not None and role.state in (RoleState.PRESENT, RoleState.DELETING)


def provision_everywhere(world: World, organization: Organization, service_principal: str) -> None:
    """The role at once in the management account, and in every active member (INT-092)."""
    because = f"{service_principal} was integrated with {organization.id}"
    made = []
    if ensure(world, organization.management_account_id, service_principal):
        made.append(organization.management_account_id)
    for member in organization.members.values():
        account = member.account
        if account.id == organization.management_account_id:
            continue
        if account.state is AccountState.ACTIVE and provision(world, account.id, service_principal):
            made.append(account.id)
    if made:
        world.record(ORGANIZATIONS, f"created {register()[service_principal].role_name}", because, made)


def provision_in(world: World, account_id: str, service_principal: str, because: str) -> None:
    if provision(world, account_id, service_principal):
        name = register()[service_principal].role_name
        world.record(ORGANIZATIONS, f"created {name}", because, [account_id])


# Deletion


def delete(world: World, account_id: str, name: str) -> DeletionTask:
    """Start to delete a service-linked role; whether it may go is judged later (INT-130 to INT-133)."""
    identities = identities_of(world, account_id)
    role = identities.roles.get(name)
    if role is None or role.state is RoleState.CREATING:
        raise refusals.RoleNotFound(name).under("INT-132")
    if role.service_principal is None:
        raise refusals.RoleNotFound(name).under("INT-133")
    for task in identities.deletion_tasks.values():
        if task.role_name == role.name and task.state is TaskState.IN_PROGRESS:
            return task
    world.begin_change()
    role.state = SERVICE_LINKED_ROLE.take(role.state, RoleTrigger.DELETE).to
    task_id = f"task{role.path}{role.name}/{world.identifiers.uuid()}"
    task = DeletionTask(task_id, role.name, polls_left=world.options.slr_deletion_polls)
    identities.deletion_tasks[task_id] = task
    if not task.polls_left:
        world.schedule.at(world.now, RoleDeletionDue(account_id, task_id))
    return task


def poll(world: World, account_id: str, task_id: str) -> DeletionTask:
    """The state of a deletion; with `slr_deletion_polls` this many answers say IN_PROGRESS first (INT-134)."""
    if not task_id.startswith("task/aws-service-role/"):
        raise refusals.MalformedDeletionTaskId(task_id)
    task = identities_of(world, account_id).deletion_tasks.get(task_id)
    if task is None:
        raise refusals.DeletionTaskNotFound(task_id)
    if task.state is TaskState.IN_PROGRESS:
        world.begin_change()
        if task.polls_left:
            task.polls_left -= 1
        else:
            judge_deletion(world, RoleDeletionDue(account_id, task_id))
    return task


def judge_deletion(world: World, event: RoleDeletionDue) -> None:
    """The role goes, or stays with the reason why (INT-135 to INT-137)."""
    identities = keep_identities(world, event.account_id)
    task = identities.deletion_tasks[event.task_id]
    if task.state is not TaskState.IN_PROGRESS:
        return
    role = identities.roles.get(task.role_name)
    if role is None or role.service_principal is None:
        raise LookupError(f"{task.id}: the role is gone before its deletion was judged")
    task.reason, task.usage = _blockers(world, event.account_id, role.service_principal)
    if task.reason is not None:
        task.state = TaskState.FAILED
        role.state = SERVICE_LINKED_ROLE.take(role.state, RoleTrigger.DELETION_FAILS).to
        return
    task.state = TaskState.SUCCEEDED
    SERVICE_LINKED_ROLE.take(role.state, RoleTrigger.DELETION_SUCCEEDS)
    drop(identities, role)
    world.announce(ServiceLinkedRoleChanged(event.account_id, role.service_principal))


def drop(identities: Identities, role: Role) -> None:
    """The role is there no more."""
    for policy_arn in list(role.attached):
        identities.detach(role, policy_arn)
    identities.roles.remove(role.name)


def _blockers(world: World, account_id: str, service_principal: str) -> tuple[str | None, list[tuple[str, list[str]]]]:
    organization = world.organization_of(account_id)
    if service_principal == ORGANIZATIONS and organization is not None:
        return "The service-linked role is in use because the account is in an organization.", []
    if service_principal == RAM and organization is not None and organization.trust(RAM) is not None:
        return "The service-linked role is in use because AWS RAM shares with AWS Organizations.", []
    if service_principal != IPAM:
        return None, []
    usage = world.ipam.resources_by_region(account_id)
    if usage:
        return "The service-linked role is in use by Amazon VPC IPAM resources in this account.", usage
    trust = organization.trust(IPAM) if organization is not None else None
    if trust is not None and trust.integrated:
        return (
            "The service-linked role is in use because IPAM is integrated with AWS Organizations.",
            [],
        )
    return None, []
