"""Every operation under random requests: never a 500, no trace of a refusal, and DryRun never changes anything."""

from functools import cache
from typing import Any

import pytest

from emulator.domain.callers import Caller, administrator
from emulator.domain.picture import differences
from emulator.domain.world import World
from emulator.gateway.dispatch import Refused, perform
from emulator.protocols import PROTOCOLS
from emulator.services.operations import Operation, Service
from emulator.services.registry import SERVICES, service
from tests.properties.requests import Requests, begun, look

REQUESTS_PER_OPERATION = 8


@cache
def every_operation() -> list[tuple[Service, str]]:
    found = [one for name in SERVICES if (one := service(name)) is not None]
    return [(one, name) for one in found for name in sorted(one.operations)]


def ask(world: World, found: Service, operation: Operation, values: dict[str, Any], account_id: str) -> Refused | None:
    """Call an operation and write its answer; whatever is raised beside a refusal would be a 500."""
    caller = Caller(account_id, "eu-west-1", administrator(account_id), account_id)
    world.settle()
    try:
        output = perform(world, found, operation, values, caller, "request")
    except Refused as refused:
        return refused
    for protocol in operation.model.service.protocols:
        PROTOCOLS[protocol].writer(operation.model)(output, "request")
    return None


@pytest.mark.parametrize(
    ("found", "name"), [pytest.param(found, name, id=f"{found.name}.{name}") for found, name in every_operation()]
)
def test_an_operation_answers_or_refuses_without_trace(found: Service, name: str) -> None:
    """Requests of every quality, one after the other in one world, each also as a dry run where there is one."""
    operation = found.operations[name]
    requests = Requests(name)
    world = begun()
    before = look(world)
    for _ in range(REQUESTS_PER_OPERATION):
        requests.look_at(before)
        values, account_id = requests.values(operation.model.input), requests.caller()
        story = f"{name} as {account_id}: {values}"
        if world.is_closed(account_id):
            continue
        dry = None
        if found.supports_dry_run:
            dry = ask(world, found, operation, {**values, "DryRun": True}, account_id)
            assert dry is not None, story
            assert list(differences(before, look(world))) == [], story
        refused = ask(world, found, operation, values, account_id)
        after = look(world)
        if refused is not None:
            assert list(differences(before, after)) == [], story
        if dry is not None:
            assert (dry.error.code == "DryRunOperation") == (refused is None), story
        before = after


def history(world: World, seed: str, calls: int) -> None:
    """A random life of a world: any operation by anybody."""
    requests = Requests(seed)
    requests.look_at(look(world))
    for number in range(calls):
        if number % 20 == 0:
            requests.look_at(look(world))
        found, name = requests.random.choice(every_operation())
        operation = found.operations[name]
        values, account_id = requests.values(operation.model.input), requests.caller()
        if not world.is_closed(account_id):
            ask(world, found, operation, values, account_id)


@pytest.mark.parametrize("seed", ["one", "two", "three"])
def test_the_same_seed_and_calls_make_the_same_world(seed: str) -> None:
    """Two lives of equal calls end in equal worlds, to the identifier."""
    worlds = [begun(), begun()]
    for world in worlds:
        history(world, seed, 300)
    assert list(differences(*(look(world) for world in worlds))) == []
