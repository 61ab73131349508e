"""Managed permissions, to read."""

from typing import Any

from emulator.domain.ram import customer_permissions, permissions, policy_templates, refusals
from emulator.domain.ram.records import Permission, PermissionVersion
from emulator.services.operations import Call
from emulator.services.ram import named_shares, ram
from emulator.services.ram.paging import PagedRequest, page
from emulator.services.ram.requests import RamRequest, TemplateParameterInput, values_of
from emulator.services.ram.views import permission_view
from emulator.services.shared.pageables import Chain, Numbered
from emulator.services.shared.paging import Pageable


class GetPermission(RamRequest):
    permission_arn: str
    permission_version: int | None = None
    permission_template_parameters: tuple[TemplateParameterInput, ...] | None = None


@ram.operation
def get_permission(call: Call, request: GetPermission) -> dict[str, Any]:
    """A version of a permission with its policy, the default one unless another is named."""
    permission = permissions.find(call.world, call.caller, request.permission_arn)
    version = permissions.version_of(permission, request.permission_version)
    if request.permission_template_parameters:
        policy_templates.given(version, values_of(request.permission_template_parameters))
    return {"permission": permission_view(permission, version.number, with_policy=True)}


class ListPermissions(PagedRequest):
    resource_type: str | None = None
    resource_owner: str | None = None
    permission_type: str | None = None
    permission_status: str | None = None


@ram.operation
def list_permissions(call: Call, request: ListPermissions) -> dict[str, Any]:
    """AWS's permissions and the caller's own, each in its default version. None are shared by other accounts."""
    resource_type = named_shares.type_filter(request.resource_type, refusals.UnknownResourceType)
    own = call.world.ram.of(call.account_id, call.caller.region).permissions
    parts: list[Pageable[Permission]] = []
    if request.permission_type != "CUSTOMER_MANAGED" and request.resource_owner is None:
        parts.append(permissions.aws_managed())
    if request.permission_type != "AWS_MANAGED" and request.resource_owner != "OTHER-ACCOUNTS":
        parts.append(own)

    def is_wanted(permission: Permission) -> bool:
        state = customer_permissions.shown_state(permission, permission.default_version)
        return resource_type in (None, permission.resource_type) and request.permission_status in (None, state)

    return page(call, request, "permissions", Chain(*parts), permission_view, is_wanted)


class ListPermissionVersions(PagedRequest):
    permission_arn: str


@ram.operation
def list_permission_versions(call: Call, request: ListPermissionVersions) -> dict[str, Any]:
    """Every version of a permission, the first one first."""
    permission = permissions.find(call.world, call.caller, request.permission_arn)
    found: Numbered[PermissionVersion] = Numbered(permission.versions.values(), lambda version: version.number)
    return page(call, request, "permissions", found, lambda version: permission_view(permission, version.number))
