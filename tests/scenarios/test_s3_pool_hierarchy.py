"""S3: a platform team lays out its address space in pools under pools."""

from tests.aws import refused
from tests.scenarios.conftest import HOME, IRELAND, WEST, Estate, allocations_of, cidrs_of, create_pool, pool_of


def test_s3_a_pool_hierarchy(estate: Estate) -> None:
    """IPAM, top pool, Regional pool, and each thing that does not fit is refused where AWS refuses it."""
    estate.integrate()
    ec2 = estate.ec2(estate.network)

    ipam = ec2.create_ipam(OperatingRegions=[{"RegionName": WEST}, {"RegionName": IRELAND}])["Ipam"]
    assert (ipam["State"], ipam["Tier"], ipam["ScopeCount"]) == ("create-in-progress", "advanced", 2)
    assert {each["RegionName"] for each in ipam["OperatingRegions"]} == {HOME, WEST, IRELAND}
    assert ipam["IpamArn"] == f"arn:aws:ec2::{estate.network}:ipam/{ipam['IpamId']}"
    assert ec2.describe_ipams(IpamIds=[ipam["IpamId"]])["Ipams"][0]["State"] == "create-complete"
    scope = ipam["PrivateDefaultScopeId"]

    top = create_pool(ec2, scope)
    assert (top["Locale"], top["PoolDepth"], top["State"]) == ("None", 1, "create-in-progress")
    pending = ec2.provision_ipam_pool_cidr(IpamPoolId=top["IpamPoolId"], Cidr="10.0.0.0/8")["IpamPoolCidr"]
    assert (pending["State"], pending["Cidr"]) == ("pending-provision", "10.0.0.0/8")
    assert [each["State"] for each in cidrs_of(ec2, top["IpamPoolId"])] == ["provisioned"]

    west = create_pool(ec2, scope, Locale=WEST, SourceIpamPoolId=top["IpamPoolId"])
    assert west["PoolDepth"] == 2
    pending = ec2.provision_ipam_pool_cidr(IpamPoolId=west["IpamPoolId"], NetmaskLength=12)["IpamPoolCidr"]
    assert "Cidr" not in pending
    [shown] = cidrs_of(ec2, west["IpamPoolId"])
    assert (shown["Cidr"], shown["NetmaskLength"], shown["State"]) == ("10.0.0.0/12", 12, "provisioned")
    [allocation] = allocations_of(ec2, top["IpamPoolId"])
    assert (allocation["ResourceType"], allocation["Cidr"]) == ("ipam-pool", "10.0.0.0/12")
    assert (allocation["ResourceId"], allocation["ResourceOwner"]) == (west["IpamPoolId"], estate.network)
    assert "ResourceRegion" not in allocation

    with refused("InvalidParameterValue"):
        create_pool(ec2, scope, Locale="ap-south-1")
    with refused("InvalidParameterValue"):
        create_pool(ec2, scope, Locale=IRELAND, SourceIpamPoolId=west["IpamPoolId"])

    second = create_pool(ec2, scope, "10.0.0.0/9")
    [failed] = cidrs_of(ec2, second["IpamPoolId"])
    assert failed["State"] == "failed-provision"
    assert failed["FailureReason"]["Code"] == "cidr-not-available"
    other = ec2.create_ipam_scope(IpamId=ipam["IpamId"])["IpamScope"]["IpamScopeId"]
    elsewhere = create_pool(ec2, other, "10.0.0.0/9")
    assert [each["State"] for each in cidrs_of(ec2, elsewhere["IpamPoolId"])] == ["provisioned"]

    scopes = {each["IpamScopeId"]: each["PoolCount"] for each in ec2.describe_ipam_scopes()["IpamScopes"]}
    assert scopes == {ipam["PublicDefaultScopeId"]: 0, scope: 3, other: 1}
    assert ec2.describe_ipams()["Ipams"][0]["ScopeCount"] == 3
    assert pool_of(ec2, west["IpamPoolId"])["State"] == "create-complete"

    with refused("ResourceLimitExceeded") as refusal:
        ec2.create_ipam()
    assert refusal.message == ("You've reached the limit for ipams. You have created 1 ipams and you are limited to 1.")
