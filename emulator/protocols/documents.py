"""Turns decoded JSON and CBOR into the values of a shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from emulator.contract.service_model import Shape
from emulator.protocols.http import Unreadable
from emulator.protocols.scalars import kind_of, string_of

ValueReader: TypeAlias = Callable[[Any], Any]

TOO_DEEP = "the body is nested too deeply"


class DocumentReaders:
    """What reads the values of a shape, compiled once; unknown members and nulls are passed over."""

    def __init__(self, scalars: Mapping[str, ValueReader]) -> None:
        self._scalars = scalars
        self._readers: dict[Shape, ValueReader] = {}

    def of(self, shape: Shape) -> ValueReader:
        reader = self._readers.get(shape)
        if reader is None:
            self._readers[shape] = lambda value: self._readers[shape](value)
            reader = self._readers[shape] = self._compile(shape)
        return reader

    def _compile(self, shape: Shape) -> ValueReader:
        if shape.type == "structure":
            return self._structure(shape)
        if shape.type == "list":
            return self._list(shape)
        if shape.type == "map":
            return self._map(shape)
        return self._scalars[shape.type]

    def _structure(self, shape: Shape) -> ValueReader:
        table = {name: self.of(member.shape) for name, member in shape.members.items() if member.location is None}

        def structure(document: Any) -> dict[str, Any]:
            if document.__class__ is not dict:
                raise Unreadable(f"{kind_of(document)} where an object belongs")
            values: dict[str, Any] = {}
            for name, value in document.items():
                read = table.get(name)
                if read is not None and value is not None:
                    try:
                        values[name] = read(value)
                    except Unreadable as error:
                        raise error.inside(name) from None
            return values

        return structure

    def _list(self, shape: Shape) -> ValueReader:
        read = self.of(shape.element.shape)

        def items(document: Any) -> list[Any]:
            if document.__class__ is not list:
                raise Unreadable(f"{kind_of(document)} where a list belongs")
            values: list[Any] = []
            for position, value in enumerate(document):
                if value is not None:
                    try:
                        values.append(read(value))
                    except Unreadable as error:
                        raise error.inside(position) from None
            return values

        return items

    def _map(self, shape: Shape) -> ValueReader:
        read = self.of(shape.value.shape)

        def entries(document: Any) -> dict[str, Any]:
            if document.__class__ is not dict:
                raise Unreadable(f"{kind_of(document)} where an object belongs")
            values: dict[str, Any] = {}
            for key, value in document.items():
                if value is not None:
                    try:
                        values[string_of(key)] = read(value)
                    except Unreadable as error:
                        raise error.inside(str(key)) from None
            return values

        return entries
