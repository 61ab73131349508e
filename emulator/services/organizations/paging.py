"""How Organizations pages: 20 at most and by default (AWS does not document the default)."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from emulator.domain.organizations import refusals
from emulator.services.operations import Request
from emulator.services.shared import paging

Value = TypeVar("Value")

PAGE = 20


class TokenRequest(Request):
    next_token: str | None = None


class PagedRequest(TokenRequest):
    max_results: int | None = None


def page(
    request: TokenRequest,
    key: str,
    values: paging.Pageable[Value],
    view: Callable[[Value], Mapping[str, object]],
    keep: Callable[[Value], bool] | None = None,
    *,
    default: int = PAGE,
) -> dict[str, object]:
    """An answer with one page of views under `key`, and NextToken if there is more."""
    asked = request.max_results if isinstance(request, PagedRequest) else None
    found, token = paging.page(
        request,
        values,
        token=request.next_token,
        limit=asked or default,
        invalid=refusals.InvalidNextToken,
        keep=keep,
    )
    answer: dict[str, object] = {key: [view(value) for value in found]}
    if token is not None:
        answer["NextToken"] = token
    return answer
