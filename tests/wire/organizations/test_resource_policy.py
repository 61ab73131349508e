"""The resource policy through real boto3: what it may say, and what it grants."""

import json
from typing import Any

import pytest

from emulator.domain.organizations import life, trusted_access
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.organizations.resource_policy import GRANTABLE, READS
from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.wire.organizations.conftest import invite, root_of, unit
from tests.wire.organizations.policy_calls import BACKUP, DENY_ALL, SCP, TAG, attached, create, enable, plan, tag_values
from tests.worlds import MANAGEMENT, OUTSIDER, member

ACCESS_ANALYZER = "access-analyzer.amazonaws.com"


@pytest.fixture
def delegate_id(organization_world: World) -> str:
    return member(organization_world, "delegate")


@pytest.fixture
def delegate(aws: Aws, delegate_id: str) -> Any:
    """The client of a member that nothing has been granted to yet."""
    return aws.client("organizations", delegate_id)


def statement(account_id: str, *actions: str, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account_id}:root"},
        "Action": [f"organizations:{action}" for action in actions],
        "Resource": resource,
        **more,
    }


def put(client: Any, *statements: dict[str, Any], **more: Any) -> Any:
    content = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    return client.put_resource_policy(Content=content, **more)["ResourcePolicy"]


def test_the_lists_are_aws_lists() -> None:
    """24 reads and 9 writes can be granted."""
    assert (len(READS), len(GRANTABLE)) == (24, 33)


@pytest.mark.rule("ORG-128")
def test_org_122_there_is_one_resource_policy(management: Any, delegate_id: str) -> None:
    """It keeps its id when it is replaced, can be tagged, and is gone once deleted."""
    for call in (management.describe_resource_policy, management.delete_resource_policy):
        with refused("ResourcePolicyNotFoundException", rule="ORG-122"):
            call()
    made = put(management, statement(delegate_id, "ListAccounts"), Tags=[{"Key": "a", "Value": "b"}])
    summary = made["ResourcePolicySummary"]
    assert summary["Arn"].startswith(f"arn:aws:organizations::{MANAGEMENT}:resourcepolicy/o-")
    assert management.list_tags_for_resource(ResourceId=summary["Id"])["Tags"] == [{"Key": "a", "Value": "b"}]
    again = put(management, statement(delegate_id, "ListRoots"))
    assert again["ResourcePolicySummary"] == summary
    assert management.describe_resource_policy()["ResourcePolicy"] == again
    with refused("InvalidInputException", rule="ORG-128"):
        put(management, statement(delegate_id, "ListRoots"), Tags=[{"Key": "a", "Value": "b"}])
    answer = management.delete_resource_policy()
    assert answer["ResponseMetadata"]["HTTPHeaders"]["content-length"] == "0"
    with refused("ResourcePolicyNotFoundException", rule="ORG-122"):
        management.delete_resource_policy()


def test_all_features_are_needed(aws: Aws) -> None:
    """An organization with consolidated billing has no resource policy."""
    life.create(aws.world, MANAGEMENT, FeatureSet.CONSOLIDATED_BILLING)
    with refused("ConstraintViolationException", reason="ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"):
        put(aws.client("organizations"), statement(OUTSIDER, "ListAccounts"))


_RIGHT: dict[str, Any] = {
    "Effect": "Allow",
    "Principal": {"AWS": "MEMBER"},
    "Action": "organizations:ListAccounts",
    "Resource": "*",
}


@pytest.mark.rule("ORG-123", "ORG-124", "ORG-125", "ORG-126", "ORG-127")
@pytest.mark.parametrize(
    ("changes", "reason", "rule"),
    [
        ({"Effect": "Perhaps"}, "INVALID_RESOURCE_POLICY_JSON", "ORG-123"),
        ({"Unknown": 1}, "INVALID_RESOURCE_POLICY_JSON", "ORG-123"),
        ({"Condition": {"Odd": {"aws:PrincipalArn": "x"}}}, "INVALID_RESOURCE_POLICY_JSON", "ORG-123"),
        ({"Sid": 5}, "INVALID_RESOURCE_POLICY_JSON", "ORG-123"),
        ({"Principal": "*"}, "INVALID_PRINCIPAL", "ORG-124"),
        ({"NotPrincipal": {"AWS": "MEMBER"}}, "INVALID_PRINCIPAL", "ORG-124"),
        ({"Principal": {"AWS": OUTSIDER}}, "INVALID_PRINCIPAL", "ORG-124"),
        ({"Principal": {"AWS": MANAGEMENT}}, "INVALID_PRINCIPAL", "ORG-124"),
        ({"Principal": {"Service": "ipam.amazonaws.com"}}, "INVALID_PRINCIPAL", "ORG-124"),
        ({"Action": "organizations:MoveAccount"}, "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY", "ORG-125"),
        ({"Action": "*"}, "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY", "ORG-125"),
        ({"Action": None, "NotAction": "organizations:X"}, "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY", "ORG-125"),
        (
            {"Condition": {"StringEquals": {"organizations:PolicyType": "FOO"}}},
            "UNSUPPORTED_POLICY_TYPE_IN_RESOURCE_POLICY",
            "ORG-126",
        ),
        ({"Resource": "arn:aws:s3:::bucket"}, "UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY", "ORG-127"),
        (
            {"Resource": f"arn:aws:organizations::{OUTSIDER}:root/*"},
            "UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY",
            "ORG-127",
        ),
        ({"Resource": None, "NotResource": "*"}, "UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY", "ORG-127"),
    ],
)
def test_what_a_resource_policy_cannot_say(
    management: Any, delegate_id: str, changes: dict[str, Any], reason: str, rule: str
) -> None:
    """Each thing that is wrong has its reason, and nothing is kept."""
    wrong = {key: value for key, value in {**_RIGHT, **changes}.items() if value is not None}
    if wrong["Principal"] == {"AWS": "MEMBER"}:
        wrong["Principal"] = {"AWS": delegate_id}
    with refused("InvalidInputException", rule=rule, reason=reason):
        put(management, wrong)
    with refused("ResourcePolicyNotFoundException"):
        management.describe_resource_policy()


@pytest.mark.parametrize("content", ["not json", "{}", '{"Version": "2012-10-17", "Statement": []}'])
def test_org_123_it_is_json_with_statements(management: Any, content: str) -> None:
    """A text that is no policy is refused as such."""
    with refused("InvalidInputException", rule="ORG-123", reason="INVALID_RESOURCE_POLICY_JSON"):
        management.put_resource_policy(Content=content)


def test_it_is_the_management_accounts(management: Any, delegate_id: str, delegate: Any) -> None:
    """Neither a member nor a delegate can write the resource policy."""
    put(management, statement(delegate_id, "Describe*", "List*"))
    with refused("AccessDeniedException"):
        put(delegate, statement(delegate_id, "ListAccounts"))
    with refused("AccessDeniedException"):
        delegate.delete_resource_policy()
    assert delegate.describe_resource_policy()["ResourcePolicy"]["Content"]


def test_org_129_a_delegate_may_do_what_is_granted_alone(management: Any, delegate_id: str, delegate: Any) -> None:
    """The granted action works, others do not, and deleting the policy ends it at once."""
    with refused("AccessDeniedException", rule="INT-048"):
        delegate.list_accounts()
    put(management, statement(delegate_id, "ListAccounts"))
    assert len(delegate.list_accounts()["Accounts"]) == 2
    with refused("AccessDeniedException", rule="INT-048"):
        delegate.list_roots()
    management.delete_resource_policy()
    with refused("AccessDeniedException", rule="INT-048"):
        delegate.list_accounts()


def test_a_delegate_writes_policies_of_one_type(management: Any, delegate_id: str, delegate: Any) -> None:
    """AWS's own example: one type, by condition and by resource; another type is refused."""
    enable(management, BACKUP)
    arn = f"arn:aws:organizations::{MANAGEMENT}"
    put(
        management,
        statement(delegate_id, "Describe*", "List*"),
        statement(
            delegate_id,
            "CreatePolicy",
            "UpdatePolicy",
            "DeletePolicy",
            "AttachPolicy",
            "DetachPolicy",
            resource=[f"{arn}:root/*", f"{arn}:account/*", f"{arn}:policy/*/backup_policy/*"],
            Condition={"StringEqualsIfExists": {"organizations:PolicyType": BACKUP}},
        ),
    )
    policy_id = create(delegate, policy_type=BACKUP, content=plan(1))
    delegate.update_policy(PolicyId=policy_id, Description="new")
    delegate.attach_policy(PolicyId=policy_id, TargetId=MANAGEMENT)
    assert attached(delegate, MANAGEMENT, BACKUP) == [policy_id]
    with refused("AccessDeniedException", rule="ORG-129"):
        delegate.attach_policy(PolicyId=policy_id, TargetId=unit(management, "unit"))
    with refused("AccessDeniedException", rule="ORG-129"):
        create(delegate, "two", TAG, tag_values("a"))
    theirs = create(management, "theirs")
    with refused("AccessDeniedException", rule="ORG-129"):
        delegate.delete_policy(PolicyId=theirs)
    with refused("AccessDeniedException", rule="ORG-001"):
        delegate.enable_policy_type(RootId=root_of(management), PolicyType=TAG)
    # what does not exist has no ARN that a grant of certain resources could cover
    with refused("AccessDeniedException", rule="ORG-129"):
        delegate.delete_policy(PolicyId="p-12345678")
    delegate.detach_policy(PolicyId=policy_id, TargetId=MANAGEMENT)
    delegate.delete_policy(PolicyId=policy_id)


def test_one_resource_is_not_another(management: Any, delegate_id: str, delegate: Any) -> None:
    """A read granted on one unit is granted on that unit alone, and no list of everything comes with it."""
    mine, theirs = unit(management, "mine"), unit(management, "theirs")
    arn = management.describe_organizational_unit(OrganizationalUnitId=mine)["OrganizationalUnit"]["Arn"]
    put(management, statement(delegate_id, "DescribeOrganizationalUnit", "ListAccounts", resource=arn))
    assert delegate.describe_organizational_unit(OrganizationalUnitId=mine)["OrganizationalUnit"]["Name"] == "mine"
    with refused("AccessDeniedException", rule="ORG-129"):
        delegate.describe_organizational_unit(OrganizationalUnitId=theirs)
    with refused("AccessDeniedException", rule="ORG-129"):
        delegate.list_accounts()


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"StringEquals": {"aws:RequestTag/team": "net"}}, True),
        ({"StringEquals": {"aws:RequestTag/team": "web"}}, False),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}, True),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["other"]}}, False),
        ({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/administrator"}}, True),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-other"}}, False),
        ({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-*/r-*/"}}, True),
        ({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}, True),
        ({"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, True),
        ({"NotIpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, False),
        ({"DateLessThan": {"aws:CurrentTime": "2025-01-01T00:00:00Z"}}, False),
        ({"StringEquals": {"aws:PrincipalTag/team": "net"}}, False),
        ({"Null": {"aws:ResourceTag/stage": "true"}}, True),
        ({"StringEquals": {"aws:ResourceTag/stage": "prod"}}, False),
    ],
)
def test_conditions_are_evaluated(
    management: Any, delegate_id: str, delegate: Any, condition: dict[str, Any], holds: bool
) -> None:
    """The documented condition keys decide, and the global ones: tags, the principal, its organization, the call."""
    put(management, statement(delegate_id, "TagResource", Condition=condition))
    policy_id = create(management)
    tags = [{"Key": "team", "Value": "net"}]
    if holds:
        delegate.tag_resource(ResourceId=policy_id, Tags=tags)
        assert management.list_tags_for_resource(ResourceId=policy_id)["Tags"] == tags
    else:
        with refused("AccessDeniedException", rule="ORG-129"):
            delegate.tag_resource(ResourceId=policy_id, Tags=tags)


def test_org_130_a_deny_binds_members_alone(management: Any, delegate_id: str, delegate: Any) -> None:
    """What the policy denies a member cannot do although it is also allowed; the management account can."""
    put(
        management,
        statement(delegate_id, "List*", "DescribeOrganization"),
        statement(delegate_id, "ListRoots", "DescribeOrganization", Effect="Deny"),
    )
    delegate.list_accounts()
    for call in (delegate.list_roots, delegate.describe_organization):
        with refused("AccessDeniedException", rule="ORG-130"):
            call()
    management.list_roots()


def test_a_principal_is_one_role_of_the_account(aws: Aws, management: Any, delegate_id: str, delegate: Any) -> None:
    """A grant to a role is the role's, not the account's."""
    put(
        management,
        statement(delegate_id, "ListAccounts", Principal={"AWS": f"arn:aws:iam::{delegate_id}:role/Auditor"}),
    )
    with refused("AccessDeniedException", rule="ORG-129"):
        delegate.list_accounts()
    put(
        management,
        statement(delegate_id, "ListAccounts", Principal={"AWS": f"arn:aws:iam::{delegate_id}:user/administrator"}),
    )
    delegate.list_accounts()


def test_org_147_an_administrator_reads_and_does_not_write(
    aws: Aws, management: Any, delegate_id: str, delegate: Any
) -> None:
    """A delegated administrator of any service reads policies, writes none, and loses the reads with its last one."""
    policy_id = create(management)
    put(management, statement(member(aws.world, "another"), "ListAccounts"))
    reads = [
        lambda: delegate.list_policies(Filter=SCP),
        lambda: delegate.describe_policy(PolicyId=policy_id),
        lambda: delegate.list_policies_for_target(TargetId=MANAGEMENT, Filter=SCP),
        lambda: delegate.list_targets_for_policy(PolicyId=policy_id),
        lambda: delegate.describe_resource_policy(),
        lambda: delegate.list_accounts_with_invalid_effective_policy(PolicyType=TAG),
        lambda: delegate.list_effective_policy_validation_errors(AccountId=delegate_id, PolicyType=TAG),
    ]
    enable(management, TAG)
    trusted_access.enable_access(aws.world, MANAGEMENT, ACCESS_ANALYZER)
    trusted_access.register_administrator(aws.world, MANAGEMENT, delegate_id, ACCESS_ANALYZER)
    for read in reads:
        read()
    for write in (
        lambda: create(delegate, "two", content=DENY_ALL),
        lambda: delegate.delete_policy(PolicyId=policy_id),
        lambda: delegate.attach_policy(PolicyId=policy_id, TargetId=MANAGEMENT),
        lambda: delegate.enable_policy_type(RootId=root_of(management), PolicyType=SCP),
    ):
        with refused("AccessDeniedException", rule="ORG-001"):
            write()
    trusted_access.deregister_administrator(aws.world, MANAGEMENT, delegate_id, ACCESS_ANALYZER)
    for read in reads:
        with refused("AccessDeniedException", rule="INT-048"):
            read()


@pytest.mark.parametrize("caller", ["member", "outsider"])
def test_members_and_outsiders_are_refused(aws: Aws, management: Any, delegate_id: str, caller: str) -> None:
    """Without a grant every policy call is refused, before its input is looked at."""
    client = aws.client("organizations", delegate_id if caller == "member" else OUTSIDER)
    code = "AccessDeniedException" if caller == "member" else "AWSOrganizationsNotInUseException"
    for call in (
        lambda: client.list_policies(Filter="FOO"),
        lambda: client.attach_policy(PolicyId="x", TargetId="x"),
        lambda: client.enable_policy_type(RootId="x", PolicyType="x"),
        lambda: client.put_resource_policy(Content="x"),
        lambda: client.describe_resource_policy(),
    ):
        with refused(code):
            call()


def test_org_026_a_delegate_reads_the_handshakes_that_it_may(
    management: Any, delegate: Any, delegate_id: str, outsider: Any
) -> None:
    """DescribeHandshake is granted by the resource policy, for handshakes of the organization, and may be denied."""
    handshake_id = invite(management)
    handshake = management.describe_handshake(HandshakeId=handshake_id)["Handshake"]
    with refused("AccessDeniedException", rule="ORG-026"):
        delegate.describe_handshake(HandshakeId=handshake_id)
    granted = statement(delegate_id, "DescribeHandshake", resource=handshake["Arn"])
    put(management, granted)
    assert delegate.describe_handshake(HandshakeId=handshake_id)["Handshake"] == handshake
    put(management, granted, {**granted, "Effect": "Deny"})
    with refused("AccessDeniedException", rule="ORG-026"):
        delegate.describe_handshake(HandshakeId=handshake_id)
    outsider.create_organization()
    foreign = invite(outsider, "888888888888")
    put(management, statement(delegate_id, "DescribeHandshake"))
    with refused("AccessDeniedException", rule="ORG-026"):
        delegate.describe_handshake(HandshakeId=foreign)
