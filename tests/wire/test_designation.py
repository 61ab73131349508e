"""IPAM's designation calls through real boto3 over a socket."""

import pytest

from emulator.domain.organizations.service_integration import IPAM
from emulator.domain.world import World
from emulator.services.registry import service as find_service
from tests.aws import Aws, refused
from tests.worlds import MANAGEMENT, OUTSIDER, member


@pytest.fixture
def world(organization_world: World) -> World:
    return organization_world


def test_a_twelve_digit_key_is_that_account(aws: Aws) -> None:
    """GetCallerIdentity names the account of the key and its administrator."""
    identity = aws.client("sts", OUTSIDER).get_caller_identity()
    assert identity["Account"] == OUTSIDER
    assert identity["Arn"] == f"arn:aws:iam::{OUTSIDER}:user/administrator"


def test_int_001_designating_succeeds(aws: Aws, world: World) -> None:
    """The management account designates a member, in any Region."""
    ec2 = aws.client("ec2", MANAGEMENT)
    answer = ec2.enable_ipam_organization_admin_account(DelegatedAdminAccountId=member(world, "one"))
    assert answer["Success"] is True


def test_int_030_a_dry_run_succeeds_without_change(aws: Aws, world: World) -> None:
    """DryRun answers 412 DryRunOperation and a removal afterwards finds nobody."""
    ec2, account_id = aws.client("ec2", MANAGEMENT), member(world, "one")
    with refused("DryRunOperation"):
        ec2.enable_ipam_organization_admin_account(DelegatedAdminAccountId=account_id, DryRun=True)
    with refused("IpamOrganizationAccountNotRegistered"):
        ec2.disable_ipam_organization_admin_account(DelegatedAdminAccountId=account_id)


@pytest.mark.parametrize(
    ("caller", "target", "code", "rule"),
    [
        (OUTSIDER, MANAGEMENT, "UnauthorizedOperation", "INT-021"),
        (MANAGEMENT, MANAGEMENT, "InvalidParameterValue", "INT-022"),
        (MANAGEMENT, OUTSIDER, "IpamOrganizationAccountNotFound", "INT-023"),
        (OUTSIDER, "12345", "InvalidParameterValue", "INT-029"),
    ],
)
def test_refusals_name_their_rule(aws: Aws, caller: str, target: str, code: str, rule: str, world: World) -> None:
    """Each wrong designation has its code, and the answer names the rule that refused."""
    with refused(code, rule=rule):
        aws.client("ec2", caller).enable_ipam_organization_admin_account(DelegatedAdminAccountId=target)


def test_an_absent_operation_answers_501(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the contract has and the emulator does not answers 501 in the protocol's own shape."""
    operations = find_service("organizations").operations
    monkeypatch.delitem(operations, "EnableAllFeatures")
    with refused("NotImplementedException", status=501):
        aws.client("organizations", MANAGEMENT).enable_all_features()


def test_int_014_and_int_040_over_the_wire(aws: Aws, world: World) -> None:
    """Organizations can neither enable access for IPAM nor register an administrator before IPAM has."""
    organizations = aws.client("organizations", MANAGEMENT)
    with pytest.raises(organizations.exceptions.InvalidInputException) as refused:
        organizations.enable_aws_service_access(ServicePrincipal=IPAM)
    assert refused.value.response["Reason"] == "UNRECOGNIZED_SERVICE_PRINCIPAL"
    assert "EnableIpamOrganizationAdminAccount" in refused.value.response["Error"]["Message"]
    with pytest.raises(organizations.exceptions.ConstraintViolationException) as refused:
        organizations.register_delegated_administrator(AccountId=member(world, "one"), ServicePrincipal=IPAM)
    assert refused.value.response["Reason"] == "SERVICE_ACCESS_NOT_ENABLED"


def test_f_9_only_the_management_account_disables_access(aws: Aws, world: World) -> None:
    """DisableAWSServiceAccess waits for the administrator to go, is the management account's, and answers nothing."""
    account_id = member(world, "one")
    organizations = aws.client("organizations", MANAGEMENT)
    aws.client("ec2", MANAGEMENT).enable_ipam_organization_admin_account(DelegatedAdminAccountId=account_id)
    with pytest.raises(organizations.exceptions.AccessDeniedException):
        aws.client("organizations", account_id).disable_aws_service_access(ServicePrincipal=IPAM)
    with pytest.raises(organizations.exceptions.ConstraintViolationException):
        organizations.disable_aws_service_access(ServicePrincipal=IPAM)
    aws.client("ec2", MANAGEMENT).disable_ipam_organization_admin_account(DelegatedAdminAccountId=account_id)
    answer = organizations.disable_aws_service_access(ServicePrincipal=IPAM)
    assert answer["ResponseMetadata"]["HTTPHeaders"]["content-length"] == "0"
