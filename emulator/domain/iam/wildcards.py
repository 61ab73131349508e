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
    """A pattern that takes no more time than its length times the text's.

    What stands between two stars is sought once, from the left, in an atomic group: the first place is as good as any
    later one, and trying those as well would take longer with every star than with the one before.
    """
    first, *rest = (_between_stars(part) for part in pattern.split("*"))
    if not rest:
        return re.compile(first, re.DOTALL)
    *middle, last = rest
    sought = "".join(f"(?>.*?{part})" for part in middle if part)
    return re.compile(f"{first}{sought}.*{last}", re.DOTALL)


def _between_stars(part: str) -> str:
    return "".join("." if one == "?" else _LITERALS.get(one) or re.escape(one) for one in part)


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
