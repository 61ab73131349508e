"""The organization's accounts, and the requests that create them."""

from typing import Any

from emulator.domain.accounts import AccountState
from emulator.domain.organizations import accounts, membership, units
from emulator.domain.organizations.organization import AccountCreation, Member, Organization, organization_of
from emulator.domain.world import World
from emulator.services.operations import Call, Request
from emulator.services.organizations import organizations
from emulator.services.organizations.paging import PagedRequest, page
from emulator.services.organizations.tags import Tag, pairs

# AWS shows the old Status beside State: a closed account reads SUSPENDED there.
_STATUS = {
    AccountState.PENDING_ACTIVATION: "SUSPENDED",
    AccountState.ACTIVE: "ACTIVE",
    AccountState.SUSPENDED: "SUSPENDED",
    AccountState.PENDING_CLOSURE: "PENDING_CLOSURE",
    AccountState.CLOSED: "SUSPENDED",
}


def member_view(world: World, organization: Organization, member: Member) -> dict[str, Any]:
    """What accounts and delegated administrators show alike."""
    account = member.account
    status = {"Status": _STATUS[account.state]} if world.options.account_status_shown else {}
    return {
        "Id": account.id,
        "Arn": organization.arn("account", account.id),
        "Email": account.email,
        "Name": account.name,
        **status,
        "State": account.state,
        "JoinedMethod": member.joined_method,
        "JoinedTimestamp": member.joined_at,
    }


def account_view(world: World, organization: Organization, member: Member) -> dict[str, Any]:
    """An account as every operation that shows one shows it."""
    return {**member_view(world, organization, member), "Paths": [organization.path_to(member)]}


def creation_view(creation: AccountCreation) -> dict[str, Any]:
    """A request to create an account, and what became of it."""
    view: dict[str, Any] = {
        "Id": creation.id,
        "AccountName": creation.account_name,
        "State": creation.state,
        "RequestedTimestamp": creation.requested_at,
    }
    outcome = {
        "CompletedTimestamp": creation.completed_at,
        "AccountId": creation.account_id,
        "GovCloudAccountId": creation.govcloud_account_id,
        "FailureReason": creation.failure_reason,
    }
    return view | {name: value for name, value in outcome.items() if value is not None}


class DescribeAccount(Request):
    account_id: str


@organizations.operation
def describe_account(call: Call, request: DescribeAccount) -> dict[str, object]:
    """One account of the caller's organization."""
    member = accounts.member(call.world, call.account_id, request.account_id)
    return {"Account": account_view(call.world, organization_of(call.world, call.account_id), member)}


class ListAccounts(PagedRequest):
    pass


@organizations.operation
def list_accounts(call: Call, request: ListAccounts) -> dict[str, object]:
    """Every account, the management account first, closed ones until they are purged."""
    organization = organization_of(call.world, call.account_id)
    return page(
        request, "Accounts", organization.members, lambda member: account_view(call.world, organization, member)
    )


class ListAccountsForParent(PagedRequest):
    parent_id: str


@organizations.operation
def list_accounts_for_parent(call: Call, request: ListAccountsForParent) -> dict[str, object]:
    """The accounts directly in a root or unit."""
    organization = organization_of(call.world, call.account_id)
    found = units.accounts_under(call.world, call.account_id, request.parent_id)
    return page(request, "Accounts", found, lambda member: account_view(call.world, organization, member))


class _Creation(Request):
    email: str
    account_name: str
    role_name: str | None = None
    # whether users in the new account see its bill: nothing that is emulated depends on it
    iam_user_access_to_billing: str | None = None
    tags: tuple[Tag, ...] = ()


class CreateAccount(_Creation):
    pass


@organizations.operation
def create_account(call: Call, request: CreateAccount) -> dict[str, object]:
    """Ask for a new member; the answer says IN_PROGRESS."""
    return _create(call, request, govcloud=False)


class CreateGovCloudAccount(_Creation):
    pass


@organizations.operation
def create_gov_cloud_account(call: Call, request: CreateGovCloudAccount) -> dict[str, object]:
    """Ask for a new member with an account of the GovCloud partition linked to it."""
    return _create(call, request, govcloud=True)


def _create(call: Call, request: _Creation, *, govcloud: bool) -> dict[str, object]:
    creation = accounts.create(
        call.world,
        call.account_id,
        request.email,
        request.account_name,
        request.role_name,
        tags=pairs(request.tags),
        govcloud=govcloud,
    )
    return {"CreateAccountStatus": creation_view(creation)}


class DescribeCreateAccountStatus(Request):
    create_account_request_id: str


@organizations.operation
def describe_create_account_status(call: Call, request: DescribeCreateAccountStatus) -> dict[str, object]:
    """What has become of a request."""
    creation = accounts.creation(call.world, call.account_id, request.create_account_request_id)
    return {"CreateAccountStatus": creation_view(creation)}


class ListCreateAccountStatus(PagedRequest):
    states: tuple[str, ...] = ()


@organizations.operation
def list_create_account_status(call: Call, request: ListCreateAccountStatus) -> dict[str, object]:
    """The organization's requests, in the given states if any are given."""
    creations = organization_of(call.world, call.account_id).creations
    keep = (lambda creation: creation.state in request.states) if request.states else None
    return page(request, "CreateAccountStatuses", creations, creation_view, keep)


class CloseAccount(Request):
    account_id: str


@organizations.operation
def close_account(call: Call, request: CloseAccount) -> dict[str, object]:
    """Close a member account."""
    membership.close(call.world, call.account_id, request.account_id)
    return {}


class RemoveAccountFromOrganization(Request):
    account_id: str


@organizations.operation
def remove_account_from_organization(call: Call, request: RemoveAccountFromOrganization) -> dict[str, object]:
    """Send a member away."""
    membership.remove(call.world, call.account_id, request.account_id)
    return {}


class LeaveOrganization(Request):
    pass


@organizations.operation
def leave_organization(call: Call, request: LeaveOrganization) -> dict[str, object]:
    """The calling member goes by itself."""
    membership.leave(call.world, call.account_id)
    return {}
