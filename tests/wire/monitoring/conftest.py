"""An organization whose network account administers IPAM, and what tests ask of its monitoring."""

from typing import Any

import pytest

from emulator.domain.organizations.organization import Organization
from emulator.domain.world import World
from tests.aws import Aws
from tests.wire.ipam.conftest import AWAY, HOME, Ipam
from tests.worlds import MANAGEMENT, member

ROLE = "AWSServiceRoleForIPAM"


class Estate:
    """Its IPAM is at home in HOME and looks into AWAY too; a development account is in a unit of its own."""

    def __init__(self, aws: Aws, world: World) -> None:
        self.aws = aws
        self.world = world
        self.network = member(world, "network")
        self.dev = member(world, "dev")
        self.organizations = aws.client("organizations", MANAGEMENT)
        self.root = self.organization.root.id
        self.unit = self.make_unit("dev", self.root)
        self.move(self.dev, self.root, self.unit)
        aws.client("ram", MANAGEMENT).enable_sharing_with_aws_organization()

    @property
    def organization(self) -> Organization:
        found = self.world.organization_of(MANAGEMENT)
        assert found is not None
        return found

    def make_unit(self, name: str, parent_id: str) -> str:
        answer = self.organizations.create_organizational_unit(ParentId=parent_id, Name=name)
        return str(answer["OrganizationalUnit"]["Id"])

    def move(self, account_id: str, source: str, target: str) -> None:
        self.organizations.move_account(AccountId=account_id, SourceParentId=source, DestinationParentId=target)

    def path(self, node_id: str) -> str:
        return self.organization.path_of(node_id)

    def designate(self) -> None:
        self.aws.client("ec2", MANAGEMENT).enable_ipam_organization_admin_account(DelegatedAdminAccountId=self.network)

    def withdraw(self) -> None:
        self.aws.client("ec2", MANAGEMENT).disable_ipam_organization_admin_account(DelegatedAdminAccountId=self.network)

    def create_ipam(self, **asked: Any) -> Ipam:
        return Ipam(self.aws, self.network, OperatingRegions=[{"RegionName": AWAY}], **asked)

    def ec2(self, account_id: str | None = None, region: str = HOME) -> Any:
        return self.aws.client("ec2", account_id or self.dev, region=region)

    def drop_role(self, account_id: str) -> None:
        """Take IPAM's role away, as AWS does not let anybody while IPAM is integrated."""
        from emulator.domain.events import ServiceLinkedRoleChanged

        self.world.identities[account_id].roles.remove(ROLE)
        self.world.announce(ServiceLinkedRoleChanged(account_id, "ipam.amazonaws.com"))


def discovery_of(ipam: Ipam) -> str:
    return str(ipam.created["DefaultResourceDiscoveryId"])


def accounts(ipam: Ipam, region: str = HOME, discovery_id: str | None = None) -> dict[str, dict[str, Any]]:
    """What GetIpamDiscoveredAccounts lists, by account."""
    answer = ipam.ec2.get_ipam_discovered_accounts(
        IpamResourceDiscoveryId=discovery_id or discovery_of(ipam), DiscoveryRegion=region
    )
    return {one["AccountId"]: one for one in answer["IpamDiscoveredAccounts"]}


@pytest.fixture
def estate(aws: Aws, organization_world: World) -> Estate:
    return Estate(aws, organization_world)


@pytest.fixture
def integrated(estate: Estate) -> Estate:
    """`estate`, where IPAM is integrated."""
    estate.designate()
    return estate
