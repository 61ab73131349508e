"""Roles. Everything but tags and the description is refused on a service-linked role."""

from collections.abc import Iterable

from emulator.domain.iam import documents, policies, refusals, tags, trust_documents
from emulator.domain.iam.identities import (
    SERVICE_ROLE_PATH,
    InstanceProfile,
    Role,
    RoleState,
    arn_of,
    identities_of,
    is_visible,
    keep_identities,
)
from emulator.domain.world import World

ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess"


def find(world: World, account_id: str, name: str) -> Role:
    """The role, unless it is still being provisioned."""
    role = identities_of(world, account_id).roles.get(name)
    if role is None or role.state is RoleState.CREATING:
        raise refusals.RoleNotFound(name)
    return role


def find_visible(world: World, account_id: str, name: str) -> Role:
    """The role, unless news of it has not spread yet."""
    role = find(world, account_id, name)
    if not is_visible(world, role):
        raise refusals.RoleNotFound(name)
    return role


def find_modifiable(world: World, account_id: str, name: str, rule: str = "INT-125") -> Role:
    role = find(world, account_id, name)
    if role.service_principal is not None:
        raise refusals.ProtectedRole(role.name).under(rule)
    return role


def create(
    world: World,
    account_id: str,
    name: str,
    trust_document: str,
    *,
    path: str = "/",
    description: str | None = None,
    max_session_s: int = 3600,
    boundary_arn: str | None = None,
    given_tags: Iterable[tuple[str, str]] = (),
) -> Role:
    if path.startswith(SERVICE_ROLE_PATH):
        raise refusals.ReservedPath
    kept = tags.merged({}, given_tags, world.options.tags_per_iam_resource)
    if boundary_arn is not None:
        policies.require_boundary_arn(boundary_arn)
        policies.require_boundary(world, account_id, boundary_arn)
    trusted_ids = trust_documents.parse(world, account_id, trust_document)
    identities = identities_of(world, account_id)
    if name in identities.roles:
        raise refusals.RoleAlreadyExists(name)
    _require_trust_size(world, trust_document)
    quota = world.options.roles_per_account
    if identities.customer_roles >= quota:
        raise refusals.QuotaExceeded("RolesPerAccount", quota)
    world.begin_change()
    role = Role(
        name,
        path,
        world.identifiers.under("AROA", world.identifiers.upper(17)),
        arn_of(world, account_id, "role", path, name),
        trust_document,
        world.now,
        description,
        max_session_s,
        tags=kept,
        trusted_ids=trusted_ids,
    )
    identities = keep_identities(world, account_id)
    identities.set_boundary(role, boundary_arn)
    identities.roles.add(name, role)
    identities.customer_roles += 1
    return role


def create_account_access_role(world: World, account_id: str, management_id: str, name: str) -> None:
    """The role of a created account that its management account may assume, with AdministratorAccess."""
    role = create(world, account_id, name, trust_in_account(management_id))
    keep_identities(world, account_id).attach(role, ADMINISTRATOR_ACCESS)


def trust_in_account(account_id: str) -> str:
    """The trust document that lets an account's identities assume a role."""
    return (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::'
        f'{account_id}:root"}},"Action":"sts:AssumeRole"}}]}}'
    )


def update(world: World, account_id: str, name: str, description: str | None, max_session_s: int | None) -> Role:
    """A service-linked role's description may change, nothing else (INT-126, INT-127)."""
    role = find(world, account_id, name)
    if max_session_s is not None and role.service_principal is not None:
        raise refusals.ProtectedRole(role.name).under("INT-127")
    world.begin_change()
    if description is not None:
        role.description = description
    if max_session_s is not None:
        role.max_session_s = max_session_s
    return role


def delete(world: World, account_id: str, name: str) -> None:
    role = find_modifiable(world, account_id, name, "INT-124")
    if profiles_of(world, account_id, role.name):
        raise refusals.MustRemoveFromInstanceProfiles
    if role.attached:
        raise refusals.MustDetachPolicies
    if role.inline_policies:
        raise refusals.MustDeletePolicies
    world.begin_change()
    identities = keep_identities(world, account_id)
    identities.set_boundary(role, None)
    identities.roles.remove(role.name)
    identities.customer_roles -= 1


def update_trust(world: World, account_id: str, name: str, document: str) -> None:
    role = find_modifiable(world, account_id, name)
    trusted_ids = trust_documents.parse(world, account_id, document)
    _require_trust_size(world, document)
    world.begin_change()
    role.trust_document = document
    role.trusted_ids = trusted_ids


def tag(world: World, account_id: str, name: str, given_tags: Iterable[tuple[str, str]]) -> None:
    """Add or replace tags; service-linked roles take them too (INT-117)."""
    tags.add(world, find(world, account_id, name), given_tags)


def untag(world: World, account_id: str, name: str, keys: Iterable[str]) -> None:
    tags.remove(world, find(world, account_id, name), keys)


def _require_trust_size(world: World, document: str) -> None:
    maximum = world.options.trust_policy_characters
    if documents.size(document) > maximum:
        raise refusals.QuotaExceeded("ACLSizePerRole", maximum)


def profiles_of(world: World, account_id: str, role_name: str) -> list[InstanceProfile]:
    """The instance profiles that hold the role."""
    profiles = identities_of(world, account_id).instance_profiles.values()
    return [profile for profile in profiles if profile.role_name == role_name]
