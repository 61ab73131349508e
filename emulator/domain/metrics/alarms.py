"""Metric alarms: how they are made, changed and ended. What they say of their metric is in alarm_states.py."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from emulator.domain.callers import Caller
from emulator.domain.metrics import refusals
from emulator.domain.metrics.queries import MetricStat, Query, ordered
from emulator.domain.metrics.records import DAY, HOUR, MetricKey, Store, key_of
from emulator.domain.metrics.statistics import require_period, statistic
from emulator.domain.world import World

TREATMENTS = ("breaching", "notBreaching", "ignore", "missing")
MOST_TAGS = 50
# The comparisons of an alarm without anomaly detection, and their words.
COMPARISONS = {
    "GreaterThanOrEqualToThreshold": "greater than or equal to",
    "GreaterThanThreshold": "greater than",
    "LessThanThreshold": "less than",
    "LessThanOrEqualToThreshold": "less than or equal to",
}


class AlarmState(StrEnum):
    OK = "OK"
    ALARM = "ALARM"
    INSUFFICIENT_DATA = "INSUFFICIENT_DATA"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What PutMetricAlarm says of an alarm; each call says all of it."""

    name: str
    description: str | None = None
    actions_enabled: bool = True
    ok_actions: tuple[str, ...] = ()
    alarm_actions: tuple[str, ...] = ()
    insufficient_data_actions: tuple[str, ...] = ()
    stat: MetricStat | None = None
    queries: tuple[Query, ...] = ()
    comparison: str = ""
    threshold: float = 0.0
    evaluation_periods: int = 1
    datapoints_to_alarm: int | None = None
    treat_missing_data: str | None = None
    low_sample_percentile: str | None = None

    @property
    def all_queries(self) -> tuple[Query, ...]:
        return self.queries if self.stat is None else (Query("m1", self.stat),)

    @property
    def period(self) -> int:
        """The longest period that it looks at."""
        return max([query.stat.period for query in self.all_queries if query.stat is not None], default=60)

    @property
    def needed(self) -> int:
        """How many data points must breach."""
        return self.datapoints_to_alarm or self.evaluation_periods

    def metrics(self) -> Iterator[MetricKey]:
        for query in self.all_queries:
            if query.stat is not None:
                yield key_of(query.stat.namespace, query.stat.name, query.stat.dimensions)


@dataclass(slots=True)
class Alarm:
    arn: str
    terms: Terms
    configured_at: datetime
    state: AlarmState
    reason: str
    updated_at: datetime
    transitioned_at: datetime
    reason_data: str | None = None
    # apart from the terms, because two calls switch them alone
    actions_enabled: bool = True
    tags: dict[str, str] = field(default_factory=dict)
    # whether it has had tags at any time
    ever_tagged: bool = False
    # the time and the number of publications at which the metric was last looked at
    looked_at: tuple[int, int] = (-1, -1)

    @property
    def name(self) -> str:
        return self.terms.name


def arn_of(account_id: str, region: str, name: str) -> str:
    return f"arn:aws:cloudwatch:{region}:{account_id}:alarm:{name}"


def put(world: World, caller: Caller, terms: Terms, given_tags: Sequence[tuple[str, str]]) -> None:
    """Make an alarm, or give one new terms: then its state stays, and tags are passed over."""
    _require_terms(terms)
    tags = merged({}, given_tags)
    store = world.metrics.of(caller.account_id, caller.region)
    alarm = store.alarms.get((terms.name,))
    quota = world.options.alarms_per_region
    if alarm is None and len(store.alarms) >= quota:
        raise refusals.TooManyAlarms(quota)
    world.begin_change()
    store = world.metrics.keep(caller.account_id, caller.region)
    if alarm is None:
        arn, now = arn_of(caller.account_id, caller.region, terms.name), world.now
        state, reason = AlarmState.INSUFFICIENT_DATA, "Unchecked: Initial alarm creation"
        alarm = Alarm(arn, terms, now, state, reason, now, now, tags=tags, ever_tagged=bool(tags))
        store.alarms.add((terms.name,), alarm)
    else:
        _unwatch(store, alarm)
        alarm.terms, alarm.configured_at, alarm.looked_at = terms, world.now, (-1, -1)
    alarm.actions_enabled = terms.actions_enabled
    for metric in terms.metrics():
        store.watchers.setdefault(metric, {})[terms.name] = None


def delete(world: World, caller: Caller, names: Iterable[str]) -> None:
    """End alarms, all of them or none."""
    store = world.metrics.of(caller.account_id, caller.region)
    alarms = [find(store, name) for name in dict.fromkeys(names)]
    world.begin_change()
    for alarm in alarms:
        _unwatch(store, alarm)
        store.alarms.remove((alarm.name,))


def switch_actions(world: World, caller: Caller, names: Iterable[str], *, enabled: bool) -> None:
    """Let alarms act, or not. Names that are unknown are passed over: neither call knows an error."""
    store = world.metrics.of(caller.account_id, caller.region)
    world.begin_change()
    for name in names:
        alarm = store.alarms.get((name,))
        if alarm is not None:
            alarm.actions_enabled = enabled


def find(store: Store, name: str) -> Alarm:
    alarm = store.alarms.get((name,))
    if alarm is None:
        raise refusals.AlarmNotFound(name)
    return alarm


def by_arn(world: World, caller: Caller, arn: str) -> Alarm:
    """The alarm that an ARN names, of the caller's own."""
    prefix = arn_of(caller.account_id, caller.region, "")
    if not arn.startswith(prefix):
        raise refusals.WrongResourceArn(arn)
    alarm = world.metrics.of(caller.account_id, caller.region).alarms.get((arn.removeprefix(prefix),))
    if alarm is None:
        raise refusals.TaggedAlarmNotFound(arn)
    return alarm


def merged(present: Mapping[str, str], given: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The tags of an alarm once others are put on it (CW-053)."""
    tags = {**present}
    for key, value in given:
        if key.lower().startswith("aws:"):
            raise refusals.WrongTags("System tags (keys that begin with aws:) cannot be set.")
        tags[key] = value
    if len(tags) > MOST_TAGS:
        raise refusals.WrongTags(f"A resource can have at most {MOST_TAGS} tags.")
    return tags


def tag(world: World, alarm: Alarm, given: Iterable[tuple[str, str]]) -> None:
    tags = merged(alarm.tags, given)
    world.begin_change()
    alarm.tags = tags
    alarm.ever_tagged = alarm.ever_tagged or bool(tags)


def untag(world: World, alarm: Alarm, keys: Iterable[str]) -> None:
    """Take tags away; keys that are not there are passed over."""
    world.begin_change()
    for key in keys:
        alarm.tags.pop(key, None)


def _unwatch(store: Store, alarm: Alarm) -> None:
    for metric in alarm.terms.metrics():
        watchers = store.watchers.get(metric, {})
        watchers.pop(alarm.name, None)
        if not watchers:
            store.watchers.pop(metric, None)


def _require_terms(terms: Terms) -> None:
    """What holds of every alarm (CW-042 to CW-046)."""
    if terms.stat is not None:
        statistic(terms.stat.statistic)
        if terms.stat.period not in (10, 20, 30):
            if terms.stat.period % 60:
                raise refusals.InvalidAlarm("The period is 10, 20, 30 or a multiple of 60 seconds.").under("CW-042")
            require_period(terms.stat.period)
    else:
        ordered(terms.queries)
        if sum(query.returns for query in terms.queries) != 1:
            raise refusals.InvalidAlarm("Exactly one element of Metrics must return data.").under("CW-043")
    limit = DAY if terms.period < HOUR else 7 * DAY
    if terms.period * terms.evaluation_periods > limit:
        days = "a day" if limit == DAY else "seven days"
        problem = f"Metrics cannot be checked across more than {days} (EvaluationPeriods * Period must be <= {limit})."
        raise refusals.InvalidAlarm(problem).under("CW-044")
    if terms.needed > terms.evaluation_periods:
        problem = "DatapointsToAlarm must be less than or equal to EvaluationPeriods."
        raise refusals.InvalidAlarm(problem).under("CW-045")
    if terms.treat_missing_data is not None and terms.treat_missing_data not in TREATMENTS:
        problem = f"Value '{terms.treat_missing_data}' at 'treatMissingData' is none of {', '.join(TREATMENTS)}."
        raise refusals.InvalidAlarm(problem).under("CW-046")


def require_json(text: str | None) -> None:
    if text is not None:
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            raise refusals.StateReasonDataNotJson from None
