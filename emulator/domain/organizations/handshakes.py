"""Invitations between organizations and accounts, and the states that a handshake goes through."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from emulator.domain.catalog import Catalog
from emulator.domain.events import HandshakeExpiryDue
from emulator.domain.lifecycle import Lifecycle, Row
from emulator.domain.organizations import membership, refusals
from emulator.domain.organizations.accounts import is_email, seats_taken
from emulator.domain.organizations.organization import JoinedMethod, Organization, organization_of
from emulator.domain.world import World

INVITATION_LIFETIME = timedelta(days=15)


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
    EXPIRE = "15 days over"


INVITATION = Lifecycle(
    "Handshake (INVITE)",
    start=HandshakeState.OPEN,
    rows=[
        Row(HandshakeState.OPEN, HandshakeTrigger.ACCEPT, HandshakeState.ACCEPTED),
        Row(HandshakeState.OPEN, HandshakeTrigger.DECLINE, HandshakeState.DECLINED),
        Row(HandshakeState.OPEN, HandshakeTrigger.CANCEL, HandshakeState.CANCELED),
        Row(HandshakeState.OPEN, HandshakeTrigger.EXPIRE, HandshakeState.EXPIRED),
    ],
)

_ASKED_FOR = {
    HandshakeTrigger.ACCEPT: HandshakeState.ACCEPTED,
    HandshakeTrigger.DECLINE: HandshakeState.DECLINED,
    HandshakeTrigger.CANCEL: HandshakeState.CANCELED,
}


class TargetKind(StrEnum):
    ACCOUNT = "ACCOUNT"
    EMAIL = "EMAIL"


@dataclass(slots=True)
class Handshake:
    """An invitation. The sender's organization may end before it does, so what it shows is kept with it."""

    id: str
    organization_id: str
    management_account_id: str
    feature_set: str
    target_kind: TargetKind
    target: str
    notes: str | None
    requested_at: datetime
    expires_at: datetime
    state: HandshakeState = HandshakeState.OPEN


def invite(world: World, caller_id: str, kind: str, target: str, notes: str | None) -> Handshake:
    """Invite an account by id or email. An account id that nobody has used yet is as good as any."""
    organization = organization_of(world, caller_id)
    if kind not in (TargetKind.ACCOUNT, TargetKind.EMAIL):
        raise refusals.InvalidInvitee
    if kind == TargetKind.ACCOUNT and re.fullmatch(r"[0-9]{12}", target) is None:
        raise refusals.MalformedInvitee(kind)
    if kind == TargetKind.EMAIL and not is_email(target):
        raise refusals.MalformedInvitee(kind)
    account_id = target if kind == TargetKind.ACCOUNT else world.accounts_by_email.get(target.lower())
    if account_id is not None and account_id in organization.members:
        raise refusals.InviteeInOrganization
    sent = [world.handshakes[handshake_id] for handshake_id in organization.handshakes]
    if any(one.state is HandshakeState.OPEN and (one.target_kind, one.target) == (kind, target) for one in sent):
        raise refusals.DuplicateHandshake
    day_ago = world.now - timedelta(days=1)
    if sum(one.requested_at > day_ago for one in sent) >= world.options.invitations_per_day:
        raise refusals.TooManyInvitations
    if seats_taken(organization) >= world.options.accounts_per_organization:
        raise refusals.TooManyInvitedAccounts
    world.begin_change()
    handshake = Handshake(
        f"h-{world.identifiers.hex(32)}",
        organization.id,
        organization.management_account_id,
        organization.feature_set,
        TargetKind(kind),
        target,
        notes,
        world.now,
        world.now + INVITATION_LIFETIME,
    )
    world.handshakes.add(handshake.id, handshake)
    organization.handshakes.add(handshake.id, handshake.id)
    organization.open_invitations += 1
    world.schedule.at(handshake.expires_at, HandshakeExpiryDue(handshake.id))
    return handshake


def accept(world: World, caller_id: str, handshake_id: str) -> Handshake:
    """The invited account joins under the root, leaving the organization that it may be in."""
    handshake = _to_end(world, caller_id, handshake_id, HandshakeTrigger.ACCEPT)
    organization = world.organizations.get(handshake.organization_id)
    if organization is None:
        raise refusals.HandshakeTransitionNotAllowed
    current = world.organization_of(caller_id)
    if current is organization:
        raise refusals.InviteeInOrganization
    if len(organization.members) >= world.options.accounts_per_organization:
        raise refusals.TooManyInvitedAccounts
    if current is not None:
        member = current.members[caller_id]
        membership.require_departure_allowed(world, current, member, "INT-151")
    world.begin_change()
    _end(world, handshake, HandshakeTrigger.ACCEPT)
    if current is not None:
        membership.depart(world, current, caller_id)
    membership.join(world, organization, world.keep_account(caller_id), JoinedMethod.INVITED)
    return handshake


def decline(world: World, caller_id: str, handshake_id: str) -> Handshake:
    handshake = _to_end(world, caller_id, handshake_id, HandshakeTrigger.DECLINE)
    world.begin_change()
    _end(world, handshake, HandshakeTrigger.DECLINE)
    return handshake


def cancel(world: World, caller_id: str, handshake_id: str) -> Handshake:
    handshake = _to_end(world, caller_id, handshake_id, HandshakeTrigger.CANCEL)
    world.begin_change()
    _end(world, handshake, HandshakeTrigger.CANCEL)
    return handshake


def expire(world: World, event: HandshakeExpiryDue) -> None:
    handshake = world.handshakes.get(event.handshake_id)
    if handshake is not None and INVITATION.allows(handshake.state, HandshakeTrigger.EXPIRE):
        _end(world, handshake, HandshakeTrigger.EXPIRE)


def describe(world: World, caller_id: str, handshake_id: str) -> Handshake:
    """The handshake, for either of its parties."""
    handshake = world.handshakes.get(handshake_id)
    if handshake is None:
        raise refusals.HandshakeNotFound
    if not (_is_recipient(world, handshake, caller_id) or handshake.management_account_id == caller_id):
        raise refusals.NotPartyToHandshake
    return handshake


def received_by(world: World, account_id: str) -> Catalog[str, Handshake]:
    """The handshakes that an account has received, by its id or its email."""
    received: Catalog[str, Handshake] = Catalog()
    for handshake in world.handshakes.values():
        if _is_recipient(world, handshake, account_id):
            received.add(handshake.id, handshake)
    return received


def sent_by(world: World, organization: Organization) -> Catalog[str, Handshake]:
    sent: Catalog[str, Handshake] = Catalog()
    for handshake_id in organization.handshakes:
        sent.add(handshake_id, world.handshakes[handshake_id])
    return sent


def _is_recipient(world: World, handshake: Handshake, account_id: str) -> bool:
    if handshake.target_kind is TargetKind.ACCOUNT:
        return handshake.target == account_id
    return handshake.target.lower() == world.account(account_id).email.lower()


def _to_end(world: World, caller_id: str, handshake_id: str, trigger: HandshakeTrigger) -> Handshake:
    """The handshake, if the caller is the party that may do this and its state allows it."""
    handshake = world.handshakes.get(handshake_id)
    if handshake is None:
        raise refusals.HandshakeNotFound
    if trigger is HandshakeTrigger.CANCEL:
        allowed = handshake.management_account_id == caller_id
    else:
        allowed = _is_recipient(world, handshake, caller_id)
    if not allowed:
        raise refusals.NotPartyToHandshake
    if handshake.state is _ASKED_FOR[trigger]:
        raise refusals.HandshakeAlreadyInState
    if not INVITATION.allows(handshake.state, trigger):
        raise refusals.HandshakeTransitionNotAllowed
    return handshake


def _end(world: World, handshake: Handshake, trigger: HandshakeTrigger) -> None:
    handshake.state = INVITATION.take(handshake.state, trigger).to
    organization = world.organizations.get(handshake.organization_id)
    if organization is not None:
        organization.open_invitations -= 1
