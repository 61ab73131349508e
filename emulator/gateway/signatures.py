"""What a request's signature says. It is read, never verified: any secret passes."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs

from emulator.protocols import HttpRequest

_ALGORITHM = "AWS4-HMAC-SHA256"
_END = re.compile(r"[,\s]")
_SCOPE = re.compile(r"([^/,\s]+)/\d{8}/([^/,\s]+)/([^/,\s]+)/aws4_request")


@dataclass(frozen=True, slots=True)
class Signature:
    """The access key and the credential scope of a signed request; `problem` says what is damaged, and then
    there is no service."""

    access_key_id: str
    region: str
    service: str | None
    token: str | None
    problem: str | None = None


def read_signature(request: HttpRequest) -> Signature | None:
    """The signature in the Authorization header or in the query of a presigned URL; None where there is none."""
    authorization = request.headers.get("authorization")
    if authorization is not None:
        token = request.headers.get("x-amz-security-token")
        algorithm, _, _ = authorization.partition(" ")
        if algorithm != _ALGORITHM:
            return _damaged(f"Unsupported AWS 'algorithm': '{algorithm}'.", token)
        _, named, credential = authorization.partition("Credential=")
        if not named:
            return _damaged("Authorization header requires 'Credential' parameter.", token)
        return _signature(_END.split(credential, maxsplit=1)[0], token)
    if "X-Amz-Credential" not in request.query and "X-Amz-Signature" not in request.query:
        return None
    try:
        query = parse_qs(request.query, max_num_fields=1_000)
    except ValueError:
        return None
    token = query.get("X-Amz-Security-Token", [None])[0]
    credential = query.get("X-Amz-Credential", [""])[0]
    if not credential:
        return _damaged("AWS query-string parameters must include 'X-Amz-Credential'.", token)
    return _signature(credential, token)


# a client signs its calls of a day with one credential
@lru_cache(maxsize=4_096)
def _signature(credential: str, token: str | None) -> Signature:
    scope = _SCOPE.fullmatch(credential)
    if scope is None:
        return _damaged(
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
            f"got '{credential}'",
            token,
        )
    key, region, service = scope.groups()
    return Signature(key, region, service, token)


def _damaged(problem: str, token: str | None) -> Signature:
    return Signature("", "", None, token, problem)
