"""Web identities, in both directions: tokens of others that roles trust, and tokens that an account issues.

No identity provider is ever asked: a signature is verified where the options give the provider's keys, and accepted
with a line in the log where they do not. Nobody can verify what is issued here.
"""

import json
import logging
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import shake_256
from typing import Any

from emulator.domain.callers import Caller, Origin, SessionTraits
from emulator.domain.iam.evaluation import Requester
from emulator.domain.iam.identities import identities_of
from emulator.domain.iam.request_facts import facts_of, principal_tags
from emulator.domain.sts import refusals, sessions
from emulator.domain.sts.assume_role import Assumption, duration_s, role_at, role_named, session_of
from emulator.domain.sts.federation import Brought, require_trust
from emulator.domain.sts.session_policies import packed_size, require_policies
from emulator.domain.sts.sessions import Session
from emulator.domain.sts.token_signatures import require_signature
from emulator.domain.world import World

ASSUME = "sts:AssumeRoleWithWebIdentity"
TAGS_CLAIM = "https://aws.amazon.com/tags"
DEFAULT_TOKEN_S = 300
_log = logging.getLogger(__name__)
_SIGNATURE_BYTES = {"RS256": 256, "ES384": 96}


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID Connect provider of an account, as the world's options name it."""

    account_id: str
    issuer: str
    client_ids: tuple[str, ...]
    # a JSON Web Key Set, where it is known
    key_set: str | None = None

    @property
    def host(self) -> str:
        """The issuer without its scheme: so it stands in the provider's ARN and in condition keys."""
        return self.issuer.removeprefix("https://")

    def arn(self, partition: str) -> str:
        return f"arn:{partition}:iam::{self.account_id}:oidc-provider/{self.host}"


@dataclass(frozen=True, slots=True)
class WebIdentity:
    """A session that a web identity token has bought."""

    session: Session
    subject: str
    issuer: str
    audience: str
    packed_size: int | None


def providers(world: World) -> list[Provider]:
    """The providers that the options give: "ACCOUNT ISSUER CLIENT[,CLIENT] [KEYS]"."""
    found = []
    for line in world.options.oidc_providers:
        account_id, issuer, clients, *key_set = line.split(maxsplit=3)
        provider = Provider(account_id, issuer.rstrip("/"), tuple(clients.split(",")), key_set[0] if key_set else None)
        found.append(provider)
    return found


def assume_with_token(world: World, caller: Caller, asked: Assumption, token: str) -> WebIdentity:
    """A session of a role for the bearer of an identity provider's token."""
    account_id, _ = role_named(asked.role_arn)
    require_policies(world, account_id, asked.policies)
    header, claims = _parts(token)
    if world.options.web_identity == "refuse":
        raise refusals.WebIdentitiesRefused
    _require_fresh(world, claims)
    issuer = str(claims.get("iss", ""))
    provider = next(
        (each for each in providers(world) if (each.account_id, each.issuer) == (account_id, issuer.rstrip("/"))), None
    )
    if provider is None:
        raise refusals.UnknownIdentityProvider(issuer)
    if provider.key_set is not None:
        require_signature(provider.key_set, header, token)
    else:
        _log.info("a token of %s is accepted unverified: its keys are not known", issuer)
    for claim in ("sub", "aud"):
        if not claims.get(claim):
            raise refusals.MissingClaim(claim)
    audiences = [str(each) for each in _listed(claims.get("azp", claims.get("aud")))]
    audience = next((each for each in audiences if each in provider.client_ids), None)
    if audience is None:
        raise refusals.WrongAudience
    subject: str = claims["sub"]
    brought = _brought(claims)
    tags, transitive = brought.session_tags()
    size = packed_size(asked.policies, brought.pairs)
    partition = world.account(account_id).partition
    facts = {
        **facts_of(world, caller),
        **brought.facts(),
        f"{provider.host}:sub".lower(): (subject,),
        f"{provider.host}:aud".lower(): (audience,),
        f"{provider.host}:amr".lower(): tuple(str(each) for each in _listed(claims.get("amr"))),
        "aws:federatedprovider": (provider.arn(partition),),
        "sts:rolesessionname": (asked.session_name,),
    }
    requester = Requester("Federated", (frozenset({provider.arn(partition), provider.host}),))
    role = require_trust(role_at(world, asked.role_arn), ASSUME, requester, facts, brought, "STS-044")
    seconds = duration_s(role, asked.duration_s, chained=False)
    world.begin_change()
    traits = SessionTraits(
        Origin.ASSUME_ROLE_WITH_WEB_IDENTITY,
        world.now,
        world.now + timedelta(seconds=seconds),
        has_policy=asked.policies.given,
        source_identity=brought.source_identity,
        tags=tags,
        transitive_tag_keys=transitive,
        federated_provider=provider.arn(partition),
    )
    session = sessions.issue(world, session_of(role, account_id, asked.session_name, traits), asked.minimum_token_size)
    return WebIdentity(session, subject, issuer, audience, size if asked.policies.given or tags else None)


def _brought(claims: Mapping[str, Any]) -> Brought:
    """Tags and source identity, as AWS's claims carry them. Providers that cannot nest claims spell them out."""
    nested = claims.get(TAGS_CLAIM, {})
    if not isinstance(nested, dict) or not isinstance(nested.get("principal_tags", {}), dict):
        raise refusals.UnusableClaims
    tags = dict(nested.get("principal_tags", {}))
    transitive = nested.get("transitive_tag_keys", claims.get(f"{TAGS_CLAIM}/transitive_tag_keys"))
    prefix = f"{TAGS_CLAIM}/principal_tags/"
    tags.update({name.removeprefix(prefix): value for name, value in claims.items() if name.startswith(prefix)})
    source_identity = claims.get("https://aws.amazon.com/source_identity")
    if source_identity is not None and not isinstance(source_identity, str):
        raise refusals.UnusableClaims
    return Brought(tuple((key, _texts(value)) for key, value in tags.items()), _texts(transitive), source_identity)


def _texts(value: Any) -> tuple[str, ...]:
    """A text or a list of texts."""
    texts = _listed(value)
    if not all(isinstance(each, str) for each in texts):
        raise refusals.UnusableClaims
    return tuple(texts)


def _parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header and the claims."""
    parts = token.split(".")
    if len(parts) != 3 or not all(parts):
        raise refusals.NotAWebIdentityToken
    header, claims = (_json(part) for part in parts[:2])
    if not isinstance(header, dict) or not isinstance(claims, dict) or not isinstance(claims.get("sub", ""), str):
        raise refusals.NotAWebIdentityToken
    return header, claims


def _json(part: str) -> Any:
    try:
        found = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        # what JSON can spell and no answer can: halves of surrogate pairs
        json.dumps(found, ensure_ascii=False).encode()
        return found
    except (ValueError, RecursionError):
        raise refusals.NotAWebIdentityToken from None


def _require_fresh(world: World, claims: Mapping[str, Any]) -> None:
    expires = claims.get("exp")
    if not isinstance(expires, int | float) or isinstance(expires, bool):
        raise refusals.NotAWebIdentityToken
    try:
        expires_at = datetime.fromtimestamp(expires, UTC)
    except (ValueError, OverflowError, OSError):
        raise refusals.NotAWebIdentityToken from None
    if expires_at <= world.now:
        raise refusals.IdentityTokenExpired(int(world.now.timestamp()), int(expires))


def issue_token(
    world: World,
    caller: Caller,
    audience: Sequence[str],
    algorithm: str,
    asked_s: int | None,
    tags: Sequence[tuple[str, str]],
) -> tuple[str, datetime]:
    """A token that says who the caller is, in the name of the account's issuer; and its end."""
    if algorithm not in _SIGNATURE_BYTES:
        raise refusals.UnknownSigningAlgorithm(algorithm)
    keys = [key.lower() for key, _ in tags]
    if len(set(keys)) != len(keys):
        raise refusals.DuplicateTagKeys
    identities = identities_of(world, caller.account_id)
    if not identities.issues_tokens:
        raise refusals.OutboundFederationDisabled
    expires_at = world.now + timedelta(seconds=asked_s or DEFAULT_TOKEN_S)
    session = caller.principal.session
    if session is not None and expires_at > session.expires_at:
        raise refusals.TokenOutlivesSession
    world.begin_change()
    organization = world.organization_of(caller.account_id)
    details: dict[str, Any] = {"aws_account": caller.account_id, "source_region": caller.region}
    member = organization.member(caller.account_id) if organization is not None else None
    if organization is not None and member is not None:
        details |= {"org_id": organization.id, "ou_path": organization.path_of(member.parent_id)}
    own_tags = dict(principal_tags(world, caller.principal).values())
    if own_tags:
        details["principal_tags"] = own_tags
    if tags:
        details["request_tags"] = dict(tags)
    claims: dict[str, Any] = {
        "iss": identities.issuer,
        "sub": caller.principal.role_arn or caller.principal.arn,
        "aud": audience[0] if len(audience) == 1 else list(audience),
        "iat": int(world.now.timestamp()),
        "exp": int(expires_at.timestamp()),
        "jti": world.identifiers.uuid(),
        "https://sts.amazonaws.com/": details,
    }
    header = {"alg": algorithm, "kid": f"{algorithm}_0", "typ": "JWT"}
    signed = ".".join(_part(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
    # No key is published that it could be verified with, so it only has the length of one.
    signature = shake_256(signed.encode()).digest(_SIGNATURE_BYTES[algorithm])
    return f"{signed}.{_part(signature)}", expires_at


def _part(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
