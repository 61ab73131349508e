"""Which classes a snapshot may name: those of the domain, each by its module and name. Nothing else is ever made."""

import inspect
import re
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, get_type_hints

import emulator.domain
from emulator.domain.clock import Clock
from emulator.domain.world import World

_DOMAIN = "emulator.domain."
_NAME = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*:[A-Za-z_]\w*")
# What a world is given where it is loaded, and what belongs to the call that is being answered.
GIVEN: Mapping[type, frozenset[str]] = {
    World: frozenset({"reactions", "changed", "changes", "dry_run"}),
    Clock: frozenset({"wall", "held_at"}),
}


class UnknownClass(Exception):
    """The name is that of no class that a world is made of."""


def name_of(kind: type) -> str:
    if not kind.__module__.startswith(_DOMAIN):
        raise TypeError(f"{kind.__qualname__} has no place in a snapshot")
    return f"{kind.__module__.removeprefix(_DOMAIN)}:{kind.__name__}"


@cache
def named(name: str) -> type:
    """The class of a name, or UnknownClass."""
    found: Any = None
    if _NAME.fullmatch(name):
        module, _, kind = name.partition(":")
        try:
            found = getattr(import_module(_DOMAIN + module), kind, None)
        except ModuleNotFoundError:
            found = None
    if not (isinstance(found, type) and found.__module__.startswith(_DOMAIN) and _has_place(found)):
        raise UnknownClass(name)
    return found


def _has_place(kind: type) -> bool:
    if issubclass(kind, Exception):
        return False
    return issubclass(kind, Enum) or is_dataclass(kind) or is_named_tuple(kind) or bool(_slots(kind))


def is_named_tuple(kind: type) -> bool:
    return issubclass(kind, tuple) and hasattr(kind, "_fields")


@cache
def members_of(kind: type) -> tuple[str, ...]:
    """The fields that a snapshot keeps of an object."""
    if is_named_tuple(kind):
        return tuple(getattr(kind, "_fields"))  # noqa: B009 # mypy knows of no _fields
    names = [one.name for one in fields(kind)] if is_dataclass(kind) else _slots(kind)
    return tuple(name for name in names if name not in GIVEN.get(kind, ()))


@cache
def given_members(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.name in GIVEN[kind]) if kind in GIVEN else ()


def default_of(kind: type, made: object, name: str) -> Any:
    """What a field is in a snapshot that is older than the field; KeyError where it has no default."""
    for one in fields(kind) if is_dataclass(kind) else ():
        if one.name == name and one.default is not MISSING:
            return one.default
        if one.name == name and one.default_factory is not MISSING:
            return one.default_factory()
    try:
        # a world makes the records of an area when it is first asked for them
        return getattr(made, name)
    except AttributeError:
        raise KeyError(name) from None


@cache
def hints_of(kind: type) -> Mapping[str, Any]:
    """The types of a class's fields; what cannot be told is absent and goes unchecked."""
    if not (is_dataclass(kind) or is_named_tuple(kind)):
        return {}
    try:
        return get_type_hints(kind, localns=_unique_names())
    except NameError:
        return {}


@cache
def _unique_names() -> dict[str, Any]:
    """The domain's classes that have a name of their own: annotations name some that their module does not import."""
    found: dict[str, set[Any]] = {}
    for module in walk_packages(emulator.domain.__path__, _DOMAIN):
        for name, kind in inspect.getmembers(import_module(module.name), inspect.isclass):
            if kind.__module__.startswith(_DOMAIN):
                found.setdefault(name, set()).add(kind)
    return {name: kinds.pop() for name, kinds in found.items() if len(kinds) == 1}


def _slots(kind: type) -> list[str]:
    return [name for base in reversed(kind.__mro__) for name in getattr(base, "__slots__", ())]
