"""Whom a resource can be shared with, as callers write it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from emulator.domain.ram import refusals

_ACCOUNT = re.compile(r"(?:arn:aws[a-z-]*:iam::)?([0-9]{12})(:root)?")
_ORGANIZATION = re.compile(r"arn:aws[a-z-]*:organizations::([0-9]{12}):organization/(o-[a-z0-9]{10,32})")
_UNIT = re.compile(
    r"arn:aws[a-z-]*:organizations::([0-9]{12}):ou/(o-[a-z0-9]{10,32})/(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})"
)
_IDENTITY = re.compile(r"arn:aws[a-z-]*:iam::([0-9]{12}):(role|user)/[\w+=,.@/-]{1,512}")
_SERVICE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?")


class PrincipalKind(StrEnum):
    ACCOUNT = "account"
    ORGANIZATION = "organization"
    UNIT = "unit"
    ROLE = "role"
    USER = "user"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Principal:
    """A principal. `account_id` is whose account, role or user it is; of organizations, the management account."""

    kind: PrincipalKind
    entity: str
    account_id: str = ""
    organization_id: str = ""
    unit_id: str = ""

    @property
    def is_in_account(self) -> bool:
        """Whether it is an account or somebody in one; such a principal can be outside the organization."""
        return self.kind in (PrincipalKind.ACCOUNT, PrincipalKind.ROLE, PrincipalKind.USER)

    @property
    def is_iam(self) -> bool:
        return self.kind in (PrincipalKind.ROLE, PrincipalKind.USER)

    def answers_to(self, text: str) -> bool:
        """Whether a filter means this principal: by its text, or by the id of the organization or unit."""
        named = {PrincipalKind.ORGANIZATION: self.organization_id, PrincipalKind.UNIT: self.unit_id}.get(self.kind)
        return text in (self.entity, named)


def read(text: str) -> Principal:
    """The principal that a text names (RAM-010)."""
    if (found := _ACCOUNT.fullmatch(text)) and (text.isdigit() or found[2]):
        return Principal(PrincipalKind.ACCOUNT, found[1], found[1])
    if found := _ORGANIZATION.fullmatch(text):
        return Principal(PrincipalKind.ORGANIZATION, text, found[1], found[2])
    if found := _UNIT.fullmatch(text):
        return Principal(PrincipalKind.UNIT, text, found[1], found[2], found[3])
    if found := _IDENTITY.fullmatch(text):
        return Principal(PrincipalKind(found[2]), text, found[1])
    if _SERVICE.fullmatch(text):
        return Principal(PrincipalKind.SERVICE, text)
    raise refusals.MalformedPrincipal(text)
