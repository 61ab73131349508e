"""AssumeRoot."""

from typing import Any

from emulator.domain.sts.root_sessions import assume_root as open_session
from emulator.services.operations import Call, Request
from emulator.services.sts import sts
from emulator.services.sts.views import PolicyDescriptor, credentials_view, source_identity_view, token_size_view


class AssumeRoot(Request):
    target_principal: str
    task_policy_arn: PolicyDescriptor
    duration_seconds: int | None = None
    minimum_session_token_size: int | None = None


@sts.operation
def assume_root(call: Call, request: AssumeRoot) -> dict[str, Any]:
    """Credentials of a member account's root user, for one privileged task."""
    session = open_session(
        call.world,
        call.caller,
        request.target_principal,
        request.task_policy_arn.arn or "",
        request.duration_seconds,
        request.minimum_session_token_size,
    )
    return {
        "Credentials": credentials_view(session),
        **token_size_view(session, request.minimum_session_token_size),
        **source_identity_view(session),
    }
