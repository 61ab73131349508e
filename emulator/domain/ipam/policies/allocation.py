"""What IPAM policies change for a call that says nothing of where its address is to come from."""

from collections.abc import Mapping

from emulator.domain.ec2.cidrs import IPV4
from emulator.domain.ipam.policies import policies
from emulator.domain.ipam.pools import allocation, ledger
from emulator.domain.ipam.pools.allocation import Asked, Plan
from emulator.domain.refusals import Refusal
from emulator.domain.world import World


def plan_address(
    world: World, account_id: str, region: str, locale: str, resource_type: str, tags: Mapping[str, str]
) -> Plan | None:
    """An address of the first pool of the policy in force that has one for the account; None is Amazon's turn."""
    for pool_id in policies.pools_for(world, account_id, locale, resource_type):
        asked = Asked(
            account_id=account_id,
            region=region,
            pool_id=pool_id,
            netmask_length=32,
            resource_type=ledger.EIP,
            family=IPV4,
            tags=tags,
            by_policy=True,
        )
        try:
            return allocation.plan(world, asked)
        except Refusal:
            # a pool that is gone, exhausted or not for this account is passed over
            continue
    return None
