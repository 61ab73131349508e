"""Roles that belong to a service, and their deletion, which takes its time."""

from typing import Any

from pydantic import Field

from emulator.domain.iam import service_linked_roles
from emulator.domain.iam.identities import DeletionTask, TaskState
from emulator.services.iam import iam
from emulator.services.iam.roles import created_role_view
from emulator.services.operations import Call, Request


class CreateServiceLinkedRole(Request):
    aws_service_name: str = Field(alias="AWSServiceName")
    description: str | None = None
    custom_suffix: str | None = None


@iam.operation
def create_service_linked_role(call: Call, request: CreateServiceLinkedRole) -> dict[str, Any]:
    """Make the role that a service wants to have; whether the service is used in the account does not matter."""
    role = service_linked_roles.create(
        call.world, call.account_id, request.aws_service_name, request.description, request.custom_suffix
    )
    return {"Role": created_role_view(call.world, role)}


class DeleteServiceLinkedRole(Request):
    role_name: str


@iam.operation
def delete_service_linked_role(call: Call, request: DeleteServiceLinkedRole) -> dict[str, Any]:
    """Ask for the deletion; the task tells what became of it."""
    return {"DeletionTaskId": service_linked_roles.delete(call.world, call.account_id, request.role_name).id}


class GetServiceLinkedRoleDeletionStatus(Request):
    deletion_task_id: str


@iam.operation
def get_service_linked_role_deletion_status(call: Call, request: GetServiceLinkedRoleDeletionStatus) -> dict[str, Any]:
    """What became of a deletion, and why where it failed."""
    task = service_linked_roles.poll(call.world, call.account_id, request.deletion_task_id)
    if task.state is not TaskState.FAILED:
        return {"Status": task.state}
    return {"Status": task.state, "Reason": _reason_view(task)}


def _reason_view(task: DeletionTask) -> dict[str, Any]:
    view: dict[str, Any] = {"Reason": task.reason}
    if task.usage:
        view["RoleUsageList"] = [{"Region": region, "Resources": arns} for region, arns in task.usage]
    return view
