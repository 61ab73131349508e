"""Smithy's RPC v2 with CBOR: the operation in the path, one map in, one map out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, TypeAlias

from emulator.contract.service_model import OperationModel, ServiceModel, Shape
from emulator.protocols import cbor
from emulator.protocols.documents import DocumentReaders
from emulator.protocols.http import (
    ContractViolation,
    HttpRequest,
    HttpResponse,
    Protocol,
    Reader,
    UnreadableMediaType,
    WireError,
    Writer,
    response,
)
from emulator.protocols.json_rpc import bodiless, error_type, header_text, query_error
from emulator.protocols.json_text import error_values
from emulator.protocols.scalars import (
    boolean_of,
    bytes_of,
    epoch_seconds,
    integer_of,
    long_of,
    moment_of,
    number_of,
    require_boolean,
    require_bytes,
    require_integer,
    require_number,
    require_string,
    string_of,
)

_CONTENT_TYPE: Final = b"application/cbor"
_SMITHY_PROTOCOL: Final = (b"smithy-protocol", b"rpc-v2-cbor")
_OPERATION_PATH: Final = re.compile(r"/service/([^/]+)/operation/([^/]+)/?")

_ItemWriter: TypeAlias = Callable[[Any, bytearray], None]

_READERS: Final = DocumentReaders(
    {
        "string": string_of,
        "integer": integer_of,
        "long": long_of,
        "float": number_of,
        "double": number_of,
        "boolean": boolean_of,
        "blob": bytes_of,
        "timestamp": moment_of,
    }
)


class CborRpc(Protocol):
    """CloudWatch and the Tagging API."""

    name: ClassVar[str] = "smithy-rpc-v2-cbor"

    def operation_name(self, request: HttpRequest) -> str | None:
        found = _OPERATION_PATH.fullmatch(request.path)
        return found[2] if found else None

    def error(self, service: ServiceModel, error: WireError, request_id: str) -> HttpResponse:
        modelled = service.error(error.code)
        values = error_values(modelled, error)
        out = bytearray()
        cbor.write_map(out, 1 + len(values))
        cbor.write_text(out, "__type")
        cbor.write_text(out, error_type(service, modelled, error))
        for name, value in values.items():
            cbor.write_text(out, name)
            if modelled is not None and name in modelled.shape.members:
                _WRITERS.of(modelled.shape.members[name].shape)(value, out)
            else:
                _write_string(value, out)
        more = [
            _SMITHY_PROTOCOL,
            (b"x-amzn-errortype", header_text(modelled.name if modelled else error.code)),
        ]
        if service.query_compatible:
            more.append((b"x-amzn-query-error", query_error(modelled, error)))
        return response(error.status, _CONTENT_TYPE, bytes(out), request_id, *more)

    def _compile_reader(self, operation: OperationModel) -> Reader:
        if operation.input is None:
            return lambda _request: {}
        read = _READERS.of(operation.input)

        def reader(request: HttpRequest) -> dict[str, Any]:
            if not request.body:
                return {}
            media_type = request.headers.get("content-type", "application/cbor").partition(";")[0]
            if media_type.strip().lower() != "application/cbor":
                raise UnreadableMediaType(f"the content type is {media_type}, not application/cbor")
            decoded = cbor.decode(request.body)
            values: dict[str, Any] = {} if decoded is None else read(decoded)
            return values

        return reader

    def _compile_writer(self, operation: OperationModel) -> Writer:
        if operation.output is None:
            return bodiless(operation, _SMITHY_PROTOCOL)
        write = _WRITERS.of(operation.output)

        def writer(values: Mapping[str, Any], request_id: str) -> HttpResponse:
            out = bytearray()
            write(values, out)
            return response(200, _CONTENT_TYPE, bytes(out), request_id, _SMITHY_PROTOCOL)

        return writer


def service_segment(path: str) -> str | None:
    """The service that an RPC v2 path names, without the namespace that may stand before it."""
    found = _OPERATION_PATH.fullmatch(path)
    return found[1].rpartition("#")[2] if found else None


def _write_string(value: Any, out: bytearray) -> None:
    try:
        cbor.write_text(out, require_string(value))
    except UnicodeEncodeError:
        raise ContractViolation(f"not valid Unicode: {value!r:.80}") from None


def _write_integer(value: Any, out: bytearray) -> None:
    cbor.write_integer(out, require_integer(value))


def _write_double(value: Any, out: bytearray) -> None:
    cbor.write_double(out, require_number(value))


_SCALARS: Final[Mapping[str, _ItemWriter]] = {
    "string": _write_string,
    "integer": _write_integer,
    "long": _write_integer,
    "float": _write_double,
    "double": _write_double,
    "boolean": lambda value, out: cbor.write_boolean(out, require_boolean(value)),
    "blob": lambda value, out: cbor.write_bytes(out, require_bytes(value)),
    "timestamp": lambda value, out: cbor.write_timestamp(out, epoch_seconds(value)),
}


class _CborWriters:
    """What writes the values of a shape as CBOR, compiled once per shape."""

    def __init__(self) -> None:
        self._writers: dict[Shape, _ItemWriter] = {}

    def of(self, shape: Shape) -> _ItemWriter:
        writer = self._writers.get(shape)
        if writer is None:
            self._writers[shape] = lambda value, out: self._writers[shape](value, out)
            writer = self._writers[shape] = self._compile(shape)
        return writer

    def _compile(self, shape: Shape) -> _ItemWriter:
        if shape.type == "structure":
            return self._structure(shape)
        if shape.type == "list":
            return self._list(shape)
        if shape.type == "map":
            return self._map(shape)
        return _SCALARS[shape.type]

    def _structure(self, shape: Shape) -> _ItemWriter:
        table: dict[str, tuple[bytes, _ItemWriter]] = {}
        for name, member in shape.members.items():
            label = bytearray()
            cbor.write_text(label, name)
            table[name] = (bytes(label), self.of(member.shape))

        def structure(values: Any, out: bytearray) -> None:
            if not isinstance(values, Mapping):
                raise ContractViolation(f"expected a mapping, got {values!r:.80}")
            cbor.write_map(out, len(values))
            for name, value in values.items():
                row = table.get(name)
                if row is None:
                    raise ContractViolation(f"{shape.name} has no member {name!r}")
                label, write = row
                out += label
                try:
                    write(value, out)
                except ContractViolation as violation:
                    raise violation.inside(name) from None

        return structure

    def _list(self, shape: Shape) -> _ItemWriter:
        write = self.of(shape.element.shape)

        def items(values: Any, out: bytearray) -> None:
            if not isinstance(values, (list, tuple)):
                raise ContractViolation(f"expected a list, got {values!r:.80}")
            cbor.write_array(out, len(values))
            for position, value in enumerate(values):
                try:
                    write(value, out)
                except ContractViolation as violation:
                    raise violation.inside(position) from None

        return items

    def _map(self, shape: Shape) -> _ItemWriter:
        write = self.of(shape.value.shape)

        def entries(values: Any, out: bytearray) -> None:
            if not isinstance(values, Mapping):
                raise ContractViolation(f"expected a mapping, got {values!r:.80}")
            cbor.write_map(out, len(values))
            for key, value in values.items():
                try:
                    _write_string(key, out)
                    write(value, out)
                except ContractViolation as violation:
                    raise violation.inside(key) from None

        return entries


_WRITERS: Final = _CborWriters()
