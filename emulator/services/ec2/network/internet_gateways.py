"""Internet gateways."""

from typing import Any

from emulator.domain.ec2 import kinds
from emulator.domain.network import internet_gateways
from emulator.domain.network.records import InternetGateway
from emulator.domain.world import World
from emulator.services.ec2 import ec2
from emulator.services.ec2.network.network_indexes import in_vpc
from emulator.services.ec2.shared.describe import DescribeRequest
from emulator.services.ec2.shared.filters import FilterTable
from emulator.services.ec2.shared.seen import describe_seen, owned_by
from emulator.services.ec2.shared.tags import TagSpecification, tags_for
from emulator.services.ec2.shared.views import tags_view
from emulator.services.operations import Call, Request

# What EC2 says of an attached internet gateway, though its model has other words.
_ATTACHED = "available"


def gateway_view(world: World, gateway: InternetGateway) -> dict[str, Any]:
    return {
        "InternetGatewayId": gateway.id,
        "OwnerId": gateway.owner_id,
        "Attachments": [] if gateway.vpc_id is None else [{"State": _ATTACHED, "VpcId": gateway.vpc_id}],
        "Tags": tags_view(world, gateway.id),
    }


class CreateInternetGateway(Request):
    tag_specifications: list[TagSpecification] | None = None


@ec2.operation
def create_internet_gateway(call: Call, request: CreateInternetGateway) -> dict[str, Any]:
    """Make a gateway that is attached to nothing."""
    tags = tags_for(call.world, kinds.INTERNET_GATEWAY, request.tag_specifications)
    gateway = internet_gateways.create(call.world, call.account_id, call.caller.region, tags)
    return {"InternetGateway": gateway_view(call.world, gateway)}


class AttachInternetGateway(Request):
    internet_gateway_id: str
    vpc_id: str


@ec2.operation
def attach_internet_gateway(call: Call, request: AttachInternetGateway) -> dict[str, Any]:
    """Connect a VPC to the internet."""
    internet_gateways.attach(
        call.world, call.account_id, call.caller.region, request.internet_gateway_id, request.vpc_id
    )
    return {}


class DetachInternetGateway(Request):
    internet_gateway_id: str
    vpc_id: str


@ec2.operation
def detach_internet_gateway(call: Call, request: DetachInternetGateway) -> dict[str, Any]:
    """Part a VPC from the internet."""
    internet_gateways.detach(
        call.world, call.account_id, call.caller.region, request.internet_gateway_id, request.vpc_id
    )
    return {}


class DeleteInternetGateway(Request):
    internet_gateway_id: str


@ec2.operation
def delete_internet_gateway(call: Call, request: DeleteInternetGateway) -> dict[str, Any]:
    """Delete a gateway that is attached to nothing."""
    internet_gateways.delete(call.world, call.account_id, call.caller.region, request.internet_gateway_id)
    return {}


class DescribeInternetGateways(DescribeRequest):
    internet_gateway_ids: list[str] | None = None


_FILTERS = FilterTable[InternetGateway](
    {
        "attachment.state": lambda gateway: _ATTACHED if gateway.vpc_id is not None else None,
        "attachment.vpc-id": lambda gateway: gateway.vpc_id,
        "internet-gateway-id": lambda gateway: gateway.id,
        "owner-id": lambda gateway: gateway.owner_id,
    },
    tags=lambda gateway: gateway.id,
    owner=lambda gateway: gateway.owner_id,
    indexes={
        "internet-gateway-id": lambda call, value: (value,),
        "attachment.vpc-id": lambda call, value: in_vpc(call, value, lambda vpc: vpc.gateway_ids),
        "owner-id": owned_by(kinds.INTERNET_GATEWAY, lambda world: world.network.internet_gateways),
    },
)


@ec2.operation
def describe_internet_gateways(call: Call, request: DescribeInternetGateways) -> dict[str, Any]:
    """The caller's gateways in this Region, and those of VPCs of which a subnet is shared with it."""
    return describe_seen(
        call,
        request,
        "InternetGateways",
        call.world.network.internet_gateways,
        kind=kinds.INTERNET_GATEWAY,
        ids="internet_gateway_ids",
        filters=_FILTERS,
        view=gateway_view,
    )
