"""Subnets."""

from typing import Any

from pydantic import Field

from emulator.domain.ec2 import kinds
from emulator.domain.network import default_vpcs, subnet_blocks, subnets
from emulator.domain.network.records import Subnet
from emulator.domain.network.subnets import NewSubnet, SubnetAttributes
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.network.block_views import subnet_ipv6_block_view
from emulator.services.ec2.network.network_indexes import in_vpc
from emulator.services.ec2.network.vpcs import AttributeBooleanValue, flag
from emulator.services.ec2.shared.describe import DescribeRequest
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.seen import describe_seen, owned_by
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import given, tags_view
from emulator.services.operations import Call, Request


def subnet_view(world: World, subnet: Subnet) -> dict[str, Any]:
    return given(
        {
            "SubnetId": subnet.id,
            "SubnetArn": subnet.arn,
            "OwnerId": subnet.owner_id,
            "VpcId": subnet.vpc_id,
            "State": subnet.state,
            "AvailabilityZone": subnet.zone,
            "AvailabilityZoneId": subnet.zone_id,
            "CidrBlock": str(subnet.cidr) if subnet.cidr is not None else None,
            "AvailableIpAddressCount": subnet.available_addresses,
            "Ipv6CidrBlockAssociationSet": [subnet_ipv6_block_view(block) for block in subnet.ipv6_blocks],
            "Ipv6Native": subnet.ipv6_native,
            "AssignIpv6AddressOnCreation": subnet.assign_ipv6,
            "DefaultForAz": subnet.is_default,
            "MapPublicIpOnLaunch": subnet.map_public_ip,
            "MapCustomerOwnedIpOnLaunch": subnet.map_customer_owned_ip,
            "EnableDns64": subnet.dns64,
            "EnableLniAtDeviceIndex": subnet.lni_device_index,
            "PrivateDnsNameOptionsOnLaunch": {
                "HostnameType": subnet.hostname_type,
                "EnableResourceNameDnsARecord": subnet.resource_name_a,
                "EnableResourceNameDnsAAAARecord": subnet.resource_name_aaaa,
            },
            "BlockPublicAccessStates": {"InternetGatewayBlockMode": "off"},
            "Tags": tags_view(world, subnet.id),
        }
    )


class CreateSubnet(Request):
    tag_specifications: list[TagSpecification] | None = None
    availability_zone: str | None = None
    availability_zone_id: str | None = None
    cidr_block: str | None = None
    ipv6_cidr_block: str | None = None
    outpost_arn: str | None = None
    vpc_id: str
    ipv6_native: bool | None = None
    ipv4_ipam_pool_id: str | None = None
    ipv4_netmask_length: int | None = None
    ipv6_ipam_pool_id: str | None = None
    ipv6_netmask_length: int | None = None


@ec2.operation
def create_subnet(call: Call, request: CreateSubnet) -> dict[str, Any]:
    """Make a subnet with a block of its VPC, or of the pool that plans the VPC."""
    world = call.world
    tags = tags_for(world, kinds.SUBNET, request.tag_specifications)
    new = NewSubnet(
        vpc_id=request.vpc_id,
        zone=request.availability_zone,
        zone_id=request.availability_zone_id,
        cidr=request.cidr_block,
        ipv4_ipam_pool_id=request.ipv4_ipam_pool_id,
        ipv4_length=request.ipv4_netmask_length,
        ipv6_cidr=request.ipv6_cidr_block,
        ipv6_ipam_pool_id=request.ipv6_ipam_pool_id,
        ipv6_length=request.ipv6_netmask_length,
        ipv6_native=request.ipv6_native or False,
        outpost_arn=request.outpost_arn,
    )
    subnet = subnets.create(world, call.account_id, call.caller.region, new, tags)
    return {"Subnet": subnet_view(world, subnet)}


class CreateDefaultSubnet(Request):
    availability_zone: str | None = None
    ipv6_native: bool | None = None
    availability_zone_id: str | None = None


@ec2.operation
def create_default_subnet(call: Call, request: CreateDefaultSubnet) -> dict[str, Any]:
    """Make the default VPC's subnet in a zone."""
    subnet = default_vpcs.create_subnet(
        call.world,
        call.account_id,
        call.caller.region,
        request.availability_zone,
        request.availability_zone_id,
        ipv6_native=request.ipv6_native or False,
    )
    return {"Subnet": subnet_view(call.world, subnet)}


class DeleteSubnet(Request):
    subnet_id: str


@ec2.operation
def delete_subnet(call: Call, request: DeleteSubnet) -> dict[str, Any]:
    """Delete a subnet in which no network interface is."""
    subnets.delete(call.world, call.account_id, call.caller.region, request.subnet_id)
    return {}


class DescribeSubnets(DescribeRequest):
    subnet_ids: list[str] | None = None


def _ipv6(subnet: Subnet, member: str) -> list[str]:
    return [str(getattr(block, member)) for block in subnet.ipv6_blocks]


def _cidr(subnet: Subnet) -> str | None:
    return str(subnet.cidr) if subnet.cidr is not None else None


_FILTERS = FilterTable[Subnet](
    {
        "availability-zone": lambda subnet: subnet.zone,
        "availabilityZone": lambda subnet: subnet.zone,
        "availability-zone-id": lambda subnet: subnet.zone_id,
        "availabilityZoneId": lambda subnet: subnet.zone_id,
        "available-ip-address-count": lambda subnet: subnet.available_addresses,
        "cidr": _cidr,
        "cidr-block": _cidr,
        "cidrBlock": _cidr,
        "customer-owned-ipv4-pool": lambda subnet: subnet.customer_owned_pool_id,
        "default-for-az": lambda subnet: subnet.is_default,
        "defaultForAz": lambda subnet: subnet.is_default,
        "enable-dns64": lambda subnet: subnet.dns64,
        "enable-lni-at-device-index": lambda subnet: subnet.lni_device_index,
        "ipv6-cidr-block-association.association-id": lambda subnet: _ipv6(subnet, "id"),
        "ipv6-cidr-block-association.ipv6-cidr-block": lambda subnet: _ipv6(subnet, "cidr"),
        "ipv6-cidr-block-association.state": lambda subnet: _ipv6(subnet, "state"),
        "ipv6-native": lambda subnet: subnet.ipv6_native,
        "map-customer-owned-ip-on-launch": lambda subnet: subnet.map_customer_owned_ip,
        "map-public-ip-on-launch": lambda subnet: subnet.map_public_ip,
        "outpost-arn": lambda subnet: None,
        "owner-id": lambda subnet: subnet.owner_id,
        "private-dns-name-options-on-launch.enable-resource-name-dns-a-record": lambda subnet: subnet.resource_name_a,
        "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record": lambda subnet: (
            subnet.resource_name_aaaa
        ),
        "private-dns-name-options-on-launch.hostname-type": lambda subnet: subnet.hostname_type,
        "state": lambda subnet: subnet.state,
        "subnet-arn": lambda subnet: subnet.arn,
        "subnet-id": lambda subnet: subnet.id,
        "vpc-id": lambda subnet: subnet.vpc_id,
    },
    tags=lambda subnet: subnet.id,
    owner=lambda subnet: subnet.owner_id,
    indexes={
        "subnet-id": lambda call, value: (value,),
        "vpc-id": lambda call, value: in_vpc(call, value, lambda vpc: vpc.subnet_ids),
        "owner-id": owned_by(kinds.SUBNET, lambda world: world.network.subnets),
    },
)


@ec2.operation
def describe_subnets(call: Call, request: DescribeSubnets) -> dict[str, Any]:
    """The caller's subnets in this Region, and those that are shared with it."""
    return describe_seen(
        call,
        request,
        "Subnets",
        call.world.network.subnets,
        kind=kinds.SUBNET,
        ids="subnet_ids",
        filters=_FILTERS,
        view=subnet_view,
    )


class ModifySubnetAttribute(Request):
    assign_ipv6_address_on_creation: AttributeBooleanValue | None = None
    map_public_ip_on_launch: AttributeBooleanValue | None = None
    subnet_id: str
    map_customer_owned_ip_on_launch: AttributeBooleanValue | None = None
    customer_owned_ipv4_pool: str | None = None
    enable_dns64: AttributeBooleanValue | None = None
    private_dns_hostname_type_on_launch: str | None = None
    enable_resource_name_dns_a_record_on_launch: AttributeBooleanValue | None = None
    enable_resource_name_dns_aaaa_record_on_launch: AttributeBooleanValue | None = Field(
        None, alias="EnableResourceNameDnsAAAARecordOnLaunch"
    )
    enable_lni_at_device_index: int | None = None
    disable_lni_at_device_index: AttributeBooleanValue | None = None


@ec2.operation
def modify_subnet_attribute(call: Call, request: ModifySubnetAttribute) -> dict[str, Any]:
    """Change what a subnet gives to what is launched in it."""
    changes = SubnetAttributes(
        assign_ipv6=flag(request.assign_ipv6_address_on_creation),
        map_public_ip=flag(request.map_public_ip_on_launch),
        map_customer_owned_ip=flag(request.map_customer_owned_ip_on_launch),
        customer_owned_pool_id=request.customer_owned_ipv4_pool,
        dns64=flag(request.enable_dns64),
        hostname_type=request.private_dns_hostname_type_on_launch,
        resource_name_a=flag(request.enable_resource_name_dns_a_record_on_launch),
        resource_name_aaaa=flag(request.enable_resource_name_dns_aaaa_record_on_launch),
        lni_device_index=request.enable_lni_at_device_index,
        disable_lni=flag(request.disable_lni_at_device_index),
    )
    subnets.modify_attribute(call.world, call.account_id, call.caller.region, request.subnet_id, changes)
    return {}


class AssociateSubnetCidrBlock(Request):
    ipv6_ipam_pool_id: str | None = None
    ipv6_netmask_length: int | None = None
    subnet_id: str
    ipv6_cidr_block: str | None = None


@ec2.operation
def associate_subnet_cidr_block(call: Call, request: AssociateSubnetCidrBlock) -> dict[str, Any]:
    """Give a subnet an IPv6 block."""
    subnet, block = subnet_blocks.associate(
        call.world,
        call.account_id,
        call.caller.region,
        request.subnet_id,
        request.ipv6_cidr_block,
        request.ipv6_ipam_pool_id,
        request.ipv6_netmask_length,
    )
    return {"SubnetId": subnet.id, "Ipv6CidrBlockAssociation": subnet_ipv6_block_view(block)}


class DisassociateSubnetCidrBlock(Request):
    association_id: str


@ec2.operation
def disassociate_subnet_cidr_block(call: Call, request: DisassociateSubnetCidrBlock) -> dict[str, Any]:
    """Take a subnet's IPv6 block from it."""
    subnet, block = subnet_blocks.disassociate(call.world, call.account_id, call.caller.region, request.association_id)
    return {"SubnetId": subnet.id, "Ipv6CidrBlockAssociation": subnet_ipv6_block_view(block)}
