"""Policy documents: what every one of them must be, and in which words IAM refuses the rest.

Documents are stored as the caller sent them; here they are only read. What permissions and trust policies must be
beyond that is in `permissions.py` and `trust_documents.py`.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from emulator.domain.iam import refusals
from emulator.domain.iam.conditions import is_operator

Statement = dict[str, Any]

_ELEMENTS = {"Version", "Id", "Statement"}
_STATEMENT_ELEMENTS = {
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
}  # fmt: skip
_SID = re.compile(r"[0-9A-Za-z]+")
_HOUR, _SIXTY = r"([01]\d|2[0-3])", r"[0-5]\d"
_DATE = re.compile(
    r"-?\d{1,19}|\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])"
    rf"(T{_HOUR}:{_SIXTY}(:{_SIXTY}(\.\d{{1,9}})?)?(Z|[+-]{_HOUR}:?{_SIXTY})?)?)?)?",
    re.ASCII,
)


def values(value: Any) -> list[Any]:
    """An element that may be one value or a list of them, as a list."""
    return value if isinstance(value, list) else [value]


def size(document: str) -> int:
    """The characters that count against a quota: white space does not."""
    return sum(not character.isspace() for character in document)


def principals(statement: Statement) -> Iterator[tuple[str, str]]:
    """Kind and value of every principal; `"*"` alone is the AWS principal `*`."""
    principal = statement.get("Principal", statement.get("NotPrincipal"))
    if principal == "*":
        yield "AWS", "*"
    elif isinstance(principal, dict):
        for kind, named in principal.items():
            for value in values(named):
                yield kind, value


def load(document: str, problem: str) -> list[Statement]:
    """The statements of a document whose syntax, version and Sids are right. `problem` is what is said of bad JSON."""
    statements = _statements(_load(document, problem))
    if any(statement["Effect"] not in ("Allow", "Deny") for statement in statements):
        raise _legacy()
    for statement in statements:
        _check_dates(statement)
    return statements


def check_sids_and_actions(statements: list[Statement]) -> None:
    named = [statement["Sid"] for statement in statements if statement.get("Sid")]
    if not all(_SID.fullmatch(sid) for sid in named):
        raise refusals.MalformedDocument(
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression "
            "[0-9A-Za-z]*"
        ).under("IAM-062")
    if len(set(named)) != len(named):
        raise refusals.MalformedDocument("Statement IDs (SID) in a single policy must be unique.")
    if not all(actions(statement) for statement in statements):
        raise refusals.MalformedDocument("Policy statement must contain actions.")


def check_action(action: str) -> None:
    """An action is a vendor and a name, whether or not the vendor has such an action."""
    if action == "*":
        return
    if ":" not in action:
        raise refusals.MalformedDocument("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")
    if action.count(":") > 1:
        raise refusals.MalformedDocument("Actions/Condition can contain only one colon.")
    vendor = action.split(":")[0]
    if re.fullmatch(r"[a-zA-Z0-9\-.]+", vendor) is None:
        raise refusals.MalformedDocument(f"Vendor {vendor} is not valid")


def actions(statement: Statement) -> list[str]:
    return values(statement.get("Action", statement.get("NotAction", [])))


def _legacy() -> refusals.MalformedDocument:
    return refusals.MalformedDocument("The policy failed legacy parsing")


def _check_dates(statement: Statement) -> None:
    for operator, tests in statement.get("Condition", {}).items():
        if not operator.lower().removeprefix("foranyvalue:").removeprefix("forallvalues:").startswith("date"):
            continue
        for expected in tests.values():
            if not all(_DATE.fullmatch(str(value)) for value in values(expected)):
                raise _legacy()


def _load(document: str, problem: str) -> dict[str, Any]:
    try:
        loaded = json.loads(document, parse_constant=_refuse_constant, object_pairs_hook=_object)
    except (ValueError, RecursionError):
        raise refusals.MalformedDocument(problem) from None
    if not isinstance(loaded, dict):
        raise refusals.MalformedDocument(problem)
    return loaded


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Python takes the last of several members of one name; of a policy's elements, none may stand twice."""
    elements = [name for name, _ in pairs if name in _ELEMENTS or name in _STATEMENT_ELEMENTS]
    if len(set(elements)) != len(elements):
        raise _syntax().under("IAM-083")
    return dict(pairs)


def _refuse_constant(name: str) -> None:
    """Python reads NaN and Infinity, which JSON does not have."""
    raise ValueError(name)


def _syntax() -> refusals.MalformedDocument:
    return refusals.MalformedDocument("Syntax errors in policy.")


def _statements(document: dict[str, Any]) -> list[Statement]:
    if not set(document) <= _ELEMENTS or "Statement" not in document:
        raise _syntax()
    if document.get("Version", "2008-10-17") not in ("2008-10-17", "2012-10-17"):
        raise _syntax()
    if not isinstance(document.get("Id", ""), str):
        raise _syntax()
    statements = values(document["Statement"])
    if not statements:
        raise _syntax()
    for statement in statements:
        if not isinstance(statement, dict) or not set(statement) <= _STATEMENT_ELEMENTS:
            raise _syntax()
        _check_statement(statement)
    if document.get("Version") != "2012-10-17":
        raise refusals.MalformedDocument("Policy document must be version 2012-10-17 or greater.")
    return statements


def _check_statement(statement: Statement) -> None:
    effect = statement.get("Effect")
    if not isinstance(effect, str) or effect.lower() not in ("allow", "deny"):
        raise _syntax()
    for element in ("Action", "Resource", "Principal"):
        if element in statement and f"Not{element}" in statement:
            raise _syntax()
    for element in ("Action", "NotAction", "Resource", "NotResource"):
        if not all(isinstance(value, str) for value in values(statement.get(element, []))):
            raise _syntax()
    for element in ("Principal", "NotPrincipal"):
        principal = statement.get(element, "*")
        if principal != "*" and not isinstance(principal, dict):
            raise _syntax()
        if isinstance(principal, dict) and not all(
            isinstance(value, str) for named in principal.values() for value in values(named)
        ):
            raise _syntax()
    if not isinstance(statement.get("Sid", ""), str):
        raise _syntax()
    condition = statement.get("Condition", {})
    if not isinstance(condition, dict):
        raise _syntax()
    for operator, tests in condition.items():
        if not is_operator(operator) or not isinstance(tests, dict):
            raise _syntax()
        for expected in tests.values():
            if not all(isinstance(value, str | bool | int | float) for value in values(expected)):
                raise _syntax()
