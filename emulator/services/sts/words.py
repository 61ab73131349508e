"""What the rules of STS refuse, in its words. Which texts are inferred, the rule register says."""

from collections.abc import Callable, Mapping
from typing import Any

from emulator.domain.iam.refusals import MalformedDocument
from emulator.domain.refusals import Refusal
from emulator.domain.sts import refusals
from emulator.services.operations import Words


def _denied(text: str) -> Words:
    return Words("AccessDenied", text, 403)


def _validation(text: str) -> Words:
    return Words("ValidationError", text)


def _parameter(text: str) -> Words:
    return Words("InvalidParameterValue", text)


def _identity_token(text: str) -> Words:
    return Words("InvalidIdentityToken", text)


def _constraint(place: str, text: str) -> Words:
    return _validation(f"1 validation error detected: Value at '{place}' failed to satisfy constraint: {text}")


# of session tags alone, and of policies with or without them
_TOO_LARGE = {
    True: "Packed size of session tags consumes {r.percentage}% of allotted space.",
    False: "Packed policy consumes {r.percentage}% of allotted space, please use smaller policy.",
}

WORDS: Mapping[type[Refusal], Words | Callable[[Any], Words]] = {
    refusals.MalformedRoleArn: _validation("{r.arn} is invalid"),
    refusals.RootMayNotAssumeRoles: _denied("Roles may not be assumed by root accounts."),
    refusals.NotAuthorized: _denied("User: {r.arn} is not authorized to perform: {r.action} on resource: {r.resource}"),
    # tags and policies of sessions
    refusals.TransitiveKeyNotRequested: _parameter(
        "The specified transitive tag key must be included in the requested tags."
    ),
    refusals.DuplicateTagKeys: _parameter("Duplicate tag keys found. Please note that Tag keys are case insensitive."),
    refusals.TransitiveTagOverridden: _parameter(
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from "
        "the calling session."
    ),
    refusals.ReservedTagKey: _parameter("Tag keys that begin with aws: are reserved for AWS: {r.key}"),
    MalformedDocument: Words("MalformedPolicyDocument", "{r.problem}"),
    refusals.SessionPoliciesTooLong: _constraint("policy", "Member must have length less than or equal to {r.maximum}"),
    refusals.TooManySessionPolicies: _constraint(
        "policyArns", "Member must have length less than or equal to {r.maximum}"
    ),
    refusals.PackedPolicyTooLarge: lambda refused: Words("PackedPolicyTooLarge", _TOO_LARGE[refused.of_tags]),
    refusals.SessionPolicyNotFound: _validation("Policy {r.arn} does not exist or is not attachable."),
    refusals.ContextNotValid: Words(
        "ExpiredTokenException", "The context assertion that was passed is expired or is not valid."
    ),
    # durations
    refusals.DurationAboveRoleMaximum: _validation(
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
    ),
    refusals.DurationAboveChainingLimit: _validation(
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
    ),
    # long-term credentials
    refusals.SessionCredentials: _denied("Cannot call {r.operation} with session credentials"),
    refusals.WrongMfaCode: _denied("MultiFactorAuthentication failed with invalid MFA one time pass code."),
    # root sessions
    refusals.MalformedTarget: _validation("{r.target} is invalid"),
    refusals.UnknownTaskPolicy: _validation("The specified task policy is not supported for AssumeRoot."),
    refusals.RootSessionNotAllowed: _denied(
        "User: {r.arn} is not authorized to perform: sts:AssumeRoot on resource: {r.resource}"
    ),
    # web identities and SAML
    refusals.NotAWebIdentityToken: _identity_token(
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
    ),
    refusals.IdentityTokenExpired: Words(
        "ExpiredTokenException",
        "Token expired: current date/time {r.now} must be before the expiration date/time {r.expired_at}",
    ),
    refusals.UnknownIdentityProvider: _identity_token("No OpenIDConnect provider found in your account for {r.issuer}"),
    refusals.WrongAudience: _identity_token("Incorrect token audience"),
    refusals.VerificationKeyNotFound: _identity_token(
        # two spaces: so AWS says it
        "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity "
        "documentation for requirements"
    ),
    refusals.MissingClaim: _identity_token("Missing a required claim: {r.claim}"),
    refusals.UnusableClaims: _identity_token("The session tags or the source identity of the token are not valid."),
    refusals.WrongTokenSignature: _identity_token("The signature of the ID Token is invalid."),
    refusals.WebIdentitiesRefused: Words("IDPRejectedClaim", "The identity provider rejected the claim.", 403),
    refusals.NotTrusted: _denied("Not authorized to perform {r.action}"),
    refusals.NotASamlResponse: _identity_token("Invalid base64 SAMLResponse"),
    refusals.NoSessionNameInAssertion: _identity_token(
        "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{{2,64}}"
    ),
    refusals.UnknownSamlProvider: _identity_token("The SAML provider of the request does not exist."),
    refusals.OutboundFederationDisabled: Words(
        "OutboundWebIdentityFederationDisabledException",
        "Outbound web identity federation is not enabled for this account.",
        403,
    ),
    refusals.TokenOutlivesSession: Words(
        "SessionDurationEscalationException",
        "The requested token duration would extend the session beyond its original expiration time.",
        403,
    ),
    refusals.UnknownSigningAlgorithm: _validation(
        "1 validation error detected: Value '{r.algorithm}' at 'signingAlgorithm' failed to satisfy constraint: "
        "Member must satisfy enum value set: [RS256, ES384]"
    ),
    # everything else
    refusals.TradeInTokenExpired: Words(
        "ExpiredTradeInTokenException", "The trade-in token provided in the request has expired."
    ),
    refusals.InvalidAuthorizationMessage: Words("InvalidAuthorizationMessageException", "Message is not valid"),
    refusals.RegionDisabled: Words(
        "RegionDisabledException",
        "STS is not activated in this region for account:{r.account_id}. Your account administrator can activate "
        "STS in this region using the IAM Console.",
        403,
    ),
    refusals.MalformedAccessKeyId: _validation("Access key id is not valid"),
}
