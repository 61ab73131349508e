"""Whatever arrives, a reader answers values or `Unreadable`, soon and in little memory."""

from __future__ import annotations

import json
import tracemalloc
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wire_values import every_operation_and_protocol, request_of

from emulator.contract.service_model import OperationModel, load
from emulator.protocols import PROTOCOLS, HttpRequest, Unreadable, UnreadableMediaType, cbor

EVERY = [(operation, protocol) for operation, protocol in every_operation_and_protocol() if operation.input]
NAMES = sorted(
    {
        name
        for operation, _ in EVERY
        if operation.input
        for member in operation.input.members.values()
        for name in (member.name, member.location_name or member.name)
    }
)

operations = st.sampled_from(EVERY)
words = st.one_of(st.sampled_from(NAMES), st.text(max_size=8))
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from(["Infinity"])
)
documents = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=5),
    max_leaves=20,
)
steps = st.one_of(words, st.sampled_from(["1", "2", "0", "-1", "member", "entry", "key", "value", "999999999"]))
names_of_parameters = st.lists(steps, min_size=1, max_size=5).map(".".join)


def read(operation: OperationModel, protocol: str, body: bytes, query: str = "") -> dict[str, Any] | None:
    """The values, or None when the reader refuses; anything else that it raises fails the test."""
    request = HttpRequest("POST", "/", query, {}, body)
    PROTOCOLS[protocol].operation_name(request)
    try:
        return PROTOCOLS[protocol].reader(operation)(request)
    except Unreadable as error:
        str(error)
        return None


def of(service: str, operation: str) -> OperationModel:
    return load(service).operations[operation]


@settings(deadline=None, max_examples=300)
@given(operations, st.binary(max_size=200), st.text(max_size=50))
def test_random_bytes_harm_nobody(chosen: tuple[OperationModel, str], body: bytes, query: str) -> None:
    """Bytes and query strings without any sense are refused or ignored."""
    read(*chosen, body, query)


@settings(deadline=None, max_examples=300)
@given(operations, st.dictionaries(words, documents, max_size=6))
def test_random_documents_harm_nobody(chosen: tuple[OperationModel, str], document: dict[str, Any]) -> None:
    """Well-formed bodies of any content are read or refused, as JSON and as CBOR."""
    operation, protocol = chosen
    read(operation, protocol, cbor_of(document) if "cbor" in protocol else json.dumps(document).encode())


@settings(deadline=None, max_examples=300)
@given(operations, st.dictionaries(names_of_parameters, st.text(max_size=20), max_size=12))
def test_random_forms_harm_nobody(chosen: tuple[OperationModel, str], form: dict[str, str]) -> None:
    """Forms whose names look like members and indexes are read or refused."""
    read(*chosen, "&".join(f"{name}={value}" for name, value in form.items()).encode("utf-8", "replace"))


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_damaged_requests_harm_nobody(data: st.DataObject) -> None:
    """A request of botocore's with a few bytes changed or cut off is read or refused."""
    operation, protocol = data.draw(operations)
    body = bytearray(request_of(operation, protocol, {}).body)
    for _ in range(data.draw(st.integers(0, 4))):
        if body:
            body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    read(operation, protocol, bytes(body[: data.draw(st.integers(0, len(body)))]))


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=100))
def test_cbor_decodes_or_refuses(body: bytes) -> None:
    """The decoder raises nothing but `Unreadable`."""
    with suppress(Unreadable):
        cbor.decode(body)


@pytest.mark.parametrize("opening", ['{"a":', "[", '{"Tags":[{"Tags":'])
def test_json_nested_without_end_is_refused(opening: str) -> None:
    """A hundred thousand levels of JSON are unreadable, not a crash."""
    assert read(of("organizations", "CreateAccount"), "json", opening.encode() * 100_000) is None
    assert read(of("ram", "CreateResourceShare"), "rest-json", opening.encode() * 100_000) is None
    closed = b"[" * 100_000 + b"]" * 100_000
    assert read(of("organizations", "CreateAccount"), "json", b'{"x":' + closed + b"}") is None


@pytest.mark.parametrize("opening", [b"\x81", b"\x9f", b"\xa1aa", b"\xbfaa", b"\xc1", b"\xdb" + b"\x00" * 8])
def test_cbor_nested_without_end_is_refused(opening: bytes) -> None:
    """A hundred thousand levels of CBOR are unreadable, not a crash."""
    assert read(of("cloudwatch", "PutMetricData"), "smithy-rpc-v2-cbor", opening * 100_000) is None


@pytest.mark.parametrize("head", [b"\x9b", b"\xbb", b"\x5b", b"\x7b"])
def test_a_claimed_length_reserves_nothing(head: bytes) -> None:
    """A CBOR head that promises 2**64 - 1 items is refused without memory for them."""
    tracemalloc.start()
    assert read(of("cloudwatch", "PutMetricData"), "smithy-rpc-v2-cbor", head + b"\xff" * 8) is None
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 1_000_000


def test_list_indexes_may_have_gaps() -> None:
    """An index of 999999999 costs as much as an index of 1, and the order is that of the numbers."""
    body = b"Tag.999999999.Key=last&Tag.10.Key=second&Tag.9.Key=first&ResourceId.4=x"
    tracemalloc.start()
    values = read(of("ec2", "CreateTags"), "ec2", body)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert values == {"Tags": [{"Key": "first"}, {"Key": "second"}, {"Key": "last"}], "Resources": ["x"]}
    assert peak < 1_000_000
    values = read(of("iam", "TagRole"), "query", b"Tags.member.999999999.Key=b&Tags.member.3.Key=a")
    assert values == {"Tags": [{"Key": "a"}, {"Key": "b"}]}


@pytest.mark.parametrize("index", ["x", "-1", "1e3", "\u0661", "9" * 5000, "", "1.x"])
def test_an_index_that_is_no_number_is_refused(index: str) -> None:
    """The items of a list are numbered with plain digits."""
    assert read(of("ec2", "CreateTags"), "ec2", f"ResourceId.{index}=a&ResourceId.2=b".encode()) is None


def test_the_last_of_two_equal_names_counts() -> None:
    """A name that is given twice has its last value, in a form as in JSON."""
    assert read(of("iam", "GetRole"), "query", b"RoleName=a&RoleName=b") == {"RoleName": "b"}
    assert read(of("organizations", "DescribeAccount"), "json", b'{"AccountId":"1","AccountId":"2"}') == {
        "AccountId": "2"
    }


def test_ten_thousand_parameters_are_read() -> None:
    """A form of ten thousand parameters is work, not trouble."""
    body = "&".join(f"ResourceId.{number}=r-{number}" for number in range(1, 10_001)).encode()

    values = read(of("ec2", "CreateTags"), "ec2", body)

    assert values == {"Resources": [f"r-{number}" for number in range(1, 10_001)]}


def test_a_name_of_a_million_dots_is_refused() -> None:
    """Deep names are refused before they become deep trees."""
    assert read(of("ec2", "CreateTags"), "ec2", b"a" + b"." * 1_000_000 + b"=x") is None


@pytest.mark.parametrize(
    ("service", "operation", "protocol", "body", "path"),
    [
        ("ec2", "DescribeIpams", "ec2", b"MaxResults=abc", ("MaxResults",)),
        ("ec2", "DescribeIpams", "ec2", b"MaxResults=2147483648", ("MaxResults",)),
        ("ec2", "DescribeIpams", "ec2", b"MaxResults=" + b"9" * 10_000, ("MaxResults",)),
        ("ec2", "DescribeIpams", "ec2", b"MaxResults.1=1", ("MaxResults",)),
        ("ec2", "DescribeIpams", "ec2", b"DryRun=maybe", ("DryRun",)),
        ("ec2", "DescribeIpams", "ec2", b"Filter.1=x", ("Filters", 0)),
        ("ec2", "DescribeIpams", "ec2", b"Filter=x", ("Filters",)),
        ("ec2", "DescribeIpams", "ec2", b"Filter.7.Value.1.x=y", ("Filters", 0, "Values", 0)),
        ("ec2", "DescribeIpams", "ec2", b"NextToken=%zz", ()),
        ("ec2", "DescribeIpams", "ec2", b"NextToken=%ff", ()),
        ("ec2", "DescribeIpams", "ec2", b"NextToken=\xff", ()),
        ("iam", "GetRole", "query", b"RoleName=%", ()),
        ("iam", "GetRole", "query", b"RoleName.x=1", ("RoleName",)),
        ("organizations", "ListAccounts", "json", b"{", ()),
        ("organizations", "ListAccounts", "json", b"[]", ()),
        ("organizations", "ListAccounts", "json", b'"x"', ()),
        ("organizations", "ListAccounts", "json", b"\xff{}", ()),
        ("organizations", "ListAccounts", "json", b'\xef\xbb\xbf{"MaxResults":1}', ()),
        ("organizations", "ListAccounts", "json", b'{"MaxResults":NaN}', ()),
        ("organizations", "ListAccounts", "json", b'{"MaxResults":"1"}', ("MaxResults",)),
        ("organizations", "ListAccounts", "json", b'{"MaxResults":1.5}', ("MaxResults",)),
        ("organizations", "ListAccounts", "json", b'{"MaxResults":true}', ("MaxResults",)),
        ("organizations", "ListAccounts", "json", b'{"MaxResults":1e400}', ("MaxResults",)),
        ("organizations", "ListAccounts", "json", b'{"MaxResults":' + b"9" * 5000 + b"}", ()),
        ("organizations", "ListAccounts", "json", b'{"NextToken":7}', ("NextToken",)),
        ("organizations", "ListAccounts", "json", b'{"NextToken":"\\ud800"}', ("NextToken",)),
        ("organizations", "CreateAccount", "json", b'{"Tags":{}}', ("Tags",)),
        ("organizations", "CreateAccount", "json", b'{"Tags":[{"Key":[]}]}', ("Tags", 0, "Key")),
        ("ram", "TagResource", "rest-json", b'{"tags":[1]}', ("tags", 0)),
        ("cloudwatch", "PutMetricData", "smithy-rpc-v2-cbor", b"\xa1", ()),
        ("cloudwatch", "PutMetricData", "smithy-rpc-v2-cbor", b"\xa0\xa0", ()),
        ("cloudwatch", "PutMetricData", "smithy-rpc-v2-cbor", b"\xff", ()),
        ("cloudwatch", "PutMetricData", "smithy-rpc-v2-cbor", b"\xa1\x01\x01", ()),
        ("cloudwatch", "PutMetricData", "smithy-rpc-v2-cbor", b"\xa1iNamespace\x01", ("Namespace",)),
        ("cloudwatch", "PutMetricData", "smithy-rpc-v2-cbor", b"\xa1iNamespace\x61\xff", ()),
        (
            "cloudwatch",
            "PutMetricData",
            "json",
            b'{"MetricData":[{"Value":"x"}]}',
            ("MetricData", 0, "Value"),
        ),
        ("cloudtrail", "LookupEvents", "json", b'{"StartTime":1e300}', ("StartTime",)),
        ("cloudtrail", "LookupEvents", "json", b'{"StartTime":"soon"}', ("StartTime",)),
    ],
)
def test_what_does_not_fit_names_its_place(
    service: str, operation: str, protocol: str, body: bytes, path: tuple[str | int, ...]
) -> None:
    """A value of the wrong kind is refused with its path; a body that is no body at all with none."""
    with pytest.raises(Unreadable) as caught:
        PROTOCOLS[protocol].reader(of(service, operation))(HttpRequest("POST", "/", "", {}, body))

    assert caught.value.path == path


def test_a_query_member_that_does_not_fit_names_its_place() -> None:
    """RAM's members in the query string are checked as those in the body."""
    request = HttpRequest("DELETE", "/deletepermissionversion", "permissionVersion=x", {}, b"")

    with pytest.raises(Unreadable) as caught:
        PROTOCOLS["rest-json"].reader(of("ram", "DeletePermissionVersion"))(request)

    assert caught.value.path == ("permissionVersion",)


def test_cbor_in_another_media_type_is_told_apart() -> None:
    """A body that says it is JSON is not tried as CBOR; without a content type all is well."""
    reader = PROTOCOLS["smithy-rpc-v2-cbor"].reader(of("cloudwatch", "ListMetrics"))

    with pytest.raises(UnreadableMediaType):
        reader(HttpRequest("POST", "/", "", {"content-type": "application/json"}, b"{}"))
    for body in (b"", b"\xa0", b"\xbf\xff", b"\xf6"):
        assert reader(HttpRequest("POST", "/", "", {}, body)) == {}


def cbor_of(value: Any) -> bytes:
    out = bytearray()

    def write(value: Any) -> None:
        if value is None:
            out.append(0xF6)
        elif isinstance(value, bool):
            cbor.write_boolean(out, value)
        elif isinstance(value, int):
            cbor.write_integer(out, max(-(2**64), min(value, 2**64 - 1)))
        elif isinstance(value, float):
            cbor.write_double(out, value)
        elif isinstance(value, str):
            cbor.write_bytes(out, b"") if len(value) == 7 else cbor.write_text(out, value)
        elif isinstance(value, list):
            cbor.write_array(out, len(value))
            for item in value:
                write(item)
        else:
            cbor.write_map(out, len(value))
            for key, item in value.items():
                cbor.write_text(out, key)
                write(item)

    write(value)
    return bytes(out)
