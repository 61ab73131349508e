"""Every list of Organizations walks page by page, and calls without an output answer nothing."""

from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.organizations.conftest import invite, root_of, unit
from tests.worlds import MANAGEMENT, member

SERVICES = ("guardduty.amazonaws.com", "config.amazonaws.com")


@pytest.fixture
def filled(aws: Aws, management: Any) -> str:
    """Two or more of everything; the account that administers two services."""
    first, second = member(aws.world, "one"), member(aws.world, "two")
    for service in SERVICES:
        management.enable_aws_service_access(ServicePrincipal=service)
        management.register_delegated_administrator(AccountId=first, ServicePrincipal=service)
    management.enable_aws_service_access(ServicePrincipal="backup.amazonaws.com")
    management.register_delegated_administrator(AccountId=second, ServicePrincipal="backup.amazonaws.com")
    for name in ("a", "b"):
        unit(management, name)
    for account_id in ("222222222222", "333333333333"):
        invite(management, account_id)
    return first


@pytest.mark.parametrize(
    ("call", "key", "count"),
    [
        ("list_accounts", "Accounts", 3),
        ("list_accounts_for_parent", "Accounts", 3),
        ("list_organizational_units_for_parent", "OrganizationalUnits", 2),
        ("list_children", "Children", 3),
        ("list_roots", "Roots", 1),
        ("list_parents", "Parents", 1),
        ("list_create_account_status", "CreateAccountStatuses", 2),
        ("list_handshakes_for_organization", "Handshakes", 2),
        ("list_aws_service_access_for_organization", "EnabledServicePrincipals", 3),
        ("list_delegated_administrators", "DelegatedAdministrators", 2),
        ("list_delegated_services_for_account", "DelegatedServices", 2),
    ],
)
def test_org_083_lists_walk_one_by_one(management: Any, filled: str, call: str, key: str, count: int) -> None:
    """With MaxResults=1 every page holds one, the last has no NextToken, and nothing comes twice."""
    root_id = root_of(management)
    parameters = {
        "list_accounts_for_parent": {"ParentId": root_id},
        "list_organizational_units_for_parent": {"ParentId": root_id},
        "list_children": {"ParentId": root_id, "ChildType": "ACCOUNT"},
        "list_parents": {"ChildId": MANAGEMENT},
        "list_delegated_services_for_account": {"AccountId": filled},
    }.get(call, {})
    whole = getattr(management, call)(**parameters)
    assert "NextToken" not in whole
    pages = list(management.get_paginator(call).paginate(**parameters, PaginationConfig={"PageSize": 1}))
    assert [len(page[key]) for page in pages] == [1] * count
    assert [page[key][0] for page in pages] == whole[key]
    with refused("InvalidInputException", reason="MAX_VALUE_EXCEEDED"):
        getattr(management, call)(**parameters, MaxResults=21)
    with refused("InvalidInputException", rule="ORG-035", reason="INVALID_NEXT_TOKEN"):
        getattr(management, call)(**parameters, NextToken="made-up")


def test_org_085_received_handshakes_walk_one_by_one(aws: Aws, management: Any) -> None:
    """What an account has received from several organizations comes in order, page by page."""
    second = aws.client("organizations", "222222222222")
    second.create_organization()
    expected = [invite(management), invite(second)]
    received = aws.client("organizations", "999999999999")
    walk = received.get_paginator("list_handshakes_for_account").paginate(PaginationConfig={"PageSize": 1})
    assert [page["Handshakes"][0]["Id"] for page in walk] == expected


def test_org_082_calls_without_output_answer_nothing(aws: Aws, management: Any) -> None:
    """A call that the model gives no output answers 200 with an empty body."""
    account_id, root_id, unit_id = member(aws.world, "one"), root_of(management), unit(management, "unit")
    service = {"ServicePrincipal": SERVICES[0]}
    move = {"SourceParentId": root_id, "DestinationParentId": unit_id}
    calls = [
        ("enable_aws_service_access", service),
        ("register_delegated_administrator", {"AccountId": account_id, **service}),
        ("deregister_delegated_administrator", {"AccountId": account_id, **service}),
        ("disable_aws_service_access", service),
        ("tag_resource", {"ResourceId": root_id, "Tags": [{"Key": "a", "Value": "b"}]}),
        ("untag_resource", {"ResourceId": root_id, "TagKeys": ["a"]}),
        ("move_account", {"AccountId": account_id, **move}),
        ("close_account", {"AccountId": member(aws.world, "two")}),
        ("remove_account_from_organization", {"AccountId": account_id}),
        ("delete_organizational_unit", {"OrganizationalUnitId": unit_id}),
    ]
    for call, parameters in calls:
        metadata = getattr(management, call)(**parameters)["ResponseMetadata"]
        assert (metadata["HTTPStatusCode"], metadata["HTTPHeaders"]["content-length"]) == (200, "0"), call
