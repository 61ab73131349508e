"""Faults on order, as real SDKs meet them: they retry what they retry against AWS."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from emulator.faults import CannotHit
from emulator.testing import Emulator
from emulator.worlds import Worlds
from tests.aws import Aws, refused
from tests.worlds import MANAGEMENT

Order = Callable[..., dict[str, Any]]


@pytest.fixture
def order(aws: Aws, server: tuple[str, Worlds]) -> Order:
    """Orders a fault for the test's world."""
    base, _ = server
    name = aws.endpoint.rpartition("/")[2]

    def ask(effect: str, **members: Any) -> dict[str, Any]:
        url = f"{base}/_emulator/worlds/{name}/faults"
        answer = httpx.post(url, json={"effect": effect, **members}, trust_env=False)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    return ask


def retrying(aws: Aws, service: str) -> Any:
    return aws.own_client(service, retries={"mode": "standard", "max_attempts": 3})


@pytest.fixture(autouse=True)
def _quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK's pauses between its attempts take no time."""
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)


@pytest.mark.parametrize(
    ("service", "call"),
    [
        ("ec2", "describe_ipams"),
        ("iam", "list_roles"),
        ("sts", "get_caller_identity"),
        ("organizations", "list_roots"),
        ("ram", "list_permissions"),
    ],
)
def test_sdks_retry_when_they_are_throttled(aws: Aws, order: Order, service: str, call: str) -> None:
    """Twice throttled, then answered, in each service's own words."""
    aws.client("organizations").create_organization()
    order("throttle", service=service, count=2)
    answer = getattr(retrying(aws, service), call)()
    assert answer["ResponseMetadata"]["RetryAttempts"] == 2


def test_any_error_code_can_be_asked_for(aws: Aws, order: Order) -> None:
    """With its text and status; the answer names the fault, and the journal has the code."""
    order("error", operation="GetCallerIdentity", code="ServiceUnavailable", status=503, message="come back later")
    with pytest.raises(ClientError) as error:
        aws.client("sts").get_caller_identity()
    answer = error.value.response
    assert (answer["Error"]["Code"], answer["Error"]["Message"]) == ("ServiceUnavailable", "come back later")
    assert answer["ResponseMetadata"]["HTTPHeaders"]["x-emulator-fault"] == "fault-1"
    assert aws.world.journal.entries()[-1].error == "ServiceUnavailable"  # type: ignore[union-attr] # the call


@pytest.mark.parametrize(
    ("rule", "hit"),
    [
        ({"service": "iam"}, False),
        ({"operation": "GetAccessKeyInfo"}, False),
        ({"account_id": "999999999999"}, False),
        ({"region": "us-east-1"}, False),
        ({"service": "sts", "operation": "GetCallerIdentity", "account_id": MANAGEMENT, "region": "eu-west-1"}, True),
    ],
)
def test_a_fault_hits_what_it_was_asked_for(aws: Aws, order: Order, rule: dict[str, str], hit: bool) -> None:
    """By service, operation, account and Region; what is left out is not asked for."""
    order("error", code="Boom", **rule)
    if hit:
        with refused("Boom"):
            aws.client("sts").get_caller_identity()
    else:
        aws.client("sts").get_caller_identity()


def test_a_fault_begins_and_ends_by_count(aws: Aws, order: Order) -> None:
    """The first is let through, the second is hit, the third is free again."""
    order("error", code="Boom", skip=1, count=1)
    sts = aws.client("sts")
    sts.get_caller_identity()
    with refused("Boom"):
        sts.get_caller_identity()
    sts.get_caller_identity()


def outcomes(aws: Aws, calls: int) -> list[bool]:
    found = []
    for _ in range(calls):
        try:
            aws.client("sts").get_caller_identity()
            found.append(True)
        except ClientError:
            found.append(False)
    return found


def test_probability_is_drawn_from_the_seed(aws: Aws, order: Order, server: tuple[str, Worlds]) -> None:
    """Some calls are hit, and after a reset with the same fault the same ones."""
    _, worlds = server
    order("error", code="Boom", probability=0.5)
    first = outcomes(aws, 20)
    assert 4 < sum(first) < 16

    worlds.reset(aws.endpoint.rpartition("/")[2])
    order("error", code="Boom", probability=0.5)
    assert outcomes(aws, 20) == first


def test_a_dropped_connection_is_retried(aws: Aws, order: Order) -> None:
    """The client gets no answer at all, and asks again."""
    order("drop", count=1)
    assert retrying(aws, "sts").get_caller_identity()["ResponseMetadata"]["RetryAttempts"] == 1
    order("drop", count=1)
    with pytest.raises(ConnectionClosedError):
        aws.client("sts").get_caller_identity()


def test_a_call_can_be_carried_out_and_its_answer_lost(aws: Aws, order: Order) -> None:
    """What clients meet when the network fails at the wrong moment: the retry finds the work done."""
    order("drop", operation="CreateOrganization", count=1, performed=True)
    with pytest.raises(ClientError) as error:
        retrying(aws, "organizations").create_organization()
    assert error.value.response["Error"]["Code"] == "AlreadyInOrganizationException"


def test_a_delay_is_as_long_as_asked(aws: Aws, order: Order) -> None:
    """Longer than the client waits, it is a timeout; the call was made all the same."""
    order("delay", seconds=0.5, operation="CreateOrganization")
    impatient = aws.own_client("organizations", read_timeout=0.1)
    with pytest.raises(Exception, match="timeout"):
        impatient.create_organization()
    assert aws.client("organizations").describe_organization()


def test_stale_reads_see_the_world_as_it_was(aws: Aws, order: Order) -> None:
    """Lists are as old as asked; changes and their own answers are of now."""
    organizations = aws.client("organizations")
    organizations.create_organization()
    root = organizations.list_roots()["Roots"][0]["Id"]
    order("stale", service="organizations", seconds=60)

    unit = organizations.create_organizational_unit(ParentId=root, Name="new")["OrganizationalUnit"]
    assert unit["Name"] == "new"
    assert organizations.list_organizational_units_for_parent(ParentId=root)["OrganizationalUnits"] == []

    aws.world.clock.advance(timedelta(seconds=59))
    assert organizations.list_organizational_units_for_parent(ParentId=root)["OrganizationalUnits"] == []
    aws.world.clock.advance(timedelta(seconds=1))
    assert organizations.list_organizational_units_for_parent(ParentId=root)["OrganizationalUnits"] == [unit]


def test_eventual_consistency_answers_now_one_way_now_another(aws: Aws, order: Order) -> None:
    """Each read sees another age, until the time has passed for all."""
    organizations = aws.client("organizations")
    organizations.create_organization()
    root = organizations.list_roots()["Roots"][0]["Id"]
    order("eventual", service="organizations", seconds=100)
    organizations.create_organizational_unit(ParentId=root, Name="new")
    aws.world.clock.advance(timedelta(seconds=50))

    def sees() -> int:
        return len(organizations.list_organizational_units_for_parent(ParentId=root)["OrganizationalUnits"])

    assert {sees() for _ in range(20)} == {0, 1}
    aws.world.clock.advance(timedelta(seconds=50))
    assert {sees() for _ in range(20)} == {1}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"effect": "explode"}, "effect"),
        ({"effect": "error"}, "a code where the effect is error"),
        ({"effect": "stale"}, "seconds where the effect is"),
        ({"effect": "delay", "seconds": 1, "performed": True}, "performed only where"),
        ({"effect": "drop", "service": "s3"}, "no service 's3'"),
        ({"effect": "drop", "operation": "GetCalerIdentity"}, "no operation"),
        ({"effect": "stale", "seconds": 9, "operation": "CreateVpc"}, "CreateVpc does not read"),
        ({"effect": "drop", "account_id": "1"}, "account_id"),
        ({"effect": "error", "code": "Ошибка"}, "code"),
        ({"effect": "error", "code": "X" * 70_000}, "at most 256 characters"),
    ],
)
def test_a_fault_that_can_hit_nothing_is_refused(
    aws: Aws, server: tuple[str, Worlds], body: dict[str, Any], says: str
) -> None:
    """A mistake is told at once."""
    url = f"{server[0]}/_emulator{'/worlds/' + aws.endpoint.rpartition('/')[2]}/faults"
    answer = httpx.post(url, json=body, trust_env=False)
    assert (answer.status_code, says in answer.text) == (422, True), answer.text


@pytest.mark.parametrize("members", [{"service": "s3"}, {"operation": "GetCalerIdentity"}])
def test_a_test_is_told_of_it_too(members: dict[str, Any]) -> None:
    """In process the same mistake is the same refusal."""
    with Emulator() as emulator, pytest.raises(CannotHit, match=r"GetCallerIdentity|one of cloudtrail"):
        emulator.world().faults.add("drop", **members)


def test_faults_are_listed_and_taken_back(aws: Aws, order: Order, server: tuple[str, Worlds]) -> None:
    """One by one or all together; a reset takes them back too."""
    name = aws.endpoint.rpartition("/")[2]
    url = f"{server[0]}/_emulator/worlds/{name}/faults"
    order("error", code="One", service="iam")
    order("error", code="Two")
    with refused("Two"):
        aws.client("sts").get_caller_identity()
    listed = httpx.get(url).json()["faults"]
    assert [(one["id"], one["matched"], one["hits"]) for one in listed] == [("fault-1", 0, 0), ("fault-2", 1, 1)]
    assert httpx.delete(f"{url}/fault-2").status_code == 204
    assert httpx.delete(f"{url}/fault-2").status_code == 404
    aws.client("sts").get_caller_identity()
    assert httpx.delete(url).status_code == 204
    assert httpx.get(url).json()["faults"] == []
