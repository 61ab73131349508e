"""The examples that the installed AWS CLI ships: each a command, and the members of the output that it documents."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import awscli

EXAMPLES = Path(awscli.__file__).parent / "examples"
_BLOCK = re.compile(r"(?m)^(?P<indent>[ \t]+)aws (?P<command>(?:[^\n]*\\[ \t]*\n)*[^\n]*)$")
_OUTPUT = re.compile(r"(?m)^Output::[ \t]*\n")
_TEXT = re.compile(r':\s*"(?:[^"\\]|\\.)*"')
_TOKEN = re.compile(r'"(?P<name>[A-Za-z0-9]+):?"\s*:|(?P<bracket>[{}\[\]])')


@dataclass(frozen=True, slots=True)
class Example:
    """The `number`th documented command of an operation that has an output, and the paths of the output's members."""

    service: str
    command: str
    number: int
    words: tuple[str, ...]
    members: frozenset[str]

    @property
    def key(self) -> str:
        return f"{self.command}/{self.number}"


def examples(service: str, command: str) -> list[Example]:
    """The examples of one command; those without an output of members tell nothing and are left out."""
    path = EXAMPLES / service / f"{command}.rst"
    return list(_read(service, command, path.read_text(encoding="utf-8"))) if path.exists() else []


def _read(service: str, command: str, text: str) -> Iterator[Example]:
    number = 0
    before = 0
    for output in _OUTPUT.finditer(text):
        # the last one for a Unix shell: those for Windows come after it
        asked = [found["command"] for found in _BLOCK.finditer(text, before, output.start()) if "^" not in found[0]]
        before = output.end()
        shown = _indented(text[output.end() :])
        members = documented_members(shown)
        # what a query leaves over is no member of the answer
        if not members or "--query" in asked[-1]:
            continue
        number += 1
        words = shlex.split(re.sub(r"\\[ \t]*\n", " ", asked[-1]))
        assert words[:2] == [service, command], words
        yield Example(service, command, number, tuple(words[2:]), members)


def _indented(text: str) -> str:
    """The literal block at the start of a text."""
    lines = []
    for line in text.splitlines():
        if line and not line[0].isspace():
            break
        lines.append(line)
    return "\n".join(lines)


def documented_members(text: str) -> frozenset[str]:
    """The paths of an output's members, lists and structures without distinction.

    Several documented outputs are no JSON (doubled braces, forgotten commas and quotes, "...TRUNCATED..."), so this
    reads names and brackets and nothing else.
    """
    found: set[str] = set()
    path: list[str] = []
    name = ""
    for token in _TOKEN.finditer(_TEXT.sub(": 0", text)):
        if token["name"] is not None:
            name = token["name"]
            found.add(".".join(part for part in (*path, name) if part))
        elif token["bracket"] in "{[":
            path.append(name)
            name = ""
        elif path:
            path.pop()
            name = ""
    return frozenset(found)


def answered_members(answer: Any, path: str = "") -> Iterator[str]:
    """The paths of an answer's members, in the same way."""
    if isinstance(answer, dict):
        for name, value in answer.items():
            if name != "ResponseMetadata":
                below = f"{path}.{name}" if path else name
                yield below
                yield from answered_members(value, below)
    elif isinstance(answer, list):
        for value in answer:
            yield from answered_members(value, path)
