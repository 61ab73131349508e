"""Asks a running server's admin API, for the command line."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import httpx

from emulator.worlds import DEFAULT, Worlds

DEFAULT_ENDPOINT = "http://127.0.0.1:4566"
_PATIENCE_SECONDS = 10


class Client:
    """A server, and the world that is meant where a command is about one.

    An endpoint URL as SDKs have it may name a world in its path.
    """

    def __init__(self, endpoint: str | None, world: str | None, fail: Callable[[str], NoReturn]) -> None:
        base, _, named = (endpoint or DEFAULT_ENDPOINT).rstrip("/").partition("/worlds/")
        self.base = base
        self.world = world if world is not None else named or DEFAULT
        self._fail = fail
        # in a path, another name would be another route
        if not Worlds.is_name(self.world):
            fail(f"{self.world!r} is no name of a world: expected 1 to 64 letters, digits and . _ -")

    def get(self, path: str) -> dict[str, Any]:
        return self._ask("GET", path)

    def post(self, path: str, body: object = None) -> dict[str, Any]:
        return self._ask("POST", path, body)

    def put(self, path: str, body: object) -> dict[str, Any]:
        return self._ask("PUT", path, body)

    def delete(self, path: str) -> None:
        self._ask("DELETE", path)

    def text(self, path: str) -> str:
        """An answer that is not JSON."""
        return self._send("GET", path, None).text

    def follow(self, path: str) -> Iterator[dict[str, Any]]:
        """Server-sent events as they come, until the server ends them."""
        try:
            with httpx.stream("GET", f"{self.base}/_emulator{path}", timeout=None, trust_env=False) as stream:
                for line in stream.iter_lines():
                    if line.startswith("data: "):
                        yield json.loads(line.removeprefix("data: "))
        except httpx.HTTPError as problem:
            self._fail(f"{self.base} does not go on ({problem})")

    def _ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        response = self._send(method, path, body)
        if response.status_code == 204:
            return {}
        answer = response.json()
        assert isinstance(answer, dict)
        return answer

    def _send(self, method: str, path: str, body: object) -> httpx.Response:
        """An answer that is no error; JSON unless it says that it is text."""
        url = f"{self.base}/_emulator{path}"
        try:
            # the emulator is never behind a proxy of the environment
            response = httpx.request(method, url, json=body, timeout=_PATIENCE_SECONDS, trust_env=False)
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            self._fail(f"no emulator answers at {self.base} ({problem}); start one with `ipam-emulator serve`")
        except ValueError:
            self._fail("what was given cannot be sent; expected finite numbers and well-formed text")
        if response.status_code == 204 or response.headers.get("content-type", "").startswith("text/plain"):
            return response
        try:
            answer = response.json()
        except ValueError:
            self._fail(f"{url} is not an emulator's admin API (status {response.status_code})")
        if response.is_error:
            message, expected = str(answer.get("message", response.text)), answer.get("expected")
            # some say it already
            is_new = expected and not message.endswith(expected)
            self._fail(f"{message}; expected {expected}" if is_new else message)
        return response
