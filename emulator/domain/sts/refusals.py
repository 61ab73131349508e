"""What the rules of STS refuse, as states of affairs."""

from emulator.domain.refusals import Refusal, refusal


@refusal
class MalformedRoleArn(Refusal):
    """The ARN does not name a role."""

    rule = "STS-002"
    arn: str


@refusal
class RootMayNotAssumeRoles(Refusal):
    """An account's root user assumes no roles."""

    rule = "STS-003"


@refusal
class TransitiveKeyNotRequested(Refusal):
    """A transitive tag key is not among the tags that are passed."""

    rule = "STS-004"


@refusal
class DuplicateTagKeys(Refusal):
    """Two tags have the same key, whatever its case."""

    rule = "STS-005"


@refusal
class TransitiveTagOverridden(Refusal):
    """A tag has the key of one that the calling session hands on."""

    rule = "STS-006"


@refusal
class ReservedTagKey(Refusal):
    """Tag keys that begin with aws: are AWS's."""

    rule = "STS-017"
    key: str


@refusal
class SessionPoliciesTooLong(Refusal):
    """The text of the session policies is longer than STS takes."""

    rule = "STS-008"
    maximum: int


@refusal
class PackedPolicyTooLarge(Refusal):
    """Session policies and tags, packed, need more than the space there is."""

    rule = "STS-009"
    percentage: int
    # whether there are session tags and no policies
    of_tags: bool


@refusal
class SessionPolicyNotFound(Refusal):
    """A managed session policy does not exist in the account."""

    rule = "STS-010"
    arn: str


@refusal
class TooManySessionPolicies(Refusal):
    """At most ten managed policies bound a session."""

    rule = "STS-018"
    maximum: int


@refusal
class NotAuthorized(Refusal):
    """The trust policy does not let the caller do this, or there is no such role: AWS does not say which."""

    rule = "STS-011"
    arn: str
    action: str
    resource: str


class ContextNotValid(Refusal):
    """A context assertion is none that can be believed."""

    rule = "STS-059"


@refusal
class DurationAboveRoleMaximum(Refusal):
    """The role's sessions may not last that long."""

    rule = "STS-014"


@refusal
class DurationAboveChainingLimit(Refusal):
    """A session that a session makes lasts an hour at most."""

    rule = "STS-015"


@refusal
class SessionCredentials(Refusal):
    """The operation wants the long-term credentials of a user or of the root user."""

    rule = "STS-020"
    operation: str


@refusal
class WrongMfaCode(Refusal):
    """The code is missing, or the device is not the caller's."""

    rule = "STS-021"


@refusal
class MalformedAccessKeyId(Refusal):
    """The key id carries no account."""

    rule = "STS-025"


@refusal
class InvalidAuthorizationMessage(Refusal):
    """The message is not one that this emulator has encoded."""

    rule = "STS-026"


@refusal
class RootSessionNotAllowed(Refusal):
    """The caller, the target or the state of the organization does not allow a root session."""

    rule = "STS-030"
    arn: str
    resource: str


@refusal
class UnknownTaskPolicy(Refusal):
    """The policy is not one of AWS's root tasks."""

    rule = "STS-033"


@refusal
class MalformedTarget(Refusal):
    """The target of a root session is neither an account id nor a root user's ARN."""

    rule = "STS-032"
    target: str


@refusal
class NotAWebIdentityToken(Refusal):
    """The token is not a JSON Web Token."""

    rule = "STS-040"


@refusal
class IdentityTokenExpired(Refusal):
    """The identity provider's token is over; both times are seconds since 1970."""

    rule = "STS-041"
    now: int
    expired_at: int


@refusal
class UnknownIdentityProvider(Refusal):
    """The role's account has no OpenID Connect provider for the issuer."""

    rule = "STS-042"
    issuer: str


@refusal
class WrongAudience(Refusal):
    """The token is meant for none of the provider's clients."""

    rule = "STS-043"


@refusal
class NotTrusted(Refusal):
    """The role does not trust the identity, or there is no such role."""

    rule = "STS-044"
    action: str


@refusal
class MissingClaim(Refusal):
    """A web identity token leaves out whose it is, or for whom."""

    rule = "STS-061"
    claim: str


class UnusableClaims(Refusal):
    """The identity provider passes session tags or a source identity that no session can have."""

    rule = "STS-058"


@refusal
class VerificationKeyNotFound(Refusal):
    """The provider's keys are known, and none of them is the one that the token names."""

    rule = "STS-047"


@refusal
class WrongTokenSignature(Refusal):
    """The token is not signed with the key that it names."""

    rule = "STS-048"


@refusal
class WebIdentitiesRefused(Refusal):
    """The world plays an identity provider that rejects every claim."""

    rule = "STS-049"


@refusal
class NotASamlResponse(Refusal):
    """What should be a SAML response is not base64 of an XML document."""

    rule = "STS-045"


@refusal
class NoSessionNameInAssertion(Refusal):
    """The assertion gives no name for the session, or one that is none."""

    rule = "STS-056"


@refusal
class UnknownSamlProvider(Refusal):
    """The world takes no SAML assertions: no provider can be made here."""

    rule = "STS-046"


@refusal
class TradeInTokenExpired(Refusal):
    """A trade-in token cannot be had here, so any that comes is over."""

    rule = "STS-050"


@refusal
class OutboundFederationDisabled(Refusal):
    """The account does not issue web identity tokens."""

    rule = "STS-051"


@refusal
class TokenOutlivesSession(Refusal):
    """A session may not buy more time with a token than it has itself."""

    rule = "STS-052"


@refusal
class UnknownSigningAlgorithm(Refusal):
    """Tokens are signed with RS256 or ES384."""

    rule = "STS-053"
    algorithm: str


@refusal
class RegionDisabled(Refusal):
    """The caller's account has not turned on the Region."""

    rule = "STS-060"
    account_id: str
