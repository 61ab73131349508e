"""What we do not emulate is answered by a real moto server behind us."""

import asyncio
import hashlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import boto3
import httpx
import pytest
from botocore.client import Config
from botocore.exceptions import ClientError

from emulator.gateway.upstream import Upstream
from emulator.settings import ServerSettings, Settings
from emulator.testing import Emulator, OwnWorld
from tests.cli.process import run
from tests.upstream.conftest import Client

LARGE = 12 * 1024 * 1024


def test_unknown_services_and_absent_operations_are_passed_on(client: Client, world: OwnWorld) -> None:
    """By JSON, query, REST and EC2's protocol; what is emulated stays here. The journal knows all of it."""
    assert client("sqs").create_queue(QueueName="jobs")["QueueUrl"].endswith("/123456789012/jobs")
    assert client("sns").create_topic(Name="news")["TopicArn"] == "arn:aws:sns:eu-west-1:123456789012:news"
    client("s3").create_bucket(Bucket="shop", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    assert client("ec2").create_key_pair(KeyName="mine")["KeyName"] == "mine"
    organization = client("organizations").create_organization()["Organization"]
    with pytest.raises(ClientError, match="NonExistentQueue"):
        client("sqs").get_queue_url(QueueName="none")

    calls = [(one.service, one.operation, one.status, one.upstream is not None) for one in world.journal.calls()]
    assert calls == [
        ("sqs", "CreateQueue", 200, True),
        ("sns", "CreateTopic", 200, True),
        ("s3", "PUT /shop", 200, True),
        ("ec2", "CreateKeyPair", 200, True),
        ("organizations", "CreateOrganization", 200, False),
        ("sqs", "GetQueueUrl", 400, True),
    ]
    assert organization["MasterAccountId"] == "123456789012"
    assert world.journal.calls(service="sqs", outcome="refused")[0].error == "QueueDoesNotExist"
    assert {one.account_id for one in world.journal.calls()} == {"123456789012"}


def test_the_answer_says_who_gave_it(client: Client, moto: str) -> None:
    """In a header beside upstream's own."""
    headers = client("sqs").list_queues()["ResponseMetadata"]["HTTPHeaders"]
    assert headers["x-emulator-upstream"] == moto
    assert "x-amzn-requestid" in headers


@pytest.mark.parametrize("key", ["a strange/key with +, ü and %2F", "dots/../stay"])
def test_bodies_of_any_size_and_paths_stay_what_they_are(client: Client, key: str) -> None:
    """Larger than what we read ourselves, up and down, by its own name."""
    octets = hashlib.shake_128(key.encode()).digest(LARGE)
    s3 = client("s3")
    s3.create_bucket(Bucket="large", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="large", Key=key, Body=BytesIO(octets), Metadata={"colour": "blue"})

    assert [one["Key"] for one in s3.list_objects_v2(Bucket="large")["Contents"]] == [key]
    found = s3.get_object(Bucket="large", Key=key)
    assert found["Body"].read() == octets
    assert found["Metadata"] == {"colour": "blue"}
    assert s3.head_object(Bucket="large", Key=key)["ContentLength"] == LARGE


def test_a_presigned_url_is_passed_on(client: Client) -> None:
    """It carries its signature in the query."""
    s3 = client("s3", signature_version="s3v4")
    s3.create_bucket(Bucket="open", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="open", Key="k", Body=b"v")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "open", "Key": "k"})
    assert httpx.get(url).content == b"v"


def test_faults_hit_what_is_passed_on(client: Client, world: OwnWorld) -> None:
    """A call that is lost after it was performed has been performed upstream."""
    world.faults.add("error", service="sqs", code="Broken", status=500, count=1)
    with pytest.raises(ClientError, match="Broken"):
        client("sqs").create_queue(QueueName="never")
    world.faults.add("error", operation="CreateQueue", code="Lost", status=500, count=1, performed=True)
    with pytest.raises(ClientError, match="Lost"):
        client("sqs").create_queue(QueueName="made")
    assert [url.rpartition("/")[2] for url in client("sqs").list_queues()["QueueUrls"]] == ["made"]


def test_a_reset_in_motos_words_resets_both(client: Client, world: OwnWorld) -> None:
    """Who moves from moto keeps one call."""
    client("sqs").create_queue(QueueName="jobs")
    client("organizations").create_organization()
    answer = httpx.post(f"{world.endpoint}/moto-api/reset")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "QueueUrls" not in client("sqs").list_queues()
    with pytest.raises(ClientError, match="AWSOrganizationsNotInUse"):
        client("organizations").describe_organization()


Listener = Callable[[socket.socket], None]


@contextmanager
def behind(answering: Listener | None) -> Iterator[tuple[str, OwnWorld]]:
    """An emulator before a server that does to each connection what is given; without it nobody listens."""
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                if answering is not None:
                    answering(connection)

    if answering is None:
        listener.close()
    else:
        threading.Thread(target=accept, daemon=True).start()
    with Emulator(Settings(ServerSettings(upstream=url))) as emulator:
        yield url, emulator.world()
    listener.close()


def own_client(world: OwnWorld, service: str, **config: Any) -> Any:
    return boto3.client(
        service,
        endpoint_url=world.endpoint,
        region_name="eu-west-1",
        aws_access_key_id="123456789012",
        aws_secret_access_key="secret",
        config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}, **config),
    )


def test_an_upstream_that_is_down_is_said_in_the_words_of_the_service() -> None:
    """A code that SDKs know and retry, what was asked for, and where nobody answers."""
    with behind(None) as (url, world):
        for service, call, code in (
            ("ec2", lambda ec2: ec2.create_key_pair(KeyName="k"), "Unavailable"),
            ("sqs", lambda sqs: sqs.list_queues(), "ServiceUnavailableException"),
            ("sns", lambda sns: sns.list_topics(), "ServiceUnavailable"),
            ("s3", lambda s3: s3.list_buckets(), "ServiceUnavailable"),
        ):
            with pytest.raises(ClientError) as refused:
                call(own_client(world, service))
            error = refused.value.response
            assert (error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"]) == (code, 503), service
            assert f"{url} does not answer (Connection refused)" in error["Error"]["Message"]
        assert own_client(world, "sts").get_caller_identity()["Account"] == "123456789012"
        assert {one.error for one in world.journal.calls(outcome="refused")} >= {"Unavailable", "ServiceUnavailable"}


def test_an_answer_that_breaks_off_breaks_off_here() -> None:
    """The client must not take a half for the whole."""

    def half(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")

    with behind(half) as (_, world):
        response = httpx.Client().build_request("GET", f"{world.endpoint}/bucket/key")
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.Client().send(response)
        [call] = world.journal.calls()
        assert (call.error, call.upstream is not None) == ("BrokenOff", True)


@pytest.mark.parametrize("status", [600, 999])
def test_a_status_that_is_none_is_told(status: int) -> None:
    """In the words of the service, as when nobody answers; the connection stays."""

    def odd(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 %d Odd\r\nContent-Length: 0\r\n\r\n" % status)

    with behind(odd) as (url, world):
        with pytest.raises(ClientError, match=f"{url} answers with the status {status}"):
            own_client(world, "sqs").list_queues()
        [call] = world.journal.calls()
        assert (call.status, call.error) == (503, "ServiceUnavailableException")


@pytest.mark.parametrize("method", ["POST", "HEAD"])
def test_an_outcome_is_noted_before_the_client_has_the_answer(method: str) -> None:
    """A client that leaves at once with the whole answer finds it in the journal, and has not given up."""

    def refuse(connection: socket.socket) -> None:
        connection.recv(65_536)
        body = b'{"__type": "x#Gone"}' if method == "POST" else b""
        connection.sendall(b"HTTP/1.1 400 Bad\r\nContent-Length: 20\r\n\r\n" + body)

    noted: list[tuple[int, str | None]] = []

    async def call(url: str) -> None:
        gone = asyncio.Event()
        left = 20 if method == "POST" else 0

        async def send(message: Any) -> None:
            nonlocal left
            left -= len(message.get("body", b""))
            if not left:
                assert noted
                gone.set()
                # let what hears the client go first
                await asyncio.sleep(0)
                await asyncio.sleep(0)

        async def receive() -> Any:
            await gone.wait()
            return {"type": "http.disconnect"}

        scope = {"method": method, "path": "/", "query_string": b"", "headers": []}
        await Upstream(url).pass_on(scope, b"", receive, send, [], lambda *outcome: noted.append(outcome))

    with behind(refuse) as (url, _):
        asyncio.run(call(url))
    assert noted == [(400, "Gone" if method == "POST" else "Status400")]


def test_credentials_and_headers_go_on_untouched() -> None:
    """What a client has signed is what arrives; only what belongs to one connection is left out, and Via says that
    somebody is in between."""
    seen: list[bytes] = []

    def note(connection: socket.socket) -> None:
        request = b""
        while not request.endswith(b"\x00\xff"):
            request += connection.recv(65_536)
        seen.append(request)
        connection.sendall(b"HTTP/1.1 418 Short\r\nContent-Length: 2\r\nX-Own: 1\r\nX-Own: 2\r\n\r\n{}")

    headers = [
        ("Authorization", "AWS4-HMAC-SHA256 Credential=AKIAREAL/20260101/xx-north-1/strange/aws4_request, Signature=0"),
        ("X-Amz-Security-Token", "token=="),
        ("X-Twice", "1"),
        ("X-Twice", "2"),
        ("TE", "trailers"),
        ("Content-Type", "application/octet-stream"),
    ]
    with behind(note) as (_, world):
        answer = httpx.post(f"{world.endpoint}/a//b/%2e%2e/c?x=%20&y", headers=headers, content=b"\x00\xff")
        assert (answer.status_code, answer.headers.get_list("x-own")) == (418, ["1", "2"])
        head, _, body = seen[0].partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        assert lines[0] == b"POST /a//b/%2e%2e/c?x=%20&y HTTP/1.1"
        found = [tuple(line.split(b": ", 1)) for line in lines[1:]]
        for name, value in headers:
            assert ((name.lower().encode(), value.encode()) in found) is (name != "TE")
        assert (b"host", world.endpoint.split("/")[2].encode()) in found
        assert (b"via", b"1.1 ipam-emulator") in found
        assert body == b"\x00\xff"
        [call] = world.journal.calls()
        assert (call.service, call.operation, call.account_id) == ("strange", "POST /a//b/../c", "000000000000")


def test_an_emulator_that_is_its_own_upstream_does_not_turn_in_circles(client: Client, world: OwnWorld) -> None:
    """What has been passed on by one is answered by the other as if it had no upstream."""
    answer = httpx.post(
        world.endpoint,
        headers={
            "Authorization": "AWS4-HMAC-SHA256 Credential=1/20260101/eu-west-1/sqs/aws4_request, Signature=0",
            "X-Amz-Target": "AmazonSQS.ListQueues",
            "Via": "1.1 ipam-emulator",
        },
        content=b"{}",
    )
    assert answer.status_code == 501
    assert json.loads(answer.content)["__type"].endswith("NotImplementedException")


def test_a_body_of_unknown_length_is_passed_on_as_it_comes(client: Client, world: OwnWorld) -> None:
    """In chunks, without waiting for its end."""
    client("s3").create_bucket(Bucket="chunks", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    signed = "AWS4-HMAC-SHA256 Credential=123456789012/20260101/eu-west-1/s3/aws4_request, Signature=0"

    def parts() -> Iterator[bytes]:
        for number in range(1_000):
            yield b"%03d." % number * 100

    put = httpx.put(f"{world.endpoint}/chunks/k", content=parts(), headers={"Authorization": signed})
    assert put.status_code == 200, put.text
    assert client("s3").get_object(Bucket="chunks", Key="k")["Body"].read() == b"".join(parts())


def test_what_is_no_url_is_no_upstream() -> None:
    """Said at the start, in one line."""
    for text in ("moto", "ftp://x", "http://exämple", "http://"):
        refused = run("serve", "--port", "0", "--upstream", text)
        assert refused.returncode == 2
        assert refused.stderr.endswith("expected a URL such as http://127.0.0.1:5000\n")


def test_who_has_gone_is_not_waited_for() -> None:
    """A client that gives up while upstream is silent ends the call there too."""
    ended = threading.Event()

    def silent(connection: socket.socket) -> None:
        while connection.recv(65_536):
            pass
        ended.set()

    with behind(silent) as (_, world):
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{world.endpoint}/bucket/key", timeout=0.3)
        assert ended.wait(30)
        assert world.journal.calls()[0].error == "ClientGone"
