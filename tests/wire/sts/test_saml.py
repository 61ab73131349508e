"""SAML responses: refused by default, believed where the world's option says so."""

from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha1
from typing import Any

import pytest
from botocore import UNSIGNED

from tests.aws import Aws, refused
from tests.wire.sts.arranging import assume, make_role, statement
from tests.worlds import OUTSIDER

PROVIDER = f"arn:aws:iam::{OUTSIDER}:saml-provider/corp"
ROLE = f"arn:aws:iam::{OUTSIDER}:role/r"
ISSUER = "https://idp.example.com/saml"
SIGN_IN = "https://signin.aws.amazon.com/saml"
ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/"
TRUSTING = statement({"Federated": PROVIDER}, Action="sts:AssumeRoleWithSAML")


@pytest.fixture
def aws(make_aws: Callable[..., Aws]) -> Aws:
    return make_aws(saml="accept")


def response(
    *,
    others: str = "",
    until: str = "2026-01-01T00:05:00Z",
    pair: str = f"{PROVIDER},{ROLE}",
    name: str = "bob@example.com",
    statement: str = "",
    **attributes: str,
) -> str:
    """A SAML response as an identity provider posts it, without its signatures."""
    values = {"Role": pair, "RoleSessionName": name, **attributes}
    rows = "".join(
        f'<Attribute Name="https://aws.amazon.com/SAML/Attributes/{key}"><AttributeValue>{value}</AttributeValue>'
        "</Attribute>"
        for key, value in values.items()
        if value
    )
    rows += others
    document = (
        '<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol">'
        '<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion">'
        f"<Issuer>{ISSUER}</Issuer>"
        '<Subject><NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">bob-1</NameID>'
        f'<SubjectConfirmation><SubjectConfirmationData NotOnOrAfter="{until}" Recipient="{SIGN_IN}"/>'
        f"</SubjectConfirmation></Subject>{statement}<AttributeStatement>{rows}</AttributeStatement>"
        "</Assertion></p:Response>"
    )
    return b64encode(document.encode()).decode()


def enter(aws: Aws, assertion: str, **more: Any) -> Any:
    """The answer to AssumeRoleWithSAML, which nobody signs."""
    sts = aws.own_client("sts", signature_version=UNSIGNED)
    return sts.assume_role_with_saml(**{"RoleArn": ROLE, "PrincipalArn": PROVIDER, "SAMLAssertion": assertion, **more})


def test_an_assertion_buys_a_session(aws: Aws) -> None:
    """The session takes its name from the assertion, and the answer tells what the assertion says."""
    make_role(aws, {**TRUSTING, "Condition": {"StringEquals": {"SAML:aud": SIGN_IN, "SAML:sub_type": "persistent"}}})
    answer = enter(aws, response())
    arn = f"arn:aws:sts::{OUTSIDER}:assumed-role/r/bob@example.com"
    assert answer["AssumedRoleUser"]["Arn"] == arn
    assert (answer["Subject"], answer["SubjectType"]) == ("bob-1", "persistent")
    assert (answer["Issuer"], answer["Audience"]) == (ISSUER, SIGN_IN)
    hashed = sha1(f"{ISSUER}{OUTSIDER}/corp".encode()).digest()
    assert answer["NameQualifier"] == b64encode(hashed).decode()
    assert answer["Credentials"]["Expiration"] == datetime(2026, 1, 1, 1, 0, tzinfo=UTC)
    assert aws.client("sts", credentials=answer["Credentials"]).get_caller_identity()["Arn"] == arn


def test_how_long_a_session_lasts(aws: Aws) -> None:
    """The request's duration comes before the assertion's, and neither goes over the end of the provider's session."""
    make_role(aws, TRUSTING, MaxSessionDuration=7200)
    over = '<AuthnStatement SessionNotOnOrAfter="2026-01-01T00:30:00Z"/>'
    for assertion, asked, minutes in (
        (response(SessionDuration="7200"), {}, 120),
        (response(SessionDuration="7200"), {"DurationSeconds": 900}, 15),
        (response(statement=over), {}, 30),
    ):
        ends = enter(aws, assertion, **asked)["Credentials"]["Expiration"]
        assert ends == datetime(2026, 1, 1, minutes // 60, minutes % 60, tzinfo=UTC)
    with refused("ValidationError", rule="STS-014", status=400):
        enter(aws, response(SessionDuration="7201"))


@pytest.mark.parametrize("duration", ["0", "899", "43201", "-900", "hour"])
def test_sts_062_a_duration_out_of_range_says_nothing(aws: Aws, duration: str) -> None:
    """The session lasts its hour, and is not over before it began."""
    make_role(aws, TRUSTING, MaxSessionDuration=7200)
    ends = enter(aws, response(SessionDuration=duration))["Credentials"]["Expiration"]
    assert ends == datetime(2026, 1, 1, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("trusting", "pair"),
    [
        (None, f"{PROVIDER},{ROLE}"),
        (TRUSTING, f"{PROVIDER},{ROLE}2"),
        (TRUSTING, ""),
        (statement({"Federated": f"{PROVIDER}2"}, Action="sts:AssumeRoleWithSAML"), f"{PROVIDER},{ROLE}"),
        (statement({"AWS": "*"}, Action="sts:*"), f"{PROVIDER},{ROLE}"),
        ({**TRUSTING, "Condition": {"StringEquals": {"SAML:sub": "alice"}}}, f"{PROVIDER},{ROLE}"),
    ],
)
def test_sts_054_role_and_provider_are_a_pair(aws: Aws, trusting: dict[str, Any] | None, pair: str) -> None:
    """The assertion must name both, the role must trust the provider, and an absent role looks the same."""
    if trusting is not None:
        make_role(aws, trusting)
    with refused("AccessDenied", rule="STS-054", status=403) as refusal:
        enter(aws, response(pair=pair))
    assert refusal.message == "Not authorized to perform sts:AssumeRoleWithSAML"


def test_sts_055_an_assertion_ends(aws: Aws) -> None:
    """At the NotOnOrAfter of its confirmation, or of the provider's session, it is over."""
    make_role(aws, TRUSTING)
    over = "2026-01-01T00:00:00Z"
    for assertion in (
        response(until=over),
        response(statement=f'<AuthnStatement SessionNotOnOrAfter="{over}"/>'),
    ):
        with refused("ExpiredTokenException", rule="STS-055", status=400):
            enter(aws, assertion)


@pytest.mark.parametrize("name", ["", "b", "with space", "x" * 65])
def test_sts_056_the_assertion_names_the_session(aws: Aws, name: str) -> None:
    """No name, and what could not be one."""
    with refused("InvalidIdentityToken", rule="STS-056", status=400) as refusal:
        enter(aws, response(name=name))
    assert refusal.message == "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}"


@pytest.mark.parametrize(
    "document",
    [
        b"no XML",
        b"<Response/>",
        b"<a>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"\xff\xfe",
        b"\x00\x00\x00",
        b'<?xml version="1.0" encoding="moon"?><a/>',
    ],
)
def test_sts_045_what_is_no_response(aws: Aws, document: bytes) -> None:
    """XML with an assertion, and no document type."""
    for assertion in (b64encode(document).decode(), "not base64!"):
        with refused("InvalidIdentityToken", rule="STS-045", status=400):
            enter(aws, assertion)
    with refused("InvalidIdentityToken", rule="STS-045", status=400):
        enter(aws, response(until="tomorrow"))


def test_sts_046_assertions_are_refused_by_default(make_aws: Callable[..., Aws]) -> None:
    """There are no SAML providers, whatever the role trusts."""
    aws = make_aws()
    make_role(aws, TRUSTING)
    with refused("InvalidIdentityToken", rule="STS-046", status=400):
        enter(aws, response())


def attribute(name: str, *values: str) -> str:
    rows = "".join(f"<AttributeValue>{value}</AttributeValue>" for value in values)
    return f'<Attribute Name="{name}">{rows}</Attribute>'


def test_an_assertion_brings_tags_and_a_source_identity(aws: Aws) -> None:
    """PrincipalTag, TransitiveTagKeys and SourceIdentity are attributes; the session has them and hands them on."""
    actions = ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"]
    asked = {"aws:RequestTag/team": "net", "sts:SourceIdentity": "bob", "sts:TransitiveTagKeys": "Team"}
    make_role(aws, {**TRUSTING, "Action": actions, "Condition": {"StringEquals": asked}})
    answer = enter(aws, response(**{"PrincipalTag:Team": "net", "TransitiveTagKeys": "Team", "SourceIdentity": "bob"}))
    assert (answer["SourceIdentity"], answer["PackedPolicySize"] > 0) == ("bob", True)
    has = {"aws:PrincipalTag/Team": "net", "aws:SourceIdentity": "bob"}
    chained = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]
    for name in ("second", "third"):
        condition = {"StringEquals": has}
        arn = make_role(aws, statement({"AWS": OUTSIDER}, Action=chained, Condition=condition), name=name)
        answer = assume(aws, arn, by=answer["Credentials"])


@pytest.mark.parametrize("name", ["PrincipalTag:Team", "SourceIdentity"])
def test_sts_054_what_an_assertion_brings_must_be_allowed(aws: Aws, name: str) -> None:
    """A trust policy without sts:TagSession and sts:SetSourceIdentity lets in those who bring neither."""
    make_role(aws, TRUSTING)
    with refused("AccessDenied", rule="STS-054", status=403):
        enter(aws, response(**{name: "net"}))
    assert "SourceIdentity" not in enter(aws, response())


@pytest.mark.parametrize(
    ("others", "rule"),
    [
        (attribute(f"{ATTRIBUTES}PrincipalTag:Team", "a", "b"), "STS-058"),
        (attribute(f"{ATTRIBUTES}PrincipalTag:{'k' * 129}", "a"), "STS-058"),
        (attribute(f"{ATTRIBUTES}PrincipalTag:", "a"), "STS-058"),
        (attribute(f"{ATTRIBUTES}PrincipalTag:Team", "v" * 257), "STS-058"),
        (attribute(f"{ATTRIBUTES}PrincipalTag:Team", "a\N{SNOWMAN}"), "STS-058"),
        ("".join(attribute(f"{ATTRIBUTES}PrincipalTag:k{number}", "v") for number in range(51)), "STS-058"),
        (attribute(f"{ATTRIBUTES}SourceIdentity", "a b"), "STS-058"),
        (attribute(f"{ATTRIBUTES}PrincipalTag:a", "1") + attribute(f"{ATTRIBUTES}PrincipalTag:A", "2"), "STS-005"),
        (attribute(f"{ATTRIBUTES}TransitiveTagKeys", "Team"), "STS-004"),
    ],
)
def test_tags_and_source_identities_that_no_session_can_have(aws: Aws, others: str, rule: str) -> None:
    """Several values, too long or too many tags, names that are none: nothing of it makes a session."""
    make_role(aws, {**TRUSTING, "Action": ["sts:*"]})
    with refused("InvalidIdentityToken" if rule == "STS-058" else "InvalidParameterValue", rule=rule, status=400):
        enter(aws, response(others=others))


@pytest.mark.parametrize(
    ("condition", "trusted"),
    [
        ({"StringEquals": {"SAML:eduPersonAffiliation": "staff"}}, True),
        ({"ForAnyValue:StringEquals": {"SAML:eduPersonAffiliation": "student"}}, True),
        ({"ForAllValues:StringLike": {"SAML:eduPersonAffiliation": "staff"}}, False),
        ({"StringEquals": {"SAML:mail": "bob@example.com"}}, True),
        ({"StringEquals": {"SAML:uid": "bob"}}, False),
        ({"Null": {"SAML:uid": "true"}}, True),
        ({"StringEquals": {"SAML:doc": f"{OUTSIDER}/corp"}}, True),
    ],
)
def test_sts_054_attributes_of_directories_decide(aws: Aws, condition: dict[str, Any], trusted: bool) -> None:
    """Trust policies test what directories say of a person, each attribute by its own condition key."""
    make_role(aws, {**TRUSTING, "Condition": condition})
    person = attribute("urn:oid:1.3.6.1.4.1.5923.1.1.1.1", "staff", "student") + attribute(
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", "bob@example.com"
    )
    if trusted:
        enter(aws, response(others=person))
    else:
        with refused("AccessDenied", rule="STS-054"):
            enter(aws, response(others=person))
