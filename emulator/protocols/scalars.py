"""Single values between their wire spelling and Python: numbers, booleans, blobs and timestamps."""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from emulator.protocols.http import ContractViolation, Unreadable

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,20}")
_NUMBER: Final = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")
_SPECIAL_NUMBERS: Final = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}

# ---------------------------------------------------------------------------------------------- reading text


def integer_of_text(text: str, bits: int = 31) -> int:
    if not _INTEGER.fullmatch(text):
        raise Unreadable(f"{shortened(text)} is not an integer")
    return in_range(int(text), bits)


def long_of_text(text: str) -> int:
    return integer_of_text(text, 63)


def number_of_text(text: str) -> float:
    if text in _SPECIAL_NUMBERS:
        return _SPECIAL_NUMBERS[text]
    if not _NUMBER.fullmatch(text):
        raise Unreadable(f"{shortened(text)} is not a number")
    return float(text)


def boolean_of_text(text: str) -> bool:
    lowered = text.lower()
    if lowered == "true":
        return True
    if lowered == "false":
        return False
    raise Unreadable(f"{shortened(text)} is not a boolean")


def blob_of_text(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable("not base64") from None


def timestamp_of_text(text: str) -> datetime:
    """A moment in any of the spellings that clients use: ISO 8601, epoch seconds, or an HTTP date."""
    if len(text) <= 40:
        try:
            if _NUMBER.fullmatch(text):
                return timestamp_of_number(float(text))
            moment = datetime.fromisoformat(text) if text[:1].isdigit() else _moment_of_http_date(text)
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError, IndexError, TypeError):
            pass
    raise Unreadable(f"{shortened(text)} is not a timestamp")


def _moment_of_http_date(text: str) -> datetime:
    # Imported here because hardly any client writes moments so, and the import would take a fifth of the
    # time that all protocols need to load.
    from email.utils import parsedate_to_datetime

    return parsedate_to_datetime(text)


OF_TEXT: Final[Mapping[str, Callable[[str], Any]]] = {
    "string": lambda text: text,
    "integer": integer_of_text,
    "long": long_of_text,
    "float": number_of_text,
    "double": number_of_text,
    "boolean": boolean_of_text,
    "blob": blob_of_text,
    "timestamp": timestamp_of_text,
}

# ----------------------------------------------------------------------- reading what JSON and CBOR decode to


def string_of(value: Any) -> str:
    if value.__class__ is not str:
        raise Unreadable(f"{kind_of(value)} where a string belongs")
    if not value.isascii():
        # JSON can spell half of a surrogate pair, which no encoding of ours could write back.
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise Unreadable("not valid Unicode") from None
    return value


def integer_of(value: Any, bits: int = 31) -> int:
    if value.__class__ is int:
        return in_range(value, bits)
    if value.__class__ is float and value.is_integer():
        return in_range(int(value), bits)
    raise Unreadable(f"{kind_of(value)} where an integer belongs")


def long_of(value: Any) -> int:
    return integer_of(value, 63)


def number_of(value: Any) -> float:
    if value.__class__ is float:
        return value
    if value.__class__ is int:
        try:
            return float(value)
        except OverflowError:
            raise Unreadable("a number out of range") from None
    if value.__class__ is str and value in _SPECIAL_NUMBERS:
        return _SPECIAL_NUMBERS[value]
    raise Unreadable(f"{kind_of(value)} where a number belongs")


def boolean_of(value: Any) -> bool:
    if value.__class__ is not bool:
        raise Unreadable(f"{kind_of(value)} where a boolean belongs")
    return value


def base64_of(value: Any) -> bytes:
    return blob_of_text(string_of(value))


def bytes_of(value: Any) -> bytes:
    if value.__class__ is not bytes:
        raise Unreadable(f"{kind_of(value)} where a blob belongs")
    return value


def timestamp_of(value: Any) -> datetime:
    if value.__class__ is float or value.__class__ is int:
        return timestamp_of_number(value)
    if value.__class__ is str:
        return timestamp_of_text(value)
    raise Unreadable(f"{kind_of(value)} where a timestamp belongs")


def moment_of(value: Any) -> datetime:
    """A timestamp that the decoder has already made out; a bare number is taken too."""
    return value if value.__class__ is datetime else timestamp_of(value)


def timestamp_of_number(seconds: float) -> datetime:
    try:
        if isinstance(seconds, int):
            return EPOCH + timedelta(seconds=seconds)
        return EPOCH + timedelta(microseconds=round(seconds * 1_000_000))
    except (OverflowError, ValueError):
        raise Unreadable("a timestamp out of range") from None


def in_range(value: int, bits: int) -> int:
    if -(1 << bits) <= value < 1 << bits:
        return value
    raise Unreadable("an integer out of range")


def kind_of(value: Any) -> str:
    """What a decoded value is called in JSON."""
    names = {dict: "an object", list: "a list", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(value.__class__, "a blob" if isinstance(value, bytes) else "a number")


def shortened(text: str) -> str:
    """Enough of a text to recognise it by."""
    return f"'{text}'" if len(text) <= 60 else f"'{text[:57]}...'"


# -------------------------------------------------------------------------------------------------- writing


def require_string(value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong("a string", value)
    return value


def require_integer(value: Any) -> int:
    if not isinstance(value, int) or value is True or value is False:
        raise _wrong("an integer", value)
    return value


def require_number(value: Any) -> float:
    if isinstance(value, float):
        return value
    return float(require_integer(value))


def require_boolean(value: Any) -> bool:
    if value is not True and value is not False:
        raise _wrong("a boolean", value)
    return value


def require_bytes(value: Any) -> bytes:
    if not isinstance(value, bytes):
        raise _wrong("bytes", value)
    return value


def require_moment(value: Any) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise _wrong("a datetime with a timezone", value)
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def text_of_integer(value: Any) -> str:
    return int.__repr__(require_integer(value))


def text_of_number(value: Any) -> str:
    number = require_number(value)
    if math.isfinite(number):
        return float.__repr__(number)
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


def text_of_boolean(value: Any) -> str:
    return "true" if require_boolean(value) else "false"


def text_of_blob(value: Any) -> str:
    return base64.b64encode(require_bytes(value)).decode("ascii")


def iso_seconds(value: Any) -> str:
    """``2026-01-01T12:00:00Z``, as IAM and STS write it."""
    return require_moment(value).isoformat(timespec="seconds")[:19] + "Z"


def iso_milliseconds(value: Any) -> str:
    """``2026-01-01T12:00:00.000Z``, as EC2 writes it."""
    return require_moment(value).isoformat(timespec="milliseconds")[:23] + "Z"


def epoch_milliseconds(value: Any) -> str:
    """Epoch seconds as a plain decimal number with three fraction digits."""
    milliseconds = (require_moment(value) - EPOCH) // timedelta(milliseconds=1)
    sign, milliseconds = ("-", -milliseconds) if milliseconds < 0 else ("", milliseconds)
    return f"{sign}{milliseconds // 1000}.{milliseconds % 1000:03d}"


def epoch_seconds(value: Any) -> int | float:
    """Epoch seconds as a number, whole ones as an integer."""
    moment = require_moment(value)
    seconds, microseconds = divmod((moment - EPOCH) // timedelta(microseconds=1), 1_000_000)
    return (seconds * 1_000_000 + microseconds) / 1_000_000 if microseconds else seconds


def _wrong(expected: str, value: Any) -> ContractViolation:
    return ContractViolation(f"expected {expected}, got {type(value).__name__} {value!r:.80}")
