"""Ranges and AS numbers that come a second time, or to another place than most."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.ipam.conftest import AWAY, HOME, OTHER, OWNER, Ipam, proof

RANGE = "203.0.113.0/24"
ASN = "64496"


def _bring(ec2: Any) -> None:
    ec2.provision_byoip_cidr(Cidr=RANGE, CidrAuthorizationContext=proof(RANGE))


def _states(ec2: Any) -> dict[str, str]:
    found = ec2.describe_byoip_cidrs(MaxResults=100)["ByoipCidrs"]
    return {each["Cidr"]: each["State"] for each in found}


def _pool(ipam: Ipam) -> str:
    return ipam.pool(IpamScopeId=ipam.public, Locale=HOME, AwsService="ec2")


def _provision(ipam: Ipam, pool_id: str, cidr: str = RANGE) -> tuple[str, str | None]:
    context = proof(cidr, ipam.owner)
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr=cidr, CidrAuthorizationContext=context)
    found = ipam.cidrs(pool_id)[-1]
    return found["State"], found.get("FailureReason", {}).get("Code")


def test_ipam_561_a_range_is_brought_to_one_place(aws: Aws, ipam: Ipam) -> None:
    """What EC2 or another IPAM has, or a part of it, no pool gets; and EC2's range stays EC2's."""
    _bring(ipam.ec2)
    pool_id, unavailable = _pool(ipam), ("failed-provision", "cidr-not-available")
    assert _provision(ipam, pool_id) == unavailable
    assert _provision(ipam, pool_id, "203.0.112.0/22") == unavailable
    (range_of_ec2,) = ipam.ec2.describe_byoip_cidrs(MaxResults=100)["ByoipCidrs"]
    assert (range_of_ec2["State"], "IpamPoolId" in range_of_ec2) == ("provisioned", False)
    ipam.ec2.deprovision_byoip_cidr(Cidr=RANGE)
    assert _provision(ipam, pool_id) == ("provisioned", None)
    other = Ipam(aws, OTHER)
    assert _provision(other, _pool(other)) == unavailable


def test_ipam_562_a_range_that_came_back_moves_again(ipam: Ipam) -> None:
    """The transfer of before is not taken for the one that is asked for."""
    pool_id = _pool(ipam)
    asked = {"Cidr": RANGE, "IpamPoolId": pool_id, "IpamPoolOwner": OWNER}
    for _ in range(2):
        _bring(ipam.ec2)
        states = [ipam.ec2.move_byoip_cidr_to_ipam(**asked)["ByoipCidr"]["State"] for _ in range(2)]
        assert states == ["pending-transfer", "complete-transfer"]
        (allocation,) = ipam.allocations(pool_id)
        ipam.ec2.deprovision_public_ipv4_pool_cidr(PoolId=allocation["ResourceId"], Cidr=RANGE)
        ipam.ec2.deprovision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr=RANGE)
        assert _states(ipam.ec2) == {}


def test_ipam_563_an_asn_that_moved_to_another_region_is_associated(aws: Aws, ipam: Ipam) -> None:
    """The memory of it in the first Region is not taken for it."""
    away = Ipam(aws, OWNER, AWAY, OperatingRegions=[{"RegionName": HOME}])
    for each in (ipam, away):
        each.ec2.provision_ipam_byoasn(IpamId=each.id, Asn=ASN, AsnAuthorizationContext=proof(ASN))
        if each is ipam:
            ipam.ec2.deprovision_ipam_byoasn(IpamId=ipam.id, Asn=ASN)
    _provision(ipam, _pool(ipam))
    ipam.ec2.associate_ipam_byoasn(Asn=ASN, Cidr=RANGE)
    (found,) = ipam.ec2.describe_byoip_cidrs(MaxResults=100)["ByoipCidrs"]
    assert found["AsnAssociations"] == [{"Asn": ASN, "Cidr": RANGE, "State": "associated"}]


def test_ipam_433_an_asn_that_did_not_convince_is_not_used(make_aws: Callable[..., Aws]) -> None:
    """It failed to be provisioned: there is nothing to associate, nor to take away."""
    ipam = Ipam(make_aws(ownership_proofs="listed", owned_resources=(f"{OWNER} {RANGE}",)))
    _provision(ipam, _pool(ipam))
    ipam.ec2.provision_ipam_byoasn(IpamId=ipam.id, Asn=ASN, AsnAuthorizationContext=proof(ASN))
    assert [each["State"] for each in ipam.ec2.describe_ipam_byoasn()["Byoasns"]] == ["failed-provision"]
    with refused("IncorrectState", rule="IPAM-433"):
        ipam.ec2.associate_ipam_byoasn(Asn=ASN, Cidr=RANGE)
    with refused("IncorrectState", rule="IPAM-433"):
        ipam.ec2.deprovision_ipam_byoasn(IpamId=ipam.id, Asn=ASN)


def test_ipam_433_what_is_under_way_is_waited_for(make_aws: Callable[..., Aws]) -> None:
    """While transitions take time, nothing is asked of an AS number or association that is in one."""
    ipam = Ipam(make_aws(ipam_transition_delay_s=5))
    pair, own = {"Asn": ASN, "Cidr": RANGE}, {"IpamId": ipam.id, "Asn": ASN}

    def settle() -> None:
        ipam.aws.world.clock.advance(timedelta(seconds=5))

    def forbidden(*operations: str) -> None:
        for operation in operations:
            with refused("IncorrectState", rule="IPAM-433"):
                getattr(ipam.ec2, f"{operation}_ipam_byoasn")(**(own if operation == "deprovision" else pair))

    settle()
    pool_id = _pool(ipam)
    settle()
    _provision(ipam, pool_id)
    settle()
    ipam.ec2.provision_ipam_byoasn(**own, AsnAuthorizationContext=proof(ASN))
    forbidden("associate", "deprovision")
    settle()
    ipam.ec2.associate_ipam_byoasn(**pair)
    forbidden("disassociate")
    settle()
    ipam.ec2.disassociate_ipam_byoasn(**pair)
    forbidden("disassociate")
    settle()
    ipam.ec2.deprovision_ipam_byoasn(**own)
    forbidden("associate", "deprovision")


def test_ipam_564_what_is_gone_twice_is_remembered_from_the_second_time(make_aws: Callable[..., Aws]) -> None:
    """The end of the first memory does not end the second."""
    ipam = Ipam(make_aws(ipam_deprovisioned_visible_s=7 * 86_400))
    clock = ipam.aws.world.clock

    def shown() -> list[str]:
        asns = ipam.ec2.describe_ipam_byoasn()["Byoasns"]
        return [each["State"] for each in asns] + list(_states(ipam.ec2).values())

    for _ in range(2):
        ipam.ec2.provision_ipam_byoasn(IpamId=ipam.id, Asn=ASN, AsnAuthorizationContext=proof(ASN))
        _bring(ipam.ec2)
        ipam.ec2.deprovision_ipam_byoasn(IpamId=ipam.id, Asn=ASN)
        ipam.ec2.deprovision_byoip_cidr(Cidr=RANGE)
        assert shown() == ["deprovisioned", "deprovisioned"]
        clock.advance(timedelta(days=4))
    assert shown() == ["deprovisioned", "deprovisioned"]
    clock.advance(timedelta(days=3))
    assert shown() == []


@pytest.mark.parametrize(("family", "cidr"), [("ipv4", "10.1.0.0/16"), ("ipv6", "fd00:1::/32")])
def test_ipam_571_private_space_is_not_brought(ipam: Ipam, family: str, cidr: str) -> None:
    """A pool of the public scope does not take what the internet does not route."""
    asked = {"PubliclyAdvertisable": True} if family == "ipv6" else {}
    pool_id = ipam.pool(IpamScopeId=ipam.public, AddressFamily=family, **asked)
    with refused("InvalidParameterValue", rule="IPAM-571"):
        _provision(ipam, pool_id, cidr)
    assert ipam.cidrs(pool_id) == []


def test_ipam_572_a_range_goes_to_some_local_zones(ipam: Ipam) -> None:
    """Its addresses are of that border group; other groups, and those of another Region, are refused."""
    asked = {"Cidr": RANGE, "CidrAuthorizationContext": proof(RANGE)}
    for group in ("us-east-1-bos-1", "us-west-2-phx-2", AWAY, ""):
        with refused("InvalidParameterValue", rule="IPAM-422"):
            ipam.ec2.provision_byoip_cidr(**asked, NetworkBorderGroup=group)
    ipam.ec2.provision_byoip_cidr(**asked, NetworkBorderGroup="us-east-1-dfw-2")
    (found,) = ipam.ec2.describe_byoip_cidrs(MaxResults=100)["ByoipCidrs"]
    assert (found["State"], found["NetworkBorderGroup"]) == ("provisioned", "us-east-1-dfw-2")
    address = ipam.ec2.allocate_address(PublicIpv4Pool=found["PoolId"], NetworkBorderGroup="us-east-1-dfw-2")
    assert address["PublicIp"] == "203.0.113.0"
