"""Turning policy types on and off, through real boto3."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.organizations import life
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.world import World
from tests.aws import Aws, refused
from tests.wire.organizations.conftest import root_of
from tests.wire.organizations.policy_calls import FULL_ACCESS, SCP, TAG, attached, create, enable, targets
from tests.worlds import MANAGEMENT, member


def types(client: Any) -> dict[str, str]:
    return {kind["Type"]: kind["Status"] for kind in client.list_roots()["Roots"][0]["PolicyTypes"]}


def test_a_new_organization_has_no_type_enabled(management: Any) -> None:
    """Nothing is on until it is enabled, and the answer shows it on at once."""
    assert types(management) == {}
    root = management.enable_policy_type(RootId=root_of(management), PolicyType=SCP)["Root"]
    assert root["PolicyTypes"] == [{"Type": SCP, "Status": "ENABLED"}]
    assert types(management) == {SCP: "ENABLED"}


def test_disabling_drops_attachments_for_good(management: Any, organization_world: World) -> None:
    """Policies stay, attachments go; enabling again attaches FullAWSAccess alone."""
    enable(management)
    account_id, policy_id = member(organization_world, "one"), create(management)
    management.attach_policy(PolicyId=policy_id, TargetId=account_id)
    management.detach_policy(PolicyId=FULL_ACCESS, TargetId=account_id)
    root = management.disable_policy_type(RootId=root_of(management), PolicyType=SCP)["Root"]
    assert root["PolicyTypes"] == []
    assert attached(management, account_id) == targets(management, policy_id) == []
    enable(management)
    assert attached(management, account_id) == [FULL_ACCESS]
    management.delete_policy(PolicyId=policy_id)


def test_org_107_and_org_114_and_org_116(management: Any) -> None:
    """A type is enabled once, disabled once, and in this organization's root."""
    with refused("PolicyTypeNotEnabledException", rule="ORG-107"):
        management.disable_policy_type(RootId=root_of(management), PolicyType=TAG)
    enable(management, TAG)
    with refused("PolicyTypeAlreadyEnabledException", rule="ORG-114"):
        enable(management, TAG)
    for call in (management.enable_policy_type, management.disable_policy_type):
        with refused("RootNotFoundException", rule="ORG-116"):
            call(RootId="r-zzzz", PolicyType=TAG)


def test_org_117_nothing_changes_while_the_type_does(make_aws: Callable[..., Aws]) -> None:
    """With a delay the type is pending, its policies cannot be touched, and then it is on."""
    aws = make_aws(policy_type_delay_s=60)
    life.create(aws.world, MANAGEMENT, FeatureSet.ALL)
    client = aws.client("organizations")
    policy_id, root_id = create(client), root_of(client)
    enable(client)
    assert types(client) == {SCP: "PENDING_ENABLE"}
    assert attached(client, root_id) == []
    for call in (
        lambda: client.attach_policy(PolicyId=policy_id, TargetId=root_id),
        lambda: client.detach_policy(PolicyId=policy_id, TargetId=root_id),
        lambda: client.update_policy(PolicyId=policy_id, Description="new"),
        lambda: client.enable_policy_type(RootId=root_id, PolicyType=SCP),
        lambda: client.disable_policy_type(RootId=root_id, PolicyType=SCP),
    ):
        with refused("PolicyChangesInProgressException", rule="ORG-117"):
            call()
    aws.world.clock.advance(timedelta(seconds=60))
    assert types(client) == {SCP: "ENABLED"}
    client.attach_policy(PolicyId=policy_id, TargetId=root_id)
    client.disable_policy_type(RootId=root_id, PolicyType=SCP)
    assert types(client) == {SCP: "PENDING_DISABLE"}
    assert attached(client, root_id) == [FULL_ACCESS, policy_id]
    aws.world.clock.advance(timedelta(seconds=60))
    assert types(client) == {}


@pytest.mark.parametrize("strict", [False, True])
def test_org_120_trusted_access_may_be_wanted_first(make_aws: Callable[..., Aws], strict: bool) -> None:
    """GuardDuty's type needs trusted access where the option says so."""
    aws = make_aws(policy_types_need_trusted_access=strict)
    life.create(aws.world, MANAGEMENT, FeatureSet.ALL)
    client = aws.client("organizations")
    if strict:
        with refused("ConstraintViolationException", rule="ORG-120", reason="SERVICE_ACCESS_NOT_ENABLED"):
            enable(client, "GUARDDUTY_POLICY")
        client.enable_aws_service_access(ServicePrincipal="guardduty.amazonaws.com")
    enable(client, "GUARDDUTY_POLICY")


def test_org_121_a_service_stays_trusted_while_its_type_is_on(management: Any) -> None:
    """Tag policies must be off before their service's access can be."""
    service = "tagpolicies.tag.amazonaws.com"
    management.enable_aws_service_access(ServicePrincipal=service)
    enable(management, TAG)
    with refused("ConstraintViolationException", rule="ORG-121", reason="POLICY_TYPE_ENABLED_FOR_THIS_SERVICE"):
        management.disable_aws_service_access(ServicePrincipal=service)
    management.disable_policy_type(RootId=root_of(management), PolicyType=TAG)
    management.disable_aws_service_access(ServicePrincipal=service)
