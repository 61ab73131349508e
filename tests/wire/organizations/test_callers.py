"""Who may call: the management account, a delegated administrator, a member, an outsider."""

from typing import Any

import pytest

from emulator.domain.organizations import trusted_access
from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.wire.organizations.conftest import root_of
from tests.worlds import MANAGEMENT, OUTSIDER, member

GUARDDUTY = "guardduty.amazonaws.com"

READS: list[tuple[str, dict[str, Any]]] = [
    ("list_accounts", {}),
    ("list_roots", {}),
    ("list_create_account_status", {}),
    ("list_handshakes_for_organization", {}),
    ("list_aws_service_access_for_organization", {}),
    ("list_delegated_administrators", {}),
    ("describe_account", {"AccountId": MANAGEMENT}),
    ("list_parents", {"ChildId": MANAGEMENT}),
    ("list_tags_for_resource", {"ResourceId": MANAGEMENT}),
]
WRITES: list[tuple[str, dict[str, Any]]] = [
    ("create_account", {"Email": "new@example.com", "AccountName": "new"}),
    ("create_gov_cloud_account", {"Email": "new@example.com", "AccountName": "new"}),
    ("create_organizational_unit", {"ParentId": "r-abcd", "Name": "unit"}),
    ("move_account", {"AccountId": OUTSIDER, "SourceParentId": "r-abcd", "DestinationParentId": "r-efgh"}),
    ("invite_account_to_organization", {"Target": {"Id": OUTSIDER, "Type": "ACCOUNT"}}),
    ("remove_account_from_organization", {"AccountId": OUTSIDER}),
    ("close_account", {"AccountId": OUTSIDER}),
    ("delete_organization", {}),
    ("enable_all_features", {}),
    ("tag_resource", {"ResourceId": MANAGEMENT, "Tags": []}),
    ("enable_aws_service_access", {"ServicePrincipal": GUARDDUTY}),
    ("register_delegated_administrator", {"AccountId": OUTSIDER, "ServicePrincipal": GUARDDUTY}),
    ("list_inbound_responsibility_transfers", {"Type": "BILLING"}),
]


@pytest.fixture
def administrator(organization_world: World) -> str:
    account_id = member(organization_world, "administrator")
    trusted_access.enable_access(organization_world, MANAGEMENT, GUARDDUTY)
    trusted_access.register_administrator(organization_world, MANAGEMENT, account_id, GUARDDUTY)
    return account_id


@pytest.mark.parametrize(("call", "parameters"), READS)
def test_int_048_reads(aws: Aws, administrator: str, call: str, parameters: dict[str, Any]) -> None:
    """The management account and a delegated administrator read; a member does not, not even about itself."""
    plain = member(aws.world, "plain")
    for account_id in (MANAGEMENT, administrator):
        getattr(aws.client("organizations", account_id), call)(**parameters)
    with refused("AccessDeniedException") as refusal:
        getattr(aws.client("organizations", plain), call)(**parameters)
    assert refusal.message == "You don't have permissions to access this resource."
    with refused("AWSOrganizationsNotInUseException", rule="INT-016") as refusal:
        getattr(aws.client("organizations", OUTSIDER), call)(**parameters)
    assert refusal.message == "Your account is not a member of an organization."


@pytest.mark.parametrize(("call", "parameters"), WRITES)
def test_org_001_writes(aws: Aws, administrator: str, call: str, parameters: dict[str, Any]) -> None:
    """Only the management account writes, and a wrong caller is told so before its input is looked at."""
    with refused("AccessDeniedException"):
        getattr(aws.client("organizations", administrator), call)(**parameters)
    with refused("AWSOrganizationsNotInUseException", rule="INT-016"):
        getattr(aws.client("organizations", OUTSIDER), call)(**parameters)


def test_the_reads_end_with_the_last_service(aws: Aws, administrator: str) -> None:
    """A delegated administrator that is deregistered is a plain member again at once."""
    management, deregistered = aws.client("organizations"), aws.client("organizations", administrator)
    management.deregister_delegated_administrator(AccountId=administrator, ServicePrincipal=GUARDDUTY)
    with refused("AccessDeniedException", rule="INT-048"):
        deregistered.list_accounts()


def test_org_081_every_account_sees_the_same_organization(aws: Aws, administrator: str) -> None:
    """DescribeOrganization shows a plain member what it shows the management account."""
    plain = member(aws.world, "plain")
    seen = [
        aws.client("organizations", account_id).describe_organization()["Organization"]
        for account_id in (MANAGEMENT, administrator, plain)
    ]
    assert seen[0]["MasterAccountId"] == MANAGEMENT
    assert seen[0] == seen[1] == seen[2]
    with refused("AWSOrganizationsNotInUseException"):
        aws.client("organizations", OUTSIDER).describe_organization()


@pytest.mark.parametrize("region", ["eu-west-1", "us-east-1"])
def test_the_signing_region_does_not_matter(aws: Aws, organization_world: World, region: str) -> None:
    """With a custom endpoint SDKs sign for their own Region; every one is accepted."""
    assert root_of(aws.client("organizations", region=region)).startswith("r-")


def test_org_037_a_closed_account_can_do_nothing(aws: Aws, organization_world: World) -> None:
    """Whatever a closed account asks is refused."""
    closed = member(organization_world, "closed")
    aws.client("organizations").close_account(AccountId=closed)
    client = aws.client("organizations", closed)
    with pytest.raises(client.exceptions.ClientError) as caught:
        client.describe_organization()
    assert caught.value.response["ResponseMetadata"]["HTTPHeaders"]["x-emulator-rule"] == "ORG-037"


@pytest.mark.parametrize(
    ("call", "parameters", "reason"),
    [
        ("list_accounts", {"MaxResults": 21}, "MAX_VALUE_EXCEEDED"),
        ("describe_account", {"AccountId": "12"}, "INVALID_PATTERN"),
        ("describe_account", {"AccountId": "1" * 13}, "INVALID_PATTERN"),
        ("describe_organizational_unit", {"OrganizationalUnitId": "ou-1"}, "INVALID_PATTERN"),
        ("describe_create_account_status", {"CreateAccountRequestId": "car-1"}, "INVALID_PATTERN"),
        ("list_parents", {"ChildId": "r-abcd"}, "INVALID_PATTERN"),
        ("create_organizational_unit", {"ParentId": "r-abcd", "Name": "x" * 129}, "MAX_LENGTH_EXCEEDED"),
        ("list_children", {"ParentId": "r-abcd", "ChildType": "ROOT"}, "INVALID_ENUM"),
        ("list_handshakes_for_account", {"Filter": {"ActionType": "NONE"}}, "INVALID_ENUM"),
    ],
)
def test_int_047_malformed_input(management: Any, call: str, parameters: dict[str, Any], reason: str) -> None:
    """What the model forbids is InvalidInputException with the reason of the enumeration."""
    with refused("InvalidInputException", rule="INT-047", reason=reason, status=400):
        getattr(management, call)(**parameters)
