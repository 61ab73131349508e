"""GetMetricStatistics: buckets, units, limits and what is kept how long."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.cloudwatch.conftest import NAMESPACE

Read = Callable[..., list[dict[str, Any]]]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def read(aws: Aws, cloudwatch: Any) -> Read:
    """The data points of the metric `Sales` from when the world began on."""
    began = aws.world.now

    def statistics(start: timedelta = timedelta(0), length: timedelta = HOUR, **more: Any) -> list[dict[str, Any]]:
        wanted = {"Period": 60, **({} if "ExtendedStatistics" in more else {"Statistics": ["Sum"]}), **more}
        answer = cloudwatch.get_metric_statistics(
            Namespace=NAMESPACE,
            MetricName="Sales",
            StartTime=began + start,
            EndTime=began + start + length,
            **wanted,
        )
        assert answer["Label"] == "Sales"
        found: list[dict[str, Any]] = answer["Datapoints"]
        return found

    return statistics


def test_every_statistic_of_a_period(put: Any, read: Read) -> None:
    """Values, values with counts and sets of statistics add up in one bucket."""
    put(Value=1.0)
    put(Values=[2.0, 5.0], Counts=[2.0, 1.0])
    put(StatisticValues={"SampleCount": 2.0, "Sum": 4.0, "Minimum": 0.5, "Maximum": 3.5})
    (point,) = read(Statistics=["SampleCount", "Average", "Sum", "Minimum", "Maximum"])
    assert {name: value for name, value in point.items() if isinstance(value, float)} == {
        "SampleCount": 6.0,
        "Sum": 14.0,
        "Average": 14.0 / 6,
        "Minimum": 0.5,
        "Maximum": 5.0,
    }


def test_a_range_holds_its_start_and_not_its_end(aws: Aws, put: Any, read: Read) -> None:
    """StartTime is inside, EndTime is outside."""
    for minute in range(3):
        put(Value=1.0, Timestamp=aws.world.now + minute * MINUTE)
    assert len(read(length=2 * MINUTE)) == 2
    assert len(read(MINUTE, length=MINUTE)) == 1


def test_units_stay_apart(put: Any, read: Read) -> None:
    """Without a unit each has its own data points; with one the others are not there."""
    for unit in ("Count", "Seconds", "Milliseconds"):
        put(Value=1.0, Unit=unit)
    assert [point["Unit"] for point in read()] == ["Count", "Milliseconds", "Seconds"]
    assert [point["Unit"] for point in read(Unit="Seconds")] == ["Seconds"]


def test_the_dimensions_are_the_metric(put: Any, read: Read) -> None:
    """Reading with fewer dimensions finds nothing; their order does not matter; what is unknown is empty."""
    shop, floor = {"Name": "Shop", "Value": "one"}, {"Name": "Floor", "Value": "2"}
    put(Value=1.0, Dimensions=[shop, floor])
    assert read(Dimensions=[shop]) == read() == []
    assert len(read(Dimensions=[floor, shop])) == 1


def test_percentiles(put: Any, read: Read) -> None:
    """A percentile is a value that was put; sets of statistics do not tell any."""
    put(Values=[float(number) for number in range(1, 101)])
    (point,) = read(ExtendedStatistics=["p50", "p99.5", "p0"])
    assert point["ExtendedStatistics"] == {"p50": 50.0, "p99.5": 100.0, "p0": 1.0}
    put(StatisticValues={"SampleCount": 2.0, "Sum": 4.0, "Minimum": 0.5, "Maximum": 3.5})
    (point,) = read(ExtendedStatistics=["p50"])
    assert "ExtendedStatistics" not in point


@pytest.mark.parametrize(
    ("asked", "code", "rule"),
    [
        ({"length": timedelta(0)}, "InvalidParameterValue", "CW-015"),
        ({"length": 1_441 * MINUTE}, "InvalidParameterCombination", "CW-016"),
        ({"Period": 45}, "InvalidParameterValue", "CW-017"),
        ({"Period": 90}, "InvalidParameterValue", "CW-017"),
        ({"start": -4 * HOUR, "Period": 30}, "InvalidParameterValue", "CW-017"),
        ({"start": -16 * DAY, "Period": 60}, "InvalidParameterValue", "CW-017"),
        ({"start": -64 * DAY, "Period": 300}, "InvalidParameterValue", "CW-017"),
        ({"Statistics": ["Sum"], "ExtendedStatistics": ["p9"]}, "InvalidParameterCombination", "CW-019"),
        ({"ExtendedStatistics": ["tm90"]}, "InvalidParameterValue", "CW-020"),
        ({"ExtendedStatistics": ["p101"]}, "InvalidParameterValue", "CW-020"),
    ],
)
def test_wrong_questions(read: Read, asked: dict[str, Any], code: str, rule: str) -> None:
    """Each is refused with its code."""
    with refused(code, rule=rule):
        read(**asked)


def test_cw_016_says_how_many_were_asked_for(read: Read) -> None:
    """1,440 data points are answered; the text counts those that were asked for."""
    assert read(length=1_440 * MINUTE) == []
    with refused("InvalidParameterCombination", rule="CW-016") as no:
        read(length=DAY, Period=1)
    assert no.message.startswith("You have requested up to 86400 datapoints, which exceeds the limit of 1440.")


def test_cw_018_no_statistic(aws: Aws, cloudwatch: Any) -> None:
    """A call that asks for no statistic lacks a parameter."""
    now = aws.world.now
    with refused("MissingParameter", rule="CW-018"):
        cloudwatch.get_metric_statistics(
            Namespace=NAMESPACE, MetricName="m", StartTime=now, EndTime=now + HOUR, Period=60
        )


def test_short_periods_are_for_high_resolution(aws: Aws, put: Any, read: Read) -> None:
    """Data by the minute has no data points in shorter periods; data by the second has one each."""
    put(Value=1.0)
    assert read(Period=10) == []
    for second in (0, 10, 15):
        put(Value=1.0, Timestamp=aws.world.now + timedelta(seconds=second), StorageResolution=1)
    assert [point["Sum"] for point in read(Period=10)] == [1.0, 2.0]


def test_cw_030_old_data_is_kept_in_coarse_periods(aws: Aws, cloudwatch: Any, put: Any, read: Read) -> None:
    """By the world's clock: seconds for three hours, minutes for 15 days, 5 minutes for 63, hours for 455."""
    began = aws.world.now
    put(Value=1.0, StorageResolution=1)

    def readable(period: int) -> bool:
        metric = {"Namespace": NAMESPACE, "MetricName": "Sales"}
        query = {"Id": "m", "MetricStat": {"Metric": metric, "Period": period, "Stat": "Sum"}}
        answer = cloudwatch.get_metric_data(MetricDataQueries=[query], StartTime=began, EndTime=began + HOUR)
        return bool(answer["MetricDataResults"][0]["Values"])

    def kept() -> list[bool]:
        return [readable(period) for period in (1, 60, 300, 3_600)]

    assert kept() == [True, True, True, True]
    for age, expected in (
        (4 * HOUR, [False, True, True, True]),
        (16 * DAY, [False, False, True, True]),
        (64 * DAY, [False, False, False, True]),
        (456 * DAY, [False, False, False, False]),
    ):
        aws.world.clock.advance(began + age - aws.world.now)
        assert kept() == expected
