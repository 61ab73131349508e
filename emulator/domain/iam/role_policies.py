"""The policies of a role: inline, attached, and its permissions boundary. AWS alone changes a service's role."""

from emulator.domain.iam import documents, managed_policies, permissions, policies, refusals
from emulator.domain.iam.identities import Role, keep_identities
from emulator.domain.iam.roles import find_modifiable
from emulator.domain.world import World


def put_inline(world: World, account_id: str, name: str, policy_name: str, document: str) -> None:
    """Add an inline policy, or replace the one of this name."""
    role = find_modifiable(world, account_id, name)
    permissions.check(document)
    others = sum(documents.size(text) for key, text in role.inline_policies.items() if key != policy_name)
    maximum = world.options.inline_policy_characters_per_role
    if others + documents.size(document) > maximum:
        raise refusals.InlinePoliciesTooLarge(role.name, maximum)
    world.begin_change()
    role.inline_policies[policy_name] = document


def inline(role: Role, policy_name: str) -> str:
    document = role.inline_policies.get(policy_name)
    if document is None:
        raise refusals.InlinePolicyNotFound(policy_name)
    return document


def delete_inline(world: World, account_id: str, name: str, policy_name: str) -> None:
    role = find_modifiable(world, account_id, name)
    inline(role, policy_name)
    world.begin_change()
    del role.inline_policies[policy_name]


def attach(world: World, account_id: str, name: str, policy_arn: str) -> None:
    """Attaching what is attached changes nothing."""
    managed_policies.require_arn(policy_arn)
    role = find_modifiable(world, account_id, name)
    if policies.look_up(world, account_id, policy_arn) is None:
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


def set_boundary(world: World, account_id: str, name: str, boundary_arn: str) -> None:
    policies.require_boundary_arn(boundary_arn)
    role = find_modifiable(world, account_id, name)
    policies.require_boundary(world, account_id, boundary_arn)
    world.begin_change()
    keep_identities(world, account_id).set_boundary(role, boundary_arn)


def delete_boundary(world: World, account_id: str, name: str) -> None:
    """Take the boundary away, there or not."""
    role = find_modifiable(world, account_id, name)
    world.begin_change()
    keep_identities(world, account_id).set_boundary(role, None)
