"""AWS Organizations: its operations, and how it words malformed input."""

from emulator.contract.constraints import Violation
from emulator.domain.organizations.access import require_caller, require_permission
from emulator.protocols import WireError
from emulator.services.operations import Service
from emulator.services.organizations.policy_words import POLICY_WORDS
from emulator.services.organizations.words import WORDS

_REASONS = {
    "required": "INPUT_REQUIRED",
    "min_length": "MIN_LENGTH_EXCEEDED",
    "max_length": "MAX_LENGTH_EXCEEDED",
    "min_value": "MIN_VALUE_EXCEEDED",
    "max_value": "MAX_VALUE_EXCEEDED",
    "pattern": "INVALID_PATTERN",
    "enum": "INVALID_ENUM",
}


# Members whose pattern has a reason of its own (ORG-134).
_PATTERN_REASONS = {"PolicyId": "INVALID_SYNTAX_POLICY_ID", "TargetId": "INVALID_PATTERN_TARGET_ID"}


_TEXTS = {
    "required": "You must include a value for all required parameters.",
    "pattern": "You provided a value that does not match the required pattern.",
}


def word_violations(violations: list[Violation]) -> tuple[WireError, str]:
    """Organizations names the reason of the first thing that is wrong (INT-047)."""
    first = _first(violations)
    reason = _reason(first)
    text = _TEXTS.get(first.kind, "You specified an invalid value.")
    return WireError("InvalidInputException", 400, text, {"Reason": reason}), "INT-047"


def _first(violations: list[Violation]) -> Violation:
    """An id of the wrong length is a malformed id, so its pattern speaks for its length too."""
    first = violations[0]
    of_the_same = (one for one in violations if one.path == first.path and str(one.path[-1]).endswith("Id"))
    return next((one for one in of_the_same if one.kind == "pattern"), first)


def _reason(violation: Violation) -> str:
    if violation.kind == "pattern":
        return _PATTERN_REASONS.get(str(violation.path[-1]), "INVALID_PATTERN")
    if violation.kind == "enum" and "TAG_POLICY" in violation.limit:
        return "INVALID_ENUM_POLICY_TYPE"
    return _REASONS[violation.kind]


organizations = Service(
    "organizations",
    (
        "emulator.services.organizations.life",
        "emulator.services.organizations.units",
        "emulator.services.organizations.accounts",
        "emulator.services.organizations.handshakes",
        "emulator.services.organizations.trusted_access",
        "emulator.services.organizations.tags",
        "emulator.services.organizations.transfers",
        "emulator.services.organizations.policies",
        "emulator.services.organizations.policy_types",
        "emulator.services.organizations.effective_policies",
        "emulator.services.organizations.resource_policy",
    ),
    word_violations=word_violations,
    before_validation=require_caller,
    after_validation=require_permission,
    words={**WORDS, **POLICY_WORDS},
)
