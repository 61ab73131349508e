"""Which managed policies an account sees: AWS's and its own."""

from emulator.domain.iam import managed_policies, refusals
from emulator.domain.iam.identities import identities_of
from emulator.domain.iam.managed_policies import ManagedPolicy
from emulator.domain.world import World


def look_up(world: World, account_id: str, arn: str) -> ManagedPolicy | None:
    """The policy, if this account sees one by this ARN."""
    policy = managed_policies.catalog().get(arn) or identities_of(world, account_id).policies.get(
        arn.rsplit("/", 1)[-1]
    )
    return policy if policy is not None and policy.arn == arn else None


def find(world: World, account_id: str, arn: str) -> ManagedPolicy:
    managed_policies.require_arn(arn)
    policy = look_up(world, account_id, arn)
    if policy is None:
        raise refusals.PolicyNotFound(arn)
    return policy


def require_boundary(world: World, account_id: str, arn: str) -> None:
    """Only an existing policy bounds, and none of those that belong to services."""
    if managed_policies.is_service_role_policy(arn):
        raise refusals.ServiceRolePolicyNotAttachable
    if look_up(world, account_id, arn) is None:
        raise refusals.BoundaryNotFound(arn)


def require_boundary_arn(arn: str) -> None:
    if not managed_policies.is_arn(arn):
        raise refusals.MalformedBoundary(arn)
