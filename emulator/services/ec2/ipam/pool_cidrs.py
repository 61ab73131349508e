"""CIDRs of IPAM's pools."""

from typing import Any

from emulator.domain.ipam import access
from emulator.domain.ipam.byoip.ownership import Authorization
from emulator.domain.ipam.pools import cidrs as pool_cidrs
from emulator.domain.ipam.pools.cidrs import PoolCidr
from emulator.domain.ipam.pools.provisioning import Proof
from emulator.services.ec2 import ec2
from emulator.services.ec2.shared.client_tokens import IdempotentRequest, once
from emulator.services.ec2.shared.describe import DescribeRequest, describe
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.views import given
from emulator.services.operations import Call, Request


def pool_cidr_view(pool_cidr: PoolCidr) -> dict[str, Any]:
    """A CIDR of a pool: one that was asked for by length shows once it is provisioned."""
    cidr, failure = pool_cidr.shown_cidr, pool_cidr.shown_failure
    return given(
        {
            "Cidr": str(cidr) if cidr is not None else None,
            "State": pool_cidr.state,
            "FailureReason": given({"Code": failure.code, "Message": failure.message}) if failure is not None else None,
            "IpamPoolCidrId": pool_cidr.id,
            "NetmaskLength": pool_cidr.netmask_length,
        }
    )


class CidrAuthorizationContext(Request):
    message: str | None = None
    signature: str | None = None


class ProvisionIpamPoolCidr(IdempotentRequest):
    ipam_pool_id: str
    cidr: str | None = None
    cidr_authorization_context: CidrAuthorizationContext | None = None
    netmask_length: int | None = None
    verification_method: str | None = None
    ipam_external_resource_verification_token_id: str | None = None


@ec2.operation
def provision_ipam_pool_cidr(call: Call, request: ProvisionIpamPoolCidr) -> dict[str, Any]:
    """Give a pool space: a CIDR, or as much as a netmask length says."""
    world = call.world
    context = request.cidr_authorization_context
    proof = Proof(
        context is not None and bool(context.message and context.signature),
        request.verification_method,
        request.ipam_external_resource_verification_token_id,
        Authorization(context.message or "", context.signature or "") if context is not None else None,
    )
    pool_cidr = once(
        call,
        request,
        world.ipam.pool_cidrs.get,
        lambda: pool_cidrs.provision(
            world,
            call.account_id,
            call.caller.region,
            request.ipam_pool_id,
            request.cidr,
            request.netmask_length,
            proof,
        ),
    )
    return {"IpamPoolCidr": pool_cidr_view(pool_cidr)}


class DeprovisionIpamPoolCidr(Request):
    ipam_pool_id: str
    cidr: str | None = None


@ec2.operation
def deprovision_ipam_pool_cidr(call: Call, request: DeprovisionIpamPoolCidr) -> dict[str, Any]:
    """Take space from a pool."""
    region = call.caller.region
    pool_cidr = pool_cidrs.deprovision(call.world, call.account_id, region, request.ipam_pool_id, request.cidr)
    return {"IpamPoolCidr": pool_cidr_view(pool_cidr)}


class GetIpamPoolCidrs(DescribeRequest):
    ipam_pool_id: str


def _cidr(pool_cidr: PoolCidr) -> str | None:
    cidr = pool_cidr.shown_cidr
    return str(cidr) if cidr is not None else None


def _failure_code(pool_cidr: PoolCidr) -> str | None:
    failure = pool_cidr.shown_failure
    return failure.code if failure is not None else None


_FILTERS = FilterTable[PoolCidr](
    {
        "cidr": _cidr,
        "state": lambda pool_cidr: pool_cidr.state,
        "ipam-pool-cidr-id": lambda pool_cidr: pool_cidr.id,
        "netmask-length": lambda pool_cidr: pool_cidr.netmask_length,
        "failure-reason-code": _failure_code,
    }
)


@ec2.operation
def get_ipam_pool_cidrs(call: Call, request: GetIpamPoolCidrs) -> dict[str, Any]:
    """What was provisioned to a pool, failed attempts too."""
    pool = access.pool_to_read(
        call.world, call.account_id, call.caller.region, request.ipam_pool_id, "GetIpamPoolCidrs"
    )
    return describe(call, request, "IpamPoolCidrs", pool.cidrs, filters=_FILTERS, view=pool_cidr_view)
