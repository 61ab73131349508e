"""How IAM pages: Marker and MaxItems, 100 by default, and IsTruncated in every answer.

AWS may answer fewer entries than asked for; the emulator never does.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from emulator.domain.iam import refusals
from emulator.services.operations import Call, Request
from emulator.services.shared import paging

Value = TypeVar("Value")

PAGE = 100


class PagedRequest(Request):
    marker: str | None = None
    max_items: int | None = None


def page(
    call: Call,
    request: PagedRequest,
    key: str,
    values: paging.Pageable[Value],
    view: Callable[[Value], object],
    keep: Callable[[Value], bool] | None = None,
) -> dict[str, Any]:
    """An answer with one page of views under `key`, and Marker if there is more."""
    found, marker = find(call, request, values, keep)
    return {key: [view(value) for value in found], **truncation(marker)}


def find(
    call: Call, request: PagedRequest, values: paging.Pageable[Value], keep: Callable[[Value], bool] | None = None
) -> tuple[list[Value], str | None]:
    return paging.page(
        request,
        values,
        token=request.marker,
        limit=request.max_items or PAGE,
        invalid=refusals.InvalidMarker,
        keep=keep,
        caller=call.account_id,
    )


def truncation(marker: str | None) -> dict[str, Any]:
    return {"IsTruncated": False} if marker is None else {"IsTruncated": True, "Marker": marker}
