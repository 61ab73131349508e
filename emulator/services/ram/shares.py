"""Resource shares."""

from typing import Any

from emulator.domain.ram import arns, permission_refusals, permissions, shares
from emulator.domain.ram.records import Share
from emulator.domain.ram.shares import Wanted
from emulator.services.operations import Call
from emulator.services.ram import named_shares, ram
from emulator.services.ram.paging import PagedRequest, page
from emulator.services.ram.requests import (
    PermissionWithParameters,
    RamRequest,
    RepeatableRequest,
    Tag,
    pairs,
    repeatable,
    values_of,
)
from emulator.services.ram.views import share_view
from emulator.services.shared.pageables import Among, Numbered
from emulator.services.shared.paging import Pageable


class ResourceShareConfiguration(RamRequest):
    retain_sharing_on_account_leave_organization: bool | None = None


class CreateResourceShare(RepeatableRequest):
    name: str
    resource_arns: tuple[str, ...] | None = None
    principals: tuple[str, ...] | None = None
    tags: tuple[Tag, ...] | None = None
    allow_external_principals: bool | None = None
    permission_arns: tuple[str, ...] | None = None
    sources: tuple[str, ...] | None = None
    permission_template_parameters: tuple[PermissionWithParameters, ...] | None = None
    resource_share_configuration: ResourceShareConfiguration | None = None


@ram.operation
@repeatable
def create_resource_share(call: Call, request: CreateResourceShare) -> dict[str, Any]:
    """A share, with whatever it is to begin with."""
    configuration = request.resource_share_configuration
    wanted = Wanted(
        name=request.name,
        resource_arns=request.resource_arns or (),
        principals=request.principals or (),
        sources=request.sources or (),
        permission_arns=request.permission_arns or (),
        tags=pairs(request.tags),
        allows_external=request.allow_external_principals is not False,
        retains=configuration.retain_sharing_on_account_leave_organization if configuration is not None else None,
        parameters={
            each.permission_arn or "": values_of(each.permission_template_parameters)
            for each in request.permission_template_parameters or ()
        },
    )
    share = shares.create(call.world, call.caller, wanted)
    return {"resourceShare": share_view(share, seen_by=call.account_id)}


class UpdateResourceShare(RepeatableRequest):
    resource_share_arn: str
    name: str | None = None
    allow_external_principals: bool | None = None


@ram.operation
@repeatable
def update_resource_share(call: Call, request: UpdateResourceShare) -> dict[str, Any]:
    """Change a share's name, or whether it is open to external principals."""
    share = shares.update(
        call.world, call.caller, request.resource_share_arn, request.name, request.allow_external_principals
    )
    return {"resourceShare": share_view(share, seen_by=call.account_id)}


class DeleteResourceShare(RepeatableRequest):
    resource_share_arn: str


@ram.operation
@repeatable
def delete_resource_share(call: Call, request: DeleteResourceShare) -> dict[str, Any]:
    """End a share."""
    shares.delete(call.world, call.caller, request.resource_share_arn)
    return {"returnValue": True}


class TagFilter(RamRequest):
    tag_key: str | None = None
    tag_values: tuple[str, ...] | None = None


class GetResourceShares(PagedRequest):
    resource_owner: str
    resource_share_arns: tuple[str, ...] | None = None
    resource_share_status: str | None = None
    name: str | None = None
    tag_filters: tuple[TagFilter, ...] | None = None
    permission_arn: str | None = None
    permission_version: int | None = None


@ram.operation
def get_resource_shares(call: Call, request: GetResourceShares) -> dict[str, Any]:
    """The caller's own shares, or those of others that it has access to now; never one that waits for its answer."""
    if request.permission_version is not None and request.permission_arn is None:
        raise permission_refusals.VersionWithoutPermission
    if request.permission_arn is not None:
        arns.require("permission", request.permission_arn)
        permissions.find(call.world, call.caller, request.permission_arn)
    own = call.world.ram.of(call.account_id, call.caller.region).shares
    found: Pageable[Share]
    if request.resource_owner == named_shares.SELF:
        named = named_shares.own_named(call, request.resource_share_arns)
        found = own if named is None else Among(own, [share.arn for share in named])
    else:
        others = named_shares.others_named(call, request.resource_share_arns)
        found = Numbered(others, lambda share: share.number)
    return page(
        call,
        request,
        "resourceShares",
        found,
        lambda share: share_view(share, seen_by=call.account_id, with_features=True),
        lambda share: _is_wanted(request, share, call.account_id),
    )


def _is_wanted(request: GetResourceShares, share: Share, account_id: str) -> bool:
    """Every filter must hold; of the tag filters, one."""
    if request.resource_share_status not in (None, share.state) or request.name not in (None, share.name):
        return False
    if request.permission_arn is not None and not any(
        each.permission.arn == request.permission_arn and request.permission_version in (None, each.version)
        for each in share.attachments.values()
    ):
        return False
    if not request.tag_filters:
        return True
    tags = share.tags if share.owner_id == account_id else {}
    return any(
        each.tag_key in tags and (not each.tag_values or tags[each.tag_key] in each.tag_values)
        for each in request.tag_filters
        if each.tag_key is not None
    )
