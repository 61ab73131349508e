"""STS: who is asking."""

from emulator.contract.constraints import Violation
from emulator.protocols import WireError
from emulator.services.operations import Service


def word_violations(violations: list[Violation]) -> tuple[WireError, str]:
    names = ", ".join(str(violation.path[-1]) for violation in violations)
    return WireError("ValidationError", 400, f"{len(violations)} validation errors detected: {names}"), "STS-001"


sts = Service("sts", ("emulator.services.sts.identity",), words={}, word_violations=word_violations)
