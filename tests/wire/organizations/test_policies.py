"""Policies and their attachments through real boto3."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.options import Options
from emulator.domain.organizations import life
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.organizations.policy_limits import limits
from emulator.domain.organizations.policy_records import PolicyType
from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.wire.organizations.conftest import root_of, unit
from tests.wire.organizations.policy_calls import (
    BACKUP,
    DENY_ALL,
    FULL_ACCESS,
    RCP,
    RCP_FULL_ACCESS,
    SCP,
    TAG,
    attached,
    create,
    enable,
    tag_values,
    targets,
)
from tests.worlds import MANAGEMENT, OUTSIDER, member


def test_a_policy_is_kept_byte_for_byte(management: Any, organization_world: World) -> None:
    """DescribePolicy answers the content as it was sent, white space included, and the policy's type may be off."""
    content = f"  {DENY_ALL}\n"
    policy_id = create(management, content=content, Tags=[{"Key": "team", "Value": "net"}])
    policy = management.describe_policy(PolicyId=policy_id)["Policy"]
    organization = next(iter(organization_world.organizations.values()))
    assert policy["Content"] == content
    assert policy["PolicySummary"] == {
        "Id": policy_id,
        "Arn": f"arn:aws:organizations::{MANAGEMENT}:policy/{organization.id}/service_control_policy/{policy_id}",
        "Name": "one",
        "Description": "",
        "Type": SCP,
        "AwsManaged": False,
    }
    assert management.list_tags_for_resource(ResourceId=policy_id)["Tags"] == [{"Key": "team", "Value": "net"}]
    with refused("PolicyTypeNotEnabledException", rule="ORG-107") as refusal:
        management.attach_policy(PolicyId=policy_id, TargetId=root_of(management))
    assert refusal.message == "The given policy type ServiceControlPolicy is not enabled on the current view"


def test_aws_own_policies_are_always_listed(management: Any) -> None:
    """FullAWSAccess belongs to AWS, and is listed while its type is off."""
    (policy,) = management.list_policies(Filter=SCP)["Policies"]
    assert policy["Arn"] == "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess"
    assert policy["AwsManaged"]
    assert attached(management, MANAGEMENT) == []
    assert targets(management, FULL_ACCESS) == []


@pytest.mark.parametrize("policy_type", list(PolicyType))
def test_every_type_can_be_created_enabled_and_attached(management: Any, policy_type: PolicyType) -> None:
    """All fifteen types work alike."""
    contents: dict[str, Any] = {
        SCP: {"Statement": [{"Effect": "Deny", "Action": ["ec2:*"], "Resource": "*"}]},
        RCP: {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}],
        },
        "DECLARATIVE_POLICY_EC2": {"ec2_attributes": {"vpc_block_public_access": {"x": {"@@assign": "y"}}}},
        BACKUP: {"plans": {}},
        TAG: tag_values("a"),
        "CHATBOT_POLICY": {"chatbot": {}},
        "AISERVICES_OPT_OUT_POLICY": {"services": {"default": {"opt_out_policy": {"@@assign": "optOut"}}}},
        "SECURITYHUB_POLICY": {
            "securityhub": {"enable_in_regions": {"@@assign": ["eu-west-1"]}, "disable_in_regions": {"@@assign": []}}
        },
        "INSPECTOR_POLICY": {
            "inspector": {
                "enablement": {
                    "ec2_scanning": {"enable_in_regions": {"@@assign": []}, "disable_in_regions": {"@@assign": []}}
                }
            }
        },
        "UPGRADE_ROLLOUT_POLICY": {"upgrade_rollout": {"default": {"patch_order": {"@@assign": "last"}}}},
        "S3_POLICY": {"s3_attributes": {"public_access_block_configuration": {"@@assign": "all"}}},
    }
    content = contents.get(policy_type, {"anything": {"setting": {"@@assign": 1}}})
    enable(management, policy_type)
    policy_id = create(management, policy_type=policy_type, content=content)
    management.attach_policy(PolicyId=policy_id, TargetId=MANAGEMENT)
    assert attached(management, MANAGEMENT, policy_type)[-1] == policy_id
    assert targets(management, policy_id) == [MANAGEMENT]


def test_org_101_names_are_unique_within_a_type(management: Any) -> None:
    """A second policy of the type may not have the name, by creation or by update; another type's may."""
    create(management)
    create(management, policy_type=TAG, content=tag_values("a"))
    other = create(management, "two")
    with refused("DuplicatePolicyException", rule="ORG-101") as refusal:
        create(management)
    assert refusal.message == "A policy with the specified name and type already exists."
    with refused("DuplicatePolicyException", rule="ORG-101"):
        management.update_policy(PolicyId=other, Name="one")
    management.update_policy(PolicyId=other, Name="two", Description="the same name is no duplicate")
    management.update_policy(PolicyId=other, Name="three")
    create(management, "two")


def test_org_103_size_counts_every_character(make_aws: Callable[..., Aws]) -> None:
    """White space counts: what fits exactly is taken, one blank more is not; the same for an update."""
    aws = make_aws(service_control_policy_characters=len(DENY_ALL))
    life.create(aws.world, MANAGEMENT, FeatureSet.ALL)
    client = aws.client("organizations")
    policy_id = create(client)
    for call in (
        lambda: create(client, "two", content=DENY_ALL + " "),
        lambda: client.update_policy(PolicyId=policy_id, Content=DENY_ALL + " "),
    ):
        with refused("ConstraintViolationException", rule="ORG-103", reason="POLICY_CONTENT_LIMIT_EXCEEDED"):
            call()


@pytest.mark.parametrize(
    ("policy_type", "expected"),
    [
        (SCP, (10_000, 10_240, 10)),
        (RCP, (2_000, 5_120, 5)),
        ("AISERVICES_OPT_OUT_POLICY", (1_000, 2_500, 5)),
        ("CHATBOT_POLICY", (1_000, 10_000, 5)),
        (TAG, (1_000, 10_000, 10)),
    ],
)
def test_the_quotas_are_aws_defaults(policy_type: str, expected: tuple[int, int, int]) -> None:
    """How many policies, how large, and how many on one target."""
    assert limits(Options(), PolicyType(policy_type)) == expected


def test_org_104_and_org_109_quotas(make_aws: Callable[..., Aws]) -> None:
    """AWS's own policy does not count among the organization's, and does among those on a target."""
    aws = make_aws(service_control_policies=2, service_control_policies_per_target=2)
    life.create(aws.world, MANAGEMENT, FeatureSet.ALL)
    client = aws.client("organizations")
    enable(client)
    first, second = create(client, "one"), create(client, "two")
    with refused("ConstraintViolationException", rule="ORG-104", reason="POLICY_NUMBER_LIMIT_EXCEEDED"):
        create(client, "three")
    client.attach_policy(PolicyId=first, TargetId=MANAGEMENT)
    with refused("ConstraintViolationException", rule="ORG-109", reason="MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"):
        client.attach_policy(PolicyId=second, TargetId=MANAGEMENT)


@pytest.mark.parametrize("policy_id", [FULL_ACCESS, RCP_FULL_ACCESS])
def test_org_105_aws_own_policies_are_immutable(management: Any, policy_id: str) -> None:
    """They can be neither changed, nor deleted, nor tagged."""
    with refused("InvalidInputException", rule="ORG-105", reason="IMMUTABLE_POLICY"):
        management.update_policy(PolicyId=policy_id, Name="mine")
    with refused("InvalidInputException", rule="ORG-105", reason="IMMUTABLE_POLICY"):
        management.delete_policy(PolicyId=policy_id)
    with refused("TargetNotFoundException"):
        management.tag_resource(ResourceId=policy_id, Tags=[{"Key": "a", "Value": "b"}])


def test_org_106_a_policy_in_use_stays(management: Any) -> None:
    """A policy can be deleted once it is attached to nothing; then it is gone, and its name is free."""
    enable(management)
    policy_id = create(management)
    management.attach_policy(PolicyId=policy_id, TargetId=MANAGEMENT)
    with refused("PolicyInUseException", rule="ORG-106"):
        management.delete_policy(PolicyId=policy_id)
    management.detach_policy(PolicyId=policy_id, TargetId=MANAGEMENT)
    management.delete_policy(PolicyId=policy_id)
    with refused("PolicyNotFoundException", rule="ORG-100"):
        management.delete_policy(PolicyId=policy_id)
    create(management)


def test_org_108_and_org_112_attachments_are_told_apart(management: Any) -> None:
    """Attaching twice and detaching what is not attached are refused; the text of the first is a policy's."""
    enable(management)
    policy_id = create(management)
    with refused("PolicyNotAttachedException", rule="ORG-112"):
        management.detach_policy(PolicyId=policy_id, TargetId=MANAGEMENT)
    management.attach_policy(PolicyId=policy_id, TargetId=MANAGEMENT)
    with refused("DuplicatePolicyAttachmentException", rule="ORG-108") as refusal:
        management.attach_policy(PolicyId=policy_id, TargetId=MANAGEMENT)
    assert refusal.message == "A policy with the specified name and type already exists."
    with refused("DuplicatePolicyAttachmentException", rule="ORG-108"):
        management.attach_policy(PolicyId=FULL_ACCESS, TargetId=MANAGEMENT)


def test_org_110_the_last_control_policy_stays(management: Any) -> None:
    """FullAWSAccess can be detached only behind another policy, and comes back behind it."""
    enable(management)
    policy_id = create(management)
    with refused(
        "ConstraintViolationException", rule="ORG-110", reason="MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"
    ) as refusal:
        management.detach_policy(PolicyId=FULL_ACCESS, TargetId=MANAGEMENT)
    assert refusal.message == (
        "You cannot remove the last policy attached to the specified target. "
        "You must have at least one attached at all times."
    )
    management.attach_policy(PolicyId=policy_id, TargetId=MANAGEMENT)
    management.detach_policy(PolicyId=FULL_ACCESS, TargetId=MANAGEMENT)
    assert attached(management, MANAGEMENT) == [policy_id]
    assert targets(management, FULL_ACCESS) == [root_of(management)]
    management.attach_policy(PolicyId=FULL_ACCESS, TargetId=MANAGEMENT)
    assert attached(management, MANAGEMENT) == [policy_id, FULL_ACCESS]


def test_org_111_rcp_full_access_cannot_be_detached(management: Any) -> None:
    """RCPFullAWSAccess stays on every target."""
    enable(management, RCP)
    with refused("InvalidInputException", rule="ORG-111", reason="NON_DETACHABLE_POLICY"):
        management.detach_policy(PolicyId=RCP_FULL_ACCESS, TargetId=MANAGEMENT)


@pytest.mark.parametrize("target_id", [OUTSIDER, "r-zzzz", "ou-zzzz-12345678"])
def test_org_113_the_target_must_exist(management: Any, target_id: str) -> None:
    """An id of nothing in the organization, whatever its kind, is a target that is not found."""
    enable(management)
    policy_id = create(management)
    for call in (
        lambda: management.attach_policy(PolicyId=policy_id, TargetId=target_id),
        lambda: management.detach_policy(PolicyId=policy_id, TargetId=target_id),
        lambda: management.list_policies_for_target(TargetId=target_id, Filter=SCP),
    ):
        with refused("TargetNotFoundException", rule="ORG-113"):
            call()


@pytest.mark.parametrize(
    ("operation", "parameters", "reason"),
    [
        ("describe_policy", {"PolicyId": "x"}, "INVALID_SYNTAX_POLICY_ID"),
        ("list_targets_for_policy", {"PolicyId": "x"}, "INVALID_SYNTAX_POLICY_ID"),
        ("list_policies_for_target", {"TargetId": "x", "Filter": SCP}, "INVALID_PATTERN_TARGET_ID"),
        ("list_policies", {"Filter": "FOO"}, "INVALID_ENUM_POLICY_TYPE"),
        ("enable_policy_type", {"RootId": "r-abcd", "PolicyType": "FOO"}, "INVALID_ENUM_POLICY_TYPE"),
        ("describe_effective_policy", {"PolicyType": SCP}, "INVALID_ENUM_POLICY_TYPE"),
        ("list_policies", {"Filter": SCP, "MaxResults": 21}, "MAX_VALUE_EXCEEDED"),
    ],
)
def test_org_134_malformed_input_has_its_reason(
    management: Any, operation: str, parameters: dict[str, Any], reason: str
) -> None:
    """What is wrong with an id or a type is named more precisely than elsewhere."""
    with refused("InvalidInputException", reason=reason):
        getattr(management, operation)(**parameters)


def test_org_145_default_policies_reach_what_comes_later(management: Any, organization_world: World) -> None:
    """Root, units and accounts have FullAWSAccess once the type is on, and so have those that come later."""
    early_unit, early = unit(management, "early"), member(organization_world, "early")
    enable(management)
    late_unit, late = unit(management, "late"), member(organization_world, "late")
    everything = [root_of(management), MANAGEMENT, early_unit, early, late_unit, late]
    assert targets(management, FULL_ACCESS) == everything
    assert all(attached(management, target_id) == [FULL_ACCESS] for target_id in everything)
    management.delete_organizational_unit(OrganizationalUnitId=early_unit)
    management.remove_account_from_organization(AccountId=early)
    assert targets(management, FULL_ACCESS) == [root_of(management), MANAGEMENT, late_unit, late]


def test_attachments_go_with_their_target(management: Any, organization_world: World) -> None:
    """A unit that is deleted and an account that leaves take their attachments with them; a move takes none."""
    enable(management)
    unit_id, account_id = unit(management, "one"), member(organization_world, "one")
    policy_id = create(management)
    for target_id in (unit_id, account_id):
        management.attach_policy(PolicyId=policy_id, TargetId=target_id)
    root_id = root_of(management)
    management.move_account(AccountId=account_id, SourceParentId=root_id, DestinationParentId=unit_id)
    assert targets(management, policy_id) == [unit_id, account_id]
    management.remove_account_from_organization(AccountId=account_id)
    management.delete_organizational_unit(OrganizationalUnitId=unit_id)
    assert targets(management, policy_id) == []
    management.delete_policy(PolicyId=policy_id)


def test_target_summaries(management: Any) -> None:
    """A root, a unit and an account are shown with their names, ARNs and kinds."""
    enable(management)
    unit_id = unit(management, "one")
    shown = management.list_targets_for_policy(PolicyId=FULL_ACCESS)["Targets"]
    assert [(target["Type"], target["TargetId"]) for target in shown] == [
        ("ROOT", root_of(management)),
        ("ACCOUNT", MANAGEMENT),
        ("ORGANIZATIONAL_UNIT", unit_id),
    ]
    assert shown[2]["Name"] == "one"
    assert shown[2]["Arn"].endswith(f"/{unit_id}")


def test_org_115_consolidated_billing_has_no_policies(aws: Aws) -> None:
    """Without all features a policy can be neither created nor its type enabled; they can be listed."""
    life.create(aws.world, MANAGEMENT, FeatureSet.CONSOLIDATED_BILLING)
    client = aws.client("organizations")
    with refused("PolicyTypeNotAvailableForOrganizationException", rule="ORG-115"):
        create(client)
    with refused("PolicyTypeNotAvailableForOrganizationException", rule="ORG-115"):
        enable(client)
    assert len(client.list_policies(Filter=SCP)["Policies"]) == 1


def _scp(**changes: Any) -> dict[str, Any]:
    return {"Statement": [_without_none({"Effect": "Deny", "Action": "s3:*", "Resource": "*", **changes})]}


def _rcp(version: str | None = "2012-10-17", **changes: Any) -> dict[str, Any]:
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", **changes}
    return _without_none({"Version": version, "Statement": [_without_none(statement)]})


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


_TWO_STATEMENTS = DENY_ALL[:-1] + "," + DENY_ALL[1:]


@pytest.mark.rule("ORG-132", "ORG-133")
@pytest.mark.parametrize(
    ("policy_type", "content"),
    [
        (SCP, "not json"),
        (SCP, "[]"),
        (SCP, DENY_ALL * 2),
        (SCP, _TWO_STATEMENTS),
        (SCP, "[" * 100_000),
        (SCP, {"Version": "2012-10-17"}),
        (SCP, _scp(Sid=5)),
        (SCP, {"Statement": []}),
        (SCP, _scp(Effect="Maybe")),
        (SCP, _scp(Action=None)),
        (SCP, _scp(NotAction="s3:*")),
        (SCP, _scp(Action="s3")),
        (SCP, _scp(Resource=None)),
        (SCP, _scp(Effect="Allow", Resource="arn:aws:s3:::bucket")),
        (SCP, _scp(Principal="*")),
        (SCP, _scp(Condition={"NoOperator": {"aws:PrincipalArn": "x"}})),
        (SCP, {**_scp(), "Version": "2020-01-01"}),
        (RCP, _rcp(version=None)),
        (RCP, _rcp(Effect="Allow")),
        (RCP, _rcp(Principal={"AWS": "*"})),
        (RCP, _rcp(Action="*")),
        (RCP, _rcp(Action="ec2:*")),
        (RCP, _rcp(Action=None, NotAction="s3:*")),
        (RCP, _rcp(Resource=None)),
        (TAG, {"plans": {}}),
        (TAG, {"tags": {"team": {"tag_key": "plain"}}}),
        (TAG, {"tags": {"team": {"tag_key": {"@@set": "x"}}}}),
        (TAG, {"tags": {"team": {"tag_key": {"@@assign": {"deep": 1}}}}}),
        (TAG, {"tags": {"@@operators_allowed_for_child_policies": ["@@some"]}}),
        (TAG, {"tags": {}, "more": {}}),
        (TAG, '{"tags": {"team": {"tag_key": {"@@assign": 1e999}}}}'),
        (TAG, '{"tags": {"team": {"tag_key": {"@@assign": "\\ud800"}}}}'),
        (TAG, '{"tags": ' + '{"a": ' * 800 + "{}" + "}" * 801),
        ("BEDROCK_POLICY", {}),
        ("SECURITYHUB_POLICY", {"securityhub": {"enable_in_regions": {"@@assign": []}}}),
        ("INSPECTOR_POLICY", {"inspector": {"enablement": {}}}),
    ],
)
def test_org_102_content_must_be_of_its_type(management: Any, policy_type: str, content: Any) -> None:
    """What is not a document of the type is refused before anything is kept."""
    with refused("MalformedPolicyDocumentException", rule="ORG-102"):
        create(management, policy_type=policy_type, content=content)


@pytest.mark.parametrize(
    ("policy_type", "content"),
    [
        (SCP, {"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}}),
        (SCP, _scp(Resource=None, NotResource=["arn:aws:s3:::bucket"])),
        (SCP, _scp(Condition={"ForAnyValue:StringNotLikeIfExists": {"aws:RequestedRegion": ["eu-*"]}})),
        (RCP, _rcp(Condition={"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}})),
        (TAG, {"tags": {"@@operators_allowed_for_child_policies": ["@@none"], "a": {"tag_key": {"@@assign": "A"}}}}),
    ],
)
def test_documented_syntax_is_taken(management: Any, policy_type: str, content: Any) -> None:
    """What AWS documents as a policy of the type is one."""
    policy_id = create(management, policy_type=policy_type, content=content)
    assert json.loads(management.describe_policy(PolicyId=policy_id)["Policy"]["Content"]) == content


def test_policies_page(management: Any) -> None:
    """ListPolicies pages by one, AWS's own first, and shows one type."""
    names = ["FullAWSAccess", *(f"p{number}" for number in range(4))]
    for name in names[1:]:
        create(management, name)
    create(management, "other", TAG, tag_values("a"))
    pages = management.get_paginator("list_policies").paginate(Filter=SCP, MaxResults=1)
    assert [policy["Name"] for page in pages for policy in page["Policies"]] == names
