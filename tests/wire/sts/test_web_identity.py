"""Web identities, and the tokens and messages that STS makes itself."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from botocore import UNSIGNED

from tests.aws import Aws, refused
from tests.wire.sts.arranging import assume, make_role, statement, trust
from tests.worlds import MANAGEMENT, OUTSIDER

ISSUER = "https://oidc.example.com/id/1"
HOST = "oidc.example.com/id/1"
PROVIDER = f"arn:aws:iam::{OUTSIDER}:oidc-provider/{HOST}"
ROLE = f"arn:aws:iam::{OUTSIDER}:role/r"


@pytest.fixture
def aws(make_aws: Callable[..., Aws]) -> Aws:
    """A world in which OUTSIDER has an OpenID Connect provider with two clients."""
    return make_aws(oidc_providers=(f"{OUTSIDER} {ISSUER} one,two",))


def token(**claims: Any) -> str:
    content = {"iss": ISSUER, "sub": "repo:a/b", "aud": "one", "exp": 1_800_000_000, **claims}
    parts = ({"alg": "RS256"}, {key: value for key, value in content.items() if value is not None})
    return ".".join(urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + ".c2ln"


def web_statement(**more: Any) -> dict[str, Any]:
    return statement({"Federated": PROVIDER}, **{"Action": "sts:AssumeRoleWithWebIdentity", **more})


def enter(aws: Aws, web_token: str, **more: Any) -> Any:
    """The answer to AssumeRoleWithWebIdentity, which nobody signs."""
    return unsigned(aws).assume_role_with_web_identity(
        **{"RoleArn": ROLE, "RoleSessionName": "session", "WebIdentityToken": web_token, **more}
    )


def unsigned(aws: Aws) -> Any:
    return aws.own_client("sts", signature_version=UNSIGNED)


def test_a_token_buys_a_session(aws: Aws) -> None:
    """An unsigned request with a provider's token gets credentials of a role that trusts the provider."""
    make_role(aws, web_statement(Condition={"StringEquals": {f"{HOST}:sub": "repo:a/b", f"{HOST}:aud": "one"}}))
    answer = enter(aws, token())
    assert answer["SubjectFromWebIdentityToken"] == "repo:a/b"
    assert (answer["Provider"], answer["Audience"]) == (ISSUER, "one")
    assert answer["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{OUTSIDER}:assumed-role/r/session"
    credentials = answer["Credentials"]
    assert aws.client("sts", credentials=credentials).get_caller_identity()["Account"] == OUTSIDER


@pytest.mark.parametrize(
    ("claims", "code", "rule", "text"),
    [
        ({"exp": 1_700_000_000}, "ExpiredTokenException", "STS-041", "must be before the expiration date/time"),
        (
            {"iss": "https://elsewhere.example.com"},
            "InvalidIdentityToken",
            "STS-042",
            "No OpenIDConnect provider found in your account for https://elsewhere.example.com",
        ),
        ({"aud": "three"}, "InvalidIdentityToken", "STS-043", "Incorrect token audience"),
        ({"sub": None}, "InvalidIdentityToken", "STS-061", "Missing a required claim: sub"),
        ({"sub": ""}, "InvalidIdentityToken", "STS-061", "Missing a required claim: sub"),
        ({"aud": None, "azp": "one"}, "InvalidIdentityToken", "STS-061", "Missing a required claim: aud"),
        ({"azp": "three"}, "InvalidIdentityToken", "STS-043", "Incorrect token audience"),
        ({"exp": None}, "InvalidIdentityToken", "STS-040", "not a valid JWT"),
        ({"exp": 1e300}, "InvalidIdentityToken", "STS-040", "not a valid JWT"),
        ({"sub": {"a": 1}}, "InvalidIdentityToken", "STS-040", "not a valid JWT"),
        ({"sub": "\ud800"}, "InvalidIdentityToken", "STS-040", "not a valid JWT"),
    ],
)
def test_tokens_are_checked(aws: Aws, claims: dict[str, Any], code: str, rule: str, text: str) -> None:
    """Expiry, issuer and audience are looked at before the role."""
    with refused(code, rule=rule, status=400) as refusal:
        enter(aws, token(**claims))
    assert text in refusal.message


# A key of 1024 bits, made for this test.
MODULUS = int(
    "e12b8889a5e59938b2980f16c4c3b738f547e805cac038544d897a124cbc9c4589cc235127ca9f6a21fca34b5d4b07be106e"
    "964e27133995398169d0a09f460f30f6cada262257c89df283bee4ada9c7f63fced2fd5f6cef771981e0d36fb5b8b7ec21a2"
    "9d7acd4290aad18eb90d9c48b92d3a544fb880b64439c5749c805f1f",
    16,
)
PRIVATE = int(
    "6a039d1d71c65005a9d07e0a324a1391f5aa0d4becd1e3b38d6e14d358ddd495c8f31c0db1b66ca803a877199cab1ed215da"
    "7b5a007bc4b8c58270d791486c2b085908dc3c5feb80b752c4ff6cd1c44f3d03f20f54612708661c564acf125213af2d2502"
    "0b851fbd8427ce95c95f90ce70c4faec69665f59fac4a9db43041fc1",
    16,
)


def encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def signed(header: dict[str, Any]) -> str:
    """A token that is signed as RS256 whatever its header says."""
    content = {"iss": ISSUER, "sub": "repo:a/b", "aud": "one", "exp": 1_800_000_000}
    text = ".".join(encoded(json.dumps(part).encode()) for part in (header, content))
    digest = bytes.fromhex("3031300d060960864801650304020105000420") + sha256(text.encode()).digest()
    padded = b"\x00\x01" + b"\xff" * (128 - 3 - len(digest)) + b"\x00" + digest
    return f"{text}.{encoded(pow(int.from_bytes(padded, 'big'), PRIVATE, MODULUS).to_bytes(128, 'big'))}"


@pytest.fixture
def with_keys(make_aws: Callable[..., Aws]) -> Aws:
    """As `aws`, with the key of the provider, and a role that trusts it."""
    key = {"kty": "RSA", "kid": "k1", "n": encoded(MODULUS.to_bytes(128, "big")), "e": "AQAB"}
    aws = make_aws(oidc_providers=(f"{OUTSIDER} {ISSUER} one {json.dumps({'keys': [key]})}",))
    make_role(aws, web_statement())
    return aws


def test_a_signature_is_verified_where_the_keys_are_known(with_keys: Aws) -> None:
    """A token with the provider's signature buys a session; with one key alone, the token need not name it."""
    for header in ({"alg": "RS256", "kid": "k1"}, {"alg": "RS256"}):
        assert enter(with_keys, signed(header))["SubjectFromWebIdentityToken"] == "repo:a/b"


@pytest.mark.parametrize("header", [{"alg": "RS256", "kid": "k2"}, {"alg": "none"}, {"alg": "HS256", "kid": "k1"}, {}])
def test_sts_047_the_key_must_be_the_providers(with_keys: Aws, header: dict[str, Any]) -> None:
    """A key that the provider does not have and an algorithm without a public key verify nothing."""
    with refused("InvalidIdentityToken", rule="STS-047", status=400) as refusal:
        enter(with_keys, signed(header))
    assert refusal.message.startswith("Couldn't retrieve verification key from your identity provider,  please")


def test_sts_048_the_signature_must_be_the_keys(with_keys: Aws) -> None:
    """Other claims under a signature, a cut signature and none that is base64 are refused."""
    right = signed({"alg": "RS256", "kid": "k1"})
    head, claims, signature = right.split(".")
    other = encoded(urlsafe_b64decode(claims + "==").replace(b"a/b", b"a/c"))
    for wrong in (f"{head}.{other}.{signature}", right[:-4], f"{head}.{claims}.x", f"{head}.{claims}.AAAA"):
        with refused("InvalidIdentityToken", rule="STS-048", status=400):
            enter(with_keys, wrong)


def test_sts_049_web_identities_can_be_refused(make_aws: Callable[..., Aws]) -> None:
    """With web_identity=refuse, the provider rejects what it would have taken."""
    aws = make_aws(oidc_providers=(f"{OUTSIDER} {ISSUER} one",), web_identity="refuse")
    make_role(aws, web_statement())
    with refused("IDPRejectedClaim", rule="STS-049", status=403):
        enter(aws, token())


@pytest.mark.parametrize("damaged", ["nothing", "aaa.bbb", "a.b.c", "..x.", "W10.W10.c2ln", "é.é.é"])
def test_sts_040_what_is_no_token(aws: Aws, damaged: str) -> None:
    """Three parts of base64, two of them JSON objects, make a token."""
    with refused("InvalidIdentityToken", rule="STS-040", status=400):
        enter(aws, damaged)


@pytest.mark.parametrize(
    "trusting",
    [
        None,
        statement({"AWS": "*"}, Action="sts:AssumeRole"),
        web_statement(Condition={"StringEquals": {f"{HOST}:sub": "repo:a/c"}}),
        web_statement(Condition={"ForAnyValue:StringEquals": {f"{HOST}:amr": "mfa"}}),
        statement({"Federated": "accounts.google.com"}, Action="sts:AssumeRoleWithWebIdentity"),
    ],
)
def test_sts_044_a_role_must_trust_the_identity(aws: Aws, trusting: dict[str, Any] | None) -> None:
    """An absent role and one that does not trust the token's bearer are refused alike."""
    if trusting is not None:
        make_role(aws, trusting)
    with refused("AccessDenied", rule="STS-044", status=403) as refusal:
        enter(aws, token())
    assert refusal.message == "Not authorized to perform sts:AssumeRoleWithWebIdentity"


def test_sts_014_a_web_session_is_no_chain(aws: Aws) -> None:
    """It may last as long as the role allows, and no longer."""
    make_role(aws, web_statement(), MaxSessionDuration=7200)
    enter(aws, token(), DurationSeconds=7200)
    with refused("ValidationError", rule="STS-014", status=400):
        enter(aws, token(), DurationSeconds=7201)


# What STS makes itself


def read(web_token: str) -> dict[str, Any]:
    part = web_token.split(".")[1]
    claims: dict[str, Any] = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims


def get_token(sts: Any, **more: Any) -> Any:
    return sts.get_web_identity_token(**{"Audience": ["x"], "SigningAlgorithm": "ES384", **more})


def test_sts_051_an_account_issues_tokens_when_it_wants_to(aws: Aws) -> None:
    """GetWebIdentityToken is refused until IAM turns it on, and then names the account's issuer."""
    sts = aws.client("sts")
    with refused("OutboundWebIdentityFederationDisabledException", rule="STS-051", status=403):
        get_token(sts)
    issuer = aws.client("iam").enable_outbound_web_identity_federation()["IssuerIdentifier"]
    answer = get_token(sts, Tags=[{"Key": "Team", "Value": "net"}])
    assert answer["Expiration"] == datetime(2026, 1, 1, 0, 5, tzinfo=UTC)
    claims = read(answer["WebIdentityToken"])
    assert claims["iss"] == issuer
    assert claims["sub"] == f"arn:aws:iam::{MANAGEMENT}:user/administrator"
    assert claims["aud"] == "x"
    assert claims["exp"] - claims["iat"] == 300
    assert claims["https://sts.amazonaws.com/"]["request_tags"] == {"Team": "net"}


def test_sts_052_a_token_does_not_outlive_its_session(aws: Aws) -> None:
    """A session can buy no time with a token."""
    aws.client("iam", OUTSIDER).enable_outbound_web_identity_federation()
    sts = aws.client("sts", credentials=assume(aws, make_role(aws), DurationSeconds=900)["Credentials"])
    get_token(sts, DurationSeconds=900)
    aws.world.clock.advance(timedelta(seconds=1))
    with refused("SessionDurationEscalationException", rule="STS-052", status=403):
        get_token(sts, DurationSeconds=900)


def test_sts_053_tokens_are_signed_in_two_ways(aws: Aws) -> None:
    """Any algorithm but RS256 and ES384 is refused."""
    with refused("ValidationError", rule="STS-053", status=400):
        get_token(aws.client("sts"), SigningAlgorithm="HS256")


def test_sts_050_trade_in_tokens_are_over(aws: Aws) -> None:
    """Nobody can have a trade-in token, so all are refused."""
    with refused("ExpiredTradeInTokenException", rule="STS-050", status=400):
        aws.client("sts").get_delegated_access_token(TradeInToken="token")


def test_a_refusals_message_can_be_decoded(aws: Aws) -> None:
    """EC2's refusal carries a message that tells who was refused what."""
    federated = aws.client("sts").get_federation_token(Name="bob")["Credentials"]
    with refused("UnauthorizedOperation", rule="STS-028", status=403) as refusal:
        aws.client("ec2", credentials=federated).describe_regions()
    message = refusal.message.rpartition(" ")[2]
    decoded = json.loads(aws.client("sts").decode_authorization_message(EncodedMessage=message)["DecodedMessage"])
    assert decoded["allowed"] is False
    assert decoded["explicitDeny"] is False
    assert decoded["context"]["action"] == "ec2:DescribeRegions"
    assert decoded["context"]["principal"]["arn"] == f"arn:aws:sts::{MANAGEMENT}:federated-user/bob"


@pytest.mark.parametrize("message", ["x", "é", "eJxTVnD0cVTISSxLBQASrgNE", "a" * 10_000, "AAAAAAAAAAA="])
def test_sts_026_other_messages_cannot(aws: Aws, message: str) -> None:
    """Only what was encoded here can be decoded."""
    with refused("InvalidAuthorizationMessageException", rule="STS-026", status=400):
        aws.client("sts").decode_authorization_message(EncodedMessage=message)


def test_sts_060_a_region_must_be_on(make_aws: Callable[..., Aws]) -> None:
    """In a Region that is not turned on STS says who calls, and issues nothing; once it is on, it does."""
    closed = make_aws().client("sts", region="ap-east-1")
    closed.get_caller_identity()
    with refused("RegionDisabledException", rule="STS-060", status=403):
        closed.get_session_token()
    make_aws(opted_in_regions=("ap-east-1",)).client("sts", region="ap-east-1").get_session_token()


TAGS = "https://aws.amazon.com/tags"
TAGGING = web_statement(Action=["sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"])


@pytest.mark.parametrize(
    "claims",
    [
        {TAGS: {"principal_tags": {"Team": ["net"]}, "transitive_tag_keys": ["Team"]}},
        {TAGS: {"principal_tags": {"Team": "net"}, "transitive_tag_keys": ["Team"]}},
        {f"{TAGS}/principal_tags/Team": "net", f"{TAGS}/transitive_tag_keys": ["Team"]},
    ],
)
def test_a_token_brings_tags_and_a_source_identity(aws: Aws, claims: dict[str, Any]) -> None:
    """AWS's claims, nested or spelled out, tag the session and say where it comes from; chains keep both."""
    asked = {"aws:RequestTag/Team": "net", "sts:SourceIdentity": "bob"}
    make_role(aws, {**TAGGING, "Condition": {"StringEquals": asked}})
    answer = enter(aws, token(**claims, **{"https://aws.amazon.com/source_identity": "bob"}))
    assert (answer["SourceIdentity"], answer["PackedPolicySize"] > 0) == ("bob", True)
    has = {"aws:PrincipalTag/Team": "net", "aws:SourceIdentity": "bob"}
    for name in ("second", "third"):
        arn = make_role(aws, statement(Action=["sts:*"], Condition={"StringEquals": has}), name=name)
        answer = assume(aws, arn, by=answer["Credentials"])


@pytest.mark.parametrize(
    "claims", [{TAGS: {"principal_tags": {"Team": ["net"]}}}, {"https://aws.amazon.com/source_identity": "bob"}]
)
def test_sts_044_what_a_token_brings_must_be_allowed(aws: Aws, claims: dict[str, Any]) -> None:
    """Without sts:TagSession and sts:SetSourceIdentity in its trust policy, a role takes neither."""
    make_role(aws, web_statement())
    with refused("AccessDenied", rule="STS-044", status=403):
        enter(aws, token(**claims))


@pytest.mark.parametrize(
    "claims",
    [
        {TAGS: []},
        {TAGS: {"principal_tags": ["Team"]}},
        {TAGS: {"principal_tags": {"Team": ["a", "b"]}}},
        {TAGS: {"principal_tags": {f"k{number}": ["v"] for number in range(51)}}},
        {"https://aws.amazon.com/source_identity": "a b"},
        {"https://aws.amazon.com/source_identity": {}},
        {"https://aws.amazon.com/source_identity": 12},
        {TAGS: {"principal_tags": {"Team": 1}}},
        {TAGS: {"principal_tags": {"Team": "a\nb"}}},
        {TAGS: {"principal_tags": {"Team\N{SNOWMAN}": "a"}}},
        {TAGS: {"principal_tags": {"Team": "a"}, "transitive_tag_keys": [1]}},
    ],
)
def test_sts_058_claims_that_no_session_can_have(aws: Aws, claims: dict[str, Any]) -> None:
    """Such a token is refused as one that is not valid."""
    make_role(aws, TAGGING)
    with refused("InvalidIdentityToken", rule="STS-058", status=400):
        enter(aws, token(**claims))


def test_a_token_of_the_account_tells_where_its_caller_stands(aws: Aws) -> None:
    """GetWebIdentityToken names Region, place in the organization, and the tags of who asks."""
    organization = aws.client("organizations").create_organization(FeatureSet="ALL")["Organization"]
    root = aws.client("organizations").list_roots()["Roots"][0]["Id"]
    iam = aws.client("iam")
    iam.enable_outbound_web_identity_federation()
    iam.create_role(
        RoleName="job",
        AssumeRolePolicyDocument=trust(statement(Action=["sts:*"])),
        Tags=[{"Key": "Env", "Value": "dev"}, {"Key": "Team", "Value": "net"}],
    )
    arn = f"arn:aws:iam::{MANAGEMENT}:role/job"
    credentials = assume(aws, arn, Tags=[{"Key": "team", "Value": "web"}])["Credentials"]
    claims = read(get_token(aws.client("sts", credentials=credentials, region="us-west-2"))["WebIdentityToken"])
    assert claims["sub"] == arn
    assert claims["https://sts.amazonaws.com/"] == {
        "aws_account": MANAGEMENT,
        "source_region": "us-west-2",
        "org_id": organization["Id"],
        "ou_path": f"{organization['Id']}/{root}/",
        "principal_tags": {"Env": "dev", "team": "web"},
    }
