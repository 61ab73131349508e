"""Alarms: what they must be made of, the states that the world's clock and new data bring them to, their tags."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.cloudwatch.conftest import NAMESPACE
from tests.worlds import MANAGEMENT

Make = Callable[..., dict[str, Any]]
MINUTE = timedelta(minutes=1)
NAME = "too-many-sales"
ARN = f"arn:aws:cloudwatch:eu-west-1:{MANAGEMENT}:alarm:{NAME}"


def terms(**other: Any) -> dict[str, Any]:
    """An alarm on sales of more than 5 in a minute; None takes a member away."""
    found = {
        "AlarmName": NAME,
        "Namespace": NAMESPACE,
        "MetricName": "Sales",
        "Statistic": "Sum",
        "Period": 60,
        "EvaluationPeriods": 1,
        "Threshold": 5.0,
        "ComparisonOperator": "GreaterThanThreshold",
        **other,
    }
    return {name: value for name, value in found.items() if value is not None}


@pytest.fixture
def state(cloudwatch: Any) -> Callable[[], str]:
    def value() -> str:
        (alarm,) = cloudwatch.describe_alarms()["MetricAlarms"]
        found: str = alarm["StateValue"]
        return found

    return value


def test_a_new_alarm_has_seen_nothing(aws: Aws, cloudwatch: Any) -> None:
    """It answers what it was made of, in INSUFFICIENT_DATA."""
    given = terms(
        AlarmDescription="many",
        AlarmActions=["arn:aws:sns:eu-west-1:111111111111:topic"],
        TreatMissingData="missing",
        DatapointsToAlarm=1,
        Unit="Count",
        Dimensions=[{"Name": "Shop", "Value": "one"}],
    )
    cloudwatch.put_metric_alarm(**given)
    (alarm,) = cloudwatch.describe_alarms()["MetricAlarms"]
    assert {name: alarm[name] for name in given} == given
    assert (alarm["AlarmArn"], alarm["ActionsEnabled"]) == (ARN, True)
    assert (alarm["StateValue"], alarm["StateReason"]) == ("INSUFFICIENT_DATA", "Unchecked: Initial alarm creation")
    assert alarm["StateUpdatedTimestamp"] == aws.world.now


def test_data_and_time_move_an_alarm(aws: Aws, cloudwatch: Any, put: Any, state: Any) -> None:
    """A breaching value alarms, a lower one in the next period clears, silence leaves too little to say."""
    cloudwatch.put_metric_alarm(**terms())
    assert state() == "INSUFFICIENT_DATA"
    put(Value=6.0)
    assert state() == "ALARM"
    (alarm,) = cloudwatch.describe_alarms(StateValue="ALARM")["MetricAlarms"]
    assert alarm["StateReason"] == (
        "Threshold Crossed: 1 out of the last 1 datapoints [6.0 (01/01/26 00:00:00)] was greater than the threshold "
        "(5.0) (minimum 1 datapoint for INSUFFICIENT_DATA -> ALARM transition)."
    )
    assert json.loads(alarm["StateReasonData"])["recentDatapoints"] == [6.0]
    aws.world.clock.advance(MINUTE)
    put(Value=1.0)
    assert state() == "OK"
    assert cloudwatch.describe_alarms(StateValue="ALARM")["MetricAlarms"] == []
    aws.world.clock.advance(10 * MINUTE)
    (alarm,) = cloudwatch.describe_alarms()["MetricAlarms"]
    assert (alarm["StateValue"], alarm["StateReason"]) == (
        "INSUFFICIENT_DATA",
        "Insufficient Data: 1 datapoint was unknown.",
    )
    assert alarm["StateTransitionedTimestamp"] == aws.world.now


@pytest.mark.parametrize(
    ("points", "treatment", "expected"),
    [
        # as AWS's table has them: the newest point last, - is missing, X breaches, 0 does not
        ("0-X-X", "missing", "OK"),
        ("----0", "missing", "OK"),
        ("-----", "missing", "INSUFFICIENT_DATA"),
        ("0XX-X", "missing", "ALARM"),
        ("--X--", "missing", "ALARM"),
        ("0-X-X", "ignore", "OK"),
        ("----0", "ignore", "OK"),
        ("-----", "ignore", "INSUFFICIENT_DATA"),
        ("0XX-X", "ignore", "ALARM"),
        ("--X--", "ignore", "INSUFFICIENT_DATA"),
        ("----0", "breaching", "OK"),
        ("-----", "breaching", "ALARM"),
        ("--X--", "breaching", "ALARM"),
        ("----0", "notBreaching", "OK"),
        ("-----", "notBreaching", "OK"),
        ("--X--", "notBreaching", "OK"),
    ],
)
def test_cw_054_missing_data_is_treated_as_the_alarm_says(
    aws: Aws, cloudwatch: Any, put: Any, state: Any, points: str, treatment: str, expected: str
) -> None:
    """Three of three data points; the state before is INSUFFICIENT_DATA."""
    for minute, point in enumerate(points):
        if point != "-":
            put(Value=9.0 if point == "X" else 1.0, Timestamp=aws.world.now + minute * MINUTE)
    # the last minute is over
    aws.world.clock.advance(len(points) * MINUTE)
    cloudwatch.put_metric_alarm(**terms(EvaluationPeriods=3, TreatMissingData=treatment))
    assert state() == expected


def test_some_of_several_data_points_alarm(aws: Aws, cloudwatch: Any, put: Any, state: Any) -> None:
    """Two of three breaching points suffice where DatapointsToAlarm says so."""
    for minute, value in enumerate((9.0, 1.0, 9.0)):
        put(Value=value, Timestamp=aws.world.now + minute * MINUTE)
    aws.world.clock.advance(2 * MINUTE)
    cloudwatch.put_metric_alarm(**terms(EvaluationPeriods=3, DatapointsToAlarm=2))
    assert state() == "ALARM"


def test_an_alarm_on_an_expression(aws: Aws, cloudwatch: Any, put: Any, state: Any) -> None:
    """Metrics in place of one metric; exactly one element returns data."""
    metric = {"Namespace": NAMESPACE, "MetricName": "Sales", "Dimensions": []}
    queries = [
        {"Id": "m1", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}, "ReturnData": False},
        {"Id": "e1", "Expression": "m1 * 10", "ReturnData": True},
    ]
    gone = dict.fromkeys(("MetricName", "Namespace", "Statistic", "Period"))
    cloudwatch.put_metric_alarm(**terms(**gone, Metrics=queries))
    put(Value=1.0)
    assert state() == "ALARM"
    (alarm,) = cloudwatch.describe_alarms()["MetricAlarms"]
    assert alarm["Metrics"] == queries
    (found,) = cloudwatch.describe_alarms_for_metric(Namespace=NAMESPACE, MetricName="Sales")["MetricAlarms"]
    assert found["AlarmName"] == NAME
    both = [{**query, "ReturnData": True} for query in queries]
    with refused("ValidationError", rule="CW-043"):
        cloudwatch.put_metric_alarm(**terms(**gone, Metrics=both))


@pytest.mark.parametrize(
    ("other", "code", "rule"),
    [
        ({"MetricName": None}, "ValidationError", "CW-041"),
        ({"Statistic": None}, "ValidationError", "CW-041"),
        ({"ExtendedStatistic": "p90"}, "ValidationError", "CW-041"),
        ({"Threshold": None}, "ValidationError", "CW-041"),
        ({"Period": 5}, "ValidationError", "CW-042"),
        ({"Period": 60, "EvaluationPeriods": 1_441}, "ValidationError", "CW-044"),
        ({"Period": 3_600, "EvaluationPeriods": 169}, "ValidationError", "CW-044"),
        ({"DatapointsToAlarm": 2}, "ValidationError", "CW-045"),
        ({"TreatMissingData": "perhaps"}, "ValidationError", "CW-046"),
        ({"ComparisonOperator": "LessThanLowerThreshold"}, "ValidationError", "CW-050"),
        ({"ThresholdMetricId": "m1"}, "ValidationError", "CW-050"),
        ({"Statistic": None, "ExtendedStatistic": "tm9"}, "InvalidParameterValue", "CW-020"),
        ({"Tags": [{"Key": "aws:a", "Value": ""}]}, "InvalidParameterValue", "CW-053"),
    ],
)
def test_wrong_alarms(cloudwatch: Any, other: dict[str, Any], code: str, rule: str) -> None:
    """Each is refused, and there is no alarm."""
    with refused(code, rule=rule):
        cloudwatch.put_metric_alarm(**terms(**other))
    assert cloudwatch.describe_alarms()["MetricAlarms"] == []


def test_cw_047_a_region_has_so_many_alarms(make_aws: Callable[..., Aws]) -> None:
    """The quota is the Region's; another Region has its own, and an alarm that is there can be changed."""
    aws = make_aws(alarms_per_region=1)
    cloudwatch = aws.client("cloudwatch")
    cloudwatch.put_metric_alarm(**terms())
    cloudwatch.put_metric_alarm(**terms(Threshold=6.0))
    with refused("LimitExceeded", rule="CW-047"):
        cloudwatch.put_metric_alarm(**terms(AlarmName="other"))
    aws.client("cloudwatch", region="eu-west-2").put_metric_alarm(**terms())


def test_new_terms_leave_the_state(cloudwatch: Any, put: Any) -> None:
    """Putting an alarm again replaces all terms, keeps the state until it is judged, and passes over tags."""
    cloudwatch.put_metric_alarm(**terms(AlarmDescription="many"), Tags=[{"Key": "a", "Value": "1"}])
    cloudwatch.set_alarm_state(AlarmName=NAME, StateValue="ALARM", StateReason="said so", StateReasonData="{}")
    cloudwatch.put_metric_alarm(
        **terms(MetricName="Visits", TreatMissingData="ignore"), Tags=[{"Key": "b", "Value": "2"}]
    )
    (alarm,) = cloudwatch.describe_alarms()["MetricAlarms"]
    assert (alarm["StateValue"], alarm["MetricName"], "AlarmDescription" in alarm) == ("ALARM", "Visits", False)
    assert cloudwatch.list_tags_for_resource(ResourceARN=ARN)["Tags"] == [{"Key": "a", "Value": "1"}]
    watching = cloudwatch.describe_alarms_for_metric
    assert watching(Namespace=NAMESPACE, MetricName="Sales")["MetricAlarms"] == []
    assert len(watching(Namespace=NAMESPACE, MetricName="Visits", Statistic="Sum")["MetricAlarms"]) == 1
    assert watching(Namespace=NAMESPACE, MetricName="Visits", Period=300)["MetricAlarms"] == []


def test_a_state_that_was_set_holds_until_the_next_judgement(aws: Aws, cloudwatch: Any, put: Any, state: Any) -> None:
    """The minute after, the metric decides again."""
    cloudwatch.put_metric_alarm(**terms())
    put(Value=1.0)
    assert state() == "OK"
    cloudwatch.set_alarm_state(AlarmName=NAME, StateValue="ALARM", StateReason="said so")
    assert state() == "ALARM"
    aws.world.clock.advance(MINUTE)
    assert state() == "OK"


def test_cw_040_unknown_alarms(cloudwatch: Any) -> None:
    """A deletion with an unknown name deletes nothing; switching actions passes over unknown names."""
    cloudwatch.put_metric_alarm(**terms())
    with refused("ResourceNotFound", rule="CW-040", status=404):
        cloudwatch.delete_alarms(AlarmNames=[NAME, "nobody"])
    with refused("ResourceNotFound", rule="CW-040"):
        cloudwatch.set_alarm_state(AlarmName="nobody", StateValue="OK", StateReason="")
    cloudwatch.disable_alarm_actions(AlarmNames=[NAME, "nobody"])
    assert cloudwatch.describe_alarms()["MetricAlarms"][0]["ActionsEnabled"] is False
    cloudwatch.enable_alarm_actions(AlarmNames=[NAME])
    assert cloudwatch.describe_alarms()["MetricAlarms"][0]["ActionsEnabled"] is True
    cloudwatch.delete_alarms(AlarmNames=[NAME])
    assert cloudwatch.describe_alarms()["MetricAlarms"] == []


def test_cw_048_reason_data_is_json(cloudwatch: Any) -> None:
    """InvalidFormat for what is not."""
    cloudwatch.put_metric_alarm(**terms())
    with refused("InvalidFormat", rule="CW-048"):
        cloudwatch.set_alarm_state(AlarmName=NAME, StateValue="OK", StateReason="", StateReasonData="{")


def test_describing_some_alarms(cloudwatch: Any) -> None:
    """By name, by beginning, by type, by action; in pages."""
    for name in ("b", "a2", "a1"):
        cloudwatch.put_metric_alarm(**terms(AlarmName=name, OKActions=[f"arn:aws:sns:::{name}"]))

    def names(**asked: Any) -> list[str]:
        return [alarm["AlarmName"] for alarm in cloudwatch.describe_alarms(**asked)["MetricAlarms"]]

    assert names(AlarmNames=["b", "nobody"]) == ["b"]
    assert names(AlarmNamePrefix="a") == ["a1", "a2"]
    assert names(AlarmTypes=["CompositeAlarm"]) == []
    assert names(ActionPrefix="arn:aws:sns:::a") == ["a1", "a2"]
    pages = cloudwatch.get_paginator("describe_alarms").paginate(PaginationConfig={"PageSize": 2})
    assert [[alarm["AlarmName"] for alarm in page["MetricAlarms"]] for page in pages] == [["a1", "a2"], ["b"]]
    with refused("InvalidParameterCombination", rule="CW-049"):
        names(AlarmNames=["b"], AlarmNamePrefix="a")
    with refused("InvalidNextToken", rule="CW-014"):
        names(NextToken="made-up")


def test_tags_of_alarms(cloudwatch: Any) -> None:
    """They are put, replaced and taken away; absent keys are passed over."""
    cloudwatch.put_metric_alarm(**terms(), Tags=[{"Key": "a", "Value": "1"}])
    cloudwatch.tag_resource(ResourceARN=ARN, Tags=[{"Key": "a", "Value": "2"}, {"Key": "b", "Value": "3"}])
    cloudwatch.untag_resource(ResourceARN=ARN, TagKeys=["b", "c"])
    assert cloudwatch.list_tags_for_resource(ResourceARN=ARN)["Tags"] == [{"Key": "a", "Value": "2"}]


def test_cw_051_and_cw_053_wrong_tags(cloudwatch: Any) -> None:
    """Another Region's ARN is none here; an alarm has at most 50 tags."""
    cloudwatch.put_metric_alarm(**terms())
    with refused("InvalidParameterValue", rule="CW-051"):
        cloudwatch.list_tags_for_resource(ResourceARN=ARN.replace("eu-west-1", "eu-west-2"))
    with refused("InvalidParameterValue", rule="CW-053"):
        cloudwatch.tag_resource(ResourceARN=ARN, Tags=[{"Key": f"k{n}", "Value": ""} for n in range(51)])
