"""Calls that are passed on: how the journal names them, the faults that hit them too, and what to say when nobody
answers."""

import asyncio
import re

from emulator.domain.callers import Caller
from emulator.domain.credentials import ExpiredCredentials, UnknownCredentials
from emulator.domain.journal import CallEntry
from emulator.domain.world import World
from emulator.gateway.asgi import Elsewhere, Receive, Scope, Send, drop_connection, error_response, lost
from emulator.gateway.identity import identify
from emulator.gateway.signatures import Signature
from emulator.gateway.upstream import BrokenOff, ClientGone, Unreachable, Upstream
from emulator.protocols import Fault, HttpRequest, HttpResponse, fault

_ACTION = re.compile(r"(?:^|&)Action=(\w+)")
_NAMED_WITHIN = 65_536


def stranger(request: HttpRequest, signature: Signature | None, entry: CallEntry, world: World) -> Caller:
    """Who calls a service that we do not have, noted with what is asked for. Credentials that we do not know may well
    be known upstream."""
    if not entry.operation:
        entry.operation = _asked_for(request)
    entry.user_agent = request.headers.get("user-agent")
    try:
        caller = identify(world, signature, request.source_ip)
    except (UnknownCredentials, ExpiredCredentials):
        caller = identify(world, None, request.source_ip)
    if caller.account_id:
        entry.account_id, entry.region, entry.principal = caller.account_id, caller.region, caller.principal.arn
        entry.caller = caller
    return caller


async def pass_on(
    upstream: Upstream, call: Elsewhere, scope: Scope, body: bytes | None, receive: Receive, send: Send
) -> HttpResponse | None:
    """Have a call answered by upstream; None where that is done, or the response where it could not be."""
    entry, strain = call.entry, call.strain
    entry.upstream = upstream.url
    marks = [(b"x-emulator-upstream", upstream.url.encode("ascii"))]
    if strain is not None:
        marks.append((b"x-emulator-fault", " ".join(strain.rule_ids).encode("ascii")))
        await asyncio.sleep(strain.delay_seconds)
    is_lost = strain is not None and strain.is_lost

    def note(status: int, error: str | None) -> None:
        entry.status, entry.error = status, error

    try:
        await upstream.pass_on(scope, body, receive, _nowhere if is_lost else send, marks, note)
    except Unreachable as problem:
        model = call.target.model
        error = fault(call.target.protocol.name, Fault.UPSTREAM_SILENT, model, entry.operation, str(problem))
        return error_response(call.target, error, None, entry.request_id, entry)
    except ClientGone:
        entry.status, entry.error, entry.message = 0, "ClientGone", "The client has closed the connection."
    except BrokenOff as problem:
        entry.status, entry.error, entry.message = 0, "BrokenOff", str(problem)
        await drop_connection(send)
    if strain is not None and is_lost:
        return lost(call.target, strain, entry.request_id, entry)
    return None


def _asked_for(request: HttpRequest) -> str:
    """What a request of an API asks for whose model we do not have: its protocol may name it."""
    form = request.body if "x-www-form-urlencoded" in request.headers.get("content-type", "") else b""
    target = request.headers.get("x-amz-target", "").rpartition(".")[2]
    action = _ACTION.search(f"{request.query}&{form[:_NAMED_WITHIN].decode('latin-1')}")
    return target or (action[1] if action else f"{request.method} {request.path}")


async def _nowhere(message: object) -> None:
    """For an answer that a fault loses."""
