"""Putting data and listing metrics."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.metrics import publishing
from emulator.domain.metrics.publishing import Point, sample_of
from tests.aws import Aws, refused
from tests.wire.cloudwatch.conftest import NAMESPACE
from tests.worlds import MANAGEMENT, OUTSIDER

_SET = {"SampleCount": 2.0, "Sum": 3.0, "Minimum": 1.0, "Maximum": 2.0}
_SHOP = [{"Name": "Shop", "Value": "one"}]


@pytest.mark.parametrize(
    ("datum", "code", "rule", "text"),
    [
        (
            {"Value": 1.0, "Values": [1.0]},
            "InvalidParameterCombination",
            "CW-003",
            "The parameters MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive and you "
            "have specified both.",
        ),
        ({"Value": 1.0, "StatisticValues": _SET}, "InvalidParameterCombination", "CW-003", ".1.StatisticValues are"),
        (
            {"Values": [1.0, 2.0], "Counts": [1.0]},
            "InvalidParameterValue",
            "CW-004",
            "The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.",
        ),
        ({}, "MissingParameter", "CW-005", ""),
        ({"Value": float("nan")}, "InvalidParameterValue", "CW-006", "The value NaN for parameter MetricData.member.1"),
        ({"Value": float("inf")}, "InvalidParameterValue", "CW-006", "Infinity"),
        ({"Value": 2.0**361}, "InvalidParameterValue", "CW-006", ""),
        ({"Values": [1.0], "Counts": [0.0]}, "InvalidParameterValue", "CW-006", ""),
        ({"StatisticValues": {**_SET, "Minimum": 5.0}}, "InvalidParameterValue", "CW-006", "Minimum"),
        ({"StatisticValues": {**_SET, "SampleCount": 0.0}}, "InvalidParameterValue", "CW-006", "SampleCount"),
        ({"Value": 1.0, "Timestamp": "2025-12-17T00:00:00Z"}, "InvalidParameterValue", "CW-007", "two weeks"),
        ({"Value": 1.0, "Timestamp": "2026-01-01T02:00:01Z"}, "InvalidParameterValue", "CW-007", "two hours"),
        ({"Values": [1.0] * 151}, "InvalidParameterValue", "CW-009", "150"),
        ({"Value": 1.0, "Dimensions": _SHOP * 2}, "InvalidParameterValue", "CW-010", ""),
        ({"Value": 1.0, "StorageResolution": 30}, "InvalidParameterValue", "CW-011", ""),
        ({"Value": 1.0, "Unit": "Apples"}, "ValidationError", "CW-001", "unit"),
    ],
)
def test_wrong_data_is_refused_whole(cloudwatch: Any, datum: dict[str, Any], code: str, rule: str, text: str) -> None:
    """One wrong datum, and none of the call is taken."""
    data = [{"MetricName": "m", **datum}, {"MetricName": "Good", "Value": 1.0}]
    with refused(code, rule=rule) as no:
        cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=data)
    assert text in no.message
    assert cloudwatch.list_metrics()["Metrics"] == []


def test_cw_008_a_call_takes_a_thousand_data(cloudwatch: Any) -> None:
    """1,000 data are taken, one more is not."""
    data = [{"MetricName": "m", "Value": 1.0}] * 1_001
    cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=data[1:])
    with refused("InvalidParameterValue", rule="CW-008"):
        cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=data)


def test_cw_012_a_metric_is_listed_for_two_weeks_after_its_last_data(aws: Aws, cloudwatch: Any, put: Any) -> None:
    """By the world's clock; RecentlyActive asks for the last three hours."""
    put(Value=1.0)
    aws.world.clock.advance(timedelta(hours=3))
    assert cloudwatch.list_metrics(RecentlyActive="PT3H")["Metrics"] == []
    assert len(cloudwatch.list_metrics()["Metrics"]) == 1
    aws.world.clock.advance(timedelta(days=14))
    assert cloudwatch.list_metrics()["Metrics"] == []


def test_listing_filters(aws: Aws, cloudwatch: Any, put: Callable[..., None]) -> None:
    """Namespace and name exactly; every dimension asked for, with or without a value, among any others."""
    both = [*_SHOP, {"Name": "Floor", "Value": "2"}]
    for dimensions in ([], _SHOP, both):
        put(Value=1.0, Dimensions=dimensions)
    put(MetricName="Other", Value=1.0)

    def listed(**filters: Any) -> list[Any]:
        return [metric["Dimensions"] for metric in cloudwatch.list_metrics(**filters)["Metrics"]]

    assert len(listed(Namespace=NAMESPACE)) == 4
    assert listed(Namespace=NAMESPACE, MetricName="Other") == [[]]
    assert listed(MetricName="Sales", Dimensions=[{"Name": "Shop"}]) == [both, _SHOP]
    assert listed(Dimensions=both) == [both]
    assert listed(Dimensions=[{"Name": "Shop", "Value": "two"}]) == []
    assert listed(Namespace="Nobody") == []
    assert aws.client("cloudwatch", OUTSIDER).list_metrics()["Metrics"] == []
    assert aws.client("cloudwatch", region="eu-west-2").list_metrics()["Metrics"] == []


def test_cw_013_lists_have_pages_of_500(cloudwatch: Any) -> None:
    """Pages follow each other in order of name; a token that was not given is refused."""
    names = [f"m{number:04}" for number in range(1_100)]
    for start in (600, 0):
        data = [{"MetricName": name, "Value": 1.0} for name in names[start : start + 600]]
        cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=data)
    pages = list(cloudwatch.get_paginator("list_metrics").paginate(Namespace=NAMESPACE))
    assert [len(page["Metrics"]) for page in pages] == [500, 500, 100]
    assert [metric["MetricName"] for page in pages for metric in page["Metrics"]] == names
    with refused("InvalidParameterValue", rule="CW-013") as no:
        cloudwatch.list_metrics(NextToken="made-up")
    assert no.message == "Invalid nextToken"


def test_a_service_publishes_its_own(aws: Aws, cloudwatch: Any) -> None:
    """What a service publishes can be read by the account and put by nobody else."""
    point = Point("PercentAssigned", (("PoolID", "ipam-pool-1"),), sample_of(40.0), unit="Percent")
    publishing.publish(aws.world, MANAGEMENT, "eu-west-1", "AWS/IPAM", [point])
    assert [metric["MetricName"] for metric in cloudwatch.list_metrics(Namespace="AWS/IPAM")["Metrics"]] == [
        "PercentAssigned"
    ]
