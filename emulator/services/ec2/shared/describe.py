"""Describe calls: by id, by filter, whole or in pages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from pydantic.alias_generators import to_camel

from emulator.domain.ec2 import refusals
from emulator.domain.ec2.kinds import Kind
from emulator.services.ec2.shared.filters import Filter, FilterTable
from emulator.services.operations import Call, Request
from emulator.services.shared import paging

Resource = TypeVar("Resource")

# More than there ever are: a call without MaxResults is answered whole.
_EVERYTHING = 1 << 32


class PagedRequest(Request):
    """The members of every call that answers in pages."""

    max_results: int | None = None
    next_token: str | None = None


class DescribeRequest(PagedRequest):
    """The members that every describe call has, beside its list of identifiers."""

    filters: list[Filter] | None = None


class Described(Protocol[Resource]):
    """What a caller sees of a kind, in its order. `domain/catalog.py` has it."""

    def get(self, key: str, /) -> Resource | None: ...

    def page(
        self,
        after: str | None,
        limit: int,
        keep: Callable[[Resource], bool] | None = None,
        among: Iterable[str] | None = None,
    ) -> tuple[list[Resource], str | None]: ...


def describe(
    call: Call,
    request: DescribeRequest,
    key: str,
    seen: Described[Resource],
    *,
    filters: FilterTable[Resource],
    view: Callable[[Resource], Mapping[str, Any]],
    kind: Kind | None = None,
    ids: str | None = None,
    also: Callable[[Resource], bool] | None = None,
    within: Iterable[str] | None = None,
) -> dict[str, Any]:
    """The answer of a describe call: views of what the caller sees, under `key`.

    `ids` is the request's member for identifiers, which are of this kind. Without MaxResults the answer is whole.
    `also` is what other members of the request ask, and `within` the keys that can be meant by them.
    """
    asked: Sequence[str] | None = getattr(request, ids) if ids is not None else None
    keep = _both(filters.keep(call.world, request.filters, call.account_id), also)
    if asked and kind is not None and ids is not None:
        if request.max_results is not None:
            raise refusals.IdsExcludePaging(to_camel(ids))
        resources = by_ids(seen, kind, asked)
        return {key: [view(resource) for resource in resources if keep is None or keep(resource)]}
    among = within if within is not None else filters.candidates(call, request.filters)
    return paged(request, key, _Within(seen, among) if among is not None else seen, view, keep)


def _both(
    one: Callable[[Resource], bool] | None, other: Callable[[Resource], bool] | None
) -> Callable[[Resource], bool] | None:
    if one is None or other is None:
        return one or other
    return lambda resource: one(resource) and other(resource)


def by_ids(seen: Described[Resource], kind: Kind, ids: Sequence[str]) -> list[Resource]:
    """The resources with these identifiers, each once; all that are unknown are named together."""
    found: dict[str, Resource] = {}
    unknown: list[str] = []
    for resource_id in ids:
        resource = seen.get(resource_id)
        if resource is not None:
            found[resource_id] = resource
        elif not kind.fits(resource_id):
            raise refusals.MalformedId(kind, resource_id)
        else:
            unknown.append(resource_id)
    if unknown:
        raise refusals.NotFound(kind, tuple(dict.fromkeys(unknown)))
    return list(found.values())


def paged(
    request: PagedRequest,
    key: str,
    seen: "Described[Resource] | _Within[Resource]",
    view: Callable[[Resource], Mapping[str, Any]],
    keep: Callable[[Resource], bool] | None = None,
) -> dict[str, Any]:
    """One page of views under `key`, and NextToken if there is more."""
    found, token = paging.page(
        request,
        seen,
        token=request.next_token,
        limit=request.max_results or _EVERYTHING,
        invalid=refusals.InvalidNextToken,
        keep=keep,
    )
    answer: dict[str, Any] = {key: [view(resource) for resource in found]}
    if token is not None:
        answer["NextToken"] = token
    return answer


class _Within(paging.Pageable[Resource]):
    """A collection, of which an index has named those that can be meant."""

    def __init__(self, seen: Described[Resource], among: Iterable[str]) -> None:
        self._seen = seen
        self._among = set(among)

    def page(
        self, after: str | None, limit: int, keep: Callable[[Resource], bool] | None = None
    ) -> tuple[list[Resource], str | None]:
        return self._seen.page(after, limit, keep, self._among)
