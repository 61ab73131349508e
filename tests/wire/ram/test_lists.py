"""What RAM lists, through real boto3."""

import json
from typing import Any

import pytest

from emulator.domain.callers import Caller, administrator
from emulator.domain.ram import promotion
from tests.aws import Aws, refused
from tests.wire.ram.conftest import Sharing
from tests.worlds import OUTSIDER


@pytest.mark.parametrize(
    ("operation", "parameters", "code", "rule"),
    [
        ("list_resource_types", {"resourceRegionScope": "X"}, "InvalidParameterException", "RAM-073"),
        ("get_resource_shares", {"resourceOwner": "ME"}, "InvalidParameterException", "RAM-073"),
        (
            "get_resource_shares",
            {"resourceOwner": "SELF", "permissionVersion": 1},
            "InvalidParameterException",
            "RAM-064",
        ),
        (
            "get_resource_share_associations",
            {"associationType": "PRINCIPAL", "resourceArn": "arn:aws:s3:::x"},
            "InvalidParameterException",
            "RAM-065",
        ),
        (
            "get_resource_share_associations",
            {"associationType": "RESOURCE", "principal": OUTSIDER},
            "InvalidParameterException",
            "RAM-066",
        ),
        (
            "get_resource_share_associations",
            {"associationType": "RESOURCE", "resourceShareArns": ["x"]},
            "MalformedArnException",
            "RAM-002",
        ),
        (
            "list_resources",
            {"resourceOwner": "SELF", "resourceType": "x"},
            "InvalidResourceTypeException",
            "RAM-047",
        ),
        ("list_principals", {"resourceOwner": "SELF", "resourceType": "x"}, "InvalidParameterException", "RAM-046"),
        ("get_resource_policies", {"resourceArns": ["x"]}, "MalformedArnException", "RAM-001"),
        (
            "get_resource_policies",
            {"resourceArns": ["arn:aws:ec2::999999999999:ipam-pool/ipam-pool-0"]},
            "ResourceArnNotFoundException",
            "RAM-063",
        ),
    ],
)
def test_wrong_lists_have_their_codes(
    aws: Aws, operation: str, parameters: dict[str, Any], code: str, rule: str
) -> None:
    """Each list that cannot be made has its code."""
    with refused(code, rule=rule):
        getattr(aws.client("ram"), operation)(**parameters)


def test_ram_102_a_resource_is_listed_for_each_share(sharing: Sharing) -> None:
    """A resource in two shares is listed twice; filters narrow the list."""
    first, second = sharing.share(sharing.consumer), sharing.share(sharing.consumer, OUTSIDER)
    other = sharing.shareables.make(sharing.owner, "ec2:PrefixList")
    sharing.ram.associate_resource_share(resourceShareArn=second, resourceArns=[other])
    for ram, owner, principal in (
        (sharing.ram, "SELF", sharing.consumer),
        (sharing.of(sharing.consumer), "OTHER-ACCOUNTS", sharing.owner),
    ):
        for filters, wanted in (
            ({}, [(sharing.pool, first), (sharing.pool, second), (other, second)]),
            ({"resourceType": "EC2:prefixlist"}, [(other, second)]),
            ({"resourceArns": [sharing.pool]}, [(sharing.pool, first), (sharing.pool, second)]),
            ({"resourceShareArns": [first]}, [(sharing.pool, first)]),
            ({"resourceShareArns": [second], "resourceArns": [other]}, [(other, second)]),
            ({"principal": principal, "resourceType": "ec2:PrefixList"}, [(other, second)]),
            ({"principal": OUTSIDER}, []),
            ({"resourceRegionScope": "GLOBAL"}, []),
        ):
            rows = ram.list_resources(resourceOwner=owner, **filters)["resources"]
            assert [(row["arn"], row["resourceShareArn"]) for row in rows] == wanted, filters


def test_ram_103_principals_are_listed_for_each_share(sharing: Sharing) -> None:
    """Principals with access, and external ones that have not answered; ended ones are not listed."""
    arn = sharing.share(sharing.consumer, OUTSIDER, sharing.organization.arn("organization"))
    sharing.ram.disassociate_resource_share(resourceShareArn=arn, principals=[sharing.consumer])
    rows = sharing.ram.list_principals(resourceOwner="SELF", resourceArn=sharing.pool)["principals"]
    assert [(row["id"], row["external"]) for row in rows] == [
        (OUTSIDER, True),
        (sharing.organization.arn("organization"), False),
    ]
    named = sharing.ram.list_principals(resourceOwner="SELF", principals=[sharing.organization.id])["principals"]
    assert len(named) == 1


def test_ram_104_policies(sharing: Sharing) -> None:
    """Sharing amounts to a policy: accounts by their root, the organization and units by conditions."""
    unit = sharing.unit()
    sharing.share(sharing.consumer, sharing.organization.arn("organization"), unit)
    unshared = sharing.shareables.make(sharing.owner)
    [text] = sharing.ram.get_resource_policies(resourceArns=[unshared, sharing.pool])["policies"]
    policy = json.loads(text)
    path = f"{sharing.organization.id}/{sharing.organization.root.id}/{unit.rpartition('/')[2]}/*"
    assert policy["Version"] == "2008-10-17"
    assert [(each["Principal"], each.get("Condition")) for each in policy["Statement"]] == [
        ({"AWS": [f"arn:aws:iam::{sharing.consumer}:root"]}, None),
        ("*", {"StringEquals": {"aws:PrincipalOrgID": sharing.organization.id}}),
        ("*", {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": [path]}}),
    ]
    assert all(each["Resource"] == sharing.pool for each in policy["Statement"])


def test_ram_105_closed_accounts(sharing: Sharing) -> None:
    """A closed account's association is suspended; what a closed account shares, nobody reaches."""
    arn = sharing.share(sharing.consumer, OUTSIDER)
    sharing.accept()
    sharing.aws.client("organizations").close_account(AccountId=sharing.consumer)
    assert sharing.state(arn, sharing.consumer) == "SUSPENDED"
    sharing.aws.client("organizations").close_account(AccountId=sharing.owner)
    assert sharing.pools_of(OUTSIDER) == []


def test_ram_067_to_071_promotion(sharing: Sharing) -> None:
    """What a resource policy has created is its owner's to see, and gives access once it is promoted."""
    ram = sharing.ram
    owner = Caller(sharing.owner, "eu-west-1", administrator(sharing.owner), sharing.owner)
    actions = ["ec2:GetIpamPoolCidrs"]
    share = promotion.plant(sharing.world, owner, "planted", sharing.pool, [sharing.consumer], actions).arn
    [seen] = ram.get_resource_shares(resourceOwner="SELF")["resourceShares"]
    assert seen["featureSet"] == "CREATED_FROM_POLICY"
    assert sharing.pools_of(sharing.consumer) == []
    with refused("OperationNotPermittedException", rule="RAM-071"):
        ram.delete_resource_share(resourceShareArn=share)
    with refused("UnmatchedPolicyPermissionException", rule="RAM-069"):
        ram.promote_resource_share_created_from_policy(resourceShareArn=share)
    [original] = ram.list_resource_share_permissions(resourceShareArn=share)["permissions"]
    promote = {"permissionArn": original["arn"], "name": "promoted"}
    promoted = ram.promote_permission_created_from_policy(**promote)["permission"]
    assert (promoted["featureSet"], promoted["version"]) == ("STANDARD", "1")
    with refused("InvalidParameterException", rule="RAM-068"):
        ram.promote_permission_created_from_policy(**promote)
    with refused("InvalidParameterException", rule="RAM-067"):
        ram.promote_permission_created_from_policy(permissionArn=promoted["arn"], name="again")
    assert ram.promote_resource_share_created_from_policy(resourceShareArn=share)["returnValue"] is True
    assert sharing.pools_of(sharing.consumer) == [sharing.pool]
    [attached] = ram.list_resource_share_permissions(resourceShareArn=share)["permissions"]
    assert attached["arn"] == promoted["arn"]
    with refused("InvalidStateTransitionException", rule="RAM-070"):
        ram.promote_resource_share_created_from_policy(resourceShareArn=share)
