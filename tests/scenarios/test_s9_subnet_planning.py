"""S9: a VPC's inside is planned: its CIDR in a pool, its subnets from the pools under it."""

from tests.aws import refused
from tests.scenarios.conftest import WEST, Estate, allocations_of, cidrs_of, create_pool


def test_s9_subnets_from_a_planning_pool(estate: Estate) -> None:
    """Only the VPC's own CIDR is planned, subnets come lowest first, and they outlive the pools."""
    estate.integrate()
    ec2 = estate.ec2(estate.network)
    ipam = ec2.create_ipam(OperatingRegions=[{"RegionName": WEST}])["Ipam"]
    scope = ipam["PrivateDefaultScopeId"]
    dev = estate.ec2(estate.dev, WEST)
    vpc_id = dev.create_vpc(CidrBlock="172.20.0.0/20")["Vpc"]["VpcId"]
    source = {
        "ResourceId": vpc_id,
        "ResourceType": "vpc",
        "ResourceRegion": WEST,
        "ResourceOwner": estate.dev,
    }
    [row] = ec2.get_ipam_resource_cidrs(IpamScopeId=scope, ResourceId=vpc_id)["IpamResourceCidrs"]
    assert (row["ResourceCidr"], row["ManagementState"]) == ("172.20.0.0/20", "unmanaged")

    planning = create_pool(ec2, scope, Locale=WEST, SourceResource=source)
    assert (planning["SourceResource"], planning["PoolDepth"]) == (source, 1)
    planning_id = planning["IpamPoolId"]
    with refused("InvalidParameterValue"):
        ec2.provision_ipam_pool_cidr(IpamPoolId=planning_id, Cidr="172.20.0.0/21")
    ec2.provision_ipam_pool_cidr(IpamPoolId=planning_id, Cidr="172.20.0.0/20")
    assert [(each["Cidr"], each["State"]) for each in cidrs_of(ec2, planning_id)] == [("172.20.0.0/20", "provisioned")]

    subnets = create_pool(ec2, scope, "172.20.0.0/24", SourceIpamPoolId=planning_id)
    assert (subnets["Locale"], subnets["SourceResource"], subnets["PoolDepth"]) == (WEST, source, 2)
    subnets_id = subnets["IpamPoolId"]
    plain = create_pool(ec2, scope, "10.0.0.0/12", Locale=WEST)
    for pool in (subnets, plain):
        estate.share(pool["IpamPoolId"], pool["IpamPoolArn"], estate.dev, "AWSRAMDefaultPermissionsIpamPool")

    made = [
        dev.create_subnet(VpcId=vpc_id, Ipv4IpamPoolId=subnets_id, Ipv4NetmaskLength=28)["Subnet"] for _ in range(2)
    ]
    assert [subnet["CidrBlock"] for subnet in made] == ["172.20.0.0/28", "172.20.0.16/28"]
    held = allocations_of(ec2, subnets_id)
    assert [(each["Cidr"], each["ResourceType"], each["ResourceId"], each["ResourceOwner"]) for each in held] == [
        (subnet["CidrBlock"], "subnet", subnet["SubnetId"], estate.dev) for subnet in made
    ]
    with refused("InvalidParameterValue") as refusal:
        dev.create_subnet(VpcId=vpc_id, Ipv4IpamPoolId=plain["IpamPoolId"], Ipv4NetmaskLength=28)
    assert refusal.message == f"IpamPool '{plain['IpamPoolId']}' is missing a source resource"
    with refused("InvalidParameterValue"):
        dev.create_vpc(Ipv4IpamPoolId=subnets_id, Ipv4NetmaskLength=28)
    other = dev.create_vpc(CidrBlock="172.21.0.0/20")["Vpc"]["VpcId"]
    with refused("InvalidParameterValue"):
        dev.create_subnet(VpcId=other, Ipv4IpamPoolId=subnets_id, Ipv4NetmaskLength=28)

    # a subnet by hand is passed over, though the pool knows nothing of it
    dev.create_subnet(VpcId=vpc_id, CidrBlock="172.20.0.32/28")
    third = dev.create_subnet(VpcId=vpc_id, Ipv4IpamPoolId=subnets_id, Ipv4NetmaskLength=28)["Subnet"]
    assert third["CidrBlock"] == "172.20.0.48/28"

    ec2.delete_ipam_pool(IpamPoolId=planning_id, Cascade=True)
    assert [each["IpamPoolId"] for each in ec2.describe_ipam_pools()["IpamPools"]] == [plain["IpamPoolId"]]
    left = dev.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc_id]}])["Subnets"]
    assert sorted(subnet["CidrBlock"] for subnet in left) == [
        "172.20.0.0/28",
        "172.20.0.16/28",
        "172.20.0.32/28",
        "172.20.0.48/28",
    ]
