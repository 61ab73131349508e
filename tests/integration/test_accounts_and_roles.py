"""Accounts that come and go, and what becomes of their role."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.aws import refused
from tests.integration.conftest import ROLE, Story
from tests.worlds import MANAGEMENT, OUTSIDER


@pytest.mark.rule("INT-093", "INT-094", "INT-099")
@pytest.mark.parametrize("state", ["NONE", "TRUSTED", "REGISTERED", "INTEGRATED"])
def test_a_new_account_has_the_role_only_while_integrated(story: Story, state: str) -> None:
    """Created or invited, it gets the role if the designation is in force."""
    story.reach(state)
    for account_id in (story.create_account(), story.invite(OUTSIDER)):
        assert (story.role(account_id) is not None) == (state == "INTEGRATED")


def test_int_036_without_trusted_access_no_roles_are_made(story: Story) -> None:
    """After the integration has ended new accounts get none; existing roles stay."""
    story.reach("TRUSTED")
    story.disable_access()
    assert story.role(story.create_account()) is None
    assert story.role(story.a) is not None


def test_int_096_a_departed_account_keeps_its_role(story: Story) -> None:
    """Removed or gone by itself, the account still has the same role."""
    story.designate(story.a)
    leaver = story.create_account()
    roles = [story.role(account_id) for account_id in (story.b, leaver)]
    story.remove(story.b)
    story.aws.client("organizations", leaver).leave_organization()
    assert [story.role(account_id) for account_id in (story.b, leaver)] == roles
    assert None not in roles


@pytest.mark.rule("INT-141")
def test_int_097_an_account_that_comes_back_has_a_role(story: Story) -> None:
    """It keeps the one that it has; if that was deleted meanwhile, it gets another."""
    story.designate(story.a)
    first = story.role(story.b)
    story.remove(story.b)
    story.invite(story.b)
    assert story.role(story.b) == first
    story.remove(story.b)
    assert story.deletion(story.b)["Status"] == "SUCCEEDED"
    story.invite(story.b)
    second = story.role(story.b)
    assert first is not None
    assert second is not None
    assert second["RoleId"] != first["RoleId"]


def test_int_098_a_closed_account_cannot_use_what_it_keeps(story: Story) -> None:
    """The role stays in the account's data, and every call of the account is refused."""
    story.designate(story.a)
    story.close(story.b)
    with refused("AccessDenied"):
        story.role(story.b)
    assert ROLE in [role.name for role in story.aws.world.identities[story.b].roles.values()]


def test_int_142_a_missing_role_comes_back_only_when_asked_for(story: Story) -> None:
    """A member that joined without it gets it from the next designation, not by waiting."""
    story.designate(story.a)
    story.end_designation(story.a)
    assert story.deletion(story.b)["Status"] == "SUCCEEDED"
    story.register(story.a)
    story.aws.world.clock.advance(timedelta(days=1))
    assert story.role(story.b) is None
    story.designate(story.a)
    assert story.role(story.b) is not None


def test_int_092_closed_members_are_passed_over(story: Story) -> None:
    """The integration makes roles in active accounts alone."""
    story.close(story.b)
    story.designate(story.a)
    identities = story.aws.world.identities.get(story.b)
    assert identities is None or ROLE not in identities.roles


def test_int_160_an_account_moves_to_another_organization(story: Story) -> None:
    """Its role goes with it, and the other organization's integration finds it there."""
    other = Story(story.aws, management="444444444444")
    story.designate(story.a)
    other.designate(other.a)
    role = story.role(story.b)
    story.remove(story.b)
    other.invite(story.b)
    assert story.role(story.b) == role
    with refused("IpamOrganizationAccountNotFound", rule="INT-023"):
        story.designate(story.b)


@pytest.mark.rule("INT-110", "INT-111", "INT-112", "INT-113", "INT-114", "INT-115", "INT-116", "INT-117", "INT-119")
def test_what_the_role_is(story: Story) -> None:
    """Name, path, ARN, id, trust policy and duration; no description, tags or boundary."""
    story.designate(story.a)
    role = story.role(story.b)
    assert role is not None
    assert re.fullmatch("AROA[A-Z0-9]{17}", role.pop("RoleId"))
    assert role == {
        "RoleName": ROLE,
        "Path": "/aws-service-role/ipam.amazonaws.com/",
        "Arn": f"arn:aws:iam::{story.b}:role/aws-service-role/ipam.amazonaws.com/{ROLE}",
        "CreateDate": story.aws.world.now,
        "MaxSessionDuration": 3600,
        "AssumeRolePolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": {"Service": "ipam.amazonaws.com"}, "Action": "sts:AssumeRole"}
            ],
        },
        "RoleLastUsed": {},
    }


@pytest.mark.rule("INT-150", "INT-151", "INT-152")
def test_the_administrator_stays_until_it_is_purged(story: Story) -> None:
    """Not removed, not left; closed it is still listed, as closed, for ninety days."""
    story.designate(story.a)
    for call in (
        lambda: story.remove(story.a),
        lambda: story.aws.client("organizations", story.a).leave_organization(),
    ):
        with refused("ConstraintViolationException", reason="CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG"):
            call()
    story.close(story.a)
    (listed,) = story.administrators()
    assert (listed["Id"], listed["Status"], listed["State"]) == (story.a, "SUSPENDED", "CLOSED")
    story.aws.world.clock.advance(timedelta(days=90))
    assert story.administrators() == []
    assert story.state() == "TRUSTED"


@pytest.mark.parametrize("end", ["end_designation", "deregister"])
@pytest.mark.rule("INT-154")
def test_int_153_a_closed_administrator_is_replaced(story: Story, end: str) -> None:
    """While it is listed no other can be named; either API removes it, and then one can."""
    story.designate(story.a)
    story.close(story.a)
    with refused("IpamOrganizationDelegatedAdminLimitExceeded"):
        story.designate(story.b)
    getattr(story, end)(story.a)
    story.designate(story.b)
    assert story.state() == "INTEGRATED(B)"


def test_int_157_closed_members_count_as_members(story: Story) -> None:
    """An organization is not empty while a closed account is in it."""
    story.remove(story.b)
    story.close(story.a)
    with refused("OrganizationNotEmptyException", rule="INT-157"):
        story.organizations.delete_organization()


def test_int_158_an_empty_organization_goes_with_its_trusted_access(story: Story) -> None:
    """The role stays in the former management account; a new organization trusts nobody."""
    story.reach("TRUSTED")
    for account_id in (story.a, story.b):
        story.remove(account_id)
    story.organizations.delete_organization()
    assert story.role(MANAGEMENT) is not None
    story.organizations.create_organization()
    assert story.trusted_since() is None


@pytest.mark.rule("INT-124", "INT-125")
@pytest.mark.parametrize(
    ("call", "parameters"),
    [
        ("delete_role", {}),
        ("attach_role_policy", {"PolicyArn": "arn:aws:iam::aws:policy/aws-service-role/AWSIPAMServiceRolePolicy"}),
        ("detach_role_policy", {"PolicyArn": "arn:aws:iam::aws:policy/aws-service-role/AWSIPAMServiceRolePolicy"}),
        ("put_role_policy", {"PolicyName": "one", "PolicyDocument": '{"Version":"2012-10-17","Statement":[]}'}),
        ("delete_role_policy", {"PolicyName": "one"}),
        ("update_assume_role_policy", {"PolicyDocument": '{"Version":"2012-10-17","Statement":[]}'}),
        ("put_role_permissions_boundary", {"PermissionsBoundary": "arn:aws:iam::aws:policy/ReadOnlyAccess"}),
        ("delete_role_permissions_boundary", {}),
    ],
)
def test_nobody_but_aws_modifies_the_role(story: Story, call: str, parameters: dict[str, str]) -> None:
    """DeleteRole and every call about its policies answer UnmodifiableEntity, and the role stays as it is."""
    story.designate(story.a)
    before = story.role(story.b)
    with refused("UnmodifiableEntity", status=400):
        getattr(story.aws.client("iam", story.b), call)(RoleName=ROLE, **parameters)
    assert story.role(story.b) == before


def test_int_078_and_int_090_anybody_creates_an_ipam(story: Story, create_ipam: Callable[..., dict[str, Any]]) -> None:
    """In a member, the management account or outside, CreateIpam also makes the account's role."""
    for account_id in (story.b, MANAGEMENT, OUTSIDER):
        assert story.role(account_id) is None
        assert create_ipam(account_id)["OwnerId"] == account_id
        assert story.role(account_id) is not None


@pytest.mark.rule("INT-138", "INT-141")
def test_int_135_an_ipam_keeps_the_role(story: Story, create_ipam: Callable[..., dict[str, Any]]) -> None:
    """FAILED with an IPAM, FAILED while integrated, SUCCEEDED after both are gone, and CreateIpam makes another."""
    story.designate(story.a)
    ipam = create_ipam(story.b)
    first = story.role(story.b)
    assert story.deletion(story.b)["Reason"]["RoleUsageList"][0]["Region"] == "eu-west-1"
    story.aws.client("ec2", story.b).delete_ipam(IpamId=ipam["IpamId"], Cascade=True)
    failed = story.deletion(story.b)
    assert (failed["Status"], failed["Reason"].get("RoleUsageList", [])) == ("FAILED", [])
    story.end_designation(story.a)
    assert story.deletion(story.b)["Status"] == "SUCCEEDED"
    assert story.role(story.b) is None
    create_ipam(story.b)
    second = story.role(story.b)
    assert first is not None
    assert second is not None
    assert second["RoleId"] != first["RoleId"]
