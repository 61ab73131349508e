"""What long-term credentials are good for: sessions of the user itself, and of federated users."""

from typing import Any

from emulator.domain.sts import long_term
from emulator.services.operations import Call, Request
from emulator.services.sts import sts
from emulator.services.sts.views import (
    PolicyDescriptor,
    Tag,
    credentials_view,
    pairs,
    session_policies,
    token_size_view,
)


class GetSessionToken(Request):
    duration_seconds: int | None = None
    serial_number: str | None = None
    token_code: str | None = None
    minimum_session_token_size: int | None = None


@sts.operation
def get_session_token(call: Call, request: GetSessionToken) -> dict[str, Any]:
    """Credentials that act as the caller itself, with MFA if a code is given."""
    session = long_term.session_token(
        call.world,
        call.caller,
        request.duration_seconds,
        request.serial_number,
        request.token_code,
        request.minimum_session_token_size,
    )
    return {
        "Credentials": credentials_view(session),
        **token_size_view(session, request.minimum_session_token_size),
    }


class GetFederationToken(Request):
    name: str
    policy: str | None = None
    policy_arns: list[PolicyDescriptor] | None = None
    duration_seconds: int | None = None
    tags: list[Tag] | None = None
    minimum_session_token_size: int | None = None


@sts.operation
def get_federation_token(call: Call, request: GetFederationToken) -> dict[str, Any]:
    """Credentials for somebody whom the caller vouches for."""
    session, packed_size = long_term.federation_token(
        call.world,
        call.caller,
        request.name,
        session_policies(request.policy, request.policy_arns),
        pairs(request.tags),
        request.duration_seconds,
        request.minimum_session_token_size,
    )
    return {
        "Credentials": credentials_view(session),
        "FederatedUser": {"FederatedUserId": session.principal.unique_id, "Arn": session.principal.arn},
        "PackedPolicySize": packed_size,
        **token_size_view(session, request.minimum_session_token_size),
    }
