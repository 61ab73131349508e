"""The AWS endpoint: one plain ASGI callable, one visible pipeline."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any

from emulator.domain.callers import Caller, Principal
from emulator.domain.credentials import ExpiredCredentials, UnknownCredentials
from emulator.domain.journal import CallEntry, copied, is_read
from emulator.domain.refusals import Refusal
from emulator.domain.world import World
from emulator.faults import Faults, Injected, Strain
from emulator.gateway.compression import unpacked
from emulator.gateway.detection import GLOBAL_HOSTS, Target, detect, is_regional_alone
from emulator.gateway.dispatch import Refused, perform
from emulator.gateway.identity import identify, note_use
from emulator.gateway.signatures import Signature, read_signature
from emulator.protocols import Fault, HttpRequest, HttpResponse, Unreadable, WireError, fault, unreadable
from emulator.services.registry import service as find_service
from emulator.worlds import DEFAULT, Worlds

if TYPE_CHECKING:
    from emulator.gateway.upstream import Upstream

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_WORLDS_PATH = "/worlds/"
# The largest request that AWS takes anywhere near here is a policy document; this leaves room for long lists.
LARGEST_BODY = 4 * 1024 * 1024
CLOSED_ACCOUNT_RULE = "ORG-037"
GLOBAL_ENDPOINT_RULE = "STS-057"
_log = logging.getLogger(__name__)


class Rejected(Exception):
    """The request never reaches an operation."""

    def __init__(self, kind: Fault, detail: str = "", rule: str | None = None) -> None:
        super().__init__(kind, detail)
        self.kind = kind
        self.detail = detail
        self.rule = rule


class Elsewhere(Exception):
    """The call is for a service or an operation that we do not have, and somebody else is asked."""

    def __init__(self, target: Target, entry: CallEntry, strain: Strain | None) -> None:
        super().__init__(target)
        self.target = target
        self.entry = entry
        self.strain = strain


class Gateway:
    """Answers AWS calls, each in the world that its path names. With an upstream, what we do not have is passed on."""

    def __init__(self, worlds: Worlds, upstream: "Upstream | None" = None) -> None:
        self.worlds = worlds
        self.upstream = upstream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = _head(scope)
        body: bytes | None = None
        too_large = False
        # the body of a call that is passed on may be of any size, and is not ours to read
        if self.upstream is None or not _is_foreign(request):
            read = await _read(receive)
            if read is None:
                return
            body, size = read
            request.body = body
            if request.headers.get("content-encoding") == "gzip":
                request.body = unpacked(body, LARGEST_BODY + 1)
                size = max(size, len(request.body))
            too_large = size > LARGEST_BODY
        passes_on = self.upstream is not None and not self.upstream.has_passed(scope["headers"])
        try:
            response = self.answer(request, too_large=too_large, passes_on=passes_on)
        except Elsewhere as call:
            from emulator.gateway.passing import pass_on

            assert self.upstream is not None
            found = await pass_on(self.upstream, call, scope, body, receive, send)
            if found is None:
                return
            response = found
        if response.delay_seconds:
            await asyncio.sleep(response.delay_seconds)
        if response.drop:
            await drop_connection(send)
            return
        await send({"type": "http.response.start", "status": response.status, "headers": response.headers})
        await send({"type": "http.response.body", "body": response.body})

    def answer(self, request: HttpRequest, *, too_large: bool = False, passes_on: bool = False) -> HttpResponse:
        """The response to a request, whatever it holds; or `Elsewhere`, where somebody else may be asked."""
        request_id = _new_request_id()
        name, request.path = _split_world(request.path)
        signature = read_signature(request)
        target = detect(request, signature)
        model, protocol = target.model, target.protocol
        entry: CallEntry | None = None
        world: World | None = None
        rule = None
        try:
            if too_large:
                raise Rejected(Fault.TOO_LARGE, str(LARGEST_BODY))
            if not Worlds.is_name(name):
                raise Rejected(Fault.INVALID_WORLD, repr(name))
            world = self.worlds.get(name)
            now = world.clock.hold()
            world.settle()
            journal = world.journal
            service_name = model.name if target.unknown_service is None else target.unknown_service
            entry = CallEntry(journal.next_number(), now, request_id, service_name, target.operation or "")
            entry.octets = len(request.body)
            journal.record(entry)
            faults = self.worlds.faults.get(name) if self.worlds.faults else None
            response = self._call(request, signature, target, entry, world, faults, passes_on)
            entry.status = response.status
            return response
        except Elsewhere:
            raise
        except Refused as refused:
            error, rule = refused.error, refused.rule
            if entry is not None and isinstance(refused.__cause__, Refusal):
                entry.facts = refused.__cause__.facts
        except Injected as injected:
            return lost(target, injected.strain, request_id, entry)
        except Rejected as rejected:
            error = fault(protocol.name, rejected.kind, model, target.operation or "", rejected.detail)
            rule = rejected.rule
        except UnknownCredentials:
            error = fault(protocol.name, Fault.INVALID_CREDENTIALS, model)
        except ExpiredCredentials:
            error = fault(protocol.name, Fault.EXPIRED_CREDENTIALS, model)
        except Unreadable as problem:
            error = unreadable(protocol.name, problem, model)
        except Exception:
            _log.exception("request %s", request_id)
            error = fault(protocol.name, Fault.INTERNAL_ERROR, model)
        finally:
            if world is not None:
                world.clock.release()
        return error_response(target, error, rule, request_id, entry)

    def _call(
        self,
        request: HttpRequest,
        signature: Signature | None,
        target: Target,
        entry: CallEntry,
        world: World,
        faults: Faults | None,
        passes_on: bool,
    ) -> HttpResponse:
        model, protocol, name = target.model, target.protocol, target.operation
        if target.unknown_service is not None:
            if not passes_on:
                raise _unknown_service(target.unknown_service, signature)
            from emulator.gateway.passing import stranger

            caller = stranger(request, signature, entry, world)
            raise Elsewhere(target, entry, _strain(faults, world, entry, caller))
        if signature is not None and signature.problem is not None:
            raise Rejected(Fault.INCOMPLETE_SIGNATURE, signature.problem)
        if name is None:
            raise Rejected(Fault.NO_OPERATION)
        if name not in model.operations and name not in model.other_operations:
            raise Rejected(Fault.UNKNOWN_OPERATION)
        if is_regional_alone(model.name, name) and request.headers.get("host") in GLOBAL_HOSTS:
            raise Rejected(Fault.UNKNOWN_OPERATION, rule=GLOBAL_ENDPOINT_RULE)
        if signature is None and not (name in model.operations and model.operations[name].unsigned):
            raise Rejected(Fault.MISSING_AUTHENTICATION)
        caller = identify(world, signature, request.source_ip)
        entry.account_id, entry.region, entry.principal = caller.account_id, caller.region, caller.principal.arn
        entry.caller, entry.user_agent = caller, request.headers.get("user-agent")
        if world.is_closed(caller.account_id):
            raise Rejected(Fault.CLOSED_ACCOUNT, caller.account_id, CLOSED_ACCOUNT_RULE)
        if caller.principal.session is not None:
            _require_within_limits(caller.principal, model.name, name)
        service = find_service(model.name)
        operation = service.find(name) if service is not None else None
        if service is None or operation is None:
            if passes_on:
                raise Elsewhere(target, entry, _strain(faults, world, entry, caller))
            raise Rejected(Fault.ABSENT_OPERATION)
        values = protocol.reader(operation.model)(request)
        entry.parameters = values
        strain = _strain(faults, world, entry, caller)
        read = world if strain is None or strain.past is None else strain.past
        output = perform(read, service, operation, values, caller, entry.request_id)
        entry.performed, entry.stale = True, read is not world
        note_use(world, caller, model.name)
        response = protocol.writer(operation.model)(output, entry.request_id)
        if not is_read(model.name, name):
            entry.answer = copied(output)
            world.journal.enlarge(entry, len(response.body))
        if faults is not None:
            faults.note(world)
        if strain is not None:
            if strain.is_lost:
                raise Injected(strain)
            _mark(response, strain)
        return response


def _strain(faults: Faults | None, world: World, entry: CallEntry, caller: Caller) -> Strain | None:
    """What a call has to bear; one that is lost before anything happened ends here."""
    strain = faults.strain(world, entry.service, entry.operation, caller) if faults is not None else None
    if strain is not None and strain.is_lost and not strain.performed:
        raise Injected(strain)
    return strain


def _head(scope: Scope) -> HttpRequest:
    """A request of which no body has been read yet."""
    client = scope.get("client")
    return HttpRequest(
        scope["method"],
        scope["path"],
        scope["query_string"].decode("latin-1"),
        {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
        b"",
        source_ip=client[0] if client else None,
    )


async def _read(receive: Receive) -> tuple[bytes, int] | None:
    """A body as far as we take one, and how large it was; None if the client has gone."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part = message.get("body", b"")
        size += len(part)
        if size <= LARGEST_BODY:
            parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts), size


def _is_foreign(request: HttpRequest) -> bool:
    """Whether a request is for nobody here, whatever its body holds. A form is read all the same: it names what is
    asked for, and nothing large is sent as one."""
    signature = read_signature(request)
    is_signed = signature is not None and signature.service is not None
    if "x-www-form-urlencoded" in request.headers.get("content-type", "" if is_signed else "x-www-form-urlencoded"):
        return False
    bare = HttpRequest(request.method, _split_world(request.path)[1], request.query, request.headers, b"")
    return detect(bare, signature).unknown_service is not None


def _require_within_limits(principal: Principal, service: str, operation: str) -> None:
    from emulator.domain.sts.session_limits import limit_of

    limit = limit_of(principal, service, operation)
    if limit is not None:
        kind = Fault.INVALID_CREDENTIALS if limit.text is None else Fault.NOT_AUTHORIZED
        raise Rejected(kind, limit.text or "", limit.rule)


def _new_request_id() -> str:
    """A version 4 UUID; the module `uuid` takes five times as long."""
    text = os.urandom(16).hex()
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-8{text[17:20]}-{text[20:]}"


def _split_world(path: str) -> tuple[str, str]:
    """The world that a path names, and the part of the path that AWS would see."""
    if not path.startswith(_WORLDS_PATH):
        return DEFAULT, path
    name, _, rest = path.removeprefix(_WORLDS_PATH).partition("/")
    return name, "/" + rest


def _unknown_service(service: str, signature: Signature | None) -> Rejected:
    if service:
        return Rejected(Fault.UNKNOWN_SERVICE, service)
    if signature is None:
        return Rejected(Fault.MISSING_AUTHENTICATION)
    return Rejected(Fault.INCOMPLETE_SIGNATURE, signature.problem or "")


def _mark(response: HttpResponse, strain: Strain) -> None:
    response.delay_seconds, response.drop = strain.delay_seconds, strain.drop
    response.headers.append((b"x-emulator-fault", " ".join(strain.rule_ids).encode("ascii")))


def lost(target: Target, strain: Strain, request_id: str, entry: CallEntry | None) -> HttpResponse:
    error = strain.error or WireError("ConnectionDropped", 0, "The connection was dropped, as a fault rule says.")
    response = error_response(target, error, None, request_id, entry)
    _mark(response, strain)
    return response


async def drop_connection(send: Send) -> None:
    """Close the connection without an answer. ASGI has no word for it, so this reaches for the server's transport."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError("the connection is dropped, as a fault rule says")
    transport.abort()
    # the server hears of it in the loop's next turn, and then expects no answer
    await asyncio.sleep(0)
    await asyncio.sleep(0)


def error_response(
    target: Target, error: WireError, rule: str | None, request_id: str, entry: CallEntry | None
) -> HttpResponse:
    response = target.protocol.error(target.model, error, request_id)
    if rule is not None:
        response.headers.append((b"x-emulator-rule", rule.encode("ascii")))
    if entry is not None:
        entry.status, entry.error, entry.rule, entry.message = error.status, error.code, rule, error.message
    return response
