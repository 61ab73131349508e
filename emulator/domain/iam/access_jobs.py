"""Reports on who last used which service in a part of the organization, as the account that asked keeps them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from emulator.domain.lifecycle import Lifecycle, Row


class JobState(StrEnum):
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


class JobTrigger(StrEnum):
    COMPLETE = "the report is made"
    FAIL = "there is nothing to report on"


ACCESS_REPORT = Lifecycle(
    "Organizations access report",
    start=JobState.IN_PROGRESS,
    rows=[
        Row(JobState.IN_PROGRESS, JobTrigger.COMPLETE, JobState.COMPLETED),
        Row(JobState.IN_PROGRESS, JobTrigger.FAIL, JobState.FAILED),
    ],
)


@dataclass(frozen=True, slots=True)
class LastAccess:
    """The newest call of a service from the accounts of a report, and from how many of them there were any."""

    at: datetime
    region: str
    entity_path: str
    accounts: int


@dataclass(frozen=True, slots=True)
class ServiceAccess:
    """A service that the policies leave, and its last use, if any."""

    namespace: str
    name: str
    last: LastAccess | None = None


@dataclass(slots=True)
class AccessJob:
    """A report, asked for and then made. `owner` is the one identity that may read it."""

    id: str
    owner: str
    entity_path: str
    policy_id: str | None
    created_at: datetime
    state: JobState = ACCESS_REPORT.start
    completed_at: datetime | None = None
    services: list[ServiceAccess] = field(default_factory=list)
    # why it failed: a code and a text
    problem: tuple[str, str] | None = None

    def take(self, trigger: JobTrigger, now: datetime) -> None:
        self.state = ACCESS_REPORT.take(self.state, trigger).to
        self.completed_at = now
