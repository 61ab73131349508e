"""Which calls of a journal are meant, and which ones nearly are."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from emulator.domain.journal import Act, CallEntry

_NEAR_MISSES = 3


class NearMiss(BaseModel):
    """A call that is nearly the one that is meant."""

    number: int
    service: str
    operation: str
    differs: list[str]


class Wanted(BaseModel):
    """Calls by what they were. What is left out is not asked for."""

    model_config = ConfigDict(extra="forbid")

    service: str | None = None
    operation: str | None = None
    account: str | None = Field(default=None, description="the id of the account that called")
    region: str | None = None
    outcome: Literal["answered", "refused"] | None = None
    error: str | None = Field(default=None, description="the code that it was refused with")
    rule: str | None = Field(default=None, description="the rule that it was refused by")

    def matches(self, entry: CallEntry | Act) -> bool:
        if isinstance(entry, Act):
            return not self._asked()
        return not self.differences(entry)

    def _asked(self) -> dict[str, Any]:
        return {name: value for name in Wanted.model_fields if (value := getattr(self, name)) is not None}

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
            f"{name}: {actual[name]}, not {wanted}" for name, wanted in self._asked().items() if actual[name] != wanted
        ]
        return found + self.parameter_differences(entry.parameters)

    def parameter_differences(self, actual: dict[str, Any]) -> list[str]:
        return []


class WantedPage(Wanted):
    """Which entries, and how many of them."""

    after: int = Field(default=0, ge=0, description="the number of the last entry that you have")
    limit: int = Field(default=100, ge=1, le=1_000)


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
