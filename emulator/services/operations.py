"""What an operation is: a request class and a function of the same name, registered with its service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import Any, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_pascal

from emulator.contract.constraints import Violation, checker
from emulator.contract.service_model import OperationModel, ServiceModel, load
from emulator.domain.callers import Caller
from emulator.domain.refusals import Refusal
from emulator.domain.world import World
from emulator.protocols import WireError


class Request(BaseModel):
    """The members of a request under their Python names. Constraints are the contract's: see `Operation.check`."""

    model_config = ConfigDict(alias_generator=to_pascal, populate_by_name=True, frozen=True, defer_build=True)


@dataclass(frozen=True, slots=True)
class Call:
    """One call: where, by whom, and what."""

    world: World
    caller: Caller
    request_id: str

    @property
    def account_id(self) -> str:
        return self.caller.account_id


Handler = Callable[[Call, Any], Mapping[str, Any]]
AnyHandler = TypeVar("AnyHandler", bound=Callable[..., Mapping[str, Any]])


class Operation:
    """An operation that the emulator has."""

    def __init__(self, model: OperationModel, request: type[Request], handler: Handler) -> None:
        self.model = model
        self.request = request
        self.handler = handler

    @cached_property
    def check(self) -> Callable[[Mapping[str, Any]], list[Violation]]:
        """The contract's constraints on the input, compiled."""
        return checker(self.model.input) if self.model.input is not None else lambda values: []


@dataclass(frozen=True, slots=True)
class Words:
    """A refusal in AWS's words; the text may name the refusal's own fields as {r.field}, and the {operation}."""

    code: str
    text: str
    status: int = 400
    members: Mapping[str, object] = field(default_factory=dict)


class Service:
    """A service's operations, and how it words what its rules refuse."""

    def __init__(
        self,
        name: str,
        modules: tuple[str, ...],
        *,
        words: Mapping[type[Refusal], Words | Callable[[Any], Words]],
        word_violations: Callable[[list[Violation]], tuple[WireError, str]],
        supports_dry_run: bool = False,
        before_validation: Callable[[World, str, str], None] | None = None,
        after_validation: Callable[[World, Caller, str, Mapping[str, Any]], None] | None = None,
    ) -> None:
        self.name = name
        self.words = words
        self.word_violations = word_violations
        self.supports_dry_run = supports_dry_run
        self.before_validation = before_validation
        self.after_validation = after_validation
        self._waiting = list(modules)
        self._operations: dict[str, Operation] = {}

    @cached_property
    def model(self) -> ServiceModel:
        return load(self.name)

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Every operation."""
        self._import_until(None)
        return self._operations

    def find(self, name: str) -> Operation | None:
        """An operation by name. Modules are imported in their order until it is there, so the first call of a service
        pays for what it asks; those that are asked first stand first."""
        return self._operations.get(name) or self._import_until(name)

    def _import_until(self, name: str | None) -> Operation | None:
        while self._waiting and (name is None or name not in self._operations):
            import_module(self._waiting.pop(0))
        return None if name is None else self._operations.get(name)

    def operation(self, handler: AnyHandler) -> AnyHandler:
        """Register a function; its request class is the type of its second parameter."""
        request = get_type_hints(handler)["request"]
        self._operations[request.__name__] = Operation(self.model.operations[request.__name__], request, handler)
        return handler

    def word(self, refusal: Refusal, operation: str = "this") -> WireError:
        words = self.words[type(refusal)]
        if not isinstance(words, Words):
            words = words(refusal)
        return WireError(words.code, words.status, words.text.format(r=refusal, operation=operation), words.members)
