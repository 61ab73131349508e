"""Another emulator behind this one: what is not emulated here is passed on to it as it came, and its answer back.

Both bodies are streams, of any size. Method, path, query, credentials and headers stay what they are, `Host` too; what
belongs to a single connection does not go on to the next, and `Via` says that somebody stands in between.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

# A server on the way to the caller answers within this, or nobody is there.
_CONNECT_SECONDS = 5
# Long polls and cold starts of what is behind take long; an SDK gives up after a minute by itself.
_SILENCE_SECONDS = 300
_NAME = b"ipam-emulator"
# RFC 9110, 7.6.1; and the client that expects to be told to go on has been told so by this server
_OF_ONE_CONNECTION = frozenset(
    b"connection keep-alive proxy-connection proxy-authenticate proxy-authorization te trailer transfer-encoding"
    b" upgrade expect".split()
)
_CODE = re.compile(rb'<Code>\s*([\w.:-]+)\s*</Code>|"(?:__type|[cC]ode)"\s*:\s*"(?:[^"]*#)?([\w.:-]+)"')
_ERROR_OCTETS = 16_384


class Unreachable(Exception):
    """Nothing has been answered yet, and nothing will be. The text is one line."""


class BrokenOff(Exception):
    """The answer has begun, and ends in the middle."""


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


# told the status, and the code where it is an error, before the client can have the whole answer
Note = Callable[[int, str | None], None]


class Upstream:
    """An endpoint of moto, LocalStack, or whoever else speaks AWS's protocols."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        # An ordinary client would follow redirects, keep cookies, and add headers of its own.
        self._transport = httpx.AsyncHTTPTransport(
            trust_env=False, limits=httpx.Limits(max_connections=None, max_keepalive_connections=50)
        )
        self._prefix = urlsplit(self.url).path.encode("ascii")

    def has_passed(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        """Whether a request comes from an emulator like this one: who is their own upstream would turn in circles."""
        return any(name == b"via" and _NAME in value for name, value in headers)

    async def pass_on(
        self,
        scope: MutableMapping[str, Any],
        body: bytes | None,
        receive: Receive,
        send: Send,
        marks: Headers,
        note: Note,
    ) -> None:
        """Ask upstream, and hand its answer to `send`, with `marks` among its headers.

        `body` is what has been read of the request already; None where it is still to come from `receive`.
        Raises Unreachable, BrokenOff and ClientGone.
        """
        request = self._request(scope, body, receive)
        answer = _Answer(send, marks, note)
        if isinstance(request.stream, httpx.ByteStream):
            await _while_heard(self._answer(request, answer), receive, answer)
        else:
            # as long as the body comes, the client is heard by who reads it
            await self._answer(request, answer)

    async def _answer(self, request: httpx.Request, answer: "_Answer") -> None:
        try:
            response = await self._transport.handle_async_request(request)
        except httpx.TimeoutException as problem:
            raise Unreachable(f"{self.url} does not answer ({_silence(problem)})") from None
        except (httpx.TransportError, OSError) as problem:
            raise Unreachable(f"{self.url} does not answer ({_reason(problem)})") from None
        try:
            if response.status_code > 599:
                raise Unreachable(f"{self.url} answers with the status {response.status_code}, which ends no call")
            await answer.hand_back(response, request.method)
        except (httpx.TransportError, OSError) as problem:
            raise BrokenOff(f"{self.url} broke its answer off ({_reason(problem)})") from None
        finally:
            await response.aclose()

    def _request(self, scope: MutableMapping[str, Any], body: bytes | None, receive: Receive) -> httpx.Request:
        names = {name for name, _ in scope["headers"]}
        headers = [*_end_to_end(scope["headers"]), (b"via", b"1.1 " + _NAME)]
        content: bytes | AsyncIterator[bytes] | None = body
        if body is None and (b"content-length" in names or b"transfer-encoding" in names):
            content = _body(receive)
        return httpx.Request(
            scope["method"],
            self.url,
            headers=headers,
            content=content,
            extensions={
                # the path as it came: an URL's way through httpx would tidy it up
                "target": self._prefix + _target(scope),
                "timeout": httpx.Timeout(_SILENCE_SECONDS, connect=_CONNECT_SECONDS).as_dict(),
            },
        )


async def _body(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        if part := message.get("body", b""):
            yield part
        if not message.get("more_body"):
            return


class _Answer:
    """Upstream's answer on its way to the client."""

    def __init__(self, send: Send, marks: Headers, note: Note) -> None:
        self._send, self._marks, self.note = send, marks, note
        # a client that has everything may leave, and often has left before this side knows that it is done
        self.is_whole = False

    async def hand_back(self, response: httpx.Response, method: str) -> None:
        """What is noted is noted before it is sent: who has the answer finds it in the journal."""
        parts = response.aiter_raw()
        beginning = await _beginning(parts) if response.is_error else b""
        self.note(response.status_code, _code(response, beginning) if response.is_error else None)
        # this server dates its answers itself
        headers = [one for one in _end_to_end(response.headers.raw) if one[0].lower() != b"date"]
        headers += self._marks
        left = _octets(response, method)
        self.is_whole = left == 0
        await self._send({"type": "http.response.start", "status": response.status_code, "headers": headers})
        async for part in _again(beginning, parts):
            if left is not None:
                left -= len(part)
                self.is_whole = left == 0
            await self._send({"type": "http.response.body", "body": part, "more_body": True})
        self.is_whole = True
        await self._send({"type": "http.response.body", "body": b""})


async def _beginning(parts: AsyncIterator[bytes]) -> bytes:
    """As much of an error as may hold its code."""
    beginning = b""
    async for part in parts:
        beginning += part
        if len(beginning) >= _ERROR_OCTETS:
            break
    return beginning


async def _again(beginning: bytes, parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if beginning:
        yield beginning
    async for part in parts:
        yield part


def _octets(response: httpx.Response, method: str) -> int | None:
    """The length of the body that follows, as far as it is known beforehand."""
    if response.status_code in (204, 304) or method == "HEAD":
        return 0
    length = response.headers.get("content-length", "")
    return int(length) if length.isdecimal() else None


async def _while_heard(work: Awaitable[None], receive: Receive, answer: _Answer) -> None:
    """Let the work be done, as long as the client is there to hear it."""
    working = asyncio.ensure_future(work)
    listening = asyncio.ensure_future(_until_gone(receive))
    try:
        await asyncio.wait((working, listening), return_when=asyncio.FIRST_COMPLETED)
        if not working.done() and not answer.is_whole:
            # before the connection upstream is let go
            answer.note(0, "ClientGone")
            raise ClientGone
        await working
    finally:
        for task in (working, listening):
            task.cancel()
        await asyncio.gather(working, listening, return_exceptions=True)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _end_to_end(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """The headers that are meant for the other end."""
    found = list(headers)
    named = {
        word.strip().lower() for name, value in found if name.lower() == b"connection" for word in value.split(b",")
    }
    return [(name, value) for name, value in found if name.lower() not in _OF_ONE_CONNECTION | named]


def _target(scope: MutableMapping[str, Any]) -> bytes:
    """Path and query as they came, without the world: nobody behind this emulator knows of worlds."""
    path: bytes = scope.get("raw_path") or quote(scope["path"]).encode("ascii")
    if path.startswith(b"/worlds/"):
        path = b"/" + path.removeprefix(b"/worlds/").partition(b"/")[2]
    query: bytes = scope["query_string"]
    return path + b"?" + query if query else path


def _code(response: httpx.Response, beginning: bytes) -> str:
    """The code of an error, wherever its protocol writes it; where it does not, the status."""
    named = str(response.headers.get("x-amzn-errortype", "")).partition(":")[0].rpartition("#")[2]
    if named:
        return named
    found = _CODE.search(beginning)
    return (found[1] or found[2]).decode("ascii") if found else f"Status{response.status_code}"


def _silence(problem: httpx.TimeoutException) -> str:
    seconds = _CONNECT_SECONDS if isinstance(problem, httpx.ConnectTimeout) else _SILENCE_SECONDS
    return f"silence for {seconds} seconds"


def _reason(problem: BaseException) -> str:
    """The first cause, which names what the machine said."""
    text = str(problem)
    while (cause := problem.__cause__ or problem.__context__) is not None:
        problem = cause
        if isinstance(problem, OSError) and problem.errno is not None:
            # asyncio's own text repeats the address
            text = os.strerror(problem.errno)
    return (text or type(problem).__name__).replace("\n", " ")
