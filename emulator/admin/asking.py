"""Asks the rules what would become of a call, without making it."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field

from emulator.domain.callers import Caller, administrator
from emulator.domain.refusals import Refusal
from emulator.domain.world import World
from emulator.gateway.dispatch import DRY_RUN_RULE, Refused, perform
from emulator.rules import register
from emulator.services.registry import service as find_service


class Verdict(BaseModel):
    """Whether a call would succeed now, and if not, which rule refuses it and what that found."""

    allowed: bool
    rule: str | None = None
    rule_text: str | None = None
    source: str | None = None
    error: str | None = None
    message: str | None = None
    facts: dict[str, str] = Field(default={})


class Answered(BaseModel):
    """What a call answered that only looks, or why it was refused."""

    verdict: Verdict
    output: dict[str, Any] | None = None


def would(
    world: World, account_id: str, region: str, service: str, operation: str, parameters: Mapping[str, Any]
) -> Verdict:
    """What would become of the call of an account's administrator. Nothing changes, and the journal does not hear."""
    return _ask(world, account_id, region, service, operation, parameters, dry_run=True).verdict


def look(
    world: World, account_id: str, region: str, service: str, operation: str, parameters: Mapping[str, Any]
) -> Answered:
    """The answer of a call that changes nothing by what it is."""
    return _ask(world, account_id, region, service, operation, parameters, dry_run=False)


def _ask(
    world: World,
    account_id: str,
    region: str,
    service: str,
    operation: str,
    parameters: Mapping[str, Any],
    *,
    dry_run: bool,
) -> Answered:
    caller = Caller(account_id, region, administrator(account_id), account_id)
    found = find_service(service)
    known = found.find(operation) if found is not None else None
    if found is None or known is None:
        raise LookupError(f"{service} {operation}")
    world.clock.hold()
    try:
        output = perform(world, found, known, dict(parameters), caller, "", dry_run=dry_run)
    except Refused as refused:
        return Answered(verdict=_verdict(refused))
    finally:
        world.clock.release()
    return Answered(verdict=Verdict(allowed=True), output=dict(output))


def _verdict(refused: Refused) -> Verdict:
    if refused.rule == DRY_RUN_RULE:
        return Verdict(allowed=True)
    rule = register().get(refused.rule)
    return Verdict(
        allowed=False,
        rule=refused.rule,
        rule_text=rule.rule if rule is not None else None,
        source=rule.source if rule is not None else None,
        error=refused.error.code,
        message=refused.error.message,
        facts=refused.__cause__.facts if isinstance(refused.__cause__, Refusal) else {},
    )
