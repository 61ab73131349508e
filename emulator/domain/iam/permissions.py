"""Permissions policies: inline ones, and the versions of managed ones.

The order of the checks and their texts are those that moto's authors found when they tried documents against AWS.
"""

import re

from emulator.domain.iam import refusals
from emulator.domain.iam.documents import Statement, actions, check_action, check_sids_and_actions, load, values

_PARTITION = re.compile(r"aws(-[a-z]+)*|.*[*?].*")
_HAS_NO_REGION = {
    "iam": "IAM resource {} cannot contain region information.",
    "s3": "Resource {} can not contain region information.",
}
_IAM_PATHS = (
    "user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/", "policy/",
    "sms-mfa/", "saml-provider/", "oidc-provider/", "report/", "access-report/",
)  # fmt: skip


def check(document: str) -> None:
    """Refused with IAM's words for the first thing that is wrong."""
    statements = load(document, "Syntax errors in policy.")
    problem = _first_problem(statements)
    check_sids_and_actions(statements)
    if not all(_resources(statement) for statement in statements):
        raise refusals.MalformedDocument("Policy statement must contain resources.")
    if problem is not None:
        raise refusals.MalformedDocument(problem)
    for statement in statements:
        for action in actions(statement):
            check_action(action)
    if any("Principal" in statement or "NotPrincipal" in statement for statement in statements):
        raise refusals.MalformedDocument("Policy document should not specify a principal.")


def _resources(statement: Statement) -> list[str]:
    return values(statement.get("Resource", statement.get("NotResource", [])))


def _first_problem(statements: list[Statement]) -> str | None:
    """What is wrong with the first bad resource. One that is not even cut into parts fails the older parser first."""
    for statement in statements:
        for resource in _resources(statement):
            if resource == "*":
                continue
            problem = _problem(resource)
            if problem is not None:
                return problem
            if resource.count(":") < 5 or not resource.split(":")[2]:
                raise refusals.MalformedDocument("The policy failed legacy parsing")
    return None


def _problem(resource: str) -> str | None:
    if ":" not in resource:
        return f'Resource {resource} must be in ARN format or "*".'
    parts = resource.split(":", 5)
    if _PARTITION.fullmatch(parts[1]) is None:
        shown = ":".join([*parts[2:5], *["*"] * (5 - len(parts)), *(parts[5:] or ["*"])])
        return f'Partition "{parts[1]}" is not valid for resource "arn:{parts[1]}:{shown}".'
    if len(parts) == 2 or re.search(r"[*?]", parts[2]):
        return "Resource vendor must be fully qualified and cannot contain regexes."
    if len(parts) < 6:
        return None
    if parts[3] and parts[2] in _HAS_NO_REGION:
        return _HAS_NO_REGION[parts[2]].format(resource)
    if parts[2] == "iam" and parts[5] != "*" and not parts[5].startswith(_IAM_PATHS):
        return f'IAM resource path must either be "*" or start with {", ".join(_IAM_PATHS)}.'
    return None
