"""Invitations to shares of accounts outside the caller's organization."""

from typing import Any

from emulator.domain.ram import arns, invitations, refusals
from emulator.services.operations import Call
from emulator.services.ram import ram
from emulator.services.ram.paging import PagedRequest, page
from emulator.services.ram.requests import RepeatableRequest, repeatable
from emulator.services.ram.resources import is_in_scope
from emulator.services.ram.views import invitation_view, resource_view
from emulator.services.shared.pageables import Among, Numbered


class AcceptResourceShareInvitation(RepeatableRequest):
    resource_share_invitation_arn: str


@ram.operation
@repeatable
def accept_resource_share_invitation(call: Call, request: AcceptResourceShareInvitation) -> dict[str, Any]:
    """Take what is offered."""
    invitation = invitations.accept(
        call.world, call.account_id, call.caller.region, request.resource_share_invitation_arn
    )
    return {"resourceShareInvitation": invitation_view(invitation)}


class RejectResourceShareInvitation(RepeatableRequest):
    resource_share_invitation_arn: str


@ram.operation
@repeatable
def reject_resource_share_invitation(call: Call, request: RejectResourceShareInvitation) -> dict[str, Any]:
    """Decline what is offered."""
    invitation = invitations.reject(
        call.world, call.account_id, call.caller.region, request.resource_share_invitation_arn
    )
    return {"resourceShareInvitation": invitation_view(invitation)}


class GetResourceShareInvitations(PagedRequest):
    resource_share_invitation_arns: tuple[str, ...] | None = None
    resource_share_arns: tuple[str, ...] | None = None


@ram.operation
def get_resource_share_invitations(call: Call, request: GetResourceShareInvitations) -> dict[str, Any]:
    """What the caller has received, in every state, until it is purged after seven days."""
    received = invitations.received_by(call.world, call.account_id, call.caller.region)
    named = request.resource_share_invitation_arns
    for arn in named or ():
        invitations.find(call.world, call.account_id, call.caller.region, arn)
    for arn in request.resource_share_arns or ():
        arns.require("resource share", arn)
        if arn not in call.world.ram.shares:
            raise refusals.ShareNotFound(arn)
    return page(
        call,
        request,
        "resourceShareInvitations",
        Among(received, named) if named else received,
        invitation_view,
        lambda each: not request.resource_share_arns or each.share_arn in request.resource_share_arns,
    )


class ListPendingInvitationResources(PagedRequest):
    resource_share_invitation_arn: str
    resource_region_scope: str | None = None


@ram.operation
def list_pending_invitation_resources(call: Call, request: ListPendingInvitationResources) -> dict[str, Any]:
    """What the caller would come to by accepting."""
    found = invitations.shown_resources(
        call.world, call.account_id, call.caller.region, request.resource_share_invitation_arn
    )
    return page(
        call,
        request,
        "resources",
        Numbered(found, lambda each: each.number),
        lambda each: resource_view(call, each),
        lambda each: is_in_scope(each, request.resource_region_scope),
    )
