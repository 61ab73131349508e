"""ARNs of RAM, and of what can be shared."""

import re
from dataclasses import dataclass

from emulator.domain.ram import refusals

_ARN = re.compile(r"arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):([0-9]{12}|aws|):(.+)", re.DOTALL)
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KINDS = {
    "resource share": re.compile(rf"arn:aws[a-z-]*:ram:[a-z0-9-]+:[0-9]{{12}}:resource-share/{_UUID}"),
    "permission": re.compile(r"arn:aws[a-z-]*:ram:[a-z0-9-]*:(?:[0-9]{12}|aws):permission/[\w.-]{1,128}"),
    "invitation": re.compile(rf"arn:aws[a-z-]*:ram:[a-z0-9-]+:[0-9]{{12}}:resource-share-invitation/{_UUID}"),
}


@dataclass(frozen=True, slots=True)
class Arn:
    service: str
    region: str
    account_id: str
    resource: str


def read(text: str) -> Arn:
    """The parts of a resource's ARN (RAM-001)."""
    found = _ARN.fullmatch(text)
    if found is None:
        raise refusals.MalformedResourceArn(text)
    return Arn(found[2], found[3], found[4], found[5])


def require(kind: str, text: str) -> None:
    """This is the ARN of a resource share, permission or invitation, whether or not it exists (RAM-002)."""
    if _KINDS[kind].fullmatch(text) is None:
        raise refusals.MalformedArn(kind)
