"""Accounts that an organization creates, asynchronously as AWS does it."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta

from emulator.domain import events
from emulator.domain.accounts import Account, default_account_behind
from emulator.domain.events import AccountCreationDue
from emulator.domain.iam import roles
from emulator.domain.organizations import membership, refusals
from emulator.domain.organizations.organization import (
    AccountCreation,
    CreationTrigger,
    JoinedMethod,
    Member,
    Organization,
    organization_of,
)
from emulator.domain.organizations.tags import merge
from emulator.domain.world import World

DEFAULT_ROLE_NAME = "OrganizationAccountAccessRole"

# ORG-014: AWS's rule for the address in words; the domain part has a dot and no leading or trailing punctuation.
_EMAIL = re.compile(
    r"(?!\.)[^\s\"'()<>\[\]:;,\\|%&@]+@"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+",
    re.ASCII,
)


def is_email(text: str) -> bool:
    return 6 <= len(text) <= 64 and text.isascii() and _EMAIL.fullmatch(text) is not None


def create(
    world: World,
    caller_id: str,
    email: str,
    name: str,
    role_name: str | None,
    *,
    tags: Iterable[tuple[str, str]] = (),
    govcloud: bool = False,
) -> AccountCreation:
    """Ask for a new member account. What can only fail later fails later: see `complete_creation`."""
    organization = organization_of(world, caller_id)
    if not is_email(email):
        raise refusals.MalformedEmail
    role_name = role_name or DEFAULT_ROLE_NAME
    if role_name.startswith("AWSServiceRoleFor"):
        raise refusals.ReservedRoleName
    given = merge(world, {}, tags)
    require_finalized(world, organization)
    if govcloud and not world.options.govcloud_enabled:
        raise refusals.GovCloudNotEnabled
    if len(organization.creations_in_flight) >= world.options.account_creations_in_flight:
        raise refusals.TooManyCreationsInFlight
    if seats_taken(organization) >= world.options.accounts_per_organization:
        raise refusals.TooManyAccounts
    world.begin_change()
    creation = AccountCreation(
        f"car-{world.identifiers.hex(32)}", email, name, role_name, given, world.now, govcloud=govcloud
    )
    requested = {(one.email.lower(), one.account_name) for one in organization.creations_in_flight.values()}
    if (email.lower(), name) in requested:
        creation.doom = "CONCURRENT_ACCOUNT_MODIFICATION"
    organization.creations.add(creation.id, creation)
    organization.creations_in_flight[creation.id] = creation
    due = AccountCreationDue(organization.id, creation.id)
    if world.options.account_creation == "immediate":
        complete_creation(world, due)
    else:
        delay = timedelta(seconds=world.options.account_creation_delay_s)
        world.schedule.at(world.now + delay, due)
    return creation


def require_finalized(world: World, organization: Organization) -> None:
    """A new organization may need a while before accounts can come into it."""
    if world.now - organization.created_at < timedelta(seconds=world.options.organization_finalizing_s):
        raise refusals.OrganizationNotFinalized


def seats_taken(organization: Organization) -> int:
    """What counts against the number of accounts: members, closed ones too, open invitations, and requests."""
    return len(organization.members) + organization.open_invitations + len(organization.creations_in_flight)


def complete_creation(world: World, event: AccountCreationDue) -> None:
    """The request succeeds with a new account under the root, or fails with a reason and no account."""
    organization = world.organizations.get(event.organization_id)
    if organization is None:
        return
    creation = organization.creations_in_flight.pop(event.request_id)
    creation.completed_at = world.now
    # an account that nobody has named yet has its address all the same
    taken = creation.email.lower() in world.accounts_by_email or default_account_behind(creation.email) is not None
    if creation.doom is None and taken:
        creation.doom = "EMAIL_ALREADY_EXISTS"
    if creation.doom is not None:
        creation.take(CreationTrigger.FAIL)
        creation.failure_reason = creation.doom
        return
    account = Account(new_account_id(world), creation.account_name, creation.email, created_at=world.now)
    creation.take(CreationTrigger.SUCCEED)
    creation.account_id = account.id
    if creation.govcloud:
        creation.govcloud_account_id = _open_govcloud_account(world, organization, account, creation)
    admit_created(world, organization, account, creation.role_name, creation.tags)


def _open_govcloud_account(
    world: World, organization: Organization, account: Account, creation: AccountCreation
) -> str:
    """The account of the other partition: linked to its commercial twin, in no organization."""
    twin = Account(new_account_id(world), account.name, account.email, created_at=world.now, partition="aws-us-gov")
    # the address stays that of the commercial account, which is the one that can be invited by it
    world.accounts[twin.id] = twin
    account.govcloud_account_id = twin.id
    roles.create_account_access_role(world, twin.id, organization.management_account_id, creation.role_name)
    return twin.id


def admit_created(
    world: World,
    organization: Organization,
    account: Account,
    role_name: str,
    tags: Mapping[str, str] | None = None,
) -> None:
    """A created account: known to the world, with the role that the management account may assume, and a member."""
    world.add_account(account)
    roles.create_account_access_role(world, account.id, organization.management_account_id, role_name)
    world.announce(events.AccountCreated(organization.id, account.id))
    membership.join(world, organization, account, JoinedMethod.CREATED, tags)


def new_account_id(world: World) -> str:
    while True:
        account_id = world.identifiers.digits(12)
        if account_id not in world.accounts and account_id[0] != "0":
            return account_id


def creation(world: World, caller_id: str, request_id: str) -> AccountCreation:
    found = organization_of(world, caller_id).creations.get(request_id)
    if found is None:
        raise refusals.CreationNotFound
    return found


def member(world: World, caller_id: str, account_id: str) -> Member:
    found = organization_of(world, caller_id).member(account_id)
    if found is None:
        raise refusals.AccountNotInOrganization().under("ORG-036")
    return found
