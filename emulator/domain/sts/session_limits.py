"""What sessions of some kinds may not call at all, whatever policies say."""

from dataclasses import dataclass

from emulator.domain.callers import Origin, Principal, SessionTraits
from emulator.domain.sts.authorization_messages import encode
from emulator.domain.sts.root_sessions import TASKS

# What GetSessionToken's sessions have of STS. The two that issue tokens refuse in a text of their own.
_OF_USERS = {"AssumeRole", "GetSessionToken", "GetFederationToken"}
_OF_FEDERATED_USERS = {"GetSessionToken", "GetFederationToken"}


@dataclass(frozen=True, slots=True)
class Limit:
    """Why a session may not make a call. Without a text, AWS calls the credentials themselves invalid."""

    rule: str
    text: str | None


def limit_of(principal: Principal, service: str, operation: str) -> Limit | None:
    """The limit that a call breaks, if any. Everybody may ask who he is."""
    session = principal.session
    if session is None or (service, operation) == ("sts", "GetCallerIdentity"):
        return None
    broken = _broken(session, service, operation)
    if broken is None:
        return None
    rule, reason = broken
    if rule == "STS-023":
        return Limit(rule, None)
    action = f"{service}:{operation}"
    text = f"User: {principal.arn} is not authorized to perform: {action}{reason.format(action=action)}"
    if service == "ec2":
        text += f". Encoded authorization failure message: {encode(principal, action)}"
    return Limit(rule, text)


_NO_POLICY = " because no session policy allows the {action} action"


def _broken(session: SessionTraits, service: str, operation: str) -> tuple[str, str] | None:
    """The rule, and the reason that AWS gives."""
    match session.origin:
        case Origin.GET_SESSION_TOKEN:
            if service == "iam" and not session.mfa:
                return "STS-023", ""
            if service == "sts" and operation not in _OF_USERS:
                return "STS-024", ""
        case Origin.GET_FEDERATION_TOKEN:
            if service == "iam" or (service == "sts" and operation not in _OF_FEDERATED_USERS):
                return "STS-027", ""
            if service != "sts" and not session.has_policy:
                return "STS-028", _NO_POLICY
        case Origin.ASSUME_ROOT:
            if f"{service}:{operation}" not in TASKS[session.task_policy_arn or ""]:
                return "STS-036", _NO_POLICY
    return None
