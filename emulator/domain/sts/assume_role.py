"""AssumeRole: who may act as a role, for how long, and with which tags."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from emulator.domain.accounts import AccountState
from emulator.domain.callers import Caller, Origin, Principal, PrincipalKind, SessionTraits
from emulator.domain.iam import evaluation
from emulator.domain.iam.conditions import Facts
from emulator.domain.iam.identities import Role, identities_of, is_visible
from emulator.domain.iam.request_facts import facts_of, request_tag_facts, requester_of
from emulator.domain.sts import mfa, refusals, sessions
from emulator.domain.sts.federation import SET_SOURCE_IDENTITY, TAG
from emulator.domain.sts.regions import require_region
from emulator.domain.sts.session_policies import (
    NO_POLICIES,
    SessionPolicies,
    packed_size,
    require_policies,
    session_tags,
)
from emulator.domain.sts.sessions import Session
from emulator.domain.world import World

DEFAULT_DURATION_S = 3_600
LONGEST_CHAINED_S = 3_600
ASSUME, SET_CONTEXT = "sts:AssumeRole", "sts:SetContext"
_ROLE_ARN = re.compile(r"arn:[^:]+:iam::(\d{12}):role/(?:.*/)?([^/]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Assumption:
    """What a caller asks for."""

    role_arn: str
    session_name: str
    duration_s: int | None = None
    policies: SessionPolicies = NO_POLICIES
    tags: tuple[tuple[str, str], ...] = ()
    transitive_tag_keys: tuple[str, ...] = ()
    external_id: str | None = None
    source_identity: str | None = None
    mfa_serial: str | None = None
    mfa_code: str | None = None
    minimum_token_size: int | None = None
    # whether assertions about the user behind the caller come with it
    has_contexts: bool = False


@dataclass(frozen=True, slots=True)
class Assumed:
    """A session of a role; `packed_size` is None where there was nothing to pack."""

    session: Session
    packed_size: int | None


def assume(world: World, caller: Caller, asked: Assumption) -> Assumed:
    """A session of the role, if its trust policy lets the caller."""
    require_region(world, caller)
    account_id, name = role_named(asked.role_arn)
    if caller.principal.kind is PrincipalKind.ROOT and not world.options.root_may_assume_roles:
        raise refusals.RootMayNotAssumeRoles
    tags, transitive = session_tags(caller.principal, asked.tags, asked.transitive_tag_keys)
    require_policies(world, account_id, asked.policies)
    size = packed_size(asked.policies, tags.values())
    has_mfa = mfa.present(caller, asked.mfa_serial, asked.mfa_code)
    role = _trusting_role(world, caller, asked, account_id, name, has_mfa)
    duration = duration_s(role, asked.duration_s, chained=is_chained(caller))
    if asked.has_contexts:
        # IAM Identity Center makes the assertions, and it is not here
        raise refusals.ContextNotValid
    world.begin_change()
    traits = SessionTraits(
        Origin.ASSUME_ROLE,
        world.now,
        world.now + timedelta(seconds=duration),
        mfa=has_mfa,
        has_policy=asked.policies.given,
        source_identity=_source_identity(caller, asked),
        tags=tags,
        transitive_tag_keys=transitive,
    )
    session = sessions.issue(world, session_of(role, account_id, asked.session_name, traits), asked.minimum_token_size)
    return Assumed(session, size if asked.policies.given or tags else None)


def role_named(arn: str) -> tuple[str, str]:
    """The account and the name of the role that an ARN names; what is an ARN of something else names none."""
    parts = arn.split(":", 5)
    if len(parts) != 6 or parts[0] != "arn" or not (parts[1] and parts[2] and parts[5]):
        raise refusals.MalformedRoleArn(arn)
    found = _ROLE_ARN.fullmatch(arn)
    return (found[1], found[2]) if found is not None else ("", "")


def role_at(world: World, arn: str) -> Role | None:
    """The role of exactly this ARN, in an account that is open."""
    account_id, name = role_named(arn)
    role = identities_of(world, account_id).roles.get(name)
    if role is None or role.arn.lower() != arn.lower() or not is_visible(world, role):
        return None
    return None if _is_shut(world, account_id) else role


def _is_shut(world: World, account_id: str) -> bool:
    return world.account(account_id).state in (AccountState.SUSPENDED, AccountState.CLOSED)


def session_of(role: Role, account_id: str, session_name: str, traits: SessionTraits) -> Principal:
    """The principal that a session of a role acts as; its ARN leaves out the role's path."""
    return Principal(
        PrincipalKind.ROLE_SESSION,
        account_id,
        f"arn:{role.arn.split(':')[1]}:sts::{account_id}:assumed-role/{role.name}/{session_name}",
        f"{role.id}:{session_name}",
        role_arn=role.arn,
        role_id=role.id,
        session=traits,
    )


def is_chained(caller: Caller) -> bool:
    """Whether a role's session asks. Documentation means roles; some saw AWS count GetSessionToken's sessions too."""
    return caller.principal.kind is PrincipalKind.ROLE_SESSION


def duration_s(role: Role, asked: int | None, *, chained: bool) -> int:
    if asked is None:
        return DEFAULT_DURATION_S
    if asked > role.max_session_s:
        raise refusals.DurationAboveRoleMaximum
    if chained and asked > LONGEST_CHAINED_S:
        raise refusals.DurationAboveChainingLimit
    return asked


def _trusting_role(world: World, caller: Caller, asked: Assumption, account_id: str, name: str, has_mfa: bool) -> Role:
    """The role, if it exists and trusts the caller with all that is asked: every refusal looks the same."""
    refused = refusals.NotAuthorized(caller.principal.arn, ASSUME, asked.role_arn)
    role = role_at(world, asked.role_arn)
    if role is None:
        raise refused.under("STS-016") if _is_shut(world, account_id) else refused
    if role.service_principal is not None:
        raise refused.under("INT-129")
    facts = _facts(world, caller, asked, has_mfa)
    session = caller.principal.session
    # what a session hands on is passed like what the request gives
    inherits_tags = session is not None and bool(session.transitive_tag_keys)
    for action, needed, rule in (
        (ASSUME, True, "STS-011"),
        (TAG, bool(asked.tags) or inherits_tags, "STS-012"),
        (SET_SOURCE_IDENTITY, _source_identity(caller, asked) is not None, "STS-013"),
        (SET_CONTEXT, asked.has_contexts, "STS-059"),
    ):
        if needed and not _trusts(role, caller, action, facts):
            raise refusals.NotAuthorized(caller.principal.arn, action, asked.role_arn).under(rule)
    before = session.source_identity if session is not None else None
    if before is not None and asked.source_identity not in (None, before):
        raise refusals.NotAuthorized(caller.principal.arn, SET_SOURCE_IDENTITY, asked.role_arn).under("STS-019")
    return role


def _trusts(role: Role, caller: Caller, action: str, facts: Facts) -> bool:
    question = evaluation.Question(action, role.arn, facts, requester_of(caller))
    return evaluation.evaluate(
        evaluation.read(role.trust_document), question, lambda name: role.trusted_ids.get(name, name)
    ).allowed


def _facts(world: World, caller: Caller, asked: Assumption, has_mfa: bool) -> Mapping[str, tuple[str, ...]]:
    given = (asked.external_id, _source_identity(caller, asked))
    external_id, source_identity = ((value,) if value is not None else () for value in given)
    facts = {
        **facts_of(world, caller),
        **request_tag_facts(asked.tags),
        "sts:externalid": external_id,
        "sts:rolesessionname": (asked.session_name,),
        "sts:sourceidentity": source_identity,
        "sts:transitivetagkeys": asked.transitive_tag_keys,
    }
    if asked.mfa_serial is not None:
        facts["aws:multifactorauthpresent"] = (str(has_mfa).lower(),)
    return facts


def _source_identity(caller: Caller, asked: Assumption) -> str | None:
    """Once set, it stays for all sessions of a chain."""
    session = caller.principal.session
    return asked.source_identity or (session.source_identity if session is not None else None)
