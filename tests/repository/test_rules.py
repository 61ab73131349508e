"""Register, code and tests hold together."""

import json
from functools import cache

import pytest

from emulator.domain.refusals import Refusal
from emulator.rules import register
from tests.repository.source import ROOT, modules, rules_in, rules_in_test_names

# Areas whose rules are all in the register.
REGISTERED_AREAS = ("F", "INT", "ORG", "IAM", "STS", "RAM", "CW", "TAG", "TRAIL", "EC2", "IPAM")


@cache
def rules_of_code() -> dict[str, str]:
    """Every rule id that code refuses with, and a module that does."""
    return {rule: name for name, module in modules("emulator").items() for rule in rules_in(module)}


@cache
def rules_of_tests() -> frozenset[str]:
    """Every rule id that a test is named after, marked with, or expects in an answer."""
    found = set()
    for name, module in modules("tests").items():
        if not name.startswith("tests.repository"):
            found.update(rules_in_test_names(module))
            found.update(rules_in(module))
    for path in (ROOT / "fixtures" / "exchanges").glob("*.json"):
        found.update(rule for one in json.loads(path.read_text(encoding="utf-8")) for rule in one.get("rules", ()))
    return frozenset(found)


def test_every_rule_that_refuses_is_in_the_register() -> None:
    """No refusal without a rule that says what it means and where it comes from."""
    missing = {
        rule: name
        for rule, name in rules_of_code().items()
        if rule not in register() and rule.partition("-")[0] in REGISTERED_AREAS
    }
    assert not missing


@pytest.mark.parametrize("area", sorted({rule.area for rule in register().values()}))
def test_every_rule_has_a_test_or_a_reason_why_not(area: str) -> None:
    """A rule without a test says why; one that says so has none."""
    rules = [rule for rule in register().values() if rule.area == area]
    assert [rule.id for rule in rules if rule.untested is None and rule.id not in rules_of_tests()] == []
    assert [rule.id for rule in rules if rule.untested is not None and rule.id in rules_of_tests()] == []


def test_no_rule_is_dead() -> None:
    """A rule of the register is one that code refuses with or a test holds."""
    alive = rules_of_code().keys() | rules_of_tests()
    assert [rule.id for rule in register().values() if rule.untested is None and rule.id not in alive] == []


def test_tests_name_rules_that_exist() -> None:
    """A test is not named after a rule that nobody has written down."""
    strangers = [
        rule for rule in rules_of_tests() if rule not in register() and rule.partition("-")[0] in REGISTERED_AREAS
    ]
    assert strangers == []


def test_every_refusal_has_a_rule() -> None:
    """Each state of affairs that a rule refuses carries the rule's id."""

    def below(kind: type[Refusal]) -> list[type[Refusal]]:
        return [kind, *(one for child in kind.__subclasses__() for one in below(child))]

    assert [
        kind.__name__ for kind in below(Refusal)[1:] if not kind.__subclasses__() and not hasattr(kind, "rule")
    ] == []
