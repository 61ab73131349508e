"""How policies add up from the root down to an account, without an organization."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.organizations.policy_merge import VALUE_OPERATORS, allowed_operators, merge

BELOW = "@@operators_allowed_for_child_policies"


def tag(**settings: Any) -> dict[str, Any]:
    return {"tags": {"project": settings}}


def test_org_140_append_and_remove_go_down_the_tree() -> None:
    """Values are appended in order on the way down, and removed again at the account."""
    root = tag(tag_value={"@@assign": ["Development", "Support"]})
    unit = tag(tag_value={"@@append": ["Marketing", "Support"]})
    account = tag(tag_value={"@@remove": ["Development", "Marketing", "Unknown"]})
    assert merge([[root], [unit]]) == tag(tag_value=["Development", "Support", "Marketing"])
    assert merge([[root], [unit], [account]]) == tag(tag_value=["Support"])


def test_org_141_a_locked_setting_stays() -> None:
    """Where the root allows no operator, a unit's is passed over."""
    root = tag(tag_key={"@@assign": "Project", BELOW: ["@@none"]})
    assert merge([[root], [tag(tag_key={"@@assign": "PROJECT"})]]) == tag(tag_key="Project")


def test_org_142_several_restrictions_intersect() -> None:
    """Two policies of the root leave their children what both allow."""
    one = tag(tag_value={"@@assign": ["A"], BELOW: ["@@append"]})
    other = tag(tag_value={BELOW: ["@@append", "@@remove"]})
    assert merge([[one, other], [tag(tag_value={"@@append": ["B"]})]]) == tag(tag_value=["A", "B"])
    assert merge([[one, other], [tag(tag_value={"@@remove": ["A"]})]]) == tag(tag_value=["A"])
    assert merge([[one], [tag(tag_value={BELOW: ["@@all"]})], [tag(tag_value={"@@assign": ["B"]})]]) == tag(
        tag_value=["A"]
    )


def test_org_143_the_first_of_one_node_has_its_way() -> None:
    """Of two policies attached to one node the one that was attached first assigns."""
    first, second = tag(tag_key={"@@assign": "PROJECT"}), tag(tag_key={"@@assign": "project"})
    assert merge([[first, second]]) == tag(tag_key="PROJECT")
    assert merge([[first], [second]]) == tag(tag_key="project")


def test_org_144_a_locked_element_takes_no_new_keys() -> None:
    """A restriction on an element keeps new keys out of it, and leaves the settings that it has open."""
    root = {"services": {BELOW: ["@@none"], "default": {"opt_out_policy": {"@@assign": "optOut"}}}}
    child = {
        "services": {
            "lex": {"opt_out_policy": {"@@assign": "optIn"}},
            "default": {"opt_out_policy": {"@@assign": "optIn"}},
        }
    }
    assert merge([[root], [child]]) == {"services": {"default": {"opt_out_policy": "optIn"}}}


def test_settings_without_a_value_disappear() -> None:
    """What is only removed, or only restricted, is not in the effective policy; an empty list that is assigned is."""
    assert merge([[tag(tag_value={"@@remove": ["A"]})]]) is None
    assert merge([[{"tags": {BELOW: ["@@none"]}}]]) is None
    assert merge([[tag(tag_value={"@@assign": []})]]) == tag(tag_value=[])


_VALUES = st.lists(st.sampled_from(["a", "b", "c", 1, True]), max_size=3)
_LEAVES = st.fixed_dictionaries(
    {},
    optional={
        "@@assign": _VALUES | st.sampled_from(["x", "y"]),
        "@@append": _VALUES,
        "@@remove": _VALUES,
        BELOW: st.lists(st.sampled_from(["@@all", "@@none", *sorted(VALUE_OPERATORS)]), min_size=1, max_size=2),
    },
)
_ELEMENTS = st.dictionaries(st.sampled_from(["p", "q"]), _LEAVES, max_size=2)
_LOCKS = st.fixed_dictionaries({}, optional={BELOW: st.just(["@@none"])})
_POLICIES = st.builds(lambda element, lock: {"top": {**element, **lock}}, _ELEMENTS, _LOCKS)
_NODES = st.lists(st.lists(_POLICIES, max_size=3), max_size=4)


def _same(one: Any, other: Any) -> bool:
    return json.dumps(one) == json.dumps(other)


def _naive_setting(nodes: list[list[dict[str, Any]]], key: str) -> Any:
    """One setting by itself, told as the rules are told."""
    value: Any = None
    allowed, locked, known = set(VALUE_OPERATORS), False, False
    for policies in nodes:
        bodies = [policy["top"][key] for policy in policies if key in policy["top"]]
        if bodies and (known or not locked):
            known = True
            assigned = False
            for body in bodies:
                if "@@assign" in body and "@@assign" in allowed and not assigned:
                    value, assigned = body["@@assign"], True
                if "@@append" in body and "@@append" in allowed and (value is None or isinstance(value, list)):
                    value = list(value or [])
                    for one in body["@@append"]:
                        if not any(_same(one, other) for other in value):
                            value.append(one)
                if "@@remove" in body and "@@remove" in allowed and isinstance(value, list):
                    value = [one for one in value if not any(_same(one, other) for other in body["@@remove"])]
                    value = value or None
            for body in bodies:
                if BELOW in body:
                    allowed &= allowed_operators(body[BELOW])
        locked = locked or any(BELOW in policy["top"] for policy in policies)
    return value


@given(_NODES)
def test_the_merge_equals_a_naive_evaluation(nodes: list[list[dict[str, Any]]]) -> None:
    """Setting by setting the merge gives what a plain reading of the rules gives."""
    expected = {key: value for key in ("p", "q") if (value := _naive_setting(nodes, key)) is not None}
    merged = merge(nodes)
    found = {} if merged is None else merged["top"]
    assert {key: json.dumps(value) for key, value in found.items()} == {
        key: json.dumps(value) for key, value in expected.items()
    }


@given(_NODES)
def test_no_operator_is_left_and_no_document_changes(nodes: list[list[dict[str, Any]]]) -> None:
    """An effective policy says what is so, not how it came to be; the policies themselves stay as they are."""
    before = json.dumps(nodes)
    assert "@@" not in json.dumps(merge(nodes))
    assert json.dumps(nodes) == before
