"""Whom credentials select, and how each protocol refuses those that select nobody."""

import http.client
import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.wire.sts.arranging import assume, make_role
from tests.worlds import MANAGEMENT, OUTSIDER

CALLS = {
    "sts": lambda client: client.get_caller_identity(),
    "iam": lambda client: client.list_roles(),
    "ec2": lambda client: client.describe_regions(),
    "organizations": lambda client: client.describe_organization(),
}
UNKNOWN = {
    "sts": ("InvalidClientTokenId", 403),
    "iam": ("InvalidClientTokenId", 403),
    "ec2": ("AuthFailure", 401),
    "organizations": ("UnrecognizedClientException", 403),
}
EXPIRED = {
    "sts": ("ExpiredToken", 403),
    "iam": ("ExpiredToken", 403),
    "ec2": ("RequestExpired", 400),
    "organizations": ("ExpiredTokenException", 403),
}


def session(aws: Aws) -> dict[str, Any]:
    credentials: dict[str, Any] = assume(aws, make_role(aws))["Credentials"]
    return credentials


@pytest.mark.parametrize("service", list(CALLS))
@pytest.mark.parametrize("damage", ["no token", "damaged token", "another's token", "another world's", "role deleted"])
def test_damaged_credentials_are_nobodys(
    aws: Aws, organization_world: World, service: str, damage: str, make_aws: Any
) -> None:
    """A temporary key without its own token, from elsewhere, or of a role that is gone, is refused everywhere."""
    credentials = session(aws)
    match damage:
        case "no token":
            credentials = {**credentials, "SessionToken": None}
        case "damaged token":
            credentials = {**credentials, "SessionToken": credentials["SessionToken"][:-1]}
        case "another's token":
            other = assume(aws, f"arn:aws:iam::{OUTSIDER}:role/r")["Credentials"]
            credentials = {**credentials, "SessionToken": other["SessionToken"]}
        case "another world's":
            aws = make_aws()
        case "role deleted":
            aws.client("iam", OUTSIDER).delete_role(RoleName="r")
            make_role(aws)
    code, status = UNKNOWN[service]
    with refused(code, status=status):
        CALLS[service](aws.client(service, credentials=credentials))


@pytest.mark.parametrize("service", list(CALLS))
def test_expired_credentials_say_so(aws: Aws, service: str) -> None:
    """A session ends with its duration, in each protocol's words."""
    credentials = session(aws)
    aws.world.clock.advance(timedelta(hours=1))
    code, status = EXPIRED[service]
    with refused(code, status=status):
        CALLS[service](aws.client(service, credentials=credentials))


def test_a_session_works_until_its_last_second(aws: Aws) -> None:
    """One second before the end the session still acts."""
    credentials = session(aws)
    aws.world.clock.advance(timedelta(minutes=59, seconds=59))
    aws.client("sts", credentials=credentials).get_caller_identity()


def test_old_sessions_are_forgotten(aws: Aws) -> None:
    """The world does not keep what no session can outlive."""
    arn = make_role(aws)
    for _ in range(3):
        assume(aws, arn)
        aws.world.clock.advance(timedelta(days=2))
    assert len(aws.world.sessions) == 1


@pytest.mark.parametrize(
    ("key", "account"),
    [("AKIAIOSFODNN7EXAMPLE", "581039954779"), ("ASIAQNZGKIQY56JQ7WML", "029608264753")],
)
def test_sts_025_a_key_id_carries_its_account(aws: Aws, key: str, account: str) -> None:
    """GetAccessKeyInfo reads the account out of a key id, whoever issued it."""
    assert aws.client("sts").get_access_key_info(AccessKeyId=key)["Account"] == account


def test_a_session_key_carries_its_account(aws: Aws) -> None:
    """Keys issued here tell their account to the same tools."""
    key = session(aws)["AccessKeyId"]
    assert aws.client("sts").get_access_key_info(AccessKeyId=key)["Account"] == OUTSIDER


def test_sts_025_other_key_ids_are_refused(aws: Aws) -> None:
    """What carries no account is not valid."""
    with refused("ValidationError", rule="STS-025", status=400):
        aws.client("sts").get_access_key_info(AccessKeyId="A" * 20)


# Requests as they come from elsewhere than an SDK's client


def exchange(
    aws: Aws, method: str, path: str = "/", headers: dict[str, str] | None = None, body: str = ""
) -> tuple[int, str]:
    address = urlsplit(aws.endpoint)
    connection = http.client.HTTPConnection(address.netloc)
    connection.request(method, address.path + path, body or None, headers or {})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


FORM = "application/x-www-form-urlencoded"
STS_CALL = "Action=GetCallerIdentity&Version=2011-06-15"
EC2_CALL = "Action=DescribeRegions&Version=2016-11-15"
LIST_ACCOUNTS = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AWSOrganizationsV20161128.ListAccounts"}


def code_in(text: str) -> str:
    if text.startswith("{"):
        return str(json.loads(text)["__type"])
    found = re.search(r"<Code>(.*?)</Code>", text)
    assert found is not None, text
    return found[1]


@pytest.mark.parametrize("service", ["sts", "ec2"])
def test_presigned_urls_work(aws: Aws, service: str) -> None:
    """A URL that carries its signature in the query is answered as the call of its key, as EKS logs in with."""
    client = aws.own_client(service, OUTSIDER)
    operation = "get_caller_identity" if service == "sts" else "describe_regions"
    url = client.generate_presigned_url(operation, HttpMethod="GET")
    status, text = exchange(aws, "GET", url.removeprefix(aws.endpoint))
    assert status == 200, text
    assert (OUTSIDER if service == "sts" else "eu-west-1") in text


def test_a_presigned_url_carries_its_token(aws: Aws) -> None:
    """The token of a session is in the query too, and counts there."""
    client = aws.own_client("sts", credentials=session(aws))
    url = client.generate_presigned_url("get_caller_identity", HttpMethod="GET")
    path = url.removeprefix(aws.endpoint)
    status, text = exchange(aws, "GET", path)
    assert status == 200, text
    assert "assumed-role/r/session" in text
    status, text = exchange(aws, "GET", path.replace("X-Amz-Security-Token=", "X-Amz-Security-Token=x"))
    assert (status, code_in(text)) == (403, "InvalidClientTokenId")


@pytest.mark.parametrize(
    ("headers", "body", "status", "code"),
    [
        ({"Content-Type": FORM}, STS_CALL, 403, "MissingAuthenticationToken"),
        ({"Content-Type": FORM}, EC2_CALL, 403, "MissingAuthenticationToken"),
        (LIST_ACCOUNTS, "{}", 403, "MissingAuthenticationTokenException"),
    ],
)
def test_an_unsigned_request_is_refused(aws: Aws, headers: dict[str, str], body: str, status: int, code: str) -> None:
    """Without a signature AWS misses the token, in the protocol's words."""
    answer = exchange(aws, "POST", headers=headers, body=body)
    assert (answer[0], code_in(answer[1])) == (status, code)


SIGNED = "AWS4-HMAC-SHA256 Credential={}, SignedHeaders=host, Signature=0"


@pytest.mark.parametrize(
    ("authorization", "text"),
    [
        ("garbage", "Unsupported AWS 'algorithm': 'garbage'."),
        ("", "Unsupported AWS 'algorithm': ''."),
        ("Bearer abc", "Unsupported AWS 'algorithm': 'Bearer'."),
        ("AWS4-HMAC-SHA256 SignedHeaders=host", "Authorization header requires 'Credential' parameter."),
        (SIGNED.format("111111111111/20260101/eu-west-1/sts"), "got '111111111111/20260101/eu-west-1/sts'"),
        (SIGNED.format("111111111111/20260101/eu-west-1/sts/aws4"), "exactly 5 slash-delimited elements"),
        (SIGNED.format("111111111111/today/eu-west-1/sts/aws4_request"), "exactly 5 slash-delimited elements"),
        (SIGNED.format("a/111111111111/20260101/eu-west-1/sts/aws4_request"), "exactly 5 slash-delimited elements"),
        (SIGNED.format("111111111111/20260101/eu-west-1//aws4_request"), "exactly 5 slash-delimited elements"),
        (SIGNED.format(""), "got ''"),
    ],
)
@pytest.mark.parametrize(
    ("headers", "body", "code"),
    [
        ({"Content-Type": FORM}, STS_CALL, "IncompleteSignature"),
        ({"Content-Type": FORM}, EC2_CALL, "IncompleteSignature"),
        (LIST_ACCOUNTS, "{}", "IncompleteSignatureException"),
    ],
)
def test_a_damaged_signature_is_incomplete(
    aws: Aws, headers: dict[str, str], body: str, code: str, authorization: str, text: str
) -> None:
    """What is damaged is named, in the protocol's own shape."""
    status, answer = exchange(aws, "POST", headers={**headers, "Authorization": authorization}, body=body)
    assert (status, code_in(answer)) == (400, code)
    assert text in answer.replace("&apos;", "'").replace("&#39;", "'").replace("&#x27;", "'")


@pytest.mark.parametrize(
    "query", ["X-Amz-Signature=0", "X-Amz-Credential=&X-Amz-Signature=0", "X-Amz-Credential=a%2Fb"]
)
def test_a_damaged_presigned_url_is_incomplete(aws: Aws, query: str) -> None:
    """A URL that is signed without a whole credential is not signed."""
    status, answer = exchange(aws, "GET", f"/?{STS_CALL}&{query}")
    assert (status, code_in(answer)) == (400, "IncompleteSignature")


def test_any_other_key_is_the_default_account(aws: Aws) -> None:
    """A key that is neither an account id nor issued here selects the account that the world was made with."""
    assert aws.client("sts", "AKIAIOSFODNN7EXAMPLE").get_caller_identity()["Account"] == MANAGEMENT
