"""The JSON protocols 1.0 and 1.1: the operation in X-Amz-Target, one object in, one object out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from emulator.contract.service_model import ErrorShape, OperationModel, ServiceModel
from emulator.protocols.http import (
    ContractViolation,
    HttpRequest,
    HttpResponse,
    Protocol,
    Reader,
    WireError,
    Writer,
    response,
)
from emulator.protocols.json_text import WRITERS, body_reader, encoded, error_text


class JsonRpc(Protocol):
    """Organizations, CloudTrail, CloudWatch and the Tagging API; the model says which version."""

    name: ClassVar[str] = "json"

    def operation_name(self, request: HttpRequest) -> str | None:
        prefix, _, name = request.headers.get("x-amz-target", "").rpartition(".")
        return name if prefix and name else None

    def error(self, service: ServiceModel, error: WireError, request_id: str) -> HttpResponse:
        modelled = service.error(error.code)
        body = error_text(modelled, error, __type=error_type(service, modelled, error))
        more = [(b"x-amzn-errortype", header_text(modelled.name if modelled else error.code))]
        if service.query_compatible:
            more.append((b"x-amzn-query-error", query_error(modelled, error)))
        return response(error.status, _content_type(service), body, request_id, *more)

    def _compile_reader(self, operation: OperationModel) -> Reader:
        if operation.input is None:
            return lambda _request: {}
        read = body_reader(operation.input)
        return lambda request: read(request.body)

    def _compile_writer(self, operation: OperationModel) -> Writer:
        content_type = _content_type(operation.service)
        if operation.output is None:
            return bodiless(operation)
        write = WRITERS.of(operation.output)

        def writer(values: Mapping[str, Any], request_id: str) -> HttpResponse:
            out: list[str] = []
            write(values, out)
            return response(200, content_type, encoded(out), request_id)

        return writer


def bodiless(operation: OperationModel, *more: tuple[bytes, bytes]) -> Writer:
    """What answers for an operation without output: no body at all, as AWS does."""

    def writer(values: Mapping[str, Any], request_id: str) -> HttpResponse:
        if values:
            raise ContractViolation(f"{operation.name} has no output, got {values!r:.80}")
        return response(200, b"", b"", request_id, *more)

    return writer


def error_type(service: ServiceModel, modelled: ErrorShape | None, error: WireError) -> str:
    """The value of ``__type``: the bare shape name, with its namespace where AWS's own answers have it."""
    name = modelled.name if modelled else error.code
    if service.query_compatible:
        return f"com.amazonaws.{service.name}.v{service.api_version.replace('-', '_')}#{name}"
    return name


def query_error(modelled: ErrorShape | None, error: WireError) -> bytes:
    """The code that clients of the former query protocol match, and whose fault it is."""
    side = "Sender" if error.status < 500 else "Receiver"
    return header_text(f"{modelled.code if modelled else error.code};{side}")


def header_text(text: str) -> bytes:
    """A header value, whatever a request may have smuggled into an error code."""
    return "".join(character for character in text if " " <= character <= "~").encode("ascii")


def _content_type(service: ServiceModel) -> bytes:
    return f"application/x-amz-json-{service.json_version}".encode()
