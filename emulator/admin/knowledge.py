"""What the emulator knows about itself: its rules, its settings, and what it covers."""

from dataclasses import asdict
from difflib import get_close_matches
from typing import Annotated

from fastapi import APIRouter, Query

from emulator.admin.problems import Refused
from emulator.admin.shapes import (
    CoverageRow,
    CoverageView,
    ExplainedRule,
    Name,
    RefusedCall,
    RulesView,
    RuleView,
    SettingsView,
    SettingView,
)
from emulator.admin.views import call_view, existing
from emulator.contract.coverage import coverage
from emulator.domain.journal import CallEntry
from emulator.rules import Rule, register
from emulator.services.registry import implemented
from emulator.settings import Settings, all_settings
from emulator.worlds import DEFAULT, Worlds

_CALLS_SHOWN = 5


def router(held: Worlds, settings: Settings) -> APIRouter:
    routes = APIRouter(tags=["knowledge"])

    @routes.get("/rules")
    async def list_rules(
        area: Annotated[str | None, Query(description="of one area only")] = None,
    ) -> RulesView:
        """Every rule that a call may be refused by, or behaves by."""
        found = [rule for rule in register().values() if area is None or rule.area == area]
        return RulesView(rules=[RuleView(**asdict(rule)) for rule in found])

    @routes.get("/rules/{rule_id}")
    async def describe_rule(rule_id: str) -> RuleView:
        """One rule: what it says, where it comes from, and how sure that is. Refusals name it in x-emulator-rule."""
        return RuleView(**asdict(_known(rule_id)))

    @routes.get("/worlds/{name}/rules/{rule_id}")
    async def explain_rule(name: Name, rule_id: str) -> ExplainedRule:
        """One rule, and the last calls of this world that it refused, with the facts that it found."""
        rule = _known(rule_id)
        entries = existing(held, name).journal.entries()
        calls = [one for one in entries if isinstance(one, CallEntry) and one.rule == rule.id][-_CALLS_SHOWN:]
        refused = [RefusedCall(call=call_view(one), facts=one.facts) for one in reversed(calls)]
        return ExplainedRule(**asdict(rule), refused=refused)

    @routes.get("/settings")
    async def list_settings() -> SettingsView:
        """Every setting with its value here, its default and its reason."""
        options = held.get(DEFAULT).options
        return SettingsView(
            settings=[
                SettingView(
                    name=one.name,
                    variable=one.variable,
                    value=getattr(options if one.of_worlds else settings.server, one.name),
                    default=one.default,
                    reason=one.reason,
                )
                for one in all_settings()
            ]
        )

    @routes.get("/coverage")
    async def list_coverage() -> CoverageView:
        """Which operations are implemented; every other one of the contract answers 501."""
        return CoverageView(
            services=[
                CoverageRow(
                    title=row.title,
                    service=row.service,
                    implemented=list(row.implemented),
                    absent=list(row.absent),
                )
                for row in coverage(implemented()).rows
            ]
        )

    return routes


def _known(rule_id: str) -> Rule:
    rule = register().get(rule_id.upper())
    if rule is None:
        near = get_close_matches(rule_id.upper(), register(), 3)
        raise Refused(404, f"no rule {rule_id!r}", " or ".join(near) or "an id from /_emulator/rules")
    return rule
