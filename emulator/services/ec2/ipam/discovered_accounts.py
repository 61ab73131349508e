"""The accounts that a resource discovery reads."""

from typing import Any

from emulator.domain.catalog import Catalog
from emulator.domain.ipam.discovery import discoveries, reach
from emulator.domain.ipam.discovery.watch import WatchedAccount
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.views import given
from emulator.services.operations import Call

ROLE_MISSING = "assume-role-failure"
_ROLE_MISSING_TEXT = "IPAM could not assume AWSServiceRoleForIPAM in the account. The role has not been created yet."


class GetIpamDiscoveredAccounts(DescribeRequest):
    ipam_resource_discovery_id: str
    discovery_region: str


@ec2.operation
def get_ipam_discovered_accounts(call: Call, request: GetIpamDiscoveredAccounts) -> dict[str, Any]:
    """The accounts that a discovery reads, and whether it could."""
    world, region = call.world, request.discovery_region
    discovery = discoveries.to_use(
        world, call.account_id, call.caller.region, request.ipam_resource_discovery_id, "GetIpamDiscoveredAccounts"
    )
    discoveries.require_region(discovery, "discoveryRegion", region)
    kept = world.ipam.watch

    def view(account: WatchedAccount) -> dict[str, Any]:
        failure = {"Code": ROLE_MISSING, "Message": _ROLE_MISSING_TEXT} if account.failing else None
        return given(
            {
                "AccountId": account.id,
                "DiscoveryRegion": region,
                "FailureReason": failure,
                "LastAttemptedDiscoveryTime": kept.last_pass,
                "LastSuccessfulDiscoveryTime": reach.last_success(kept, account),
                "OrganizationalUnitId": reach.unit_of(world, call.account_id, account.id),
            }
        )

    filters = FilterTable[WatchedAccount](
        {
            "account-id": lambda account: account.id,
            "discovery-region": lambda account: region,
            "failure-reason-code": lambda account: ROLE_MISSING if account.failing else None,
            "organizational-unit-id": lambda account: reach.unit_of(world, call.account_id, account.id),
        },
        indexes={"account-id": lambda call, value: (value,)},
    )
    reached: Catalog[str, WatchedAccount] = kept.reached.get(discovery.id) or Catalog()
    return describe(call, request, "IpamDiscoveredAccounts", reached, filters=filters, view=view)
