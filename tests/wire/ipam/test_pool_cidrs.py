"""CIDRs of pools through real boto3: what is told at once, and what afterwards."""

from datetime import timedelta
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.ipam.conftest import AWAY, HOME, Ipam

CONTEXT = {"Message": "1|aws|222222222222|203.0.113.0/24|20271231|SHA256|RSAPSS", "Signature": "signed"}


def _states(ipam: Ipam, pool_id: str) -> list[tuple[str, str | None]]:
    return [(cidr["State"], cidr.get("FailureReason", {}).get("Code")) for cidr in ipam.cidrs(pool_id)]


def test_top_level_pools_of_a_scope_do_not_overlap(ipam: Ipam) -> None:
    """An overlap shows afterwards as failed-provision; another scope has its own space."""
    ipam.pool("10.0.0.0/8")
    second = ipam.pool()
    answer = ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=second, Cidr="10.0.0.0/9")["IpamPoolCidr"]
    assert answer["State"] == "pending-provision"
    assert _states(ipam, second) == [("failed-provision", "cidr-not-available")]
    scope_id = ipam.ec2.create_ipam_scope(IpamId=ipam.id)["IpamScope"]["IpamScopeId"]
    third = ipam.pool("10.0.0.0/9", IpamScopeId=scope_id)
    assert _states(ipam, third) == [("provisioned", None)]
    # what failed holds nothing, keeps nobody from deleting the pool, and goes when it is deprovisioned
    ipam.ec2.deprovision_ipam_pool_cidr(IpamPoolId=second, Cidr="10.0.0.0/9")
    assert _states(ipam, second) == [("deprovisioned", None)]
    ipam.ec2.delete_ipam_pool(IpamPoolId=second)


def test_a_child_takes_free_space_of_its_source(ipam: Ipam) -> None:
    """Outside the source, or where something is allocated, there is none; host bits are cleared."""
    top = ipam.pool("10.0.0.0/16")
    reserved = ipam.allocate(top, Cidr="10.0.0.0/24")
    child = ipam.pool(SourceIpamPoolId=top)
    for cidr in ("10.0.0.0/20", "10.1.0.0/20", "10.0.0.0/15"):
        ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=child, Cidr=cidr)
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=child, NetmaskLength=8)
    assert _states(ipam, child) == [("failed-provision", "cidr-not-available")] * 4
    ipam.ec2.release_ipam_pool_allocation(
        IpamPoolId=top, Cidr="10.0.0.0/24", IpamPoolAllocationId=reserved["IpamPoolAllocationId"]
    )
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=child, Cidr="10.0.9.9/20")
    assert ipam.cidrs(child)[-1]["Cidr"] == "10.0.0.0/20"


@pytest.mark.parametrize(
    ("asked", "code", "rule"),
    [
        ({}, "InvalidParameterCombination", "IPAM-060"),
        ({"Cidr": "10.0.0.0/8", "NetmaskLength": 8}, "InvalidParameterCombination", "IPAM-060"),
        ({"Cidr": "10.0.0.0"}, "InvalidParameterValue", "IPAM-061"),
        ({"Cidr": "10.0.0.0/33"}, "InvalidParameterValue", "IPAM-061"),
        ({"Cidr": "fd00:1::/32"}, "InvalidParameterValue", "IPAM-061"),
        ({"NetmaskLength": 8}, "InvalidParameterCombination", "IPAM-062"),
        ({"NetmaskLength": 33}, "InvalidParameterValue", "IPAM-061"),
    ],
)
def test_what_is_refused_at_once(ipam: Ipam, asked: dict[str, Any], code: str, rule: str) -> None:
    """Form is judged in the call: a top-level private IPv4 pool takes a CIDR and nothing else."""
    pool_id = ipam.pool()
    with refused(code, rule=rule):
        ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=pool_id, **asked)
    assert ipam.cidrs(pool_id) == []


def test_private_ipv6(ipam: Ipam) -> None:
    """Unique local space but Amazon's own; global space once the IPAM allows it; by length from fd80::/9."""
    pool_id = ipam.pool(AddressFamily="ipv6")
    provision = ipam.ec2.provision_ipam_pool_cidr
    with refused("InvalidParameterValue", rule="IPAM-068"):
        provision(IpamPoolId=pool_id, Cidr="fd00:0:1::/48")
    with refused("InvalidParameterValue", rule="IPAM-069"):
        provision(IpamPoolId=pool_id, Cidr="2001:db8::/48")
    with refused("InvalidParameterValue", rule="IPAM-068"):
        provision(IpamPoolId=pool_id, NetmaskLength=61)
    provision(IpamPoolId=pool_id, Cidr="fd80::/48")
    provision(IpamPoolId=pool_id, NetmaskLength=52)
    assert [cidr["Cidr"] for cidr in ipam.cidrs(pool_id)] == ["fd80::/48", "fd80:0:1::/52"]
    ipam.ec2.modify_ipam(IpamId=ipam.id, EnablePrivateGua=True)
    provision(IpamPoolId=pool_id, Cidr="2001:db8::/48")
    with refused("DependencyViolation", rule="IPAM-012"):
        ipam.ec2.modify_ipam(IpamId=ipam.id, EnablePrivateGua=False)


def test_addresses_that_the_owner_brings(ipam: Ipam) -> None:
    """They are proven (IPAM-063), and not too specific (IPAM-064)."""
    pool_id = ipam.pool(IpamScopeId=ipam.public)
    provision = ipam.ec2.provision_ipam_pool_cidr
    with refused("InvalidParameterCombination", rule="IPAM-063") as refusal:
        provision(IpamPoolId=pool_id, Cidr="203.0.113.0/24")
    assert refusal.message.startswith("The request must contain a CIDR Auth")
    with refused("InvalidParameterValue", rule="IPAM-064"):
        provision(IpamPoolId=pool_id, Cidr="203.0.113.0/25", CidrAuthorizationContext=CONTEXT)
    with refused("InvalidIpamExternalResourceVerificationTokenId.NotFound"):
        provision(
            IpamPoolId=pool_id,
            Cidr="203.0.113.0/24",
            VerificationMethod="dns-token",
            IpamExternalResourceVerificationTokenId="ipam-ext-res-ver-token-0123456789abcdef0",
        )
    provision(IpamPoolId=pool_id, Cidr="203.0.113.0/24", CidrAuthorizationContext=CONTEXT)
    assert _states(ipam, pool_id) == [("provisioned", None)]
    regional = ipam.pool(IpamScopeId=ipam.public, SourceIpamPoolId=pool_id, Locale=AWAY, AwsService="ec2")
    with refused("InvalidParameterValue", rule="IPAM-064"):
        provision(IpamPoolId=regional, NetmaskLength=25)
    provision(IpamPoolId=regional, NetmaskLength=24)
    deeper = ipam.pool(IpamScopeId=ipam.public, SourceIpamPoolId=regional)
    provision(IpamPoolId=deeper, NetmaskLength=28)
    assert ipam.cidrs(deeper)[0]["Cidr"] == "203.0.113.0/28"


def test_amazon_provides_space(ipam: Ipam) -> None:
    """Blocks of some sizes, in a Region, two of IPv4 an account and one of IPv6 a pool; more is limit-exceeded."""
    public = {"IpamScopeId": ipam.public, "PublicIpSource": "amazon"}
    provision = ipam.ec2.provision_ipam_pool_cidr
    nowhere = ipam.pool(**public, AwsService="ec2")
    with refused("InvalidParameterValue", rule="IPAM-066"):
        provision(IpamPoolId=nowhere, NetmaskLength=29)
    for_nothing = ipam.pool(**public, Locale=HOME)
    with refused("InvalidParameterValue", rule="IPAM-067"):
        provision(IpamPoolId=for_nothing, NetmaskLength=29)
    pool_id = ipam.pool(**public, Locale=HOME, AwsService="ec2")
    with refused("InvalidParameterValue", rule="IPAM-065"):
        provision(IpamPoolId=pool_id, NetmaskLength=28)
    for _ in range(3):
        provision(IpamPoolId=pool_id, NetmaskLength=29)
    assert _states(ipam, pool_id) == [("provisioned", None)] * 2 + [("failed-provision", "limit-exceeded")]
    first, second = (cidr["Cidr"] for cidr in ipam.cidrs(pool_id)[:2])
    assert first != second
    six = ipam.pool(**public, AddressFamily="ipv6", Locale=HOME)
    for length in (48, 54, 64):
        with refused("InvalidParameterValue", rule="IPAM-065"):
            provision(IpamPoolId=six, NetmaskLength=length)
    provision(IpamPoolId=six, NetmaskLength=52)
    provision(IpamPoolId=six, NetmaskLength=52)
    assert _states(ipam, six) == [("provisioned", None), ("failed-provision", "limit-exceeded")]
    # what is given back is provided again
    ipam.ec2.deprovision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr=first)
    provision(IpamPoolId=pool_id, NetmaskLength=29)
    assert ipam.cidrs(pool_id)[-1]["Cidr"] == first


def test_s6_deprovisioning_fails_where_something_is_allocated(aws: Aws, ipam: Ipam) -> None:
    """It answers pending, shows its failure with a message and no code, and may be tried again."""
    pool_id = ipam.pool("10.0.0.0/16")
    allocation = ipam.allocate(pool_id, NetmaskLength=24)
    deprovision = ipam.ec2.deprovision_ipam_pool_cidr
    answer = deprovision(IpamPoolId=pool_id, Cidr="10.0.0.0/16")["IpamPoolCidr"]
    assert answer["State"] == "pending-deprovision"
    (failed,) = ipam.cidrs(pool_id)
    assert failed["State"] == "failed-deprovision"
    assert failed["FailureReason"] == {"Message": "The CIDR has one or more allocations."}
    # it holds its space still, and may be allocated from
    assert ipam.allocate(pool_id, NetmaskLength=24)["Cidr"] == "10.0.1.0/24"
    for row in ipam.allocations(pool_id):
        ipam.ec2.release_ipam_pool_allocation(
            IpamPoolId=pool_id, Cidr=row["Cidr"], IpamPoolAllocationId=row["IpamPoolAllocationId"]
        )
    assert allocation["Cidr"] == "10.0.0.0/24"
    deprovision(IpamPoolId=pool_id, Cidr="10.0.0.0/16")
    assert _states(ipam, pool_id) == [("deprovisioned", None)]
    with refused("IncorrectState", rule="IPAM-073"):
        deprovision(IpamPoolId=pool_id, Cidr="10.0.0.0/16")
    aws.world.clock.advance(timedelta(hours=1))
    assert ipam.cidrs(pool_id) == []
    with refused("InvalidParameterValue", rule="IPAM-072"):
        deprovision(IpamPoolId=pool_id, Cidr="10.0.0.0/16")
    with refused("MissingParameter", rule="IPAM-074"):
        deprovision(IpamPoolId=pool_id)


def test_space_goes_back_to_the_source(ipam: Ipam) -> None:
    """Deprovisioning a child's CIDR releases its allocation above, and the CIDR may come back."""
    top = ipam.pool("10.0.0.0/8")
    child = ipam.pool("10.0.0.0/16", SourceIpamPoolId=top)
    ipam.ec2.deprovision_ipam_pool_cidr(IpamPoolId=child, Cidr="10.0.0.0/16")
    assert ipam.allocations(top) == []
    ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=child, Cidr="10.0.0.0/16")
    assert _states(ipam, child) == [("provisioned", None)]


def test_a_provision_may_take_time(make_aws: Any) -> None:
    """With a delay, a CIDR is pending and holds its space, but nothing is allocated from it yet."""
    ipam = Ipam(make_aws(ipam_transition_delay_s=10))
    world = ipam.aws.world
    world.clock.advance(timedelta(seconds=10))
    pools = [ipam.pool(), ipam.pool()]
    world.clock.advance(timedelta(seconds=10))
    for pool_id in pools:
        ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=pool_id, Cidr="10.0.0.0/8")
    assert _states(ipam, pools[0]) == _states(ipam, pools[1]) == [("pending-provision", None)]
    with refused("InvalidParameterValue", rule="IPAM-097"):
        ipam.allocate(pools[0], NetmaskLength=24)
    with refused("IncorrectState", rule="IPAM-073"):
        ipam.ec2.deprovision_ipam_pool_cidr(IpamPoolId=pools[0], Cidr="10.0.0.0/8")
    world.clock.advance(timedelta(seconds=10))
    assert _states(ipam, pools[0]) == [("provisioned", None)]
    assert _states(ipam, pools[1]) == [("failed-provision", "cidr-not-available")]


def test_filters_of_pool_cidrs(ipam: Ipam) -> None:
    """By CIDR with wildcards, by state, by length and by reason."""
    pool_id = ipam.pool("10.0.0.0/16", "10.1.0.0/16", "192.168.0.0/24", "10.0.0.0/17")
    for name, value, expected in (
        ("cidr", "10.*", ["10.0.0.0/16", "10.1.0.0/16", "10.0.0.0/17"]),
        ("state", "provisioned", ["10.0.0.0/16", "10.1.0.0/16", "192.168.0.0/24"]),
        ("netmask-length", "24", ["192.168.0.0/24"]),
        ("failure-reason-code", "cidr-not-available", ["10.0.0.0/17"]),
    ):
        answer = ipam.ec2.get_ipam_pool_cidrs(IpamPoolId=pool_id, Filters=[{"Name": name, "Values": [value]}])
        assert [cidr["Cidr"] for cidr in answer["IpamPoolCidrs"]] == expected


@pytest.mark.parametrize("length", [-1, 33])
def test_ipam_061_a_netmask_length_is_one_of_the_family(ipam: Ipam, length: int) -> None:
    """What no block can have is refused at once, and leaves no CIDR that failed."""
    pool = ipam.pool(SourceIpamPoolId=ipam.pool("10.0.0.0/8"))
    with refused("InvalidParameterValue", rule="IPAM-061"):
        ipam.ec2.provision_ipam_pool_cidr(IpamPoolId=pool, NetmaskLength=length)
    assert ipam.cidrs(pool) == []
