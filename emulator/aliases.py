"""Paths of other emulators that mean something here too: health, init hooks, reset. A suite which waits for LocalStack
or resets moto moves without a change. Each may stand behind the path of a world.
"""

import json
import re
from typing import TYPE_CHECKING, Any

from emulator import __version__
from emulator.gateway.asgi import Receive, Scope, Send, drop_connection
from emulator.worlds import DEFAULT, Worlds

if TYPE_CHECKING:
    from emulator.gateway.upstream import Upstream
    from emulator.hooks import Hooks

_ALIAS = re.compile(
    r"(?:/worlds/(?P<world>(?!\.{1,2}/)[A-Za-z0-9._-]{1,64}))?"
    r"(?:(?P<health>/_localstack/health)|(?P<init>/_localstack/init(?:/(?P<stage>boot|start|ready|shutdown))?)"
    r"|(?P<reset>/_localstack/state/reset|/moto-api/reset))/?"
)


class Aliases:
    """The paths as an ASGI application, for the guard of the admin API to stand before."""

    def __init__(self, worlds: Worlds, hooks: "Hooks | None", upstream: "Upstream | None") -> None:
        self._worlds = worlds
        self._hooks = hooks
        self._upstream = upstream

    @staticmethod
    def has(path: str, method: str) -> bool:
        """Whether this is a path of ours; what else is under those names may be known upstream."""
        found = _ALIAS.fullmatch(path)
        return found is not None and method in (("POST",) if found["reset"] else ("GET", "HEAD"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = _ALIAS.fullmatch(scope["path"])
        assert found is not None
        if found["reset"]:
            self._worlds.reset(found["world"] or DEFAULT)
            if self._upstream is not None:
                # both are one to who resets them
                await self._reset_too(self._upstream, scope, receive, send)
                return
            answer: Any = {"status": "ok"}
        elif found["health"]:
            from emulator.services.registry import SERVICES

            services = dict.fromkeys(SERVICES, "running")
            answer = {"services": services, "edition": "ipam-emulator", "version": __version__}
        else:
            answer = self._init(found["stage"])
        await answer_json(send, 200, answer, empty=scope["method"] == "HEAD")

    async def _reset_too(self, upstream: "Upstream", scope: Scope, receive: Receive, send: Send) -> None:
        from emulator.gateway.upstream import BrokenOff, ClientGone, Unreachable

        try:
            await upstream.pass_on(scope, None, receive, send, [], lambda status, error: None)
        except Unreachable as problem:
            await answer_json(send, 503, {"message": f"only this emulator was reset: {problem}"})
        except BrokenOff:
            await drop_connection(send)
        except ClientGone:
            return

    def _init(self, stage: str | None) -> dict[str, Any]:
        ready = self._hooks is None or self._hooks.status == "ready"
        completed = {"BOOT": True, "START": True, "READY": ready, "SHUTDOWN": False}
        hooks = self._hooks.hooks if self._hooks is not None else []
        # every hook runs when the server answers already: LocalStack's stage READY
        scripts = [{"stage": "READY", "name": hook.name, "state": hook.state} for hook in hooks]
        if stage is None:
            return {"completed": completed, "scripts": scripts}
        return {"completed": completed[stage.upper()], "scripts": scripts if stage == "ready" else []}


async def answer_json(send: Send, status: int, answer: object, *, empty: bool = False) -> None:
    """An answer for which FastAPI is not imported; without a body to HEAD."""
    body = json.dumps(answer, separators=(",", ":")).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if empty else body})
