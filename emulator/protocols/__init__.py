"""The wire protocols: bytes to plain values and back, checked against the contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Final

from emulator.protocols.faults import Fault, fault, unreadable
from emulator.protocols.http import (
    ContractViolation,
    HttpRequest,
    HttpResponse,
    Protocol,
    Unreadable,
    UnreadableMediaType,
    WireError,
)

# By the names that the service models use: module and class.
_PROTOCOLS: Final = {
    "ec2": ("ec2_query", "Ec2Query"),
    "query": ("query", "Query"),
    "json": ("json_rpc", "JsonRpc"),
    "rest-json": ("rest_json", "RestJson"),
    "smithy-rpc-v2-cbor": ("cbor_rpc", "CborRpc"),
}


class _Protocols(Mapping[str, Protocol]):
    """The protocols by name, each imported when a request first speaks it."""

    def __getitem__(self, name: str) -> Protocol:
        return _protocol(name)

    def __iter__(self) -> Iterator[str]:
        return iter(_PROTOCOLS)

    def __len__(self) -> int:
        return len(_PROTOCOLS)


@cache
def _protocol(name: str) -> Protocol:
    module, kind = _PROTOCOLS[name]
    protocol: Protocol = getattr(import_module(f"emulator.protocols.{module}"), kind)()
    return protocol


PROTOCOLS: Final[Mapping[str, Protocol]] = _Protocols()

__all__ = [
    "PROTOCOLS",
    "ContractViolation",
    "Fault",
    "HttpRequest",
    "HttpResponse",
    "Protocol",
    "Unreadable",
    "UnreadableMediaType",
    "WireError",
    "fault",
    "unreadable",
]
