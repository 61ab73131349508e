"""Session policies and session tags: what is checked before a session is made, and what goes into it.

The policies are checked and measured; what they would allow is not evaluated yet.
"""

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from emulator.domain.callers import Principal
from emulator.domain.iam import permissions, policies
from emulator.domain.iam.refusals import MalformedDocument
from emulator.domain.iam.tags import Tags
from emulator.domain.sts import refusals
from emulator.domain.world import World

LONGEST_TEXT = 2_048
PACKED_SPACE = 2_048
MOST_POLICIES = 10


@dataclass(frozen=True, slots=True)
class SessionPolicies:
    """The policies that a request passes to bound its session."""

    document: str | None = None
    arns: tuple[str, ...] = ()

    @property
    def given(self) -> bool:
        return self.document is not None or bool(self.arns)


NO_POLICIES = SessionPolicies()


def require_policies(world: World, account_id: str, given: SessionPolicies) -> None:
    """The inline policy must be one, and the managed ones policies that the account sees."""
    if len(given.arns) > MOST_POLICIES:
        raise refusals.TooManySessionPolicies(MOST_POLICIES)
    if len(given.document or "") + sum(map(len, given.arns)) > LONGEST_TEXT:
        raise refusals.SessionPoliciesTooLong(LONGEST_TEXT)
    if given.document is not None:
        _require_document(given.document)
    for arn in given.arns:
        if policies.look_up(world, account_id, arn) is None:
            raise refusals.SessionPolicyNotFound(arn)


def _require_document(document: str) -> None:
    try:
        loaded = json.loads(document)
    except (ValueError, RecursionError):
        loaded = None
    if not isinstance(loaded, dict):
        raise MalformedDocument("This policy contains invalid Json").under("STS-007")
    try:
        permissions.check(document)
    except MalformedDocument as problem:
        raise problem.under("STS-007") from None


def packed_size(given: SessionPolicies, tags: Iterable[tuple[str, str]]) -> int:
    """How much of the space for policies and tags they take, in percent; refused above a hundred. Tags that a session
    inherits take space too.

    How AWS packs is not public; compressing is the nearest that is.
    """
    tags = list(tags)
    if not given.given and not tags:
        return 0
    text = "\0".join((given.document or "", *given.arns, *(part for tag in tags for part in tag)))
    percentage = -(-100 * len(zlib.compress(text.encode())) // PACKED_SPACE)
    if percentage > 100:
        raise refusals.PackedPolicyTooLarge(percentage, not given.given)
    return percentage


def session_tags(
    principal: Principal, tags: Sequence[tuple[str, str]], transitive_keys: Sequence[str]
) -> tuple[Tags, frozenset[str]]:
    """The tags of a new session with those that the calling session hands on, and which of them go further."""
    requested: Tags = {}
    for key, value in tags:
        if key.lower() in requested:
            raise refusals.DuplicateTagKeys
        if key.lower().startswith("aws:"):
            raise refusals.ReservedTagKey(key)
        requested[key.lower()] = (key, value)
    transitive = frozenset(key.lower() for key in transitive_keys)
    if not transitive <= requested.keys():
        raise refusals.TransitiveKeyNotRequested
    inherited: Tags = {}
    if principal.session is not None:
        inherited = {key: principal.session.tags[key] for key in sorted(principal.session.transitive_tag_keys)}
    if inherited.keys() & requested.keys():
        raise refusals.TransitiveTagOverridden
    return {**inherited, **requested}, transitive | inherited.keys()
