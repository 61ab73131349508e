"""Metric alarms. Composite and log alarms, anomaly detection and PromQL are not among them."""

from collections.abc import Callable
from typing import Any

from pydantic import Field

from emulator.domain.metrics import alarm_states, alarms, refusals
from emulator.domain.metrics.alarms import Alarm, AlarmState, Terms
from emulator.domain.metrics.queries import MetricStat
from emulator.domain.metrics.records import key_of
from emulator.services.cloudwatch import cloudwatch
from emulator.services.cloudwatch.data import MetricDataQuery, query_of, query_view
from emulator.services.cloudwatch.metrics import Dimension, dimensions_view, pairs
from emulator.services.operations import Call, Request
from emulator.services.shared.paging import page

ALARMS_PER_PAGE = 50
_SIMPLE = ("SampleCount", "Average", "Sum", "Minimum", "Maximum")


class Tag(Request):
    key: str
    value: str


class WallClockWindow(Request):
    timezone: str | None = None


class SlidingWindow(Request):
    pass


class EvaluationWindow(Request):
    wall_clock_window: WallClockWindow | None = None
    sliding_window: SlidingWindow | None = None


class WarmUpConfiguration(Request):
    warm_up_period_duration_in_minutes: int
    only_start_evaluating_after_warm_up_period_ends: bool | None = None


class AlarmPromQLCriteria(Request):
    query: str
    pending_period: int | None = None
    recovery_period: int | None = None


class EvaluationCriteria(Request):
    prom_ql_criteria: AlarmPromQLCriteria | None = Field(None, alias="PromQLCriteria")


class AlarmTagsPropagation(Request):
    enabled: bool
    included_tag_keys: list[str] | None = None
    excluded_tag_keys: list[str] | None = None


class ActionConfiguration(Request):
    alarm_tags_propagation: AlarmTagsPropagation | None = None


class PutMetricAlarm(Request):
    alarm_name: str
    alarm_description: str | None = None
    actions_enabled: bool | None = None
    ok_actions: list[str] | None = Field(None, alias="OKActions")
    alarm_actions: list[str] | None = None
    insufficient_data_actions: list[str] | None = None
    metric_name: str | None = None
    namespace: str | None = None
    statistic: str | None = None
    extended_statistic: str | None = None
    dimensions: list[Dimension] | None = None
    period: int | None = None
    unit: str | None = None
    evaluation_periods: int | None = None
    datapoints_to_alarm: int | None = None
    threshold: float | None = None
    comparison_operator: str | None = None
    treat_missing_data: str | None = None
    evaluate_low_sample_count_percentile: str | None = None
    metrics: list[MetricDataQuery] | None = None
    tags: list[Tag] | None = None
    threshold_metric_id: str | None = None
    evaluation_window: EvaluationWindow | None = None
    warm_up_configuration: WarmUpConfiguration | None = None
    evaluation_criteria: EvaluationCriteria | None = None
    evaluation_interval: int | None = None
    action_configuration: ActionConfiguration | None = None


# Members of alarms of kinds that are not here.
_FOREIGN = {
    "threshold_metric_id": "ThresholdMetricId",
    "evaluation_criteria": "EvaluationCriteria",
    "evaluation_interval": "EvaluationInterval",
    "evaluation_window": "EvaluationWindow",
    "warm_up_configuration": "WarmUpConfiguration",
    "action_configuration": "ActionConfiguration",
}


@cloudwatch.operation
def put_metric_alarm(call: Call, request: PutMetricAlarm) -> dict[str, Any]:
    """Make an alarm, or put new terms in place of those that it has."""
    given = [(tag.key, tag.value) for tag in request.tags or ()]
    alarms.put(call.world, call.caller, _terms(request), given)
    return {}


def _terms(request: PutMetricAlarm) -> Terms:
    for member, name in _FOREIGN.items():
        if getattr(request, member) is not None:
            raise refusals.InvalidAlarm(f"This emulator has no alarms with {name}.").under("CW-050")
    if (request.metric_name is None) == (request.metrics is None):
        raise refusals.InvalidAlarm("Exactly one of MetricName and Metrics must be specified.")
    comparison = _given(request, "comparison_operator", "ComparisonOperator")
    if comparison not in alarms.COMPARISONS:
        raise refusals.InvalidAlarm(f"This emulator has no alarms that compare with {comparison}.").under("CW-050")
    return Terms(
        name=request.alarm_name,
        description=request.alarm_description,
        actions_enabled=request.actions_enabled is not False,
        ok_actions=tuple(request.ok_actions or ()),
        alarm_actions=tuple(request.alarm_actions or ()),
        insufficient_data_actions=tuple(request.insufficient_data_actions or ()),
        stat=None if request.metric_name is None else _stat(request, request.metric_name),
        queries=tuple(query_of(query) for query in request.metrics or ()),
        comparison=comparison,
        threshold=_given(request, "threshold", "Threshold"),
        evaluation_periods=_given(request, "evaluation_periods", "EvaluationPeriods"),
        datapoints_to_alarm=request.datapoints_to_alarm,
        treat_missing_data=request.treat_missing_data,
        low_sample_percentile=request.evaluate_low_sample_count_percentile,
    )


def _stat(request: PutMetricAlarm, metric_name: str) -> MetricStat:
    if (request.statistic is None) == (request.extended_statistic is None):
        raise refusals.InvalidAlarm("Exactly one of Statistic and ExtendedStatistic must be specified.")
    return MetricStat(
        _given(request, "namespace", "Namespace"),
        metric_name,
        pairs(request.dimensions),
        _given(request, "period", "Period"),
        request.statistic or request.extended_statistic or "",
        request.unit,
    )


def _given(request: PutMetricAlarm, member: str, name: str) -> Any:
    value = getattr(request, member)
    if value is None:
        raise refusals.InvalidAlarm(f"The parameter {name} must be specified.")
    return value


class DeleteAlarms(Request):
    alarm_names: list[str]


@cloudwatch.operation
def delete_alarms(call: Call, request: DeleteAlarms) -> dict[str, Any]:
    """End alarms, all of them or none."""
    alarms.delete(call.world, call.caller, request.alarm_names)
    return {}


class EnableAlarmActions(Request):
    alarm_names: list[str]


@cloudwatch.operation
def enable_alarm_actions(call: Call, request: EnableAlarmActions) -> dict[str, Any]:
    """Let alarms act. Nothing acts here, but they say so."""
    alarms.switch_actions(call.world, call.caller, request.alarm_names, enabled=True)
    return {}


class DisableAlarmActions(Request):
    alarm_names: list[str]


@cloudwatch.operation
def disable_alarm_actions(call: Call, request: DisableAlarmActions) -> dict[str, Any]:
    """Let alarms not act."""
    alarms.switch_actions(call.world, call.caller, request.alarm_names, enabled=False)
    return {}


class SetAlarmState(Request):
    alarm_name: str
    state_value: str
    state_reason: str
    state_reason_data: str | None = None


@cloudwatch.operation
def set_alarm_state(call: Call, request: SetAlarmState) -> dict[str, Any]:
    """Say a state for an alarm, until it is judged again."""
    state = AlarmState(request.state_value)
    alarm_states.set_state(
        call.world, call.caller, request.alarm_name, state, request.state_reason, request.state_reason_data
    )
    return {}


class DescribeAlarms(Request):
    alarm_names: list[str] | None = None
    alarm_name_prefix: str | None = None
    alarm_types: list[str] | None = None
    children_of_alarm_name: str | None = None
    parents_of_alarm_name: str | None = None
    state_value: str | None = None
    action_prefix: str | None = None
    max_records: int | None = None
    next_token: str | None = None


@cloudwatch.operation
def describe_alarms(call: Call, request: DescribeAlarms) -> dict[str, Any]:
    """The alarms of the Region, by name, each in the state that it has now."""
    if request.alarm_names and request.alarm_name_prefix is not None:
        raise refusals.NamesAndPrefix
    store = call.world.metrics.of(call.account_id, call.caller.region)
    found, token = page(
        request,
        store.alarms,
        token=request.next_token,
        limit=request.max_records or ALARMS_PER_PAGE,
        invalid=refusals.InvalidNextToken,
        keep=_wanted(call, request),
    )
    answer: dict[str, Any] = {
        "MetricAlarms": [alarm_view(alarm_states.judged(call.world, store, alarm)) for alarm in found],
        "CompositeAlarms": [],
    }
    if token is not None:
        answer["NextToken"] = token
    return answer


def _wanted(call: Call, request: DescribeAlarms) -> Callable[[Alarm], bool]:
    """Which alarms the request asks for. Parents and children are those of composite alarms: there are none."""
    store = call.world.metrics.of(call.account_id, call.caller.region)
    names = set(request.alarm_names) if request.alarm_names else None
    related = request.children_of_alarm_name is not None or request.parents_of_alarm_name is not None
    nothing = related or (request.alarm_types and "MetricAlarm" not in request.alarm_types)

    def wanted(alarm: Alarm) -> bool:
        terms = alarm.terms
        actions = (*terms.ok_actions, *terms.alarm_actions, *terms.insufficient_data_actions)
        return (
            not nothing
            and (names is None or alarm.name in names)
            and (request.alarm_name_prefix is None or alarm.name.startswith(request.alarm_name_prefix))
            and (request.action_prefix is None or any(one.startswith(request.action_prefix) for one in actions))
            and (
                request.state_value is None
                or alarm_states.judged(call.world, store, alarm).state.value == request.state_value
            )
        )

    return wanted


class DescribeAlarmsForMetric(Request):
    metric_name: str
    namespace: str
    statistic: str | None = None
    extended_statistic: str | None = None
    dimensions: list[Dimension] | None = None
    period: int | None = None
    unit: str | None = None


@cloudwatch.operation
def describe_alarms_for_metric(call: Call, request: DescribeAlarmsForMetric) -> dict[str, Any]:
    """The alarms that watch a metric, with exactly these dimensions."""
    store = call.world.metrics.of(call.account_id, call.caller.region)
    wanted = request.statistic or request.extended_statistic
    metric = key_of(request.namespace, request.metric_name, pairs(request.dimensions))
    found = []
    for name in sorted(store.watchers.get(metric, ())):
        alarm = alarms.find(store, name)
        stats = [query.stat for query in alarm.terms.all_queries if query.stat is not None]
        if any(
            key_of(stat.namespace, stat.name, stat.dimensions) == metric
            and wanted in (None, stat.statistic)
            and request.period in (None, stat.period)
            and request.unit in (None, stat.unit)
            for stat in stats
        ):
            found.append(alarm)
    return {"MetricAlarms": [alarm_view(alarm_states.judged(call.world, store, alarm)) for alarm in found]}


def alarm_view(alarm: Alarm) -> dict[str, Any]:
    terms = alarm.terms
    optional = {
        "AlarmDescription": terms.description,
        "StateReasonData": alarm.reason_data,
        "DatapointsToAlarm": terms.datapoints_to_alarm,
        "TreatMissingData": terms.treat_missing_data,
        "EvaluateLowSampleCountPercentile": terms.low_sample_percentile,
    }
    return {
        "AlarmName": alarm.name,
        "AlarmArn": alarm.arn,
        "AlarmConfigurationUpdatedTimestamp": alarm.configured_at,
        "ActionsEnabled": alarm.actions_enabled,
        "OKActions": list(terms.ok_actions),
        "AlarmActions": list(terms.alarm_actions),
        "InsufficientDataActions": list(terms.insufficient_data_actions),
        "StateValue": alarm.state.value,
        "StateReason": alarm.reason,
        "StateUpdatedTimestamp": alarm.updated_at,
        "StateTransitionedTimestamp": alarm.transitioned_at,
        "EvaluationPeriods": terms.evaluation_periods,
        "Threshold": terms.threshold,
        "ComparisonOperator": terms.comparison,
        **_metric_view(terms),
        **{name: value for name, value in optional.items() if value is not None},
    }


def _metric_view(terms: Terms) -> dict[str, Any]:
    if terms.stat is None:
        return {"Metrics": [query_view(query) for query in terms.queries]}
    stat = terms.stat
    kind = "Statistic" if stat.statistic in _SIMPLE else "ExtendedStatistic"
    view: dict[str, Any] = {
        "MetricName": stat.name,
        "Namespace": stat.namespace,
        "Dimensions": dimensions_view(stat.dimensions),
        "Period": stat.period,
        kind: stat.statistic,
    }
    if stat.unit is not None:
        view["Unit"] = stat.unit
    return view
