"""Every state that the contract lists for a type of IPAM's is one that it can reach, or one that nobody can see."""

import json
from collections.abc import Iterator
from importlib import resources

import pytest

from emulator.domain.ipam.byoip.states import ASN_ASSOCIATION, BYOASN, BYOIP
from emulator.domain.ipam.pools.cidrs import POOL_CIDR
from emulator.domain.ipam.registries.registrations import REGISTRATION
from emulator.domain.ipam.registries.registries import REGISTRY
from emulator.domain.ipam.resolvers.targets import TARGET
from emulator.domain.ipam.states import ASSOCIATION, RESOURCE
from emulator.domain.lifecycle import Lifecycle

TABLES: dict[str, Lifecycle[str, str]] = {  # type: ignore[type-var]
    "IpamState": RESOURCE,
    "IpamScopeState": RESOURCE,
    "IpamPoolState": RESOURCE,
    "IpamResourceDiscoveryState": RESOURCE,
    "IpamPolicyState": RESOURCE,
    "IpamPrefixListResolverState": RESOURCE,
    "IpamExternalResourceVerificationTokenState": RESOURCE,
    "IpamResourceDiscoveryAssociationState": ASSOCIATION,
    "IpamPoolCidrState": POOL_CIDR,
    "IpamPrefixListResolverTargetState": TARGET,
    "IpamInternetRegistryAssociationState": REGISTRY,
    "IpamRoutingPolicyRegistrationState": REGISTRATION,
    "ByoipCidrState": BYOIP,
    "AsnState": BYOASN,
    "AsnAssociationState": ASN_ASSOCIATION,
}
ISOLATED = {"isolate-in-progress", "isolate-complete", "restore-in-progress"}
# What docs/differences.md says is never shown, and why.
NEVER = {
    "IpamInternetRegistryAssociationState": {"disable-in-progress", "disable-complete", "disable-failed"},
    "IpamRoutingPolicyRegistrationState": {"pending-activate", "activate-failed"},
}


def _listed(shape: str) -> set[str]:
    text = resources.files("emulator.contract").joinpath("models/ec2.json").read_text(encoding="utf-8")
    return set(json.loads(text)["shapes"][shape]["enum"])


def _reached(table: Lifecycle[str, str]) -> Iterator[str]:  # type: ignore[type-var]
    yield table.start
    for row in table.rows:
        yield row.to
        # where another type's move begins one
        yield row.state


@pytest.mark.parametrize("shape", TABLES)
def test_a_listed_state_is_reached_or_said_to_be_never_shown(shape: str) -> None:
    """States that AWS adds to a type show here."""
    listed = _listed(shape)
    # a few are older than the list, and only the guides show them
    missing = listed - set(_reached(TABLES[shape]))
    assert missing == (NEVER.get(shape, set()) | ISOLATED) & listed
