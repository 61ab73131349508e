"""AssumeRole through real boto3: who may, for how long, and what the session is then."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from emulator.domain.credentials import account_of
from emulator.domain.iam import access_keys, service_linked_roles
from emulator.domain.organizations import membership
from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.wire.sts.arranging import assume, make_role, statement, trust
from tests.worlds import MANAGEMENT, OUTSIDER, member

ROLE = f"arn:aws:iam::{OUTSIDER}:role/r"


def test_assuming_a_role_answers_credentials(aws: Aws) -> None:
    """The answer names the session, whose ARN leaves out the role's path, and ends after an hour."""
    arn = make_role(aws, Path="/team/")
    answer = assume(aws, arn)
    role_id = aws.client("iam", OUTSIDER).get_role(RoleName="r")["Role"]["RoleId"]
    assert answer["AssumedRoleUser"] == {
        "Arn": f"arn:aws:sts::{OUTSIDER}:assumed-role/r/session",
        "AssumedRoleId": f"{role_id}:session",
    }
    credentials = answer["Credentials"]
    assert credentials["Expiration"] == datetime(2026, 1, 1, 1, tzinfo=UTC)
    assert credentials["AccessKeyId"].startswith("ASIA")
    assert account_of(credentials["AccessKeyId"]) == OUTSIDER
    assert len(credentials["SecretAccessKey"]) == 40
    assert 300 <= len(credentials["SessionToken"]) <= 1000
    assert "PackedPolicySize" not in answer
    assert "SourceIdentity" not in answer


@pytest.mark.parametrize("service", ["sts", "ec2", "iam", "organizations"])
def test_a_session_acts_in_the_roles_account(aws: Aws, organization_world: World, service: str) -> None:
    """Credentials of a role select its account in every service."""
    credentials = assume(aws, make_role(aws))["Credentials"]
    client = aws.client(service, credentials=credentials)
    match service:
        case "sts":
            identity = client.get_caller_identity()
            assert identity["Account"] == OUTSIDER
            assert identity["Arn"] == f"arn:aws:sts::{OUTSIDER}:assumed-role/r/session"
            assert identity["UserId"].startswith("AROA")
        case "iam":
            assert [role["RoleName"] for role in client.list_roles()["Roles"]] == ["r"]
        case "organizations":
            with refused("AWSOrganizationsNotInUseException"):
                client.describe_organization()
        case "ec2":
            with refused("UnauthorizedOperation", rule="INT-021"):
                client.enable_ipam_organization_admin_account(DelegatedAdminAccountId=MANAGEMENT)


def test_the_management_account_enters_created_accounts(aws: Aws, organization_world: World) -> None:
    """OrganizationAccountAccessRole of each created account trusts the management account, and nobody else."""
    account_id = member(organization_world, "one")
    arn = f"arn:aws:iam::{account_id}:role/OrganizationAccountAccessRole"
    credentials = assume(aws, arn)["Credentials"]
    assert aws.client("sts", credentials=credentials).get_caller_identity()["Account"] == account_id
    with refused("AccessDenied", rule="STS-011"):
        assume(aws, arn, by=OUTSIDER)


@pytest.mark.parametrize("caller", ["management", "member"])
def test_int_129_nobody_assumes_a_service_linked_role(aws: Aws, organization_world: World, caller: str) -> None:
    """F-3: only the service principal is trusted, so no customer of any account gets the role."""
    account_id = member(organization_world, "one")
    service_linked_roles.ensure(organization_world, account_id, "ipam.amazonaws.com")
    arn = f"arn:aws:iam::{account_id}:role/aws-service-role/ipam.amazonaws.com/AWSServiceRoleForIPAM"
    by = MANAGEMENT if caller == "management" else account_id
    with refused("AccessDenied", rule="INT-129", status=403) as refusal:
        assume(aws, arn, by=by)
    assert refusal.message == (
        f"User: arn:aws:iam::{by}:user/administrator is not authorized to perform: sts:AssumeRole on resource: {arn}"
    )


def test_sts_011_an_unknown_role_and_a_refused_one_look_the_same(aws: Aws) -> None:
    """AWS does not tell whether a role exists."""
    make_role(aws, statement({"AWS": OUTSIDER}))
    messages = []
    for name in ("r", "s"):
        with refused("AccessDenied", rule="STS-011", status=403) as refusal:
            assume(aws, f"arn:aws:iam::{OUTSIDER}:role/{name}")
        messages.append(refusal.message.removesuffix(name))
    assert messages[0] == messages[1]


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:iam::999999999999",
        "role/some-role-of-mine",
        "arn::iam::999999999999:role/r",
        "arn:aws::999999999999:role/r",
        "arn:aws:iam::999999999999:",
    ],
)
def test_sts_002_a_role_arn_has_six_parts(aws: Aws, arn: str) -> None:
    """What is no ARN is invalid before anything is looked for."""
    arn = arn.ljust(20, ":") if arn.count(":") > 5 else arn
    with refused("ValidationError", rule="STS-002", status=400) as refusal:
        assume(aws, arn)
    assert refusal.message == f"{arn} is invalid"


@pytest.mark.parametrize(
    ("members", "message"),
    [
        (
            {"RoleSessionName": "Session1:2"},
            "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: "
            r"Member must satisfy regular expression pattern: [\w+=,.@-]*",
        ),
        (
            {"SourceIdentity": "s" * 65},
            f"1 validation error detected: Value '{'s' * 65}' at 'sourceIdentity' failed to satisfy constraint: "
            "Member must have length less than or equal to 64",
        ),
        (
            {"DurationSeconds": 43201, "TokenCode": "12345a"},
            "2 validation errors detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: "
            "Member must have value less than or equal to 43200; Value '12345a' at 'tokenCode' failed to satisfy "
            r"constraint: Member must satisfy regular expression pattern: [\d]*",
        ),
    ],
)
def test_sts_001_violations_are_told_together(aws: Aws, members: dict[str, Any], message: str) -> None:
    """Malformed members are told in one error, before the role is looked for."""
    with refused("ValidationError", rule="STS-001", status=400) as refusal:
        aws.client("sts").assume_role(**{"RoleArn": ROLE, "RoleSessionName": "session", **members})
    assert refusal.message == message


@pytest.mark.parametrize(("given", "allowed"), [(None, False), ("wrong", False), ("right", True)])
def test_sts_011_the_external_id_must_be_right(aws: Aws, given: str | None, allowed: bool) -> None:
    """A trust policy that wants an external id refuses without it and with another."""
    arn = make_role(aws, statement(Condition={"StringEquals": {"sts:ExternalId": "right"}}))
    members = {} if given is None else {"ExternalId": given}
    if allowed:
        assume(aws, arn, **members)
    else:
        with refused("AccessDenied", rule="STS-011"):
            assume(aws, arn, **members)


def test_sts_011_leaving_the_organization_ends_what_its_id_allowed(aws: Aws, organization_world: World) -> None:
    """aws:PrincipalOrgID is the caller's organization at the moment of the call."""
    organization = organization_world.organization_of(MANAGEMENT)
    assert organization is not None
    account_id = member(organization_world, "one")
    arn = make_role(aws, statement(Condition={"StringEquals": {"aws:PrincipalOrgID": organization.id}}))
    assume(aws, arn, by=account_id)
    membership.leave(organization_world, account_id)
    with refused("AccessDenied", rule="STS-011"):
        assume(aws, arn, by=account_id)


def test_sts_011_a_role_made_anew_is_not_trusted(aws: Aws) -> None:
    """A trust policy means the role that had the name when it was written."""
    first = make_role(aws, account=MANAGEMENT, name="caller")
    arn = make_role(aws, statement({"AWS": first}))
    assume(aws, arn, by=assume(aws, first)["Credentials"])
    aws.client("iam").delete_role(RoleName="caller")
    make_role(aws, account=MANAGEMENT, name="caller")
    with refused("AccessDenied", rule="STS-011"):
        assume(aws, arn, by=assume(aws, first, session="again")["Credentials"])


def test_sts_016_a_closed_accounts_roles_are_gone(aws: Aws, organization_world: World) -> None:
    """Nobody enters an account that is closed."""
    account_id = member(organization_world, "one")
    membership.close(organization_world, MANAGEMENT, account_id)
    organization_world.settle()
    with refused("AccessDenied", rule="STS-016", status=403):
        assume(aws, f"arn:aws:iam::{account_id}:role/OrganizationAccountAccessRole")


def test_sts_003_the_root_user_assumes_no_roles(make_aws: Callable[..., Aws]) -> None:
    """Root's own key is refused whatever the role says, unless the setting lets it."""
    for allowed in (False, True):
        aws = make_aws(root_may_assume_roles=allowed)
        arn = make_role(aws, statement())
        key = access_keys.create(aws.world, MANAGEMENT, None).id
        if allowed:
            assume(aws, arn, by=key)
        else:
            with refused("AccessDenied", rule="STS-003", status=403) as refusal:
                assume(aws, arn, by=key)
            assert refusal.message == "Roles may not be assumed by root accounts."


# Durations


def test_sts_014_a_role_says_how_long_its_sessions_last(aws: Aws) -> None:
    """More than the role's maximum is refused, its maximum is not."""
    arn = make_role(aws, MaxSessionDuration=7200)
    answer = assume(aws, arn, DurationSeconds=7200)
    assert answer["Credentials"]["Expiration"] == aws.world.now + timedelta(hours=2)
    with refused("ValidationError", rule="STS-014", status=400):
        assume(aws, arn, DurationSeconds=7201)


def test_sts_015_a_chain_lasts_an_hour(aws: Aws) -> None:
    """A session of a role may ask for an hour, whatever the role's maximum, and not for a second more."""
    first = make_role(aws, statement(), name="first")
    second = make_role(aws, statement(), name="second", MaxSessionDuration=43200)
    credentials = assume(aws, first)["Credentials"]
    assume(aws, second, by=credentials, DurationSeconds=3600)
    with refused("ValidationError", rule="STS-015", status=400) as refusal:
        assume(aws, second, by=credentials, DurationSeconds=3601)
    assert refusal.message == (
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
    )


# MFA


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"SerialNumber": f"arn:aws:iam::{MANAGEMENT}:mfa/phone", "TokenCode": "123456"}, None),
        ({"SerialNumber": f"arn:aws:iam::{OUTSIDER}:mfa/phone", "TokenCode": "123456"}, "STS-021"),
        ({"SerialNumber": f"arn:aws:iam::{MANAGEMENT}:mfa/phone"}, "STS-021"),
        ({}, "STS-011"),
    ],
)
def test_sts_021_a_role_may_want_mfa(aws: Aws, members: dict[str, str], code: str | None) -> None:
    """A device of the caller's account with a code satisfies aws:MultiFactorAuthPresent."""
    arn = make_role(aws, statement(Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}))
    if code is None:
        assume(aws, arn, **members)
    else:
        with refused("AccessDenied", rule=code):
            assume(aws, arn, **members)


# The role afterwards


def test_a_role_knows_when_it_was_last_used(aws: Aws) -> None:
    """RoleLastUsed is the time and the Region of the last call that a session made, not of its beginning."""
    credentials = assume(aws, make_role(aws))["Credentials"]
    iam = aws.client("iam", OUTSIDER)
    assert iam.get_role(RoleName="r")["Role"]["RoleLastUsed"] == {}
    aws.world.clock.advance(timedelta(minutes=5))
    aws.client("sts", region="ap-south-1", credentials=credentials).get_caller_identity()
    assert iam.get_role(RoleName="r")["Role"]["RoleLastUsed"] == {
        "LastUsedDate": aws.world.now,
        "Region": "ap-south-1",
    }


def test_a_trust_policy_that_changes_leaves_sessions_alone(aws: Aws) -> None:
    """A session lives on when the role no longer trusts who made it; a new one is refused."""
    arn = make_role(aws)
    credentials = assume(aws, arn)["Credentials"]
    aws.client("iam", OUTSIDER).update_assume_role_policy(
        RoleName="r", PolicyDocument=trust(statement({"AWS": OUTSIDER}))
    )
    aws.client("sts", credentials=credentials).get_caller_identity()
    with refused("AccessDenied", rule="STS-011"):
        assume(aws, arn)


@pytest.mark.parametrize("minimum", [0, 1000, 4096])
def test_a_token_is_as_long_as_asked(aws: Aws, minimum: int) -> None:
    """MinimumSessionTokenSize pads the token, which works as any other."""
    answer = assume(aws, make_role(aws), MinimumSessionTokenSize=minimum)
    assert minimum <= answer["SessionTokenSize"] == len(answer["Credentials"]["SessionToken"])
    aws.client("sts", credentials=answer["Credentials"]).get_caller_identity()
