"""What AWS refuses to do to a service-linked role (INT-124 to INT-128)."""

from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.iam.words import ALLOW, IPAM, IPAM_POLICY, IPAM_ROLE, READ_ONLY, TRUST
from tests.worlds import OUTSIDER

PROTECTED = f"Cannot perform the operation on the protected role '{IPAM_ROLE}' - this role is only modifiable by AWS"


@pytest.fixture
def iam(aws: Aws) -> Any:
    """IAM of an account that has IPAM's role, a role of its own and an instance profile."""
    iam = aws.client("iam", OUTSIDER)
    iam.create_service_linked_role(AWSServiceName=IPAM)
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=TRUST)
    iam.create_instance_profile(InstanceProfileName="profile")
    return iam


def test_int_124_delete_role_is_refused(iam: Any) -> None:
    """Only DeleteServiceLinkedRole deletes it."""
    with refused("UnmodifiableEntity", rule="INT-124", status=400) as refusal:
        iam.delete_role(RoleName=IPAM_ROLE)
    assert refusal.message == PROTECTED


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [
        ("attach_role_policy", {"PolicyArn": READ_ONLY}),
        ("detach_role_policy", {"PolicyArn": IPAM_POLICY}),
        ("put_role_policy", {"PolicyName": "p", "PolicyDocument": ALLOW}),
        ("delete_role_policy", {"PolicyName": "p"}),
        ("update_assume_role_policy", {"PolicyDocument": TRUST}),
        ("put_role_permissions_boundary", {"PermissionsBoundary": READ_ONLY}),
        ("delete_role_permissions_boundary", {}),
        ("add_role_to_instance_profile", {"InstanceProfileName": "profile"}),
        ("remove_role_from_instance_profile", {"InstanceProfileName": "profile"}),
    ],
)
def test_int_125_its_policies_and_profiles_are_out_of_reach(
    iam: Any, operation: str, arguments: dict[str, str]
) -> None:
    """Nine calls are refused alike, whatever else is right or wrong about them."""
    before = iam.get_role(RoleName=IPAM_ROLE)["Role"]
    with refused("UnmodifiableEntity", rule="INT-125", status=400) as refusal:
        getattr(iam, operation)(RoleName=IPAM_ROLE, **arguments)
    assert refusal.message == PROTECTED
    assert iam.get_role(RoleName=IPAM_ROLE)["Role"] == before


def test_int_126_the_description_may_change(iam: Any) -> None:
    """UpdateRole and UpdateRoleDescription both take a description."""
    iam.update_role(RoleName=IPAM_ROLE, Description="one")
    assert iam.get_role(RoleName=IPAM_ROLE)["Role"]["Description"] == "one"
    role = iam.update_role_description(RoleName=IPAM_ROLE, Description="two")["Role"]
    assert role["Description"] == "two"


def test_int_127_the_session_duration_may_not(iam: Any) -> None:
    """A longer session is refused, and the description that came with it is not taken either."""
    with refused("UnmodifiableEntity", rule="INT-127", status=400):
        iam.update_role(RoleName=IPAM_ROLE, Description="one", MaxSessionDuration=7200)
    assert "Description" not in iam.get_role(RoleName=IPAM_ROLE)["Role"]


def test_int_128_the_policy_of_a_service_goes_to_no_other_role(iam: Any) -> None:
    """AttachRolePolicy of IPAM's policy to an ordinary role is refused."""
    with refused("PolicyNotAttachable", rule="INT-128", status=400) as refusal:
        iam.attach_role_policy(RoleName="ours", PolicyArn=IPAM_POLICY)
    assert refusal.message == "Cannot attach a Service Role Policy to a Customer Role."
    with refused("PolicyNotAttachable", rule="INT-128"):
        iam.put_role_permissions_boundary(RoleName="ours", PermissionsBoundary=IPAM_POLICY)


def test_int_129_nobody_assumes_it(aws: Aws, iam: Any) -> None:
    """Its trust policy names the service alone, so not even the account's administrator gets a session."""
    arn = iam.get_role(RoleName=IPAM_ROLE)["Role"]["Arn"]
    with refused("AccessDenied", rule="INT-129", status=403):
        aws.client("sts", OUTSIDER).assume_role(RoleArn=arn, RoleSessionName="ours")
