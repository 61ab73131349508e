"""Roles and their policies. Everything but tags and the description is refused on a service-linked role."""

from collections.abc import Iterable

from emulator.domain.iam import documents, managed_policies, refusals
from emulator.domain.iam.identities import (
    SERVICE_ROLE_PATH,
    InstanceProfile,
    Role,
    RoleState,
    identities_of,
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
    tags: Iterable[tuple[str, str]] = (),
) -> Role:
    if path.startswith(SERVICE_ROLE_PATH):
        raise refusals.ReservedPath
    _, trusted_ids = documents.parse_trust(world, trust_document)
    if boundary_arn is not None:
        _require_boundary(boundary_arn)
    identities = identities_of(world, account_id)
    if name in identities.roles:
        raise refusals.RoleAlreadyExists(name)
    kept = merged_tags(world, {}, tags)
    _require_trust_size(world, trust_document)
    quota = world.options.roles_per_account
    if identities.customer_roles >= quota:
        raise refusals.QuotaExceeded("RolesPerAccount", quota)
    world.begin_change()
    role = Role(
        name,
        path,
        f"AROA{world.identifiers.upper(17)}",
        f"arn:aws:iam::{account_id}:role{path}{name}",
        trust_document,
        world.now,
        description,
        max_session_s,
        boundary_arn,
        kept,
        trusted_ids=trusted_ids,
    )
    identities = keep_identities(world, account_id)
    identities.roles.add(name, role)
    identities.customer_roles += 1
    return role


def create_account_access_role(world: World, account_id: str, management_id: str, name: str) -> None:
    """The role of a created account that its management account may assume, with AdministratorAccess."""
    trust = (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::'
        f'{management_id}:root"}},"Action":"sts:AssumeRole"}}]}}'
    )
    role = create(world, account_id, name, trust)
    keep_identities(world, account_id).attach(role, ADMINISTRATOR_ACCESS)


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
    identities.roles.remove(role.name)
    identities.customer_roles -= 1


def update_trust(world: World, account_id: str, name: str, document: str) -> None:
    role = find_modifiable(world, account_id, name)
    _, trusted_ids = documents.parse_trust(world, document)
    _require_trust_size(world, document)
    world.begin_change()
    role.trust_document = document
    role.trusted_ids = trusted_ids


def put_inline_policy(world: World, account_id: str, name: str, policy_name: str, document: str) -> None:
    role = find_modifiable(world, account_id, name)
    documents.parse_permissions(document)
    others = sum(documents.size(text) for key, text in role.inline_policies.items() if key != policy_name)
    maximum = world.options.inline_policy_characters_per_role
    if others + documents.size(document) > maximum:
        raise refusals.InlinePoliciesTooLarge(role.name, maximum)
    world.begin_change()
    role.inline_policies[policy_name] = document


def inline_policy(role: Role, policy_name: str) -> str:
    document = role.inline_policies.get(policy_name)
    if document is None:
        raise refusals.InlinePolicyNotFound(policy_name)
    return document


def delete_inline_policy(world: World, account_id: str, name: str, policy_name: str) -> None:
    role = find_modifiable(world, account_id, name)
    inline_policy(role, policy_name)
    world.begin_change()
    del role.inline_policies[policy_name]


def attach(world: World, account_id: str, name: str, policy_arn: str) -> None:
    """Attaching what is attached changes nothing."""
    managed_policies.require_arn(policy_arn)
    role = find_modifiable(world, account_id, name)
    if policy_arn not in managed_policies.catalog():
        raise refusals.PolicyDoesNotExist(policy_arn)
    if managed_policies.is_service_role_policy(policy_arn):
        raise refusals.ServiceRolePolicyNotAttachable
    maximum = world.options.policies_per_role
    if policy_arn not in role.attached and len(role.attached) >= maximum:
        raise refusals.QuotaExceeded("PoliciesPerRole", maximum)
    world.begin_change()
    keep_identities(world, account_id).attach(role, policy_arn)


def detach(world: World, account_id: str, name: str, policy_arn: str) -> None:
    managed_policies.require_arn(policy_arn)
    role = find_modifiable(world, account_id, name)
    if policy_arn not in role.attached:
        raise refusals.PolicyNotAttached(policy_arn)
    world.begin_change()
    keep_identities(world, account_id).detach(role, policy_arn)


def set_boundary(world: World, account_id: str, name: str, boundary_arn: str | None) -> None:
    """Set the permissions boundary, or with None remove it, there or not."""
    role = find_modifiable(world, account_id, name)
    if boundary_arn is not None:
        _require_boundary(boundary_arn)
    world.begin_change()
    role.boundary_arn = boundary_arn


def tag(world: World, account_id: str, name: str, tags: Iterable[tuple[str, str]]) -> None:
    """Add or replace tags; service-linked roles take them too (INT-117)."""
    role = find(world, account_id, name)
    merged = merged_tags(world, role.tags, tags)
    world.begin_change()
    role.tags = merged


def untag(world: World, account_id: str, name: str, keys: Iterable[str]) -> None:
    role = find(world, account_id, name)
    world.begin_change()
    for key in keys:
        role.tags.pop(key.lower(), None)


def merged_tags(
    world: World, tags: dict[str, tuple[str, str]], added: Iterable[tuple[str, str]]
) -> dict[str, tuple[str, str]]:
    """Tags with others added; a key keeps the spelling that it had first."""
    merged = dict(tags)
    seen: set[str] = set()
    for key, value in added:
        lower = key.lower()
        if lower in seen:
            raise refusals.DuplicateTagKeys
        if lower.startswith("aws:"):
            raise refusals.ReservedTagKey
        seen.add(lower)
        merged[lower] = (merged[lower][0] if lower in merged else key, value)
    if len(merged) > world.options.tags_per_role:
        raise refusals.TooManyTags
    return merged


def _require_boundary(arn: str) -> None:
    if managed_policies.is_service_role_policy(arn):
        raise refusals.ServiceRolePolicyNotAttachable
    if arn not in managed_policies.catalog():
        raise refusals.BoundaryNotFound(arn)


def _require_trust_size(world: World, document: str) -> None:
    maximum = world.options.trust_policy_characters
    if documents.size(document) > maximum:
        raise refusals.QuotaExceeded("ACLSizePerRole", maximum)


# Instance profiles, as far as roles need them: they hold one role, and a role in one cannot be deleted.


def profiles_of(world: World, account_id: str, role_name: str) -> list[InstanceProfile]:
    profiles = identities_of(world, account_id).instance_profiles.values()
    return [profile for profile in profiles if profile.role_name == role_name]


def find_profile(world: World, account_id: str, name: str) -> InstanceProfile:
    profile = identities_of(world, account_id).instance_profiles.get(name)
    if profile is None:
        raise refusals.InstanceProfileNotFound(name)
    return profile


def create_profile(
    world: World, account_id: str, name: str, path: str, tags: Iterable[tuple[str, str]]
) -> InstanceProfile:
    identities = identities_of(world, account_id)
    if name in identities.instance_profiles:
        raise refusals.InstanceProfileAlreadyExists(name)
    kept = merged_tags(world, {}, tags)
    maximum = world.options.instance_profiles_per_account
    if len(identities.instance_profiles) >= maximum:
        raise refusals.QuotaExceeded("InstanceProfilesPerAccount", maximum)
    world.begin_change()
    profile_id = f"AIPA{world.identifiers.upper(17)}"
    arn = f"arn:aws:iam::{account_id}:instance-profile{path}{name}"
    profile = InstanceProfile(name, path, profile_id, arn, world.now, tags=kept)
    keep_identities(world, account_id).instance_profiles.add(name, profile)
    return profile


def delete_profile(world: World, account_id: str, name: str) -> None:
    profile = find_profile(world, account_id, name)
    if profile.role_name is not None:
        raise refusals.InstanceProfileHasRole().under("IAM-027")
    world.begin_change()
    keep_identities(world, account_id).instance_profiles.remove(name)


def add_to_profile(world: World, account_id: str, profile_name: str, role_name: str) -> None:
    profile = find_profile(world, account_id, profile_name)
    role = find_modifiable(world, account_id, role_name)
    if profile.role_name is not None:
        raise refusals.InstanceProfileHasRole
    world.begin_change()
    profile.role_name = role.name


def remove_from_profile(world: World, account_id: str, profile_name: str, role_name: str) -> None:
    profile = find_profile(world, account_id, profile_name)
    role = find_modifiable(world, account_id, role_name)
    if profile.role_name != role.name:
        raise refusals.RoleNotFound(role_name)
    world.begin_change()
    profile.role_name = None
