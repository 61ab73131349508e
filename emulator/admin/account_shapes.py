"""What the admin API says about one account."""

from datetime import datetime

from pydantic import BaseModel, Field

from emulator.admin.integration_shapes import AccountRow, UnitRow
from emulator.admin.snippets import CallCode


class Permission(BaseModel):
    """An operation of Organizations, and the rule that refuses it to this account."""

    operation: str
    rule: str | None


class RoleRow(BaseModel):
    name: str
    path: str
    service_principal: str | None
    state: str
    created_at: datetime
    policies: list[str] = Field(description="attached and inline ones")
    last_used_at: datetime | None


class DeletionRow(BaseModel):
    """A task that deletes, or has not deleted, a service-linked role."""

    role: str
    state: str
    reason: str | None


class PolicyRow(BaseModel):
    id: str
    name: str
    kind: str
    where: str = Field(description="the account itself, or the unit or root that it is inherited from")


class VpcRow(BaseModel):
    id: str
    name: str | None
    region: str
    cidrs: list[str]
    subnets: int


class ShareRow(BaseModel):
    name: str
    arn: str
    region: str
    owner_id: str
    state: str
    resources: list[str]
    principals: int


class InvitationRow(BaseModel):
    kind: str
    sender: str
    about: str
    state: str
    at: datetime


class SeenRow(BaseModel):
    """A CIDR of the account that an IPAM sees."""

    resource_id: str
    resource_type: str
    name: str | None
    region: str
    cidr: str
    management: str | None
    compliance: str | None
    overlap: str | None


class WatchView(BaseModel):
    """What IPAM sees of the account."""

    discoveries: list[str] = Field(description="the resource discoveries that read it")
    failing: bool = Field(description="whether they cannot, for want of the role")
    last_success: datetime | None
    rows: list[SeenRow]


class Counted(BaseModel):
    """How many there are of what is shown in part."""

    roles: int
    users: int
    customer_policies: int
    vpcs: int


class AccountView(BaseModel):
    account: AccountRow
    known: bool = Field(description="whether the world remembers it; any other exists when it is first used")
    joined_at: datetime | None
    joined_method: str | None
    path: list[UnitRow]
    administers: dict[str, datetime] = Field(description="the services that it administers, each since when")
    may_call: list[Permission]
    why_may_call: str
    roles: list[RoleRow]
    deletions: list[DeletionRow]
    policies: list[PolicyRow]
    vpcs: list[VpcRow]
    shares: list[ShareRow]
    shared_with: list[ShareRow]
    invitations: list[InvitationRow]
    seen: WatchView | None
    counts: Counted
    identity: CallCode = Field(description="how to call as this account")
