"""Who may call which operation, before anything else about the call is looked at."""

from enum import Enum, auto

from emulator.domain.organizations import refusals
from emulator.domain.organizations.organization import organization_of
from emulator.domain.world import World


class Callers(Enum):
    ANYONE = auto()  # also accounts in no organization; the operation itself decides
    IN_ORGANIZATION = auto()
    READERS = auto()  # the management account and every delegated administrator of any service
    MANAGEMENT = auto()


_READS = [
    "DescribeAccount",
    "DescribeCreateAccountStatus",
    "DescribeOrganizationalUnit",
    "DescribePolicy",
    "DescribeResourcePolicy",
    "ListAWSServiceAccessForOrganization",
    "ListAccounts",
    "ListAccountsForParent",
    "ListAccountsWithInvalidEffectivePolicy",
    "ListChildren",
    "ListCreateAccountStatus",
    "ListDelegatedAdministrators",
    "ListDelegatedServicesForAccount",
    "ListEffectivePolicyValidationErrors",
    "ListHandshakesForOrganization",
    "ListOrganizationalUnitsForParent",
    "ListParents",
    "ListPolicies",
    "ListPoliciesForTarget",
    "ListRoots",
    "ListTagsForResource",
    "ListTargetsForPolicy",
]

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
    """Refuse a caller whose place in (or outside) the organization does not allow the operation."""
    callers = CALLERS.get(operation, Callers.MANAGEMENT)
    if callers is Callers.ANYONE:
        return
    organization = organization_of(world, account_id)
    if callers is Callers.IN_ORGANIZATION or account_id == organization.management_account_id:
        return
    if callers is Callers.READERS and organization.is_administrator(account_id):
        return
    raise refusals.NotAllowed().under(_RULES.get(operation, "ORG-001"))
