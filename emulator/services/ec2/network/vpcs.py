"""VPCs."""

from collections.abc import Iterable
from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.cidrs import IPV4, IPV6
from emulator.domain.network import default_vpcs, sharing, vpcs
from emulator.domain.network.records import Vpc
from emulator.domain.network.vpcs import VpcAttributes
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.network.asked_blocks import BlocksRequest
from emulator.services.ec2.network.block_views import ipv4_block_view, vpc_ipv6_block_view
from emulator.services.ec2.shared.describe import DescribeRequest
from emulator.services.ec2.shared.filters import Compared, FilterTable
from emulator.services.ec2.shared.seen import describe_seen, owned_by
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import tags_view
from emulator.services.operations import Call, Request


def vpc_view(world: World, vpc: Vpc) -> dict[str, Any]:
    view: dict[str, Any] = {
        "VpcId": vpc.id,
        "OwnerId": vpc.owner_id,
        "State": vpc.state,
        "CidrBlock": str(vpc.cidr),
        "CidrBlockAssociationSet": [ipv4_block_view(block) for block in vpc.blocks if block.cidr.family == IPV4],
        "InstanceTenancy": vpc.tenancy,
        "IsDefault": vpc.is_default,
        "DhcpOptionsId": vpc.dhcp_options_id,
        "Tags": tags_view(world, vpc.id),
        "BlockPublicAccessStates": {"InternetGatewayBlockMode": "off"},
    }
    if len(view["CidrBlockAssociationSet"]) < len(vpc.blocks):
        ipv6 = [vpc_ipv6_block_view(block) for block in vpc.blocks if block.cidr.family == IPV6]
        view["Ipv6CidrBlockAssociationSet"] = ipv6
    return view


def _created_view(world: World, vpc: Vpc) -> dict[str, Any]:
    """A VPC as the call that made it shows it: with its IPv6 blocks even where there are none."""
    return {"Ipv6CidrBlockAssociationSet": [], **vpc_view(world, vpc)}


class VpcEncryptionControl(Request):
    mode: str
    internet_gateway_exclusion: str | None = None
    egress_only_internet_gateway_exclusion: str | None = None
    nat_gateway_exclusion: str | None = None
    virtual_private_gateway_exclusion: str | None = None
    vpc_peering_exclusion: str | None = None
    lambda_exclusion: str | None = None
    vpc_lattice_exclusion: str | None = None
    elastic_file_system_exclusion: str | None = None
    global_accelerator_exclusion: str | None = None
    api_gateway_v2_exclusion: str | None = None


class CreateVpc(BlocksRequest):
    vpc_encryption_control: VpcEncryptionControl | None = None
    tag_specifications: list[TagSpecification] | None = None
    instance_tenancy: str | None = None


@ec2.operation
def create_vpc(call: Call, request: CreateVpc) -> dict[str, Any]:
    """Make a VPC with blocks of its own or of IPAM's pools."""
    world = call.world
    tags = tags_for(world, kinds.VPC, request.tag_specifications)
    vpc = vpcs.create(
        world,
        call.account_id,
        call.caller.region,
        request.asked(),
        request.instance_tenancy,
        tags,
        with_encryption_control=request.vpc_encryption_control is not None,
    )
    return {"Vpc": _created_view(world, vpc)}


class CreateDefaultVpc(Request):
    pass


@ec2.operation
def create_default_vpc(call: Call, request: CreateDefaultVpc) -> dict[str, Any]:
    """Make the Region's default VPC, with a public subnet in every zone."""
    vpc = default_vpcs.create(call.world, call.account_id, call.caller.region)
    return {"Vpc": _created_view(call.world, vpc)}


class DeleteVpc(Request):
    vpc_id: str


@ec2.operation
def delete_vpc(call: Call, request: DeleteVpc) -> dict[str, Any]:
    """Delete a VPC in which there is nothing but what it came with."""
    vpcs.delete(call.world, call.account_id, call.caller.region, request.vpc_id)
    return {}


class DescribeVpcs(DescribeRequest):
    vpc_ids: list[str] | None = None


def _blocks(vpc: Vpc, family: str, member: str) -> list[Compared]:
    return [getattr(block, member) for block in vpc.blocks if block.cidr.family == family]


def _texts(vpc: Vpc, family: str, member: str) -> list[str]:
    return [str(value) for value in _blocks(vpc, family, member)]


def _by_cidr(call: Call, cidr: str) -> Iterable[str]:
    network, asking = call.world.network, (call.account_id, call.caller.region)
    others = sharing.of_others(call.world, *asking, kinds.VPC, network.vpcs)
    return [*network.vpcs_by_cidr.get((asking, cidr), ()), *(vpc.id for vpc in others if str(vpc.cidr) == cidr)]


_FILTERS = FilterTable[Vpc](
    {
        "cidr": lambda vpc: str(vpc.cidr),
        "cidr-block": lambda vpc: str(vpc.cidr),
        "cidrBlock": lambda vpc: str(vpc.cidr),
        "cidr-block-association.association-id": lambda vpc: _texts(vpc, IPV4, "id"),
        "cidr-block-association.cidr-block": lambda vpc: _texts(vpc, IPV4, "cidr"),
        "cidr-block-association.state": lambda vpc: _texts(vpc, IPV4, "state"),
        "dhcp-options-id": lambda vpc: vpc.dhcp_options_id,
        "instance-tenancy": lambda vpc: vpc.tenancy,
        "ipv6-cidr-block-association.association-id": lambda vpc: _texts(vpc, IPV6, "id"),
        "ipv6-cidr-block-association.ipv6-cidr-block": lambda vpc: _texts(vpc, IPV6, "cidr"),
        "ipv6-cidr-block-association.ipv6-pool": lambda vpc: _texts(vpc, IPV6, "pool_id"),
        "ipv6-cidr-block-association.state": lambda vpc: _texts(vpc, IPV6, "state"),
        "is-default": lambda vpc: vpc.is_default,
        "isDefault": lambda vpc: vpc.is_default,
        "owner-id": lambda vpc: vpc.owner_id,
        "state": lambda vpc: vpc.state,
        "vpc-id": lambda vpc: vpc.id,
    },
    tags=lambda vpc: vpc.id,
    owner=lambda vpc: vpc.owner_id,
    indexes={
        "vpc-id": lambda call, value: (value,),
        "cidr": _by_cidr,
        "cidr-block": _by_cidr,
        "cidrBlock": _by_cidr,
        "owner-id": owned_by(kinds.VPC, lambda world: world.network.vpcs),
    },
)


@ec2.operation
def describe_vpcs(call: Call, request: DescribeVpcs) -> dict[str, Any]:
    """The caller's VPCs in this Region, and those of which a subnet is shared with it."""
    return describe_seen(
        call,
        request,
        "Vpcs",
        call.world.network.vpcs,
        kind=kinds.VPC,
        ids="vpc_ids",
        filters=_FILTERS,
        view=vpc_view,
    )


class AttributeBooleanValue(Request):
    value: bool | None = None


class ModifyVpcAttribute(Request):
    enable_dns_hostnames: AttributeBooleanValue | None = None
    enable_dns_support: AttributeBooleanValue | None = None
    vpc_id: str
    enable_network_address_usage_metrics: AttributeBooleanValue | None = None


def flag(asked: AttributeBooleanValue | None) -> bool | None:
    """What a request sets an attribute to; None leaves it."""
    return asked.value if asked is not None else None


@ec2.operation
def modify_vpc_attribute(call: Call, request: ModifyVpcAttribute) -> dict[str, Any]:
    """Change how a VPC resolves names, or whether its use of addresses is measured."""
    changes = VpcAttributes(
        flag(request.enable_dns_support),
        flag(request.enable_dns_hostnames),
        flag(request.enable_network_address_usage_metrics),
    )
    vpcs.modify_attribute(call.world, call.account_id, call.caller.region, request.vpc_id, changes)
    return {}


class DescribeVpcAttribute(Request):
    attribute: str
    vpc_id: str


@ec2.operation
def describe_vpc_attribute(call: Call, request: DescribeVpcAttribute) -> dict[str, Any]:
    """One attribute of a VPC."""
    vpc = vpcs.seen(call.world, call.account_id, call.caller.region, request.vpc_id)
    values = {
        "enableDnsSupport": ("EnableDnsSupport", vpc.dns_support),
        "enableDnsHostnames": ("EnableDnsHostnames", vpc.dns_hostnames),
        "enableNetworkAddressUsageMetrics": ("EnableNetworkAddressUsageMetrics", vpc.usage_metrics),
    }
    member, value = values[request.attribute]
    return {"VpcId": vpc.id, member: {"Value": value}}


class ModifyVpcTenancy(Request):
    vpc_id: str
    instance_tenancy: str


@ec2.operation
def modify_vpc_tenancy(call: Call, request: ModifyVpcTenancy) -> dict[str, Any]:
    """Let new instances of a dedicated VPC share their hardware."""
    vpcs.modify_tenancy(call.world, call.account_id, call.caller.region, request.vpc_id, request.instance_tenancy)
    return {"ReturnValue": True}
