"""Condition elements of policies: operators, their prefixes and suffixes, policy variables."""

import logging
import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from ipaddress import ip_address, ip_network
from typing import Any

from emulator.domain.iam.wildcards import literal, matches_arn, matches_text, plain

# Lower-case condition keys and their values: none for a key that is known but absent from this request.
# A key family such as "aws:principaltag/" stands for all of its keys.
Facts = Mapping[str, tuple[str, ...]]

_OPERATOR = re.compile(
    r"(ForAllValues:|ForAnyValue:)?"
    r"(String(Not)?(Equals|EqualsIgnoreCase|Like)|(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)"
    r"|Arn(Not)?(Equals|Like)|(Not)?IpAddress|Bool|BinaryEquals|Null)(IfExists)?",
    re.IGNORECASE,
)
_YEAR_OR_MONTH = re.compile(r"\d{4}(-\d{2})?", re.ASCII)
_SECONDS = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_CHARACTERS = {"*": literal("*"), "?": literal("?"), "$": "$"}
_log = logging.getLogger(__name__)


class _Incomparable(Exception):
    """A value is not of the operator's type."""


@dataclass(frozen=True, slots=True)
class Test:
    """One key under one operator."""

    operator: str  # lower-case, without prefix and suffix; negated operators by their positive form
    negated: bool
    quantifier: str  # "", "forallvalues" or "foranyvalue"
    if_exists: bool
    key: str
    expected: tuple[str, ...]

    def holds(self, facts: Facts) -> bool:
        actual = _look_up(facts, self.key)
        if actual is None:
            # What we know nothing about must neither allow nor deny in silence.
            _log.warning("a policy names the condition key %s, which the emulator does not know", self.key)
            return False
        if self.operator == "null":
            return ("true" if not actual else "false") in [value.lower() for value in self.expected]
        if not actual:
            return self._absent()
        expected = [pattern for pattern in (expand(value, facts) for value in self.expected) if pattern is not None]
        try:
            if self.quantifier == "forallvalues":
                return all(self._one(value, expected) for value in actual)
            if self.quantifier == "foranyvalue":
                return any(self._one(value, expected) for value in actual)
            matched = any(self._matches(value, expected) for value in actual)
            return matched != self.negated
        except _Incomparable:
            return False

    def _absent(self) -> bool:
        if self.quantifier == "forallvalues":
            return True
        if self.quantifier == "foranyvalue":
            return self.if_exists
        return self.if_exists or self.negated

    def _one(self, value: str, expected: list[str]) -> bool:
        return self._matches(value, expected) != self.negated

    def _matches(self, value: str, expected: list[str]) -> bool:
        return any(_OPERATORS[self.operator](value, pattern) for pattern in expected)


def is_operator(name: str) -> bool:
    """Whether this is an operator, with the prefixes and suffixes that operators may have; case is ignored."""
    return _OPERATOR.fullmatch(name) is not None


def read(condition: Mapping[str, Mapping[str, Any]]) -> Iterable[Test]:
    """The tests of a condition element whose operators were checked before; all of them must hold."""
    for spelled, keys in condition.items():
        operator = spelled.lower()
        quantifier = ""
        if ":" in operator:
            quantifier, _, operator = operator.partition(":")
        if_exists = operator.endswith("ifexists")
        operator = operator.removesuffix("ifexists")
        negated = "not" in operator
        for key, values in keys.items():
            expected = tuple(_text(value) for value in (values if isinstance(values, list) else [values]))
            yield Test(operator.replace("not", ""), negated, quantifier, if_exists, key.lower(), expected)


def expand(pattern: str, facts: Facts) -> str | None:
    """A pattern with its policy variables filled in; None if one of them has no value in this request."""
    if "${" not in pattern:
        return pattern
    parts: list[str] = []
    end = 0
    for found in _VARIABLE.finditer(pattern):
        value = _variable(found[1], facts)
        if value is None:
            return None
        parts += (pattern[end : found.start()], value)
        end = found.end()
    return "".join(parts) + pattern[end:]


def _variable(name: str, facts: Facts) -> str | None:
    if name in _CHARACTERS:
        return _CHARACTERS[name]
    key, has_default, default = name.partition(",")
    values = facts.get(key.strip().lower(), ())
    if len(values) == 1:
        return literal(values[0])
    return literal(default.strip().strip("'")) if has_default else None


def _look_up(facts: Facts, key: str) -> tuple[str, ...] | None:
    if key in facts:
        return facts[key]
    family, slash, _ = key.partition("/")
    return () if slash and family + slash in facts else None


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise _Incomparable from None
    if not number.is_finite():
        raise _Incomparable
    return number


def _moment(text: str) -> float:
    """A date as ISO 8601, which may end with the year or the month, or as seconds since 1970: in such seconds."""
    if _YEAR_OR_MONTH.fullmatch(text):
        text += "-01-01"[len(text) - len("2026") :]
    elif _SECONDS.fullmatch(text):
        return float(text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _Incomparable from None
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()


def _inside(address: str, network: str) -> bool:
    try:
        return ip_address(address) in ip_network(network, strict=False)
    except ValueError:
        raise _Incomparable from None


def _same_bytes(actual: str, expected: str) -> bool:
    try:
        return b64decode(actual, validate=True) == b64decode(plain(expected), validate=True)
    except ValueError:
        raise _Incomparable from None


Comparison = Callable[[str, str], bool]


def _ordered(read_value: Callable[[str], Any]) -> dict[str, Comparison]:
    return {
        "equals": lambda actual, expected: read_value(actual) == read_value(plain(expected)),
        "lessthan": lambda actual, expected: read_value(actual) < read_value(plain(expected)),
        "lessthanequals": lambda actual, expected: read_value(actual) <= read_value(plain(expected)),
        "greaterthan": lambda actual, expected: read_value(actual) > read_value(plain(expected)),
        "greaterthanequals": lambda actual, expected: read_value(actual) >= read_value(plain(expected)),
    }


_OPERATORS: dict[str, Comparison] = {
    "stringequals": lambda actual, expected: actual == plain(expected),
    "stringequalsignorecase": lambda actual, expected: actual.lower() == plain(expected).lower(),
    "stringlike": lambda actual, expected: matches_text(expected, actual),
    "arnequals": lambda actual, expected: matches_arn(expected, actual),
    "arnlike": lambda actual, expected: matches_arn(expected, actual),
    "bool": lambda actual, expected: actual.lower() == plain(expected).lower(),
    "binaryequals": _same_bytes,
    "ipaddress": lambda actual, expected: _inside(actual, plain(expected)),
    **{f"numeric{name}": comparison for name, comparison in _ordered(_number).items()},
    **{f"date{name}": comparison for name, comparison in _ordered(_moment).items()},
}
