"""CloudTrail: LookupEvents over the world's journal, and how it words malformed input."""

from emulator.contract.constraints import Violation
from emulator.domain.cloudtrail import refusals
from emulator.protocols import WireError
from emulator.services.operations import Service, Words

_INVALID = {
    "MaxResults": (
        "InvalidMaxResultsException",
        "MaxResults must be between 1 and 50.",
        "TRAIL-003",
    ),
    "EventCategory": ("InvalidEventCategoryException", "The event category is not valid.", "TRAIL-005"),
    "NextToken": ("InvalidNextTokenException", "The token is not valid.", "TRAIL-004"),
}
_ATTRIBUTES = ("InvalidLookupAttributesException", "A lookup attribute is not valid.", "TRAIL-006")


def word_violations(violations: list[Violation]) -> tuple[WireError, str]:
    """The first thing that is wrong, by the member that it is in."""
    code, text, rule = _INVALID.get(str(violations[0].path[0]), _ATTRIBUTES)
    return WireError(code, 400, text), rule


cloudtrail = Service(
    "cloudtrail",
    ("emulator.services.cloudtrail.events",),
    words={
        refusals.TooManyAttributes: Words(
            "InvalidLookupAttributesException", "You can specify only one lookup attribute."
        ),
        refusals.TimesReversed: Words("InvalidTimeRangeException", "The start time must not be after the end time."),
        refusals.InvalidNextToken: Words(
            "InvalidNextTokenException", "The token is not one that was returned for the same parameters."
        ),
    },
    word_violations=word_violations,
)
