"""What was asked and what followed, in order, in a bounded ring: calls, and acts of the services themselves."""

from collections import deque
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


class Journal:
    """The last `capacity` entries; older ones are forgotten, the numbers go on."""

    __slots__ = ("_entries", "_number")

    def __init__(self, capacity: int) -> None:
        self._entries: deque[CallEntry | Act] = deque(maxlen=capacity)
        self._number = 0

    def next_number(self) -> int:
        self._number += 1
        return self._number

    @property
    def last_number(self) -> int:
        """How many entries there have been."""
        return self._number

    def record(self, entry: CallEntry | Act) -> None:
        self._entries.append(entry)

    def copy(self) -> "Journal":
        """A journal with the same past. Entries are shared: they do not change once their call is answered."""
        other = Journal(self._entries.maxlen or 0)
        other._entries.extend(self._entries)
        other._number = self._number
        return other

    def entries(self) -> list[CallEntry | Act]:
        return list(self._entries)
