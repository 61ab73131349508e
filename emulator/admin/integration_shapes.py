"""What the admin API says about how IPAM and an organization stand to each other."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from emulator.admin.asking import Verdict
from emulator.admin.snippets import CallCode


class Mend(BaseModel):
    """A call that mends something, as code, and what would become of it now."""

    code: CallCode
    verdict: Verdict
    effect: str


class Finding(BaseModel):
    """Something about the integration that whoever looks at it should know first."""

    level: Literal["wrong", "incomplete", "good"]
    title: str
    text: str
    rules: list[str] = Field(description="the rules that say so")
    mend: Mend | None = None


class StateView(BaseModel):
    name: str
    meaning: str
    present: bool


class CallNow(BaseModel):
    """A call that moves the integration, with the accounts of this world in it, and what would become of it now."""

    trigger: str = Field(description="as the table names it")
    service: str
    operation: str
    code: CallCode
    verdict: Verdict


class Arrow(BaseModel):
    """A row of the table: where it begins and ends, and what it announces."""

    state: str
    trigger: str
    to: str
    announces: list[str]
    taken_now: bool = Field(description="whether the call would take this arrow now")


class RefusedMove(BaseModel):
    state: str
    trigger: str
    rule: str


class MachineView(BaseModel):
    """The state machine, drawn from the table that the code obeys."""

    states: list[StateView]
    arrows: list[Arrow]
    refused: list[RefusedMove]
    calls: list[CallNow]
    elsewhere: list[str] = Field(description="what moves it without a call of this organization")


class TrustView(BaseModel):
    """Trusted access for IPAM, and why there is no switch for it here (F-8)."""

    enabled_at: datetime | None
    why_no_switch: str
    rules: list[str]
    instead: Mend | None


class AdministratorView(BaseModel):
    account_id: str
    name: str
    state: str
    since: datetime


class IpamSummary(BaseModel):
    id: str
    owner_id: str
    region: str
    state: str
    pools: int


class RoleCounts(BaseModel):
    present: int
    absent: int
    creating: int
    deleting: int


class OrganizationSummary(BaseModel):
    id: str
    management_account_id: str
    accounts: int


class IntegrationView(BaseModel):
    """One organization and IPAM. `organizations` names all of the world, a hundred at most."""

    organizations: list[OrganizationSummary]
    id: str | None = None
    feature_set: str | None = None
    root_id: str | None = None
    management_account_id: str | None = None
    accounts: int = 0
    active: int = 0
    units: int = 0
    state: str | None = None
    trust: TrustView | None = None
    administrator: AdministratorView | None = None
    ipams: list[IpamSummary] = []
    roles: RoleCounts | None = None
    findings: list[Finding] = []
    machine: MachineView | None = None


class UnitRow(BaseModel):
    id: str
    name: str
    units: int
    accounts: int


class AccountRow(BaseModel):
    """An account with what counts for IPAM."""

    id: str
    name: str
    email: str
    state: str
    organization_id: str | None
    management: bool
    administrator: bool
    role: str
    monitoring: str
    reason: str | None
    rule: str | None


class TreePage(BaseModel):
    """What is directly in a root or unit: its units first, then a page of its accounts."""

    parent_id: str
    name: str
    path: list[UnitRow] = Field(description="from the root down to the parent")
    units: list[UnitRow]
    accounts: list[AccountRow]
    total_accounts: int


class AccountsPage(BaseModel):
    accounts: list[AccountRow]
    total: int
    more: bool
