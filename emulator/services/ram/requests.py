"""Requests of RAM: its members are written in camelCase, and many calls carry a client token."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from emulator.domain.client_tokens import LONGEST
from emulator.domain.ram import refusals
from emulator.services.operations import Call, Request
from emulator.services.shared.fingerprints import fingerprint


class RamRequest(Request):
    model_config = ConfigDict(alias_generator=to_camel)


class RepeatableRequest(RamRequest):
    client_token: str | None = None


class Tag(RamRequest):
    key: str | None = None
    value: str | None = None


class TemplateParameterDeclaration(RamRequest):
    name: str | None = None
    type: str | None = None
    description: str | None = None


class TemplateParameterInput(RamRequest):
    name: str | None = None
    values: tuple[str, ...] | None = None


class PermissionWithParameters(RamRequest):
    permission_arn: str | None = None
    permission_template_parameters: tuple[TemplateParameterInput, ...] | None = None


Asked = TypeVar("Asked", bound=RepeatableRequest)
Answer = Mapping[str, Any]


def repeatable(handler: Callable[[Call, Asked], Answer], *, modelled: bool = True) -> Callable[[Call, Asked], Answer]:
    """A call that is repeated with its client token gets its first answer; the answer then tells the token.

    `modelled` says whether the operation has an error of its own for a token with other parameters.
    """

    @wraps(handler)
    def once(call: Call, request: Asked) -> Answer:
        token = request.client_token
        if token is None:
            return handler(call, request)
        if not 1 <= len(token) <= LONGEST:
            raise refusals.InvalidClientToken
        tokens = call.world.ram.client_tokens
        scope = (call.account_id, call.caller.region, type(request).__name__)
        parameters = fingerprint(_unordered(request.model_dump(exclude={"client_token"})))
        reused = refusals.ClientTokenReused if modelled else refusals.ClientTokenReusedUnmodelled
        found = tokens.recall(scope, token, parameters, call.world.now, reused)
        if found is None:
            found = {**handler(call, request), "clientToken": token}
            tokens.remember(scope, token, parameters, found, call.world.now)
        return found

    return once


def repeatable_unmodelled(handler: Callable[[Call, Asked], Answer]) -> Callable[[Call, Asked], Answer]:
    return repeatable(handler, modelled=False)


def _unordered(value: Any) -> Any:
    """A value in which lists of the same entries are the same, whatever their order."""
    if isinstance(value, dict):
        return {key: _unordered(each) for key, each in sorted(value.items())}
    if isinstance(value, list | tuple):
        return sorted((_unordered(each) for each in value), key=repr)
    return value


def pairs(tags: tuple[Tag, ...] | None) -> list[tuple[str, str]]:
    return [(tag.key or "", tag.value or "") for tag in tags or ()]


def values_of(parameters: tuple[TemplateParameterInput, ...] | None) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.name or "", each.values or ()) for each in parameters or ()]


def declared(parameters: tuple[TemplateParameterDeclaration, ...] | None) -> list[tuple[str, str]]:
    return [(each.name or "", each.type or "STRING") for each in parameters or ()]
