"""The deletion of service-linked roles (INT-130 to INT-141), through real boto3."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.wire.iam.words import IPAM, IPAM_ROLE, TRUST
from tests.worlds import MANAGEMENT, OUTSIDER, member


@pytest.fixture
def iam(aws: Aws) -> Any:
    """IAM of an account outside any organization, which has IPAM's role."""
    iam = aws.client("iam", OUTSIDER)
    iam.create_service_linked_role(AWSServiceName=IPAM)
    return iam


def status(iam: Any, role_name: str = IPAM_ROLE) -> dict[str, Any]:
    """What becomes of the role's deletion."""
    task_id = iam.delete_service_linked_role(RoleName=role_name)["DeletionTaskId"]
    answer: dict[str, Any] = iam.get_service_linked_role_deletion_status(DeletionTaskId=task_id)
    return answer


def test_int_130_a_deletion_is_a_task(iam: Any) -> None:
    """The id of the task names the role."""
    task_id = iam.delete_service_linked_role(RoleName=IPAM_ROLE)["DeletionTaskId"]
    assert re.fullmatch(f"task/aws-service-role/{IPAM}/{IPAM_ROLE}/[0-9a-f-]{{36}}", task_id)


def test_int_131_one_task_at_a_time(make_aws: Callable[..., Aws]) -> None:
    """While a task is not finished, asking again answers the same task."""
    iam = make_aws(slr_deletion_polls=1).client("iam", OUTSIDER)
    iam.create_service_linked_role(AWSServiceName=IPAM)
    first = iam.delete_service_linked_role(RoleName=IPAM_ROLE)["DeletionTaskId"]
    assert iam.delete_service_linked_role(RoleName=IPAM_ROLE)["DeletionTaskId"] == first


def test_int_132_no_such_role(aws: Aws) -> None:
    """An account without the role has nothing to delete."""
    with refused("NoSuchEntity", rule="INT-132", status=404) as refusal:
        aws.client("iam", OUTSIDER).delete_service_linked_role(RoleName=IPAM_ROLE)
    assert refusal.message == f"The role with name {IPAM_ROLE} cannot be found."


def test_int_133_an_ordinary_role_is_not_found(iam: Any) -> None:
    """A role that belongs to no service is deleted by DeleteRole alone."""
    iam.create_role(RoleName="ours", AssumeRolePolicyDocument=TRUST)
    with refused("NoSuchEntity", rule="INT-133", status=404):
        iam.delete_service_linked_role(RoleName="ours")


def test_int_134_polls_see_progress_first(make_aws: Callable[..., Aws]) -> None:
    """With slr_deletion_polls=2, two answers say IN_PROGRESS before the final one."""
    iam = make_aws(slr_deletion_polls=2).client("iam", OUTSIDER)
    iam.create_service_linked_role(AWSServiceName=IPAM)
    task_id = iam.delete_service_linked_role(RoleName=IPAM_ROLE)["DeletionTaskId"]
    seen = [iam.get_service_linked_role_deletion_status(DeletionTaskId=task_id)["Status"] for _ in range(4)]
    assert seen == ["IN_PROGRESS", "IN_PROGRESS", "SUCCEEDED", "SUCCEEDED"]


def test_int_134_by_default_the_first_poll_is_final(iam: Any) -> None:
    """SUCCEEDED comes without a Reason."""
    answer = status(iam)
    assert answer["Status"] == "SUCCEEDED"
    assert "Reason" not in answer


def test_int_135_resources_keep_the_role(aws: Aws, iam: Any) -> None:
    """While the account has an IPAM the deletion fails, and names what is in the way, Region by Region."""
    for region in ("us-east-1", "eu-west-1"):
        aws.client("ec2", OUTSIDER, region=region).create_ipam()
    answer = status(iam)
    assert answer["Status"] == "FAILED"
    reason = answer["Reason"]
    assert reason["Reason"] == "The service-linked role is in use by Amazon VPC IPAM resources in this account."
    assert [usage["Region"] for usage in reason["RoleUsageList"]] == ["eu-west-1", "us-east-1"]
    ipam = aws.client("ec2", OUTSIDER, region="us-east-1").describe_ipams()["Ipams"][0]
    assert ipam["IpamArn"] in reason["RoleUsageList"][1]["Resources"]
    iam.get_role(RoleName=IPAM_ROLE)


def test_int_138_the_role_goes_when_nothing_keeps_it(aws: Aws, iam: Any) -> None:
    """After a failed deletion and the removal of the IPAM, a new task succeeds."""
    ec2 = aws.client("ec2", OUTSIDER)
    ipam_id = ec2.create_ipam()["Ipam"]["IpamId"]
    failed = iam.delete_service_linked_role(RoleName=IPAM_ROLE)["DeletionTaskId"]
    ec2.delete_ipam(IpamId=ipam_id, Cascade=True)
    assert status(iam)["Status"] == "SUCCEEDED"
    assert iam.get_service_linked_role_deletion_status(DeletionTaskId=failed)["Status"] == "FAILED"


def test_int_136_the_integration_keeps_the_role(aws: Aws, organization_world: World) -> None:
    """While IPAM is integrated no account of the organization gets rid of its role, nor does it lose it by trying."""
    account_id = member(organization_world, "one")
    aws.client("ec2").enable_ipam_organization_admin_account(DelegatedAdminAccountId=account_id)
    for caller in (MANAGEMENT, account_id):
        iam = aws.client("iam", caller)
        answer = status(iam)
        assert answer["Status"] == "FAILED"
        assert answer["Reason"] == {
            "Reason": "The service-linked role is in use because IPAM is integrated with AWS Organizations."
        }
        iam.get_role(RoleName=IPAM_ROLE)


def test_int_137_and_int_138_without_administrator_the_role_may_go(aws: Aws, organization_world: World) -> None:
    """Trusted access alone keeps no role: after the designation is removed a new task succeeds."""
    account_id = member(organization_world, "one")
    ec2, iam = aws.client("ec2"), aws.client("iam", account_id)
    ec2.enable_ipam_organization_admin_account(DelegatedAdminAccountId=account_id)
    assert status(iam)["Status"] == "FAILED"
    ec2.disable_ipam_organization_admin_account(DelegatedAdminAccountId=account_id)
    assert status(iam)["Status"] == "SUCCEEDED"


def test_int_139_unknown_tasks(aws: Aws, iam: Any) -> None:
    """An unknown task is not found, in the wrong account too; what is no task id at all is invalid input."""
    task_id = iam.delete_service_linked_role(RoleName=IPAM_ROLE)["DeletionTaskId"]
    with refused("NoSuchEntity", rule="INT-139", status=404):
        aws.client("iam").get_service_linked_role_deletion_status(DeletionTaskId=task_id)
    with refused("InvalidInput", rule="INT-139", status=400):
        iam.get_service_linked_role_deletion_status(DeletionTaskId="something")


def test_int_140_the_role_is_gone_and_the_task_is_remembered(iam: Any) -> None:
    """GetRole and ListRoles know it no more; the policy counts no attachment; the task goes on answering."""
    task_id = iam.delete_service_linked_role(RoleName=IPAM_ROLE)["DeletionTaskId"]
    with refused("NoSuchEntity", status=404):
        iam.get_role(RoleName=IPAM_ROLE)
    assert iam.list_roles()["Roles"] == []
    for _ in range(2):
        assert iam.get_service_linked_role_deletion_status(DeletionTaskId=task_id)["Status"] == "SUCCEEDED"


def test_int_141_a_role_made_anew_is_another(iam: Any) -> None:
    """CreateServiceLinkedRole after the deletion gives a new RoleId."""
    before = iam.get_role(RoleName=IPAM_ROLE)["Role"]["RoleId"]
    status(iam)
    assert iam.create_service_linked_role(AWSServiceName=IPAM)["Role"]["RoleId"] != before


def test_int_141_create_ipam_makes_the_role_again(aws: Aws, iam: Any) -> None:
    """An account whose role was deleted has a new one when it creates an IPAM."""
    before = iam.get_role(RoleName=IPAM_ROLE)["Role"]["RoleId"]
    status(iam)
    aws.client("ec2", OUTSIDER).create_ipam()
    assert iam.get_role(RoleName=IPAM_ROLE)["Role"]["RoleId"] != before


def test_iam_036_ram_keeps_its_role_while_it_shares(aws: Aws, organization_world: World) -> None:
    """RAM's role stays in the management account while the organization trusts RAM."""
    iam, organizations = aws.client("iam"), aws.client("organizations")
    iam.create_service_linked_role(AWSServiceName="ram.amazonaws.com")
    organizations.enable_aws_service_access(ServicePrincipal="ram.amazonaws.com")
    assert status(iam, "AWSServiceRoleForResourceAccessManager")["Status"] == "FAILED"
    organizations.disable_aws_service_access(ServicePrincipal="ram.amazonaws.com")
    assert status(iam, "AWSServiceRoleForResourceAccessManager")["Status"] == "SUCCEEDED"


def test_iam_036_organizations_keeps_its_own_role(aws: Aws, organization_world: World) -> None:
    """AWSServiceRoleForOrganizations stays as long as the account is in an organization."""
    answer = status(aws.client("iam", member(organization_world, "one")), "AWSServiceRoleForOrganizations")
    assert answer["Status"] == "FAILED"
