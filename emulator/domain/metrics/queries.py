"""Metric data queries: what GetMetricData and alarms ask, each a metric's statistic or an expression over others."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from emulator.domain.metrics import expressions, functions, refusals
from emulator.domain.metrics.expressions import Apply, Name, Node, Number, Text
from emulator.domain.metrics.functions import Points, Reading, Value
from emulator.domain.metrics.records import Dimensions, Series, Store
from emulator.domain.metrics.statistics import Span, find, require_period, span, statistic

MOST_QUERIES = 500
_ID = re.compile(r"[a-z][a-zA-Z0-9_]*")
_SEARCH = re.compile(r"\s*\{([^{},]+)((?:,[^{},]+)*)\}\s*(.*)", re.DOTALL)
_TERM = re.compile(r'\s*(\w+)\s*=\s*("[^"]*"|\'[^\']*\'|[^\s()"\']+)\s*(?:AND\b)?')
_FILLINGS = ("REPEAT", "LINEAR")
_OWN = {"METRICS", "SEARCH", "FILL", "IF"}


@dataclass(frozen=True, slots=True)
class MetricStat:
    """A statistic of one metric."""

    namespace: str
    name: str
    dimensions: Dimensions
    period: int
    statistic: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """Either a statistic or an expression."""

    id: str
    stat: MetricStat | None = None
    expression: str | None = None
    label: str | None = None
    returns: bool = True
    period: int | None = None


@dataclass(slots=True)
class Result:
    query_id: str
    label: str
    points: Points


def ordered(queries: Sequence[Query]) -> list[tuple[Query, Node | None]]:
    """The queries in an order in which each can be computed, expressions read. Refused where there is none."""
    _require_form(queries)
    nodes: dict[str, Node | None] = {}
    for query in queries:
        nodes[query.id] = _parsed(query) if query.expression is not None else None
    needs: dict[str, set[str]] = {}
    for query_id, node in nodes.items():
        needs[query_id] = {name for name in expressions.names(node) if name in nodes} if node is not None else set()
        if node is not None and "METRICS" in expressions.calls(node):
            needs[query_id] |= {query.id for query in queries if query.stat is not None}
    by_id = {query.id: query for query in queries}
    try:
        order = list(TopologicalSorter(needs).static_order())
    except CycleError as cycle:
        raise refusals.InvalidExpression(str(cycle.args[1][0]), "Circular reference") from None
    return [(by_id[query_id], nodes[query_id]) for query_id in order]


def _require_form(queries: Sequence[Query]) -> None:
    """What holds of queries before anything is computed (CW-021 to CW-025)."""
    if not queries or len(queries) > MOST_QUERIES:
        raise refusals.InvalidQuery(f"The number of MetricDataQueries must be between 1 and {MOST_QUERIES}.")
    ids = {query.id for query in queries}
    if len(ids) != len(queries):
        raise refusals.InvalidQuery("The values for parameter id in MetricDataQueries are not unique.").under("CW-022")
    for query in queries:
        if not _ID.fullmatch(query.id):
            problem = f"The value {query.id} for parameter MetricDataQueries.member.Id is not matching the expected "
            raise refusals.InvalidQuery(f"{problem}pattern ^[a-z][a-zA-Z0-9_]*$.").under("CW-023")
        if (query.stat is None) == (query.expression is None):
            problem = f"Exactly one of MetricStat and Expression must be given for '{query.id}'."
            raise refusals.InvalidQuery(problem).under("CW-024")
        if query.stat is not None:
            statistic(query.stat.statistic)
            require_period(query.stat.period)
        if query.period is not None:
            require_period(query.period)
    if not any(query.returns for query in queries):
        raise refusals.InvalidQuery("At least one query must return data.").under("CW-025")


def _parsed(query: Query) -> Node:
    text = query.expression or ""
    if text.lstrip()[:6].upper() == "SELECT":
        raise refusals.InvalidExpression(query.id, "Unsupported function SELECT")
    try:
        node = expressions.parse(text)
    except expressions.Unreadable as unreadable:
        raise refusals.InvalidExpression(query.id, str(unreadable)) from None
    for name in expressions.calls(node):
        if name not in functions.FUNCTIONS and name not in functions.OPERATORS and name not in _OWN:
            raise refusals.InvalidExpression(query.id, f"Unsupported function {name}")
    return node


def compute(store: Store, queries: Sequence[Query], start: int, end: int, now: int) -> list[Result]:
    """The results of the queries that return data, in the order of the request; an array has one for each series.

    A metric's points are read when the result is looked at.
    """
    if start >= end:
        raise refusals.StartNotBeforeEnd
    order = ordered(queries)
    labels = _labels(queries)
    computed: dict[str, Value] = {}
    for query, node in order:
        if query.stat is not None:
            reach = span(start, end, query.stat.period, now)
            series = find(store, query.stat.namespace, query.stat.name, query.stat.dimensions)
            computed[query.id] = read(series, reach, query.stat, labels[query.id], now)
        elif node is not None:
            evaluation = _Evaluation(store, query, computed, queries, start, end, now)
            try:
                computed[query.id] = evaluation.value(node)
            except functions.Unfit as unfit:
                raise refusals.InvalidExpression(query.id, str(unfit)) from None
    return [result for query in queries if query.returns for result in _results(query, computed[query.id])]


def _results(query: Query, value: Value) -> Iterator[Result]:
    if isinstance(value, Points):
        yield Result(query.id, query.label or (query.id if query.stat is None else value.label), value)
    elif isinstance(value, list):
        for points in value:
            yield Result(query.id, query.label or points.label, points)
    else:
        raise refusals.InvalidExpression(query.id, "The result is a number, not a time series").under("CW-027")


def read(series: Series | None, reach: Span, stat: MetricStat, label: str, now: int) -> Points:
    """A statistic of a series. Without a unit it is that of the first unit in the alphabet that is present."""
    compute_one = statistic(stat.statistic)

    def look() -> Reading:
        found: list[tuple[str, dict[int, float]]] = []
        tracks = {} if series is None else series.tracks
        for unit in sorted(tracks) if stat.unit is None else (stat.unit,):
            track = tracks.get(unit)
            values = {} if track is None else {at: compute_one(bucket) for at, bucket in reach.buckets(track, now)}
            known = {at: value for at, value in values.items() if value is not None}
            if known:
                found.append((unit, known))
        if not found:
            return Reading({})
        return Reading(found[0][1], tuple(unit for unit, _ in found) if len(found) > 1 else ())

    return Points(label, reach.period, reach.grid(now), look)


def _labels(queries: Sequence[Query]) -> Mapping[str, str]:
    """A metric's name, and what tells it from the others that are shown: statistic, period, or both."""
    shown = [query.stat for query in queries if query.stat is not None and query.returns and query.label is None]
    by_statistic = len({stat.statistic for stat in shown}) > 1
    by_period = len({stat.period for stat in shown}) > 1
    found: dict[str, str] = {}
    for query in queries:
        if query.stat is not None:
            parts = [query.stat.name]
            parts += [query.stat.statistic] if by_statistic else []
            parts += [str(query.stat.period)] if by_period else []
            found[query.id] = query.label or " ".join(parts)
    return found


@dataclass(slots=True)
class _Evaluation:
    """One expression, with what was computed before it."""

    store: Store
    query: Query
    computed: Mapping[str, Value]
    queries: Sequence[Query]
    start: int
    end: int
    now: int

    def value(self, node: Node) -> Value:
        if isinstance(node, Number):
            return node.value
        if isinstance(node, Name):
            if node.name not in self.computed:
                raise functions.Unfit(f"Undefined variable '{node.name}'")
            return self.computed[node.name]
        if isinstance(node, Text):
            raise functions.Unfit("A text stands where a value belongs")
        if node.function in functions.OPERATORS:
            one, other = node.arguments
            return functions.combine(node.function, self.value(one), self.value(other))
        if node.function == "METRICS":
            return self._metrics(node)
        if node.function == "SEARCH":
            return self._search(node)
        if node.function == "FILL":
            return self._fill(node)
        if node.function == "IF":
            return self._if(node)
        least, most, function = functions.FUNCTIONS[node.function]
        if not least <= len(node.arguments) <= most:
            raise functions.Unfit(f"{node.function} takes another number of arguments")
        return function(*(self.value(argument) for argument in node.arguments))

    def _metrics(self, node: Apply) -> Value:
        """METRICS(): every metric of the request, or those whose id holds a text."""
        part = ""
        if node.arguments:
            (first, *more) = node.arguments
            if more or not isinstance(first, Text):
                raise functions.Unfit("METRICS takes a text at most")
            part = first.value
        values = [self.computed[query.id] for query in self.queries if query.stat is not None and part in query.id]
        return [value for value in values if isinstance(value, Points)]

    def _fill(self, node: Apply) -> Value:
        if len(node.arguments) != 2:
            raise functions.Unfit("FILL takes two arguments")
        series, how = node.arguments
        if isinstance(how, Name) and how.name.upper() in _FILLINGS and how.name not in self.computed:
            return functions.fill(self.value(series), how.name.upper())
        number = self.value(how)
        if not isinstance(number, float):
            raise functions.Unfit("FILL fills with a number, REPEAT or LINEAR")
        return functions.fill(self.value(series), number)

    def _if(self, node: Apply) -> Value:
        if not 2 <= len(node.arguments) <= 3:
            raise functions.Unfit("IF takes two or three arguments")
        condition, yes, *rest = (self.value(argument) for argument in node.arguments)
        return functions.choose(condition, yes, rest[0] if rest else None)

    def _search(self, node: Apply) -> Value:
        """SEARCH('{Namespace,Dimension,...} MetricName="..."', 'Statistic', period)."""
        if not 2 <= len(node.arguments) <= 3 or not all(isinstance(one, Text) for one in node.arguments[:2]):
            raise functions.Unfit("SEARCH takes a search expression, a statistic and a period")
        wanted, name, *rest = node.arguments
        period = self.value(rest[0]) if rest else float(self.query.period or 300)
        assert isinstance(wanted, Text)
        assert isinstance(name, Text)
        found = _SEARCH.fullmatch(wanted.value)
        if found is None or not isinstance(period, float) or period < 1 or not period.is_integer():
            raise functions.Unfit("Malformed search expression")
        namespace, schema = found[1].strip(), sorted(part.strip() for part in found[2].split(",") if part.strip())
        terms = _terms(found[3])
        reach = span(self.start, self.end, int(period), self.now)
        stat = MetricStat(namespace, "", (), int(period), name.value)
        statistic(name.value)
        return [
            read(series, reach, stat, series.name, self.now)
            for _, series in self.store.series.walk((namespace,))
            if sorted(dimension for dimension, _ in series.dimensions) == schema and _fits(series, terms)
        ]


def _terms(text: str) -> list[tuple[str, str]]:
    terms: list[tuple[str, str]] = []
    position, text = 0, text.strip()
    while position < len(text):
        term = _TERM.match(text, position)
        if term is None:
            raise functions.Unfit("Malformed search expression")
        terms.append((term[1], term[2].strip("\"'")))
        position = term.end()
    return terms


def _fits(series: Series, terms: Sequence[tuple[str, str]]) -> bool:
    known = dict(series.dimensions)
    return all((series.name if name == "MetricName" else known.get(name)) == value for name, value in terms)
