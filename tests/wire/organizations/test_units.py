"""The tree: organizational units, and where accounts are."""

from typing import Any

import pytest

from tests.aws import Aws, refused
from tests.wire.organizations.conftest import root_of, unit
from tests.worlds import MANAGEMENT, OUTSIDER, member

NOBODY = "ou-abcd-12345678"


def test_org_079_units_have_paths(management: Any) -> None:
    """A unit's id begins with the root's; its path leads from the organization to itself, its ARN has no parent."""
    root_id, organization = root_of(management), management.describe_organization()["Organization"]["Id"]
    outer = unit(management, "outer")
    inner = unit(management, "inner", outer)
    found = management.describe_organizational_unit(OrganizationalUnitId=inner)["OrganizationalUnit"]
    assert inner.startswith(f"ou-{root_id.removeprefix('r-')}-")
    assert found["Path"] == f"{organization}/{root_id}/{outer}/{inner}/"
    assert found["Arn"] == f"arn:aws:organizations::{MANAGEMENT}:ou/{organization}/{inner}"


def test_org_017_siblings_differ_in_name(management: Any) -> None:
    """Siblings have different names, cousins need not; a unit may be given its own name again."""
    outer = unit(management, "outer")
    cousin = unit(management, "same", outer)
    sibling = unit(management, "same")
    with refused("DuplicateOrganizationalUnitException", rule="ORG-017"):
        unit(management, "same", outer)
    with refused("DuplicateOrganizationalUnitException", rule="ORG-017"):
        management.update_organizational_unit(OrganizationalUnitId=outer, Name="same")
    same = management.update_organizational_unit(OrganizationalUnitId=sibling, Name="same")
    unnamed = management.update_organizational_unit(OrganizationalUnitId=cousin)
    assert same["OrganizationalUnit"]["Name"] == unnamed["OrganizationalUnit"]["Name"] == "same"
    renamed = management.update_organizational_unit(OrganizationalUnitId=sibling, Name="other")
    assert renamed["OrganizationalUnit"]["Id"] == sibling
    unit(management, "same")


def test_org_018_five_levels(management: Any) -> None:
    """The fifth level is made, the sixth refused."""
    parent = root_of(management)
    for level in range(5):
        parent = unit(management, f"level {level}", parent)
    with refused("ConstraintViolationException", rule="ORG-018", reason="OU_DEPTH_LIMIT_EXCEEDED"):
        unit(management, "too deep", parent)


def test_org_019_so_many_units(make_aws: Any) -> None:
    """An organization has as many units as its quota."""
    client = make_aws(units_per_organization=1).client("organizations")
    client.create_organization()
    unit(client, "one")
    with refused("ConstraintViolationException", rule="ORG-019", reason="OU_NUMBER_LIMIT_EXCEEDED"):
        unit(client, "two")


def test_org_046_only_an_empty_unit_goes(aws: Aws, management: Any) -> None:
    """A unit with a unit or an account in it stays; an empty one is gone, and its name is free."""
    outer = unit(management, "outer")
    inner = unit(management, "inner", outer)
    account_id, root_id = member(aws.world, "one"), root_of(management)
    management.move_account(AccountId=account_id, SourceParentId=root_id, DestinationParentId=inner)
    for unit_id in (outer, inner):
        with refused("OrganizationalUnitNotEmptyException", rule="ORG-046"):
            management.delete_organizational_unit(OrganizationalUnitId=unit_id)
    management.move_account(AccountId=account_id, SourceParentId=inner, DestinationParentId=root_id)
    management.delete_organizational_unit(OrganizationalUnitId=inner)
    with refused("OrganizationalUnitNotFoundException", rule="ORG-045"):
        management.delete_organizational_unit(OrganizationalUnitId=inner)
    unit(management, "inner", outer)


@pytest.mark.parametrize("call", ["describe", "update", "delete"])
def test_org_045_unknown_units(management: Any, call: str) -> None:
    """A unit that does not exist is OrganizationalUnitNotFound."""
    with refused("OrganizationalUnitNotFoundException", rule="ORG-045"):
        getattr(management, f"{call}_organizational_unit")(OrganizationalUnitId=NOBODY)


def test_org_015_unknown_parents(management: Any) -> None:
    """Every call that names a parent refuses one that does not exist."""
    for call in (
        lambda: management.create_organizational_unit(ParentId=NOBODY, Name="unit"),
        lambda: management.list_organizational_units_for_parent(ParentId="r-none"),
        lambda: management.list_accounts_for_parent(ParentId=NOBODY),
        lambda: management.list_children(ParentId=NOBODY, ChildType="ACCOUNT"),
    ):
        with refused("ParentNotFoundException", rule="ORG-015"):
            call()


def test_children_and_parents(aws: Aws, management: Any) -> None:
    """Lists show direct children only, and every child has one parent."""
    root_id, outer = root_of(management), unit(management, "outer")
    inner, account_id = unit(management, "inner", outer), member(aws.world, "one")
    management.move_account(AccountId=account_id, SourceParentId=root_id, DestinationParentId=inner)
    units = management.list_organizational_units_for_parent(ParentId=root_id)["OrganizationalUnits"]
    assert [found["Id"] for found in units] == [outer]
    assert [found["Id"] for found in management.list_accounts_for_parent(ParentId=root_id)["Accounts"]] == [MANAGEMENT]
    children = management.list_children(ParentId=inner, ChildType="ACCOUNT")["Children"]
    assert children == [{"Id": account_id, "Type": "ACCOUNT"}]
    children = management.list_children(ParentId=outer, ChildType="ORGANIZATIONAL_UNIT")["Children"]
    assert children == [{"Id": inner, "Type": "ORGANIZATIONAL_UNIT"}]
    parents = {child: management.list_parents(ChildId=child)["Parents"] for child in (account_id, inner, outer)}
    assert parents == {
        account_id: [{"Id": inner, "Type": "ORGANIZATIONAL_UNIT"}],
        inner: [{"Id": outer, "Type": "ORGANIZATIONAL_UNIT"}],
        outer: [{"Id": root_id, "Type": "ROOT"}],
    }


@pytest.mark.parametrize("child", [OUTSIDER, NOBODY])
def test_org_016_unknown_children(management: Any, child: str) -> None:
    """A child that does not exist is ChildNotFound."""
    with refused("ChildNotFoundException", rule="ORG-016"):
        management.list_parents(ChildId=child)


def test_moves_that_cannot_be(aws: Aws, management: Any) -> None:
    """A wrong source, an unknown destination and the parent where the account is are told apart."""
    account_id, root_id = member(aws.world, "one"), root_of(management)
    here, there = unit(management, "here"), unit(management, "there")
    management.move_account(AccountId=account_id, SourceParentId=root_id, DestinationParentId=here)
    for source, destination, code, rule in (
        (NOBODY, there, "SourceParentNotFoundException", "ORG-020"),
        (root_id, there, "SourceParentNotFoundException", "ORG-020"),
        (here, NOBODY, "DestinationParentNotFoundException", "ORG-021"),
        (root_id, here, "DuplicateAccountException", "ORG-022"),
        (here, here, "DuplicateAccountException", "ORG-022"),
    ):
        with refused(code, rule=rule):
            management.move_account(AccountId=account_id, SourceParentId=source, DestinationParentId=destination)
