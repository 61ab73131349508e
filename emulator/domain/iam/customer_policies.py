"""The managed policies that an account keeps itself, and their versions."""

from collections.abc import Iterable

from emulator.domain.iam import documents, permissions, refusals, tags
from emulator.domain.iam.identities import Identities, arn_of, identities_of, keep_identities
from emulator.domain.iam.managed_policies import ManagedPolicy, PolicyVersion
from emulator.domain.iam.policies import find
from emulator.domain.world import World


def create(
    world: World,
    account_id: str,
    name: str,
    document: str,
    *,
    path: str,
    description: str | None,
    given_tags: Iterable[tuple[str, str]],
) -> ManagedPolicy:
    """A policy with its first version, which is the default."""
    kept = tags.merged({}, given_tags, world.options.tags_per_iam_resource)
    permissions.check(document)
    identities = identities_of(world, account_id)
    if name in identities.policies:
        raise refusals.PolicyAlreadyExists(name)
    _require_size(world, document)
    maximum = world.options.policies_per_account
    if len(identities.policies) >= maximum:
        raise refusals.QuotaExceeded("PoliciesPerAccount", maximum)
    world.begin_change()
    now = world.now
    policy = ManagedPolicy(
        arn=arn_of(world, account_id, "policy", path, name),
        name=name,
        path=path,
        id=world.identifiers.under("ANPA", world.identifiers.upper(17)),
        created_at=now,
        updated_at=now,
        versions={"v1": PolicyVersion("v1", now, document)},
        default_version_id="v1",
        description=description,
        tags=kept,
    )
    keep_identities(world, account_id).policies.add(name, policy)
    return policy


def delete(world: World, account_id: str, arn: str) -> None:
    """Delete a policy that nobody uses and that has only its default version."""
    policy = _find_own(world, account_id, arn)
    identities = identities_of(world, account_id)
    if is_used(identities, policy):
        raise refusals.PolicyInUse
    if len(policy.versions) > 1:
        raise refusals.PolicyHasVersions
    world.begin_change()
    identities.policies.remove(policy.name)


def is_used(identities: Identities, policy: ManagedPolicy) -> bool:
    """Whether the policy is attached to or bounds something in this account."""
    return bool(identities.attachments[policy.arn] or identities.boundaries[policy.arn])


def create_version(world: World, account_id: str, arn: str, document: str, *, as_default: bool) -> PolicyVersion:
    """A new version; its number was never used before in this policy."""
    policy = _find_own(world, account_id, arn)
    permissions.check(document)
    _require_size(world, document)
    maximum = world.options.versions_per_policy
    if len(policy.versions) >= maximum:
        raise refusals.TooManyVersions(maximum)
    world.begin_change()
    policy.last_version += 1
    version = PolicyVersion(f"v{policy.last_version}", world.now, document)
    policy.versions[version.id] = version
    policy.updated_at = world.now
    if as_default:
        policy.default_version_id = version.id
    return version


def set_default_version(world: World, account_id: str, arn: str, version_id: str) -> None:
    """The version that counts from now on, wherever the policy is attached."""
    policy = _find_own(world, account_id, arn)
    version = policy.version(version_id)
    world.begin_change()
    policy.default_version_id = version.id
    policy.updated_at = world.now


def delete_version(world: World, account_id: str, arn: str, version_id: str) -> None:
    policy = _find_own(world, account_id, arn)
    version = policy.version(version_id)
    if version.id == policy.default_version_id:
        raise refusals.DefaultVersion
    world.begin_change()
    del policy.versions[version.id]


def tag(world: World, account_id: str, arn: str, given_tags: Iterable[tuple[str, str]]) -> None:
    tags.add(world, find_taggable(world, account_id, arn), given_tags)


def untag(world: World, account_id: str, arn: str, keys: Iterable[str]) -> None:
    tags.remove(world, find_taggable(world, account_id, arn), keys)


def find_taggable(world: World, account_id: str, arn: str) -> ManagedPolicy:
    policy = find(world, account_id, arn)
    if policy.is_aws:
        raise refusals.AwsPolicyNotTaggable
    return policy


def _find_own(world: World, account_id: str, arn: str) -> ManagedPolicy:
    policy = find(world, account_id, arn)
    if policy.is_aws:
        raise refusals.NotTheAccountsPolicy
    return policy


def _require_size(world: World, document: str) -> None:
    maximum = world.options.managed_policy_characters
    if documents.size(document) > maximum:
        raise refusals.QuotaExceeded("PolicySize", maximum)
