"""Handshakes: what one side asks of another, and the answers."""

from collections.abc import Callable
from typing import Any

from emulator.domain.organizations import handshakes
from emulator.domain.organizations.handshake import Action, Handshake, PartyKind, received_by
from emulator.domain.organizations.organization import organization_of
from emulator.services.operations import Call, Request
from emulator.services.organizations import organizations
from emulator.services.organizations.paging import PagedRequest, page
from emulator.services.organizations.tags import Tag, pairs
from emulator.services.shared.pageables import Among


def handshake_view(handshake: Handshake) -> dict[str, Any]:
    """A handshake of any kind, its parties and resources in the order in which AWS prints them."""
    parties = [{"Id": handshake.organization_id, "Type": "ORGANIZATION"}]
    if handshake.target_kind is not PartyKind.ORGANIZATION:
        parties.append({"Id": handshake.target, "Type": handshake.target_kind})
    return {
        "Id": handshake.id,
        "Arn": handshake.arn,
        "Parties": parties,
        "State": handshake.state,
        "RequestedTimestamp": handshake.requested_at,
        "ExpirationTimestamp": handshake.expires_at,
        "Action": handshake.action,
        "Resources": _resources(handshake),
    }


def _resources(handshake: Handshake) -> list[dict[str, Any]]:
    if handshake.action is Action.TRANSFER_RESPONSIBILITY:
        # no recorded answer shows how these nest: a flat list is our choice
        starts_at = handshake.transfer_starts_at
        assert starts_at is not None
        resources = [
            _resource("RESPONSIBILITY_TRANSFER", handshake.transfer_id),
            _resource("TRANSFER_TYPE", "BILLING"),
            _resource("TRANSFER_START_TIMESTAMP", starts_at.strftime("%Y-%m-%dT%H:%M:%SZ")),
            _resource("MANAGEMENT_ACCOUNT", handshake.management_account_id),
            _resource("MANAGEMENT_EMAIL", handshake.management_email),
            _resource("MANAGEMENT_NAME", handshake.management_name),
        ]
    else:
        resources = [_resource("ORGANIZATION", handshake.organization_id)]
    if handshake.action is Action.INVITE:
        resources[0]["Resources"] = [
            _resource("MASTER_EMAIL", handshake.management_email),
            _resource("MASTER_NAME", handshake.management_name),
            _resource("ORGANIZATION_FEATURE_SET", handshake.feature_set),
        ]
    if handshake.target_kind is not PartyKind.ORGANIZATION:
        resources.append(_resource(handshake.target_kind, handshake.target))
    if handshake.parent_id is not None:
        # AWS prints the parent without its prefix
        resources.append(_resource("PARENT_HANDSHAKE", handshake.parent_id.removeprefix("h-")))
    if handshake.notes is not None:
        resources.append(_resource("NOTES", handshake.notes))
    return resources


def _resource(kind: str, value: str | None) -> dict[str, Any]:
    return {"Type": kind, "Value": value}


class Party(Request):
    id: str
    type: str


class InviteAccountToOrganization(Request):
    target: Party
    notes: str | None = None
    tags: tuple[Tag, ...] = ()


@organizations.operation
def invite_account_to_organization(call: Call, request: InviteAccountToOrganization) -> dict[str, object]:
    """Invite an account by its id or email address."""
    target = request.target
    tags = pairs(request.tags)
    invitation = handshakes.invite(call.world, call.account_id, target.type, target.id, request.notes, tags=tags)
    return {"Handshake": handshake_view(invitation)}


class AcceptHandshake(Request):
    handshake_id: str


@organizations.operation
def accept_handshake(call: Call, request: AcceptHandshake) -> dict[str, object]:
    """Do what was asked."""
    return {"Handshake": handshake_view(handshakes.accept(call.world, call.account_id, request.handshake_id))}


class DeclineHandshake(Request):
    handshake_id: str


@organizations.operation
def decline_handshake(call: Call, request: DeclineHandshake) -> dict[str, object]:
    """Say no, as the recipient."""
    return {"Handshake": handshake_view(handshakes.decline(call.world, call.account_id, request.handshake_id))}


class CancelHandshake(Request):
    handshake_id: str


@organizations.operation
def cancel_handshake(call: Call, request: CancelHandshake) -> dict[str, object]:
    """Take it back, as the sender."""
    return {"Handshake": handshake_view(handshakes.cancel(call.world, call.account_id, request.handshake_id))}


class DescribeHandshake(Request):
    handshake_id: str


@organizations.operation
def describe_handshake(call: Call, request: DescribeHandshake) -> dict[str, object]:
    """One handshake, for its parties."""
    return {"Handshake": handshake_view(handshakes.describe(call.world, call.caller, request.handshake_id))}


class Filter(Request):
    action_type: Action | None = None
    parent_handshake_id: str | None = None


class _ListHandshakes(PagedRequest):
    filter: Filter = Filter()

    def keep(self) -> Callable[[Handshake], bool] | None:
        action, parent_id = self.filter.action_type, self.filter.parent_handshake_id
        handshakes.require_one_filter(action, parent_id)
        if action is not None:
            return lambda handshake: handshake.action is action
        if parent_id is not None:
            return lambda handshake: handshake.parent_id == parent_id
        return None


class ListHandshakesForAccount(_ListHandshakes):
    pass


@organizations.operation
def list_handshakes_for_account(call: Call, request: ListHandshakesForAccount) -> dict[str, object]:
    """What the calling account has received, whatever organization it is in or none."""
    received = Among(call.world.handshakes, received_by(call.world, call.account_id))
    return page(request, "Handshakes", received, handshake_view, request.keep())


class ListHandshakesForOrganization(_ListHandshakes):
    pass


@organizations.operation
def list_handshakes_for_organization(call: Call, request: ListHandshakesForOrganization) -> dict[str, object]:
    """What the organization has sent."""
    sent = organization_of(call.world, call.account_id).handshakes
    return page(request, "Handshakes", sent, handshake_view, request.keep())
