"""Who may make which call: every kind of caller against every call of the integration."""

from collections.abc import Callable
from typing import Any

import pytest

from emulator.domain.organizations.service_integration import IPAM
from tests.aws import Aws, refused
from tests.integration.conftest import Story
from tests.worlds import MANAGEMENT, OUTSIDER

ELSEWHERE = "444444444444"
Parameters = Callable[[Story], dict[str, Any]]

_ADMINISTRATOR: Parameters = lambda s: {"AccountId": s.a, "ServicePrincipal": IPAM}  # noqa: E731 - a table of lambdas
# service, operation, parameters; then who is refused by which rule (None: the call is answered)
CALLS: list[tuple[str, str, Parameters, dict[str, str | None]]] = [
    (
        "ec2",
        operation,
        lambda s: {"DelegatedAdminAccountId": s.a},
        {"administrator": "INT-020", "member": "INT-020", "standalone": "INT-021", "elsewhere": elsewhere},
    )
    for operation, elsewhere in (
        ("enable_ipam_organization_admin_account", "INT-023"),
        ("disable_ipam_organization_admin_account", "INT-067"),
    )
]
CALLS += [
    (
        "organizations",
        operation,
        parameters,
        {"administrator": rule, "member": rule, "standalone": "INT-016", "elsewhere": elsewhere},
    )
    for operation, parameters, rule, elsewhere in (
        ("enable_aws_service_access", lambda s: {"ServicePrincipal": IPAM}, "INT-015", "INT-014"),
        ("disable_aws_service_access", lambda s: {"ServicePrincipal": IPAM}, "INT-015", None),
        ("register_delegated_administrator", _ADMINISTRATOR, "INT-051", "INT-046"),
        ("deregister_delegated_administrator", _ADMINISTRATOR, "INT-051", "INT-046"),
    )
]
CALLS += [
    ("organizations", operation, parameters, {"member": rule, "standalone": "INT-016", "elsewhere": elsewhere})
    for operation, parameters, rule, elsewhere in (
        ("list_aws_service_access_for_organization", lambda s: {}, "INT-037", None),
        ("list_delegated_administrators", lambda s: {"ServicePrincipal": IPAM}, "INT-048", None),
        ("list_delegated_services_for_account", lambda s: {"AccountId": s.a}, "INT-048", "INT-052"),
    )
]
CODES = {
    "INT-014": "InvalidInputException",
    "INT-015": "AccessDeniedException",
    "INT-016": "AWSOrganizationsNotInUseException",
    "INT-020": "UnauthorizedOperation",
    "INT-021": "UnauthorizedOperation",
    "INT-023": "IpamOrganizationAccountNotFound",
    "INT-037": "AccessDeniedException",
    "INT-046": "AccountNotFoundException",
    "INT-048": "AccessDeniedException",
    "INT-051": "AccessDeniedException",
    "INT-052": "AccountNotFoundException",
    "INT-067": "IpamOrganizationAccountNotRegistered",
}


@pytest.fixture
def callers(aws: Aws) -> tuple[Story, dict[str, str]]:
    """An integrated organization, and its callers: also a standalone account and another organization's management."""
    story = Story(aws).reach("INTEGRATED")
    Story(aws, management=ELSEWHERE)
    return story, {
        "administrator": story.a,
        "member": story.b,
        "standalone": OUTSIDER,
        "elsewhere": ELSEWHERE,
    }


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "refusals"), [pytest.param(*call, id=call[1]) for call in CALLS]
)
def test_every_caller_meets_its_rule(
    callers: tuple[Story, dict[str, str]],
    service: str,
    operation: str,
    parameters: Parameters,
    refusals: dict[str, str | None],
) -> None:
    """Each caller is answered, or refused by the rule for its place, and the integration stays what it was."""
    story, accounts = callers
    for caller, account_id in accounts.items():
        call = getattr(story.aws.client(service, account_id), operation)
        rule = refusals.get(caller)
        if rule is None:
            call(**parameters(story))
        else:
            with refused(CODES[rule], rule=rule):
                call(**parameters(story))
    assert story.state() == "INTEGRATED(A)"


@pytest.mark.rule("INT-048")
def test_an_administrator_reads_only_while_it_is_one(story: Story) -> None:
    """The former administrator is refused what the administrator could read."""
    organizations = story.aws.client("organizations", story.a)
    with refused("AccessDeniedException", rule="INT-048"):
        organizations.list_accounts()
    story.designate(story.a)
    assert len(organizations.list_accounts()["Accounts"]) == 3
    story.end_designation(story.a)
    with refused("AccessDeniedException", rule="INT-048"):
        organizations.list_accounts()
    assert organizations.describe_organization()["Organization"]["MasterAccountId"] == MANAGEMENT


@pytest.mark.rule("EC2-001", "EC2-002")
def test_ec2_words_what_the_contract_forbids(aws: Aws, create_ipam: Callable[..., dict[str, Any]]) -> None:
    """A missing parameter is MissingParameter, one out of its range InvalidParameterValue."""
    ec2 = aws.own_client("ec2", parameter_validation=False)
    with refused("MissingParameter", rule="EC2-001"):
        ec2.delete_ipam()
    with refused("InvalidParameterValue", rule="EC2-002"):
        ec2.describe_ipams(MaxResults=4)
