"""Security groups and their rules through real boto3."""

from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.network.parts import OTHER, Parts

HTTPS = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
ANYWHERE = [{"CidrIp": "0.0.0.0/0"}]


@pytest.fixture
def parts(aws: Aws) -> Parts:
    return Parts(aws)


def test_a_vpc_has_a_default_group(parts: Parts) -> None:
    """Its members reach each other and, outside, everything."""
    found = parts.the("describe_security_groups", "SecurityGroups", vpc_id=parts.vpc_id)
    assert (found["GroupName"], found["Description"]) == ("default", "default VPC security group")
    (inside,) = found["IpPermissions"]
    assert inside["IpProtocol"] == "-1"
    assert inside["UserIdGroupPairs"] == [{"GroupId": found["GroupId"], "UserId": found["OwnerId"]}]
    (outside,) = found["IpPermissionsEgress"]
    assert outside["IpRanges"] == ANYWHERE
    assert "FromPort" not in outside


def test_groups_are_made_with_tags_and_found(parts: Parts) -> None:
    """A new group lets everything out and nothing in; name, tag and VPC find it."""
    tags = [{"Key": "team", "Value": "web"}]
    made = parts.ec2.create_security_group(
        GroupName="web",
        Description="the web",
        VpcId=parts.vpc_id,
        TagSpecifications=[{"ResourceType": "security-group", "Tags": tags}],
    )
    arn = made["SecurityGroupArn"]
    assert arn == f"arn:aws:ec2:eu-west-1:222222222222:security-group/{made['GroupId']}"
    found = parts.the("describe_security_groups", "SecurityGroups", group_name="web", vpc_id=parts.vpc_id)
    assert (found["GroupId"], found["Tags"], found["IpPermissions"]) == (made["GroupId"], tags, [])
    assert found["IpPermissionsEgress"][0]["IpRanges"] == ANYWHERE
    by_tag = parts.ec2.describe_security_groups(Filters=[{"Name": "tag:team", "Values": ["web"]}])
    assert by_tag["SecurityGroups"] == [found]


def test_rules_have_identifiers_and_tags(parts: Parts) -> None:
    """Each peer is a rule of its own, with a text, tags, and the canonical form of its block."""
    group_id, tags = parts.group("web"), [{"Key": "why", "Value": "web"}]
    permission = {
        **HTTPS,
        "IpRanges": [{"CidrIp": "10.1.2.3/16", "Description": "office"}],
        "Ipv6Ranges": [{"CidrIpv6": "2001:DB8::/32"}],
        "UserIdGroupPairs": [{"GroupId": group_id}],
    }
    rules = parts.ec2.authorize_security_group_ingress(
        GroupId=group_id,
        IpPermissions=[permission],
        TagSpecifications=[{"ResourceType": "security-group-rule", "Tags": tags}],
    )["SecurityGroupRules"]
    first, second, third = rules
    assert first["SecurityGroupRuleId"].startswith("sgr-")
    assert (first["CidrIpv4"], first["Description"], first["IsEgress"]) == ("10.1.0.0/16", "office", False)
    assert (second["CidrIpv6"], second["FromPort"]) == ("2001:db8::/32", 443)
    assert third["ReferencedGroupInfo"] == {"GroupId": group_id, "UserId": "222222222222"}
    assert all(rule["Tags"] == tags for rule in rules)
    by_filter = parts.ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group_id]}])
    everything_out = by_filter["SecurityGroupRules"][0]
    assert by_filter["SecurityGroupRules"][1:] == rules
    assert (everything_out["IsEgress"], everything_out["FromPort"], everything_out["ToPort"]) == (True, -1, -1)
    (shown,) = parts.ec2.describe_security_groups(GroupIds=[group_id])["SecurityGroups"][0]["IpPermissions"]
    assert shown["IpRanges"] == [{"CidrIp": "10.1.0.0/16", "Description": "office"}]


def test_rules_are_revoked_by_content_and_by_identifier(parts: Parts) -> None:
    """The answer shows what was taken away; other rules stay."""
    group_id, ec2 = parts.group("web"), parts.ec2
    permission = {**HTTPS, "IpRanges": [{"CidrIp": "10.1.0.0/16"}, {"CidrIp": "10.2.0.0/16"}]}
    ec2.authorize_security_group_ingress(GroupId=group_id, IpPermissions=[permission])
    first = {**HTTPS, "IpRanges": [{"CidrIp": "10.1.0.0/16", "Description": "not compared"}]}
    (gone,) = ec2.revoke_security_group_ingress(GroupId=group_id, IpPermissions=[first])["RevokedSecurityGroupRules"]
    assert gone["CidrIpv4"] == "10.1.0.0/16"
    (kept,) = ec2.describe_security_group_rules(
        Filters=[{"Name": "group-id", "Values": [group_id]}, {"Name": "security-group-rule-id", "Values": ["sgr-*"]}],
        MaxResults=5,
    )["SecurityGroupRules"][1:]
    ec2.revoke_security_group_ingress(GroupId=group_id, SecurityGroupRuleIds=[kept["SecurityGroupRuleId"]])
    ec2.revoke_security_group_egress(GroupId=group_id, IpPermissions=[{"IpProtocol": "-1", "IpRanges": ANYWHERE}])
    found = ec2.describe_security_groups(GroupIds=[group_id])["SecurityGroups"][0]
    assert (found["IpPermissions"], found["IpPermissionsEgress"]) == ([], [])


CREATIONS = [
    pytest.param({"GroupName": "web"}, "InvalidGroup.Duplicate", "EC2-200", id="EC2-200: name taken"),
    pytest.param({"GroupName": "default"}, "InvalidParameterValue", "EC2-201", id="EC2-201: default"),
    pytest.param({"GroupName": "sg-web"}, "InvalidParameterValue", "EC2-201", id="EC2-201: like an identifier"),
    pytest.param({"Description": "für alle"}, "InvalidParameterValue", "EC2-202", id="EC2-202: beyond ASCII"),
    pytest.param({"GroupName": "x" * 256}, "InvalidParameterValue", "EC2-202", id="EC2-202: too long"),
    pytest.param({"VpcId": "vpc-0123456789abcdef0"}, "InvalidVpcID.NotFound", "EC2-004", id="EC2-004: no such VPC"),
]


@pytest.mark.parametrize(("asked", "code", "rule"), CREATIONS)
def test_groups_that_are_refused(parts: Parts, asked: dict[str, str], code: str, rule: str) -> None:
    """Names are unique in a VPC and have a form (EC2-200 to EC2-202)."""
    parts.group("web")
    with refused(code, rule=rule):
        parts.ec2.create_security_group(**{"GroupName": "new", "Description": "fine", "VpcId": parts.vpc_id, **asked})


def test_ec2_200_other_vpcs_have_their_own_names(parts: Parts) -> None:
    """The same name in another VPC is another group."""
    assert parts.group("web") != parts.group("web", VpcId=parts.vpc("10.1.0.0/16"))


PERMISSIONS = [
    pytest.param(
        {**HTTPS, "IpRanges": ANYWHERE}, "InvalidPermission.Duplicate", "EC2-205", id="EC2-205: there already"
    ),
    pytest.param(
        {**HTTPS, "IpRanges": [{"CidrIp": "10.9.9.9/0"}]},
        "InvalidPermission.Duplicate",
        "EC2-205",
        id="EC2-205: same block",
    ),
    pytest.param(
        {**HTTPS, "IpProtocol": "http", "IpRanges": ANYWHERE}, "InvalidPermission.Malformed", "EC2-207", id="EC2-207"
    ),
    pytest.param(
        {"IpProtocol": "udp", "IpRanges": ANYWHERE}, "InvalidParameterValue", "EC2-208", id="EC2-208: no ports"
    ),
    pytest.param(
        {**HTTPS, "ToPort": 80, "IpRanges": ANYWHERE}, "InvalidParameterValue", "EC2-208", id="EC2-208: backwards"
    ),
    pytest.param(
        {**HTTPS, "IpRanges": [{"CidrIp": "10.0.0.0"}]}, "InvalidParameterValue", "EC2-209", id="EC2-209: no block"
    ),
    pytest.param(
        {**HTTPS, "Ipv6Ranges": [{"CidrIpv6": "10.0.0.0/8"}]}, "InvalidParameterValue", "EC2-209", id="EC2-209: family"
    ),
    pytest.param(
        {**HTTPS, "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "<b>"}]},
        "InvalidParameterValue",
        "EC2-210",
        id="EC2-210",
    ),
    pytest.param(
        {**HTTPS, "IpRanges": [{"CidrIp": "10.0.0.0/8"}, {"CidrIp": "10.1.0.0/8"}]},
        "InvalidParameterValue",
        "EC2-211",
        id="EC2-211",
    ),
    pytest.param(HTTPS, "MissingParameter", "EC2-213", id="EC2-213: no peer"),
    pytest.param(
        {**HTTPS, "UserIdGroupPairs": [{"GroupId": "sg-0123456789abcdef0"}]},
        "InvalidGroup.NotFound",
        "EC2-004",
        id="EC2-004: no such group",
    ),
    pytest.param(
        {**HTTPS, "PrefixListIds": [{"PrefixListId": "pl-0123456789abcdef0"}]},
        "InvalidPrefixListID.NotFound",
        "EC2-004",
        id="EC2-004: no such list",
    ),
]


@pytest.mark.parametrize(("permission", "code", "rule"), PERMISSIONS)
def test_rules_that_are_refused(parts: Parts, permission: dict[str, Any], code: str, rule: str) -> None:
    """A refused rule leaves the group as it was (EC2-205 to EC2-211, EC2-213)."""
    group_id = parts.group("web")
    authorize = parts.ec2.authorize_security_group_ingress
    authorize(GroupId=group_id, IpPermissions=[{**HTTPS, "IpRanges": ANYWHERE}])
    before = parts.ec2.describe_security_groups(GroupIds=[group_id])["SecurityGroups"]
    good = {"IpProtocol": "icmp", "IpRanges": ANYWHERE}
    with refused(code, rule=rule):
        authorize(GroupId=group_id, IpPermissions=[good, permission])
    assert parts.ec2.describe_security_groups(GroupIds=[group_id])["SecurityGroups"] == before


def test_ec2_205_the_text_names_the_rule(parts: Parts) -> None:
    """AWS's text shows peer, protocol and ports."""
    group_id = parts.group("web")
    asked = {"GroupId": group_id, "IpProtocol": "TCP", "FromPort": 22, "ToPort": 22, "CidrIp": "0.0.0.0/0"}
    parts.ec2.authorize_security_group_ingress(**asked)
    with refused("InvalidPermission.Duplicate") as refusal:
        parts.ec2.authorize_security_group_ingress(**asked)
    rule = '"peer: 0.0.0.0/0, TCP, from port: 22, to port: 22, ALLOW"'
    assert refusal.message == f"the specified rule {rule} already exists"


def test_ec2_206_only_rules_that_there_are_can_be_revoked(parts: Parts) -> None:
    """By content, by an identifier of another direction (EC2-218), by both at once (EC2-213)."""
    group_id, ec2 = parts.group("web"), parts.ec2
    permission = {**HTTPS, "IpRanges": ANYWHERE}
    (out,) = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group_id]}])[
        "SecurityGroupRules"
    ]
    ids = [out["SecurityGroupRuleId"]]
    with refused("InvalidPermission.NotFound", rule="EC2-206"):
        ec2.revoke_security_group_ingress(GroupId=group_id, IpPermissions=[permission])
    with refused("InvalidSecurityGroupRuleId.NotFound", rule="EC2-218"):
        ec2.revoke_security_group_ingress(GroupId=group_id, SecurityGroupRuleIds=ids)
    with refused("InvalidParameterCombination", rule="EC2-213"):
        ec2.revoke_security_group_egress(GroupId=group_id, SecurityGroupRuleIds=ids, IpPermissions=[permission])


def test_ec2_203_the_default_group_stays(parts: Parts) -> None:
    """Nobody deletes a VPC's default group but with the VPC."""
    found = parts.the("describe_security_groups", "SecurityGroups", group_name="default", vpc_id=parts.vpc_id)
    with refused("CannotDelete", rule="EC2-203"):
        parts.ec2.delete_security_group(GroupId=found["GroupId"])


def test_ec2_204_a_group_in_use_stays(parts: Parts) -> None:
    """A rule of another group, or an interface, holds a group; its own rules do not."""
    web, app, ec2 = parts.group("web"), parts.group("app"), parts.ec2
    permission = {**HTTPS, "UserIdGroupPairs": [{"GroupId": web}]}
    for group_id in (web, app):
        ec2.authorize_security_group_ingress(GroupId=group_id, IpPermissions=[permission])
    with refused("DependencyViolation", rule="EC2-204"):
        ec2.delete_security_group(GroupId=web)
    ec2.delete_security_group(GroupId=app)
    interface = parts.interface(Groups=[web])
    with refused("DependencyViolation", rule="EC2-204"):
        ec2.delete_security_group(GroupId=web)
    ec2.delete_network_interface(NetworkInterfaceId=interface["NetworkInterfaceId"])
    assert ec2.delete_security_group(GroupId=web)["GroupId"] == web
    with refused("InvalidGroup.NotFound", rule="EC2-004") as refusal:
        ec2.describe_security_groups(GroupIds=[web])
    assert refusal.message == f"The security group '{web}' does not exist"


def test_ec2_212_so_many_rules_a_direction(aws: Aws) -> None:
    """Families count apart, and a prefix list counts as the entries that it is made for."""
    parts = Parts(aws)
    group_id, authorize = parts.group("web"), parts.ec2.authorize_security_group_ingress
    ranges = [{"CidrIp": f"10.{number}.0.0/16"} for number in range(60)]
    authorize(GroupId=group_id, IpPermissions=[{**HTTPS, "IpRanges": ranges}])
    authorize(GroupId=group_id, IpPermissions=[{**HTTPS, "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}])
    with refused("RulesPerSecurityGroupLimitExceeded", rule="EC2-212"):
        authorize(GroupId=group_id, IpPermissions=[{**HTTPS, "IpRanges": ANYWHERE}])
    list_id = parts.prefix_list(MaxEntries=61)
    permission = {**HTTPS, "PrefixListIds": [{"PrefixListId": list_id}]}
    with refused("RulesPerSecurityGroupLimitExceeded", rule="EC2-212"):
        authorize(GroupId=parts.group("app"), IpPermissions=[permission])


def test_ec2_214_groups_refer_to_their_own_vpc(parts: Parts) -> None:
    """A rule cannot name a group of another VPC."""
    other = parts.group("far", VpcId=parts.vpc("10.1.0.0/16"))
    with refused("InvalidGroup.NotFound", rule="EC2-214"):
        parts.ec2.authorize_security_group_ingress(
            GroupId=parts.group("web"), IpPermissions=[{**HTTPS, "UserIdGroupPairs": [{"GroupId": other}]}]
        )


def test_ec2_215_names_mean_the_default_vpc(parts: Parts) -> None:
    """Without one there is nothing to mean (EC2-216, EC2-217); with one, names work as identifiers do."""
    ec2 = parts.ec2
    with refused("VPCIdNotSpecified", rule="EC2-215"):
        ec2.create_security_group(GroupName="web", Description="the web")
    with refused("InvalidGroup.NotFound", rule="EC2-216"):
        ec2.delete_security_group(GroupName="web")
    with refused("MissingParameter", rule="EC2-217"):
        ec2.delete_security_group()
    ec2.create_default_vpc()
    made = ec2.create_security_group(GroupName="web", Description="the web")["GroupId"]
    (found,) = ec2.describe_security_groups(GroupNames=["web"])["SecurityGroups"]
    assert found["GroupId"] == made
    ec2.delete_security_group(GroupName="web")


def test_ec2_019_so_many_groups_a_region(make_aws: Any) -> None:
    """The default groups count."""
    parts = Parts(make_aws(security_groups_per_region=2))
    parts.group("web")
    with refused("ResourceLimitExceeded", rule="EC2-019"):
        parts.group("app")


def test_groups_are_their_owners_alone(parts: Parts) -> None:
    """Another account sees neither the group nor its rules."""
    group_id = parts.group("web")
    other = parts.aws.client("ec2", OTHER)
    with refused("InvalidGroup.NotFound", rule="EC2-004"):
        other.describe_security_groups(GroupIds=[group_id])
    assert other.describe_security_group_rules()["SecurityGroupRules"] == []


def test_a_vpc_takes_its_default_parts_along(parts: Parts) -> None:
    """DeleteVpc deletes the default group with its rules, the default ACL and the main route table."""
    ec2, vpc_id = parts.ec2, parts.vpc_id
    ec2.delete_vpc(VpcId=vpc_id)
    assert ec2.describe_security_groups()["SecurityGroups"] == []
    assert ec2.describe_security_group_rules()["SecurityGroupRules"] == []
    assert ec2.describe_network_acls()["NetworkAcls"] == []
    assert ec2.describe_route_tables()["RouteTables"] == []


def test_one_permission_can_stand_in_the_request_itself(parts: Parts) -> None:
    """The older members name one permission; a source group alone means all of its traffic."""
    web, ec2 = parts.group("web"), parts.ec2
    asked = {"GroupId": parts.group("app"), "SourceSecurityGroupName": "web"}
    (rule,) = ec2.authorize_security_group_ingress(**asked)["SecurityGroupRules"]
    assert (rule["IpProtocol"], rule["ReferencedGroupInfo"]["GroupId"]) == ("-1", web)
    (gone,) = ec2.revoke_security_group_ingress(**asked)["RevokedSecurityGroupRules"]
    assert (gone["SecurityGroupRuleId"], gone["ReferencedGroupId"]) == (rule["SecurityGroupRuleId"], web)
    with refused("InvalidGroup.NotFound", rule="EC2-216"):
        ec2.authorize_security_group_ingress(**{**asked, "SourceSecurityGroupName": "nobody"})


@pytest.mark.parametrize(
    ("protocol", "shown", "ports"),
    [
        ("6", "tcp", {"FromPort": 443, "ToPort": 443}),
        ("UDP", "udp", {"FromPort": 443, "ToPort": 443}),
        ("1", "icmp", {"FromPort": 443, "ToPort": 443}),
        ("58", "icmpv6", {"FromPort": 443, "ToPort": 443}),
        ("50", "50", {}),
        ("all", "-1", {}),
    ],
)
def test_protocols_by_name_and_number(parts: Parts, protocol: str, shown: str, ports: dict[str, int]) -> None:
    """Four protocols are kept by name, the others by number and without ports; filters find them so."""
    group_id = parts.group("web")
    parts.ec2.authorize_security_group_ingress(
        GroupId=group_id, IpPermissions=[{**HTTPS, "IpProtocol": protocol, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]
    )
    filters = {"group_id": group_id, "ip_permission__protocol": shown, "ip_permission__cidr": "10.0.0.0/8"}
    (permission,) = parts.the("describe_security_groups", "SecurityGroups", **filters)["IpPermissions"]
    found = {name: permission[name] for name in ("FromPort", "ToPort") if name in permission}
    assert (permission["IpProtocol"], found) == (shown, ports)


def test_nothing_happens_in_a_dry_run(parts: Parts) -> None:
    """What would succeed says so, and changes nothing."""
    group_id = parts.group("web")
    before = parts.ec2.describe_security_groups()["SecurityGroups"]
    asked = {"GroupId": group_id, "IpPermissions": [{**HTTPS, "IpRanges": ANYWHERE}]}
    with refused("DryRunOperation", status=412):
        parts.ec2.authorize_security_group_ingress(**asked, DryRun=True)
    with refused("DryRunOperation", status=412):
        parts.ec2.delete_security_group(GroupId=group_id, DryRun=True)
    assert parts.ec2.describe_security_groups()["SecurityGroups"] == before
