"""Managed prefix lists: blocks under one name, in versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from emulator.domain.ec2 import cidrs, kinds
from emulator.domain.ec2.refusals import IncorrectState, QuotaReached
from emulator.domain.events import ManagedPrefixListModified, PrefixListTransitionDue, ShareableResourceDeleted
from emulator.domain.network import aws_prefix_lists, sharing
from emulator.domain.network import prefix_list_refusals as refused
from emulator.domain.network.prefix_list import AWS, PrefixList
from emulator.domain.network.prefix_list_states import PREFIX_LIST, State, Trigger
from emulator.domain.world import World

_LONGEST_NAME = 255
_AWS_NAMES = "com.amazonaws"
_FAMILIES = {"ipv4": "IPv4", "ipv6": "IPv6"}


@dataclass(frozen=True, slots=True)
class Changes:
    """What ModifyManagedPrefixList asks for; None is what it leaves."""

    version: int | None = None
    name: str | None = None
    add: tuple[tuple[str, str | None], ...] = ()
    remove: tuple[str, ...] = ()
    max_entries: int | None = None
    sync_enabled: bool | None = None


def seen_by(world: World, caller_id: str, region: str, list_id: str) -> PrefixList | None:
    """A list that an account may refer to: its own, one that is shared with it, or AWS's."""
    found = sharing.PREFIX_LISTS.find(world, caller_id, region, list_id)
    return found if found is not None else aws_prefix_lists.in_region(region).get(list_id)


def _own(world: World, caller_id: str, region: str, list_id: str) -> PrefixList:
    found = kinds.PREFIX_LIST.known(list_id, seen_by(world, caller_id, region, list_id))
    if found.owner_id == AWS:
        raise refused.OwnedByAws(list_id)
    if found.owner_id != caller_id:
        raise refused.OwnedByAnother(list_id)
    return found


def create(
    world: World,
    caller_id: str,
    region: str,
    name: str,
    family: str,
    max_entries: int,
    entries: Sequence[tuple[str, str | None]],
    tags: Mapping[str, str],
) -> PrefixList:
    """A list with its first version (EC2-282, EC2-283, EC2-285 to EC2-288)."""
    _require_name(name)
    if family.lower() not in _FAMILIES:
        raise refused.InvalidFamily(family)
    _require_size(world, max_entries)
    first = _with({}, _FAMILIES[family.lower()], entries, (), max_entries)
    count, limit = len(world.network.prefix_lists.at(caller_id, region)), world.options.prefix_lists_per_region
    if count >= limit:
        raise QuotaReached("prefix lists", count, limit)
    world.begin_change()
    made = PrefixList(
        kinds.PREFIX_LIST.new(world.identifiers),
        caller_id,
        region,
        name,
        _FAMILIES[family.lower()],
        max_entries,
        {1: first},
    )
    world.network.prefix_lists.add(made)
    world.ec2.tags.put((caller_id, region), kinds.PREFIX_LIST.resource_type, made.id, tags)
    _complete_later(world, made)
    return made


def modify(world: World, caller_id: str, region: str, list_id: str, changes: Changes) -> PrefixList:
    """Change a list's name, size, or entries; new entries are a new version (EC2-280 to EC2-292, EC2-295, EC2-297)."""
    found = _own(world, caller_id, region, list_id)
    asks_entries = bool(changes.add or changes.remove)
    if not asks_entries and changes.name is None and changes.max_entries is None and changes.sync_enabled is None:
        raise refused.NothingChanges
    if asks_entries and changes.max_entries is not None:
        raise refused.SizeAndEntries
    _require_resting(found, Trigger.MODIFY)
    if changes.name is not None:
        _require_name(changes.name)
    if changes.version is not None and changes.version != found.version:
        raise refused.VersionMismatch
    if changes.sync_enabled is not None and found.target_id is None:
        raise refused.NotBoundToResolver(list_id)
    if changes.max_entries is not None:
        _require_size(world, changes.max_entries)
        if changes.max_entries < len(found.entries):
            raise refused.SizeBelowEntries
    entries = None
    if asks_entries:
        _require_not_kept(found)
        if changes.version is None:
            raise refused.VersionMissing
        entries = _with(found.entries, found.family, changes.add, changes.remove, found.max_entries)
    world.begin_change()
    if changes.name is not None:
        found.name = changes.name
    if changes.max_entries is not None:
        found.max_entries = changes.max_entries
    if changes.sync_enabled is not None:
        found.sync_enabled = changes.sync_enabled
    if entries is not None:
        _add_version(world, found, entries)
    found.state = PREFIX_LIST.take(found.state, Trigger.MODIFY).to
    _complete_later(world, found)
    if found.target_id is not None:
        world.announce(ManagedPrefixListModified(found.id))
    return found


def restore(world: World, caller_id: str, region: str, list_id: str, previous: int, current: int) -> PrefixList:
    """Make a new version of an earlier one's entries (EC2-280, EC2-282, EC2-293, EC2-295)."""
    found = _own(world, caller_id, region, list_id)
    _require_resting(found, Trigger.RESTORE)
    _require_not_kept(found)
    if current != found.version:
        raise refused.VersionMismatch
    entries = at_version(found, previous)
    if len(entries) > found.max_entries:
        raise refused.TooManyEntries
    world.begin_change()
    _add_version(world, found, dict(entries))
    found.state = PREFIX_LIST.take(found.state, Trigger.RESTORE).to
    _complete_later(world, found)
    return found


def delete(world: World, caller_id: str, region: str, list_id: str) -> PrefixList:
    """A list goes when nothing refers to it (EC2-294, EC2-296)."""
    found = _own(world, caller_id, region, list_id)
    _require_resting(found, Trigger.DELETE)
    if found.target_id is not None:
        raise refused.BoundToResolver(list_id)
    network = world.network
    if list_id in network.referring_rules or list_id in network.referring_tables:
        raise refused.ListInUse(list_id)
    world.begin_change()
    found.state = PREFIX_LIST.take(found.state, Trigger.DELETE).to
    _complete_later(world, found)
    return found


def at_version(found: PrefixList, version: int | None) -> Mapping[str, str | None]:
    """The entries of a version, or the current ones (EC2-293)."""
    if version is None:
        return found.entries
    if version not in found.versions:
        raise refused.VersionNotFound(found.id, version)
    return found.versions[version]


def referring(world: World, found: PrefixList, caller_id: str) -> list[tuple[str, str]]:
    """The groups and route tables that refer to a list, each with its owner: all for the list's owner, else the
    caller's own."""
    network = world.network
    rules = (network.security_group_rules[rule_id] for rule_id in network.referring_rules.get(found.id, ()))
    tables = (network.route_tables[table_id] for table_id in network.referring_tables.get(found.id, ()))
    owners = {rule.group_id: rule.owner_id for rule in rules} | {table.id: table.owner_id for table in tables}
    return [(one, owner_id) for one, owner_id in owners.items() if caller_id in (found.owner_id, owner_id)]


def write_synced(world: World, found: PrefixList, entries: Mapping[str, str | None]) -> None:
    """A resolver's target writes the entries, as a new version. It has seen that they fit."""
    _add_version(world, found, dict(entries))
    found.state = PREFIX_LIST.take(found.state, Trigger.SYNC).to
    _complete_later(world, found)


def complete(world: World, event: PrefixListTransitionDue) -> None:
    """A transition is over: the list rests, or is gone."""
    found = world.network.prefix_lists.get(event.list_id)
    if found is None or not PREFIX_LIST.allows(found.state, Trigger.COMPLETE):
        return
    found.state = PREFIX_LIST.take(found.state, Trigger.COMPLETE).to
    if found.state is State.DELETE_COMPLETE:
        world.network.prefix_lists.remove(found.id)
        world.ec2.tags.forget((found.owner_id, found.region), found.id)
        world.announce(ShareableResourceDeleted(found.arn))


def _complete_later(world: World, found: PrefixList) -> None:
    delay = timedelta(seconds=world.options.prefix_list_transition_delay_s)
    world.schedule.at(world.now + delay, PrefixListTransitionDue(found.id))


def _add_version(world: World, found: PrefixList, entries: dict[str, str | None]) -> None:
    found.versions[found.version + 1] = entries
    while len(found.versions) > world.options.versions_per_prefix_list:
        del found.versions[next(iter(found.versions))]


def _require_name(name: str) -> None:
    if not 1 <= len(name) <= _LONGEST_NAME or name.startswith(_AWS_NAMES):
        raise refused.InvalidName(name)


def _require_size(world: World, max_entries: int) -> None:
    if not 1 <= max_entries <= world.options.entries_per_prefix_list:
        raise refused.InvalidSize


def _require_resting(found: PrefixList, trigger: Trigger) -> None:
    if not PREFIX_LIST.allows(found.state, trigger):
        raise IncorrectState(found.id, found.state)


def _require_not_kept(found: PrefixList) -> None:
    if found.target_id is not None and found.sync_enabled:
        raise refused.KeptByResolver(found.id)


def _with(
    present: Mapping[str, str | None],
    family: str,
    add: Sequence[tuple[str, str | None]],
    remove: Sequence[str],
    max_entries: int,
) -> dict[str, str | None]:
    """The entries with some taken away and others put to them (EC2-282 to EC2-285, EC2-351, EC2-352)."""
    entries = dict(present)
    removed = set()
    for text in remove:
        block = _block(family, text)
        if block not in entries:
            raise refused.EntryNotFound(block)
        del entries[block]
        removed.add(block)
    for text, description in add:
        block = _block(family, text)
        if block in removed:
            raise refused.EntryAddedAndRemoved(block)
        if block in present:
            raise refused.EntryIsThere
        if block in entries:
            raise refused.DuplicateEntry(block)
        entries[block] = description
    if len(entries) > max_entries:
        raise refused.TooManyEntries
    return entries


def _block(family: str, text: str) -> str:
    block = cidrs.parse(text)
    if block is None or _FAMILIES[block.family] != family:
        raise refused.InvalidEntry(text)
    return str(block)
