"""The frozen service models as objects: loaded when first asked for, built no further than asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

MODELS: Final = Path(__file__).parent / "models"

SCALARS: Final = frozenset({"string", "integer", "long", "float", "double", "boolean", "blob", "timestamp"})


@dataclass(slots=True, eq=False)
class Shape:
    """One type of a service: a structure, list, map or scalar, with its constraints.

    Shapes may contain themselves, so what a shape refers to is looked up when it is read.
    """

    name: str
    type: str
    service: ServiceModel = field(repr=False)
    required: tuple[str, ...] = ()
    enum: tuple[str, ...] = ()
    pattern: str | None = None
    min: float | None = None
    max: float | None = None
    box: bool = False
    sensitive: bool = False
    union: bool = False
    _model: Mapping[str, Any] = field(repr=False, default_factory=dict)
    _members: dict[str, Member] | None = field(repr=False, default=None)

    @property
    def members(self) -> dict[str, Member]:
        """The members of a structure by name, in the order of the model."""
        if self._members is None:
            self._members = {
                name: _member(name, reference, self.service)
                for name, reference in self._model.get("members", {}).items()
            }
        return self._members

    @property
    def element(self) -> Member:
        """What a list contains; the location name of the reference names its items."""
        return _member("member", self._model["member"], self.service)

    @property
    def key(self) -> Member:
        """What a map is looked up by."""
        return _member("key", self._model["key"], self.service)

    @property
    def value(self) -> Member:
        """What a map contains."""
        return _member("value", self._model["value"], self.service)


@dataclass(slots=True, eq=False)
class Member:
    """A shape in its place: how a structure, list or map names it on the wire."""

    name: str
    shape: Shape
    location: str | None = None
    location_name: str | None = None
    query_name: str | None = None
    idempotency_token: bool = False


@dataclass(slots=True, eq=False)
class ErrorShape:
    """An error that the model knows."""

    name: str
    code: str
    status: int
    fault: bool
    shape: Shape = field(repr=False)

    @property
    def member_names(self) -> tuple[str, ...]:
        return tuple(self.shape.members)

    @property
    def message_member(self) -> str | None:
        """How the model spells the member that carries the text, which differs from service to service."""
        return next((name for name in self.shape.members if name.lower() == "message"), None)


@dataclass(slots=True, eq=False)
class OperationModel:
    """One operation: its input, its output and what may go wrong."""

    name: str
    service: ServiceModel = field(repr=False)
    http_method: str
    http_path: str
    errors: tuple[str, ...]
    result_wrapper: str | None
    unsigned: bool
    input: Shape | None
    output: Shape | None

    @property
    def idempotency_token(self) -> str | None:
        """The input member that makes a repeated call harmless, if there is one."""
        members = self.input.members.values() if self.input else ()
        return next((member.name for member in members if member.idempotency_token), None)


@dataclass(slots=True, eq=False)
class ServiceModel:
    """One service as the emulator offers it."""

    name: str
    signing_name: str
    api_version: str
    service_id: str
    full_name: str
    protocols: tuple[str, ...]
    target_prefix: str | None
    json_version: str | None
    xml_namespace: str | None
    query_compatible: bool
    botocore_version: str
    other_operations: frozenset[str]
    """Real operations of this service that the contract leaves out."""
    operations: Mapping[str, OperationModel] = field(init=False, repr=False)
    errors: Mapping[str, ErrorShape] = field(init=False, repr=False)
    """The error shapes by shape name; `error` also finds them by wire code."""
    _shape_models: Mapping[str, Any] = field(repr=False)
    _shapes: dict[str, Shape] = field(repr=False, default_factory=dict)
    _errors_by_code: dict[str, ErrorShape] | None = field(repr=False, default=None)

    def shape(self, name: str) -> Shape:
        """The shape of this name, always the same object."""
        shape = self._shapes.get(name)
        if shape is None:
            model = self._shape_models[name]
            shape = self._shapes[name] = Shape(
                name=name,
                type=model["type"],
                service=self,
                required=tuple(model.get("required", ())),
                enum=tuple(model.get("enum", ())),
                pattern=model.get("pattern"),
                min=model.get("min"),
                max=model.get("max"),
                box=model.get("box", False),
                sensitive=model.get("sensitive", False),
                union=model.get("union", False),
                _model=model,
            )
        return shape

    def error(self, code: str) -> ErrorShape | None:
        """The modelled error with this shape name or, failing that, with this wire code."""
        found = self.errors.get(code)
        if found is not None:
            return found
        if self._errors_by_code is None:
            self._errors_by_code = {error.code: error for error in self.errors.values()}
        return self._errors_by_code.get(code)


class _Operations(Mapping[str, OperationModel]):
    """The operations by name, each built when it is first read."""

    __slots__ = ("_built", "_models", "_service")

    def __init__(self, service: ServiceModel, models: Mapping[str, Any]) -> None:
        self._service = service
        self._models = models
        self._built: dict[str, OperationModel] = {}

    def __getitem__(self, name: str) -> OperationModel:
        operation = self._built.get(name)
        if operation is None:
            operation = self._built[name] = self._build(name, self._models[name])
        return operation

    def __contains__(self, name: object) -> bool:
        return name in self._models

    def __iter__(self) -> Iterator[str]:
        return iter(self._models)

    def __len__(self) -> int:
        return len(self._models)

    def _build(self, name: str, model: Mapping[str, Any]) -> OperationModel:
        method, path = model["http"]
        return OperationModel(
            name=name,
            service=self._service,
            http_method=method,
            http_path=path,
            errors=tuple(model.get("errors", ())),
            result_wrapper=model.get("resultWrapper"),
            unsigned=model.get("unsigned", False),
            input=self._service.shape(model["input"]) if "input" in model else None,
            output=self._service.shape(model["output"]) if "output" in model else None,
        )


class _Errors(Mapping[str, ErrorShape]):
    """The error shapes by name, each built when it is first read."""

    __slots__ = ("_built", "_names", "_service")

    def __init__(self, service: ServiceModel, names: tuple[str, ...]) -> None:
        self._service = service
        self._names = frozenset(names)
        self._built: dict[str, ErrorShape] = {}

    def __getitem__(self, name: str) -> ErrorShape:
        error = self._built.get(name)
        if error is None:
            if name not in self._names:
                raise KeyError(name)
            error = self._built[name] = self._build(name)
        return error

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._names))

    def __len__(self) -> int:
        return len(self._names)

    def _build(self, name: str) -> ErrorShape:
        shape = self._service.shape(name)
        model = shape._model
        traits = model.get("error", {})
        fault = bool(model.get("fault", False)) or traits.get("senderFault") is False
        # A shape without an error trait goes by its own name, and answers 400 unless the service is at fault.
        return ErrorShape(
            name=name,
            code=traits.get("code", name),
            status=traits.get("httpStatusCode", 500 if fault else 400),
            fault=fault or traits.get("httpStatusCode", 400) >= 500,
            shape=shape,
        )


def _member(name: str, reference: Mapping[str, Any], service: ServiceModel) -> Member:
    return Member(
        name=name,
        shape=service.shape(reference["shape"]),
        location=reference.get("location"),
        location_name=reference.get("locationName"),
        query_name=reference.get("queryName"),
        idempotency_token=reference.get("idempotencyToken", False),
    )


@cache
def load(service: str) -> ServiceModel:
    """The model of the service that this project calls by this name, as ``ec2`` or ``tagging``."""
    if service not in index().protocols:
        raise KeyError(service)
    model = json.loads((MODELS / f"{service}.json").read_bytes())
    metadata = model["metadata"]
    loaded = ServiceModel(
        name=metadata["name"],
        signing_name=metadata["signingName"],
        api_version=metadata["apiVersion"],
        service_id=metadata["serviceId"],
        full_name=metadata["serviceFullName"],
        protocols=tuple(metadata["protocols"]),
        target_prefix=metadata.get("targetPrefix"),
        json_version=metadata.get("jsonVersion"),
        xml_namespace=metadata.get("xmlNamespace"),
        query_compatible="awsQueryCompatible" in metadata,
        botocore_version=model["botocore"],
        other_operations=frozenset(model["other_operations"]),
        _shape_models=model["shapes"],
    )
    loaded.operations = _Operations(loaded, model["operations"])
    exceptions = tuple(name for name, shape in model["shapes"].items() if shape.get("exception"))
    loaded.errors = _Errors(loaded, exceptions)
    return loaded


@dataclass(frozen=True, slots=True)
class Index:
    """What tells the service of a request before any model is loaded."""

    botocore_version: str
    protocols: Mapping[str, tuple[str, ...]]
    """Service -> the protocols that it speaks; the keys are all services."""
    signing_names: Mapping[str, str]
    """Service name in the SigV4 credential scope -> service."""
    target_prefixes: Mapping[str, str]
    """Part of X-Amz-Target before the last dot -> service."""
    versions: Mapping[str, str]
    """Version of a form with an Action -> service."""
    smithy_services: Mapping[str, str]
    """Service segment of an RPC v2 path -> service."""
    rest_paths: Mapping[tuple[str, str], tuple[str, str]]
    """Method and path -> service and operation."""


@cache
def index() -> Index:
    """The detection tables, read once."""
    model = json.loads((MODELS / "index.json").read_bytes())
    rest_paths = {}
    for line, (service, operation) in model["rest_paths"].items():
        method, _, path = line.partition(" ")
        rest_paths[method, path] = (service, operation)
    return Index(
        botocore_version=model["botocore"],
        protocols={name: tuple(protocols) for name, protocols in model["protocols"].items()},
        signing_names=model["signing_names"],
        target_prefixes=model["target_prefixes"],
        versions=model["versions"],
        smithy_services=model["smithy_services"],
        rest_paths=rest_paths,
    )


def services() -> tuple[str, ...]:
    """The names of all services of the contract."""
    return tuple(index().protocols)
