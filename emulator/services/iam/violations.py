"""How IAM words what a request's members break: all of it in one sentence, but for names, paths and markers."""

from collections.abc import Sequence

from emulator.contract.constraints import Violation
from emulator.protocols import WireError

# In place of a pattern, IAM describes what a name may hold.
_PLAIN_NAMES = {"RoleName", "UserName", "InstanceProfileName"}
_PATHS = {"Path", "PathPrefix"}


def word_violations(violations: list[Violation]) -> tuple[WireError, str]:
    """Every violation, in the order of the members; a name or path alone has a text of its own."""
    counted = [violation for violation in violations if _own_words(violation) is None]
    if not counted:
        return WireError("ValidationError", 400, _own_words(violations[0]) or ""), "IAM-033"
    found = "; ".join(f"{_value(each)} at '{_place(each.path)}' failed to satisfy constraint: {_constraint(each)}"
                      for each in counted)  # fmt: skip
    errors = "error" if len(counted) == 1 else "errors"
    return WireError("ValidationError", 400, f"{len(counted)} validation {errors} detected: {found}"), "IAM-032"


def _own_words(violation: Violation) -> str | None:
    if violation.kind != "pattern":
        return None
    member = str(violation.path[0])
    if member in _PLAIN_NAMES:
        return (
            f"The specified value for {_lower(member)} is invalid. It must contain only alphanumeric characters "
            "and/or the following: +=,.@_-"
        )
    if member in _PATHS:
        return (
            f"The specified value for {_lower(member)} is invalid. It must begin and end with / and contain only "
            "alphanumeric characters and/or / characters."
        )
    if member == "Marker":
        return "Invalid Marker."
    return None


def _value(violation: Violation) -> str:
    return "Value null" if violation.value is None else f"Value '{violation.value}'"


def _place(path: Sequence[str | int]) -> str:
    """Members begin with a small letter, and lists count from one: tags.1.member.key."""
    return ".".join(f"{step + 1}.member" if isinstance(step, int) else _lower(step) for step in path)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def _constraint(violation: Violation) -> str:
    limit = violation.limit
    match violation.kind:
        case "required":
            return "Member must not be null"
        case "min_length":
            return f"Member must have length greater than or equal to {limit}"
        case "max_length":
            return f"Member must have length less than or equal to {limit}"
        case "min_value":
            return f"Member must have value greater than or equal to {limit}"
        case "max_value":
            return f"Member must have value less than or equal to {limit}"
        case "pattern":
            return f"Member must satisfy regular expression pattern: {limit}"
        case "enum":
            return f"Member must satisfy enum value set: [{', '.join(limit)}]"
