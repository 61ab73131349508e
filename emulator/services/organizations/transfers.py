"""Responsibility transfers: one organization pays the bill of another."""

from datetime import datetime
from typing import Any

from emulator.domain.organizations import transfers
from emulator.domain.organizations.organization import Organization, organization_of
from emulator.domain.organizations.transfers import Transfer
from emulator.domain.world import World
from emulator.services.operations import Call, Request
from emulator.services.organizations import organizations
from emulator.services.organizations.handshakes import Party, handshake_view
from emulator.services.organizations.paging import PagedRequest, page
from emulator.services.organizations.tags import Tag, pairs


def transfer_view(world: World, viewer: Organization, transfer: Transfer) -> dict[str, Any]:
    """A transfer as one of its two organizations sees it: the ARN is the viewer's own."""
    direction = "inbound" if viewer is transfer.target else "outbound"
    view: dict[str, Any] = {
        "Arn": viewer.arn("transfer", "billing", direction, transfer.id),
        "Name": transfer.name,
        "Id": transfer.id,
        "Type": "BILLING",
        "Status": transfer.state,
        "Source": _participant(world, transfer.source),
        "Target": _participant(world, transfer.target),
        "StartTimestamp": transfer.starts_at,
    }
    if transfer.ends_at is not None:
        view["EndTimestamp"] = transfer.ends_at
    handshake = world.handshakes.get(transfer.handshake_id)
    if handshake is not None and handshake.is_pending:
        view["ActiveHandshakeId"] = handshake.id
    return view


def _participant(world: World, organization: Organization) -> dict[str, Any]:
    account = world.account(organization.management_account_id)
    return {"ManagementAccountId": account.id, "ManagementAccountEmail": account.email}


class InviteOrganizationToTransferResponsibility(Request):
    type: str
    target: Party
    notes: str | None = None
    start_timestamp: datetime
    source_name: str
    tags: tuple[Tag, ...] = ()


@organizations.operation
def invite_organization_to_transfer_responsibility(
    call: Call, request: InviteOrganizationToTransferResponsibility
) -> dict[str, object]:
    """Offer another organization to pay its bill."""
    handshake = transfers.invite(
        call.world,
        call.account_id,
        request.target.type,
        request.target.id,
        request.source_name,
        request.start_timestamp,
        request.notes,
        given_tags=pairs(request.tags),
    )
    return {"Handshake": handshake_view(handshake)}


class DescribeResponsibilityTransfer(Request):
    id: str


@organizations.operation
def describe_responsibility_transfer(call: Call, request: DescribeResponsibilityTransfer) -> dict[str, object]:
    """One transfer, for either side."""
    return _answer(call, transfers.find(call.world, call.account_id, request.id))


class ListInboundResponsibilityTransfers(PagedRequest):
    type: str
    id: str | None = None


@organizations.operation
def list_inbound_responsibility_transfers(call: Call, request: ListInboundResponsibilityTransfers) -> dict[str, object]:
    """The transfers in which the caller's organization pays, offers included."""
    organization = organization_of(call.world, call.account_id)
    wanted = transfers.inbound(call.world, call.account_id, request.id) if request.id is not None else None
    return page(
        request,
        "ResponsibilityTransfers",
        organization.inbound_transfers,
        lambda transfer: transfer_view(call.world, organization, transfer),
        lambda transfer: wanted is None or transfer is wanted,
    )


class ListOutboundResponsibilityTransfers(PagedRequest):
    type: str


@organizations.operation
def list_outbound_responsibility_transfers(
    call: Call, request: ListOutboundResponsibilityTransfers
) -> dict[str, object]:
    """The transfers in which another organization pays, offers included."""
    organization = organization_of(call.world, call.account_id)
    return page(
        request,
        "ResponsibilityTransfers",
        organization.outbound_transfers,
        lambda transfer: transfer_view(call.world, organization, transfer),
    )


class UpdateResponsibilityTransfer(Request):
    id: str
    name: str


@organizations.operation
def update_responsibility_transfer(call: Call, request: UpdateResponsibilityTransfer) -> dict[str, object]:
    """Give a transfer another name."""
    return _answer(call, transfers.rename(call.world, call.account_id, request.id, request.name))


class TerminateResponsibilityTransfer(Request):
    id: str
    end_timestamp: datetime | None = None


@organizations.operation
def terminate_responsibility_transfer(call: Call, request: TerminateResponsibilityTransfer) -> dict[str, object]:
    """Withdraw an accepted transfer at the end of a month."""
    return _answer(call, transfers.terminate(call.world, call.account_id, request.id, request.end_timestamp))


def _answer(call: Call, transfer: Transfer) -> dict[str, object]:
    viewer = organization_of(call.world, call.account_id)
    return {"ResponsibilityTransfer": transfer_view(call.world, viewer, transfer)}
