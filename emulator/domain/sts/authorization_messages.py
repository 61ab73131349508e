"""Encoded authorization messages: what a refusal knew, packed so that DecodeAuthorizationMessage can tell it."""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b

from emulator.domain.callers import Principal
from emulator.domain.sts import refusals

LARGEST = 64 * 1024
_CHECK_BYTES = 8


def encode(principal: Principal, action: str, resource: str = "*", *, explicit_deny: bool = False) -> str:
    """The message that comes with a refusal."""
    content = {
        "allowed": False,
        "explicitDeny": explicit_deny,
        "matchedStatements": {"items": []},
        "failures": {"items": []},
        "context": {
            "principal": {"id": principal.unique_id, "arn": principal.arn},
            "action": action,
            "resource": resource,
            "conditions": {"items": []},
        },
    }
    packed = zlib.compress(json.dumps(content, separators=(",", ":")).encode())
    return _spelled(_check(packed) + packed)


def decode(message: str) -> str:
    """The JSON text of a message; refused for what was not encoded here."""
    try:
        raw = urlsafe_b64decode(message + "=" * (-len(message) % 4))
    except ValueError:
        raise refusals.InvalidAuthorizationMessage from None
    check, packed = raw[:_CHECK_BYTES], raw[_CHECK_BYTES:]
    if check != _check(packed) or _spelled(check + packed) != message:
        raise refusals.InvalidAuthorizationMessage
    return zlib.decompressobj().decompress(packed, LARGEST).decode()


def _spelled(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _check(packed: bytes) -> bytes:
    return blake2b(b"authorization message" + packed, digest_size=_CHECK_BYTES).digest()
