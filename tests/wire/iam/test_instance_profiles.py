"""Instance profiles through real boto3."""

from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.iam.words import TRUST
from tests.worlds import OUTSIDER


@pytest.fixture
def iam(aws: Aws) -> Any:
    """IAM of an account that has a role in one of its two profiles."""
    iam = aws.client("iam", OUTSIDER)
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=TRUST)
    for name in ("full", "empty"):
        iam.create_instance_profile(InstanceProfileName=name, Path="/team/", Tags=[{"Key": "k", "Value": "v"}])
    iam.add_role_to_instance_profile(InstanceProfileName="full", RoleName="ours")
    return iam


def test_a_profile_shows_its_role(iam: Any) -> None:
    """GetInstanceProfile embeds the role as ListRoles shows it."""
    profile = iam.get_instance_profile(InstanceProfileName="FULL")["InstanceProfile"]
    assert profile["Arn"] == f"arn:aws:iam::{OUTSIDER}:instance-profile/team/full"
    assert profile["InstanceProfileId"].startswith("AIPA")
    assert profile["Roles"] == iam.list_roles()["Roles"]
    assert profile["Tags"] == [{"Key": "k", "Value": "v"}]


def test_profiles_are_listed(iam: Any) -> None:
    """All of the account by name, by path, and those that hold a role."""
    names = [profile["InstanceProfileName"] for profile in iam.list_instance_profiles()["InstanceProfiles"]]
    assert names == ["empty", "full"]
    assert iam.list_instance_profiles(PathPrefix="/x/")["InstanceProfiles"] == []
    held = iam.list_instance_profiles_for_role(RoleName="ours")["InstanceProfiles"]
    assert [profile["InstanceProfileName"] for profile in held] == ["full"]


def test_iam_022_names_are_unique(iam: Any) -> None:
    """A profile's name is taken in whatever case."""
    with refused("EntityAlreadyExists", rule="IAM-022", status=409) as refusal:
        iam.create_instance_profile(InstanceProfileName="FULL")
    assert refusal.message == "Instance Profile FULL already exists."


def test_iam_023_one_role_in_a_profile(iam: Any) -> None:
    """A second role does not go in."""
    iam.create_role(RoleName="other", AssumeRolePolicyDocument=TRUST)
    with refused("LimitExceeded", rule="IAM-023", status=409) as refusal:
        iam.add_role_to_instance_profile(InstanceProfileName="full", RoleName="other")
    assert refusal.message == "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1"


def test_iam_027_a_profile_with_a_role_stays(iam: Any) -> None:
    """The role must come out first."""
    with refused("DeleteConflict", rule="IAM-027", status=409) as refusal:
        iam.delete_instance_profile(InstanceProfileName="full")
    assert refusal.message == "Cannot delete entity, must remove roles from instance profile first."
    iam.remove_role_from_instance_profile(InstanceProfileName="full", RoleName="ours")
    iam.delete_instance_profile(InstanceProfileName="full")
    with refused("NoSuchEntity", rule="IAM-021", status=404):
        iam.get_instance_profile(InstanceProfileName="full")


def test_iam_030_a_role_that_is_not_in_the_profile(iam: Any) -> None:
    """It cannot be taken out."""
    with refused("NoSuchEntity", rule="IAM-030", status=404):
        iam.remove_role_from_instance_profile(InstanceProfileName="empty", RoleName="ours")


def test_tags_of_a_profile(iam: Any) -> None:
    """They are added, listed and removed as those of roles."""
    iam.tag_instance_profile(InstanceProfileName="full", Tags=[{"Key": "K", "Value": "w"}])
    assert iam.list_instance_profile_tags(InstanceProfileName="full")["Tags"] == [{"Key": "k", "Value": "w"}]
    iam.untag_instance_profile(InstanceProfileName="full", TagKeys=["k"])
    assert "Tags" not in iam.get_instance_profile(InstanceProfileName="full")["InstanceProfile"]
