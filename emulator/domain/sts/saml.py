"""AssumeRoleWithSAML. No operation here makes a SAML provider, so an assertion is taken only in worlds whose option
says so, and then for any provider that the role trusts."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha1

from emulator.domain.callers import Caller, Origin, SessionTraits
from emulator.domain.iam.evaluation import Requester
from emulator.domain.iam.request_facts import facts_of
from emulator.domain.sts import refusals, saml_documents, sessions
from emulator.domain.sts.assume_role import duration_s, role_at, role_named, session_of
from emulator.domain.sts.federation import require_trust
from emulator.domain.sts.saml_documents import Assertion
from emulator.domain.sts.session_policies import SessionPolicies, packed_size, require_policies
from emulator.domain.sts.sessions import Session
from emulator.domain.world import World

ASSUME = "sts:AssumeRoleWithSAML"


@dataclass(frozen=True, slots=True)
class SamlSession:
    """A session that an assertion has bought. The qualifier tells subjects of several providers apart."""

    session: Session
    assertion: Assertion
    name_qualifier: str
    packed_size: int | None


def assume(
    world: World,
    caller: Caller,
    role_arn: str,
    provider_arn: str,
    response: str,
    asked_s: int | None,
    policies: SessionPolicies,
    minimum_token_size: int | None,
) -> SamlSession:
    """A session of a role for whom a SAML response speaks of."""
    account_id, _ = role_named(role_arn)
    assertion = saml_documents.read(response)
    if world.options.saml == "refuse":
        raise refusals.UnknownSamlProvider
    require_policies(world, account_id, policies)
    brought = assertion.brought
    tags, transitive = brought.session_tags()
    size = packed_size(policies, brought.pairs)
    ends = [each for each in (assertion.expires_at, assertion.session_ends_at) if each is not None]
    if min(ends) <= world.now:
        now, expired_at = int(world.now.timestamp()), int(min(ends).timestamp())
        raise refusals.IdentityTokenExpired(now, expired_at).under("STS-055")
    qualifier = _name_qualifier(assertion.issuer, account_id, provider_arn)
    facts = {
        **facts_of(world, caller),
        **brought.facts(),
        **assertion.attributes,
        "saml:doc": (f"{account_id}/{provider_arn.rpartition('/')[2]}",),
        "saml:aud": (assertion.recipient,),
        "saml:iss": (assertion.issuer,),
        "saml:sub": (assertion.subject,),
        "saml:sub_type": (assertion.subject_type,),
        "saml:namequalifier": (qualifier,),
        "aws:federatedprovider": (provider_arn,),
        "sts:rolesessionname": (assertion.session_name,),
    }
    requester = Requester("Federated", (frozenset({provider_arn}),))
    if frozenset({role_arn, provider_arn}) not in assertion.roles:
        raise refusals.NotTrusted(ASSUME).under("STS-054")
    role = require_trust(role_at(world, role_arn), ASSUME, requester, facts, brought, "STS-054")
    seconds = duration_s(role, asked_s if asked_s is not None else assertion.session_s, chained=False)
    expires_at = world.now + timedelta(seconds=seconds)
    if assertion.session_ends_at is not None:
        expires_at = min(expires_at, assertion.session_ends_at)
    world.begin_change()
    traits = SessionTraits(
        Origin.ASSUME_ROLE_WITH_SAML,
        world.now,
        expires_at,
        has_policy=policies.given,
        source_identity=brought.source_identity,
        tags=tags,
        transitive_tag_keys=transitive,
        federated_provider=provider_arn,
    )
    principal = session_of(role, account_id, assertion.session_name, traits)
    session = sessions.issue(world, principal, minimum_token_size)
    return SamlSession(session, assertion, qualifier, size if policies.given or tags else None)


def _name_qualifier(issuer: str, account_id: str, provider_arn: str) -> str:
    """As AWS documents it: a hash of the issuer, the account and the provider's name."""
    text = f"{issuer}{account_id}/{provider_arn.rpartition('/')[2]}"
    return b64encode(sha1(text.encode(), usedforsecurity=False).digest()).decode("ascii")
