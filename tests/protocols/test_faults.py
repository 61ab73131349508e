"""The failures in front of the operations, in each protocol's words."""

from __future__ import annotations

import pytest
from wire_values import REQUEST_ID, parsed

from emulator.contract.service_model import load, services
from emulator.protocols import PROTOCOLS, Fault, Unreadable, UnreadableMediaType, fault, unreadable

WAYS = [(name, protocol) for name in services() for protocol in load(name).protocols]


@pytest.mark.parametrize(("service", "protocol"), WAYS)
@pytest.mark.parametrize("kind", Fault)
def test_every_fault_has_words_in_every_protocol(service: str, protocol: str, kind: Fault) -> None:
    """Whatever happens, botocore finds a code, a text and a status."""
    error = fault(protocol, kind, load(service), operation="DoIt", detail="for {this} reason")

    answer = parsed(PROTOCOLS[protocol].error(load(service), error, REQUEST_ID), protocol, None)

    assert answer["Error"]["Code"] == error.code
    assert answer["Error"]["Message"] == error.message != ""
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == error.status >= 400
    if kind is Fault.ABSENT_OPERATION:
        assert error.status == 501
        assert "DoIt" in error.message
    if kind is Fault.INTERNAL_ERROR:
        assert error.status == 500


@pytest.mark.parametrize(
    ("service", "protocol", "kind", "code", "status"),
    [
        ("ec2", "ec2", Fault.UNKNOWN_OPERATION, "InvalidAction", 400),
        ("ec2", "ec2", Fault.INVALID_CREDENTIALS, "AuthFailure", 401),
        ("ec2", "ec2", Fault.EXPIRED_CREDENTIALS, "RequestExpired", 400),
        ("ec2", "ec2", Fault.MISSING_AUTHENTICATION, "MissingAuthenticationToken", 403),
        ("ec2", "ec2", Fault.INTERNAL_ERROR, "InternalError", 500),
        ("ec2", "ec2", Fault.ABSENT_OPERATION, "NotImplemented", 501),
        ("iam", "query", Fault.UNKNOWN_OPERATION, "InvalidAction", 400),
        ("iam", "query", Fault.NO_OPERATION, "MissingAction", 400),
        ("sts", "query", Fault.INVALID_CREDENTIALS, "InvalidClientTokenId", 403),
        ("sts", "query", Fault.EXPIRED_CREDENTIALS, "ExpiredToken", 403),
        ("sts", "query", Fault.WRONG_SIGNATURE, "SignatureDoesNotMatch", 403),
        ("organizations", "json", Fault.UNKNOWN_OPERATION, "UnknownOperationException", 404),
        ("organizations", "json", Fault.UNREADABLE_BODY, "SerializationException", 400),
        ("organizations", "json", Fault.INVALID_CREDENTIALS, "UnrecognizedClientException", 403),
        ("organizations", "json", Fault.EXPIRED_CREDENTIALS, "ExpiredTokenException", 403),
        ("organizations", "json", Fault.MISSING_AUTHENTICATION, "MissingAuthenticationTokenException", 403),
        ("organizations", "json", Fault.ABSENT_OPERATION, "NotImplementedException", 501),
        ("ram", "rest-json", Fault.UNKNOWN_OPERATION, "UnknownOperationException", 404),
        ("cloudwatch", "smithy-rpc-v2-cbor", Fault.UNKNOWN_OPERATION, "UnknownOperationException", 404),
        (
            "cloudwatch",
            "smithy-rpc-v2-cbor",
            Fault.UNREADABLE_MEDIA_TYPE,
            "UnsupportedMediaTypeException",
            415,
        ),
    ],
)
def test_the_codes_are_those_of_aws(service: str, protocol: str, kind: Fault, code: str, status: int) -> None:
    """The documented codes and statuses of common errors."""
    error = fault(protocol, kind, load(service), operation="DoIt")

    assert (error.code, error.status) == (code, status)


def test_the_unknown_action_is_named() -> None:
    """IAM and EC2 say which action they do not know, each in its way."""
    assert fault("query", Fault.UNKNOWN_OPERATION, load("iam"), operation="X").message == (
        "Could not find operation X for version 2010-05-08"
    )
    assert fault("ec2", Fault.UNKNOWN_OPERATION, load("ec2"), operation="X").message == (
        "The action X is not valid for this web service."
    )


def test_what_was_unreadable_is_named() -> None:
    """A member that did not fit is spelled as people write it; a body as a whole has a code of its own."""
    member = unreadable("ec2", Unreadable("'x' is not an integer", ("Filters", 0, "Max")), load("ec2"))
    assert (member.code, member.message) == (
        "InvalidParameterValue",
        "Value for parameter Filters[0].Max is invalid: 'x' is not an integer",
    )
    assert unreadable("ec2", Unreadable("broken"), load("ec2")).code == "MalformedQueryString"
    assert unreadable("query", Unreadable("broken", ("A",)), load("iam")).code == "MalformedInput"
    assert unreadable("json", Unreadable("broken"), load("organizations")).code == "SerializationException"
    media = unreadable("smithy-rpc-v2-cbor", UnreadableMediaType("text/plain"), load("cloudwatch"))
    assert media.status == 415
