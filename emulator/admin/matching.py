"""Which calls of a journal are meant, and which ones nearly are."""

from typing import Any, Literal

from pydantic import Field

from emulator.admin.shapes import NearMiss, Taken
from emulator.domain.journal import Act, CallEntry

_NEAR_MISSES = 3


class Wanted(Taken):
    """Calls by what they were. What is left out is not asked for."""

    service: str | None = None
    operation: str | None = None
    account: str | None = Field(default=None, description="the id of the account that called")
    region: str | None = None
    outcome: Literal["answered", "refused"] | None = None
    error: str | None = Field(default=None, description="the code that it was refused with")
    rule: str | None = Field(default=None, description="the rule that it was refused by")

    def matches(self, entry: CallEntry | Act) -> bool:
        asked = self.model_dump(exclude_none=True)
        if isinstance(entry, Act):
            return not asked
        return not self.differences(entry)

    def differences(self, entry: CallEntry) -> list[str]:
        """In what a call is not the one that is meant."""
        actual = {
            "service": entry.service,
            "operation": entry.operation,
            "account": entry.account_id,
            "region": entry.region,
            "outcome": "answered" if entry.error is None else "refused",
            "error": entry.error,
            "rule": entry.rule,
        }
        found = [
            f"{name}: {actual[name]}, not {wanted}"
            for name, wanted in self.model_dump(exclude_none=True, exclude={"parameters"}).items()
            if actual[name] != wanted
        ]
        return found + self.parameter_differences(entry.parameters)

    def parameter_differences(self, actual: dict[str, Any]) -> list[str]:
        return []


class WantedCall(Wanted):
    """Calls by what they were, and by what they asked."""

    parameters: dict[str, Any] = Field(default={}, description="members of the request that have these values")

    def parameter_differences(self, actual: dict[str, Any]) -> list[str]:
        return [
            f"parameters.{name}: {actual.get(name)!r}, not {wanted!r}"
            for name, wanted in self.parameters.items()
            if actual.get(name) != wanted
        ]


def near_misses(wanted: Wanted, calls: list[CallEntry]) -> list[NearMiss]:
    """The calls that differ least from what is meant, the latest first."""
    told = [(wanted.differences(entry), entry) for entry in reversed(calls)]
    told.sort(key=lambda one: len(one[0]))
    return [
        NearMiss(number=entry.number, service=entry.service, operation=entry.operation, differs=differs)
        for differs, entry in told[:_NEAR_MISSES]
    ]
