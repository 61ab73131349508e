"""Secondary addresses of network interfaces."""

from typing import Any

from emulator.domain.ec2.cidrs import IPV4, IPV6
from emulator.domain.network import interface_addresses
from emulator.domain.network.interfaces import AskedAddresses
from emulator.domain.network.subnet_addresses import text
from emulator.services.ec2 import ec2
from emulator.services.operations import Call, Request


class AssignPrivateIpAddresses(Request):
    network_interface_id: str
    private_ip_addresses: list[str] | None = None
    secondary_private_ip_address_count: int | None = None
    ipv4_prefixes: list[str] | None = None
    ipv4_prefix_count: int | None = None
    allow_reassignment: bool | None = None


@ec2.operation
def assign_private_ip_addresses(call: Call, request: AssignPrivateIpAddresses) -> dict[str, Any]:
    """Give an interface further IPv4 addresses or prefixes."""
    chosen = interface_addresses.assign_ipv4(
        call.world,
        call.account_id,
        call.caller.region,
        request.network_interface_id,
        AskedAddresses(
            tuple(request.private_ip_addresses or ()),
            request.secondary_private_ip_address_count,
            tuple(request.ipv4_prefixes or ()),
            request.ipv4_prefix_count,
        ),
        may_move=request.allow_reassignment or False,
    )
    return {
        "NetworkInterfaceId": request.network_interface_id,
        "AssignedPrivateIpAddresses": [{"PrivateIpAddress": text(IPV4, number)} for number in chosen.ipv4],
        "AssignedIpv4Prefixes": [{"Ipv4Prefix": str(prefix)} for prefix in chosen.ipv4_prefixes],
    }


class UnassignPrivateIpAddresses(Request):
    network_interface_id: str
    private_ip_addresses: list[str] | None = None
    ipv4_prefixes: list[str] | None = None


@ec2.operation
def unassign_private_ip_addresses(call: Call, request: UnassignPrivateIpAddresses) -> dict[str, Any]:
    """Take secondary IPv4 addresses or prefixes back."""
    interface_addresses.unassign(
        call.world,
        call.account_id,
        call.caller.region,
        request.network_interface_id,
        IPV4,
        request.private_ip_addresses or (),
        request.ipv4_prefixes or (),
    )
    return {}


class AssignIpv6Addresses(Request):
    network_interface_id: str
    ipv6_addresses: list[str] | None = None
    ipv6_address_count: int | None = None
    ipv6_prefixes: list[str] | None = None
    ipv6_prefix_count: int | None = None


@ec2.operation
def assign_ipv6_addresses(call: Call, request: AssignIpv6Addresses) -> dict[str, Any]:
    """Give an interface further IPv6 addresses or prefixes."""
    chosen = interface_addresses.assign_ipv6(
        call.world,
        call.account_id,
        call.caller.region,
        request.network_interface_id,
        AskedAddresses(
            tuple(request.ipv6_addresses or ()),
            request.ipv6_address_count,
            tuple(request.ipv6_prefixes or ()),
            request.ipv6_prefix_count,
        ),
    )
    return {
        "NetworkInterfaceId": request.network_interface_id,
        "AssignedIpv6Addresses": [text(IPV6, number) for number in chosen.ipv6],
        "AssignedIpv6Prefixes": [str(prefix) for prefix in chosen.ipv6_prefixes],
    }


class UnassignIpv6Addresses(Request):
    network_interface_id: str
    ipv6_addresses: list[str] | None = None
    ipv6_prefixes: list[str] | None = None


@ec2.operation
def unassign_ipv6_addresses(call: Call, request: UnassignIpv6Addresses) -> dict[str, Any]:
    """Take IPv6 addresses or prefixes back."""
    chosen = interface_addresses.unassign(
        call.world,
        call.account_id,
        call.caller.region,
        request.network_interface_id,
        IPV6,
        request.ipv6_addresses or (),
        request.ipv6_prefixes or (),
    )
    return {
        "NetworkInterfaceId": request.network_interface_id,
        "UnassignedIpv6Addresses": [text(IPV6, number) for number in chosen.ipv6],
        "UnassignedIpv6Prefixes": [str(prefix) for prefix in chosen.ipv6_prefixes],
    }
