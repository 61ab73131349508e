"""S10: public space of Amazon's in a pool, shared with a member that takes Elastic IP addresses from it."""

from ipaddress import ip_network

from tests.aws import refused
from tests.scenarios.conftest import HOME, Estate, allocations_of, cidrs_of, create_pool


def test_s10_addresses_from_a_public_pool(estate: Estate) -> None:
    """Two blocks and no third; the member's addresses are the block's, in order, until none is left."""
    estate.integrate()
    ec2 = estate.ec2(estate.network)
    ipam = ec2.create_ipam(OperatingRegions=[{"RegionName": HOME}])["Ipam"]
    pool = create_pool(ec2, ipam["PublicDefaultScopeId"], Locale=HOME, AwsService="ec2", PublicIpSource="amazon")
    pool_id = pool["IpamPoolId"]
    assert (pool["IpamScopeType"], pool["PublicIpSource"]) == ("public", "amazon")
    for length in (29, 30, 30):
        pending = ec2.provision_ipam_pool_cidr(IpamPoolId=pool_id, NetmaskLength=length)["IpamPoolCidr"]
        assert (pending["State"], pending["NetmaskLength"]) == ("pending-provision", length)
        assert "Cidr" not in pending
    shown = cidrs_of(ec2, pool_id)
    assert sorted(each["State"] for each in shown) == ["failed-provision", "provisioned", "provisioned"]
    [failed] = [each for each in shown if each["State"] == "failed-provision"]
    assert failed["FailureReason"]["Code"] == "limit-exceeded"
    blocks = sorted(ip_network(each["Cidr"]) for each in shown if each["State"] == "provisioned")
    assert sorted(block.prefixlen for block in blocks) == [29, 30]

    dev = estate.ec2(estate.dev)
    with refused("InvalidIpamPoolId.NotFound"):
        dev.allocate_address(IpamPoolId=pool_id)
    estate.share("public", pool["IpamPoolArn"], estate.dev, "AWSRAMDefaultPermissionsIpamPool")
    address = dev.allocate_address(IpamPoolId=pool_id, Domain="vpc")
    assert (address["PublicIp"], address["PublicIpv4Pool"]) == (str(blocks[0][0]), pool_id)
    assert address["NetworkBorderGroup"] == HOME
    [allocation] = allocations_of(ec2, pool_id)
    assert allocation["Cidr"] == f"{address['PublicIp']}/32"
    assert (allocation["ResourceType"], allocation["ResourceId"]) == ("eip", address["AllocationId"])
    assert (allocation["ResourceOwner"], allocation["ResourceRegion"]) == (estate.dev, HOME)

    ec2.deprovision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr=str(blocks[0]))
    assert "failed-deprovision" in {each["State"] for each in cidrs_of(ec2, pool_id)}
    dev.release_address(AllocationId=address["AllocationId"])
    assert allocations_of(ec2, pool_id) == []
    assert dev.allocate_address(IpamPoolId=pool_id)["PublicIp"] == address["PublicIp"]
