"""What a SAML response says, as far as AssumeRoleWithSAML reads it. Signatures are not verified."""

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

from emulator.domain.sts import refusals

_NAMES = {"a": "urn:oasis:names:tc:SAML:2.0:assertion"}
_ASSERTION = "{urn:oasis:names:tc:SAML:2.0:assertion}Assertion"
_ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/"
_FORMATS = "urn:oasis:names:tc:SAML:2.0:nameid-format:"
_SESSION_NAME = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Assertion:
    issuer: str
    subject: str
    subject_type: str
    # whom the response is for: AWS answers it as the audience
    recipient: str
    expires_at: datetime
    session_name: str
    # each value of the attribute Role names a role and a provider, in either order
    roles: tuple[frozenset[str], ...]
    session_s: int | None
    session_ends_at: datetime | None


def read(response: str) -> Assertion:
    """The assertion in a response; refused where something is missing that AWS needs."""
    assertion = _assertion(response)
    subject = assertion.find("a:Subject/a:NameID", _NAMES)
    confirmation = assertion.find("a:Subject/a:SubjectConfirmation/a:SubjectConfirmationData", _NAMES)
    issuer = assertion.findtext("a:Issuer", "", _NAMES).strip()
    expires_at = _moment(confirmation, "NotOnOrAfter")
    if subject is None or confirmation is None or expires_at is None or not issuer:
        raise refusals.NotASamlResponse
    session_name = next(_values(assertion, "RoleSessionName"), "")
    if _SESSION_NAME.fullmatch(session_name) is None:
        raise refusals.NoSessionNameInAssertion
    duration = next(_values(assertion, "SessionDuration"), "")
    return Assertion(
        issuer,
        (subject.text or "").strip(),
        subject.get("Format", "").removeprefix(_FORMATS),
        confirmation.get("Recipient", ""),
        expires_at,
        session_name,
        tuple(frozenset(part.strip() for part in value.split(",")) for value in _values(assertion, "Role")),
        int(duration) if re.fullmatch(r"[0-9]{1,6}", duration) else None,
        _moment(assertion.find("a:AuthnStatement", _NAMES), "SessionNotOnOrAfter"),
    )


def _assertion(response: str) -> ElementTree.Element:
    try:
        document = b64decode("".join(response.split()), validate=True).decode()
        # SAML forbids document types, and what they can do to a parser is the reason
        if "<!DOCTYPE" in document:
            raise refusals.NotASamlResponse
        root = ElementTree.fromstring(document)
    except (ValueError, ElementTree.ParseError):
        raise refusals.NotASamlResponse from None
    found = root if root.tag == _ASSERTION else root.find("a:Assertion", _NAMES)
    if found is None:
        raise refusals.NotASamlResponse
    return found


def _values(assertion: ElementTree.Element, name: str) -> Iterator[str]:
    for attribute in assertion.iterfind("a:AttributeStatement/a:Attribute", _NAMES):
        if attribute.get("Name") == _ATTRIBUTES + name:
            for value in attribute.iterfind("a:AttributeValue", _NAMES):
                yield (value.text or "").strip()


def _moment(element: ElementTree.Element | None, attribute: str) -> datetime | None:
    text = element.get(attribute) if element is not None else None
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise refusals.NotASamlResponse from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
