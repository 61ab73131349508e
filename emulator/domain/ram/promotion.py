"""Shares and permissions that a resource policy has created outside RAM, and how they become standard ones.

No operation here attaches such a policy, so only `plant` makes them: it stands for the service that does.
"""

import json
from collections.abc import Sequence

from emulator.domain import events
from emulator.domain.callers import Caller
from emulator.domain.ram import (
    additions,
    associations,
    attachments,
    customer_permissions,
    permission_refusals,
    permissions,
    refusals,
    shares,
)
from emulator.domain.ram.additions import Terms
from emulator.domain.ram.records import Permission, Share
from emulator.domain.ram.states import SHARE_FEATURES, FeatureSet, FeatureTrigger
from emulator.domain.world import World


def plant(
    world: World, owner: Caller, name: str, resource_arn: str, principals: Sequence[str], actions: Sequence[str]
) -> Share:
    """The share and the permission that follow from a policy which a service has attached to a resource."""
    found = additions.judge(
        world, Terms(owner.account_id, owner.region, True, False), None, [resource_arn], principals, ()
    )
    world.begin_change()
    resource_type = found.resources[resource_arn].type.name
    template = json.dumps({"Effect": "Allow", "Action": list(actions)})
    arn = f"arn:aws:ram:{owner.region}:{owner.account_id}:resource-share/{world.identifiers.uuid()}"
    number = world.ram.number()
    share = Share(arn, number, name, owner.account_id, owner.region, True, world.now, world.now, {})
    share.feature_set = FeatureSet.CREATED_FROM_POLICY
    shares.keep(world, share)
    permission = customer_permissions.make(
        world, owner, f"{name}-policy", resource_type, template, tuple(actions), {}, {}, FeatureSet.CREATED_FROM_POLICY
    )
    attachments.attach(world, share, permission, {})
    found.principals = {entity: (principal, False) for entity, (principal, _) in found.principals.items()}
    associations.add(world, share, found)
    return share


def promote_permission(world: World, caller: Caller, arn: str, name: str) -> Permission:
    """A permission of the account's own with the same statement; the original stays as it is."""
    original = permissions.own(world, caller, arn)
    if original.feature_set is not FeatureSet.CREATED_FROM_POLICY:
        raise permission_refusals.NotCreatedFromPolicy
    if name.startswith(customer_permissions.RESERVED_PREFIX):
        raise permission_refusals.ReservedPermissionName(name)
    if customer_permissions.arn_of(caller, name) in world.ram.permissions:
        raise permission_refusals.PromotedNameTaken(name)
    world.begin_change()
    version = original.default_version
    return customer_permissions.make(
        world, caller, name, original.resource_type, version.template, version.actions, {}, {}
    )


def promote_share(world: World, caller: Caller, arn: str) -> None:
    """The share gets managed permissions that equal its policy, and its principals come to see it."""
    share = shares.owned(world, caller, arn)
    if share.feature_set is not FeatureSet.CREATED_FROM_POLICY:
        raise refusals.ShareIsStandard
    shares.require_active(share)
    pairs = [(each.permission, _matching(world, caller, each.permission)) for each in share.attachments.values()]
    world.begin_change()
    for original, permission in pairs:
        attachments.attach(world, share, permission, {})
        if not attachments.users_of(world, caller, original.arn):
            gone = events.ManagedPermissionForgottenDue(original.arn, None)
            customer_permissions.forget(world, gone)
    share.feature_set = SHARE_FEATURES.take(share.feature_set, FeatureTrigger.PROMOTE).to
    share.updated_at = world.now
    world.schedule.at(world.now, events.ResourceSharePromotionDue(arn))


def _matching(world: World, caller: Caller, original: Permission) -> Permission:
    own = world.ram.of(caller.account_id, caller.region).permissions.values()
    for candidate in (*own, *permissions.aws_managed().values()):
        if (
            candidate.feature_set is FeatureSet.STANDARD
            and candidate.resource_type == original.resource_type
            and customer_permissions.is_alive(candidate)
            and json.loads(candidate.default_version.template) == json.loads(original.default_version.template)
        ):
            return candidate
    raise permission_refusals.NoMatchingPermission


def complete(world: World, event: events.ResourceSharePromotionDue) -> None:
    share = world.ram.shares[event.share_arn]
    share.feature_set = SHARE_FEATURES.take(share.feature_set, FeatureTrigger.COMPLETE_PROMOTION).to
    share.updated_at = world.now
    for association in share.records.values():
        associations.index_access(world, association)
    associations.announce(world, share, list(share.records.values()))
