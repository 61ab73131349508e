"""Reading IPAM's metrics, for tests."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from tests.wire.ipam.conftest import HOME
from tests.wire.monitoring.conftest import Estate

NAMESPACE = "AWS/IPAM"


class Metrics:
    """Reads an account's IPAM metrics."""

    def __init__(self, estate: Estate, account_id: str | None = None, region: str = HOME) -> None:
        self.world = estate.world
        self.client = estate.aws.client("cloudwatch", account_id or estate.network, region=region)

    def listed(self, **asked: Any) -> list[dict[str, Any]]:
        pages = self.client.get_paginator("list_metrics").paginate(Namespace=NAMESPACE, **asked)
        return [metric for page in pages for metric in page["Metrics"]]

    def names(self) -> set[str]:
        return {one["MetricName"] for one in self.listed()}

    def data(self, name: str, back: timedelta = timedelta(), **dimensions: str) -> list[dict[str, Any]]:
        """The data points of this minute, and of so much time before."""
        now = self.world.now
        answer = self.client.get_metric_statistics(
            Namespace=NAMESPACE,
            MetricName=name,
            Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
            StartTime=now - back,
            EndTime=now + timedelta(minutes=1),
            Period=60,
            Statistics=["Average", "SampleCount"],
        )
        points: list[dict[str, Any]] = answer["Datapoints"]
        return points

    def value(self, name: str, **dimensions: str) -> float | None:
        points = self.data(name, **dimensions)
        assert len(points) <= 1
        return points[0]["Average"] if points else None

    def values(self, names: Iterable[str], **dimensions: str) -> list[float | None]:
        return [self.value(name, **dimensions) for name in names]
