"""Wildcards, in the filters of EC2 and in policies, fit what the plain regular expression fits, but never slowly."""

import re

from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.iam.wildcards import matches_text
from emulator.services.ec2.shared.filters import matcher

patterns = st.text("ab*?", max_size=10)
texts = st.text("ab", max_size=12)


def expression(pattern: str, wild: dict[str, str]) -> re.Pattern[str]:
    return re.compile("".join(wild.get(one, one) for one in pattern), re.DOTALL)


@given(patterns, texts)
def test_filters_fit_as_their_expressions_do(pattern: str, text: str) -> None:
    """A star is any text, a question mark at most one character."""
    assert matcher([pattern])(text) == bool(expression(pattern, {"*": ".*", "?": ".?"}).fullmatch(text))


@given(patterns, texts)
def test_policies_fit_as_their_expressions_do(pattern: str, text: str) -> None:
    """A star is any text, a question mark exactly one character."""
    assert matches_text(pattern, text) == bool(expression(pattern, {"*": ".*", "?": "."}).fullmatch(text))


def test_many_wildcards_take_no_longer() -> None:
    """Trying all ways to share the text out among them would not end."""
    text = "a" * 1_000

    for pattern in ("*a" * 100 + "b", "?a" * 100 + "b", "*a?" * 100 + "b"):
        assert not matcher([pattern])(text)
        assert not matches_text(pattern, text)
