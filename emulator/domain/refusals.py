"""A refusal: a rule of AWS said no. It carries what went wrong as data and the id of the rule; each service words
it in AWS's words."""

from inspect import get_annotations
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

    @property
    def facts(self) -> dict[str, str]:
        """What the rule found, in words, for those who ask why."""
        found = {name: str(value) for name, value in vars(self).items() if name != "under_rule"}
        return {"state of affairs": (type(self).__doc__ or type(self).__name__).strip().splitlines()[0], **found}


RefusalType = TypeVar("RefusalType", bound=Refusal)


@dataclass_transform(eq_default=False)
def refusal(cls: type[RefusalType]) -> type[RefusalType]:
    """Make the annotated fields of a refusal its constructor's arguments.

    As a dataclass would, but without generating code: there are hundreds of refusals, and all of them are defined
    before the first call can be answered.
    """
    annotated = (name for base in reversed(cls.__mro__) for name in get_annotations(base))
    names = tuple(name for name in dict.fromkeys(annotated) if name != "rule")

    def __init__(self: RefusalType, *values: object, **named: object) -> None:
        given = dict(zip(names, values, strict=False), **named)
        missing = [name for name in names if name not in given and not hasattr(cls, name)]
        if missing or len(values) > len(names) or not given.keys() <= set(names):
            raise TypeError(f"{cls.__name__} takes {names}, not {values} {named}")
        for name, value in given.items():
            setattr(self, name, value)

    cls.__init__ = __init__  # type: ignore[assignment] # its signature is that of the annotated fields
    return cls


class DryRunSucceeded(Exception):
    """The call asked for a dry run and no rule refused it: nothing has changed (INT-030)."""
