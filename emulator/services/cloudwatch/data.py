"""GetMetricData: many metrics and expressions over them, in pages of data points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from emulator.domain.metrics import refusals
from emulator.domain.metrics.queries import MetricStat, Query, Result, compute
from emulator.domain.metrics.records import moment_of, seconds_of
from emulator.services.cloudwatch import cloudwatch
from emulator.services.cloudwatch.metrics import Dimension, dimensions_view, pairs
from emulator.services.operations import Call, Request
from emulator.services.shared.paging import page

MOST_DATAPOINTS = 100_800


class Metric(Request):
    namespace: str | None = None
    metric_name: str | None = None
    dimensions: list[Dimension] | None = None


class WantedStat(Request):
    metric: Metric
    period: int
    stat: str
    unit: str | None = None


class MetricDataQuery(Request):
    id: str
    metric_stat: WantedStat | None = None
    expression: str | None = None
    label: str | None = None
    return_data: bool | None = None
    period: int | None = None
    account_id: str | None = None


class LabelOptions(Request):
    timezone: str | None = None


class GetMetricData(Request):
    metric_data_queries: list[MetricDataQuery]
    start_time: datetime
    end_time: datetime
    next_token: str | None = None
    scan_by: str | None = None
    max_datapoints: int | None = None
    label_options: LabelOptions | None = None


@cloudwatch.operation
def get_metric_data(call: Call, request: GetMetricData) -> dict[str, Any]:
    """The results in the order of the queries; a result that a page breaks off goes on on the next."""
    limit = MOST_DATAPOINTS if request.max_datapoints is None else request.max_datapoints
    if not 1 <= limit <= MOST_DATAPOINTS:
        raise refusals.InvalidQuery(f"MaxDatapoints must be between 1 and {MOST_DATAPOINTS}.").under("CW-028")
    results = compute(
        call.world.metrics.of(call.account_id, call.caller.region),
        [query_of(query) for query in request.metric_data_queries],
        seconds_of(request.start_time),
        seconds_of(request.end_time),
        seconds_of(call.world.now),
    )
    whole = _Pages(results, descending=request.scan_by != "TimestampAscending")
    slices, token = page(request, whole, token=request.next_token, limit=limit, invalid=refusals.InvalidNextToken)
    answer: dict[str, Any] = {"MetricDataResults": [slice_view(one) for one in slices], "Messages": []}
    if token is not None:
        answer["NextToken"] = token
    return answer


def query_of(query: MetricDataQuery) -> Query:
    """The query as the domain takes it; a metric without namespace or name is not there."""
    stat = None
    if query.metric_stat is not None:
        metric = query.metric_stat.metric
        if metric.namespace is None or metric.metric_name is None:
            problem = f"The metric of '{query.id}' must have a Namespace and a MetricName."
            raise refusals.InvalidQuery(problem).under("CW-029")
        stat = MetricStat(
            metric.namespace,
            metric.metric_name,
            pairs(metric.dimensions),
            query.metric_stat.period,
            query.metric_stat.stat,
            query.metric_stat.unit,
        )
    returns = query.return_data is not False
    return Query(query.id, stat, query.expression, query.label, returns, query.period)


def query_view(query: Query) -> dict[str, Any]:
    """A query of an alarm, as it was given."""
    view: dict[str, Any] = {"Id": query.id, "ReturnData": query.returns}
    if query.stat is not None:
        metric = {
            "Namespace": query.stat.namespace,
            "MetricName": query.stat.name,
            "Dimensions": dimensions_view(query.stat.dimensions),
        }
        view["MetricStat"] = {"Metric": metric, "Period": query.stat.period, "Stat": query.stat.statistic}
        if query.stat.unit is not None:
            view["MetricStat"]["Unit"] = query.stat.unit
    for name, value in (("Expression", query.expression), ("Label", query.label), ("Period", query.period)):
        if value is not None:
            view[name] = value
    return view


_Series = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class _Slice:
    """Part of a result: the data points that a page has of it, and whether they are its last."""

    result: Result
    points: _Series
    complete: bool


@dataclass(frozen=True, slots=True)
class _Pages:
    """Results one after the other; a position is a result and how many of its data points were given.

    A page reads the results that it shows and no others.
    """

    results: Sequence[Result]
    descending: bool

    def page(self, after: str | None, limit: int, keep: object = None) -> tuple[list[_Slice], str | None]:
        index, given = (0, 0) if after is None else (int(part) for part in after.split("/"))
        slices: list[_Slice] = []
        while index < len(self.results):
            if limit <= 0:
                return slices, f"{index}/{given}"
            result = self.results[index]
            points = sorted(result.points.values.items(), reverse=self.descending)
            part = points[given : given + limit]
            limit -= len(part)
            given += len(part)
            slices.append(_Slice(result, part, given >= len(points)))
            if given >= len(points):
                index, given = index + 1, 0
        return slices, None


def slice_view(part: _Slice) -> dict[str, Any]:
    view: dict[str, Any] = {
        "Id": part.result.query_id,
        "Label": part.result.label,
        "Timestamps": [moment_of(at) for at, _ in part.points],
        "Values": [value for _, value in part.points],
        "StatusCode": "Complete" if part.complete else "PartialData",
    }
    units = part.result.points.reading.units
    if units:
        view["Messages"] = [
            {"Code": "MultipleUnits", "Value": f"Multiple units returned: '[{', '.join(sorted(units))}]'"}
        ]
    return view
