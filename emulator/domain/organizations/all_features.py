"""From consolidated billing to all features: every invited member approves, then the management account finishes."""

from emulator.domain import events
from emulator.domain.iam import service_linked_roles
from emulator.domain.organizations import refusals
from emulator.domain.organizations.handshake import (
    MIGRATION_LIFETIME,
    Action,
    Handshake,
    HandshakeState,
    HandshakeTrigger,
    PartyKind,
    end,
    send,
)
from emulator.domain.organizations.organization import FeatureSet, JoinedMethod, Member, Organization, organization_of
from emulator.domain.world import World

APPROVALS = (Action.APPROVE_ALL_FEATURES, Action.ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE)


def begin(world: World, caller_id: str) -> Handshake:
    """EnableAllFeatures: a handshake of the organization, and one for each member that has to agree.

    Open invitations are canceled, because their recipients were asked into an organization with fewer powers.
    """
    organization = organization_of(world, caller_id)
    if organization.feature_set is FeatureSet.ALL:
        raise refusals.AllFeaturesAlready
    if organization.migration is not None:
        raise refusals.MigrationUnderWay
    if len(organization.members) > world.options.all_features_migration_accounts:
        raise refusals.TooLargeToMigrate
    world.begin_change()
    for invitation in _pending(organization, Action.INVITE):
        end(world, invitation, HandshakeTrigger.CANCEL)
    expires_at = world.now + MIGRATION_LIFETIME
    parent = send(world, organization, Action.ENABLE_ALL_FEATURES, PartyKind.ORGANIZATION, organization.id, expires_at)
    organization.migration = parent
    for member in organization.members.values():
        action = _approval_of(world, organization, member)
        if action is not None:
            account_id = member.account.id
            send(world, organization, action, PartyKind.ACCOUNT, account_id, expires_at, parent_id=parent.id)
    # the answer shows REQUESTED, as AWS's does; where nobody has to agree, the next call sees OPEN
    world.schedule.at(world.now, events.MigrationApprovalDue(organization.id))
    return parent


def _approval_of(world: World, organization: Organization, member: Member) -> Action | None:
    """What a member has to accept. One that was created here agreed by its role, unless it has deleted that."""
    if member.account.id == organization.management_account_id:
        return None
    if member.joined_method is JoinedMethod.INVITED:
        return Action.APPROVE_ALL_FEATURES
    if service_linked_roles.present(world, member.account.id, service_linked_roles.ORGANIZATIONS):
        return None
    return Action.ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE


def approve(world: World, handshake: Handshake) -> None:
    """A member has accepted."""
    end(world, handshake, HandshakeTrigger.ACCEPT)
    if handshake.action is Action.ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE:
        service_linked_roles.ensure(world, handshake.target, service_linked_roles.ORGANIZATIONS)
    judge(world, world.organizations[handshake.organization_id])


def judge_due(world: World, event: events.MigrationApprovalDue) -> None:
    organization = world.organizations.get(event.organization_id)
    if organization is not None:
        judge(world, organization)


def withdraw_approval(world: World, event: events.AccountDeparted) -> None:
    """Who has left need not agree any more."""
    organization = world.organizations.get(event.organization_id)
    if organization is None or organization.migration is None:
        return
    for child in _children(organization, organization.migration):
        if child.target == event.account_id and child.is_pending:
            end(world, child, HandshakeTrigger.CANCEL)
    judge(world, organization)


def judge(world: World, organization: Organization) -> None:
    """Once every member that was asked has accepted, the management account may finish."""
    parent = organization.migration
    if parent is None or parent.state is not HandshakeState.REQUESTED:
        return
    children = _children(organization, parent)
    if all(child.state is HandshakeState.ACCEPTED or child.target not in organization.members for child in children):
        parent.state = parent.lifecycle.take(parent.state, HandshakeTrigger.APPROVED).to


def finish(world: World, handshake: Handshake) -> None:
    """The management account has accepted: there is no way back. No service is trusted by this (INT-161)."""
    organization = world.organizations[handshake.organization_id]
    end(world, handshake, HandshakeTrigger.ACCEPT)
    organization.migration = None
    organization.feature_set = FeatureSet.ALL
    world.announce(events.AllFeaturesEnabled(organization.id))


def abandon(world: World, handshake: Handshake, trigger: HandshakeTrigger) -> None:
    """Canceled or expired: what the members were asked is canceled with it."""
    end(world, handshake, trigger)
    organization = world.organizations.get(handshake.organization_id)
    if organization is None:
        return
    organization.migration = None
    for child in _children(organization, handshake):
        if child.is_pending:
            end(world, child, HandshakeTrigger.CANCEL)


def _children(organization: Organization, parent: Handshake) -> list[Handshake]:
    return [one for one in organization.handshakes.values() if one.parent_id == parent.id]


def _pending(organization: Organization, action: Action) -> list[Handshake]:
    return [one for one in organization.handshakes.values() if one.action is action and one.is_pending]
