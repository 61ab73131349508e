"""Writes values as XML by their shapes, for the two query protocols."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from emulator.contract.service_model import Member, Shape
from emulator.protocols.http import ContractViolation
from emulator.protocols.scalars import (
    require_string,
    text_of_blob,
    text_of_boolean,
    text_of_integer,
    text_of_number,
)

ElementWriter: TypeAlias = Callable[[Any, list[str]], None]

# A carriage return is escaped because every parser would read it as a newline. What XML 1.0 has no way to
# write becomes the replacement character.
_SPECIAL: Final = re.compile('[&<>"\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}


def escaped(text: str) -> str:
    """The text as character data that every parser reads back."""
    if _SPECIAL.search(text) is None:
        return text
    return _SPECIAL.sub(lambda match: _ESCAPES.get(match[0], "\ufffd"), text)


def no_members(values: Any, _out: list[str]) -> None:
    """What writes the answer of an operation that has no output."""
    if values:
        raise ContractViolation(f"the operation has no output, got {values!r:.80}")


def _text_of_string(value: Any, _special: Callable[[str], object] = _SPECIAL.search) -> str:
    # most texts are plain strings without anything to escape, and an answer may hold thousands of them
    if type(value) is str and _special(value) is None:
        return value
    return escaped(require_string(value))


class XmlWriters:
    """What writes the values of a shape, compiled once per shape and element name."""

    def __init__(self, timestamp: Callable[[Any], str], item_name: str) -> None:
        self._item_name = item_name
        self._contents: dict[Shape, ElementWriter] = {}
        self._texts: dict[str, Callable[[Any], str]] = {
            "string": _text_of_string,
            "integer": text_of_integer,
            "long": text_of_integer,
            "float": text_of_number,
            "double": text_of_number,
            "boolean": text_of_boolean,
            "blob": text_of_blob,
            "timestamp": timestamp,
        }

    def content(self, shape: Shape) -> ElementWriter:
        """What writes the members, items or entries of a shape, without an element around them."""
        writer = self._contents.get(shape)
        if writer is None:
            self._contents[shape] = lambda value, out: self._contents[shape](value, out)
            writer = self._contents[shape] = self._compile(shape)
        return writer

    def element(self, member: Member, name: str) -> ElementWriter:
        """What writes a value inside an element of this name."""
        opening, closing, shape = f"<{name}>", f"</{name}>", member.shape
        text = self._texts.get(shape.type)
        if text is not None:
            as_text = text

            def scalar(value: Any, out: list[str]) -> None:
                out.append(f"{opening}{as_text(value)}{closing}")

            return scalar
        content = self.content(shape)
        empty = f"<{name}/>"

        def nested(value: Any, out: list[str]) -> None:
            if not value and value is not None:
                # The content is written for its check alone.
                content(value, out)
                out.append(empty)
                return
            out.append(opening)
            content(value, out)
            out.append(closing)

        return nested

    def _compile(self, shape: Shape) -> ElementWriter:
        if shape.type == "structure":
            return self._structure(shape)
        if shape.type == "list":
            return self._list(shape)
        return self._map(shape)

    def _structure(self, shape: Shape) -> ElementWriter:
        table = {name: self.element(member, member.location_name or name) for name, member in shape.members.items()}

        def structure(values: Any, out: list[str]) -> None:
            if type(values) is not dict and not isinstance(values, Mapping):
                raise ContractViolation(f"expected a mapping, got {values!r:.80}")
            for name, value in values.items():
                write = table.get(name)
                if write is None:
                    raise ContractViolation(f"{shape.name} has no member {name!r}")
                try:
                    write(value, out)
                except ContractViolation as violation:
                    raise violation.inside(name) from None

        return structure

    def _list(self, shape: Shape) -> ElementWriter:
        element = shape.element
        write = self.element(element, element.location_name or self._item_name)

        def items(values: Any, out: list[str]) -> None:
            if not isinstance(values, (list, tuple)):
                raise ContractViolation(f"expected a list, got {values!r:.80}")
            for position, value in enumerate(values):
                try:
                    write(value, out)
                except ContractViolation as violation:
                    raise violation.inside(position) from None

        return items

    def _map(self, shape: Shape) -> ElementWriter:
        write_key = self.element(shape.key, shape.key.location_name or "key")
        write_value = self.element(shape.value, shape.value.location_name or "value")

        def entries(values: Any, out: list[str]) -> None:
            if not isinstance(values, Mapping):
                raise ContractViolation(f"expected a mapping, got {values!r:.80}")
            for key, value in values.items():
                out.append("<entry>")
                try:
                    write_key(key, out)
                    write_value(value, out)
                except ContractViolation as violation:
                    raise violation.inside(key) from None
                out.append("</entry>")

        return entries
