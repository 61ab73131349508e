"""Trust policies: who may assume a role. Roles and users are trusted by their unique ids, not by their names."""

import json
import re

from emulator.domain.callers import administrator
from emulator.domain.credentials import is_account_id
from emulator.domain.iam import refusals
from emulator.domain.iam.documents import actions, check_sids_and_actions, load, principals
from emulator.domain.iam.identities import Role, User, identities_of, is_visible
from emulator.domain.world import World

_ASSUMABLE = re.compile(
    r"sts:(\*|AssumeRole\*?|AssumeRoleWithSAML|AssumeRoleWithWebIdentity|DecodeAuthorizationMessage"
    r"|GetAccessKeyInfo|GetCallerIdentity|GetFederationToken|GetServiceBearerToken|GetSessionToken"
    r"|SetSourceIdentity|TagSession|SetContext)",
    re.IGNORECASE,
)
_PRINCIPAL_ARN = re.compile(
    r"arn:aws[a-z-]*:(?:iam::(?P<account>\d{12}):(?P<entity>root|(?P<kind>role|user)/(?P<name>[!-~]+))"
    r"|sts::\d{12}:(?:assumed-role/[\w+=,.@-]+/|federated-user/)[\w+=,.@-]+)",
    re.ASCII,
)
_FEDERATED = re.compile(
    r"arn:aws[a-z-]*:iam::\d{12}:(?:oidc|saml)-provider/[^*?]+"
    r"|cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com",
    re.ASCII,
)

_STRING = r'"(?:[^"\\]|\\.)*"'
_PRINCIPALS = re.compile(rf'"(?:Not)?Principal"\s*:\s*\{{(?:{_STRING}|[^"{{}}])*\}}')


def parse(world: World, account_id: str, document: str) -> dict[str, str]:
    """Check a trust policy of an account. Answers the unique ids of the roles and users that it trusts, by ARN."""
    statements = load(document, "This policy contains invalid Json")
    check_sids_and_actions(statements)
    trusted: dict[str, str] = {}
    for statement in statements:
        if "Resource" in statement or "NotResource" in statement:
            raise refusals.MalformedDocument("Has prohibited field Resource.")
        if "NotPrincipal" in statement and statement["Effect"] == "Allow":
            raise refusals.MalformedDocument('AssumeRolepolicy contained an invalid principal: "NotPrincipal"')
        named = list(principals(statement))
        if not named:
            raise refusals.MalformedDocument("Missing required field Principal")
        for action in actions(statement):
            if _ASSUMABLE.fullmatch(action) is None:
                raise refusals.MalformedDocument("AssumeRole policy may only specify STS AssumeRole actions.").under(
                    "IAM-025"
                )
        for kind, value in named:
            unique_id = _check_principal(world, account_id, kind, value)
            if unique_id is not None:
                trusted[value] = unique_id
    return trusted


def _check_principal(world: World, account_id: str, kind: str, value: str) -> str | None:
    """The unique id of a role or user named by ARN; refused if there is none."""
    if kind == "Service":
        if not value.endswith((".amazonaws.com", ".amazonaws.com.cn", ".amazon.com")):
            raise _invalid_principal("SERVICE", value)
        return None
    if kind == "Federated":
        if _FEDERATED.fullmatch(value) is None:
            raise _invalid_principal("FEDERATED", value)
        return None
    if kind != "AWS":
        raise _invalid_principal(kind.upper(), value)
    if value == "*":
        return None
    if is_account_id(value):
        _require_known(world, account_id, value, value)
        return None
    match = _PRINCIPAL_ARN.fullmatch(value)
    if match is None:
        raise _invalid_principal("AWS", value)
    if match["kind"] is None:
        _require_known(world, account_id, value.split(":")[4], value)
        return None
    unique_id = unique_id_of(world, value)
    if unique_id is None:
        raise _invalid_principal("AWS", value)
    return unique_id


def _require_known(world: World, account_id: str, named: str, value: str) -> None:
    if world.options.strict_principals and named != account_id and named not in world.accounts:
        raise _invalid_principal("AWS", value)


def unique_id_of(world: World, arn: str) -> str | None:
    """The unique id of the role or user that an ARN names at present."""
    match = _PRINCIPAL_ARN.fullmatch(arn)
    if match is None or match["kind"] is None:
        return None
    administrators = administrator(match["account"])
    if arn == administrators.arn:
        return administrators.unique_id
    identities, name = identities_of(world, match["account"]), match["name"].rsplit("/", 1)[-1]
    entity: Role | User | None = identities.users.get(name)
    if match["kind"] == "role":
        entity = identities.roles.get(name)
        if entity is not None and not is_visible(world, entity):
            return None
    return entity.id if entity is not None and entity.arn.lower() == arn.lower() else None


def trust_as_shown(world: World, role: Role) -> str:
    """The role's trust policy, in which principals that are gone appear by their unique ids; all else stays as sent."""
    gone = {arn: unique_id for arn, unique_id in role.trusted_ids.items() if unique_id_of(world, arn) != unique_id}
    if not gone:
        return role.trust_document

    def shown(spelled: re.Match[str]) -> str:
        unique_id = gone.get(json.loads(spelled[0]))
        return spelled[0] if unique_id is None else f'"{unique_id}"'

    return _PRINCIPALS.sub(lambda element: re.sub(_STRING, shown, element[0]), role.trust_document)


def _invalid_principal(kind: str, value: str) -> refusals.MalformedDocument:
    return refusals.MalformedDocument(f'Invalid principal in policy: "{kind}":"{value}"').under("IAM-026")
