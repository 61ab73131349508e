"""How services of the query protocol tell what a request's members break: everything, in one ValidationError."""

from collections.abc import Mapping, Sequence

from emulator.contract.constraints import Violation
from emulator.protocols import WireError


def validation_error(violations: Sequence[Violation]) -> WireError:
    """Every violation, in the order of the members."""
    found = "; ".join(
        f"{_value(each)} at '{_place(each.path)}' failed to satisfy constraint: {_constraint(each)}"
        for each in violations
    )
    errors = "error" if len(violations) == 1 else "errors"
    return WireError("ValidationError", 400, f"{len(violations)} validation {errors} detected: {found}")


def lower_first(name: str) -> str:
    return name[:1].lower() + name[1:]


def _value(violation: Violation) -> str:
    return "Value null" if violation.value is None else f"Value '{_spelled(violation.value)}'"


def _spelled(value: object) -> str:
    """As a service written in Java shows it: [a, b], {key=value}, true."""
    match value:
        case bool():
            return str(value).lower()
        case Mapping():
            return f"{{{', '.join(f'{key}={_spelled(each)}' for key, each in value.items())}}}"
        case list() | tuple():
            return f"[{', '.join(map(_spelled, value))}]"
    return str(value)


def _place(path: Sequence[str | int]) -> str:
    """Members begin with a small letter, and lists count from one: tags.1.member.key."""
    return ".".join(f"{step + 1}.member" if isinstance(step, int) else lower_first(step) for step in path)


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
