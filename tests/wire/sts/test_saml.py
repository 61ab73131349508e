"""SAML responses: refused by default, believed where the world's option says so."""

from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha1
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config

from tests.wire.conftest import Aws, refused
from tests.wire.sts.arranging import make_role, statement
from tests.worlds import OUTSIDER

PROVIDER = f"arn:aws:iam::{OUTSIDER}:saml-provider/corp"
ROLE = f"arn:aws:iam::{OUTSIDER}:role/r"
ISSUER = "https://idp.example.com/saml"
SIGN_IN = "https://signin.aws.amazon.com/saml"
TRUSTING = statement({"Federated": PROVIDER}, Action="sts:AssumeRoleWithSAML")


@pytest.fixture
def aws(make_aws: Callable[..., Aws]) -> Aws:
    return make_aws(saml="accept")


def response(
    *,
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
    config = Config(signature_version=UNSIGNED, retries={"max_attempts": 0})
    sts = boto3.client("sts", endpoint_url=aws.endpoint, region_name="eu-west-1", config=config)
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
