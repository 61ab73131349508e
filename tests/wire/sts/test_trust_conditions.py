"""What trust policies can know about a caller, through AssumeRole."""

from typing import Any

import pytest

from emulator.domain.organizations import units
from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.wire.sts.arranging import assume, make_role, statement
from tests.worlds import MANAGEMENT, OUTSIDER, member

ADMINISTRATOR = f"arn:aws:iam::{MANAGEMENT}:user/administrator"


@pytest.mark.parametrize(
    ("condition", "trusted"),
    [
        ({"StringEquals": {"aws:PrincipalAccount": MANAGEMENT}}, True),
        ({"StringEquals": {"aws:PrincipalAccount": OUTSIDER}}, False),
        ({"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{MANAGEMENT}:user/*"}}, True),
        ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}, False),
        ({"StringEquals": {"aws:PrincipalType": "User", "aws:username": "administrator"}}, True),
        ({"StringEquals": {"sts:RoleSessionName": "session"}}, True),
        ({"StringLike": {"sts:RoleSessionName": "${aws:username}*"}}, False),
        ({"StringEquals": {"aws:RequestTag/Team": "net"}}, True),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["Team", "Cost"]}}, True),
        ({"ForAnyValue:StringEquals": {"aws:TagKeys": ["Cost"]}}, False),
        ({"ForAllValues:StringEquals": {"sts:TransitiveTagKeys": ["Team"]}}, True),
        ({"StringEquals": {"sts:SourceIdentity": "alice"}}, True),
        ({"StringEquals": {"aws:SourceIdentity": "alice"}}, False),
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, False),
        ({"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}, True),
        ({"Null": {"aws:MultiFactorAuthPresent": "true"}}, True),
        ({"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, True),
        ({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, False),
        ({"NotIpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, False),
        ({"DateLessThan": {"aws:CurrentTime": "2026-06-01T00:00:00Z"}}, True),
        ({"DateGreaterThan": {"aws:CurrentTime": "2026-06-01T00:00:00Z"}}, False),
        ({"NumericGreaterThan": {"aws:EpochTime": "1700000000"}}, True),
        ({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}, True),
        ({"StringEquals": {"aws:SourceAccount": MANAGEMENT}}, False),
        ({"StringEqualsIfExists": {"aws:SourceAccount": OUTSIDER}}, True),
        ({"StringNotEquals": {"aws:SourceVpc": "vpc-1"}}, False),
    ],
)
def test_sts_011_conditions_decide(aws: Aws, condition: dict[str, Any], trusted: bool) -> None:
    """A statement applies only where its condition holds; keys that are unknown here hold for nobody."""
    allowed = {"Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], "Condition": condition}
    arn = make_role(aws, statement(**allowed))
    request: dict[str, Any] = {
        "Tags": [{"Key": "Team", "Value": "net"}],
        "TransitiveTagKeys": ["Team"],
        "SourceIdentity": "alice",
    }
    if trusted:
        assume(aws, arn, **request)
    else:
        with refused("AccessDenied", rule="STS-011"):
            assume(aws, arn, **request)


@pytest.mark.parametrize(
    ("statements", "trusted"),
    [
        ([statement(), statement(Effect="Deny")], False),
        ([statement(Effect="Deny", Action="sts:*"), statement()], False),
        ([statement({"AWS": MANAGEMENT}), statement({"AWS": OUTSIDER}, Effect="Deny")], True),
        ([statement(), statement(Effect="Deny", Condition={"Bool": {"aws:SecureTransport": "false"}})], True),
        ([statement({"AWS": OUTSIDER})], False),
        ([statement({"AWS": ADMINISTRATOR})], True),
        ([statement({"Service": "ec2.amazonaws.com"})], False),
        ([statement({"Federated": "accounts.google.com"}, Action="sts:AssumeRoleWithWebIdentity")], False),
        ([statement(Action="sts:AssumeRoleWithWebIdentity")], False),
        ([statement(Action="sts:TagSession")], False),
    ],
)
def test_sts_011_statements_decide(aws: Aws, statements: list[dict[str, Any]], trusted: bool) -> None:
    """A deny wins over every allow; services and federated principals are not customers who sign."""
    arn = make_role(aws, *statements)
    if trusted:
        assume(aws, arn)
    else:
        with refused("AccessDenied", rule="STS-011"):
            assume(aws, arn)


def test_sts_011_not_principal_denies_everybody_else(aws: Aws) -> None:
    """A deny with NotPrincipal spares an account's user only if the account is named as well."""
    spare = {"Effect": "Deny", "Action": "sts:AssumeRole"}
    both = {"AWS": [MANAGEMENT, ADMINISTRATOR]}
    arn = make_role(aws, statement(), {**spare, "NotPrincipal": both}, name="both")
    assume(aws, arn)
    with refused("AccessDenied", rule="STS-011"):
        assume(aws, arn, by=OUTSIDER)
    arn = make_role(aws, statement(), {**spare, "NotPrincipal": {"AWS": ADMINISTRATOR}}, name="one")
    with refused("AccessDenied", rule="STS-011"):
        assume(aws, arn)


def test_sts_011_the_place_in_the_organization_decides(aws: Aws, organization_world: World) -> None:
    """aws:PrincipalOrgPaths is the path of the caller's account, and moves with it."""
    organization = organization_world.organization_of(MANAGEMENT)
    assert organization is not None
    unit = units.create(organization_world, MANAGEMENT, organization.root.id, "net")
    account_id = member(organization_world, "one")
    path = f"{organization.id}/*/{unit.id}/*"
    arn = make_role(aws, statement(Condition={"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": path}}))
    with refused("AccessDenied", rule="STS-011"):
        assume(aws, arn, by=account_id)
    units.move(organization_world, MANAGEMENT, account_id, organization.root.id, unit.id)
    assume(aws, arn, by=account_id)
    with refused("AccessDenied", rule="STS-011"):
        assume(aws, arn, by=OUTSIDER)


def test_sts_011_a_roles_own_tags_decide(aws: Aws) -> None:
    """aws:PrincipalTag is the tag of the role behind a session, as it is now; a session tag stands before it."""
    condition = {"StringEquals": {"aws:PrincipalTag/Team": "net"}}
    first = make_role(aws, statement(Action=["sts:AssumeRole", "sts:TagSession"]), name="first")
    arn = make_role(aws, statement(Condition=condition))
    plain = assume(aws, first)["Credentials"]
    tagged = assume(aws, first, session="tagged", Tags=[{"Key": "team", "Value": "web"}])["Credentials"]
    with refused("AccessDenied", rule="STS-011"):
        assume(aws, arn, by=plain)
    aws.client("iam", OUTSIDER).tag_role(RoleName="first", Tags=[{"Key": "Team", "Value": "net"}])
    assume(aws, arn, by=plain)
    with refused("AccessDenied", rule="STS-011"):
        assume(aws, arn, by=tagged)
