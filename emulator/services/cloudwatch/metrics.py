"""Metrics: putting data, and which there are."""

from datetime import datetime
from typing import Any

from emulator.domain.metrics import publishing, refusals
from emulator.domain.metrics.listing import Listing
from emulator.domain.metrics.publishing import Datum
from emulator.domain.metrics.records import Dimensions, Series, seconds_of
from emulator.services.cloudwatch import cloudwatch
from emulator.services.operations import Call, Request
from emulator.services.shared.paging import page

METRICS_PER_PAGE = 500


class Dimension(Request):
    name: str
    value: str


class StatisticSet(Request):
    sample_count: float
    sum: float
    minimum: float
    maximum: float


class MetricDatum(Request):
    metric_name: str
    dimensions: list[Dimension] | None = None
    timestamp: datetime | None = None
    value: float | None = None
    statistic_values: StatisticSet | None = None
    values: list[float] | None = None
    counts: list[float] | None = None
    unit: str | None = None
    storage_resolution: int | None = None


class Entity(Request):
    key_attributes: dict[str, str] | None = None
    attributes: dict[str, str] | None = None


class EntityMetricData(Request):
    entity: Entity | None = None
    metric_data: list[MetricDatum] | None = None


class PutMetricData(Request):
    namespace: str
    metric_data: list[MetricDatum] | None = None
    entity_metric_data: list[EntityMetricData] | None = None
    strict_entity_validation: bool | None = None


@cloudwatch.operation
def put_metric_data(call: Call, request: PutMetricData) -> dict[str, Any]:
    """Take data of the caller's own, all of it or none. The entities that data can come with are not kept."""
    data = [_datum(one, f"MetricData.member.{number}") for number, one in enumerate(request.metric_data or (), 1)]
    for place, group in enumerate(request.entity_metric_data or (), 1):
        where = f"EntityMetricData.member.{place}.MetricData.member"
        data += [_datum(one, f"{where}.{number}") for number, one in enumerate(group.metric_data or (), 1)]
    publishing.put(call.world, call.account_id, call.caller.region, request.namespace, data)
    return {}


def _datum(given: MetricDatum, where: str) -> Datum:
    known = given.statistic_values
    statistics = None if known is None else (known.sample_count, known.sum, known.minimum, known.maximum)
    return Datum(
        given.metric_name,
        where,
        pairs(given.dimensions),
        None if given.timestamp is None else seconds_of(given.timestamp),
        given.unit or "None",
        given.value,
        given.values,
        given.counts,
        statistics,
        given.storage_resolution or 60,
    )


def pairs(dimensions: list[Dimension] | None) -> Dimensions:
    return tuple((dimension.name, dimension.value) for dimension in dimensions or ())


def dimensions_view(dimensions: Dimensions) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in dimensions]


class DimensionFilter(Request):
    name: str
    value: str | None = None


class ListMetrics(Request):
    namespace: str | None = None
    metric_name: str | None = None
    dimensions: list[DimensionFilter] | None = None
    next_token: str | None = None
    recently_active: str | None = None
    include_linked_accounts: bool | None = None
    owning_account: str | None = None


@cloudwatch.operation
def list_metrics(call: Call, request: ListMetrics) -> dict[str, Any]:
    """The metrics that have had data of late; a metric may have more dimensions than are asked for."""
    wanted = Listing(
        call.world.metrics.of(call.account_id, call.caller.region),
        seconds_of(call.world.now),
        request.namespace,
        request.metric_name,
        [(dimension.name, dimension.value) for dimension in request.dimensions or ()],
        request.recently_active is not None,
    )
    found, token = page(
        request, wanted, token=request.next_token, limit=METRICS_PER_PAGE, invalid=refusals.InvalidListToken
    )
    # accounts are not linked here, so that another owner's metrics are none
    if request.owning_account not in (None, call.account_id):
        found, token = [], None
    answer: dict[str, Any] = {"Metrics": [metric_view(series) for series in found]}
    if request.include_linked_accounts:
        answer["OwningAccounts"] = [call.account_id] * len(found)
    if token is not None:
        answer["NextToken"] = token
    return answer


def metric_view(series: Series) -> dict[str, Any]:
    return {
        "Namespace": series.namespace,
        "MetricName": series.name,
        "Dimensions": dimensions_view(series.dimensions),
    }
