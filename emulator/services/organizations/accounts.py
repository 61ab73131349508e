"""The organization's accounts."""

from typing import Any

from emulator.domain.accounts import AccountState
from emulator.domain.organizations.organization import Member, Organization, organization_of
from emulator.services.operations import Call
from emulator.services.organizations import organizations
from emulator.services.organizations.paging import PagedRequest, page

# AWS shows the old Status beside State: a closed account reads SUSPENDED there.
_STATUS = {
    AccountState.PENDING_ACTIVATION: "SUSPENDED",
    AccountState.ACTIVE: "ACTIVE",
    AccountState.SUSPENDED: "SUSPENDED",
    AccountState.PENDING_CLOSURE: "PENDING_CLOSURE",
    AccountState.CLOSED: "SUSPENDED",
}


def account_view(organization: Organization, member: Member) -> dict[str, Any]:
    """An account as every operation that shows one shows it."""
    account = member.account
    return {
        "Id": account.id,
        "Arn": organization.arn("account", account.id),
        "Email": account.email,
        "Name": account.name,
        "Status": _STATUS[account.state],
        "State": account.state,
        "Paths": [f"{organization.path_of(member.parent_id)}{account.id}/"],
        "JoinedMethod": member.joined_method,
        "JoinedTimestamp": member.joined_at,
    }


class ListAccounts(PagedRequest):
    pass


@organizations.operation
def list_accounts(call: Call, request: ListAccounts) -> dict[str, object]:
    """Every account, the management account first, closed ones until they are purged."""
    organization = organization_of(call.world, call.account_id)
    return page(request, "Accounts", organization.members, lambda member: account_view(organization, member))
