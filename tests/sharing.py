"""Resources to share, for tests of RAM: pools that no IPAM has, at home where a test says."""

import pytest

from emulator.domain import questions
from emulator.domain.world import World

POOL_TYPES = ("ec2:IpamPool", "ec2:IpamResourceDiscovery", "ec2:PrefixList", "ec2:Subnet")
NAMES = {
    "ec2:IpamPool": "ipam-pool/ipam-pool-",
    "ec2:IpamResourceDiscovery": "ipam-resource-discovery/ipam-res-disco-",
    "ec2:PrefixList": "prefix-list/pl-",
    "ec2:Subnet": "subnet/subnet-",
}
WITHOUT_REGION = ("ec2:IpamPool", "ec2:IpamResourceDiscovery")


class Shareables:
    """Resources by ARN, with their home Regions."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.homes: dict[str, str] = {}
        patch.setattr(questions, "homes", lambda: dict.fromkeys(POOL_TYPES, self.home))

    def home(self, world: World, arn: str) -> str | None:
        return self.homes.get(arn)

    def make(self, owner_id: str, resource_type: str = "ec2:IpamPool", region: str = "eu-west-1") -> str:
        """A resource of an account."""
        place = "" if resource_type in WITHOUT_REGION else region
        arn = f"arn:aws:ec2:{place}:{owner_id}:{NAMES[resource_type]}{len(self.homes):017x}"
        self.homes[arn] = region
        return arn
