"""Targets of prefix list resolvers: each writes a version's CIDRs to one managed prefix list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.refusals import IncorrectState, QuotaReached
from emulator.domain.events import IpamResolverVersionMade, ManagedPrefixListModified, ServiceLinkedRoleChanged
from emulator.domain.iam import service_linked_roles
from emulator.domain.ipam import refusals, states
from emulator.domain.ipam.resolvers import refusals as refused
from emulator.domain.ipam.resolvers import resolvers
from emulator.domain.ipam.resolvers.resolvers import Resolver
from emulator.domain.lifecycle import Lifecycle, Row
from emulator.domain.network import prefix_lists
from emulator.domain.network.prefix_list import PrefixList
from emulator.domain.network.prefix_list_states import PREFIX_LIST
from emulator.domain.network.prefix_list_states import Trigger as ListTrigger
from emulator.domain.organizations.service_integration import IPAM
from emulator.domain.world import World

# A list that is itself changing is asked again after this time.
_PATIENCE = timedelta(seconds=1)


class TargetState(StrEnum):
    CREATE_IN_PROGRESS = "create-in-progress"
    CREATE_COMPLETE = "create-complete"
    CREATE_FAILED = "create-failed"
    MODIFY_IN_PROGRESS = "modify-in-progress"
    MODIFY_COMPLETE = "modify-complete"
    MODIFY_FAILED = "modify-failed"
    SYNC_IN_PROGRESS = "sync-in-progress"
    SYNC_COMPLETE = "sync-complete"
    SYNC_FAILED = "sync-failed"
    DELETE_IN_PROGRESS = "delete-in-progress"
    DELETE_COMPLETE = "delete-complete"
    DELETE_FAILED = "delete-failed"


class TargetTrigger(StrEnum):
    COMPLETE = "transition over"
    FAIL = "transition failed"
    SYNC = "a version to write"
    MODIFY = "ModifyIpamPrefixListResolverTarget"
    DELETE = "DeleteIpamPrefixListResolverTarget"


_RESTING = (
    TargetState.CREATE_COMPLETE,
    TargetState.MODIFY_COMPLETE,
    TargetState.SYNC_COMPLETE,
    TargetState.SYNC_FAILED,
)

_FAILED = (TargetState.CREATE_FAILED, TargetState.MODIFY_FAILED, TargetState.DELETE_FAILED)

TARGET = Lifecycle(
    "Target of a prefix list resolver",
    start=TargetState.CREATE_IN_PROGRESS,
    rows=[
        Row(TargetState.CREATE_IN_PROGRESS, TargetTrigger.COMPLETE, TargetState.CREATE_COMPLETE),
        Row(TargetState.CREATE_IN_PROGRESS, TargetTrigger.FAIL, TargetState.CREATE_FAILED),
        Row(TargetState.MODIFY_IN_PROGRESS, TargetTrigger.COMPLETE, TargetState.MODIFY_COMPLETE),
        Row(TargetState.MODIFY_IN_PROGRESS, TargetTrigger.FAIL, TargetState.MODIFY_FAILED),
        Row(TargetState.SYNC_IN_PROGRESS, TargetTrigger.COMPLETE, TargetState.SYNC_COMPLETE),
        Row(TargetState.SYNC_IN_PROGRESS, TargetTrigger.FAIL, TargetState.SYNC_FAILED),
        *(Row(state, TargetTrigger.SYNC, TargetState.SYNC_IN_PROGRESS) for state in _RESTING),
        *(Row(state, TargetTrigger.MODIFY, TargetState.MODIFY_IN_PROGRESS) for state in (*_RESTING, *_FAILED)),
        *(Row(state, TargetTrigger.DELETE, TargetState.DELETE_IN_PROGRESS) for state in (*_RESTING, *_FAILED)),
        Row(TargetState.DELETE_IN_PROGRESS, TargetTrigger.COMPLETE, TargetState.DELETE_COMPLETE),
        Row(TargetState.DELETE_IN_PROGRESS, TargetTrigger.FAIL, TargetState.DELETE_FAILED),
    ],
)


@dataclass(slots=True)
class Target:
    KIND: ClassVar[kinds.Kind] = kinds.IPAM_PREFIX_LIST_RESOLVER_TARGET

    id: str
    owner_id: str
    region: str
    resolver: Resolver
    list_id: str
    list_region: str
    tracks_latest: bool
    desired: int | None = None
    last_synced: int | None = None
    state: TargetState = TargetState.CREATE_IN_PROGRESS
    state_message: str | None = None

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2::{self.owner_id}:ipam-prefix-list-resolver-target/{self.id}"

    @property
    def wanted(self) -> int:
        """The version that the list is to have."""
        return self.resolver.last_version if self.tracks_latest or self.desired is None else self.desired


def owned(world: World, caller_id: str, region: str, target_id: str) -> Target:
    """The caller's target in its resolver's home Region."""
    return Target.KIND.known(target_id, world.ipam.resolver_targets.owned(caller_id, region, target_id))


def create(
    world: World,
    caller_id: str,
    region: str,
    resolver_id: str,
    *,
    list_id: str,
    list_region: str,
    desired: int | None,
    tracks_latest: bool,
    tags: Mapping[str, str],
) -> Target:
    """CreateIpamPrefixListResolverTarget: from now on nobody else writes the list (IPAM-476, IPAM-478 to 481)."""
    resolver = resolvers.owned(world, caller_id, region, resolver_id)
    if tracks_latest and desired is not None:
        raise refused.TracksAndDesires
    states.require_complete(resolver)
    found = prefix_lists.seen_by(world, caller_id, list_region, list_id)
    bound = kinds.PREFIX_LIST.known(list_id, found)
    if bound.owner_id != caller_id:
        raise refused.ListCannotBeTarget(list_id, "It is managed by AWS.")
    if bound.family.lower() != resolver.family:
        raise refused.ListCannotBeTarget(list_id, "Its address family is not that of the resolver.")
    if bound.target_id is not None:
        raise refused.ListCannotBeTarget(list_id, "It is bound to another target.")
    if desired is not None:
        resolvers.version(resolver, desired)
    if len(resolver.targets) >= world.options.targets_per_resolver:
        limit = world.options.targets_per_resolver
        raise QuotaReached("ipam prefix list resolver targets", len(resolver.targets), limit).under("IPAM-478")
    world.begin_change()
    target_id = Target.KIND.new(world.identifiers)
    target = Target(target_id, caller_id, region, resolver, bound.id, list_region, tracks_latest, desired)
    if not tracks_latest and desired is None and resolver.last_version:
        target.desired = resolver.last_version
    bound.target_id, bound.sync_enabled = target.id, True
    world.ipam.resolver_targets.add(target)
    resolver.targets.add(target.id, target)
    world.ec2.tags.put((caller_id, region), Target.KIND.resource_type, target.id, tags)
    states.complete_later(world, target.id)
    return target


def modify(
    world: World, caller_id: str, region: str, target_id: str, desired: int | None, tracks_latest: bool | None
) -> Target:
    """ModifyIpamPrefixListResolverTarget (IPAM-476, IPAM-479, IPAM-480)."""
    target = owned(world, caller_id, region, target_id)
    if desired is None and tracks_latest is None:
        raise refusals.NoModification("ipam prefix list resolver target").under("IPAM-479")
    tracks = target.tracks_latest if tracks_latest is None else tracks_latest
    if tracks and desired is not None:
        raise refused.TracksAndDesires
    if desired is not None:
        resolvers.version(target.resolver, desired)
    _require(target, TargetTrigger.MODIFY)
    world.begin_change()
    if not tracks and desired is None and target.tracks_latest:
        desired = target.resolver.last_version
    target.tracks_latest = tracks
    target.desired = None if tracks else desired if desired is not None else target.desired
    _begin(world, target, TargetTrigger.MODIFY)
    return target


def delete(world: World, caller_id: str, region: str, target_id: str) -> Target:
    """DeleteIpamPrefixListResolverTarget: the list keeps its entries, and may be edited again."""
    target = owned(world, caller_id, region, target_id)
    _require(target, TargetTrigger.DELETE)
    world.begin_change()
    _begin(world, target, TargetTrigger.DELETE)
    return target


def _require(target: Target, trigger: TargetTrigger) -> None:
    if not TARGET.allows(target.state, trigger):
        raise IncorrectState(target.id, target.state)


def _begin(world: World, target: Target, trigger: TargetTrigger) -> None:
    target.state = TARGET.take(target.state, trigger).to
    target.state_message = None
    states.complete_later(world, target.id)


def _list_of(world: World, target: Target) -> PrefixList | None:
    return world.network.prefix_lists.owned(target.owner_id, target.list_region, target.list_id)


def complete(world: World, target: Target) -> None:
    """What was under way is over; what is to be written next is begun."""
    if states.fails(world, target.KIND.resource_type, target.state):
        target.state = TARGET.take(target.state, TargetTrigger.FAIL).to
        target.state_message = states.FAILED_BY_SETTING
        if target.state is TargetState.SYNC_FAILED:
            _publish(world, target)
    elif target.state is TargetState.SYNC_IN_PROGRESS:
        _complete_sync(world, target)
    elif TARGET.allows(target.state, TargetTrigger.COMPLETE):
        target.state = TARGET.take(target.state, TargetTrigger.COMPLETE).to
    if target.state is TargetState.DELETE_COMPLETE:
        _remove(world, target)
    elif target.state is not TargetState.SYNC_FAILED:
        sync(world, target)


def sync(world: World, target: Target, *, was_edited: bool = False) -> None:
    """Begin to write the wanted version, unless the list has it."""
    differs = was_edited or target.wanted != target.last_synced
    if target.wanted and differs and TARGET.allows(target.state, TargetTrigger.SYNC):
        _begin(world, target, TargetTrigger.SYNC)


def _complete_sync(world: World, target: Target) -> None:
    found = _list_of(world, target)
    if found is not None and found.sync_enabled and not PREFIX_LIST.allows(found.state, ListTrigger.SYNC):
        delay = max(_PATIENCE, timedelta(seconds=world.options.prefix_list_transition_delay_s))
        world.schedule.at(world.now + delay, states.transition_due(target.id))
        return
    entries = _entries(target)
    failure = _failure(world, target, found, len(entries))
    if failure is not None or found is None:
        target.state = TARGET.take(target.state, TargetTrigger.FAIL).to
        target.state_message = failure
        _publish(world, target)
        return
    if list(found.entries) != list(entries):
        prefix_lists.write_synced(world, found, entries)
    target.last_synced = target.wanted
    target.state = TARGET.take(target.state, TargetTrigger.COMPLETE).to
    _publish(world, target)


def _entries(target: Target) -> dict[str, None]:
    """What the list is to have."""
    version = target.resolver.versions.get(str(target.wanted))
    return {str(cidr): None for cidr in version.entries.values()} if version is not None else {}


def _publish(world: World, target: Target) -> None:
    outcome = "Success" if target.state is TargetState.SYNC_COMPLETE else "Failure"
    dimension = ("IpamPrefixListResolverTargetId", target.id)
    resolvers.publish(world, target.resolver, f"IpamPrefixListResolverSync{outcome}", dimension)


def _failure(world: World, target: Target, found: PrefixList | None, count: int) -> str | None:
    """Why the entries cannot be written."""
    if found is None or found.target_id != target.id:
        return f"The prefix list {target.list_id} does not exist."
    if not found.sync_enabled:
        return f"Synchronization is disabled on the prefix list {target.list_id}."
    if not service_linked_roles.present(world, target.owner_id, IPAM):
        return f"IPAM's service-linked role is missing in the account {target.owner_id}."
    if count > found.max_entries:
        return f"The version has {count} entries and the prefix list is limited to {found.max_entries}."
    return None


def _remove(world: World, target: Target) -> None:
    world.ipam.resolver_targets.remove(target.id)
    target.resolver.targets.remove(target.id)
    world.ec2.tags.forget((target.owner_id, target.region), target.id)
    found = _list_of(world, target)
    if found is not None and found.target_id == target.id:
        found.target_id, found.sync_enabled = None, None


def follow_version(world: World, event: IpamResolverVersionMade) -> None:
    """Targets that track the latest version write the new one."""
    for target in world.ipam.resolvers[event.resolver_id].targets.values():
        sync(world, target)


def follow_list(world: World, event: ManagedPrefixListModified) -> None:
    """A list whose owner has let it be written again, or made room, is written, over what others wrote meanwhile."""
    found = world.network.prefix_lists.get(event.list_id)
    target = world.ipam.resolver_targets.get(found.target_id or "") if found is not None else None
    if found is not None and found.sync_enabled and target is not None:
        sync(world, target, was_edited=list(found.entries) != list(_entries(target)))


def follow_role(world: World, event: ServiceLinkedRoleChanged) -> None:
    """What could not be written for want of IPAM's role is written once it is there (IPAM-573)."""
    if event.service_principal != IPAM or not service_linked_roles.present(world, event.account_id, IPAM):
        return
    for target in world.ipam.resolver_targets.of(event.account_id):
        if target.state is TargetState.SYNC_FAILED:
            sync(world, target)
