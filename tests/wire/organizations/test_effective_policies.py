"""Effective policies through real boto3: what they say, who sees them, and what makes them invalid."""

import json
from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.organizations import life, trusted_access
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.wire.organizations.conftest import root_of, unit
from tests.wire.organizations.policy_calls import BACKUP, TAG, attach, create, enable, plan, tag_values
from tests.worlds import MANAGEMENT, OUTSIDER, member

ACCESS_ANALYZER = "access-analyzer.amazonaws.com"


@pytest.fixture
def account_id(management: Any, organization_world: World) -> str:
    """A member in a unit."""
    found = member(organization_world, "one")
    root_id = root_of(management)
    management.move_account(AccountId=found, SourceParentId=root_id, DestinationParentId=unit(management, "unit"))
    return found


def unit_of(management: Any, account_id: str) -> str:
    parent_id: str = management.list_parents(ChildId=account_id)["Parents"][0]["Id"]
    return parent_id


def effective(client: Any, policy_type: str = TAG, **target: str) -> Any:
    found = client.describe_effective_policy(PolicyType=policy_type, **target)["EffectivePolicy"]
    return json.loads(found["PolicyContent"])


def values(client: Any, **target: str) -> list[str]:
    found: list[str] = effective(client, **target)["tags"]["team"]["tag_value"]
    return found


def test_org_140_the_whole_path_adds_up(management: Any, account_id: str, aws: Aws) -> None:
    """Root, unit and account add up without operators; the member sees its own, and a move changes it at once."""
    enable(management, TAG)
    unit_id = unit_of(management, account_id)
    attach(management, root_of(management), tag_values("net"), name="root")
    attach(management, unit_id, tag_values("web", operator="@@append"), name="unit")
    attach(management, account_id, tag_values("net", operator="@@remove"), name="account")
    assert values(management, TargetId=account_id) == ["web"]
    assert values(management) == ["net"]
    assert values(aws.client("organizations", account_id)) == ["web"]
    assert values(aws.client("organizations", account_id), TargetId=account_id) == ["web"]
    root_id = root_of(management)
    management.move_account(AccountId=account_id, SourceParentId=unit_id, DestinationParentId=root_id)
    with refused("EffectivePolicyNotFoundException", rule="ORG-119"):
        effective(management, TargetId=account_id)


def test_the_timestamp_follows_changes(management: Any, account_id: str, aws: Aws) -> None:
    """LastUpdatedTimestamp is the time of the last attachment, update or move that reaches the account."""
    enable(management, TAG)
    policy_id = attach(management, root_of(management), tag_values("net"))

    def updated() -> Any:
        found = management.describe_effective_policy(PolicyType=TAG, TargetId=account_id)
        return found["EffectivePolicy"]["LastUpdatedTimestamp"]

    def later() -> None:
        aws.world.clock.advance(timedelta(hours=1))

    first = updated()
    later()
    management.update_policy(PolicyId=policy_id, Content=json.dumps(tag_values("web")))
    later()
    assert updated() - first == timedelta(hours=1)
    source, destination = unit_of(management, account_id), root_of(management)
    management.move_account(AccountId=account_id, SourceParentId=source, DestinationParentId=destination)
    later()
    assert updated() - first == timedelta(hours=2)


def test_org_118_and_org_119_and_org_113(management: Any, account_id: str) -> None:
    """Only accounts of the organization have effective policies, of enabled types, where something applies."""
    with refused("EffectivePolicyNotFoundException", rule="ORG-119"):
        effective(management)
    enable(management, TAG)
    with refused("EffectivePolicyNotFoundException", rule="ORG-119"):
        effective(management)
    for target_id in (root_of(management), unit_of(management, account_id)):
        with refused("InvalidInputException", rule="ORG-118", reason="TARGET_NOT_SUPPORTED"):
            effective(management, TargetId=target_id)
    with refused("TargetNotFoundException", rule="ORG-113"):
        effective(management, TargetId=OUTSIDER)


def test_org_131_who_sees_whose_effective_policy(management: Any, account_id: str, aws: Aws) -> None:
    """A member sees its own, a delegated administrator everybody's, an outsider none."""
    enable(management, TAG)
    attach(management, root_of(management), tag_values("net"))
    client = aws.client("organizations", account_id)
    with refused("AccessDeniedException", rule="ORG-131"):
        effective(client, TargetId=MANAGEMENT)
    with refused("AWSOrganizationsNotInUseException", rule="INT-016"):
        effective(aws.client("organizations", OUTSIDER))
    trusted_access.enable_access(aws.world, MANAGEMENT, ACCESS_ANALYZER)
    trusted_access.register_administrator(aws.world, MANAGEMENT, account_id, ACCESS_ANALYZER)
    assert values(client, TargetId=MANAGEMENT) == ["net"]
    trusted_access.deregister_administrator(aws.world, MANAGEMENT, account_id, ACCESS_ANALYZER)
    with refused("AccessDeniedException", rule="ORG-131"):
        effective(client, TargetId=MANAGEMENT)


def test_all_features_are_needed(aws: Aws) -> None:
    """An organization with consolidated billing has no effective policies."""
    life.create(aws.world, MANAGEMENT, FeatureSet.CONSOLIDATED_BILLING)
    with refused("ConstraintViolationException", reason="ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"):
        effective(aws.client("organizations"))


@pytest.mark.parametrize(
    ("content", "code", "path"),
    [
        (plan(11), "ELEMENTS_TOO_MANY", "plans/daily/rules"),
        (plan(0), "KEY_REQUIRED", "plans/daily/rules"),
        (plan(1, regions={"@@assign": []}), "ELEMENTS_TOO_FEW", "plans/daily/regions"),
        (plan(1, regions={"@@remove": ["eu-west-1"]}), "KEY_REQUIRED", "plans/daily/regions"),
    ],
)
def test_org_146_what_is_wrong_is_listed(management: Any, account_id: str, content: Any, code: str, path: str) -> None:
    """An account's errors name their place and the policies that made them; only accounts below are invalid."""
    enable(management, BACKUP)
    policy_id = attach(management, unit_of(management, account_id), content, BACKUP)
    found = management.list_effective_policy_validation_errors(AccountId=account_id, PolicyType=BACKUP)
    (error,) = found["EffectivePolicyValidationErrors"]
    assert (error["ErrorCode"], error["PathToError"]) == (code, path)
    assert error["ContributingPolicies"] == [policy_id]
    assert found["Path"].endswith(f"/{account_id}/")
    listed = management.list_accounts_with_invalid_effective_policy(PolicyType=BACKUP)
    assert [account["Id"] for account in listed["Accounts"]] == [account_id]
    assert listed["PolicyType"] == BACKUP
    answer = management.list_effective_policy_validation_errors(AccountId=MANAGEMENT, PolicyType=BACKUP)
    assert answer["EffectivePolicyValidationErrors"] == []


@pytest.mark.rule("ORG-146")
@pytest.mark.parametrize("rules", [5, "a long text", True, ["a"] * 11])
def test_org_146_what_is_no_rules_counts_as_none(management: Any, account_id: str, rules: Any) -> None:
    """A plan with something else in the place of its rules has too few of them, and can be detached again."""
    enable(management, BACKUP)
    odd = {"plans": {"daily": {"rules": {"@@assign": rules}, "regions": {"@@assign": ["eu-west-1"]}}}}
    policy_id = attach(management, account_id, odd, BACKUP)
    found = management.list_effective_policy_validation_errors(AccountId=account_id, PolicyType=BACKUP)
    assert [error["ErrorCode"] for error in found["EffectivePolicyValidationErrors"]] == ["ELEMENTS_TOO_FEW"]
    management.detach_policy(PolicyId=policy_id, TargetId=account_id)
    management.delete_policy(PolicyId=policy_id)


def test_an_invalid_account_keeps_its_last_valid_policy(management: Any, account_id: str) -> None:
    """Two policies that are valid by themselves and not together leave the account what it had."""
    enable(management, BACKUP)
    unit_id = unit_of(management, account_id)
    attach(management, root_of(management), plan(6), BACKUP, "root")
    valid = effective(management, BACKUP, TargetId=account_id)
    more = plan(6, prefix="s")
    policy_id = attach(management, unit_id, more, BACKUP, "unit")
    assert effective(management, BACKUP, TargetId=account_id) == valid
    assert management.list_accounts_with_invalid_effective_policy(PolicyType=BACKUP)["Accounts"]
    management.update_policy(PolicyId=policy_id, Content=json.dumps(plan(7)))
    assert not management.list_accounts_with_invalid_effective_policy(PolicyType=BACKUP)["Accounts"]
    assert len(effective(management, BACKUP, TargetId=account_id)["plans"]["daily"]["rules"]) == 7


def test_the_listings_refuse_types_that_are_off(management: Any, account_id: str) -> None:
    """There is nothing to validate of a type that is off, nor of an account outside the organization."""
    with refused("EffectivePolicyNotFoundException", rule="ORG-119"):
        management.list_accounts_with_invalid_effective_policy(PolicyType=TAG)
    with refused("EffectivePolicyNotFoundException", rule="ORG-119"):
        management.list_effective_policy_validation_errors(AccountId=account_id, PolicyType=TAG)
    enable(management, TAG)
    create(management, policy_type=TAG, content=tag_values("a"))
    assert management.list_accounts_with_invalid_effective_policy(PolicyType=TAG)["Accounts"] == []
    with refused("AccountNotFoundException"):
        management.list_effective_policy_validation_errors(AccountId=OUTSIDER, PolicyType=TAG)
