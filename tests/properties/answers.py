"""What a world answers: everything that its accounts may read of what a fixture can say, without times."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from emulator.domain.callers import Caller, administrator
from emulator.domain.world import World
from emulator.gateway.dispatch import Refused, perform
from emulator.services.registry import service

REGIONS = ("eu-west-1", "us-east-1")
ACCESS = "OrganizationAccountAccessRole"
Values = dict[str, Any]

_IN_EVERY_REGION: dict[str, Callable[[World], Iterable[Values]]] = {
    **{
        f"ec2.Describe{name}": lambda world: [{}]
        for name in (
            "Ipams",
            "IpamScopes",
            "IpamPools",
            "IpamResourceDiscoveries",
            "IpamResourceDiscoveryAssociations",
            "Vpcs",
            "Subnets",
            "SecurityGroups",
            "SecurityGroupRules",
            "NetworkAcls",
            "RouteTables",
            "InternetGateways",
            "ManagedPrefixLists",
            "Addresses",
            "Tags",
        )
    },
    "ec2.GetIpamPoolCidrs": lambda world: [{"IpamPoolId": one.id} for one in world.ipam.pools.values()],
    "ec2.GetIpamPoolAllocations": lambda world: [{"IpamPoolId": one.id} for one in world.ipam.pools.values()],
    "ec2.GetIpamResourceCidrs": lambda world: [{"IpamScopeId": one.id} for one in world.ipam.scopes.values()],
    "ec2.GetIpamDiscoveredAccounts": lambda world: [
        {"IpamResourceDiscoveryId": one.id, "DiscoveryRegion": region}
        for one in world.ipam.discoveries.values()
        for region in REGIONS
    ],
    "ec2.GetManagedPrefixListEntries": lambda world: [
        {"PrefixListId": one.id} for one in world.network.prefix_lists.values()
    ],
    "ram.GetResourceShares": lambda world: [{"resourceOwner": one} for one in ("SELF", "OTHER-ACCOUNTS")],
    "ram.GetResourceShareAssociations": lambda world: [{"associationType": one} for one in ("PRINCIPAL", "RESOURCE")],
    "ram.ListResources": lambda world: [{"resourceOwner": one} for one in ("SELF", "OTHER-ACCOUNTS")],
    "ram.ListPrincipals": lambda world: [{"resourceOwner": one} for one in ("SELF", "OTHER-ACCOUNTS")],
}
_IN_ONE_REGION: dict[str, Callable[[World], Iterable[Values]]] = {
    "organizations.DescribeOrganization": lambda world: [{}],
    "organizations.ListRoots": lambda world: [{}],
    "organizations.ListAccounts": lambda world: [{}],
    "organizations.ListAWSServiceAccessForOrganization": lambda world: [{}],
    "organizations.ListDelegatedAdministrators": lambda world: [{}],
    "organizations.ListPolicies": lambda world: [{"Filter": one} for one in ("SERVICE_CONTROL_POLICY", "TAG_POLICY")],
    **{
        f"organizations.{name}": lambda world: [
            {"ParentId": node} for organization in world.organizations.values() for node in organization.nodes
        ]
        for name in ("ListOrganizationalUnitsForParent", "ListAccountsForParent")
    },
    "organizations.ListPoliciesForTarget": lambda world: [
        {"TargetId": target, "Filter": kind}
        for organization in world.organizations.values()
        for target in (*organization.nodes, *organization.members)
        for kind in ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY")
    ],
    "organizations.ListTagsForResource": lambda world: [
        {"ResourceId": one} for organization in world.organizations.values() for one in organization.tags
    ],
    "iam.GetAccountAuthorizationDetails": lambda world: [{}],
    "iam.ListAccountAliases": lambda world: [{}],
}
# What is left out in name, or what depends on when a world is asked.
_UNSAID = frozenset({"SampleTime", "SampleStartTime", "SampleEndTime", "LastAttemptedDiscoveryTime", "Ids"})


def answers(world: World, accounts: Iterable[str]) -> dict[str, Any]:
    """The answers of these accounts by account, Region, operation and values; lists in the order of their texts."""
    found = {}
    for account_id in accounts:
        for region in REGIONS:
            for target, asked in (_IN_EVERY_REGION | (_IN_ONE_REGION if region == REGIONS[0] else {})).items():
                if target.startswith("organizations") and not _may_read(world, account_id):
                    continue
                for values in asked(world):
                    found[f"{account_id} {region} {target} {values}"] = _answer(
                        world, account_id, region, target, values
                    )
    return found


def _may_read(world: World, account_id: str) -> bool:
    organization = world.organization_of(account_id)
    return organization is not None and organization.management_account_id == account_id


def _answer(world: World, account_id: str, region: str, target: str, values: Values) -> Any:
    name, _, operation = target.partition(".")
    found = service(name)
    assert found is not None
    caller = Caller(account_id, region, administrator(account_id), account_id)
    try:
        return _plain(perform(world, found, found.operations[operation], values, caller, "request"))
    except Refused as refused:
        return refused.error.code


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        # roles that are made with an account or by a service have ids of their own in each world
        by_itself = value.get("Path", "").startswith("/aws-service-role/") or value.get("RoleName") == ACCESS
        return {
            name: _plain(one)
            for name, one in value.items()
            if name not in _UNSAID
            and not (by_itself and name == "RoleId")
            and not isinstance(one, datetime)
            and not _is_forgotten(one)
        }
    if isinstance(value, (list, tuple)):
        return sorted((_plain(one) for one in value if not _is_forgotten(one)), key=repr)
    return value


def _is_forgotten(value: Any) -> bool:
    """What exports name and leave out: CIDRs that hold nothing, associations that have ended."""
    state = value.get("State", value.get("status")) if isinstance(value, dict) else None
    return state in ("failed-provision", "deprovisioned", "DISASSOCIATED", "DELETED")
