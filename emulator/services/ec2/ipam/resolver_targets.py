"""Targets of IPAM's prefix list resolvers."""

from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.ipam.resolvers import resolvers
from emulator.domain.ipam.resolvers import targets as resolver_targets
from emulator.domain.ipam.resolvers.targets import Target
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.client_tokens import IdempotentRequest, once
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import given, tags_view
from emulator.services.operations import Call, Request


def target_view(world: World, target: Target) -> dict[str, Any]:
    return given(
        {
            "IpamPrefixListResolverTargetId": target.id,
            "IpamPrefixListResolverTargetArn": target.arn,
            "IpamPrefixListResolverId": target.resolver.id,
            "OwnerId": target.owner_id,
            "PrefixListId": target.list_id,
            "PrefixListRegion": target.list_region,
            "DesiredVersion": target.wanted or None,
            "LastSyncedVersion": target.last_synced,
            "TrackLatestVersion": target.tracks_latest,
            "StateMessage": target.state_message,
            "State": target.state,
            "Tags": tags_view(world, target.id),
        }
    )


class CreateIpamPrefixListResolverTarget(IdempotentRequest):
    ipam_prefix_list_resolver_id: str
    prefix_list_id: str
    prefix_list_region: str
    desired_version: int | None = None
    track_latest_version: bool
    tag_specifications: list[TagSpecification] | None = None


@ec2.operation
def create_ipam_prefix_list_resolver_target(call: Call, request: CreateIpamPrefixListResolverTarget) -> dict[str, Any]:
    """Let a resolver write a managed prefix list."""
    world = call.world
    tags = tags_for(world, kinds.IPAM_PREFIX_LIST_RESOLVER_TARGET, request.tag_specifications)
    target = once(
        call,
        request,
        world.ipam.resolver_targets.get,
        lambda: resolver_targets.create(
            world,
            call.account_id,
            call.caller.region,
            request.ipam_prefix_list_resolver_id,
            list_id=request.prefix_list_id,
            list_region=request.prefix_list_region,
            desired=request.desired_version,
            tracks_latest=request.track_latest_version,
            tags=tags,
        ),
    )
    return {"IpamPrefixListResolverTarget": target_view(world, target)}


class ModifyIpamPrefixListResolverTarget(IdempotentRequest):
    ipam_prefix_list_resolver_target_id: str
    desired_version: int | None = None
    track_latest_version: bool | None = None


@ec2.operation
def modify_ipam_prefix_list_resolver_target(call: Call, request: ModifyIpamPrefixListResolverTarget) -> dict[str, Any]:
    """Say which version a list is to have."""
    world = call.world
    target = once(
        call,
        request,
        world.ipam.resolver_targets.get,
        lambda: resolver_targets.modify(
            world,
            call.account_id,
            call.caller.region,
            request.ipam_prefix_list_resolver_target_id,
            request.desired_version,
            request.track_latest_version,
        ),
    )
    return {"IpamPrefixListResolverTarget": target_view(world, target)}


class DeleteIpamPrefixListResolverTarget(Request):
    ipam_prefix_list_resolver_target_id: str


@ec2.operation
def delete_ipam_prefix_list_resolver_target(call: Call, request: DeleteIpamPrefixListResolverTarget) -> dict[str, Any]:
    """Let a resolver write a list no longer."""
    target = resolver_targets.delete(
        call.world, call.account_id, call.caller.region, request.ipam_prefix_list_resolver_target_id
    )
    return {"IpamPrefixListResolverTarget": target_view(call.world, target)}


class DescribeIpamPrefixListResolverTargets(DescribeRequest):
    ipam_prefix_list_resolver_target_ids: list[str] | None = None
    ipam_prefix_list_resolver_id: str | None = None


_FILTERS = FilterTable[Target](
    {
        "ipam-prefix-list-resolver-target-id": lambda target: target.id,
        "ipam-prefix-list-resolver-target-arn": lambda target: target.arn,
        "ipam-prefix-list-resolver-id": lambda target: target.resolver.id,
        "owner-id": lambda target: target.owner_id,
        "prefix-list-id": lambda target: target.list_id,
        "prefix-list-region": lambda target: target.list_region,
        "desired-version": lambda target: target.wanted,
        "last-synced-version": lambda target: target.last_synced,
        "track-latest-version": lambda target: target.tracks_latest,
        "state": lambda target: target.state,
    },
    tags=lambda target: target.id,
)


@ec2.operation
def describe_ipam_prefix_list_resolver_targets(
    call: Call, request: DescribeIpamPrefixListResolverTargets
) -> dict[str, Any]:
    """The caller's targets, or those of one resolver."""
    world, region = call.world, call.caller.region
    seen = world.ipam.resolver_targets.at(call.account_id, region)
    if request.ipam_prefix_list_resolver_id is not None:
        seen = resolvers.owned(world, call.account_id, region, request.ipam_prefix_list_resolver_id).targets
    return describe(
        call,
        request,
        "IpamPrefixListResolverTargets",
        seen,
        kind=kinds.IPAM_PREFIX_LIST_RESOLVER_TARGET,
        ids="ipam_prefix_list_resolver_target_ids",
        filters=_FILTERS,
        view=lambda target: target_view(world, target),
    )
