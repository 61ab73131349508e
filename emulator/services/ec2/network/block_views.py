"""How blocks of VPCs and subnets look in answers."""

from typing import Any

from emulator.domain.network.records import CidrBlockAssociation
from emulator.services.ec2.shared.views import given


def ipv4_block_view(block: CidrBlockAssociation) -> dict[str, Any]:
    return {"AssociationId": block.id, "CidrBlock": str(block.cidr), "CidrBlockState": {"State": block.state}}


def subnet_ipv6_block_view(block: CidrBlockAssociation) -> dict[str, Any]:
    return given(
        {
            "AssociationId": block.id,
            "Ipv6CidrBlock": str(block.cidr),
            "Ipv6CidrBlockState": {"State": block.state},
            "Ipv6AddressAttribute": block.attribute,
            "IpSource": block.ip_source,
        }
    )


def vpc_ipv6_block_view(block: CidrBlockAssociation) -> dict[str, Any]:
    return given({**subnet_ipv6_block_view(block), "NetworkBorderGroup": block.border_group, "Ipv6Pool": block.pool_id})
