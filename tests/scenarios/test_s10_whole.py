"""S10 whole: Amazon's public space, a policy, a prefix list that follows tags, and a range that its owner brings."""

from datetime import timedelta
from ipaddress import ip_network
from typing import Any

from tests.aws import refused
from tests.scenarios.conftest import HOME, WEST, Estate, allocations_of, cidrs_of, create_pool
from tests.worlds import MANAGEMENT

RANGE = "203.0.113.0/24"
ASN = "64496"
PROD = [{"Key": "env", "Value": "prod"}]


def test_s10_from_the_first_address_to_the_last_withdrawal(estate: Estate) -> None:
    """Told in one go, each step on what the steps before have left, every account with its own credentials."""
    estate.integrate()
    ec2 = estate.ec2(estate.network)
    ipam = ec2.create_ipam(OperatingRegions=[{"RegionName": WEST}])["Ipam"]
    pool_id = _public_space(estate, ipam)
    _policy(estate, ipam, pool_id)
    _prefix_list(estate, ipam)
    _brought(estate, ipam)


def _public_space(estate: Estate, ipam: dict[str, Any]) -> str:
    """Two blocks and no third; a member's first address is the first of the block."""
    ec2, dev = estate.ec2(estate.network), estate.ec2(estate.dev)
    public = {"Locale": HOME, "AwsService": "ec2", "PublicIpSource": "amazon"}
    pool = create_pool(ec2, ipam["PublicDefaultScopeId"], **public)
    pool_id: str = pool["IpamPoolId"]
    ec2.provision_ipam_pool_cidr(IpamPoolId=pool_id, NetmaskLength=29)
    [block] = cidrs_of(ec2, pool_id)
    assert (block["State"], block["NetmaskLength"]) == ("provisioned", 29)
    other = create_pool(ec2, ipam["PublicDefaultScopeId"], **public)["IpamPoolId"]
    for _ in range(2):
        ec2.provision_ipam_pool_cidr(IpamPoolId=other, NetmaskLength=30)
    second, third = cidrs_of(ec2, other)
    assert (second["State"], third["State"]) == ("provisioned", "failed-provision")
    assert third["FailureReason"]["Code"] == "limit-exceeded"

    estate.share("public", pool["IpamPoolArn"], estate.dev, "AWSRAMDefaultPermissionsIpamPool")
    address = dev.allocate_address(IpamPoolId=pool_id)
    assert address["PublicIp"] == str(ip_network(block["Cidr"])[0])
    assert address["PublicIpv4Pool"] == pool_id
    [allocation] = allocations_of(ec2, pool_id)
    assert (allocation["Cidr"], allocation["ResourceType"]) == (f"{address['PublicIp']}/32", "eip")
    return pool_id


def _policy(estate: Estate, ipam: dict[str, Any], pool_id: str) -> None:
    """A plain address of a governed member comes from the pool, shared with it or not, until it is used up."""
    ec2, dev = estate.ec2(estate.network), estate.ec2(estate.dev)
    policy = ec2.create_ipam_policy(IpamId=ipam["IpamId"])["IpamPolicy"]["IpamPolicyId"]
    ec2.modify_ipam_policy_allocation_rules(
        IpamPolicyId=policy, Locale=HOME, ResourceType="eip", AllocationRules=[{"SourceIpamPoolId": pool_id}]
    )
    assert dev.get_enabled_ipam_policy()["IpamPolicyEnabled"] is False
    ec2.enable_ipam_policy(IpamPolicyId=policy, OrganizationTargetId=estate.workloads["Id"])
    enabled = dev.get_enabled_ipam_policy()
    assert (enabled["IpamPolicyEnabled"], enabled["IpamPolicyId"]) == (True, policy)
    assert enabled["ManagedBy"] == "delegated-administrator-for-ipam"
    assert estate.ec2(estate.sandbox).get_enabled_ipam_policy()["IpamPolicyEnabled"] is False

    second = estate.ec2(estate.account("second", estate.workloads_dev["Id"]))
    given = [caller.allocate_address() for caller in (*[dev] * 4, *[second] * 3)]
    assert all(each["PublicIpv4Pool"] == pool_id for each in given)
    assert len(allocations_of(ec2, pool_id)) == 8
    assert second.allocate_address()["PublicIpv4Pool"] == "amazon"
    assert estate.ec2(estate.sandbox).allocate_address()["PublicIpv4Pool"] == "amazon"


def _prefix_list(estate: Estate, ipam: dict[str, Any]) -> None:
    """A list in the west follows the tags of a member's VPCs; what its owner changes stops it, and says so."""
    ec2, west = estate.ec2(estate.network), estate.ec2(estate.network, WEST)
    dev = estate.ec2(estate.dev, WEST)
    for cidr, tags in (("10.1.0.0/16", PROD), ("10.2.0.0/16", [])):
        made = dev.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"]
        dev.create_tags(Resources=[made], Tags=[*tags, {"Key": "Name", "Value": cidr}])
    condition = {"Operation": "equals", "ResourceTag": {"Key": "env", "Value": "prod"}}
    rule = {
        "RuleType": "ipam-resource-cidr",
        "IpamScopeId": ipam["PrivateDefaultScopeId"],
        "ResourceType": "vpc",
        "Conditions": [condition],
    }
    resolver = ec2.create_ipam_prefix_list_resolver(IpamId=ipam["IpamId"], AddressFamily="ipv4", Rules=[rule])
    resolver_id = resolver["IpamPrefixListResolver"]["IpamPrefixListResolverId"]
    made = west.create_managed_prefix_list(PrefixListName="prod", AddressFamily="IPv4", MaxEntries=2)
    list_id = made["PrefixList"]["PrefixListId"]
    asked = {"PrefixListId": list_id, "PrefixListRegion": WEST, "TrackLatestVersion": True}
    target = ec2.create_ipam_prefix_list_resolver_target(IpamPrefixListResolverId=resolver_id, **asked)
    target_id = target["IpamPrefixListResolverTarget"]["IpamPrefixListResolverTargetId"]

    def synced() -> tuple[Any, ...]:
        answer = ec2.describe_ipam_prefix_list_resolver_targets(IpamPrefixListResolverTargetIds=[target_id])
        found = answer["IpamPrefixListResolverTargets"][0]
        return found["State"], found["LastSyncedVersion"], found.get("StateMessage")

    def listed() -> tuple[int, list[str]]:
        version = west.describe_managed_prefix_lists(PrefixListIds=[list_id])["PrefixLists"][0]["Version"]
        entries = west.get_managed_prefix_list_entries(PrefixListId=list_id)["Entries"]
        return version, [each["Cidr"] for each in entries]

    assert synced() == ("sync-complete", 1, None)
    first, entries = listed()
    assert entries == ["10.1.0.0/16"]
    untagged = [{"Name": "tag:Name", "Values": ["10.2.0.0/16"]}]
    other = dev.describe_vpcs(Filters=untagged)["Vpcs"][0]["VpcId"]
    dev.create_tags(Resources=[other], Tags=PROD)
    assert synced() == ("sync-complete", 2, None)
    assert listed() == (first + 1, ["10.1.0.0/16", "10.2.0.0/16"])

    more = {"PrefixListId": list_id, "CurrentVersion": first + 1, "RemoveEntries": [{"Cidr": "10.2.0.0/16"}]}
    with refused("IncorrectState"):
        west.modify_managed_prefix_list(**more)
    west.modify_managed_prefix_list(PrefixListId=list_id, IpamPrefixListResolverSyncEnabled=False)
    west.modify_managed_prefix_list(**more)
    assert listed() == (first + 2, ["10.1.0.0/16"])
    dev.create_vpc(CidrBlock="10.3.0.0/16", TagSpecifications=[{"ResourceType": "vpc", "Tags": PROD}])
    state, version, message = synced()
    assert (state, version) == ("sync-failed", 2)
    assert "disabled" in message

    west.modify_managed_prefix_list(PrefixListId=list_id, IpamPrefixListResolverSyncEnabled=True)
    estate.aws.world.clock.advance(timedelta(seconds=2))
    state, version, message = synced()
    assert (state, version) == ("sync-failed", 2)
    assert "limited to 2" in message
    west.modify_managed_prefix_list(PrefixListId=list_id, MaxEntries=3)
    estate.aws.world.clock.advance(timedelta(seconds=2))
    assert synced() == ("sync-complete", 3, None)
    assert listed()[1] == ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"]


def _brought(estate: Estate, ipam: dict[str, Any]) -> None:
    """A range proven by a token is advertised by Amazon's AS number and by the owner's own; it leaves in one order."""
    ec2 = estate.ec2(estate.network)
    made = ec2.create_ipam_external_resource_verification_token(IpamId=ipam["IpamId"])
    token = made["IpamExternalResourceVerificationToken"]
    assert token["NotAfter"] - estate.aws.world.now == timedelta(hours=72)
    top = create_pool(ec2, ipam["PublicDefaultScopeId"])["IpamPoolId"]
    name = "IpamExternalResourceVerificationTokenId"
    ec2.provision_ipam_pool_cidr(IpamPoolId=top, Cidr=RANGE, VerificationMethod="dns-token", **{name: token[name]})
    assert cidrs_of(ec2, top)[0]["State"] == "provisioned"
    local = {"SourceIpamPoolId": top, "Locale": HOME, "AwsService": "ec2"}
    pool = create_pool(ec2, ipam["PublicDefaultScopeId"], RANGE, **local)["IpamPoolId"]

    def state() -> str:
        found: str = ec2.describe_byoip_cidrs(MaxResults=5)["ByoipCidrs"][0]["State"]
        return found

    assert state() == "provisioned"
    ec2.advertise_byoip_cidr(Cidr=RANGE)
    assert state() == "advertised"
    message = f"1|aws|{estate.network}|{ASN}|20271231|SHA256|RSAPSS"
    shown = {"Message": message, "Signature": "c2lnbmVk"}
    ec2.provision_ipam_byoasn(IpamId=ipam["IpamId"], Asn=ASN, AsnAuthorizationContext=shown)
    ec2.associate_ipam_byoasn(Asn=ASN, Cidr=RANGE)
    ec2.advertise_byoip_cidr(Cidr=RANGE, Asn=ASN)
    [found] = ec2.describe_byoip_cidrs(MaxResults=5)["ByoipCidrs"]
    assert [each["State"] for each in found["AsnAssociations"]] == ["associated"]

    # the wrong order, from the last step to the first
    for wrong in (
        lambda: ec2.deprovision_ipam_byoasn(IpamId=ipam["IpamId"], Asn=ASN),
        lambda: ec2.deprovision_ipam_pool_cidr(IpamPoolId=pool, Cidr=RANGE),
        lambda: ec2.disassociate_ipam_byoasn(Asn=ASN, Cidr=RANGE),
    ):
        with refused("IncorrectState"):
            wrong()
    ec2.withdraw_byoip_cidr(Cidr=RANGE)
    with refused("IncorrectState"):
        ec2.deprovision_ipam_pool_cidr(IpamPoolId=pool, Cidr=RANGE)
    ec2.disassociate_ipam_byoasn(Asn=ASN, Cidr=RANGE)
    ec2.deprovision_ipam_byoasn(IpamId=ipam["IpamId"], Asn=ASN)
    assert ec2.describe_ipam_byoasn()["Byoasns"][0]["State"] == "deprovisioned"
    for each in (pool, top):
        ec2.deprovision_ipam_pool_cidr(IpamPoolId=each, Cidr=RANGE)
        assert [one["State"] for one in cidrs_of(ec2, each)] == ["deprovisioned"]
        ec2.delete_ipam_pool(IpamPoolId=each)
    assert ec2.describe_byoip_cidrs(MaxResults=5)["ByoipCidrs"] == []
    assert estate.ec2(MANAGEMENT).describe_byoip_cidrs(MaxResults=5)["ByoipCidrs"] == []
