"""Ranges and AS numbers that their owner brings, through real boto3."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.ipam.conftest import AWAY, HOME, OTHER, OWNER, Ipam, proof

RANGE = "203.0.113.0/24"


def _ec2(aws: Aws, account: str = OWNER, region: str = HOME) -> Any:
    return aws.client("ec2", account, region=region)


def _bring(ec2: Any, cidr: str = RANGE, account: str = OWNER, **asked: Any) -> dict[str, Any]:
    context = {"CidrAuthorizationContext": proof(cidr, account)}
    found: dict[str, Any] = ec2.provision_byoip_cidr(Cidr=cidr, **{**context, **asked})["ByoipCidr"]
    return found


def _cidrs(ec2: Any) -> dict[str, dict[str, Any]]:
    return {each["Cidr"]: each for each in ec2.describe_byoip_cidrs(MaxResults=100)["ByoipCidrs"]}


def _regional(ipam: Ipam, cidr: str = RANGE, region: str = HOME) -> str:
    """A pool in a Region that holds a brought range."""
    top = ipam.pool(IpamScopeId=ipam.public)
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=top, Cidr=cidr, CidrAuthorizationContext=proof(cidr))
    return ipam.pool(cidr, IpamScopeId=ipam.public, SourceIpamPoolId=top, Locale=region, AwsService="ec2")


def test_a_range_of_ec2s_lives_whole(aws: Aws) -> None:
    """It is provisioned with a pool, advertised, withdrawn and deprovisioned; every step passes a pending state."""
    ec2 = _ec2(aws)
    tags = [{"ResourceType": "ipv4pool-ec2", "Tags": [{"Key": "env", "Value": "prod"}]}]
    assert _bring(ec2, PoolTagSpecifications=tags, Description="ours")["State"] == "pending-provision"
    found = _cidrs(ec2)[RANGE]
    assert found["State"] == "provisioned"
    assert found["StatusMessage"] == found["PoolId"]
    assert (found["Description"], found["NetworkBorderGroup"], found["AdvertisementType"]) == ("ours", HOME, "unicast")
    (pool,) = ec2.describe_public_ipv4_pools(PoolIds=[found["PoolId"]])["PublicIpv4Pools"]
    assert (pool["TotalAddressCount"], pool["Tags"]) == (256, tags[0]["Tags"])
    address = ec2.allocate_address(PublicIpv4Pool=found["PoolId"])
    assert address["PublicIp"] == "203.0.113.0"
    assert ec2.advertise_byoip_cidr(Cidr=RANGE)["ByoipCidr"]["State"] == "pending-advertising"
    assert _cidrs(ec2)[RANGE]["State"] == "advertised"
    with refused("IncorrectState", rule="IPAM-416"):
        ec2.deprovision_byoip_cidr(Cidr=RANGE)
    assert ec2.withdraw_byoip_cidr(Cidr=RANGE)["ByoipCidr"]["State"] == "pending-withdrawal"
    with refused("IncorrectState", rule="IPAM-416"):
        ec2.withdraw_byoip_cidr(Cidr=RANGE)
    assert ec2.deprovision_byoip_cidr(Cidr=RANGE)["ByoipCidr"]["State"] == "pending-deprovision"
    assert _cidrs(ec2)[RANGE]["State"] == "failed-deprovision"
    ec2.release_address(AllocationId=address["AllocationId"])
    ec2.deprovision_byoip_cidr(Cidr=RANGE)
    assert _cidrs(ec2)[RANGE]["State"] == "deprovisioned"
    assert ec2.describe_public_ipv4_pools()["PublicIpv4Pools"] == []
    aws.world.clock.advance(timedelta(hours=1))
    assert _cidrs(ec2) == {}


@pytest.mark.parametrize(
    ("cidr", "asked", "code", "rule"),
    [
        ("10.0.0.0/24", {}, "InvalidParameterValue", "IPAM-410"),
        ("nonsense", {}, "InvalidParameterValue", "IPAM-410"),
        ("203.0.113.0/25", {}, "InvalidParameterValue", "IPAM-411"),
        ("2001:db9::/49", {}, "InvalidParameterValue", "IPAM-411"),
        ("2001:db9::/57", {"PubliclyAdvertisable": False}, "InvalidParameterValue", "IPAM-411"),
        (RANGE, {"PubliclyAdvertisable": True}, "InvalidParameterValue", "IPAM-413"),
        (RANGE, {"NetworkBorderGroup": "mars-1"}, "InvalidParameterValue", "IPAM-422"),
        (RANGE, {"CidrAuthorizationContext": {"Message": "m", "Signature": "s"}}, "InvalidParameterValue", "IPAM-400"),
        (
            RANGE,
            {"CidrAuthorizationContext": {**proof(RANGE), "Signature": "no base64"}},
            "InvalidParameterValue",
            "IPAM-400",
        ),
        (RANGE, {"CidrAuthorizationContext": proof(RANGE, OTHER)}, "InvalidParameterValue", "IPAM-401"),
        (RANGE, {"CidrAuthorizationContext": proof("198.51.100.0/24")}, "InvalidParameterValue", "IPAM-401"),
        (RANGE, {"CidrAuthorizationContext": proof(RANGE, day="20251231")}, "InvalidParameterValue", "IPAM-402"),
    ],
)
def test_ranges_that_cannot_be_brought(aws: Aws, cidr: str, asked: dict[str, Any], code: str, rule: str) -> None:
    """What is wrong with the range, the proof or the request has its code, and nothing is kept."""
    ec2 = _ec2(aws)
    with refused(code, rule=rule):
        _bring(ec2, cidr, **asked)
    assert _cidrs(ec2) == {}


def test_ipam_405_412_and_414_proof_overlap_and_quota(aws: Aws) -> None:
    """Advertised space needs a proof; a range is brought once, by anybody, to any Region; five to a Region."""
    ec2 = _ec2(aws)
    with refused("InvalidParameterCombination", rule="IPAM-405"):
        ec2.provision_byoip_cidr(Cidr=RANGE)
    _bring(ec2)
    for account, region in ((OWNER, AWAY), (OTHER, HOME)):
        with refused("InvalidParameterValue", rule="IPAM-412"):
            _bring(_ec2(aws, account, region), account=account)
    for number in range(4):
        _bring(ec2, f"198.51.{number}.0/24")
    with refused("ResourceLimitExceeded", rule="IPAM-414") as refusal:
        _bring(ec2, "198.51.9.0/24")
    assert refusal.message == "The number of BYOIP CIDRs for this account has reached the maximum allowed limit."
    with refused("InvalidParameterValue", rule="IPAM-415"):
        ec2.advertise_byoip_cidr(Cidr="203.0.113.0/25")


def test_an_ipv6_range_is_a_pool_for_vpcs(aws: Aws) -> None:
    """VPCs take blocks of it, the lowest free /56 or one they name; it leaves when all are given back."""
    ec2, block = _ec2(aws), "2a05:d000:1::/48"
    tags = [{"ResourceType": "ipv6pool-ec2", "Tags": [{"Key": "env", "Value": "prod"}]}]
    _bring(ec2, block, Description="ours", PoolTagSpecifications=tags)
    pool_id = _cidrs(ec2)[block]["PoolId"]
    (pool,) = ec2.describe_ipv6_pools(PoolIds=[pool_id])["Ipv6Pools"]
    assert (pool["Description"], pool["PoolCidrBlocks"], pool["Tags"]) == ("ours", [{"Cidr": block}], tags[0]["Tags"])

    tagging = aws.client("resourcegroupstaggingapi", OWNER, region=HOME)
    (tagged,) = tagging.get_resources(ResourceTypeFilters=["ec2:ipv6pool-ec2"])["ResourceTagMappingList"]
    assert tagged["ResourceARN"] == f"arn:aws:ec2:{HOME}:{OWNER}:ipv6pool-ec2/{pool_id}"

    made = ec2.create_vpc(CidrBlock="10.0.0.0/16", Ipv6Pool=pool_id)["Vpc"]
    (first,) = made["Ipv6CidrBlockAssociationSet"]
    assert (first["Ipv6CidrBlock"], first["Ipv6Pool"], first["IpSource"]) == ("2a05:d000:1::/56", pool_id, "byoip")
    more = {"VpcId": made["VpcId"], "Ipv6Pool": pool_id}
    second = ec2.associate_vpc_cidr_block(Ipv6CidrBlock="2a05:d000:1:f00::/56", **more)["Ipv6CidrBlockAssociation"]
    for wrong in ("2a05:d000:1::/56", "2a05:d000:2::/56", "2a05:d000:1:100::/62"):
        with refused("InvalidParameterValue", rule="IPAM-502"):
            ec2.associate_vpc_cidr_block(Ipv6CidrBlock=wrong, **more)

    ec2.deprovision_byoip_cidr(Cidr=block)
    assert _cidrs(ec2)[block]["State"] == "failed-deprovision"
    ec2.disassociate_vpc_cidr_block(AssociationId=second["AssociationId"])
    ec2.delete_vpc(VpcId=made["VpcId"])
    ec2.deprovision_byoip_cidr(Cidr=block)
    assert _cidrs(ec2)[block]["State"] == "deprovisioned"
    assert ec2.describe_ipv6_pools()["Ipv6Pools"] == []


def test_ipam_503_an_ipv6_pool_gives_out(aws: Aws) -> None:
    """A /56 serves one VPC; and no account takes from another's pool."""
    ec2, block = _ec2(aws), "2a05:d000:1::/56"
    _bring(ec2, block, PubliclyAdvertisable=False)
    pool_id = _cidrs(ec2)[block]["PoolId"]
    ec2.create_vpc(CidrBlock="10.0.0.0/16", Ipv6Pool=pool_id)
    with refused("InvalidParameterValue", rule="IPAM-503"):
        ec2.create_vpc(CidrBlock="10.0.0.0/16", Ipv6Pool=pool_id)
    with refused("InvalidPoolID.NotFound"):
        _ec2(aws, OTHER).create_vpc(CidrBlock="10.0.0.0/16", Ipv6Pool=pool_id)


def test_ipv6_that_is_not_advertised(aws: Aws) -> None:
    """It needs no proof, and no call advertises it."""
    ec2 = _ec2(aws)
    ec2.provision_byoip_cidr(Cidr="2001:db9::/56", PubliclyAdvertisable=False)
    found = _cidrs(ec2)["2001:db9::/56"]
    assert found["State"] == "provisioned-not-publicly-advertisable"
    assert found["PoolId"].startswith("ipv6pool-ec2-")
    with refused("IncorrectState", rule="IPAM-416"):
        ec2.advertise_byoip_cidr(Cidr="2001:db9::/56")


@pytest.mark.parametrize(
    ("options", "state"),
    [
        ({"ownership_proofs": "refuse"}, "failed-provision"),
        ({"ownership_proofs": "listed"}, "failed-provision"),
        ({"ownership_proofs": "listed", "owned_resources": (f"{OWNER} 203.0.112.0/23",)}, "provisioned"),
        ({"ownership_proofs": "listed", "owned_resources": (f"{OTHER} 203.0.112.0/23",)}, "failed-provision"),
    ],
)
def test_who_is_believed_is_a_setting(make_aws: Callable[..., Aws], options: dict[str, Any], state: str) -> None:
    """A proof of the right form fails where the world's options say so: EC2's range and the pool's CIDR alike."""
    aws = make_aws(**options)
    ipam = Ipam(aws)
    _bring(ipam.ec2)
    assert _cidrs(ipam.ec2)[RANGE]["State"] == state
    pool_id = ipam.pool(IpamScopeId=ipam.public)
    other = "203.0.112.0/24"
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr=other, CidrAuthorizationContext=proof(other))
    assert ipam.cidrs(pool_id)[0]["State"] == state


def test_a_believed_proof_is_in_the_journal(aws: Aws) -> None:
    """Nothing is accepted in silence: the journal says that no signature was verified."""
    _bring(_ec2(aws))
    texts = [str(entry) for entry in aws.world.journal.entries()]
    assert any(f"accepted a proof that {RANGE}" in text and "not verified" in text for text in texts)


def test_a_range_in_a_pool_is_advertised_by_the_ipams_owner(ipam: Ipam) -> None:
    """It shows in the locale; it is deprovisioned from the pool, and not while it is advertised."""
    pool_id = _regional(ipam, region=AWAY)
    away = _ec2(ipam.aws, region=AWAY)
    assert _cidrs(ipam.ec2) == {}
    found = _cidrs(away)[RANGE]
    assert (found["IpamPoolId"], found["StatusMessage"]) == (pool_id, "Cidr successfully provisioned")
    with refused("UnsupportedOperation", rule="IPAM-417"):
        away.deprovision_byoip_cidr(Cidr=RANGE)
    away.advertise_byoip_cidr(Cidr=RANGE)
    with refused("IncorrectState", rule="IPAM-416"):
        ipam.ec2.deprovision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr=RANGE)
    away.withdraw_byoip_cidr(Cidr=RANGE)
    ipam.ec2.deprovision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr=RANGE)
    assert _cidrs(away) == {}


def test_a_move_to_ipam(ipam: Ipam) -> None:
    """The pool imports the range, its addresses stay, and asking again tells that it is over."""
    _bring(ipam.ec2)
    pool_of_ec2 = _cidrs(ipam.ec2)[RANGE]["PoolId"]
    address = ipam.ec2.allocate_address(PublicIpv4Pool=pool_of_ec2)
    ipam.ec2.advertise_byoip_cidr(Cidr=RANGE)
    elsewhere = ipam.pool(IpamScopeId=ipam.public, Locale=AWAY, AwsService="ec2")
    pool_id = ipam.pool(IpamScopeId=ipam.public, Locale=HOME, AwsService="ec2")
    move = {"Cidr": RANGE, "IpamPoolOwner": OWNER}
    with refused("InvalidParameterValue", rule="IPAM-423"):
        ipam.ec2.move_byoip_cidr_to_ipam(IpamPoolId=elsewhere, **move)
    assert ipam.ec2.move_byoip_cidr_to_ipam(IpamPoolId=pool_id, **move)["ByoipCidr"]["State"] == "pending-transfer"
    assert ipam.ec2.move_byoip_cidr_to_ipam(IpamPoolId=pool_id, **move)["ByoipCidr"]["State"] == "complete-transfer"
    assert [(each["Cidr"], each["State"]) for each in ipam.cidrs(pool_id)] == [(RANGE, "provisioned")]
    (allocation,) = ipam.allocations(pool_id)
    assert (allocation["ResourceType"], allocation["ResourceId"]) == ("ec2-public-ipv4-pool", pool_of_ec2)
    found = _cidrs(ipam.ec2)[RANGE]
    assert (found["State"], found["IpamPoolId"]) == ("advertised", pool_id)
    (kept,) = ipam.ec2.describe_addresses(AllocationIds=[address["AllocationId"]])["Addresses"]
    assert kept["PublicIp"] == address["PublicIp"]


def test_ipam_424_moves_that_are_refused(aws: Aws, ipam: Ipam) -> None:
    """IPv6 does not move, and what nobody shares is not found."""
    pool_id = ipam.pool(IpamScopeId=ipam.public, Locale=HOME, AwsService="ec2")
    ipam.ec2.provision_byoip_cidr(Cidr="2001:db9::/56", PubliclyAdvertisable=False)
    with refused("InvalidParameterValue", rule="IPAM-424"):
        ipam.ec2.move_byoip_cidr_to_ipam(Cidr="2001:db9::/56", IpamPoolId=pool_id, IpamPoolOwner=OWNER)
    other = _ec2(aws, OTHER)
    _bring(other, account=OTHER)
    with refused("InvalidIpamPoolId.NotFound"):
        other.move_byoip_cidr_to_ipam(Cidr=RANGE, IpamPoolId=pool_id, IpamPoolOwner=OWNER)


def test_an_as_number_lives_whole(aws: Aws, ipam: Ipam) -> None:
    """Provisioned, associated, advertised with, and taken away again in the opposite order."""
    _regional(ipam)
    context = {"AsnAuthorizationContext": proof("64496")}
    made = ipam.ec2.provision_ipam_byoasn(IpamId=ipam.id, Asn="64496", **context)["Byoasn"]
    assert made == {"Asn": "64496", "IpamId": ipam.id, "State": "pending-provision"}
    pair = {"Asn": "64496", "Cidr": RANGE}
    with refused("InvalidParameterValue", rule="IPAM-418"):
        ipam.ec2.advertise_byoip_cidr(**pair)
    assert ipam.ec2.associate_ipam_byoasn(**pair)["AsnAssociation"] == {**pair, "State": "pending-association"}
    with refused("InvalidParameterValue", rule="IPAM-436"):
        ipam.ec2.associate_ipam_byoasn(**pair)
    assert _cidrs(ipam.ec2)[RANGE]["AsnAssociations"] == [{**pair, "State": "associated"}]
    with refused("IncorrectState", rule="IPAM-434"):
        ipam.ec2.deprovision_ipam_byoasn(IpamId=ipam.id, Asn="64496")
    ipam.ec2.advertise_byoip_cidr(**pair)
    with refused("IncorrectState", rule="IPAM-437"):
        ipam.ec2.disassociate_ipam_byoasn(**pair)
    ipam.ec2.advertise_byoip_cidr(Cidr=RANGE, Asn="AWS")
    with refused("IncorrectState", rule="IPAM-419"):
        ipam.ec2.advertise_byoip_cidr(**pair)
    ipam.ec2.withdraw_byoip_cidr(Cidr=RANGE)
    pool_id = _cidrs(ipam.ec2)[RANGE]["IpamPoolId"]
    with refused("IncorrectState", rule="IPAM-421"):
        ipam.ec2.deprovision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr=RANGE)
    answer = ipam.ec2.disassociate_ipam_byoasn(**pair)["AsnAssociation"]
    assert answer["State"] == "pending-disassociation"
    assert "AsnAssociations" not in _cidrs(ipam.ec2)[RANGE]
    ipam.ec2.deprovision_ipam_byoasn(IpamId=ipam.id, Asn="64496")
    assert ipam.ec2.describe_ipam_byoasn()["Byoasns"][0]["State"] == "deprovisioned"
    aws.world.clock.advance(timedelta(days=7))
    assert ipam.ec2.describe_ipam_byoasn()["Byoasns"] == []


@pytest.mark.parametrize(
    ("operation", "asked", "code", "rule"),
    [
        ("provision", {"Asn": "64512"}, "InvalidParameterValue", "IPAM-430"),
        ("provision", {"Asn": "4200000000"}, "InvalidParameterValue", "IPAM-430"),
        ("provision", {"Asn": "ten"}, "InvalidParameterValue", "IPAM-430"),
        ("provision", {"Asn": "64497"}, "InvalidParameterValue", "IPAM-401"),
        ("provision", {"Asn": "64496"}, "InvalidParameterValue", "IPAM-431"),
        ("deprovision", {"Asn": "64500"}, "InvalidParameterValue", "IPAM-432"),
        ("associate", {"Asn": "64500", "Cidr": RANGE}, "InvalidParameterValue", "IPAM-432"),
        ("associate", {"Asn": "64496", "Cidr": "192.0.2.0/24"}, "InvalidParameterValue", "IPAM-415"),
        ("associate", {"Asn": "64496", "Cidr": RANGE}, "InvalidParameterValue", "IPAM-435"),
        ("disassociate", {"Asn": "64496", "Cidr": RANGE}, "InvalidParameterValue", "IPAM-418"),
    ],
)
def test_as_numbers_that_are_refused(ipam: Ipam, operation: str, asked: dict[str, str], code: str, rule: str) -> None:
    """Each wrong request has its code; EC2's own ranges take no AS number."""
    _bring(ipam.ec2)
    context = {"AsnAuthorizationContext": proof("64496")}
    ipam.ec2.provision_ipam_byoasn(IpamId=ipam.id, Asn="AS64496", **context)
    if operation == "provision":
        asked = {**asked, **context}
    if operation in ("provision", "deprovision"):
        asked = {**asked, "IpamId": ipam.id}
    with refused(code, rule=rule):
        getattr(ipam.ec2, f"{operation}_ipam_byoasn")(**asked)


@pytest.mark.parametrize("was_advertised", [False, True])
def test_ipam_504_a_range_whose_import_fails(make_aws: Callable[..., Aws], was_advertised: bool) -> None:
    """The pool's CIDR shows failed-import and holds nothing; the range is EC2's as before, and may be moved again."""
    ipam = Ipam(make_aws(ipam_failing_transitions=("ipam-pool-cidr pending-import",)))
    _bring(ipam.ec2)
    if was_advertised:
        ipam.ec2.advertise_byoip_cidr(Cidr=RANGE)
    pool_id = ipam.pool(IpamScopeId=ipam.public, Locale=HOME, AwsService="ec2")
    asked = {"Cidr": RANGE, "IpamPoolId": pool_id, "IpamPoolOwner": OWNER}
    assert ipam.ec2.move_byoip_cidr_to_ipam(**asked)["ByoipCidr"]["State"] == "pending-transfer"
    assert [each["State"] for each in ipam.cidrs(pool_id)] == ["failed-import"]
    found = _cidrs(ipam.ec2)[RANGE]
    assert (found["State"], "IpamPoolId" in found) == ("advertised" if was_advertised else "provisioned", False)
    assert ipam.ec2.move_byoip_cidr_to_ipam(**asked)["ByoipCidr"]["State"] == "pending-transfer"
    assert [each["State"] for each in ipam.cidrs(pool_id)] == ["failed-import", "failed-import"]
    ipam.ec2.deprovision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr=RANGE)
    ipam.ec2.delete_ipam_pool(IpamPoolId=pool_id)


@pytest.mark.parametrize(
    ("under_way", "state"),
    [("pending-association", "failed-association"), ("pending-disassociation", "failed-disassociation")],
)
def test_ipam_504_an_association_that_fails(make_aws: Callable[..., Aws], under_way: str, state: str) -> None:
    """One that failed to come is no ground to advertise by; one that failed to go can be asked to go again."""
    ipam = Ipam(make_aws(ipam_failing_transitions=(f"ipam-byoasn-association {under_way}",)))
    _regional(ipam)
    ipam.ec2.provision_ipam_byoasn(IpamId=ipam.id, Asn="64496", AsnAuthorizationContext=proof("64496"))
    pair = {"Asn": "64496", "Cidr": RANGE}
    ipam.ec2.associate_ipam_byoasn(**pair)
    if under_way == "pending-disassociation":
        ipam.ec2.disassociate_ipam_byoasn(**pair)
    assert _cidrs(ipam.ec2)[RANGE]["AsnAssociations"] == [{**pair, "State": state}]
    with refused("InvalidParameterValue", rule="IPAM-418"):
        ipam.ec2.advertise_byoip_cidr(**pair)
    assert ipam.ec2.disassociate_ipam_byoasn(**pair)["AsnAssociation"]["State"] == "pending-disassociation"


def test_ipam_438_439_and_420_quotas(make_aws: Callable[..., Aws]) -> None:
    """AS numbers of an IPAM and of a range are counted, and advertisements may need a pause."""
    aws = make_aws(asns_per_ipam=2, asns_per_byoip_cidr=1, byoip_advertise_interval_s=10)
    ipam = Ipam(aws)
    _regional(ipam)
    for asn in ("64496", "64497"):
        ipam.ec2.provision_ipam_byoasn(IpamId=ipam.id, Asn=asn, AsnAuthorizationContext=proof(asn))
    with refused("ResourceLimitExceeded", rule="IPAM-438"):
        ipam.ec2.provision_ipam_byoasn(IpamId=ipam.id, Asn="64498", AsnAuthorizationContext=proof("64498"))
    ipam.ec2.associate_ipam_byoasn(Asn="64496", Cidr=RANGE)
    with refused("ResourceLimitExceeded", rule="IPAM-439"):
        ipam.ec2.associate_ipam_byoasn(Asn="64497", Cidr=RANGE)
    ipam.ec2.advertise_byoip_cidr(Cidr=RANGE)
    with refused("RequestLimitExceeded", rule="IPAM-420", status=503):
        ipam.ec2.withdraw_byoip_cidr(Cidr=RANGE)
    aws.world.clock.advance(timedelta(seconds=10))
    ipam.ec2.withdraw_byoip_cidr(Cidr=RANGE)
    with refused("DryRunOperation", status=412):
        ipam.ec2.disassociate_ipam_byoasn(Asn="64496", Cidr=RANGE, DryRun=True)


def test_ipam_403_a_token_proves_for_three_days(aws: Aws, ipam: Ipam) -> None:
    """A valid token provisions as often as it likes; an expired one stays, and proves nothing."""
    create = ipam.ec2.create_ipam_external_resource_verification_token
    token = create(IpamId=ipam.id, ClientToken="t")["IpamExternalResourceVerificationToken"]
    assert token["State"] == "create-in-progress"
    assert (token["Status"], len(token["TokenName"])) == ("valid", 8)
    token_id = token["IpamExternalResourceVerificationTokenId"]
    again = create(IpamId=ipam.id, ClientToken="t")["IpamExternalResourceVerificationToken"]
    assert again == {**token, "State": "create-complete"}
    pool_id = ipam.pool(IpamScopeId=ipam.public)
    asked = {"VerificationMethod": "dns-token", "IpamExternalResourceVerificationTokenId": token_id}
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr=RANGE, **asked)
    assert ipam.cidrs(pool_id)[0]["State"] == "provisioned"
    aws.world.clock.advance(timedelta(hours=72))
    with refused("InvalidParameterValue", rule="IPAM-403"):
        ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr="198.51.100.0/24", **asked)
    describe = ipam.ec2.describe_ipam_external_resource_verification_tokens
    filters = [{"Name": "status", "Values": ["expired"]}]
    (found,) = describe(Filters=filters)["IpamExternalResourceVerificationTokens"]
    assert found["IpamExternalResourceVerificationTokenId"] == token_id
    delete = ipam.ec2.delete_ipam_external_resource_verification_token
    answer = delete(IpamExternalResourceVerificationTokenId=token_id)["IpamExternalResourceVerificationToken"]
    assert answer["State"] == "delete-in-progress"
    with refused("InvalidIpamExternalResourceVerificationTokenId.NotFound"):
        delete(IpamExternalResourceVerificationTokenId=token_id)


def test_ipam_404_the_quota_of_tokens(make_aws: Callable[..., Aws]) -> None:
    """An IPAM has a number of tokens; they can be tagged after their creation."""
    ipam = Ipam(make_aws(verification_tokens_per_ipam=1))
    create = ipam.ec2.create_ipam_external_resource_verification_token
    token = create(IpamId=ipam.id)["IpamExternalResourceVerificationToken"]
    with refused("ResourceLimitExceeded", rule="IPAM-404"):
        create(IpamId=ipam.id)
    ipam.ec2.create_tags(
        Resources=[token["IpamExternalResourceVerificationTokenId"]], Tags=[{"Key": "a", "Value": "b"}]
    )
    describe = ipam.ec2.describe_ipam_external_resource_verification_tokens
    filters = [{"Name": "tag:a", "Values": ["b"]}]
    assert len(describe(Filters=filters)["IpamExternalResourceVerificationTokens"]) == 1
