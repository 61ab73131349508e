"""Access key ids: those that are account ids, and those that the emulator issues.

An issued key carries its account where AWS's keys carry theirs (spec: observed by public research), so that
GetAccessKeyInfo needs no state; two further bytes are a check that tells our keys from everybody else's.
"""

import re
from base64 import b32decode, b32encode
from hashlib import blake2b

_ACCOUNT_ID = re.compile(r"[0-9]{12}")
_KEY = re.compile(r"A[KS]IA[A-Z2-7]{16}")
_ACCOUNT_BITS = 0x7FFFFFFFFF80


class UnknownCredentials(Exception):
    """The key, or the token that comes with it, is not one that this world has issued."""


class ExpiredCredentials(Exception):
    """The session behind the key is over."""


def is_account_id(text: str) -> bool:
    return _ACCOUNT_ID.fullmatch(text) is not None


def new_key(prefix: str, account_id: str, entropy: bytes) -> str:
    """A key id for an account; `entropy` is at least four bytes. The prefix is AKIA or ASIA."""
    noise = int.from_bytes(entropy[:2], "big")
    head = (int(account_id) << 7 | noise & 0x7F) | (noise & 0x80) << 40
    body = head.to_bytes(6, "big") + entropy[2:4]
    return prefix + b32encode(body + _check(body)).decode("ascii")


def account_of(key_id: str) -> str | None:
    """The account that a key id carries, whether or not the key lives; None where it carries none."""
    if _KEY.fullmatch(key_id) is None:
        return None
    head = int.from_bytes(b32decode(key_id[4:])[:6], "big")
    account_id = f"{(head & _ACCOUNT_BITS) >> 7:012d}"
    return account_id if is_account_id(account_id) else None


def is_issued(key_id: str) -> bool:
    """Whether a key id is of the emulator's making, in this world or another."""
    if _KEY.fullmatch(key_id) is None:
        return False
    body = b32decode(key_id[4:])
    return body[8:] == _check(body[:8])


def _check(body: bytes) -> bytes:
    return blake2b(b"ipam-emulator" + body, digest_size=2).digest()
