"""Resource discoveries and their associations: made, changed, shared, associated, deleted."""

from typing import Any

import pytest

from emulator.domain.organizations import life
from emulator.domain.organizations.organization import FeatureSet
from tests.aws import Aws, refused
from tests.wire.ipam.conftest import AWAY, HOME, OTHER, OWNER, Ipam
from tests.wire.monitoring.conftest import Estate, accounts, discovery_of
from tests.worlds import OUTSIDER


class Foreign:
    """An account outside that has a discovery of its own."""

    def __init__(self, aws: Aws, owner: str = OTHER) -> None:
        self.aws = aws
        self.owner = owner
        self.ec2 = aws.client("ec2", owner, region=HOME)
        self.ram = aws.client("ram", owner, region=HOME)
        self.created = self.ec2.create_ipam_resource_discovery(OperatingRegions=[{"RegionName": AWAY}])[
            "IpamResourceDiscovery"
        ]
        self.id: str = self.created["IpamResourceDiscoveryId"]

    def share(self, account_id: str) -> str:
        """Shared with an account that accepts."""
        arn = self.ram.create_resource_share(
            name="discovery", resourceArns=[self.created["IpamResourceDiscoveryArn"]], principals=[account_id]
        )["resourceShare"]["resourceShareArn"]
        ram = self.aws.client("ram", account_id, region=HOME)
        for invitation in ram.get_resource_share_invitations()["resourceShareInvitations"]:
            if invitation["status"] == "PENDING":
                ram.accept_resource_share_invitation(
                    resourceShareInvitationArn=invitation["resourceShareInvitationArn"]
                )
        return str(arn)


@pytest.fixture
def foreign(aws: Aws) -> Foreign:
    return Foreign(aws)


def test_a_discovery_is_made(aws: Aws, foreign: Foreign) -> None:
    """It begins in progress, its home comes last among its Regions, and its owner gets IPAM's role."""
    assert foreign.created["State"] == "create-in-progress"
    assert not foreign.created["IsDefault"]
    assert [one["RegionName"] for one in foreign.created["OperatingRegions"]] == [AWAY, HOME]
    (found,) = foreign.ec2.describe_ipam_resource_discoveries()["IpamResourceDiscoveries"]
    assert found["State"] == "create-complete"
    aws.client("iam", OTHER).get_role(RoleName="AWSServiceRoleForIPAM")


def test_ipam_005_an_account_has_one_discovery_in_a_region(aws: Aws, foreign: Foreign) -> None:
    """The default one of its IPAM is one too."""
    with refused("ResourceLimitExceeded", rule="IPAM-005"):
        foreign.ec2.create_ipam_resource_discovery()
    with refused("ResourceLimitExceeded", rule="IPAM-005"):
        foreign.ec2.create_ipam()
    with refused("ResourceLimitExceeded", rule="IPAM-005"):
        Ipam(aws).ec2.create_ipam_resource_discovery()


def test_a_discovery_is_modified(foreign: Foreign) -> None:
    """Its description and its Regions."""
    answer = foreign.ec2.modify_ipam_resource_discovery(
        IpamResourceDiscoveryId=foreign.id,
        Description="ours",
        AddOperatingRegions=[{"RegionName": "eu-west-1"}],
        RemoveOperatingRegions=[{"RegionName": AWAY}],
    )["IpamResourceDiscovery"]
    assert (answer["State"], answer["Description"]) == ("modify-in-progress", "ours")
    assert [one["RegionName"] for one in answer["OperatingRegions"]] == [HOME, "eu-west-1"]


def test_ipam_201_ipam_202_what_a_modification_is(aws: Aws) -> None:
    """It changes something; of a default discovery not the Regions, which are its IPAM's."""
    ipam = Ipam(aws)
    ask = {"IpamResourceDiscoveryId": discovery_of(ipam)}
    with refused("InvalidParameterCombination", rule="IPAM-201") as refusal:
        ipam.ec2.modify_ipam_resource_discovery(**ask)
    assert refusal.message == "The request must contain a modification to the ipam resource discovery"
    with refused("InvalidParameterValue", rule="IPAM-202"):
        ipam.ec2.modify_ipam_resource_discovery(AddOperatingRegions=[{"RegionName": "eu-north-1"}], **ask)
    ipam.ec2.modify_ipam_resource_discovery(Description="default", **ask)


def test_ipam_203_ipam_211_default_ones_stay(aws: Aws) -> None:
    """The default discovery and its association go with their IPAM alone."""
    ipam = Ipam(aws)
    with refused("InvalidParameterValue", rule="IPAM-203"):
        ipam.ec2.delete_ipam_resource_discovery(IpamResourceDiscoveryId=discovery_of(ipam))
    with refused("InvalidParameterValue", rule="IPAM-211"):
        ipam.ec2.disassociate_ipam_resource_discovery(
            IpamResourceDiscoveryAssociationId=ipam.created["DefaultResourceDiscoveryAssociationId"]
        )


def _exclusions(ipam: Ipam, add: list[str], remove: list[str] | None = None) -> list[str]:
    answer = ipam.ec2.modify_ipam_resource_discovery(
        IpamResourceDiscoveryId=discovery_of(ipam),
        AddOrganizationalUnitExclusions=[{"OrganizationsEntityPath": path} for path in add],
        RemoveOrganizationalUnitExclusions=[{"OrganizationsEntityPath": path} for path in remove or ()],
    )["IpamResourceDiscovery"]
    return [one["OrganizationsEntityPath"] for one in answer.get("OrganizationalUnitExclusions", ())]


def test_ipam_204_only_the_administrator_leaves_units_out(estate: Estate) -> None:
    """While IPAM is not integrated nobody does."""
    ipam = estate.create_ipam()
    path = estate.path(estate.unit)
    with refused("InvalidParameterValue", rule="IPAM-204"):
        _exclusions(ipam, [path])
    estate.designate()
    assert _exclusions(ipam, [path]) == [path]


def test_ipam_205_a_path_leads_to_a_unit(integrated: Estate) -> None:
    """From the organization over the root, to the end, with a slash at its end or a slash and an asterisk."""
    ipam = integrated.create_ipam()
    below = integrated.make_unit("below", integrated.unit)
    path = integrated.path(below)
    organization_id, root, unit, _, _ = path.split("/")
    wrong = (
        path.removesuffix("/"),
        f"{path}**",
        f"{path}*/",
        f"{organization_id}/{root}/{below}/",
        f"{organization_id}/{root}/{unit}/ou-abcd-12345678/",
        f"o-0000000000/{root}/{unit}/",
        f"{organization_id}/",
        "nowhere",
        "",
    )
    for one in wrong:
        with refused("InvalidParameterValue", rule="IPAM-205") as refusal:
            _exclusions(ipam, [one])
        assert refusal.message.startswith("One or more of the organizations entity paths is invalid")
    assert _exclusions(ipam, [path, integrated.path(root)]) == [path, integrated.path(root)]


def test_ipam_206_ipam_207_ipam_208_exclusions_stand_beside_each_other(integrated: Estate) -> None:
    """No path twice, none inside one that covers it, ten at most; what goes in the same call makes room."""
    ipam = integrated.create_ipam()
    unit = integrated.path(integrated.unit)
    below = integrated.path(integrated.make_unit("below", integrated.unit))
    with refused("InvalidParameterValue", rule="IPAM-206"):
        _exclusions(ipam, [unit, unit])
    for pair in ([f"{unit}*", below], [f"{below}*", f"{unit}*"], [unit, f"{unit}*"]):
        with refused("InvalidParameterValue", rule="IPAM-207"):
            _exclusions(ipam, pair)
    assert _exclusions(ipam, [unit, f"{below}*"]) == [unit, f"{below}*"]
    assert _exclusions(ipam, [f"{unit}*"], [unit, f"{below}*"]) == [f"{unit}*"]
    more = [integrated.path(integrated.make_unit(f"u{number}", integrated.root)) for number in range(10)]
    with refused("ResourceLimitExceeded", rule="IPAM-208"):
        _exclusions(ipam, more)
    assert _exclusions(ipam, more, [f"{unit}*"]) == more


def test_s8_another_organizations_accounts_are_seen_through_its_discovery(integrated: Estate) -> None:
    """Shared, accepted and associated, its accounts appear without their units; unshared, it is found no more."""
    aws = integrated.aws
    life.create(integrated.world, OUTSIDER, FeatureSet.ALL)
    creation = aws.client("organizations", OUTSIDER).create_account(Email="ext@example.com", AccountName="ext")
    request = creation["CreateAccountStatus"]["Id"]
    status = aws.client("organizations", OUTSIDER).describe_create_account_status(CreateAccountRequestId=request)
    external = status["CreateAccountStatus"]["AccountId"]
    aws.client("ec2", OUTSIDER).enable_ipam_organization_admin_account(DelegatedAdminAccountId=external)
    foreign = Foreign(aws, external)
    ipam = integrated.create_ipam()
    ask = {"IpamId": ipam.id, "IpamResourceDiscoveryId": foreign.id}
    with refused("InvalidIpamResourceDiscoveryId.NotFound"):
        ipam.ec2.associate_ipam_resource_discovery(**ask)
    share = foreign.share(integrated.network)
    seen = ipam.ec2.describe_ipam_resource_discoveries()["IpamResourceDiscoveries"]
    assert {one["IpamResourceDiscoveryId"] for one in seen} == {discovery_of(ipam), foreign.id}
    made = ipam.ec2.associate_ipam_resource_discovery(**ask)["IpamResourceDiscoveryAssociation"]
    assert (made["State"], made["ResourceDiscoveryStatus"]) == ("associate-in-progress", "active")
    assert made["OwnerId"] == integrated.network
    found = accounts(ipam, discovery_id=foreign.id)
    assert set(found) == {OUTSIDER, external}
    assert not any("OrganizationalUnitId" in one for one in found.values())
    # its owner sees its own organization, and the association
    own = foreign.ec2.get_ipam_discovered_accounts(IpamResourceDiscoveryId=foreign.id, DiscoveryRegion=HOME)
    assert all("OrganizationalUnitId" in one for one in own["IpamDiscoveredAccounts"])
    (theirs,) = foreign.ec2.describe_ipam_resource_discovery_associations()["IpamResourceDiscoveryAssociations"]
    assert theirs["State"] == "associate-complete"
    assert ipam.describe()["ResourceDiscoveryAssociationCount"] == 2
    with refused("DependencyViolation", rule="IPAM-013"):
        ipam.ec2.delete_ipam(IpamId=ipam.id)
    foreign.ram.delete_resource_share(resourceShareArn=share)
    association_id = made["IpamResourceDiscoveryAssociationId"]
    assert _association(ipam, association_id)["ResourceDiscoveryStatus"] == "not-found"
    gone = ipam.ec2.disassociate_ipam_resource_discovery(IpamResourceDiscoveryAssociationId=association_id)
    assert gone["IpamResourceDiscoveryAssociation"]["State"] == "disassociate-in-progress"
    assert ipam.describe()["ResourceDiscoveryAssociationCount"] == 1


def _association(ipam: Ipam, association_id: str) -> dict[str, Any]:
    answer = ipam.ec2.describe_ipam_resource_discovery_associations(
        IpamResourceDiscoveryAssociationIds=[association_id]
    )
    found: dict[str, Any] = answer["IpamResourceDiscoveryAssociations"][0]
    return found


def test_ipam_213_a_deleted_discovery_is_found_no_more(aws: Aws, foreign: Foreign) -> None:
    """The association stays, with the status not-found."""
    ipam = Ipam(aws)
    foreign.share(OWNER)
    made = ipam.ec2.associate_ipam_resource_discovery(IpamId=ipam.id, IpamResourceDiscoveryId=foreign.id)
    association_id = made["IpamResourceDiscoveryAssociation"]["IpamResourceDiscoveryAssociationId"]
    gone = foreign.ec2.delete_ipam_resource_discovery(IpamResourceDiscoveryId=foreign.id)["IpamResourceDiscovery"]
    assert gone["State"] == "delete-in-progress"
    assert foreign.ec2.describe_ipam_resource_discoveries()["IpamResourceDiscoveries"] == []
    assert _association(ipam, association_id)["ResourceDiscoveryStatus"] == "not-found"


def test_ipam_209_ipam_210_how_many_associations_there_are(aws: Aws) -> None:
    """One of each discovery, five in all."""
    ipam = Ipam(aws)
    foreigners = [Foreign(aws, f"{number}" * 12) for number in range(3, 8)]
    for number, one in enumerate(foreigners):
        one.share(OWNER)
        ask = {"IpamId": ipam.id, "IpamResourceDiscoveryId": one.id}
        if number == 4:
            with refused("ResourceLimitExceeded", rule="IPAM-210"):
                ipam.ec2.associate_ipam_resource_discovery(**ask)
        else:
            ipam.ec2.associate_ipam_resource_discovery(**ask)
            with refused("InvalidParameterValue", rule="IPAM-209"):
                ipam.ec2.associate_ipam_resource_discovery(**ask)


def test_ipam_214_no_organization_data_is_shared(integrated: Estate) -> None:
    """Whom an administrator's discovery is shared with outside sees accounts, and not where they are."""
    ipam = integrated.create_ipam()
    ram = integrated.aws.client("ram", integrated.network, region=HOME)
    arn = integrated.world.ipam.discoveries[discovery_of(ipam)].arn
    ram.create_resource_share(name="x", resourceArns=[arn], principals=[OUTSIDER])
    theirs = integrated.aws.client("ram", OUTSIDER, region=HOME)
    (invitation,) = theirs.get_resource_share_invitations()["resourceShareInvitations"]
    theirs.accept_resource_share_invitation(resourceShareInvitationArn=invitation["resourceShareInvitationArn"])
    answer = integrated.ec2(OUTSIDER).get_ipam_discovered_accounts(
        IpamResourceDiscoveryId=discovery_of(ipam), DiscoveryRegion=HOME
    )["IpamDiscoveredAccounts"]
    assert len(answer) == 3
    assert not any("OrganizationalUnitId" in one for one in answer)
