"""The composition root: the AWS endpoint, and beside it the admin API, which is loaded when first called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.gateway.asgi import Gateway, Receive, Scope, Send
from emulator.settings import Settings
from emulator.worlds import Worlds

if TYPE_CHECKING:
    from emulator.admin.guard import Guard

ADMIN_PATH = "/_emulator"
HEALTH_PATH = "/_emulator/health"
_HEALTHY = b'{"status":"ok"}'


class App:
    """One ASGI application: what begins with /_emulator is the admin API's, everything else is AWS's."""

    def __init__(self, worlds: Worlds, settings: Settings | None = None) -> None:
        self.worlds = worlds
        self.settings = settings or Settings()
        self.gateway = Gateway(worlds)
        self._admin: Guard | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            if path == HEALTH_PATH and scope["method"] == "GET":
                await _answer_health(send)
            elif path.startswith(ADMIN_PATH) and path[len(ADMIN_PATH) : len(ADMIN_PATH) + 1] in ("", "/"):
                await self.admin(scope, receive, send)
            else:
                await self.gateway(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000})

    @property
    def admin(self) -> Guard:
        # FastAPI takes longer to import than everything else together, and most runs never need it.
        if self._admin is None:
            from emulator.admin.api import admin_api

            self._admin = admin_api(self.worlds, self.settings)
        return self._admin


async def _answer_health(send: Send) -> None:
    """Whoever waits for the server to be up asks this first, so it does not wait for FastAPI's import."""
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(_HEALTHY)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": _HEALTHY})
