"""Describe calls of networking: the caller's own resources, and those of others that it sees around shared subnets."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from emulator.domain.ec2.kinds import Kind
from emulator.domain.ec2.places import Resident, Residents
from emulator.domain.network import sharing
from emulator.domain.world import World
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.own_and_shared import OwnAndShared
from emulator.services.operations import Call

Resource = TypeVar("Resource", bound=Resident)

# what views call the tags
_TAGS = ("Tags", "TagSet")


def describe_seen(
    call: Call,
    request: DescribeRequest,
    key: str,
    kept: Residents[Resource],
    *,
    kind: Kind,
    ids: str,
    filters: FilterTable[Resource],
    view: Callable[[World, Resource], Mapping[str, Any]],
) -> dict[str, Any]:
    """The answer of a describe call about what is in VPCs."""
    world, asking = call.world, (call.account_id, call.caller.region)
    return describe(
        call,
        request,
        key,
        OwnAndShared(
            kept.at(*asking),
            lambda: sharing.of_others(world, *asking, kind, kept),
            lambda resource_id: sharing.find(world, *asking, kind, kept, resource_id),
        ),
        kind=kind,
        ids=ids,
        filters=filters,
        view=with_own_tags(call, view),
    )


def owned_by(kind: Kind, kept: Callable[[World], Residents[Resource]]) -> Callable[[Call, str], Iterable[str] | None]:
    """An index by owner: nearly all are the caller's, and others' are few."""

    def find(call: Call, owner_id: str) -> Iterable[str] | None:
        if owner_id == call.account_id:
            return None
        others = sharing.of_others(call.world, call.account_id, call.caller.region, kind, kept(call.world))
        return [resource.id for resource in others if resource.owner_id == owner_id]

    return find


def with_own_tags(
    call: Call, view: Callable[[World, Resource], Mapping[str, Any]]
) -> Callable[[Resource], Mapping[str, Any]]:
    """Views in which tags are shown to their owner alone (EC2-303)."""

    def shown(resource: Resource) -> Mapping[str, Any]:
        found = view(call.world, resource)
        if resource.owner_id == call.account_id:
            return found
        return {name: [] if name in _TAGS else value for name, value in found.items()}

    return shown
