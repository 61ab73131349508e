"""Elastic IP addresses."""

from collections.abc import Sequence
from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.ec2.refusals import InvalidNextToken
from emulator.domain.network import addresses
from emulator.domain.network.addresses import NewAddress, text_of
from emulator.domain.network.records import Address
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.describe import by_ids
from emulator.services.ec2.shared.filters import Filter, FilterTable
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import given, tags_view
from emulator.services.operations import Call, Request
from emulator.services.shared import paging
from emulator.services.shared.pageables import Among

DOMAIN = "vpc"


def _private_ip(address: Address) -> str | None:
    return text_of(address.private_ip) if address.private_ip is not None else None


def _interface_owner(address: Address) -> str | None:
    return address.owner_id if address.interface_id is not None else None


def address_view(world: World, address: Address) -> dict[str, Any]:
    interface = world.network.interfaces.get(address.interface_id) if address.interface_id is not None else None
    return given(
        {
            "AllocationId": address.id,
            "PublicIp": text_of(address.public_ip),
            "Domain": DOMAIN,
            "PublicIpv4Pool": address.pool_id,
            "NetworkBorderGroup": address.border_group,
            "AssociationId": address.association_id,
            "InstanceId": address.instance_id,
            "NetworkInterfaceId": address.interface_id,
            "NetworkInterfaceOwnerId": _interface_owner(address),
            "PrivateIpAddress": _private_ip(address),
            "SubnetId": interface.subnet_id if interface is not None else None,
            "ServiceManaged": address.service_managed,
            "Tags": tags_view(world, address.id),
        }
    )


class AllocateAddress(Request):
    domain: str | None = None
    address: str | None = None
    public_ipv4_pool: str | None = None
    network_border_group: str | None = None
    customer_owned_ipv4_pool: str | None = None
    tag_specifications: list[TagSpecification] | None = None
    ipam_pool_id: str | None = None


@ec2.operation
def allocate_address(call: Call, request: AllocateAddress) -> dict[str, Any]:
    """Get an address of Amazon's, of an IPAM pool or of a public pool."""
    tags = tags_for(call.world, kinds.ELASTIC_IP, request.tag_specifications)
    new = NewAddress(
        domain=request.domain,
        address=request.address,
        public_ipv4_pool=request.public_ipv4_pool,
        ipam_pool_id=request.ipam_pool_id,
        customer_owned_pool=request.customer_owned_ipv4_pool,
        border_group=request.network_border_group,
    )
    address = addresses.allocate(call.world, call.account_id, call.caller.region, new, tags)
    return {
        "AllocationId": address.id,
        "PublicIp": text_of(address.public_ip),
        "Domain": DOMAIN,
        "PublicIpv4Pool": address.pool_id,
        "NetworkBorderGroup": address.border_group,
    }


class ReleaseAddress(Request):
    allocation_id: str | None = None
    public_ip: str | None = None
    network_border_group: str | None = None


@ec2.operation
def release_address(call: Call, request: ReleaseAddress) -> dict[str, Any]:
    """Give an address back."""
    addresses.release(
        call.world,
        call.account_id,
        call.caller.region,
        request.allocation_id,
        request.public_ip,
        request.network_border_group,
    )
    return {}


class AssociateAddress(Request):
    allocation_id: str | None = None
    instance_id: str | None = None
    public_ip: str | None = None
    network_interface_id: str | None = None
    private_ip_address: str | None = None
    allow_reassociation: bool | None = None


@ec2.operation
def associate_address(call: Call, request: AssociateAddress) -> dict[str, Any]:
    """Let a private address of a network interface be reached by a public one."""
    world, region = call.world, call.caller.region
    address = addresses.named(world, call.account_id, region, request.allocation_id, request.public_ip)
    addresses.associate(
        world,
        call.account_id,
        region,
        address,
        request.instance_id,
        request.network_interface_id,
        request.private_ip_address,
        may_reassociate=request.allow_reassociation is not False,
    )
    return given({"AssociationId": address.association_id})


class DisassociateAddress(Request):
    association_id: str | None = None
    public_ip: str | None = None


@ec2.operation
def disassociate_address(call: Call, request: DisassociateAddress) -> dict[str, Any]:
    """Take an address from what has it."""
    addresses.disassociate(call.world, call.account_id, call.caller.region, request.association_id, request.public_ip)
    return {}


_FILTERS = FilterTable[Address](
    {
        "allocation-id": lambda address: address.id,
        "association-id": lambda address: address.association_id,
        "domain": lambda address: DOMAIN,
        "instance-id": lambda address: address.instance_id,
        "network-border-group": lambda address: address.border_group,
        "network-interface-id": lambda address: address.interface_id,
        "network-interface-owner-id": _interface_owner,
        "private-ip-address": _private_ip,
        "public-ip": lambda address: text_of(address.public_ip),
        "public-ipv4-pool": lambda address: address.pool_id,
        "service-managed": lambda address: address.service_managed,
    },
    tags=lambda address: address.id,
    indexes={"allocation-id": lambda call, value: (value,)},
)


class DescribeAddresses(Request):
    public_ips: list[str] | None = None
    filters: list[Filter] | None = None
    allocation_ids: list[str] | None = None


@ec2.operation
def describe_addresses(call: Call, request: DescribeAddresses) -> dict[str, Any]:
    """The caller's addresses in this Region; this call has no pages."""
    world, region = call.world, call.caller.region
    seen = world.network.addresses.at(call.account_id, region)
    keep = _FILTERS.keep(world, request.filters)
    named: Sequence[Address] | None = None
    if request.allocation_ids:
        named = by_ids(seen, kinds.ELASTIC_IP, request.allocation_ids)
    if request.public_ips:
        found = {}
        for text in request.public_ips:
            address = addresses.by_public_ip(world, call.account_id, region, text)
            found[address.id] = address
        named = [one for one in found.values() if named is None or one in named]
    if named is None:
        named, _ = seen.page(None, len(seen) or 1, keep, _FILTERS.candidates(call, request.filters))
    return {"Addresses": [address_view(world, address) for address in named if keep is None or keep(address)]}


class DescribeAddressesAttribute(Request):
    allocation_ids: list[str] | None = None
    attribute: str | None = None
    next_token: str | None = None
    max_results: int | None = None


def _attribute_view(address: Address) -> dict[str, Any]:
    return given({"PublicIp": text_of(address.public_ip), "AllocationId": address.id, "PtrRecord": address.ptr_record})


@ec2.operation
def describe_addresses_attribute(call: Call, request: DescribeAddressesAttribute) -> dict[str, Any]:
    """The domain names of addresses, where they have one."""
    seen = call.world.network.addresses.at(call.account_id, call.caller.region)
    ids = request.allocation_ids
    if ids:
        by_ids(seen, kinds.ELASTIC_IP, ids)
    found, token = paging.page(
        request,
        Among(seen, ids) if ids else seen,
        token=request.next_token,
        limit=request.max_results or len(seen),
        invalid=InvalidNextToken,
    )
    return given({"Addresses": [_attribute_view(address) for address in found], "NextToken": token})
