"""Single values in every spelling."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from emulator.protocols import ContractViolation, Unreadable, scalars


@pytest.mark.parametrize(
    ("read", "wire", "value"),
    [
        (scalars.integer_of_text, "-7", -7),
        (scalars.integer_of_text, "+007", 7),
        (scalars.long_of_text, str(2**63 - 1), 2**63 - 1),
        (scalars.number_of_text, "1e3", 1000.0),
        (scalars.number_of_text, ".5", 0.5),
        (scalars.number_of_text, "-Infinity", -math.inf),
        (scalars.boolean_of_text, "True", True),
        (scalars.boolean_of_text, "false", False),
        (scalars.blob_of_text, "AP8=", b"\x00\xff"),
        (scalars.base64_of, "", b""),
        (scalars.bytes_of, b"x", b"x"),
        (scalars.integer_of, 3.0, 3),
        (scalars.long_of, -(2**63), -(2**63)),
        (scalars.number_of, 3, 3.0),
        (scalars.number_of, "Infinity", math.inf),
        (scalars.timestamp_of, "1970-01-01T00:00:01.5Z", datetime(1970, 1, 1, 0, 0, 1, 500000, tzinfo=UTC)),
        (scalars.timestamp_of, 1.5, datetime(1970, 1, 1, 0, 0, 1, 500000, tzinfo=UTC)),
        (scalars.timestamp_of_text, "-1", datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (scalars.moment_of, 0, datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_what_is_read(read: Callable[[Any], Any], wire: Any, value: Any) -> None:
    """Each spelling gives the value, in the type that is promised."""
    found = read(wire)

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("read", "wire"),
    [
        (scalars.integer_of_text, ""),
        (scalars.integer_of_text, "1.0"),
        (scalars.integer_of_text, "1_000"),
        (scalars.integer_of_text, " 1"),
        (scalars.integer_of_text, "\u0661"),
        (scalars.integer_of_text, str(2**31)),
        (scalars.long_of_text, str(2**63)),
        (scalars.number_of_text, "nan"),
        (scalars.number_of_text, "1_0"),
        (scalars.number_of_text, ""),
        (scalars.boolean_of_text, "1"),
        (scalars.blob_of_text, "A"),
        (scalars.blob_of_text, "\u00e9==="),
        (scalars.bytes_of, "x"),
        (scalars.integer_of, math.inf),
        (scalars.integer_of, math.nan),
        (scalars.number_of, "x"),
        (scalars.number_of, True),
        (scalars.number_of, 10**400),
        (scalars.boolean_of, 0),
        (scalars.timestamp_of, True),
        (scalars.timestamp_of, math.inf),
        (scalars.timestamp_of, math.nan),
        (scalars.timestamp_of, 10**30),
        (scalars.timestamp_of, []),
        (scalars.timestamp_of_text, ""),
        (scalars.timestamp_of_text, "0001-01-01T00:00:00+23:00"),
        (scalars.timestamp_of_text, "Thu, 99 Jan 2026 12:00:00 GMT"),
        (scalars.timestamp_of_text, "x" * 1000),
    ],
)
def test_what_is_refused(read: Callable[[Any], Any], wire: Any) -> None:
    """What a spelling does not cover is unreadable, and never another error."""
    with pytest.raises(Unreadable):
        read(wire)


@pytest.mark.parametrize(
    ("write", "value", "wire"),
    [
        (scalars.text_of_blob, b"\x00\xff", "AP8="),
        (scalars.text_of_number, 3, "3.0"),
        (scalars.text_of_number, math.nan, "NaN"),
        (scalars.text_of_number, -math.inf, "-Infinity"),
        (scalars.text_of_boolean, False, "false"),
        (scalars.epoch_seconds, datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), 1),
        (scalars.epoch_seconds, datetime(1969, 12, 31, 23, 59, 59, 750000, tzinfo=UTC), -0.25),
    ],
)
def test_what_is_written(write: Callable[[Any], Any], value: Any, wire: Any) -> None:
    """Each value has one spelling."""
    assert write(value) == wire


@pytest.mark.parametrize(
    ("write", "value"),
    [
        (scalars.text_of_blob, "x"),
        (scalars.text_of_number, "1"),
        (scalars.text_of_number, True),
        (scalars.text_of_boolean, 0),
        (scalars.text_of_integer, 1.0),
        (scalars.iso_seconds, 0),
        (scalars.iso_milliseconds, datetime(2026, 1, 1)),
        (scalars.require_string, b"x"),
        (scalars.require_string, None),
    ],
)
def test_what_is_not_written(write: Callable[[Any], Any], value: Any) -> None:
    """A value of another type is our bug."""
    with pytest.raises(ContractViolation):
        write(value)
