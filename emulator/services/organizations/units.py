"""The tree: the root, organizational units, and who is where."""

from typing import Any

from emulator.domain.catalog import Catalog
from emulator.domain.organizations import units
from emulator.domain.organizations.organization import Member, Node, Organization, organization_of
from emulator.services.operations import Call, Request
from emulator.services.organizations import organizations
from emulator.services.organizations.paging import PagedRequest, page
from emulator.services.organizations.tags import Tag, pairs


def root_view(organization: Organization) -> dict[str, Any]:
    """The root, with the policy types that are not off."""
    root = organization.root
    return {
        "Id": root.id,
        "Arn": organization.arn("root", root.id),
        "Name": root.name,
        "PolicyTypes": [{"Type": kind, "Status": status} for kind, status in organization.policy_types.items()],
    }


def unit_view(organization: Organization, unit: Node) -> dict[str, Any]:
    """A unit as every operation that shows one shows it."""
    return {
        "Id": unit.id,
        "Arn": organization.arn("ou", unit.id),
        "Name": unit.name,
        "Path": organization.path_of(unit.id),
    }


def parent_view(node: Node) -> dict[str, Any]:
    return {"Id": node.id, "Type": "ROOT" if node.parent_id is None else "ORGANIZATIONAL_UNIT"}


class ListRoots(PagedRequest):
    pass


@organizations.operation
def list_roots(call: Call, request: ListRoots) -> dict[str, object]:
    """The root; there is one."""
    organization = organization_of(call.world, call.account_id)
    return page(request, "Roots", _only(organization.root), lambda root: root_view(organization))


class CreateOrganizationalUnit(Request):
    parent_id: str
    name: str
    tags: tuple[Tag, ...] = ()


@organizations.operation
def create_organizational_unit(call: Call, request: CreateOrganizationalUnit) -> dict[str, object]:
    """A unit under a root or unit."""
    tags = pairs(request.tags)
    unit = units.create(call.world, call.account_id, request.parent_id, request.name, given_tags=tags)
    return _answer(call, unit)


class DescribeOrganizationalUnit(Request):
    organizational_unit_id: str


@organizations.operation
def describe_organizational_unit(call: Call, request: DescribeOrganizationalUnit) -> dict[str, object]:
    """One unit."""
    return _answer(call, units.unit(call.world, call.account_id, request.organizational_unit_id))


class UpdateOrganizationalUnit(Request):
    organizational_unit_id: str
    name: str | None = None


@organizations.operation
def update_organizational_unit(call: Call, request: UpdateOrganizationalUnit) -> dict[str, object]:
    """Give a unit another name."""
    return _answer(call, units.rename(call.world, call.account_id, request.organizational_unit_id, request.name))


class DeleteOrganizationalUnit(Request):
    organizational_unit_id: str


@organizations.operation
def delete_organizational_unit(call: Call, request: DeleteOrganizationalUnit) -> dict[str, object]:
    """Remove an empty unit."""
    units.delete(call.world, call.account_id, request.organizational_unit_id)
    return {}


class ListOrganizationalUnitsForParent(PagedRequest):
    parent_id: str


@organizations.operation
def list_organizational_units_for_parent(call: Call, request: ListOrganizationalUnitsForParent) -> dict[str, object]:
    """The units directly under a root or unit."""
    organization = organization_of(call.world, call.account_id)
    found = units.units_under(call.world, call.account_id, request.parent_id)
    return page(request, "OrganizationalUnits", found, lambda unit: unit_view(organization, unit))


class ListChildren(PagedRequest):
    parent_id: str
    child_type: str


@organizations.operation
def list_children(call: Call, request: ListChildren) -> dict[str, object]:
    """The ids of the units or of the accounts directly under a root or unit."""
    if request.child_type == "ACCOUNT":
        members = units.accounts_under(call.world, call.account_id, request.parent_id)
        return page(request, "Children", members, _account_child)
    found = units.units_under(call.world, call.account_id, request.parent_id)
    return page(request, "Children", found, lambda unit: {"Id": unit.id, "Type": "ORGANIZATIONAL_UNIT"})


class ListParents(PagedRequest):
    child_id: str


@organizations.operation
def list_parents(call: Call, request: ListParents) -> dict[str, object]:
    """The root or unit that a unit or account is in; there is one."""
    parent = units.parent_of(call.world, call.account_id, request.child_id)
    return page(request, "Parents", _only(parent), parent_view)


class MoveAccount(Request):
    account_id: str
    source_parent_id: str
    destination_parent_id: str


@organizations.operation
def move_account(call: Call, request: MoveAccount) -> dict[str, object]:
    """Put an account under another root or unit."""
    source, destination = request.source_parent_id, request.destination_parent_id
    units.move(call.world, call.account_id, request.account_id, source, destination)
    return {}


def _answer(call: Call, unit: Node) -> dict[str, object]:
    return {"OrganizationalUnit": unit_view(organization_of(call.world, call.account_id), unit)}


def _account_child(member: Member) -> dict[str, object]:
    return {"Id": member.account.id, "Type": "ACCOUNT"}


def _only(node: Node) -> Catalog[str, Node]:
    found: Catalog[str, Node] = Catalog()
    found.add(node.id, node)
    return found
