"""How RAM words what a request's members break."""

from emulator.contract.constraints import Violation
from emulator.protocols import WireError

_ENUMS = {
    "resourceOwner": "{0} is not a valid resource owner. Specify either SELF or OTHER-ACCOUNTS and try again.",
    "associationType": "{0} is not a valid association type. Specify either PRINCIPAL or RESOURCE and try again.",
    "associationStatus": "{0} is not a valid association status.",
    "resourceRegionScope": "{0} is not a valid resource region scope value. Specify a valid value and try again.",
    "permissionType": "{0} is not a valid scope. Must be one of: ALL, AWS, LOCAL.",
}


def word_violations(violations: list[Violation]) -> tuple[WireError, str]:
    """The first thing that is wrong."""
    first = violations[0]
    member = ".".join(str(step) for step in first.path)
    if first.kind == "enum" and member in _ENUMS:
        text = _ENUMS[member].format(first.value)
    elif first.kind == "required":
        text = f"The parameter {member} is required."
    else:
        text = f"The value of the parameter {member} is not valid."
    return WireError("InvalidParameterException", 400, text), "RAM-073"
