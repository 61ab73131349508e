"""What a user or the root user gets for long-term credentials: GetSessionToken and GetFederationToken."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from emulator.domain.callers import Caller, Origin, Principal, PrincipalKind, SessionTraits
from emulator.domain.sts import mfa, refusals, sessions
from emulator.domain.sts.regions import require_region
from emulator.domain.sts.session_policies import SessionPolicies, packed_size, require_policies, session_tags
from emulator.domain.sts.sessions import Session
from emulator.domain.world import World

DEFAULT_DURATION_S = 43_200
LONGEST_FOR_ROOT_S = 3_600


def session_token(
    world: World,
    caller: Caller,
    asked_s: int | None,
    mfa_serial: str | None,
    mfa_code: str | None,
    minimum_token_size: int | None,
) -> Session:
    """A session that acts as the user itself."""
    require_region(world, caller)
    _require_long_term(caller, Origin.GET_SESSION_TOKEN)
    has_mfa = mfa.present(caller, mfa_serial, mfa_code)
    world.begin_change()
    user = caller.principal
    traits = SessionTraits(Origin.GET_SESSION_TOKEN, world.now, _end(world, caller, asked_s), mfa=has_mfa)
    principal = Principal(user.kind, user.account_id, user.arn, user.unique_id, session=traits)
    return sessions.issue(world, principal, minimum_token_size)


def federation_token(
    world: World,
    caller: Caller,
    name: str,
    policies: SessionPolicies,
    tags: Sequence[tuple[str, str]],
    asked_s: int | None,
    minimum_token_size: int | None,
) -> tuple[Session, int]:
    """A session of a federated user, and how much of the space its policies and tags take."""
    require_region(world, caller)
    _require_long_term(caller, Origin.GET_FEDERATION_TOKEN)
    kept, _ = session_tags(caller.principal, tags, ())
    require_policies(world, caller.account_id, policies)
    size = packed_size(policies, tags)
    world.begin_change()
    account_id = caller.account_id
    traits = SessionTraits(
        Origin.GET_FEDERATION_TOKEN, world.now, _end(world, caller, asked_s), has_policy=policies.given, tags=kept
    )
    principal = Principal(
        PrincipalKind.FEDERATED_USER,
        account_id,
        f"arn:{world.account(account_id).partition}:sts::{account_id}:federated-user/{name}",
        f"{account_id}:{name}",
        session=traits,
    )
    return sessions.issue(world, principal, minimum_token_size), size


def _require_long_term(caller: Caller, operation: Origin) -> None:
    if caller.principal.session is not None:
        raise refusals.SessionCredentials(operation.value).under(
            "STS-020" if operation is Origin.GET_SESSION_TOKEN else "STS-022"
        )


def _end(world: World, caller: Caller, asked_s: int | None) -> datetime:
    seconds = asked_s or DEFAULT_DURATION_S
    if caller.principal.kind is PrincipalKind.ROOT:
        # AWS shortens the root user's sessions without a word
        seconds = min(seconds, LONGEST_FOR_ROOT_S)
    return world.now + timedelta(seconds=seconds)
