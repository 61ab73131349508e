"""What tag policies ask for, and the reports of what does not comply."""

import json
from collections.abc import Iterator
from datetime import datetime

from emulator.domain.callers import Caller
from emulator.domain.organizations import effective_policies
from emulator.domain.organizations.policy_records import PolicyType
from emulator.domain.refusals import Refusal
from emulator.domain.tagging import refusals
from emulator.domain.tagging.sources import GLOBAL_REGION, sources
from emulator.domain.world import World


def require_management(world: World, caller: Caller) -> None:
    """Only the management account asks, and only here (TAG-012)."""
    organization = world.organization_of(caller.account_id)
    managed = organization is not None and organization.management_account_id == caller.account_id
    if not managed or caller.region != GLOBAL_REGION:
        raise refusals.OnlyManagementAccount


def start_report(world: World, caller: Caller) -> None:
    require_management(world, caller)
    world.begin_change()
    world.tagging.reports[caller.account_id] = world.now


def report_started_at(world: World, caller: Caller) -> datetime | None:
    require_management(world, caller)
    return world.tagging.reports.get(caller.account_id)


def required_tags(world: World, caller: Caller) -> list[tuple[str, list[str]]]:
    """The types whose resources the account's effective tag policy wants tagged, and the keys."""
    try:
        policy = effective_policies.describe(world, caller.account_id, PolicyType.TAG_POLICY, caller.account_id)
    except Refusal:
        # in no organization, or under no tag policy: nothing is required
        return []
    required: dict[str, list[str]] = {}
    for key, rule in json.loads(policy.content).get("tags", {}).items():
        for wanted in rule.get("report_required_tag_for", ()):
            for resource_type in _types(wanted):
                required.setdefault(resource_type, []).append(rule.get("tag_key", key))
    return sorted(required.items())


def _types(wanted: str) -> Iterator[str]:
    """A type, or all that the API takes of a service."""
    service, _, kind = wanted.partition(":")
    if kind == "ALL_SUPPORTED":
        yield from (source.type for source in sources() if source.type.startswith(f"{service}:"))
    else:
        yield wanted
