"""A world: one isolated emulated AWS with its accounts, organizations, clock and identifiers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from emulator.domain.accounts import Account, AccountState, default_account
from emulator.domain.catalog import Catalog
from emulator.domain.clock import Clock
from emulator.domain.event import Event
from emulator.domain.identifiers import Identifiers
from emulator.domain.journal import Act, Journal
from emulator.domain.options import Options
from emulator.domain.refusals import DryRunSucceeded
from emulator.domain.schedule import Schedule

if TYPE_CHECKING:
    from emulator.domain.ec2.records import Ec2Records
    from emulator.domain.iam.identities import Identities
    from emulator.domain.ipam.discovery.resources import IpamResources
    from emulator.domain.metrics.records import MetricRecords
    from emulator.domain.network.records import Network
    from emulator.domain.organizations.handshake import Handshake
    from emulator.domain.organizations.organization import Organization
    from emulator.domain.ram.records import RamRecords
    from emulator.domain.sts.sessions import Session
    from emulator.domain.tagging.records import TaggingRecords

Reaction = Callable[["World", "Event"], None]
Reactions = Mapping[type[Event], Sequence[Reaction]]


class LateReactions(Reactions):
    """The table of `reactions.py`, read when the first event asks for it: it brings in every area, and a server that
    has not been asked for anything yet should not pay for them."""

    @cached_property
    def _table(self) -> Reactions:
        from emulator.domain.reactions import reactions

        return reactions()

    def __getitem__(self, event: type[Event]) -> Sequence[Reaction]:
        return self._table[event]

    def __iter__(self) -> Iterator[type[Event]]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


REACTIONS = LateReactions()

# field -> module and class of what an area keeps
_AREAS = {
    "ec2": ("emulator.domain.ec2.records", "Ec2Records"),
    "ipam": ("emulator.domain.ipam.discovery.resources", "IpamResources"),
    "network": ("emulator.domain.network.records", "Network"),
    "ram": ("emulator.domain.ram.records", "RamRecords"),
    "metrics": ("emulator.domain.metrics.records", "MetricRecords"),
    "tagging": ("emulator.domain.tagging.records", "TaggingRecords"),
}


@dataclass(slots=True)
class World:
    """The unit that is reset, forked, saved and loaded. Nothing in one world sees another."""

    name: str
    options: Options
    clock: Clock
    identifiers: Identifiers
    reactions: Reactions
    default_account_id: str
    journal: Journal
    # what the areas keep: each begins when it is first asked for
    ec2: "Ec2Records" = field(init=False)
    ipam: "IpamResources" = field(init=False)
    network: "Network" = field(init=False)
    ram: "RamRecords" = field(init=False)
    metrics: "MetricRecords" = field(init=False)
    tagging: "TaggingRecords" = field(init=False)
    schedule: Schedule = field(default_factory=Schedule)
    accounts: dict[str, Account] = field(default_factory=dict)
    accounts_by_email: dict[str, str] = field(default_factory=dict)
    organizations: dict[str, "Organization"] = field(default_factory=dict)
    memberships: dict[str, "Organization"] = field(default_factory=dict)
    handshakes: Catalog[str, "Handshake"] = field(default_factory=Catalog)
    # account id or lower-case email address -> the ids of the handshakes that it has received
    handshakes_received: dict[str, list[str]] = field(default_factory=dict)
    identities: dict[str, "Identities"] = field(default_factory=dict)
    sessions: dict[str, "Session"] = field(default_factory=dict)
    dry_run: bool = False
    changed: bool = False
    # counts the changes, so that a copy of the world is known to be of today
    changes: int = 0

    def __getattr__(self, name: str) -> Any:
        # reached only for a field that is not set yet: an area that nobody has asked for
        if name not in _AREAS:
            raise AttributeError(name)
        module, kind = _AREAS[name]
        records = getattr(import_module(module), kind)()
        setattr(self, name, records)
        return records

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def begin_change(self) -> None:
        """The line between checking and changing: behind it, nothing refuses.

        A dry run ends here, with nothing changed.
        """
        if self.dry_run:
            raise DryRunSucceeded
        self.changed = True
        self.changes += 1

    def account(self, account_id: str) -> Account:
        """The account, to read."""
        return self.accounts.get(account_id) or default_account(account_id)

    def keep_account(self, account_id: str) -> Account:
        """The account, to change: from now on the world remembers it."""
        account = self.accounts.get(account_id)
        if account is None:
            account = default_account(account_id)
            self.add_account(account)
        return account

    def add_account(self, account: Account) -> None:
        self.accounts[account.id] = account
        self.accounts_by_email[account.email.lower()] = account.id

    def organization_of(self, account_id: str) -> "Organization | None":
        return self.memberships.get(account_id)

    def is_closed(self, account_id: str) -> bool:
        account = self.accounts.get(account_id)
        return account is not None and account.state is AccountState.CLOSED

    def announce(self, event: Event) -> None:
        """Let the areas that follow this event act, in the order in which `reactions.py` lists them."""
        for reaction in self.reactions.get(type(event), ()):
            reaction(self, event)

    def record(self, actor: str, what: str, because: str, accounts: list[str]) -> None:
        """Note an act of a service in the journal."""
        self.journal.record(Act(self.journal.next_number(), self.now, actor, what, because, accounts))

    def settle(self) -> None:
        """Carry out what has fallen due, each at its own time. Happens before every call is answered."""
        if self.schedule.next_at is None:
            return
        clock, now = self.clock, self.now
        held = clock.held_at
        try:
            while (due := self.schedule.next_at) is not None and (event := self.schedule.next_due(now)) is not None:
                # what happens does not depend on when somebody looks
                clock.held_at = due
                self.changed = True
                self.changes += 1
                self.announce(event)
        finally:
            clock.held_at = held

    def advance(self, step: timedelta) -> None:
        """Move time by a step. What falls due on the way happens at its own time, so it can cause more on the way."""
        self.clock.advance(step)
        self.settle()

    def advance_until_idle(self, within: timedelta) -> None:
        """Move time to the last of what falls due within the given time, and no further."""
        until = self.now + within
        while (due := self.schedule.next_at) is not None and due <= until:
            self.advance(max(due - self.now, timedelta(0)))
