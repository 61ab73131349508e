"""The permissions of one share, as its owner changes them."""

from emulator.domain.callers import Caller
from emulator.domain.ram import attachments, permission_refusals, permissions, policy_templates, refusals, shares
from emulator.domain.ram.attachments import Parameters
from emulator.domain.ram.states import ShareState
from emulator.domain.world import World


def associate(
    world: World,
    caller: Caller,
    share_arn: str,
    permission_arn: str,
    *,
    replace: bool,
    version: int | None,
    parameters: Parameters,
) -> None:
    """Give a share a permission, or with `replace` another; the same one moves to its default version."""
    share = shares.owned(world, caller, share_arn)
    permission = permissions.find(world, caller, permission_arn)
    shares.require_standard(share)
    if share.state is not ShareState.ACTIVE:
        raise refusals.ShareNotChangeable(share_arn)
    attachments.require_attachable(permission)
    if version is not None and version != permission.default:
        raise permission_refusals.NotTheDefaultVersion(version)
    if permission.resource_type in share.attachments and not replace:
        raise permission_refusals.TypeHasPermission(permission.resource_type)
    given = policy_templates.given(permission.default_version, parameters)
    world.begin_change()
    attachments.attach(world, share, permission, given)
    share.updated_at = world.now


def disassociate(world: World, caller: Caller, share_arn: str, permission_arn: str) -> None:
    """Take a permission from a share that holds nothing of its type."""
    share = shares.owned(world, caller, share_arn)
    permission = permissions.find(world, caller, permission_arn)
    shares.require_standard(share)
    shares.require_active(share)
    attachment = share.attachments.get(permission.resource_type)
    if attachment is None or attachment.permission.arn != permission.arn:
        raise permission_refusals.PermissionNotAttached(permission_arn)
    if permission.resource_type in share.resource_types:
        raise permission_refusals.ResourcesOfTypeRemain(permission.resource_type)
    world.begin_change()
    attachments.detach(world, share, permission.resource_type)
    share.updated_at = world.now
