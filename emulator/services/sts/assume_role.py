"""AssumeRole."""

from typing import Any

from emulator.domain.sts.assume_role import Assumption, assume
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


class ProvidedContext(Request):
    provider_arn: str | None = None
    context_assertion: str | None = None


class AssumeRole(Request):
    role_arn: str
    role_session_name: str
    policy_arns: list[PolicyDescriptor] | None = None
    policy: str | None = None
    duration_seconds: int | None = None
    tags: list[Tag] | None = None
    transitive_tag_keys: list[str] | None = None
    external_id: str | None = None
    serial_number: str | None = None
    token_code: str | None = None
    source_identity: str | None = None
    provided_contexts: list[ProvidedContext] | None = None
    minimum_session_token_size: int | None = None


@sts.operation
def assume_role(call: Call, request: AssumeRole) -> dict[str, Any]:
    """Credentials that act as a role."""
    asked = Assumption(
        request.role_arn,
        request.role_session_name,
        duration_s=request.duration_seconds,
        policies=session_policies(request.policy, request.policy_arns),
        tags=pairs(request.tags),
        transitive_tag_keys=tuple(request.transitive_tag_keys or ()),
        external_id=request.external_id,
        source_identity=request.source_identity,
        mfa_serial=request.serial_number,
        mfa_code=request.token_code,
        minimum_token_size=request.minimum_session_token_size,
        has_contexts=bool(request.provided_contexts),
    )
    assumed = assume(call.world, call.caller, asked)
    return {
        "Credentials": credentials_view(assumed.session),
        "AssumedRoleUser": assumed_role_view(assumed.session),
        **size_views(assumed.session, assumed.packed_size, request.minimum_session_token_size),
        **source_identity_view(assumed.session),
    }
