"""How IAM words what a request's members break: all of it in one sentence, but for names, paths and markers."""

from emulator.contract.constraints import Violation
from emulator.protocols import WireError
from emulator.services.shared.validation_errors import lower_first, validation_error

# In place of a pattern, IAM describes what a name may hold.
_PLAIN_NAMES = {"RoleName", "UserName", "InstanceProfileName"}
_PATHS = {"Path", "PathPrefix"}


def word_violations(violations: list[Violation]) -> tuple[WireError, str]:
    """Every violation, in the order of the members; a name or path alone has a text of its own."""
    counted = [violation for violation in violations if _own_words(violation) is None]
    if not counted:
        return WireError("ValidationError", 400, _own_words(violations[0]) or ""), "IAM-033"
    return validation_error(counted), "IAM-032"


def _own_words(violation: Violation) -> str | None:
    if violation.kind != "pattern":
        return None
    member = str(violation.path[0])
    if member in _PLAIN_NAMES:
        return (
            f"The specified value for {lower_first(member)} is invalid. It must contain only alphanumeric characters "
            "and/or the following: +=,.@_-"
        )
    if member in _PATHS:
        return (
            f"The specified value for {lower_first(member)} is invalid. It must begin and end with / and contain only "
            "alphanumeric characters and/or / characters."
        )
    if member == "Marker":
        return "Invalid Marker."
    return None
