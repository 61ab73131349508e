"""What a SAML response says, as far as AssumeRoleWithSAML reads it. Signatures are not verified."""

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

from emulator.domain.sts import refusals
from emulator.domain.sts.federation import Brought

_NAMES = {"a": "urn:oasis:names:tc:SAML:2.0:assertion"}
_ASSERTION = "{urn:oasis:names:tc:SAML:2.0:assertion}Assertion"
_ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/"
_FORMATS = "urn:oasis:names:tc:SAML:2.0:nameid-format:"
_EDU_PERSON, _EDU_ORG = "urn:oid:1.3.6.1.4.1.5923.1.1.1.", "urn:oid:1.3.6.1.4.1.5923.1.2.1."
_CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
# Attribute -> the condition key (behind saml:) that a trust policy can test it with, as the IAM User Guide maps them.
DIRECTORY_ATTRIBUTES: Mapping[str, str] = {
    f"{_EDU_PERSON}1": "eduPersonAffiliation",
    f"{_EDU_PERSON}2": "eduPersonNickname",
    f"{_EDU_PERSON}3": "eduPersonOrgDN",
    f"{_EDU_PERSON}4": "eduPersonOrgUnitDN",
    f"{_EDU_PERSON}5": "eduPersonPrimaryAffiliation",
    f"{_EDU_PERSON}6": "eduPersonPrincipalName",
    f"{_EDU_PERSON}7": "eduPersonEntitlement",
    f"{_EDU_PERSON}8": "eduPersonPrimaryOrgUnitDN",
    f"{_EDU_PERSON}9": "eduPersonScopedAffiliation",
    f"{_EDU_PERSON}10": "eduPersonTargetedID",
    f"{_EDU_PERSON}11": "eduPersonAssurance",
    f"{_EDU_ORG}2": "eduOrgHomePageURI",
    f"{_EDU_ORG}3": "eduOrgIdentityAuthNPolicyURI",
    f"{_EDU_ORG}4": "eduOrgLegalName",
    f"{_EDU_ORG}5": "eduOrgSuperiorURI",
    f"{_EDU_ORG}6": "eduOrgWhitePagesURI",
    "urn:oid:2.5.4.3": "cn",
    f"{_CLAIMS}name": "name",
    "http://schemas.xmlsoap.org/claims/CommonName": "commonName",
    f"{_CLAIMS}givenname": "givenName",
    f"{_CLAIMS}surname": "surname",
    f"{_CLAIMS}emailaddress": "mail",
    "http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid": "primaryGroupSID",
    "urn:oid:2.5.4.4": "surname",
    "urn:oid:2.5.4.42": "givenName",
    "urn:oid:2.5.4.45": "x500UniqueIdentifier",
    "urn:oid:0.9.2342.19200300.100.1.1": "uid",
    "urn:oid:0.9.2342.19200300.100.1.3": "mail",
    "urn:oid:0.9.2342.19200300.100.1.45": "organizationStatus",
}
SHORTEST_S, LONGEST_S = 900, 43_200
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
    brought: Brought
    # condition key -> values, for the attributes of directories that AWS knows
    attributes: Mapping[str, tuple[str, ...]]


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
    return Assertion(
        issuer,
        (subject.text or "").strip(),
        subject.get("Format", "").removeprefix(_FORMATS),
        confirmation.get("Recipient", ""),
        expires_at,
        session_name,
        tuple(frozenset(part.strip() for part in value.split(",")) for value in _values(assertion, "Role")),
        _seconds(next(_values(assertion, "SessionDuration"), "")),
        _moment(assertion.find("a:AuthnStatement", _NAMES), "SessionNotOnOrAfter"),
        _brought(assertion),
        _directory_attributes(assertion),
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


def _every(assertion: ElementTree.Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name and values of each attribute."""
    for attribute in assertion.iterfind("a:AttributeStatement/a:Attribute", _NAMES):
        values = attribute.iterfind("a:AttributeValue", _NAMES)
        yield attribute.get("Name", ""), tuple((value.text or "").strip() for value in values)


def _values(assertion: ElementTree.Element, name: str) -> Iterator[str]:
    return (value for given, values in _every(assertion) if given == _ATTRIBUTES + name for value in values)


def _brought(assertion: ElementTree.Element) -> Brought:
    tag = f"{_ATTRIBUTES}PrincipalTag:"
    return Brought(
        tuple((name.removeprefix(tag), values) for name, values in _every(assertion) if name.startswith(tag)),
        tuple(_values(assertion, "TransitiveTagKeys")),
        next(_values(assertion, "SourceIdentity"), None),
    )


def _directory_attributes(assertion: ElementTree.Element) -> dict[str, tuple[str, ...]]:
    """The condition keys of a directory's attributes; those that the assertion lacks have no values."""
    found: dict[str, tuple[str, ...]] = {f"saml:{name.lower()}": () for name in DIRECTORY_ATTRIBUTES.values()}
    for name, values in _every(assertion):
        if name in DIRECTORY_ATTRIBUTES:
            found[f"saml:{DIRECTORY_ATTRIBUTES[name].lower()}"] += values
    return found


def _seconds(duration: str) -> int | None:
    """How long the session is to last; what is no duration of a role's session says nothing."""
    seconds = int(duration) if re.fullmatch(r"[0-9]{1,6}", duration) else 0
    return seconds if SHORTEST_S <= seconds <= LONGEST_S else None


def _moment(element: ElementTree.Element | None, attribute: str) -> datetime | None:
    text = element.get(attribute) if element is not None else None
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise refusals.NotASamlResponse from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
