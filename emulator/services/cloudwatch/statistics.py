"""GetMetricStatistics: one metric, several statistics."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from emulator.domain.metrics import refusals
from emulator.domain.metrics.records import moment_of, seconds_of
from emulator.domain.metrics.statistics import Bucket, find, require_kept, span, statistic
from emulator.services.cloudwatch import cloudwatch
from emulator.services.cloudwatch.metrics import Dimension, pairs
from emulator.services.operations import Call, Request

MOST_DATAPOINTS = 1_440


class GetMetricStatistics(Request):
    namespace: str
    metric_name: str
    start_time: datetime
    end_time: datetime
    period: int
    dimensions: list[Dimension] | None = None
    statistics: list[str] | None = None
    extended_statistics: list[str] | None = None
    unit: str | None = None


@cloudwatch.operation
def get_metric_statistics(call: Call, request: GetMetricStatistics) -> dict[str, Any]:
    """The statistics of each period that has data, in ascending order; apart by unit unless one is asked for."""
    if not request.statistics and not request.extended_statistics:
        raise refusals.NoStatistics
    if request.statistics and request.extended_statistics:
        raise refusals.StatisticsOfBothKinds
    simple = {name: statistic(name) for name in request.statistics or ()}
    extended = {name: statistic(name) for name in request.extended_statistics or ()}
    start, end, now = seconds_of(request.start_time), seconds_of(request.end_time), seconds_of(call.world.now)
    reach = span(start, end, request.period, now)
    require_kept(request.period, start, now)
    count = (end - start) // request.period
    if count > MOST_DATAPOINTS:
        raise refusals.TooManyDatapoints(count, MOST_DATAPOINTS)
    store = call.world.metrics.of(call.account_id, call.caller.region)
    series = find(store, request.namespace, request.metric_name, pairs(request.dimensions))
    points = [
        (at, unit, bucket)
        for unit, track in (series.tracks.items() if series is not None else ())
        if request.unit in (None, unit)
        for at, bucket in reach.buckets(track, now)
    ]
    points.sort(key=lambda point: point[:2])
    return {
        "Label": request.metric_name,
        "Datapoints": [datapoint_view(at, unit, bucket, simple, extended) for at, unit, bucket in points],
    }


_Statistics = Mapping[str, Callable[[Bucket], float | None]]


def datapoint_view(at: int, unit: str, bucket: Bucket, simple: _Statistics, extended: _Statistics) -> dict[str, Any]:
    view: dict[str, Any] = {"Timestamp": moment_of(at), "Unit": unit, **_values(simple, bucket)}
    known = _values(extended, bucket)
    if known:
        view["ExtendedStatistics"] = known
    return view


def _values(statistics: _Statistics, bucket: Bucket) -> dict[str, float]:
    computed = {name: compute(bucket) for name, compute in statistics.items()}
    return {name: value for name, value in computed.items() if value is not None}
