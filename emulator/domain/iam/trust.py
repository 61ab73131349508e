"""Whether a role's trust policy lets a principal assume it."""

from fnmatch import fnmatchcase
from typing import Any

from emulator.domain.callers import Caller
from emulator.domain.iam.documents import Statement, principals, read, values
from emulator.domain.iam.identities import Role
from emulator.domain.world import World


def allows(world: World, role: Role, caller: Caller, context: dict[str, str]) -> bool:
    """An explicit deny wins; otherwise one statement must allow. `context` holds sts:ExternalId and its kind."""
    organization = world.organization_of(caller.account_id)
    facts = {
        "aws:principalaccount": caller.account_id,
        "aws:principalarn": caller.principal.role_arn or caller.principal.arn,
        **{key.lower(): value for key, value in context.items()},
    }
    if organization is not None:
        facts["aws:principalorgid"] = organization.id
    allowed = False
    for statement in read(role.trust_document):
        if not _covers_action(statement) or not _names(statement, role, caller):
            continue
        if not _conditions_hold(statement.get("Condition", {}), facts):
            continue
        if statement["Effect"] == "Deny":
            return False
        allowed = True
    return allowed


def _covers_action(statement: Statement) -> bool:
    named = any(
        fnmatchcase("sts:assumerole", action.lower())
        for action in values(statement.get("Action", statement.get("NotAction")))
    )
    return named if "Action" in statement else not named


def _names(statement: Statement, role: Role, caller: Caller) -> bool:
    named = any(kind == "AWS" and _is(value, role, caller) for kind, value in principals(statement))
    return named if "Principal" in statement else not named


def _is(value: str, role: Role, caller: Caller) -> bool:
    principal = caller.principal
    if value == "*" or value == caller.account_id:
        return True
    if value.endswith(":root"):
        return value.split(":")[4] == caller.account_id
    if value in role.trusted_ids:
        # by unique id: a role that was deleted and made anew is not trusted
        return principal.role_id == role.trusted_ids[value]
    return value == principal.arn


def _conditions_hold(condition: dict[str, dict[str, Any]], facts: dict[str, str]) -> bool:
    return all(
        _test_holds(operator.lower(), facts.get(key.lower()), [str(value) for value in values(expected)])
        for operator, tests in condition.items()
        for key, expected in tests.items()
    )


def _test_holds(operator: str, actual: str | None, expected: list[str]) -> bool:
    operator = operator.removeprefix("foranyvalue:").removeprefix("forallvalues:")
    if operator == "null":
        return (actual is None) == (expected[0].lower() == "true")
    if operator.endswith("ifexists"):
        if actual is None:
            return True
        operator = operator.removesuffix("ifexists")
    negative = "not" in operator
    if actual is None:
        return negative
    operator = operator.replace("not", "")
    if operator in ("stringlike", "arnlike", "arnequals"):
        matches = any(fnmatchcase(actual, pattern) for pattern in expected)
    elif operator in ("stringequalsignorecase", "bool"):
        matches = actual.lower() in [value.lower() for value in expected]
    elif operator == "stringequals":
        matches = actual in expected
    else:
        # a key that we know with an operator that does not fit it
        return False
    return matches != negative
