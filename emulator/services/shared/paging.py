"""Pages of ordered collections, and the opaque tokens that lead from one to the next.

A token holds a position and a fingerprint of the request that it was given for, so that a token of another
operation, another filter or nobody's making is told from a right one, and nothing has to be remembered.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

from emulator.domain.catalog import Catalog
from emulator.domain.refusals import Refusal

Key = TypeVar("Key")
Value = TypeVar("Value")
Value_co = TypeVar("Value_co", covariant=True)

# The members by which a request walks; all others say what is walked over, so they are in the fingerprint.
_WALK = {"next_token", "max_results", "marker", "max_items", "max_records", "pagination_token"}


class Pageable(Protocol[Value]):
    """A collection with positions that stay their own when entries come and go."""

    def page(
        self, after: str | None, limit: int, keep: Callable[[Value], bool] | None = None
    ) -> tuple[list[Value], str | None]: ...


@dataclass(frozen=True, slots=True)
class Among(Generic[Key, Value]):
    """The entries of a catalog that an index names: a page of them costs no more than the named ones."""

    catalog: Catalog[Key, Value]
    keys: Iterable[Key]

    def page(
        self, after: str | None, limit: int, keep: Callable[[Value], bool] | None = None
    ) -> tuple[list[Value], str | None]:
        return self.catalog.page(after, limit, keep, self.keys)


def page(
    request: BaseModel,
    values: Pageable[Value],
    *,
    token: str | None,
    limit: int,
    invalid: Callable[[], Refusal],
    keep: Callable[[Value], bool] | None = None,
    account_id: str = "",
) -> tuple[list[Value], str | None]:
    """The next `limit` values, and the token for those behind them if there are any.

    `invalid` makes the refusal of a token that this request was not given. With `account_id`, tokens are that
    account's own.
    """
    after = None
    if token is not None:
        after = _position(request, account_id, token)
        if after is None:
            raise invalid()
    found, last = values.page(after, limit, keep)
    return found, None if last is None else _token(request, account_id, last)


def _token(request: BaseModel, account_id: str, position: str) -> str:
    return urlsafe_b64encode(_fingerprint(request, account_id, position) + position.encode()).decode("ascii")


def _position(request: BaseModel, account_id: str, token: str) -> str | None:
    try:
        sealed = urlsafe_b64decode(token.encode("ascii"))
        position = sealed[9:].decode()
    except ValueError:
        return None
    # decoding passes over what is not of its alphabet, so the token must be the one that would be given
    return position if token == _token(request, account_id, position) else None


def _fingerprint(request: BaseModel, account_id: str, position: str) -> bytes:
    subject = repr((type(request).__name__, request.model_dump(exclude=_WALK), account_id, position))
    return blake2b(subject.encode("utf-8", "surrogatepass"), digest_size=9).digest()
