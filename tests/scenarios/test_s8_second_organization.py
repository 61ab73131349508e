"""S8: a second organization lets the first one's IPAM look through its resource discovery."""

from typing import Any

import pytest

from tests.aws import refused
from tests.scenarios.conftest import HOME, Company, Estate, discovered_accounts, resource_cidrs
from tests.worlds import OUTSIDER

PERMISSION = "arn:aws:ram::aws:permission/AWSRAMPermissionIpamResourceDiscovery"


class Partner(Company):
    """OUTSIDER's organization: `external` administers its IPAM and has a resource discovery, `branch` has a VPC."""

    def __init__(self, estate: Estate) -> None:
        super().__init__(estate.aws, OUTSIDER)
        self.external = self.account("external")
        self.branch = self.account("branch", self.unit("Branches", self.root)["Id"])
        self.ec2(OUTSIDER).enable_ipam_organization_admin_account(DelegatedAdminAccountId=self.external)
        self.discovery = self.ec2(self.external).create_ipam_resource_discovery()["IpamResourceDiscovery"]
        self.discovery_id: str = self.discovery["IpamResourceDiscoveryId"]
        vpc = self.ec2(self.branch).create_vpc(CidrBlock="10.99.0.0/16")["Vpc"]
        self.vpc = vpc["VpcId"], vpc["CidrBlock"]

    def share(self, account_id: str) -> str:
        arn: str = self.client("ram", self.external).create_resource_share(
            name="discovery",
            resourceArns=[self.discovery["IpamResourceDiscoveryArn"]],
            principals=[account_id],
            permissionArns=[PERMISSION],
        )["resourceShare"]["resourceShareArn"]
        return arn


@pytest.fixture
def partner(estate: Estate) -> Partner:
    estate.integrate()
    return Partner(estate)


def _association(ec2: Any) -> dict[str, Any]:
    """The association that is no default one."""
    [found] = ec2.describe_ipam_resource_discovery_associations(Filters=[{"Name": "is-default", "Values": ["false"]}])[
        "IpamResourceDiscoveryAssociations"
    ]
    answer: dict[str, Any] = found
    return answer


def test_s8_another_organization_is_seen_through_its_discovery(estate: Estate, partner: Partner) -> None:
    """From the invitation to the end: shared, accepted, associated, seen without its units, unshared, gone."""
    network, external = estate.ec2(estate.network), partner.ec2(partner.external)
    ipam = network.create_ipam()["Ipam"]
    scope, ask = ipam["PrivateDefaultScopeId"], {"IpamResourceDiscoveryId": partner.discovery_id}
    assert partner.discovery["State"] == "create-in-progress"
    assert partner.discovery["OwnerId"] == partner.external

    share = partner.share(estate.network)
    ram = estate.client("ram", estate.network)
    [invitation] = ram.get_resource_share_invitations()["resourceShareInvitations"]
    assert (invitation["senderAccountId"], invitation["status"]) == (partner.external, "PENDING")
    with refused("InvalidIpamResourceDiscoveryId.NotFound"):
        network.associate_ipam_resource_discovery(IpamId=ipam["IpamId"], **ask)
    ram.accept_resource_share_invitation(resourceShareInvitationArn=invitation["resourceShareInvitationArn"])

    made = network.associate_ipam_resource_discovery(IpamId=ipam["IpamId"], **ask)["IpamResourceDiscoveryAssociation"]
    assert (made["State"], made["ResourceDiscoveryStatus"]) == ("associate-in-progress", "active")
    assert (made["IpamId"], made["IpamRegion"], made["IsDefault"]) == (ipam["IpamId"], HOME, False)
    assert made["OwnerId"] == estate.network
    association = _association(network)
    assert (association["State"], association["ResourceDiscoveryStatus"]) == ("associate-complete", "active")
    assert network.describe_ipams()["Ipams"][0]["ResourceDiscoveryAssociationCount"] == 2

    accounts = discovered_accounts(network, partner.discovery_id)
    assert set(accounts) == {OUTSIDER, partner.external, partner.branch}
    assert not any("OrganizationalUnitId" in row for row in accounts.values())
    own = discovered_accounts(external, partner.discovery_id)
    assert own[partner.branch]["OrganizationalUnitId"].startswith("ou-")
    row = resource_cidrs(network, scope)[partner.vpc]
    assert (row["ResourceOwnerId"], row["ManagementState"]) == (partner.branch, "unmanaged")
    listed = network.get_ipam_discovered_resource_cidrs(ResourceRegion=HOME, **ask)["IpamDiscoveredResourceCidrs"]
    assert [(one["ResourceId"], one["ResourceCidr"]) for one in listed] == [partner.vpc]

    partner.client("ram", partner.external).delete_resource_share(resourceShareArn=share)
    assert _association(network)["ResourceDiscoveryStatus"] == "not-found"
    assert resource_cidrs(network, scope) == {}
    with refused("InvalidIpamResourceDiscoveryId.NotFound"):
        discovered_accounts(network, partner.discovery_id)

    by_id = {"IpamResourceDiscoveryAssociationId": made["IpamResourceDiscoveryAssociationId"]}
    gone = network.disassociate_ipam_resource_discovery(**by_id)["IpamResourceDiscoveryAssociation"]
    assert gone["State"] == "disassociate-in-progress"
    [left] = network.describe_ipam_resource_discovery_associations()["IpamResourceDiscoveryAssociations"]
    assert left["IsDefault"]
    assert network.describe_ipams()["Ipams"][0]["ResourceDiscoveryAssociationCount"] == 1
    default = left["IpamResourceDiscoveryAssociationId"]
    with refused("InvalidParameterValue", rule="IPAM-211"):
        network.disassociate_ipam_resource_discovery(IpamResourceDiscoveryAssociationId=default)


def test_s8_members_of_the_other_organization_may_allocate(estate: Estate, partner: Partner) -> None:
    """With a share of the pool they see it; that they are monitored comes with the association, and goes with it."""
    network = estate.ec2(estate.network)
    ipam = network.create_ipam()["Ipam"]
    pool = network.create_ipam_pool(IpamScopeId=ipam["PrivateDefaultScopeId"], AddressFamily="ipv4", Locale=HOME)[
        "IpamPool"
    ]
    network.provision_ipam_pool_cidr(IpamPoolId=pool["IpamPoolId"], Cidr="10.0.0.0/16")
    estate.share("branch", pool["IpamPoolArn"], partner.branch, "AWSRAMDefaultPermissionsIpamPool")
    theirs, branch = partner.client("ram", partner.branch), partner.ec2(partner.branch)
    [invitation] = theirs.get_resource_share_invitations()["resourceShareInvitations"]
    theirs.accept_resource_share_invitation(resourceShareInvitationArn=invitation["resourceShareInvitationArn"])
    ask = {"Ipv4IpamPoolId": pool["IpamPoolId"], "Ipv4NetmaskLength": 24}
    with refused("UnsupportedOperation", rule="INT-071"):
        branch.create_vpc(**ask)

    partner.share(estate.network)
    ram = estate.client("ram", estate.network)
    [invitation] = ram.get_resource_share_invitations()["resourceShareInvitations"]
    ram.accept_resource_share_invitation(resourceShareInvitationArn=invitation["resourceShareInvitationArn"])
    network.associate_ipam_resource_discovery(IpamId=ipam["IpamId"], IpamResourceDiscoveryId=partner.discovery_id)
    vpc = branch.create_vpc(**ask)["Vpc"]
    row = resource_cidrs(network, ipam["PrivateDefaultScopeId"])[vpc["VpcId"], vpc["CidrBlock"]]
    assert (row["ManagementState"], row["ComplianceStatus"]) == ("managed", "compliant")

    partner.ec2(OUTSIDER).disable_ipam_organization_admin_account(DelegatedAdminAccountId=partner.external)
    with refused("UnsupportedOperation", rule="INT-071"):
        branch.create_vpc(**ask)
    assert set(discovered_accounts(network, partner.discovery_id)) == {partner.external}
