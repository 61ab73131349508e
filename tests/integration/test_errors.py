"""The integration's errors as whole answers: status, headers and body, as fixtures/exchanges/ holds them."""

import json
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from botocore.exceptions import ClientError

from emulator.domain.organizations.service_integration import IPAM
from tests.integration.conftest import ROLE, Story
from tests.repository.source import ROOT
from tests.worlds import MANAGEMENT, OUTSIDER

GOLDENS = json.loads((ROOT / "fixtures" / "exchanges" / "integration-errors.json").read_text(encoding="utf-8"))
ROLE_ARN = f"arn:aws:iam::{MANAGEMENT}:role/aws-service-role/ipam.amazonaws.com/{ROLE}"
ROLE_POLICY = "arn:aws:iam::aws:policy/aws-service-role/AWSIPAMServiceRolePolicy"
ANY_TRUST = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}'
)


def _second_administrator(story: Story) -> None:
    story.designate(story.a)
    story.designate(story.b)


def _while_closed_one_remains(story: Story) -> None:
    story.designate(story.a)
    story.close(story.a)
    story.designate(story.b)


def _closed_target(story: Story) -> None:
    story.close(story.a)
    story.designate(story.a)


def _consolidated_billing(story: Story) -> Story:
    return Story(story.aws, management="444444444444", features="CONSOLIDATED_BILLING")


def _designate_in_consolidated_billing(story: Story) -> None:
    other = _consolidated_billing(story)
    other.designate(other.a)


def _without_target(story: Story) -> None:
    story.aws.own_client("ec2", parameter_validation=False).enable_ipam_organization_admin_account()


def _register(story: Story, account_id: str, principal: str = IPAM) -> None:
    story.organizations.register_delegated_administrator(AccountId=account_id, ServicePrincipal=principal)


def _as_member(story: Story, operation: str, **parameters: Any) -> None:
    getattr(story.aws.client("organizations", story.a), operation)(**parameters)


def _trusting(story: Story) -> Story:
    return story.reach("TRUSTED")


def _close_then_register(story: Story) -> None:
    _trusting(story).close(story.b)
    _register(story, story.b)


def _iam_with_role(story: Story) -> Any:
    iam = story.aws.client("iam", MANAGEMENT)
    iam.create_service_linked_role(AWSServiceName=IPAM)
    return iam


def _iam_with_ordinary_role(story: Story) -> Any:
    iam = story.aws.client("iam", MANAGEMENT)
    iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=ANY_TRUST)
    return iam


# How each rule comes to refuse: the last call of each is the one whose answer is looked at.
SITUATIONS: dict[str, Callable[[Story], object]] = {
    "INT-014": lambda s: s.organizations.enable_aws_service_access(ServicePrincipal=IPAM),
    "INT-015": lambda s: _as_member(s, "enable_aws_service_access", ServicePrincipal=IPAM),
    "INT-016": lambda s: s.aws.client("organizations", OUTSIDER).enable_aws_service_access(ServicePrincipal=IPAM),
    "INT-017": lambda s: _consolidated_billing(s).trusted_since(),
    "INT-018": lambda s: _register(s, s.a, "nobody.amazonaws.com"),
    "INT-020": lambda s: s.aws.client("ec2", s.a).enable_ipam_organization_admin_account(DelegatedAdminAccountId=s.b),
    "INT-021": lambda s: s.aws.client("ec2", OUTSIDER).enable_ipam_organization_admin_account(
        DelegatedAdminAccountId=s.a
    ),
    "INT-022": lambda s: s.designate(MANAGEMENT),
    "INT-023": lambda s: s.designate(OUTSIDER),
    "INT-024": _closed_target,
    "INT-025": _second_administrator,
    "INT-028": _without_target,
    "INT-029": lambda s: s.designate("12345"),
    "INT-030": lambda s: s.designate(s.a, DryRun=True),
    "INT-031": lambda s: s.aws.client("ec2", s.a).enable_ipam_organization_admin_account(
        DelegatedAdminAccountId=s.b, DryRun=True
    ),
    "INT-032": _designate_in_consolidated_billing,
    "INT-035": lambda s: s.reach("REGISTERED").disable_access(),
    "INT-040": lambda s: s.register(s.a),
    "INT-042": lambda s: s.reach("INTEGRATED").register(s.a),
    "INT-043": lambda s: s.reach("INTEGRATED").register(s.b),
    "INT-044": lambda s: _trusting(s).register(MANAGEMENT),
    "INT-045": _close_then_register,
    "INT-046": lambda s: _trusting(s).register(OUTSIDER),
    "INT-047": lambda s: s.register("12345"),
    "INT-050": lambda s: _trusting(s).deregister(s.a),
    "INT-051": lambda s: _as_member(s, "register_delegated_administrator", AccountId=s.b, ServicePrincipal=IPAM),
    "INT-052": lambda s: s.organizations.list_delegated_services_for_account(AccountId=s.a),
    "INT-053": lambda s: _register(s, s.a, "ram.amazonaws.com"),
    "INT-067": lambda s: s.end_designation(s.a),
    "INT-103": lambda s: _iam_with_role(s).create_service_linked_role(AWSServiceName=IPAM),
    "INT-104": lambda s: s.aws.client("iam", MANAGEMENT).create_service_linked_role(
        AWSServiceName=IPAM, CustomSuffix="one"
    ),
    "INT-124": lambda s: _iam_with_role(s).delete_role(RoleName=ROLE),
    "INT-125": lambda s: _iam_with_role(s).attach_role_policy(RoleName=ROLE, PolicyArn=ROLE_POLICY),
    "INT-127": lambda s: _iam_with_role(s).update_role(RoleName=ROLE, MaxSessionDuration=7200),
    "INT-128": lambda s: _iam_with_ordinary_role(s).attach_role_policy(RoleName=ROLE, PolicyArn=ROLE_POLICY),
    "INT-129": lambda s: (
        _iam_with_role(s),
        s.aws.client("sts", MANAGEMENT).assume_role(RoleArn=ROLE_ARN, RoleSessionName="one"),
    ),
    "INT-132": lambda s: s.aws.client("iam", MANAGEMENT).delete_service_linked_role(RoleName=ROLE),
    "INT-133": lambda s: _iam_with_ordinary_role(s).delete_service_linked_role(RoleName=ROLE),
    "INT-150": lambda s: s.reach("INTEGRATED").remove(s.a),
    "INT-151": lambda s: s.reach("INTEGRATED").aws.client("organizations", s.a).leave_organization(),
    "INT-154": _while_closed_one_remains,
    "INT-157": lambda s: s.organizations.delete_organization(),
    "INT-159": lambda s: s.organizations.close_account(AccountId=MANAGEMENT),
}
# The rule that the answer names, where a more general one refuses.
NAMED_AS = {"INT-031": "INT-020", "INT-154": "INT-025"}
# Two errors of one rule need two situations; so does a rule whose other answer another golden holds.
OTHER_SITUATIONS: dict[tuple[str, str], Callable[[Story], object]] = {
    ("INT-052", "AccountNotFoundException"): lambda s: s.organizations.list_delegated_services_for_account(
        AccountId=OUTSIDER
    ),
}


@pytest.mark.parametrize(
    ("golden", "rule"),
    [pytest.param(golden, rule, id=f"{rule}-{golden['code']}") for golden in GOLDENS for rule in golden["rules"]],
)
def test_an_error_is_the_golden_one(story: Story, golden: dict[str, Any], rule: str) -> None:
    """The whole answer, to the byte but for ids: status, content type, rule, body, and the SDK's own class."""
    if golden.get("case") == "INT-047, missing":
        situation: Callable[[Story], object] = _register_without_account
    else:
        situation = OTHER_SITUATIONS.get((rule, golden["code"])) or SITUATIONS[rule]
    with pytest.raises(ClientError) as error:
        situation(story)
    answer = story.aws.answers[-1]
    body = fill(story, golden["body"])
    assert answer.status_code == golden["status"]
    assert answer.headers["Content-Type"] == golden["content_type"]
    assert answer.headers["x-emulator-rule"] == NAMED_AS.get(rule, rule)
    request_id = answer.headers["x-amzn-RequestId"]
    if isinstance(golden["body"], str):
        expected = body.replace("REQUEST-ID", request_id)
        assert ElementTree.canonicalize(answer.content.decode()) == ElementTree.canonicalize(expected)
    else:
        assert json.loads(answer.content) == json.loads(body)
    assert type(error.value).__name__ == golden.get("exception", "ClientError")


def _register_without_account(story: Story) -> None:
    careless = story.aws.own_client("organizations", parameter_validation=False)
    careless.register_delegated_administrator(ServicePrincipal=IPAM)


def fill(story: Story, body: Any) -> str:
    text = body if isinstance(body, str) else json.dumps(body)
    for mark, value in (("$MANAGEMENT", MANAGEMENT), ("$OUTSIDER", OUTSIDER), ("$A", story.a)):
        text = text.replace(mark, value)
    return text
