"""How RAM pages: 100 by default (AWS does not document it) and 500 at most, in the order of creation."""

from collections.abc import Callable
from typing import Any, TypeVar

from emulator.domain.ram import refusals
from emulator.services.operations import Call
from emulator.services.ram.requests import RamRequest
from emulator.services.shared import paging

Value = TypeVar("Value")
PAGE = 100


class PagedRequest(RamRequest):
    next_token: str | None = None
    max_results: int | None = None


def page(
    call: Call,
    request: PagedRequest,
    key: str,
    values: paging.Pageable[Value],
    view: Callable[[Value], object],
    keep: Callable[[Value], bool] | None = None,
) -> dict[str, Any]:
    """An answer with one page of views under `key`, and nextToken if there is more."""
    found, token = paging.page(
        request,
        values,
        token=request.next_token,
        limit=request.max_results or PAGE,
        invalid=refusals.InvalidNextToken,
        keep=keep,
        caller=f"{call.account_id}/{call.caller.region}",
    )
    answer: dict[str, Any] = {key: [view(value) for value in found]}
    if token is not None:
        answer["nextToken"] = token
    return answer
