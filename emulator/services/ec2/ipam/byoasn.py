"""AS numbers that their owner brings to IPAM."""

from typing import Any

from emulator.domain.ipam.byoip import byoasn
from emulator.domain.ipam.byoip.byoasn import Byoasn
from emulator.domain.ipam.byoip.ownership import Authorization
from emulator.services.ec2 import ec2
from emulator.services.ec2.ipam.byoip import asn_association_view
from emulator.services.ec2.shared.describe import PagedRequest, paged
from emulator.services.ec2.shared.views import given
from emulator.services.operations import Call, Request


def byoasn_view(found: Byoasn) -> dict[str, Any]:
    return given(
        {"Asn": found.asn, "IpamId": found.ipam_id, "StatusMessage": found.status_message, "State": found.state}
    )


class AsnAuthorizationContext(Request):
    message: str
    signature: str


class ProvisionIpamByoasn(Request):
    ipam_id: str
    asn: str
    asn_authorization_context: AsnAuthorizationContext


@ec2.operation
def provision_ipam_byoasn(call: Call, request: ProvisionIpamByoasn) -> dict[str, Any]:
    """Bring an AS number."""
    context = request.asn_authorization_context
    proof = Authorization(context.message, context.signature)
    found = byoasn.provision(call.world, call.account_id, call.caller.region, request.ipam_id, request.asn, proof)
    return {"Byoasn": byoasn_view(found)}


class DeprovisionIpamByoasn(Request):
    ipam_id: str
    asn: str


@ec2.operation
def deprovision_ipam_byoasn(call: Call, request: DeprovisionIpamByoasn) -> dict[str, Any]:
    """Take an AS number away."""
    found = byoasn.deprovision(call.world, call.account_id, call.caller.region, request.ipam_id, request.asn)
    return {"Byoasn": byoasn_view(found)}


class DescribeIpamByoasn(PagedRequest):
    pass


@ec2.operation
def describe_ipam_byoasn(call: Call, request: DescribeIpamByoasn) -> dict[str, Any]:
    """The caller's AS numbers at home in this Region."""
    found = call.world.ipam.byoasns.at(call.account_id, call.caller.region)
    return paged(request, "Byoasns", found, byoasn_view)


class AssociateIpamByoasn(Request):
    asn: str
    cidr: str


@ec2.operation
def associate_ipam_byoasn(call: Call, request: AssociateIpamByoasn) -> dict[str, Any]:
    """Let an AS number advertise a range."""
    made = byoasn.associate(call.world, call.account_id, call.caller.region, request.asn, request.cidr)
    return {"AsnAssociation": asn_association_view(made)}


class DisassociateIpamByoasn(Request):
    asn: str
    cidr: str


@ec2.operation
def disassociate_ipam_byoasn(call: Call, request: DisassociateIpamByoasn) -> dict[str, Any]:
    """Let an AS number advertise a range no longer."""
    found = byoasn.disassociate(call.world, call.account_id, call.caller.region, request.asn, request.cidr)
    return {"AsnAssociation": asn_association_view(found)}
