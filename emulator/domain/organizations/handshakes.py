"""Invitations into an organization, and the answers to handshakes of every kind."""

from collections.abc import Iterable
from datetime import timedelta

from emulator.domain.callers import Caller
from emulator.domain.events import HandshakeExpiryDue
from emulator.domain.iam.evaluation import Decision
from emulator.domain.organizations import all_features, membership, refusals, resource_policy, transfers
from emulator.domain.organizations.accounts import require_finalized, seats_taken
from emulator.domain.organizations.handshake import (
    INVITATION_LIFETIME,
    Action,
    Handshake,
    HandshakeState,
    HandshakeTrigger,
    addressee,
    end,
    has_pending,
    is_recipient,
    require_account,
    send,
)
from emulator.domain.organizations.organization import JoinedMethod, organization_of
from emulator.domain.organizations.tags import merge
from emulator.domain.world import World

_ASKED_FOR = {
    HandshakeTrigger.ACCEPT: HandshakeState.ACCEPTED,
    HandshakeTrigger.DECLINE: HandshakeState.DECLINED,
    HandshakeTrigger.CANCEL: HandshakeState.CANCELED,
}


def invite(
    world: World,
    caller_id: str,
    kind: str,
    target: str,
    notes: str | None,
    *,
    tags: Iterable[tuple[str, str]] = (),
) -> Handshake:
    """Invite an account by id or email. An account id that nobody has used yet is as good as any."""
    organization = organization_of(world, caller_id)
    party = require_account(kind, target)
    given = merge(world, {}, tags)
    require_finalized(world, organization)
    account_id = addressee(world, party, target)
    if account_id is not None and account_id in organization.members:
        raise refusals.InviteeInOrganization
    if has_pending(world, Action.INVITE, organization.id, party, target):
        raise refusals.DuplicateHandshake
    recent = organization.recent_invitations
    if len(recent) >= world.options.invitations_per_day:
        recent = _of_last_day(world, recent)
    if len(recent) >= world.options.invitations_per_day:
        raise refusals.TooManyInvitations
    if seats_taken(organization) >= world.options.accounts_per_organization:
        raise refusals.TooManyInvitedAccounts
    world.begin_change()
    expires_at = world.now + INVITATION_LIFETIME
    handshake = send(world, organization, Action.INVITE, party, target, expires_at, notes=notes, tags=given)
    organization.recent_invitations = recent
    recent.append(handshake)
    organization.open_invitations += 1
    return handshake


def _of_last_day(world: World, invitations: list[Handshake]) -> list[Handshake]:
    """Those that count against the day's quota: an accepted invitation gives its unit back."""
    day_ago = world.now - timedelta(days=1)
    return [one for one in invitations if one.requested_at > day_ago and one.state is not HandshakeState.ACCEPTED]


def accept(world: World, caller_id: str, handshake_id: str) -> Handshake:
    """What follows depends on what was asked."""
    handshake = _to_end(world, caller_id, handshake_id, HandshakeTrigger.ACCEPT)
    match handshake.action:
        case Action.INVITE:
            _join(world, caller_id, handshake)
        case Action.ENABLE_ALL_FEATURES:
            world.begin_change()
            all_features.finish(world, handshake)
        case Action.TRANSFER_RESPONSIBILITY:
            transfers.require_acceptable(world, caller_id, handshake)
            world.begin_change()
            transfers.follow(world, handshake, HandshakeTrigger.ACCEPT)
        case _:
            world.begin_change()
            all_features.approve(world, handshake)
    return handshake


def _join(world: World, caller_id: str, handshake: Handshake) -> None:
    """The invited account joins under the root, leaving the organization that it may be in."""
    organization = world.organizations[handshake.organization_id]
    current = world.organization_of(caller_id)
    if current is organization:
        raise refusals.InviteeInOrganization
    if current is not None:
        membership.require_departure_allowed(world, current, current.members[caller_id], "INT-151")
    world.begin_change()
    end(world, handshake, HandshakeTrigger.ACCEPT)
    if current is not None:
        membership.depart(world, current, caller_id)
    membership.join(world, organization, world.keep_account(caller_id), JoinedMethod.INVITED, handshake.tags)


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
    if handshake is not None and handshake.allows(HandshakeTrigger.EXPIRE):
        _end(world, handshake, HandshakeTrigger.EXPIRE)


def describe(world: World, caller: Caller, handshake_id: str) -> Handshake:
    """The handshake, for either of its parties, and for who may read in the sender's organization."""
    handshake = world.handshakes.get(handshake_id)
    if handshake is None:
        raise refusals.HandshakeNotFound
    is_party = _is_sender(world, handshake, caller.account_id) or is_recipient(world, handshake, caller.account_id)
    if not is_party and not _may_read(world, caller, handshake):
        raise refusals.NotPartyToHandshake
    return handshake


def _may_read(world: World, caller: Caller, handshake: Handshake) -> bool:
    """A delegated administrator of the sender may, and whom its resource policy lets; not whom that denies it."""
    sender = world.organizations.get(handshake.organization_id)
    if sender is None or world.organization_of(caller.account_id) is not sender:
        return False
    decision = resource_policy.decide(world, sender, caller, "DescribeHandshake", {"HandshakeId": handshake.id})
    if decision is Decision.IMPLICIT_DENY:
        return sender.is_administrator(caller.account_id)
    return decision is Decision.ALLOW


def require_one_filter(action: str | None, parent_id: str | None) -> None:
    if action is not None and parent_id is not None:
        raise refusals.TwoFilters


def _is_sender(world: World, handshake: Handshake, account_id: str) -> bool:
    return handshake.management_account_id == account_id


def _to_end(world: World, caller_id: str, handshake_id: str, trigger: HandshakeTrigger) -> Handshake:
    """The handshake, if the caller is the party that may do this and its state allows it."""
    handshake = world.handshakes.get(handshake_id)
    if handshake is None:
        raise refusals.HandshakeNotFound
    may = _is_sender if trigger is HandshakeTrigger.CANCEL else is_recipient
    if not may(world, handshake, caller_id):
        raise refusals.NotPartyToHandshake
    if handshake.state is _ASKED_FOR[trigger]:
        raise refusals.HandshakeAlreadyInState
    if not handshake.allows(trigger):
        raise refusals.HandshakeTransitionNotAllowed
    return handshake


def _end(world: World, handshake: Handshake, trigger: HandshakeTrigger) -> None:
    """Without consent: declined, canceled or expired."""
    if handshake.action is Action.ENABLE_ALL_FEATURES:
        all_features.abandon(world, handshake, trigger)
    elif handshake.action is Action.TRANSFER_RESPONSIBILITY:
        transfers.follow(world, handshake, trigger)
    else:
        end(world, handshake, trigger)


def cancel_all(world: World, organization_id: str) -> None:
    """The organization ends, and what it had asked of others with it."""
    for handshake in list(world.organizations[organization_id].handshakes.values()):
        if handshake.is_pending:
            _end(world, handshake, HandshakeTrigger.CANCEL)
