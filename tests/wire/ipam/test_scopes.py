"""Scopes through real boto3."""

import pytest

from tests.wire.conftest import Aws, refused
from tests.wire.ipam.conftest import OTHER, Ipam


@pytest.fixture
def scope_id(ipam: Ipam) -> str:
    found: str = ipam.ec2.create_ipam_scope(IpamId=ipam.id)["IpamScope"]["IpamScopeId"]
    return found


def test_a_further_scope_is_private(ipam: Ipam) -> None:
    """CreateIpamScope makes a private scope, in progress at first, and the IPAM counts it."""
    created = ipam.ec2.create_ipam_scope(IpamId=ipam.id, Description="lab")["IpamScope"]
    assert (created["State"], created["IpamScopeType"], created["IsDefault"], created["PoolCount"]) == (
        "create-in-progress",
        "private",
        False,
        0,
    )
    assert created["IpamArn"] == ipam.created["IpamArn"]
    assert created["Description"] == "lab"
    assert ipam.describe()["ScopeCount"] == 3
    ipam.pool(IpamScopeId=created["IpamScopeId"])
    (found,) = ipam.ec2.describe_ipam_scopes(IpamScopeIds=[created["IpamScopeId"]])["IpamScopes"]
    assert found == {**created, "State": "create-complete", "PoolCount": 1}


def test_ipam_020_five_scopes_an_ipam(ipam: Ipam) -> None:
    """The two defaults count; a sixth scope is refused."""
    for _ in range(3):
        ipam.ec2.create_ipam_scope(IpamId=ipam.id)
    with refused("ResourceLimitExceeded", rule="IPAM-020"):
        ipam.ec2.create_ipam_scope(IpamId=ipam.id)


def test_scopes_are_modified(ipam: Ipam, scope_id: str) -> None:
    """Default scopes take a description; a private scope takes and loses an external authority."""
    modify = ipam.ec2.modify_ipam_scope
    assert modify(IpamScopeId=ipam.public, Description="the internet")["IpamScope"]["State"] == "modify-in-progress"
    authority = {"Type": "infoblox", "ExternalResourceIdentifier": "1.identity.account.realm.id"}
    changed = modify(IpamScopeId=scope_id, ExternalAuthorityConfiguration=authority)["IpamScope"]
    assert changed["ExternalAuthorityConfiguration"] == authority
    changed = modify(IpamScopeId=scope_id, RemoveExternalAuthorityConfiguration=True)["IpamScope"]
    assert "ExternalAuthorityConfiguration" not in changed
    with refused("InvalidParameterCombination", rule="IPAM-023"):
        modify(
            IpamScopeId=scope_id, ExternalAuthorityConfiguration=authority, RemoveExternalAuthorityConfiguration=True
        )
    with refused("InvalidParameterCombination", rule="IPAM-024"):
        modify(IpamScopeId=scope_id)
    with refused("InvalidParameterValue", rule="IPAM-025"):
        modify(IpamScopeId=ipam.public, ExternalAuthorityConfiguration=authority)


def test_scopes_are_deleted_when_empty(ipam: Ipam, scope_id: str) -> None:
    """Neither a default scope (IPAM-021) nor one with pools (IPAM-022) is deleted; an empty one is gone at once."""
    with refused("InvalidParameterValue", rule="IPAM-021"):
        ipam.ec2.delete_ipam_scope(IpamScopeId=ipam.private)
    pool_id = ipam.pool(IpamScopeId=scope_id)
    with refused("DependencyViolation", rule="IPAM-022"):
        ipam.ec2.delete_ipam_scope(IpamScopeId=scope_id)
    ipam.ec2.delete_ipam_pool(IpamPoolId=pool_id)
    assert ipam.ec2.delete_ipam_scope(IpamScopeId=scope_id)["IpamScope"]["State"] == "delete-in-progress"
    with refused("InvalidIpamScopeId.NotFound"):
        ipam.ec2.describe_ipam_scopes(IpamScopeIds=[scope_id])
    assert ipam.describe()["ScopeCount"] == 2


def test_a_scope_is_its_owners(aws: Aws, ipam: Ipam) -> None:
    """Another account finds none of it."""
    ec2 = aws.client("ec2", OTHER, region="us-east-1")
    with refused("InvalidIpamScopeId.NotFound"):
        ec2.modify_ipam_scope(IpamScopeId=ipam.private, Description="mine")
    with refused("InvalidIpamScopeId.NotFound"):
        ec2.create_ipam_pool(IpamScopeId=ipam.private, AddressFamily="ipv4")
