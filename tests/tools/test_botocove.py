"""botocove: the organization's accounts, and a role in each of them."""

import json
from pathlib import Path

from tests.aws import Aws
from tests.tools.conftest import Tool
from tests.worlds import MANAGEMENT, OUTSIDER, member

STORY = Path(__file__).with_name("cove_story.py")


def test_one_function_runs_in_every_account(aws: Aws, tool: Tool) -> None:
    """The role is assumed where CreateAccount made it; an invited account, which has none, is reported as failed."""
    organizations = aws.client("organizations")
    organizations.create_organization()
    created = [member(aws.world, "network"), member(aws.world, "shop")]
    invitation = organizations.invite_account_to_organization(Target={"Type": "ACCOUNT", "Id": OUTSIDER})
    aws.client("organizations", OUTSIDER).accept_handshake(HandshakeId=invitation["Handshake"]["Id"])

    told = json.loads(tool("python", STORY))

    assert {row["Id"]: (row["Name"], row["Result"]) for row in told["Results"]} == {
        account_id: (
            name,
            f"arn:aws:sts::{account_id}:assumed-role/OrganizationAccountAccessRole/OrganizationAccountAccessRole",
        )
        for account_id, name in zip(created, ("network", "shop"), strict=True)
    }
    assert [row["Id"] for row in told["FailedAssumeRole"]] == [OUTSIDER]
    assert "AccessDenied" in told["FailedAssumeRole"][0]["ExceptionDetails"]
    assert told["Exceptions"] == []
    for account_id in created:
        role = aws.client("iam", account_id).get_role(RoleName="OrganizationAccountAccessRole")["Role"]
        assert role["Tags"] == [{"Key": "visited", "Value": "yes"}]
    assert MANAGEMENT not in {row["Id"] for row in told["Results"]}
