"""The query protocol of IAM, STS and CloudWatch: forms in, XML with a result element out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from emulator.contract.service_model import Member, OperationModel, ServiceModel, Shape
from emulator.protocols.form import FormReaders, action, request_pairs, tree
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
from emulator.protocols.scalars import iso_seconds
from emulator.protocols.xml import XmlWriters, escaped, no_members

_CONTENT_TYPE = b"text/xml"


class Query(Protocol):
    """What most services of the first years speak."""

    name: ClassVar[str] = "query"

    def __init__(self) -> None:
        super().__init__()
        self._readers_of_shapes = FormReaders(_member_name, _item_step)
        self._writers_of_shapes = XmlWriters(iso_seconds, item_name="member")

    def operation_name(self, request: HttpRequest) -> str | None:
        return action(request)

    def error(self, service: ServiceModel, error: WireError, request_id: str) -> HttpResponse:
        modelled = service.error(error.code)
        code = modelled.code if modelled else error.code
        out = [
            f'<ErrorResponse xmlns="{service.xml_namespace}"><Error>'
            f"<Type>{'Sender' if error.status < 500 else 'Receiver'}</Type><Code>{escaped(code)}</Code>"
        ]
        if error.message:
            out.append(f"<Message>{escaped(error.message)}</Message>")
        if error.members:
            if modelled is None:
                raise ContractViolation(f"{error.code} is not modelled, so it has no members")
            self._writers_of_shapes.content(modelled.shape)(error.members, out)
        out.append(f"</Error><RequestId>{escaped(request_id)}</RequestId></ErrorResponse>")
        return response(error.status, _CONTENT_TYPE, "".join(out).encode(), request_id)

    def _compile_reader(self, operation: OperationModel) -> Reader:
        if operation.input is None:
            return lambda _request: {}
        read = self._readers_of_shapes.of(operation.input)

        def reader(request: HttpRequest) -> dict[str, Any]:
            values: dict[str, Any] = read(tree(request_pairs(request)))
            return values

        return reader

    def _compile_writer(self, operation: OperationModel) -> Writer:
        name, wrapper = operation.name, operation.result_wrapper
        opening = f'<{name}Response xmlns="{operation.service.xml_namespace}">'
        closing = f"</RequestId></ResponseMetadata></{name}Response>"
        start, end, empty = f"<{wrapper}>", f"</{wrapper}>", f"<{wrapper}/>"
        write = self._writers_of_shapes.content(operation.output) if operation.output else no_members

        def writer(values: Mapping[str, Any], request_id: str) -> HttpResponse:
            out = [opening]
            if wrapper and not values:
                out.append(empty)
            elif wrapper:
                out.append(start)
                write(values, out)
                out.append(end)
            else:
                write(values, out)
            out += ("<ResponseMetadata><RequestId>", escaped(request_id), closing)
            return response(200, _CONTENT_TYPE, "".join(out).encode(), request_id)

        return writer


def _member_name(member: Member) -> str:
    return member.location_name or member.name


def _item_step(shape: Shape) -> str:
    return shape.element.location_name or "member"
