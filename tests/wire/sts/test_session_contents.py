"""What a session takes along and hands on: tags, a source identity, policies, assertions about its user."""

import json
import re
from hashlib import shake_256
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.sts.arranging import ASSUME, assume, make_role, statement
from tests.worlds import OUTSIDER

ALLOW = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ec2:DescribeVpcs", "Resource": "*"}]}
)
ROLE = f"arn:aws:iam::{OUTSIDER}:role/r"
TAGGING = {"Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]}


@pytest.mark.parametrize(
    ("members", "rule"),
    [
        ({"Tags": [{"Key": "a", "Value": "1"}], "TransitiveTagKeys": ["b"]}, "STS-004"),
        ({"Tags": [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}]}, "STS-005"),
        ({"Tags": [{"Key": "aws:a", "Value": "1"}]}, "STS-017"),
    ],
)
def test_tags_are_checked_first(aws: Aws, members: dict[str, Any], rule: str) -> None:
    """Keys are unique without regard to case, transitive keys are among them, and AWS's own are AWS's."""
    with refused("InvalidParameterValue", rule=rule, status=400):
        assume(aws, ROLE, **members)


def test_sts_006_inherited_tags_stay(aws: Aws) -> None:
    """A transitive tag goes down a chain, decides there, and cannot be overridden, in whatever case."""
    first = make_role(aws, statement(**TAGGING), name="first")
    tagged = {"StringEquals": {"aws:PrincipalTag/Team": "net"}}
    second = make_role(aws, statement(**TAGGING, Condition=tagged), name="second")
    third = make_role(aws, statement(**TAGGING, Condition=tagged), name="third")
    tags = [{"Key": "Team", "Value": "net"}]
    answer = assume(aws, first, Tags=tags, TransitiveTagKeys=["team"])
    assert answer["PackedPolicySize"] > 0
    middle = assume(aws, second, by=answer["Credentials"])["Credentials"]
    assume(aws, third, by=middle)
    with refused("InvalidParameterValue", rule="STS-006", status=400):
        assume(aws, third, by=middle, Tags=[{"Key": "TEAM", "Value": "web"}])
    plain = assume(aws, first, Tags=tags)["Credentials"]
    once = assume(aws, second, by=plain)["Credentials"]
    with refused("AccessDenied", rule="STS-011"):
        assume(aws, third, by=once)


@pytest.mark.parametrize(
    ("members", "action", "rule"),
    [
        ({"Tags": [{"Key": "a", "Value": "1"}]}, "sts:TagSession", "STS-012"),
        ({"SourceIdentity": "alice"}, "sts:SetSourceIdentity", "STS-013"),
    ],
)
def test_tags_and_source_identity_want_an_action_of_their_own(
    aws: Aws, members: dict[str, Any], action: str, rule: str
) -> None:
    """A trust policy that allows AssumeRole alone allows neither."""
    arn = make_role(aws)
    with refused("AccessDenied", rule=rule, status=403) as refusal:
        assume(aws, arn, **members)
    assert action in refusal.message


@pytest.mark.parametrize(
    ("members", "action", "rule"),
    [
        ({"Tags": [{"Key": "a", "Value": "1"}], "TransitiveTagKeys": ["a"]}, "sts:TagSession", "STS-012"),
        ({"SourceIdentity": "alice"}, "sts:SetSourceIdentity", "STS-013"),
    ],
)
def test_what_is_inherited_wants_the_same_action(aws: Aws, members: dict[str, Any], action: str, rule: str) -> None:
    """A session that hands on tags or a source identity cannot enter a role that allows AssumeRole alone."""
    first = assume(aws, make_role(aws, statement(**TAGGING), name="first"), **members)["Credentials"]
    plain = make_role(aws, statement(), name="plain")
    with refused("AccessDenied", rule=rule, status=403) as refusal:
        assume(aws, plain, by=first)
    assert refusal.message.endswith(f"is not authorized to perform: {action} on resource: {plain}")
    tagged = assume(aws, make_role(aws, statement(**TAGGING), name="second"), by=first)
    assert tagged.get("SourceIdentity") == members.get("SourceIdentity")
    assert ("PackedPolicySize" in tagged) == ("Tags" in members)


def test_sts_059_context_assertions_cannot_be_had(aws: Aws) -> None:
    """Without sts:SetContext in the trust policy it is a matter of rights; with it, no assertion is a valid one."""
    contexts = [{"ProviderArn": "arn:aws:iam::aws:contextProvider/IdentityCenter", "ContextAssertion": "assertion"}]
    with refused("AccessDenied", rule="STS-059", status=403) as refusal:
        assume(aws, make_role(aws), ProvidedContexts=contexts)
    assert "sts:SetContext" in refusal.message
    trusting = make_role(aws, statement(Action=[ASSUME, "sts:SetContext"]), name="trusting")
    with refused("ExpiredTokenException", rule="STS-059", status=400):
        assume(aws, trusting, ProvidedContexts=contexts)


def test_sts_009_tags_alone_can_be_too_large(aws: Aws) -> None:
    """Tags that fill the space are refused in a text of their own; those that are inherited count."""
    role = make_role(aws, statement(**TAGGING))
    noise = shake_256(b"tags").hexdigest(128 * 30)
    tags = [{"Key": f"k{number}", "Value": noise[256 * number : 256 * (number + 1)]} for number in range(30)]
    with refused("PackedPolicyTooLarge", rule="STS-009", status=400) as refusal:
        assume(aws, role, Tags=tags)
    assert re.fullmatch(r"Packed size of session tags consumes [1-9]\d\d% of allotted space\.", refusal.message)
    few = tags[:10]
    first = assume(aws, role, Tags=few, TransitiveTagKeys=[one["Key"] for one in few])
    assert assume(aws, role, by=first["Credentials"])["PackedPolicySize"] == first["PackedPolicySize"]


def test_sts_019_the_source_identity_stays(aws: Aws) -> None:
    """Once set, a chain keeps it and cannot change it."""
    first = make_role(aws, statement(**TAGGING), name="first")
    second = make_role(
        aws, statement(**TAGGING, Condition={"StringEquals": {"aws:SourceIdentity": "alice"}}), name="second"
    )
    answer = assume(aws, first, SourceIdentity="alice")
    assert answer["SourceIdentity"] == "alice"
    assume(aws, second, by=answer["Credentials"])
    with refused("AccessDenied", rule="STS-019", status=403):
        assume(aws, second, by=answer["Credentials"], SourceIdentity="bob")


# Session policies


def test_session_policies_are_packed(aws: Aws) -> None:
    """A policy takes space, and the answer tells how much."""
    arn = make_role(aws)
    answer = assume(aws, arn, Policy=ALLOW, PolicyArns=[{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}])
    assert 0 < answer["PackedPolicySize"] <= 100


@pytest.mark.parametrize(
    ("members", "code", "rule"),
    [
        ({"Policy": "{"}, "MalformedPolicyDocument", "STS-007"),
        ({"Policy": '{"Version": "2012-10-17"}'}, "MalformedPolicyDocument", "STS-007"),
        ({"Policy": ALLOW + " " * 2048}, "ValidationError", "STS-008"),
        ({"PolicyArns": [{"arn": "arn:aws:iam::aws:policy/Nothing"}]}, "ValidationError", "STS-010"),
        ({"PolicyArns": [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}] * 11}, "ValidationError", "STS-018"),
        (
            {"Tags": [{"Key": f"{n:02}", "Value": f"{n * 7919**40:0256x}"[-256:]} for n in range(1, 51)]},
            "PackedPolicyTooLarge",
            "STS-009",
        ),
    ],
)
def test_session_policies_are_checked(aws: Aws, members: dict[str, Any], code: str, rule: str) -> None:
    """What is no policy, does not exist, or takes too much space is refused before the trust policy is asked."""
    with refused(code, rule=rule, status=400):
        assume(aws, ROLE, **members)
