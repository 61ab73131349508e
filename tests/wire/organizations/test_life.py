"""The beginning and the end of an organization, and the switch to all features."""

from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.iam import service_linked_roles
from emulator.domain.iam.identities import identities_of
from emulator.domain.organizations.handshake import ENDED_HANDSHAKE_KEPT, MIGRATION_LIFETIME
from emulator.domain.organizations.service_integration import IPAM
from tests.aws import Aws, refused
from tests.wire.organizations.conftest import invite
from tests.worlds import MANAGEMENT, OUTSIDER, member


@pytest.mark.parametrize(
    ("parameters", "feature_set", "available"),
    [
        ({}, "ALL", [{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}]),
        ({"FeatureSet": "CONSOLIDATED_BILLING"}, "CONSOLIDATED_BILLING", []),
    ],
)
def test_org_065_a_new_organization(
    outsider: Any, parameters: dict[str, str], feature_set: str, available: list[dict[str, str]]
) -> None:
    """One root without any enabled policy type, and the caller as its management account, as if invited."""
    made = outsider.create_organization(**parameters)["Organization"]
    assert (made["FeatureSet"], made["AvailablePolicyTypes"]) == (feature_set, available)
    assert made["Arn"] == f"arn:aws:organizations::{OUTSIDER}:organization/{made['Id']}"
    (root,) = outsider.list_roots()["Roots"]
    assert (root["Name"], root["PolicyTypes"]) == ("Root", [])
    (account,) = outsider.list_accounts()["Accounts"]
    assert (account["Id"], account["JoinedMethod"]) == (OUTSIDER, "INVITED")
    assert account["Paths"] == [f"{made['Id']}/{root['Id']}/{OUTSIDER}/"]


def test_int_100_the_management_account_has_the_role_of_organizations(aws: Aws, management: Any) -> None:
    """CreateOrganization makes AWSServiceRoleForOrganizations, and no access role, in its caller."""
    assert service_linked_roles.present(aws.world, MANAGEMENT, service_linked_roles.ORGANIZATIONS)
    assert "OrganizationAccountAccessRole" not in identities_of(aws.world, MANAGEMENT).roles


def test_org_002_one_organization_each(aws: Aws, management: Any) -> None:
    """CreateOrganization by a management account or a member is AlreadyInOrganization."""
    for account_id in (MANAGEMENT, member(aws.world, "one")):
        with refused("AlreadyInOrganizationException", rule="ORG-002") as refusal:
            aws.client("organizations", account_id).create_organization()
        assert refusal.message == "The AWS account is already a member of an organization."


def test_int_157_members_keep_an_organization_alive(aws: Aws, management: Any) -> None:
    """DeleteOrganization is refused while any other account is listed, a closed one too."""
    account_id = member(aws.world, "one")
    management.close_account(AccountId=account_id)
    with refused("OrganizationNotEmptyException", rule="INT-157"):
        management.delete_organization()
    aws.world.clock.advance(timedelta(days=91))
    answer = management.delete_organization()
    assert answer["ResponseMetadata"]["HTTPHeaders"]["content-length"] == "0"
    with refused("AWSOrganizationsNotInUseException", rule="INT-016"):
        management.delete_organization()


def test_org_076_the_end_cancels_invitations(management: Any, outsider: Any) -> None:
    """An invitation into an organization that is deleted is CANCELED."""
    handshake_id = invite(management)
    management.delete_organization()
    assert outsider.describe_handshake(HandshakeId=handshake_id)["Handshake"]["State"] == "CANCELED"


def test_org_042_a_new_organization_is_finalized(make_aws: Any) -> None:
    """While a new organization is finalized, accounts are neither created nor invited."""
    aws = make_aws(organization_finalizing_s=60)
    client = aws.client("organizations")
    client.create_organization()
    with refused("FinalizingOrganizationException", rule="ORG-042"):
        client.create_account(Email="one@example.com", AccountName="one")
    with refused("FinalizingOrganizationException", rule="ORG-042"):
        invite(client)
    aws.world.clock.advance(timedelta(seconds=60))
    client.create_account(Email="one@example.com", AccountName="one")


@pytest.fixture
def billing(aws: Aws) -> Any:
    """The management account of an organization with consolidated billing."""
    client = aws.client("organizations")
    client.create_organization(FeatureSet="CONSOLIDATED_BILLING")
    return client


def _parent_state(client: Any, handshake_id: str) -> str:
    state: str = client.describe_handshake(HandshakeId=handshake_id)["Handshake"]["State"]
    return state


def test_org_074_enabling_all_features(aws: Aws, billing: Any, outsider: Any) -> None:
    """Invited members approve, created ones need not, then the management account finishes; there is no way back."""
    member(aws.world, "created")
    outsider.accept_handshake(HandshakeId=invite(billing))
    unanswered = invite(billing, "222222222222")
    parent = billing.enable_all_features()["Handshake"]
    assert (parent["Action"], parent["State"]) == ("ENABLE_ALL_FEATURES", "REQUESTED")
    assert parent["Resources"] == [{"Type": "ORGANIZATION", "Value": parent["Parties"][0]["Id"]}]
    assert parent["ExpirationTimestamp"] - parent["RequestedTimestamp"] == MIGRATION_LIFETIME
    assert _parent_state(billing, unanswered) == "CANCELED"
    with refused("InvalidHandshakeTransitionException", rule="ORG-025"):
        billing.accept_handshake(HandshakeId=parent["Id"])
    (child,) = billing.list_handshakes_for_organization(Filter={"ParentHandshakeId": parent["Id"]})["Handshakes"]
    assert child["Action"] == "APPROVE_ALL_FEATURES"
    assert {"Type": "PARENT_HANDSHAKE", "Value": parent["Id"].removeprefix("h-")} in child["Resources"]
    outsider.accept_handshake(HandshakeId=child["Id"])
    assert _parent_state(billing, parent["Id"]) == "OPEN"
    assert billing.describe_organization()["Organization"]["FeatureSet"] == "CONSOLIDATED_BILLING"
    assert billing.accept_handshake(HandshakeId=parent["Id"])["Handshake"]["State"] == "ACCEPTED"
    assert billing.describe_organization()["Organization"]["FeatureSet"] == "ALL"
    with refused(
        "HandshakeConstraintViolationException", rule="ORG-048", reason="ORGANIZATION_ALREADY_HAS_ALL_FEATURES"
    ) as refusal:
        billing.enable_all_features()
    assert refusal.message == "All features are already enabled on this organization."


def test_int_161_the_calls_become_possible(aws: Aws, billing: Any) -> None:
    """With consolidated billing nobody can be designated; after the switch the state is NONE, and one can."""
    account_id, ec2 = member(aws.world, "one"), aws.client("ec2")
    with refused("OperationNotPermitted", rule="INT-032"):
        ec2.enable_ipam_organization_admin_account(DelegatedAdminAccountId=account_id)
    for call in (
        lambda: billing.list_aws_service_access_for_organization(),
        lambda: billing.list_delegated_administrators(),
        lambda: billing.list_delegated_services_for_account(AccountId=account_id),
        lambda: billing.enable_aws_service_access(ServicePrincipal=IPAM),
        lambda: billing.disable_aws_service_access(ServicePrincipal=IPAM),
        lambda: billing.register_delegated_administrator(AccountId=account_id, ServicePrincipal=IPAM),
        lambda: billing.deregister_delegated_administrator(AccountId=account_id, ServicePrincipal=IPAM),
        lambda: billing.close_account(AccountId=account_id),
    ):
        with refused("ConstraintViolationException", rule="INT-017", reason="ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"):
            call()
    parent_id = billing.enable_all_features()["Handshake"]["Id"]
    billing.accept_handshake(HandshakeId=parent_id)
    assert billing.list_aws_service_access_for_organization()["EnabledServicePrincipals"] == []
    assert ec2.enable_ipam_organization_admin_account(DelegatedAdminAccountId=account_id)["Success"]


def test_org_049_one_switch_at_a_time(billing: Any, outsider: Any) -> None:
    """A second EnableAllFeatures is refused until the first is canceled, which cancels the approvals too."""
    outsider.accept_handshake(HandshakeId=invite(billing))
    parent_id = billing.enable_all_features()["Handshake"]["Id"]
    with refused("HandshakeConstraintViolationException", rule="ORG-049"):
        billing.enable_all_features()
    billing.cancel_handshake(HandshakeId=parent_id)
    approvals = outsider.list_handshakes_for_account(Filter={"ActionType": "APPROVE_ALL_FEATURES"})["Handshakes"]
    assert [approval["State"] for approval in approvals] == ["CANCELED"]
    billing.enable_all_features()


def test_org_075_a_switch_expires(aws: Aws, billing: Any, outsider: Any) -> None:
    """After 90 days the switch is EXPIRED and another may begin; 30 days later its handshake is gone."""
    outsider.accept_handshake(HandshakeId=invite(billing))
    parent_id = billing.enable_all_features()["Handshake"]["Id"]
    aws.world.clock.advance(MIGRATION_LIFETIME)
    assert _parent_state(billing, parent_id) == "EXPIRED"
    billing.enable_all_features()
    aws.world.clock.advance(ENDED_HANDSHAKE_KEPT)
    with refused("HandshakeNotFoundException", rule="ORG-023"):
        billing.describe_handshake(HandshakeId=parent_id)


def test_a_member_that_leaves_need_not_approve(billing: Any, outsider: Any) -> None:
    """When the last member that was asked leaves, the switch is open to be finished."""
    outsider.accept_handshake(HandshakeId=invite(billing))
    parent_id = billing.enable_all_features()["Handshake"]["Id"]
    outsider.leave_organization()
    assert _parent_state(billing, parent_id) == "OPEN"


def test_a_created_member_without_the_role_is_asked_for_it(aws: Aws, billing: Any) -> None:
    """A created member that has deleted Organizations' role is asked for it, and accepting makes it again."""
    account_id = member(aws.world, "one")
    identities_of(aws.world, account_id).roles.remove("AWSServiceRoleForOrganizations")
    billing.enable_all_features()
    client = aws.client("organizations", account_id)
    (asked,) = client.list_handshakes_for_account()["Handshakes"]
    assert asked["Action"] == "ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE"
    client.accept_handshake(HandshakeId=asked["Id"])
    assert service_linked_roles.present(aws.world, account_id, service_linked_roles.ORGANIZATIONS)


def test_org_050_a_large_organization(make_aws: Any) -> None:
    """An organization with more accounts than allowed cannot switch in this way."""
    aws = make_aws(all_features_migration_accounts=1)
    client = aws.client("organizations")
    client.create_organization(FeatureSet="CONSOLIDATED_BILLING")
    member(aws.world, "one")
    with refused("ConstraintViolationException", rule="ORG-050"):
        client.enable_all_features()
