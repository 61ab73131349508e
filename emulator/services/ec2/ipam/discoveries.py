"""IPAM's resource discoveries."""

from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.ipam.discovery import discoveries
from emulator.domain.ipam.discovery.discoveries import Discovery, DiscoveryChanges
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.ipam.ipams import OperatingRegion, region_names, regions_view
from emulator.services.ec2.shared.client_tokens import IdempotentRequest, once
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.own_and_shared import OwnAndShared
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import given, tags_view
from emulator.services.operations import Call, Request


def discovery_view(world: World, discovery: Discovery, caller_id: str) -> dict[str, Any]:
    """A discovery; whom it is shared with does not see its tags."""
    exclusions = [{"OrganizationsEntityPath": path} for path in discovery.exclusions]
    return given(
        {
            "OwnerId": discovery.owner_id,
            "IpamResourceDiscoveryId": discovery.id,
            "IpamResourceDiscoveryArn": discovery.arn,
            "IpamResourceDiscoveryRegion": discovery.region,
            "Description": discovery.description,
            "OperatingRegions": regions_view(discovery.operating_regions),
            "IsDefault": discovery.is_default,
            "State": discovery.state,
            "Tags": tags_view(world, discovery.id) if caller_id == discovery.owner_id else [],
            "OrganizationalUnitExclusions": exclusions or None,
        }
    )


class CreateIpamResourceDiscovery(IdempotentRequest):
    description: str | None = None
    operating_regions: list[OperatingRegion] | None = None
    tag_specifications: list[TagSpecification] | None = None


@ec2.operation
def create_ipam_resource_discovery(call: Call, request: CreateIpamResourceDiscovery) -> dict[str, Any]:
    """Make a discovery, at home in this Region."""
    world = call.world
    tags = tags_for(world, kinds.IPAM_RESOURCE_DISCOVERY, request.tag_specifications)
    discovery = once(
        call,
        request,
        world.ipam.discoveries.get,
        lambda: discoveries.create(
            world,
            call.account_id,
            call.caller.region,
            description=request.description,
            operating_regions=region_names(request.operating_regions),
            tags=tags,
        ),
    )
    return {"IpamResourceDiscovery": discovery_view(world, discovery, call.account_id)}


class UnitExclusion(Request):
    organizations_entity_path: str | None = None


def _paths(exclusions: list[UnitExclusion] | None) -> list[str]:
    return [exclusion.organizations_entity_path or "" for exclusion in exclusions or ()]


class ModifyIpamResourceDiscovery(Request):
    ipam_resource_discovery_id: str
    description: str | None = None
    add_operating_regions: list[OperatingRegion] | None = None
    remove_operating_regions: list[OperatingRegion] | None = None
    add_organizational_unit_exclusions: list[UnitExclusion] | None = None
    remove_organizational_unit_exclusions: list[UnitExclusion] | None = None


@ec2.operation
def modify_ipam_resource_discovery(call: Call, request: ModifyIpamResourceDiscovery) -> dict[str, Any]:
    """Change what a discovery says, where it looks and whom it leaves out."""
    changes = DiscoveryChanges(
        description=request.description,
        add_regions=region_names(request.add_operating_regions),
        remove_regions=region_names(request.remove_operating_regions),
        add_exclusions=_paths(request.add_organizational_unit_exclusions),
        remove_exclusions=_paths(request.remove_organizational_unit_exclusions),
    )
    discovery = discoveries.modify(
        call.world, call.account_id, call.caller.region, request.ipam_resource_discovery_id, changes
    )
    return {"IpamResourceDiscovery": discovery_view(call.world, discovery, call.account_id)}


class DeleteIpamResourceDiscovery(Request):
    ipam_resource_discovery_id: str


@ec2.operation
def delete_ipam_resource_discovery(call: Call, request: DeleteIpamResourceDiscovery) -> dict[str, Any]:
    """Delete a discovery that is not a default one."""
    discovery = discoveries.delete(call.world, call.account_id, call.caller.region, request.ipam_resource_discovery_id)
    return {"IpamResourceDiscovery": discovery_view(call.world, discovery, call.account_id)}


class DescribeIpamResourceDiscoveries(DescribeRequest):
    ipam_resource_discovery_ids: list[str] | None = None


_DISCOVERY_FILTERS = FilterTable[Discovery](
    {
        "owner-id": lambda discovery: discovery.owner_id,
        "ipam-resource-discovery-id": lambda discovery: discovery.id,
        "ipam-resource-discovery-arn": lambda discovery: discovery.arn,
        "ipam-resource-discovery-region": lambda discovery: discovery.region,
        "description": lambda discovery: discovery.description,
        "is-default": lambda discovery: discovery.is_default,
        "state": lambda discovery: discovery.state,
    },
    tags=lambda discovery: discovery.id,
)


@ec2.operation
def describe_ipam_resource_discoveries(call: Call, request: DescribeIpamResourceDiscoveries) -> dict[str, Any]:
    """The caller's resource discoveries at home in this Region, and those that others share with it."""
    world, asking = call.world, (call.account_id, call.caller.region)
    return describe(
        call,
        request,
        "IpamResourceDiscoveries",
        OwnAndShared(
            world.ipam.discoveries.at(*asking),
            lambda: discoveries.shared(world, *asking),
            lambda discovery_id: discoveries.find(world, *asking, discovery_id),
        ),
        kind=kinds.IPAM_RESOURCE_DISCOVERY,
        ids="ipam_resource_discovery_ids",
        filters=_DISCOVERY_FILTERS,
        view=lambda discovery: discovery_view(world, discovery, call.account_id),
    )
