"""The blocks that a request asks for: CreateVpc and AssociateVpcCidrBlock name them alike."""

from emulator.domain.network.blocks import AskedBlocks
from emulator.services.operations import Request


class BlocksRequest(Request):
    cidr_block: str | None = None
    ipv6_cidr_block_network_border_group: str | None = None
    ipv6_pool: str | None = None
    ipv6_cidr_block: str | None = None
    ipv4_ipam_pool_id: str | None = None
    ipv4_netmask_length: int | None = None
    ipv6_ipam_pool_id: str | None = None
    ipv6_netmask_length: int | None = None
    amazon_provided_ipv6_cidr_block: bool | None = None

    def asked(self) -> AskedBlocks:
        return AskedBlocks(
            cidr=self.cidr_block,
            ipv4_ipam_pool_id=self.ipv4_ipam_pool_id,
            ipv4_length=self.ipv4_netmask_length,
            amazon_ipv6=self.amazon_provided_ipv6_cidr_block or False,
            ipv6_pool=self.ipv6_pool,
            ipv6_cidr=self.ipv6_cidr_block,
            ipv6_ipam_pool_id=self.ipv6_ipam_pool_id,
            ipv6_length=self.ipv6_netmask_length,
            border_group=self.ipv6_cidr_block_network_border_group,
        )
