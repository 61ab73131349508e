"""Roles and sessions that the tests of STS share."""

import json
from typing import Any

from tests.aws import Aws
from tests.worlds import MANAGEMENT, OUTSIDER

ASSUME = "sts:AssumeRole"
ANY_PRINCIPAL: dict[str, Any] = {"AWS": "*"}


def statement(principal: Any = None, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal or ANY_PRINCIPAL, "Action": ASSUME, **more}


def trust(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def make_role(aws: Aws, *statements: dict[str, Any], account: str = OUTSIDER, name: str = "r", **more: Any) -> str:
    """A role of OUTSIDER that trusts as the statements say, or everybody of MANAGEMENT; its ARN."""
    document = trust(*(statements or (statement({"AWS": MANAGEMENT}),)))
    answer = aws.client("iam", account).create_role(RoleName=name, AssumeRolePolicyDocument=document, **more)
    arn: str = answer["Role"]["Arn"]
    return arn


def assume(aws: Aws, arn: str, *, by: Any = MANAGEMENT, session: str = "session", **more: Any) -> Any:
    """The answer to AssumeRole, called by an account's administrator or with credentials."""
    sts = aws.client("sts", by) if isinstance(by, str) else aws.client("sts", credentials=by)
    return sts.assume_role(RoleArn=arn, RoleSessionName=session, **more)
