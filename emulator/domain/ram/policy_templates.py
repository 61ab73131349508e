"""Policy templates of customer managed permissions: one statement without resource and principal."""

import json
import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from typing import Any

from emulator.domain.ram import permission_refusals, permissions
from emulator.domain.ram.records import PermissionVersion

_MEMBERS = {"Effect", "Action", "Condition"}
_FORBIDDEN_KEYS = {
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalaccount",
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceorgpaths",
    "aws:sourceorgid",
}
_PLACEHOLDER = re.compile(r"@\{([^}]*)\}")
MOST_PARAMETERS = 100
_SINGLE = "STRING"


def read(template: str, resource_type: str, declared: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The actions of a template that may be a permission's (RAM-048, RAM-049)."""
    statement = _statement(template)
    actions = statement["Action"]
    actions = [actions] if isinstance(actions, str) else actions
    if not isinstance(actions, list) or not actions or not all(isinstance(action, str) for action in actions):
        raise permission_refusals.MalformedTemplate("Action must be one action or a list of actions.")
    condition = statement.get("Condition", {})
    _require_values(condition)
    _require_parameters(condition, declared)
    allowed = permissions.actions_for(resource_type)
    for action in actions:
        if not any(fnmatchcase(action.lower(), each.lower()) for each in allowed):
            raise permission_refusals.InvalidPolicy(f"The action {action} is not supported for {resource_type}.")
    _require_condition(condition)
    return tuple(actions)


def _statement(template: str) -> dict[str, Any]:
    try:
        statement = json.loads(template)
    except (ValueError, RecursionError):
        raise permission_refusals.MalformedTemplate("It is not JSON.") from None
    if not isinstance(statement, dict):
        raise permission_refusals.MalformedTemplate("It must be one JSON object.")
    unknown = sorted(statement.keys() - _MEMBERS)
    if unknown:
        raise permission_refusals.MalformedTemplate(f"It must not contain {unknown[0]}.")
    if statement.get("Effect") != "Allow" or "Action" not in statement:
        raise permission_refusals.MalformedTemplate("It must have the Effect Allow and an Action.")
    if not isinstance(statement.get("Condition", {}), dict):
        raise permission_refusals.MalformedTemplate("Condition must be an object.")
    return statement


def _require_values(condition: dict[str, Any]) -> None:
    """An operator has keys, and a key one value or a list of them (RAM-141)."""
    for tests in condition.values():
        if not isinstance(tests, dict):
            raise permission_refusals.MalformedTemplate("Each condition operator needs an object of keys and values.")
        for values in tests.values():
            if any(isinstance(value, (dict, list)) for value in (values if isinstance(values, list) else [values])):
                raise permission_refusals.MalformedTemplate(
                    "Each condition key needs a value or a list of values."
                ).under("RAM-141")


def _require_condition(condition: dict[str, Any]) -> None:
    """Operators that do not negate, over keys that are not RAM's own."""
    for operator, tests in condition.items():
        if "not" in operator.lower():
            raise permission_refusals.InvalidPolicy(f"The condition operator {operator} is negated.")
        for key in tests:
            if key.lower() in _FORBIDDEN_KEYS or "tag/aws:" in key.lower():
                raise permission_refusals.InvalidPolicy(f"The condition key {key} is not supported.")


def _require_parameters(condition: dict[str, Any], declared: Sequence[tuple[str, str]]) -> None:
    names = [name for name, _ in declared]
    if len(names) > MOST_PARAMETERS or len(set(names)) != len(names):
        raise permission_refusals.MalformedTemplate(
            "Template parameters are declared once each, and at most 100 of them."
        )
    for name in _PLACEHOLDER.findall(json.dumps(condition)):
        if name not in names:
            raise permission_refusals.MalformedTemplate(f"The template parameter {name} is not declared.")


def given(version: PermissionVersion, parameters: Iterable[tuple[str, Sequence[str]]]) -> dict[str, tuple[str, ...]]:
    """The values of a version's template parameters: all that are declared, and no others (RAM-059)."""
    values = {name: tuple(each) for name, each in parameters}
    for name in values:
        if name not in version.parameters:
            raise permission_refusals.WrongTemplateParameters(f"The template parameter {name} is not declared.")
    for name, kind in version.parameters.items():
        if not values.get(name):
            raise permission_refusals.WrongTemplateParameters(f"The template parameter {name} is missing.")
        if kind == _SINGLE and len(values[name]) != 1:
            raise permission_refusals.WrongTemplateParameters(f"The template parameter {name} takes one value.")
    return values


def filled(template: str, values: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """The statement with the parameters' values in it: in place of a name, or of a whole value."""

    def within(text: str) -> str:
        return _PLACEHOLDER.sub(lambda match: ",".join(values.get(match[1], (match[0],))), text)

    def fill(value: Any) -> Any:
        if isinstance(value, str):
            whole = _PLACEHOLDER.fullmatch(value)
            if whole and whole[1] in values:
                found = values[whole[1]]
                return found[0] if len(found) == 1 else list(found)
            return within(value)
        if isinstance(value, list):
            return [fill(each) for each in value]
        if isinstance(value, dict):
            return {within(key): fill(each) for key, each in value.items()}
        return value

    statement = fill(json.loads(template))
    assert isinstance(statement, dict)
    return statement
