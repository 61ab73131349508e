"""S6: what was built is taken down again, in the order that AWS asks for."""

from datetime import timedelta
from typing import Any

from tests.aws import refused
from tests.scenarios.conftest import WEST, Estate, allocations_of, cidrs_of, create_pool
from tests.worlds import MANAGEMENT

ROLE = "AWSServiceRoleForIPAM"
DISCOVERY_DELAY = 300


def test_s6_teardown_in_order(make_aws: Any) -> None:
    """Space of a deleted VPC is free after discovery; then CIDRs, pools, the IPAM, the integration and the role go."""
    aws = make_aws(ipam_discovery_delay_s=DISCOVERY_DELAY)
    estate = Estate(aws)
    estate.integrate()
    ec2 = estate.ec2(estate.network)
    ipam = ec2.create_ipam(OperatingRegions=[{"RegionName": WEST}])["Ipam"]
    scope = ipam["PrivateDefaultScopeId"]
    top = create_pool(ec2, scope, "10.0.0.0/8")["IpamPoolId"]
    pool = create_pool(ec2, scope, "10.0.0.0/12", Locale=WEST, SourceIpamPoolId=top)
    leaf = pool["IpamPoolId"]
    estate.share("dev", pool["IpamPoolArn"], estate.workloads["Arn"], "AWSRAMDefaultPermissionsIpamPool")
    dev = estate.ec2(estate.dev, WEST)
    aws.world.clock.advance(timedelta(seconds=DISCOVERY_DELAY))
    vpc_id = dev.create_vpc(Ipv4IpamPoolId=leaf, Ipv4NetmaskLength=24)["Vpc"]["VpcId"]

    dev.delete_vpc(VpcId=vpc_id)
    assert allocations_of(ec2, leaf)[0]["ResourceId"] == vpc_id
    # until discovery has seen it, the space is taken
    other = dev.create_vpc(Ipv4IpamPoolId=leaf, Ipv4NetmaskLength=24)["Vpc"]
    assert other["CidrBlock"] == "10.0.1.0/24"
    dev.delete_vpc(VpcId=other["VpcId"])

    going = ec2.deprovision_ipam_pool_cidr(IpamPoolId=leaf, Cidr="10.0.0.0/12")["IpamPoolCidr"]
    assert going["State"] == "pending-deprovision"
    [failed] = cidrs_of(ec2, leaf)
    assert failed["State"] == "failed-deprovision"
    assert failed["FailureReason"] == {"Message": "The CIDR has one or more allocations."}
    with refused("DependencyViolation") as refusal:
        ec2.delete_ipam_pool(IpamPoolId=leaf)
    assert refusal.message == (
        f"The specified action is not valid for {leaf}. There are one or more pool cidrs provisioned in the pool."
    )
    with refused("DependencyViolation"):
        ec2.delete_ipam_pool(IpamPoolId=top)

    aws.world.clock.advance(timedelta(seconds=DISCOVERY_DELAY))
    assert allocations_of(ec2, leaf) == []
    for pool_id, cidr in ((leaf, "10.0.0.0/12"), (top, "10.0.0.0/8")):
        ec2.deprovision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr=cidr)
        assert [each["State"] for each in cidrs_of(ec2, pool_id)] == ["deprovisioned"]
        with refused("IncorrectState"):
            ec2.deprovision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr=cidr)
        assert ec2.delete_ipam_pool(IpamPoolId=pool_id)["IpamPool"]["State"] == "delete-in-progress"
        with refused("InvalidIpamPoolId.NotFound"):
            ec2.describe_ipam_pools(IpamPoolIds=[pool_id])
    with refused("InvalidIpamPoolId.NotFound"):
        dev.get_ipam_pool_allocations(IpamPoolId=leaf)

    second = ec2.create_ipam_scope(IpamId=ipam["IpamId"])["IpamScope"]["IpamScopeId"]
    with refused("DependencyViolation"):
        ec2.delete_ipam(IpamId=ipam["IpamId"])
    create_pool(ec2, second, "192.168.0.0/16")
    public = create_pool(ec2, ipam["PublicDefaultScopeId"], Locale=WEST, AwsService="ec2", PublicIpSource="amazon")[
        "IpamPoolId"
    ]
    with refused("DependencyViolation"):
        ec2.delete_ipam(IpamId=ipam["IpamId"], Cascade=True)
    ec2.delete_ipam_pool(IpamPoolId=public)
    gone = ec2.delete_ipam(IpamId=ipam["IpamId"], Cascade=True)["Ipam"]
    assert gone["State"] == "delete-in-progress"
    assert ec2.describe_ipams()["Ipams"] == []
    assert ec2.describe_ipam_scopes()["IpamScopes"] == []
    assert ec2.describe_ipam_pools()["IpamPools"] == []

    management = estate.ec2(MANAGEMENT)
    assert management.disable_ipam_organization_admin_account(DelegatedAdminAccountId=estate.network)["Success"]
    organizations = estate.client("organizations", MANAGEMENT)
    organizations.disable_aws_service_access(ServicePrincipal="ipam.amazonaws.com")
    for account_id in (MANAGEMENT, estate.network, estate.dev, estate.sandbox):
        iam = estate.client("iam", account_id)
        task = iam.delete_service_linked_role(RoleName=ROLE)["DeletionTaskId"]
        assert iam.get_service_linked_role_deletion_status(DeletionTaskId=task)["Status"] == "SUCCEEDED"
        with refused("NoSuchEntity"):
            iam.get_role(RoleName=ROLE)


def test_s6_cascade_takes_everything_but_the_vpcs(estate: Estate) -> None:
    """A pool goes with the pools under it, its allocations and its share; the VPC in it keeps its block."""
    estate.integrate()
    ec2 = estate.ec2(estate.network)
    ipam = ec2.create_ipam(OperatingRegions=[{"RegionName": WEST}])["Ipam"]
    scope = ipam["PrivateDefaultScopeId"]
    top = create_pool(ec2, scope, "10.0.0.0/8")["IpamPoolId"]
    leaf = create_pool(ec2, scope, "10.0.0.0/12", Locale=WEST, SourceIpamPoolId=top)
    share = estate.share("dev", leaf["IpamPoolArn"], estate.workloads["Arn"], "AWSRAMDefaultPermissionsIpamPool")
    dev = estate.ec2(estate.dev, WEST)
    vpc = dev.create_vpc(Ipv4IpamPoolId=leaf["IpamPoolId"], Ipv4NetmaskLength=24)["Vpc"]
    dev.allocate_ipam_pool_cidr(IpamPoolId=leaf["IpamPoolId"], NetmaskLength=24)

    ec2.delete_ipam_pool(IpamPoolId=top, Cascade=True)

    assert ec2.describe_ipam_pools()["IpamPools"] == []
    assert dev.describe_ipam_pools()["IpamPools"] == []
    assert dev.describe_ipam_pool_allocations()["IpamPoolAllocations"] == []
    assert dev.describe_vpcs(VpcIds=[vpc["VpcId"]])["Vpcs"][0]["CidrBlock"] == "10.0.0.0/24"
    ram = estate.client("ram", estate.network)
    associations = ram.get_resource_share_associations(associationType="RESOURCE", resourceShareArns=[share])
    assert [each["status"] for each in associations["resourceShareAssociations"]] == ["DISASSOCIATED"]
    again = create_pool(ec2, scope, "10.0.0.0/8")["IpamPoolId"]
    assert [each["State"] for each in cidrs_of(ec2, again)] == ["provisioned"]
