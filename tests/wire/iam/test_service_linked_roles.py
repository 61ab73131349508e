"""Service-linked roles as their accounts see and make them (INT-100 to INT-122), through real boto3."""

import re
from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.iam import service_linked_roles
from emulator.domain.organizations import life
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.wire.iam.words import IPAM, IPAM_POLICY, IPAM_ROLE
from tests.wire.organizations.policy_calls import SCP, attach, enable
from tests.worlds import MANAGEMENT, OUTSIDER, member


@pytest.fixture
def iam(aws: Aws) -> Any:
    """IAM of an account that is in no organization."""
    return aws.client("iam", OUTSIDER)


@pytest.fixture
def role(iam: Any) -> dict[str, Any]:
    """IPAM's role as CreateServiceLinkedRole answers it."""
    answer: dict[str, Any] = iam.create_service_linked_role(AWSServiceName=IPAM)["Role"]
    return answer


def integrate(aws: Aws, administrator: str) -> None:
    aws.client("ec2").enable_ipam_organization_admin_account(DelegatedAdminAccountId=administrator)


def has_role(aws: Aws, account_id: str) -> bool:
    roles = aws.client("iam", account_id).list_roles(PathPrefix=f"/aws-service-role/{IPAM}/")["Roles"]
    return [role["RoleName"] for role in roles] == [IPAM_ROLE]


def invite(aws: Aws, account_id: str) -> None:
    """The account joins the organization of the management account by an invitation."""
    target = {"Id": account_id, "Type": "ACCOUNT"}
    handshake = aws.client("organizations").invite_account_to_organization(Target=target)["Handshake"]
    aws.client("organizations", account_id).accept_handshake(HandshakeId=handshake["Id"])


def test_int_090_create_ipam_makes_the_role(aws: Aws, iam: Any) -> None:
    """The first IPAM of an account brings the role, before the answer."""
    aws.client("ec2", OUTSIDER).create_ipam()
    iam.get_role(RoleName=IPAM_ROLE)


def test_int_091_an_existing_role_is_kept(aws: Aws, organization_world: World) -> None:
    """The integration keeps a role that is there: same RoleId, same CreateDate."""
    account_id = member(organization_world, "one")
    iam = aws.client("iam", account_id)
    before = iam.create_service_linked_role(AWSServiceName=IPAM)["Role"]
    integrate(aws, account_id)
    after = iam.get_role(RoleName=IPAM_ROLE)["Role"]
    assert (after["RoleId"], after["CreateDate"]) == (before["RoleId"], before["CreateDate"])


def test_int_092_the_integration_makes_the_role_everywhere(aws: Aws, organization_world: World) -> None:
    """The management account and every member see the role in their own IAM once IPAM is integrated."""
    accounts = [MANAGEMENT, member(organization_world, "one"), member(organization_world, "two")]
    integrate(aws, accounts[1])
    for account_id in accounts:
        arn = aws.client("iam", account_id).get_role(RoleName=IPAM_ROLE)["Role"]["Arn"]
        assert arn == f"arn:aws:iam::{account_id}:role/aws-service-role/{IPAM}/{IPAM_ROLE}"


def test_int_093_a_created_account_has_the_role(aws: Aws, organization_world: World) -> None:
    """GetRole finds the role in an account that was created while IPAM is integrated."""
    integrate(aws, member(organization_world, "one"))
    aws.client("iam", member(organization_world, "two")).get_role(RoleName=IPAM_ROLE)


def test_int_093_a_delayed_role_is_not_there_yet(make_aws: Any) -> None:
    """With a provisioning delay GetRole and ListRoles do not know a member's role until it is over."""
    aws = make_aws(slr_provisioning_delay_s=60)
    life.create(aws.world, MANAGEMENT, FeatureSet.ALL)
    account_id = member(aws.world, "one")
    iam = aws.client("iam", account_id)
    integrate(aws, account_id)
    with refused("NoSuchEntity"):
        iam.get_role(RoleName=IPAM_ROLE)
    assert IPAM_ROLE not in [role["RoleName"] for role in iam.list_roles()["Roles"]]
    aws.world.clock.advance(timedelta(seconds=60))
    iam.get_role(RoleName=IPAM_ROLE)


def test_int_094_an_invited_account_has_the_role(aws: Aws, organization_world: World) -> None:
    """Accepting an invitation while IPAM is integrated brings the role."""
    integrate(aws, member(organization_world, "one"))
    assert not has_role(aws, OUTSIDER)
    invite(aws, OUTSIDER)
    assert has_role(aws, OUTSIDER)


def test_int_095_moving_leaves_the_role_alone(aws: Aws, organization_world: World) -> None:
    """A move to another unit changes nothing about the role."""
    account_id = member(organization_world, "one")
    integrate(aws, account_id)
    organizations, iam = aws.client("organizations"), aws.client("iam", account_id)
    before = iam.get_role(RoleName=IPAM_ROLE)["Role"]
    root_id = organizations.list_roots()["Roots"][0]["Id"]
    unit = organizations.create_organizational_unit(ParentId=root_id, Name="unit")["OrganizationalUnit"]
    organizations.move_account(AccountId=account_id, SourceParentId=root_id, DestinationParentId=unit["Id"])
    assert iam.get_role(RoleName=IPAM_ROLE)["Role"] == before


def test_int_096_and_int_097_leaving_and_coming_back(aws: Aws, organization_world: World) -> None:
    """An account keeps the role when it leaves; coming back it keeps the same one, or gets one if it has none."""
    integrate(aws, member(organization_world, "one"))
    invite(aws, OUTSIDER)
    organizations, iam = aws.client("organizations", OUTSIDER), aws.client("iam", OUTSIDER)
    before = iam.get_role(RoleName=IPAM_ROLE)["Role"]["RoleId"]
    organizations.leave_organization()
    assert has_role(aws, OUTSIDER)
    invite(aws, OUTSIDER)
    assert iam.get_role(RoleName=IPAM_ROLE)["Role"]["RoleId"] == before
    organizations.leave_organization()
    iam.delete_service_linked_role(RoleName=IPAM_ROLE)
    assert not has_role(aws, OUTSIDER)
    invite(aws, OUTSIDER)
    assert has_role(aws, OUTSIDER)


def test_int_098_a_closed_account_does_nothing_with_its_role(aws: Aws, organization_world: World) -> None:
    """The role is kept, but the account cannot even look at it."""
    account_id = member(organization_world, "two")
    integrate(aws, member(organization_world, "one"))
    aws.client("organizations").close_account(AccountId=account_id)
    with refused("AccessDenied", status=403):
        aws.client("iam", account_id).get_role(RoleName=IPAM_ROLE)
    assert service_linked_roles.present(organization_world, account_id, IPAM)


def test_int_099_without_integration_a_new_account_has_no_role(aws: Aws, organization_world: World) -> None:
    """An account that is created before the designation has no role of IPAM."""
    with refused("NoSuchEntity", rule="IAM-001"):
        aws.client("iam", member(organization_world, "one")).get_role(RoleName=IPAM_ROLE)


def test_int_100_members_have_the_role_of_organizations(aws: Aws, organization_world: World) -> None:
    """Every account of an organization has AWSServiceRoleForOrganizations, which makes the others."""
    iam = aws.client("iam", member(organization_world, "one"))
    attached = iam.list_attached_role_policies(RoleName="AWSServiceRoleForOrganizations")["AttachedPolicies"]
    assert [policy["PolicyName"] for policy in attached] == ["AWSOrganizationsServiceTrustPolicy"]


def test_int_101_service_control_policies_leave_the_role_alone(aws: Aws, organization_world: World) -> None:
    """A member whose root denies all of IAM has the role once IPAM is integrated, and so has one made after it."""
    organizations = aws.client("organizations")
    [root] = organizations.list_roots()["Roots"]
    enable(organizations)
    denied = {"Statement": {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}}
    attach(organizations, root["Id"], denied, SCP)
    first = member(organization_world, "one")
    integrate(aws, first)
    assert has_role(aws, first)
    assert has_role(aws, member(organization_world, "two"))


def test_int_102_any_account_makes_the_role_itself(role: dict[str, Any]) -> None:
    """CreateServiceLinkedRole works in an account that is in no organization at all."""
    assert role["RoleName"] == IPAM_ROLE


def test_int_103_a_second_role_is_refused(iam: Any, role: dict[str, Any]) -> None:
    """The text is the one that deployment tools match on."""
    with refused("InvalidInput", rule="INT-103", status=400) as refusal:
        iam.create_service_linked_role(AWSServiceName=IPAM)
    assert refusal.message == (
        f"Service role name {IPAM_ROLE} has been taken in this account, please try a different suffix."
    )


def test_int_104_ipam_takes_no_suffix(iam: Any, role: dict[str, Any]) -> None:
    """A suffix is refused before the name is looked at."""
    with refused("InvalidInput", rule="INT-104", status=400) as refusal:
        iam.create_service_linked_role(AWSServiceName=IPAM, CustomSuffix="mine")
    assert refusal.message == f"Custom suffix is not allowed for {IPAM}"


def test_int_105_the_description_is_kept(iam: Any) -> None:
    """The description that the caller gives is the role's."""
    iam.create_service_linked_role(AWSServiceName=IPAM, Description="ours")
    assert iam.get_role(RoleName=IPAM_ROLE)["Role"]["Description"] == "ours"


def test_iam_003_unknown_principals_and_their_case(iam: Any) -> None:
    """There is no template for an unknown principal, nor for a known one in other letters."""
    for principal in ("nothing.amazonaws.com", "IPAM.amazonaws.com"):
        with refused("InvalidInput", rule="IAM-003"):
            iam.create_service_linked_role(AWSServiceName=principal)


def test_iam_035_suffixes_make_roles_side_by_side(iam: Any) -> None:
    """Auto Scaling takes a suffix: the plain role and the suffixed one share path and policy."""
    plain = iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com")["Role"]
    other = iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com", CustomSuffix="b")["Role"]
    assert (plain["RoleName"], other["RoleName"]) == ("AWSServiceRoleForAutoScaling", "AWSServiceRoleForAutoScaling_b")
    assert plain["Path"] == other["Path"]
    attached = iam.list_attached_role_policies(RoleName=other["RoleName"])["AttachedPolicies"]
    assert [policy["PolicyName"] for policy in attached] == ["AutoScalingServiceRolePolicy"]


def test_iam_034_a_suffix_that_makes_the_name_too_long(iam: Any) -> None:
    """A role's name is at most 64 characters long, suffix and all."""
    with refused("ValidationError", rule="IAM-034"):
        iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com", CustomSuffix="s" * 40)


@pytest.mark.parametrize(
    ("principal", "name"),
    [
        ("ram.amazonaws.com", "AWSServiceRoleForResourceAccessManager"),
        ("ssm.amazonaws.com", "AWSServiceRoleForAmazonSSM"),
        ("mrk.kms.amazonaws.com", "AWSServiceRoleForKeyManagementServiceMultiRegionKeys"),
        ("es.amazonaws.com", "AWSServiceRoleForAmazonElasticsearchService"),
        ("spot.amazonaws.com", "AWSServiceRoleForEC2Spot"),
        ("transitgateway.amazonaws.com", "AWSServiceRoleForVPCTransitGateway"),
        ("organizations.amazonaws.com", "AWSServiceRoleForOrganizations"),
    ],
)
def test_names_are_never_derived_from_principals(iam: Any, principal: str, name: str) -> None:
    """A sample of the register over the wire."""
    assert iam.create_service_linked_role(AWSServiceName=principal)["Role"]["RoleName"] == name


@pytest.mark.rule("INT-110", "INT-111", "INT-112", "INT-113", "INT-114")
def test_int_110_to_int_114_what_the_role_is(role: dict[str, Any]) -> None:
    """Name, path, ARN, id and trust policy of IPAM's role."""
    assert role["RoleName"] == IPAM_ROLE
    assert role["Path"] == f"/aws-service-role/{IPAM}/"
    assert role["Arn"] == f"arn:aws:iam::{OUTSIDER}:role/aws-service-role/{IPAM}/{IPAM_ROLE}"
    assert re.fullmatch("AROA[A-Z0-9]{17}", role["RoleId"])
    assert role["AssumeRolePolicyDocument"] == {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": IPAM}, "Action": "sts:AssumeRole"}],
    }


def test_int_115_the_session_duration_shows_after_creation(iam: Any, role: dict[str, Any]) -> None:
    """GetRole and ListRoles tell 3600; the answer to the creation does not tell it."""
    assert "MaxSessionDuration" not in role
    assert iam.get_role(RoleName=IPAM_ROLE)["Role"]["MaxSessionDuration"] == 3600
    assert iam.list_roles()["Roles"][0]["MaxSessionDuration"] == 3600


def test_int_116_a_role_that_the_service_made_has_no_description(aws: Aws, organization_world: World) -> None:
    """Roles of the integration carry no Description member."""
    account_id = member(organization_world, "one")
    integrate(aws, account_id)
    assert "Description" not in aws.client("iam", account_id).get_role(RoleName=IPAM_ROLE)["Role"]


def test_int_117_tags_come_after_creation(iam: Any, role: dict[str, Any]) -> None:
    """A service-linked role begins without tags, and takes and loses them."""
    assert "Tags" not in role
    iam.tag_role(RoleName=IPAM_ROLE, Tags=[{"Key": "team", "Value": "network"}])
    assert iam.list_role_tags(RoleName=IPAM_ROLE)["Tags"] == [{"Key": "team", "Value": "network"}]
    iam.untag_role(RoleName=IPAM_ROLE, TagKeys=["team"])
    assert iam.list_role_tags(RoleName=IPAM_ROLE)["Tags"] == []


def test_int_118_an_unused_role_was_last_used_never(iam: Any, role: dict[str, Any]) -> None:
    """GetRole has an empty RoleLastUsed, ListRoles has none."""
    assert iam.get_role(RoleName=IPAM_ROLE)["Role"]["RoleLastUsed"] == {}
    assert "RoleLastUsed" not in iam.list_roles()["Roles"][0]


def test_int_119_the_role_has_no_boundary(iam: Any, role: dict[str, Any]) -> None:
    """No permissions boundary is ever shown for it."""
    assert "PermissionsBoundary" not in iam.get_role(RoleName=IPAM_ROLE)["Role"]


def test_int_120_one_managed_policy_is_attached(iam: Any, role: dict[str, Any]) -> None:
    """Exactly IPAM's own policy."""
    attached = iam.list_attached_role_policies(RoleName=IPAM_ROLE)["AttachedPolicies"]
    assert attached == [{"PolicyName": "AWSIPAMServiceRolePolicy", "PolicyArn": IPAM_POLICY}]


def test_int_121_there_are_no_inline_policies(iam: Any, role: dict[str, Any]) -> None:
    """ListRolePolicies is empty."""
    assert iam.list_role_policies(RoleName=IPAM_ROLE)["PolicyNames"] == []


def test_int_122_the_policy_is_known_with_and_without_the_role(aws: Aws, iam: Any) -> None:
    """The policy is always readable; its attachments are counted in each account by itself."""
    assert iam.get_policy(PolicyArn=IPAM_POLICY)["Policy"]["AttachmentCount"] == 0
    iam.create_service_linked_role(AWSServiceName=IPAM)
    assert iam.get_policy(PolicyArn=IPAM_POLICY)["Policy"]["AttachmentCount"] == 1
    assert aws.client("iam").get_policy(PolicyArn=IPAM_POLICY)["Policy"]["AttachmentCount"] == 0
    listed = iam.list_policies(Scope="AWS", OnlyAttached=True)["Policies"]
    assert [policy["PolicyName"] for policy in listed] == ["AWSIPAMServiceRolePolicy"]


def test_int_122_the_policy_is_v11_with_its_statements(iam: Any) -> None:
    """Default version, date and the five statements of IPAM's policy."""
    version = iam.get_policy_version(PolicyArn=IPAM_POLICY, VersionId="v11")["PolicyVersion"]
    assert version["IsDefaultVersion"] is True
    assert version["CreateDate"].isoformat() == "2026-02-12T17:59:10+00:00"
    assert [statement["Sid"] for statement in version["Document"]["Statement"]] == [
        "IPAMDiscoveryDescribeActions",
        "CloudWatchMetricsPublishActions",
        "IPAMAllocationPolicyActions",
        "PrefixListResolverWriteActions",
        "PrefixListResolverReadActions",
    ]


def test_int_142_a_missing_role_is_filled_in_by_designating_again(aws: Aws, organization_world: World) -> None:
    """Time alone brings no role back; the same designation once more does."""
    first, second = member(organization_world, "one"), member(organization_world, "two")
    integrate(aws, first)
    identities = organization_world.identities[second]
    role = identities.roles.remove(IPAM_ROLE)
    identities.detach(role, IPAM_POLICY)
    aws.world.clock.advance(timedelta(days=1))
    assert not has_role(aws, second)
    integrate(aws, first)
    assert has_role(aws, second)
