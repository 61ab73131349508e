"""GetSessionToken and GetFederationToken, and what their sessions may not do."""

import json
from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.wire.sts.arranging import assume, make_role
from tests.worlds import MANAGEMENT

EVERYTHING = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
MFA = {"SerialNumber": f"arn:aws:iam::{MANAGEMENT}:mfa/phone", "TokenCode": "123456"}


def of_user(aws: Aws, **members: Any) -> dict[str, Any]:
    credentials: dict[str, Any] = aws.client("sts").get_session_token(**members)["Credentials"]
    return credentials


def of_federated(aws: Aws, **members: Any) -> dict[str, Any]:
    credentials: dict[str, Any] = aws.client("sts").get_federation_token(Name="bob", **members)["Credentials"]
    return credentials


def test_a_session_token_is_the_user(aws: Aws) -> None:
    """GetSessionToken's credentials act as the user itself, for twelve hours."""
    credentials = of_user(aws)
    assert credentials["Expiration"] == aws.world.now + timedelta(hours=12)
    identity = aws.client("sts", credentials=credentials).get_caller_identity()
    assert identity["Arn"] == f"arn:aws:iam::{MANAGEMENT}:user/administrator"
    assert identity["UserId"] == aws.client("sts").get_caller_identity()["UserId"]


def test_a_federated_user_is_itself(aws: Aws) -> None:
    """GetFederationToken's credentials act as a federated user; the packed size is told even as 0."""
    answer = aws.client("sts").get_federation_token(Name="bob", DurationSeconds=900)
    arn = f"arn:aws:sts::{MANAGEMENT}:federated-user/bob"
    assert answer["FederatedUser"] == {"Arn": arn, "FederatedUserId": f"{MANAGEMENT}:bob"}
    assert answer["PackedPolicySize"] == 0
    assert answer["Credentials"]["Expiration"] == aws.world.now + timedelta(minutes=15)
    identity = aws.client("sts", credentials=answer["Credentials"]).get_caller_identity()
    assert (identity["Arn"], identity["UserId"]) == (arn, f"{MANAGEMENT}:bob")


@pytest.mark.parametrize(
    ("operation", "members", "rule"),
    [("GetSessionToken", {}, "STS-020"), ("GetFederationToken", {"Name": "bob"}, "STS-022")],
)
@pytest.mark.parametrize("kind", ["user", "federated user", "role"])
def test_sessions_make_no_such_sessions(
    aws: Aws, kind: str, operation: str, members: dict[str, str], rule: str
) -> None:
    """Both operations want long-term credentials."""
    match kind:
        case "user":
            credentials = of_user(aws)
        case "federated user":
            credentials = of_federated(aws)
        case _:
            credentials = assume(aws, make_role(aws))["Credentials"]
    sts = aws.client("sts", credentials=credentials)
    call = sts.get_session_token if operation == "GetSessionToken" else sts.get_federation_token
    with refused("AccessDenied", rule=rule, status=403) as refusal:
        call(**members)
    assert refusal.message == f"Cannot call {operation} with session credentials"


@pytest.mark.parametrize(
    "members",
    [
        {"SerialNumber": f"arn:aws:iam::{MANAGEMENT}:mfa/phone"},
        {"SerialNumber": "arn:aws:iam::999999999999:mfa/phone", "TokenCode": "123456"},
        {"SerialNumber": "something else", "TokenCode": "123456"},
        {"TokenCode": "123456"},
    ],
)
def test_sts_021_a_device_and_its_code_belong_together(aws: Aws, members: dict[str, str]) -> None:
    """A device without a code, another account's device, and a code without a device are refused."""
    with refused("AccessDenied" if " " not in members.get("SerialNumber", "") else "ValidationError", status=None):
        of_user(aws, **members)


def test_sts_023_a_session_without_mfa_cannot_use_iam(aws: Aws) -> None:
    """To IAM such a session's token is invalid; with MFA it is the user's, and other services take both."""
    with refused("InvalidClientTokenId", rule="STS-023", status=403):
        aws.client("iam", credentials=of_user(aws)).list_roles()
    aws.client("iam", credentials=of_user(aws, **MFA)).list_roles()
    aws.client("ec2", credentials=of_user(aws)).describe_regions()


def test_sts_024_a_users_session_has_little_of_sts(aws: Aws) -> None:
    """It may assume roles, which is not chaining, and ask who it is."""
    sts = aws.client("sts", credentials=of_user(aws))
    arn = make_role(aws, MaxSessionDuration=7200)
    sts.assume_role(RoleArn=arn, RoleSessionName="session", DurationSeconds=7200)
    with refused("AccessDenied", rule="STS-024", status=403):
        sts.get_access_key_info(AccessKeyId="AKIAIOSFODNN7EXAMPLE")


def test_sts_027_a_federated_user_has_neither_iam_nor_sts(aws: Aws) -> None:
    """Whatever its policy allows."""
    credentials = of_federated(aws, Policy=EVERYTHING)
    with refused("AccessDenied", rule="STS-027", status=403):
        aws.client("iam", credentials=credentials).list_roles()
    with refused("AccessDenied", rule="STS-027", status=403):
        aws.client("sts", credentials=credentials).assume_role(RoleArn=make_role(aws), RoleSessionName="session")


@pytest.mark.parametrize(
    ("service", "operation", "code", "status"),
    [
        ("ec2", "describe_regions", "UnauthorizedOperation", 403),
        ("organizations", "describe_organization", "AccessDeniedException", 400),
    ],
)
def test_sts_028_a_federated_user_without_policy_can_do_nothing(
    aws: Aws, organization_world: World, service: str, operation: str, code: str, status: int
) -> None:
    """A session policy is what gives a federated user anything."""
    with refused(code, rule="STS-028", status=status):
        getattr(aws.client(service, credentials=of_federated(aws)), operation)()
    getattr(aws.client(service, credentials=of_federated(aws, Policy=EVERYTHING)), operation)()
