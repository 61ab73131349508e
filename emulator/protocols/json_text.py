"""JSON documents by shape, for the two protocols that carry them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from json.encoder import encode_basestring
from typing import Any, Final, NoReturn, TypeAlias

from emulator.contract.service_model import ErrorShape, Shape
from emulator.protocols.documents import TOO_DEEP, DocumentReaders
from emulator.protocols.http import ContractViolation, Unreadable, WireError
from emulator.protocols.scalars import (
    base64_of,
    boolean_of,
    epoch_milliseconds,
    integer_of,
    long_of,
    number_of,
    require_string,
    string_of,
    text_of_blob,
    text_of_boolean,
    text_of_integer,
    text_of_number,
    timestamp_of,
)

TextWriter: TypeAlias = Callable[[Any, list[str]], None]

READERS: Final = DocumentReaders(
    {
        "string": string_of,
        "integer": integer_of,
        "long": long_of,
        "float": number_of,
        "double": number_of,
        "boolean": boolean_of,
        "blob": base64_of,
        "timestamp": timestamp_of,
    }
)


def document(body: bytes) -> Any:
    """The object that the body spells; no body, and null, are an empty one."""
    if not body:
        return {}
    try:
        decoded = json.loads(body.decode("utf-8"), parse_constant=_no_constants)
    except UnicodeDecodeError:
        raise Unreadable("the body is not UTF-8") from None
    except RecursionError:
        raise Unreadable(TOO_DEEP) from None
    except ValueError:
        raise Unreadable("the body is not JSON") from None
    return {} if decoded is None else decoded


def _no_constants(name: str) -> NoReturn:
    raise ValueError(name)


def body_reader(shape: Shape) -> Callable[[bytes], dict[str, Any]]:
    """What reads a body into the values of a structure."""
    read = READERS.of(shape)

    def reader(body: bytes) -> dict[str, Any]:
        decoded = document(body)
        try:
            values: dict[str, Any] = read(decoded)
        except RecursionError:
            raise Unreadable(TOO_DEEP) from None
        return values

    return reader


def _quoted_special_number(value: Any) -> str:
    text = text_of_number(value)
    return text if text[-1].isdigit() else f'"{text}"'


def _quoted_string(value: Any) -> str:
    return encode_basestring(require_string(value))


_TEXTS: Final[Mapping[str, Callable[[Any], str]]] = {
    "string": _quoted_string,
    "integer": text_of_integer,
    "long": text_of_integer,
    "float": _quoted_special_number,
    "double": _quoted_special_number,
    "boolean": text_of_boolean,
    "blob": lambda value: f'"{text_of_blob(value)}"',
    "timestamp": epoch_milliseconds,
}


class JsonWriters:
    """What writes the values of a shape as JSON text, compiled once per shape."""

    def __init__(self) -> None:
        self._writers: dict[Shape, TextWriter] = {}

    def of(self, shape: Shape) -> TextWriter:
        writer = self._writers.get(shape)
        if writer is None:
            self._writers[shape] = lambda value, out: self._writers[shape](value, out)
            writer = self._writers[shape] = self._compile(shape)
        return writer

    def _compile(self, shape: Shape) -> TextWriter:
        if shape.type == "structure":
            return self._structure(shape)
        if shape.type == "list":
            return self._list(shape)
        if shape.type == "map":
            return self._map(shape)
        text = _TEXTS[shape.type]
        return lambda value, out: out.append(text(value))

    def _structure(self, shape: Shape) -> TextWriter:
        table = {name: (f'"{name}":', self.of(member.shape)) for name, member in shape.members.items()}

        def structure(values: Any, out: list[str]) -> None:
            if not isinstance(values, Mapping):
                raise ContractViolation(f"expected a mapping, got {values!r:.80}")
            before = "{"
            for name, value in values.items():
                row = table.get(name)
                if row is None:
                    raise ContractViolation(f"{shape.name} has no member {name!r}")
                label, write = row
                out.append(before + label)
                before = ","
                try:
                    write(value, out)
                except ContractViolation as violation:
                    raise violation.inside(name) from None
            out.append("}" if values else "{}")

        return structure

    def _list(self, shape: Shape) -> TextWriter:
        write = self.of(shape.element.shape)

        def items(values: Any, out: list[str]) -> None:
            if not isinstance(values, (list, tuple)):
                raise ContractViolation(f"expected a list, got {values!r:.80}")
            before = "["
            for position, value in enumerate(values):
                out.append(before)
                before = ","
                try:
                    write(value, out)
                except ContractViolation as violation:
                    raise violation.inside(position) from None
            out.append("]" if values else "[]")

        return items

    def _map(self, shape: Shape) -> TextWriter:
        write = self.of(shape.value.shape)

        def entries(values: Any, out: list[str]) -> None:
            if not isinstance(values, Mapping):
                raise ContractViolation(f"expected a mapping, got {values!r:.80}")
            before = "{"
            for key, value in values.items():
                out.append(f"{before}{_quoted_string(key)}:")
                before = ","
                try:
                    write(value, out)
                except ContractViolation as violation:
                    raise violation.inside(key) from None
            out.append("}" if values else "{}")

        return entries


WRITERS: Final = JsonWriters()


def encoded(out: list[str]) -> bytes:
    """The text as bytes; half a surrogate pair in it is our bug, because the readers refuse it."""
    try:
        return "".join(out).encode()
    except UnicodeEncodeError as error:
        raise ContractViolation(f"not valid Unicode: {error.object[error.start : error.end]!r}") from None


def error_values(modelled: ErrorShape | None, error: WireError) -> dict[str, object]:
    """The members of an error, its text under the name that the model gives it."""
    if modelled is None:
        if error.members:
            raise ContractViolation(f"{error.code} is not modelled, so it has no members")
        return {"message": error.message}
    unknown = error.members.keys() - modelled.shape.members.keys()
    if unknown:
        raise ContractViolation(f"{modelled.name} has no members {sorted(unknown)}")
    return {modelled.message_member or "message": error.message, **error.members}


def error_text(modelled: ErrorShape | None, error: WireError, **first: str) -> bytes:
    """The body of an error: what comes first, the text, and the other members."""
    out = [f'"{name}":{encode_basestring(value)}' for name, value in first.items()]
    for name, value in error_values(modelled, error).items():
        part = [f'"{name}":']
        if modelled is not None and name in modelled.shape.members:
            WRITERS.of(modelled.shape.members[name].shape)(value, part)
        else:
            part.append(_quoted_string(value))
        out.append("".join(part))
    return encoded(["{", ",".join(out), "}"])
