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


# Scalars whose elements are remembered. The values of a member are of one type, so that 1 is never taken for true.
_REMEMBERED: Final[Mapping[str, type]] = {"string": str, "boolean": bool, "integer": int, "long": int}
_MOST_REMEMBERED: Final = 1_024
_LONGEST_REMEMBERED: Final = 256
_FEWEST_MEMBERS: Final = 4
_LONGEST_ITEM: Final = 8_192
_NEVER_SEEN: Final = (None, "")


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
        table = {name: self._remembered(member, name) for name, member in shape.members.items()}

        def structure(values: Any, out: list[str]) -> None:
            if type(values) is not dict and not isinstance(values, Mapping):
                raise ContractViolation(f"expected a mapping, got {values!r:.80}")
            append = out.append
            for name, value in values.items():
                found = table.get(name)
                if found is None:
                    raise ContractViolation(f"{shape.name} has no member {name!r}")
                kind, known, write = found
                if type(value) is kind and (text := known.get(value)) is not None:
                    append(text)
                    continue
                try:
                    write(value, out)
                except ContractViolation as violation:
                    raise violation.inside(name) from None

        return structure

    def _remembered(self, member: Member, name: str) -> tuple[type | None, dict[Any, str], ElementWriter]:
        """What writes a member; and if it is a scalar, the Python type of its values, and elements as they were written
        before. Ids, names and states come again from answer to answer, and are looked at once."""
        write = self.element(member, member.location_name or name)
        kind = _REMEMBERED.get(member.shape.type)
        known: dict[Any, str] = {}
        if kind is None:
            return None, known, write

        def remembering(value: Any, out: list[str]) -> None:
            write(value, out)
            if type(value) is kind and len(out[-1]) <= _LONGEST_REMEMBERED:
                if len(known) == _MOST_REMEMBERED:
                    known.clear()
                known[value] = out[-1]

        return kind, known, remembering

    def _list(self, shape: Shape) -> ElementWriter:
        element = shape.element
        write = self.element(element, element.location_name or self._item_name)
        if element.shape.type == "structure":
            write = _remembering_items(write)

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


def _remembering_items(write: ElementWriter) -> ElementWriter:
    """What writes an item of a list, and writes it no second time while it is equal to what it was.

    A resource is listed again and again, and seldom changes in between; comparing it costs a tenth of writing it. Its
    first two members tell it from others well enough, and what is kept of it is a copy that nobody changes, equal only
    to what has the same types: what breaks the contract is found out though it equals what did not.
    """
    known: dict[tuple[str, str], tuple[Any, str] | None] = {}

    def item(value: Any, out: list[str]) -> None:
        if type(value) is not dict or len(value) < _FEWEST_MEMBERS:
            return write(value, out)
        members = iter(value.values())
        key = next(members), next(members)
        if type(key[0]) is not str or type(key[1]) is not str:
            return write(value, out)
        found = known.get(key, _NEVER_SEEN)
        if found is not None and found[0] == value:
            out.append(found[1])
            return None
        start = len(out)
        write(value, out)
        if found is _NEVER_SEEN:
            # what is asked for once needs no copy
            if len(known) >= _MOST_REMEMBERED:
                known.clear()
            known[key] = None
        else:
            text = "".join(out[start:])
            known[key] = (_copy(value), text) if len(text) <= _LONGEST_ITEM else None
        return None

    return item


class _Exactly:
    """A number or truth value in the copy of an item, equal to what has its type too: 0 is not taken for false."""

    __slots__ = ("_kind", "_value")

    def __init__(self, value: float) -> None:
        self._value, self._kind = value, type(value)

    def __eq__(self, other: object) -> bool:
        return type(other) is self._kind and other == self._value

    __hash__ = None  # type: ignore[assignment]  # it stands where its value stood, and is no key


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copy(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_copy(each) for each in value]
    return _Exactly(value) if isinstance(value, (int, float)) else value
