"""Patterns of policies: `*` and `?` in texts, and in ARNs, where a wildcard stays inside its field."""

import re
from functools import lru_cache

_ARN_FIELDS = 6
# What a policy variable stands for is meant literally: its wildcards travel as these, outside of all text that
# policies may hold.
LITERAL_STAR, LITERAL_MARK = "\ue000", "\ue001"
_LITERALS = {LITERAL_STAR: r"\*", LITERAL_MARK: r"\?"}


def literal(text: str) -> str:
    """A text of which nothing is a wildcard, to stand inside a pattern."""
    return text.replace("*", LITERAL_STAR).replace("?", LITERAL_MARK)


def plain(text: str) -> str:
    """A pattern as the text that it is where wildcards mean nothing."""
    return text.replace(LITERAL_STAR, "*").replace(LITERAL_MARK, "?")


@lru_cache(maxsize=8_192)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(
        "".join(
            ".*" if character == "*" else "." if character == "?" else _LITERALS.get(character) or re.escape(character)
            for character in re.sub(r"\*+", "*", pattern)
        ),
        re.DOTALL,
    )


def matches_text(pattern: str, text: str) -> bool:
    return _compiled(pattern).fullmatch(text) is not None


def matches_arn(pattern: str, arn: str, *, complete: bool = False) -> bool:
    """Field by field; only the last field may hold colons. `*` alone is every ARN.

    With `complete`, a pattern of fewer fields is completed with wildcards, as AWS does in the element Resource.
    """
    if pattern == "*":
        return True
    expected, actual = pattern.split(":", _ARN_FIELDS - 1), arn.split(":", _ARN_FIELDS - 1)
    if complete:
        expected += ["*"] * (_ARN_FIELDS - len(expected))
    return len(expected) == len(actual) == _ARN_FIELDS and all(map(matches_text, expected, actual))
