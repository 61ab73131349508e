"""The bytes themselves, where AWS's own are known, and what the writers refuse."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from xml.etree import ElementTree

import pytest
from wire_values import REQUEST_ID, parsed

from emulator.contract.service_model import Member, OperationModel, load
from emulator.protocols import (
    PROTOCOLS,
    ContractViolation,
    HttpRequest,
    HttpResponse,
    WireError,
    cbor,
)
from emulator.protocols.cbor_rpc import service_segment
from emulator.protocols.ec2_query import parameter_name

MOMENT = datetime(2026, 1, 1, 12, 0, 0, 123999, tzinfo=UTC)


def of(service: str, operation: str) -> OperationModel:
    return load(service).operations[operation]


def write(protocol: str, service: str, operation: str, values: dict[str, Any]) -> HttpResponse:
    return PROTOCOLS[protocol].writer(of(service, operation))(values, REQUEST_ID)


def header(response: HttpResponse, name: bytes) -> str | None:
    found = dict(response.headers).get(name)
    return None if found is None else found.decode()


def test_an_ec2_answer() -> None:
    """EC2 puts the request id first and has no result element."""
    response = write("ec2", "ec2", "EnableIpamOrganizationAdminAccount", {"Success": True})

    assert header(response, b"content-type") == "text/xml;charset=UTF-8"
    assert response.body.decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<EnableIpamOrganizationAdminAccountResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">'
        f"<requestId>{REQUEST_ID}</requestId><success>true</success>"
        "</EnableIpamOrganizationAdminAccountResponse>"
    )


def test_an_ec2_answer_with_lists_and_moments() -> None:
    """Items are called item, empty lists are empty elements, moments have milliseconds."""
    response = write(
        "ec2",
        "ec2",
        "DescribeVpcs",
        {"Vpcs": [{"VpcId": "vpc-1", "Tags": [], "IsDefault": False}, {}], "NextToken": "<t>"},
    )

    assert response.body.decode().partition("</requestId>")[2] == (
        "<vpcSet><item><vpcId>vpc-1</vpcId><tagSet/><isDefault>false</isDefault></item><item/></vpcSet>"
        "<nextToken>&lt;t&gt;</nextToken></DescribeVpcsResponse>"
    )
    history = write("ec2", "ec2", "GetIpamAddressHistory", {"HistoryRecords": [{"SampledStartTime": MOMENT}]})
    assert b"<sampledStartTime>2026-01-01T12:00:00.123Z</sampledStartTime>" in history.body


def test_an_ec2_answer_without_output_says_true() -> None:
    """Where the model promises nothing, EC2 says that it is done."""
    response = write("ec2", "ec2", "DeleteVpc", {})

    assert response.body.endswith(b"</requestId><return>true</return></DeleteVpcResponse>")


def test_an_ec2_error() -> None:
    """EC2's errors are plural, and its RequestID ends in capitals."""
    error = WireError("IpamOrganizationAccountNotRegistered", 400, "The account <1> & co.")
    response = PROTOCOLS["ec2"].error(load("ec2"), error, REQUEST_ID)

    assert header(response, b"content-type") == "text/xml;charset=UTF-8"
    assert response.body.decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error>'
        "<Code>IpamOrganizationAccountNotRegistered</Code><Message>The account &lt;1&gt; &amp; co.</Message>"
        f"</Error></Errors><RequestID>{REQUEST_ID}</RequestID></Response>"
    )


def test_a_query_answer() -> None:
    """A result element, metadata, and moments in whole seconds."""
    role = {"RoleName": "a", "CreateDate": MOMENT, "Tags": [{"Key": "k", "Value": ""}]}
    response = write("query", "iam", "GetRole", {"Role": role})

    assert header(response, b"content-type") == "text/xml"
    assert response.body.decode() == (
        '<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role>'
        "<RoleName>a</RoleName><CreateDate>2026-01-01T12:00:00Z</CreateDate>"
        "<Tags><member><Key>k</Key><Value></Value></member></Tags></Role></GetRoleResult>"
        f"<ResponseMetadata><RequestId>{REQUEST_ID}</RequestId></ResponseMetadata></GetRoleResponse>"
    )


def test_query_answers_without_members() -> None:
    """Without an output shape there is no result element; an empty output shape has an empty one."""
    assert b"Result" not in write("query", "iam", "DeleteRole", {}).body
    assert b"<UpdateRoleResult/>" in write("query", "iam", "UpdateRole", {}).body
    assert b"<PolicyNames/>" in write("query", "iam", "ListRolePolicies", {"PolicyNames": []}).body
    summary = write("query", "iam", "GetAccountSummary", {"SummaryMap": {"Users": 3}}).body
    assert b"<SummaryMap><entry><key>Users</key><value>3</value></entry></SummaryMap>" in summary


@pytest.mark.parametrize(("status", "side"), [(404, "Sender"), (500, "Receiver")])
def test_a_query_error(status: int, side: str) -> None:
    """The wire code is not the class name, and the type tells whose fault it is."""
    error = WireError("NoSuchEntityException", status, "The role with name x cannot be found.")
    response = PROTOCOLS["query"].error(load("iam"), error, REQUEST_ID)

    assert response.status == status
    assert response.body.decode() == (
        '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error>'
        f"<Type>{side}</Type><Code>NoSuchEntity</Code>"
        "<Message>The role with name x cannot be found.</Message>"
        f"</Error><RequestId>{REQUEST_ID}</RequestId></ErrorResponse>"
    )


def test_an_absent_message() -> None:
    """The query protocol leaves it out, JSON and CBOR give an empty one."""
    error = WireError("ResourceNotFound", 404, "")

    assert b"Message" not in PROTOCOLS["query"].error(load("cloudwatch"), error, REQUEST_ID).body
    assert json.loads(PROTOCOLS["json"].error(load("cloudwatch"), error, REQUEST_ID).body)["message"] == ""


def test_an_organizations_answer() -> None:
    """JSON 1.1, and moments as plain numbers with three fraction digits."""
    account = {"Id": "111122223333", "JoinedTimestamp": MOMENT, "Name": 'é "x"\n'}
    response = write("json", "organizations", "DescribeAccount", {"Account": account})

    assert header(response, b"content-type") == "application/x-amz-json-1.1"
    assert response.body.decode() == (
        '{"Account":{"Id":"111122223333","JoinedTimestamp":1767268800.123,"Name":"é \\"x\\"\\n"}}'
    )
    whole = {"Account": {"JoinedTimestamp": datetime(2026, 1, 1, 12, tzinfo=UTC)}}
    assert b":1767268800.000}" in write("json", "organizations", "DescribeAccount", whole).body
    early = {"Account": {"JoinedTimestamp": datetime(1969, 12, 31, 23, 59, 59, 500000, tzinfo=UTC)}}
    assert b":-0.500}" in write("json", "organizations", "DescribeAccount", early).body


@pytest.mark.parametrize(
    ("protocol", "service", "operation"),
    [
        ("json", "organizations", "LeaveOrganization"),
        ("json", "cloudwatch", "PutMetricData"),
        ("smithy-rpc-v2-cbor", "cloudwatch", "PutMetricData"),
    ],
)
def test_an_operation_without_output_answers_no_body(protocol: str, service: str, operation: str) -> None:
    """Not an empty object, but nothing at all."""
    response = write(protocol, service, operation, {})

    assert (response.status, response.body) == (200, b"")
    assert header(response, b"content-length") == "0"
    assert header(response, b"content-type") is None
    assert header(response, b"x-amzn-requestid") == REQUEST_ID


def test_an_organizations_error() -> None:
    """The bare shape name, the text under `Message`, and the reason beside it."""
    error = WireError("ConstraintViolationException", 400, "Enable it first.", {"Reason": "SERVICE_ACCESS_NOT_ENABLED"})
    response = PROTOCOLS["json"].error(load("organizations"), error, REQUEST_ID)

    assert header(response, b"x-amzn-errortype") == "ConstraintViolationException"
    assert header(response, b"x-amzn-query-error") is None
    assert response.body == (
        b'{"__type":"ConstraintViolationException","Message":"Enable it first.","Reason":"SERVICE_ACCESS_NOT_ENABLED"}'
    )
    unmodelled = PROTOCOLS["json"].error(
        load("organizations"), WireError("UnknownOperationException", 404, "x"), REQUEST_ID
    )
    assert unmodelled.body == b'{"__type":"UnknownOperationException","message":"x"}'


@pytest.mark.parametrize("code", ["InvalidParameterValue", "InvalidParameterValueException"])
def test_cloudwatch_errors_carry_both_names(code: str) -> None:
    """The query code goes into a header, the shape name with its namespace into the body."""
    name = "com.amazonaws.cloudwatch.v2010_08_01#InvalidParameterValueException"
    for protocol, content_type in (
        ("json", "application/x-amz-json-1.0"),
        ("smithy-rpc-v2-cbor", "application/cbor"),
    ):
        response = PROTOCOLS[protocol].error(load("cloudwatch"), WireError(code, 400, "No."), REQUEST_ID)
        body = json.loads(response.body) if protocol == "json" else cbor.decode(response.body)

        assert body == {"__type": name, "message": "No."}
        assert header(response, b"x-amzn-query-error") == "InvalidParameterValue;Sender"
        assert header(response, b"content-type") == content_type
    assert header(response, b"smithy-protocol") == "rpc-v2-cbor"


def test_a_ram_answer_and_error() -> None:
    """REST JSON has the code in a header and lower-case members."""
    assert write("rest-json", "ram", "TagResource", {}).body == b"{}"
    response = PROTOCOLS["rest-json"].error(
        load("ram"), WireError("UnknownResourceException", 400, "Not found."), REQUEST_ID
    )
    assert header(response, b"content-type") == "application/json"
    assert header(response, b"x-amzn-errortype") == "UnknownResourceException"
    assert response.body == b'{"message":"Not found."}'


def test_a_cbor_answer() -> None:
    """Maps of known length, a tagged number for a moment, and the protocol's own header."""
    values = {"MetricDataResults": [{"Id": "m", "Timestamps": [MOMENT], "Values": [float("inf"), 1]}]}
    response = write("smithy-rpc-v2-cbor", "cloudwatch", "GetMetricData", values)

    assert header(response, b"smithy-protocol") == "rpc-v2-cbor"
    assert header(response, b"content-type") == "application/cbor"
    assert cbor.decode(response.body) == values
    whole = {"MetricDataResults": [{"Timestamps": [datetime(1970, 1, 1, 0, 0, 9, tzinfo=UTC)]}]}
    assert b"\xc1\x09" in write("smithy-rpc-v2-cbor", "cloudwatch", "GetMetricData", whole).body


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"\x9f\x01\x02\xff", [1, 2]),
        (b"\xbfaa\x01\xff", {"a": 1}),
        (b"\x7faaab\xff".replace(b"aaab", b"\x61a\x61b"), "ab"),
        (b"\x5f\x41a\x41b\xff", b"ab"),
        (b"\xf9\x3c\x00", 1.0),
        (b"\xfa\x3f\x80\x00\x00", 1.0),
        (b"\xfb\x3f\xf0" + b"\x00" * 6, 1.0),
        (b"\xf9\x7c\x00", float("inf")),
        (b"\x38\x63", -100),
        (b"\x1b" + b"\xff" * 8, 2**64 - 1),
        (b"\xc1\x1a\x65\x92\x00\x80", datetime.fromtimestamp(0x65920080, UTC)),
        (b"\xc1\xf9\x38\x00", datetime(1970, 1, 1, 0, 0, 0, 500000, tzinfo=UTC)),
        (b"\xf7", None),
        (b"\xf5", True),
    ],
)
def test_cbor_as_others_write_it(data: bytes, value: object) -> None:
    """Indefinite lengths, chunks, and floats of every width are read."""
    assert cbor.decode(data) == value


def test_nulls_and_strangers_are_passed_over() -> None:
    """A null is an absent member, and a member that the model lacks is nobody's business."""
    body = b'{"AccountName":null,"Email":"a@b","Stranger":[[1]],"Tags":[null,{"Key":"k","Value":null}]}'
    request = HttpRequest("POST", "/", "", {}, body)

    values = PROTOCOLS["json"].reader(of("organizations", "CreateAccount"))(request)

    assert values == {"Email": "a@b", "Tags": [{"Key": "k"}]}


@pytest.mark.parametrize("body", [b"", b"{}", b"null"])
def test_no_body_is_an_empty_one(body: bytes) -> None:
    """A JSON operation without members may come with any of these."""
    request = HttpRequest("POST", "/", "", {}, body)

    assert PROTOCOLS["json"].reader(of("organizations", "ListRoots"))(request) == {}
    assert PROTOCOLS["rest-json"].reader(of("ram", "EnableSharingWithAwsOrganization"))(request) == {}


@pytest.mark.parametrize(("protocol", "service", "name"), [("ec2", "ec2", "Vpcs"), ("query", "iam", "Role")])
def test_a_presigned_get_is_as_good_as_a_post(protocol: str, service: str, name: str) -> None:
    """The parameters may be in the query string, beside those of the signature."""
    operation = of(service, "DescribeVpcs" if service == "ec2" else "GetRole")
    parameter = "VpcId.1=vpc-1" if service == "ec2" else "RoleName=a+b%2Bc"
    query = f"Action={operation.name}&{parameter}&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=60"
    request = HttpRequest("GET", "/", query, {}, b"")

    assert PROTOCOLS[protocol].operation_name(request) == operation.name
    values = PROTOCOLS[protocol].reader(operation)(request)
    assert values == ({"VpcIds": ["vpc-1"]} if service == "ec2" else {"RoleName": "a b+c"})


def test_ec2_names_its_parameters_by_the_strongest_name() -> None:
    """A query name goes as it is, a location name with a capital, and a member without either by its own."""
    text = load("ec2").shape("String")

    assert parameter_name(Member("Name", text, location_name="location", query_name="query")) == "query"
    assert parameter_name(Member("Name", text, location_name="location")) == "Location"
    assert parameter_name(Member("name", text)) == "name"


def test_an_operation_that_is_not_named_is_none() -> None:
    """Requests without a target, an action or a known path name nothing."""
    for protocol in PROTOCOLS.values():
        assert protocol.operation_name(HttpRequest("POST", "/", "", {}, b"")) is None
    nonsense = {"x-amz-target": "NoDot"}
    assert PROTOCOLS["json"].operation_name(HttpRequest("POST", "/", "", nonsense, b"")) is None
    assert PROTOCOLS["query"].operation_name(HttpRequest("POST", "/", "", {}, b"XAction=a&Action=")) is None
    slash = HttpRequest("DELETE", "/deleteresourceshare/", "", {}, b"")
    assert PROTOCOLS["rest-json"].operation_name(slash) == "DeleteResourceShare"
    cloudtrail = {"x-amz-target": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"}
    assert PROTOCOLS["json"].operation_name(HttpRequest("POST", "/", "", cloudtrail, b"")) == "LookupEvents"


def test_the_service_of_a_smithy_path() -> None:
    """A namespace before the service's name is left out."""
    assert service_segment("/service/GraniteServiceVersion20100801/operation/ListMetrics") == (
        "GraniteServiceVersion20100801"
    )
    assert service_segment("/service/com.amazonaws.x#Name/operation/Op") == "Name"
    assert service_segment("/other") is None


@pytest.mark.parametrize("text", ["\x00\x01\x1f", "\ufffe\uffff", "\ud800", "a\x0bb"])
def test_what_xml_cannot_say_still_parses(text: str) -> None:
    """Characters that XML 1.0 has no way to write become replacement characters."""
    response = write("query", "iam", "GetRole", {"Role": {"RoleName": text}})
    shape_free = ElementTree.fromstring(response.body)

    assert "\ufffd" in "".join(shape_free.itertext())


def test_moments_of_other_zones_are_written_in_utc() -> None:
    """A moment is the same moment in every zone."""
    moment = MOMENT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    response = write("query", "iam", "GetRole", {"Role": {"CreateDate": moment}})

    assert b"2026-01-01T12:00:00Z" in response.body


@pytest.mark.parametrize(
    "moment", ["2026-01-01T12:00:00Z", "2026-01-01T13:00:00+01:00", "1767268800", "2026-01-01T12:00:00"]
)
def test_moments_are_read_in_every_spelling(moment: str) -> None:
    """ISO 8601 with any offset, epoch seconds, and a bare date and time in UTC are the same moment."""
    body = f"StartTime={moment}".replace("+", "%2B").encode()
    request = HttpRequest("POST", "/", "", {}, body)

    values = PROTOCOLS["query"].reader(of("cloudwatch", "GetMetricStatistics"))(request)

    assert values == {"StartTime": datetime(2026, 1, 1, 12, tzinfo=UTC)}


def test_an_http_date_is_a_moment_too() -> None:
    """Some clients write dates as HTTP does."""
    body = b"StartTime=Thu%2C+01+Jan+2026+12%3A00%3A00+GMT"

    values = PROTOCOLS["query"].reader(of("cloudwatch", "GetMetricStatistics"))(HttpRequest("POST", "/", "", {}, body))

    assert values == {"StartTime": datetime(2026, 1, 1, 12, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("protocol", "service", "operation", "values", "path"),
    [
        ("ec2", "ec2", "DescribeVpcs", {"Vpc": []}, ()),
        ("ec2", "ec2", "DescribeVpcs", {"Vpcs": None}, ("Vpcs",)),
        ("ec2", "ec2", "DescribeVpcs", {"Vpcs": {}}, ("Vpcs",)),
        ("ec2", "ec2", "DescribeVpcs", {"Vpcs": [{"vpcId": "x"}]}, ("Vpcs", 0)),
        ("ec2", "ec2", "DescribeVpcs", {"Vpcs": [{}, {"VpcId": 7}]}, ("Vpcs", 1, "VpcId")),
        ("ec2", "ec2", "DescribeVpcs", {"Vpcs": [{"IsDefault": 1}]}, ("Vpcs", 0, "IsDefault")),
        (
            "ec2",
            "ec2",
            "DescribeIpamPools",
            {"IpamPools": [{"PoolDepth": True}]},
            ("IpamPools", 0, "PoolDepth"),
        ),
        (
            "ec2",
            "ec2",
            "DescribeIpamPools",
            {"IpamPools": [{"PoolDepth": "1"}]},
            ("IpamPools", 0, "PoolDepth"),
        ),
        ("ec2", "ec2", "DeleteVpc", {"Return": True}, ()),
        ("query", "iam", "GetRole", {"Role": {"CreateDate": "2026"}}, ("Role", "CreateDate")),
        ("query", "iam", "GetRole", {"Role": {"CreateDate": datetime(2026, 1, 1)}}, ("Role", "CreateDate")),
        ("query", "iam", "GetRole", {"Role": []}, ("Role",)),
        ("query", "iam", "GetAccountSummary", {"SummaryMap": {"Users": None}}, ("SummaryMap", "Users")),
        ("query", "iam", "DeleteRole", {"Role": "x"}, ()),
        ("json", "organizations", "DescribeAccount", {"Account": {"ID": "x"}}, ("Account",)),
        ("json", "organizations", "ListAccounts", {"Accounts": [{"Id": None}]}, ("Accounts", 0, "Id")),
        ("json", "organizations", "ListAccounts", {"Accounts": "x"}, ("Accounts",)),
        ("json", "organizations", "ListAccounts", {"NextToken": "\ud800"}, ()),
        ("json", "organizations", "LeaveOrganization", {"X": 1}, ()),
        (
            "rest-json",
            "ram",
            "GetResourceShares",
            {"resourceShares": [{"tags": {}}]},
            ("resourceShares", 0, "tags"),
        ),
        ("smithy-rpc-v2-cbor", "cloudwatch", "ListMetrics", {"Metrics": [{"X": 1}]}, ("Metrics", 0)),
        ("smithy-rpc-v2-cbor", "cloudwatch", "ListMetrics", {"NextToken": b"x"}, ("NextToken",)),
        ("smithy-rpc-v2-cbor", "cloudwatch", "ListMetrics", {"NextToken": "\ud800"}, ("NextToken",)),
        (
            "smithy-rpc-v2-cbor",
            "tagging",
            "TagResources",
            {"FailedResourcesMap": []},
            ("FailedResourcesMap",),
        ),
    ],
)
def test_answers_outside_the_contract_are_our_bug(
    protocol: str, service: str, operation: str, values: dict[str, Any], path: tuple[str | int, ...]
) -> None:
    """A member that the output lacks, or a value of another type, is refused with its path."""
    with pytest.raises(ContractViolation) as caught:
        write(protocol, service, operation, values)

    assert caught.value.path == path
    assert caught.value.reason in str(caught.value)


@pytest.mark.parametrize("protocol", ["json", "smithy-rpc-v2-cbor"])
def test_error_members_outside_the_contract_are_our_bug(protocol: str) -> None:
    """An error carries what its shape has, and an error without a shape carries nothing."""
    for code in ("ResourceNotFound", "Unheard"):
        with pytest.raises(ContractViolation):
            PROTOCOLS[protocol].error(load("cloudwatch"), WireError(code, 400, "x", {"Why": "y"}), REQUEST_ID)
    for code in ("NoSuchEntity", "Unheard"):
        with pytest.raises(ContractViolation):
            PROTOCOLS["query"].error(load("iam"), WireError(code, 400, "x", {"Why": "y"}), REQUEST_ID)


def test_text_in_an_error_code_cannot_add_headers() -> None:
    """A code that a request supplied stays inside its header."""
    error = WireError("Bad\r\nSet-Cookie: x", 400, "x")
    response = PROTOCOLS["json"].error(load("organizations"), error, REQUEST_ID)

    assert header(response, b"x-amzn-errortype") == "BadSet-Cookie: x"
    assert parsed(response, "json", None)["Error"]["Message"] == "x"
