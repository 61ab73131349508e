"""Which permission a share has for which type: exactly one for every type that it holds."""

from collections.abc import Iterable, Mapping, Sequence

from emulator.domain.callers import Caller
from emulator.domain.ram import permission_refusals, permissions, policy_templates
from emulator.domain.ram.records import Attachment, Permission, Share
from emulator.domain.ram.resources import Shareable
from emulator.domain.ram.states import FeatureSet, PermissionState
from emulator.domain.world import World

Parameters = Sequence[tuple[str, Sequence[str]]]
Given = dict[str, tuple[str, ...]]


def judge(
    world: World, caller: Caller, permission_arns: Iterable[str], parameters: Mapping[str, Parameters]
) -> list[tuple[Permission, Given]]:
    """The permissions that a new share is to have, with their template parameters (RAM-039, RAM-042, RAM-059)."""
    found: dict[str, tuple[Permission, Given]] = {}
    for arn in dict.fromkeys(permission_arns):
        permission = permissions.find(world, caller, arn)
        require_attachable(permission)
        if permission.resource_type in found:
            raise permission_refusals.TwoPermissionsForOneType(permission.resource_type)
        given = policy_templates.given(permission.default_version, parameters.get(arn, ()))
        found[permission.resource_type] = permission, given
    for arn in parameters:
        if arn not in permission_arns:
            raise permission_refusals.WrongTemplateParameters(f"They were given for {arn}, which is not attached.")
    return list(found.values())


def require_attachable(permission: Permission) -> None:
    if permission.state is not PermissionState.ATTACHABLE or permission.feature_set is not FeatureSet.STANDARD:
        raise permission_refusals.PermissionNotAttachable(permission.arn)


def attach_defaults(world: World, share: Share, resources: Iterable[Shareable]) -> None:
    """Types without a permission get their default one."""
    for resource in resources:
        if resource.type.name not in share.attachments:
            attach(world, share, permissions.default_of(resource.type.name), {})


def attach(world: World, share: Share, permission: Permission, parameters: Given) -> None:
    """Let a share have a permission in its default version, in place of the one that it has for the type."""
    if permission.resource_type in share.attachments:
        detach(world, share, permission.resource_type)
    attachment = Attachment(share, permission, permission.default, world.now, parameters)
    share.attachments[permission.resource_type] = attachment
    held = world.ram.keep(share.owner_id, share.region)
    held.attachments.add(attachment.key, attachment)
    held.users.setdefault(permission.arn, {})[attachment.key] = attachment


def detach(world: World, share: Share, resource_type: str) -> None:
    attachment = share.attachments.pop(resource_type)
    held = world.ram.keep(share.owner_id, share.region)
    held.attachments.remove(attachment.key)
    users = held.users[attachment.permission.arn]
    del users[attachment.key]
    if not users:
        del held.users[attachment.permission.arn]


def detach_all(world: World, share: Share) -> None:
    for resource_type in list(share.attachments):
        detach(world, share, resource_type)


def users_of(world: World, caller: Caller, permission_arn: str) -> list[Attachment]:
    """The caller's attachments of a permission in this Region."""
    return list(world.ram.of(caller.account_id, caller.region).users.get(permission_arn, {}).values())
