"""Who is asking: the account, the Region and the principal of a call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

_UPPER = bytes(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[value % 36] for value in range(256))


class PrincipalKind(StrEnum):
    ROOT = "root"
    USER = "user"
    ROLE_SESSION = "assumed-role"
    FEDERATED_USER = "federated-user"
    ANONYMOUS = "anonymous"


class Origin(StrEnum):
    """The operation of STS that a session comes from."""

    ASSUME_ROLE = "AssumeRole"
    ASSUME_ROLE_WITH_SAML = "AssumeRoleWithSAML"
    ASSUME_ROLE_WITH_WEB_IDENTITY = "AssumeRoleWithWebIdentity"
    ASSUME_ROOT = "AssumeRoot"
    GET_FEDERATION_TOKEN = "GetFederationToken"
    GET_SESSION_TOKEN = "GetSessionToken"


@dataclass(frozen=True, slots=True)
class SessionTraits:
    """What a session has beyond the principal that it acts as."""

    origin: Origin
    issued_at: datetime
    expires_at: datetime
    mfa: bool = False
    has_policy: bool = False
    source_identity: str | None = None
    # by lower-case key: the key as it was spelled, and the value
    tags: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    # lower-case keys of the tags that go on to the sessions of a chain
    transitive_tag_keys: frozenset[str] = frozenset()
    federated_provider: str | None = None
    # AssumeRoot: the one managed policy that says what may be done
    task_policy_arn: str | None = None


@dataclass(frozen=True, slots=True)
class Principal:
    """An identity that signs calls. `unique_id` is what GetCallerIdentity calls UserId."""

    kind: PrincipalKind
    account_id: str
    arn: str
    unique_id: str
    # of a role session: the role behind it
    role_arn: str | None = None
    role_id: str | None = None
    # of temporary credentials
    session: SessionTraits | None = None

    @property
    def name(self) -> str:
        """The name of a user, a session or a federated user: the end of the ARN."""
        return self.arn.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Caller:
    account_id: str
    region: str
    principal: Principal
    access_key_id: str
    source_ip: str | None = None


# Who calls without a signature, where an operation allows that.
ANONYMOUS = Principal(PrincipalKind.ANONYMOUS, "", "", "")


@lru_cache(maxsize=10_000)
def administrator(account_id: str) -> Principal:
    """The principal behind a twelve-digit access key: the account's administrator, an IAM user."""
    unique = blake2b(account_id.encode(), digest_size=17).digest().translate(_UPPER).decode("ascii")
    return Principal(PrincipalKind.USER, account_id, f"arn:aws:iam::{account_id}:user/administrator", f"AIDA{unique}")
