"""Trusted access and delegated administrators through Organizations."""

from datetime import timedelta
from typing import Any

import pytest

from emulator.domain.organizations.service_integration import IPAM
from tests.aws import Aws, refused
from tests.worlds import MANAGEMENT, OUTSIDER, member

GUARDDUTY = "guardduty.amazonaws.com"
CONFIG = "config.amazonaws.com"
RAM = "ram.amazonaws.com"


def test_int_011_trusting_again_keeps_the_date(aws: Aws, management: Any) -> None:
    """EnableAWSServiceAccess twice is one entry with its first date; disabling twice is no error."""
    management.enable_aws_service_access(ServicePrincipal=GUARDDUTY)
    before = management.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    aws.world.clock.advance(timedelta(hours=1))
    management.enable_aws_service_access(ServicePrincipal=GUARDDUTY)
    assert management.list_aws_service_access_for_organization()["EnabledServicePrincipals"] == before
    assert before[0]["ServicePrincipal"] == GUARDDUTY
    for _ in range(2):
        management.disable_aws_service_access(ServicePrincipal=GUARDDUTY)
    assert management.list_aws_service_access_for_organization()["EnabledServicePrincipals"] == []


def test_int_018_unknown_principals(aws: Aws, management: Any) -> None:
    """Every call that names a principal refuses one that no service has."""
    bogus, account_id = "bogus.amazonaws.com", member(aws.world, "one")
    for call in (
        lambda: management.enable_aws_service_access(ServicePrincipal=bogus),
        lambda: management.disable_aws_service_access(ServicePrincipal=bogus),
        lambda: management.register_delegated_administrator(AccountId=account_id, ServicePrincipal=bogus),
        lambda: management.deregister_delegated_administrator(AccountId=account_id, ServicePrincipal=bogus),
        lambda: management.list_delegated_administrators(ServicePrincipal=bogus),
    ):
        with refused("InvalidInputException", rule="INT-018", reason="UNRECOGNIZED_SERVICE_PRINCIPAL") as refusal:
            call()
        assert refusal.message == "You specified an unrecognized service principal."


def test_int_053_ram_has_no_administrators(aws: Aws, management: Any) -> None:
    """RAM can be trusted but not administered."""
    management.enable_aws_service_access(ServicePrincipal=RAM)
    with refused("InvalidInputException", rule="INT-053", reason="UNRECOGNIZED_SERVICE_PRINCIPAL"):
        management.register_delegated_administrator(AccountId=member(aws.world, "one"), ServicePrincipal=RAM)


@pytest.mark.parametrize(
    ("account", "code", "rule"),
    [
        ("management", "ConstraintViolationException", "INT-044"),
        ("outsider", "AccountNotFoundException", "INT-046"),
        ("closed", "ConstraintViolationException", "INT-045"),
        ("member", "ConstraintViolationException", "INT-040"),
    ],
)
def test_who_cannot_be_registered(aws: Aws, management: Any, account: str, code: str, rule: str) -> None:
    """Before trusted access is even looked at, the account must be an active member."""
    accounts = {"management": MANAGEMENT, "outsider": OUTSIDER}
    accounts |= {name: member(aws.world, name) for name in ("member", "closed")}
    management.close_account(AccountId=accounts["closed"])
    with refused(code, rule=rule):
        management.register_delegated_administrator(AccountId=accounts[account], ServicePrincipal=GUARDDUTY)


def test_registering_and_deregistering(aws: Aws, management: Any) -> None:
    """Once is enough, one administrator is GuardDuty's limit, and what is not registered cannot be deregistered."""
    first, second = member(aws.world, "one"), member(aws.world, "two")
    service = {"ServicePrincipal": GUARDDUTY}
    management.enable_aws_service_access(**service)
    management.register_delegated_administrator(AccountId=first, **service)
    with refused("AccountAlreadyRegisteredException", rule="INT-042"):
        management.register_delegated_administrator(AccountId=first, **service)
    with refused(
        "ConstraintViolationException",
        rule="INT-043",
        reason="MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED",
    ):
        management.register_delegated_administrator(AccountId=second, **service)
    with refused("ConstraintViolationException", rule="INT-035"):
        management.disable_aws_service_access(**service)
    management.deregister_delegated_administrator(AccountId=first, **service)
    for account_id, code, rule in (
        (first, "AccountNotRegisteredException", "INT-050"),
        (OUTSIDER, "AccountNotFoundException", "INT-046"),
        (MANAGEMENT, "ConstraintViolationException", "INT-044"),
    ):
        with refused(code, rule=rule):
            management.deregister_delegated_administrator(AccountId=account_id, **service)


def test_org_084_administrators_are_listed_once(aws: Aws, management: Any) -> None:
    """Without a filter each account stands once, since its first registration; with one, since that service's."""
    account_id = member(aws.world, "one")
    for service in (GUARDDUTY, CONFIG):
        management.enable_aws_service_access(ServicePrincipal=service)
        management.register_delegated_administrator(AccountId=account_id, ServicePrincipal=service)
        aws.world.clock.advance(timedelta(hours=1))
    (any_service,) = management.list_delegated_administrators()["DelegatedAdministrators"]
    (config,) = management.list_delegated_administrators(ServicePrincipal=CONFIG)["DelegatedAdministrators"]
    assert config["DelegationEnabledDate"] - any_service["DelegationEnabledDate"] == timedelta(hours=1)
    assert any_service["Id"] == account_id
    assert {"Arn", "Email", "Name", "Status", "State", "JoinedMethod", "JoinedTimestamp"} <= any_service.keys()
    assert "Paths" not in any_service
    assert management.list_delegated_administrators(ServicePrincipal=RAM)["DelegatedAdministrators"] == []
    services = management.list_delegated_services_for_account(AccountId=account_id)["DelegatedServices"]
    assert [service["ServicePrincipal"] for service in services] == [GUARDDUTY, CONFIG]


def test_int_005_to_int_007_designation_is_seen(aws: Aws, management: Any) -> None:
    """What IPAM's own call makes is in the three lists for the very next request."""
    account_id = member(aws.world, "one")
    aws.client("ec2").enable_ipam_organization_admin_account(DelegatedAdminAccountId=account_id)
    for client in (management, aws.client("organizations", account_id)):
        (trusted,) = client.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
        (administrator,) = client.list_delegated_administrators(ServicePrincipal=IPAM)["DelegatedAdministrators"]
        (service,) = client.list_delegated_services_for_account(AccountId=account_id)["DelegatedServices"]
        assert (trusted["ServicePrincipal"], administrator["Id"]) == (IPAM, account_id)
        assert service["ServicePrincipal"] == IPAM


@pytest.mark.parametrize(
    ("account", "code"), [(OUTSIDER, "AccountNotFoundException"), (MANAGEMENT, "AccountNotRegisteredException")]
)
def test_int_052_services_of_nobody(management: Any, account: str, code: str) -> None:
    """An account outside the organization is not found; one that administers nothing is not registered."""
    with refused(code, rule="INT-052"):
        management.list_delegated_services_for_account(AccountId=account)


def test_int_152_a_closed_administrator_is_shown_closed(aws: Aws, management: Any) -> None:
    """An administrator may be closed; it stays in the list, SUSPENDED and CLOSED, until it is purged."""
    account_id = member(aws.world, "one")
    aws.client("ec2").enable_ipam_organization_admin_account(DelegatedAdminAccountId=account_id)
    management.close_account(AccountId=account_id)
    (found,) = management.list_delegated_administrators()["DelegatedAdministrators"]
    assert (found["State"], found["Status"]) == ("CLOSED", "SUSPENDED")
    aws.world.clock.advance(timedelta(days=90))
    assert management.list_delegated_administrators()["DelegatedAdministrators"] == []
    assert management.list_aws_service_access_for_organization()["EnabledServicePrincipals"] != []
