"""Attributes of an account in a Region."""

from typing import Any

from emulator.services.ec2 import ec2
from emulator.services.operations import Call, Request


class DescribeAccountAttributes(Request):
    attribute_names: list[str] | None = None


@ec2.operation
def describe_account_attributes(call: Call, request: DescribeAccountAttributes) -> dict[str, Any]:
    """The default VPC and a few quotas."""
    options = call.world.options
    default_vpc = call.world.network.default_vpcs.get((call.account_id, call.caller.region))
    attributes = {
        "supported-platforms": "VPC",
        "vpc-max-security-groups-per-interface": options.security_groups_per_interface,
        "max-elastic-ips": options.addresses_per_region,
        "vpc-max-elastic-ips": options.addresses_per_region,
        "default-vpc": default_vpc or "none",
    }
    names = request.attribute_names or list(attributes)
    return {
        "AccountAttributes": [
            {"AttributeName": name, "AttributeValues": [{"AttributeValue": str(attributes[name])}]}
            for name in dict.fromkeys(names)
        ]
    }
