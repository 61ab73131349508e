"""An IPAM at home in us-east-1, for tests that begin with one, and short ways to its parts."""

from typing import Any

import pytest

from tests.aws import Aws

HOME = "us-east-1"
AWAY = "us-west-2"
OWNER = "222222222222"
OTHER = "333333333333"


class Ipam:
    """An account's IPAM behind the endpoint."""

    def __init__(self, aws: Aws, owner: str = OWNER, region: str = HOME, **asked: Any) -> None:
        self.aws = aws
        self.owner = owner
        self.ec2 = aws.client("ec2", owner, region=region)
        regions = [{"RegionName": AWAY}, {"RegionName": "eu-west-1"}]
        self.created = self.ec2.create_ipam(**{"OperatingRegions": regions, **asked})["Ipam"]
        self.id: str = self.created["IpamId"]
        self.private: str = self.created["PrivateDefaultScopeId"]
        self.public: str = self.created["PublicDefaultScopeId"]

    def describe(self) -> dict[str, Any]:
        found: dict[str, Any] = self.ec2.describe_ipams(IpamIds=[self.id])["Ipams"][0]
        return found

    def pool(self, *cidrs: str, **asked: Any) -> str:
        """A pool in the private scope, IPv4 unless asked otherwise, with these CIDRs."""
        asked = {"IpamScopeId": self.private, "AddressFamily": "ipv4", **asked}
        pool_id: str = self.ec2.create_ipam_pool(**asked)["IpamPool"]["IpamPoolId"]
        for cidr in cidrs:
            self.ec2.provision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr=cidr)
        return pool_id

    def cidrs(self, pool_id: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ec2.get_ipam_pool_cidrs(IpamPoolId=pool_id)["IpamPoolCidrs"]
        return found

    def allocate(self, pool_id: str, **asked: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.ec2.allocate_ipam_pool_cidr(IpamPoolId=pool_id, **asked)["IpamPoolAllocation"]
        return found

    def allocations(self, pool_id: str, **asked: Any) -> list[dict[str, Any]]:
        answer = self.ec2.get_ipam_pool_allocations(IpamPoolId=pool_id, **asked)
        found: list[dict[str, Any]] = answer["IpamPoolAllocations"]
        return found


@pytest.fixture
def ipam(aws: Aws) -> Ipam:
    return Ipam(aws)


@pytest.fixture
def loose(aws: Aws) -> Any:
    """A client that sends what botocore itself would refuse."""
    return aws.own_client("ec2", OWNER, region=HOME, parameter_validation=False)


def proof(what: str, account: str = OWNER, day: str = "20271231") -> dict[str, str]:
    """An authorization context of the documented form."""
    return {"Message": f"1|aws|{account}|{what}|{day}|SHA256|RSAPSS", "Signature": "c2lnbmVk"}
