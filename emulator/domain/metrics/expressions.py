"""Metric math: the expressions that GetMetricData and alarms take, read into calls of functions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<text>'[^']*'|\"[^\"]*\")|(?P<sign><=|>=|==|!=|[-+*/^(),<>]))"
)
# Loosest first; all of them but ^ from left to right.
_LEVELS = (("==", "!=", "<", ">", "<=", ">="), ("+", "-"), ("*", "/"), ("^",))
_DEEPEST = 40


class Unreadable(Exception):
    """The text is no expression."""


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Text:
    value: str


@dataclass(frozen=True, slots=True)
class Name:
    """The id of another query, or a word that a function knows."""

    name: str


@dataclass(frozen=True, slots=True)
class Apply:
    """A function or an operator, and what it is applied to."""

    function: str
    arguments: "tuple[Node, ...]"


Node: TypeAlias = Number | Text | Name | Apply


def parse(text: str) -> Node:
    reader = _Reader(_tokens(text))
    node = reader.level(0, 0)
    if reader.token:
        raise Unreadable(f"Unexpected '{reader.token}'")
    return node


def names(node: Node) -> Iterator[str]:
    """The names that an expression mentions."""
    if isinstance(node, Name):
        yield node.name
    elif isinstance(node, Apply):
        for argument in node.arguments:
            yield from names(argument)


def calls(node: Node) -> Iterator[str]:
    """The functions that an expression calls."""
    if isinstance(node, Apply):
        yield node.function
        for argument in node.arguments:
            yield from calls(argument)


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    position, text = 0, text.strip()
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            raise Unreadable(f"Unexpected '{text[position]}'")
        found.append(token[0].strip())
        position = token.end()
    return found


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._next = 0

    @property
    def token(self) -> str:
        """The next token; nothing at the end."""
        return self._tokens[self._next] if self._next < len(self._tokens) else ""

    def take(self) -> str:
        token = self.token
        self._next += 1
        return token

    def level(self, number: int, depth: int) -> Node:
        if depth > _DEEPEST:
            raise Unreadable("The expression is nested too deeply")
        if number == len(_LEVELS):
            return self._atom(depth)
        node = self.level(number + 1, depth)
        length = 0
        while self.token in _LEVELS[number]:
            sign = self.take()
            length += 1
            if length > _DEEPEST:
                raise Unreadable("The expression is too long")
            # a power binds to the right
            right = number if sign == "^" else number + 1
            node = Apply(sign, (node, self.level(right, depth + (sign == "^"))))
        return node

    def _atom(self, depth: int) -> Node:
        token = self.take()
        if token == "(":
            node = self.level(0, depth + 1)
            self._require(")")
            return node
        if token in ("-", "+"):
            node = self.level(len(_LEVELS) - 1, depth + 1)
            return node if token == "+" else Apply("-", (Number(0.0), node))
        if token[:1] in "0123456789." and token:
            return Number(float(token))
        if token[:1] in ("'", '"') and token:
            return Text(token[1:-1])
        if not (token[:1].isalpha() or token[:1] == "_"):
            raise Unreadable(f"Unexpected '{token}'" if token else "Unexpected end of expression")
        if self.token != "(":
            return Name(token)
        self.take()
        arguments: list[Node] = []
        while self.token != ")":
            if arguments:
                self._require(",")
            arguments.append(self.level(0, depth + 1))
        self.take()
        return Apply(token.upper(), tuple(arguments))

    def _require(self, token: str) -> None:
        if self.take() != token:
            raise Unreadable(f"Expected '{token}'")
