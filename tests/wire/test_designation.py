"""IPAM's designation calls through real boto3 over a socket."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
import uvicorn
from botocore.config import Config
from botocore.exceptions import ClientError

from emulator.domain.organizations import life
from emulator.domain.organizations.organization import FeatureSet
from emulator.domain.organizations.service_integration import IPAM
from emulator.domain.world import World
from emulator.gateway.asgi import Gateway
from tests.worlds import MANAGEMENT, OUTSIDER, member, new_world


@pytest.fixture
def world() -> World:
    world = new_world()
    life.create(world, MANAGEMENT, FeatureSet.ALL)
    return world


@pytest.fixture
def endpoint(world: World) -> Iterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(Gateway(world), lifespan="off", log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


def client(endpoint: str, service: str, account_id: str) -> Any:
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name="eu-west-1",
        aws_access_key_id=account_id,
        aws_secret_access_key="any",
        config=Config(retries={"max_attempts": 0}),
    )


def test_a_twelve_digit_key_is_that_account(endpoint: str) -> None:
    """GetCallerIdentity names the account of the key and its administrator."""
    identity = client(endpoint, "sts", OUTSIDER).get_caller_identity()
    assert identity["Account"] == OUTSIDER
    assert identity["Arn"] == f"arn:aws:iam::{OUTSIDER}:user/administrator"


def test_int_001_designating_succeeds(endpoint: str, world: World) -> None:
    """The management account designates a member, in any Region."""
    ec2 = client(endpoint, "ec2", MANAGEMENT)
    answer = ec2.enable_ipam_organization_admin_account(DelegatedAdminAccountId=member(world, "one"))
    assert answer["Success"] is True


def test_int_030_a_dry_run_succeeds_without_change(endpoint: str, world: World) -> None:
    """DryRun answers 412 DryRunOperation and a removal afterwards finds nobody."""
    ec2, account_id = client(endpoint, "ec2", MANAGEMENT), member(world, "one")
    with pytest.raises(ClientError) as caught:
        ec2.enable_ipam_organization_admin_account(DelegatedAdminAccountId=account_id, DryRun=True)
    assert caught.value.response["Error"]["Code"] == "DryRunOperation"
    with pytest.raises(ClientError) as caught:
        ec2.disable_ipam_organization_admin_account(DelegatedAdminAccountId=account_id)
    assert caught.value.response["Error"]["Code"] == "IpamOrganizationAccountNotRegistered"


@pytest.mark.parametrize(
    ("caller", "target", "code", "rule"),
    [
        (OUTSIDER, MANAGEMENT, "UnauthorizedOperation", "INT-021"),
        (MANAGEMENT, MANAGEMENT, "InvalidParameterValue", "INT-022"),
        (MANAGEMENT, OUTSIDER, "IpamOrganizationAccountNotFound", "INT-023"),
        (OUTSIDER, "12345", "InvalidParameterValue", "INT-029"),
    ],
)
def test_refusals_name_their_rule(endpoint: str, caller: str, target: str, code: str, rule: str) -> None:
    """Each wrong designation has its code, and the answer names the rule that refused."""
    with pytest.raises(ClientError) as caught:
        client(endpoint, "ec2", caller).enable_ipam_organization_admin_account(DelegatedAdminAccountId=target)
    assert caught.value.response["Error"]["Code"] == code
    assert caught.value.response["ResponseMetadata"]["HTTPHeaders"]["x-emulator-rule"] == rule


def test_an_absent_operation_answers_501(endpoint: str) -> None:
    """What the contract has and the emulator does not answers 501 in the protocol's own shape."""
    with pytest.raises(ClientError) as caught:
        client(endpoint, "organizations", MANAGEMENT).list_roots()
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501


def test_int_014_and_int_040_over_the_wire(endpoint: str, world: World) -> None:
    """Organizations can neither enable access for IPAM nor register an administrator before IPAM has."""
    organizations = client(endpoint, "organizations", MANAGEMENT)
    with pytest.raises(organizations.exceptions.InvalidInputException) as refused:
        organizations.enable_aws_service_access(ServicePrincipal=IPAM)
    assert refused.value.response["Reason"] == "UNRECOGNIZED_SERVICE_PRINCIPAL"
    assert "EnableIpamOrganizationAdminAccount" in refused.value.response["Error"]["Message"]
    with pytest.raises(organizations.exceptions.ConstraintViolationException) as refused:
        organizations.register_delegated_administrator(AccountId=member(world, "one"), ServicePrincipal=IPAM)
    assert refused.value.response["Reason"] == "SERVICE_ACCESS_NOT_ENABLED"


def test_f_9_only_the_management_account_disables_access(endpoint: str, world: World) -> None:
    """DisableAWSServiceAccess waits for the administrator to go, is the management account's, and answers nothing."""
    account_id = member(world, "one")
    organizations = client(endpoint, "organizations", MANAGEMENT)
    client(endpoint, "ec2", MANAGEMENT).enable_ipam_organization_admin_account(DelegatedAdminAccountId=account_id)
    with pytest.raises(organizations.exceptions.AccessDeniedException):
        client(endpoint, "organizations", account_id).disable_aws_service_access(ServicePrincipal=IPAM)
    with pytest.raises(organizations.exceptions.ConstraintViolationException):
        organizations.disable_aws_service_access(ServicePrincipal=IPAM)
    client(endpoint, "ec2", MANAGEMENT).disable_ipam_organization_admin_account(DelegatedAdminAccountId=account_id)
    answer = organizations.disable_aws_service_access(ServicePrincipal=IPAM)
    assert answer["ResponseMetadata"]["HTTPHeaders"]["content-length"] == "0"
