"""Customer managed permissions and their versions."""

from collections.abc import Mapping, Sequence

from emulator.domain import events
from emulator.domain.callers import Caller
from emulator.domain.ram import (
    attachments,
    permission_refusals,
    permissions,
    policy_templates,
    refusals,
    resource_types,
    tags,
)
from emulator.domain.ram.associations import KEPT
from emulator.domain.ram.records import Permission, PermissionVersion
from emulator.domain.ram.states import PERMISSION, FeatureSet, PermissionState, PermissionTrigger
from emulator.domain.world import World

RESERVED_PREFIX = "AWSRAM"
Declared = Sequence[tuple[str, str]]
_GONE = (PermissionState.DELETING, PermissionState.DELETED)


def create(
    world: World,
    caller: Caller,
    name: str,
    resource_type: str,
    template: str,
    declared: Declared,
    given_tags: Sequence[tuple[str, str]],
) -> Permission:
    """A permission with its first version. The name of the type is exact here."""
    found = resource_types.register().get(resource_type)
    if found is None:
        raise refusals.UnknownResourceType(resource_type)
    if not found.customer_permissions:
        raise permission_refusals.NoCustomerPermissions(resource_type)
    if name.startswith(RESERVED_PREFIX):
        raise permission_refusals.ReservedPermissionName(name)
    actions = policy_templates.read(template, resource_type, declared)
    tagged = tags.merge(world, {}, given_tags)
    if arn_of(caller, name) in world.ram.permissions:
        raise permission_refusals.PermissionNameTaken(name)
    require_room(world, caller, resource_type)
    world.begin_change()
    return make(world, caller, name, resource_type, template, actions, dict(declared), tagged)


def arn_of(caller: Caller, name: str) -> str:
    return f"arn:aws:ram:{caller.region}:{caller.account_id}:permission/{name}"


def require_room(world: World, caller: Caller, resource_type: str) -> None:
    """The quotas, of all and of one type (RAM-052)."""
    own = [each for each in world.ram.of(caller.account_id, caller.region).permissions.values() if is_alive(each)]
    same = sum(each.resource_type == resource_type for each in own)
    for count, quota in (
        (len(own), world.options.ram_permissions_per_region),
        (same, world.options.ram_permissions_per_type),
    ):
        if count >= quota:
            raise permission_refusals.TooManyPermissions(quota)


def is_alive(permission: Permission) -> bool:
    return permission.state not in _GONE


def make(
    world: World,
    caller: Caller,
    name: str,
    resource_type: str,
    template: str,
    actions: tuple[str, ...],
    parameters: dict[str, str],
    tagged: Mapping[str, str],
    feature_set: FeatureSet = FeatureSet.STANDARD,
) -> Permission:
    arn = arn_of(caller, name)
    permission = Permission(
        arn, name, caller.account_id, caller.region, resource_type, False, world.now, world.now, tags=dict(tagged)
    )
    permission.feature_set = feature_set
    permission.versions[1] = PermissionVersion(1, template, actions, world.now, world.now, parameters=parameters)
    world.ram.permissions[arn] = permission
    world.ram.keep(caller.account_id, caller.region).permissions.add(arn, permission)
    return permission


def create_version(world: World, caller: Caller, arn: str, template: str, declared: Declared) -> Permission:
    """The next version, which is the default from now on. Shares keep the version that they have."""
    permission = _changeable(world, caller, arn)
    actions = policy_templates.read(template, permission.resource_type, declared)
    living = sum(version.state not in _GONE for version in permission.versions.values())
    if living >= world.options.ram_versions_per_permission:
        raise permission_refusals.TooManyVersions(world.options.ram_versions_per_permission)
    world.begin_change()
    permission.last += 1
    version = PermissionVersion(
        permission.last, template, actions, world.now, world.now, PermissionState.UNATTACHABLE, dict(declared)
    )
    permission.versions[version.number] = version
    _make_default(world, permission, version)
    return permission


def _make_default(world: World, permission: Permission, version: PermissionVersion) -> None:
    permissions.yield_default(permission)
    version.state = PERMISSION.take(version.state, PermissionTrigger.BECOME_DEFAULT).to
    permission.default = version.number
    permission.updated_at = version.updated_at = world.now


def _changeable(world: World, caller: Caller, arn: str) -> Permission:
    permission = permissions.own(world, caller, arn)
    if permission.feature_set is not FeatureSet.STANDARD:
        raise refusals.CreatedFromPolicy
    if not is_alive(permission):
        raise permission_refusals.PermissionNotFound(arn)
    return permission


def set_default(world: World, caller: Caller, arn: str, number: int) -> None:
    """Make another version the default."""
    permission = permissions.find(world, caller, arn)
    if permission.owner_id is None or not is_alive(permission):
        # the operation knows no error for a permission that may not be changed
        raise permission_refusals.VersionNotFound(number)
    version = permission.versions.get(number)
    if version is None or version.state in _GONE:
        raise permission_refusals.VersionNotFound(number)
    world.begin_change()
    if number != permission.default:
        _make_default(world, permission, version)


def delete_version(world: World, caller: Caller, arn: str, number: int) -> PermissionState:
    """Not the default version, which so is never the last one, nor one that a share has."""
    permission = _changeable(world, caller, arn)
    version = permission.versions.get(number)
    if version is None or version.state in _GONE:
        raise permission_refusals.VersionNotFound(number)
    if number == permission.default or any(each.version == number for each in attachments.users_of(world, caller, arn)):
        raise permission_refusals.VersionInUse(number)
    world.begin_change()
    version.state = PERMISSION.take(version.state, PermissionTrigger.DELETE).to
    version.updated_at = world.now
    world.schedule.at(world.now, events.ManagedPermissionDeletionDue(arn, number))
    return version.state


def delete(world: World, caller: Caller, arn: str) -> PermissionState:
    """A permission that no share has goes with all its versions."""
    permission = _changeable(world, caller, arn)
    if attachments.users_of(world, caller, arn):
        raise permission_refusals.PermissionInUse(arn)
    world.begin_change()
    permission.state = PERMISSION.take(permission.state, PermissionTrigger.DELETE).to
    permission.updated_at = world.now
    world.schedule.at(world.now, events.ManagedPermissionDeletionDue(arn, None))
    return permission.state


def complete_deletion(world: World, event: events.ManagedPermissionDeletionDue) -> None:
    permission = world.ram.permissions[event.permission_arn]
    deleted = permission if event.version is None else permission.versions[event.version]
    deleted.state = PERMISSION.take(deleted.state, PermissionTrigger.COMPLETE_DELETION).to
    deleted.updated_at = world.now
    world.schedule.at(world.now + KEPT, events.ManagedPermissionForgottenDue(event.permission_arn, event.version))


def forget(world: World, event: events.ManagedPermissionForgottenDue) -> None:
    """Two hours after its deletion a permission, or a version, is unknown."""
    permission = world.ram.permissions.get(event.permission_arn)
    if permission is None:
        return
    if event.version is not None:
        permission.versions.pop(event.version, None)
        return
    assert permission.owner_id is not None
    assert permission.region is not None
    del world.ram.permissions[permission.arn]
    world.ram.keep(permission.owner_id, permission.region).permissions.remove(permission.arn)


def update(world: World, caller: Caller, arn: str, deprecated: bool) -> PermissionState:
    """Deprecate a permission, so that nothing new gets it, or take that back."""
    permission = _changeable(world, caller, arn)
    world.begin_change()
    trigger = PermissionTrigger.DEPRECATE if deprecated else PermissionTrigger.REVIVE
    permission.state = PERMISSION.take(permission.state, trigger).to
    permission.updated_at = world.now
    return permission.state


def shown_state(permission: Permission, version: PermissionVersion) -> PermissionState:
    """The state of a version as it is shown: that of the permission, where it is not simply attachable."""
    if permission.state is PermissionState.ATTACHABLE:
        return version.state
    if permission.state is PermissionState.DEPRECATED and version.number != permission.default:
        return version.state
    return permission.state
