"""Inline and attached policies of roles, and AWS's managed policies, through real boto3."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.iam.words import ALLOW, READ_ONLY, TRUST
from tests.worlds import OUTSIDER


@pytest.fixture
def iam(aws: Aws) -> Any:
    """IAM of an account that has a role."""
    iam = aws.client("iam", OUTSIDER)
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=TRUST)
    return iam


def test_inline_policies(iam: Any) -> None:
    """They are put, replaced, listed by name, read and deleted."""
    document = ALLOW.replace('"*"', '"arn:aws:s3:::bucket/%3A x"')
    for name in ("b", "a"):
        iam.put_role_policy(RoleName="ours", PolicyName=name, PolicyDocument=ALLOW)
    iam.put_role_policy(RoleName="OURS", PolicyName="b", PolicyDocument=document)
    assert iam.list_role_policies(RoleName="ours")["PolicyNames"] == ["a", "b"]
    answer = iam.get_role_policy(RoleName="OURS", PolicyName="b")
    assert (answer["RoleName"], answer["PolicyName"]) == ("ours", "b")
    assert answer["PolicyDocument"] == json.loads(document)
    iam.delete_role_policy(RoleName="ours", PolicyName="b")
    assert iam.list_role_policies(RoleName="ours")["PolicyNames"] == ["a"]


@pytest.mark.parametrize("operation", ["get_role_policy", "delete_role_policy"])
def test_iam_007_an_unknown_inline_policy(iam: Any, operation: str) -> None:
    """A policy that the role does not have is not found."""
    with refused("NoSuchEntity", rule="IAM-007", status=404) as refusal:
        getattr(iam, operation)(RoleName="ours", PolicyName="p")
    assert refusal.message == "The role policy with name p cannot be found."


def test_iam_014_inline_policies_have_a_size_together(make_aws: Callable[..., Aws]) -> None:
    """The sum counts without white space, and a policy that is replaced does not count twice."""
    iam = make_aws(inline_policy_characters_per_role=150).client("iam")
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=TRUST)
    iam.put_role_policy(RoleName="ours", PolicyName="a", PolicyDocument=ALLOW + " " * 500)
    iam.put_role_policy(RoleName="ours", PolicyName="a", PolicyDocument=ALLOW)
    with refused("LimitExceeded", rule="IAM-014", status=409) as refusal:
        iam.put_role_policy(RoleName="ours", PolicyName="b", PolicyDocument=ALLOW)
    assert refusal.message == "Maximum policy size of 150 bytes exceeded for role ours"


def test_attached_policies(iam: Any) -> None:
    """They are listed in the order of attachment; attaching twice changes nothing."""
    arns = [f"arn:aws:iam::aws:policy/{name}" for name in ("ReadOnlyAccess", "AdministratorAccess", "SecurityAudit")]
    for arn in (*arns, arns[0]):
        iam.attach_role_policy(RoleName="ours", PolicyArn=arn)
    attached = iam.list_attached_role_policies(RoleName="ours")["AttachedPolicies"]
    assert [policy["PolicyArn"] for policy in attached] == arns
    assert iam.get_policy(PolicyArn=READ_ONLY)["Policy"]["AttachmentCount"] == 1
    pages = iam.get_paginator("list_attached_role_policies").paginate(RoleName="ours", PaginationConfig={"PageSize": 2})
    assert [policy["PolicyArn"] for page in pages for policy in page["AttachedPolicies"]] == arns
    assert iam.list_attached_role_policies(RoleName="ours", PathPrefix="/x/")["AttachedPolicies"] == []
    iam.detach_role_policy(RoleName="ours", PolicyArn=arns[1])
    attached = iam.list_attached_role_policies(RoleName="ours")["AttachedPolicies"]
    assert [policy["PolicyArn"] for policy in attached] == [arns[0], arns[2]]


@pytest.mark.parametrize("operation", ["attach_role_policy", "detach_role_policy"])
def test_iam_011_a_name_is_not_an_arn(iam: Any, operation: str) -> None:
    """A policy's name in place of its ARN cannot be parsed, even for a role that is not there."""
    with refused("ValidationError", rule="IAM-011", status=400) as refusal:
        getattr(iam, operation)(RoleName="nobody", PolicyArn="longpolicynamebutnoarn")
    assert refusal.message == "Invalid ARN:  Could not be parsed!"


def test_iam_009_and_iam_010_unknown_policies(iam: Any) -> None:
    """What does not exist cannot be attached; what is not attached cannot be detached; the role is looked for first."""
    arn = READ_ONLY + "s"
    with refused("NoSuchEntity", rule="IAM-010", status=404) as refusal:
        iam.attach_role_policy(RoleName="ours", PolicyArn=arn)
    assert refusal.message == f"Policy {arn} does not exist or is not attachable."
    with refused("NoSuchEntity", rule="IAM-009", status=404) as refusal:
        iam.detach_role_policy(RoleName="ours", PolicyArn=READ_ONLY)
    assert refusal.message == f"Policy {READ_ONLY} was not found."
    with refused("NoSuchEntity", rule="IAM-001"):
        iam.attach_role_policy(RoleName="nobody", PolicyArn=arn)


def test_managed_policies_of_aws(iam: Any) -> None:
    """Any account reads them; AdministratorAccess has its document."""
    policy = iam.get_policy(PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")["Policy"]
    assert (policy["DefaultVersionId"], policy["Path"], policy["IsAttachable"]) == ("v1", "/", True)
    version = iam.get_policy_version(PolicyArn=policy["Arn"], VersionId="v1")["PolicyVersion"]
    assert version["Document"]["Statement"] == [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
    versions = iam.list_policy_versions(PolicyArn=policy["Arn"])["Versions"]
    assert [(each["VersionId"], each["IsDefaultVersion"]) for each in versions] == [("v1", True)]


def test_iam_008_and_iam_015_unknown_policies_and_versions(iam: Any) -> None:
    """Each has its own words."""
    with refused("NoSuchEntity", rule="IAM-008", status=404) as refusal:
        iam.get_policy(PolicyArn=READ_ONLY + "s")
    assert refusal.message == f"Policy {READ_ONLY}s was not found."
    with refused("NoSuchEntity", rule="IAM-015", status=404) as refusal:
        iam.get_policy_version(PolicyArn=READ_ONLY, VersionId="v999")
    assert refusal.message == f"Policy {READ_ONLY} version v999 does not exist or is not attachable."


def test_every_managed_policy_of_aws_is_listed(iam: Any) -> None:
    """Pages of AWS's policies are in order of name without regard to case, and each comes once."""
    pages = iam.get_paginator("list_policies").paginate(Scope="AWS")
    names = [policy["PolicyName"] for page in pages for policy in page["Policies"]]
    assert len(names) == len(set(names)) > 230
    assert names == sorted(names, key=str.lower)
    assert iam.list_policies(Scope="Local")["Policies"] == []
