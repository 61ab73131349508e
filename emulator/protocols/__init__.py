"""The wire protocols: bytes to plain values and back, checked against the contract."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from emulator.protocols.cbor_rpc import CborRpc
from emulator.protocols.ec2_query import Ec2Query
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
from emulator.protocols.json_rpc import JsonRpc
from emulator.protocols.query import Query
from emulator.protocols.rest_json import RestJson

# By the names that the service models use.
PROTOCOLS: Final[Mapping[str, Protocol]] = {
    protocol.name: protocol for protocol in (Ec2Query(), Query(), JsonRpc(), RestJson(), CborRpc())
}

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
