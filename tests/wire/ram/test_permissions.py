"""Managed permissions through real boto3."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.ram.conftest import Sharing
from tests.worlds import OUTSIDER

AWS = "arn:aws:ram::aws:permission/"
DEFAULT = f"{AWS}AWSRAMDefaultPermissionsIpamPool"
BYOIP = f"{AWS}AWSRAMPermissionIpamPoolByoipCidrImport"
READ = json.dumps({"Effect": "Allow", "Action": ["ec2:GetIpamPoolCidrs"]})


@pytest.fixture
def ram(aws: Aws) -> Any:
    return aws.client("ram")


def create(ram: Any, name: str = "dev", template: str = READ, **more: Any) -> str:
    answer = ram.create_permission(name=name, resourceType="ec2:IpamPool", policyTemplate=template, **more)
    return str(answer["permission"]["arn"])


@pytest.mark.parametrize(
    ("resource_type", "names"),
    [
        ("ec2:IpamPool", ["AWSRAMDefaultPermissionsIpamPool", "AWSRAMPermissionIpamPoolByoipCidrImport"]),
        ("EC2:ipamresourcediscovery", ["AWSRAMPermissionIpamResourceDiscovery"]),
    ],
)
def test_ram_095_permissions_of_ipam(ram: Any, resource_type: str, names: list[str]) -> None:
    """AWS's permissions of a type, one of which is its default; the type's case does not matter."""
    rows = ram.list_permissions(resourceType=resource_type)["permissions"]
    assert [row["name"] for row in rows] == names
    assert [row["isResourceTypeDefault"] for row in rows] == [True] + [False] * (len(rows) - 1)


def test_ram_096_every_type_has_a_default_permission(ram: Any) -> None:
    """Whatever can be shared has exactly one default permission."""
    types = [row["resourceType"] for row in ram.list_resource_types()["resourceTypes"]]
    defaults = [row["resourceType"] for row in ram.list_permissions()["permissions"] if row["isResourceTypeDefault"]]
    assert sorted(types) == sorted(defaults)


def test_ram_097_versions(ram: Any) -> None:
    """The old version can be read; the default one lets a consumer allocate, and addresses too."""
    versions = ram.list_permission_versions(permissionArn=DEFAULT)["permissions"]
    assert [(row["version"], row["defaultVersion"], row["status"]) for row in versions] == [
        ("1", False, "UNATTACHABLE"),
        ("2", True, "ATTACHABLE"),
    ]
    old = json.loads(ram.get_permission(permissionArn=DEFAULT, permissionVersion=1)["permission"]["permission"])
    new = json.loads(ram.get_permission(permissionArn=DEFAULT)["permission"]["permission"])
    assert "ec2:AllocateIpamPoolCidr" in old["Action"]
    assert "ec2:AllocateAddress" in set(new["Action"]) - set(old["Action"])
    with refused("UnknownResourceException", rule="RAM-038"):
        ram.get_permission(permissionArn=DEFAULT, permissionVersion=3)


def test_ram_098_types_get_their_default_permission(sharing: Sharing) -> None:
    """A resource brings its type's default permission along, unless another was named."""
    plain, named = sharing.share(), sharing.share(permissionArns=[BYOIP])
    for arn, permission in ((plain, DEFAULT), (named, BYOIP)):
        [row] = sharing.ram.list_resource_share_permissions(resourceShareArn=arn)["permissions"]
        assert (row["arn"], row["status"]) == (permission, "ASSOCIATED")
    rows = sharing.ram.list_permission_associations(permissionArn=BYOIP)["permissions"]
    assert [row["resourceShareArn"] for row in rows] == [named]


def test_ram_039_to_044_permissions_of_a_share(sharing: Sharing) -> None:
    """One permission for each type, replaced on request, and not taken while a resource needs it."""
    arn, ram = sharing.share(), sharing.ram
    with refused("InvalidParameterException", rule="RAM-039"):
        sharing.share(permissionArns=[DEFAULT, BYOIP])
    with refused("InvalidParameterException", rule="RAM-040"):
        ram.associate_resource_share_permission(resourceShareArn=arn, permissionArn=BYOIP)
    with refused("InvalidParameterException", rule="RAM-041"):
        ram.associate_resource_share_permission(
            resourceShareArn=arn, permissionArn=DEFAULT, permissionVersion=1, replace=True
        )
    ram.associate_resource_share_permission(resourceShareArn=arn, permissionArn=BYOIP, replace=True)
    with refused("InvalidStateTransitionException", rule="RAM-043"):
        ram.disassociate_resource_share_permission(resourceShareArn=arn, permissionArn=BYOIP)
    ram.disassociate_resource_share(resourceShareArn=arn, resourceArns=[sharing.pool])
    ram.disassociate_resource_share_permission(resourceShareArn=arn, permissionArn=BYOIP)
    with refused("InvalidParameterException", rule="RAM-044") as refusal:
        ram.disassociate_resource_share_permission(resourceShareArn=arn, permissionArn=BYOIP)
    assert "already been disassociated" in refusal.message


@pytest.mark.parametrize(
    ("changes", "code", "rule"),
    [
        ({"resourceType": "ec2:Pool"}, "InvalidParameterException", "RAM-046"),
        ({"resourceType": "ec2:Subnet"}, "OperationNotPermittedException", "RAM-045"),
        ({"name": "AWSRAMx"}, "InvalidParameterException", "RAM-051"),
        ({"policyTemplate": "{"}, "MalformedPolicyTemplateException", "RAM-048"),
        ({"policyTemplate": json.dumps([])}, "MalformedPolicyTemplateException", "RAM-048"),
        (
            {"policyTemplate": json.dumps({"Effect": "Allow", "Action": [], "Resource": "*"})},
            "MalformedPolicyTemplateException",
            "RAM-048",
        ),
        (
            {"policyTemplate": json.dumps({"Effect": "Allow", "Action": "ec2:RunInstances"})},
            "InvalidPolicyException",
            "RAM-049",
        ),
        (
            {
                "policyTemplate": json.dumps(
                    {
                        "Effect": "Allow",
                        "Action": "ec2:CreateVpc",
                        "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
                    }
                )
            },
            "InvalidPolicyException",
            "RAM-049",
        ),
        (
            {
                "policyTemplate": json.dumps(
                    {
                        "Effect": "Allow",
                        "Action": "ec2:CreateVpc",
                        "Condition": {"StringEquals": {"aws:RequestedRegion": "@{region}"}},
                    }
                )
            },
            "MalformedPolicyTemplateException",
            "RAM-048",
        ),
    ],
)
def test_ram_045_to_051_wrong_permissions(ram: Any, changes: dict[str, str], code: str, rule: str) -> None:
    """Each wrong permission has its code."""
    wanted = {"name": "dev", "resourceType": "ec2:IpamPool", "policyTemplate": READ, **changes}
    with refused(code, rule=rule):
        ram.create_permission(**wanted)


def test_ram_050_to_053_names_and_quotas(ram: Any) -> None:
    """A name is an account's and a Region's own; ten permissions a type, five versions each."""
    arn = create(ram)
    with refused("PermissionAlreadyExistsException", rule="RAM-050", status=409):
        create(ram)
    for number in range(4):
        ram.create_permission_version(permissionArn=arn, policyTemplate=READ)
        assert number is not None
    with refused("PermissionVersionsLimitExceededException", rule="RAM-053"):
        ram.create_permission_version(permissionArn=arn, policyTemplate=READ)
    for number in range(9):
        create(ram, f"p{number}")
    with refused("PermissionLimitExceededException", rule="RAM-052"):
        create(ram, "p9")


def test_ram_099_shares_keep_their_version(sharing: Sharing) -> None:
    """A new version is the default from then on; shares move to it when their owner says so."""
    ram = sharing.ram
    arn = create(ram)
    share = sharing.share(permissionArns=[arn])
    detail = ram.create_permission_version(permissionArn=arn, policyTemplate=READ)["permission"]
    assert (detail["version"], detail["defaultVersion"], detail["permission"]) == ("2", True, READ)
    assert _version(ram, share) == "1"
    with refused("OperationNotPermittedException", rule="RAM-056"):
        ram.delete_permission_version(permissionArn=arn, permissionVersion=1)
    work = ram.replace_permission_associations(fromPermissionArn=arn, toPermissionArn=arn)
    assert work["replacePermissionAssociationsWork"]["status"] == "IN_PROGRESS"
    [done] = ram.list_replace_permission_associations_work()["replacePermissionAssociationsWorks"]
    assert (done["status"], done["toPermissionVersion"]) == ("COMPLETED", "2")
    assert _version(ram, share) == "2"
    answer = ram.delete_permission_version(permissionArn=arn, permissionVersion=1)
    assert (answer["returnValue"], answer["permissionStatus"]) == (True, "DELETING")


def _version(ram: Any, share: str) -> str:
    [row] = ram.list_resource_share_permissions(resourceShareArn=share)["permissions"]
    return str(row["version"])


def test_ram_054_to_058_what_cannot_be_changed(sharing: Sharing) -> None:
    """AWS's permissions, versions that are missing, permissions in use, and a change of type are refused."""
    ram = sharing.ram
    arn = create(ram)
    sharing.share(permissionArns=[arn])
    with refused("OperationNotPermittedException", rule="RAM-054"):
        ram.delete_permission(permissionArn=DEFAULT)
    with refused("InvalidParameterException", rule="RAM-055"):
        ram.set_default_permission_version(permissionArn=arn, permissionVersion=2)
    with refused("OperationNotPermittedException", rule="RAM-057"):
        ram.delete_permission(permissionArn=arn)
    with refused("InvalidParameterException", rule="RAM-058"):
        ram.replace_permission_associations(
            fromPermissionArn=arn, toPermissionArn=f"{AWS}AWSRAMPermissionIpamResourceDiscovery"
        )


def test_ram_100_setting_the_default_back(ram: Any) -> None:
    """Another version becomes the default, and the one before cannot be attached any more."""
    arn = create(ram)
    ram.create_permission_version(permissionArn=arn, policyTemplate=READ)
    ram.set_default_permission_version(permissionArn=arn, permissionVersion=1)
    rows = ram.list_permission_versions(permissionArn=arn)["permissions"]
    assert [row["status"] for row in rows] == ["ATTACHABLE", "UNATTACHABLE"]


def test_ram_101_a_deleted_permission_is_seen_for_two_hours(ram: Any, aws: Aws) -> None:
    """DELETING in the answer, then DELETED, then unknown; other accounts never see it."""
    arn = create(ram)
    with refused("UnknownResourceException", rule="RAM-038"):
        aws.client("ram", OUTSIDER).get_permission(permissionArn=arn)
    assert ram.delete_permission(permissionArn=arn)["permissionStatus"] == "DELETING"
    assert ram.get_permission(permissionArn=arn)["permission"]["status"] == "DELETED"
    with refused("PermissionAlreadyExistsException", rule="RAM-050"):
        create(ram)
    aws.world.clock.advance(timedelta(hours=2))
    with refused("UnknownResourceException", rule="RAM-038"):
        ram.get_permission(permissionArn=arn)
    create(ram)


def test_ram_042_deprecated_permissions_work_on(sharing: Sharing) -> None:
    """A deprecated permission stays where it is, and comes to no other share."""
    ram = sharing.ram
    arn = create(ram)
    share = sharing.share(permissionArns=[arn])
    assert ram.update_permission(permissionArn=arn, status="DEPRECATED")["permissionStatus"] == "DEPRECATED"
    with refused("OperationNotPermittedException", rule="RAM-042"):
        sharing.share(permissionArns=[arn])
    assert _version(ram, share) == "1"
    ram.update_permission(permissionArn=arn, status="ATTACHABLE")
    sharing.share(permissionArns=[arn])


@pytest.mark.parametrize(
    ("template", "rule"),
    [
        ("[" * 50_000 + "]" * 50_000, "RAM-048"),
        (
            READ[:-1] + ', "Condition": {"StringEquals": {"aws:RequestedRegion": ' + "[" * 500 + "]" * 500 + "}}}",
            "RAM-141",
        ),
        (READ[:-1] + ', "Condition": {"StringEquals": {"aws:RequestedRegion": {"a": "b"}}}}', "RAM-141"),
    ],
    ids=["text", "list", "object"],
)
def test_ram_141_what_is_nested_too_deep_is_no_template(ram: Any, template: str, rule: str) -> None:
    """A key has one value or a list of values."""
    with refused("MalformedPolicyTemplateException", rule=rule):
        create(ram, template=template)


def test_ram_143_a_parameter_in_a_key_is_text(sharing: Sharing) -> None:
    """A list of values in the key of a condition is joined."""
    condition = {"StringEquals": {"aws:RequestTag/@{keys}": "@{keys}", "@{keys}": "x"}}
    arn = create(
        sharing.ram,
        template=json.dumps({"Effect": "Allow", "Action": "ec2:CreateVpc", "Condition": condition}),
        permissionTemplateParameters=[{"name": "keys", "type": "STRING_LIST"}],
    )
    given = [{"name": "keys", "values": ["a", "b"]}]
    sharing.share(
        sharing.consumer,
        permissionArns=[arn],
        permissionTemplateParameters=[{"permissionArn": arn, "permissionTemplateParameters": given}],
    )
    [text] = sharing.ram.get_resource_policies(resourceArns=[sharing.pool])["policies"]
    [statement] = json.loads(text)["Statement"]
    assert statement["Condition"] == {"StringEquals": {"aws:RequestTag/a,b": ["a", "b"], "a,b": "x"}}


def test_ram_059_template_parameters(sharing: Sharing) -> None:
    """What is declared must be given, in the right number, and fills the policy."""
    template = json.dumps(
        {
            "Effect": "Allow",
            "Action": "ec2:CreateVpc",
            "Condition": {"StringEquals": {"aws:RequestedRegion": "@{region}"}},
        }
    )
    arn = create(sharing.ram, template=template, permissionTemplateParameters=[{"name": "region", "type": "STRING"}])
    for given in ([], [{"name": "region", "values": ["a", "b"]}], [{"name": "other", "values": ["a"]}]):
        with refused("InvalidParameterException", rule="RAM-059"):
            sharing.share(
                permissionArns=[arn],
                permissionTemplateParameters=[{"permissionArn": arn, "permissionTemplateParameters": given}],
            )
    sharing.share(
        sharing.consumer,
        permissionArns=[arn],
        permissionTemplateParameters=[
            {"permissionArn": arn, "permissionTemplateParameters": [{"name": "region", "values": ["eu-west-1"]}]}
        ],
    )
    [policy] = sharing.ram.get_resource_policies(resourceArns=[sharing.pool])["policies"]
    [statement] = json.loads(policy)["Statement"]
    assert statement["Condition"] == {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}


def test_ram_036_and_037_tokens_of_permissions(ram: Any) -> None:
    """A token with other parameters has an error of its own only where the operation knows it."""
    create(ram, clientToken="t")
    assert create(ram, clientToken="t").endswith("/dev")
    with refused("IdempotentParameterMismatchException", rule="RAM-036"):
        create(ram, "other", clientToken="t")
    share = ram.create_resource_share(name="one")["resourceShare"]["resourceShareArn"]
    named = {"resourceShareArn": share, "clientToken": "t"}
    ram.associate_resource_share_permission(permissionArn=DEFAULT, **named)
    with refused("InvalidParameterException", rule="RAM-037"):
        ram.associate_resource_share_permission(permissionArn=BYOIP, **named)
