"""What an emulator without compiled writers does: a walk over botocore's output shape, value by value.

The reference for `benchmarks.network`. It is built as botocore's own serializer of requests is: a method for each type
of shape, found by name for every value, and every member asked how it is called on the wire.
"""

from typing import Any
from xml.etree import ElementTree

import botocore.session
from botocore.model import Shape
from botocore.validate import ParamValidator


class GenericWriter:
    """Writes the answers of an EC2 operation, checked against their shape as ours are."""

    def __init__(self, operation: str) -> None:
        model = botocore.session.get_session().get_service_model("ec2")
        self._name = operation
        self._namespace = f"{model.metadata['xmlNamespace']}/"
        self._shape = model.operation_model(operation).output_shape
        self._validator = ParamValidator()

    def write(self, answer: dict[str, Any], request_id: str) -> bytes:
        report = self._validator.validate(answer, self._shape)
        if report.has_errors():
            raise ValueError(report.generate_report())
        root = ElementTree.Element(f"{self._name}Response", {"xmlns": self._namespace})
        ElementTree.SubElement(root, "requestId").text = request_id
        self._members(root, answer, self._shape)
        return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root)

    def _serialize(self, parent: ElementTree.Element, value: Any, shape: Shape, default_name: str) -> None:
        element = ElementTree.SubElement(parent, self._serialized_name(shape, default_name))
        getattr(self, f"_serialize_type_{shape.type_name}", self._default_serialize)(element, value, shape)

    def _serialized_name(self, shape: Shape, default_name: str) -> str:
        return str(shape.serialization.get("name", default_name))

    def _members(self, element: ElementTree.Element, value: dict[str, Any], shape: Shape) -> None:
        for name, member in shape.members.items():
            if name in value:
                self._serialize(element, value[name], member, name)

    def _serialize_type_structure(self, element: ElementTree.Element, value: dict[str, Any], shape: Shape) -> None:
        self._members(element, value, shape)

    def _serialize_type_list(self, element: ElementTree.Element, value: list[Any], shape: Shape) -> None:
        for each in value:
            self._serialize(element, each, shape.member, "item")

    def _serialize_type_boolean(self, element: ElementTree.Element, value: bool, shape: Shape) -> None:
        element.text = "true" if value else "false"

    def _default_serialize(self, element: ElementTree.Element, value: Any, shape: Shape) -> None:
        element.text = str(value)
