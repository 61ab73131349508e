"""What CloudTrail refuses."""

from emulator.domain.refusals import Refusal


class TooManyAttributes(Refusal):
    """LookupEvents goes by one attribute at most."""

    rule = "TRAIL-001"


class TimesReversed(Refusal):
    """The end of the time range is before its start."""

    rule = "TRAIL-002"


class InvalidNextToken(Refusal):
    """The token was not given for this request."""

    rule = "TRAIL-004"
