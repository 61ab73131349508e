"""Customer managed permissions."""

from typing import Any

from emulator.domain.ram import customer_permissions
from emulator.services.operations import Call
from emulator.services.ram import ram
from emulator.services.ram.requests import (
    RepeatableRequest,
    Tag,
    TemplateParameterDeclaration,
    declared,
    pairs,
    repeatable,
)
from emulator.services.ram.views import permission_view


class CreatePermission(RepeatableRequest):
    name: str
    resource_type: str
    policy_template: str
    permission_template_parameters: tuple[TemplateParameterDeclaration, ...] | None = None
    tags: tuple[Tag, ...] | None = None


@ram.operation
@repeatable
def create_permission(call: Call, request: CreatePermission) -> dict[str, Any]:
    """A permission with its first version."""
    permission = customer_permissions.create(
        call.world,
        call.caller,
        request.name,
        request.resource_type,
        request.policy_template,
        declared(request.permission_template_parameters),
        pairs(request.tags),
    )
    return {"permission": permission_view(permission)}


class CreatePermissionVersion(RepeatableRequest):
    permission_arn: str
    policy_template: str
    permission_template_parameters: tuple[TemplateParameterDeclaration, ...] | None = None


@ram.operation
@repeatable
def create_permission_version(call: Call, request: CreatePermissionVersion) -> dict[str, Any]:
    """The next version, which becomes the default."""
    permission = customer_permissions.create_version(
        call.world,
        call.caller,
        request.permission_arn,
        request.policy_template,
        declared(request.permission_template_parameters),
    )
    return {"permission": permission_view(permission, with_policy=True)}


class SetDefaultPermissionVersion(RepeatableRequest):
    permission_arn: str
    permission_version: int


@ram.operation
@repeatable
def set_default_permission_version(call: Call, request: SetDefaultPermissionVersion) -> dict[str, Any]:
    """Make another version the default."""
    customer_permissions.set_default(call.world, call.caller, request.permission_arn, request.permission_version)
    return {"returnValue": True}


class UpdatePermission(RepeatableRequest):
    permission_arn: str
    status: str


@ram.operation
@repeatable
def update_permission(call: Call, request: UpdatePermission) -> dict[str, Any]:
    """Deprecate a permission, or take that back."""
    state = customer_permissions.update(
        call.world, call.caller, request.permission_arn, deprecated=request.status == "DEPRECATED"
    )
    return {"permissionStatus": state}


class DeletePermissionVersion(RepeatableRequest):
    permission_arn: str
    permission_version: int


@ram.operation
@repeatable
def delete_permission_version(call: Call, request: DeletePermissionVersion) -> dict[str, Any]:
    """Delete a version that is neither the default nor in use."""
    state = customer_permissions.delete_version(
        call.world, call.caller, request.permission_arn, request.permission_version
    )
    return {"returnValue": True, "permissionStatus": state}


class DeletePermission(RepeatableRequest):
    permission_arn: str


@ram.operation
@repeatable
def delete_permission(call: Call, request: DeletePermission) -> dict[str, Any]:
    """Delete a permission that is not in use."""
    state = customer_permissions.delete(call.world, call.caller, request.permission_arn)
    return {"returnValue": True, "permissionStatus": state}
