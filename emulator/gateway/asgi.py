"""The AWS endpoint: one plain ASGI callable, one visible pipeline."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from uuid import uuid4

from emulator.contract.service_model import index, load
from emulator.domain.callers import Caller, administrator
from emulator.domain.refusals import DryRunSucceeded, Refusal
from emulator.domain.world import World
from emulator.gateway.services import SERVICES
from emulator.protocols import PROTOCOLS, Fault, HttpRequest, HttpResponse, Unreadable, WireError, fault, unreadable
from emulator.services.operations import Call, Operation, Service

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/\d{8}/([^/]+)/([^/]+)/aws4_request")
_DRY_RUN = WireError("DryRunOperation", 412, "Request would have succeeded, but DryRun flag is set.")
_log = logging.getLogger(__name__)


class Gateway:
    """Answers AWS calls for one world."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        body = b""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        request = HttpRequest(scope["method"], scope["path"], scope["query_string"].decode("latin-1"), headers, body)
        response = self.answer(request)
        await send({"type": "http.response.start", "status": response.status, "headers": response.headers})
        await send({"type": "http.response.body", "body": response.body})

    def answer(self, request: HttpRequest) -> HttpResponse:
        request_id = str(uuid4())
        signature = _CREDENTIAL.search(request.headers.get("authorization", ""))
        if signature is None:
            # what is signed says which service it is for; what is not is answered as STS answers it
            model = load("sts")
            error = fault("query", Fault.MISSING_AUTHENTICATION, model)
            return PROTOCOLS["query"].error(model, error, request_id)
        key, region, signing_name = signature.groups()
        name = index().signing_names.get(signing_name)
        if name is None:
            model = load("sts")
            detail = f"The emulator does not have the service {signing_name}."
            return PROTOCOLS["query"].error(model, WireError("NotImplemented", 501, detail), request_id)
        model = load(name)
        protocol = PROTOCOLS[_protocol(request, model.protocols)]
        try:
            wanted = protocol.operation_name(request)
            if wanted is None:
                error = fault(protocol.name, Fault.NO_OPERATION, model)
            elif wanted not in model.operations and wanted not in model.other_operations:
                error = fault(protocol.name, Fault.UNKNOWN_OPERATION, model, wanted)
            elif (service := SERVICES.get(name)) is None or wanted not in service.operations:
                error = fault(protocol.name, Fault.ABSENT_OPERATION, model, wanted)
            else:
                operation = service.operations[wanted]
                values = protocol.reader(operation.model)(request)
                account_id = key if re.fullmatch(r"[0-9]{12}", key) else self.world.default_account_id
                caller = Caller(account_id, region, administrator(account_id), key)
                output, refused, rule = self._perform(service, operation, values, caller, request_id)
                if refused is None:
                    return protocol.writer(operation.model)(output, request_id)
                response = protocol.error(model, refused, request_id)
                if rule is not None:
                    response.headers.append((b"x-emulator-rule", rule.encode("ascii")))
                return response
        except Unreadable as problem:
            error = unreadable(protocol.name, problem, model)
        except Exception:
            _log.exception("request %s", request_id)
            error = fault(protocol.name, Fault.INTERNAL_ERROR, model)
        return protocol.error(model, error, request_id)

    def _perform(
        self, service: Service, operation: Operation, values: dict[str, Any], caller: Caller, request_id: str
    ) -> tuple[Mapping[str, Any], WireError | None, str | None]:
        """The answer, or the error and the rule that refused."""
        world = self.world
        world.settle()
        world.dry_run = service.supports_dry_run and values.get("DryRun", False)
        world.changed = False
        try:
            if service.before_validation is not None:
                service.before_validation(world, caller.account_id, operation.model.name)
            violations = operation.check(values)
            if violations:
                error, rule = service.word_violations(violations)
                return {}, error, rule
            output = operation.handler(Call(world, caller, request_id), operation.request.model_validate(values))
        except Refusal as refused:
            if world.changed:
                raise RuntimeError(f"{refused.rule_id} refused after something had changed") from refused
            return {}, service.word(refused), refused.rule_id
        except DryRunSucceeded:
            return {}, _DRY_RUN, "INT-030"
        finally:
            dry_run, world.dry_run = world.dry_run, False
        return (output, _DRY_RUN, "INT-030") if dry_run else (output, None, None)


def _protocol(request: HttpRequest, spoken: tuple[str, ...]) -> str:
    """Which of a service's protocols a request speaks."""
    if len(spoken) == 1:
        return spoken[0]
    if "smithy-rpc-v2-cbor" in spoken and request.headers.get("smithy-protocol") == "rpc-v2-cbor":
        return "smithy-rpc-v2-cbor"
    if "json" in spoken and "x-amz-target" in request.headers:
        return "json"
    return spoken[-1]
