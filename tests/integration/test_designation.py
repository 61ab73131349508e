"""Making the integration, exchanging its administrator, and ending it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.organizations.service_integration import IPAM
from tests.aws import Aws, refused
from tests.integration.conftest import Story
from tests.worlds import MANAGEMENT, OUTSIDER

LATER = timedelta(hours=1)


@pytest.mark.rule("INT-001", "INT-005", "INT-120")
def test_from_nothing_to_the_integration(story: Story) -> None:
    """One call: trusted access, administrator, and everywhere the role with its one policy."""
    assert story.designate(story.a)["Success"] is True
    assert story.trusted_since() == story.aws.world.now
    assert [one["Id"] for one in story.administrators()] == [story.a]
    for account_id in (MANAGEMENT, story.a, story.b):
        assert story.role(account_id) is not None
        attached = story.aws.client("iam", account_id).list_attached_role_policies(RoleName="AWSServiceRoleForIPAM")
        assert [one["PolicyName"] for one in attached["AttachedPolicies"]] == ["AWSIPAMServiceRolePolicy"]


def test_int_002_and_int_011_the_first_date_stays(make_story: Callable[..., Story]) -> None:
    """Neither enabling access again nor designating moves the date of trusted access."""
    story = make_story(ipam_service_access="observed")
    enable = story.organizations.enable_aws_service_access
    enable(ServicePrincipal=IPAM)
    since = story.trusted_since()
    story.aws.world.clock.advance(LATER)
    enable(ServicePrincipal=IPAM)
    story.designate(story.a)
    assert story.trusted_since() == since
    assert story.administrators()[0]["DelegationEnabledDate"] == story.aws.world.now


def test_int_003_the_integration_has_no_region(story: Story) -> None:
    """Made in one Region, it is seen and ended in another."""
    west, east = (story.aws.client("ec2", MANAGEMENT, region=region) for region in ("us-west-2", "ap-southeast-1"))
    west.enable_ipam_organization_admin_account(DelegatedAdminAccountId=story.a)
    with refused("IpamOrganizationDelegatedAdminLimitExceeded", rule="INT-025"):
        east.enable_ipam_organization_admin_account(DelegatedAdminAccountId=story.b)
    assert east.disable_ipam_organization_admin_account(DelegatedAdminAccountId=story.a)["Success"] is True


@pytest.mark.rule("INT-007")
def test_int_006_the_administrator_is_listed_at_once(story: Story) -> None:
    """Both lists show the administrator with its details to the management account and to itself."""
    story.designate(story.a)
    account = story.organizations.describe_account(AccountId=story.a)["Account"]
    for caller in (MANAGEMENT, story.a):
        organizations = story.aws.client("organizations", caller)
        (listed,) = organizations.list_delegated_administrators(ServicePrincipal=IPAM)["DelegatedAdministrators"]
        assert listed.pop("DelegationEnabledDate") == story.aws.world.now
        assert listed == {key: account[key] for key in listed}
        assert {"Id", "Arn", "Email", "Name", "Status", "State", "JoinedMethod", "JoinedTimestamp"} <= set(listed)
        services = organizations.list_delegated_services_for_account(AccountId=story.a)["DelegatedServices"]
        assert services == [{"ServicePrincipal": IPAM, "DelegationEnabledDate": story.aws.world.now}]


def test_int_008_a_refused_designation_changes_nothing(story: Story) -> None:
    """No trusted access, no administrator and no role is left behind."""
    for target in (OUTSIDER, MANAGEMENT, "12345"):
        with refused("IpamOrganizationAccountNotFound" if target == OUTSIDER else "InvalidParameterValue"):
            story.designate(target)
    assert story.state() == "NONE"
    assert [story.role(account_id) for account_id in (MANAGEMENT, story.a)] == [None, None]


def test_int_009_a_lone_management_account_cannot_designate_itself(aws: Aws) -> None:
    """In an organization of one account nobody can be named."""
    aws.client("organizations").create_organization()
    with refused("InvalidParameterValue", rule="INT-022"):
        aws.client("ec2").enable_ipam_organization_admin_account(DelegatedAdminAccountId=MANAGEMENT)


def test_int_023_comes_before_int_025(story: Story) -> None:
    """While A administers, an outsider is not found, and B is one too many."""
    story.designate(story.a)
    with refused("IpamOrganizationAccountNotFound", rule="INT-023"):
        story.designate("123456789012")
    with refused("IpamOrganizationDelegatedAdminLimitExceeded", rule="INT-025"):
        story.designate(story.b)


def test_int_026_designating_again_keeps_the_dates_over_the_wire(story: Story) -> None:
    """The same account again succeeds, with the dates of the first time."""
    story.designate(story.a)
    since, administrators = story.trusted_since(), story.administrators()
    story.aws.world.clock.advance(LATER)
    assert story.designate(story.a)["Success"] is True
    assert (story.trusted_since(), story.administrators()) == (since, administrators)


def test_int_027_the_administrator_is_exchanged(story: Story) -> None:
    """Disable for A and Enable for B, without a pause."""
    story.designate(story.a)
    story.end_designation(story.a)
    story.designate(story.b)
    assert story.state() == "INTEGRATED(B)"


@pytest.mark.rule("INT-061", "INT-067")
def test_int_062_removal_leaves_access_and_roles(story: Story) -> None:
    """After Disable trusted access and every role are still there, and a second Disable finds nobody."""
    story.designate(story.a)
    roles = [story.role(account_id) for account_id in (MANAGEMENT, story.a, story.b)]
    story.end_designation(story.a)
    assert story.trusted_since() is not None
    assert [story.role(account_id) for account_id in (MANAGEMENT, story.a, story.b)] == roles
    with refused("IpamOrganizationAccountNotRegistered", rule="INT-067"):
        story.end_designation(story.a)


def test_int_063_and_int_069_what_the_administrator_built_stays(
    story: Story, create_ipam: Callable[..., dict[str, Any]]
) -> None:
    """Disable is not refused because of an IPAM, and the IPAM stays what it was."""
    story.designate(story.a)
    create_ipam(story.a)
    ec2 = story.aws.client("ec2", story.a)
    before = ec2.describe_ipams()["Ipams"]
    story.end_designation(story.a)
    story.designate(story.b)
    assert ec2.describe_ipams()["Ipams"] == before
    assert story.aws.client("ec2", story.b).describe_ipams()["Ipams"] == []


def test_int_068_disable_refuses_like_enable(story: Story) -> None:
    """Wrong callers, bad and missing ids, and DryRun."""
    story.designate(story.a)
    for account_id, rule in ((story.a, "INT-020"), (OUTSIDER, "INT-021")):
        with refused("UnauthorizedOperation", rule=rule):
            story.aws.client("ec2", account_id).disable_ipam_organization_admin_account(
                DelegatedAdminAccountId=story.a, DryRun=True
            )
    with refused("InvalidParameterValue", rule="INT-029"):
        story.end_designation("1234567890123")
    with refused("DryRunOperation", rule="INT-030", status=412):
        story.end_designation(story.a, DryRun=True)
    with refused("MissingParameter", rule="INT-028"):
        story.aws.own_client("ec2", parameter_validation=False).disable_ipam_organization_admin_account()
    assert story.state() == "INTEGRATED(A)"


def test_int_070_the_same_account_is_designated_anew(story: Story) -> None:
    """Integrated again, with a new date of delegation and the old date of trusted access."""
    story.designate(story.a)
    since = story.trusted_since()
    story.end_designation(story.a)
    story.aws.world.clock.advance(LATER)
    story.designate(story.a)
    assert story.administrators()[0]["DelegationEnabledDate"] == story.aws.world.now
    assert story.trusted_since() == since
    assert story.state() == "INTEGRATED(A)"


@pytest.mark.parametrize("state", ["NONE", "TRUSTED", "REGISTERED", "INTEGRATED"])
def test_int_030_a_dry_run_answers_as_the_call_would(story: Story, state: str) -> None:
    """412 where the real call would succeed, its refusal where not, and never a change."""
    story.reach(state)
    before = story.state(), story.role(MANAGEMENT)
    taken = state in ("REGISTERED", "INTEGRATED")
    for call, account_id, refusal in (
        (story.designate, story.a, None),
        (story.designate, story.b, "IpamOrganizationDelegatedAdminLimitExceeded" if taken else None),
        (story.designate, MANAGEMENT, "InvalidParameterValue"),
        (story.end_designation, story.a, None if taken else "IpamOrganizationAccountNotRegistered"),
        (story.end_designation, story.b, "IpamOrganizationAccountNotRegistered"),
    ):
        with refused(refusal or "DryRunOperation", status=400 if refusal else 412):
            call(account_id, DryRun=True)
    assert (story.state(), story.role(MANAGEMENT)) == before


def test_int_010_access_through_organizations_is_ineffective(make_story: Callable[..., Story]) -> None:
    """With observed access the registration succeeds, but only IPAM's own call brings the roles."""
    story = make_story(ipam_service_access="observed")
    with refused("ConstraintViolationException", rule="INT-040"):
        story.register(story.a)
    story.organizations.enable_aws_service_access(ServicePrincipal=IPAM)
    story.register(story.a)
    accounts = (MANAGEMENT, story.a, story.b)
    assert [story.role(account_id) for account_id in accounts] == [None, None, None]
    story.designate(story.a)
    assert None not in [story.role(account_id) for account_id in accounts]


def test_int_037_access_is_listed_in_pages_of_twenty(story: Story) -> None:
    """Management account and administrators read it, other members not; 1 to 20 a page."""
    story.designate(story.a)
    story.organizations.enable_aws_service_access(ServicePrincipal="config.amazonaws.com")
    for caller in (MANAGEMENT, story.a):
        pages = story.aws.client("organizations", caller).get_paginator("list_aws_service_access_for_organization")
        found = [
            one["ServicePrincipal"]
            for page in pages.paginate(PaginationConfig={"PageSize": 1})
            for one in page["EnabledServicePrincipals"]
        ]
        assert sorted(found) == ["config.amazonaws.com", IPAM]
    with refused("AccessDeniedException", rule="INT-037"):
        story.aws.client("organizations", story.b).list_aws_service_access_for_organization()
    with refused("InvalidInputException", rule="INT-047", reason="MAX_VALUE_EXCEEDED"):
        story.organizations.list_aws_service_access_for_organization(MaxResults=21)
