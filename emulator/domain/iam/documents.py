"""Policy documents: what IAM accepts as one, and in which words it refuses the rest.

Documents are stored as the caller sent them; here they are only read.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from emulator.domain.iam import refusals
from emulator.domain.iam.identities import identities_of
from emulator.domain.world import World

Statement = dict[str, Any]

_STATEMENT_ELEMENTS = {
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
}  # fmt: skip
_OPERATOR = re.compile(
    r"(ForAllValues:|ForAnyValue:)?(String(Not)?(Equals|EqualsIgnoreCase|Like)"
    r"|Numeric(Not)?(Equals)|Numeric(LessThan|GreaterThan)(Equals)?|Date(Not)?Equals"
    r"|Date(LessThan|GreaterThan)(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like)|Null)(IfExists)?",
    re.IGNORECASE,
)
_ASSUMABLE = re.compile(
    r"sts:(\*|AssumeRole\*?|AssumeRoleWithSAML|AssumeRoleWithWebIdentity|DecodeAuthorizationMessage"
    r"|GetAccessKeyInfo|GetCallerIdentity|GetFederationToken|GetServiceBearerToken|GetSessionToken"
    r"|SetSourceIdentity|TagSession|SetContext)",
    re.IGNORECASE,
)
_PRINCIPAL_ARN = re.compile(
    r"arn:aws[a-z-]*:(?:iam::(?P<account>\d{12}):(?P<entity>root|(?P<kind>role|user)/(?P<name>[\w+=,.@/-]+))"
    r"|sts::\d{12}:(?:assumed-role|federated-user)/.+)"
)
_FEDERATED = re.compile(
    r"arn:aws[a-z-]*:iam::\d{12}:(?:oidc|saml)-provider/.+"
    r"|cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com"
)


def values(value: Any) -> list[Any]:
    """An element that may be one value or a list of them, as a list."""
    return value if isinstance(value, list) else [value]


def size(document: str) -> int:
    """The characters that count against a quota: white space does not."""
    return sum(not character.isspace() for character in document)


def parse_permissions(document: str) -> list[Statement]:
    """The statements of a permissions policy; refused with IAM's words for the first thing that is wrong."""
    statements = _statements(_load(document, "Syntax errors in policy."))
    _check_common(statements)
    for statement in statements:
        if not values(statement.get("Resource", statement.get("NotResource", []))):
            raise refusals.MalformedDocument("Policy statement must contain resources.")
        for resource in values(statement.get("Resource", statement.get("NotResource"))):
            if resource != "*" and ":" not in resource:
                raise refusals.MalformedDocument(f'Resource {resource} must be in ARN format or "*".')
            if resource != "*" and resource.count(":") < 5 and "*" not in resource:
                raise refusals.MalformedDocument("The policy failed legacy parsing")
        if "Principal" in statement or "NotPrincipal" in statement:
            raise refusals.MalformedDocument("Policy document should not specify a principal.")
    return statements


def parse_trust(world: World, document: str) -> tuple[list[Statement], dict[str, str]]:
    """The statements of a trust policy, and the unique ids of the roles that it trusts by ARN."""
    statements = _statements(_load(document, "This policy contains invalid Json"))
    _check_common(statements)
    trusted: dict[str, str] = {}
    for statement in statements:
        if "Resource" in statement or "NotResource" in statement:
            raise refusals.MalformedDocument("Has prohibited field Resource.")
        if "NotPrincipal" in statement and statement["Effect"] == "Allow":
            raise refusals.MalformedDocument('AssumeRolepolicy contained an invalid principal: "NotPrincipal"')
        if "Principal" not in statement and "NotPrincipal" not in statement:
            raise refusals.MalformedDocument("Missing required field Principal")
        for action in values(statement.get("Action", statement.get("NotAction"))):
            if _ASSUMABLE.fullmatch(action) is None:
                raise refusals.MalformedDocument("AssumeRole policy may only specify STS AssumeRole actions.").under(
                    "IAM-025"
                )
        for kind, value in principals(statement):
            unique_id = _check_principal(world, kind, value)
            if unique_id is not None:
                trusted[value] = unique_id
    return statements, trusted


def read(document: str) -> list[Statement]:
    """The statements of a document that was accepted before."""
    return values(json.loads(document)["Statement"])


def principals(statement: Statement) -> Iterator[tuple[str, str]]:
    """Kind and value of every principal; `"*"` alone is the AWS principal `*`."""
    principal = statement.get("Principal", statement.get("NotPrincipal"))
    if principal == "*":
        yield "AWS", "*"
    elif isinstance(principal, dict):
        for kind, named in principal.items():
            for value in values(named):
                yield kind, value


def _load(document: str, problem: str) -> dict[str, Any]:
    try:
        loaded = json.loads(document)
    except (ValueError, RecursionError):
        raise refusals.MalformedDocument(problem) from None
    if not isinstance(loaded, dict):
        raise refusals.MalformedDocument(problem)
    return loaded


def _syntax() -> refusals.MalformedDocument:
    return refusals.MalformedDocument("Syntax errors in policy.")


def _statements(document: dict[str, Any]) -> list[Statement]:
    if not set(document) <= {"Version", "Id", "Statement"} or "Statement" not in document:
        raise _syntax()
    if document.get("Version", "2008-10-17") not in ("2008-10-17", "2012-10-17"):
        raise _syntax()
    statements = values(document["Statement"])
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
        if _OPERATOR.fullmatch(operator) is None or not isinstance(tests, dict):
            raise _syntax()


def _check_common(statements: list[Statement]) -> None:
    if any(statement["Effect"] not in ("Allow", "Deny") for statement in statements):
        raise refusals.MalformedDocument("The policy failed legacy parsing")
    named = [statement["Sid"] for statement in statements if statement.get("Sid")]
    if len(set(named)) != len(named):
        raise refusals.MalformedDocument("Statement IDs (SID) in a single policy must be unique.")
    for statement in statements:
        actions = values(statement.get("Action", statement.get("NotAction", [])))
        if not actions:
            raise refusals.MalformedDocument("Policy statement must contain actions.")
        for action in actions:
            if action == "*":
                continue
            if ":" not in action:
                raise refusals.MalformedDocument(
                    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
                )
            if action.count(":") > 1:
                raise refusals.MalformedDocument("Actions/Condition can contain only one colon.")
            vendor = action.split(":")[0]
            if re.fullmatch(r"[a-zA-Z0-9\-.]+", vendor) is None:
                raise refusals.MalformedDocument(f"Vendor {vendor} is not valid")


def _check_principal(world: World, kind: str, value: str) -> str | None:
    """The unique id of a role named by ARN; refused if the role does not exist."""
    if kind == "Service":
        if not value.endswith((".amazonaws.com", ".amazonaws.com.cn", ".amazon.com")):
            raise _invalid_principal("SERVICE", value)
        return None
    if kind == "Federated":
        if _FEDERATED.fullmatch(value) is None:
            raise _invalid_principal("FEDERATED", value)
        return None
    if kind != "AWS":
        raise _invalid_principal(kind.upper(), value)
    if value == "*" or re.fullmatch(r"\d{12}", value):
        return None
    match = _PRINCIPAL_ARN.fullmatch(value)
    if match is None:
        raise _invalid_principal("AWS", value)
    if match["kind"] == "role":
        role = identities_of(world, match["account"]).roles.get(match["name"].rsplit("/", 1)[-1])
        if role is None or role.arn.lower() != value.lower():
            raise _invalid_principal("AWS", value)
        return role.id
    return None


def _invalid_principal(kind: str, value: str) -> refusals.MalformedDocument:
    return refusals.MalformedDocument(f'Invalid principal in policy: "{kind}":"{value}"').under("IAM-026")
