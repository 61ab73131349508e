"""CloudTrail's LookupEvents over the journal, with real boto3."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.worlds import MANAGEMENT, member


def events(aws: Aws, account_id: str = MANAGEMENT, region: str = "us-east-1", **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = aws.client("cloudtrail", account_id, region=region).lookup_events(**asked)["Events"]
    return found


def by(key: str, value: str) -> dict[str, Any]:
    return {"LookupAttributes": [{"AttributeKey": key, "AttributeValue": value}]}


def test_trail_007_events_are_newest_first_in_their_account_and_region(aws: Aws) -> None:
    """Organizations' are in us-east-1, EC2's where they were made; nobody sees another account's."""
    aws.client("organizations").create_organization()
    aws.client("iam").create_user(UserName="one")
    aws.client("ec2", region="eu-west-1").create_ipam()

    names = [one["EventName"] for one in events(aws)]
    assert [name for name in names if name != "CreateServiceLinkedRole"] == ["CreateUser", "CreateOrganization"]
    assert [one["EventName"] for one in events(aws, region="eu-west-1")] == ["CreateIpam"]
    assert events(aws, "999999999999") == []


def test_trail_007_history_ends_after_90_days(aws: Aws) -> None:
    """Older events are not found."""
    aws.client("iam").create_user(UserName="one")
    aws.world.clock.advance(timedelta(days=90))
    assert len(events(aws)) == 1
    aws.world.clock.advance(timedelta(seconds=1))
    assert events(aws) == []


def test_trail_008_a_record_says_who_did_what(aws: Aws) -> None:
    """With the caller's identity, the parameters, and an error if there was one; reads are not there."""
    iam = aws.client("iam")
    iam.list_users()
    with refused("NoSuchEntity"):
        iam.delete_user(UserName="nobody")
    [event] = events(aws)
    record = json.loads(event["CloudTrailEvent"])

    assert (event["Username"], event["ReadOnly"], event["AccessKeyId"]) == ("administrator", "false", MANAGEMENT)
    assert record["userIdentity"]["arn"] == f"arn:aws:iam::{MANAGEMENT}:user/administrator"
    assert record["requestParameters"] == {"userName": "nobody"}
    assert (record["eventSource"], record["awsRegion"]) == ("iam.amazonaws.com", "us-east-1")
    assert record["errorCode"] == "NoSuchEntity"
    assert record["eventID"] == event["EventId"]
    assert "Boto3" in record["userAgent"]


def test_trail_008_a_role_session_is_told_with_its_role(aws: Aws) -> None:
    """The issuer of the session is in the record, and the session's name is the user name."""
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:*"}]}
    trust["Statement"][0]["Action"] = "sts:AssumeRole"  # type: ignore[index] # a document
    aws.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(trust))
    arn = f"arn:aws:iam::{MANAGEMENT}:role/r"
    session = aws.client("sts").assume_role(RoleArn=arn, RoleSessionName="me")["Credentials"]
    aws.client("iam", credentials=session).create_user(UserName="one")

    event = events(aws)[0]
    identity = json.loads(event["CloudTrailEvent"])["userIdentity"]
    assert (event["Username"], identity["type"]) == ("me", "AssumedRole")
    assert identity["sessionContext"]["sessionIssuer"]["arn"] == arn


def test_trail_009_the_designation_is_recorded_with_its_steps(aws: Aws, organization_world: World) -> None:
    """In the management account; the roles that follow are events of the accounts that have them."""
    one = member(organization_world, "one")
    aws.client("ec2").enable_ipam_organization_admin_account(DelegatedAdminAccountId=one)

    assert [found["EventName"] for found in events(aws, region="eu-west-1")] == ["EnableIpamOrganizationAdminAccount"]
    steps = [found for found in events(aws) if found["EventName"] != "CreateServiceLinkedRole"]
    assert [found["EventName"] for found in steps] == ["RegisterDelegatedAdministrator", "EnableAWSServiceAccess"]
    assert json.loads(steps[0]["CloudTrailEvent"])["userIdentity"]["invokedBy"] == "ipam.amazonaws.com"

    roles = [json.loads(found["CloudTrailEvent"]) for found in events(aws, one)]
    assert {"aWSServiceName": "ipam.amazonaws.com"} in [found["requestParameters"] for found in roles]
    assert {found["userIdentity"]["type"] for found in roles} == {"AWSService"}


@pytest.mark.rule("TRAIL-006")
@pytest.mark.parametrize(
    ("key", "value", "count"),
    [
        ("EventName", "CreateUser", 1),
        ("EventName", "createuser", 0),
        ("EventSource", "iam.amazonaws.com", 2),
        ("Username", "administrator", 2),
        ("AccessKeyId", MANAGEMENT, 2),
        ("ReadOnly", "false", 2),
        ("ReadOnly", "true", 0),
        ("ResourceName", "r", 1),
        ("ResourceType", "AWS::IAM::Role", 1),
        ("EventId", "none", 0),
    ],
)
def test_trail_006_an_attribute_is_compared_exactly(aws: Aws, key: str, value: str, count: int) -> None:
    """By each of the eight keys."""
    aws.client("iam").create_user(UserName="one")
    with refused("NoSuchEntity"):
        aws.client("iam").delete_role(RoleName="r")
    assert len(events(aws, **by(key, value))) == count


MORNING = datetime(2026, 1, 1, 6, tzinfo=UTC)


@pytest.mark.rule("TRAIL-001", "TRAIL-002", "TRAIL-003", "TRAIL-004", "TRAIL-005", "TRAIL-006")
@pytest.mark.parametrize(
    ("asked", "code", "rule"),
    [
        ({"LookupAttributes": [*by("EventName", "a")["LookupAttributes"]] * 2}, "LookupAttributes", "TRAIL-001"),
        ({"StartTime": MORNING, "EndTime": MORNING - timedelta(seconds=1)}, "TimeRange", "TRAIL-002"),
        ({"MaxResults": 51}, "MaxResults", "TRAIL-003"),
        ({"NextToken": "x"}, "NextToken", "TRAIL-004"),
        ({"EventCategory": "management"}, "EventCategory", "TRAIL-005"),
        (by("Colour", "blue"), "LookupAttributes", "TRAIL-006"),
    ],
)
def test_what_lookup_events_refuses(aws: Aws, asked: dict[str, Any], code: str, rule: str) -> None:
    """Each with an error of its own."""
    client = aws.client("cloudtrail")
    with refused(f"Invalid{code}Exception", rule=rule, status=400):
        client.lookup_events(**asked)


def test_trail_004_pages_go_on_from_their_place(aws: Aws) -> None:
    """Whatever happens between the pages; with other parameters the token is refused."""
    iam = aws.client("iam")
    for number in range(5):
        iam.create_user(UserName=f"u{number}")
    client = aws.client("cloudtrail", region="us-east-1")
    first = client.lookup_events(MaxResults=2)
    iam.create_user(UserName="between")
    second = client.lookup_events(MaxResults=4, NextToken=first["NextToken"])

    names = [json.loads(one["CloudTrailEvent"])["requestParameters"]["userName"] for one in second["Events"]]
    assert names == ["u2", "u1", "u0"]
    assert "NextToken" not in second
    with refused("InvalidNextTokenException", rule="TRAIL-004"):
        client.lookup_events(NextToken=first["NextToken"], **by("EventName", "CreateUser"))


def test_trail_005_there_are_no_insights(aws: Aws) -> None:
    """The category can be asked for, and is empty."""
    aws.client("iam").create_user(UserName="one")
    assert events(aws, EventCategory="insight") == []


def test_trail_002_both_ends_are_in_the_range(aws: Aws) -> None:
    """An event at the start or at the end is found."""
    aws.client("iam").create_user(UserName="one")
    at = aws.world.now
    assert len(events(aws, StartTime=at, EndTime=at)) == 1
    assert events(aws, StartTime=at + timedelta(seconds=1)) == []
    assert events(aws, EndTime=at - timedelta(seconds=1)) == []


def test_trail_008_a_record_has_the_answer_without_its_secrets(aws: Aws) -> None:
    """In camel case; nothing where there was nothing to say, and of a refused call."""
    iam = aws.client("iam")
    iam.create_user(UserName="one")
    key = iam.create_access_key(UserName="one")["AccessKey"]
    iam.delete_access_key(UserName="one", AccessKeyId=key["AccessKeyId"])
    with refused("NoSuchEntity"):
        iam.delete_user(UserName="nobody")

    records = [json.loads(one["CloudTrailEvent"]) for one in events(aws)]
    answers = [record["responseElements"] for record in records]
    assert answers[0] is None
    assert answers[1] is None
    assert answers[2]["accessKey"]["accessKeyId"] == key["AccessKeyId"]
    assert "secretAccessKey" not in answers[2]["accessKey"]
    assert answers[3]["user"]["arn"] == f"arn:aws:iam::{MANAGEMENT}:user/one"
