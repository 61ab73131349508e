"""Cloud Custodian: its policies about organizations and VPCs."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.aws import Aws
from tests.tools.conftest import Tool
from tests.worlds import member

HERE = Path(__file__).parent


@pytest.fixture
def found(tool: Tool, tmp_path: Path) -> Any:
    """Runs the policies of a file; answers the resources that each has found."""

    def run(policies: str, *arguments: str) -> dict[str, list[dict[str, Any]]]:
        tool("custodian", "run", "--cache-period", "0", "-s", tmp_path / "out", *arguments, HERE / policies)
        return {path.parent.name: json.loads(path.read_text()) for path in tmp_path.glob("out/*/resources.json")}

    return run


@pytest.fixture
def accounts(aws: Aws) -> dict[str, str]:
    """An organization with a unit Workloads, which holds the account shop; network stands under the root."""
    organizations = aws.client("organizations")
    organizations.create_organization()
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    unit = organizations.create_organizational_unit(ParentId=root, Name="Workloads")["OrganizationalUnit"]["Id"]
    organizations.create_organizational_unit(ParentId=unit, Name="Production")
    created = {name: member(aws.world, name) for name in ("network", "shop")}
    organizations.move_account(AccountId=created["shop"], SourceParentId=root, DestinationParentId=unit)
    organizations.tag_resource(ResourceId=created["network"], Tags=[{"Key": "team", "Value": "network"}])
    return created


def test_policies_about_accounts_and_units(found: Any, accounts: dict[str, str]) -> None:
    """aws.org-account and aws.org-unit see accounts with their units and tags, and units with their policies."""
    results = found("organization.yaml")

    assert [row["Id"] for row in results["accounts-in-workloads"]] == [accounts["shop"]]
    assert [row["Name"] for row in results["accounts-of-a-team"]] == ["network"]
    assert [row["Path"] for row in results["units-with-their-paths"]] == ["Workloads", "Workloads/Production"]


def test_a_policy_about_vpcs_acts_in_a_member(aws: Aws, found: Any, accounts: dict[str, str]) -> None:
    """aws.vpc finds a member's VPCs from the management account, through the member's role, and tags them."""
    # Custodian judges by its own clock whether the session that it was given is over
    aws.world.clock.advance(datetime.now(UTC) - aws.world.now)
    ec2 = aws.client("ec2", accounts["shop"])
    vpc_id = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    ec2.create_vpc(CidrBlock="192.168.0.0/16")

    role = f"arn:aws:iam::{accounts['shop']}:role/OrganizationAccountAccessRole"
    results = found("network.yaml", "--region", "eu-west-1", "--assume", role)

    assert [row["VpcId"] for row in results["vpcs-without-an-owner"]] == [vpc_id]
    vpcs = ec2.describe_vpcs(Filters=[{"Name": "tag:owner", "Values": ["unknown"]}])["Vpcs"]
    assert [vpc["VpcId"] for vpc in vpcs] == [vpc_id]
