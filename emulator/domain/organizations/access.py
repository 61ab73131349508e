"""Who may call which operation: by the caller's place in the organization, before anything else about the call is
looked at; and once the request is read, by the organization's resource policy."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from emulator.domain.callers import Caller
from emulator.domain.iam.evaluation import Decision
from emulator.domain.organizations import refusals, resource_policy
from emulator.domain.organizations.organization import Organization, organization_of
from emulator.domain.world import World


class Callers(Enum):
    ANYONE = auto()  # also accounts in no organization; the operation itself decides
    IN_ORGANIZATION = auto()
    READERS = auto()  # the management account and every delegated administrator of any service
    MANAGEMENT = auto()


# Not among the 24 reads that AWS lists for delegated administrators, yet its own text lets them list these too.
_VALIDATION_READS = {"ListAccountsWithInvalidEffectivePolicy", "ListEffectivePolicyValidationErrors"}
_OPEN_READS = {"DescribeEffectivePolicy", "DescribeHandshake", "DescribeOrganization", "ListHandshakesForAccount"}
_READS = sorted((resource_policy.READS | _VALIDATION_READS) - _OPEN_READS)

CALLERS: dict[str, Callers] = {
    **dict.fromkeys(_READS, Callers.READERS),
    **dict.fromkeys(
        [
            "CreateOrganization",
            "AcceptHandshake",
            "CancelHandshake",
            "DeclineHandshake",
            "DescribeHandshake",
            "ListHandshakesForAccount",
        ],
        Callers.ANYONE,
    ),
    **dict.fromkeys(["DescribeOrganization", "DescribeEffectivePolicy", "LeaveOrganization"], Callers.IN_ORGANIZATION),
}

# The rules that name the refusal of a wrong caller; every other operation's is ORG-001.
_RULES = {
    "EnableAWSServiceAccess": "INT-015",
    "DisableAWSServiceAccess": "INT-015",
    "RegisterDelegatedAdministrator": "INT-051",
    "DeregisterDelegatedAdministrator": "INT-051",
    "ListAWSServiceAccessForOrganization": "INT-037",
    **dict.fromkeys((name for name in _READS if name != "ListAWSServiceAccessForOrganization"), "INT-048"),
}


def require_caller(world: World, account_id: str, operation: str) -> None:
    """Refuse a caller whose place in (or outside) the organization does not allow the operation.

    Whoever the resource policy names for the operation passes here; `require_permission` looks at what it is about.
    """
    callers = CALLERS.get(operation, Callers.MANAGEMENT)
    if callers is Callers.ANYONE:
        return
    organization = organization_of(world, account_id)
    if _may_by_place(organization, account_id, callers):
        return
    if resource_policy.names_delegate(organization, account_id, operation):
        return
    raise refusals.NotAllowed().under(_RULES.get(operation, "ORG-001"))


def require_permission(world: World, caller: Caller, operation: str, values: Mapping[str, Any]) -> None:
    """Refuse a member that neither its place nor the resource policy lets do this with these values."""
    callers = CALLERS.get(operation, Callers.MANAGEMENT)
    organization = world.organization_of(caller.account_id)
    if callers is Callers.ANYONE or organization is None or caller.account_id == organization.management_account_id:
        return
    decision = resource_policy.decide(world, organization, caller, operation, values)
    if decision is Decision.EXPLICIT_DENY:
        raise refusals.NotAllowed().under("ORG-130")
    if decision is Decision.ALLOW:
        return
    if not _may_by_place(organization, caller.account_id, callers):
        raise refusals.NotAllowed().under("ORG-129")
    if operation == "DescribeEffectivePolicy" and not organization.is_administrator(caller.account_id):
        _require_own_target(caller, values)


def _require_own_target(caller: Caller, values: Mapping[str, Any]) -> None:
    if values.get("TargetId") not in (None, caller.account_id):
        raise refusals.NotAllowed().under("ORG-131")


def _may_by_place(organization: Organization, account_id: str, callers: Callers) -> bool:
    if callers is Callers.IN_ORGANIZATION or account_id == organization.management_account_id:
        return True
    return callers is Callers.READERS and organization.is_administrator(account_id)
