"""The history of CIDRs: who had them when, by the clock of the discoveries."""

from datetime import timedelta
from typing import Any

from tests.aws import refused
from tests.wire.ipam.conftest import HOME, Ipam
from tests.wire.monitoring.conftest import Estate
from tests.wire.monitoring.test_resource_cidrs import make_vpc, rows
from tests.worlds import MANAGEMENT

HOUR = timedelta(hours=1)


def history(ipam: Ipam, cidr: str, **asked: Any) -> list[dict[str, Any]]:
    answer = ipam.ec2.get_ipam_address_history(Cidr=cidr, IpamScopeId=ipam.private, **asked)
    found: list[dict[str, Any]] = answer["HistoryRecords"]
    return found


def test_a_record_is_open_while_its_cidr_is_seen(integrated: Estate) -> None:
    """It begins with the discovery that saw it first, and without a time what is now is asked for."""
    ipam = integrated.create_ipam()
    start = integrated.world.now
    vpc = make_vpc(integrated.ec2(), "10.1.0.0/16", TagSpecifications=_name("one"))
    assert history(ipam, "10.1.0.0/16") == [
        {
            "ResourceOwnerId": integrated.dev,
            "ResourceRegion": HOME,
            "ResourceType": "vpc",
            "ResourceId": vpc,
            "ResourceCidr": "10.1.0.0/16",
            "ResourceName": "one",
            "ResourceComplianceStatus": "unmanaged",
            "ResourceOverlapStatus": "nonoverlapping",
            "VpcId": vpc,
            "SampledStartTime": start,
        }
    ]
    # exactly this CIDR, and one that nobody has is no mistake
    assert history(ipam, "10.1.0.0/17") == history(ipam, "10.0.0.0/8") == []


def _name(text: str) -> list[dict[str, Any]]:
    return [{"ResourceType": "vpc", "Tags": [{"Key": "Name", "Value": text}]}]


def test_every_change_of_findings_or_name_begins_a_record(integrated: Estate) -> None:
    """Records of a resource follow each other without a gap, and the last one is open."""
    ipam = integrated.create_ipam()
    clock, start = integrated.world.clock, integrated.world.now
    ec2 = integrated.ec2()
    vpc = make_vpc(ec2, "10.1.0.0/16")
    rows(ipam)
    clock.advance(HOUR)
    ec2.create_tags(Resources=[vpc], Tags=[{"Key": "Name", "Value": "new"}])
    rows(ipam)
    clock.advance(HOUR)
    other = make_vpc(integrated.ec2(MANAGEMENT), "10.1.0.0/24")
    found = history(ipam, "10.1.0.0/16", StartTime=start)
    assert [(one.get("ResourceName"), one["ResourceOverlapStatus"]) for one in found] == [
        (None, "nonoverlapping"),
        ("new", "nonoverlapping"),
        ("new", "overlapping"),
    ]
    times = [start, start + HOUR, start + 2 * HOUR]
    assert [one["SampledStartTime"] for one in found] == times
    assert [one.get("SampledEndTime") for one in found] == [*times[1:], None]
    # a change of its other tags is none
    clock.advance(HOUR)
    ec2.create_tags(Resources=[vpc], Tags=[{"Key": "env", "Value": "dev"}])
    assert len(history(ipam, "10.1.0.0/16", StartTime=start)) == 3
    assert history(ipam, "10.1.0.0/24")[0]["ResourceId"] == other


def test_ipam_272_nor_do_subnets_that_a_pool_plans(integrated: Estate) -> None:
    """A managed one complies or not in the resource CIDRs; its history says nothing of that."""
    ipam = integrated.create_ipam()
    vpc = make_vpc(integrated.ec2(integrated.network), "172.20.0.0/20")
    rows(ipam)
    source = {"ResourceId": vpc, "ResourceType": "vpc", "ResourceRegion": HOME, "ResourceOwner": integrated.network}
    pool = ipam.pool("172.20.0.0/20", Locale=HOME, SourceResource=source)
    subnet = integrated.ec2(integrated.network).create_subnet(VpcId=vpc, Ipv4IpamPoolId=pool, Ipv4NetmaskLength=28)
    found = rows(ipam)[subnet["Subnet"]["SubnetId"], "172.20.0.0/28"]
    assert (found["ManagementState"], found["ComplianceStatus"]) == ("managed", "compliant")
    (record,) = history(ipam, "172.20.0.0/28")
    assert record["ResourceType"] == "subnet"
    assert not {"ResourceComplianceStatus", "ResourceOverlapStatus"} & set(record)


def test_ipam_272_subnets_have_no_findings_in_the_history(integrated: Estate) -> None:
    """They have a VPC, by which they can be asked for."""
    ipam = integrated.create_ipam()
    vpc = make_vpc(integrated.ec2(), "10.1.0.0/16")
    subnet = integrated.ec2().create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]
    twin = make_vpc(integrated.ec2(MANAGEMENT), "10.1.0.0/16")
    integrated.ec2(MANAGEMENT).create_subnet(VpcId=twin, CidrBlock="10.1.0.0/24")
    assert len(history(ipam, "10.1.0.0/24")) == 2
    (found,) = history(ipam, "10.1.0.0/24", VpcId=vpc)
    assert (found["ResourceId"], found["ResourceType"]) == (subnet, "subnet")
    assert not {"ResourceComplianceStatus", "ResourceOverlapStatus"} & set(found)


def test_s7_history_is_searchable_after_the_account_has_gone(integrated: Estate) -> None:
    """The record ends with the departure, and a time in it finds it."""
    ipam = integrated.create_ipam()
    start = integrated.world.now
    make_vpc(integrated.ec2(), "10.1.0.0/16")
    rows(ipam)
    integrated.world.clock.advance(2 * HOUR)
    integrated.organizations.remove_account_from_organization(AccountId=integrated.dev)
    assert history(ipam, "10.1.0.0/16") == []
    (record,) = history(ipam, "10.1.0.0/16", StartTime=start)
    assert (record["SampledStartTime"], record["SampledEndTime"]) == (start, start + 2 * HOUR)
    assert history(ipam, "10.1.0.0/16", StartTime=start + HOUR, EndTime=start + HOUR) == [record]
    # the end is not of the record any more, and nothing is kept for ever
    assert history(ipam, "10.1.0.0/16", StartTime=start + 2 * HOUR) == []
    integrated.world.clock.advance(timedelta(days=3 * 365 + 1))
    assert history(ipam, "10.1.0.0/16", StartTime=start) == []


def test_ipam_230_ipam_231_what_a_search_names(integrated: Estate) -> None:
    """A CIDR, and a time whose start is not behind its end; the scope is the IPAM owner's."""
    ipam = integrated.create_ipam()
    with refused("InvalidParameterValue", rule="IPAM-230"):
        history(ipam, "10.1.0.0")
    now = integrated.world.now
    with refused("InvalidParameterValue", rule="IPAM-231"):
        history(ipam, "10.1.0.0/16", StartTime=now, EndTime=now - HOUR)
    with refused("InvalidIpamScopeId.NotFound"):
        integrated.ec2().get_ipam_address_history(Cidr="10.1.0.0/16", IpamScopeId=ipam.private)


def test_history_is_paged(integrated: Estate) -> None:
    """Pages add up."""
    ipam = integrated.create_ipam()
    start = integrated.world.now
    vpc = make_vpc(integrated.ec2(), "10.1.0.0/16")
    for number in range(4):
        rows(ipam)
        integrated.world.clock.advance(HOUR)
        integrated.ec2().create_tags(Resources=[vpc], Tags=[{"Key": "Name", "Value": str(number)}])
    ask = {"Cidr": "10.1.0.0/16", "IpamScopeId": ipam.private, "StartTime": start}
    walk = ipam.ec2.get_paginator("get_ipam_address_history").paginate(PaginationConfig={"PageSize": 2}, **ask)
    pages = [[one.get("ResourceName") for one in page["HistoryRecords"]] for page in walk]
    assert pages == [[None, "0"], ["1", "2"], ["3"]]
