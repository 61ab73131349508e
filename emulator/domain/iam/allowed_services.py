"""Which services service control policies leave to the accounts below them, service by service.

AWS does not say how it counts. Here a service is left if every level allows some of its actions and no level denies
all of them to everybody: what conditions or resources narrow still leaves something.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from emulator.domain.iam.evaluation import Statement, read

# The statements of the policies that are attached to one root, unit or account.
Level = Sequence[Statement]


@cache
def service_names() -> Mapping[str, str]:
    """Every service of AWS: namespace -> name, in order of namespace."""
    source = Path(__file__).with_name("service_namespaces.json").read_text(encoding="utf-8")
    names: dict[str, str] = json.loads(source)["services"]
    return names


def level_of(contents: Iterable[str]) -> Level:
    return [statement for content in contents for statement in read(content)]


def allowed(levels: Iterable[Level]) -> list[str]:
    """The namespaces of the services that all levels leave."""
    left = frozenset(service_names())
    for level in levels:
        allows = (_reached(statement, wholly=False) for statement in level if not statement.denies)
        denies = (
            _reached(statement, wholly=True) for statement in level if statement.denies and _spares_none(statement)
        )
        left = left.intersection(frozenset().union(*allows)).difference(*denies)
    return [namespace for namespace in service_names() if namespace in left]


def _spares_none(statement: Statement) -> bool:
    """Whether a statement holds for everybody and every resource."""
    everywhere = not statement.all_resources_but and "*" in (statement.resources or ("*",))
    return everywhere and not statement.tests


def _reached(statement: Statement, *, wholly: bool) -> frozenset[str]:
    """The services of which a statement means all actions, or at least some."""
    if statement.all_actions_but:
        return frozenset(service_names()) - _named(statement.actions, wholly=not wholly)
    return _named(statement.actions, wholly=wholly)


def _named(actions: Iterable[str], *, wholly: bool) -> frozenset[str]:
    """The services of which actions name all, or at least some. In these policies a service is spelled out, or `*`."""
    parts = [action.partition(":") for action in actions]
    named = frozenset(vendor for vendor, _, name in parts if not wholly or not name.strip("*"))
    return frozenset(service_names()) if "*" in named else named
