"""The models' Java-style regular expressions as Python ones, matched against the whole value."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

# Python's \w is exactly the letters, the numbers and the underscore, which is how a class spells \p{L} and
# \p{N} here; the separators are few enough to be listed.
_SEPARATORS = r"\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

# The STS model means U+10000 to U+10FFFF, but \u takes four digits only.
_LONG_ESCAPE = re.compile(r"\\u(10FFFF|[1-9A-Fa-f]0000)")

_ANYTHING = frozenset({r"[\s\S]*", r"^[\s\S]*$"})

# Java reads these for ASCII only, Python for Unicode.
_ASCII_CLASSES = {"w": "A-Za-z0-9_", "d": "0-9", "s": r" \t\n\x0b\f\r"}


class Untranslatable(ValueError):
    """The pattern uses something that Python's expressions lack."""


@cache
def matcher(pattern: str) -> Callable[[str], object] | None:
    """What tells, by a true value, whether the whole of a text matches; None if every text does."""
    if pattern in _ANYTHING:
        return None
    try:
        return re.compile(translated(pattern)).fullmatch
    except (re.error, Untranslatable):
        # A pattern that we cannot express refuses nothing: better to accept too much than to refuse what AWS
        # takes. A test names the patterns of the contract that end here; there is none today.
        return None


def translated(pattern: str) -> str:
    """The same expression in Python's spelling."""
    pattern = _LONG_ESCAPE.sub(lambda match: f"\\U{int(match[1], 16):08x}", pattern)
    out: list[str] = []
    position, in_class, class_start = 0, False, 0
    while position < len(pattern):
        character = pattern[position]
        position += 1
        if character == "\\":
            escaped = pattern[position : position + 1]
            position += 1
            if escaped == "p":
                closing = pattern.find("}", position)
                if not in_class or closing < 0:
                    raise Untranslatable(pattern)
                out.append(_property(pattern[position + 1 : closing], pattern[class_start:]))
                position = closing + 1
            elif escaped in _ASCII_CLASSES:
                inner = _ASCII_CLASSES[escaped]
                out.append(inner if in_class else f"[{inner}]")
            elif escaped == "S" and not in_class:
                out.append(f"[^{_ASCII_CLASSES['s']}]")
            else:
                out.append("\\" + escaped)
        elif in_class and (character == "[" or pattern.startswith("&&", position - 1)):
            raise Untranslatable(pattern)
        elif character == "[" and not in_class:
            in_class, class_start = True, position
            out.append(character)
        elif character == "]" and in_class:
            in_class = False
            out.append(character)
        else:
            out.append(character)
    return "".join(out)


def _property(name: str, rest: str) -> str:
    char_class = rest.partition("]")[0]
    if name in ("L", "N") and "\\p{L}" in char_class and "\\p{N}" in char_class and "_" in char_class:
        return "\\w" if name == "L" else ""
    if name == "Z":
        return _SEPARATORS
    raise Untranslatable(name)
