"""Pages of ordered collections, and the opaque tokens that lead from one to the next.

A token holds a position and a fingerprint of the request that it was given for, so that a token of another
operation, another filter or nobody's making is told from a right one, and nothing has to be remembered.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from hashlib import blake2b
from typing import Protocol, TypeVar

from pydantic import BaseModel

from emulator.domain.refusals import Refusal

Value = TypeVar("Value")

# The members by which a request walks; all others say what is walked over, so they are in the fingerprint.
_WALK = {"next_token", "max_results", "marker", "max_items", "max_records", "pagination_token"}


class Pageable(Protocol[Value]):
    """A collection with positions that stay their own when entries come and go."""

    def page(
        self, after: str | None, limit: int, keep: Callable[[Value], bool] | None = None
    ) -> tuple[list[Value], str | None]: ...


def page(
    request: BaseModel,
    values: Pageable[Value],
    *,
    token: str | None,
    limit: int,
    invalid: Callable[[], Refusal],
    keep: Callable[[Value], bool] | None = None,
    caller: str = "",
) -> tuple[list[Value], str | None]:
    """The next `limit` values, and the token for those behind them if there are any.

    `invalid` makes the refusal of a token that this request was not given. With `caller`, tokens are that caller's
    own.
    """
    after = None
    if token is not None:
        after = _position(request, caller, token)
        if after is None:
            raise invalid()
    found, last = values.page(after, limit, keep)
    return found, None if last is None else _token(request, caller, last)


def _token(request: BaseModel, caller: str, position: str) -> str:
    return urlsafe_b64encode(_fingerprint(request, caller, position) + position.encode()).decode("ascii")


def _position(request: BaseModel, caller: str, token: str) -> str | None:
    try:
        sealed = urlsafe_b64decode(token.encode("ascii"))
        position = sealed[9:].decode()
    except ValueError:
        return None
    # decoding passes over what is not of its alphabet, so the token must be the one that would be given
    return position if token == _token(request, caller, position) else None


def _fingerprint(request: BaseModel, caller: str, position: str) -> bytes:
    subject = repr((type(request).__name__, request.model_dump(exclude=_WALK), caller, position))
    return blake2b(subject.encode("utf-8", "surrogatepass"), digest_size=9).digest()
