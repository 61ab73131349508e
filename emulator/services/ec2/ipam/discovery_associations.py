"""Associations of resource discoveries with IPAMs."""

from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.ipam.discovery import associations
from emulator.domain.ipam.discovery.associations import Association
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.client_tokens import IdempotentRequest, once
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.own_and_shared import OwnAndShared
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import tags_view
from emulator.services.operations import Call, Request


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
        "ResourceDiscoveryStatus": associations.status_of(world, association),
        "State": association.state,
        "Tags": tags_view(world, association.id),
    }


class AssociateIpamResourceDiscovery(IdempotentRequest):
    ipam_id: str
    ipam_resource_discovery_id: str
    tag_specifications: list[TagSpecification] | None = None


@ec2.operation
def associate_ipam_resource_discovery(call: Call, request: AssociateIpamResourceDiscovery) -> dict[str, Any]:
    """Let an IPAM see through a discovery."""
    world = call.world
    # AWS's own example tags the discovery here; such tags are taken and go nowhere
    tags = tags_for(
        world,
        kinds.IPAM_RESOURCE_DISCOVERY_ASSOCIATION,
        request.tag_specifications,
        kinds.IPAM_RESOURCE_DISCOVERY,
    )
    association = once(
        call,
        request,
        world.ipam.associations.get,
        lambda: associations.associate(
            world,
            call.account_id,
            call.caller.region,
            request.ipam_id,
            request.ipam_resource_discovery_id,
            tags,
        ),
    )
    return {"IpamResourceDiscoveryAssociation": association_view(world, association)}


class DisassociateIpamResourceDiscovery(Request):
    ipam_resource_discovery_association_id: str


@ec2.operation
def disassociate_ipam_resource_discovery(call: Call, request: DisassociateIpamResourceDiscovery) -> dict[str, Any]:
    """Let an IPAM see through a discovery no more."""
    association = associations.disassociate(
        call.world, call.account_id, call.caller.region, request.ipam_resource_discovery_association_id
    )
    return {"IpamResourceDiscoveryAssociation": association_view(call.world, association)}


class DescribeIpamResourceDiscoveryAssociations(DescribeRequest):
    ipam_resource_discovery_association_ids: list[str] | None = None


def _filters(world: World) -> FilterTable[Association]:
    return FilterTable[Association](
        {
            "owner-id": lambda association: association.owner_id,
            "ipam-resource-discovery-association-id": lambda association: association.id,
            "ipam-resource-discovery-association-arn": lambda association: association.arn,
            "ipam-resource-discovery-id": lambda association: association.discovery_id,
            "ipam-id": lambda association: association.ipam_id,
            "ipam-arn": lambda association: association.ipam_arn,
            "ipam-region": lambda association: association.region,
            "is-default": lambda association: association.is_default,
            "resource-discovery-status": lambda association: associations.status_of(world, association),
            "state": lambda association: association.state,
        },
        tags=lambda association: association.id,
    )


@ec2.operation
def describe_ipam_resource_discovery_associations(
    call: Call, request: DescribeIpamResourceDiscoveryAssociations
) -> dict[str, Any]:
    """The associations of the caller's IPAMs in this Region, and those of others with its discoveries."""
    world, asking = call.world, (call.account_id, call.caller.region)
    return describe(
        call,
        request,
        "IpamResourceDiscoveryAssociations",
        OwnAndShared(
            world.ipam.associations.at(*asking),
            lambda: associations.of_others(world, *asking),
            lambda association_id: associations.find(world, *asking, association_id),
        ),
        kind=kinds.IPAM_RESOURCE_DISCOVERY_ASSOCIATION,
        ids="ipam_resource_discovery_association_ids",
        filters=_filters(world),
        view=lambda association: association_view(world, association),
    )
