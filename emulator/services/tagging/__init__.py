"""The Resource Groups Tagging API: its operations, and how it words malformed input."""

from emulator.contract.constraints import Violation
from emulator.protocols import WireError
from emulator.services.operations import Service
from emulator.services.shared.validation_errors import validation_error
from emulator.services.tagging.words import WORDS


def word_violations(violations: list[Violation]) -> tuple[WireError, str]:
    """Every violation, in the order of the members; its one code for what a caller did wrong."""
    return WireError("InvalidParameterException", 400, validation_error(violations).message), "TAG-001"


tagging = Service(
    "tagging",
    (
        "emulator.services.tagging.resources",
        "emulator.services.tagging.tags",
        "emulator.services.tagging.compliance",
    ),
    word_violations=word_violations,
    words=WORDS,
)
