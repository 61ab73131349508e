"""S1: the organization's management account makes the network account IPAM's administrator."""

import pytest

from tests.aws import refused
from tests.scenarios.conftest import Estate
from tests.worlds import MANAGEMENT

IPAM = "ipam.amazonaws.com"
ROLE = "AWSServiceRoleForIPAM"
NOBODY = "999999999999"


def test_s1_integrate_and_delegate(estate: Estate) -> None:
    """Who may be designated by whom, what a designation changes in every account, and that there is one only."""
    management, network = estate.ec2(MANAGEMENT), estate.ec2(estate.network)
    organizations = estate.client("organizations", MANAGEMENT)

    with refused("InvalidParameterValue"):
        management.enable_ipam_organization_admin_account(DelegatedAdminAccountId=MANAGEMENT)
    with refused("UnauthorizedOperation", status=403):
        network.enable_ipam_organization_admin_account(DelegatedAdminAccountId=estate.network)
    with refused("IpamOrganizationAccountNotFound"):
        management.enable_ipam_organization_admin_account(DelegatedAdminAccountId=NOBODY)
    # what was refused has changed nothing
    assert organizations.list_aws_service_access_for_organization()["EnabledServicePrincipals"] == []
    for account_id in (MANAGEMENT, estate.network):
        with refused("NoSuchEntity"):
            estate.client("iam", account_id).get_role(RoleName=ROLE)

    answer = management.enable_ipam_organization_admin_account(DelegatedAdminAccountId=estate.network)
    assert answer["Success"] is True
    [trusted] = organizations.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    assert trusted["ServicePrincipal"] == IPAM
    [administrator] = organizations.list_delegated_administrators(ServicePrincipal=IPAM)["DelegatedAdministrators"]
    assert administrator["Id"] == estate.network
    for account_id in (MANAGEMENT, estate.network, estate.dev, estate.sandbox):
        role = estate.client("iam", account_id).get_role(RoleName=ROLE)["Role"]
        assert role["Arn"] == f"arn:aws:iam::{account_id}:role/aws-service-role/{IPAM}/{ROLE}"

    with refused("IpamOrganizationDelegatedAdminLimitExceeded"):
        management.enable_ipam_organization_admin_account(DelegatedAdminAccountId=estate.dev)
    with refused("IpamOrganizationAccountNotRegistered"):
        estate.ec2(MANAGEMENT, "ap-south-1").disable_ipam_organization_admin_account(DelegatedAdminAccountId=estate.dev)
    [still] = organizations.list_delegated_administrators(ServicePrincipal=IPAM)["DelegatedAdministrators"]
    assert still == administrator


@pytest.mark.parametrize("region", ["ap-south-1", "us-west-2"])
def test_s1_a_repeated_designation_changes_nothing(estate: Estate, region: str) -> None:
    """From any Region: it succeeds, and the date of the delegation stays."""
    organizations = estate.client("organizations", MANAGEMENT)
    before = None
    for place in ("us-east-1", region):
        answer = estate.ec2(MANAGEMENT, place).enable_ipam_organization_admin_account(
            DelegatedAdminAccountId=estate.network
        )
        assert answer["Success"] is True
        after = organizations.list_delegated_administrators(ServicePrincipal=IPAM)["DelegatedAdministrators"]
        assert before in (None, after)
        before = after
