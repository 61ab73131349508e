"""Invitations: how an account outside the organization comes to a share."""

from datetime import timedelta

from emulator.domain import events
from emulator.domain.catalog import Catalog
from emulator.domain.ram import arns, associations, refusals
from emulator.domain.ram.principals import Principal
from emulator.domain.ram.records import Association, Invitation, Share
from emulator.domain.ram.states import (
    INVITATION,
    AssociationKind,
    AssociationTrigger,
    InvitationState,
    InvitationTrigger,
)
from emulator.domain.world import World

# After this, whatever became of it, an invitation is gone.
KEPT = timedelta(days=7)


def invite(world: World, share: Share, principal: Principal, lasts_s: float) -> Invitation:
    """An invitation to the account of a principal."""
    name = world.identifiers.under("resource-share-invitation/", world.identifiers.uuid())
    arn = f"arn:aws:ram:{share.region}:{share.owner_id}:{name}"
    receiver_arn = principal.entity if principal.is_iam else None
    invitation = Invitation(
        arn, share.arn, share.name, share.owner_id, principal.account_id, receiver_arn, principal.entity, world.now
    )
    world.ram.invitations[arn] = invitation
    received = world.ram.received.setdefault((principal.account_id, share.region), Catalog())
    received.add(arn, invitation)
    world.ram.pending_sent[share.owner_id] = world.ram.pending_sent.get(share.owner_id, 0) + 1
    world.schedule.at(world.now + timedelta(seconds=lasts_s), events.ShareInvitationExpiryDue(arn))
    world.schedule.at(world.now + KEPT, events.ShareInvitationForgottenDue(arn))
    return invitation


def _end(world: World, invitation: Invitation, trigger: InvitationTrigger) -> None:
    invitation.state = INVITATION.take(invitation.state, trigger).to
    world.ram.pending_sent[invitation.sender_id] -= 1


def withdraw(world: World, association: Association) -> None:
    """The principal is no longer wanted: its invitation, if it is pending, is over."""
    invitation = association.invitation
    if invitation is not None and invitation.state is InvitationState.PENDING:
        _end(world, invitation, InvitationTrigger.EXPIRE)


def received_by(world: World, account_id: str, region: str) -> Catalog[str, Invitation]:
    return world.ram.received.get((account_id, region)) or Catalog()


def find(world: World, account_id: str, region: str, arn: str) -> Invitation:
    """An invitation that the account has received (RAM-002, RAM-029)."""
    arns.require("invitation", arn)
    invitation = received_by(world, account_id, region).get(arn)
    if invitation is None:
        raise refusals.InvitationNotFound(arn)
    return invitation


def accept(world: World, account_id: str, region: str, arn: str) -> Invitation:
    """The receiver has access at once."""
    return _answer(world, account_id, region, arn, InvitationTrigger.ACCEPT, AssociationTrigger.ACCEPT)


def reject(world: World, account_id: str, region: str, arn: str) -> Invitation:
    """The owner must share again to invite again."""
    return _answer(world, account_id, region, arn, InvitationTrigger.REJECT, AssociationTrigger.REJECT)


def _answer(
    world: World,
    account_id: str,
    region: str,
    arn: str,
    trigger: InvitationTrigger,
    consequence: AssociationTrigger,
) -> Invitation:
    arns.require("invitation", arn)
    known = world.ram.invitations.get(arn)
    if known is not None and known.sender_id == account_id and known.receiver_id != account_id:
        raise refusals.InvitationIsYours
    invitation = find(world, account_id, region, arn)
    require_pending(invitation)
    world.begin_change()
    _end(world, invitation, trigger)
    _follow(world, invitation, consequence)
    return invitation


def require_pending(invitation: Invitation) -> None:
    match invitation.state:
        case InvitationState.ACCEPTED:
            raise refusals.InvitationAccepted
        case InvitationState.REJECTED:
            raise refusals.InvitationRejected
        case InvitationState.EXPIRED:
            raise refusals.InvitationExpired


def _follow(world: World, invitation: Invitation, trigger: AssociationTrigger) -> None:
    """The association to which the invitation belongs goes with it."""
    share = world.ram.shares[invitation.share_arn]
    association = share.records[AssociationKind.PRINCIPAL, invitation.entity]
    associations.move(world, association, trigger)
    if not association.is_live:
        associations.forget_later(world, share, [association])
    associations.announce(world, share, [association])


def expire(world: World, event: events.ShareInvitationExpiryDue) -> None:
    """Nobody has answered in time."""
    invitation = world.ram.invitations.get(event.invitation_arn)
    if invitation is not None and invitation.state is InvitationState.PENDING:
        _end(world, invitation, InvitationTrigger.EXPIRE)
        _follow(world, invitation, AssociationTrigger.EXPIRE)


def forget(world: World, event: events.ShareInvitationForgottenDue) -> None:
    invitation = world.ram.invitations.get(event.invitation_arn)
    if invitation is None:
        return
    if invitation.state is InvitationState.PENDING:
        # an invitation that was made to last longer than it is kept
        expire(world, events.ShareInvitationExpiryDue(event.invitation_arn))
    del world.ram.invitations[invitation.arn]
    world.ram.received[invitation.receiver_id, arns.read(invitation.arn).region].remove(invitation.arn)


def shown_resources(world: World, account_id: str, region: str, arn: str) -> list[Association]:
    """What the receiver of a pending invitation would come to; nothing more once it is accepted."""
    invitation = find(world, account_id, region, arn)
    if invitation.state is InvitationState.ACCEPTED:
        return []
    require_pending(invitation)
    return list(world.ram.shares[invitation.share_arn].resources.values())
