"""GetMetricData: queries, labels, units, expressions, pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.cloudwatch.conftest import NAMESPACE

Ask = Callable[..., dict[str, Any]]
MINUTE = timedelta(minutes=1)


def stat(query_id: str, name: str = "Sales", statistic: str = "Sum", period: int = 60, **more: Any) -> dict[str, Any]:
    metric = {"Namespace": NAMESPACE, "MetricName": name, "Dimensions": more.pop("Dimensions", [])}
    return {"Id": query_id, "MetricStat": {"Metric": metric, "Period": period, "Stat": statistic}, **more}


def hidden(query_id: str, name: str = "Sales") -> dict[str, Any]:
    return stat(query_id, name, ReturnData=False)


@pytest.fixture
def ask(aws: Aws, cloudwatch: Any) -> Ask:
    """Queries over the hour from when the world began, in ascending order unless told otherwise."""
    began = aws.world.now

    def data(*queries: dict[str, Any], **more: Any) -> dict[str, Any]:
        span = {"StartTime": began, "EndTime": began + timedelta(hours=1), "ScanBy": "TimestampAscending"}
        answer: dict[str, Any] = cloudwatch.get_metric_data(MetricDataQueries=list(queries), **{**span, **more})
        return answer

    return data


@pytest.fixture
def sales(aws: Aws, put: Any) -> None:
    """Sales of 4, nothing, 2 and 6, and Visits of 8, 5, nothing and 3 in the first four minutes."""
    for name, values in (("Sales", (4.0, None, 2.0, 6.0)), ("Visits", (8.0, 5.0, None, 3.0))):
        for minute, value in enumerate(values):
            if value is not None:
                put(MetricName=name, Value=value, Timestamp=aws.world.now + minute * MINUTE)


def labels(answer: dict[str, Any]) -> list[str]:
    return [result["Label"] for result in answer["MetricDataResults"]]


def minutes(aws: Aws, result: dict[str, Any]) -> dict[int, float]:
    pairs = zip(result["Timestamps"], result["Values"], strict=True)
    return {(at - aws.world.now) // MINUTE: value for at, value in pairs}


def test_results_come_in_the_order_of_the_queries(ask: Ask, sales: None) -> None:
    """Newest first by default; what has no data is complete and empty; what is hidden is not there."""
    answer = ask(stat("b"), stat("a", "Nothing"), hidden("c"), ScanBy="TimestampDescending")
    assert [result["Id"] for result in answer["MetricDataResults"]] == ["b", "a"]
    assert [result["Values"] for result in answer["MetricDataResults"]] == [[6.0, 2.0, 4.0], []]
    assert {result["StatusCode"] for result in answer["MetricDataResults"]} == {"Complete"}
    assert answer["Messages"] == []


@pytest.mark.parametrize(
    ("queries", "expected"),
    [
        ([stat("a")], ["Sales"]),
        ([stat("a"), stat("b", "Visits")], ["Sales", "Visits"]),
        ([stat("a"), stat("b", statistic="Average")], ["Sales Sum", "Sales Average"]),
        ([stat("a"), stat("b", period=300)], ["Sales 60", "Sales 300"]),
        ([stat("a"), stat("b", statistic="Average", period=300)], ["Sales Sum 60", "Sales Average 300"]),
        ([stat("a", Label="Mine")], ["Mine"]),
        ([hidden("a"), {"Id": "e1", "Expression": "a * 2"}], ["e1"]),
    ],
)
def test_labels_tell_results_apart(ask: Ask, queries: list[dict[str, Any]], expected: list[str]) -> None:
    """The metric's name, with what differs among those shown; a label of one's own wins; expressions have their id."""
    assert labels(ask(*queries)) == expected


def test_one_of_several_units_is_answered(ask: Ask, put: Any) -> None:
    """The first in the alphabet, and a message names them all."""
    put(Value=1.0, Unit="Seconds")
    put(Value=2.0, Unit="Milliseconds")
    (result,) = ask(stat("a"))["MetricDataResults"]
    assert result["Values"] == [2.0]
    assert result["Messages"] == [
        {"Code": "MultipleUnits", "Value": "Multiple units returned: '[Milliseconds, Seconds]'"}
    ]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("s + v", {0: 12.0, 3: 9.0}),
        ("-s", {0: -4.0, 2: -2.0, 3: -6.0}),
        ("2 + 3 * s ^ 2 - (1 - 1)", {0: 50.0, 2: 14.0, 3: 110.0}),
        ("s / (s - 4)", {2: -1.0, 3: 3.0}),
        ("s >= 4", {0: 1.0, 2: 0.0, 3: 1.0}),
        ("s / SUM(s)", {0: 4 / 12, 2: 2 / 12, 3: 0.5}),
        ("s - AVG(s)", {0: 0.0, 2: -2.0, 3: 2.0}),
        ("SUM(METRICS())", {0: 12.0, 1: 5.0, 2: 2.0, 3: 9.0}),
        ("MAX(METRICS('v'))", {0: 8.0, 1: 5.0, 3: 3.0}),
        ("STDDEV(METRICS())", {0: 2.0, 1: 0.0, 2: 0.0, 3: 1.5}),
        ("ABS(s - 5)", {0: 1.0, 2: 3.0, 3: 1.0}),
        ("CEIL(s / 4)", {0: 1.0, 2: 1.0, 3: 2.0}),
        ("FLOOR(s / 4)", {0: 1.0, 2: 0.0, 3: 1.0}),
        ("DIFF(s)", {2: -2.0, 3: 4.0}),
        ("RATE(s)", {2: -2 / 120, 3: 4 / 60}),
        ("RUNNING_SUM(s)", {0: 4.0, 2: 6.0, 3: 12.0}),
        ("s * PERIOD(s)", {0: 240.0, 2: 120.0, 3: 360.0}),
        ("IF(s > 3, s, 0)", {0: 4.0, 2: 0.0, 3: 6.0}),
        ("IF(s > 3, v)", {0: 8.0, 3: 3.0}),
        ("s / SUM(nothing)", {}),
    ],
)
def test_metric_math(aws: Aws, ask: Ask, sales: None, expression: str, expected: dict[int, float]) -> None:
    """Points that one side lacks drop out, divisions by zero too."""
    queries = [hidden("s"), hidden("v", "Visits"), {"Id": "e1", "Expression": expression}]
    if "nothing" in expression:
        queries.append(hidden("nothing", "Nothing"))
    (result,) = ask(*queries)["MetricDataResults"]
    assert minutes(aws, result) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("filling", "expected"),
    [
        ("0", {0: 4.0, 1: 0.0, 2: 2.0, 3: 6.0, 4: 0.0}),
        ("REPEAT", {0: 4.0, 1: 4.0, 2: 2.0, 3: 6.0, 4: 6.0}),
        ("LINEAR", {0: 4.0, 1: 3.0, 2: 2.0, 3: 6.0}),
    ],
)
def test_filling_gaps(aws: Aws, ask: Ask, sales: None, filling: str, expected: dict[int, float]) -> None:
    """By a number, by what was before, or by a line between the neighbours."""
    query = {"Id": "e1", "Expression": f"FILL(s, {filling})"}
    (result,) = ask(hidden("s"), query, EndTime=aws.world.now + 5 * MINUTE)["MetricDataResults"]
    assert minutes(aws, result) == expected


def test_searching_for_metrics(ask: Ask, put: Any) -> None:
    """SEARCH finds by namespace, exactly these dimensions, and equal names and values."""
    for shop in ("one", "two"):
        put(Value=1.0, Dimensions=[{"Name": "Shop", "Value": shop}])
    put(Value=1.0)
    put(MetricName="Visits", Value=1.0, Dimensions=[{"Name": "Shop", "Value": "one"}])

    def found(terms: str) -> list[str]:
        search = f"SEARCH('{{{NAMESPACE},Shop}} {terms}', 'Sum', 60)"
        return labels(ask({"Id": "e1", "Expression": search}))

    assert found('MetricName="Sales"') == ["Sales", "Sales"]
    assert found('MetricName="Sales" AND Shop="two"') == ["Sales"]
    assert found("") == ["Sales", "Sales", "Visits"]
    assert found('Shop="three"') == []


@pytest.mark.parametrize(
    ("queries", "rule", "text"),
    [
        ([], "CW-021", ""),
        (
            [stat("a"), stat("a")],
            "CW-022",
            "The values for parameter id in MetricDataQueries are not unique.",
        ),
        ([stat("A")], "CW-023", ""),
        ([{"Id": "a"}], "CW-024", ""),
        ([{**stat("a"), "Expression": "1"}], "CW-024", ""),
        ([hidden("a")], "CW-025", ""),
        (
            [{"Id": "e1", "Expression": "ANOMALY_DETECTION_BAND(m1)"}],
            "CW-026",
            "Unsupported function ANOMALY_DETECTION",
        ),
        ([{"Id": "e1", "Expression": "SELECT AVG(a) FROM b"}], "CW-026", "Unsupported function SELECT"),
        ([{"Id": "e1", "Expression": "MAX([s])"}], "CW-026", "Unexpected '['"),
        ([{"Id": "e1", "Expression": "1 +"}], "CW-026", "Error in expression 'e1': Unexpected end"),
        ([{"Id": "e1", "Expression": "a + 1"}], "CW-026", "Undefined variable 'a'"),
        ([{"Id": "e1", "Expression": "(" * 2_000}], "CW-026", "nested too deeply"),
        ([{"Id": "e1", "Expression": "1" + "+1" * 1_000}], "CW-026", "too long"),
        (
            [{"Id": "e1", "Expression": "e2"}, {"Id": "e2", "Expression": "e1"}],
            "CW-026",
            "Circular reference",
        ),
        ([{"Id": "e1", "Expression": "1 + 1"}], "CW-027", ""),
    ],
)
def test_wrong_queries(ask: Ask, queries: list[dict[str, Any]], rule: str, text: str) -> None:
    """Each is a ValidationError that says what is wrong."""
    with refused("ValidationError", rule=rule) as no:
        ask(*queries)
    assert text in no.message


def test_cw_028_and_cw_029_other_demands(ask: Ask) -> None:
    """A page has at most 100,800 data points, and a metric has its name."""
    with refused("ValidationError", rule="CW-028"):
        ask(stat("a"), MaxDatapoints=100_801)
    nameless = {"Id": "a", "MetricStat": {"Metric": {"Namespace": "n"}, "Period": 60, "Stat": "Sum"}}
    with refused("ValidationError", rule="CW-029"):
        ask(nameless)
    with refused("InvalidParameterValue", rule="CW-015"):
        ask(stat("a"), EndTime="2026-01-01T00:00:00Z")


def test_pages_break_off_and_go_on(cloudwatch: Any, ask: Ask, sales: None) -> None:
    """A result that a page breaks off is PartialData, and the rest comes under the same id."""
    queries = (stat("a"), stat("b", "Visits"))
    answers = [ask(*queries, MaxDatapoints=2)]
    while "NextToken" in answers[-1]:
        answers.append(ask(*queries, MaxDatapoints=2, NextToken=answers[-1]["NextToken"]))
    pages = [
        [(one["Id"], one["Values"], one["StatusCode"]) for one in answer["MetricDataResults"]] for answer in answers
    ]
    assert pages == [
        [("a", [4.0, 2.0], "PartialData")],
        [("a", [6.0], "Complete"), ("b", [8.0], "PartialData")],
        [("b", [5.0, 3.0], "Complete")],
    ]


def test_cw_014_a_token_is_bound_to_its_request(ask: Ask) -> None:
    """InvalidNextToken for a token that was not given."""
    with refused("InvalidNextToken", rule="CW-014"):
        ask(stat("a"), NextToken="made-up")
