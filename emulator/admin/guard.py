"""Keeps web pages out of the admin API, which has no login.

A page that a browser shows can reach a server on this machine in two ways: by a request to another origin, which
carries the page's Origin, and by a host name of its own that it lets resolve to this machine (DNS rebinding), which
shows in Host. Both are refused here.
"""

import json
import re
from collections.abc import Iterable, MutableMapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from emulator.gateway.asgi import Receive, Scope, Send
from emulator.settings import Settings

# What says nothing else of itself runs nothing, stands in no frame, and is not guessed to be a page.
_HEADERS = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_READS = ("GET", "HEAD", "OPTIONS")
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class Guard:
    """The admin API behind its two checks; every answer of it says what a browser may do with it."""

    def __init__(self, api: object, settings: Settings) -> None:
        self.api = api
        self._allowed = {*_THIS_MACHINE, settings.server.host.lower(), *map(str.lower, settings.server.allowed_hosts)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        problem = self.problem(scope["method"], headers.get(b"host", b""), headers.get(b"origin"))

        async def guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", ()))
                names = {name.lower() for name, _ in given}
                message = {**message, "headers": given + [each for each in _HEADERS if each[0] not in names]}
            await send(message)

        if problem is None:
            await self.api(scope, receive, guarded)  # type: ignore[operator] # FastAPI is typed by another ASGI
            return
        await _refuse(guarded, *problem)

    def problem(self, method: str, host: bytes, origin: bytes | None) -> tuple[str, str] | None:
        """Why a request is refused and what was expected, or None."""
        authority = host.decode("latin-1")
        name = _name(authority)
        # an address cannot be rebound: whoever is there is asked by that address
        if not (name in self._allowed or name.endswith(".localhost") or _is_address(name)):
            return (
                f"the admin API is not reached by the host name {name!r}",
                f"one of {_listed(self._allowed)}, an IP address, or a name in IPAM_EMULATOR_ALLOWED_HOSTS",
            )
        if method in _READS or origin is None:
            return None
        page = _authority(origin.decode("latin-1"))
        if page.lower() == authority.lower() or _name(page) in self._allowed:
            return None
        return (
            f"the page at {origin.decode('latin-1')} may not change this emulator",
            "a request without Origin, or from a page of this host or one in IPAM_EMULATOR_ALLOWED_HOSTS",
        )


def _authority(origin: str) -> str:
    """HOST:PORT of an origin, or nothing where it is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _name(authority: str) -> str:
    """The host name of HOST:PORT or [HOST]:PORT."""
    found = re.fullmatch(r"\[([^\]]*)\](?::\d*)?|([^:]*)(?::\d*)?", authority)
    return (found[1] or found[2] or "").lower().rstrip(".") if found else ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


async def _refuse(send: Send, message: str, expected: str) -> None:
    body = json.dumps({"message": message, "expected": expected}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
