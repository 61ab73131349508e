"""What the rules of metrics refuse, in CloudWatch's words. Which texts are inferred, the rule register says."""

from collections.abc import Callable, Mapping
from typing import Any

from emulator.domain.metrics import refusals
from emulator.domain.refusals import Refusal
from emulator.services.operations import Words

# Codes of the query protocol, which clients of all three match.
_VALUE, _COMBINATION, _MISSING = "InvalidParameterValue", "InvalidParameterCombination", "MissingParameter"
_INVALID = "ValidationError"

WORDS: Mapping[type[Refusal], Words | Callable[[Any], Words]] = {
    # PutMetricData
    refusals.ReservedNamespace: Words(_VALUE, "The value AWS/ for parameter Namespace is invalid."),
    refusals.ExclusiveValues: Words(
        _COMBINATION,
        "The parameters {r.one} and {r.other} are mutually exclusive and you have specified both.",
    ),
    refusals.UnequalCounts: Words(
        _VALUE, "The parameters {r.where}.Values and {r.where}.Counts must be of the same size."
    ),
    refusals.NoValue: Words(
        _MISSING, "At least one of the parameters {r.where}.Value, Values and StatisticValues must be specified."
    ),
    refusals.WrongNumber: Words(_VALUE, "The value {r.text} for parameter {r.where} is invalid."),
    refusals.TimestampOutOfRange: Words(
        _VALUE,
        "The parameter {r.where}.Timestamp must specify a time no more than two weeks in the past and no more than "
        "two hours in the future.",
    ),
    refusals.TooManyData: Words(_VALUE, "The collection MetricData must not have a size greater than {r.limit}."),
    refusals.TooManyValues: Words(
        _VALUE, "The collection {r.where}.Values must not have a size greater than {r.limit}."
    ),
    refusals.RepeatedDimension: Words(_VALUE, "The parameter {r.where}.Dimensions names a dimension more than once."),
    refusals.WrongStorageResolution: Words(
        _VALUE, "The value {r.resolution} for parameter {r.where}.StorageResolution is invalid. It must be 1 or 60."
    ),
    # reading
    refusals.InvalidListToken: Words(_VALUE, "Invalid nextToken"),
    refusals.InvalidNextToken: Words("InvalidNextToken", "Invalid nextToken"),
    refusals.StartNotBeforeEnd: Words(_VALUE, "The parameter StartTime must be less than the parameter EndTime."),
    refusals.TooManyDatapoints: Words(
        _COMBINATION,
        "You have requested up to {r.count} datapoints, which exceeds the limit of {r.limit}. You may reduce the "
        "datapoints requested by increasing Period, or decreasing the time range.",
    ),
    refusals.WrongPeriod: Words(
        _VALUE,
        "The value {r.period} for parameter Period is invalid: it must be 1, 5, 10, 20, 30 or a multiple of 60, and "
        "a multiple of 60 for data older than 3 hours, of 300 for data older than 15 days, of 3600 for data older "
        "than 63 days.",
    ),
    refusals.NoStatistics: Words(_MISSING, "The request must contain Statistics or ExtendedStatistics."),
    refusals.StatisticsOfBothKinds: Words(
        _COMBINATION,
        "The parameters Statistics and ExtendedStatistics are mutually exclusive and you have specified both.",
    ),
    refusals.UnsupportedStatistic: Words(_VALUE, "The value {r.statistic} for parameter Statistic is not supported."),
    refusals.InvalidQuery: Words(_INVALID, "{r.problem}"),
    refusals.InvalidExpression: Words(_INVALID, "Error in expression '{r.query_id}': {r.problem}"),
    # alarms
    refusals.AlarmNotFound: Words("ResourceNotFound", "Unknown alarm {r.name}", 404),
    refusals.InvalidAlarm: Words(_INVALID, "{r.problem}"),
    refusals.TooManyAlarms: Words("LimitExceeded", "The maximum number of {r.limit} alarms has been reached."),
    refusals.StateReasonDataNotJson: Words("InvalidFormat", "The parameter StateReasonData is not valid JSON."),
    refusals.NamesAndPrefix: Words(
        _COMBINATION,
        "The parameters AlarmNames and AlarmNamePrefix are mutually exclusive and you have specified both.",
    ),
    refusals.WrongResourceArn: Words(
        _VALUE, "The value {r.arn} for parameter ResourceARN is no ARN of an alarm in this account and Region."
    ),
    refusals.TaggedAlarmNotFound: lambda r: Words(
        "ResourceNotFoundException", "", 404, {"ResourceType": "Alarm", "ResourceId": r.arn}
    ),
    refusals.WrongTags: Words(_VALUE, "{r.problem}"),
}
