"""Accounts: creating, closing, removing, leaving."""

from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.iam import roles, service_linked_roles
from emulator.domain.organizations.membership import CLOSED_ACCOUNT_KEPT
from tests.aws import Aws, refused
from tests.wire.organizations.conftest import invite, root_of, unit
from tests.worlds import MANAGEMENT, OUTSIDER, member


def create(client: Any, name: str = "one", **more: Any) -> str:
    made = client.create_account(Email=f"{name}@example.com", AccountName=name, **more)["CreateAccountStatus"]
    request_id: str = made["Id"]
    return request_id


def status(client: Any, request_id: str) -> dict[str, Any]:
    found: dict[str, Any] = client.describe_create_account_status(CreateAccountRequestId=request_id)[
        "CreateAccountStatus"
    ]
    return found


def test_org_066_creating_an_account(aws: Aws, management: Any) -> None:
    """IN_PROGRESS first, then SUCCEEDED: under the root, CREATED, with both roles."""
    made = management.create_account(Email="one@example.com", AccountName="One", RoleName="Admin")
    assert made["CreateAccountStatus"]["State"] == "IN_PROGRESS"
    assert {"AccountId", "CompletedTimestamp"}.isdisjoint(made["CreateAccountStatus"])
    done = status(management, made["CreateAccountStatus"]["Id"])
    assert done["State"] == "SUCCEEDED"
    account = management.describe_account(AccountId=done["AccountId"])["Account"]
    assert (account["Name"], account["JoinedMethod"], account["Status"], account["State"]) == (
        "One",
        "CREATED",
        "ACTIVE",
        "ACTIVE",
    )
    assert account["JoinedTimestamp"] == done["CompletedTimestamp"]
    organization_id = management.describe_organization()["Organization"]["Id"]
    assert account["Paths"] == [f"{organization_id}/{root_of(management)}/{account['Id']}/"]
    assert account["Arn"] == f"arn:aws:organizations::{MANAGEMENT}:account/{organization_id}/{account['Id']}"
    role = roles.find(aws.world, account["Id"], "Admin")
    assert list(role.attached) == [roles.ADMINISTRATOR_ACCESS]
    assert f"arn:aws:iam::{MANAGEMENT}:root" in role.trust_document
    assert service_linked_roles.present(aws.world, account["Id"], service_linked_roles.ORGANIZATIONS)


def test_org_067_a_duplicate_email_fails_later(management: Any) -> None:
    """An address that is in use, in any organization, is no error of the call: the request fails."""
    create(management)
    failed = status(management, create(management))
    assert (failed["State"], failed["FailureReason"]) == ("FAILED", "EMAIL_ALREADY_EXISTS")
    assert "AccountId" not in failed


def test_org_067_an_unused_account_has_its_address(management: Any) -> None:
    """Any twelve digits are an account with an address of its own, which no other account can take."""
    failed = status(management, create(management, f"account-{OUTSIDER}"))
    assert (failed["State"], failed["FailureReason"]) == ("FAILED", "EMAIL_ALREADY_EXISTS")


def test_org_068_the_same_request_twice_at_once_fails(make_aws: Any) -> None:
    """A request with the data of one that is in progress fails with CONCURRENT_ACCOUNT_MODIFICATION."""
    aws = make_aws(account_creation_delay_s=60)
    client = aws.client("organizations")
    client.create_organization()
    first, second = create(client), create(client)
    aws.world.clock.advance(timedelta(seconds=60))
    assert status(client, first)["State"] == "SUCCEEDED"
    assert status(client, second)["FailureReason"] == "CONCURRENT_ACCOUNT_MODIFICATION"


@pytest.mark.parametrize(
    ("parameters", "rule", "reason"),
    [
        ({"Email": ".one@example.com"}, "ORG-014", "INVALID_PATTERN"),
        ({"Email": "one@example-.com"}, "ORG-014", "INVALID_PATTERN"),
        ({"Email": "o(ne@example.com"}, "ORG-014", "INVALID_PATTERN"),
        ({"Email": "no-address"}, "INT-047", "INVALID_PATTERN"),
        ({"AccountName": "Zürich"}, "INT-047", "INVALID_PATTERN"),
        ({"AccountName": "x" * 51}, "INT-047", "MAX_LENGTH_EXCEEDED"),
        ({"RoleName": "AWSServiceRoleForMe"}, "ORG-013", "INVALID_ROLE_NAME"),
        ({"Tags": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]}, "ORG-033", "DUPLICATE_TAG_KEY"),
        ({"Tags": [{"Key": "AWS:a", "Value": "1"}]}, "ORG-040", "INVALID_SYSTEM_TAGS_PARAMETER"),
    ],
)
def test_wrong_requests(management: Any, parameters: dict[str, Any], rule: str, reason: str) -> None:
    """What a request for an account may not hold, with its reason; nothing is requested."""
    with refused("InvalidInputException", rule=rule, reason=reason):
        management.create_account(**{"Email": "one@example.com", "AccountName": "one"} | parameters)
    assert management.list_create_account_status()["CreateAccountStatuses"] == []


def test_org_011_five_at_once(make_aws: Any) -> None:
    """The sixth account in flight is refused."""
    client = make_aws(account_creation_delay_s=60).client("organizations")
    client.create_organization()
    for number in range(5):
        create(client, f"n{number}")
    with refused("ConstraintViolationException", rule="ORG-011", reason="ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED"):
        create(client, "sixth")


def test_org_010_accounts_and_invitations_count(make_aws: Any) -> None:
    """Members, closed ones, requests and open invitations count together."""
    client = make_aws(accounts_per_organization=3).client("organizations")
    client.create_organization()
    account_id = status(client, create(client))["AccountId"]
    client.close_account(AccountId=account_id)
    handshake_id = invite(client)
    with refused("ConstraintViolationException", rule="ORG-010", reason="ACCOUNT_NUMBER_LIMIT_EXCEEDED"):
        create(client, "two")
    with refused("HandshakeConstraintViolationException", rule="ORG-031", reason="ACCOUNT_NUMBER_LIMIT_EXCEEDED"):
        invite(client, "222222222222")
    client.cancel_handshake(HandshakeId=handshake_id)
    create(client, "two")


def test_org_012_unknown_requests(management: Any) -> None:
    """An unknown request is CreateAccountStatusNotFound."""
    with refused("CreateAccountStatusNotFoundException", rule="ORG-012"):
        status(management, "car-12345678")


def test_requests_by_state(management: Any) -> None:
    """ListCreateAccountStatus lists requests, not accounts, in the states asked for."""
    create(management)
    failed = create(management)
    assert len(management.list_create_account_status()["CreateAccountStatuses"]) == 2
    found = management.list_create_account_status(States=["FAILED"])["CreateAccountStatuses"]
    assert [request["Id"] for request in found] == [failed]


def test_org_078_a_govcloud_account_comes_with_a_twin(make_aws: Any) -> None:
    """CreateGovCloudAccount names two accounts; the one of the other partition is in no organization."""
    aws = make_aws()
    client = aws.client("organizations")
    client.create_organization()
    made = client.create_gov_cloud_account(Email="gov@example.com", AccountName="gov")["CreateAccountStatus"]
    done = status(client, made["Id"])
    twin = done["GovCloudAccountId"]
    assert twin != done["AccountId"]
    with refused("AccountNotFoundException"):
        client.describe_account(AccountId=twin)
    client.close_account(AccountId=done["AccountId"])
    client.list_accounts()
    assert aws.world.is_closed(twin)


def test_org_043_govcloud_must_be_enabled(make_aws: Any) -> None:
    """CreateGovCloudAccount is refused where the management account is not enabled for it."""
    client = make_aws(govcloud_enabled=False).client("organizations")
    client.create_organization()
    with refused("ConstraintViolationException", rule="ORG-043", reason="MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED"):
        client.create_gov_cloud_account(Email="gov@example.com", AccountName="gov")


def test_org_036_accounts_outside(management: Any) -> None:
    """Every call that names an account refuses one outside the organization."""
    root_id = root_of(management)
    for call in (
        lambda: management.describe_account(AccountId=OUTSIDER),
        lambda: management.close_account(AccountId=OUTSIDER),
        lambda: management.remove_account_from_organization(AccountId=OUTSIDER),
        lambda: management.move_account(AccountId=OUTSIDER, SourceParentId=root_id, DestinationParentId=root_id),
    ):
        with refused("AccountNotFoundException", rule="ORG-036"):
            call()


def test_org_069_closing_an_account(make_aws: Any) -> None:
    """PENDING_CLOSURE at once, then State CLOSED with Status SUSPENDED, and after 90 days the account is gone."""
    aws = make_aws(account_closure_delay_s=60)
    client = aws.client("organizations")
    client.create_organization()
    account_id = status(client, create(client))["AccountId"]

    def states() -> tuple[str, str]:
        account = client.describe_account(AccountId=account_id)["Account"]
        return account["State"], account["Status"]

    client.close_account(AccountId=account_id)
    assert states() == ("PENDING_CLOSURE", "PENDING_CLOSURE")
    with refused("ConflictException", rule="ORG-005"):
        client.close_account(AccountId=account_id)
    aws.world.clock.advance(timedelta(seconds=60))
    assert states() == ("CLOSED", "SUSPENDED")
    with refused("AccountAlreadyClosedException", rule="ORG-004") as refusal:
        client.close_account(AccountId=account_id)
    assert refusal.message == "You attempted to close an account that is already closed."
    with refused("ConstraintViolationException", rule="ORG-008", reason="ACCOUNT_CANNOT_LEAVE_ORGANIZATION"):
        client.remove_account_from_organization(AccountId=account_id)
    aws.world.clock.advance(CLOSED_ACCOUNT_KEPT)
    with refused("AccountNotFoundException"):
        states()


def test_int_159_the_management_account_stays_open(management: Any) -> None:
    """The management account cannot be closed."""
    with refused("ConstraintViolationException", rule="INT-159", reason="CANNOT_CLOSE_MANAGEMENT_ACCOUNT"):
        management.close_account(AccountId=MANAGEMENT)


@pytest.mark.parametrize(
    ("knobs", "rule", "reason"),
    [
        ({"account_closures_in_flight": 1, "account_closure_delay_s": 60}, "ORG-007", "REQUESTS_LIMIT"),
        ({"account_closures_per_30_days": 1}, "ORG-006", "QUOTA"),
    ],
)
def test_closing_has_limits(make_aws: Any, knobs: dict[str, Any], rule: str, reason: str) -> None:
    """So many closures at once, and so many within 30 days."""
    aws = make_aws(**knobs)
    client = aws.client("organizations")
    client.create_organization()
    first, second = (status(client, create(client, name))["AccountId"] for name in ("one", "two"))
    client.close_account(AccountId=first)
    with refused("ConstraintViolationException", rule=rule, reason=f"CLOSE_ACCOUNT_{reason}_EXCEEDED"):
        client.close_account(AccountId=second)
    aws.world.clock.advance(timedelta(days=30))
    client.close_account(AccountId=second)


def test_org_070_removing_and_leaving(aws: Aws, management: Any) -> None:
    """A member that is removed, or leaves, is an outsider; its tags go, its roles stay."""
    removed, left = member(aws.world, "removed"), member(aws.world, "left")
    management.tag_resource(ResourceId=removed, Tags=[{"Key": "a", "Value": "b"}])
    management.remove_account_from_organization(AccountId=removed)
    aws.client("organizations", left).leave_organization()
    assert [account["Id"] for account in management.list_accounts()["Accounts"]] == [MANAGEMENT]
    with refused("AWSOrganizationsNotInUseException"):
        aws.client("organizations", removed).describe_organization()
    with refused("TargetNotFoundException", rule="ORG-041"):
        management.list_tags_for_resource(ResourceId=removed)
    assert roles.find(aws.world, removed, "OrganizationAccountAccessRole")


def test_org_003_the_management_account_cannot_go(management: Any) -> None:
    """The management account is neither removed nor leaves."""
    with refused("MasterCannotLeaveOrganizationException", rule="ORG-003"):
        management.remove_account_from_organization(AccountId=MANAGEMENT)
    with refused("MasterCannotLeaveOrganizationException", rule="ORG-003"):
        management.leave_organization()


def test_int_150_an_administrator_cannot_go(aws: Aws, management: Any) -> None:
    """A delegated administrator is neither removed nor leaves, until it is deregistered."""
    account_id = member(aws.world, "one")
    service = {"ServicePrincipal": "guardduty.amazonaws.com"}
    management.enable_aws_service_access(**service)
    management.register_delegated_administrator(AccountId=account_id, **service)
    reason = "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG"
    with refused("ConstraintViolationException", rule="INT-150", reason=reason):
        management.remove_account_from_organization(AccountId=account_id)
    with refused("ConstraintViolationException", rule="INT-151", reason=reason):
        aws.client("organizations", account_id).leave_organization()
    management.deregister_delegated_administrator(AccountId=account_id, **service)
    management.remove_account_from_organization(AccountId=account_id)


@pytest.mark.parametrize(
    ("knobs", "rule", "reason"),
    [
        ({"leave_wait_period_s": 4 * 86_400}, "ORG-009", "WAIT_PERIOD_ACTIVE"),
        ({"standalone_data_required": True}, "ORG-044", "MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED"),
    ],
)
def test_created_accounts_may_have_to_wait(make_aws: Any, knobs: dict[str, Any], rule: str, reason: str) -> None:
    """A created account goes when its time has come and it could stand alone; an invited one at any time."""
    aws = make_aws(**knobs)
    client = aws.client("organizations")
    client.create_organization()
    created = status(client, create(client))["AccountId"]
    aws.client("organizations", OUTSIDER).accept_handshake(HandshakeId=invite(client))
    client.remove_account_from_organization(AccountId=OUTSIDER)
    with refused("ConstraintViolationException", rule=rule, reason=reason):
        client.remove_account_from_organization(AccountId=created)
    aws.world.clock.advance(timedelta(days=4))
    aws.world.accounts[created].standalone = True
    client.remove_account_from_organization(AccountId=created)


def test_the_old_status_can_be_left_out(make_aws: Any) -> None:
    """With account_status_shown off, accounts show State alone."""
    client = make_aws(account_status_shown=False).client("organizations")
    client.create_organization()
    (account,) = client.list_accounts()["Accounts"]
    assert account["State"] == "ACTIVE"
    assert "Status" not in account


def test_moving_changes_the_path_alone(aws: Aws, management: Any) -> None:
    """An account that moves, the management account too, has another path and the same ARN."""
    unit_id = unit(management, "unit")
    before = management.describe_account(AccountId=MANAGEMENT)["Account"]
    management.move_account(AccountId=MANAGEMENT, SourceParentId=root_of(management), DestinationParentId=unit_id)
    after = management.describe_account(AccountId=MANAGEMENT)["Account"]
    assert after["Arn"] == before["Arn"]
    assert after["Paths"] == [before["Paths"][0].replace(MANAGEMENT, f"{unit_id}/{MANAGEMENT}")]
