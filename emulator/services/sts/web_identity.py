"""Identities of other issuers: web identity tokens, SAML assertions, trade-in tokens, and the account's own tokens."""

from typing import Any

from pydantic import Field

from emulator.domain.sts import refusals, saml, web_identity
from emulator.domain.sts.assume_role import Assumption
from emulator.services.operations import Call, Request
from emulator.services.sts import sts
from emulator.services.sts.views import (
    PolicyDescriptor,
    Tag,
    assumed_role_view,
    credentials_view,
    pairs,
    session_policies,
    size_views,
    source_identity_view,
)


class AssumeRoleWithWebIdentity(Request):
    role_arn: str
    role_session_name: str
    web_identity_token: str
    provider_id: str | None = None
    policy_arns: list[PolicyDescriptor] | None = None
    policy: str | None = None
    duration_seconds: int | None = None
    minimum_session_token_size: int | None = None


@sts.operation
def assume_role_with_web_identity(call: Call, request: AssumeRoleWithWebIdentity) -> dict[str, Any]:
    """Credentials that act as a role, for the bearer of a token of an OpenID Connect provider."""
    asked = Assumption(
        request.role_arn,
        request.role_session_name,
        duration_s=request.duration_seconds,
        policies=session_policies(request.policy, request.policy_arns),
        minimum_token_size=request.minimum_session_token_size,
    )
    found = web_identity.assume_with_token(call.world, call.caller, asked, request.web_identity_token)
    return {
        "Credentials": credentials_view(found.session),
        "SubjectFromWebIdentityToken": found.subject,
        "AssumedRoleUser": assumed_role_view(found.session),
        "Provider": found.issuer,
        "Audience": found.audience,
        **size_views(found.session, found.packed_size, request.minimum_session_token_size),
        **source_identity_view(found.session),
    }


class AssumeRoleWithSAML(Request):
    role_arn: str
    principal_arn: str
    saml_assertion: str = Field(alias="SAMLAssertion")
    policy_arns: list[PolicyDescriptor] | None = None
    policy: str | None = None
    duration_seconds: int | None = None
    minimum_session_token_size: int | None = None


@sts.operation
def assume_role_with_saml(call: Call, request: AssumeRoleWithSAML) -> dict[str, Any]:
    """Credentials that act as a role, for whom a SAML response speaks of."""
    found = saml.assume(
        call.world,
        call.caller,
        request.role_arn,
        request.principal_arn,
        request.saml_assertion,
        request.duration_seconds,
        session_policies(request.policy, request.policy_arns),
        request.minimum_session_token_size,
    )
    return {
        "Credentials": credentials_view(found.session),
        "AssumedRoleUser": assumed_role_view(found.session),
        "Subject": found.assertion.subject,
        "SubjectType": found.assertion.subject_type,
        "Issuer": found.assertion.issuer,
        "Audience": found.assertion.recipient,
        "NameQualifier": found.name_qualifier,
        **size_views(found.session, found.packed_size, request.minimum_session_token_size),
        **source_identity_view(found.session),
    }


class GetWebIdentityToken(Request):
    audience: list[str]
    duration_seconds: int | None = None
    signing_algorithm: str
    tags: list[Tag] | None = None


@sts.operation
def get_web_identity_token(call: Call, request: GetWebIdentityToken) -> dict[str, Any]:
    """A token that tells another service who the caller is."""
    token, expires_at = web_identity.issue_token(
        call.world,
        call.caller,
        request.audience,
        request.signing_algorithm,
        request.duration_seconds,
        pairs(request.tags),
    )
    return {"WebIdentityToken": token, "Expiration": expires_at}


class GetDelegatedAccessToken(Request):
    trade_in_token: str


@sts.operation
def get_delegated_access_token(call: Call, request: GetDelegatedAccessToken) -> dict[str, Any]:
    """Nothing: trade-in tokens come from flows that the emulator does not have, so any that arrives is over."""
    raise refusals.TradeInTokenExpired
