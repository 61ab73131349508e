"""What was asked and what followed, in order, in a bounded ring: calls, and acts of the services themselves."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from emulator.domain.callers import Caller


@dataclass(slots=True)
class CallEntry:
    """One call of a client. `error` and `rule` are those of a refusal or fault."""

    number: int
    time: datetime
    request_id: str
    service: str
    operation: str
    account_id: str | None = None
    region: str | None = None
    principal: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    status: int = 0
    error: str | None = None
    rule: str | None = None
    message: str | None = None
    # what the rule found, by name
    facts: dict[str, str] = field(default_factory=dict)
    # who called and with what; None where the request did not get so far
    caller: Caller | None = None
    user_agent: str | None = None
    # whether the operation was carried out; with a fault its answer may be lost all the same
    performed: bool = False
    # whether it read the world as it was earlier, as a fault had it
    stale: bool = False
    # what a call that changes something was answered
    answer: dict[str, Any] | None = None
    # who answered in our place
    upstream: str | None = None
    # how much of what was sent and answered is kept here
    octets: int = 0


@dataclass(slots=True)
class Act:
    """Something a service did: what, in which accounts, and because of what."""

    number: int
    time: datetime
    actor: str
    what: str
    because: str
    accounts: list[str] = field(default_factory=list)


_READS = ("Describe", "Get", "List", "Lookup", "Search", "Simulate")
# what issues credentials is no read, whatever it is called
_ISSUERS = "sts"


def is_read(service: str, operation: str) -> bool:
    """Whether an operation only looks: the verbs of AWS's names tell."""
    if service == _ISSUERS:
        return operation in ("GetCallerIdentity", "GetAccessKeyInfo", "DecodeAuthorizationMessage")
    return operation.startswith(_READS)


@dataclass(frozen=True, slots=True)
class LastCall:
    """The newest call that an account made of a service; `number` is its place in the journal."""

    at: datetime
    region: str
    number: int


MOST_OCTETS = 64 * 1024 * 1024


@dataclass(slots=True, init=False, eq=False)
class Journal:
    """The last `capacity` entries, or fewer where those would keep more than `most_octets` of requests and answers;
    older ones are forgotten, the numbers go on.

    Of forgotten calls remains when each account last made one of each service.
    """

    _entries: deque[CallEntry | Act]
    _number: int
    _forgotten: dict[str, dict[str, LastCall]] = field(default_factory=dict)
    _most_octets: int = MOST_OCTETS
    _octets: int = 0

    def __init__(self, capacity: int, most_octets: int = MOST_OCTETS) -> None:
        self._entries = deque(maxlen=capacity)
        self._number = 0
        self._forgotten = {}
        self._most_octets = most_octets
        self._octets = 0

    def next_number(self) -> int:
        self._number += 1
        return self._number

    def skip_to(self, number: int) -> None:
        """Numbers that were given elsewhere are not given again."""
        self._number = max(self._number, number)

    @property
    def last_number(self) -> int:
        """How many entries there have been."""
        return self._number

    def record(self, entry: CallEntry | Act) -> None:
        if self._entries and len(self._entries) == self._entries.maxlen:
            self._forget_oldest()
        self._entries.append(entry)
        if self._entries and isinstance(entry, CallEntry):
            self._hold(entry.octets)

    def enlarge(self, entry: CallEntry, octets: int) -> None:
        """So much more is kept of a call than was known when it was recorded."""
        if self._entries and self._entries[0].number <= entry.number:
            entry.octets += octets
            self._hold(octets)

    def _hold(self, octets: int) -> None:
        self._octets += octets
        # the last one stays, whatever its size
        while self._octets > self._most_octets and len(self._entries) > 1:
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        oldest = self._entries.popleft()
        _note(self._forgotten, oldest)
        if isinstance(oldest, CallEntry):
            self._octets -= oldest.octets

    def copy(self) -> "Journal":
        """A journal with the same past. Entries are shared: they do not change once their call is answered."""
        other = Journal(self._entries.maxlen or 0, self._most_octets)
        other._entries.extend(self._entries)
        other._number, other._octets = self._number, self._octets
        other._forgotten = {account_id: dict(services) for account_id, services in self._forgotten.items()}
        return other

    def entries(self) -> list[CallEntry | Act]:
        return list(self._entries)

    def last_calls(self) -> dict[str, dict[str, LastCall]]:
        """By account and service, the newest call of all there were, refused ones too."""
        found = {account_id: dict(services) for account_id, services in self._forgotten.items()}
        for entry in self._entries:
            _note(found, entry)
        return found


def copied(value: Any) -> Any:
    """An answer as it is now: what it was made of may change later."""
    if isinstance(value, Mapping):
        return {name: copied(one) for name, one in value.items()}
    return [copied(one) for one in value] if isinstance(value, (list, tuple)) else value


def _note(calls: dict[str, dict[str, LastCall]], entry: CallEntry | Act) -> None:
    """Note a call that somebody signed."""
    if isinstance(entry, CallEntry) and entry.caller is not None and entry.caller.account_id:
        last = LastCall(entry.time, entry.caller.region, entry.number)
        calls.setdefault(entry.caller.account_id, {})[entry.service] = last
