"""Network ACLs through real boto3."""

from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.network.parts import Parts

ENTRY = {"RuleNumber": 10, "Protocol": "6", "RuleAction": "allow", "Egress": False}
HTTPS = {**ENTRY, "CidrBlock": "10.9.8.7/8", "PortRange": {"From": 443, "To": 443}}


@pytest.fixture
def parts(aws: Aws) -> Parts:
    return Parts(aws)


def _default(parts: Parts) -> dict[str, Any]:
    return parts.the("describe_network_acls", "NetworkAcls", default="true", vpc_id=parts.vpc_id)


def _new(parts: Parts, vpc_id: str | None = None) -> str:
    made = parts.ec2.create_network_acl(VpcId=vpc_id or parts.vpc_id)["NetworkAcl"]
    acl_id: str = made["NetworkAclId"]
    return acl_id


def _entries(parts: Parts, acl_id: str) -> list[dict[str, Any]]:
    (found,) = parts.ec2.describe_network_acls(NetworkAclIds=[acl_id])["NetworkAcls"]
    entries: list[dict[str, Any]] = found["Entries"]
    return entries


def test_a_vpc_has_a_default_acl(parts: Parts) -> None:
    """It allows everything by entry 100 and denies the rest, and every new subnet is under it."""
    subnet_id = parts.subnet_id
    found = _default(parts)
    assert [(entry["Egress"], entry["RuleNumber"], entry["RuleAction"]) for entry in found["Entries"]] == [
        (True, 100, "allow"),
        (True, 32767, "deny"),
        (False, 100, "allow"),
        (False, 32767, "deny"),
    ]
    assert {(entry["Protocol"], entry["CidrBlock"]) for entry in found["Entries"]} == {("-1", "0.0.0.0/0")}
    (association,) = found["Associations"]
    assert association["NetworkAclAssociationId"].startswith("aclassoc-")
    assert association["SubnetId"] == subnet_id


def test_the_default_acl_follows_ipv6(parts: Parts) -> None:
    """With the VPC's first IPv6 block come entries for IPv6: 101 allows, 32768 denies the rest."""
    acl_id = _new(parts)
    parts.ec2.associate_vpc_cidr_block(VpcId=parts.vpc_id, AmazonProvidedIpv6CidrBlock=True)
    found = [entry["RuleNumber"] for entry in _default(parts)["Entries"] if entry["Egress"]]
    assert found == [100, 101, 32767, 32768]
    assert [entry["RuleNumber"] for entry in _entries(parts, acl_id)] == [32767, 32768] * 2
    group = parts.the("describe_security_groups", "SecurityGroups", group_name="default", vpc_id=parts.vpc_id)
    assert group["IpPermissionsEgress"][0]["Ipv6Ranges"] == [{"CidrIpv6": "::/0"}]


def test_entries_are_made_replaced_and_deleted(parts: Parts) -> None:
    """Protocols become numbers, blocks lose their host bits, ICMP has a type and a code."""
    acl_id, ec2 = _new(parts), parts.ec2
    ec2.create_network_acl_entry(NetworkAclId=acl_id, **{**HTTPS, "Protocol": "tcp"})
    assert _entries(parts, acl_id)[1] == {**HTTPS, "CidrBlock": "10.0.0.0/8"}
    ping = {**ENTRY, "Protocol": "1", "RuleAction": "deny", "CidrBlock": "0.0.0.0/0"}
    ping["IcmpTypeCode"] = {"Type": 8, "Code": -1}
    ec2.replace_network_acl_entry(NetworkAclId=acl_id, **ping)
    assert _entries(parts, acl_id)[1] == ping
    ec2.create_network_acl_entry(NetworkAclId=acl_id, **{**HTTPS, "Egress": True})
    ec2.delete_network_acl_entry(NetworkAclId=acl_id, RuleNumber=10, Egress=False)
    assert [(entry["Egress"], entry["RuleNumber"]) for entry in _entries(parts, acl_id)] == [
        (True, 10),
        (True, 32767),
        (False, 32767),
    ]


REFUSED = [
    pytest.param({**HTTPS, "RuleNumber": 1}, "NetworkAclEntryAlreadyExists", "EC2-220", id="EC2-220"),
    pytest.param({**HTTPS, "RuleNumber": 32767}, "InvalidParameterValue", "EC2-224", id="EC2-224: the last"),
    pytest.param({**HTTPS, "RuleNumber": 0}, "InvalidParameterValue", "EC2-224", id="EC2-224: zero"),
    pytest.param({**HTTPS, "Protocol": "https"}, "InvalidParameterValue", "EC2-219", id="EC2-219"),
    pytest.param({**ENTRY, "Protocol": "-1"}, "MissingParameter", "EC2-225", id="EC2-225: no block"),
    pytest.param(
        {**HTTPS, "Ipv6CidrBlock": "::/0"}, "InvalidParameterCombination", "EC2-225", id="EC2-225: two blocks"
    ),
    pytest.param({**HTTPS, "CidrBlock": "all"}, "InvalidParameterValue", "EC2-209", id="EC2-209"),
    pytest.param({**ENTRY, "CidrBlock": "10.0.0.0/8"}, "InvalidParameterValue", "EC2-208", id="EC2-208: no ports"),
    pytest.param(
        {**HTTPS, "PortRange": {"From": 9, "To": 8}}, "InvalidParameterValue", "EC2-208", id="EC2-208: backwards"
    ),
    pytest.param({**HTTPS, "Protocol": "icmp"}, "MissingParameter", "EC2-226", id="EC2-226"),
    pytest.param({**HTTPS, "RuleAction": "drop"}, "InvalidParameterValue", "EC2-002", id="EC2-002"),
]


@pytest.mark.parametrize(("entry", "code", "rule"), REFUSED)
def test_entries_that_are_refused(parts: Parts, entry: dict[str, Any], code: str, rule: str) -> None:
    """A refused entry leaves the ACL as it was (EC2-219, EC2-220, EC2-224 to EC2-226)."""
    acl_id = _new(parts)
    parts.ec2.create_network_acl_entry(NetworkAclId=acl_id, **{**HTTPS, "RuleNumber": 1})
    before = _entries(parts, acl_id)
    with refused(code, rule=rule):
        parts.ec2.create_network_acl_entry(NetworkAclId=acl_id, **entry)
    assert _entries(parts, acl_id) == before


def test_ec2_221_only_entries_that_there_are(parts: Parts) -> None:
    """An entry of the other direction is another entry."""
    acl_id, ec2 = _new(parts), parts.ec2
    ec2.create_network_acl_entry(NetworkAclId=acl_id, **HTTPS)
    with refused("InvalidNetworkAclEntry.NotFound", rule="EC2-221"):
        ec2.replace_network_acl_entry(NetworkAclId=acl_id, **{**HTTPS, "Egress": True})
    with refused("InvalidNetworkAclEntry.NotFound", rule="EC2-221"):
        ec2.delete_network_acl_entry(NetworkAclId=acl_id, RuleNumber=10, Egress=True)


def test_subnets_change_their_acl(parts: Parts) -> None:
    """The association is replaced by one of another identifier; the former ACL has it no more."""
    acl_id, subnet_id, ec2 = _new(parts), parts.subnet_id, parts.ec2
    (former,) = _default(parts)["Associations"]
    former_id = former["NetworkAclAssociationId"]
    new = ec2.replace_network_acl_association(AssociationId=former_id, NetworkAclId=acl_id)["NewAssociationId"]
    found = parts.the("describe_network_acls", "NetworkAcls", association__subnet_id="subnet-*")
    assert new != former_id
    assert found["Associations"] == [{"NetworkAclAssociationId": new, "NetworkAclId": acl_id, "SubnetId": subnet_id}]
    filters = [{"Name": "association.subnet-id", "Values": [subnet_id]}]
    assert ec2.describe_network_acls(Filters=filters)["NetworkAcls"] == [found]
    with refused("InvalidAssociationID.NotFound", rule="EC2-004"):
        ec2.replace_network_acl_association(AssociationId=former_id, NetworkAclId=acl_id)
    with refused("DependencyViolation", rule="EC2-223"):
        ec2.delete_network_acl(NetworkAclId=acl_id)
    with refused("DependencyViolation"):
        ec2.delete_vpc(VpcId=parts.vpc_id)
    ec2.delete_subnet(SubnetId=subnet_id)
    ec2.delete_network_acl(NetworkAclId=acl_id)
    with refused("InvalidNetworkAclID.NotFound", rule="EC2-004") as refusal:
        ec2.delete_network_acl(NetworkAclId=acl_id)
    assert refusal.message == f"The networkAcl ID '{acl_id}' does not exist"


def test_ec2_222_the_default_acl_stays(parts: Parts) -> None:
    """Nobody deletes a VPC's default ACL but with the VPC."""
    with refused("InvalidParameterValue", rule="EC2-222"):
        parts.ec2.delete_network_acl(NetworkAclId=_default(parts)["NetworkAclId"])


def test_ec2_229_a_subnet_is_under_an_acl_of_its_vpc(parts: Parts) -> None:
    """An ACL of another VPC is refused."""
    _ = parts.subnet_id
    (association,) = _default(parts)["Associations"]
    far = _new(parts, parts.vpc("10.1.0.0/16"))
    with refused("InvalidParameterValue", rule="EC2-229"):
        parts.ec2.replace_network_acl_association(
            AssociationId=association["NetworkAclAssociationId"], NetworkAclId=far
        )


def test_ec2_227_so_many_entries_and_acls(make_aws: Any) -> None:
    """An ACL has so many entries in a direction (EC2-227), a VPC so many ACLs with the default one (EC2-228)."""
    parts = Parts(make_aws(entries_per_network_acl=1, network_acls_per_vpc=2))
    acl_id, create = _new(parts), parts.ec2.create_network_acl_entry
    create(NetworkAclId=acl_id, **HTTPS)
    create(NetworkAclId=acl_id, **{**HTTPS, "Egress": True})
    with refused("NetworkAclEntryLimitExceeded", rule="EC2-227"):
        create(NetworkAclId=acl_id, **{**HTTPS, "RuleNumber": 11})
    with refused("NetworkAclLimitExceeded", rule="EC2-228"):
        _new(parts)
