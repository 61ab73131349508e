"""What a handshake is: its parties, its states, and where it is kept until it is forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from emulator.domain.accounts import default_account_behind
from emulator.domain.credentials import is_account_id
from emulator.domain.events import HandshakeDeletionDue, HandshakeExpiryDue
from emulator.domain.lifecycle import Lifecycle, Row
from emulator.domain.organizations import refusals
from emulator.domain.organizations.accounts import is_email
from emulator.domain.organizations.organization import Organization
from emulator.domain.world import World

INVITATION_LIFETIME = timedelta(days=15)
MIGRATION_LIFETIME = timedelta(days=90)
ENDED_HANDSHAKE_KEPT = timedelta(days=30)


class HandshakeState(StrEnum):
    REQUESTED = "REQUESTED"
    OPEN = "OPEN"
    CANCELED = "CANCELED"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"


class HandshakeTrigger(StrEnum):
    ACCEPT = "AcceptHandshake (recipient)"
    DECLINE = "DeclineHandshake (recipient)"
    CANCEL = "CancelHandshake (sender)"
    EXPIRE = "lifetime over"
    APPROVED = "every member has approved"


class Action(StrEnum):
    INVITE = "INVITE"
    ENABLE_ALL_FEATURES = "ENABLE_ALL_FEATURES"
    APPROVE_ALL_FEATURES = "APPROVE_ALL_FEATURES"
    ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE = "ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE"
    TRANSFER_RESPONSIBILITY = "TRANSFER_RESPONSIBILITY"


class PartyKind(StrEnum):
    ACCOUNT = "ACCOUNT"
    EMAIL = "EMAIL"
    ORGANIZATION = "ORGANIZATION"


REQUESTED, OPEN, CANCELED, ACCEPTED, DECLINED, EXPIRED = HandshakeState

# What is asked of an account: an invitation, an approval, a transfer.
REQUEST = Lifecycle(
    "Handshake",
    start=OPEN,
    rows=[
        Row(OPEN, HandshakeTrigger.ACCEPT, ACCEPTED),
        Row(OPEN, HandshakeTrigger.DECLINE, DECLINED),
        Row(OPEN, HandshakeTrigger.CANCEL, CANCELED),
        Row(OPEN, HandshakeTrigger.EXPIRE, EXPIRED),
    ],
)

# The organization's own handshake, to which the members' approvals are children.
MIGRATION = Lifecycle(
    "Handshake (ENABLE_ALL_FEATURES)",
    start=REQUESTED,
    rows=[
        Row(REQUESTED, HandshakeTrigger.APPROVED, OPEN),
        Row(OPEN, HandshakeTrigger.ACCEPT, ACCEPTED),
        Row(REQUESTED, HandshakeTrigger.CANCEL, CANCELED),
        Row(OPEN, HandshakeTrigger.CANCEL, CANCELED),
        Row(REQUESTED, HandshakeTrigger.EXPIRE, EXPIRED),
        Row(OPEN, HandshakeTrigger.EXPIRE, EXPIRED),
    ],
)


@dataclass(slots=True)
class Handshake:
    """Between an organization and a party. The organization may end first, so what is shown of it is kept here."""

    id: str
    action: Action
    organization_id: str
    management_account_id: str
    management_name: str
    management_email: str
    feature_set: str
    target_kind: PartyKind
    target: str
    requested_at: datetime
    expires_at: datetime
    state: HandshakeState
    notes: str | None = None
    parent_id: str | None = None
    transfer_id: str | None = None
    transfer_starts_at: datetime | None = None
    # for the account that joins, or for the transfer
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        path = f"{self.organization_id}/{self.action.lower()}/{self.id}"
        return f"arn:aws:organizations::{self.management_account_id}:handshake/{path}"

    @property
    def lifecycle(self) -> Lifecycle[HandshakeState, HandshakeTrigger]:
        return MIGRATION if self.action is Action.ENABLE_ALL_FEATURES else REQUEST

    @property
    def is_pending(self) -> bool:
        return self.state in (REQUESTED, OPEN)

    def allows(self, trigger: HandshakeTrigger) -> bool:
        return self.lifecycle.allows(self.state, trigger)


def send(
    world: World,
    organization: Organization,
    action: Action,
    kind: PartyKind,
    target: str,
    expires_at: datetime,
    *,
    notes: str | None = None,
    tags: Mapping[str, str] | None = None,
    parent_id: str | None = None,
) -> Handshake:
    """A new handshake, known to its sender and its recipient."""
    management = world.account(organization.management_account_id)
    handshake = Handshake(
        f"h-{world.identifiers.hex(32)}",
        action,
        organization.id,
        management.id,
        management.name,
        management.email,
        organization.feature_set,
        kind,
        target,
        world.now,
        expires_at,
        (MIGRATION if action is Action.ENABLE_ALL_FEATURES else REQUEST).start,
        notes,
        parent_id,
        tags=tags or {},
    )
    world.handshakes.add(handshake.id, handshake)
    organization.handshakes.add(handshake.id, handshake)
    if kind is not PartyKind.ORGANIZATION:
        world.handshakes_received.setdefault(target.lower(), []).append(handshake.id)
    world.schedule.at(expires_at, HandshakeExpiryDue(handshake.id))
    return handshake


def end(world: World, handshake: Handshake, trigger: HandshakeTrigger) -> None:
    """Into a final state, in which it stays readable for a while."""
    handshake.state = handshake.lifecycle.take(handshake.state, trigger).to
    organization = world.organizations.get(handshake.organization_id)
    if handshake.action is Action.INVITE and organization is not None:
        organization.open_invitations -= 1
    # a clock that has jumped finds the expiry late; it happened in time all the same
    ended_at = handshake.expires_at if trigger is HandshakeTrigger.EXPIRE else world.now
    world.schedule.at(ended_at + ENDED_HANDSHAKE_KEPT, HandshakeDeletionDue(handshake.id))


def forget(world: World, event: HandshakeDeletionDue) -> None:
    """Thirty days after its end a handshake is gone."""
    handshake = world.handshakes.remove(event.handshake_id)
    organization = world.organizations.get(handshake.organization_id)
    if organization is not None:
        organization.handshakes.remove(handshake.id)
    name = handshake.target.lower()
    received = world.handshakes_received.get(name)
    if received is not None:
        received.remove(handshake.id)
        if not received:
            del world.handshakes_received[name]


def received_by(world: World, account_id: str) -> list[str]:
    """The ids of what an account has received, by its own id and by its email address."""
    received = world.handshakes_received
    return received.get(account_id, []) + received.get(world.account(account_id).email.lower(), [])


def has_pending(world: World, action: Action, organization_id: str, kind: PartyKind, target: str) -> bool:
    """Whether the organization has asked this of the account already, by whichever of its names."""
    account_id = addressee(world, kind, target)
    if account_id is None:
        received = world.handshakes_received.get(target.lower(), [])
    else:
        received = received_by(world, account_id)
    found = (world.handshakes[handshake_id] for handshake_id in received)
    return any(one.action is action and one.organization_id == organization_id and one.is_pending for one in found)


def require_account(kind: str, target: str) -> PartyKind:
    """The party, if it is an account that is named by its id or its email address."""
    if kind == PartyKind.ACCOUNT and is_account_id(target):
        return PartyKind.ACCOUNT
    if kind == PartyKind.EMAIL and is_email(target):
        return PartyKind.EMAIL
    if kind in (PartyKind.ACCOUNT, PartyKind.EMAIL):
        raise refusals.MalformedInvitee(kind)
    raise refusals.InvalidInvitee


def addressee(world: World, kind: PartyKind, target: str) -> str | None:
    """The account behind a party; None for an email address that belongs to no account yet."""
    if kind is PartyKind.ACCOUNT:
        return target
    return world.accounts_by_email.get(target.lower()) or default_account_behind(target)


def is_recipient(world: World, handshake: Handshake, account_id: str) -> bool:
    if handshake.target_kind is PartyKind.ORGANIZATION:
        return handshake.management_account_id == account_id
    if handshake.target_kind is PartyKind.ACCOUNT:
        return handshake.target == account_id
    return handshake.target.lower() == world.account(account_id).email.lower()
