"""Scopes through real boto3."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.aws import Aws, refused
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


ACCOUNT = "1.identity.account.realm.id"


def _external(make_aws: Callable[..., Aws], **options: Any) -> tuple[Ipam, str]:
    """An IPAM with a scope that Infoblox has the say about."""
    ipam = Ipam(make_aws(external_authority_space=(f"{ACCOUNT} 10.0.0.0/8", f"{ACCOUNT} 2001:db8::/32"), **options))
    authority = {"Type": "infoblox", "ExternalResourceIdentifier": ACCOUNT}
    made = ipam.ec2.create_ipam_scope(IpamId=ipam.id, ExternalAuthorityConfiguration=authority)["IpamScope"]
    assert made["ExternalAuthorityConfiguration"] == authority
    return ipam, made["IpamScopeId"]


@pytest.mark.parametrize(
    ("answers", "cidrs"),
    [
        ("accept", ["192.168.0.0/16", "10.0.0.0/8", "10.0.0.0/12", "10.0.0.0/16"]),
        ("listed", [None, "10.0.0.0/8", "10.0.0.0/12", "10.0.0.0/16"]),
        ("refuse", [None, None, None, None]),
    ],
)
def test_ipam_506_an_external_authority_answers(
    make_aws: Callable[..., Aws], answers: str, cidrs: list[str | None]
) -> None:
    """It accepts a named CIDR or rejects it, and chooses one for a length; the pool shows which, and why not."""
    ipam, scope = _external(make_aws, external_authority=answers)
    asked = [{"Cidr": "192.168.0.0/16"}, {"Cidr": "10.0.0.0/8"}, {"NetmaskLength": 12}, {"NetmaskLength": 16}]
    for one, expected in zip(asked, cidrs, strict=True):
        pool = ipam.pool(IpamScopeId=scope)
        pending = ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=pool, **one)["IpamPoolCidr"]
        assert pending["State"] == "pending-provision"
        [found] = ipam.cidrs(pool)
        if expected is None:
            assert (found["State"], found["FailureReason"]["Code"]) == ("failed-provision", "cidr-not-available")
        else:
            assert (found["State"], found["Cidr"]) == ("provisioned", expected)
            ipam.ec2.deprovision_ipam_pool_cidr(IpamPoolId=pool, Cidr=expected)
    said = [entry.what for entry in ipam.aws.world.journal.entries() if getattr(entry, "actor", "") == "infoblox"]
    assert len(said) == len(asked)


def test_pools_below_an_external_authority(make_aws: Callable[..., Aws]) -> None:
    """It is asked for top-level CIDRs alone, gives none twice, and gives IPv6 too; without it lengths are refused."""
    ipam, scope = _external(make_aws, external_authority="listed")
    first, second = (ipam.pool(IpamScopeId=scope) for _ in range(2))
    for pool in (first, second):
        ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=pool, NetmaskLength=16)
    assert [ipam.cidrs(pool)[0]["Cidr"] for pool in (first, second)] == ["10.0.0.0/16", "10.1.0.0/16"]
    child = ipam.pool("10.0.128.0/20", IpamScopeId=scope, SourceIpamPoolId=first)
    assert ipam.cidrs(child)[0]["State"] == "provisioned"
    ipv6 = ipam.pool(IpamScopeId=scope, AddressFamily="ipv6")
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=ipv6, NetmaskLength=48)
    assert ipam.cidrs(ipv6)[0]["Cidr"] == "2001:db8::/48"
    with refused("InvalidParameterCombination", rule="IPAM-062"):
        ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=ipam.pool(), NetmaskLength=16)


@pytest.mark.parametrize("identifier", ["ours", "1.identity.account.realm", "1.identity.account..id", ""])
def test_ipam_505_an_authority_is_named_whole(ipam: Ipam, scope_id: str, identifier: str) -> None:
    """With its type, and with an identifier of the documented form."""
    authority = {"Type": "infoblox", "ExternalResourceIdentifier": identifier}
    for wrong in (authority, {"ExternalResourceIdentifier": ACCOUNT}):
        with refused("InvalidParameterValue", rule="IPAM-505"):
            ipam.ec2.create_ipam_scope(IpamId=ipam.id, ExternalAuthorityConfiguration=wrong)
        with refused("InvalidParameterValue", rule="IPAM-505"):
            ipam.ec2.modify_ipam_scope(IpamScopeId=scope_id, ExternalAuthorityConfiguration=wrong)


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
