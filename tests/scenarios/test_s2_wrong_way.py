"""S2: trusted access and delegated administrator made through Organizations alone, where AWS lets that happen."""

from typing import Any

from tests.aws import refused
from tests.scenarios.conftest import HOME, Estate, allocations_of, create_pool, discovered_accounts
from tests.worlds import MANAGEMENT

IPAM = "ipam.amazonaws.com"
ROLE = "AWSServiceRoleForIPAM"


def test_s2_organizations_calls_alone_monitor_nobody(make_aws: Any) -> None:
    """The IPAM sees its owner, members cannot allocate; IPAM's own call then repairs everything."""
    estate = Estate(make_aws(ipam_service_access="observed"))
    management, organizations = estate.ec2(MANAGEMENT), estate.client("organizations", MANAGEMENT)
    network, dev = estate.ec2(estate.network), estate.ec2(estate.dev)
    everybody = (MANAGEMENT, estate.network, estate.dev, estate.sandbox)

    organizations.enable_aws_service_access(ServicePrincipal=IPAM)
    organizations.register_delegated_administrator(AccountId=estate.network, ServicePrincipal=IPAM)

    ipam = network.create_ipam()["Ipam"]
    for account_id in everybody:
        iam = estate.client("iam", account_id)
        if account_id == estate.network:
            assert iam.get_role(RoleName=ROLE)["Role"]["RoleName"] == ROLE
        else:
            with refused("NoSuchEntity"):
                iam.get_role(RoleName=ROLE)

    discovery_id = ipam["DefaultResourceDiscoveryId"]
    [own] = discovered_accounts(network, discovery_id).values()
    assert (own["AccountId"], own["DiscoveryRegion"]) == (estate.network, HOME)
    assert "FailureReason" not in own

    pool = create_pool(network, ipam["PrivateDefaultScopeId"], "10.0.0.0/16", Locale=HOME)
    estate.client("ram", MANAGEMENT).enable_sharing_with_aws_organization()
    estate.share("dev", pool["IpamPoolArn"], estate.dev, "AWSRAMDefaultPermissionsIpamPool")
    [seen] = dev.describe_ipam_pools()["IpamPools"]
    assert seen["IpamPoolId"] == pool["IpamPoolId"]
    with refused("UnsupportedOperation", rule="INT-071") as refusal:
        dev.create_vpc(Ipv4IpamPoolId=pool["IpamPoolId"], Ipv4NetmaskLength=24)
    assert refusal.message == (
        f"The operation AllocateIpamPoolCidr is not supported. Account {estate.dev} is not monitored by IPAM "
        f"{ipam['IpamId']}."
    )
    assert allocations_of(network, pool["IpamPoolId"]) == []

    answer = management.enable_ipam_organization_admin_account(DelegatedAdminAccountId=estate.network)
    assert answer["Success"] is True
    for account_id in everybody:
        assert estate.client("iam", account_id).get_role(RoleName=ROLE)["Role"]["RoleName"] == ROLE
    rows = discovered_accounts(network, discovery_id)
    assert set(rows) == set(everybody)
    assert not any("FailureReason" in row for row in rows.values())

    vpc = dev.create_vpc(Ipv4IpamPoolId=pool["IpamPoolId"], Ipv4NetmaskLength=24)["Vpc"]
    assert vpc["CidrBlock"] == "10.0.0.0/24"
    [allocation] = allocations_of(network, pool["IpamPoolId"])
    assert (allocation["ResourceId"], allocation["ResourceOwner"]) == (vpc["VpcId"], estate.dev)
