"""A refusal: a rule of AWS said no. It carries what went wrong as data and the id of the rule; each service words
it in AWS's words."""

from dataclasses import dataclass
from typing import ClassVar, Self, TypeVar, dataclass_transform


class Refusal(Exception):
    """The base of everything a rule may say no with. `rule` is the id in the rule register."""

    rule: ClassVar[str]

    def __init__(self) -> None:
        self.under_rule: str | None = None

    def under(self, rule: str) -> Self:
        """The same state of affairs, refused by another rule."""
        self.under_rule = rule
        return self

    @property
    def rule_id(self) -> str:
        return getattr(self, "under_rule", None) or self.rule


RefusalType = TypeVar("RefusalType", bound=Refusal)


@dataclass_transform(eq_default=False)
def refusal(cls: type[RefusalType]) -> type[RefusalType]:
    """Make the annotated fields of a refusal its constructor's arguments."""
    return dataclass(eq=False)(cls)


class DryRunSucceeded(Exception):
    """The call asked for a dry run and no rule refused it: nothing has changed (INT-030)."""
