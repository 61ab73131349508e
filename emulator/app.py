"""The composition root: the AWS endpoint, and beside it the admin API, which is loaded when first called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.gateway.asgi import Gateway, Receive, Scope, Send
from emulator.worlds import Worlds

if TYPE_CHECKING:
    from fastapi import FastAPI

ADMIN_PATH = "/_emulator"


class App:
    """One ASGI application: what begins with /_emulator is the admin API's, everything else is AWS's."""

    def __init__(self, worlds: Worlds) -> None:
        self.worlds = worlds
        self.gateway = Gateway(worlds)
        self._admin: FastAPI | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            if path.startswith(ADMIN_PATH) and path[len(ADMIN_PATH) : len(ADMIN_PATH) + 1] in ("", "/"):
                await self.admin(scope, receive, send)
            else:
                await self.gateway(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000})

    @property
    def admin(self) -> FastAPI:
        # FastAPI takes longer to import than everything else together, and most runs never need it.
        if self._admin is None:
            from emulator.admin.api import admin_api

            self._admin = admin_api(self.worlds)
        return self._admin
