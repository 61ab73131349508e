"""Two organizations, built as a platform team builds them, and for each account a client with its own credentials."""

from typing import Any

import pytest

from tests.aws import Aws
from tests.worlds import MANAGEMENT

HOME = "us-east-1"
WEST = "us-west-2"
IRELAND = "eu-west-1"


class Company:
    """An organization that an account makes, with a client for each of its accounts.

    Members are reached as in AWS, by assuming the role that CreateAccount puts into them.
    """

    def __init__(self, aws: Aws, management: str) -> None:
        self.aws = aws
        self.management = management
        self._sessions: dict[str, dict[str, Any]] = {}
        organizations = self.client("organizations", management)
        self.organization = organizations.create_organization(FeatureSet="ALL")["Organization"]
        self.root: str = organizations.list_roots()["Roots"][0]["Id"]

    def unit(self, name: str, parent_id: str) -> dict[str, Any]:
        organizations = self.client("organizations", self.management)
        unit: dict[str, Any] = organizations.create_organizational_unit(ParentId=parent_id, Name=name)[
            "OrganizationalUnit"
        ]
        return unit

    def account(self, name: str, parent_id: str | None = None) -> str:
        """A new account, moved where it belongs."""
        organizations = self.client("organizations", self.management)
        status = organizations.create_account(Email=f"{name}@example.com", AccountName=name)["CreateAccountStatus"]
        status = organizations.describe_create_account_status(CreateAccountRequestId=status["Id"])
        account_id: str = status["CreateAccountStatus"]["AccountId"]
        if parent_id is not None:
            self.move(account_id, self.root, parent_id)
        return account_id

    def move(self, account_id: str, source_id: str, target_id: str) -> None:
        organizations = self.client("organizations", self.management)
        organizations.move_account(AccountId=account_id, SourceParentId=source_id, DestinationParentId=target_id)

    def client(self, service: str, account_id: str, region: str = HOME) -> Any:
        if account_id == self.management:
            return self.aws.client(service, account_id, region=region)
        if account_id not in self._sessions:
            answer = self.aws.client("sts", self.management, region=HOME).assume_role(
                RoleArn=f"arn:aws:iam::{account_id}:role/OrganizationAccountAccessRole", RoleSessionName="platform"
            )
            self._sessions[account_id] = answer["Credentials"]
        return self.aws.client(service, account_id, region=region, credentials=self._sessions[account_id])

    def ec2(self, account_id: str, region: str = HOME) -> Any:
        return self.client("ec2", account_id, region)


class Estate(Company):
    """MANAGEMENT's organization: `network` administers IPAM, `dev` is in Workloads/Dev, `sandbox` in Sandbox."""

    def __init__(self, aws: Aws) -> None:
        super().__init__(aws, MANAGEMENT)
        self.workloads = self.unit("Workloads", self.root)
        self.workloads_dev = self.unit("Dev", self.workloads["Id"])
        self.sandboxes = self.unit("Sandbox", self.root)
        self.network = self.account("network")
        self.dev = self.account("dev", self.workloads_dev["Id"])
        self.sandbox = self.account("sandbox", self.sandboxes["Id"])

    def integrate(self) -> None:
        """Make `network` IPAM's delegated administrator, and let RAM share with the organization."""
        self.ec2(MANAGEMENT).enable_ipam_organization_admin_account(DelegatedAdminAccountId=self.network)
        self.client("ram", MANAGEMENT).enable_sharing_with_aws_organization()

    def share(self, name: str, resource_arn: str, principal: str, permission: str) -> str:
        """Share what `network` owns, from IPAM's home Region."""
        answer = self.client("ram", self.network).create_resource_share(
            name=name,
            resourceArns=[resource_arn],
            principals=[principal],
            permissionArns=[f"arn:aws:ram::aws:permission/{permission}"],
        )
        arn: str = answer["resourceShare"]["resourceShareArn"]
        return arn


def create_pool(ec2: Any, scope_id: str, *cidrs: str, **asked: Any) -> dict[str, Any]:
    """An IPv4 pool with these CIDRs, as CreateIpamPool answers it."""
    pool: dict[str, Any] = ec2.create_ipam_pool(IpamScopeId=scope_id, AddressFamily="ipv4", **asked)["IpamPool"]
    for cidr in cidrs:
        ec2.provision_ipam_pool_cidr(IpamPoolId=pool["IpamPoolId"], Cidr=cidr)
    return pool


def pool_of(ec2: Any, pool_id: str) -> dict[str, Any]:
    found: dict[str, Any] = ec2.describe_ipam_pools(IpamPoolIds=[pool_id])["IpamPools"][0]
    return found


def cidrs_of(ec2: Any, pool_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ec2.get_ipam_pool_cidrs(IpamPoolId=pool_id)["IpamPoolCidrs"]
    return found


def allocations_of(ec2: Any, pool_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ec2.get_ipam_pool_allocations(IpamPoolId=pool_id)["IpamPoolAllocations"]
    return found


def discovered_accounts(ec2: Any, discovery_id: str, region: str = HOME) -> dict[str, dict[str, Any]]:
    """What GetIpamDiscoveredAccounts lists, by account."""
    answer = ec2.get_ipam_discovered_accounts(IpamResourceDiscoveryId=discovery_id, DiscoveryRegion=region)
    return {row["AccountId"]: row for row in answer["IpamDiscoveredAccounts"]}


def resource_cidrs(ec2: Any, scope_id: str, **asked: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """What GetIpamResourceCidrs lists, by resource and CIDR."""
    rows = ec2.get_ipam_resource_cidrs(IpamScopeId=scope_id, **asked)["IpamResourceCidrs"]
    return {(row["ResourceId"], row["ResourceCidr"]): row for row in rows}


@pytest.fixture
def estate(make_aws: Any) -> Estate:
    return Estate(make_aws())
