"""The managed policies of an account and their versions, through real boto3."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.iam.words import ALLOW, READ_ONLY, TRUST
from tests.worlds import OUTSIDER


@pytest.fixture
def iam(aws: Aws) -> Any:
    return aws.client("iam", OUTSIDER)


@pytest.fixture
def arn(iam: Any) -> str:
    """A policy of the account."""
    return str(iam.create_policy(PolicyName="Ours", PolicyDocument=ALLOW)["Policy"]["Arn"])


def test_a_policy_is_made(iam: Any) -> None:
    """CreatePolicy answers a first version and no description; GetPolicy has the description."""
    policy = iam.create_policy(
        PolicyName="Ours",
        Path="/team/",
        PolicyDocument=ALLOW,
        Description="what we may",
        Tags=[{"Key": "k", "Value": "v"}],
    )["Policy"]
    assert policy.pop("PolicyId").startswith("ANPA")
    assert policy.pop("CreateDate") == policy.pop("UpdateDate")
    assert policy == {
        "PolicyName": "Ours",
        "Arn": f"arn:aws:iam::{OUTSIDER}:policy/team/Ours",
        "Path": "/team/",
        "DefaultVersionId": "v1",
        "AttachmentCount": 0,
        "PermissionsBoundaryUsageCount": 0,
        "IsAttachable": True,
        "Tags": [{"Key": "k", "Value": "v"}],
    }
    assert iam.get_policy(PolicyArn=policy["Arn"])["Policy"]["Description"] == "what we may"


def test_iam_008_a_policy_is_its_accounts_own(aws: Aws, arn: str) -> None:
    """Another account does not see it."""
    with refused("NoSuchEntity", rule="IAM-008", status=404):
        aws.client("iam").get_policy(PolicyArn=arn)


def test_iam_037_names_are_unique(iam: Any, arn: str) -> None:
    """In whatever case, on whatever path."""
    with refused("EntityAlreadyExists", rule="IAM-037", status=409) as refusal:
        iam.create_policy(PolicyName="OURS", Path="/x/", PolicyDocument=ALLOW)
    assert refusal.message == "A policy called OURS already exists. Duplicate names are not allowed."


def test_versions_are_numbered_once(iam: Any, arn: str) -> None:
    """A deleted number does not come back; the newest version stands first; the default is chosen."""
    other = ALLOW.replace("DescribeVpcs", "DescribeSubnets")
    second = iam.create_policy_version(PolicyArn=arn, PolicyDocument=other)["PolicyVersion"]
    assert {key: second[key] for key in ("VersionId", "IsDefaultVersion")} == {
        "VersionId": "v2",
        "IsDefaultVersion": False,
    }
    assert "Document" not in second
    iam.delete_policy_version(PolicyArn=arn, VersionId="v2")
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=other, SetAsDefault=True)
    versions = iam.list_policy_versions(PolicyArn=arn)["Versions"]
    assert [(each["VersionId"], each["IsDefaultVersion"]) for each in versions] == [("v3", True), ("v1", False)]
    iam.set_default_policy_version(PolicyArn=arn, VersionId="v1")
    assert iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"] == "v1"
    document = iam.get_policy_version(PolicyArn=arn, VersionId="v3")["PolicyVersion"]["Document"]
    assert document == json.loads(other)


def test_iam_042_five_versions(iam: Any, arn: str) -> None:
    """The sixth is refused."""
    for _ in range(4):
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=ALLOW)
    with refused("LimitExceeded", rule="IAM-042", status=409):
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=ALLOW)


def test_iam_043_the_default_version_stays(iam: Any, arn: str) -> None:
    """It cannot be deleted by itself."""
    with refused("DeleteConflict", rule="IAM-043", status=409):
        iam.delete_policy_version(PolicyArn=arn, VersionId="v1")


def test_iam_040_and_iam_041_what_keeps_a_policy(iam: Any, arn: str) -> None:
    """Attachments, boundaries and further versions must go before the policy can."""
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=TRUST)
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=ALLOW)
    iam.attach_role_policy(RoleName="ours", PolicyArn=arn)
    with refused("DeleteConflict", rule="IAM-040", status=409):
        iam.delete_policy(PolicyArn=arn)
    iam.detach_role_policy(RoleName="ours", PolicyArn=arn)
    iam.put_role_permissions_boundary(RoleName="ours", PermissionsBoundary=arn)
    with refused("DeleteConflict", rule="IAM-040", status=409):
        iam.delete_policy(PolicyArn=arn)
    iam.delete_role(RoleName="ours")
    with refused("DeleteConflict", rule="IAM-041", status=409):
        iam.delete_policy(PolicyArn=arn)
    iam.delete_policy_version(PolicyArn=arn, VersionId="v2")
    iam.delete_policy(PolicyArn=arn)
    assert iam.list_policies(Scope="Local")["Policies"] == []


@pytest.mark.parametrize(
    "call",
    [
        lambda iam: iam.delete_policy(PolicyArn=READ_ONLY),
        lambda iam: iam.create_policy_version(PolicyArn=READ_ONLY, PolicyDocument=ALLOW),
        lambda iam: iam.set_default_policy_version(PolicyArn=READ_ONLY, VersionId="v1"),
        lambda iam: iam.delete_policy_version(PolicyArn=READ_ONLY, VersionId="v1"),
    ],
)
def test_iam_038_policies_of_aws_do_not_change(iam: Any, call: Callable[[Any], Any]) -> None:
    """They are nobody's to delete or to give versions."""
    with refused("AccessDenied", rule="IAM-038", status=403):
        call(iam)


def test_iam_039_policies_of_aws_have_no_tags(iam: Any, arn: str) -> None:
    """Only an account's own policies take tags."""
    iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "k", "Value": "v"}])
    assert iam.list_policy_tags(PolicyArn=arn)["Tags"] == [{"Key": "k", "Value": "v"}]
    iam.untag_policy(PolicyArn=arn, TagKeys=["K"])
    assert iam.list_policy_tags(PolicyArn=arn)["Tags"] == []
    with refused("InvalidInput", rule="IAM-039", status=400):
        iam.tag_policy(PolicyArn=READ_ONLY, Tags=[{"Key": "k", "Value": "v"}])


def test_iam_013_the_size_of_a_policy(make_aws: Callable[..., Aws]) -> None:
    """A policy that is too large, and one too many, exceed their quotas."""
    iam = make_aws(managed_policy_characters=150, policies_per_account=1).client("iam")
    with refused("LimitExceeded", rule="IAM-013", status=409) as refusal:
        iam.create_policy(PolicyName="large", PolicyDocument=ALLOW.replace("DescribeVpcs", "Describe" + "x" * 100))
    assert refusal.message == "Cannot exceed quota for PolicySize: 150"
    iam.create_policy(PolicyName="one", PolicyDocument=ALLOW)
    with refused("LimitExceeded", rule="IAM-013") as refusal:
        iam.create_policy(PolicyName="two", PolicyDocument=ALLOW)
    assert refusal.message == "Cannot exceed quota for PoliciesPerAccount: 1"


def test_lists_of_policies(iam: Any, arn: str) -> None:
    """The account's own come first, then AWS's; scope, path and use choose among them, pages too."""
    iam.create_policy(PolicyName="another", Path="/team/", PolicyDocument=ALLOW)
    assert [each["PolicyName"] for each in iam.list_policies(Scope="Local")["Policies"]] == ["another", "Ours"]
    pages = iam.get_paginator("list_policies").paginate(PaginationConfig={"PageSize": 1})
    names = [policy["PolicyName"] for page in pages for policy in page["Policies"]]
    assert names[:2] == ["another", "Ours"]
    assert len(names) == len(set(names)) > 230
    assert [each["PolicyName"] for each in iam.list_policies(PathPrefix="/team/")["Policies"]] == ["another"]
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=TRUST, PermissionsBoundary=arn)
    assert iam.list_policies(OnlyAttached=True)["Policies"] == []
    bounding = iam.list_policies(PolicyUsageFilter="PermissionsBoundary")["Policies"]
    assert [each["PolicyName"] for each in bounding] == ["Ours"]


def test_who_uses_a_policy(iam: Any, arn: str) -> None:
    """ListEntitiesForPolicy tells users before roles, and chooses by kind, use and path."""
    iam.create_user(UserName="alice", PermissionsBoundary=arn)
    for name in ("one", "two"):
        iam.create_role(RoleName=name, Path=f"/{name}/", AssumeRolePolicyDocument=TRUST)
        iam.attach_role_policy(RoleName=name, PolicyArn=arn)

    def users(**chosen: Any) -> tuple[list[str], list[str]]:
        answer = iam.list_entities_for_policy(PolicyArn=arn, **chosen)
        assert answer["PolicyGroups"] == []
        return (
            [each["UserName"] for each in answer["PolicyUsers"]],
            [each["RoleName"] for each in answer["PolicyRoles"]],
        )

    assert users() == (["alice"], ["one", "two"])
    assert users(EntityFilter="Role", PathPrefix="/two/") == ([], ["two"])
    assert users(PolicyUsageFilter="PermissionsBoundary") == (["alice"], [])
    first = iam.list_entities_for_policy(PolicyArn=arn, MaxItems=1)
    assert users(Marker=first["Marker"]) == ([], ["one", "two"])


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("{", "Syntax errors in policy."),
        (ALLOW.replace('"Action"', '"Actions"'), "Syntax errors in policy."),
        (ALLOW.replace("2012-10-17", "2012-10-18"), "Syntax errors in policy."),
        (ALLOW.replace("2012-10-17", "2008-10-17"), "Policy document must be version 2012-10-17 or greater."),
        (ALLOW.replace("Allow", "ALLOW"), "The policy failed legacy parsing"),
        (ALLOW.replace('"*"', '"arn:aws:s3::bucket"'), "The policy failed legacy parsing"),
        (ALLOW.replace('"Effect"', '"Condition": {"DateLessThan": {"aws:CurrentTime": "soon"}}, "Effect"'),
         "The policy failed legacy parsing"),
        (ALLOW.replace("[{", '[{"Sid": "a", "Effect": "Deny", "Action": "*", "Resource": "*"}, {"Sid": "a", '),
         "Statement IDs (SID) in a single policy must be unique."),
        (ALLOW.replace('"Action": "ec2:DescribeVpcs", ', ""), "Policy statement must contain actions."),
        (ALLOW.replace('"ec2:DescribeVpcs"', "[]"), "Policy statement must contain actions."),
        (ALLOW.replace('"*"', '"bucket"'), 'Resource bucket must be in ARN format or "*".'),
        (ALLOW.replace('"*"', '"arn:moon:s3:::b"'), 'Partition "moon" is not valid for resource "arn:moon:s3:::b".'),
        (ALLOW.replace('"*"', '"arn:moon:s3"'), 'Partition "moon" is not valid for resource "arn:moon:s3:*:*:*".'),
        (ALLOW.replace('"*"', '"arn:aws"'), "Resource vendor must be fully qualified and cannot contain regexes."),
        (ALLOW.replace('"*"', '"arn:aws:s*:::b"'),
         "Resource vendor must be fully qualified and cannot contain regexes."),
        (ALLOW.replace('"*"', '"arn:aws:iam:us-east-1:111111111111:role/r"'),
         "IAM resource arn:aws:iam:us-east-1:111111111111:role/r cannot contain region information."),
        (ALLOW.replace('"*"', '"arn:aws:s3:us-east-1::b"'),
         "Resource arn:aws:s3:us-east-1::b can not contain region information."),
        (ALLOW.replace('"*"', '"arn:aws:iam::111111111111:roles/r"'),
         'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, '
         "instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, "
         "access-report/."),
        (ALLOW.replace("ec2:DescribeVpcs", "DescribeVpcs"),
         "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
        (ALLOW.replace("ec2:DescribeVpcs", "ec2:a:b"), "Actions/Condition can contain only one colon."),
        (ALLOW.replace("ec2:DescribeVpcs", "e c:a"), "Vendor e c is not valid"),
        (ALLOW.replace(', "Resource": "*"', ""), "Policy statement must contain resources."),
        (ALLOW.replace('"Action"', '"Principal": "*", "Action"'), "Policy document should not specify a principal."),
    ],
)  # fmt: skip
def test_iam_012_permissions_policies_that_are_refused(iam: Any, document: str, message: str) -> None:
    """Each fault has AWS's own sentence, and makes no policy."""
    with refused("MalformedPolicyDocument", rule="IAM-012", status=400) as refusal:
        iam.create_policy(PolicyName="ours", PolicyDocument=document)
    assert refusal.message == message
    assert iam.list_policies(Scope="Local")["Policies"] == []


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": "Deny", "NotAction": ["iam:*"], "NotResource": ["arn:aws:s3:::b/*", "arn:aws-cn:s3:::b"]},
        {"Effect": "Allow", "Action": "*", "Resource": "arn:*:iam::*:role/*"},
        {"Effect": "Allow", "Action": "ec2:NeverHeardOf", "Resource": "arn:aws:ec2:*:*:vpc/*",
         "Condition": {"ForAnyValue:StringLikeIfExists": {"aws:TagKeys": "a*"},
                       "DateGreaterThan": {"aws:CurrentTime": "2026-01-01T00:00:00Z"}, "Bool": {"a:b": True}}},
    ],
)  # fmt: skip
def test_permissions_policies_that_are_accepted(iam: Any, statement: dict[str, Any]) -> None:
    """One statement without a list, the negated elements, and operators of all kinds."""
    document = {"Version": "2012-10-17", "Id": "ours", "Statement": statement}
    arn = iam.create_policy(PolicyName="ours", PolicyDocument=json.dumps(document))["Policy"]["Arn"]
    assert iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]["Document"] == document
