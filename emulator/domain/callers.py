"""Who is asking: the account, the Region and the principal of a call."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

_UPPER = bytes(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[value % 36] for value in range(256))


class PrincipalKind(StrEnum):
    ROOT = "root"
    USER = "user"
    ROLE_SESSION = "assumed-role"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Principal:
    """An identity that signs calls. `unique_id` is what GetCallerIdentity calls UserId."""

    kind: PrincipalKind
    account_id: str
    arn: str
    unique_id: str
    # of a role session: the role behind it and the name of the session
    role_arn: str | None = None
    role_id: str | None = None
    temporary: bool = False


@dataclass(frozen=True, slots=True)
class Caller:
    account_id: str
    region: str
    principal: Principal
    access_key_id: str


# Who calls without a signature, where an operation allows that.
ANONYMOUS = Principal(PrincipalKind.ANONYMOUS, "", "", "")


@lru_cache(maxsize=10_000)
def administrator(account_id: str) -> Principal:
    """The principal behind a twelve-digit access key: the account's administrator, an IAM user."""
    unique = blake2b(account_id.encode(), digest_size=17).digest().translate(_UPPER).decode("ascii")
    return Principal(PrincipalKind.USER, account_id, f"arn:aws:iam::{account_id}:user/administrator", f"AIDA{unique}")
