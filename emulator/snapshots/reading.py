"""From JSON values to a world. Nothing is believed: classes are the domain's, members the class's, types the hints'."""

from base64 import b64decode
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from emulator.snapshots.classes import (
    UnknownClass,
    default_of,
    given_members,
    hints_of,
    is_named_tuple,
    members_of,
    named,
)
from emulator.snapshots.writing import ADDRESSES

_COLLECTIONS: Mapping[str, type] = {kind.__name__: kind for kind in (dict, Counter, list, tuple, set, frozenset, deque)}
Where = tuple[str, ...]


class Unloadable(Exception):
    """The values do not make a world. The text says where, and what is wrong there."""

    def __init__(self, where: Where, what: str) -> None:
        super().__init__(f"{'.'.join(where) or 'snapshot'}: {what}")


def read(node: object, wanted: type, given: Mapping[type, Mapping[str, object]]) -> Any:
    """The object that the values describe. `given` has what objects are given where they are loaded."""
    found = _Reader(given).value(node, (wanted.__name__.lower(),))
    if type(found) is not wanted:
        raise Unloadable((), f"expected {wanted.__name__}, found {type(found).__name__}")
    return found


class _Reader:
    def __init__(self, given: Mapping[type, Mapping[str, object]]) -> None:
        self._given = given
        self._objects: dict[int, Any] = {}

    def value(self, node: Any, where: Where) -> Any:
        if isinstance(node, list):
            return [self.value(one, (*where, str(number))) for number, one in enumerate(node)]
        if not isinstance(node, dict):
            return _text(node, where) if isinstance(node, str) else node
        kind = node.get("$")
        if not isinstance(kind, str):
            raise Unloadable(where, "an object without a class")
        try:
            return self._made(kind, node, where)
        except (KeyError, ValueError, TypeError, OverflowError) as problem:
            raise Unloadable(where, f"not a {kind} ({type(problem).__name__}: {problem})") from None

    def _made(self, kind: str, node: dict[str, Any], where: Where) -> Any:
        match kind:
            case "time":
                moment = datetime.fromisoformat(node["at"])
                if moment.tzinfo is None:
                    raise ValueError("a time without a zone")
                return moment
            case "period":
                return timedelta(microseconds=node["us"])
            case "octets":
                return b64decode(node["base64"], validate=True)
            case "same":
                return self._objects[node["as"]]
        if kind in ADDRESSES:
            return ADDRESSES[kind](node["is"])
        if kind in _COLLECTIONS:
            return self._collection(_COLLECTIONS[kind], node, where)
        try:
            cls = named(kind)
        except UnknownClass:
            raise Unloadable(where, f"{kind} is nothing that a world is made of") from None
        return cls[node["is"]] if issubclass(cls, Enum) else self._object(cls, node, where)

    def _collection(self, kind: type, node: dict[str, Any], where: Where) -> Any:
        if issubclass(kind, dict):
            mapping = self._keep(kind(), node)
            if "of" in node:
                mapping.update({_text(key, where): self.value(one, (*where, key)) for key, one in node["of"].items()})
            else:
                for key, one in node["pairs"]:
                    made = self.value(key, (*where, "key"))
                    mapping[made] = self.value(one, (*where, str(made)))
            return mapping
        parts = enumerate(node["of"])
        if kind in (tuple, frozenset):
            return kind([self.value(one, (*where, str(number))) for number, one in parts])
        collection = self._keep(deque(maxlen=node["longest"]) if kind is deque else kind(), node)
        put: Callable[[Any], None] = collection.add if kind is set else collection.append
        for number, one in parts:
            put(self.value(one, (*where, str(number))))
        return collection

    def _object(self, cls: type, node: dict[str, Any], where: Where) -> Any:
        names, hints = members_of(cls), hints_of(cls)
        for name in node:
            if name not in ("$", "#") and name not in names:
                raise Unloadable((*where, name), f"{cls.__name__} has no such member")
        if is_named_tuple(cls):
            return cls(*[self._member(cls, None, name, node, hints, where) for name in names])
        made = self._keep(object.__new__(cls), node)
        for name in names:
            object.__setattr__(made, name, self._member(cls, made, name, node, hints, where))
        given = self._given.get(cls, {})
        for name in given_members(cls):
            object.__setattr__(made, name, given[name] if name in given else default_of(cls, made, name))
        # what is one object for all worlds is not a second one in this
        canonical = getattr(made, "canonical", None)
        return made if canonical is None else self._keep(canonical(), node)

    def _member(
        self, cls: type, made: object, name: str, node: dict[str, Any], hints: Mapping[str, Any], where: Where
    ) -> Any:
        if name in node:
            value = self.value(node[name], (*where, name))
        else:
            # a member that is younger than the snapshot
            try:
                value = default_of(cls, made, name)
            except KeyError:
                raise Unloadable((*where, name), "is missing") from None
        if name in hints and not _fits(value, hints[name]):
            raise Unloadable((*where, name), f"a {type(value).__name__} has no place here")
        return value

    def _keep(self, made: Any, node: dict[str, Any]) -> Any:
        """Objects are known before they are whole: what is in them may name them."""
        if "#" in node:
            self._objects[node["#"]] = made
        return made


def _text(value: str, where: Where) -> str:
    """A text that can be written again: JSON can say halves of characters, which no encoding has."""
    if not value.isascii() and any("\ud800" <= one <= "\udfff" for one in value):
        raise Unloadable(where, "a text with half a character")
    return value


def _fits(value: Any, hint: Any) -> bool:
    """Whether a value is of a type. Types that cannot be asked fit everything."""
    origin = get_origin(hint)
    if origin is None:
        if hint is Any:
            return True
        if hint is None:
            return value is None
        if hint is float:
            return type(value) in (int, float)
        if hint in (int, bool, str, bytes):
            return type(value) is hint or (hint is str and isinstance(value, str))
        return (
            isinstance(value, hint)
            if type(hint) is type or (isinstance(hint, type) and not _is_protocol(hint))
            else True
        )
    arguments = get_args(hint)
    if origin in (Union, UnionType):
        return any(_fits(value, one) for one in arguments)
    if origin is Literal:
        return value in arguments
    if not isinstance(origin, type):
        return True
    if not isinstance(value, (set, frozenset) if origin is frozenset else origin):
        return False
    if any(isinstance(one, TypeVar) for one in arguments) or not arguments:
        return True
    if isinstance(value, dict) and len(arguments) == 2:
        return all(_fits(key, arguments[0]) and _fits(one, arguments[1]) for key, one in value.items())
    if isinstance(value, tuple) and arguments[-1] is not Ellipsis:
        return len(value) == len(arguments) and all(map(_fits, value, arguments))
    if isinstance(value, (Sequence, set, frozenset, deque)) and not isinstance(value, str):
        return all(_fits(one, arguments[0]) for one in value)
    return True


def _is_protocol(hint: type) -> bool:
    return bool(getattr(hint, "_is_protocol", False))
