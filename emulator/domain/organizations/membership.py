"""How accounts come into an organization and go: joining, leaving, removal, closure, purge."""

from collections.abc import Mapping
from datetime import timedelta

from emulator.domain import events
from emulator.domain.accounts import Account, AccountState, AccountTrigger
from emulator.domain.events import AccountClosureDue, AccountPurgeDue
from emulator.domain.organizations import refusals, service_integration
from emulator.domain.organizations.organization import JoinedMethod, Member, Organization, organization_of
from emulator.domain.organizations.tags import begin, end
from emulator.domain.world import World

CLOSED_ACCOUNT_KEPT = timedelta(days=90)
_MOST_CLOSURES_BY_SIZE = 1_000


def join(
    world: World,
    organization: Organization,
    account: Account,
    method: JoinedMethod,
    tags: Mapping[str, str] | None = None,
) -> None:
    """Put an account under the root, and let the trusted services follow."""
    organization.place(Member(account, method, world.now, organization.root.id))
    begin(organization, account.id, tags or {})
    world.memberships[account.id] = organization
    world.announce(events.AccountJoined(organization.id, account.id))


def depart(world: World, organization: Organization, account_id: str) -> None:
    """Take an account out of the organization. Nothing inside the account changes (INT-096)."""
    member = organization.members.remove(account_id)
    organization.nodes[member.parent_id].accounts.remove(account_id)
    end(organization, account_id)
    del world.memberships[account_id]
    world.announce(events.AccountDeparted(organization.id, account_id))


def require_departure_allowed(world: World, organization: Organization, member: Member, rule: str) -> None:
    """What keeps a member from leaving, being removed, or moving to another organization."""
    if member.account.id == organization.management_account_id:
        raise refusals.ManagementAccountCannotLeave
    if organization.is_administrator(member.account.id):
        raise refusals.AdministratorCannotDepart().under(rule)
    if member.account.state is AccountState.CLOSED:
        raise refusals.ClosedAccountCannotDepart
    waited = world.now - member.joined_at
    if member.joined_method is JoinedMethod.CREATED and waited.total_seconds() < world.options.leave_wait_period_s:
        raise refusals.WaitPeriodActive
    if (
        member.joined_method is JoinedMethod.CREATED
        and world.options.standalone_data_required
        and not member.account.standalone
    ):
        raise refusals.NotReadyToStandAlone


def remove(world: World, caller_id: str, account_id: str) -> None:
    """RemoveAccountFromOrganization, by the management account."""
    organization = organization_of(world, caller_id)
    member = organization.member(account_id)
    if member is None:
        raise refusals.AccountNotInOrganization().under("ORG-036")
    require_departure_allowed(world, organization, member, "INT-150")
    world.begin_change()
    depart(world, organization, account_id)


def leave(world: World, account_id: str) -> None:
    """LeaveOrganization, by the member itself."""
    organization = organization_of(world, account_id)
    require_departure_allowed(world, organization, organization.members[account_id], "INT-151")
    world.begin_change()
    depart(world, organization, account_id)


def close(world: World, caller_id: str, account_id: str) -> None:
    """CloseAccount: PENDING_CLOSURE at once, CLOSED after the delay, gone after 90 days."""
    organization = organization_of(world, caller_id)
    organization.require_all_features()
    member = organization.member(account_id)
    if member is None:
        raise refusals.AccountNotInOrganization().under("ORG-036")
    if account_id == organization.management_account_id:
        raise refusals.ManagementAccountCannotBeClosed
    account = member.account
    if account.state is AccountState.CLOSED:
        raise refusals.AccountAlreadyClosed
    if account.state is not AccountState.ACTIVE:
        raise refusals.ClosureRunning
    if organization.closures_in_flight >= world.options.account_closures_in_flight:
        raise refusals.TooManyClosuresInFlight
    month_ago = world.now - timedelta(days=30)
    recent = sum(closed_at > month_ago for closed_at in organization.closures)
    # the share of the members counts up to AWS's ceiling; who sets more has asked for more
    share = min(len(organization.members) // 5, _MOST_CLOSURES_BY_SIZE)
    if recent >= max(world.options.account_closures_per_30_days, share):
        raise refusals.ClosureQuotaExceeded
    world.begin_change()
    account.take(AccountTrigger.CLOSE)
    organization.closures = [closed_at for closed_at in organization.closures if closed_at > month_ago]
    organization.closures.append(world.now)
    organization.closures_in_flight += 1
    due = world.now + timedelta(seconds=world.options.account_closure_delay_s)
    world.schedule.at(due, AccountClosureDue(organization.id, account_id, due))
    world.announce(events.AccountClosureAccepted(organization.id, account_id))


def complete_closure(world: World, event: AccountClosureDue) -> None:
    """The account can do nothing from now on, and leaves the list in 90 days."""
    organization = world.organizations.get(event.organization_id)
    if organization is not None:
        organization.closures_in_flight -= 1
    account = world.accounts[event.account_id]
    account.take(AccountTrigger.COMPLETE_CLOSURE)
    # a clock that has jumped finds the closure late; it happened in time all the same
    account.closed_at = event.due
    if account.govcloud_account_id is not None:
        world.accounts[account.govcloud_account_id].state = AccountState.CLOSED
    world.schedule.at(event.due + CLOSED_ACCOUNT_KEPT, AccountPurgeDue(account.id, event.due))


def reinstate(world: World, account_id: str) -> None:
    """AWS Support brings back an account within 90 days of its closure; no operation does."""
    account = world.accounts[account_id]
    account.take(AccountTrigger.REINSTATE)
    organization = world.organization_of(account_id)
    if organization is not None:
        world.announce(events.AccountReinstated(organization.id, account_id))


def purge(world: World, event: AccountPurgeDue) -> None:
    """A closed account leaves the organization for good; what it administered ends with it (INT-152).

    The organization is the one that the account is in by now: it may have left another while its closure ran.
    """
    organization = world.organization_of(event.account_id)
    if organization is None or organization.management_account_id == event.account_id:
        return
    account = world.accounts[event.account_id]
    if account.state is not AccountState.CLOSED or account.closed_at != event.closed_at:
        return  # it was reinstated in time; if it was closed again since, that has a date of its own
    for service_principal in list(organization.administered.get(event.account_id, ())):
        several = len(organization.trusts[service_principal].administrators) > 1
        call = (
            service_integration.Call.DEREGISTER_ONE_OF_SEVERAL
            if several
            else service_integration.Call.PURGE_ADMINISTRATOR
        )
        service_integration.take(world, organization, service_principal, call, event.account_id)
    depart(world, organization, event.account_id)
