"""That an account is monitored is several facts: what shows when one of them alone is missing, and when it is back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.organizations import membership
from tests.aws import Aws, refused
from tests.wire.ipam.conftest import AWAY, HOME, Ipam
from tests.wire.monitoring.conftest import ROLE, Estate, accounts, discovery_of
from tests.wire.monitoring.test_discoveries import Foreign
from tests.wire.monitoring.test_resource_cidrs import make_vpc, rows, share, states
from tests.worlds import MANAGEMENT, OUTSIDER, member

NOT_MONITORED = "UnsupportedOperation"
NOT_SHARED = "InvalidIpamPoolId.NotFound"
MINUTE = timedelta(minutes=1)


class Subject:
    """An account that is monitored, with a VPC from a pool that is shared with it."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self.ipam = estate.create_ipam()
        self.pool = self.ipam.pool("10.0.0.0/16", Locale=HOME)
        self.share_arn = share(estate, self.pool, estate.dev)
        vpc = self.allocate()["Vpc"]
        self.vpc = vpc["VpcId"], vpc["CidrBlock"]
        self.ram = estate.aws.client("ram", estate.network, region=HOME)

    def allocate(self) -> dict[str, Any]:
        answer: dict[str, Any] = self.estate.ec2().create_vpc(Ipv4IpamPoolId=self.pool, Ipv4NetmaskLength=24)
        return answer

    def exclude(self, member_name: str) -> None:
        self.ipam.ec2.modify_ipam_resource_discovery(
            IpamResourceDiscoveryId=discovery_of(self.ipam),
            **{member_name: [{"OrganizationsEntityPath": self.estate.path(self.estate.unit)}]},
        )

    def withdraw_with_trust(self) -> None:
        self.estate.withdraw()
        self.estate.organizations.disable_aws_service_access(ServicePrincipal="ipam.amazonaws.com")

    def make_role(self) -> None:
        iam = self.estate.aws.client("iam", self.estate.dev)
        iam.create_service_linked_role(AWSServiceName="ipam.amazonaws.com")

    def associate(self, call: str) -> None:
        getattr(self.ram, call)(resourceShareArn=self.share_arn, principals=[self.estate.dev])


@dataclass(frozen=True)
class Fact:
    """How it ends and comes back, and what is the case meanwhile."""

    end: Callable[[Subject], object]
    restore: Callable[[Subject], object]
    is_listed: bool
    failure: str | None
    is_seen: bool
    refusal: str


FACTS = {
    "the designation": Fact(
        lambda on: on.estate.withdraw(), lambda on: on.estate.designate(), False, None, False, NOT_MONITORED
    ),
    "trusted access": Fact(
        Subject.withdraw_with_trust, lambda on: on.estate.designate(), False, None, False, NOT_MONITORED
    ),
    "the role": Fact(
        lambda on: on.estate.drop_role(on.estate.dev),
        Subject.make_role,
        True,
        "assume-role-failure",
        True,
        NOT_MONITORED,
    ),
    "no exclusion": Fact(
        lambda on: on.exclude("AddOrganizationalUnitExclusions"),
        lambda on: on.exclude("RemoveOrganizationalUnitExclusions"),
        False,
        None,
        False,
        NOT_MONITORED,
    ),
    "an active account": Fact(
        lambda on: on.estate.organizations.close_account(AccountId=on.estate.dev),
        lambda on: membership.reinstate(on.estate.world, on.estate.dev),
        False,
        None,
        False,
        "Blocked",
    ),
    "the pool's share": Fact(
        lambda on: on.associate("disassociate_resource_share"),
        lambda on: on.associate("associate_resource_share"),
        True,
        None,
        True,
        NOT_SHARED,
    ),
}


@pytest.mark.parametrize("name", FACTS)
def test_int_071_int_073_each_fact_shows_by_itself(integrated: Estate, name: str) -> None:
    """In the discovered accounts, in the resource CIDRs and at allocation; what is allocated stays allocated."""
    subject, fact, dev = Subject(integrated), FACTS[name], integrated.dev
    ipam = subject.ipam
    before, held = rows(ipam)[subject.vpc], ipam.allocations(subject.pool)
    integrated.world.clock.advance(MINUTE)

    fact.end(subject)
    listed = accounts(ipam).get(dev)
    assert (listed is not None) is fact.is_listed
    assert (listed or {}).get("FailureReason", {}).get("Code") == fact.failure
    seen = rows(ipam).get(subject.vpc)
    # a pool that is shared holds what those have whom it is shared with
    expected = {**before, "ComplianceStatus": "noncompliant"} if fact.refusal == NOT_SHARED else before
    assert seen == (expected if fact.is_seen else None)
    found = ipam.ec2.get_ipam_discovered_resource_cidrs(
        IpamResourceDiscoveryId=discovery_of(ipam), ResourceRegion=HOME
    )["IpamDiscoveredResourceCidrs"]
    assert (subject.vpc[0] in [one["ResourceId"] for one in found]) is fact.is_seen
    with refused(fact.refusal):
        subject.allocate()
    assert ipam.allocations(subject.pool) == held

    fact.restore(subject)
    assert "FailureReason" not in accounts(ipam)[dev]
    assert rows(ipam)[subject.vpc] == before
    assert subject.allocate()["Vpc"]["CidrBlock"] == "10.0.1.0/24"


def test_int_160_an_account_that_changes_organizations(integrated: Estate) -> None:
    """The first one's IPAM sees it no more, the other one's does, and its role is the one that it had."""
    aws = integrated.aws
    ipam = integrated.create_ipam()
    vpc = make_vpc(integrated.ec2(), "10.1.0.0/16")
    assert set(rows(ipam)) == {(vpc, "10.1.0.0/16")}
    iam = aws.client("iam", integrated.dev)
    role = iam.get_role(RoleName=ROLE)["Role"]
    theirs = aws.client("organizations", OUTSIDER)
    theirs.create_organization(FeatureSet="ALL")
    made = theirs.create_account(Email="hub@example.com", AccountName="hub")["CreateAccountStatus"]
    hub = theirs.describe_create_account_status(CreateAccountRequestId=made["Id"])["CreateAccountStatus"]["AccountId"]
    aws.client("ec2", OUTSIDER).enable_ipam_organization_admin_account(DelegatedAdminAccountId=hub)
    other = Ipam(aws, hub)
    integrated.organizations.remove_account_from_organization(AccountId=integrated.dev)
    assert rows(ipam) == rows(other) == {}
    handshake = theirs.invite_account_to_organization(Target={"Type": "ACCOUNT", "Id": integrated.dev})["Handshake"]
    aws.client("organizations", integrated.dev).accept_handshake(HandshakeId=handshake["Id"])
    assert set(rows(other)) == {(vpc, "10.1.0.0/16")}
    assert rows(ipam) == {}
    assert iam.get_role(RoleName=ROLE)["Role"] == role


def test_ipam_270_space_given_up_unseen_is_free_once_it_is_seen(integrated: Estate) -> None:
    """A VPC that goes while its account is left out keeps its allocation; the next look into the account ends it."""
    subject = Subject(integrated)
    subject.exclude("AddOrganizationalUnitExclusions")
    integrated.ec2().delete_vpc(VpcId=subject.vpc[0])
    assert [one["ResourceId"] for one in subject.ipam.allocations(subject.pool)] == [subject.vpc[0]]
    subject.exclude("RemoveOrganizationalUnitExclusions")
    assert subject.ipam.allocations(subject.pool) == []
    assert subject.allocate()["Vpc"]["CidrBlock"] == subject.vpc[1]


def test_int_152_a_closed_administrators_ipam_monitors_nobody(integrated: Estate) -> None:
    """Nor does it share its pools; brought back, it does both again."""
    subject = Subject(integrated)
    integrated.organizations.close_account(AccountId=integrated.network)
    with refused(NOT_SHARED):
        subject.allocate()
    with refused("IpamOrganizationDelegatedAdminLimitExceeded"):
        integrated.ec2(MANAGEMENT).enable_ipam_organization_admin_account(DelegatedAdminAccountId=integrated.dev)
    membership.reinstate(integrated.world, integrated.network)
    assert subject.allocate()["Vpc"]["CidrBlock"] == "10.0.1.0/24"
    assert subject.vpc in rows(subject.ipam)


def test_ipam_213_int_152_through_a_closed_accounts_discovery_nothing_is_seen(integrated: Estate) -> None:
    """The association says not-found and stays; when its owner is back, it is active and sees as before."""
    aws, ipam = integrated.aws, integrated.create_ipam()
    foreign = Foreign(aws, member(integrated.world, "partner"))
    integrated.organizations.remove_account_from_organization(AccountId=foreign.owner)
    foreign.share(integrated.network)
    ipam.ec2.associate_ipam_resource_discovery(IpamId=ipam.id, IpamResourceDiscoveryId=foreign.id)
    theirs = make_vpc(foreign.ec2, "10.7.0.0/16"), "10.7.0.0/16"
    assert set(rows(ipam)) == {theirs}
    handshake = integrated.organizations.invite_account_to_organization(
        Target={"Type": "ACCOUNT", "Id": foreign.owner}
    )["Handshake"]
    aws.client("organizations", foreign.owner).accept_handshake(HandshakeId=handshake["Id"])

    def status() -> str:
        found = ipam.ec2.describe_ipam_resource_discovery_associations(
            Filters=[{"Name": "is-default", "Values": ["false"]}]
        )["IpamResourceDiscoveryAssociations"]
        return str(found[0]["ResourceDiscoveryStatus"])

    assert status() == "active"
    integrated.organizations.close_account(AccountId=foreign.owner)
    assert (status(), rows(ipam)) == ("not-found", {})
    membership.reinstate(integrated.world, foreign.owner)
    assert (status(), set(rows(ipam))) == ("active", {theirs})


def test_an_association_is_seen_through_once_it_is_complete(make_aws: Any) -> None:
    """While it is in progress, accounts of the other discovery are not monitored; nor once it is on its way out."""
    aws: Aws = make_aws(ipam_transition_delay_s=60)
    clock = aws.world.clock
    ipam, foreign = Ipam(aws), Foreign(aws)
    clock.advance(MINUTE)
    foreign.share(ipam.owner)
    theirs = make_vpc(foreign.ec2, "10.7.0.0/16"), "10.7.0.0/16"
    made = ipam.ec2.associate_ipam_resource_discovery(IpamId=ipam.id, IpamResourceDiscoveryId=foreign.id)
    assert rows(ipam) == {}
    clock.advance(MINUTE)
    assert set(rows(ipam)) == {theirs}
    association_id = made["IpamResourceDiscoveryAssociation"]["IpamResourceDiscoveryAssociationId"]
    ipam.ec2.disassociate_ipam_resource_discovery(IpamResourceDiscoveryAssociationId=association_id)
    assert rows(ipam) == {}


def test_int_076_the_other_owners_exclusions_hold_for_whom_it_shares_with(integrated: Estate) -> None:
    """Whom a discovery is shared with sees its unit exclusions, and does not see the accounts that they leave out."""
    aws = integrated.aws
    administrator = integrated.create_ipam()
    outside = Ipam(aws, OUTSIDER)
    arn = integrated.world.ipam.discoveries[discovery_of(administrator)].arn
    aws.client("ram", integrated.network, region=HOME).create_resource_share(
        name="discovery", resourceArns=[arn], principals=[OUTSIDER]
    )
    ram = aws.client("ram", OUTSIDER, region=HOME)
    (invitation,) = ram.get_resource_share_invitations()["resourceShareInvitations"]
    ram.accept_resource_share_invitation(resourceShareInvitationArn=invitation["resourceShareInvitationArn"])
    ask = {"IpamResourceDiscoveryId": discovery_of(administrator)}
    outside.ec2.associate_ipam_resource_discovery(IpamId=outside.id, **ask)
    vpc = make_vpc(integrated.ec2(), "10.1.0.0/16"), "10.1.0.0/16"
    elsewhere = make_vpc(integrated.ec2(region="eu-west-1"), "10.2.0.0/16"), "10.2.0.0/16"
    # the administrator's discovery does not look into eu-west-1, whatever the other IPAM's Regions are
    assert elsewhere not in rows(outside)
    assert vpc in rows(outside)
    exclusion = [{"OrganizationsEntityPath": integrated.path(integrated.unit)}]
    administrator.ec2.modify_ipam_resource_discovery(AddOrganizationalUnitExclusions=exclusion, **ask)
    assert vpc not in rows(outside)
    (seen,) = outside.ec2.describe_ipam_resource_discoveries(IpamResourceDiscoveryIds=[ask["IpamResourceDiscoveryId"]])[
        "IpamResourceDiscoveries"
    ]
    assert seen["OrganizationalUnitExclusions"] == exclusion
    with refused("InvalidIpamResourceDiscoveryId.NotFound"):
        outside.ec2.modify_ipam_resource_discovery(RemoveOrganizationalUnitExclusions=exclusion, **ask)


def test_ipam_205_what_is_not_left_out_is_removed_by_a_true_path_alone(integrated: Estate) -> None:
    """A wrong path is refused in the list to remove too; that of a unit that is gone can still be taken away."""
    ipam = integrated.create_ipam()
    gone = integrated.make_unit("gone", integrated.root)
    path = [{"OrganizationsEntityPath": integrated.path(gone)}]
    ask = {"IpamResourceDiscoveryId": discovery_of(ipam)}
    ipam.ec2.modify_ipam_resource_discovery(AddOrganizationalUnitExclusions=path, **ask)
    integrated.organizations.delete_organizational_unit(OrganizationalUnitId=gone)
    wrong = [{"OrganizationsEntityPath": "o-1/r-1/ou-1/"}]
    with refused("InvalidParameterValue", rule="IPAM-205"):
        ipam.ec2.modify_ipam_resource_discovery(RemoveOrganizationalUnitExclusions=wrong, **ask)
    answer = ipam.ec2.modify_ipam_resource_discovery(RemoveOrganizationalUnitExclusions=path, **ask)
    assert "OrganizationalUnitExclusions" not in answer["IpamResourceDiscovery"]


def test_ipam_273_every_pass_samples_what_can_be_read(integrated: Estate) -> None:
    """SampleTime is that of the last pass, whatever it was about; without the role, that of the last success."""
    ipam, world = integrated.create_ipam(), integrated.world
    make_vpc(integrated.ec2(), "10.1.0.0/16")
    make_vpc(integrated.ec2(MANAGEMENT), "10.2.0.0/16")

    def sampled() -> dict[str, Any]:
        found = ipam.ec2.get_ipam_discovered_resource_cidrs(
            IpamResourceDiscoveryId=discovery_of(ipam), ResourceRegion=HOME
        )["IpamDiscoveredResourceCidrs"]
        return {one["ResourceOwnerId"]: one["SampleTime"] for one in found}

    start = world.now
    assert sampled() == {MANAGEMENT: start, integrated.dev: start}
    world.clock.advance(MINUTE)
    integrated.drop_role(integrated.dev)
    assert sampled() == {MANAGEMENT: start + MINUTE, integrated.dev: start}
    world.clock.advance(MINUTE)
    make_vpc(integrated.ec2(MANAGEMENT, AWAY), "10.3.0.0/16")
    assert sampled() == {MANAGEMENT: start + 2 * MINUTE, integrated.dev: start}
    found = accounts(ipam)[integrated.dev]
    assert found["LastAttemptedDiscoveryTime"] == start + 2 * MINUTE
    assert found["LastSuccessfulDiscoveryTime"] == start


def test_ipam_271_subnets_follow_their_vpc_out_of_sight(integrated: Estate) -> None:
    """Those of an ignored CIDR are ignored and overlap nothing, those made later too; monitored again, they do."""
    ipam = integrated.create_ipam()
    vpc, twin = (make_vpc(integrated.ec2(owner), "10.1.0.0/16") for owner in (integrated.dev, MANAGEMENT))
    one, other = (
        integrated.ec2(owner).create_subnet(VpcId=own, CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]
        for owner, own in ((integrated.dev, vpc), (MANAGEMENT, twin))
    )
    assert states(ipam, one, "10.1.0.0/24") == states(ipam, other, "10.1.0.0/24") == (None, None, "overlapping")
    ask = {"ResourceId": vpc, "ResourceCidr": "10.1.0.0/16", "ResourceRegion": HOME, "CurrentIpamScopeId": ipam.private}
    ipam.ec2.modify_ipam_resource_cidr(Monitored=False, **ask)
    late = integrated.ec2().create_subnet(VpcId=vpc, CidrBlock="10.1.1.0/24")["Subnet"]["SubnetId"]
    assert states(ipam, one, "10.1.0.0/24") == states(ipam, late, "10.1.1.0/24") == ("ignored",) * 3
    assert states(ipam, other, "10.1.0.0/24") == (None, None, "nonoverlapping")
    ipam.ec2.modify_ipam_resource_cidr(Monitored=True, **ask)
    assert states(ipam, one, "10.1.0.0/24") == states(ipam, other, "10.1.0.0/24") == (None, None, "overlapping")


def test_modify_answers_the_row_as_it_will_be(integrated: Estate) -> None:
    """Moved to a scope where another VPC has its addresses, it overlaps there; moved back, here."""
    ipam = integrated.create_ipam()
    vpcs = [make_vpc(integrated.ec2(owner), "10.1.0.0/16") for owner in (integrated.dev, MANAGEMENT)]
    second = ipam.ec2.create_ipam_scope(IpamId=ipam.id)["IpamScope"]["IpamScopeId"]
    ask = {"ResourceCidr": "10.1.0.0/16", "ResourceRegion": HOME, "Monitored": True}
    moves = [
        (vpcs[0], ipam.private, second, "nonoverlapping"),
        (vpcs[1], ipam.private, second, "overlapping"),
        (vpcs[1], second, ipam.private, "nonoverlapping"),
    ]
    for vpc, source, target, expected in moves:
        row = ipam.ec2.modify_ipam_resource_cidr(
            ResourceId=vpc, CurrentIpamScopeId=source, DestinationIpamScopeId=target, **ask
        )["IpamResourceCidr"]
        assert (row["IpamScopeId"], row["OverlapStatus"]) == (target, expected)
        assert rows(ipam, target)[vpc, "10.1.0.0/16"] == row


def test_ipam_274_the_journal_tells_what_a_pass_has_found(make_aws: Any) -> None:
    """How many accounts, resources and CIDRs, in which accounts, and what had been noted; a pass that finds nothing
    says so."""
    aws: Aws = make_aws(ipam_discovery_delay_s=60)
    aws.client("organizations", MANAGEMENT).create_organization(FeatureSet="ALL")
    estate = Estate(aws, aws.world)
    estate.designate()
    ipam = estate.create_ipam()

    def found() -> list[tuple[str, set[str]]]:
        aws.world.clock.advance(MINUTE)
        accounts(ipam)
        seen = len(told)
        passes = [one for one in aws.world.journal.entries() if getattr(one, "what", "").startswith("discovered ")]
        told.extend((one.what, set(one.accounts)) for one in passes[seen:])  # type: ignore[union-attr] # they are acts
        return told[seen:]

    told: list[tuple[str, set[str]]] = []
    everybody = {MANAGEMENT, estate.network, estate.dev}
    assert found() == [("discovered 3 accounts more", everybody)]
    vpc = make_vpc(estate.ec2(), "10.1.0.0/16")
    assert found() == [("discovered 1 resources that are new, 1 CIDRs with news", {estate.dev})]
    estate.ec2().create_tags(Resources=[vpc], Tags=[{"Key": "env", "Value": "dev"}])
    assert found() == [("discovered 1 resources looked at again", {estate.dev})]
    estate.drop_role(estate.dev)
    assert found() == [("discovered 1 accounts without the role", {estate.dev})]
    estate.organizations.remove_account_from_organization(AccountId=estate.dev)
    assert found() == [("discovered 1 accounts fewer, 1 resources gone", {estate.dev})]
    estate.move(MANAGEMENT, estate.root, estate.unit)
    assert found() == [("discovered nothing new", set())]
    assert found() == []
