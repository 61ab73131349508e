"""What the admin API takes and answers."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from emulator.faults import Effect
from emulator.matching import NearMiss
from emulator.worlds import Worlds

_NAME = "1 to 64 letters, digits and . _ -, but not . and .."


def _name_of_a_world(name: str) -> str:
    if not Worlds.is_name(name):
        raise ValueError(_NAME)
    return name


Name = Annotated[
    str,
    AfterValidator(_name_of_a_world),
    Path(
        description=_NAME,
        json_schema_extra={
            "pattern": r"^(?:[A-Za-z0-9._-]?[A-Za-z0-9_-][A-Za-z0-9._-]*|\.\.[A-Za-z0-9._-]+)$",
            "maxLength": 64,
        },
    ),
]


class Taken(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """Why a request was not carried out."""

    message: str
    expected: str | None = None


class Health(BaseModel):
    status: Literal["ok"] = "ok"


class HookView(BaseModel):
    name: str
    state: Literal["UNKNOWN", "RUNNING", "SUCCESSFUL", "ERROR"]
    problem: str | None


class Ready(BaseModel):
    """How far the init hooks are."""

    status: Literal["starting", "ready", "failed"]
    message: Annotated[str | None, Field(description="why it is not")]
    hooks: list[HookView]


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


class WorldNames(BaseModel):
    names: list[str]
    total: int


class FixturesView(BaseModel):
    fixtures: list[str]


class ExportView(BaseModel):
    """A fixture, and what of the world is not in it."""

    fixture: dict[str, Any]
    left_out: list[str]


class StateView(BaseModel):
    """What was written to the state file."""

    path: str
    worlds: int


class CallRow(BaseModel):
    """A call in one line."""

    kind: Literal["call"] = "call"
    number: int
    time: datetime
    request_id: str
    service: str
    operation: str
    account_id: str | None
    region: str | None
    principal: str | None
    status: int
    error: str | None
    rule: str | None
    message: str | None
    upstream: Annotated[str | None, Field(description="who answered in our place")]


class CallView(CallRow):
    """A call with what was said: of any size."""

    parameters: Any
    answer: Annotated[Any, Field(description="what a call that changes something was answered")]


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


class CountView(BaseModel):
    """How many calls match, and their numbers."""

    count: int
    numbers: list[int]
    near_misses: list[NearMiss]


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
    """Hold the clock or let it run, here or at a later moment; without `frozen` it goes on as before."""

    frozen: bool | None = None
    now: AwareDatetime | None = None

    @model_validator(mode="after")
    def _something(self) -> "ClockSet":
        if self.frozen is None and self.now is None:
            raise ValueError("frozen, or now, or both")
        return self


class ClockAdvance(Taken):
    """Move time; what falls due on the way happens."""

    advance_seconds: Annotated[float | None, Field(ge=0, le=100 * 366 * 86_400)] = None
    until_idle_within_seconds: Annotated[
        float | None,
        Field(ge=0, le=100 * 366 * 86_400, description="to the last of what falls due within this time, no further"),
    ] = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "ClockAdvance":
        if (self.advance_seconds is None) == (self.until_idle_within_seconds is None):
            raise ValueError("either advance_seconds or until_idle_within_seconds")
        return self


class RuleView(BaseModel):
    id: str
    area: str
    rule: str
    source: str
    confidence: str
    untested: str | None


class RefusedCall(BaseModel):
    """A call that a rule refused, and what the rule found."""

    call: CallView
    facts: dict[str, str]


class ExplainedRule(RuleView):
    """A rule, and the last calls of a world that it refused."""

    refused: list[RefusedCall]


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


class FaultOrder(Taken):
    """Which calls are hit, how often, and by what. What is left out is not asked for."""

    effect: Annotated[
        Effect,
        Field(
            description="throttle, as each service does it; error: `code`; delay: the answer waits `seconds`; drop: the"
            " connection ends without an answer; stale: reads are answered from the world as it was `seconds` ago;"
            " eventual: from one that is up to `seconds` old, another with each read"
        ),
    ]
    service: Annotated[str | None, Field(description="ec2, organizations, iam, ...")] = None
    operation: str | None = None
    account_id: Annotated[str | None, Field(pattern=r"^[0-9]{12}$")] = None
    region: str | None = None
    skip: Annotated[int, Field(ge=0, description="how many calls that match are let through first")] = 0
    count: Annotated[int | None, Field(ge=1, description="how many calls are hit; without it all")] = None
    probability: Annotated[float, Field(gt=0, le=1)] = 1
    # it stands in a header
    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]*$", max_length=256)] = ""
    message: Annotated[str, Field(max_length=4_096)] = ""
    status: Annotated[int, Field(ge=400, le=599)] = 400
    seconds: Annotated[float, Field(ge=0, le=86_400)] = 0
    performed: Annotated[bool, Field(description="the call is carried out, only its answer is lost")] = False

    @model_validator(mode="after")
    def _what_the_effect_needs(self) -> "FaultOrder":
        if (self.effect == "error") != bool(self.code):
            raise ValueError("a code where the effect is error, and there alone")
        if (self.effect in ("delay", "stale", "eventual")) != bool(self.seconds):
            raise ValueError("seconds where the effect is delay, stale or eventual, and there alone")
        if self.performed and self.effect not in ("error", "throttle", "drop"):
            raise ValueError("performed only where the answer is lost")
        return self


class FaultView(BaseModel):
    """A fault, how many calls have matched it, and how many it has hit. Answers that were hit name it in
    x-emulator-fault."""

    id: str
    effect: Effect
    service: str | None
    operation: str | None
    account_id: str | None
    region: str | None
    skip: int
    count: int | None
    probability: float
    code: str
    message: str
    status: int
    seconds: float
    performed: bool
    matched: int
    hits: int


class FaultsView(BaseModel):
    faults: list[FaultView]
    services: Annotated[list[str], Field(description="those whose calls can be hit")]
