"""The founding document, rule by rule, each seen through a real SDK."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.organizations.service_integration import IPAM
from tests.aws import refused
from tests.integration.conftest import ROLE, Story
from tests.worlds import MANAGEMENT, OUTSIDER

OTHER = "config.amazonaws.com"


def test_f_1_the_management_account_gets_the_role(story: Story) -> None:
    """Designating creates AWSServiceRoleForIPAM in the management account."""
    assert story.role(MANAGEMENT) is None
    story.designate(story.a)
    assert story.role(MANAGEMENT) is not None


def test_f_2_every_member_gets_the_role(story: Story) -> None:
    """Designating creates AWSServiceRoleForIPAM in each member account."""
    assert story.role(story.a) is story.role(story.b) is None
    story.designate(story.a)
    for account_id in (story.a, story.b):
        role = story.role(account_id)
        assert role is not None
        assert role["Arn"] == f"arn:aws:iam::{account_id}:role/aws-service-role/ipam.amazonaws.com/{ROLE}"


def test_f_3_only_ipam_is_trusted_by_the_role(story: Story) -> None:
    """The role's trust policy names ipam.amazonaws.com and nobody else."""
    story.designate(story.a)
    role = story.role(story.a)
    assert role is not None
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert statement == {"Effect": "Allow", "Principal": {"Service": IPAM}, "Action": "sts:AssumeRole"}


@pytest.mark.rule("INT-129")
def test_f_3_nobody_else_assumes_the_role(story: Story) -> None:
    """AssumeRole by the account itself, its organization's management account or a stranger is refused."""
    story.designate(story.a)
    role = story.role(story.a)
    assert role is not None
    for account_id in (story.a, MANAGEMENT, OUTSIDER):
        with refused("AccessDenied", rule="INT-129", status=403):
            story.aws.client("sts", account_id).assume_role(RoleArn=role["Arn"], RoleSessionName="one")


def test_f_4_designating_enables_trusted_access(story: Story) -> None:
    """ListAWSServiceAccessForOrganization shows IPAM after the designation and not before."""
    assert story.trusted_since() is None
    story.designate(story.a)
    assert story.trusted_since() == story.aws.world.now


def test_f_5_registering_needs_trusted_access(story: Story) -> None:
    """RegisterDelegatedAdministrator for IPAM without trusted access is refused."""
    with refused("ConstraintViolationException", rule="INT-040", reason="SERVICE_ACCESS_NOT_ENABLED"):
        story.register(story.a)
    assert story.administrators() == []


def test_f_6_nothing_but_ipam_turns_trusted_access_on(story: Story) -> None:
    """Of all the calls about trusted access and administrators, only the designation turns it on."""
    with refused("InvalidInputException", rule="INT-014"):
        story.organizations.enable_aws_service_access(ServicePrincipal=IPAM)
    with refused("ConstraintViolationException", rule="INT-040"):
        story.register(story.a)
    story.aws.client("iam", MANAGEMENT).create_service_linked_role(AWSServiceName=IPAM)
    story.disable_access()
    assert story.trusted_since() is None
    story.designate(story.a)
    assert story.trusted_since() is not None


def test_f_7_enable_aws_service_access_is_refused(story: Story) -> None:
    """The refusal says what to do, and trusted access stays off."""
    answer = refused("InvalidInputException", rule="INT-014", reason="UNRECOGNIZED_SERVICE_PRINCIPAL")
    with answer:
        story.organizations.enable_aws_service_access(ServicePrincipal=IPAM)
    assert "EnableIpamOrganizationAdminAccount" in answer.message
    assert story.trusted_since() is None


def test_f_9_only_the_management_account_disables_trusted_access(story: Story) -> None:
    """The administrator, another member and a stranger are refused; the management account is not."""
    story.designate(story.a)
    story.end_designation(story.a)
    story.organizations.enable_aws_service_access(ServicePrincipal=OTHER)
    story.organizations.register_delegated_administrator(AccountId=story.a, ServicePrincipal=OTHER)
    for account_id, code in (
        (story.a, "AccessDeniedException"),
        (story.b, "AccessDeniedException"),
        (OUTSIDER, "AWSOrganizationsNotInUseException"),
    ):
        with refused(code):
            story.aws.client("organizations", account_id).disable_aws_service_access(ServicePrincipal=IPAM)
        assert story.trusted_since() is not None
    story.disable_access()
    assert story.trusted_since() is None


def test_f_10_disabling_answers_nothing(story: Story) -> None:
    """The answer of DisableAWSServiceAccess has an empty body."""
    story.reach("TRUSTED")
    answer = story.disable_access()
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert answer["ResponseMetadata"]["HTTPHeaders"]["content-length"] == "0"


def test_f_11_the_administrator_creates_the_ipam(story: Story, create_ipam: Callable[..., dict[str, Any]]) -> None:
    """The delegated administrator owns an IPAM that it sees and others do not."""
    story.designate(story.a)
    ipam = create_ipam(story.a)
    assert ipam["OwnerId"] == story.a
    seen = {
        account_id: [one["IpamId"] for one in story.aws.client("ec2", account_id).describe_ipams()["Ipams"]]
        for account_id in (story.a, story.b, MANAGEMENT)
    }
    assert seen == {story.a: [ipam["IpamId"]], story.b: [], MANAGEMENT: []}


def test_f_12_the_administrator_shares_pools(story: Story, create_ipam: Callable[..., dict[str, Any]]) -> None:
    """A pool that the delegated administrator shares with the organization is a member's to see and to use."""
    story.designate(story.a)
    scope_id = create_ipam(story.a)["PrivateDefaultScopeId"]
    owner, consumer = story.aws.client("ec2", story.a), story.aws.client("ec2", story.b)
    pool = owner.create_ipam_pool(IpamScopeId=scope_id, AddressFamily="ipv4", Locale="eu-west-1")["IpamPool"]
    owner.provision_ipam_pool_cidr(IpamPoolId=pool["IpamPoolId"], Cidr="10.0.0.0/8")
    assert consumer.describe_ipam_pools()["IpamPools"] == []
    story.aws.client("ram", MANAGEMENT).enable_sharing_with_aws_organization()
    organization = story.organizations.describe_organization()["Organization"]
    story.aws.client("ram", story.a).create_resource_share(
        name="pools", resourceArns=[pool["IpamPoolArn"]], principals=[organization["Arn"]]
    )
    assert [one["IpamPoolId"] for one in consumer.describe_ipam_pools()["IpamPools"]] == [pool["IpamPoolId"]]
    vpc = consumer.create_vpc(Ipv4IpamPoolId=pool["IpamPoolId"], Ipv4NetmaskLength=16)["Vpc"]
    assert vpc["CidrBlock"] == "10.0.0.0/16"


def test_f_13_only_the_management_account_configures_the_administrator(story: Story) -> None:
    """Whoever else enables or disables is refused, and nothing changes."""
    story.designate(story.a)
    for account_id, rule in ((story.a, "INT-020"), (story.b, "INT-020"), (OUTSIDER, "INT-021")):
        ec2 = story.aws.client("ec2", account_id)
        with refused("UnauthorizedOperation", rule=rule, status=403):
            ec2.enable_ipam_organization_admin_account(DelegatedAdminAccountId=story.b)
        with refused("UnauthorizedOperation", rule=rule, status=403):
            ec2.disable_ipam_organization_admin_account(DelegatedAdminAccountId=story.a)
    assert story.state() == "INTEGRATED(A)"


def test_f_14_only_a_member_can_be_designated(story: Story) -> None:
    """The management account, an outsider, an unknown and a closed account are refused, and nothing changes."""
    story.close(story.b)
    for target, rule in (
        (MANAGEMENT, "INT-022"),
        (OUTSIDER, "INT-023"),
        ("123456789012", "INT-023"),
        (story.b, "INT-024"),
    ):
        with refused("InvalidParameterValue" if rule != "INT-023" else "IpamOrganizationAccountNotFound", rule=rule):
            story.designate(target)
    assert story.state() == "NONE"
    assert story.role(MANAGEMENT) is None


def test_f_15_disable_removes_the_administrator(story: Story) -> None:
    """The account is gone from ListDelegatedAdministrators in the next call."""
    story.designate(story.a)
    assert [one["Id"] for one in story.administrators()] == [story.a]
    assert story.end_designation(story.a)["Success"] is True
    assert story.administrators() == []


@pytest.mark.rule("INT-136", "INT-137")
def test_f_17_metrics_are_in_cloudwatch(story: Story, create_ipam: Callable[..., dict[str, Any]]) -> None:
    """The administrator's IPAM has its metrics in the administrator's account."""
    story.designate(story.a)
    create_ipam(story.a)
    story.aws.client("ec2", story.b).create_vpc(CidrBlock="10.0.0.0/16")
    listed = story.aws.client("cloudwatch", story.a).list_metrics(Namespace="AWS/IPAM")["Metrics"]
    assert "UnmanagedResourceCidrs" in {metric["MetricName"] for metric in listed}


def test_f_18_the_documented_order_takes_ipam_back(story: Story) -> None:
    """Administrator removed, trusted access disabled, then every account's role deleted; too early fails."""
    story.designate(story.a)
    accounts = (MANAGEMENT, story.a, story.b)
    assert {story.deletion(account_id)["Status"] for account_id in accounts} == {"FAILED"}
    with refused("ConstraintViolationException", rule="INT-035"):
        story.disable_access()
    story.end_designation(story.a)
    story.disable_access()
    assert {story.deletion(account_id)["Status"] for account_id in accounts} == {"SUCCEEDED"}
    assert [story.role(account_id) for account_id in accounts] == [None, None, None]


@pytest.mark.rule("INT-135")
def test_f_18_ipam_resources_keep_the_role(story: Story, create_ipam: Callable[..., dict[str, Any]]) -> None:
    """The deletion fails with the resources by Region until they are deleted."""
    ipam = create_ipam(story.b)
    found = story.deletion(story.b)
    assert found["Status"] == "FAILED"
    (usage,) = found["Reason"]["RoleUsageList"]
    assert usage["Region"] == "eu-west-1"
    assert ipam["IpamArn"] in usage["Resources"]
    assert story.role(story.b) is not None
    story.aws.client("ec2", story.b).delete_ipam(IpamId=ipam["IpamId"], Cascade=True)
    assert story.deletion(story.b)["Status"] == "SUCCEEDED"
