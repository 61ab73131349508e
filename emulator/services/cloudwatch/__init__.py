"""CloudWatch: its operations, and how it words malformed input."""

from emulator.contract.constraints import Violation
from emulator.protocols import WireError
from emulator.services.cloudwatch.words import WORDS
from emulator.services.operations import Service
from emulator.services.shared.validation_errors import validation_error


def word_violations(violations: list[Violation]) -> tuple[WireError, str]:
    """Every violation, in the order of the members."""
    return validation_error(violations), "CW-001"


cloudwatch = Service(
    "cloudwatch",
    (
        "emulator.services.cloudwatch.metrics",
        "emulator.services.cloudwatch.statistics",
        "emulator.services.cloudwatch.data",
        "emulator.services.cloudwatch.alarms",
        "emulator.services.cloudwatch.tags",
    ),
    word_violations=word_violations,
    words=WORDS,
)
