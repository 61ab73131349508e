"""AWS accounts: who they are and whether they live, whatever organization they are in."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from emulator.domain.lifecycle import Lifecycle, Row

_DEFAULT_EMAIL = re.compile(r"account-([0-9]{12})@example\.com")


class AccountState(StrEnum):
    PENDING_ACTIVATION = "PENDING_ACTIVATION"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    PENDING_CLOSURE = "PENDING_CLOSURE"
    CLOSED = "CLOSED"


class AccountTrigger(StrEnum):
    COMPLETE_SIGN_UP = "sign-up completed"
    CLOSE = "Organizations CloseAccount"
    COMPLETE_CLOSURE = "closure delay over"
    RESTRICT = "AWS restriction"
    LIFT_RESTRICTION = "restriction lifted"
    REINSTATE = "reinstated within 90 days"


ACCOUNT = Lifecycle(
    "Account",
    start=AccountState.ACTIVE,
    rows=[
        Row(AccountState.PENDING_ACTIVATION, AccountTrigger.COMPLETE_SIGN_UP, AccountState.ACTIVE),
        Row(AccountState.ACTIVE, AccountTrigger.CLOSE, AccountState.PENDING_CLOSURE),
        Row(AccountState.PENDING_CLOSURE, AccountTrigger.COMPLETE_CLOSURE, AccountState.CLOSED),
        Row(AccountState.ACTIVE, AccountTrigger.RESTRICT, AccountState.SUSPENDED),
        Row(AccountState.SUSPENDED, AccountTrigger.LIFT_RESTRICTION, AccountState.ACTIVE),
        Row(AccountState.CLOSED, AccountTrigger.REINSTATE, AccountState.ACTIVE),
    ],
)


@dataclass(slots=True)
class Account:
    """An account that the world knows. One that was never changed need not be kept: see `default_account`."""

    id: str
    name: str
    email: str
    state: AccountState = AccountState.ACTIVE
    created_at: datetime | None = None
    # when it was last closed; kept when it is reinstated
    closed_at: datetime | None = None
    # contact and payment are known, so that a created account could live without its organization
    standalone: bool = False
    partition: str = "aws"
    govcloud_account_id: str | None = None

    def take(self, trigger: AccountTrigger) -> None:
        self.state = ACCOUNT.take(self.state, trigger).to


def default_account(account_id: str) -> Account:
    """How an account looks that nobody has named: any twelve digits exist when first used."""
    return Account(account_id, f"account-{account_id}", f"account-{account_id}@example.com")


def default_account_behind(email: str) -> str | None:
    """The account that nobody has named yet and whose address this is."""
    found = _DEFAULT_EMAIL.fullmatch(email.lower())
    return found[1] if found is not None else None
