"""What the world must hold before a documented example can be asked of it: the stages are in `stages_*.py`."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cached_property
from typing import Any

from tests.aws import Aws
from tests.wire.ipam.conftest import HOME, OTHER, OWNER, Ipam, proof
from tests.wire.network.parts import Parts
from tests.worlds import MANAGEMENT

WEST = "us-west-2"


class Stage:
    """A world with an account that asks, and what is made in it when a setting names it."""

    def __init__(self, aws: Aws, key: str) -> None:
        self.aws = aws
        self.key = key
        self.caller = OWNER
        # None is the documented Region, or else HOME
        self.region: str | None = None
        # what the documented command forgets
        self.words: list[str] = []
        # what the resource in question belongs to
        self.pool = self.share = ""

    def settle(self) -> None:
        """Let everything that is under way be over."""
        self.aws.world.advance(timedelta(minutes=30))

    def client(self, name: str, region: str | None = None) -> Any:
        return self.aws.client(name, self.caller, region=region or self.region or HOME)

    @property
    def ec2(self) -> Any:
        return self.client("ec2")

    @property
    def ram(self) -> Any:
        return self.client("ram")

    @cached_property
    def ipam(self) -> Ipam:
        regions = [{"RegionName": name} for name in ("us-west-1", WEST, "us-east-2")]
        return Ipam(self.aws, self.caller, HOME, OperatingRegions=regions)

    @cached_property
    def parts(self) -> Parts:
        parts = Parts(self.aws, self.caller)
        parts.ec2 = self.ec2
        return parts

    def organization(self) -> str:
        """MANAGEMENT's organization; the answer is its member."""
        organizations = self.aws.client("organizations", MANAGEMENT)
        organizations.create_organization(FeatureSet="ALL")
        organizations.create_account(Email="network@example.com", AccountName="network")
        self.settle()
        accounts = organizations.list_accounts()["Accounts"]
        return str(next(each["Id"] for each in accounts if each["Id"] != MANAGEMENT))

    def discovery(self, account_id: str = OWNER, **asked: Any) -> str:
        made = self.aws.client("ec2", account_id, region=HOME).create_ipam_resource_discovery(**asked)
        return str(made["IpamResourceDiscovery"]["IpamResourceDiscoveryId"])

    def foreign_discovery(self) -> str:
        """A discovery of another account's, shared with the caller."""
        found = self.discovery(OTHER)
        self.invite(f"arn:aws:ec2::{OTHER}:ipam-resource-discovery/{found}")
        self.ram.accept_resource_share_invitation(resourceShareInvitationArn=self.invitation)
        return found

    def invite(self, *arns: str) -> str:
        """A share of OTHER's, to which the caller is invited."""
        ram = self.aws.client("ram", OTHER, region=self.region or HOME)
        made = ram.create_resource_share(name="shared", resourceArns=list(arns), principals=[self.caller])
        return str(made["resourceShare"]["resourceShareArn"])

    @property
    def invitation(self) -> str:
        [found] = self.ram.get_resource_share_invitations()["resourceShareInvitations"]
        return str(found["resourceShareInvitationArn"])

    def brought(self, cidr: str = "203.0.113.0/24", region: str | None = None) -> str:
        """A range of the caller's; the answer is EC2's pool of it."""
        ec2 = self.client("ec2", region)
        ec2.provision_byoip_cidr(Cidr=cidr, CidrAuthorizationContext=proof(cidr))
        [found] = ec2.describe_byoip_cidrs(MaxResults=5)["ByoipCidrs"]
        return str(found["StatusMessage"])


# What takes the place of each documented value that begins so.
Places = Mapping[str, str]
Setting = Callable[[Stage], Places | None]
STAGES: dict[str, Setting] = {}


def stage(*keys: str) -> Callable[[Setting], Setting]:
    """Register what has to be there for these examples."""

    def register(setting: Setting) -> Setting:
        STAGES.update(dict.fromkeys(keys, setting))
        return setting

    return register
