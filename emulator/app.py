"""The composition root: the AWS endpoint, and beside it the admin API, which is loaded when first called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.gateway.asgi import Gateway, Receive, Scope, Send
from emulator.settings import Settings
from emulator.worlds import Worlds

if TYPE_CHECKING:
    from emulator.admin.guard import Guard
    from emulator.hooks import Hooks

ADMIN_PATH = "/_emulator"
HEALTH_PATH = "/_emulator/health"
READY_PATH = "/_emulator/ready"
# under which moto and LocalStack have their own paths
_OTHERS = ("/moto-api/", "/_localstack/")
_HEALTHY = b'{"status":"ok"}'


class App:
    """One ASGI application: what begins with /_emulator is the admin API's, everything else is AWS's, but for a few
    paths that other emulators have."""

    def __init__(self, worlds: Worlds, settings: Settings | None = None, hooks: Hooks | None = None) -> None:
        self.worlds = worlds
        self.settings = settings or Settings()
        self.hooks = hooks
        self.gateway = Gateway(worlds)
        if self.settings.server.upstream is not None:
            # httpx is imported by those who have an upstream
            from emulator.gateway.upstream import Upstream

            self.gateway.upstream = Upstream(self.settings.server.upstream)
        self._admin: Guard | None = None
        self._aliases: Guard | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            if path == HEALTH_PATH and scope["method"] == "GET":
                await _answer_health(send)
            elif path == READY_PATH and scope["method"] == "GET":
                await self._answer_ready(send)
            elif len(path) > 1 and any(one in path for one in _OTHERS) and self._is_alias(scope):
                await self.aliases(scope, receive, send)
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

    @property
    def aliases(self) -> Guard:
        if self._aliases is None:
            from emulator.admin.guard import Guard
            from emulator.aliases import Aliases

            self._aliases = Guard(Aliases(self.worlds, self.hooks, self.gateway.upstream), self.settings)
        return self._aliases

    def _is_alias(self, scope: Scope) -> bool:
        from emulator.aliases import Aliases

        return Aliases.has(scope["path"], scope["method"])

    async def _answer_ready(self, send: Send) -> None:
        """Whether the init hooks have run; apart from health, which says that the process is alive."""
        from emulator.aliases import answer_json

        answer: dict[str, object] = (
            {"status": "ready", "message": None, "hooks": []} if self.hooks is None else self.hooks.answer
        )
        await answer_json(send, 200 if answer["status"] == "ready" else 503, answer)


async def _answer_health(send: Send) -> None:
    """Whoever waits for the server to be up asks this first, so it does not wait for FastAPI's import."""
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(_HEALTHY)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": _HEALTHY})
