"""What the admin API takes and answers."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field


class Taken(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """Why a request was not carried out."""

    message: str
    expected: str | None = None


class Health(BaseModel):
    status: Literal["ok"] = "ok"


class WorldView(BaseModel):
    """A world in numbers."""

    name: str
    endpoint: Annotated[str, Field(description="the path to add to the server's URL")]
    default_account: str
    now: datetime
    accounts: Annotated[int, Field(description="accounts that the world knows; any other exists when first used")]
    organizations: list[str]
    calls_and_acts: Annotated[int, Field(description="how many entries its journal has had")]


class WorldsView(BaseModel):
    worlds: list[WorldView]


class CallView(BaseModel):
    kind: Literal["call"] = "call"
    number: int
    time: datetime
    request_id: str
    service: str
    operation: str
    account_id: str | None
    region: str | None
    principal: str | None
    parameters: Any
    status: int
    error: str | None
    rule: str | None


class ActView(BaseModel):
    kind: Literal["act"] = "act"
    number: int
    time: datetime
    actor: str
    what: str
    because: str
    accounts: list[str]


class JournalPage(BaseModel):
    """Entries in order. Ask again with after=`last` for those that follow."""

    entries: list[CallView | ActView]
    last: int
    more: bool


class PendingView(BaseModel):
    due: datetime
    event: str
    about: dict[str, str]


class ClockView(BaseModel):
    now: datetime
    frozen: bool
    offset_seconds: Annotated[float, Field(description="how far the clock is ahead of the wall's while it runs")]
    pending: Annotated[list[PendingView], Field(description="what will happen later, in order; the first hundred")]


class ClockSet(Taken):
    """Hold the clock or let it run, here or at a later moment."""

    frozen: bool
    now: AwareDatetime | None = None


class ClockAdvance(Taken):
    """Move time; what falls due on the way happens."""

    advance_seconds: Annotated[float, Field(ge=0, le=100 * 366 * 86_400)]


class RuleView(BaseModel):
    id: str
    area: str
    rule: str
    source: str
    confidence: str
    untested: str | None


class RulesView(BaseModel):
    rules: list[RuleView]


class SettingView(BaseModel):
    name: str
    variable: str
    value: Any
    default: Any
    reason: str


class SettingsView(BaseModel):
    """The settings of the server, and the options of the default world."""

    settings: list[SettingView]


class CoverageRow(BaseModel):
    title: str
    service: str
    implemented: list[str]
    absent: list[str]


class CoverageView(BaseModel):
    services: list[CoverageRow]
