"""The evaluator: principals, actions, resources, conditions, and what must hold for any set of statements."""

import json
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.iam.evaluation import Decision, Question, Requester, evaluate, read

ACCOUNT = "111111111111"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/team/r"
SESSION_ARN = f"arn:aws:sts::{ACCOUNT}:assumed-role/r/s"
SESSION = Requester(
    "AWS",
    (frozenset({ACCOUNT}), frozenset({ROLE_ARN, "AROA1"}), frozenset({SESSION_ARN, "AROA1:s"})),
)


def decide(*statements: dict[str, Any], resolve: dict[str, str] | None = None, **question: Any) -> Decision:
    asked = Question(**{"action": "sts:AssumeRole", "resource": ROLE_ARN, "requester": SESSION, **question})
    names = resolve or {}
    document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    return evaluate(read(document), asked, lambda name: names.get(name, name)).decision


def allow(**more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", **more}


def when(condition: dict[str, Any], **facts: Any) -> bool:
    """Whether a condition holds for these facts; double underscores stand for colons."""
    values = {
        key.replace("__", ":").lower(): tuple(value) if isinstance(value, list) else (value,)
        for key, value in facts.items()
    }
    return decide(allow(Condition=condition), facts=values) is Decision.ALLOW


@pytest.mark.parametrize(
    ("principal", "named"),
    [
        ("*", True),
        ({"AWS": "*"}, True),
        ({"AWS": ACCOUNT}, True),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, True),
        ({"AWS": ["222222222222", ROLE_ARN]}, True),
        ({"AWS": SESSION_ARN}, True),
        ({"AWS": f"arn:aws:iam::{ACCOUNT}:role/r"}, False),
        ({"AWS": "222222222222"}, False),
        ({"AWS": f"{SESSION_ARN}2"}, False),
        ({"Service": "ipam.amazonaws.com"}, False),
        ({"Service": "*"}, False),
        ({"Federated": "accounts.google.com"}, False),
    ],
)
def test_whom_a_principal_means(principal: Any, named: bool) -> None:
    """An account, a role and a session each have names, in both spellings of an account."""
    assert (decide(allow(Principal=principal)) is Decision.ALLOW) == named


@pytest.mark.parametrize(
    ("spared", "decision"),
    [
        ([ACCOUNT, ROLE_ARN, SESSION_ARN], Decision.ALLOW),
        ([ACCOUNT, ROLE_ARN], Decision.EXPLICIT_DENY),
        ([ROLE_ARN], Decision.EXPLICIT_DENY),
        (["222222222222"], Decision.EXPLICIT_DENY),
        (["*"], Decision.ALLOW),
    ],
)
def test_not_principal_spares_who_is_named_on_every_level(spared: list[str], decision: Decision) -> None:
    """A deny with NotPrincipal must name a session, its role and its account to spare it."""
    denial = {"Effect": "Deny", "NotPrincipal": {"AWS": spared}, "Action": "*"}
    assert decide(allow(), denial) is decision


def test_a_principal_is_meant_by_unique_id() -> None:
    """An ARN that was resolved to another unique id does not mean the role that has the ARN today."""
    assert decide(allow(Principal={"AWS": ROLE_ARN}), resolve={ROLE_ARN: "AROA1"}) is Decision.ALLOW
    assert decide(allow(Principal={"AWS": ROLE_ARN}), resolve={ROLE_ARN: "AROA0"}) is Decision.IMPLICIT_DENY


@pytest.mark.parametrize(
    ("element", "covered"),
    [
        ({"Action": "sts:assumerole"}, True),
        ({"Action": "STS:Assume*"}, True),
        ({"Action": "*"}, True),
        ({"Action": "sts:AssumeRol?"}, True),
        ({"Action": ["ec2:*", "sts:TagSession"]}, False),
        ({"NotAction": "ec2:*"}, True),
        ({"NotAction": "sts:*"}, False),
    ],
)
def test_which_actions_are_covered(element: dict[str, Any], covered: bool) -> None:
    """Actions are compared without regard to case, with wildcards."""
    assert (decide({"Effect": "Allow", "Principal": "*", **element}) is Decision.ALLOW) == covered


@pytest.mark.parametrize(
    ("element", "covered"),
    [
        ({"Resource": "*"}, True),
        ({"Resource": ROLE_ARN}, True),
        ({"Resource": "arn:aws:iam::*:role/*"}, True),
        ({"Resource": "arn:aws:iam"}, True),
        ({"Resource": "arn:*:role/team/r"}, False),
        ({"Resource": "arn:aws:iam::222222222222:role/*"}, False),
        ({"NotResource": "arn:aws:s3:::*"}, True),
        ({"NotResource": ROLE_ARN}, False),
        ({"Resource": "arn:aws:iam::${aws:PrincipalAccount}:role/team/*"}, True),
        ({"Resource": "arn:aws:iam::${aws:PrincipalTag/none}:role/team/*"}, False),
    ],
)
def test_which_resources_are_covered(element: dict[str, Any], covered: bool) -> None:
    """A wildcard stays inside its field of an ARN, and an ARN that is cut short goes on with wildcards."""
    facts = {"aws:principalaccount": (ACCOUNT,), "aws:principaltag/": ()}
    assert (decide(allow(**element), facts=facts) is Decision.ALLOW) == covered


@pytest.mark.parametrize(
    ("operator", "expected", "actual", "holds"),
    [
        ("StringEquals", "a", "a", True),
        ("StringEquals", "a*", "ab", False),
        ("StringEquals", ["a", "b"], "b", True),
        ("StringNotEquals", ["a", "b"], "b", False),
        ("StringNotEquals", ["a", "b"], "c", True),
        ("StringEqualsIgnoreCase", "A", "a", True),
        ("StringNotEqualsIgnoreCase", "A", "a", False),
        ("StringLike", "a*", "ab", True),
        ("StringLike", "a?", "a", False),
        ("StringLike", "[a]", "a", False),
        ("StringNotLike", "a*", "b", True),
        ("ArnLike", "arn:aws:iam::*:role/*", "arn:aws:iam::111111111111:role/a/b", True),
        ("ArnLike", "arn:aws:*:role/*", "arn:aws:iam::111111111111:role/a", False),
        ("ArnEquals", "arn:aws:iam::*:role/a?", "arn:aws:iam::111111111111:role/ab", True),
        ("ArnNotLike", "arn:aws:iam::*:user/*", "arn:aws:iam::111111111111:role/a", True),
        ("ArnLike", "arn:aws:iam::*:role/*", "not an arn", False),
        ("NumericEquals", "10", "10.0", True),
        ("NumericNotEquals", "10", "11", True),
        ("NumericLessThan", 10, "9", True),
        ("NumericLessThanEquals", 10, "10", True),
        ("NumericGreaterThan", "10", "9", False),
        ("NumericGreaterThanEquals", "10", "9.99", False),
        ("NumericLessThan", "10", "few", False),
        ("NumericNotEquals", "10", "few", False),
        ("DateLessThan", "2026-01-02T00:00:00Z", "2026-01-01T23:59:59Z", True),
        ("DateGreaterThanEquals", "2026-01-01", "2026-01-01T00:00:00Z", True),
        ("DateGreaterThan", "1767225600", "2026-01-01T00:00:01Z", True),
        ("DateEquals", "2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00Z", True),
        ("DateNotEquals", "soon", "2026-01-01T00:00:00Z", False),
        ("Bool", "true", "true", True),
        ("Bool", True, "true", True),
        ("Bool", False, "true", False),
        ("BinaryEquals", "QUI=", "QUI=", True),
        ("BinaryEquals", "QUI", "QUI=", False),
        ("IpAddress", "10.0.0.0/8", "10.1.2.3", True),
        ("IpAddress", ["10.0.0.0/8", "2001:db8::/32"], "2001:db8::1", True),
        ("IpAddress", "10.1.2.3", "10.1.2.4", False),
        ("NotIpAddress", "10.0.0.0/8", "192.0.2.1", True),
        ("NotIpAddress", "everywhere", "192.0.2.1", False),
        ("Null", "false", "a", True),
        ("Null", "true", "a", False),
    ],
)
def test_operators(operator: str, expected: Any, actual: str, holds: bool) -> None:
    """Each operator compares as its type; several values are alternatives, and under a negation none may match."""
    assert when({operator: {"aws:Key": expected}}, aws__key=actual) == holds


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2025", "2027"),
        ("2025-12", "2026-02"),
        ("-1", "1800000000"),
        ("0", "9999999999999999999"),
        ("12", "2026-02-01"),
    ],
)
def test_iam_082_every_form_of_a_date_can_be_compared(before: str, after: str) -> None:
    """A year or a month alone, and seconds of any size, stand before or after a moment like full dates do."""
    bounds = {"DateGreaterThan": {"aws:CurrentTime": before}, "DateLessThan": {"aws:CurrentTime": after}}
    assert when(bounds, aws__currenttime="2026-01-15T12:00:00Z")
    assert not when(bounds, aws__currenttime=before)
    assert not when(bounds, aws__currenttime=after)


@pytest.mark.parametrize(
    ("operator", "holds"),
    [
        ("StringEquals", False),
        ("StringEqualsIfExists", True),
        ("StringNotEquals", True),
        ("StringNotLike", True),
        ("NumericLessThan", False),
        ("NumericLessThanIfExists", True),
        ("ForAllValues:StringEquals", True),
        ("ForAnyValue:StringEquals", False),
        ("ForAnyValue:StringNotEquals", False),
        ("ForAnyValue:StringEqualsIfExists", True),
    ],
)
def test_a_key_that_is_absent(operator: str, holds: bool) -> None:
    """Without the key a positive operator fails; a negated one, IfExists and ForAllValues hold."""
    assert when({operator: {"aws:Key": "1"}}, aws__key=[]) == holds


@pytest.mark.parametrize(("expected", "holds"), [("true", True), ("false", False)])
def test_null_asks_whether_a_key_is_there(expected: str, holds: bool) -> None:
    """Null with true wants the key to be absent."""
    assert when({"Null": {"aws:Key": expected}}, aws__key=[]) == holds


@pytest.mark.parametrize(
    ("operator", "actual", "holds"),
    [
        ("ForAllValues:StringEquals", ["a", "b"], True),
        ("ForAllValues:StringEquals", ["a", "c"], False),
        ("ForAnyValue:StringEquals", ["a", "c"], True),
        ("ForAnyValue:StringEquals", ["c"], False),
        ("ForAllValues:StringNotEquals", ["c", "d"], True),
        ("ForAllValues:StringNotEquals", ["a", "d"], False),
        ("ForAnyValue:StringNotEquals", ["a", "d"], True),
        ("ForAnyValue:StringNotEquals", ["a", "b"], False),
    ],
)
def test_keys_of_several_values(operator: str, actual: list[str], holds: bool) -> None:
    """ForAllValues wants every value of the request to fit, ForAnyValue one."""
    assert when({operator: {"aws:Key": ["a", "b"]}}, aws__key=actual) == holds


def test_all_tests_must_hold() -> None:
    """Operators and keys of a condition are all needed, and keys have no case."""
    condition = {"StringEquals": {"AWS:one": "1", "aws:TWO": "2"}, "Bool": {"aws:three": "true"}}
    facts = {"aws__one": "1", "aws__two": "2", "aws__three": "true"}
    assert when(condition, **facts)
    for key in facts:
        assert not when(condition, **{**facts, key: "0"})


@pytest.mark.parametrize(
    ("pattern", "actual", "holds"),
    [
        ("${aws:name}/x", "bob/x", True),
        ("${aws:name}*", "bob/x", True),
        ("${AWS:Name}", "bob", True),
        ("${aws:wild}", "a*", True),
        ("${aws:wild}", "ab", False),
        ("a${*}", "a*", True),
        ("a${*}", "ab", False),
        ("${aws:none}", "", False),
        ("${aws:none, 'bob'}", "bob", True),
        ("${$}{x}", "${x}", True),
    ],
)
def test_policy_variables(pattern: str, actual: str, holds: bool) -> None:
    """A variable is the request's value, taken literally; without a value nothing matches."""
    assert when({"StringLike": {"aws:Key": pattern}}, aws__key=actual, aws__name="bob", aws__wild="a*") == holds


def test_an_unknown_key_fails_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """What the emulator knows nothing about lets no statement apply, and the log says so."""
    with caplog.at_level(logging.WARNING):
        assert not when({"StringNotEquals": {"aws:Moon": "full"}})
    assert "aws:moon" in caplog.text


statements = st.lists(
    st.fixed_dictionaries(
        {
            "Effect": st.sampled_from(["Allow", "Deny"]),
            "Principal": st.sampled_from(["*", {"AWS": ACCOUNT}, {"AWS": "222222222222"}, {"AWS": ROLE_ARN}]),
            "Action": st.lists(st.sampled_from(["*", "sts:*", "sts:AssumeRole", "ec2:*"]), min_size=1, max_size=2),
        },
        optional={
            "Resource": st.sampled_from(["*", ROLE_ARN, "arn:aws:s3:::*"]),
            "Condition": st.dictionaries(
                st.sampled_from(["StringEquals", "StringNotEquals", "StringLikeIfExists", "ForAllValues:StringEquals"]),
                st.dictionaries(
                    st.sampled_from(["aws:one", "aws:none", "aws:unknown"]),
                    st.sampled_from(["1", "2", ["1", "2"], "*"]),
                    min_size=1,
                    max_size=2,
                ),
                max_size=2,
            ),
        },
    ),
    max_size=5,
)
FACTS = {"aws:one": ("1",), "aws:none": ()}


@given(statements, st.randoms(use_true_random=False))
def test_the_order_of_statements_is_irrelevant(drawn: list[dict[str, Any]], random: Any) -> None:
    """Any order of the same statements decides the same."""
    shuffled = random.sample(drawn, len(drawn))
    assert decide(*drawn, facts=FACTS) is decide(*shuffled, facts=FACTS)


@given(statements, st.integers(0, 5))
def test_an_explicit_deny_always_wins(drawn: list[dict[str, Any]], place: int) -> None:
    """A deny that applies decides, wherever it stands and whatever else is allowed."""
    denial = {"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole"}
    assert decide(*drawn[:place], denial, *drawn[place:], facts=FACTS) is Decision.EXPLICIT_DENY


@given(statements)
def test_each_statement_counts_by_itself(drawn: list[dict[str, Any]]) -> None:
    """The decision is that of the statements taken one by one: a deny before an allow before nothing."""
    single = {decide(statement, facts=FACTS) for statement in drawn}
    expected = next((each for each in (Decision.EXPLICIT_DENY, Decision.ALLOW) if each in single), None)
    assert decide(*drawn, facts=FACTS) is (expected or Decision.IMPLICIT_DENY)
