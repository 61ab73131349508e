"""Filters: a table for each resource says which names there are and what each compares; the rest is the same."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import Generic, TypeAlias, TypeVar

from emulator.domain.ec2 import refusals
from emulator.domain.world import World
from emulator.services.operations import Call, Request

MOST_VALUES = 200

Resource = TypeVar("Resource")
Compared: TypeAlias = str | int | bool | Iterable[str] | None
Test: TypeAlias = Callable[[Resource], bool]


class Filter(Request):
    name: str | None = None
    values: list[str] | None = None


class FilterTable(Generic[Resource]):
    """The filters of one describe call.

    `rows` say what a filter's values are compared with: text, a number, true or false, several texts of which one
    must fit, or None, which nothing fits. `tags` gives the id under which the resource is tagged; it brings tag:KEY
    and tag-key; with `tags_at_home` all that is listed is tagged in the caller's account and Region. Where `owner` says
    whose a resource is, nobody else's filters see its tags (EC2-303). `indexes` find the ids of the resources that have
    a value without looking at all of them; None for a value that nearly all have.
    """

    def __init__(
        self,
        rows: Mapping[str, Callable[[Resource], Compared]],
        *,
        tags: Callable[[Resource], str] | None = None,
        indexes: Mapping[str, Callable[[Call, str], Iterable[str] | None]] | None = None,
        tags_at_home: bool = True,
        owner: Callable[[Resource], str] | None = None,
    ) -> None:
        self._rows = rows
        self._tags = tags
        self._indexes = indexes or {}
        self._tags_at_home = tags_at_home
        self._owner = owner

    def keep(
        self, world: World, filters: Sequence[Filter] | None, viewer_id: str | None = None
    ) -> Test[Resource] | None:
        """Whether a resource passes all filters; None where there are none (EC2-005, EC2-006)."""
        if not filters:
            return None
        if sum(len(row.values or ()) for row in filters) > MOST_VALUES:
            raise refusals.TooManyFilterValues
        tests = [self._test(world, row, viewer_id) for row in filters]
        if len(tests) == 1:
            return tests[0]
        return lambda resource: all(test(resource) for test in tests)

    def candidates(self, call: Call, filters: Sequence[Filter] | None) -> Iterable[str] | None:
        """The ids that an index gives for one of the filters; None where none of them has one."""
        for row in filters or ():
            name, values = row.name or "", row.values or []
            if any(_is_pattern(value) for value in values):
                continue
            values = [_unescaped(value) for value in values]
            if name in self._indexes:
                groups = [self._indexes[name](call, value) for value in values]
                named = [group for group in groups if group is not None]
                if len(named) == len(groups):
                    return [found for group in named for found in group]
                continue
            if self._tags is not None and self._tags_at_home and name.startswith("tag:"):
                tags, place = call.world.ec2.tags, (call.account_id, call.caller.region)
                return [found for value in values for found in tags.carriers(place, name[4:], value)]
        return None

    def _tags_of(self, world: World, resource: Resource, viewer_id: str | None) -> Mapping[str, str]:
        """A resource's tags, as far as the viewer sees them."""
        if self._tags is None or (self._owner is not None and self._owner(resource) != viewer_id):
            return {}
        return world.ec2.tags.of(self._tags(resource))

    def _test(self, world: World, row: Filter, viewer_id: str | None) -> Test[Resource]:
        name, fits = row.name or "", matcher(row.values or ())
        if name in self._rows:
            compared = self._rows[name]
            return lambda resource: _any_fits(fits, compared(resource))
        if self._tags is not None:
            if name == "tag-key":
                return lambda resource: any(map(fits, self._tags_of(world, resource, viewer_id)))
            if name.startswith("tag:"):
                key = name[4:]

                def has_tag(resource: Resource) -> bool:
                    value = self._tags_of(world, resource, viewer_id).get(key)
                    return value is not None and fits(value)

                return has_tag
        raise refusals.InvalidFilter(name or "null")


def matcher(values: Sequence[str]) -> Callable[[str], bool]:
    """Whether a text is one of the values: * is any text, ? at most one character, and \\ takes their meaning away."""
    plain = {_unescaped(value) for value in values if not _is_pattern(value)}
    patterns = [_compiled(value) for value in values if _is_pattern(value)]
    if not patterns:
        return plain.__contains__
    return lambda text: text in plain or any(fits(text) for fits in patterns)


def _any_fits(fits: Callable[[str], bool], compared: Compared) -> bool:
    if compared is None:
        return False
    if isinstance(compared, str):
        return fits(compared)
    if isinstance(compared, bool):
        return fits("true" if compared else "false")
    if isinstance(compared, int):
        return fits(str(compared))
    return any(map(fits, compared))


_PIECE = re.compile(r"\\(.)|([*?])|([^\\*?]+|\\)", re.DOTALL)


class _Wild(Enum):
    ANY_TEXT = "*"
    AT_MOST_ONE = "?"


# A pattern: characters, and what stands for others.
_Parts: TypeAlias = Sequence[str | _Wild]


def _is_pattern(value: str) -> bool:
    return any(piece.group(2) for piece in _PIECE.finditer(value)) if "*" in value or "?" in value else False


def _unescaped(value: str) -> str:
    return _PIECE.sub(lambda piece: piece.group(1) or piece.group(3), value) if "\\" in value else value


def _compiled(value: str) -> Callable[[str], bool]:
    """Whether a text fits a pattern, in time that grows with the length of both and no faster.

    A regular expression with several wildcards may try all ways to share a text out among them.
    """
    parts: list[str | _Wild] = []
    for piece in _PIECE.finditer(value):
        escaped, wild, plain = piece.groups()
        parts += [_Wild(wild)] if wild else escaped or plain
    if _Wild.AT_MOST_ONE in parts:
        return lambda text: _fits(parts, text)
    return _stars(parts)


def _stars(parts: _Parts) -> Callable[[str], bool]:
    """Where every wildcard is a star, what stands between two is best sought once, from the left."""
    first, *rest = ("".join(part) for part in _between_stars(parts))
    *middle, last = rest

    def fits(text: str) -> bool:
        end = len(text) - len(last)
        at = len(first)
        if at > end or not (text.startswith(first) and text.endswith(last)):
            return False
        for part in middle:
            found = text.find(part, at, end)
            if found < 0:
                return False
            at = found + len(part)
        return True

    return fits


def _between_stars(parts: _Parts) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for part in parts:
        if isinstance(part, str):
            found[-1].append(part)
        else:
            found.append([])
    return found


def _fits(parts: _Parts, text: str) -> bool:
    """Follows all ways through the pattern at once: the places in it that the text so far can have led to."""
    places = _past_wildcards(parts, {0})
    for character in text:
        steps: set[int] = set()
        for place in places:
            part = parts[place] if place < len(parts) else None
            if part is _Wild.ANY_TEXT:
                steps.add(place)
            elif part is _Wild.AT_MOST_ONE or part == character:
                steps.add(place + 1)
        places = _past_wildcards(parts, steps)
    return len(parts) in places


def _past_wildcards(parts: _Parts, places: set[int]) -> set[int]:
    """These places, and those behind wildcards that stand for nothing."""
    found: set[int] = set()
    for place in places:
        while place not in found:
            found.add(place)
            if place < len(parts) and isinstance(parts[place], _Wild):
                place += 1
    return found
