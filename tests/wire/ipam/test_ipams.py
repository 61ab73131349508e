"""IPAMs through real boto3: what they are born with, how they change, how they go."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.wire.ipam.conftest import AWAY, HOME, OTHER, OWNER, Ipam
from tests.worlds import MANAGEMENT, member

ROLE = "AWSServiceRoleForIPAM"


def test_an_ipam_is_born_whole(ipam: Ipam) -> None:
    """CreateIpam answers create-in-progress with all computed members, and the next call sees it complete."""
    created = ipam.created
    assert created["State"] == "create-in-progress"
    assert created["IpamArn"] == f"arn:aws:ec2::{OWNER}:ipam/{ipam.id}"
    assert (created["OwnerId"], created["IpamRegion"], created["Tier"]) == (OWNER, HOME, "advanced")
    assert (created["ScopeCount"], created["ResourceDiscoveryAssociationCount"]) == (2, 1)
    assert created["MeteredAccount"] == "ipam-owner"
    assert created["EnablePrivateGua"] is False
    assert created["Tags"] == []
    assert "Description" not in created
    # in the order of the request, and the home Region behind them
    assert [region["RegionName"] for region in created["OperatingRegions"]] == [AWAY, "eu-west-1", HOME]
    assert ipam.describe() == {**created, "State": "create-complete"}


def test_default_scopes_discovery_and_association(ipam: Ipam) -> None:
    """The defaults that an IPAM names exist, are complete and say that they are defaults."""
    scopes = ipam.ec2.describe_ipam_scopes()["IpamScopes"]
    assert [(scope["IpamScopeId"], scope["IpamScopeType"]) for scope in scopes] == [
        (ipam.public, "public"),
        (ipam.private, "private"),
    ]
    assert {(scope["IsDefault"], scope["PoolCount"], scope["State"]) for scope in scopes} == {
        (True, 0, "create-complete")
    }
    (discovery,) = ipam.ec2.describe_ipam_resource_discoveries()["IpamResourceDiscoveries"]
    assert discovery["IpamResourceDiscoveryId"] == ipam.created["DefaultResourceDiscoveryId"]
    assert discovery["IsDefault"] is True
    assert discovery["OperatingRegions"] == ipam.created["OperatingRegions"]
    (association,) = ipam.ec2.describe_ipam_resource_discovery_associations()["IpamResourceDiscoveryAssociations"]
    assert association["IpamResourceDiscoveryAssociationId"] == ipam.created["DefaultResourceDiscoveryAssociationId"]
    assert (association["State"], association["ResourceDiscoveryStatus"]) == ("associate-complete", "active")
    assert association["IpamArn"] == ipam.created["IpamArn"]


def test_ipam_001_one_ipam_a_region(aws: Aws, ipam: Ipam) -> None:
    """A second IPAM in the Region is refused in AWS's words; another Region has room."""
    with refused("ResourceLimitExceeded", rule="IPAM-001") as refusal:
        ipam.ec2.create_ipam()
    text = "You've reached the limit for ipams. You have created 1 ipams and you are limited to 1."
    assert refusal.message == text
    assert aws.client("ec2", OWNER, region=AWAY).create_ipam()["Ipam"]["IpamRegion"] == AWAY


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ({"OperatingRegions": [{"RegionName": "xx-north-9"}]}, "IPAM-002"),
        ({"OperatingRegions": [{"RegionName": "me-south-1"}]}, "IPAM-002"),
        ({"OperatingRegions": [{"RegionName": AWAY}, {"RegionName": AWAY}]}, "IPAM-003"),
        ({"MeteredAccount": "resource-owner"}, "IPAM-004"),
    ],
)
def test_what_create_ipam_refuses(aws: Aws, asked: dict[str, Any], rule: str) -> None:
    """Unknown, disabled and repeated Regions, and cost distribution outside an organization."""
    with refused("InvalidParameterValue", rule=rule):
        aws.client("ec2", OWNER, region=HOME).create_ipam(**asked)


def test_a_region_that_was_opted_in_to_operates(make_aws: Any) -> None:
    """What the options name as opted in is an operating Region like another, and DescribeRegions says so."""
    aws = make_aws(opted_in_regions=("me-south-1",))
    ec2 = aws.client("ec2", OWNER, region=HOME)
    ec2.create_ipam(OperatingRegions=[{"RegionName": "me-south-1"}])
    (region,) = ec2.describe_regions(Filters=[{"Name": "opt-in-status", "Values": ["opted-in"]}])["Regions"]
    assert region["RegionName"] == "me-south-1"


def test_others_see_nothing(aws: Aws, ipam: Ipam) -> None:
    """Another account, and another Region, find no IPAM; unknown and malformed ids have their codes."""
    for account, region in ((OTHER, HOME), (OWNER, AWAY)):
        ec2 = aws.client("ec2", account, region=region)
        assert ec2.describe_ipams()["Ipams"] == []
        with refused("InvalidIpamId.NotFound", rule="EC2-004") as refusal:
            ec2.describe_ipams(IpamIds=[ipam.id])
        assert refusal.message == f"The ipam ID '{ipam.id}' does not exist"
        with refused("InvalidIpamId.NotFound"):
            ec2.delete_ipam(IpamId=ipam.id)
    with refused("InvalidIpamId.Malformed", rule="EC2-003"):
        ipam.ec2.describe_ipams(IpamIds=["ipam-pool-0123456789abcdef0"])


def test_modify_ends_in_modify_complete(ipam: Ipam) -> None:
    """A change answers modify-in-progress, stays modify-complete, and the default discovery follows the Regions."""
    answer = ipam.ec2.modify_ipam(
        IpamId=ipam.id,
        Description="new",
        AddOperatingRegions=[{"RegionName": "eu-west-2"}],
        RemoveOperatingRegions=[{"RegionName": AWAY}],
    )["Ipam"]
    assert answer["State"] == "modify-in-progress"
    found = ipam.describe()
    assert (found["State"], found["Description"]) == ("modify-complete", "new")
    assert {region["RegionName"] for region in found["OperatingRegions"]} == {"eu-west-1", "eu-west-2", HOME}
    (discovery,) = ipam.ec2.describe_ipam_resource_discoveries()["IpamResourceDiscoveries"]
    assert discovery["OperatingRegions"] == found["OperatingRegions"]


def test_what_modify_ipam_refuses(ipam: Ipam) -> None:
    """Nothing to change, the home Region, a locale, and a Region both ways."""
    ipam.pool(Locale=AWAY)
    modify = ipam.ec2.modify_ipam
    with refused("InvalidParameterCombination", rule="IPAM-006") as refusal:
        modify(IpamId=ipam.id)
    assert refusal.message == "The request must contain a modification to the ipam"
    with refused("InvalidParameterValue", rule="IPAM-007"):
        modify(IpamId=ipam.id, RemoveOperatingRegions=[{"RegionName": HOME}])
    with refused("DependencyViolation", rule="IPAM-008"):
        modify(IpamId=ipam.id, RemoveOperatingRegions=[{"RegionName": AWAY}])
    both = [{"RegionName": "eu-west-1"}]
    with refused("InvalidParameterCombination", rule="IPAM-015"):
        modify(IpamId=ipam.id, AddOperatingRegions=both, RemoveOperatingRegions=both)


def test_ipam_504_nothing_is_built_on_what_has_failed(make_aws: Callable[..., Aws]) -> None:
    """An IPAM that could not be made takes neither scope nor pool nor policy; it can be deleted and made again."""
    ipam = Ipam(make_aws(ipam_failing_transitions=("ipam create-in-progress",)))
    found = ipam.describe()
    assert (found["State"], "ipam_failing_transitions" in found["StateMessage"]) == ("create-failed", True)
    for build in (
        lambda: ipam.ec2.create_ipam_scope(IpamId=ipam.id),
        lambda: ipam.pool(),
        lambda: ipam.ec2.create_ipam_policy(IpamId=ipam.id),
        lambda: ipam.ec2.modify_ipam(IpamId=ipam.id, Description="ours"),
    ):
        with refused("IncorrectState", rule="EC2-018"):
            build()
    ipam.ec2.delete_ipam(IpamId=ipam.id)
    assert ipam.ec2.create_ipam()["Ipam"]["State"] == "create-in-progress"


def test_ipam_009_the_way_to_the_free_tier(ipam: Ipam) -> None:
    """The tier is advanced until private pools, further scopes and foreign locales are gone; back is always open."""
    ec2 = ipam.ec2
    pool_id = ipam.pool()
    with refused("DependencyViolation", rule="IPAM-009"):
        ec2.modify_ipam(IpamId=ipam.id, Tier="free")
    ec2.delete_ipam_pool(IpamPoolId=pool_id)
    scope_id = ec2.create_ipam_scope(IpamId=ipam.id)["IpamScope"]["IpamScopeId"]
    with refused("DependencyViolation", rule="IPAM-009"):
        ec2.modify_ipam(IpamId=ipam.id, Tier="free")
    ec2.delete_ipam_scope(IpamScopeId=scope_id)
    away = ipam.pool(IpamScopeId=ipam.public, Locale=AWAY, AwsService="ec2")
    with refused("DependencyViolation", rule="IPAM-009"):
        ec2.modify_ipam(IpamId=ipam.id, Tier="free")
    ec2.delete_ipam_pool(IpamPoolId=away)
    assert ec2.modify_ipam(IpamId=ipam.id, Tier="free")["Ipam"]["Tier"] == "free"
    assert ec2.modify_ipam(IpamId=ipam.id, Tier="advanced")["Ipam"]["Tier"] == "advanced"


def test_ipam_009_discoveries_of_others_and_registries_are_advanced(ipam: Ipam) -> None:
    """An association with another's discovery, and one with a registry, keep the tier; an IPAM without them is free."""
    other = ipam.aws.client("ec2", OTHER, region=HOME)
    made = other.create_ipam_resource_discovery()["IpamResourceDiscovery"]
    ipam.aws.client("ram", OTHER, region=HOME).create_resource_share(
        name="discovery", resourceArns=[made["IpamResourceDiscoveryArn"]], principals=[OWNER]
    )
    ram = ipam.aws.client("ram", OWNER, region=HOME)
    [invitation] = ram.get_resource_share_invitations()["resourceShareInvitations"]
    ram.accept_resource_share_invitation(resourceShareInvitationArn=invitation["resourceShareInvitationArn"])
    asked = {"IpamId": ipam.id, "IpamResourceDiscoveryId": made["IpamResourceDiscoveryId"]}
    association = ipam.ec2.associate_ipam_resource_discovery(**asked)["IpamResourceDiscoveryAssociation"]
    before = ipam.describe()
    with refused("DependencyViolation", rule="IPAM-009"):
        ipam.ec2.modify_ipam(IpamId=ipam.id, Tier="free", Description="free at last")
    assert ipam.describe() == before
    ipam.ec2.disassociate_ipam_resource_discovery(
        IpamResourceDiscoveryAssociationId=association["IpamResourceDiscoveryAssociationId"]
    )
    registry = ipam.ec2.create_ipam_internet_registry_association(
        IpamId=ipam.id, Rir="ripe", OrganizationHandle="ORG-EX"
    )["IpamInternetRegistryAssociation"]["IpamInternetRegistryAssociationId"]
    with refused("DependencyViolation", rule="IPAM-009"):
        ipam.ec2.modify_ipam(IpamId=ipam.id, Tier="free")
    ipam.ec2.delete_ipam_internet_registry_association(IpamInternetRegistryAssociationId=registry)
    ipam.ec2.modify_ipam(IpamId=ipam.id, Tier="free")
    assert ipam.describe()["Tier"] == "free"
    with refused("UnsupportedOperation", rule="IPAM-010"):
        ipam.ec2.associate_ipam_resource_discovery(**asked)


def test_ipam_010_what_the_free_tier_has_not(aws: Aws) -> None:
    """No private pools, no further scopes, no locale but the home Region."""
    free = Ipam(aws, Tier="free")
    for asked in ({}, {"IpamScopeId": free.public, "Locale": AWAY}):
        with refused("UnsupportedOperation", rule="IPAM-010"):
            free.pool(**asked)
    with refused("UnsupportedOperation", rule="IPAM-010"):
        free.ec2.create_ipam_scope(IpamId=free.id)
    free.pool(IpamScopeId=free.public, Locale=HOME)


def test_ipam_011_cost_distribution_is_frozen_after_a_day(aws: Aws, organization_world: World) -> None:
    """The administrator lets resource owners pay, may undo it for a day, then not for a week."""
    administrator = member(organization_world, "network")
    aws.client("ec2", MANAGEMENT).enable_ipam_organization_admin_account(DelegatedAdminAccountId=administrator)
    ipam = Ipam(aws, administrator, MeteredAccount="resource-owner")
    aws.world.clock.advance(timedelta(hours=25))
    with refused("IncorrectState", rule="IPAM-011"):
        ipam.ec2.modify_ipam(IpamId=ipam.id, MeteredAccount="ipam-owner")
    aws.world.clock.advance(timedelta(days=7))
    ipam.ec2.modify_ipam(IpamId=ipam.id, MeteredAccount="ipam-owner")
    ipam.ec2.modify_ipam(IpamId=ipam.id, MeteredAccount="resource-owner")
    aws.world.clock.advance(timedelta(hours=23))
    assert ipam.ec2.modify_ipam(IpamId=ipam.id, MeteredAccount="ipam-owner")["Ipam"]["MeteredAccount"] == "ipam-owner"


def test_ipam_013_deleting_waits_for_pools_and_scopes(ipam: Ipam) -> None:
    """A plain delete is refused while a pool or a further scope exists, then the IPAM and its defaults are gone."""
    pool_id = ipam.pool()
    with refused("DependencyViolation", rule="IPAM-013"):
        ipam.ec2.delete_ipam(IpamId=ipam.id)
    ipam.ec2.delete_ipam_pool(IpamPoolId=pool_id)
    scope_id = ipam.ec2.create_ipam_scope(IpamId=ipam.id)["IpamScope"]["IpamScopeId"]
    with refused("DependencyViolation", rule="IPAM-013"):
        ipam.ec2.delete_ipam(IpamId=ipam.id)
    ipam.ec2.delete_ipam_scope(IpamScopeId=scope_id)
    assert ipam.ec2.delete_ipam(IpamId=ipam.id)["Ipam"]["State"] == "delete-in-progress"
    with refused("InvalidIpamId.NotFound"):
        ipam.describe()
    assert ipam.ec2.describe_ipam_scopes()["IpamScopes"] == []
    assert ipam.ec2.describe_ipam_resource_discoveries()["IpamResourceDiscoveries"] == []
    assert ipam.ec2.describe_ipam_resource_discovery_associations()["IpamResourceDiscoveryAssociations"] == []
    ipam.ec2.create_ipam()


def test_ipam_014_cascade_takes_all_that_is_private(ipam: Ipam) -> None:
    """Cascade is refused while a public pool exists; then it takes scopes, pools, CIDRs and allocations along."""
    public = ipam.pool(IpamScopeId=ipam.public)
    top = ipam.pool("10.0.0.0/8")
    child = ipam.pool("10.0.0.0/16", SourceIpamPoolId=top)
    ipam.allocate(child, NetmaskLength=24)
    scope_id = ipam.ec2.create_ipam_scope(IpamId=ipam.id)["IpamScope"]["IpamScopeId"]
    ipam.pool("10.0.0.0/8", IpamScopeId=scope_id)
    with refused("DependencyViolation", rule="IPAM-014"):
        ipam.ec2.delete_ipam(IpamId=ipam.id, Cascade=True)
    ipam.ec2.delete_ipam_pool(IpamPoolId=public)
    assert ipam.ec2.delete_ipam(IpamId=ipam.id, Cascade=True)["Ipam"]["State"] == "delete-in-progress"
    assert ipam.ec2.describe_ipams()["Ipams"] == []
    assert ipam.ec2.describe_ipam_pools()["IpamPools"] == []
    resources = ipam.aws.world.ipam
    assert (len(resources.pools), len(resources.scopes), len(resources.pool_cidrs), len(resources.ledger.by_id)) == (
        (0,) * 4
    )


def test_a_transition_can_take_time(make_aws: Any) -> None:
    """With a delay, states stay in progress until the clock has moved, and calls meanwhile are refused (EC2-018)."""
    aws = make_aws(ipam_transition_delay_s=20)
    ipam = Ipam(aws)
    assert ipam.describe()["State"] == "create-in-progress"
    with refused("IncorrectState", rule="EC2-018"):
        ipam.ec2.modify_ipam(IpamId=ipam.id, Description="too early")
    aws.world.clock.advance(timedelta(seconds=20))
    assert ipam.describe()["State"] == "create-complete"
    ipam.ec2.delete_ipam(IpamId=ipam.id)
    assert ipam.describe()["State"] == "delete-in-progress"
    assert {scope["State"] for scope in ipam.ec2.describe_ipam_scopes()["IpamScopes"]} == {"delete-in-progress"}
    aws.world.clock.advance(timedelta(seconds=20))
    assert ipam.ec2.describe_ipams()["Ipams"] == []
