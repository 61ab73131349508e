"""What an alarm says of its metric. It is judged when it is read: as often as its metric can have changed since, by
new data or by the world's clock, and at no other time. Nobody acts on what it says."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime

from emulator.domain.callers import Caller
from emulator.domain.metrics import queries, refusals
from emulator.domain.metrics.alarms import COMPARISONS, Alarm, AlarmState, Terms, find, require_json
from emulator.domain.metrics.records import MINUTE, Store, moment_of, seconds_of
from emulator.domain.world import World

# How often an alarm is judged: each minute, or for shorter periods every ten seconds.
_SHORT_TICK = 10
# How many periods beyond its own an alarm looks back where data is missing.
_FURTHER_BACK = 2

_BREACHES: Mapping[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": lambda value, threshold: value >= threshold,
    "GreaterThanThreshold": lambda value, threshold: value > threshold,
    "LessThanThreshold": lambda value, threshold: value < threshold,
    "LessThanOrEqualToThreshold": lambda value, threshold: value <= threshold,
}


def set_state(world: World, caller: Caller, name: str, state: AlarmState, reason: str, data: str | None) -> None:
    """Say a state for the alarm, until it is judged again."""
    store = world.metrics.of(caller.account_id, caller.region)
    alarm = find(store, name)
    require_json(data)
    world.begin_change()
    alarm.looked_at = _look(store, alarm.terms, world.now)
    _move(alarm, state, reason, data, world.now)


def judged(world: World, store: Store, alarm: Alarm) -> Alarm:
    """The alarm with the state that it has now."""
    look = _look(store, alarm.terms, world.now)
    if look != alarm.looked_at:
        alarm.looked_at = look
        _judge(store, alarm, world.now)
    return alarm


def _look(store: Store, terms: Terms, now: datetime) -> tuple[int, int]:
    tick = MINUTE if terms.period >= MINUTE else _SHORT_TICK
    return seconds_of(now) // tick, store.publications


def _judge(store: Store, alarm: Alarm, now: datetime) -> None:
    terms = alarm.terms
    found = _recent(store, terms, seconds_of(now))
    state = _state(terms, alarm.state, list(found.values()))
    if state is not alarm.state:
        _move(alarm, state, _reason(terms, alarm.state, state, found), _reason_data(terms, found, now), now)


def _recent(store: Store, terms: Terms, now: int) -> dict[int, float]:
    """The latest data points that it judges by, of the period that runs now and of those before."""
    period = terms.period
    end = now - now % period + period
    start = end - (terms.evaluation_periods + 1 + _FURTHER_BACK) * period
    try:
        (result,) = queries.compute(store, terms.all_queries, start, end, now)
    except (refusals.InvalidExpression, ValueError):
        # an array where a series belongs, or a number: nothing can be said
        return {}
    values = result.points.values
    if end - period not in values:
        end -= period
    first = end - (terms.evaluation_periods + _FURTHER_BACK) * period
    known = [(at, value) for at, value in values.items() if first <= at < end]
    return dict(known[-terms.evaluation_periods :])


def _breaches(terms: Terms, value: float) -> bool:
    return _BREACHES[terms.comparison](value, terms.threshold)


def _state(terms: Terms, present: AlarmState, known: list[float]) -> AlarmState:
    """What the data points say, and for those that are missing what the alarm treats them as."""
    breaching = sum(_breaches(terms, value) for value in known)
    missing = terms.evaluation_periods - len(known)
    treatment = terms.treat_missing_data or "missing"
    if treatment == "ignore":
        if breaching >= terms.needed:
            return AlarmState.ALARM
        return AlarmState.OK if breaching + missing < terms.needed else present
    if treatment == "missing":
        if not known:
            return AlarmState.INSUFFICIENT_DATA
        return AlarmState.ALARM if breaching >= min(terms.needed, len(known)) else AlarmState.OK
    if treatment == "breaching":
        breaching += missing
    return AlarmState.ALARM if breaching >= terms.needed else AlarmState.OK


def _reason(terms: Terms, before: AlarmState, state: AlarmState, found: Mapping[int, float]) -> str:
    if not found:
        periods = terms.evaluation_periods
        missing = "datapoint was" if periods == 1 else "datapoints were"
        treated = {"breaching": "Breaching", "notBreaching": "NonBreaching"}.get(terms.treat_missing_data or "")
        if treated is None:
            return f"Insufficient Data: {periods} {missing} unknown."
        received = f"no datapoints were received for {periods} {'period' if periods == 1 else 'periods'}"
        return f"Threshold Crossed: {received} and {periods} missing {missing} treated as [{treated}]."
    alarming = state is AlarmState.ALARM
    telling = {at: value for at, value in found.items() if _breaches(terms, value) is alarming} or dict(found)
    shown = ", ".join(
        f"{value} ({moment_of(at).strftime('%d/%m/%y %H:%M:%S')})" for at, value in reversed(list(telling.items()))
    )
    least = terms.needed if alarming else terms.evaluation_periods - terms.needed + 1
    return (
        f"Threshold Crossed: {len(telling)} out of the last {terms.evaluation_periods} datapoints [{shown}] "
        f"{'was' if len(telling) == 1 else 'were'} {'' if alarming else 'not '}{COMPARISONS[terms.comparison]} "
        f"the threshold ({terms.threshold}) (minimum {least} "
        f"{'datapoint' if least == 1 else 'datapoints'} for {before} -> {state} transition)."
    )


def _reason_data(terms: Terms, found: Mapping[int, float], now: datetime) -> str:
    data: dict[str, object] = {"version": "1.0", "queryDate": _spelled(now)}
    if found:
        data["startDate"] = _spelled(moment_of(min(found)))
    if terms.stat is not None:
        data["statistic"] = terms.stat.statistic
        if terms.stat.unit is not None:
            data["unit"] = terms.stat.unit
    data["period"] = terms.period
    data["recentDatapoints"] = list(found.values())
    data["threshold"] = terms.threshold
    data["evaluatedDatapoints"] = [
        {"timestamp": _spelled(moment_of(at)), "value": value} for at, value in reversed(list(found.items()))
    ]
    return json.dumps(data, separators=(",", ":"))


def _spelled(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000+0000")


def _move(alarm: Alarm, state: AlarmState, reason: str, data: str | None, now: datetime) -> None:
    if state is not alarm.state:
        alarm.transitioned_at = now
    alarm.state, alarm.reason, alarm.reason_data, alarm.updated_at = state, reason, data, now
