"""What an identity provider's word brings into a session besides the identity: tags and a source identity."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import category

from emulator.domain.callers import ANONYMOUS
from emulator.domain.iam.evaluation import Question, Requester, evaluate, read
from emulator.domain.iam.identities import Role
from emulator.domain.iam.request_facts import request_tag_facts
from emulator.domain.iam.tags import Tags
from emulator.domain.sts import refusals
from emulator.domain.sts.session_policies import session_tags

TAG, SET_SOURCE_IDENTITY = "sts:TagSession", "sts:SetSourceIdentity"
MOST_TAGS, LONGEST_KEY, LONGEST_VALUE = 50, 128, 256
_NAME = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)


def _stands_in_tags(character: str) -> bool:
    """Letters, digits, spaces and some signs, as in the tags that a request passes."""
    return character in "_.:/=+-@" or category(character)[0] in "LZN"


@dataclass(frozen=True, slots=True)
class Brought:
    """As the token or assertion says it. A tag of several values cannot be one of a session."""

    tags: tuple[tuple[str, tuple[str, ...]], ...] = ()
    transitive_tag_keys: tuple[str, ...] = ()
    source_identity: str | None = None

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The tags, each with its one value; refused where AWS takes none."""
        if len(self.tags) > MOST_TAGS:
            raise refusals.UnusableClaims
        for key, values in self.tags:
            if len(values) != 1 or not 0 < len(key) <= LONGEST_KEY or len(values[0]) > LONGEST_VALUE:
                raise refusals.UnusableClaims
            if not all(map(_stands_in_tags, key + values[0])):
                raise refusals.UnusableClaims
        return tuple((key, values[0]) for key, values in self.tags)

    def session_tags(self) -> tuple[Tags, frozenset[str]]:
        if self.source_identity is not None and _NAME.fullmatch(self.source_identity) is None:
            raise refusals.UnusableClaims
        return session_tags(ANONYMOUS, self.pairs, self.transitive_tag_keys)

    def facts(self) -> Mapping[str, tuple[str, ...]]:
        return {
            **request_tag_facts(self.pairs),
            "sts:transitivetagkeys": self.transitive_tag_keys,
            "sts:sourceidentity": () if self.source_identity is None else (self.source_identity,),
        }


def require_trust(
    role: Role | None,
    action: str,
    requester: Requester,
    facts: Mapping[str, tuple[str, ...]],
    brought: Brought,
    rule: str,
) -> Role:
    """The role, if its trust policy lets the identity in with all that it brings."""
    if role is None:
        raise refusals.NotTrusted(action).under(rule)
    for needed, wanted in (
        (action, True),
        (TAG, bool(brought.tags)),
        (SET_SOURCE_IDENTITY, brought.source_identity is not None),
    ):
        question = Question(needed, role.arn, facts, requester)
        if wanted and not evaluate(read(role.trust_document), question).allowed:
            raise refusals.NotTrusted(needed).under(rule)
    return role
