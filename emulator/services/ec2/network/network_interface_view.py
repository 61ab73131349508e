"""How a network interface looks to a client."""

from typing import Any

from emulator.domain.ec2.cidrs import IPV4, IPV6
from emulator.domain.network.records import NetworkInterface
from emulator.domain.network.subnet_addresses import text
from emulator.domain.world import World
from emulator.services.ec2.shared.views import given, tags_view


def status(interface: NetworkInterface) -> str:
    return "in-use" if interface.attachment_id is not None else "available"


def interface_view(world: World, interface: NetworkInterface) -> dict[str, Any]:
    subnet = world.network.subnets[interface.subnet_id]
    ipv6 = [text(IPV6, number) for number in interface.ipv6]
    primary = interface.ipv4[0] if interface.ipv4 else None
    return given(
        {
            "NetworkInterfaceId": interface.id,
            "SubnetId": interface.subnet_id,
            "VpcId": interface.vpc_id,
            "OwnerId": interface.owner_id,
            "AvailabilityZone": subnet.zone,
            "AvailabilityZoneId": subnet.zone_id,
            "Description": interface.description,
            "InterfaceType": interface.interface_type,
            "Status": status(interface),
            "MacAddress": interface.mac_address,
            "SourceDestCheck": interface.source_dest_check,
            "RequesterManaged": interface.requester_managed,
            "Groups": groups_view(world, interface),
            "PrivateIpAddress": text(IPV4, primary) if primary is not None else None,
            "PrivateDnsName": _private_name(world, interface, primary) if primary is not None else None,
            "PrivateIpAddresses": [_private_view(world, interface, number) for number in interface.ipv4],
            "Association": _association(world, interface, primary) if primary is not None else None,
            "Ipv6Addresses": [
                {"Ipv6Address": address, "IsPrimaryIpv6": interface.primary_ipv6 and position == 0}
                for position, address in enumerate(ipv6)
            ],
            "Ipv6Address": ipv6[0] if ipv6 else None,
            "Ipv4Prefixes": [{"Ipv4Prefix": str(prefix)} for prefix in interface.ipv4_prefixes] or None,
            "Ipv6Prefixes": [{"Ipv6Prefix": str(prefix)} for prefix in interface.ipv6_prefixes] or None,
            "Ipv6Native": subnet.ipv6_native or None,
            "DenyAllIgwTraffic": False,
            "ConnectionTrackingConfiguration": interface.connection_tracking or None,
            "AssociatedSubnets": interface.associated_subnet_ids or None,
            "Operator": {"Managed": False},
            "TagSet": tags_view(world, interface.id),
        }
    )


def groups_view(world: World, interface: NetworkInterface) -> list[dict[str, str]]:
    groups = world.network.security_groups
    return [{"GroupId": group_id, "GroupName": groups[group_id].name} for group_id in interface.group_ids]


def _private_view(world: World, interface: NetworkInterface, number: int) -> dict[str, Any]:
    return given(
        {
            "PrivateIpAddress": text(IPV4, number),
            "Primary": number == interface.ipv4[0],
            "PrivateDnsName": _private_name(world, interface, number),
            "Association": _association(world, interface, number),
        }
    )


def _private_name(world: World, interface: NetworkInterface, number: int) -> str | None:
    """Only VPCs with host names give their addresses names."""
    if not world.network.vpcs[interface.vpc_id].dns_hostnames:
        return None
    region = interface.region
    domain = "ec2.internal" if region == "us-east-1" else f"{region}.compute.internal"
    return f"ip-{text(IPV4, number).replace('.', '-')}.{domain}"


def _association(world: World, interface: NetworkInterface, number: int) -> dict[str, Any] | None:
    """The Elastic IP address of a private one."""
    address_id = interface.address_ids.get(number)
    if address_id is None:
        return None
    address = world.network.addresses[address_id]
    public = text(IPV4, address.public_ip)
    name = None
    if world.network.vpcs[interface.vpc_id].dns_hostnames:
        region = interface.region
        domain = "compute-1.amazonaws.com" if region == "us-east-1" else f"{region}.compute.amazonaws.com"
        name = f"ec2-{public.replace('.', '-')}.{domain}"
    return given(
        {
            "AllocationId": address.id,
            "AssociationId": address.association_id,
            "IpOwnerId": address.owner_id,
            "PublicIp": public,
            "PublicDnsName": name,
        }
    )
