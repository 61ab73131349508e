"""The permissions of shares."""

from typing import Any

from emulator.domain.ram import arns, permission_refusals, refusals, replacements, share_permissions, shares
from emulator.domain.ram.records import Attachment
from emulator.services.operations import Call
from emulator.services.ram import named_shares, ram
from emulator.services.ram.paging import PagedRequest, page
from emulator.services.ram.requests import (
    RepeatableRequest,
    TemplateParameterInput,
    repeatable,
    repeatable_unmodelled,
    values_of,
)
from emulator.services.ram.views import attachment_view, replacement_view, share_permission_view
from emulator.services.shared.pageables import Numbered
from emulator.services.shared.paging import Pageable


class AssociateResourceSharePermission(RepeatableRequest):
    resource_share_arn: str
    permission_arn: str
    permission_template_parameters: tuple[TemplateParameterInput, ...] | None = None
    replace: bool | None = None
    permission_version: int | None = None


@ram.operation
@repeatable_unmodelled
def associate_resource_share_permission(call: Call, request: AssociateResourceSharePermission) -> dict[str, Any]:
    """Give a share a permission, or another one."""
    share_permissions.associate(
        call.world,
        call.caller,
        request.resource_share_arn,
        request.permission_arn,
        replace=bool(request.replace),
        version=request.permission_version,
        parameters=values_of(request.permission_template_parameters),
    )
    return {"returnValue": True}


class DisassociateResourceSharePermission(RepeatableRequest):
    resource_share_arn: str
    permission_arn: str


@ram.operation
@repeatable_unmodelled
def disassociate_resource_share_permission(call: Call, request: DisassociateResourceSharePermission) -> dict[str, Any]:
    """Take a permission from a share that needs it no longer."""
    share_permissions.disassociate(call.world, call.caller, request.resource_share_arn, request.permission_arn)
    return {"returnValue": True}


class ListResourceSharePermissions(PagedRequest):
    resource_share_arn: str


@ram.operation
def list_resource_share_permissions(call: Call, request: ListResourceSharePermissions) -> dict[str, Any]:
    """The permissions of a share of the caller's own, or that it has access to."""
    share = shares.visible(call.world, call.caller, request.resource_share_arn)
    rows = list(enumerate(share.attachments[name] for name in sorted(share.attachments)))
    found = Numbered(rows, lambda row: row[0])
    return page(call, request, "permissions", found, lambda row: share_permission_view(row[1]))


class ListPermissionAssociations(PagedRequest):
    permission_arn: str | None = None
    permission_version: int | None = None
    association_status: str | None = None
    resource_type: str | None = None
    feature_set: str | None = None
    default_version: bool | None = None
    resource_owner: str | None = None
    resource_share_arn: str | None = None


@ram.operation
def list_permission_associations(call: Call, request: ListPermissionAssociations) -> dict[str, Any]:
    """One entry for each share and permission; `defaultVersion=false` is no filter."""
    if request.permission_version is not None and request.permission_arn is None:
        raise permission_refusals.VersionWithoutPermission
    resource_type = named_shares.type_filter(request.resource_type, refusals.UnknownResourceType)
    if request.permission_arn is not None:
        arns.require("permission", request.permission_arn)
    if request.resource_share_arn is not None:
        arns.require("resource share", request.resource_share_arn)
    found: Pageable[Attachment]
    if request.resource_owner in (None, named_shares.SELF):
        found = call.world.ram.of(call.account_id, call.caller.region).attachments
    else:
        reached = (each for share in named_shares.reachable(call) for each in share.attachments.values())
        rows = list(enumerate(reached))
        numbers = {id(each): number for number, each in rows}
        found = Numbered((each for _, each in rows), lambda each: numbers[id(each)])

    def is_wanted(each: Attachment) -> bool:
        return (
            request.permission_arn in (None, each.permission.arn)
            and request.permission_version in (None, each.version)
            and request.association_status in (None, "ASSOCIATED")
            and resource_type in (None, each.permission.resource_type)
            and request.feature_set in (None, each.permission.feature_set)
            and (not request.default_version or each.version == each.permission.default)
            and request.resource_share_arn in (None, each.share.arn)
        )

    return page(call, request, "permissions", found, attachment_view, is_wanted)


class ReplacePermissionAssociations(RepeatableRequest):
    from_permission_arn: str
    to_permission_arn: str
    from_permission_version: int | None = None
    permission_template_parameters: tuple[TemplateParameterInput, ...] | None = None


@ram.operation
@repeatable
def replace_permission_associations(call: Call, request: ReplacePermissionAssociations) -> dict[str, Any]:
    """Move all of the caller's shares in the Region from one permission to another."""
    work = replacements.replace(
        call.world,
        call.caller,
        request.from_permission_arn,
        request.from_permission_version,
        request.to_permission_arn,
        values_of(request.permission_template_parameters),
    )
    return {"replacePermissionAssociationsWork": replacement_view(work)}


class ListReplacePermissionAssociationsWork(PagedRequest):
    work_ids: tuple[str, ...] | None = None
    status: str | None = None


@ram.operation
def list_replace_permission_associations_work(
    call: Call, request: ListReplacePermissionAssociationsWork
) -> dict[str, Any]:
    """The caller's replacements of the last 24 hours; unknown ids are passed over."""
    return page(
        call,
        request,
        "replacePermissionAssociationsWorks",
        call.world.ram.of(call.account_id, call.caller.region).replacements,
        replacement_view,
        lambda work: replacements.named(request.work_ids, request.status, work),
    )
