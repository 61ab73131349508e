"""The REST JSON protocol of RAM: the operation in method and path, members in the body and the query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from emulator.contract.service_model import OperationModel, ServiceModel, index
from emulator.protocols.form import pairs
from emulator.protocols.http import (
    HttpRequest,
    HttpResponse,
    Protocol,
    Reader,
    Unreadable,
    WireError,
    Writer,
    response,
)
from emulator.protocols.json_rpc import bodiless, header_text
from emulator.protocols.json_text import WRITERS, body_reader, encoded, error_text
from emulator.protocols.scalars import OF_TEXT

_CONTENT_TYPE = b"application/json"


class RestJson(Protocol):
    """Members with a place of their own are in the query string; the contract has none in path or headers."""

    name: ClassVar[str] = "rest-json"

    def operation_name(self, request: HttpRequest) -> str | None:
        # Some clients end the path with a slash.
        found = index().rest_paths.get((request.method, request.path.rstrip("/") or "/"))
        return found[1] if found else None

    def error(self, service: ServiceModel, error: WireError, request_id: str) -> HttpResponse:
        modelled = service.error(error.code)
        code = header_text(modelled.name if modelled else error.code)
        body = error_text(modelled, error)
        return response(error.status, _CONTENT_TYPE, body, request_id, (b"x-amzn-errortype", code))

    def _compile_reader(self, operation: OperationModel) -> Reader:
        if operation.input is None:
            return lambda _request: {}
        read_body = body_reader(operation.input)
        in_query = [
            (name, member.location_name or name, OF_TEXT[member.shape.type])
            for name, member in operation.input.members.items()
            if member.location == "querystring"
        ]

        def reader(request: HttpRequest) -> dict[str, Any]:
            values = read_body(request.body)
            if in_query and request.query:
                query = pairs(request.query)
                for name, wire_name, read in in_query:
                    if wire_name in query:
                        try:
                            values[name] = read(query[wire_name])
                        except Unreadable as error:
                            raise error.inside(name) from None
            return values

        return reader

    def _compile_writer(self, operation: OperationModel) -> Writer:
        if operation.output is None:
            return bodiless(operation)
        write = WRITERS.of(operation.output)

        def writer(values: Mapping[str, Any], request_id: str) -> HttpResponse:
            out: list[str] = []
            write(values, out)
            return response(200, _CONTENT_TYPE, encoded(out), request_id)

        return writer
