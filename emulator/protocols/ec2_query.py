"""The EC2 query protocol: forms with numbered lists in, XML out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from emulator.contract.service_model import Member, OperationModel, ServiceModel
from emulator.protocols.form import FormReaders, action, request_pairs, tree
from emulator.protocols.http import HttpRequest, HttpResponse, Protocol, Reader, WireError, Writer, response
from emulator.protocols.scalars import iso_milliseconds
from emulator.protocols.xml import XmlWriters, escaped, no_members

_CONTENT_TYPE = b"text/xml;charset=UTF-8"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


class Ec2Query(Protocol):
    """EC2 alone speaks this one."""

    name: ClassVar[str] = "ec2"

    def __init__(self) -> None:
        super().__init__()
        self._readers_of_shapes = FormReaders(parameter_name, item_step=lambda _shape: None)
        self._writers_of_shapes = XmlWriters(iso_milliseconds, item_name="item")

    def operation_name(self, request: HttpRequest) -> str | None:
        return action(request)

    def error(self, service: ServiceModel, error: WireError, request_id: str) -> HttpResponse:
        body = (
            f"{_DECLARATION}<Response><Errors><Error><Code>{escaped(error.code)}</Code>"
            f"<Message>{escaped(error.message)}</Message></Error></Errors>"
            f"<RequestID>{escaped(request_id)}</RequestID></Response>"
        )
        return response(error.status, _CONTENT_TYPE, body.encode(), request_id)

    def _compile_reader(self, operation: OperationModel) -> Reader:
        if operation.input is None:
            return lambda _request: {}
        read = self._readers_of_shapes.of(operation.input)

        def reader(request: HttpRequest) -> dict[str, Any]:
            values: dict[str, Any] = read(tree(request_pairs(request)))
            return values

        return reader

    def _compile_writer(self, operation: OperationModel) -> Writer:
        namespace = f"{operation.service.xml_namespace}/"
        opening = f'{_DECLARATION}<{operation.name}Response xmlns="{namespace}"><requestId>'
        closing = f"</{operation.name}Response>"
        if operation.output is None:
            # AWS says this much where the model promises nothing.
            closing = f"<return>true</return>{closing}"
        write = self._writers_of_shapes.content(operation.output) if operation.output else no_members

        def writer(values: Mapping[str, Any], request_id: str) -> HttpResponse:
            out = [opening, escaped(request_id), "</requestId>"]
            write(values, out)
            out.append(closing)
            return response(200, _CONTENT_TYPE, "".join(out).encode(), request_id)

        return writer


def parameter_name(member: Member) -> str:
    """How a request names a member, which is not how the response does."""
    if member.query_name:
        return member.query_name
    if member.location_name:
        return member.location_name[0].upper() + member.location_name[1:]
    return member.name
