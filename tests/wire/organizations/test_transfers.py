"""Responsibility transfers: one organization pays the bill of another. The world's clock stands at 2026-01-01."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.worlds import MANAGEMENT, OUTSIDER

FEBRUARY = datetime(2026, 2, 1, tzinfo=UTC)
END_OF_MARCH = datetime(2026, 3, 31, 23, 59, 59, 999_000, tzinfo=UTC)
THIRD = "333333333333"


@pytest.fixture
def paying(make_aws: Any) -> Aws:
    """MANAGEMENT, OUTSIDER and THIRD each have an organization, and one may pay for two others."""
    aws: Aws = make_aws(inbound_transfers=2)
    for account_id in (MANAGEMENT, OUTSIDER, THIRD):
        aws.client("organizations", account_id).create_organization()
    return aws


def offer(client: Any, account_id: str = OUTSIDER, **more: Any) -> dict[str, Any]:
    parameters = {
        "Type": "BILLING",
        "Target": {"Id": account_id, "Type": "ACCOUNT"},
        "StartTimestamp": FEBRUARY,
        "SourceName": "theirs",
    }
    made: dict[str, Any] = client.invite_organization_to_transfer_responsibility(**parameters | more)["Handshake"]
    return made


def transfer_of(handshake: dict[str, Any]) -> str:
    transfer_id: str = handshake["Resources"][0]["Value"]
    return transfer_id


def test_org_077_a_transfer_from_offer_to_end(paying: Aws) -> None:
    """REQUESTED, ACCEPTED, WITHDRAWN: inbound for who pays, outbound for who is paid for."""
    target, source = paying.client("organizations", MANAGEMENT), paying.client("organizations", OUTSIDER)
    handshake = offer(target, Tags=[{"Key": "a", "Value": "b"}])
    transfer_id = transfer_of(handshake)
    assert (handshake["Action"], handshake["State"]) == ("TRANSFER_RESPONSIBILITY", "OPEN")
    (inbound,) = target.list_inbound_responsibility_transfers(Type="BILLING")["ResponsibilityTransfers"]
    assert (inbound["Status"], inbound["ActiveHandshakeId"]) == ("REQUESTED", handshake["Id"])
    assert inbound["StartTimestamp"] == FEBRUARY
    assert (inbound["Source"]["ManagementAccountId"], inbound["Target"]["ManagementAccountId"]) == (
        OUTSIDER,
        MANAGEMENT,
    )
    assert target.list_tags_for_resource(ResourceId=transfer_id)["Tags"] == [{"Key": "a", "Value": "b"}]
    source.accept_handshake(HandshakeId=handshake["Id"])
    (outbound,) = source.list_outbound_responsibility_transfers(Type="BILLING")["ResponsibilityTransfers"]
    assert outbound["Status"] == "ACCEPTED"
    assert f"::{OUTSIDER}:transfer/" in outbound["Arn"]
    assert outbound["Arn"].endswith(f"/billing/outbound/{transfer_id}")
    renamed = target.update_responsibility_transfer(Id=transfer_id, Name="other")
    assert renamed["ResponsibilityTransfer"]["Name"] == "other"
    ended = source.terminate_responsibility_transfer(Id=transfer_id, EndTimestamp=END_OF_MARCH)
    assert ended["ResponsibilityTransfer"]["Status"] == "WITHDRAWN"
    assert ended["ResponsibilityTransfer"]["EndTimestamp"] == END_OF_MARCH
    with refused("ResponsibilityTransferAlreadyInStatusException", rule="ORG-062"):
        target.terminate_responsibility_transfer(Id=transfer_id)
    with refused("ConstraintViolationException", rule="ORG-064", reason="TRANSFER_RESPONSIBILITY_UPDATE_NOT_ALLOWED"):
        target.update_responsibility_transfer(Id=transfer_id, Name="again")


@pytest.mark.parametrize(
    ("first", "expected"), [("decline", "DECLINED"), ("cancel", "CANCELED"), ("expire", "EXPIRED")]
)
def test_an_offer_without_consent(paying: Aws, first: str, expected: str) -> None:
    """A transfer ends with its handshake; its offer expires when the day before its start begins."""
    target, source = paying.client("organizations", MANAGEMENT), paying.client("organizations", OUTSIDER)
    handshake = offer(target)
    if first == "expire":
        paying.world.clock.advance(FEBRUARY - timedelta(days=1) - paying.world.now)
    else:
        side = source if first == "decline" else target
        getattr(side, f"{first}_handshake")(HandshakeId=handshake["Id"])
    transfer_id = transfer_of(handshake)
    found = source.describe_responsibility_transfer(Id=transfer_id)["ResponsibilityTransfer"]
    assert found["Status"] == expected
    with refused("InvalidResponsibilityTransferTransitionException", rule="ORG-063"):
        target.terminate_responsibility_transfer(Id=transfer_id)


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (FEBRUARY + timedelta(hours=1), "START_DATE_NOT_BEGINNING_OF_DAY"),
        (FEBRUARY + timedelta(days=1), "START_DATE_NOT_BEGINNING_OF_MONTH"),
        (datetime(2026, 1, 1, tzinfo=UTC), "START_DATE_TOO_EARLY"),
        (datetime(2026, 4, 1, tzinfo=UTC), "START_DATE_TOO_LATE"),
    ],
)
def test_org_059_when_a_transfer_starts(paying: Aws, start: datetime, reason: str) -> None:
    """Midnight on the first of the next month or of the one after, nothing else."""
    client = paying.client("organizations", MANAGEMENT)
    with refused("InvalidInputException", rule="ORG-059", reason=reason):
        offer(client, StartTimestamp=start)
    offer(client, StartTimestamp=datetime(2026, 3, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (END_OF_MARCH - timedelta(days=1), "END_DATE_NOT_END_OF_MONTH"),
        (END_OF_MARCH + timedelta(milliseconds=1), "END_DATE_NOT_END_OF_MONTH"),
        (datetime(2025, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC), "END_DATE_TOO_EARLY"),
        (datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC), "END_DATE_TOO_LATE"),
    ],
)
def test_org_060_when_a_transfer_ends(paying: Aws, end: datetime, reason: str) -> None:
    """The last millisecond of a month that is not over; by default of this one."""
    target, source = paying.client("organizations", MANAGEMENT), paying.client("organizations", OUTSIDER)
    handshake = offer(target)
    source.accept_handshake(HandshakeId=handshake["Id"])
    with refused("InvalidInputException", rule="ORG-060", reason=reason):
        source.terminate_responsibility_transfer(Id=transfer_of(handshake), EndTimestamp=end)
    ended = source.terminate_responsibility_transfer(Id=transfer_of(handshake))["ResponsibilityTransfer"]
    assert ended["EndTimestamp"] == FEBRUARY - timedelta(milliseconds=1)


def test_who_can_be_paid_for(paying: Aws) -> None:
    """The management account of another organization, once, and by one payer."""
    client = paying.client("organizations", MANAGEMENT)
    with refused("HandshakeConstraintViolationException", rule="ORG-052", reason="SOURCE_AND_TARGET_CANNOT_MATCH"):
        offer(client, MANAGEMENT)
    with refused("HandshakeConstraintViolationException", rule="ORG-053", reason="TARGET_ACCOUNT_VALIDATION_FAILURE"):
        offer(client, "444444444444")
    with refused("InvalidInputException", rule="ORG-030", reason="INVALID_PARTY_TYPE_TARGET"):
        offer(client, Target={"Id": "o-abcdefghij", "Type": "ORGANIZATION"})
    handshake = offer(client)
    with refused("DuplicateHandshakeException", rule="ORG-027"):
        offer(client)
    paying.client("organizations", OUTSIDER).accept_handshake(HandshakeId=handshake["Id"])
    with refused(
        "HandshakeConstraintViolationException", rule="ORG-054", reason="RESPONSIBILITY_TRANSFER_ALREADY_EXISTS"
    ):
        offer(client)
    second = offer(paying.client("organizations", THIRD))
    with refused(
        "ConstraintViolationException", rule="ORG-056", reason="RESPONSIBILITY_TRANSFER_MAX_OUTBOUND_QUOTA_VIOLATION"
    ):
        paying.client("organizations", OUTSIDER).accept_handshake(HandshakeId=second["Id"])


def test_org_057_who_pays_is_not_paid_for(paying: Aws) -> None:
    """With chains of length one, neither end of a transfer takes part in another on its other side."""
    first, middle = paying.client("organizations", MANAGEMENT), paying.client("organizations", OUTSIDER)
    middle.accept_handshake(HandshakeId=offer(first)["Id"])
    with refused("ConstraintViolationException", rule="ORG-057", reason="RESPONSIBILITY_TRANSFER_MAX_LEVEL_VIOLATION"):
        offer(middle, THIRD)
    with refused("ConstraintViolationException", rule="ORG-057"):
        offer(paying.client("organizations", THIRD), MANAGEMENT)


@pytest.mark.parametrize(
    ("knobs", "rule", "reason"),
    [
        ({}, "ORG-055", "INBOUND_QUOTA"),
        ({"inbound_transfers": 2, "transfers_in_chain": 1}, "ORG-058", "TRANSFERS_QUOTA"),
    ],
)
def test_paying_has_quotas(make_aws: Any, knobs: dict[str, int], rule: str, reason: str) -> None:
    """By default nobody may pay for another, and there is a limit for all of a chain."""
    aws = make_aws(**knobs)
    for account_id in (MANAGEMENT, OUTSIDER, THIRD):
        aws.client("organizations", account_id).create_organization()
    client = aws.client("organizations", MANAGEMENT)
    if knobs:
        aws.client("organizations", OUTSIDER).accept_handshake(HandshakeId=offer(client)["Id"])
    with refused("ConstraintViolationException", rule=rule, reason=f"RESPONSIBILITY_TRANSFER_MAX_{reason}_VIOLATION"):
        offer(client, THIRD)


def test_org_051_a_transfer_keeps_its_organizations(paying: Aws) -> None:
    """Neither side can be deleted while a transfer is open or running."""
    target, source = paying.client("organizations", MANAGEMENT), paying.client("organizations", OUTSIDER)
    handshake = offer(target)
    source.accept_handshake(HandshakeId=handshake["Id"])
    source.terminate_responsibility_transfer(Id=transfer_of(handshake))
    for client in (target, source):
        with refused("ConstraintViolationException", rule="ORG-051", reason="ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS"):
            client.delete_organization()
    paying.world.clock.advance(timedelta(days=31))
    for client in (target, source):
        client.delete_organization()


def test_org_061_transfers_of_others(paying: Aws) -> None:
    """A transfer is found by its two sides only, and listed as inbound by its payer only."""
    transfer_id = transfer_of(offer(paying.client("organizations", MANAGEMENT)))
    with refused("ResponsibilityTransferNotFoundException", rule="ORG-061"):
        paying.client("organizations", THIRD).describe_responsibility_transfer(Id=transfer_id)
    for account_id, expected in ((MANAGEMENT, 1), (OUTSIDER, None)):
        client = paying.client("organizations", account_id)
        if expected is None:
            with refused("ResponsibilityTransferNotFoundException", rule="ORG-061"):
                client.list_inbound_responsibility_transfers(Type="BILLING", Id=transfer_id)
        else:
            found = client.list_inbound_responsibility_transfers(Type="BILLING", Id=transfer_id)
            assert len(found["ResponsibilityTransfers"]) == expected
