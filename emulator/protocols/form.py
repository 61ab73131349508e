"""Forms of the two query protocols: the decoded pairs, the tree that their dots spell, and its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import unquote_to_bytes

from emulator.contract.service_model import Member, Shape
from emulator.protocols.http import HttpRequest, Unreadable
from emulator.protocols.scalars import OF_TEXT, shortened

# Deeper than any shape of the contract; it keeps a name of a million dots from becoming a million levels.
DEEPEST: Final = 64

Tree: TypeAlias = dict[str, Any]
NodeReader: TypeAlias = Callable[[Any], Any]

_BAD_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ACTION: Final = re.compile(r"(?:^|&)Action=([^&]*)")


def pairs(form: str | bytes) -> dict[str, str]:
    """The names and values of a form; of a name that is given twice, the last value."""
    if isinstance(form, bytes):
        try:
            form = form.decode("utf-8")
        except UnicodeDecodeError:
            raise Unreadable("the form is not UTF-8") from None
    found: dict[str, str] = {}
    if "%" not in form and "+" not in form and form.isascii():
        for pair in form.split("&"):
            name, _, value = pair.partition("=")
            found[name] = value
    else:
        if _BAD_ESCAPE.search(form):
            raise Unreadable("the form has a broken percent escape")
        for pair in form.split("&"):
            name, _, value = pair.partition("=")
            found[unescaped(name)] = unescaped(value)
    found.pop("", None)
    return found


def unescaped(text: str) -> str:
    if "+" in text:
        text = text.replace("+", " ")
    if "%" not in text and text.isascii():
        return text
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeError:
        raise Unreadable("the form is not UTF-8") from None


def request_pairs(request: HttpRequest) -> dict[str, str]:
    """The parameters of a request, wherever it carries them; the body has the last word."""
    if not request.query:
        return pairs(request.body)
    found = pairs(request.query)
    if request.body:
        found.update(pairs(request.body))
    return found


def action(request: HttpRequest) -> str | None:
    """The operation that the form names, found without decoding the rest of it."""
    for form in (request.body.decode("latin-1"), request.query):
        # The last one, as `pairs` takes it.
        found = _ACTION.findall(form)
        if found and found[-1]:
            try:
                return unescaped(found[-1])
            except Unreadable:
                return None
    return None


def tree(flat: Mapping[str, str]) -> Tree:
    """``{"Tag.1.Key": "a"}`` as ``{"Tag": {"1": {"Key": "a"}}}``."""
    root: Tree = {}
    for name, value in flat.items():
        if "." not in name:
            if root.get(name).__class__ is not dict:
                root[name] = value
            continue
        if name.count(".") > DEEPEST:
            raise Unreadable(f"the parameter {shortened(name)} is nested too deeply")
        node = root
        *outer, last = name.split(".")
        for step in outer:
            inner = node.get(step)
            if inner.__class__ is not dict:
                inner = node[step] = {}
            node = inner
        if node.get(last).__class__ is not dict:
            node[last] = value
    return root


class FormReaders:
    """What turns a tree into the values of a shape, compiled once per shape.

    The dialects differ in how they name members, and in the step, if any, between a list and its indexes.
    """

    def __init__(self, member_name: Callable[[Member], str], item_step: Callable[[Shape], str | None]) -> None:
        self._member_name = member_name
        self._item_step = item_step
        self._readers: dict[Shape, NodeReader] = {}

    def of(self, shape: Shape) -> NodeReader:
        reader = self._readers.get(shape)
        if reader is None:
            # A shape that contains itself finds this while it is being compiled.
            self._readers[shape] = lambda node: self._readers[shape](node)
            reader = self._readers[shape] = self._compile(shape)
        return reader

    def _compile(self, shape: Shape) -> NodeReader:
        if shape.type == "structure":
            return self._structure(shape)
        if shape.type == "list":
            return self._list(shape)
        if shape.type == "map":
            return self._map(shape)
        convert = OF_TEXT[shape.type]
        if shape.type == "string":
            convert = _same

        def scalar(node: Any) -> Any:
            if node.__class__ is not str:
                raise Unreadable("a parameter with parts where a single value belongs")
            return convert(node)

        return scalar if convert is not _same else _string

    def _structure(self, shape: Shape) -> NodeReader:
        table = {self._member_name(member): (name, self.of(member.shape)) for name, member in shape.members.items()}

        def structure(node: Any) -> dict[str, Any]:
            if node.__class__ is not dict:
                if node:
                    raise Unreadable("a single value where a structure belongs")
                return {}
            values: dict[str, Any] = {}
            for wire_name, inner in node.items():
                row = table.get(wire_name)
                if row is not None:
                    name, read = row
                    try:
                        values[name] = read(inner)
                    except Unreadable as error:
                        raise error.inside(name) from None
            return values

        return structure

    def _list(self, shape: Shape) -> NodeReader:
        step = self._item_step(shape)
        read = self.of(shape.element.shape)

        def items(node: Any) -> list[Any]:
            values: list[Any] = []
            for position, inner in enumerate(_numbered(node, step)):
                try:
                    values.append(read(inner))
                except Unreadable as error:
                    raise error.inside(position) from None
            return values

        return items

    def _map(self, shape: Shape) -> NodeReader:
        key_name, value_name = self._member_name(shape.key), self._member_name(shape.value)
        read_key, read_value = self.of(shape.key.shape), self.of(shape.value.shape)

        def entries(node: Any) -> dict[str, Any]:
            values: dict[str, Any] = {}
            for entry in _numbered(node, "entry"):
                if entry.__class__ is not dict or key_name not in entry:
                    raise Unreadable("a map entry without a key")
                key = read_key(entry[key_name])
                if value_name in entry:
                    try:
                        values[key] = read_value(entry[value_name])
                    except Unreadable as error:
                        raise error.inside(key) from None
            return values

        return entries


def _same(text: str) -> str:
    return text


def _string(node: Any) -> str:
    if node.__class__ is not str:
        raise Unreadable("a parameter with parts where a single value belongs")
    return node


def _numbered(node: Any, step: str | None) -> list[Any]:
    """The items of a list in the order of their indexes, whatever gaps these have."""
    if step is not None and node.__class__ is dict:
        node = node.get(step, "")
    if node.__class__ is not dict:
        if node:
            raise Unreadable("a single value where a list belongs")
        return []
    if len(node) == 1:
        ((index, only),) = node.items()
        _number(index)
        return [only]
    return [node[index] for index in sorted(node, key=_number)]


def _number(index: str) -> int:
    if len(index) > 10 or not (index.isascii() and index.isdigit()):
        raise Unreadable(f"{shortened(index)} is not the number of a list item")
    return int(index)
