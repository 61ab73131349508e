"""Signatures of web identity tokens, for providers whose keys are known: RSA with PKCS #1 v1.5, as RFC 7518 has it."""

import hashlib
import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Any

from emulator.domain.sts import refusals

# the hash, and the DER that stands before its value in what is signed (RFC 8017, 9.2)
_ALGORITHMS = {
    "RS256": ("sha256", bytes.fromhex("3031300d060960864801650304020105000420")),
    "RS384": ("sha384", bytes.fromhex("3041300d060960864801650304020205000430")),
    "RS512": ("sha512", bytes.fromhex("3051300d060960864801650304020305000440")),
}


def require_signature(key_set: str, header: Mapping[str, Any], token: str) -> None:
    """The token must be signed with the key of a JSON Web Key Set that its header names."""
    algorithm = _ALGORITHMS.get(str(header.get("alg")))
    key = _key(key_set, header.get("kid"))
    if algorithm is None or key is None:
        raise refusals.VerificationKeyNotFound
    signed, _, signature = token.rpartition(".")
    if not _is_signed(key, algorithm, signed.encode(), signature):
        raise refusals.WrongTokenSignature


def _key(key_set: str, key_id: object) -> tuple[int, int] | None:
    """Modulus and exponent of the RSA key of this id; a token may leave out the id where there is one key alone."""
    try:
        keys = [key for key in json.loads(key_set)["keys"] if key.get("kty") == "RSA"]
        if key_id is not None or len(keys) != 1:
            keys = [key for key in keys if key.get("kid") == key_id]
        return (_number(keys[0]["n"]), _number(keys[0]["e"])) if keys else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _is_signed(key: tuple[int, int], algorithm: tuple[str, bytes], signed: bytes, signature: str) -> bool:
    modulus, exponent = key
    size = (modulus.bit_length() + 7) // 8
    try:
        raw = _decoded(signature)
    except ValueError:
        return False
    if len(raw) != size:
        return False
    name, prefix = algorithm
    content = prefix + hashlib.new(name, signed).digest()
    padding = size - len(content) - 3
    expected = b"\x00\x01" + b"\xff" * padding + b"\x00" + content
    return padding >= 8 and pow(int.from_bytes(raw, "big"), exponent, modulus).to_bytes(size, "big") == expected


def _number(text: str) -> int:
    return int.from_bytes(_decoded(text), "big")


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
