"""IPAM's resource discoveries, and their associations with IPAMs."""

from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.ipam.discoveries import Association, Discovery
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.ipam_ipams import regions_view
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.views import given, tags_view
from emulator.services.operations import Call


def discovery_view(world: World, discovery: Discovery) -> dict[str, Any]:
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
            "Tags": tags_view(world, discovery.id),
            "OrganizationalUnitExclusions": exclusions or None,
        }
    )


def association_view(world: World, association: Association) -> dict[str, Any]:
    return {
        "OwnerId": association.owner_id,
        "IpamResourceDiscoveryAssociationId": association.id,
        "IpamResourceDiscoveryAssociationArn": association.arn,
        "IpamResourceDiscoveryId": association.discovery_id,
        "IpamId": association.ipam_id,
        "IpamArn": association.ipam_arn,
        "IpamRegion": association.region,
        "IsDefault": association.is_default,
        "ResourceDiscoveryStatus": association.status,
        "State": association.state,
        "Tags": tags_view(world, association.id),
    }


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
    """The caller's resource discoveries at home in this Region."""
    return describe(
        call,
        request,
        "IpamResourceDiscoveries",
        call.world.ipam.discoveries.at(call.account_id, call.caller.region),
        kind=kinds.IPAM_RESOURCE_DISCOVERY,
        ids="ipam_resource_discovery_ids",
        filters=_DISCOVERY_FILTERS,
        view=lambda discovery: discovery_view(call.world, discovery),
    )


class DescribeIpamResourceDiscoveryAssociations(DescribeRequest):
    ipam_resource_discovery_association_ids: list[str] | None = None


_ASSOCIATION_FILTERS = FilterTable[Association](
    {
        "owner-id": lambda association: association.owner_id,
        "ipam-resource-discovery-association-id": lambda association: association.id,
        "ipam-resource-discovery-association-arn": lambda association: association.arn,
        "ipam-resource-discovery-id": lambda association: association.discovery_id,
        "ipam-id": lambda association: association.ipam_id,
        "ipam-arn": lambda association: association.ipam_arn,
        "ipam-region": lambda association: association.region,
        "is-default": lambda association: association.is_default,
        "resource-discovery-status": lambda association: association.status,
        "state": lambda association: association.state,
    },
    tags=lambda association: association.id,
)


@ec2.operation
def describe_ipam_resource_discovery_associations(
    call: Call, request: DescribeIpamResourceDiscoveryAssociations
) -> dict[str, Any]:
    """The associations of the caller's IPAMs in this Region."""
    return describe(
        call,
        request,
        "IpamResourceDiscoveryAssociations",
        call.world.ipam.associations.at(call.account_id, call.caller.region),
        kind=kinds.IPAM_RESOURCE_DISCOVERY_ASSOCIATION,
        ids="ipam_resource_discovery_association_ids",
        filters=_ASSOCIATION_FILTERS,
        view=lambda association: association_view(call.world, association),
    )
