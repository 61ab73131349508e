"""Tags of shares and of customer managed permissions."""

from collections.abc import Iterable, Mapping

from emulator.domain.callers import Caller
from emulator.domain.ram import arns, permission_refusals, refusals, shares
from emulator.domain.ram.records import Permission, Share
from emulator.domain.world import World


def merge(world: World, present: Mapping[str, str], given: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The tags of a resource once `given` are put on it (RAM-061, RAM-062)."""
    tags = dict(present)
    for key, value in given:
        if key.lower().startswith("aws:"):
            raise refusals.ReservedTagKey(key)
        tags[key] = value
    if len(tags) > world.options.tags_per_ram_resource:
        raise refusals.TooManyTags
    return tags


def tag(world: World, caller: Caller, share_arn: str | None, arn: str | None, given: Iterable[tuple[str, str]]) -> None:
    """Put tags on a share, or on all versions of a permission."""
    target = _target(world, caller, share_arn, arn, unknown=refusals.ResourceArnNotFound)
    tags = merge(world, target.tags, given)
    world.begin_change()
    target.tags.update(tags)


def untag(world: World, caller: Caller, share_arn: str | None, arn: str | None, keys: Iterable[str]) -> None:
    """Take tags away; keys that are not there are passed over."""
    target = _target(world, caller, share_arn, arn, unknown=permission_refusals.PermissionNotFound)
    world.begin_change()
    target.once_tagged = target.once_tagged or bool(target.tags)
    for key in keys:
        target.tags.pop(key, None)


def _target(
    world: World,
    caller: Caller,
    share_arn: str | None,
    arn: str | None,
    *,
    unknown: type[refusals.ResourceArnNotFound] | type[permission_refusals.PermissionNotFound],
) -> Share | Permission:
    """What is named: a share or a permission, of the caller's own (RAM-060)."""
    if (share_arn is None) == (arn is None):
        raise refusals.WrongTagTarget
    if share_arn is not None:
        share = shares.visible(world, caller, share_arn)
        if share.owner_id != caller.account_id:
            # neither operation knows an error for what is visible and not one's own
            raise refusals.ShareNotFound(share_arn)
        return share
    assert arn is not None
    arns.read(arn)
    permission = world.ram.permissions.get(arn)
    if permission is None or permission.owner_id != caller.account_id or permission.region != caller.region:
        raise unknown(arn)
    return permission
