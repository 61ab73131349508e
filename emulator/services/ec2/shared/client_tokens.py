"""Client tokens: what makes a repeated Create answer its first result."""

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

from emulator.domain.client_tokens import LONGEST
from emulator.domain.ec2 import refusals
from emulator.services.operations import Call, Request
from emulator.services.shared.fingerprints import fingerprint


class Identified(Protocol):
    @property
    def id(self) -> str: ...


class IdempotentRequest(Request):
    client_token: str | None = None


Resource = TypeVar("Resource", bound=Identified)


def once(
    call: Call, request: IdempotentRequest, find: Callable[[str], Resource | None], make: Callable[[], Resource]
) -> Resource:
    """What `make` makes, or what it made when this token came first, as that is now (EC2-009, EC2-010).

    If that is gone, the token says nothing any more.
    """
    token = request.client_token
    if not token:
        return make()
    if len(token) > LONGEST or not token.isascii():
        raise refusals.InvalidClientToken(token)
    world = call.world
    scope = (call.account_id, call.caller.region, type(request).__name__)
    parameters = fingerprint(request.model_dump(exclude={"client_token"}, exclude_none=True))
    reused = partial(refusals.ClientTokenReused, token)
    made = world.ec2.client_tokens.recall(scope, token, parameters, world.now, reused)
    resource = find(made) if made is not None else None
    if resource is None:
        resource = make()
        world.ec2.client_tokens.remember(scope, token, parameters, resource.id, world.now)
    return resource
