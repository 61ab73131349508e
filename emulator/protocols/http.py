"""What every protocol reads and writes, and what each of them must be able to do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias

from emulator.contract.service_model import OperationModel, ServiceModel


@dataclass(slots=True)
class HttpRequest:
    """A request as it arrived; the path is the part that AWS would see."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes
    source_ip: str | None = None


@dataclass(slots=True)
class HttpResponse:
    """A response, complete with its content length."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    # faults that were asked for: the answer waits, or is never sent and the connection with it gone
    delay_seconds: float = 0
    drop: bool = False


@dataclass(slots=True, frozen=True)
class WireError:
    """A failure as a client sees it. The code is a shape name or a wire code; the protocol picks its own."""

    code: str
    status: int
    message: str
    members: Mapping[str, object] = field(default_factory=dict)
    """What the error carries besides its text, as ``{"Reason": "SERVICE_ACCESS_NOT_ENABLED"}``."""


Path: TypeAlias = tuple[str | int, ...]
Reader: TypeAlias = Callable[[HttpRequest], dict[str, Any]]
Writer: TypeAlias = Callable[[Mapping[str, Any], str], HttpResponse]


class Unreadable(Exception):
    """The bytes do not fit the shape: at `path`, for `reason`. An empty path means the whole request."""

    def __init__(self, reason: str, path: Path = ()) -> None:
        super().__init__(reason, path)
        self.reason = reason
        self.path = path

    def __str__(self) -> str:
        return f"{spelled(self.path)}: {self.reason}" if self.path else self.reason

    def inside(self, step: str | int) -> Unreadable:
        """The same failure, seen from one level further out."""
        self.path = (step, *self.path)
        return self


class UnreadableMediaType(Unreadable):
    """The content type names another format than the protocol's."""


class ContractViolation(Exception):
    """We wrote what the output shape does not have: our bug, never the client's."""

    def __init__(self, reason: str, path: Path = ()) -> None:
        super().__init__(reason, path)
        self.reason = reason
        self.path = path

    def __str__(self) -> str:
        return f"{spelled(self.path)}: {self.reason}" if self.path else self.reason

    def inside(self, step: str | int) -> ContractViolation:
        """The same violation, seen from one level further out."""
        self.path = (step, *self.path)
        return self


def spelled(path: Path) -> str:
    """A path as people write it: ``Filters[0].Values``."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


class Protocol(ABC):
    """Bytes to plain values and back.

    Values are str, int, float, bool, bytes, timezone-aware UTC datetime, list and dict; an absent member is
    an absent key. Readers raise nothing but `Unreadable`; writers raise `ContractViolation`.
    """

    name: ClassVar[str]

    def __init__(self) -> None:
        self._readers: dict[OperationModel, Reader] = {}
        self._writers: dict[OperationModel, Writer] = {}

    def reader(self, operation: OperationModel) -> Reader:
        """What turns a request for this operation into values; compiled once."""
        reader = self._readers.get(operation)
        if reader is None:
            reader = self._readers[operation] = self._compile_reader(operation)
        return reader

    def writer(self, operation: OperationModel) -> Writer:
        """What turns an answer of this operation, and the request id, into a response; compiled once."""
        writer = self._writers.get(operation)
        if writer is None:
            writer = self._writers[operation] = self._compile_writer(operation)
        return writer

    @abstractmethod
    def operation_name(self, request: HttpRequest) -> str | None:
        """The operation that the request names, whether or not it exists."""

    @abstractmethod
    def error(self, service: ServiceModel, error: WireError, request_id: str) -> HttpResponse:
        """The failure in this protocol's shape."""

    @abstractmethod
    def _compile_reader(self, operation: OperationModel) -> Reader: ...

    @abstractmethod
    def _compile_writer(self, operation: OperationModel) -> Writer: ...


def response(
    status: int, content_type: bytes, body: bytes, request_id: str, *more: tuple[bytes, bytes]
) -> HttpResponse:
    """A response with the headers that all of them carry; a body of no bytes has no type."""
    headers = [
        (b"x-amzn-requestid", request_id.encode("latin-1")),
        (b"content-length", b"%d" % len(body)),
        *more,
    ]
    if body:
        headers.insert(0, (b"content-type", content_type))
    return HttpResponse(status, headers, body)
