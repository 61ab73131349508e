"""Whether policies allow a request: one evaluator for trust policies, session policies and whatever comes later.

Statements and the facts of a request go in; an explicit deny, an allow, or neither comes out. Which policies count
for a request, and how several of them are combined, is for the caller to know.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any

from emulator.domain.iam import conditions
from emulator.domain.iam.conditions import Facts, Test
from emulator.domain.iam.wildcards import matches_arn, matches_text


class Decision(Enum):
    EXPLICIT_DENY = "explicitDeny"
    ALLOW = "allowed"
    IMPLICIT_DENY = "implicitDeny"


@dataclass(frozen=True, slots=True)
class Requester:
    """The names under which a Principal element means the requester, from the outside in: for a session the
    account's names, the role's, and the session's own. The kind is AWS, Federated or Service."""

    kind: str
    levels: tuple[frozenset[str], ...]

    def is_named(self, named: Iterable[tuple[str, str]]) -> bool:
        """A Principal element means the requester if it names it on any level."""
        return any(self._names(level, kind, value) for kind, value in named for level in self.levels)

    def is_excepted(self, named: Iterable[tuple[str, str]]) -> bool:
        """A NotPrincipal element spares the requester only if it names it on every level, as AWS documents it:
        the session, the role and the account."""
        names = list(named)
        return all(any(self._names(level, kind, value) for kind, value in names) for level in self.levels)

    def _names(self, level: frozenset[str], kind: str, value: str) -> bool:
        return kind == self.kind and (value in level or (value == "*" and kind == "AWS"))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the policies. Policies that are attached to an identity need no requester."""

    action: str
    resource: str
    facts: Facts = field(default_factory=dict)
    requester: Requester | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, read once. An element that is absent is None."""

    sid: str | None
    denies: bool
    actions: tuple[str, ...]
    all_actions_but: bool
    resources: tuple[str, ...] | None
    all_resources_but: bool
    principals: tuple[tuple[str, str], ...] | None
    all_principals_but: bool
    tests: tuple[Test, ...]

    def applies(self, question: Question, resolve: Callable[[str], str]) -> bool:
        return (
            self._covers_action(question.action)
            and self._covers_resource(question)
            and self._covers_requester(question.requester, resolve)
            and all(test.holds(question.facts) for test in self.tests)
        )

    def _covers_action(self, action: str) -> bool:
        named = any(matches_text(pattern, action.lower()) for pattern in self.actions)
        return named != self.all_actions_but

    def _covers_resource(self, question: Question) -> bool:
        if self.resources is None:
            return True
        named = any(_covers(pattern, question) for pattern in self.resources)
        return named != self.all_resources_but

    def _covers_requester(self, requester: Requester | None, resolve: Callable[[str], str]) -> bool:
        if self.principals is None:
            return True
        if requester is None:
            return False
        named = [(kind, resolve(value)) for kind, value in self.principals]
        return not requester.is_excepted(named) if self.all_principals_but else requester.is_named(named)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision, and the statements that made it."""

    decision: Decision
    statements: tuple[Statement, ...] = ()

    @property
    def allowed(self) -> bool:
        return self.decision is Decision.ALLOW


def evaluate(
    statements: Iterable[Statement], question: Question, resolve: Callable[[str], str] = lambda name: name
) -> Verdict:
    """An explicit deny wins over every allow, wherever it stands; without either the answer is an implicit deny.

    `resolve` turns a principal as the document spells it into the one that is meant: IAM keeps roles and users that
    a policy names by unique id.
    """
    applying = [statement for statement in statements if statement.applies(question, resolve)]
    denying = tuple(statement for statement in applying if statement.denies)
    if denying:
        return Verdict(Decision.EXPLICIT_DENY, denying)
    if applying:
        return Verdict(Decision.ALLOW, tuple(applying))
    return Verdict(Decision.IMPLICIT_DENY)


@lru_cache(maxsize=4_096)
def read(document: str) -> tuple[Statement, ...]:
    """The statements of a document that was accepted before."""
    return tuple(_statement(statement) for statement in _listed(json.loads(document)["Statement"]))


def _statement(raw: Mapping[str, Any]) -> Statement:
    resources = raw.get("Resource", raw.get("NotResource"))
    has_principals = "Principal" in raw or "NotPrincipal" in raw
    return Statement(
        sid=raw.get("Sid"),
        denies=raw["Effect"] == "Deny",
        actions=tuple(action.lower() for action in _listed(raw.get("Action", raw.get("NotAction", [])))),
        all_actions_but="NotAction" in raw,
        resources=None if resources is None else tuple(_listed(resources)),
        all_resources_but="NotResource" in raw,
        principals=tuple(_principals(raw.get("Principal", raw.get("NotPrincipal")))) if has_principals else None,
        all_principals_but="NotPrincipal" in raw,
        tests=tuple(conditions.read(raw.get("Condition", {}))),
    )


def _principals(raw: Any) -> Iterable[tuple[str, str]]:
    if raw == "*":
        return [("AWS", "*")]
    return [(kind, _account(value)) for kind, named in raw.items() for value in _listed(named)]


_ROOT = re.compile(r"arn:aws[a-z-]*:iam::(\d{12}):root")


def _account(value: str) -> str:
    """An account has two spellings, of which the shorter is ours."""
    root = _ROOT.fullmatch(value)
    return root[1] if root is not None else value


def _covers(pattern: str, question: Question) -> bool:
    expanded = conditions.expand(pattern, question.facts)
    # a resource that is cut short means everything that begins so, field by field
    return expanded is not None and matches_arn(expanded, question.resource, complete=True)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
