"""Request structures and answers that the operations of STS share."""

from typing import Any

from pydantic import Field

from emulator.domain.sts.session_policies import SessionPolicies
from emulator.domain.sts.sessions import Session
from emulator.services.operations import Request


class Tag(Request):
    key: str
    value: str


class PolicyDescriptor(Request):
    arn: str | None = Field(None, alias="arn")


def pairs(tags: list[Tag] | None) -> tuple[tuple[str, str], ...]:
    return tuple((tag.key, tag.value) for tag in tags or ())


def session_policies(document: str | None, descriptors: list[PolicyDescriptor] | None) -> SessionPolicies:
    return SessionPolicies(document, tuple(each.arn for each in descriptors or () if each.arn is not None))


def credentials_view(session: Session) -> dict[str, Any]:
    return {
        "AccessKeyId": session.access_key_id,
        "SecretAccessKey": session.secret_access_key,
        "SessionToken": session.token,
        "Expiration": session.expires_at,
    }


def token_size_view(session: Session, minimum_size: int | None) -> dict[str, int]:
    """Told to those who ask for a size."""
    return {} if minimum_size is None else {"SessionTokenSize": len(session.token)}


def size_views(session: Session, packed_size: int | None, minimum_size: int | None) -> dict[str, int]:
    """The space that policies and tags take, where there are any, and the token's size for those who ask."""
    packed = {} if packed_size is None else {"PackedPolicySize": packed_size}
    return {**packed, **token_size_view(session, minimum_size)}


def source_identity_view(session: Session) -> dict[str, str]:
    """The member SourceIdentity, which is absent where the session has none."""
    traits = session.principal.session
    return {} if traits is None or traits.source_identity is None else {"SourceIdentity": traits.source_identity}


def assumed_role_view(session: Session) -> dict[str, str]:
    return {"AssumedRoleId": session.principal.unique_id, "Arn": session.principal.arn}
