"""What policies can know about a request: who asks, under which names, and the global condition keys."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from emulator.domain.callers import Caller, Principal, PrincipalKind
from emulator.domain.iam.evaluation import Requester
from emulator.domain.iam.identities import identities_of
from emulator.domain.iam.tags import Tags
from emulator.domain.world import World

_TYPES = {
    PrincipalKind.ROOT: "Account",
    PrincipalKind.USER: "User",
    PrincipalKind.ROLE_SESSION: "AssumedRole",
    PrincipalKind.FEDERATED_USER: "FederatedUser",
    PrincipalKind.ANONYMOUS: "Anonymous",
}
# Known keys that no request of a customer to the emulator carries: AWS sets them on calls between services.
_NEVER = dict.fromkeys(("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"), ())


def requester_of(caller: Caller) -> Requester:
    """The names that mean this caller in a Principal element."""
    principal = caller.principal
    levels = [frozenset({principal.account_id})]
    if principal.role_arn is not None and principal.role_id is not None:
        levels.append(frozenset({principal.role_arn, principal.role_id}))
    if principal.kind is not PrincipalKind.ROOT:
        levels.append(frozenset({principal.arn, principal.unique_id}))
    return Requester("AWS", tuple(levels))


def facts_of(world: World, caller: Caller) -> dict[str, tuple[str, ...]]:
    """The global condition keys; the ones that this request does not carry have no values."""
    principal, session = caller.principal, caller.principal.session
    facts: dict[str, tuple[str, ...]] = {
        **_NEVER,
        **_organization_facts(world, principal.account_id),
        **_time("aws:currenttime", world.now),
        "aws:epochtime": (str(int(world.now.timestamp())),),
        "aws:principalaccount": _one(principal.account_id),
        "aws:principalarn": _one(principal.role_arn or principal.arn),
        "aws:principaltype": (_TYPES[principal.kind],),
        "aws:principalisawsservice": ("false",),
        "aws:viaawsservice": ("false",),
        "aws:userid": _one(principal.unique_id),
        "aws:username": _one(principal.name) if principal.kind is PrincipalKind.USER else (),
        "aws:requestedregion": _one(caller.region),
        "aws:securetransport": ("true",),
        "aws:sourceip": _one(caller.source_ip),
        "aws:sourceidentity": _one(session.source_identity) if session is not None else (),
        # AWS sets the key on temporary credentials alone
        "aws:multifactorauthpresent": (str(session.mfa).lower(),) if session is not None else (),
        "aws:tokenissuetime": (),
        "aws:federatedprovider": _one(session.federated_provider) if session is not None else (),
        "aws:principaltag/": (),
        "aws:requesttag/": (),
        "aws:tagkeys": (),
    }
    if session is not None:
        facts.update(_time("aws:tokenissuetime", session.issued_at))
    for key, value in principal_tags(world, principal).values():
        facts[f"aws:principaltag/{key.lower()}"] = (value,)
    return facts


def principal_tags(world: World, principal: Principal) -> Tags:
    """The tags of the user or role behind a principal, and those of the session over them."""
    identities = identities_of(world, principal.account_id)
    tags: Tags = {}
    if principal.kind is PrincipalKind.ROLE_SESSION and principal.role_arn is not None:
        role = identities.roles.get(principal.role_arn.rpartition("/")[2])
        tags = role.tags if role is not None else {}
    elif principal.kind is PrincipalKind.USER:
        user = identities.users.get(principal.name)
        tags = user.tags if user is not None else {}
    return {**tags, **(principal.session.tags if principal.session is not None else {})}


def request_tag_facts(tags: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """The tags that a request passes."""
    pairs = list(tags)
    facts = {f"aws:requesttag/{key.lower()}": (value,) for key, value in pairs}
    return {**facts, "aws:tagkeys": tuple(key for key, _ in pairs)}


def _organization_facts(world: World, account_id: str) -> dict[str, tuple[str, ...]]:
    """Looked up at each call: they are gone as soon as the account has left."""
    organization = world.organization_of(account_id)
    member = organization.member(account_id) if organization is not None else None
    if organization is None or member is None:
        return {"aws:principalorgid": (), "aws:principalorgpaths": ()}
    return {
        "aws:principalorgid": (organization.id,),
        "aws:principalorgpaths": (organization.path_of(member.parent_id),),
    }


def _time(key: str, moment: datetime) -> dict[str, tuple[str, ...]]:
    return {key: (moment.strftime("%Y-%m-%dT%H:%M:%SZ"),)}


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()
