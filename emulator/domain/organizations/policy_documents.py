"""What the content of a policy must look like, type by type. The text is kept as it was sent; here it is only read."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from emulator.domain.iam.conditions import is_operator
from emulator.domain.organizations.policy_merge import ALLOWED_BELOW, VALUE_OPERATORS
from emulator.domain.organizations.policy_records import Document, PolicyType
from emulator.domain.organizations.policy_refusals import MalformedPolicyDocument

STATEMENT_ELEMENTS = frozenset(("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"))
_RCP_ELEMENTS = STATEMENT_ELEMENTS - {"NotAction"} | {"Principal"}
_ACTION = re.compile(r"[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+")
# AWS adds services to resource control policies from time to time (ORG-132).
RCP_SERVICES = frozenset(
    ("aoss", "cognito-identity", "cognito-idp", "dynamodb", "ecr", "kms", "logs", "s3", "secretsmanager", "sqs", "sts")
)
# The key at the top of the document; types that are not here take any one (ORG-133).
_TOP_LEVEL: Mapping[PolicyType, tuple[str, ...]] = {
    PolicyType.DECLARATIVE_POLICY_EC2: ("ec2_attributes",),
    PolicyType.BACKUP_POLICY: ("plans",),
    PolicyType.TAG_POLICY: ("tags",),
    PolicyType.CHATBOT_POLICY: ("chatbot", "chatbots"),
    PolicyType.AISERVICES_OPT_OUT_POLICY: ("services",),
    PolicyType.SECURITYHUB_POLICY: ("securityhub",),
    PolicyType.INSPECTOR_POLICY: ("inspector",),
    PolicyType.UPGRADE_ROLLOUT_POLICY: ("upgrade_rollout",),
    PolicyType.S3_POLICY: ("s3_attributes",),
}
# AWS publishes no limit. This is our own, far beyond its deepest samples.
DEEPEST = 50
_BOTH_REGION_LISTS = frozenset(("enable_in_regions", "disable_in_regions"))
_OPERATOR_NAMES = VALUE_OPERATORS | {"@@all", "@@none"}

_malformed: Callable[[str], MalformedPolicyDocument] = MalformedPolicyDocument


def parse(policy_type: PolicyType, content: str) -> Document:
    """The document, if it is one of its type."""
    document = load(content)
    if document is None:
        raise _malformed("it is not exactly one JSON object with each key once")
    if policy_type is PolicyType.SERVICE_CONTROL_POLICY:
        _check_service_control(document)
    elif policy_type is PolicyType.RESOURCE_CONTROL_POLICY:
        _check_resource_control(document)
    else:
        _check_declarative(policy_type, document)
    return document


def load(content: str) -> Document | None:
    """A JSON object in which no key stands twice at the top; None for anything else."""
    top: list[tuple[str, Any]] = []

    def pairs(found: list[tuple[str, Any]]) -> Document:
        # the outermost object is the last to end
        top[:] = found
        return dict(found)

    def constant(name: str) -> None:
        raise ValueError(name)

    try:
        document = json.loads(content, object_pairs_hook=pairs, parse_constant=constant)
        # what JSON can spell and no answer can: halves of surrogate pairs, numbers beyond all bounds
        json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) and len(document) == len(top) and _is_shallow(document) else None


def _is_shallow(document: Document) -> bool:
    """Whether it can be walked: no policy of AWS's nests anywhere near this deep (ORG-148)."""
    level: list[Any] = [document]
    for _ in range(DEEPEST):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
        ]
        if not level:
            return True
    return False


def statements(document: Document) -> list[dict[str, Any]] | None:
    """The statements of a document; None if there are none, or something else stands in their place."""
    found = document.get("Statement")
    found = [found] if isinstance(found, dict) else found
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        return None
    return found


def texts(value: Any) -> list[str] | None:
    """A text or a list of texts as a list; None for anything else, and for an empty list."""
    values = value if isinstance(value, list) else [value]
    return values if values and all(isinstance(one, str) for one in values) else None


def is_condition(value: Any) -> bool:
    """Known operators with keys with one value or several."""
    return isinstance(value, dict) and all(
        is_operator(operator)
        and isinstance(tests, dict)
        and all(
            isinstance(one, (str, bool, int, float))
            for expected in tests.values()
            for one in (expected if isinstance(expected, list) else [expected])
        )
        for operator, tests in value.items()
    )


def _check_service_control(document: Document) -> None:
    if not document.keys() <= {"Version", "Id", "Statement"}:
        raise _malformed("it has an element that service control policies do not have")
    if document.get("Version", "2012-10-17") not in ("2012-10-17", "2008-10-17"):
        raise _malformed("its Version is unknown")
    for statement in _statements(document, STATEMENT_ELEMENTS):
        if statement.get("Effect") not in ("Allow", "Deny"):
            raise _malformed("Effect must be Allow or Deny")
        if ("Action" in statement) == ("NotAction" in statement):
            raise _malformed("a statement needs either Action or NotAction")
        _check_actions(statement.get("Action", statement.get("NotAction")))
        if statement["Effect"] == "Allow" and "Resource" in statement and texts(statement["Resource"]) != ["*"]:
            raise _malformed("where Effect is Allow, Resource must be *")


def _check_resource_control(document: Document) -> None:
    if not document.keys() <= {"Version", "Id", "Statement"}:
        raise _malformed("it has an element that resource control policies do not have")
    if document.get("Version") != "2012-10-17":
        raise _malformed("its Version must be 2012-10-17")
    for statement in _statements(document, _RCP_ELEMENTS):
        if statement.get("Effect") != "Deny":
            raise _malformed("Effect must be Deny")
        if statement.get("Principal") != "*":
            raise _malformed("Principal must be *")
        for action in _check_actions(statement.get("Action")):
            if action.partition(":")[0].lower() not in RCP_SERVICES:
                raise _malformed(f"the action {action} is not of a service that resource control policies cover")


def _statements(document: Document, elements: frozenset[str]) -> list[dict[str, Any]]:
    found = statements(document)
    if found is None:
        raise _malformed("it has no Statement")
    for statement in found:
        if not statement.keys() <= elements:
            raise _malformed(f"{min(statement.keys() - elements)} is not supported")
        if not isinstance(statement.get("Sid", ""), str):
            raise _malformed("Sid is a text")
        if ("Resource" in statement) == ("NotResource" in statement):
            raise _malformed("a statement needs either Resource or NotResource")
        if texts(statement.get("Resource", statement.get("NotResource"))) is None:
            raise _malformed("a resource is a text")
        if not is_condition(statement.get("Condition", {})):
            raise _malformed("Condition has operators, keys and values")
    return found


def _check_actions(value: Any) -> list[str]:
    actions = texts(value)
    if actions is None:
        raise _malformed("a statement needs actions")
    for action in actions:
        if action != "*" and _ACTION.fullmatch(action) is None:
            raise _malformed(f"{action} is not an action")
    return actions


def _check_declarative(policy_type: PolicyType, document: Document) -> None:
    known = _TOP_LEVEL.get(policy_type)
    if len(document) != 1 or (known is not None and next(iter(document)) not in known):
        expected = "one key" if known is None else " or ".join(known)
        raise _malformed(f"at its top stands {expected}")
    (settings,) = document.values()
    if not isinstance(settings, dict):
        raise _malformed("settings are JSON objects")
    pairs = _check_settings(settings)
    if policy_type is PolicyType.SECURITYHUB_POLICY and not settings.keys() >= _BOTH_REGION_LISTS:
        raise _malformed("enable_in_regions and disable_in_regions are required")
    if policy_type is PolicyType.INSPECTOR_POLICY and (not pairs or not all(pairs)):
        raise _malformed("enable_in_regions and disable_in_regions are required")


def _check_settings(settings: Document) -> list[bool]:
    """Refuse what is neither a setting nor an operator. Of each object with a list of Regions: whether it has both."""
    pairs = [settings.keys() >= _BOTH_REGION_LISTS] if settings.keys() & _BOTH_REGION_LISTS else []
    for name, value in settings.items():
        if name == ALLOWED_BELOW:
            if not set(texts(value) or ["?"]) <= _OPERATOR_NAMES:
                raise _malformed(f"{ALLOWED_BELOW} lists operators")
        elif name in VALUE_OPERATORS:
            values = value if isinstance(value, list) else [value]
            if not all(isinstance(one, (str, bool, int, float)) for one in values):
                raise _malformed(f"{name} takes a value or a list of values")
        elif name.startswith("@@"):
            raise _malformed(f"{name} is not an operator")
        elif not isinstance(value, dict):
            raise _malformed(f"the value of {name} needs an operator, such as @@assign")
        else:
            pairs += _check_settings(value)
    return pairs
