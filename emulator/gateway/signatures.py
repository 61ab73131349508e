"""What a request's signature says. It is read, never verified: any secret passes."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs

from emulator.protocols import HttpRequest

_SCOPE = re.compile(r"([^/,\s]+)/\d{8}/([^/,\s]+)/([^/,\s]+)/aws4_request")


@dataclass(frozen=True, slots=True)
class Signature:
    """The access key and the credential scope of a signed request; `service` is None where the scope is damaged."""

    access_key_id: str
    region: str
    service: str | None
    token: str | None


def read_signature(request: HttpRequest) -> Signature | None:
    """The signature in the Authorization header or in the query of a presigned URL; None where there is none."""
    authorization = request.headers.get("authorization")
    if authorization is not None:
        _, _, credential = authorization.partition("Credential=")
        return _signature(credential, request.headers.get("x-amz-security-token"))
    if "X-Amz-Credential" not in request.query:
        return None
    try:
        query = parse_qs(request.query, max_num_fields=1_000)
    except ValueError:
        return None
    token = query.get("X-Amz-Security-Token", [None])[0]
    return _signature(query.get("X-Amz-Credential", [""])[0], token)


def _signature(credential: str, token: str | None) -> Signature:
    scope = _SCOPE.match(credential)
    if scope is None:
        return Signature("", "", None, token)
    key, region, service = scope.groups()
    return Signature(key, region, service, token)
