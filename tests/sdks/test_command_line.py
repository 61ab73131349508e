"""The founding story told by the AWS CLI, step by step as the README tells it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.aws import Aws
from tests.worlds import MANAGEMENT

AWS = Path(sys.executable).with_name("aws")

Cli = Callable[..., Any]


@pytest.fixture
def cli(aws: Aws) -> Cli:
    """Runs an `aws` command as an account: its JSON output, "" where it prints nothing, or the error it prints."""

    def run(command: str, account_id: str = MANAGEMENT) -> Any:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": "/nonexistent",
            "AWS_ENDPOINT_URL": aws.endpoint,
            "AWS_DEFAULT_REGION": "eu-west-1",
            "AWS_ACCESS_KEY_ID": account_id,
            "AWS_SECRET_ACCESS_KEY": "any",
        }
        ran = subprocess.run(
            [AWS, *command.split()], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        if ran.returncode:
            return ran.stderr.strip()
        return json.loads(ran.stdout) if ran.stdout else ""

    return run


def test_the_founding_story(cli: Cli) -> None:
    """Integrate IPAM, see it from every side, and take it back in the documented order."""
    cli("organizations create-organization")
    cli("organizations create-account --email network@example.com --account-name network")
    accounts = cli("organizations list-accounts")["Accounts"]
    member = next(account["Id"] for account in accounts if account["Name"] == "network")
    service = "--service-principal ipam.amazonaws.com"

    assert "EnableIpamOrganizationAdminAccount" in cli(f"organizations enable-aws-service-access {service}")
    too_early = cli(f"organizations register-delegated-administrator --account-id {member} {service}")
    assert "(ConstraintViolationException)" in too_early

    designate = f"--delegated-admin-account-id {member}"
    assert cli(f"ec2 enable-ipam-organization-admin-account {designate}") == {"Success": True}
    administrators = cli(f"organizations list-delegated-administrators {service}")["DelegatedAdministrators"]
    assert [row["Id"] for row in administrators] == [member]
    for account_id in (MANAGEMENT, member):
        role = cli("iam get-role --role-name AWSServiceRoleForIPAM", account_id)["Role"]
        assert role["Arn"].startswith(f"arn:aws:iam::{account_id}:role/aws-service-role/ipam.amazonaws.com/")

    assert cli(f"ec2 disable-ipam-organization-admin-account {designate}") == {"Success": True}
    # F-10: this command prints nothing
    assert cli(f"organizations disable-aws-service-access {service}") == ""
    for account_id in (MANAGEMENT, member):
        deletion = cli("iam delete-service-linked-role --role-name AWSServiceRoleForIPAM", account_id)
        task = f"--deletion-task-id {deletion['DeletionTaskId']}"
        assert cli(f"iam get-service-linked-role-deletion-status {task}", account_id)["Status"] == "SUCCEEDED"
