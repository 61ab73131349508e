"""What the rules of metrics refuse."""

import math

from emulator.domain.refusals import Refusal, refusal


class ReservedNamespace(Refusal):
    """Namespaces that begin with AWS/ are those of services."""

    rule = "CW-002"


@refusal
class ExclusiveValues(Refusal):
    """A datum is given in two ways."""

    rule = "CW-003"
    one: str
    other: str


@refusal
class UnequalCounts(Refusal):
    """There are not as many counts as values."""

    rule = "CW-004"
    where: str


@refusal
class NoValue(Refusal):
    """A datum has neither value nor values nor statistics."""

    rule = "CW-005"
    where: str


@refusal
class WrongNumber(Refusal):
    """The number is none, or too large, or a count that cannot be."""

    rule = "CW-006"
    where: str
    number: float

    @property
    def text(self) -> str:
        if math.isfinite(self.number):
            return str(self.number)
        return "NaN" if math.isnan(self.number) else "Infinity" if self.number > 0 else "-Infinity"


@refusal
class TimestampOutOfRange(Refusal):
    """A datum is older than two weeks, or more than two hours ahead."""

    rule = "CW-007"
    where: str


@refusal
class TooManyData(Refusal):
    """A call takes 1,000 data."""

    rule = "CW-008"
    limit: int


@refusal
class TooManyValues(Refusal):
    """A datum takes 150 values."""

    rule = "CW-009"
    where: str
    limit: int


@refusal
class RepeatedDimension(Refusal):
    """A metric has each dimension once."""

    rule = "CW-010"
    where: str


@refusal
class WrongStorageResolution(Refusal):
    """Data is kept by the second or by the minute."""

    rule = "CW-011"
    where: str
    resolution: int


class InvalidListToken(Refusal):
    """The token was not given for this list of metrics."""

    rule = "CW-013"


class InvalidNextToken(Refusal):
    """The token was not given for this request."""

    rule = "CW-014"


class StartNotBeforeEnd(Refusal):
    """A range of time ends after it begins."""

    rule = "CW-015"


@refusal
class TooManyDatapoints(Refusal):
    """GetMetricStatistics answers 1,440 data points."""

    rule = "CW-016"
    count: int
    limit: int


@refusal
class WrongPeriod(Refusal):
    """The period is not one that CloudWatch counts in, or finer than what is still kept."""

    rule = "CW-017"
    period: int


class NoStatistics(Refusal):
    """The call asks for no statistic."""

    rule = "CW-018"


class StatisticsOfBothKinds(Refusal):
    """The call asks for statistics and for extended ones."""

    rule = "CW-019"


@refusal
class UnsupportedStatistic(Refusal):
    """The statistic is unknown, or not computed here."""

    rule = "CW-020"
    statistic: str


@refusal
class InvalidQuery(Refusal):
    """A metric data query is not made as it must be. The rule says which demand it breaks."""

    rule = "CW-021"
    problem: str


@refusal
class InvalidExpression(Refusal):
    """An expression cannot be read or computed."""

    rule = "CW-026"
    query_id: str
    problem: str


@refusal
class AlarmNotFound(Refusal):
    """The account has no alarm of this name in the Region."""

    rule = "CW-040"
    name: str


@refusal
class InvalidAlarm(Refusal):
    """An alarm is not made as it must be. The rule says which demand it breaks."""

    rule = "CW-041"
    problem: str


@refusal
class TooManyAlarms(Refusal):
    """The Region has as many alarms as it may have."""

    rule = "CW-047"
    limit: int


class StateReasonDataNotJson(Refusal):
    """The reason data of an alarm's state is JSON."""

    rule = "CW-048"


class NamesAndPrefix(Refusal):
    """Alarms are asked for by name or by the beginning of their names."""

    rule = "CW-049"


@refusal
class WrongResourceArn(Refusal):
    """The ARN is none of an alarm in this account and Region."""

    rule = "CW-051"
    arn: str


@refusal
class TaggedAlarmNotFound(Refusal):
    """No alarm has this ARN."""

    rule = "CW-052"
    arn: str


@refusal
class WrongTags(Refusal):
    """The tags cannot be put on an alarm."""

    rule = "CW-053"
    problem: str
