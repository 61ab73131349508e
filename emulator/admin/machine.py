"""The state machine of the integration as the console draws it: the table that the code obeys, and for each call what
would become of it now."""

from typing import NamedTuple

from emulator.admin.asking import Verdict, would
from emulator.admin.integration_shapes import Arrow, CallNow, MachineView, Mend, RefusedMove, StateView
from emulator.admin.snippets import CallCode, code_of
from emulator.admin.views import endpoint_of
from emulator.domain.accounts import AccountState
from emulator.domain.organizations.organization import Organization
from emulator.domain.organizations.service_integration import (
    INTEGRATED,
    IPAM,
    NONE,
    REGISTERED,
    SERVICE_INTEGRATION,
    TRUSTED,
    Call,
    ipam_administrator,
    state_of,
)
from emulator.domain.world import World

# IPAM's integration is the organization's, whatever Region asks (INT-003)
REGION = "us-east-1"
MEANINGS = {
    NONE: "Nothing: no trusted access, no administrator.",
    TRUSTED: "Trusted access is on, and nobody administers IPAM.",
    REGISTERED: "An administrator is registered with Organizations alone: no roles are made, nothing is monitored.",
    INTEGRATED: "The whole product: roles in every account, and organization-wide monitoring.",
}


class _Wire(NamedTuple):
    """A trigger as a call: which account of the two it names, and whether the principal."""

    service: str
    operation: str
    account_member: str | None
    another: bool = False


_CALLS = {
    Call.DESIGNATE: _Wire("ec2", "EnableIpamOrganizationAdminAccount", "DelegatedAdminAccountId"),
    Call.DESIGNATE_ANOTHER: _Wire("ec2", "EnableIpamOrganizationAdminAccount", "DelegatedAdminAccountId", True),
    Call.REMOVE_DESIGNATION: _Wire("ec2", "DisableIpamOrganizationAdminAccount", "DelegatedAdminAccountId"),
    Call.ENABLE_ACCESS: _Wire("organizations", "EnableAWSServiceAccess", None),
    Call.DISABLE_ACCESS: _Wire("organizations", "DisableAWSServiceAccess", None),
    Call.REGISTER: _Wire("organizations", "RegisterDelegatedAdministrator", "AccountId"),
    Call.REGISTER_ANOTHER: _Wire("organizations", "RegisterDelegatedAdministrator", "AccountId", True),
    Call.DEREGISTER: _Wire("organizations", "DeregisterDelegatedAdministrator", "AccountId"),
}
# These need several administrators of one service, which IPAM does not have; the rows are other services'.
_NOT_OF_IPAM = (Call.DEREGISTER_ONE_OF_SEVERAL,)
_OF_SEVERAL = ((REGISTERED, Call.REGISTER_ANOTHER),)


class Advisor:
    """Says what calls of the management account would do, and how to make them."""

    def __init__(self, world: World, organization: Organization, base_url: str) -> None:
        self.world = world
        self.organization = organization
        self._base_url = base_url
        self.administrator = ipam_administrator(organization)
        active = (
            member.account.id
            for member in organization.members.values()
            if member.account.state is AccountState.ACTIVE
            and member.account.id not in (organization.management_account_id, self.administrator)
        )
        first = next(active, None)
        # A: the administrator, or who might become it; B: any other member
        self.one = self.administrator or first
        self.other = first if self.administrator is not None else next(active, None)

    def call(self, trigger: Call) -> CallNow | None:
        """A trigger as a call with accounts of this organization, if there are enough of them."""
        wire = _CALLS[trigger]
        account_id = self.other if wire.another else self.one
        if wire.account_member is not None and account_id is None:
            return None
        parameters: dict[str, object] = {} if wire.account_member is None else {wire.account_member: account_id}
        if wire.service == "organizations":
            parameters["ServicePrincipal"] = IPAM
        code, verdict = self.ask(self.organization.management_account_id, wire.service, wire.operation, parameters)
        return CallNow(trigger=trigger, service=wire.service, operation=wire.operation, code=code, verdict=verdict)

    def mend(self, trigger: Call, effect: str) -> Mend | None:
        call = self.call(trigger)
        return Mend(code=call.code, verdict=call.verdict, effect=effect) if call is not None else None

    def mend_with(
        self, account_id: str, service: str, operation: str, parameters: dict[str, object], effect: str
    ) -> Mend:
        code, verdict = self.ask(account_id, service, operation, parameters)
        return Mend(code=code, verdict=verdict, effect=effect)

    def ask(
        self, account_id: str, service: str, operation: str, parameters: dict[str, object]
    ) -> tuple[CallCode, Verdict]:
        path = endpoint_of(self.world.name)
        code = code_of(self._base_url, path, account_id, REGION, service, operation, parameters)
        return code, would(self.world, account_id, REGION, service, operation, parameters)


def machine(advisor: Advisor) -> MachineView:
    """The table, with the present state lit and every call asked about."""
    present = state_of(advisor.organization.trust(IPAM))
    calls = {trigger: call for trigger in _CALLS if (call := advisor.call(trigger)) is not None}
    rows = [
        row
        for row in SERVICE_INTEGRATION.rows
        if row.trigger not in _NOT_OF_IPAM and (row.state, row.trigger) not in _OF_SEVERAL
    ]

    def taken(state: str, trigger: Call) -> bool:
        call = calls.get(trigger)
        return state == present and call is not None and call.verdict.allowed

    return MachineView(
        states=[StateView(name=state, meaning=MEANINGS[state], present=state is present) for state in MEANINGS],
        arrows=[
            Arrow(
                state=row.state,
                trigger=row.trigger,
                to=row.to,
                announces=[event.__name__ for event in row.announces],
                taken_now=taken(row.state, row.trigger),
            )
            for row in rows
        ],
        refused=[
            RefusedMove(state=move.state, trigger=move.trigger, rule=move.rule) for move in SERVICE_INTEGRATION.refused
        ],
        calls=list(calls.values()),
        elsewhere=list(dict.fromkeys(row.trigger for row in rows if row.trigger not in _CALLS)),
    )
