"""AWS Organizations: its operations, and how it words malformed input."""

from emulator.contract.constraints import Violation
from emulator.domain.organizations.access import require_caller
from emulator.protocols import WireError
from emulator.services.operations import Service
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


def word_violations(violations: list[Violation]) -> tuple[WireError, str]:
    """Organizations names the reason of the first thing that is wrong (INT-047)."""
    reason = _REASONS[violations[0].kind]
    text = (
        "You provided a value that does not match the required pattern."
        if reason == "INVALID_PATTERN"
        else "You specified an invalid value."
    )
    return WireError("InvalidInputException", 400, text, {"Reason": reason}), "INT-047"


organizations = Service(
    "organizations",
    ("emulator.services.organizations.accounts", "emulator.services.organizations.trusted_access"),
    word_violations=word_violations,
    before_validation=require_caller,
    words=WORDS,
)
