"""How IAM words malformed input: all of it at once."""

from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.iam.words import TRUST
from tests.worlds import OUTSIDER


@pytest.fixture
def iam(aws: Aws) -> Any:
    return aws.client("iam", OUTSIDER)


def test_iam_032_every_violation_is_told(iam: Any) -> None:
    """Two violations stand in one sentence, with lists counted from one."""
    with refused("ValidationError", rule="IAM-032", status=400) as refusal:
        iam.create_role(RoleName="r" * 65, AssumeRolePolicyDocument=TRUST, Tags=[{"Key": "k" * 129, "Value": "v"}])
    assert refusal.message == (
        f"2 validation errors detected: Value '{'r' * 65}' at 'roleName' failed to satisfy constraint: "
        f"Member must have length less than or equal to 64; Value '{'k' * 129}' at 'tags.1.member.key' failed to "
        "satisfy constraint: Member must have length less than or equal to 128"
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda iam: iam.list_policies(Scope="Mine"),
            "1 validation error detected: Value 'Mine' at 'scope' failed to satisfy constraint: "
            "Member must satisfy enum value set: [All, AWS, Local]",
        ),
        (
            lambda iam: iam.list_roles(MaxItems=1001),
            "1 validation error detected: Value '1001' at 'maxItems' failed to satisfy constraint: "
            "Member must have value less than or equal to 1000",
        ),
        (
            lambda iam: iam.create_role(RoleName="r", AssumeRolePolicyDocument=TRUST, MaxSessionDuration=60 * 60 * 13),
            "1 validation error detected: Value '46800' at 'maxSessionDuration' failed to satisfy constraint: "
            "Member must have value less than or equal to 43200",
        ),
        (
            lambda iam: iam.get_policy_version(PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess", VersionId="1"),
            "1 validation error detected: Value '1' at 'versionId' failed to satisfy constraint: "
            r"Member must satisfy regular expression pattern: v[1-9][0-9]*(\.[A-Za-z0-9-]*)?",
        ),
    ],
)
def test_iam_032_constraints(iam: Any, call: Any, message: str) -> None:
    """Enumerations, numbers and patterns are told as the contract has them."""
    with refused("ValidationError", rule="IAM-032", status=400) as refusal:
        call(iam)
    assert refusal.message == message


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda iam: iam.get_role(RoleName="a/b"),
            "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the "
            "following: +=,.@_-",
        ),
        (
            lambda iam: iam.create_role(RoleName="r", AssumeRolePolicyDocument=TRUST, Path="team"),
            "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric "
            "characters and/or / characters.",
        ),
    ],
)
def test_iam_033_names_and_paths_have_a_text_of_their_own(iam: Any, call: Any, message: str) -> None:
    """In place of the pattern IAM says what the name may hold."""
    with refused("ValidationError", rule="IAM-033", status=400) as refusal:
        call(iam)
    assert refusal.message == message
