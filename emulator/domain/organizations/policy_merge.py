"""How policies that say what shall be, rather than who may do what, add up from the root down to an account.

A pure function of documents: nothing here knows organizations. Rules ORG-140 to ORG-144.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from emulator.domain.organizations.policy_records import Document

ASSIGN, APPEND, REMOVE = "@@assign", "@@append", "@@remove"
ALLOWED_BELOW = "@@operators_allowed_for_child_policies"
VALUE_OPERATORS = frozenset((ASSIGN, APPEND, REMOVE))

_ABSENT = object()


@dataclass(slots=True)
class _Element:
    """Everything known about one path so far."""

    value: Any = _ABSENT
    children: dict[str, "_Element"] = field(default_factory=dict)
    allowed: frozenset[str] = VALUE_OPERATORS

    def shown(self) -> Any:
        if self.value is not _ABSENT:
            return self.value
        shown = {name: child.shown() for name, child in self.children.items()}
        return {name: value for name, value in shown.items() if value is not _ABSENT} or _ABSENT


class _Node:
    """One root, unit or account on the way down, while its policies are applied in the order of attachment."""

    def __init__(self) -> None:
        self.assigned: set[int] = set()
        self.narrowed: list[tuple[_Element, frozenset[str]]] = []

    def apply(self, element: _Element, body: Document) -> None:
        for name, inner in body.items():
            if name == ALLOWED_BELOW:
                self.narrowed.append((element, allowed_operators(inner)))
            elif not name.startswith("@@"):
                child = element.children.get(name)
                if child is None:
                    # whether new keys may come into an element is said by the element itself, and only there
                    if ASSIGN not in element.allowed:
                        continue
                    child = element.children[name] = _Element()
                self.apply(child, inner)
        for operator in (ASSIGN, APPEND, REMOVE):
            if operator in body and operator in element.allowed:
                self.operate(element, operator, body[operator])

    def operate(self, element: _Element, operator: str, operand: Any) -> None:
        if operator == ASSIGN:
            # of policies attached to one node the first one has its way
            if id(element) not in self.assigned:
                self.assigned.add(id(element))
                element.value = list(operand) if isinstance(operand, list) else operand
            return
        values = operand if isinstance(operand, list) else [operand]
        if operator == APPEND:
            if element.value is _ABSENT:
                element.value = []
            if isinstance(element.value, list):
                element.value += _unseen(element.value, values)
        elif isinstance(element.value, list):
            element.value = [value for value in element.value if not _contains(values, value)] or _ABSENT

    def end(self) -> None:
        """Restrictions bind the nodes below, and only ever tighten."""
        for element, allowed in self.narrowed:
            element.allowed &= allowed


def merge(nodes: Iterable[Iterable[Document]]) -> Document | None:
    """The effective policy, without operators, of the documents at each node from the root down; None for nothing."""
    root = _Element()
    for documents in nodes:
        node = _Node()
        for document in documents:
            node.apply(root, document)
        node.end()
    shown = root.shown()
    return None if shown is _ABSENT else shown


def allowed_operators(named: str | list[str]) -> frozenset[str]:
    """The operators that a list of names allows; @@all and @@none stand for all and none."""
    names = {named} if isinstance(named, str) else set(named)
    if "@@none" in names:
        return frozenset()
    return VALUE_OPERATORS if "@@all" in names else VALUE_OPERATORS & names


def _contains(values: list[Any], value: Any) -> bool:
    # 1 and true are equal in Python and different in JSON
    return any(type(value) is type(one) and value == one for one in values)


def _unseen(existing: list[Any], added: list[Any]) -> list[Any]:
    unseen: list[Any] = []
    for value in added:
        if not _contains(existing, value) and not _contains(unseen, value):
            unseen.append(value)
    return unseen
