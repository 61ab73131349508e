"""A VPC with a subnet, for tests of what is in VPCs."""

from functools import cached_property
from typing import Any

from tests.aws import Aws

OWNER = "222222222222"
OTHER = "333333333333"


class Parts:
    """An account's VPC behind the endpoint, made when first asked for, and short ways to what is in it."""

    def __init__(self, aws: Aws, owner: str = OWNER) -> None:
        self.aws = aws
        self.ec2 = aws.client("ec2", owner)

    def vpc(self, cidr: str = "10.0.0.0/16", **asked: Any) -> str:
        vpc_id: str = self.ec2.create_vpc(CidrBlock=cidr, **asked)["Vpc"]["VpcId"]
        return vpc_id

    @cached_property
    def vpc_id(self) -> str:
        return self.vpc()

    @cached_property
    def subnet_id(self) -> str:
        return self.subnet("10.0.1.0/24")

    def subnet(self, cidr: str, **asked: Any) -> str:
        asked = {"VpcId": self.vpc_id, **asked}
        subnet_id: str = self.ec2.create_subnet(CidrBlock=cidr, **asked)["Subnet"]["SubnetId"]
        return subnet_id

    def group(self, name: str, **asked: Any) -> str:
        asked = {"VpcId": self.vpc_id, "Description": "made by a test", **asked}
        group_id: str = self.ec2.create_security_group(GroupName=name, **asked)["GroupId"]
        return group_id

    def table(self, **asked: Any) -> str:
        table_id: str = self.ec2.create_route_table(**{"VpcId": self.vpc_id, **asked})["RouteTable"]["RouteTableId"]
        return table_id

    def gateway(self) -> str:
        made = self.ec2.create_internet_gateway()["InternetGateway"]
        gateway_id: str = made["InternetGatewayId"]
        return gateway_id

    def interface(self, **asked: Any) -> dict[str, Any]:
        asked = {"SubnetId": self.subnet_id, **asked}
        found: dict[str, Any] = self.ec2.create_network_interface(**asked)["NetworkInterface"]
        return found

    def prefix_list(self, *blocks: str, **asked: Any) -> str:
        asked = {"PrefixListName": "offices", "AddressFamily": "IPv4", "MaxEntries": 5, **asked}
        entries = [{"Cidr": block} for block in blocks]
        made = self.ec2.create_managed_prefix_list(Entries=entries, **asked)["PrefixList"]
        list_id: str = made["PrefixListId"]
        return list_id

    def the(self, operation: str, key: str, **filters: str) -> dict[str, Any]:
        """The one resource that these filters find; _ in their names stands for -, __ for a point."""
        asked = [{"Name": _filter_name(name), "Values": [value]} for name, value in filters.items()]
        (found,) = getattr(self.ec2, operation)(Filters=asked)[key]
        return dict(found)


def _filter_name(name: str) -> str:
    return name.replace("__", ".").replace("_", "-")
