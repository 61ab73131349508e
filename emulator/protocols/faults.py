"""How each protocol words the failures that happen before, or instead of, an operation."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from emulator.contract.service_model import ServiceModel
from emulator.protocols.http import Unreadable, UnreadableMediaType, WireError, spelled


class Fault(Enum):
    """What can be wrong with a request that reaches no rule."""

    UNREADABLE_BODY = auto()
    UNREADABLE_MEMBER = auto()
    UNREADABLE_MEDIA_TYPE = auto()
    UNKNOWN_OPERATION = auto()
    NO_OPERATION = auto()
    ABSENT_OPERATION = auto()
    MISSING_AUTHENTICATION = auto()
    INCOMPLETE_SIGNATURE = auto()
    WRONG_SIGNATURE = auto()
    INVALID_CREDENTIALS = auto()
    EXPIRED_CREDENTIALS = auto()
    CLOSED_ACCOUNT = auto()
    NOT_AUTHORIZED = auto()
    INVALID_WORLD = auto()
    UNKNOWN_SERVICE = auto()
    UPSTREAM_SILENT = auto()
    TOO_LARGE = auto()
    INTERNAL_ERROR = auto()


# The texts may name {operation}, {version}, {service} and {detail}. Sources: the pages of common errors of
# each service's API reference; the texts that those pages do not give are ours.
_MISSING = "Request is missing Authentication Token"
_INVALID = "The security token included in the request is invalid."
_EXPIRED = "The security token included in the request is expired"
_WRONG_SIGNATURE = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
    "Access Key and signing method. Consult the service documentation for details."
)
_ABSENT = "The operation {operation} of {service} is not implemented by this emulator."
_CLOSED = "The account is closed: {detail}"
_WORLD = "The endpoint's path names no world: a name is 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-', not {detail}"
_SERVICE = "The emulator does not have the service {detail}."
_UPSTREAM = "The emulator does not have {operation}, and the upstream that it is passed on to cannot be asked: {detail}"
_TOO_LARGE = "The request is larger than {detail} bytes."
_INTERNAL = "The request processing has failed because of an unknown error, exception or failure."

_Wording = tuple[str, int, str]

_EC2: Final[Mapping[Fault, _Wording]] = {
    Fault.UNREADABLE_BODY: (
        "MalformedQueryString",
        400,
        "The query string contains a syntax error: {detail}",
    ),
    Fault.UNREADABLE_MEMBER: ("InvalidParameterValue", 400, "{detail}"),
    Fault.UNREADABLE_MEDIA_TYPE: ("MalformedQueryString", 400, "{detail}"),
    Fault.UNKNOWN_OPERATION: (
        "InvalidAction",
        400,
        "The action {operation} is not valid for this web service.",
    ),
    Fault.NO_OPERATION: ("MissingAction", 400, "The request must contain the parameter Action"),
    Fault.ABSENT_OPERATION: ("NotImplemented", 501, _ABSENT),
    Fault.MISSING_AUTHENTICATION: ("MissingAuthenticationToken", 403, _MISSING),
    Fault.INCOMPLETE_SIGNATURE: ("IncompleteSignature", 400, "{detail}"),
    Fault.WRONG_SIGNATURE: ("SignatureDoesNotMatch", 403, _WRONG_SIGNATURE),
    Fault.INVALID_CREDENTIALS: (
        "AuthFailure",
        401,
        "AWS was not able to validate the provided access credentials",
    ),
    Fault.EXPIRED_CREDENTIALS: ("RequestExpired", 400, "Request has expired."),
    Fault.CLOSED_ACCOUNT: ("Blocked", 403, _CLOSED),
    Fault.NOT_AUTHORIZED: ("UnauthorizedOperation", 403, "You are not authorized to perform this operation. {detail}"),
    Fault.INVALID_WORLD: ("InvalidParameterValue", 400, _WORLD),
    Fault.UNKNOWN_SERVICE: ("NotImplemented", 501, _SERVICE),
    Fault.UPSTREAM_SILENT: ("Unavailable", 503, _UPSTREAM),
    Fault.TOO_LARGE: ("RequestEntityTooLarge", 413, _TOO_LARGE),
    Fault.INTERNAL_ERROR: ("InternalError", 500, "An internal error has occurred"),
}

_QUERY: Final[Mapping[Fault, _Wording]] = {
    Fault.UNREADABLE_BODY: (
        "MalformedQueryString",
        400,
        "The query string contains a syntax error: {detail}",
    ),
    Fault.UNREADABLE_MEMBER: ("MalformedInput", 400, "{detail}"),
    Fault.UNREADABLE_MEDIA_TYPE: ("MalformedQueryString", 400, "{detail}"),
    Fault.UNKNOWN_OPERATION: (
        "InvalidAction",
        400,
        "Could not find operation {operation} for version {version}",
    ),
    Fault.NO_OPERATION: ("MissingAction", 400, "Missing Action"),
    Fault.ABSENT_OPERATION: ("NotImplemented", 501, _ABSENT),
    Fault.MISSING_AUTHENTICATION: ("MissingAuthenticationToken", 403, _MISSING),
    Fault.INCOMPLETE_SIGNATURE: ("IncompleteSignature", 400, "{detail}"),
    Fault.WRONG_SIGNATURE: ("SignatureDoesNotMatch", 403, _WRONG_SIGNATURE),
    Fault.INVALID_CREDENTIALS: ("InvalidClientTokenId", 403, _INVALID),
    Fault.EXPIRED_CREDENTIALS: ("ExpiredToken", 403, _EXPIRED),
    Fault.CLOSED_ACCOUNT: ("AccessDenied", 403, _CLOSED),
    Fault.NOT_AUTHORIZED: ("AccessDenied", 403, "{detail}"),
    Fault.INVALID_WORLD: ("InvalidParameterValue", 400, _WORLD),
    Fault.UNKNOWN_SERVICE: ("NotImplemented", 501, _SERVICE),
    Fault.UPSTREAM_SILENT: ("ServiceUnavailable", 503, _UPSTREAM),
    Fault.TOO_LARGE: ("RequestEntityTooLarge", 413, _TOO_LARGE),
    Fault.INTERNAL_ERROR: ("InternalFailure", 500, _INTERNAL),
}

_DOCUMENTS: Final[Mapping[Fault, _Wording]] = {
    Fault.UNREADABLE_BODY: ("SerializationException", 400, "{detail}"),
    Fault.UNREADABLE_MEMBER: ("SerializationException", 400, "{detail}"),
    Fault.UNREADABLE_MEDIA_TYPE: ("UnsupportedMediaTypeException", 415, "{detail}"),
    Fault.UNKNOWN_OPERATION: ("UnknownOperationException", 404, "Unknown operation {operation}"),
    Fault.NO_OPERATION: ("UnknownOperationException", 404, "The request names no operation"),
    Fault.ABSENT_OPERATION: ("NotImplementedException", 501, _ABSENT),
    Fault.MISSING_AUTHENTICATION: ("MissingAuthenticationTokenException", 403, _MISSING),
    Fault.INCOMPLETE_SIGNATURE: ("IncompleteSignatureException", 400, "{detail}"),
    Fault.WRONG_SIGNATURE: ("InvalidSignatureException", 403, _WRONG_SIGNATURE),
    Fault.INVALID_CREDENTIALS: ("UnrecognizedClientException", 403, _INVALID),
    Fault.EXPIRED_CREDENTIALS: ("ExpiredTokenException", 403, _EXPIRED),
    Fault.CLOSED_ACCOUNT: ("AccessDeniedException", 400, _CLOSED),
    Fault.NOT_AUTHORIZED: ("AccessDeniedException", 400, "{detail}"),
    Fault.INVALID_WORLD: ("ValidationException", 400, _WORLD),
    Fault.UNKNOWN_SERVICE: ("NotImplementedException", 501, _SERVICE),
    Fault.UPSTREAM_SILENT: ("ServiceUnavailableException", 503, _UPSTREAM),
    Fault.TOO_LARGE: ("RequestEntityTooLargeException", 413, _TOO_LARGE),
    Fault.INTERNAL_ERROR: ("InternalFailure", 500, _INTERNAL),
}

WORDINGS: Final[Mapping[str, Mapping[Fault, _Wording]]] = {
    "ec2": _EC2,
    "query": _QUERY,
    "json": _DOCUMENTS,
    "rest-json": _DOCUMENTS,
    "smithy-rpc-v2-cbor": _DOCUMENTS,
}


def fault(protocol: str, kind: Fault, service: ServiceModel, operation: str = "", detail: str = "") -> WireError:
    """The failure in the words of this protocol."""
    code, status, text = WORDINGS[protocol][kind]
    message = text.format(operation=operation, version=service.api_version, service=service.full_name, detail=detail)
    return WireError(code, status, message)


def unreadable(protocol: str, error: Unreadable, service: ServiceModel) -> WireError:
    """What a client hears when its bytes did not fit the shape."""
    if isinstance(error, UnreadableMediaType):
        return fault(protocol, Fault.UNREADABLE_MEDIA_TYPE, service, detail=error.reason)
    if not error.path:
        return fault(protocol, Fault.UNREADABLE_BODY, service, detail=error.reason)
    detail = f"Value for parameter {spelled(error.path)} is invalid: {error.reason}"
    return fault(protocol, Fault.UNREADABLE_MEMBER, service, detail=detail)
