"""What IAM says about an account as a whole, and the features of organizations, through real boto3."""

from typing import Any

import pytest

from emulator.domain.organizations import life
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.wire.iam.words import ALLOW, IPAM, READ_ONLY, TRUST
from tests.worlds import MANAGEMENT, OUTSIDER, member

IAM = "iam.amazonaws.com"


@pytest.fixture
def iam(aws: Aws) -> Any:
    return aws.client("iam", OUTSIDER)


def test_an_account_has_one_alias(iam: Any) -> None:
    """A second alias takes the place of the first."""
    assert iam.list_account_aliases()["AccountAliases"] == []
    iam.create_account_alias(AccountAlias="first")
    iam.create_account_alias(AccountAlias="second")
    assert iam.list_account_aliases()["AccountAliases"] == ["second"]
    with refused("NoSuchEntity", rule="IAM-054", status=404):
        iam.delete_account_alias(AccountAlias="first")
    iam.delete_account_alias(AccountAlias="second")
    assert iam.list_account_aliases()["AccountAliases"] == []


def test_iam_052_and_iam_053_aliases_that_are_refused(aws: Aws, iam: Any) -> None:
    """No two accounts have the same alias, and none looks like an account id."""
    iam.create_account_alias(AccountAlias="ours")
    with refused("EntityAlreadyExists", rule="IAM-052", status=409) as refusal:
        aws.client("iam").create_account_alias(AccountAlias="ours")
    assert refusal.message == "The account alias ours already exists."
    with refused("ValidationError", rule="IAM-053", status=400):
        iam.create_account_alias(AccountAlias="123456789012")
    with refused("ValidationError", rule="IAM-032", status=400):
        iam.create_account_alias(AccountAlias="double--dash")


def test_the_summary_counts(iam: Any) -> None:
    """Counts follow what is made; quotas are AWS's defaults; every key of the contract is there."""
    before = iam.get_account_summary()["SummaryMap"]
    assert before["Roles"] == 0
    assert (before["RolesQuota"], before["UsersQuota"], before["AccountPasswordPresent"]) == (1000, 5000, 0)
    assert len(before) == 34
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=TRUST)
    iam.create_user(UserName="alice")
    policy = iam.create_policy(PolicyName="ours", PolicyDocument=ALLOW)["Policy"]
    iam.create_policy_version(PolicyArn=policy["Arn"], PolicyDocument=ALLOW)
    iam.set_security_token_service_preferences(GlobalEndpointTokenVersion="v2Token")
    after = iam.get_account_summary()["SummaryMap"]
    assert {key: value for key, value in after.items() if value != before[key]} == {
        "Roles": 1,
        "Users": 1,
        "Policies": 1,
        "PolicyVersionsInUse": 2,
        "GlobalEndpointTokenVersion": 2,
    }


def test_authorization_details(iam: Any) -> None:
    """Users, roles with all that hangs on them, and the policies that are in use, in one sequence of pages."""
    iam.create_user(UserName="alice", Tags=[{"Key": "k", "Value": "v"}])
    iam.create_service_linked_role(AWSServiceName=IPAM)
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=TRUST, PermissionsBoundary=READ_ONLY)
    iam.put_role_policy(RoleName="ours", PolicyName="inline", PolicyDocument=ALLOW)
    own = iam.create_policy(PolicyName="own", PolicyDocument=ALLOW)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="ours", PolicyArn=own)
    iam.create_instance_profile(InstanceProfileName="profile")
    iam.add_role_to_instance_profile(InstanceProfileName="profile", RoleName="ours")
    details = iam.get_account_authorization_details()
    assert [user["UserName"] for user in details["UserDetailList"]] == ["alice"]
    assert [role["RoleName"] for role in details["RoleDetailList"]] == ["AWSServiceRoleForIPAM", "ours"]
    role = details["RoleDetailList"][1]
    assert role["RolePolicyList"][0]["PolicyDocument"]["Statement"][0]["Action"] == "ec2:DescribeVpcs"
    assert role["AttachedManagedPolicies"] == [{"PolicyName": "own", "PolicyArn": own}]
    assert role["InstanceProfileList"][0]["InstanceProfileName"] == "profile"
    assert role["PermissionsBoundary"]["PermissionsBoundaryArn"] == READ_ONLY
    assert role["RoleLastUsed"] == {}
    names = [policy["PolicyName"] for policy in details["Policies"]]
    assert names == ["own", "AWSIPAMServiceRolePolicy", "ReadOnlyAccess"]
    assert details["Policies"][0]["PolicyVersionList"][0]["Document"]["Version"] == "2012-10-17"


def test_authorization_details_by_pages_and_filters(iam: Any) -> None:
    """Every page has its share of the sequence, and the filter chooses kinds."""
    iam.create_user(UserName="alice")
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=TRUST)
    iam.create_policy(PolicyName="own", PolicyDocument=ALLOW)
    pages = list(iam.get_paginator("get_account_authorization_details").paginate(PaginationConfig={"PageSize": 1}))
    keys = ("UserDetailList", "RoleDetailList", "Policies")
    assert [[len(page[key]) for key in keys] for page in pages] == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    chosen = iam.get_account_authorization_details(Filter=["Role", "Group"])
    assert [len(chosen[key]) for key in keys] == [0, 1, 0]
    assert chosen["GroupDetailList"] == []


def test_root_features_of_an_organization(aws: Aws, organization_world: World) -> None:
    """They go on and off, any number of times, and hide while IAM is not trusted."""
    organizations, iam = aws.client("organizations"), aws.client("iam")
    organizations.enable_aws_service_access(ServicePrincipal=IAM)
    assert iam.list_organizations_features()["EnabledFeatures"] == []
    iam.enable_organizations_root_credentials_management()
    for _ in range(2):
        answer = iam.enable_organizations_root_sessions()
    assert answer["EnabledFeatures"] == ["RootCredentialsManagement", "RootSessions"]
    assert answer["OrganizationId"].startswith("o-")
    assert iam.disable_organizations_root_credentials_management()["EnabledFeatures"] == ["RootSessions"]
    organizations.disable_aws_service_access(ServicePrincipal=IAM)
    with refused("ServiceAccessNotEnabledException", rule="IAM-059", status=400):
        iam.list_organizations_features()
    organizations.enable_aws_service_access(ServicePrincipal=IAM)
    assert iam.disable_organizations_root_sessions()["EnabledFeatures"] == []


def test_iam_055_to_iam_057_who_may_manage_root_access(aws: Aws, organization_world: World) -> None:
    """Outsiders, plain members and administrators are refused each by their own rule; an administrator may look."""
    plain, administrator = member(organization_world, "plain"), member(organization_world, "administrator")
    organizations = aws.client("organizations")
    organizations.enable_aws_service_access(ServicePrincipal=IAM)
    organizations.register_delegated_administrator(AccountId=administrator, ServicePrincipal=IAM)
    expected = {
        OUTSIDER: ("OrganizationNotFoundException", "IAM-055"),
        plain: ("AccountNotManagementOrDelegatedAdministratorException", "IAM-056"),
        administrator: ("CallerIsNotManagementAccountException", "IAM-057"),
    }
    for account_id, (code, rule) in expected.items():
        with refused(code, rule=rule, status=400):
            aws.client("iam", account_id).enable_organizations_root_sessions()
    aws.client("iam", MANAGEMENT).enable_organizations_root_sessions()
    iam = aws.client("iam", administrator)
    assert iam.list_organizations_features()["EnabledFeatures"] == ["RootSessions"]
    assert iam.disable_organizations_root_sessions()["EnabledFeatures"] == []


def test_iam_058_root_access_needs_all_features(aws: Aws) -> None:
    """An organization with consolidated billing alone has no such features."""
    life.create(aws.world, MANAGEMENT, FeatureSet.CONSOLIDATED_BILLING)
    with refused("OrganizationNotInAllFeaturesModeException", rule="IAM-058", status=400):
        aws.client("iam").list_organizations_features()


def test_outbound_federation_goes_on_and_off(iam: Any) -> None:
    """An account keeps its issuer, and each state refuses what it already is."""
    with refused("FeatureDisabled", rule="IAM-061", status=404):
        iam.get_outbound_web_identity_federation_info()
    issuer = iam.enable_outbound_web_identity_federation()["IssuerIdentifier"]
    assert iam.get_outbound_web_identity_federation_info()["IssuerIdentifier"] == issuer
    with refused("FeatureEnabled", rule="IAM-060", status=409):
        iam.enable_outbound_web_identity_federation()
    iam.disable_outbound_web_identity_federation()
    with refused("FeatureDisabled", rule="IAM-061", status=404):
        iam.disable_outbound_web_identity_federation()
    assert iam.enable_outbound_web_identity_federation()["IssuerIdentifier"] == issuer
