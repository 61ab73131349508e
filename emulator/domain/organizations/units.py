"""The tree: organizational units, and where the accounts are."""

from collections.abc import Iterable

from emulator.domain import events
from emulator.domain.catalog import Catalog
from emulator.domain.organizations import refusals, tags
from emulator.domain.organizations.organization import Member, Node, Organization, organization_of
from emulator.domain.world import World


def parent(organization: Organization, parent_id: str) -> Node:
    node = organization.nodes.get(parent_id)
    if node is None:
        raise refusals.ParentNotFound
    return node


def unit(world: World, caller_id: str, unit_id: str) -> Node:
    node = organization_of(world, caller_id).nodes.get(unit_id)
    if node is None or node.parent_id is None:
        raise refusals.UnitNotFound
    return node


def create(
    world: World, caller_id: str, parent_id: str, name: str, *, given_tags: Iterable[tuple[str, str]] = ()
) -> Node:
    """A unit under a root or unit; siblings have different names, cousins need not."""
    organization = organization_of(world, caller_id)
    given = tags.merge(world, {}, given_tags)
    above = parent(organization, parent_id)
    if name in above.unit_names:
        raise refusals.DuplicateUnit
    if above.depth >= world.options.unit_depth:
        raise refusals.TooDeep
    if len(organization.nodes) > world.options.units_per_organization:
        raise refusals.TooManyUnits
    world.begin_change()
    # the first part of a unit's id is the root's id without its prefix
    prefix = f"ou-{organization.root.id.removeprefix('r-')}-"
    unit_id = world.identifiers.under(prefix, world.identifiers.lower(8))
    made = Node(unit_id, name, above.id, above.depth + 1)
    organization.nodes[made.id] = made
    above.units.add(made.id, made)
    above.unit_names.add(name)
    tags.begin(organization, made.id, given)
    world.announce(events.UnitCreated(organization.id, made.id))
    return made


def rename(world: World, caller_id: str, unit_id: str, name: str | None) -> Node:
    """Only the name of a unit can change: its id, ARN and path stay. Its own name is no duplicate."""
    found = unit(world, caller_id, unit_id)
    if name is None or name == found.name:
        return found
    siblings = _above(world, caller_id, found).unit_names
    if name in siblings:
        raise refusals.DuplicateUnit
    world.begin_change()
    siblings.remove(found.name)
    siblings.add(name)
    found.name = name
    return found


def delete(world: World, caller_id: str, unit_id: str) -> None:
    """A unit with nothing in it goes, whatever policies are attached to it."""
    organization = organization_of(world, caller_id)
    found = unit(world, caller_id, unit_id)
    if len(found.units) or len(found.accounts):
        raise refusals.UnitNotEmpty
    above = _above(world, caller_id, found)
    world.begin_change()
    above.units.remove(unit_id)
    above.unit_names.remove(found.name)
    del organization.nodes[unit_id]
    tags.end(organization, unit_id)
    world.announce(events.UnitDeleted(organization.id, unit_id))


def _above(world: World, caller_id: str, node: Node) -> Node:
    assert node.parent_id is not None
    return organization_of(world, caller_id).nodes[node.parent_id]


def units_under(world: World, caller_id: str, parent_id: str) -> Catalog[str, Node]:
    return parent(organization_of(world, caller_id), parent_id).units


def accounts_under(world: World, caller_id: str, parent_id: str) -> Catalog[str, Member]:
    return parent(organization_of(world, caller_id), parent_id).accounts


def parent_of(world: World, caller_id: str, child_id: str) -> Node:
    """The root or unit that a unit or account is directly in."""
    organization = organization_of(world, caller_id)
    member = organization.member(child_id)
    if member is not None:
        return organization.nodes[member.parent_id]
    node = organization.nodes.get(child_id)
    if node is None or node.parent_id is None:
        raise refusals.ChildNotFound
    return organization.nodes[node.parent_id]


def move(world: World, caller_id: str, account_id: str, source_id: str, destination_id: str) -> None:
    """Move an account, the management account included, between parents."""
    organization = organization_of(world, caller_id)
    member = organization.member(account_id)
    if member is None:
        raise refusals.AccountNotInOrganization().under("ORG-036")
    if source_id not in organization.nodes:
        raise refusals.SourceParentNotFound
    if destination_id not in organization.nodes:
        raise refusals.DestinationParentNotFound
    if member.parent_id == destination_id:
        raise refusals.AlreadyInDestination
    if member.parent_id != source_id:
        raise refusals.SourceParentNotFound
    world.begin_change()
    organization.nodes[source_id].accounts.remove(account_id)
    member.parent_id = destination_id
    organization.nodes[destination_id].accounts.add(account_id, member)
    world.announce(events.AccountMoved(organization.id, account_id))
