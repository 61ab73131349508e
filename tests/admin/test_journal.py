"""The journal over HTTP: filters, counts, tails, files, and the replay of a file."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from emulator.domain.journal import CallEntry
from emulator.domain.picture import differences, picture
from emulator.replay import CannotReplay, load, replay
from tests.aws import Aws, refused
from tests.worlds import MANAGEMENT

Get = Callable[..., Any]


@pytest.fixture
def aws(make_aws: Callable[..., Aws]) -> Aws:
    return make_aws(pace="realistic")


@pytest.fixture
def url(aws: Aws) -> str:
    return aws.endpoint.replace("/worlds/", "/_emulator/worlds/")


def busy(aws: Aws) -> str:
    """Calls that succeed, are refused, take time, draw identifiers and issue credentials."""
    organizations = aws.client("organizations")
    organizations.create_organization()
    creation = organizations.create_account(Email="one@example.com", AccountName="one")["CreateAccountStatus"]["Id"]
    aws.world.clock.advance(timedelta(minutes=3))
    one: str = organizations.describe_create_account_status(CreateAccountRequestId=creation)["CreateAccountStatus"][
        "AccountId"
    ]
    with refused("InvalidInputException"):
        organizations.enable_aws_service_access(ServicePrincipal="ipam.amazonaws.com")
    aws.client("ec2").enable_ipam_organization_admin_account(DelegatedAdminAccountId=one)
    role = f"arn:aws:iam::{one}:role/OrganizationAccountAccessRole"
    session = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="me")["Credentials"]
    aws.client("ec2", credentials=session).create_ipam()
    aws.world.clock.advance(timedelta(minutes=3))
    aws.client("ec2", one).describe_ipams()
    return one


def test_a_replay_makes_the_same_world(aws: Aws, url: str) -> None:
    """From the file alone: to the identifier, with the same journal."""
    busy(aws)
    file = httpx.get(f"{url}/journal/file").text
    aws.world.settle()
    again = replay(file.splitlines())
    again.clock.offset, again.clock.frozen_at = aws.world.clock.offset, aws.world.clock.frozen_at

    assert list(differences(picture(aws.world), picture(again))) == []
    assert again.journal.entries() == aws.world.journal.entries()


def test_a_journal_that_has_forgotten_cannot_be_replayed(make_aws: Callable[..., Aws]) -> None:
    """It says so."""
    aws = make_aws(journal_capacity=2)
    for _ in range(3):
        aws.client("sts").get_caller_identity()
    answer = httpx.get(aws.endpoint.replace("/worlds/", "/_emulator/worlds/") + "/journal/file")
    assert answer.status_code == 409
    assert "has forgotten the first calls" in answer.text


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda lines: lines[:-1], "the file has 2 calls; expected 3"),
        (lambda lines: [lines[0], *lines[2:]], "the file has 2 calls; expected 3"),
        (lambda lines: [lines[0], *reversed(lines[1:])], "call 2 comes too late; expected one after 3"),
        (lambda lines: [*lines, lines[-1]], "call 3 comes too late"),
    ],
)
def test_a_journal_file_that_lost_calls_is_no_other_life(
    aws: Aws, url: str, damage: Callable[[list[str]], list[str]], says: str
) -> None:
    """Cut at the end of a line, or with lines in another order, it would lead to another world in silence."""
    for _ in range(3):
        aws.client("sts").get_caller_identity()
    lines = httpx.get(f"{url}/journal/file").text.splitlines()
    assert replay(lines).journal.last_number == 3
    with pytest.raises(CannotReplay, match=says):
        replay(damage(lines))


def test_a_journal_file_that_is_no_text_is_one_line(tmp_path: Path) -> None:
    """It names the file."""
    (tmp_path / "x.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(CannotReplay, match=r"x\.jsonl: expected UTF-8"):
        load(tmp_path / "x.jsonl")


@pytest.mark.parametrize("lines", [[], ["{"], ["{}"], ["[1]"], ["[" * 100_000]])
def test_what_is_no_journal_file_is_told_by_line(lines: list[str]) -> None:
    """As one line of text."""
    with pytest.raises(CannotReplay):
        replay(lines)


@pytest.mark.parametrize(
    ("asked", "operations"),
    [
        ("service=iam", []),
        ("service=sts", ["AssumeRole"]),
        ("outcome=refused", ["EnableAWSServiceAccess"]),
        ("error=InvalidInputException&rule=INT-014", ["EnableAWSServiceAccess"]),
        ("operation=CreateIpam&outcome=answered", ["CreateIpam"]),
        ("account=999999999999", []),
    ],
)
def test_the_journal_is_asked_by_what_calls_were(aws: Aws, url: str, asked: str, operations: list[str]) -> None:
    """By service, operation, account, outcome and rule."""
    busy(aws)
    found = httpx.get(f"{url}/journal?{asked}").json()["entries"]
    assert [one["operation"] for one in found] == operations


def test_calls_are_counted_and_near_misses_explained(aws: Aws, url: str) -> None:
    """As an assertion needs it."""
    one = busy(aws)

    def count(**wanted: Any) -> Any:
        answer = httpx.post(f"{url}/journal/count", json=wanted)
        assert answer.status_code == 200, answer.text
        return answer.json()

    designation = {"operation": "EnableIpamOrganizationAdminAccount", "account": MANAGEMENT, "outcome": "answered"}
    assert count(**designation, parameters={"DelegatedAdminAccountId": one})["count"] == 1
    missed = count(**designation, parameters={"DelegatedAdminAccountId": "999999999999"})
    assert missed["count"] == 0
    assert missed["near_misses"][0]["differs"] == [f"parameters.DelegatedAdminAccountId: '{one}', not '999999999999'"]


def test_the_journal_is_followed(aws: Aws, url: str) -> None:
    """Entries come as server-sent events, those from before too if asked."""
    aws.client("sts").get_caller_identity()
    with httpx.stream("GET", f"{url}/journal/tail?after=0") as stream:
        lines = stream.iter_lines()
        assert next(lines).startswith(":")
        first = next(line for line in lines if line.startswith("data: "))
        aws.client("sts").get_access_key_info(AccessKeyId="AKIAIOSFODNN7EXAMPLE")
        second = next(line for line in lines if line.startswith("data: "))
    operations = [json.loads(line.removeprefix("data: "))["operation"] for line in (first, second)]
    assert operations == ["GetCallerIdentity", "GetAccessKeyInfo"]


def test_the_journal_is_taken_away_as_cloudtrail_records(aws: Aws, url: str) -> None:
    """Of every account, oldest first."""
    busy(aws)
    names = [one["eventName"] for one in httpx.get(f"{url}/journal/cloudtrail").json()["Records"]]
    assert names.index("CreateOrganization") < names.index("EnableIpamOrganizationAdminAccount")


def test_a_replay_leaves_stale_reads_out(aws: Aws, url: str) -> None:
    """What was read from an earlier world left no trace, though it would leave one now; it counts as a use all the
    same, also where it would be refused now."""
    organizations, iam = aws.client("organizations"), aws.client("iam")
    organizations.create_organization()
    iam.create_user(UserName="reader")
    key = iam.create_access_key(UserName="reader")["AccessKey"]
    session = {"AccessKeyId": key["AccessKeyId"], "SecretAccessKey": key["SecretAccessKey"], "SessionToken": None}
    iam.create_service_linked_role(AWSServiceName="ipam.amazonaws.com")
    task = iam.delete_service_linked_role(RoleName="AWSServiceRoleForIPAM")["DeletionTaskId"]
    iam.create_user(UserName="gone")
    aws.world.clock.advance(timedelta(minutes=1))
    iam.get_service_linked_role_deletion_status(DeletionTaskId=task)
    httpx.post(f"{url}/faults", json={"effect": "stale", "seconds": 30}).raise_for_status()
    aws.world.clock.advance(timedelta(seconds=1))
    iam.delete_user(UserName="gone")
    for _ in range(4):
        iam.get_service_linked_role_deletion_status(DeletionTaskId=task)
    assert aws.client("iam", credentials=session).get_user(UserName="gone")["User"]["UserName"] == "gone"

    file = httpx.get(f"{url}/journal/file").text
    again = replay(file.splitlines())
    again.clock.offset, again.clock.frozen_at = aws.world.clock.offset, aws.world.clock.frozen_at
    assert list(differences(picture(aws.world), picture(again))) == []
    assert sum(getattr(entry, "stale", False) for entry in again.journal.entries()) == 5


def test_large_requests_push_older_ones_out(make_aws: Callable[..., Aws]) -> None:
    """By the bytes of requests, and of answers that changed something."""
    aws = make_aws(journal_bytes=15_000)
    for number in range(4):
        name = f"policy-{number}"
        document = json.dumps({"Version": "2012-10-17", "Statement": [], "Id": "x" * 6_000})
        with refused("MalformedPolicyDocument"):
            aws.client("iam").create_policy(PolicyName=name, PolicyDocument=document)
        aws.client("iam").create_user(UserName=name)
    kept = aws.world.journal.entries()
    assert 0 < len(kept) < 8
    assert sum(getattr(entry, "octets", 0) for entry in kept) <= 15_000
    answers = [entry.answer for entry in kept if isinstance(entry, CallEntry) and entry.answer]
    assert answers[-1]["User"]["UserName"] == "policy-3"
