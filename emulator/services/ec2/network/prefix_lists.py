"""Managed prefix lists."""

from collections.abc import Callable, Iterable
from typing import Any

from emulator.domain.catalog import Catalog
from emulator.domain.ec2 import kinds
from emulator.domain.network import aws_prefix_lists, prefix_lists, sharing
from emulator.domain.network.prefix_list import AWS, PrefixList
from emulator.domain.network.prefix_lists import Changes
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.client_tokens import IdempotentRequest, once
from emulator.services.ec2.shared.describe import Described, DescribeRequest, PagedRequest, describe, paged
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.own_and_shared import OwnAndShared
from emulator.services.ec2.shared.seen import with_own_tags
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import given, tags_view
from emulator.services.operations import Call, Request


def list_view(world: World, found: PrefixList) -> dict[str, Any]:
    """A list; AWS's own say neither their size nor their version."""
    own = found.owner_id != AWS
    return given(
        {
            "PrefixListId": found.id,
            "AddressFamily": found.family,
            "State": found.state,
            "PrefixListArn": found.arn,
            "PrefixListName": found.name,
            "MaxEntries": found.max_entries if own else None,
            "Version": found.version if own else None,
            "Tags": tags_view(world, found.id),
            "OwnerId": found.owner_id,
            "IpamPrefixListResolverTargetId": found.target_id,
            "IpamPrefixListResolverSyncEnabled": found.sync_enabled,
        }
    )


class AddPrefixListEntry(Request):
    cidr: str
    description: str | None = None


class RemovePrefixListEntry(Request):
    cidr: str


class CreateManagedPrefixList(IdempotentRequest):
    prefix_list_name: str
    entries: list[AddPrefixListEntry] | None = None
    max_entries: int
    tag_specifications: list[TagSpecification] | None = None
    address_family: str


def _pairs(entries: list[AddPrefixListEntry] | None) -> tuple[tuple[str, str | None], ...]:
    return tuple((entry.cidr, entry.description) for entry in entries or ())


@ec2.operation
def create_managed_prefix_list(call: Call, request: CreateManagedPrefixList) -> dict[str, Any]:
    """Make a list, in its first version."""
    world, region = call.world, call.caller.region
    tags = tags_for(world, kinds.PREFIX_LIST, request.tag_specifications)
    made = once(
        call,
        request,
        world.network.prefix_lists.get,
        lambda: prefix_lists.create(
            world,
            call.account_id,
            region,
            request.prefix_list_name,
            request.address_family,
            request.max_entries,
            _pairs(request.entries),
            tags,
        ),
    )
    return {"PrefixList": list_view(world, made)}


class ModifyManagedPrefixList(Request):
    prefix_list_id: str
    current_version: int | None = None
    prefix_list_name: str | None = None
    add_entries: list[AddPrefixListEntry] | None = None
    remove_entries: list[RemovePrefixListEntry] | None = None
    max_entries: int | None = None
    ipam_prefix_list_resolver_sync_enabled: bool | None = None


@ec2.operation
def modify_managed_prefix_list(call: Call, request: ModifyManagedPrefixList) -> dict[str, Any]:
    """Change a list's name or size, or its entries in a new version."""
    changes = Changes(
        version=request.current_version,
        name=request.prefix_list_name,
        add=_pairs(request.add_entries),
        remove=tuple(entry.cidr for entry in request.remove_entries or ()),
        max_entries=request.max_entries,
        sync_enabled=request.ipam_prefix_list_resolver_sync_enabled,
    )
    changed = prefix_lists.modify(call.world, call.account_id, call.caller.region, request.prefix_list_id, changes)
    return {"PrefixList": list_view(call.world, changed)}


class RestoreManagedPrefixListVersion(Request):
    prefix_list_id: str
    previous_version: int
    current_version: int


@ec2.operation
def restore_managed_prefix_list_version(call: Call, request: RestoreManagedPrefixListVersion) -> dict[str, Any]:
    """Make a new version of the entries of an earlier one."""
    restored = prefix_lists.restore(
        call.world,
        call.account_id,
        call.caller.region,
        request.prefix_list_id,
        request.previous_version,
        request.current_version,
    )
    return {"PrefixList": list_view(call.world, restored)}


class DeleteManagedPrefixList(Request):
    prefix_list_id: str


@ec2.operation
def delete_managed_prefix_list(call: Call, request: DeleteManagedPrefixList) -> dict[str, Any]:
    """Delete a list that nothing refers to."""
    deleted = prefix_lists.delete(call.world, call.account_id, call.caller.region, request.prefix_list_id)
    return {"PrefixList": list_view(call.world, deleted)}


def _seen(call: Call, list_id: str) -> PrefixList:
    found = prefix_lists.seen_by(call.world, call.account_id, call.caller.region, list_id)
    return kinds.PREFIX_LIST.known(list_id, found)


class GetManagedPrefixListEntries(PagedRequest):
    prefix_list_id: str
    target_version: int | None = None


@ec2.operation
def get_managed_prefix_list_entries(call: Call, request: GetManagedPrefixListEntries) -> dict[str, Any]:
    """The entries of a list's version, or of the current one."""
    entries = prefix_lists.at_version(_seen(call, request.prefix_list_id), request.target_version)
    views = [given({"Cidr": cidr, "Description": text}) for cidr, text in entries.items()]
    return _in_pages(request, "Entries", views)


class GetManagedPrefixListAssociations(PagedRequest):
    prefix_list_id: str


@ec2.operation
def get_managed_prefix_list_associations(call: Call, request: GetManagedPrefixListAssociations) -> dict[str, Any]:
    """The caller's security groups and route tables that refer to a list."""
    found = prefix_lists.referring(call.world, _seen(call, request.prefix_list_id), call.account_id)
    views = [{"ResourceId": resource_id, "ResourceOwner": owner_id} for resource_id, owner_id in found]
    return _in_pages(request, "PrefixListAssociations", views)


def _in_pages(request: PagedRequest, key: str, views: Iterable[dict[str, Any]]) -> dict[str, Any]:
    listed: Catalog[str, dict[str, Any]] = Catalog()
    for number, view in enumerate(views):
        listed.add(str(number), view)
    return paged(request, key, listed, dict)


class DescribeManagedPrefixLists(DescribeRequest):
    prefix_list_ids: list[str] | None = None


class DescribePrefixLists(DescribeRequest):
    prefix_list_ids: list[str] | None = None


class _SeenLists:
    """AWS's lists of a Region, and behind them those of accounts, if they are wanted."""

    def __init__(self, region: str, accounts: Described[PrefixList]) -> None:
        self._aws = aws_prefix_lists.in_region(region)
        self._accounts = accounts

    def get(self, key: str, /) -> PrefixList | None:
        return self._aws.get(key) or self._accounts.get(key)

    def page(
        self,
        after: str | None,
        limit: int,
        keep: Callable[[PrefixList], bool] | None = None,
        among: Iterable[str] | None = None,
    ) -> tuple[list[PrefixList], str | None]:
        named = None if among is None else set(among)
        # AWS's have positions of their own: -2, -1, ...
        start = int(after) if after is not None and after.startswith("-") else None
        found: list[PrefixList] = []
        if after is None or start is not None:
            for position, prefix_list in enumerate(self._aws.values(), start=-len(self._aws)):
                wanted = (start is None or position > start) and (named is None or prefix_list.id in named)
                if wanted and (keep is None or keep(prefix_list)):
                    if len(found) == limit:
                        return found, str(position - 1)
                    found.append(prefix_list)
            after = None
        own, last = self._accounts.page(after, limit - len(found), keep, named)
        return found + own, last if own or last is None else "-1"


_FILTERS = FilterTable[PrefixList](
    {
        "owner-id": lambda found: found.owner_id,
        "prefix-list-id": lambda found: found.id,
        "prefix-list-name": lambda found: found.name,
    },
    tags=lambda found: found.id,
    owner=lambda found: found.owner_id,
    indexes={"prefix-list-id": lambda call, value: (value,)},
)


@ec2.operation
def describe_managed_prefix_lists(call: Call, request: DescribeManagedPrefixLists) -> dict[str, Any]:
    """The caller's lists in this Region, those that others share with it, and AWS's."""
    world, asking = call.world, (call.account_id, call.caller.region)
    seen = OwnAndShared(
        world.network.prefix_lists.at(*asking),
        lambda: sharing.PREFIX_LISTS.of_others(world, *asking),
        lambda list_id: sharing.PREFIX_LISTS.find(world, *asking, list_id),
    )
    return describe(
        call,
        request,
        "PrefixLists",
        _SeenLists(call.caller.region, seen),
        kind=kinds.PREFIX_LIST,
        ids="prefix_list_ids",
        filters=_FILTERS,
        view=with_own_tags(call, list_view),
    )


_AWS_FILTERS = FilterTable[PrefixList](
    {"prefix-list-id": lambda found: found.id, "prefix-list-name": lambda found: found.name}
)


@ec2.operation
def describe_prefix_lists(call: Call, request: DescribePrefixLists) -> dict[str, Any]:
    """AWS's lists alone, each with its blocks."""
    return describe(
        call,
        request,
        "PrefixLists",
        _SeenLists(call.caller.region, Catalog()),
        kind=kinds.PREFIX_LIST,
        ids="prefix_list_ids",
        filters=_AWS_FILTERS,
        view=lambda found: {
            "PrefixListId": found.id,
            "PrefixListName": found.name,
            "Cidrs": list(found.entries),
        },
    )
