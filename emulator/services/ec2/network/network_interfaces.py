"""Network interfaces."""

from collections.abc import Iterable
from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.cidrs import IPV4, IPV6
from emulator.domain.network import interface_refusals as refused
from emulator.domain.network import interfaces
from emulator.domain.network.interfaces import AskedAddresses, InterfaceChanges, NewInterface
from emulator.domain.network.records import NetworkInterface
from emulator.domain.network.subnet_addresses import text
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.network.network_indexes import in_vpc
from emulator.services.ec2.network.network_interface_view import groups_view, interface_view, status
from emulator.services.ec2.network.vpcs import AttributeBooleanValue
from emulator.services.ec2.shared.client_tokens import IdempotentRequest, once
from emulator.services.ec2.shared.describe import DescribeRequest
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.seen import describe_seen, owned_by
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import given
from emulator.services.operations import Call, Request


class PrivateIpAddressSpecification(Request):
    primary: bool | None = None
    private_ip_address: str | None = None


class InstanceIpv6Address(Request):
    ipv6_address: str | None = None
    is_primary_ipv6: bool | None = None


class Ipv4PrefixSpecification(Request):
    ipv4_prefix: str | None = None


class Ipv6PrefixSpecification(Request):
    ipv6_prefix: str | None = None


class ConnectionTracking(Request):
    tcp_established_timeout: int | None = None
    udp_stream_timeout: int | None = None
    udp_timeout: int | None = None

    def times(self) -> dict[str, int]:
        return {
            name: value
            for name, value in self.model_dump(by_alias=True, exclude_none=True).items()
            if isinstance(value, int)
        }


class Operator(Request):
    principal: str | None = None


class CreateNetworkInterface(IdempotentRequest):
    subnet_id: str
    description: str | None = None
    groups: list[str] | None = None
    private_ip_address: str | None = None
    private_ip_addresses: list[PrivateIpAddressSpecification] | None = None
    secondary_private_ip_address_count: int | None = None
    ipv4_prefixes: list[Ipv4PrefixSpecification] | None = None
    ipv4_prefix_count: int | None = None
    ipv6_addresses: list[InstanceIpv6Address] | None = None
    ipv6_address_count: int | None = None
    ipv6_prefixes: list[Ipv6PrefixSpecification] | None = None
    ipv6_prefix_count: int | None = None
    enable_primary_ipv6: bool | None = None
    interface_type: str | None = None
    tag_specifications: list[TagSpecification] | None = None
    connection_tracking_specification: ConnectionTracking | None = None
    operator: Operator | None = None


def _new(request: CreateNetworkInterface) -> NewInterface:
    asked = request.private_ip_addresses or []
    primary = [row.private_ip_address or "" for row in asked if row.primary]
    if request.private_ip_address is not None and request.private_ip_address not in primary:
        primary.insert(0, request.private_ip_address)
    others = (row.private_ip_address or "" for row in asked if not row.primary)
    tracking = request.connection_tracking_specification
    return NewInterface(
        request.subnet_id,
        AskedAddresses(
            tuple(address for address in others if address not in primary),
            request.secondary_private_ip_address_count,
            tuple(row.ipv4_prefix or "" for row in request.ipv4_prefixes or ()),
            request.ipv4_prefix_count,
        ),
        AskedAddresses(
            tuple(row.ipv6_address or "" for row in request.ipv6_addresses or ()),
            request.ipv6_address_count,
            tuple(row.ipv6_prefix or "" for row in request.ipv6_prefixes or ()),
            request.ipv6_prefix_count,
        ),
        primary_ipv4=tuple(primary),
        primary_ipv6=request.enable_primary_ipv6 or False,
        group_ids=tuple(request.groups) if request.groups else None,
        description=request.description or "",
        interface_type=request.interface_type or "interface",
        connection_tracking=tracking.times() if tracking is not None else None,
    )


@ec2.operation
def create_network_interface(call: Call, request: CreateNetworkInterface) -> dict[str, Any]:
    """Make an interface that takes addresses of a subnet."""
    world = call.world
    tags = tags_for(world, kinds.NETWORK_INTERFACE, request.tag_specifications)
    interface = once(
        call,
        request,
        world.network.interfaces.get,
        lambda: interfaces.create(world, call.account_id, call.caller.region, _new(request), tags),
    )
    return given({"NetworkInterface": interface_view(world, interface), "ClientToken": request.client_token})


class DeleteNetworkInterface(Request):
    network_interface_id: str


@ec2.operation
def delete_network_interface(call: Call, request: DeleteNetworkInterface) -> dict[str, Any]:
    """Delete an interface that nothing uses, and give its addresses back to the subnet."""
    interfaces.delete(call.world, call.account_id, call.caller.region, request.network_interface_id)
    return {}


class DescribeNetworkInterfaceAttribute(Request):
    network_interface_id: str
    attribute: str | None = None


@ec2.operation
def describe_network_interface_attribute(call: Call, request: DescribeNetworkInterfaceAttribute) -> dict[str, Any]:
    """One attribute of an interface."""
    found = interfaces.owned(call.world, call.account_id, call.caller.region, request.network_interface_id)
    attributes: dict[str, dict[str, Any]] = {
        "description": {"Description": {"Value": found.description}},
        "groupSet": {"Groups": groups_view(call.world, found)},
        "sourceDestCheck": {"SourceDestCheck": {"Value": found.source_dest_check}},
        # nothing here attaches an interface to anything
        "attachment": {},
        "associatePublicIpAddress": {"AssociatePublicIpAddress": found.public_ip_on_attachment or False},
    }
    if request.attribute is None:
        raise refused.NothingAsked("attribute")
    return {"NetworkInterfaceId": found.id, **attributes[request.attribute]}


class AttributeValue(Request):
    value: str | None = None


class EnaSrdUdpSpecification(Request):
    ena_srd_udp_enabled: bool | None = None


class EnaSrdSpecification(Request):
    ena_srd_enabled: bool | None = None
    ena_srd_udp_specification: EnaSrdUdpSpecification | None = None


class AttachmentChanges(Request):
    default_ena_queue_count: bool | None = None
    ena_queue_count: int | None = None
    attachment_id: str | None = None
    delete_on_termination: bool | None = None


class ModifyNetworkInterfaceAttribute(Request):
    network_interface_id: str
    description: AttributeValue | None = None
    source_dest_check: AttributeBooleanValue | None = None
    groups: list[str] | None = None
    attachment: AttachmentChanges | None = None
    enable_primary_ipv6: bool | None = None
    associate_public_ip_address: bool | None = None
    associated_subnet_ids: list[str] | None = None
    connection_tracking_specification: ConnectionTracking | None = None
    ena_srd_specification: EnaSrdSpecification | None = None


@ec2.operation
def modify_network_interface_attribute(call: Call, request: ModifyNetworkInterfaceAttribute) -> dict[str, Any]:
    """Change one attribute of an interface."""
    description, check = request.description, request.source_dest_check
    tracking, subnets = request.connection_tracking_specification, request.associated_subnet_ids
    of_attachment = request.attachment is not None or request.ena_srd_specification is not None
    changes = InterfaceChanges(
        description=(description.value or "") if description is not None else None,
        source_dest_check=check.value if check is not None else None,
        group_ids=tuple(request.groups) if request.groups else None,
        primary_ipv6=request.enable_primary_ipv6,
        public_ip_on_attachment=request.associate_public_ip_address,
        connection_tracking=tracking.times() if tracking is not None else None,
        associated_subnet_ids=tuple(subnets) if subnets is not None else None,
        of_attachment=of_attachment or None,
    )
    interfaces.modify(call.world, call.account_id, call.caller.region, request.network_interface_id, changes)
    return {}


class DescribeNetworkInterfaces(DescribeRequest):
    network_interface_ids: list[str] | None = None
    include_managed_resources: bool | None = None


def _ipv4(interface: NetworkInterface) -> list[str]:
    return [text(IPV4, number) for number in interface.ipv4]


def _ids_of_subnet(call: Call, subnet_id: str) -> Iterable[str]:
    subnet = call.world.network.subnets.get(subnet_id)
    return subnet.interface_ids if subnet is not None else ()


def _ids_of_group(call: Call, group_id: str) -> Iterable[str]:
    group = call.world.network.security_groups.get(group_id)
    return group.interface_ids if group is not None else ()


def _filters(world: World) -> FilterTable[NetworkInterface]:
    """Zones, names of groups and public addresses are found through the world."""
    network = world.network
    return FilterTable[NetworkInterface](
        {
            "addresses.association.public-ip": lambda own: _public(world, own),
            "addresses.primary": lambda own: ["true", "false"][: len(own.ipv4)],
            "addresses.private-ip-address": _ipv4,
            "association.allocation-id": lambda own: list(own.address_ids.values()),
            "association.association-id": lambda own: [
                network.addresses[address_id].association_id or "" for address_id in own.address_ids.values()
            ],
            "association.public-ip": lambda own: _public(world, own),
            "attachment.attachment-id": lambda own: own.attachment_id,
            "attachment.instance-id": lambda own: own.instance_id,
            "availability-zone": lambda own: network.subnets[own.subnet_id].zone,
            "availability-zone-id": lambda own: network.subnets[own.subnet_id].zone_id,
            "description": lambda own: own.description,
            "group-id": lambda own: own.group_ids,
            "group-name": lambda own: [network.security_groups[group_id].name for group_id in own.group_ids],
            "interface-type": lambda own: own.interface_type,
            "ipv6-addresses.ipv6-address": lambda own: [text(IPV6, number) for number in own.ipv6],
            "mac-address": lambda own: own.mac_address,
            "network-interface-id": lambda own: own.id,
            "owner-id": lambda own: own.owner_id,
            "private-ip-address": lambda own: _ipv4(own)[:1],
            "requester-managed": lambda own: own.requester_managed,
            "source-dest-check": lambda own: own.source_dest_check,
            "status": status,
            "subnet-id": lambda own: own.subnet_id,
            "vpc-id": lambda own: own.vpc_id,
        },
        tags=lambda own: own.id,
        owner=lambda own: own.owner_id,
        indexes={
            "network-interface-id": lambda call, value: (value,),
            "vpc-id": lambda call, value: in_vpc(call, value, lambda vpc: vpc.interface_ids),
            "subnet-id": _ids_of_subnet,
            "group-id": _ids_of_group,
            "owner-id": owned_by(kinds.NETWORK_INTERFACE, lambda world: world.network.interfaces),
        },
    )


def _public(world: World, interface: NetworkInterface) -> list[str]:
    addresses = world.network.addresses
    return [text(IPV4, addresses[address_id].public_ip) for address_id in interface.address_ids.values()]


@ec2.operation
def describe_network_interfaces(call: Call, request: DescribeNetworkInterfaces) -> dict[str, Any]:
    """The caller's interfaces in this Region, and those of others in its VPCs."""
    return describe_seen(
        call,
        request,
        "NetworkInterfaces",
        call.world.network.interfaces,
        kind=kinds.NETWORK_INTERFACE,
        ids="network_interface_ids",
        filters=_filters(call.world),
        view=interface_view,
    )
