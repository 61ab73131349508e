"""State machines as tables: one row for each legal move, and what the move announces.

The legality check, the diagrams in the documentation and the tests read the same rows, so a correction here is
a correction everywhere. What is not in a table is not legal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from emulator.domain.event import Event

State = TypeVar("State", bound=StrEnum)
Trigger = TypeVar("Trigger", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Row(Generic[State, Trigger]):
    """A legal move: in `state`, `trigger` leads to `to` and announces these events, in this order."""

    state: State
    trigger: Trigger
    to: State
    announces: tuple[type[Event], ...] = ()


@dataclass(frozen=True, slots=True)
class Refused(Generic[State, Trigger]):
    """A move that a rule refuses; the pair that is neither here nor a row cannot be asked for at all."""

    state: State
    trigger: Trigger
    rule: str


class IllegalMove(Exception):
    """A move that the table does not hold was taken: the code before it should have refused."""


class Lifecycle(Generic[State, Trigger]):
    """A named state machine with its rows."""

    __slots__ = ("_rows", "name", "refused", "rows", "start")

    def __init__(
        self,
        name: str,
        *,
        start: State,
        rows: Iterable[Row[State, Trigger]],
        refused: Iterable[Refused[State, Trigger]] = (),
    ) -> None:
        self.name = name
        self.start = start
        self.rows = tuple(rows)
        self.refused = tuple(refused)
        self._rows = {(row.state, row.trigger): row for row in self.rows}
        pairs = [(row.state, row.trigger) for row in self.rows]
        pairs += [(row.state, row.trigger) for row in self.refused]
        if len(set(pairs)) != len(pairs):
            raise ValueError(f"{name}: two entries for one state and trigger")

    def allows(self, state: State, trigger: Trigger) -> bool:
        return (state, trigger) in self._rows

    def take(self, state: State, trigger: Trigger) -> Row[State, Trigger]:
        """The row of a legal move; IllegalMove for any other."""
        try:
            return self._rows[state, trigger]
        except KeyError:
            raise IllegalMove(f"{self.name}: no {trigger} in {state}") from None

    def mermaid(self) -> str:
        """The diagram of the table, as Mermaid reads it."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        lines += [f"    {row.state} --> {row.to}: {row.trigger}" for row in self.rows]
        return "\n".join(lines)
