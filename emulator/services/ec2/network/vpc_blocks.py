"""Blocks that a VPC gets and loses after it was made."""

from typing import Any

from emulator.domain.ec2.cidrs import IPV4
from emulator.domain.network import vpc_blocks
from emulator.domain.network.records import CidrBlockAssociation, Vpc
from emulator.services.ec2 import ec2
from emulator.services.ec2.network.asked_blocks import BlocksRequest
from emulator.services.ec2.network.block_views import ipv4_block_view, vpc_ipv6_block_view
from emulator.services.operations import Call, Request


def _answer(changed: tuple[Vpc, CidrBlockAssociation]) -> dict[str, Any]:
    vpc, block = changed
    if block.cidr.family == IPV4:
        return {"VpcId": vpc.id, "CidrBlockAssociation": ipv4_block_view(block)}
    return {"VpcId": vpc.id, "Ipv6CidrBlockAssociation": vpc_ipv6_block_view(block)}


class AssociateVpcCidrBlock(BlocksRequest):
    vpc_id: str


@ec2.operation
def associate_vpc_cidr_block(call: Call, request: AssociateVpcCidrBlock) -> dict[str, Any]:
    """Give a VPC one block more."""
    asked = request.asked()
    return _answer(vpc_blocks.associate(call.world, call.account_id, call.caller.region, request.vpc_id, asked))


class DisassociateVpcCidrBlock(Request):
    association_id: str


@ec2.operation
def disassociate_vpc_cidr_block(call: Call, request: DisassociateVpcCidrBlock) -> dict[str, Any]:
    """Take a block from a VPC."""
    return _answer(vpc_blocks.disassociate(call.world, call.account_id, call.caller.region, request.association_id))
