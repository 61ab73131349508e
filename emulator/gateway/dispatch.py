"""From a read request to an answer or a refusal: what every operation goes through."""

from collections.abc import Mapping
from typing import Any

from emulator.domain.callers import Caller
from emulator.domain.refusals import DryRunSucceeded, Refusal
from emulator.domain.world import World
from emulator.protocols import WireError
from emulator.services.operations import Call, Operation, Service

_DRY_RUN = WireError("DryRunOperation", 412, "Request would have succeeded, but DryRun flag is set.")
DRY_RUN_RULE = "INT-030"


class Refused(Exception):
    """A rule said no: the error in AWS's words, and the rule's id."""

    def __init__(self, error: WireError, rule: str) -> None:
        super().__init__(error, rule)
        self.error = error
        self.rule = rule


def perform(
    world: World,
    service: Service,
    operation: Operation,
    values: dict[str, Any],
    caller: Caller,
    request_id: str,
    *,
    dry_run: bool = False,
) -> Mapping[str, Any]:
    """The operation's answer. A refusal that comes after a change is our bug, not the caller's, and is raised so.

    `dry_run` asks whether any operation would succeed, of services too whose callers cannot ask that (INT-030).
    """
    world.dry_run = dry_run or (service.supports_dry_run and values.get("DryRun", False))
    world.changed = False
    try:
        if service.before_validation is not None:
            service.before_validation(world, caller.account_id, operation.model.name)
        violations = operation.check(values)
        if violations:
            raise Refused(*service.word_violations(violations))
        if service.after_validation is not None:
            service.after_validation(world, caller, operation.model.name, values)
        output = operation.handler(Call(world, caller, request_id), operation.request.model_validate(values))
        if world.dry_run:
            raise DryRunSucceeded
    except Refusal as refused:
        if world.changed:
            raise RuntimeError(f"{refused.rule_id} refused after something had changed") from refused
        raise Refused(service.word(refused, operation.model.name), refused.rule_id) from refused
    except DryRunSucceeded:
        raise Refused(_DRY_RUN, DRY_RUN_RULE) from None
    finally:
        world.dry_run = False
    return output
