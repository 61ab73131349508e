"""STS: who is asking, and temporary credentials to ask with."""

from emulator.contract.constraints import Violation
from emulator.protocols import WireError
from emulator.services.operations import Service
from emulator.services.shared.validation_errors import validation_error
from emulator.services.sts.words import WORDS


def word_violations(violations: list[Violation]) -> tuple[WireError, str]:
    return validation_error(violations), "STS-001"


sts = Service(
    "sts",
    (
        "emulator.services.sts.identity",
        "emulator.services.sts.assume_role",
        "emulator.services.sts.long_term",
        "emulator.services.sts.root_sessions",
        "emulator.services.sts.web_identity",
    ),
    words=WORDS,
    word_violations=word_violations,
)
