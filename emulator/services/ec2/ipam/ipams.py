"""IPAMs."""

from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.ipam import ipams, states, tiers
from emulator.domain.ipam.ipams import Ipam
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.client_tokens import IdempotentRequest, once
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import given, tags_view
from emulator.services.operations import Call, Request


class OperatingRegion(Request):
    region_name: str | None = None


def region_names(regions: list[OperatingRegion] | None) -> list[str]:
    return [region.region_name or "" for region in regions or ()]


def regions_view(names: list[str]) -> list[dict[str, str]]:
    return [{"RegionName": name} for name in names]


def ipam_view(world: World, ipam: Ipam) -> dict[str, Any]:
    return given(
        {
            "OwnerId": ipam.owner_id,
            "IpamId": ipam.id,
            "IpamArn": ipam.arn,
            "IpamRegion": ipam.region,
            "PublicDefaultScopeId": ipam.public_scope_id,
            "PrivateDefaultScopeId": ipam.private_scope_id,
            "ScopeCount": len(ipam.scope_ids),
            "Description": ipam.description,
            "OperatingRegions": regions_view(ipam.operating_regions),
            "State": ipam.state,
            "StateMessage": states.message_of(ipam.state),
            "Tags": tags_view(world, ipam.id),
            "DefaultResourceDiscoveryId": ipam.discovery_id,
            "DefaultResourceDiscoveryAssociationId": ipam.association_id,
            "ResourceDiscoveryAssociationCount": len(ipam.association_ids),
            "Tier": ipam.tier,
            "EnablePrivateGua": ipam.enable_private_gua,
            "MeteredAccount": ipam.metered_account,
        }
    )


class CreateIpam(IdempotentRequest):
    description: str | None = None
    operating_regions: list[OperatingRegion] | None = None
    tag_specifications: list[TagSpecification] | None = None
    tier: str | None = None
    enable_private_gua: bool | None = None
    metered_account: str | None = None


@ec2.operation
def create_ipam(call: Call, request: CreateIpam) -> dict[str, Any]:
    """Make an IPAM whose home is the caller's Region."""
    world = call.world
    tags = tags_for(world, kinds.IPAM, request.tag_specifications)
    ipam = once(
        call,
        request,
        world.ipam.ipams.get,
        lambda: ipams.create(
            world,
            call.account_id,
            call.caller.region,
            description=request.description,
            operating_regions=region_names(request.operating_regions),
            tier=request.tier or tiers.ADVANCED,
            enable_private_gua=request.enable_private_gua or False,
            metered_account=request.metered_account or ipams.IPAM_OWNER,
            tags=tags,
        ),
    )
    return {"Ipam": ipam_view(world, ipam)}


class ModifyIpam(Request):
    ipam_id: str
    description: str | None = None
    add_operating_regions: list[OperatingRegion] | None = None
    remove_operating_regions: list[OperatingRegion] | None = None
    tier: str | None = None
    enable_private_gua: bool | None = None
    metered_account: str | None = None


@ec2.operation
def modify_ipam(call: Call, request: ModifyIpam) -> dict[str, Any]:
    """Change an IPAM."""
    ipam = ipams.modify(
        call.world,
        call.account_id,
        call.caller.region,
        request.ipam_id,
        description=request.description,
        add_regions=region_names(request.add_operating_regions),
        remove_regions=region_names(request.remove_operating_regions),
        tier=request.tier,
        enable_private_gua=request.enable_private_gua,
        metered_account=request.metered_account,
    )
    return {"Ipam": ipam_view(call.world, ipam)}


class DeleteIpam(Request):
    ipam_id: str
    cascade: bool | None = None


@ec2.operation
def delete_ipam(call: Call, request: DeleteIpam) -> dict[str, Any]:
    """Delete an IPAM."""
    cascading = request.cascade or False
    ipam = ipams.delete(call.world, call.account_id, call.caller.region, request.ipam_id, cascading=cascading)
    return {"Ipam": ipam_view(call.world, ipam)}


class DescribeIpams(DescribeRequest):
    ipam_ids: list[str] | None = None


_FILTERS = FilterTable[Ipam](
    {
        "owner-id": lambda ipam: ipam.owner_id,
        "ipam-id": lambda ipam: ipam.id,
        "ipam-arn": lambda ipam: ipam.arn,
        "ipam-region": lambda ipam: ipam.region,
        "public-default-scope-id": lambda ipam: ipam.public_scope_id,
        "private-default-scope-id": lambda ipam: ipam.private_scope_id,
        "scope-count": lambda ipam: len(ipam.scope_ids),
        "description": lambda ipam: ipam.description,
        "state": lambda ipam: ipam.state,
        "tier": lambda ipam: ipam.tier,
        "default-resource-discovery-id": lambda ipam: ipam.discovery_id,
        "default-resource-discovery-association-id": lambda ipam: ipam.association_id,
        "resource-discovery-association-count": lambda ipam: len(ipam.association_ids),
        "enable-private-gua": lambda ipam: ipam.enable_private_gua,
        "metered-account": lambda ipam: ipam.metered_account,
        "operating-region": lambda ipam: ipam.operating_regions,
    },
    tags=lambda ipam: ipam.id,
)


@ec2.operation
def describe_ipams(call: Call, request: DescribeIpams) -> dict[str, Any]:
    """The caller's IPAMs at home in this Region."""
    return describe(
        call,
        request,
        "Ipams",
        call.world.ipam.ipams.at(call.account_id, call.caller.region),
        kind=kinds.IPAM,
        ids="ipam_ids",
        filters=_FILTERS,
        view=lambda ipam: ipam_view(call.world, ipam),
    )
