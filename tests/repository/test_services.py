"""Request classes against the contract, and what services word against what the domain refuses."""

import ast
import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import pytest

import emulator.domain
from emulator.contract.coverage import coverage
from emulator.contract.service_model import Shape, load
from emulator.domain.refusals import Refusal
from emulator.services.operations import Operation, Request, Words
from emulator.services.registry import SERVICES, service
from tests.repository.source import modules

# Members that the dispatcher reads, or that AWS keeps for itself, and no request class holds.
COMMON = {"DryRun"}


def operations() -> list[Any]:
    return [
        pytest.param(operation, id=f"{name}.{operation_name}")
        for name in SERVICES
        for operation_name, operation in sorted(service(name).operations.items())  # type: ignore[union-attr]
    ]


def drift(request: type[Request], shape: Shape | None, where: str, ignored: set[str]) -> Iterator[str]:
    """How a request class, and what is nested in it, differs from the contract."""
    members = dict(shape.members) if shape is not None else {}
    fields = {field.alias or name: field for name, field in request.model_fields.items()}
    yield from (f"{where}.{name} is missing" for name in members if name not in fields and name not in ignored)
    yield from (f"{where}.{name} is not in the contract" for name in fields if name not in members)
    required = set(shape.required) if shape is not None else set()
    for name, field in fields.items():
        if name not in members:
            continue
        if field.is_required() != (name in required):
            yield f"{where}.{name} is {'required' if field.is_required() else 'optional'} here only"
        yield from drift_of_type(field.annotation, members[name].shape, f"{where}.{name}")


def drift_of_type(annotation: Any, shape: Shape, where: str) -> Iterator[str]:
    if get_origin(annotation) in (Union, UnionType):
        (annotation,) = [one for one in get_args(annotation) if one is not NoneType]
    origin = get_origin(annotation) or annotation
    if shape.type == "structure":
        if isinstance(origin, type) and issubclass(origin, Request):
            yield from drift(origin, shape, where, set())
        else:
            yield f"{where} is a structure, not {annotation}"
    elif shape.type == "list":
        if origin not in (list, tuple):
            yield f"{where} is a list, not {annotation}"
        else:
            yield from drift_of_type(get_args(annotation)[0], shape.element.shape, f"{where}[]")
    elif shape.type == "map":
        if origin is not dict:
            yield f"{where} is a map, not {annotation}"
        else:
            yield from drift_of_type(get_args(annotation)[1], shape.value.shape, f"{where}{{}}")
    else:
        expected = {"integer": int, "long": int, "float": float, "double": float, "boolean": bool, "blob": bytes}
        wanted = expected.get(shape.type)
        if wanted is not None and origin is not wanted:
            yield f"{where} is {shape.type}, not {annotation}"
        if shape.type == "string" and not (isinstance(origin, type) and issubclass(origin, str)):
            yield f"{where} is a string, not {annotation}"


@pytest.mark.parametrize("operation", operations())
def test_a_request_class_is_what_the_contract_says(operation: Operation) -> None:
    """No member missing, none of our own, each as required and as nested as in the service model."""
    assert list(drift(operation.request, operation.model.input, operation.model.name, COMMON)) == []


@pytest.mark.parametrize("name", SERVICES)
def test_every_handler_is_registered(name: str) -> None:
    """Each function that is decorated as an operation stands in a module that the service loads."""
    written = {
        next(argument.annotation.id for argument in node.args.args if argument.arg == "request")  # type: ignore[union-attr]
        for path, module in modules("emulator").items()
        if path.startswith(f"emulator.services.{name}.")
        for node in module.body
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(one, ast.Attribute) and one.attr == "operation" for one in node.decorator_list)
    }
    found = service(name)
    assert found is not None
    assert written == set(found.operations)
    coverage({name: found.operations})


def refusals() -> list[type[Refusal]]:
    """Every refusal of the domain that is raised as itself."""
    for module in pkgutil.walk_packages(emulator.domain.__path__, "emulator.domain."):
        if module.name.endswith("refusals"):
            import_module(module.name)

    def below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    raised = [kind for kind in below(Refusal) if kind.__module__.startswith("emulator.domain")]
    return sorted((kind for kind in raised if hasattr(kind, "rule")), key=lambda kind: (kind.__module__, kind.__name__))


def test_every_refusal_is_worded() -> None:
    """A refusal that no service can word would be answered with a 500."""
    worded = {kind for name in SERVICES if (found := service(name)) is not None for kind in found.words}
    assert [f"{kind.__module__}.{kind.__name__}" for kind in refusals() if kind not in worded] == []


@pytest.mark.parametrize("name", SERVICES)
def test_words_are_codes_that_the_contract_knows(name: str) -> None:
    """A service whose errors are modelled answers with those alone, and texts name fields that refusals have."""
    found = service(name)
    assert found is not None
    modelled = {error.code for error in load(name).errors.values()}
    for kind, words in found.words.items():
        if not isinstance(words, Words):
            continue
        if name == "organizations":
            assert words.code in modelled, kind
        for field in set(_fields(words.text)) - {"operation"}:
            annotated = any(field in inspect.get_annotations(base) for base in kind.__mro__)
            assert annotated or hasattr(kind, field), (kind, field)


def _fields(text: str) -> Iterator[str]:
    from string import Formatter

    for _, name, _, _ in Formatter().parse(text):
        if name is not None:
            yield name.removeprefix("r.")
