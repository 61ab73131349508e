"""Ordinary roles through real boto3: their shapes, names, trust policies and tags."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.iam.words import ALLOW, READ_ONLY, TRUST, trust
from tests.worlds import MANAGEMENT, OUTSIDER


@pytest.fixture
def iam(aws: Aws) -> Any:
    return aws.client("iam", OUTSIDER)


def make(iam: Any, name: str = "ours", **given: Any) -> dict[str, Any]:
    role: dict[str, Any] = iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST, **given)["Role"]
    return role


def test_three_shapes_of_a_role(iam: Any) -> None:
    """CreateRole, GetRole and ListRoles each show another part of it."""
    given = {
        "Path": "/team/",
        "Description": "ours",
        "PermissionsBoundary": READ_ONLY,
        "Tags": [{"Key": "team", "Value": "network"}],
    }
    common = {"Arn", "AssumeRolePolicyDocument", "CreateDate", "Path", "RoleId", "RoleName", "Description"}
    assert set(make(iam, **given)) == common | {"Tags", "PermissionsBoundary"}
    shown = iam.get_role(RoleName="ours")["Role"]
    assert set(shown) == common | {"Tags", "PermissionsBoundary", "MaxSessionDuration", "RoleLastUsed"}
    assert shown["Arn"] == f"arn:aws:iam::{OUTSIDER}:role/team/ours"
    assert shown["PermissionsBoundary"] == {
        "PermissionsBoundaryType": "PermissionsBoundaryPolicy",
        "PermissionsBoundaryArn": READ_ONLY,
    }
    assert set(iam.list_roles()["Roles"][0]) == common | {"MaxSessionDuration"}


def test_a_role_is_its_accounts_own(aws: Aws, iam: Any) -> None:
    """Another account neither sees the role nor is kept from its name."""
    make(iam)
    with refused("NoSuchEntity", rule="IAM-001", status=404):
        aws.client("iam").get_role(RoleName="ours")
    make(aws.client("iam"))


def test_iam_002_names_are_unique_without_regard_to_case(iam: Any) -> None:
    """`ADMIN` is taken by `Admin`, on any path, and `admin` finds it."""
    make(iam, "Admin")
    with refused("EntityAlreadyExists", rule="IAM-002", status=409) as refusal:
        make(iam, "ADMIN", Path="/other/")
    assert refusal.message == "Role with name ADMIN already exists."
    assert iam.get_role(RoleName="admin")["Role"]["RoleName"] == "Admin"


def test_iam_020_the_path_of_services_is_reserved(iam: Any) -> None:
    """Customers make no roles under /aws-service-role/."""
    with refused("ValidationError", rule="IAM-020", status=400):
        make(iam, Path="/aws-service-role/mine/")


def test_documents_come_back_as_they_were_sent(iam: Any) -> None:
    """A %3A in a document survives, and the SDK decodes the answer once."""
    document = trust({"AWS": "*"}).replace(' "Action"', ' "Sid": "aB", "Condition": {"StringEquals": '
                                           '{"sts:ExternalId": "a%3Ab c+d/é"}}, "Action"')  # fmt: skip
    document = document.replace("aB", "s1")
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=document)
    assert iam.get_role(RoleName="ours")["Role"]["AssumeRolePolicyDocument"] == json.loads(document)


def test_iam_025_only_actions_of_sts(iam: Any) -> None:
    """A trust policy may allow what STS does on the way to a session, and nothing else."""
    with refused("MalformedPolicyDocument", rule="IAM-025", status=400):
        iam.create_role(RoleName="ours", AssumeRolePolicyDocument=trust("*", "s3:GetObject"))
    make(iam)
    for action in ("sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", "sts:*"):
        iam.update_assume_role_policy(RoleName="ours", PolicyDocument=trust("*", action))


def test_iam_026_a_trusted_role_must_exist_and_is_known_by_its_id(iam: Any) -> None:
    """A role that is missing cannot be trusted; one that is deleted shows as its id, which cannot be set again."""
    arn = f"arn:aws:iam::{OUTSIDER}:role/friend"
    with refused("MalformedPolicyDocument", rule="IAM-026", status=400) as refusal:
        iam.create_role(RoleName="ours", AssumeRolePolicyDocument=trust({"AWS": arn}))
    assert refusal.message == f'Invalid principal in policy: "AWS":"{arn}"'
    friend = make(iam, "friend")
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=trust({"AWS": arn}))
    iam.delete_role(RoleName="friend")
    make(iam, "friend")
    shown = iam.get_role(RoleName="ours")["Role"]["AssumeRolePolicyDocument"]
    assert shown["Statement"][0]["Principal"] == {"AWS": friend["RoleId"]}
    with refused("MalformedPolicyDocument", rule="IAM-026"):
        iam.update_assume_role_policy(RoleName="ours", PolicyDocument=json.dumps(shown))


def test_iam_080_conditions_keep_the_name_of_who_is_gone(iam: Any) -> None:
    """Only principals turn into unique ids, however their ARNs are spelled; the rest of the document stays as sent."""
    friend = make(iam, "friend")
    named = json.loads(trust({"AWS": friend["Arn"]}))
    named["Statement"][0]["Condition"] = {"ArnEquals": {"aws:PrincipalArn": friend["Arn"]}}
    before, after = json.dumps(named).split(friend["Arn"], 1)
    document = before + friend["Arn"].replace("/", "\\/").replace("a", "\\u0061") + after
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=document)
    iam.delete_role(RoleName="friend")
    shown = iam.get_role(RoleName="ours")["Role"]["AssumeRolePolicyDocument"]
    named["Statement"][0]["Principal"] = {"AWS": friend["RoleId"]}
    assert shown == named


@pytest.mark.parametrize("again", ['"Effect": "Deny"', '"Action": "sts:TagSession"', '"Principal": "*"'])
def test_iam_083_an_element_stands_once(iam: Any, again: str) -> None:
    """Of two elements of one name none is chosen: the document is refused."""
    with refused("MalformedPolicyDocument", rule="IAM-083", status=400) as refusal:
        iam.create_role(RoleName="ours", AssumeRolePolicyDocument=TRUST.replace('"Effect"', f'{again}, "Effect"'))
    assert refusal.message == "Syntax errors in policy."


@pytest.mark.parametrize(
    "date", ["2026-13-01", "2026-00-01", "2026-01-32", "2026-01-01T24:00Z", "2026-01-01T00:00:60Z"]
)
def test_iam_081_dates_are_of_the_calendar(iam: Any, date: str) -> None:
    """A condition that names a day or a time that never is cannot be read."""
    document = json.loads(TRUST)
    document["Statement"][0]["Condition"] = {"DateLessThan": {"aws:CurrentTime": date}}
    with refused("MalformedPolicyDocument", rule="IAM-012", status=400) as refusal:
        iam.create_role(RoleName="ours", AssumeRolePolicyDocument=json.dumps(document))
    assert refusal.message == "The policy failed legacy parsing"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("{", "This policy contains invalid Json"),
        ('{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}],"Other":1}', "Syntax errors in policy."),
        (TRUST.replace("2012-10-17", "2008-10-17"), "Policy document must be version 2012-10-17 or greater."),
        (TRUST.replace("Allow", "allow"), "The policy failed legacy parsing"),
        (TRUST.replace('"Action"', '"Resource": "*", "Action"'), "Has prohibited field Resource."),
        (TRUST.replace('"Principal": {"AWS": "111111111111"}, ', ""), "Missing required field Principal"),
        (TRUST.replace("sts:AssumeRole", "s3:GetObject"), "AssumeRole policy may only specify STS AssumeRole actions."),
        (TRUST.replace('"Principal"', '"NotPrincipal"'),
         'AssumeRolepolicy contained an invalid principal: "NotPrincipal"'),
        (trust({"Service": "ipam"}), 'Invalid principal in policy: "SERVICE":"ipam"'),
        (trust({"AWS": "arn:aws:iam::111111111111:role/*"}),
         'Invalid principal in policy: "AWS":"arn:aws:iam::111111111111:role/*"'),
        (trust({"Federated": "somebody"}), 'Invalid principal in policy: "FEDERATED":"somebody"'),
        (trust({"CanonicalUser": "abc"}), 'Invalid principal in policy: "CANONICALUSER":"abc"'),
        (trust({}), "Missing required field Principal"),
        (trust({"AWS": []}), "Missing required field Principal"),
        (trust({"AWS": "１１１１１１１１１１１１"}), 'Invalid principal in policy: "AWS":"１１１１１１１１１１１１"'),
        (trust({"AWS": "arn:aws:sts::111111111111:assumed-role/any/*"}),
         'Invalid principal in policy: "AWS":"arn:aws:sts::111111111111:assumed-role/any/*"'),
        (trust({"AWS": "arn:aws:sts::111111111111:assumed-role/any"}),
         'Invalid principal in policy: "AWS":"arn:aws:sts::111111111111:assumed-role/any"'),
        (TRUST.replace('"Action"', '"Condition": {"NumericEquals": {"aws:EpochTime": NaN}}, "Action"'),
         "This policy contains invalid Json"),
        ('{"Version":"2012-10-17","Statement":[]}', "Syntax errors in policy."),
        (TRUST.replace('"Statement"', '"Id": 1, "Statement"'), "Syntax errors in policy."),
        (TRUST.replace('"Action"', '"Condition": {"StringEquals": {"sts:ExternalId": null}}, "Action"'),
         "Syntax errors in policy."),
        (TRUST.replace('"Action"', '"Condition": {"StringEquals": {"sts:ExternalId": [["x"]]}}, "Action"'),
         "Syntax errors in policy."),
    ],
)  # fmt: skip
def test_iam_012_trust_policies_that_are_refused(iam: Any, document: str, message: str) -> None:
    """Each fault has AWS's own sentence, and makes no role."""
    with refused("MalformedPolicyDocument", status=400) as refusal:
        iam.create_role(RoleName="ours", AssumeRolePolicyDocument=document)
    assert refusal.message == message
    assert iam.list_roles()["Roles"] == []


def test_iam_062_sids_are_letters_and_digits(iam: Any) -> None:
    """A Sid with anything else is refused in trust and permissions policies, before it is compared with others."""
    for sid in ("with space", "autogenerated-id", "dé", "under_score"):
        with refused("MalformedPolicyDocument", rule="IAM-062", status=400) as refusal:
            iam.create_role(
                RoleName="ours", AssumeRolePolicyDocument=TRUST.replace('"Action"', f'"Sid": "{sid}", "Action"')
            )
        assert refusal.message == (
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression "
            "[0-9A-Za-z]*"
        )
        with refused("MalformedPolicyDocument", rule="IAM-062", status=400):
            iam.create_policy(PolicyName="ours", PolicyDocument=ALLOW.replace('"Action"', f'"Sid": "{sid}", "Action"'))
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=TRUST.replace('"Action"', '"Sid": "", "Action"'))


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": "arn:aws:iam::123456789012:root"},
        {"AWS": ["123456789012", "arn:aws:sts::123456789012:assumed-role/any/session"]},
        {"AWS": f"arn:aws:iam::{MANAGEMENT}:user/administrator"},
        {"Service": ["ec2.amazonaws.com", "lambda.amazonaws.com"]},
        {"Federated": "cognito-identity.amazonaws.com"},
        "*",
    ],
)
def test_trust_policies_that_are_accepted(iam: Any, principal: Any) -> None:
    """Accounts, sessions, services and providers are trusted whether or not they exist, and shown as given."""
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=trust(principal))
    shown = iam.get_role(RoleName="ours")["Role"]["AssumeRolePolicyDocument"]
    assert shown["Statement"][0]["Principal"] == principal


def test_updates_keep_what_is_not_given(iam: Any) -> None:
    """UpdateRole changes the session duration and leaves the description; an empty answer has an empty result."""
    make(iam, Description="ours")
    answer = iam.update_role(RoleName="ours", MaxSessionDuration=7200)
    assert set(answer) == {"ResponseMetadata"}
    role = iam.get_role(RoleName="ours")["Role"]
    assert (role["Description"], role["MaxSessionDuration"]) == ("ours", 7200)


def test_iam_004_to_006_what_keeps_a_role(iam: Any) -> None:
    """DeleteRole names what must go first: the instance profile, then attached, then inline policies."""
    make(iam)
    iam.create_instance_profile(InstanceProfileName="profile")
    iam.add_role_to_instance_profile(InstanceProfileName="profile", RoleName="ours")
    iam.attach_role_policy(RoleName="ours", PolicyArn=READ_ONLY)
    iam.put_role_policy(RoleName="ours", PolicyName="p", PolicyDocument=ALLOW)
    steps: list[tuple[str, str, Callable[[], Any]]] = [
        ("IAM-004", "must remove roles from instance profile first.",
         lambda: iam.remove_role_from_instance_profile(InstanceProfileName="profile", RoleName="ours")),
        ("IAM-005", "must detach all policies first.",
         lambda: iam.detach_role_policy(RoleName="ours", PolicyArn=READ_ONLY)),
        ("IAM-006", "must delete policies first.", lambda: iam.delete_role_policy(RoleName="ours", PolicyName="p")),
    ]  # fmt: skip
    for rule, text, remedy in steps:
        with refused("DeleteConflict", rule=rule, status=409) as refusal:
            iam.delete_role(RoleName="ours")
        assert refusal.message == f"Cannot delete entity, {text}"
        remedy()
    iam.delete_role(RoleName="ours")
    assert iam.list_roles()["Roles"] == []


def test_iam_013_quotas(make_aws: Callable[..., Aws]) -> None:
    """Roles, the trust policy's size and attached policies have quotas; the roles of services count for none."""
    iam = make_aws(roles_per_account=1, policies_per_role=1, trust_policy_characters=200).client("iam")
    iam.create_service_linked_role(AWSServiceName="ipam.amazonaws.com")
    long = trust({"AWS": [f"{number:012d}" for number in range(20)]})
    with refused("LimitExceeded", rule="IAM-013", status=409) as refusal:
        iam.create_role(RoleName="long", AssumeRolePolicyDocument=long)
    assert refusal.message == "Cannot exceed quota for ACLSizePerRole: 200"
    make(iam)
    with refused("LimitExceeded", rule="IAM-013") as refusal:
        make(iam, "more")
    assert refusal.message == "Cannot exceed quota for RolesPerAccount: 1"
    iam.attach_role_policy(RoleName="ours", PolicyArn=READ_ONLY)
    iam.attach_role_policy(RoleName="ours", PolicyArn=READ_ONLY)
    with refused("LimitExceeded", rule="IAM-013") as refusal:
        iam.attach_role_policy(RoleName="ours", PolicyArn=READ_ONLY.replace("ReadOnly", "Administrator"))
    assert refusal.message == "Cannot exceed quota for PoliciesPerRole: 1"
    with refused("LimitExceeded", rule="IAM-013"):
        iam.update_assume_role_policy(RoleName="ours", PolicyDocument=long)


def test_pages_of_roles(iam: Any) -> None:
    """Pages are in order of name and stay so while a role is added behind them."""
    names = [f"role-{number:03d}" for number in range(25)]
    for name in reversed(names):
        make(iam, name)
    first = iam.list_roles(MaxItems=10)
    assert first["IsTruncated"] is True
    make(iam, "aaa")
    second = iam.list_roles(MaxItems=10, Marker=first["Marker"])
    third = iam.list_roles(MaxItems=10, Marker=second["Marker"])
    found = [role["RoleName"] for page in (first, second, third) for role in page["Roles"]]
    assert found == names
    assert third["IsTruncated"] is False
    assert "Marker" not in third


def test_iam_024_a_marker_belongs_to_its_list(aws: Aws, iam: Any) -> None:
    """A marker of another list, of another account or of nobody's making is refused."""
    make(iam, "a")
    make(iam, "b")
    marker = iam.list_roles(MaxItems=1)["Marker"]
    for refusing in (
        lambda: iam.list_roles(Marker="made-up"),
        lambda: iam.list_roles(Marker=marker, PathPrefix="/x/"),
        lambda: iam.list_instance_profiles(Marker=marker),
        lambda: aws.client("iam", "222222222222").list_roles(Marker=marker),
    ):
        with refused("ValidationError", rule="IAM-024", status=400) as refusal:
            refusing()
        assert refusal.message == "Invalid Marker."


def test_path_prefixes(iam: Any) -> None:
    """PathPrefix is a plain prefix: /a finds /a/ and /ab/."""
    for path in ("/", "/a/", "/ab/", "/b/"):
        make(iam, "in" + path.replace("/", "-"), Path=path)
    assert [role["Path"] for role in iam.list_roles(PathPrefix="/a")["Roles"]] == ["/a/", "/ab/"]


def test_tags_merge_without_regard_to_case(iam: Any) -> None:
    """A key keeps its first spelling and its place; removing an absent key succeeds."""
    make(iam, Tags=[{"Key": "Team", "Value": "one"}])
    iam.tag_role(RoleName="ours", Tags=[{"Key": "other", "Value": ""}, {"Key": "TEAM", "Value": "two"}])
    iam.untag_role(RoleName="ours", TagKeys=["absent"])
    expected = [{"Key": "Team", "Value": "two"}, {"Key": "other", "Value": ""}]
    assert iam.list_role_tags(RoleName="ours")["Tags"] == expected
    first = iam.list_role_tags(RoleName="ours", MaxItems=1)
    assert first["Tags"] == expected[:1]
    assert iam.list_role_tags(RoleName="ours", Marker=first["Marker"])["Tags"] == expected[1:]
    iam.untag_role(RoleName="ours", TagKeys=["TEAM"])
    assert iam.list_role_tags(RoleName="ours")["Tags"] == expected[1:]


@pytest.mark.parametrize(
    ("keys", "code", "rule"),
    [
        (["team", "TEAM"], "InvalidInput", "IAM-016"),
        (["aws:team"], "InvalidInput", "IAM-018"),
        ([f"k{number}" for number in range(50)], "LimitExceeded", "IAM-017"),
    ],
)
def test_tags_that_are_refused(iam: Any, keys: list[str], code: str, rule: str) -> None:
    """Doubles, AWS's own prefix and too many tags are refused, and none of them is set."""
    make(iam, Tags=[{"Key": "first", "Value": ""}])
    with refused(code, rule=rule):
        iam.tag_role(RoleName="ours", Tags=[{"Key": key, "Value": "v"} for key in keys])
    assert len(iam.list_role_tags(RoleName="ours")["Tags"]) == 1


def test_iam_019_and_iam_031_a_boundary_is_an_existing_policy(iam: Any) -> None:
    """An unknown policy is not found; what is no ARN is not valid; removing what is not set succeeds."""
    make(iam)
    with refused("NoSuchEntity", rule="IAM-019", status=404):
        iam.put_role_permissions_boundary(RoleName="ours", PermissionsBoundary=READ_ONLY + "s")
    with refused("ValidationError", rule="IAM-031", status=400) as refusal:
        iam.put_role_permissions_boundary(RoleName="ours", PermissionsBoundary="a-name-without-an-arn")
    assert refusal.message == "Value (a-name-without-an-arn) for parameter PermissionsBoundary is invalid."
    iam.put_role_permissions_boundary(RoleName="ours", PermissionsBoundary=READ_ONLY)
    assert iam.get_policy(PolicyArn=READ_ONLY)["Policy"]["PermissionsBoundaryUsageCount"] == 1
    iam.delete_role_permissions_boundary(RoleName="ours")
    iam.delete_role_permissions_boundary(RoleName="ours")
    assert iam.get_policy(PolicyArn=READ_ONLY)["Policy"]["PermissionsBoundaryUsageCount"] == 0


def test_a_new_role_spreads_slowly(make_aws: Callable[..., Aws]) -> None:
    """With iam_propagation_delay_s, GetRole, trust policies and AssumeRole do not know a new role at first."""
    aws = make_aws(iam_propagation_delay_s=10)
    iam, sts = aws.client("iam", OUTSIDER), aws.client("sts", OUTSIDER)
    arn = iam.create_role(RoleName="ours", AssumeRolePolicyDocument=trust({"AWS": OUTSIDER}))["Role"]["Arn"]
    with refused("NoSuchEntity", rule="IAM-001", status=404):
        iam.get_role(RoleName="ours")
    with refused("MalformedPolicyDocument", rule="IAM-026"):
        iam.create_role(RoleName="other", AssumeRolePolicyDocument=trust({"AWS": arn}))
    with refused("AccessDenied"):
        sts.assume_role(RoleArn=arn, RoleSessionName="ours")
    aws.world.clock.advance(timedelta(seconds=10))
    iam.get_role(RoleName="ours")
    iam.create_role(RoleName="other", AssumeRolePolicyDocument=trust({"AWS": arn}))
    sts.assume_role(RoleArn=arn, RoleSessionName="ours")


def test_strict_principals(make_aws: Callable[..., Aws]) -> None:
    """With strict_principals a trust policy names only accounts that the world knows, and its own."""
    iam = make_aws(strict_principals=True).client("iam", OUTSIDER)
    for unknown in ("123456789012", "arn:aws:iam::123456789012:root"):
        with refused("MalformedPolicyDocument", rule="IAM-026"):
            iam.create_role(RoleName="ours", AssumeRolePolicyDocument=trust({"AWS": unknown}))
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=trust({"AWS": OUTSIDER}))
