"""Requests as bytes, made once by botocore, and a client that sends them as fast as they are answered."""

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.awsrequest import AWSPreparedRequest

from benchmarks.servers import Server


class _Captured(Exception):
    pass


def prepared(port: int, service: str, operation: str, account_id: str, **parameters: Any) -> AWSPreparedRequest:
    """The request that boto3 would send for this call."""
    client: Any = boto3.client(
        service,
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        aws_access_key_id=account_id,
        aws_secret_access_key="any",
    )
    caught: list[AWSPreparedRequest] = []

    def capture(request: AWSPreparedRequest, **_: Any) -> None:
        caught.append(request)
        raise _Captured

    client.meta.events.register("before-send", capture)
    with suppress(_Captured):
        getattr(client, operation)(**parameters)
    return caught[0]


def headers_of(request: AWSPreparedRequest) -> dict[str, str]:
    return {name: value.decode() if isinstance(value, bytes) else value for name, value in request.headers.items()}


def body_of(request: AWSPreparedRequest) -> bytes:
    body = request.body or b""
    return body.encode() if isinstance(body, str) else bytes(body)


def request_bytes(port: int, service: str, operation: str, account_id: str, **parameters: Any) -> bytes:
    """The same, as it goes over the wire."""
    request = prepared(port, service, operation, account_id, **parameters)
    body = body_of(request)
    path = request.url.partition(f":{port}")[2] or "/"
    lines = [f"{request.method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in headers_of(request).items()]
    if "content-length" not in {name.lower() for name in request.headers}:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run of a call cost: microseconds of server CPU a request, and requests a second."""

    cpu_us: float
    per_second: float
    status: int


def _talk(port: int, request: bytes, count: int, statuses: list[int]) -> None:
    """Ask `count` times, over one connection for as long as the server keeps it."""
    connection = _connect(port)
    try:
        for _ in range(count):
            connection.sendall(request)
            head, rest = _until(connection, b"", b"\r\n\r\n")
            lower = head.lower()
            at = lower.find(b"content-length:")
            if at >= 0:
                length = int(lower[at + 15 :].split(b"\r\n", 1)[0])
                while len(rest) < length:
                    rest += _receive(connection)
            else:
                _until(connection, rest, b"0\r\n\r\n")
            statuses.append(int(head[9:12]))
            if b"connection: close" in lower:
                connection.close()
                connection = _connect(port)
    finally:
        connection.close()


def _connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _until(connection: socket.socket, buffer: bytes, mark: bytes) -> tuple[bytes, bytes]:
    while (end := buffer.find(mark)) < 0:
        buffer += _receive(connection)
    return buffer[:end], buffer[end + len(mark) :]


def _receive(connection: socket.socket) -> bytes:
    part = connection.recv(262_144)
    if not part:
        raise ConnectionError("the server closed the connection within an answer")
    return part


def measure(server: Server, request: bytes, count: int, connections: int = 4) -> Figures:
    """Send a request `count` times over several kept connections, after a warm-up."""
    _run(server, request, max(20, count // 20), connections)
    before, began = server.cpu_seconds(), time.perf_counter()
    statuses = _run(server, request, count, connections)
    took, used = time.perf_counter() - began, server.cpu_seconds() - before
    return Figures(used / len(statuses) * 1e6, len(statuses) / took, max(statuses))


def _run(server: Server, request: bytes, count: int, connections: int) -> list[int]:
    statuses: list[int] = []
    each = max(1, count // connections)
    threads = [threading.Thread(target=_talk, args=(server.port, request, each, statuses)) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def send_once(server: Server, request: bytes) -> int:
    """Send a request once; the status of its answer."""
    statuses: list[int] = []
    _talk(server.port, request, 1, statuses)
    return statuses[0]
