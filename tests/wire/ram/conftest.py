"""Accounts that share with each other."""

from typing import Any

import pytest

from emulator.domain.ram import sharing_with_organization
from emulator.domain.world import World
from tests.aws import Aws
from tests.sharing import Shareables
from tests.worlds import MANAGEMENT, OUTSIDER, member


@pytest.fixture
def shareables(monkeypatch: pytest.MonkeyPatch) -> Shareables:
    return Shareables(monkeypatch)


class Sharing:
    """An organization with sharing enabled, its member `owner` with a pool, another member, and an outsider."""

    def __init__(self, aws: Aws, world: World, shareables: Shareables) -> None:
        self.aws, self.world, self.shareables = aws, world, shareables
        sharing_with_organization.enable(world, MANAGEMENT)
        self.owner, self.consumer = member(world, "owner"), member(world, "consumer")
        self.pool = shareables.make(self.owner)
        self.ram = aws.client("ram", self.owner)
        self.organization = next(iter(world.organizations.values()))

    def of(self, account_id: str) -> Any:
        return self.aws.client("ram", account_id)

    @property
    def outsider(self) -> Any:
        return self.of(OUTSIDER)

    def share(self, *principals: str, resources: tuple[str, ...] | None = None, **more: Any) -> str:
        """A share of the owner's with its pool."""
        named = {"principals": list(principals)} if principals else {}
        arns = [self.pool] if resources is None else list(resources)
        answer = self.ram.create_resource_share(name="share", resourceArns=arns, **named, **more)
        return str(answer["resourceShare"]["resourceShareArn"])

    def state(self, share_arn: str, entity: str, kind: str = "PRINCIPAL") -> str | None:
        """The state of an association as its owner sees it."""
        answer = self.ram.get_resource_share_associations(associationType=kind, resourceShareArns=[share_arn])
        return next(
            (row["status"] for row in answer["resourceShareAssociations"] if row["associatedEntity"] == entity), None
        )

    def pools_of(self, account_id: str) -> list[str]:
        """What others share with an account."""
        return [row["arn"] for row in self.of(account_id).list_resources(resourceOwner="OTHER-ACCOUNTS")["resources"]]

    def invitation(self, account_id: str = OUTSIDER) -> dict[str, Any]:
        """The last invitation of an account."""
        found: dict[str, Any] = self.of(account_id).get_resource_share_invitations()["resourceShareInvitations"][-1]
        return found

    def accept(self, account_id: str = OUTSIDER) -> dict[str, Any]:
        arn = self.invitation(account_id)["resourceShareInvitationArn"]
        answer = self.of(account_id).accept_resource_share_invitation(resourceShareInvitationArn=arn)
        found: dict[str, Any] = answer["resourceShareInvitation"]
        return found

    def unit(self, name: str = "unit") -> str:
        """The ARN of a new unit under the root."""
        organizations = self.aws.client("organizations")
        made = organizations.create_organizational_unit(ParentId=self.organization.root.id, Name=name)
        return str(made["OrganizationalUnit"]["Arn"])

    def move(self, account_id: str, unit_arn: str | None) -> None:
        """Move an account into a unit, or back under the root."""
        parent_id = self.organization.members[account_id].parent_id
        destination = self.organization.root.id if unit_arn is None else unit_arn.rpartition("/")[2]
        self.aws.client("organizations").move_account(
            AccountId=account_id, SourceParentId=parent_id, DestinationParentId=destination
        )


@pytest.fixture
def sharing(aws: Aws, organization_world: World, shareables: Shareables) -> Sharing:
    return Sharing(aws, organization_world, shareables)
