"""IPAM where it meets Organizations, its service-linked role and RAM: who is monitored, who may allocate."""

from typing import Any

import pytest

from emulator.domain.organizations.organization import Organization
from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.wire.ipam.conftest import AWAY, HOME, OTHER, OWNER, Ipam, proof
from tests.worlds import MANAGEMENT, OUTSIDER, member

ROLE = "AWSServiceRoleForIPAM"


class Integration:
    """An organization with a network account that administers IPAM, and a member that consumes."""

    def __init__(self, aws: Aws, world: World) -> None:
        self.aws = aws
        self.world = world
        self.network = member(world, "network")
        self.consumer = member(world, "consumer")
        self.management = aws.client("ec2", MANAGEMENT)
        aws.client("ram", MANAGEMENT).enable_sharing_with_aws_organization()

    @property
    def organization(self) -> Organization:
        found = self.world.organization_of(MANAGEMENT)
        assert found is not None
        return found

    def designate(self) -> None:
        self.management.enable_ipam_organization_admin_account(DelegatedAdminAccountId=self.network)

    def withdraw(self) -> None:
        self.management.disable_ipam_organization_admin_account(DelegatedAdminAccountId=self.network)

    def share(self, pool_id: str, principal: str | None = None) -> str:
        answer = self.aws.client("ram", self.network, region=HOME).create_resource_share(
            name="pools",
            resourceArns=[f"arn:aws:ec2::{self.network}:ipam-pool/{pool_id}"],
            principals=[principal or self.organization.arn("organization")],
        )
        arn: str = answer["resourceShare"]["resourceShareArn"]
        return arn

    def shares(self) -> list[tuple[str, str]]:
        answer = self.aws.client("ram", self.network, region=HOME).get_resource_shares(resourceOwner="SELF")
        return [(share["resourceShareArn"], share["status"]) for share in answer["resourceShares"]]

    def consume(self, region: str = AWAY) -> Any:
        return self.aws.client("ec2", self.consumer, region=region)


@pytest.fixture
def integration(aws: Aws, organization_world: World) -> Integration:
    return Integration(aws, organization_world)


def test_ram_140_the_permission_of_the_share_says_what_a_member_may_do(integration: Integration) -> None:
    """Whatever shares it shows the pool; each call on it needs its action."""
    integration.designate()
    ipam = Ipam(integration.aws, integration.network)
    pool_id = ipam.pool("10.0.0.0/16", Locale=AWAY, AllocationDefaultNetmaskLength=24)
    share = integration.share(pool_id)
    ec2 = integration.consume()
    vpc_id = ec2.create_vpc(CidrBlock="172.16.0.0/16")["Vpc"]["VpcId"]
    subnet_id = ec2.create_subnet(VpcId=vpc_id, CidrBlock="172.16.0.0/24")["Subnet"]["SubnetId"]
    public_pool = ec2.create_public_ipv4_pool()["PoolId"]
    made = ec2.allocate_ipam_pool_cidr(IpamPoolId=pool_id)["IpamPoolAllocation"]
    allocation = {"IpamPoolId": pool_id, "Cidr": made["Cidr"], "IpamPoolAllocationId": made["IpamPoolAllocationId"]}
    calls: dict[str, dict[str, Any]] = {
        "get_ipam_pool_cidrs": {"IpamPoolId": pool_id},
        "get_ipam_pool_allocations": {"IpamPoolId": pool_id},
        "allocate_ipam_pool_cidr": {"IpamPoolId": pool_id},
        "release_ipam_pool_allocation": allocation,
        "create_vpc": {"Ipv4IpamPoolId": pool_id},
        "associate_vpc_cidr_block": {"VpcId": vpc_id, "Ipv4IpamPoolId": pool_id},
        "create_subnet": {"VpcId": vpc_id, "Ipv4IpamPoolId": pool_id},
        "associate_subnet_cidr_block": {"SubnetId": subnet_id, "Ipv6IpamPoolId": pool_id},
        "allocate_address": {"IpamPoolId": pool_id},
        "provision_public_ipv4_pool_cidr": {"IpamPoolId": pool_id, "PoolId": public_pool, "NetmaskLength": 30},
    }
    ram = integration.aws.client("ram", integration.network, region=HOME)
    permission = ram.create_permission(
        name="none",
        resourceType="ec2:IpamPool",
        policyTemplate='{"Effect": "Allow", "Action": ["ec2:ImportByoipCidrToIpam"]}',
    )["permission"]["arn"]
    ram.associate_resource_share_permission(resourceShareArn=share, permissionArn=permission, replace=True)
    assert [pool["IpamPoolId"] for pool in ec2.describe_ipam_pools()["IpamPools"]] == [pool_id]
    for name, asked in calls.items():
        with refused("UnauthorizedOperation", rule="RAM-140", status=403):
            getattr(ec2, name)(**asked)
    assert [row["Cidr"] for row in ipam.allocations(pool_id)] == [made["Cidr"]]

    ram.create_permission_version(
        permissionArn=permission,
        policyTemplate='{"Effect": "Allow", "Action": ["ec2:GetIpamPoolCidrs", "ec2:ReleaseIpamPoolAllocation"]}',
    )
    ram.replace_permission_associations(fromPermissionArn=permission, toPermissionArn=permission)
    assert ec2.get_ipam_pool_cidrs(IpamPoolId=pool_id)["IpamPoolCidrs"][0]["Cidr"] == "10.0.0.0/16"
    assert ec2.release_ipam_pool_allocation(**allocation)["Success"]
    with refused("UnauthorizedOperation", rule="RAM-140"):
        ec2.create_vpc(Ipv4IpamPoolId=pool_id)


def test_ram_142_the_case_of_an_action_does_not_matter(integration: Integration) -> None:
    """A permission that spells it in another case holds it."""
    integration.designate()
    pool_id = Ipam(integration.aws, integration.network).pool("10.0.0.0/16", Locale=AWAY)
    ram = integration.aws.client("ram", integration.network, region=HOME)
    template = '{"Effect": "Allow", "Action": "EC2:getipampoolcidrs"}'
    made = ram.create_permission(name="read", resourceType="ec2:IpamPool", policyTemplate=template)["permission"]
    ram.associate_resource_share_permission(
        resourceShareArn=integration.share(pool_id), permissionArn=made["arn"], replace=True
    )
    assert integration.consume().get_ipam_pool_cidrs(IpamPoolId=pool_id)["IpamPoolCidrs"][0]["Cidr"] == "10.0.0.0/16"


def test_ipam_425_the_share_permits_the_import(integration: Integration) -> None:
    """The pool's default permission lets nobody move a range to it; the one for imports does."""
    integration.designate()
    ipam = Ipam(integration.aws, integration.network)
    pool_id = ipam.pool(IpamScopeId=ipam.public, Locale=HOME, AwsService="ec2")
    share, ec2, cidr = integration.share(pool_id), integration.consume(HOME), "203.0.113.0/24"
    ec2.provision_byoip_cidr(Cidr=cidr, CidrAuthorizationContext=proof(cidr, integration.consumer))
    asked = {"Cidr": cidr, "IpamPoolId": pool_id, "IpamPoolOwner": integration.network}
    with refused("UnauthorizedOperation", rule="IPAM-425", status=403):
        ec2.move_byoip_cidr_to_ipam(**asked)
    assert ipam.cidrs(pool_id) == []
    integration.aws.client("ram", integration.network, region=HOME).associate_resource_share_permission(
        resourceShareArn=share,
        permissionArn="arn:aws:ram::aws:permission/AWSRAMPermissionIpamPoolByoipCidrImport",
        replace=True,
    )
    assert ec2.move_byoip_cidr_to_ipam(**asked)["ByoipCidr"]["State"] == "pending-transfer"
    assert [each["Cidr"] for each in ipam.cidrs(pool_id)] == [cidr]


def test_int_179_sharing_a_pool_does_not_make_anybody_monitored(integration: Integration) -> None:
    """An owner that is not the organization's administrator shares its pool; a member sees it and has nothing of it."""
    pool_id = Ipam(integration.aws, integration.network).pool("10.0.0.0/16", Locale=AWAY)
    integration.share(pool_id)
    ec2 = integration.consume()
    assert [pool["IpamPoolId"] for pool in ec2.describe_ipam_pools()["IpamPools"]] == [pool_id]
    with refused("UnsupportedOperation", rule="INT-071"):
        ec2.allocate_ipam_pool_cidr(IpamPoolId=pool_id, NetmaskLength=24)
    with refused("UnsupportedOperation", rule="INT-071"):
        ec2.create_vpc(Ipv4IpamPoolId=pool_id, Ipv4NetmaskLength=24)
    integration.designate()
    assert ec2.create_vpc(Ipv4IpamPoolId=pool_id, Ipv4NetmaskLength=24)["Vpc"]["CidrBlock"] == "10.0.0.0/24"


def test_ipam_592_a_token_gives_nothing_to_who_has_lost_the_pool(integration: Integration) -> None:
    """The same call again is answered while the pool is shared, and refused like any other when it is so no more."""
    integration.designate()
    pool_id = Ipam(integration.aws, integration.network).pool("10.0.0.0/16", Locale=AWAY)
    share = integration.share(pool_id)
    ec2, asked = integration.consume(), {"IpamPoolId": pool_id, "NetmaskLength": 24, "ClientToken": "once"}
    made = ec2.allocate_ipam_pool_cidr(**asked)["IpamPoolAllocation"]
    assert ec2.allocate_ipam_pool_cidr(**asked)["IpamPoolAllocation"] == made
    ram = integration.aws.client("ram", integration.network, region=HOME)
    ram.delete_resource_share(resourceShareArn=share)
    with refused("InvalidIpamPoolId.NotFound"):
        ec2.allocate_ipam_pool_cidr(**asked)


def test_s4_a_member_uses_a_shared_pool(integration: Integration) -> None:
    """It sees the owner's pool at home and in its locale, allocates there, and reads everybody's allocations."""
    integration.designate()
    ipam = Ipam(integration.aws, integration.network)
    pool_id = ipam.pool("10.0.0.0/16", Locale=AWAY, TagSpecifications=[_tags("ipam-pool")])
    private = ipam.pool("10.1.0.0/16", Locale=AWAY)
    integration.share(pool_id)
    for region in (HOME, AWAY):
        (found,) = integration.consume(region).describe_ipam_pools()["IpamPools"]
        assert (found["IpamPoolId"], found["OwnerId"], found["Tags"]) == (pool_id, integration.network, [])
    assert integration.consume("eu-west-1").describe_ipam_pools()["IpamPools"] == []
    ec2 = integration.consume()
    assert ec2.get_ipam_pool_cidrs(IpamPoolId=pool_id)["IpamPoolCidrs"][0]["Cidr"] == "10.0.0.0/16"
    made = ec2.allocate_ipam_pool_cidr(IpamPoolId=pool_id, NetmaskLength=24)["IpamPoolAllocation"]
    assert made["ResourceOwner"] == integration.consumer
    assert ipam.allocations(pool_id) == [made]
    assert ec2.get_ipam_pool_allocations(IpamPoolId=pool_id)["IpamPoolAllocations"] == [made]
    assert ec2.describe_ipam_pool_allocations()["IpamPoolAllocations"] == [made]
    assert ipam.ec2.describe_ipam_pool_allocations()["IpamPoolAllocations"] == []
    # it uses the pool and does not govern it; what is not shared it does not see
    with refused("InvalidIpamPoolId.NotFound"):
        integration.consume(HOME).modify_ipam_pool(IpamPoolId=pool_id, Description="mine")
    with refused("InvalidIpamPoolId.NotFound"):
        ec2.allocate_ipam_pool_cidr(IpamPoolId=private, NetmaskLength=24)
    ec2.release_ipam_pool_allocation(
        IpamPoolId=pool_id, Cidr=made["Cidr"], IpamPoolAllocationId=made["IpamPoolAllocationId"]
    )
    assert ipam.allocations(pool_id) == []


def _tags(kind: str) -> dict[str, Any]:
    return {"ResourceType": kind, "Tags": [{"Key": "secret", "Value": "yes"}]}


def test_pages_go_on_behind_the_callers_own_pools(integration: Integration) -> None:
    """Shared pools follow the caller's own, on pages too."""
    integration.designate()
    owner = Ipam(integration.aws, integration.network)
    shared = sorted(owner.pool() for _ in range(6))
    for pool_id in shared:
        integration.share(pool_id)
    own_ipam = Ipam(integration.aws, integration.consumer)
    own = [own_ipam.pool() for _ in range(5)]
    walk = own_ipam.ec2.get_paginator("describe_ipam_pools")
    pages = [page["IpamPools"] for page in walk.paginate(PaginationConfig={"PageSize": 5})]
    assert [[pool["IpamPoolId"] for pool in page] for page in pages] == [own, shared[:5], shared[5:]]


def test_a_member_loses_the_pool_with_the_share(integration: Integration) -> None:
    """What it has allocated stays, and the owner can release it."""
    integration.designate()
    ipam = Ipam(integration.aws, integration.network)
    pool_id = ipam.pool("10.0.0.0/16")
    share = integration.share(pool_id)
    made = integration.consume(HOME).allocate_ipam_pool_cidr(IpamPoolId=pool_id, NetmaskLength=24)["IpamPoolAllocation"]
    integration.aws.client("ram", integration.network, region=HOME).delete_resource_share(resourceShareArn=share)
    ec2 = integration.consume(HOME)
    assert ec2.describe_ipam_pools()["IpamPools"] == []
    with refused("InvalidIpamPoolId.NotFound"):
        ec2.allocate_ipam_pool_cidr(IpamPoolId=pool_id, NetmaskLength=24)
    assert ipam.allocations(pool_id) == [made]
    ipam.ec2.release_ipam_pool_allocation(
        IpamPoolId=pool_id, Cidr=made["Cidr"], IpamPoolAllocationId=made["IpamPoolAllocationId"]
    )


def test_ipam_009_and_010_the_free_tier_allocates_to_its_owner_alone(integration: Integration) -> None:
    """A member gets nothing of a free IPAM's pool, and what it holds keeps an advanced one from becoming free."""
    integration.designate()
    ipam = Ipam(integration.aws, integration.network)
    pool_id = ipam.pool(IpamScopeId=ipam.public)
    context = proof("203.0.113.0/24", integration.network)
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr="203.0.113.0/24", CidrAuthorizationContext=context)
    integration.share(pool_id)
    ask = {"IpamPoolId": pool_id, "NetmaskLength": 32}
    made = integration.consume(HOME).allocate_ipam_pool_cidr(**ask)["IpamPoolAllocation"]
    with refused("DependencyViolation", rule="IPAM-009"):
        ipam.ec2.modify_ipam(IpamId=ipam.id, Tier="free")
    ipam.ec2.release_ipam_pool_allocation(
        IpamPoolId=pool_id, Cidr=made["Cidr"], IpamPoolAllocationId=made["IpamPoolAllocationId"]
    )
    ipam.ec2.modify_ipam(IpamId=ipam.id, Tier="free")
    with refused("UnsupportedOperation", rule="IPAM-010"):
        integration.consume(HOME).allocate_ipam_pool_cidr(**ask)
    ipam.allocate(pool_id, NetmaskLength=32)


def test_int_178_a_pool_is_shared_from_its_home(integration: Integration) -> None:
    """From the locale, RAM does not know the pool."""
    integration.designate()
    pool_id = Ipam(integration.aws, integration.network).pool(Locale=AWAY)
    with refused("UnknownResourceException", rule="INT-178"):
        integration.aws.client("ram", integration.network, region=AWAY).create_resource_share(
            name="x", resourceArns=[f"arn:aws:ec2::{integration.network}:ipam-pool/{pool_id}"]
        )


def test_a_deleted_pool_leaves_its_shares(integration: Integration) -> None:
    """When the pool is gone, consumers see nothing of it."""
    integration.designate()
    ipam = Ipam(integration.aws, integration.network)
    pool_id = ipam.pool()
    integration.share(pool_id)
    ipam.ec2.delete_ipam_pool(IpamPoolId=pool_id)
    assert integration.consume(HOME).describe_ipam_pools()["IpamPools"] == []
    resources = integration.aws.client("ram", integration.consumer, region=HOME).list_resources(
        resourceOwner="OTHER-ACCOUNTS"
    )["resources"]
    assert resources == []


def test_int_071_int_072_who_is_not_monitored_does_not_allocate(integration: Integration) -> None:
    """Without IPAM's designation the shared pool is seen and not used, in AWS's words; the designation clears it."""
    ipam = Ipam(integration.aws, integration.network)
    pool_id = ipam.pool("10.0.0.0/16")
    integration.share(pool_id)
    ec2 = integration.consume(HOME)
    assert [pool["IpamPoolId"] for pool in ec2.describe_ipam_pools()["IpamPools"]] == [pool_id]
    with refused("UnsupportedOperation", rule="INT-071") as refusal:
        ec2.allocate_ipam_pool_cidr(IpamPoolId=pool_id, NetmaskLength=24)
    assert refusal.message == (
        f"The operation AllocateIpamPoolCidr is not supported. Account {integration.consumer} is not monitored by "
        f"IPAM {ipam.id}."
    )
    integration.designate()
    ec2.allocate_ipam_pool_cidr(IpamPoolId=pool_id, NetmaskLength=24)


def test_int_004_an_ipam_that_was_there_first_becomes_organization_wide(integration: Integration) -> None:
    """The administrator's IPAM is older than the designation, and monitors every member from then on."""
    ipam = Ipam(integration.aws, integration.network)
    pool_id = ipam.pool("10.0.0.0/16")
    integration.designate()
    integration.share(pool_id)
    made = integration.consume(HOME).allocate_ipam_pool_cidr(IpamPoolId=pool_id, NetmaskLength=24)
    assert made["IpamPoolAllocation"]["ResourceOwner"] == integration.consumer


def test_int_063_and_069_the_administrators_ipam_outlives_its_designation(integration: Integration) -> None:
    """Removing the administrator is not refused, nothing of its IPAM goes, and only others are monitored no more."""
    integration.designate()
    ipam = Ipam(integration.aws, integration.network)
    pool_id = ipam.pool("10.0.0.0/16")
    integration.share(pool_id)
    integration.consume(HOME).allocate_ipam_pool_cidr(IpamPoolId=pool_id, NetmaskLength=24)
    before = (ipam.describe(), ipam.ec2.describe_ipam_pools()["IpamPools"], ipam.allocations(pool_id))
    integration.withdraw()
    assert (ipam.describe(), ipam.ec2.describe_ipam_pools()["IpamPools"], ipam.allocations(pool_id)) == before
    with refused("UnsupportedOperation", rule="INT-071"):
        integration.consume(HOME).allocate_ipam_pool_cidr(IpamPoolId=pool_id, NetmaskLength=24)
    ipam.allocate(pool_id, NetmaskLength=24)
    integration.designate()
    integration.consume(HOME).allocate_ipam_pool_cidr(IpamPoolId=pool_id, NetmaskLength=24)


def test_int_142_without_its_role_a_member_is_not_monitored(integration: Integration) -> None:
    """A member whose role is gone does not allocate until it has one again."""
    integration.designate()
    pool_id = Ipam(integration.aws, integration.network).pool("10.0.0.0/16")
    integration.share(pool_id)
    integration.world.identities[integration.consumer].roles.remove(ROLE)
    with refused("UnsupportedOperation", rule="INT-071"):
        integration.consume(HOME).allocate_ipam_pool_cidr(IpamPoolId=pool_id, NetmaskLength=24)
    integration.aws.client("iam", integration.consumer).create_service_linked_role(AWSServiceName="ipam.amazonaws.com")
    integration.consume(HOME).allocate_ipam_pool_cidr(IpamPoolId=pool_id, NetmaskLength=24)


def test_int_076_an_excluded_unit_is_not_monitored(integration: Integration) -> None:
    """A path means the accounts directly in its unit, /* those below too; the administrator is never left out."""
    integration.designate()
    ipam = Ipam(integration.aws, integration.network)
    pool_id = ipam.pool("10.0.0.0/16")
    integration.share(pool_id)
    root = integration.organization.path_of(integration.organization.root.id)
    discovery = integration.world.ipam.discoveries[ipam.created["DefaultResourceDiscoveryId"]]
    for path, excluded in ((root, True), (f"{root}*", True), (f"{root}ou-x/", False), (f"{root}ou-x/*", False)):
        discovery.exclusions = [path]
        ipam.allocate(pool_id, NetmaskLength=28)
        ask = {"IpamPoolId": pool_id, "NetmaskLength": 28}
        if excluded:
            with refused("UnsupportedOperation", rule="INT-071"):
                integration.consume(HOME).allocate_ipam_pool_cidr(**ask)
        else:
            integration.consume(HOME).allocate_ipam_pool_cidr(**ask)


def test_int_078_and_079_any_account_may_have_an_ipam(integration: Integration) -> None:
    """A member, the management account and an outsider may; only the administrator's is organization-wide."""
    integration.designate()
    for account_id in (integration.consumer, MANAGEMENT, OUTSIDER):
        ipam = Ipam(integration.aws, account_id)
        found = integration.world.ipam.ipams[ipam.id]
        assert [
            other for other in (MANAGEMENT, integration.consumer, OUTSIDER) if _sees(integration, found, other)
        ] == [account_id]
    wide = integration.world.ipam.ipams[Ipam(integration.aws, integration.network).id]
    assert _sees(integration, wide, MANAGEMENT)
    assert _sees(integration, wide, integration.consumer)
    assert not _sees(integration, wide, OUTSIDER)


def _sees(integration: Integration, ipam: Any, account_id: str) -> bool:
    from emulator.domain.ipam.discovery.monitoring import monitored

    return monitored(integration.world, account_id, ipam)


def test_int_090_and_091_the_first_ipam_brings_the_role(aws: Aws) -> None:
    """CreateIpam makes the account's role; a further IPAM keeps it as it is."""
    iam = aws.client("iam", OWNER)
    with refused("NoSuchEntity"):
        iam.get_role(RoleName=ROLE)
    Ipam(aws)
    role = iam.get_role(RoleName=ROLE)["Role"]
    assert role["Arn"] == f"arn:aws:iam::{OWNER}:role/aws-service-role/ipam.amazonaws.com/{ROLE}"
    Ipam(aws, region=AWAY)
    again = iam.get_role(RoleName=ROLE)["Role"]
    assert (again["RoleId"], again["CreateDate"]) == (role["RoleId"], role["CreateDate"])
    with refused("NoSuchEntity"):
        aws.client("iam", OTHER).get_role(RoleName=ROLE)


def _deletion(aws: Aws, account_id: str) -> dict[str, Any]:
    iam = aws.client("iam", account_id)
    task_id = iam.delete_service_linked_role(RoleName=ROLE)["DeletionTaskId"]
    found: dict[str, Any] = iam.get_service_linked_role_deletion_status(DeletionTaskId=task_id)
    return found


def test_int_135_138_and_141_an_ipam_keeps_the_role(aws: Aws) -> None:
    """Its deletion fails and names what blocks it, by Region; later it succeeds, and the next IPAM makes it anew."""
    iam = aws.client("iam", OWNER)
    home, away = Ipam(aws), Ipam(aws, region=AWAY)
    pool_id = home.pool()
    first = iam.get_role(RoleName=ROLE)["Role"]["RoleId"]
    failed = _deletion(aws, OWNER)
    assert failed["Status"] == "FAILED"
    assert failed["Reason"]["Reason"] == (
        "The service-linked role is in use by Amazon VPC IPAM resources in this account."
    )
    usage = {entry["Region"]: entry["Resources"] for entry in failed["Reason"]["RoleUsageList"]}
    created = home.created
    arn = f"arn:aws:ec2::{OWNER}:"
    assert set(usage) == {HOME, AWAY}
    assert set(usage[HOME]) == {
        created["IpamArn"],
        f"{arn}ipam-scope/{home.public}",
        f"{arn}ipam-scope/{home.private}",
        f"{arn}ipam-pool/{pool_id}",
        f"{arn}ipam-resource-discovery/{created['DefaultResourceDiscoveryId']}",
        f"{arn}ipam-resource-discovery-association/{created['DefaultResourceDiscoveryAssociationId']}",
    }
    assert iam.get_role(RoleName=ROLE)["Role"]["RoleId"] == first
    for ipam in (home, away):
        ipam.ec2.delete_ipam(IpamId=ipam.id, Cascade=True)
    assert _deletion(aws, OWNER)["Status"] == "SUCCEEDED"
    Ipam(aws)
    assert iam.get_role(RoleName=ROLE)["Role"]["RoleId"] != first


def test_int_066_removal_leaves_sharing_alone(integration: Integration) -> None:
    """Shares of the administrator that was, and trusted access of RAM, outlast the designation."""
    integration.designate()
    ipam = Ipam(integration.aws, integration.network)
    arn = integration.share(ipam.pool("10.0.0.0/8", Locale=AWAY))
    integration.withdraw()
    assert integration.shares() == [(arn, "ACTIVE")]
    assert integration.organization.trust("ram.amazonaws.com") is not None
