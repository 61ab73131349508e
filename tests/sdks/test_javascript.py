"""The founding story told by the JavaScript SDK v3 (Node.js; `make test` installs the packages)."""

import json
import os
import subprocess
from pathlib import Path

from tests.aws import Aws
from tests.worlds import MANAGEMENT

HERE = Path(__file__).parent

STORY = {
    "identity": MANAGEMENT,
    "creation": "IN_PROGRESS",
    "enableAccess": "InvalidInputException/UNRECOGNIZED_SERVICE_PRINCIPAL",
    "registerFirst": "ConstraintViolationException/SERVICE_ACCESS_NOT_ENABLED",
    "dryRun": "DryRunOperation",
    "designated": True,
    "trusted": ["ipam.amazonaws.com"],
    "administrators": [True],
    "roles": [True, True, True],
    "lateRole": True,
    "second": "IpamOrganizationDelegatedAdminLimitExceeded",
    "wrongCaller": "UnauthorizedOperation",
    "ipam": ["create-in-progress", 2],
    "described": ["create-complete"],
    "session": True,
    "disableTooEarly": "ConstraintViolationException/DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE",
    "roleInUse": "FAILED",
    "removed": True,
    "disabled": "accepted",
    "deletions": ["SUCCEEDED"] * 4,
    "rolesAtLast": [False] * 4,
}


def test_the_founding_story(aws: Aws) -> None:
    """With AWS_ENDPOINT_URL, a Region and a twelve-digit key, the SDK sees every step of the story."""
    environment = {
        "PATH": os.environ["PATH"],
        "AWS_ENDPOINT_URL": aws.endpoint,
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": MANAGEMENT,
        "AWS_SECRET_ACCESS_KEY": "any",
    }
    ran = subprocess.run(
        ["node", "story.mjs"], cwd=HERE, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == STORY
