"""Ranges that their owner brings: to EC2, and out of IPAM's pools."""

from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.ipam.byoip import byoip
from emulator.domain.ipam.byoip import transfer as byoip_transfer
from emulator.domain.ipam.byoip.byoip import AsnAssociation, ByoipCidr
from emulator.domain.ipam.byoip.ownership import Authorization
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.describe import PagedRequest, paged
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import given
from emulator.services.operations import Call, Request


def asn_association_view(association: AsnAssociation) -> dict[str, Any]:
    return {"Asn": association.asn, "Cidr": str(association.cidr), "State": association.state}


def byoip_cidr_view(byoip_cidr: ByoipCidr) -> dict[str, Any]:
    associations = [asn_association_view(each) for each in byoip_cidr.associations.values()]
    return given(
        {
            "Cidr": str(byoip_cidr.cidr),
            "Description": byoip_cidr.description,
            "AsnAssociations": associations or None,
            "StatusMessage": byoip_cidr.status_message,
            "State": byoip_cidr.state,
            "NetworkBorderGroup": None if byoip_cidr.is_global else byoip_cidr.border_group,
            "AdvertisementType": "anycast" if byoip_cidr.is_global else "unicast",
            "PoolId": byoip_cidr.pool_id,
            "IpamPoolId": byoip_cidr.ipam_pool_id,
        }
    )


class CidrAuthorization(Request):
    message: str
    signature: str


class ProvisionByoipCidr(Request):
    cidr: str
    cidr_authorization_context: CidrAuthorization | None = None
    publicly_advertisable: bool | None = None
    description: str | None = None
    pool_tag_specifications: list[TagSpecification] | None = None
    multi_region: bool | None = None
    network_border_group: str | None = None


@ec2.operation
def provision_byoip_cidr(call: Call, request: ProvisionByoipCidr) -> dict[str, Any]:
    """Bring a range to EC2 in this Region."""
    context = request.cidr_authorization_context
    kind = kinds.PUBLIC_IPV6_POOL if ":" in request.cidr else kinds.PUBLIC_IPV4_POOL
    found = byoip.provision(
        call.world,
        call.account_id,
        call.caller.region,
        request.cidr,
        Authorization(context.message, context.signature) if context is not None else None,
        advertisable=request.publicly_advertisable,
        description=request.description,
        border_group=request.network_border_group,
        pool_tags=tags_for(call.world, kind, request.pool_tag_specifications),
    )
    return {"ByoipCidr": byoip_cidr_view(found)}


class DeprovisionByoipCidr(Request):
    cidr: str


@ec2.operation
def deprovision_byoip_cidr(call: Call, request: DeprovisionByoipCidr) -> dict[str, Any]:
    """Take a range away from EC2, with its pool."""
    found = byoip.deprovision(call.world, call.account_id, call.caller.region, request.cidr)
    return {"ByoipCidr": byoip_cidr_view(found)}


class AdvertiseByoipCidr(Request):
    cidr: str
    asn: str | None = None
    network_border_group: str | None = None


@ec2.operation
def advertise_byoip_cidr(call: Call, request: AdvertiseByoipCidr) -> dict[str, Any]:
    """Announce a range to the internet."""
    region = call.caller.region
    found = byoip.advertise(
        call.world, call.account_id, region, request.cidr, request.asn, request.network_border_group
    )
    return {"ByoipCidr": byoip_cidr_view(found)}


class WithdrawByoipCidr(Request):
    cidr: str


@ec2.operation
def withdraw_byoip_cidr(call: Call, request: WithdrawByoipCidr) -> dict[str, Any]:
    """Announce a range no longer."""
    found = byoip.withdraw(call.world, call.account_id, call.caller.region, request.cidr)
    return {"ByoipCidr": byoip_cidr_view(found)}


class DescribeByoipCidrs(PagedRequest):
    max_results: int  # the only describe call that requires it


@ec2.operation
def describe_byoip_cidrs(call: Call, request: DescribeByoipCidrs) -> dict[str, Any]:
    """The caller's ranges in this Region: EC2's, and those in its IPAM pools."""
    found = call.world.ipam.byoip_cidrs.at(call.account_id, call.caller.region)
    return paged(request, "ByoipCidrs", found, byoip_cidr_view)


class MoveByoipCidrToIpam(Request):
    cidr: str
    ipam_pool_id: str
    ipam_pool_owner: str


@ec2.operation
def move_byoip_cidr_to_ipam(call: Call, request: MoveByoipCidrToIpam) -> dict[str, Any]:
    """Hand a range of EC2's over to an IPAM pool."""
    found = byoip_transfer.move(
        call.world,
        call.account_id,
        call.caller.region,
        request.cidr,
        request.ipam_pool_id,
        request.ipam_pool_owner,
    )
    return {"ByoipCidr": byoip_cidr_view(found)}
