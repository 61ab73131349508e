"""Values for any botocore shape, made from a seed, and how botocore itself writes and reads them."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSRequest, prepare_request_dict
from botocore.loaders import Loader
from botocore.model import ServiceModel as BotocoreService
from botocore.parsers import create_parser
from botocore.serialize import create_serializer

from emulator.contract.refresh import SERVICES
from emulator.contract.service_model import OperationModel, load, services
from emulator.protocols import PROTOCOLS, HttpRequest, HttpResponse

REQUEST_ID = "11111111-2222-3333-4444-555555555555"
SEEDS = range(5)
DEEPEST = 7

TEXTS = (
    "plain",
    "",
    "  leading and trailing  ",
    "<tag attribute=\"1\"> & 'quotes' ]]> &amp;",
    "line\nbreak\r\nreturn\rand\ttab\n",
    "snowman ☃, clef 𝄞, é, \u2028, \x85, \u00a0, \ufeff",
    "a=b&c=d%20e+f;g#h?i/j\\k",
    "null",
    "0",
    "Infinity",
    "x" * 300,
)
INTEGERS = (0, 1, -1, 42, 2**31 - 1, -(2**31))
LONGS = (*INTEGERS, 2**40, 2**63 - 1, -(2**63))
# Representable in single precision too, because botocore writes `float` so.
FLOATS = (0.0, -0.5, 2.25, 1024.0, math.inf, -math.inf, math.nan)
DOUBLES = (*FLOATS, 1 / 3, 1e300, -1e-7, 123456789.125)
BLOBS = (b"", b"\x00\xff", b"text", bytes(range(256)))
MOMENTS = (
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC),
    datetime(2026, 1, 1, 12, 0, 0, 123456, tzinfo=UTC),
    datetime(2024, 2, 29, 0, 0, 0, 999000, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 58, 250000, tzinfo=UTC),
    datetime(2199, 6, 1, 1, 2, 3, 4000, tzinfo=UTC),
)
POOLS: dict[str, tuple[Any, ...]] = {
    "string": TEXTS,
    "integer": INTEGERS,
    "long": LONGS,
    "float": FLOATS,
    "double": DOUBLES,
    "boolean": (True, False),
    "blob": BLOBS,
    "timestamp": MOMENTS,
}

# How finely each protocol writes a moment.
PRECISION = {
    "query": timedelta(seconds=1),
    "ec2": timedelta(milliseconds=1),
    "json": timedelta(milliseconds=1),
    "rest-json": timedelta(milliseconds=1),
    "smithy-rpc-v2-cbor": timedelta(microseconds=1),
}


@cache
def botocore_service(name: str) -> BotocoreService:
    return BotocoreService(Loader().load_service_model(SERVICES[name], "service-2"), name)


def every_operation_and_protocol() -> Iterator[tuple[OperationModel, str]]:
    for name in services():
        model = load(name)
        for operation in model.operations.values():
            for protocol in model.protocols:
                yield operation, protocol


class Values:
    """Seed 0 fills every member, the last seed leaves every list empty, the others choose."""

    def __init__(self, *seed: object, number: int) -> None:
        self.random = random.Random("/".join(map(str, (*seed, number))))
        self.full = number == 0
        self.bare = number == SEEDS[-1]

    def of(self, shape: Any, depth: int = 0) -> Any:
        if shape.type_name == "structure":
            return self.structure(shape, depth)
        if shape.type_name == "list":
            return [self.of(shape.member, depth + 1) for _ in range(self.count(depth))]
        if shape.type_name == "map":
            return {self.random.choice(TEXTS): self.of(shape.value, depth + 1) for _ in range(self.count(depth))}
        if shape.type_name == "string" and shape.enum and self.random.random() < 0.5:
            return self.random.choice(shape.enum)
        return self.random.choice(POOLS[shape.type_name])

    def structure(self, shape: Any, depth: int) -> dict[str, Any]:
        members = list(shape.members.items())
        if shape.is_tagged_union:
            members = [self.random.choice(members)]
        elif depth >= DEEPEST:
            members = [(name, member) for name, member in members if member.type_name in POOLS]
        else:
            chance = 1.0 if self.full else 0.6
            members = [pair for pair in members if self.random.random() < chance]
            if not self.full:
                self.random.shuffle(members)
        return {name: self.of(member, depth + 1) for name, member in members}

    def count(self, depth: int) -> int:
        if self.bare or depth >= DEEPEST:
            return 0
        most = 2 if depth > 2 else 3
        return self.random.randint(1 if self.full else 0, most)


NOTHING: Any = object()


def visible(protocol: str, shape: Any, value: Any) -> Any:
    """What of the values a form can say: it has no way to spell an empty structure."""
    if protocol not in ("query", "ec2"):
        return value
    if shape.type_name == "structure":
        pairs = {name: visible(protocol, shape.members[name], inner) for name, inner in value.items()}
        return {name: inner for name, inner in pairs.items() if inner is not NOTHING} or NOTHING
    if shape.type_name == "list":
        items = [visible(protocol, shape.member, item) for item in value]
        seen = [item for item in items if item is not NOTHING]
        return seen if seen or (protocol == "query" and not value) else NOTHING
    return value


def comparable(value: Any, worded: bool = False) -> Any:
    """NaN differs from itself, so a token stands for it; where asked, a word for every such number."""
    if isinstance(value, dict):
        return {key: comparable(inner, worded) for key, inner in value.items()}
    if isinstance(value, list):
        return [comparable(inner, worded) for inner in value]
    if not isinstance(value, float) or math.isfinite(value):
        return value
    if worded:
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return NOTHING if math.isnan(value) else value


def truncated(value: Any, precision: timedelta) -> Any:
    """The same values with every moment as fine as the protocol writes it."""
    if isinstance(value, dict):
        return {key: truncated(inner, precision) for key, inner in value.items()}
    if isinstance(value, list):
        return [truncated(inner, precision) for inner in value]
    if isinstance(value, datetime):
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        return epoch + (value - epoch) // precision * precision
    return value


def request_of(operation: OperationModel, protocol: str, values: dict[str, Any]) -> HttpRequest:
    """The request that botocore sends for these values."""
    theirs = botocore_service(operation.service.name).operation_model(operation.name)
    serialized = create_serializer(protocol, include_validation=False).serialize_to_request(values, theirs)
    prepare_request_dict(serialized, "http://localhost:4566")
    prepared = AWSRequest(
        method=serialized["method"],
        url=serialized["url"],
        data=serialized["body"],
        headers=serialized["headers"],
    ).prepare()
    url = urlsplit(prepared.url)
    body: Any = prepared.body or b""
    return HttpRequest(
        method=prepared.method,
        path=url.path,
        query=url.query,
        headers={
            name.lower(): value.decode() if isinstance(value, bytes) else value
            for name, value in prepared.headers.items()
        },
        body=body.encode() if isinstance(body, str) else body,
    )


def read(operation: OperationModel, protocol: str, values: dict[str, Any]) -> dict[str, Any]:
    """What we make of botocore's request."""
    return PROTOCOLS[protocol].reader(operation)(request_of(operation, protocol, values))


def parsed(response: HttpResponse, protocol: str, shape: Any) -> dict[str, Any]:
    """What botocore makes of our response."""
    answer: dict[str, Any] = create_parser(protocol).parse(
        {
            "status_code": response.status,
            "headers": {name.decode(): value.decode() for name, value in response.headers},
            "body": response.body,
        },
        shape,
    )
    return answer
